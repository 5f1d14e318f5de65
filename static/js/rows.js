// Rows of practice tests come and go at once. Without this file the same buttons ask the server.
"use strict";

{
  const tests = document.getElementById("tests");
  const list = tests.querySelector(".test-rows");
  const blank = tests.querySelector("template").content.firstElementChild;

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
