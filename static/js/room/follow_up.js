/* What earlier meetings left open, from the keyboard: arrows go from action to action, a letter says where one stands,
   then a line of comment, and Enter notes it. */

import { lettersAct } from "./keys.js";

const STATUSES = { f: "done", c: "in_progress", b: "blocked", r: "postponed", p: "partly_done", w: "waiting", x: "dropped" };

const rows = Array.from(document.querySelectorAll("form.review"));
const goTo = (row) => row?.focus();

function pressed(event) {
  const row = event.currentTarget;
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const status = lettersAct() && STATUSES[event.key];
  if (!step && !status) return;
  event.preventDefault();
  event.stopPropagation();
  if (step) return goTo(rows[rows.indexOf(row) + step]);
  row.elements.status.value = status;
  row.elements.status.dispatchEvent(new Event("change", { bubbles: true }));
  if (status === "postponed") row.elements.postponed_to.focus();
  else row.elements.text.focus();
}

/** One line of comment: Enter notes it with the status, Shift and Enter starts another line. */
function entered(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.form.querySelector("[type=submit]"));
}

for (const row of rows) {
  row.tabIndex = 0;
  row.addEventListener("keydown", pressed);
  row.elements.text.addEventListener("keydown", entered);
  row.elements.postponed_to?.addEventListener("keydown", entered);
}

/* Once one is noted the page comes back at it, and the browser's own focus with it: the keyboard goes to the next one. */
const noted = rows.findIndex((row) => location.hash === `#${row.id}`);
if (noted >= 0) addEventListener("load", () => setTimeout(() => goTo(rows[noted + 1] || rows[noted])));
