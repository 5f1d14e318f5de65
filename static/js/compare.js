// The comparison works without this. With htmx it is updated after each answer; this file announces that to
// screen readers, and scrolls to the comparison if the button was pressed.
"use strict";

const announcement = document.querySelector(".compare-status-link");

document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "compared") return;
  const compared = document.getElementById("compared");
  announcement.textContent = compared.dataset.says;
  putErrorsBesideFields();
  if (detail.requestConfig.triggeringEvent?.type === "submit") compared.scrollIntoView();
});
