/* Texts that cannot go their way by themselves: offered back, listed, or taken along as a file. */

import { countNewer, forget, keep, waitingOf } from "./drafts.js";
import { account, button, element, made, part, place, plainText } from "./page.js";

const NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'";
const dated = (time) =>
  new Date(time).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" }).replace(":", "\u202fh\u202f");
const isRich = (text) => /^<(p|ul|ol|table|img)\b/.test(text);

const linkButton = (words, caption, act) =>
  button(words, { className: "btn btn-sm btn-link", ariaLabel: `${words} ${caption}` }, act);

export const dropButton = (caption, act) => linkButton("Abandonner", caption, act);

// --- As a file --------------------------------------------------------------------------------------------------------

const asText = (one) => `${one.caption} (${dated(one.at)})\n\n${isRich(one.text) ? plainText(one.text) : one.text}\n\n`;

function asPage(texts) {
  const page = document.implementation.createHTMLDocument("Textes non enregistrés");
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = NO_SCRIPT;
  page.head.prepend(policy);
  for (const one of texts) {
    page.body.appendChild(page.createElement("h2")).textContent = `${one.caption} (${dated(one.at)})`;
    const body = page.body.appendChild(page.createElement("div"));
    if (isRich(one.text)) body.innerHTML = one.text;
    else body.textContent = one.text;
  }
  return `<!DOCTYPE html>\n<meta charset="utf-8">${page.documentElement.outerHTML}`;
}

function download(texts, kind) {
  const whole = kind === "html" ? asPage(texts) : texts.map(asText).join("");
  const href = URL.createObjectURL(new Blob([whole], { type: kind === "html" ? "text/html" : "text/plain" }));
  element("a", { href, download: `textes-non-enregistres.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

export const downloadButton = (one) => linkButton("Télécharger", one.caption, () => download([one], "txt"));

/** The two buttons of ``box`` that save what ``texts`` answers. */
export function offerFiles(box, texts) {
  for (const button of box.querySelectorAll("[data-download]")) {
    button.addEventListener("click", async () => download(await texts(), button.dataset.download));
  }
}

// --- Beside its field -------------------------------------------------------------------------------------------------

/** A text of an earlier visit, put aside so that what is typed now does not take its place. */
export async function offer(field, draft) {
  const aside = /\/\d+$/.test(draft.id) ? draft.id : `${field.id}/${draft.at}`;
  if (aside !== draft.id) await keep(aside, draft).then(() => forget(field.id));
  const box = made("draft-offer");
  const end = () => forget(aside).then(() => box.remove());
  part(box, "when").textContent = dated(draft.at);
  part(box, "text").textContent = plainText(draft.text) || "(texte vidé)";
  part(box, "take").addEventListener("click", () => field.resume(draft).then(end));
  part(box, "drop").addEventListener("click", end);
  field.form.before(box);
}

/** The server does not take this text: it stays here until somebody takes it along or drops it. */
export function leftOver(field, words) {
  removeLeftOver(field);
  const box = (field.leftOver = made("left-over"));
  part(box, "why").textContent = words;
  offerFiles(box, () => [field.draft()]);
  part(box, "drop").addEventListener("click", () => field.drop());
  field.form.after(box);
}

export function removeLeftOver(field) {
  field.leftOver?.remove();
  field.leftOver = null;
}

// --- All that this account left on this device ------------------------------------------------------------------------

/** Those that no field of this page shows. */
export async function listElsewhere(fields) {
  const box = document.querySelector("[data-elsewhere]");
  const shown = (one) => fields.some((field) => one.id === field.id || one.id.startsWith(`${field.id}/`));
  const texts = (await waitingOf(account)).filter((one) => !shown(one));
  const lines = [...texts.map((one) => line(one, box)), ...(await newer())];
  if (!box || !lines.length) return;
  box.hidden = false;
  box.querySelector("ul").replaceChildren(...lines);
  box.querySelector(".row-line").hidden = !texts.length;
  offerFiles(box, () => texts);
}

/** What this page can neither open nor send, in a line. */
export async function newer() {
  const count = await countNewer(account);
  const told = `${count} ${count > 1 ? "textes ou ajouts" : "texte ou ajout"}`;
  const words = `Gardé par une version plus récente de cette page, qui seule l’ouvre : ${told}. Rien n’est perdu ; rechargez la page.`;
  return count ? [element("li", {}, words)] : [];
}

function line(one, box) {
  const { href, origin } = new URL(one.page, location.origin);
  const caption = one.id.startsWith(place) ? one.caption : `${one.caption} (autre réunion)`;
  const drop = dropButton(caption, async () => {
    await forget(one.id);
    entry.remove();
    box.hidden = !box.querySelector("li");
  });
  const entry = element("li", {}, element("a", { href: origin === location.origin ? href : "?" }, caption), drop);
  return entry;
}
