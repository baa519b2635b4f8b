/* Who else is in the room, and at which point: <form data-visitors> asks every twenty seconds while the page is looked at.
   A silent server changes nothing: autosave.js says what waits. */

import { onWake, part, post } from "./page.js";

const EVERY = 20000;
const form = document.querySelector("[data-visitors]");
let asked = Promise.resolve();

async function show() {
  if (document.hidden) return;
  const { status, page } = await post(form.action, new FormData(form));
  const others = part(form, "others");
  if (status === 200 && page.body.textContent !== others.textContent) others.replaceChildren(...page.body.childNodes);
}

/** One question after the other. */
function ask() {
  asked = asked.then(show).catch(() => {});
}

if (form) {
  ask();
  setInterval(ask, EVERY);
  onWake(ask);
}
