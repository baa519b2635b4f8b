/* Two texts from the same version: the server's screen, under the field that it concerns. The texts are text, never markup. */

import { part, post } from "./page.js";

const NO_ANSWER = "pas de réponse du serveur ; choisissez de nouveau";

export function showConflict(field, page) {
  field.conflict?.remove();
  field.conflict = document.adoptNode(part(page, "conflict"));
  field.form.after(field.conflict);
  field.conflict.querySelector("form").addEventListener("submit", (event) => choose(field, event));
  field.conflict.querySelector("h3").focus();
}

/** Pressed twice, it is chosen once. */
async function choose(field, event) {
  event.preventDefault();
  if (field.choosing) return;
  field.choosing = true;
  try {
    const { status, page } = await post(event.target.action, new FormData(event.target, event.submitter));
    const stored = part(page, "stored");
    if (status === 409 && part(page, "conflict")) showConflict(field, page);
    else if (status === 200 && stored) await settle(field, part(page, "saved"), stored.value);
    else field.say("conflict", part(page, "refusal")?.textContent || NO_ANSWER);
  } catch {
    field.say("conflict", NO_ANSWER);
  } finally {
    field.choosing = false;
  }
}

async function settle(field, saved, text) {
  field.conflict.remove();
  field.conflict = null;
  field.lock(false);
  field.show(text);
  field.attempt = { text };
  await field.accept(saved);
  field.form.querySelector("[contenteditable], [name=text]").focus();
}
