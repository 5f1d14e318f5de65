// Every page works without this. It moves the focus to the errors of a form, even if the address names
// another place; it sends a form only once; and it says when a preview could not be updated. The goal
// page has its own script.
"use strict";

// A fragment in the address takes the focus away until the page has loaded, so focus again then.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
  addEventListener("load", () => { summary.focus(); });
}

// Ignore a second press while the answer is under way. The server detects it too; this saves the request.
const PAUSE = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, PAUSE);
});

const connection = document.querySelector(".connection-lost");
if (connection) {
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(failure, () => { connection.hidden = false; });
  }
  document.body.addEventListener("htmx:afterOnLoad", () => { connection.hidden = true; });
}
