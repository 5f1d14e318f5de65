// The forms whose answer follows each change, on the goal page and on the comparison: errors beside their
// fields, what is half typed, rows of practice tests, and the history. All of it works without this.
"use strict";

const form = document.querySelector("#goal-form, #compare-form");

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

// htmx sends along the button that was pressed last. Those of the rows have done their part here.
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt !== form) return;
  delete detail.parameters.rows;
  delete detail.parameters.remove;
});

// A year that is being typed is 0002, 0020 and 0202 before it is 2026: no answer yet.
form.addEventListener("change", (event) => {
  if (event.target.type === "date" && event.target.value.startsWith("0")) event.stopPropagation();
}, true);

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

// Rows of practice tests come and go at once. Without this the same buttons ask the server.
const tests = document.getElementById("tests");
if (tests) {
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
