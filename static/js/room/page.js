/* The page that the room's modules work on: whose it is, of which meeting, and how it speaks with the server. */

export const room = document.querySelector("[data-room]");

/** Account and meeting, "12/0b4f…": whatever is kept on this device is kept under it. */
export const place = room?.dataset.room;
export const account = place?.split("/")[0];

/** Set when the service worker handed out a page that it had kept, without an answer of the server. */
export const isCopy = Boolean(room?.dataset.copy);

export const PATIENCE = 4000;
const LONGEST_WAIT = 15000;
const ASLEEP = 10000;

/** How long somebody stops typing before it is kept, and what the server does not take however often it is sent. */
export const PAUSE = 400;
export const REFUSALS = [400, 403, 404, 413, 422];

export const longer = (wait) => Math.min(wait * 2, LONGEST_WAIT);

export const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Letters as they are compared: without accents, small. */
export const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();

/** A document in which nothing loads and no script runs. */
export const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

export const plainText = (html) => parsed(html.replace(/<\/(p|li|tr)>|<br>/g, "$&\n")).body.textContent.trim();

/** What <template id="…"> holds, and its part that carries ``data-<name>``. */
export const made = (id) => document.getElementById(id).content.cloneNode(true).firstElementChild;
export const part = (box, name) => box.querySelector(`[data-${name}]`);

export function element(tag, properties, ...children) {
  const one = Object.assign(document.createElement(tag), properties);
  one.append(...children);
  return one;
}

export const button = (textContent, properties, act) => {
  const one = element("button", { type: "button", textContent, ...properties });
  one.addEventListener("click", act);
  return one;
};

/** Raises where there is no answer. */
export async function ask(url, options = {}, patience = PATIENCE) {
  const headers = { "X-Requested-With": "XMLHttpRequest", "X-Account": account };
  const signal = AbortSignal.timeout(patience);
  const response = await fetch(url, { ...options, headers, signal, redirect: "manual" });
  const page = parsed(await response.text());
  return { status: response.status, page, redirected: response.type === "opaqueredirect" };
}

/** ``data`` goes under the token that the page has now. The server refuses what another account than the page's sends. */
export function post(url, data, patience) {
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  return ask(url, { method: "POST", body: data }, patience);
}

/** Whose the session is now: "mine", nobody's ("out") or somebody else's ("other"). Django changes the token at each
    sign-in: the forms of this page take the new one, unless it is somebody else's. */
export async function renew() {
  const form = part((await ask(room.dataset.session)).page, "account");
  if (!form) throw new Error("not our server");
  const whose = form.dataset.account;
  if (whose && whose !== account) return "other";
  const token = form.elements.csrfmiddlewaretoken.value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  return whose ? "mine" : "out";
}

/** When the network, the tab or the machine wakes. A machine that slept shows by a clock that jumped. */
export function onWake(act) {
  for (const event of ["online", "focus", "pageshow", "room:signed-in"]) addEventListener(event, act);
  document.addEventListener("resume", act);
  document.addEventListener("visibilitychange", () => document.hidden || act());
  let last = Date.now();
  setInterval(() => {
    if (Date.now() - last > ASLEEP) act();
    last = Date.now();
  }, 2000);
}
