/* The service worker keeps the room of a meeting that is being held, so that it opens without network (worker.js). */

import { isCopy, room } from "./page.js";
import { isOpen } from "./vault.js";

const CALM = 1500;
/** Nothing stays on this device: for want of HTTPS, or of storage. */
export function warnUnkept() {
  const note = document.querySelector(isOpen ? "[data-unkept]" : "[data-no-https]");
  if (note) note.hidden = false;
}

/** Those that lead to the other points, and to who is there. */
function addresses() {
  const links = Array.from(document.querySelectorAll(".agenda-link, [data-keep]"), (link) => link.href.split("#")[0]);
  return [...new Set([location.href.split("#")[0], ...links])];
}

export async function keepPages() {
  if (isCopy) document.querySelector("[data-copy-note]").hidden = false;
  if (!("held" in room.dataset) || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(room.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  setTimeout(() => active.postMessage({ keep: addresses() }), CALM);
}
