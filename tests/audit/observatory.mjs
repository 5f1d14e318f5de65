// Scores pages with the MDN HTTP Observatory, without asking anybody: a line of JSON for each line
// of JSON on standard input. Its own command scans what a stranger sees of a page that answers 200;
// this one also sends the cookie of somebody signed in, and looks at errors.
import { createInterface } from "node:readline";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const ACCEPT = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

async function score({ host, path, cookie }) {
  const headers = cookie ? [ACCEPT, `Cookie: ${cookie}`] : [ACCEPT];
  const found = await retrieve(host, { path, headers });
  if (!found.responses.auto) throw new Error(`${host}${path} does not answer.`);
  let base = 100;
  let total = 100;
  const lost = [];
  for (const test of ALL_TESTS) {
    const { result } = test(found);
    const change = result ? getScoreModifier(result) : 0;
    total += change;
    if (change < 0) {
      base += change;
      lost.push(result);
    }
  }
  // Extra points count only where little was lost: as in the Observatory itself.
  const score = base >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? total : base;
  return { score, lost, status: found.responses.auto.status };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await score(JSON.parse(line))));
}
