/* The service worker of the room. minutes/views/worker.py serves it at an address above the pages that it keeps, after
   « const ROOM = { release, files, static, longest } ».

   It keeps the pages that the server marks (X-Room-Kept: the account), for that account alone, until it signs out, until
   somebody else comes, until the meeting is closed, and never longer than a session. Everything else goes its way. */

/* global ROOM */

const PAGES = "room-pages/";
const FILES = "room-files";
const ROOM_PAGE = /^(\/reunions\/[0-9a-f-]{36}\/)(saisie|presences)\/$/;
const HASHED = /\.[0-9a-f]{12}\./;
const PATIENCE = 4000;
const STALE = 10 * 60 * 1000;
const BREATH = 300;

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
const ageOf = (response) => Date.now() - Date.parse(response.headers.get("Date"));

self.addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(renewPages().then(() => self.clients.claim())));
self.addEventListener("message", (event) => event.waitUntil(event.data.keep ? keepPages(event.data.keep) : departed()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (mode === "navigate" && method === "POST") event.respondWith(pressed(event.request));
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && ROOM_PAGE.test(pathname)) event.respondWith(page(event));
  else if (pathname.startsWith(ROOM.static)) event.respondWith(file(event.request));
});

// --- Files: the names of the published ones change with their content -------------------------------------------------

async function keepFiles() {
  const cache = await caches.open(FILES);
  for (const url of ROOM.files) if (!HASHED.test(url) || !(await cache.match(url))) await cache.add(url);
}

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept && HASHED.test(request.url)) return kept;
  const fresh = await fetch(request).catch(() => kept || Response.error());
  if (fresh.ok && fresh !== kept) await cache.put(request, fresh.clone());
  return fresh;
}

// --- Pages ------------------------------------------------------------------------------------------------------------

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

/** How often somebody signed out: what was asked for before does not stay when it comes after. */
let departures = 0;

function departed() {
  departures += 1;
  return forgetPages();
}

async function forgetPages() {
  for (const name of await pageCaches()) await caches.delete(name);
}

/** The network first; what was kept where it is silent, away or broken. */
async function page(event) {
  const fresh = fetched(event.request);
  event.waitUntil(fresh.catch(() => {}));
  const kept = await keptPage(event.request.url);
  if (!kept) return fresh;
  const answer = await Promise.race([fresh.catch(() => null), sleep(PATIENCE)]);
  return answer && answer.status < 500 ? answer : asCopy(kept);
}

/** A button pressed without network changes nothing, and the page stays. */
const pressed = (request) => fetch(request).catch(() => Response.redirect(request.referrer, 303));

async function keptPage(url) {
  for (const options of [{ ignoreVary: true }, { ignoreVary: true, ignoreSearch: true }]) {
    for (const name of await pageCaches()) {
      const kept = await (await caches.open(name)).match(url, options);
      if (kept && ageOf(kept) < ROOM.longest * 1000) return kept;
    }
  }
  return null;
}

/** The page itself says that it is a copy, and of when. */
async function asCopy(kept) {
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const text = (await kept.text()).replace("data-room=", `data-copy="${headers.get("Date")}" data-room=`);
  return new Response(text, { headers });
}

async function fetched(request) {
  const asked = departures;
  return noted(request.url, await fetch(request), asked);
}

/** Keeps what the server lets be kept; a meeting that is closed, or no longer this account's, is forgotten. */
async function noted(url, response, asked) {
  if (response.type === "opaqueredirect" || response.status >= 500) return response;
  const account = response.headers.get("X-Room-Kept");
  const mine = response.ok && account && PAGES + account;
  for (const name of await pageCaches()) if (account && name !== mine) await caches.delete(name);
  if (mine) await (await caches.open(mine)).put(url, response.clone());
  else await forgetMeeting(url);
  if (asked !== departures) await forgetPages();
  return response;
}

async function forgetMeeting(url) {
  const [, meeting] = ROOM_PAGE.exec(new URL(url).pathname);
  for (const name of await pageCaches()) {
    const cache = await caches.open(name);
    const kept = (await cache.keys()).filter((request) => new URL(request.url).pathname.startsWith(meeting));
    await Promise.all(kept.map((request) => cache.delete(request)));
  }
}

let busy = false;

/** One after the other: what somebody types goes before. */
async function keepPages(urls) {
  if (busy) return;
  busy = true;
  const asked = departures;
  for (const url of urls) {
    const kept = await keptPage(url);
    if (kept && kept.url === url && ageOf(kept) < STALE) continue;
    await fetched(unfollowed(url)).catch(() => {});
    if (asked !== departures) break;
    await sleep(BREATH);
  }
  busy = false;
}

const unfollowed = (url) => new Request(url, { redirect: "manual" });

/** After a release, pages that name its files replace those that named the former ones. */
async function renewPages() {
  let all = true;
  for (const name of await pageCaches()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const answer = await fetched(unfollowed(url)).catch(() => null);
      all &&= answer?.ok;
    }
  }
  if (!all) return;
  const cache = await caches.open(FILES);
  for (const request of await cache.keys()) {
    if (!ROOM.files.includes(new URL(request.url).pathname)) await cache.delete(request);
  }
}
