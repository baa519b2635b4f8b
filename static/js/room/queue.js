/* <form data-queue="Action">: what it adds is sent once, in order, now or when the network returns. Each sending carries
   a key that the server knows again (meetings/views/once.py). Half-filled forms are kept on this device too. */

import { dequeue, enqueue, forget, keep, queueOf, recall } from "./drafts.js";
import { fields, leave, making } from "./leave.js";
import { downloadButton, dropButton } from "./left_over.js";
import { account, element, longer, newKey, onWake, part, PAUSE, place, post, REFUSALS, renew } from "./page.js";
import { askToSignIn } from "./sign_in.js";
import { tell, watch } from "./state.js";

const REASONS = ".invalid-feedback, .notice-error, .alert, .late[role=alert]";
const WRITTEN_IN = "textarea, [contenteditable=true], input[type=text], input:not([type])";
const WORDS = { waiting: "en attente", unkept: "en attente, sur cette page seulement" };

/** What the server did not take yet, oldest first: { key, url, entries, caption, form, at, order, refusal }. */
let waiting = [];
/** Those of it that this device is still noting. */
const beingKept = new Set();
let done = 0;
let wait = 1000;
let timer;
let running;
const source = {
  trouble: "",
  get status() {
    return this.trouble || (waiting.some((one) => one.refusal) ? "refused" : "");
  },
  get unsent() {
    return waiting.length;
  },
};

// --- Sending ----------------------------------------------------------------------------------------------------------

async function send(one) {
  const data = new FormData();
  for (const [name, value] of one.entries) data.append(name, value);
  data.set("operation", one.key);
  const { status, page, redirected } = await post(one.url, data);
  const answer = part(page, "done");
  if (status === 200 && answer) return settled(one, answer.dataset.done);
  if (redirected || status === 401 || (status === 403 && !one.renewed)) return sendAsMine(one);
  return REFUSALS.includes(status) ? refused(one, page) : "waiting";
}

async function sendAsMine(one) {
  const who = await renew();
  if (who === "mine" && !one.renewed) {
    one.renewed = true;
    return send(one);
  }
  if (who === "mine") return "waiting";
  askToSignIn(who);
  return who === "out" ? "expired" : "other";
}

async function settled(one, address) {
  one.leadsTo = address;
  waiting = waiting.filter((each) => each !== one);
  done += 1;
  await dequeue(one.order).catch(() => {});
  fieldOf(one)?.goOn(new Map(one.entries).get("text"));
}

async function refused(one, page) {
  const reasons = Array.from(page.querySelectorAll(REASONS), (reason) => reason.textContent.trim());
  one.refusal = reasons.join(" ") || page.querySelector("main, body").textContent.trim().slice(0, 200);
  if (one.order) await enqueue(account, one, one.order).catch(() => {});
  fieldOf(one)?.goOn();
}

/** In order: what has no answer holds up what comes after it. Answers whether it came to the end. */
async function sendAll() {
  await recallQueue();
  for (let one; (one = waiting.find((each) => !each.refusal && !beingKept.has(each))); ) {
    await fieldOf(one)?.running; // what was on its way when the form took its text along arrives first, or never
    const trouble = await send(one).catch(() => "waiting");
    if (trouble) return later(trouble);
  }
  wait = 1000;
  source.trouble = "";
  return true;
}

function later(trouble) {
  clearTimeout(timer);
  source.trouble = trouble === "waiting" && waiting.some((one) => !one.order) ? "unkept" : trouble;
  timer = setTimeout(run, wait);
  wait = longer(wait);
  return false;
}

/** One tab of this person sends at a time. What two of them send is done once. */
function run() {
  clearTimeout(timer);
  const alone = navigator.locks ? navigator.locks.request(`queue/${account}`, sendAll) : sendAll();
  running ||= alone.finally(() => {
    running = null;
    show();
  });
  return running;
}

async function recallQueue() {
  const kept = await queueOf(account).catch(() => []);
  const fresh = kept.filter((one) => !waiting.some((each) => each.key === one.key));
  waiting = [...fresh, ...waiting];
}

// --- What the page says -----------------------------------------------------------------------------------------------

function show() {
  tell();
  const box = document.querySelector("[data-queue-state]");
  if (!box) return;
  box.hidden = !waiting.length && !done;
  box.querySelector("ul").replaceChildren(...waiting.map(line));
  part(box, "done").hidden = !done;
  part(box, "count").textContent = done > 1 ? `${done} ajouts enregistrés.` : "1 ajout enregistré.";
}

function line(one) {
  if (!one.refusal) return element("li", {}, `${one.caption} : ${one.order ? WORDS.waiting : WORDS.unkept}`);
  const words = `${one.caption} : refusé (${one.refusal}) `;
  return element("li", {}, words, downloadButton(asText(one)), dropButton(one.caption, () => drop(one)));
}

function asText({ caption, entries, at }) {
  return { caption, at, text: entries.map(([, value]) => value).filter(Boolean).join("\n") };
}

export const queued = () => waiting.map(asText);

async function drop(one) {
  waiting = waiting.filter((each) => each !== one);
  await dequeue(one.order).catch(() => {});
  show();
}

// --- Forms ------------------------------------------------------------------------------------------------------------

const named = (form) => `${place}/form/${new URL(form.action).pathname}`;

function captionOf(form, entries) {
  const typed = form.querySelector("textarea, input[type=text], input:not([type])");
  const words = new Map(entries).get(typed?.name);
  return words ? `${form.dataset.queue} « ${words.slice(0, 60).trimEnd()}${words.length > 60 ? "…" : ""} »` : form.dataset.queue;
}

/** The text in it that saves itself (field.js). */
const fieldIn = (form) => fields.find((field) => field.form === form);
const fieldOf = (one) => fields.find((field) => named(field.form) === one.form);

const isWaiting = (one) => waiting.includes(one) && !one.refusal;
/** Whether what this form gave is still to be sent. */
export const waitsIn = (form) => waiting.some((one) => one.form === named(form) && !one.refusal);

function operation(form, submitter) {
  const data = new FormData(form, submitter);
  const text = fieldIn(form)?.handOver();
  if (text) data.set("key", text.key);
  for (const key of text?.since || []) data.append("since", key);
  const entries = Array.from(data).filter(([name, value]) => name !== "csrfmiddlewaretoken" && !value.type);
  return { key: newKey(), url: form.action, entries, caption: captionOf(form, entries), form: named(form), at: Date.now() };
}

/** What each form sent last, by which button, and what it held then. */
const sent = new Map();
const holds = (form) => JSON.stringify(changesOf(form));
const isAsSent = (form) => sent.get(form).held === holds(form);

async function submitted(event) {
  const { target: form, submitter } = event;
  if (form.querySelector("[type=file]")?.value) return; // too long for a queue
  event.preventDefault();
  if (form.dataset.sending && sent.get(form).submitter === submitter && isAsSent(form)) return;
  form.dataset.sending = "yes";
  const one = operation(form, submitter);
  sent.set(form, { one, submitter, held: holds(form) });
  await note(one);
  const cameToTheEnd = await run();
  if (cameToTheEnd && isWaiting(one)) await run(); // that round was past its last when this one came
  if (sent.get(form).one === one) ended(form, one);
}

/** Once this device has it, the form is no longer half filled. */
async function note(one) {
  beingKept.add(one);
  waiting.push(one);
  const noting = enqueue(account, one).then((order) => forget(one.form).finally(() => (one.order = order)));
  const noted = noting.catch(() => {}).finally(() => making.delete(noted));
  making.add(noted);
  await noted;
  beingKept.delete(one);
}

function ended(form, one) {
  delete form.dataset.sending;
  if (one.leadsTo && "quiet" in form.dataset) quietly(form);
  else if (one.leadsTo) goTo(one.leadsTo, form);
  else if (one.refusal) refusedAtOnce(form, one);
  else if (!("stays" in form.dataset) && isAsSent(form)) form.reset();
}

/** The page shows it already. */
function quietly(form) {
  done -= 1;
  show();
  form.dispatchEvent(new Event("queue:done"));
}

/** Said at the form, whose words are still there. */
async function refusedAtOnce(form, one) {
  await drop(one);
  form.querySelector(".queue-refusal")?.remove();
  form.prepend(element("p", { className: "late queue-refusal", role: "alert" }, one.refusal));
  form.dispatchEvent(new Event("input")); // half filled again
}

/** Somebody writes on, in this form or elsewhere: the page stays, and says that more can be shown. */
function writesOn(form) {
  const active = document.activeElement;
  return !isAsSent(form) || (!form.contains(active) && active.matches(WRITTEN_IN));
}

/** ``form`` is the one that leads there, if any. */
function goTo(address, form) {
  const url = new URL(address, location.href);
  const here = url.pathname + url.search === location.pathname + location.search;
  leave(() => {
    if (form && writesOn(form)) return;
    location.assign(url);
    if (here) location.reload();
  });
}

// --- What is half filled comes back with the page -----------------------------------------------------------------------

const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

function defaultOf(control) {
  if (control.type === "checkbox") return control.defaultChecked;
  if (!control.options) return control.defaultValue;
  return (Array.from(control.options).find((option) => option.defaultSelected) || control.options[0])?.value;
}

const isTyped = (control) => control.name && control.type !== "hidden" && /^(INPUT|TEXTAREA|SELECT)$/.test(control.tagName);

function changesOf(form) {
  const changed = Array.from(form.elements).filter((control) => isTyped(control) && valueOf(control) !== defaultOf(control));
  return changed.map((control) => [control.name, valueOf(control)]);
}

async function keepHalf(form) {
  let pause;
  const kept = () => keep(named(form), { changes: changesOf(form), at: Date.now() }, 0).catch(() => {});
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(kept, PAUSE);
  });
  for (const end of ["reset", "submit"]) form.addEventListener(end, () => clearTimeout(pause));
  const half = await recall(named(form)).catch(() => null);
  for (const [name, value] of half?.changes || []) fill(form.elements[name], value);
}

function fill(control, value) {
  if (!control?.tagName || valueOf(control) !== defaultOf(control)) return;
  if (control.type === "checkbox") control.checked = value;
  else control.value = value;
  const folded = control.closest("details");
  if (folded) folded.open = true;
}

/** Resolves when what was left here is known. */
export function startQueue() {
  for (const form of document.querySelectorAll("form[data-queue]")) {
    form.addEventListener("submit", submitted);
    if (!form.dataset.autosave) keepHalf(form); // field.js keeps those
  }
  document.querySelector("[data-show-done]")?.addEventListener("click", () => goTo(location.href));
  watch(source);
  onWake(() => waiting.length && run());
  run();
  return recallQueue();
}
