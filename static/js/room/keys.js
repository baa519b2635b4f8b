/* Keys outside the texts: « ? » shows them all, « n », « p » and « o » go to the next point, the one before and a new one,
   « t » says that it was treated, « d » and « a » go into its text and a new action, « s » to the actions of former
   meetings. Escape leaves a text. Whoever dictates, or hits keys unawares, has letters alone do nothing: the sheet that
   shows them all holds the choice, and this device keeps it. */

import { ask } from "./page.js";

const opener = document.querySelector("[data-show-keys]");
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable=true], dialog[open]");

const ACTS = {
  "?": () => showSheet().catch(() => {}),
  n: () => follow(1),
  p: () => follow(-1),
  d: () => document.querySelector(".room-middle .rich-zone")?.focus(),
  t: () => document.querySelector(".item-state[value=discussed]")?.click(),
  o: () => document.querySelector(".agenda-add [name=title]")?.focus(),
  s: () => document.querySelector("form.review")?.focus(),
  a: () => document.querySelector(".room-action-form [name=description]")?.focus(),
};

const OFF = "room-letters-off";
const device = storage();
let sheet;

/** A browser that keeps nothing forgets the choice with the page. */
function storage() {
  try {
    return localStorage || {};
  } catch {
    return {};
  }
}

/** Asked at each key: another tab may have chosen. */
export const lettersAct = () => !device[OFF];

function chosen({ target }) {
  if (target.checked) delete device[OFF];
  else device[OFF] = "1";
}

/** It comes when it is asked for; without network the service worker has it. */
async function showSheet() {
  sheet ||= ask(opener.dataset.showKeys).then(({ page }) => document.body.appendChild(page.querySelector("dialog")));
  sheet.catch(() => (sheet = null));
  const dialog = await sheet;
  const choice = dialog.querySelector("[data-letters]");
  choice.checked = lettersAct();
  choice.onchange = chosen;
  dialog.showModal();
}

function follow(step) {
  const points = Array.from(document.querySelectorAll("[data-item] > a"));
  points[points.findIndex((point) => point.hasAttribute("aria-current")) + step]?.click();
}

function pressed(event) {
  if (event.key === "Escape" && !event.defaultPrevented && isTyping(event.target)) event.target.blur();
  const act = lettersAct() && ACTS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  act();
}

if (opener) document.addEventListener("keydown", pressed);
opener?.addEventListener("click", ACTS["?"]);
