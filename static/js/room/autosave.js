/* Saves each <form data-autosave> while people type: first on this device, then on the server.

   One request in flight per text. A save keeps its key, its text and its base version until it is acknowledged, so that it
   can be sent again after a lost answer. What the server says is shown in words beside the text; a text found on this
   device at the next visit is offered, never applied by itself. The server's side is minutes/views/texts.py. */

import { forget, keep, keptIn } from "./drafts.js";

const PAUSE = 400;
const PATIENCE = 4000;
const LONGEST_WAIT = 15000;
const WORDS = {
  sending: "enregistrement…",
  waiting: "sur cet appareil, en attente",
  conflict: "conflit à régler",
  expired: "session expirée, rien n’est perdu",
};

const room = document.querySelector("[data-room]");
const fields = [];

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const plainText = (html) => {
  const body = new DOMParser().parseFromString(html.replace(/<\/(p|li)>|<br>/g, "$&\n"), "text/html").body;
  return body.textContent.trim();
};

async function post(url, data) {
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(url, { method: "POST", body: data, headers, signal, redirect: "manual" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { status: response.status, page };
}

/** Django changes the token at sign-in: take the new one from this page as the server would send it now. */
async function refreshToken() {
  const response = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const inputs = document.querySelectorAll("[name=csrfmiddlewaretoken]");
  inputs.forEach((input) => token && (input.value = token));
  return Boolean(token);
}

class Field {
  constructor(form) {
    this.form = form;
    this.control = form.elements.text;
    this.state = form.querySelector("[data-state]");
    this.base = Number(form.elements.base_version.value);
    // What the page came with; what was typed before this script ran is not the server's yet.
    this.acknowledged = this.control.dataset.html ?? this.control.defaultValue;
    this.id = `${room.dataset.room}/${form.elements.object.value}/${form.elements.field.value}`;
    this.attempt = null;
    this.stopped = false;
    this.wait = 1000;
    this.url = form.dataset.saveTo || form.action;
    this.control.addEventListener("input", () => this.typed());
    this.control.addEventListener("keydown", (event) => this.pressed(event));
    if (!form.dataset.saveTo) form.addEventListener("submit", (event) => this.submitted(event));
  }

  /** A title is one line: Enter saves it. */
  pressed(event) {
    if (event.key === "Enter" && "line" in this.control.dataset) this.submitted(event);
  }

  submitted(event) {
    event.preventDefault();
    this.refused = false;
    this.save();
  }

  get dirty() {
    return this.control.value !== this.acknowledged;
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.dirty) return;
    this.refused = false;
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  say(status, words) {
    this.status = status;
    this.state.dataset.state = status;
    this.state.textContent = words || WORDS[status];
    summarise();
  }

  draft() {
    const { form, id, base, attempt } = this;
    const text = this.control.value;
    const caption = form.dataset.autosave;
    return { id, place: room.dataset.room, text, base, attempt, at: Date.now(), page: room.dataset.page, caption };
  }

  async keep() {
    try {
      await keep(this.draft());
      this.kept = true;
    } catch {
      this.kept = false;
      this.say("waiting", "pas encore enregistré ; cet appareil ne peut pas garder le texte");
    }
  }

  /** Resolves when the text is acknowledged, or when it has to wait. */
  save() {
    clearTimeout(this.timer);
    if (this.running) return this.keep().then(() => this.running);
    if (this.stopped || this.refused || (!this.dirty && !this.attempt)) return Promise.resolve();
    this.running = this.deliver().finally(() => (this.running = null));
    return this.running;
  }

  async deliver() {
    do {
      this.again = false;
      this.attempt ||= { key: newKey(), text: this.control.value, base: this.base };
      await this.keep();
      this.say("sending");
      await this.send();
    } while (this.again);
  }

  async send() {
    const { key, text, base } = this.attempt;
    const data = new FormData(this.form);
    data.set("key", key);
    data.set("text", text);
    data.set("base_version", base);
    try {
      await this.answered(await post(this.url, data));
    } catch {
      this.later("waiting");
    }
  }

  async answered({ status, page }) {
    if (status === 200) return this.accept(page);
    if (status === 409 && page.querySelector("[data-conflict]")) return this.disagree(page);
    if (status === 401) return this.later("expired");
    if (status === 403 && !this.retokened) return this.retoken();
    if (status >= 500 || status === 429 || status === 0) return this.later("waiting");
    this.attempt = null;
    this.refused = true;
    this.say("refused", page.querySelector("[data-refusal]")?.textContent || "refusé par le serveur, gardé sur cet appareil");
  }

  async accept(page) {
    const saved = page.querySelector("[data-saved]");
    this.base = this.form.elements.base_version.value = Number(saved.dataset.version);
    this.acknowledged = this.attempt.text;
    this.attempt = null;
    this.wait = 1000;
    this.retokened = false;
    this.again = this.dirty;
    if (this.again) return;
    await forget(this.id).catch(() => {});
    this.say("saved", saved.textContent);
  }

  /** Both texts are in the server's journal. What was typed since goes there first, then somebody chooses. */
  disagree(page) {
    const stale = this.attempt.text;
    this.attempt = null;
    this.again = this.control.value !== stale;
    if (this.again) return;
    this.stopped = true;
    this.lock(true);
    this.say("conflict");
    this.showConflict(page);
  }

  showConflict(page) {
    this.conflict?.remove();
    this.conflict = document.adoptNode(page.querySelector("[data-conflict]"));
    this.form.after(this.conflict);
    this.conflict.querySelector("form").addEventListener("submit", (event) => this.choose(event));
    this.conflict.querySelector("h3").focus();
  }

  async choose(event) {
    event.preventDefault();
    try {
      const { status, page } = await post(event.target.action, new FormData(event.target, event.submitter));
      if (status === 409 && page.querySelector("[data-conflict]")) this.showConflict(page);
      else if (status === 200) await this.settled(page);
      else this.say("conflict", page.querySelector("[data-refusal]")?.textContent || WORDS.conflict);
    } catch {
      this.say("conflict", "pas de réponse du serveur ; choisissez de nouveau");
    }
  }

  async settled(page) {
    this.stopped = false;
    this.attempt = { text: page.querySelector("[data-stored]").value };
    this.show(this.attempt.text);
    this.lock(false);
    this.conflict.remove();
    await this.accept(page);
    this.form.querySelector("[contenteditable], [name=text]").focus();
  }

  lock(closed) {
    this.control.readOnly = closed;
    this.control.dispatchEvent(new Event("rich:refresh"));
  }

  show(text) {
    this.control.value = text;
    this.control.dispatchEvent(new Event("rich:refresh"));
  }

  async retoken() {
    this.retokened = true;
    if (await refreshToken()) this.again = true;
    else this.later("expired");
  }

  later(status) {
    this.say(status);
    this.form.querySelector("[data-sign-in]")?.toggleAttribute("hidden", status !== "expired");
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** A text of an earlier visit. Taken back, it goes on from the version that it was based on. */
  offer(draft) {
    if (draft.text === this.acknowledged) return forget(this.id);
    const box = document.getElementById("draft-offer").content.cloneNode(true).firstElementChild;
    const at = new Date(draft.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
    box.querySelector("[data-when]").textContent = at.replace(":", " h ");
    box.querySelector("[data-text]").textContent = plainText(draft.text) || "(texte vidé)";
    box.querySelector("[data-take]").addEventListener("click", () => this.take(draft, box));
    box.querySelector("[data-drop]").addEventListener("click", () => forget(this.id).then(() => box.remove()));
    this.form.before(box);
  }

  take(draft, box) {
    box.remove();
    this.show(draft.text);
    this.base = draft.base;
    this.attempt = draft.attempt;
    this.save();
  }
}

function summarise() {
  const summary = document.querySelector("[data-room-state]");
  const unsent = fields.filter((field) => field.dirty).length;
  if (summary) summary.textContent = unsent > 0 ? `${unsent} texte${unsent > 1 ? "s" : ""} en attente` : "";
}

/** Save what is being typed, then go on; what cannot be sent in time is on this device. */
async function leave(goOn) {
  const pending = fields.filter((field) => field.dirty && !field.stopped);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.all(pending.map((field) => field.save())), patience]);
  goOn();
}

function beforeLeaving(event, goOn) {
  if (event.defaultPrevented || !fields.some((field) => field.dirty && !field.stopped)) return;
  event.preventDefault();
  leave(goOn);
}

function watchForms() {
  let leaving = false;
  document.addEventListener("submit", (event) => {
    if (leaving) return;
    const { target, submitter } = event;
    beforeLeaving(event, () => {
      leaving = true;
      target.requestSubmit(submitter);
    });
  });
}

function watchLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (link && plain && !link.target && link.origin === location.origin) {
      beforeLeaving(event, () => location.assign(link.href));
    }
  });
}

async function offerDrafts() {
  const drafts = await keptIn(room.dataset.room);
  const elsewhere = drafts.filter((draft) => !fields.some((field) => field.id === draft.id));
  fields.forEach((field) => drafts.filter((draft) => draft.id === field.id).forEach((draft) => field.offer(draft)));
  const list = document.querySelector("[data-drafts-elsewhere]");
  if (!list || elsewhere.length === 0) return;
  list.hidden = false;
  list.querySelector("ul").replaceChildren(...elsewhere.map(linkTo));
}

function linkTo(draft) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(draft.page, location.origin).pathname + new URL(draft.page, location.origin).search;
  link.textContent = draft.caption;
  entry.append(link);
  return entry;
}

function start() {
  fields.push(...Array.from(document.querySelectorAll("form[data-autosave]"), (form) => new Field(form)));
  document.documentElement.classList.add("saves-itself");
  watchForms();
  watchLinks();
  const wake = () => fields.forEach((field) => field.dirty && field.save());
  addEventListener("online", wake);
  addEventListener("focus", wake);
  addEventListener("pagehide", () => fields.forEach((field) => field.dirty && !field.stopped && field.keep()));
  addEventListener("beforeunload", (event) => {
    if (fields.some((field) => field.dirty && field.kept === false)) event.preventDefault();
  });
  offerDrafts().catch(() => {}).then(wake);
}

if (room) start();
