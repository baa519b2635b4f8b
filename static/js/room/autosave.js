/* The room: its texts save themselves (field.js), its short forms wait their turn (queue.js), and what an earlier page
   left on this device comes back. Starts with <… data-room>. */

import { bringFormer, keptIn } from "./drafts.js";
import { Field } from "./field.js";
import { keepPages, warnUnkept } from "./kept.js";
import { fields, watchLeaving } from "./leave.js";
import { listElsewhere } from "./left_over.js";
import { onWake, place, room } from "./page.js";
import { queued, startQueue } from "./queue.js";
import { watch } from "./state.js";
import { onSaved } from "./tabs.js";

async function takeUp() {
  await bringFormer();
  const kept = await keptIn(place);
  for (const field of fields) {
    for (const one of kept) if (one.id === field.id || one.id.startsWith(`${field.id}/`)) await field.takeUp(one);
  }
  await listElsewhere(fields);
}

/** A page that goes away writes what the pause had not written yet. */
function writeAtOnce() {
  fields.forEach((field) => field.unsentSince && !field.stopped && field.keep());
}

function watchEnd() {
  addEventListener("pagehide", writeAtOnce);
  document.addEventListener("visibilitychange", () => document.hidden && writeAtOnce());
  addEventListener("beforeunload", (event) => {
    writeAtOnce();
    if (fields.some((field) => field.unsent && field.kept === false)) event.preventDefault();
  });
}

function start() {
  fields.push(...Array.from(document.querySelectorAll("form[data-autosave]"), (form) => new Field(form)));
  watch(...fields);
  document.documentElement.classList.add("saves-itself");
  watchLeaving(queued);
  watchEnd();
  onWake(() => fields.forEach((field) => field.wake()));
  onSaved(({ id, text, version, words }) => fields.find((field) => field.id === id)?.catchUp(text, version, words));
  startQueue().then(takeUp).catch(warnUnkept).then(() => fields.forEach((field) => field.unsent && field.save()));
  keepPages().catch(() => {});
  addEventListener("room:signed-in", () => keepPages().catch(() => {}));
}

if (room) start();
