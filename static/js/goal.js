// The goal page works without this. With it, the result follows each answer (htmx), and this file
// says so to those who listen, puts errors beside their fields, and mends a lost connection.
"use strict";

const form = document.getElementById("goal-form");
const announcement = document.querySelector(".goal-status-link");
const connection = document.querySelector(".goal-connection");
const specialty = document.getElementById("specialty");
const isWide = matchMedia("(min-width: 60rem)");

// What is wrong is said once, in the summary; each sentence also belongs beside its field.
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

// htmx sends along the button that was pressed last. Those of the lists have done their part here.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== form) return;
  const { parameters } = event.detail;
  parameters.specialty = specialty.value;
  delete parameters.rows;
  delete parameters.remove;
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "result") return;
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
  if (isWide.matches) result.querySelector(".error-summary")?.scrollIntoView({ block: "nearest" });
  if (result.dataset.code) addCode(result);
});

// What stands below is replaced as a whole: whoever reads there keeps their heading where it is.
let kept = null;
const topOf = (heading) => heading.getBoundingClientRect().top;

document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id !== "background") return;
  const heading = [...target.querySelectorAll("h2[id]")].findLast((each) => topOf(each) < innerHeight / 2);
  kept = heading && { id: heading.id, top: topOf(heading) };
});

document.body.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  const heading = target.id === "background" && kept && document.getElementById(kept.id);
  if (heading) scrollBy({ top: topOf(heading) - kept.top, behavior: "instant" });
});

// The code for paper is a lazy image. One that comes with an update would be fetched at once, and
// so would one that is taken out with its address still to be fetched.
function addCode(result) {
  const code = new Image(96, 96);
  code.className = "print-key";
  code.alt = "QR code of this result’s address";
  code.loading = "lazy";
  result.querySelector(".result-head").prepend(code);
  code.src = result.dataset.code;
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "result") document.querySelector(".print-key")?.removeAttribute("src");
});

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(failure, () => { connection.hidden = false; });
}
document.body.addEventListener("htmx:afterOnLoad", () => { connection.hidden = true; });

// A specialty taken from a list is an answer at once, not only when its field is left.
function answer(name) {
  specialty.value = name;
  specialty.dispatchEvent(new Event("change", { bubbles: true }));
}

specialty.addEventListener("input", () => {
  const names = [...specialty.list.options].map((option) => option.value);
  if (names.includes(specialty.value)) answer(specialty.value);
});

form.addEventListener("click", (event) => {
  if (!event.target.matches(".specialty-list button")) return;
  event.preventDefault();
  const list = event.target.closest("details");
  list.open = false;
  list.querySelector("summary").focus();
  answer(event.target.value);
});

// Safari prints no lazy image: the code comes with the first key of the shortcut that prints.
addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey) document.querySelector(".print-key")?.setAttribute("loading", "eager");
});

// Back from a source to its mark is a move within the page: htmx has nothing to restore.
const here = () => location.pathname + location.search;
let shown = here();

// Back or Forward pressed before this file was there: the page is still the one before.
const loaded = performance.getEntriesByType("navigation")[0];
if (loaded) {
  const { pathname, search } = new URL(loaded.name); // without the “?” of an empty query, as here
  if (pathname + search !== here()) location.reload();
}

document.body.addEventListener("htmx:pushedIntoHistory", () => { shown = here(); });
addEventListener("popstate", (event) => {
  if (here() === shown) event.stopImmediatePropagation();
}, true);

document.querySelector(".error-summary")?.focus();

// Rows of practice tests come and go at once. Without this the same buttons ask the server.
{
  const tests = document.getElementById("tests");
  const list = tests.querySelector(".test-rows");
  const blank = form.querySelector("template").content.firstElementChild;

  // A row is known by its place: ids, labels and its own errors follow it.
  function number(row, place) {
    for (const field of row.querySelectorAll("[name]:not(button)")) {
      const id = place === 1 ? field.name : `${field.name}-${place}`;
      row.querySelector(`label[for="${field.id}"]`).htmlFor = id;
      row.querySelector(".error[id^=" + field.name + "]").id = `${id}-error`;
      field.setAttribute("aria-describedby", `${id}-error`);
      field.id = id;
    }
    row.querySelector("legend").textContent = `Practice test ${place}`;
    row.querySelector(".remove-row span").textContent = `practice test ${place}`;
    row.querySelector(".remove-row").value = place;
  }

  function numberAll() {
    [...list.children].forEach((row, index) => number(row, index + 1));
    tests.querySelector(".add-row").value = list.children.length + 1;
  }

  function add() {
    const row = blank.cloneNode(true);
    list.append(row);
    numberAll();
    return row;
  }

  function remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling ?? add();
    row.remove();
    numberAll();
    return next;
  }

  // A row that is still being filled in is not wrong yet: the result stays until it can follow.
  tests.addEventListener("change", (event) => {
    const row = event.target.closest(".test-row");
    const isReady = row && row.querySelector("[name=test]").value && row.querySelector("[name=score]").value;
    if (row && event.target.value && !isReady) event.stopPropagation();
  });

  tests.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    const isAdded = button.matches(".add-row");
    const row = isAdded ? add() : remove(button.closest(".test-row"));
    row.querySelector("select").focus();
    if (!isAdded) tests.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
