// Every page works without this. With it, what is wrong with a form is read first, wherever the page
// was told to begin; a form is sent once; and a preview that could not follow says so. The goal page,
// which sends nothing, has its own.
"use strict";

// A place that the address names takes the focus away again until the page has loaded.
const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
  addEventListener("load", () => { summary.focus(); });
}

// A second press while the answer is under way. The server takes it for the same; this spares it.
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
