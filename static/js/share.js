// A shared goal works without this. With it, links are copied and sent at one press.
"use strict";

const said = document.getElementById("said");
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
    said.textContent = "Not copied: the link is selected, copy it yourself.";
    return;
  }
  const label = button.firstChild;
  label.textContent = "Copied";
  said.textContent = "Copied";
  setTimeout(() => { label.textContent = "Copy"; said.textContent = ""; }, 3000);
}

const send = (button) =>
  navigator.share({ title: button.dataset.title, url: linkOf(button.dataset.share) });

if (navigator.clipboard) show(document.querySelectorAll("[data-copy]"), copy);
if (navigator.share) show(document.querySelectorAll("[data-share]"), send);

for (const input of document.querySelectorAll(".link input")) {
  input.addEventListener("focus", () => input.select());
}
