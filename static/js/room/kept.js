/* The service worker keeps the room of a meeting that is being held, so that it opens without network (worker.js). */

import { isCopy, room } from "./page.js";
import { isOpen } from "./vault.js";

const CALM = 1500;
const NO_HTTPS =
  "Cette adresse n’est pas en HTTPS : rien n’est gardé sur cet appareil et la page ne s’ouvre pas sans réseau. Attendez « enregistré » avant de la fermer.";
const NO_STORAGE =
  "Ce navigateur ne garde rien sur cet appareil (stockage bloqué ou plein). Les textes partent au serveur ; attendez « enregistré » avant de fermer la page.";

export function warnUnkept() {
  const box = document.querySelector("[data-unkept]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-words]").textContent = isOpen ? NO_STORAGE : NO_HTTPS;
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
