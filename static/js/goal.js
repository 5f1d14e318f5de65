// The goal page works without this. With it, the result follows each answer (htmx), and this file
// says so to those who listen, and mends a lost connection. What it shares with the comparison is in live.js.
"use strict";

const announcement = document.querySelector(".goal-status-link");
const connection = document.querySelector(".goal-connection");
const specialty = document.getElementById("specialty");
const isWide = matchMedia("(min-width: 60rem)");

// htmx sends along the button that was pressed last: that of the list has done its part here.
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt === form) detail.parameters.specialty = specialty.value;
});

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
  // A name that was begun is completed, unless another one has been typed meanwhile.
  if (result.dataset.specialty && parameters.specialty === specialty.value) specialty.value = result.dataset.specialty;
  // Whoever pressed the button below the form is led to the result.
  if (triggeringEvent?.type === "submit") {
    if (isWide.matches) result.firstElementChild?.scrollIntoView({ block: "nearest" });
    else result.scrollIntoView();
  }
  putErrorsBesideFields();
  if (result.dataset.code) addCode(result);
});

// The answer is replaced as a whole: whoever reads further down keeps their heading where it is.
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

// The code for paper is a lazy image. One that comes with an update would be fetched at once, and
// so would one that is taken out with its address still to be fetched.
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

// On a phone the line at the foot may be all of it that is in view.
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

// A specialty taken from a list is an answer at once, and not once more when its field is left.
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

// A goal of the table is the same choice as in the form.
document.body.addEventListener("click", (event) => {
  const goal = event.target.closest(".goals button");
  const choice = goal && form.querySelector(`[name="aim"][value="${goal.value}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
});

// Safari prints no lazy image: the code comes with the first key of the shortcut that prints.
addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey) document.querySelector(".print-key")?.setAttribute("loading", "eager");
});

document.querySelector(".error-summary")?.focus();
