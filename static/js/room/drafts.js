/* Texts and forms that the server has not acknowledged yet, encrypted in IndexedDB: localStorage loses what was written
   in the seconds before a crash. A text that was acknowledged stays (``waiting`` 0) until the server shows it again, for
   the pages that open without network. docs/decisions/0027 says what is kept, and for how long. */

import { isOpen, newVaultKey, seal, unseal } from "./vault.js";

/** Raised with every change of what is sealed. A reader brings older ones up to date, and leaves newer ones alone: those
    of a release that was taken back, or of another tab. */
const FORMAT = 2;
const isNewer = (record) => record?.format > FORMAT;
const DATABASE = "clusterhub-room";
const FORMER = "clusterhub";

const answerOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error || new Error("blocked"));
  });

let opening;

async function open() {
  if (!isOpen) throw new Error("no vault");
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("texts", { keyPath: "id" });
    request.result.createObjectStore("queue", { keyPath: "order", autoIncrement: true });
  };
  const database = await answerOf(request);
  database.onversionchange = () => database.close();
  database.onclose = () => (opening = null);
  return database;
}

async function inStore(name, mode, act) {
  opening ||= open();
  opening.catch(() => (opening = null));
  const transaction = (await opening).transaction(name, mode, { durability: "strict" });
  const request = act(transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error || new Error("full"));
  });
}

const reading = (name, act) => inStore(name, "readonly", act);
const allOf = (name) => reading(name, (store) => store.getAll());

/** One write after the other: a text that was sealed first is never written last. */
let last = Promise.resolve();
function writing(name, act) {
  last = last.catch(() => {}).then(async () => inStore(name, "readwrite", await act()));
  return last;
}

/** Two tabs that both make one keep the first. */
async function keyOf(account) {
  const known = await reading("keys", (store) => store.get(account));
  if (known) return known;
  const fresh = await newVaultKey();
  await inStore("keys", "readwrite", (store) => store.add(fresh, account)).catch(() => {});
  return reading("keys", (store) => store.get(account));
}

const accountOf = (id) => id.split("/")[0];

async function opened(record, label) {
  if (isNewer(record)) return null;
  const content = await unseal(await keyOf(record.account), record, label).catch(() => null);
  return content && { ...content, id: record.id, order: record.order, waiting: record.waiting };
}

const openedAll = async (records, label) => (await Promise.all(records.map((one) => opened(one, label(one))))).filter(Boolean);

// --- Texts: their ``id`` is account/meeting/object/field ---------------------------------------------------------------

const besides = (id) => `${id}/beside`;

/** Where this page writes a text: beside what a newer release keeps of it. */
const placeOf = async (id) => (isNewer(await reading("texts", (store) => store.get(id))) ? besides(id) : id);

/** content: { text, base, attempt, from, page, caption, at } */
export function keep(text, content, waiting = 1) {
  return writing("texts", async () => {
    const [id, account] = [await placeOf(text), accountOf(text)];
    const sealed = await seal(await keyOf(account), content, id);
    return (store) => store.put({ id, account, waiting, format: FORMAT, ...sealed });
  });
}

const remove = (id) => (store) => store.delete(id);

export const forget = (text) => writing("texts", async () => remove(await placeOf(text)));

async function textsWhere(wanted) {
  return openedAll((await allOf("texts")).filter(wanted), (one) => one.id);
}

/** All texts of one account in one meeting. */
export const keptIn = (place) => textsWhere((one) => one.id.startsWith(`${place}/`));

/** All unsent texts of one account. */
export const waitingOf = (account) => textsWhere((one) => one.account === account && one.waiting);

/** What the server has: nobody needs it here once its person has gone. */
export async function forgetAcknowledged() {
  const settled = (await allOf("texts")).filter((one) => !one.waiting);
  await Promise.all(settled.map((one) => writing("texts", () => remove(one.id))));
}

/** Of whatever account: how many the server does not have. Nothing is opened for it. */
export async function countWaiting() {
  const [texts, queue] = await Promise.all(["texts", "queue"].map(allOf));
  return texts.filter((one) => one.waiting).length + queue.length;
}

/** Of one account: how many this page cannot open. */
export async function countNewer(account) {
  const [texts, queue] = await Promise.all(["texts", "queue"].map(allOf));
  const waiting = [...texts.filter((one) => one.waiting), ...queue];
  return waiting.filter((one) => one.account === account && isNewer(one)).length;
}

export const recall = async (id) => (await textsWhere((one) => [id, besides(id)].includes(one.id)))[0];

// --- Forms that wait to be sent, in the order in which they were filled ------------------------------------------------

const labelOf = ({ account }) => `queue/${account}`;

/** content: { key, url, entries, caption, page, at, refusal }. Answers its place in the queue. */
export function enqueue(account, content, order) {
  return writing("queue", async () => {
    const sealed = await seal(await keyOf(account), content, labelOf({ account }));
    return (store) => store.put({ account, format: FORMAT, ...sealed, ...(order && { order }) });
  });
}

export async function queueOf(account) {
  const mine = (await allOf("queue")).filter((one) => one.account === account);
  return openedAll(mine, labelOf);
}

export const dequeue = (order) => writing("queue", () => (store) => store.delete(order));

// --- Pages that the service worker keeps (worker.js) -------------------------------------------------------------------

/** All of them, whoever’s they are; the worker lets go of those that are still on their way. */
export async function forgetPages() {
  const workers = (await navigator.serviceWorker?.getRegistrations()) || [];
  workers.forEach(({ active }) => active?.postMessage({ forget: true }));
  const names = self.caches ? await caches.keys() : [];
  await Promise.all(names.filter((name) => name.startsWith("room-pages/")).map((name) => caches.delete(name)));
}

// --- The former format: one plain record for each text ----------------------------------------------------------------

/** Whoever they belong to, they are sealed with that account's key; those that came later stay. */
export async function bringFormer() {
  const request = indexedDB.open(FORMER);
  request.onupgradeneeded = () => request.transaction.abort();
  const database = await answerOf(request).catch(() => null);
  if (!database?.objectStoreNames.contains("drafts")) return database?.close();
  const drafts = (mode) => database.transaction("drafts", mode).objectStore("drafts");
  for (const { id, place, ...content } of await answerOf(drafts("readonly").getAll())) {
    const known = await recall(id);
    if (!known || known.at < content.at) await keep(id, content);
    await answerOf(drafts("readwrite").delete(id));
  }
  database.close();
}
