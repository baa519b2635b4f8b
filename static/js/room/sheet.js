/* The list of those expected, while people arrive: what is typed leaves only the lines that hold it, without accents;
   Enter ticks the first and makes room for the next name. What was ticked is sent at the next pause. */

import { making } from "./leave.js";
import { ask, fold } from "./page.js";
import { queued } from "./queue.js";
import { tell } from "./state.js";

const PAUSE = 1000;
const filter = document.querySelector("[data-sheet-filter]");
const lines = Array.from(document.querySelectorAll(".sheet-line"));
const sheet = document.querySelector("form[data-quiet]");
let timer;
let free = () => {};

function show() {
  const wanted = fold(filter.value).split(" ").filter(Boolean);
  for (const line of lines) {
    const words = fold(`${line.textContent} ${line.closest("fieldset").querySelector("legend").textContent}`);
    line.hidden = !wanted.every((word) => words.includes(word));
  }
  for (const block of document.querySelectorAll("fieldset.sheet")) block.hidden = !block.querySelector(".sheet-line:not([hidden])");
}

function tickFirst(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const box = lines.find((line) => !line.hidden)?.querySelector("[type=checkbox]");
  if (!box || !filter.value.trim()) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  filter.value = "";
  show();
}

const controls = (line) => ["here", "other", "online", "represented_by", "was"].map((name) => line.querySelector(`[name$="-${name}"]`));

/** The state of a line, as meetings/forms/attendance.py reads it, and all that it says. */
function said(line) {
  const [here, other, online, by, was] = controls(line);
  const state = here.checked && !(other.value && was.value.startsWith("present/")) ? "present" : other.value;
  return [state, state ? `${state}/${online.checked ? "online" : "room"}/${by.value}` : "/room/"];
}

const changed = () => lines.filter((line) => said(line)[1] !== controls(line)[4].value);

/** From the press until it has its answer, while the device writes it down or notes that it is done as well. */
const isWaiting = () => "sending" in sheet.dataset || queued().some(({ caption }) => caption === sheet.dataset.queue);

/** One sending after the other: the next one tells what changed since. */
function later() {
  clearTimeout(timer);
  timer = setTimeout(next, PAUSE);
}

function next() {
  if (isWaiting()) later();
  else if (changed().length) return sheet.requestSubmit();
  free();
}

/** Whoever leaves the page waits for what was ticked to be sent. */
function ticked() {
  if (!making.size) making.add(new Promise((go) => (free = () => making.clear() || go())));
  later();
}

function held(event) {
  if (!isWaiting()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  later();
}

/** What the queue took is what the page shows from now on. */
function taken() {
  for (const line of changed()) {
    const [here, other, , , was] = controls(line);
    const [state, all] = said(line);
    was.value = all;
    here.checked = state === "present";
    if (here.checked) other.value = "";
  }
  later();
}

async function done() {
  free();
  tell("présences enregistrées");
  const { page } = await ask(location.href);
  for (const part of document.querySelectorAll("[data-totals]")) part.replaceWith(page.getElementById(part.id) || "");
}

filter?.addEventListener("input", show);
filter?.addEventListener("keydown", tickFirst);
if (sheet) {
  sheet.addEventListener("input", (event) => event.target === filter || ticked());
  sheet.addEventListener("submit", held, true);
  sheet.addEventListener("submit", taken);
  sheet.addEventListener("queue:done", () => done().catch(() => {}));
  later();
}
