// The goal page works without this. With htmx the result is updated after each answer; this file announces
// that to screen readers, and recovers from a lost connection. live.js has what the comparison uses too.
"use strict";

const announcement = document.querySelector(".goal-status-link");
const connection = document.querySelector(".goal-connection");
const specialty = document.getElementById("specialty");
const isWide = matchMedia("(min-width: 60rem)");

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "problems") {
    announcement.textContent = "Check your answers: something needs a change.";
    putErrorsBesideFields();
  }
  if (event.detail.target.id !== "result") return;
  document.getElementById("problems").replaceChildren();
  const result = document.getElementById("result");
  announcement.textContent = result.dataset.says;
  const { parameters, triggeringEvent } = event.detail.requestConfig;
  // Complete the name that was begun, unless another one has been typed since.
  if (result.dataset.specialty && parameters.specialty === specialty.value) specialty.value = result.dataset.specialty;
  // The button below the form scrolls to the result.
  if (triggeringEvent?.type === "submit") {
    if (isWide.matches) result.firstElementChild?.scrollIntoView({ block: "nearest" });
    else result.scrollIntoView();
  }
  putErrorsBesideFields();
  if (result.dataset.code) addCode(result);
});

// The answer is replaced as a whole, so keep the heading that is being read where it is on the screen.
let kept = null;
const topOf = (heading) => heading.getBoundingClientRect().top;

document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id !== "result") return;
  const heading = [...target.querySelectorAll("h2[id]")].findLast((each) => topOf(each) < innerHeight / 2);
  kept = heading && topOf(target) < 0 ? { id: heading.id, top: topOf(heading) } : null;
});

document.body.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  const heading = target.id === "result" && kept && document.getElementById(kept.id);
  if (heading) scrollBy({ top: topOf(heading) - kept.top, behavior: "instant" });
});

// The QR code for paper is a lazy image. It would be fetched at once if it came with an update, or if
// it were removed while its address is not fetched yet.
function addCode(result) {
  const code = new Image(96, 96);
  code.className = "print-key";
  code.alt = "QR code of this result’s address";
  code.loading = "lazy";
  result.querySelector(".answer-head").prepend(code);
  code.src = result.dataset.code;
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "result") document.querySelector(".print-key")?.removeAttribute("src");
});

// On a phone, the line at the bottom may be all that is in view, so it says that the connection is lost.
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(failure, () => {
    connection.hidden = false;
    announcement.textContent = connection.firstChild.textContent.trim();
  });
}
addEventListener("online", () => {
  if (!connection.hidden) form.dispatchEvent(new Event("change", { bubbles: true }));
});
document.body.addEventListener("htmx:afterOnLoad", () => { connection.hidden = true; });

// A specialty chosen from the list counts at once, and not a second time when its field is left.
let answered = null;

function answer(name) {
  specialty.value = name;
  specialty.dispatchEvent(new Event("change", { bubbles: true }));
  answered = name;
}

specialty.addEventListener("change", (event) => {
  if (event.isTrusted && specialty.value === answered) event.stopPropagation();
  answered = null;
});

specialty.addEventListener("input", () => {
  const names = [...specialty.list.options].map((option) => option.value);
  if (names.includes(specialty.value)) answer(specialty.value);
});

// A goal in the table selects the same aim in the form.
document.body.addEventListener("click", (event) => {
  const goal = event.target.closest(".goals button");
  const choice = goal && form.querySelector(`[name="aim"][value="${goal.value}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});

// Safari does not print lazy images, so load the code at the first key of the print shortcut.
addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey) document.querySelector(".print-key")?.setAttribute("loading", "eager");
});

document.querySelector(".error-summary")?.focus();
