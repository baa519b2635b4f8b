/* The order of the agenda. Alt + arrows on a point press its buttons: up, down, under the one above, out again; with a
   mouse a point is dragged among those of its level. */

import { element } from "./page.js";

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "nest", ArrowLeft: "unnest" };

const agenda = document.querySelector("[data-agenda]");
const moves = document.getElementById("agenda-move");
let dragged = null;

agenda?.addEventListener("keydown", (event) => {
  const move = event.altKey && MOVES[event.key];
  if (!move) return;
  event.preventDefault();
  const button = event.target.closest("[data-item]")?.querySelector(`[name="${move}"]`);
  if (button && !button.disabled) button.click();
});

const level = (point) => Array.from(agenda.querySelectorAll("[data-item]")).filter((one) => one.dataset.level === point.dataset.level);

/** The point of the same level under the pointer. */
function target(event) {
  const point = event.target.closest("[data-item]");
  return dragged && point && point !== dragged && point.dataset.level === dragged.dataset.level ? point : null;
}

function mark(point) {
  agenda.querySelectorAll(".agenda-target").forEach((one) => one.classList.remove("agenda-target"));
  point?.classList.add("agenda-target");
}

function put(point, rank) {
  const hidden = (name, value) => element("input", { type: "hidden", name, value });
  moves.append(hidden("put", point.dataset.item), hidden("rank", rank));
  moves.requestSubmit();
}

agenda?.querySelectorAll("[data-item]").forEach((point) => {
  point.draggable = true;
  point.addEventListener("dragstart", (event) => {
    dragged = point;
    event.dataTransfer.effectAllowed = "move";
  });
});
agenda?.addEventListener("dragover", (event) => {
  const point = target(event);
  mark(point);
  if (point) event.preventDefault();
});
agenda?.addEventListener("drop", (event) => {
  const point = target(event);
  if (!point) return;
  event.preventDefault();
  put(dragged, level(point).indexOf(point));
});
agenda?.addEventListener("dragend", () => {
  mark(null);
  dragged = null;
});

/* After a move the page comes back at #point-…: the keyboard stays on the point that was moved. */
if (location.hash.startsWith("#point-")) document.getElementById(location.hash.slice(1))?.focus();
