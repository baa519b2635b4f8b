/* The session ended while somebody types: a small box signs in again, here, by the address of the sign-in page.
   Nothing moves meanwhile; in another tab it works as well, since each retry asks whose the session is. */

import { part, post, renew, room } from "./page.js";

const REFUSED = "Adresse ou mot de passe refusés.";
const NO_ANSWER = "Pas de réponse du serveur ; essayez de nouveau.";

const box = document.querySelector("[data-signing-in]");
const say = (words) => (part(box, "why").textContent = words);

export function askToSignIn(who) {
  if (!box) return;
  part(box, "other").hidden = who !== "other";
  box.hidden = false;
}

async function signIn(form) {
  await renew();
  const { redirected } = await post(room.dataset.signIn, new FormData(form));
  const who = await renew();
  if (who === "out") return say(redirected ? NO_ANSWER : REFUSED);
  form.reset();
  if (who === "other") return askToSignIn(who);
  dispatchEvent(new Event("room:signed-in"));
}

box?.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  say("");
  signIn(event.target).catch(() => say(NO_ANSWER));
});

/** Signed in here or in another tab: the first save that is acknowledged says so. */
addEventListener("room:signed-in", () => box && (box.hidden = true));
