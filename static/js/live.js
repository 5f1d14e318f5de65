// The interactive parts of a page: forms that update the answer after each change, the picture of scores,
// folds that are fetched when opened, and buttons to copy, print and share. The pages work without this.
"use strict";

const form = document.querySelector("#goal-form, #compare-form");

// The server lists errors in the summary alone; copy each sentence beside its field.
function putErrorsBesideFields() {
  for (const slot of form.querySelectorAll(".error")) {
    const field = slot.id.replace(/-error$/, "");
    const links = document.querySelectorAll(`.error-summary a[href="#${field}"]`);
    slot.textContent = [...links].map((link) => link.textContent).join(" ");
    const input = form.querySelector(`#${field}:not([type="radio"], [type="checkbox"])`);
    if (input) input.toggleAttribute("aria-invalid", links.length > 0);
    if (input && links.length) input.setAttribute("aria-invalid", "true");
  }
}

// While a date is typed, each key makes another date, first of the year 2 or 20. It counts as an answer
// once its field is left, or after a pause of this many milliseconds.
const SETTLED = 1000;
let typing = 0;

function tellDate(input) {
  clearTimeout(typing);
  typing = 0;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

form?.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "date" || !event.isTrusted) return;
  event.stopPropagation();
  clearTimeout(typing);
  typing = input.value.startsWith("0") ? 0 : setTimeout(tellDate, SETTLED, input);
}, true);

form?.addEventListener("focusout", ({ target }) => {
  if (typing && target.type === "date") tellDate(target);
});
form?.addEventListener("submit", () => clearTimeout(typing), true);

// Going back from a source to its mark stays within the page, so htmx must not restore anything.
const here = () => location.pathname + location.search;
let shown = here();

// Reload if Back or Forward was pressed before this file ran: the page is still the previous one.
const loaded = performance.getEntriesByType("navigation")[0];
if (form && loaded) {
  const { pathname, search } = new URL(loaded.name); // without the “?” of an empty query, as here
  if (pathname + search !== here()) location.reload();
}

for (const changed of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
  document.body.addEventListener(changed, () => { shown = here(); });
}
addEventListener("popstate", (event) => {
  if (form && here() === shown) event.stopImmediatePropagation();
}, true);

// Add and remove rows of practice tests here. Without this file the same buttons ask the server.
const tests = document.getElementById("tests");
if (tests) {
  const list = tests.querySelector(".test-rows");

  // A copy of the first row, emptied.
  function blank() {
    const row = list.firstElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("[name]:not(button)")) {
      field.value = "";
      field.removeAttribute("aria-invalid");
    }
    for (const option of row.querySelectorAll("[selected]")) option.removeAttribute("selected");
    for (const error of row.querySelectorAll(".error")) error.textContent = "";
    row.querySelector("[name=test]").value = "";
    return row;
  }

  // Ids, labels and errors of a row depend on its place.
  function number(row, place) {
    for (const field of row.querySelectorAll("[name]:not(button)")) {
      const id = place === 1 ? field.name : `${field.name}-${place}`;
      row.querySelector(`label[for="${field.id}"]`).htmlFor = id;
      row.querySelector(".error[id^=" + field.name + "]").id = `${id}-error`;
      field.setAttribute("aria-describedby", `${id}-error`);
      field.id = id;
    }
    row.querySelector("legend").textContent = `Practice test ${place}`;
    row.querySelector(".remove-row").setAttribute("aria-label", `Remove practice test ${place}`);
    row.querySelector(".remove-row").value = place;
  }

  function numberAll() {
    [...list.children].forEach((row, index) => number(row, index + 1));
    tests.querySelector(".add-row").value = list.children.length + 1;
  }

  function add() {
    const row = blank();
    list.append(row);
    numberAll();
    return row;
  }

  // Move the focus first: a button removed while it has the focus sends no event of losing it.
  function remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling ?? add();
    next.querySelector("select").focus();
    row.remove();
    numberAll();
  }

  // An incomplete row is not an error yet: the result is not updated until the row is complete.
  tests.addEventListener("change", (event) => {
    const row = event.target.closest(".test-row");
    const isReady = row && row.querySelector("[name=test]").value && row.querySelector("[name=score]").value;
    if (row && event.target.value && !isReady) event.stopPropagation();
  });

  // Hide the click from htmx: it would send this button, and scroll to where it leads, after every later answer.
  tests.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    if (button.matches(".add-row")) {
      add().querySelector("select").focus();
    } else {
      remove(button.closest(".test-row"));
      tests.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// The picture of scores

const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["score", "in 100 matched", "percentile", "you reach it"];

const whole = (text) => text.replaceAll(">", "over ").replaceAll("<", "under ");

function read(figure) {
  if (figure.querySelector(".reader")) return;
  const readings = new Map(figure.dataset.readings.split(";").map((told) => {
    const [score, ...rest] = told.split("|");
    return [Number(score), rest];
  }));
  const [here, start, end] = ["here", "start", "end"].map((name) => Number(figure.dataset[name]));
  const scores = [...readings.keys()];
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const frame = figure.querySelector(".picture-frame");
  const says = figure.querySelector(".reading");

  const reader = document.createElement("input");
  Object.assign(reader, { type: "range", className: "reader", min: low, max: high, value: here });
  reader.setAttribute("aria-label", "Read a score");
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "reader-line");
  line.setAttribute("y2", "100%");
  line.style.display = "none";
  frame.querySelector("svg").append(line);
  frame.append(reader);

  function show(score) {
    const [shares, ranges, percentile, reach] = readings.get(score);
    const [share, range] = [shares, ranges].map(whole);
    const values = [score, share, percentile, reach];
    says.replaceChildren(...NAMES.flatMap((name, index) => {
      if (!values[index]) return [];
      const told = document.createElement("span");
      const value = document.createElement("b");
      value.textContent = values[index];
      told.append(value, ` ${name}${index === 1 && range ? ` (${range})` : ""}`);
      return [told, " "];
    }));
    const place = `${start + ((score - low) * (end - start)) / (high - low)}%`;
    line.setAttribute("x1", place);
    line.setAttribute("x2", place);
    line.style.display = score === here ? "none" : "";
    reader.value = score;
    reader.setAttribute("aria-valuetext", says.textContent.trim());
  }

  const follow = (event) => {
    const { left, width } = frame.getBoundingClientRect();
    const percent = (100 * (event.clientX - left)) / width;
    const score = Math.round(low + ((percent - start) * (high - low)) / (end - start));
    show(Math.min(high, Math.max(low, score)));
  };
  frame.addEventListener("pointermove", follow);
  frame.addEventListener("pointerdown", follow);
  frame.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse" && document.activeElement !== reader) show(here);
  });
  reader.addEventListener("input", () => show(Number(reader.value)));
  reader.addEventListener("keydown", ({ key }) => { if (key === "Escape") show(here); });
  reader.setAttribute("aria-valuetext", says.textContent.trim());
}

const readAll = () => document.querySelectorAll(".score-picture").forEach(read);
readAll();
document.body.addEventListener("htmx:load", readAll);

// Fetch a fold when it is opened. Without this file it shows a link to the page with its content.
document.addEventListener("toggle", (event) => {
  const link = event.target.open && event.target.querySelector(":scope > div > .fold-link");
  if (link) htmx.ajax("GET", link.href, { target: link.parentElement, swap: "innerHTML" });
}, true);

// Buttons to copy, share and print. They are shown only where the browser can do it.

const linkOf = (id) => document.getElementById(id).value;

function show(buttons, press) {
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => press(button).catch(() => {}));
  }
}

async function copy(button) {
  const input = document.getElementById(button.dataset.copy);
  const says = document.getElementById(button.dataset.said ?? "said");
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    input.select();
    says.textContent = "Not copied: it is selected, copy it yourself.";
    return;
  }
  const label = button.firstChild;
  const told = label.textContent;
  label.textContent = "Copied";
  says.textContent = "Copied";
  setTimeout(() => { label.textContent = told; says.textContent = ""; }, 3000);
}

const send = (button) =>
  navigator.share({ title: button.dataset.title, url: linkOf(button.dataset.share) });

function offer() {
  if (navigator.clipboard) show(document.querySelectorAll("[data-copy][hidden]"), copy);
  show(document.querySelectorAll("[data-print][hidden]"), async () => print());
  if (navigator.share) show(document.querySelectorAll("[data-share][hidden]"), send);
}

offer();
document.body.addEventListener("htmx:load", offer);
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".link input")) target.select();
});
