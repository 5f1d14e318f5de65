// Every page works without this. With it, what is wrong with a form is read first, wherever the page
// was told to begin, and a preview that could not follow says so. The goal page has its own.
"use strict";

document.querySelector(".error-summary")?.focus();

const connection = document.querySelector(".connection-lost");
if (connection) {
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(failure, () => { connection.hidden = false; });
  }
  document.body.addEventListener("htmx:afterOnLoad", () => { connection.hidden = true; });
}
