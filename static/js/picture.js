// The picture of scores reads any score: by pointer, touch or keys. Without this, its table does.
"use strict";

// As charts/score_picture.py lays the scale, in percent of the width.
const START = 9;
const END = 96;
const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["score", "in 100 matched", "percentile", "you reach it"];

function read(figure) {
  if (figure.querySelector(".reader")) return;
  const readings = new Map(figure.dataset.readings.split(";").map((told) => {
    const [score, ...rest] = told.split("|");
    return [Number(score), rest];
  }));
  const here = Number(figure.dataset.here);
  const scores = [...readings.keys()];
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const frame = figure.querySelector(".picture-frame");
  const says = figure.querySelector(".reading");

  const reader = document.createElement("input");
  Object.assign(reader, { type: "range", className: "reader", min: low, max: high, value: here });
  reader.setAttribute("aria-label", "Read a score");
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "reader-line");
  line.setAttribute("y2", "100%");
  frame.querySelector("svg").append(line);
  frame.append(reader);

  function show(score) {
    const [share, range, percentile, reach] = readings.get(score);
    const values = [score, share, percentile, reach];
    says.replaceChildren(...NAMES.flatMap((name, index) => {
      if (!values[index]) return [];
      const told = document.createElement("span");
      const value = document.createElement("b");
      value.textContent = values[index];
      told.append(value, ` ${name}${index === 1 ? ` (${range})` : ""}`);
      return [told, " "];
    }));
    const place = `${START + ((score - low) * (END - START)) / (high - low)}%`;
    line.setAttribute("x1", place);
    line.setAttribute("x2", place);
    line.style.display = score === here ? "none" : "";
    reader.value = score;
    reader.setAttribute("aria-valuetext", says.textContent.trim());
  }

  const follow = (event) => {
    const { left, width } = frame.getBoundingClientRect();
    const percent = (100 * (event.clientX - left)) / width;
    const score = Math.round(low + ((percent - START) * (high - low)) / (END - START));
    show(Math.min(high, Math.max(low, score)));
  };
  frame.addEventListener("pointermove", follow);
  frame.addEventListener("pointerdown", follow);
  frame.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse" && document.activeElement !== reader) show(here);
  });
  reader.addEventListener("input", () => show(Number(reader.value)));
  reader.addEventListener("keydown", ({ key }) => { if (key === "Escape") show(here); });
  show(here);
}

const readAll = () => document.querySelectorAll(".score-picture").forEach(read);
readAll();
document.body.addEventListener("htmx:load", readAll);
