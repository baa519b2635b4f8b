/* Leaving the page saves what is typed first; signing out says what would stay behind, and takes the kept pages away. */

import { forgetAcknowledged, forgetPages, waitingOf } from "./drafts.js";
import { newer, offerFiles } from "./left_over.js";
import { account, element, part, PATIENCE, room, sleep } from "./page.js";

/** The fields of this page that save themselves. */
export const fields = [];

const unsent = () => fields.filter((field) => field.unsent);
const savable = () => unsent().filter((field) => !field.stopped);

/** Promises of what is being made out of a text, which it leaves when it is made. */
export const making = new Set();

async function saveAll() {
  await Promise.all(making);
  await Promise.all(savable().map((field) => field.save()));
}

/** What cannot be sent in time is on this device. */
export async function leave(goOn) {
  await Promise.race([saveAll(), sleep(PATIENCE)]);
  goOn();
}

const canWait = () => making.size > 0 || savable().length > 0;

let leaving = false;
let isHeld = false;

export function watchLeaving(queued) {
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    const isSignOut = target.action === new URL(room.dataset.signOut, location.href).href;
    if (leaving || event.defaultPrevented || (!isSignOut && !canWait())) return;
    event.preventDefault();
    if (isHeld) return; // pressed again while the text is on its way
    isHeld = true;
    const goOn = () => {
      leaving = true;
      target.requestSubmit(submitter);
    };
    leave(() => {
      isHeld = false;
      return isSignOut ? signOut(goOn, queued()) : goOn();
    });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain || link.target || link.download || link.origin !== location.origin) return;
    if (event.defaultPrevented || !canWait()) return;
    event.preventDefault();
    leave(() => location.assign(link.href));
  });
}

async function signOut(goOn, queued) {
  const kept = await waitingOf(account).catch(() => []);
  const onlyHere = unsent().filter((field) => !kept.some((one) => one.id === field.id));
  const left = [...kept, ...onlyHere.map((field) => field.draft()), ...queued];
  const out = () => Promise.allSettled([forgetPages(), forgetAcknowledged()]).then(goOn);
  const lines = [...left.map((one) => element("li", {}, one.caption)), ...(await newer().catch(() => []))];
  if (!lines.length) return out();
  const box = document.querySelector("[data-signing-out]");
  box.querySelector("ul").replaceChildren(...lines);
  box.querySelector(".row-line").hidden = !left.length;
  offerFiles(box, () => left);
  part(box, "stay").onclick = () => box.close();
  part(box, "go").onclick = out;
  box.showModal();
}
