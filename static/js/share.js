// A shared goal works without this. With it, links are copied and sent at one press.
"use strict";

const say = (text) => { document.getElementById("said").textContent = text; };
const linkOf = (id) => document.getElementById(id).value;

function show(buttons, press) {
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => press(button).catch(() => {}));
  }
}

async function copy(button) {
  const input = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(input.value);
  } catch {
    input.select();
    say("Not copied: the link is selected, copy it yourself.");
    return;
  }
  const label = button.firstChild;
  label.textContent = "Copied";
  say("Copied");
  setTimeout(() => { label.textContent = "Copy"; say(""); }, 3000);
}

const send = (button) =>
  navigator.share({ title: button.dataset.title, url: linkOf(button.dataset.share) });

function offer() {
  if (navigator.clipboard) show(document.querySelectorAll("[data-copy][hidden]"), copy);
  if (navigator.share) show(document.querySelectorAll("[data-share][hidden]"), send);
}

offer();
document.body.addEventListener("htmx:load", offer);
document.addEventListener("focusin", ({ target }) => {
  if (target.matches(".link input")) target.select();
});
