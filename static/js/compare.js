// The comparison works without this. With it, it follows each answer (htmx), and this file says so to those
// who listen, and leads whoever pressed the button to it.
"use strict";

const announcement = document.querySelector(".compare-status-link");

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "compared") return;
  const compared = document.getElementById("compared");
  announcement.textContent = compared.dataset.says;
  putErrorsBesideFields();
  if (detail.requestConfig.triggeringEvent?.type === "submit") compared.scrollIntoView();
});
