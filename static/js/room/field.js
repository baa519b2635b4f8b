/* One text that saves itself: first on this device, then on the server (minutes/views/texts.py).

   One request in flight. A save keeps its key, its text and its base version until it is acknowledged, so that it can be
   sent again after a lost answer; what is typed meanwhile waits, on this device too. */

import { showConflict } from "./conflict.js";
import { forget, keep, recall } from "./drafts.js";
import { leftOver, offer, removeLeftOver } from "./left_over.js";
import { isCopy, longer, newKey, part, PAUSE, place, plainText, post, REFUSALS, renew, room } from "./page.js";
import { waitsIn } from "./queue.js";
import { askToSignIn } from "./sign_in.js";
import { SAID, tell } from "./state.js";
import { broadcast, Pen } from "./tabs.js";

/** Whoever types without a pause is saved too. */
const LONGEST_TYPING = 1500;
const SHORTEST_WAIT = 1000;
/** A text that was left longer ago than this is offered, not put back by itself. */
const RECENT = 24 * 3600 * 1000;
/** What is said of one text, where it is not what is said of the page. */
const WORDS = {
  ...SAID,
  waiting: "sur cet appareil, en attente",
  unkept: "pas encore enregistré, et cet appareil ne peut pas garder le texte",
  other: "gardé pour votre compte : un autre est ouvert dans ce navigateur",
  elsewhere: "vous écrivez ce texte dans un autre onglet",
};

export class Field {
  constructor(form) {
    this.form = form;
    this.control = form.elements.text;
    this.state = part(form, "state");
    this.base = Number(form.elements.base_version.value);
    // What the page came with; what was typed before this script ran is not the server's yet.
    this.acknowledged = this.control.dataset.html ?? this.control.defaultValue;
    this.id = `${place}/${form.elements.object.value}/${form.elements.field.value}`;
    this.url = form.dataset.saveTo || form.action;
    this.wait = SHORTEST_WAIT;
    this.pen = new Pen(this.id, { taken: () => this.stepAside(), given: () => this.stepIn() });
    this.control.addEventListener("input", () => this.typed());
    this.control.addEventListener("keydown", (event) => this.pressed(event));
    form.addEventListener("focusin", () => this.pen.take());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.rest());
    if (!form.dataset.saveTo) form.addEventListener("submit", (event) => this.submitted(event));
  }

  get dirty() {
    return this.control.value !== this.acknowledged;
  }

  get unsent() {
    return this.dirty || this.attempt ? 1 : 0;
  }

  get isCalm() {
    return !this.status || ["saved", "typing"].includes(this.status);
  }

  // --- Typing ---------------------------------------------------------------------------------------------------------

  /** A title is one line: Enter saves it. */
  pressed(event) {
    if (event.key === "Enter" && "line" in this.control.dataset) this.submitted(event);
  }

  submitted(event) {
    event.preventDefault();
    this.refused = false;
    this.save();
  }

  typed() {
    clearTimeout(this.pause);
    if (!this.unsent) return this.status === "typing" && this.say("");
    this.refused = false;
    this.pen.take();
    if (!this.unsentSince) this.unsentSince = Date.now();
    if (this.isCalm || this.status === "waiting") this.say("typing");
    const left = this.unsentSince + LONGEST_TYPING - Date.now();
    this.pause = setTimeout(() => this.paused(), Math.max(0, Math.min(PAUSE, left)));
  }

  /** While the server is away the text is kept at each pause, and sent when its turn comes. */
  paused() {
    if (!this.retry) return this.save();
    this.unsentSince = 0;
    return this.waits();
  }

  /** What was typed since is not on the device yet, and not said to be. */
  async waits() {
    await this.keep();
    if (!this.unsentSince && this.isCalm) this.say(this.kept ? "waiting" : "unkept");
  }

  say(status, words) {
    this.status = status;
    this.state.dataset.state = status;
    this.state.textContent = words || WORDS[status] || "";
    tell(status === "saved" ? words : "");
  }

  show(text) {
    this.control.value = text;
    this.control.dispatchEvent(new Event("rich:refresh"));
  }

  lock(closed) {
    this.stopped = closed;
    this.control.readOnly = closed;
    this.control.dispatchEvent(new Event("rich:refresh"));
  }

  // --- On this device -------------------------------------------------------------------------------------------------

  draft() {
    const { base, attempt, from } = this;
    const page = room.dataset.page;
    return { text: this.control.value, base, attempt, from, page, caption: this.form.dataset.autosave, at: Date.now() };
  }

  async keep() {
    try {
      await keep(this.id, this.draft());
      this.kept = true;
    } catch {
      this.kept = false;
      if (this.status === "waiting") this.say("unkept");
    }
  }

  // --- To the server --------------------------------------------------------------------------------------------------

  /** Resolves when the text is acknowledged, or when it has to wait. */
  save() {
    clearTimeout(this.pause);
    this.unsentSince = 0;
    if (this.running) return this.keep().then(() => this.running);
    if (this.stopped || this.refused || !this.unsent) return Promise.resolve();
    if (waitsIn(this.form)) return this.waits();
    clearTimeout(this.retry);
    this.retry = null;
    this.running = this.deliver().finally(() => (this.running = null));
    return this.running;
  }

  async deliver() {
    do {
      this.again = false;
      const attempt = (this.attempt ||= { key: newKey(), text: this.control.value, base: this.base, from: this.from });
      await this.keep();
      if (this.isCalm && this.wait === SHORTEST_WAIT) this.say("sending");
      await this.send(attempt).catch(() => (this.attempt === attempt ? this.later("waiting") : this.overtaken()));
    } while (this.again);
  }

  async send(attempt) {
    const { key, text, base, from } = attempt;
    const data = new FormData(this.form);
    data.delete("file"); // goes with the button, not with each word
    data.set("key", key);
    data.set("text", text);
    data.set("base_version", base);
    if (from) data.set("since", from);
    const { status, page } = this.attempt === attempt ? await post(this.url, data) : {};
    if (this.attempt !== attempt) return this.overtaken();
    const saved = part(page, "saved");
    const reason = part(page, "refusal")?.textContent;
    if (status === 200 && saved) return this.accept(saved, part(page, "stored")?.value);
    if (status === 409 && part(page, "conflict")) return this.disagree(page);
    if (status === 401 || (status === 403 && !this.renewed)) return this.whose();
    if (REFUSALS.includes(status) || (status === 409 && reason)) return this.refuse(reason);
    return this.later("waiting");
  }

  /** ``stored`` is what stands when the server joined it with what somebody else wrote. What was typed since is then
      sent again, with the key of the text that it goes on from. */
  async accept(saved, stored) {
    const { key, text } = this.attempt;
    const joined = stored !== undefined && stored !== text;
    const goesOn = this.control.value !== text;
    Object.assign(this, { attempt: null, wait: SHORTEST_WAIT, renewed: false, from: joined && goesOn ? key : undefined });
    this.base = this.form.elements.base_version.value = Number(saved.dataset.version);
    if (joined && !goesOn) this.show(stored);
    this.acknowledged = joined && !goesOn ? stored : text;
    this.again = this.dirty;
    if (this.again) return;
    removeLeftOver(this);
    await keep(this.id, this.draft(), 0).catch(() => forget(this.id).catch(() => {}));
    this.again = this.dirty; // typed while the device noted it
    if (this.again) return;
    this.say("saved", saved.textContent);
    broadcast({ id: this.id, text: this.acknowledged, version: this.base, words: saved.textContent });
    this.rest();
  }

  /** Both texts are in the server's journal. What was typed since goes there first, then somebody chooses. */
  disagree(page) {
    const stale = this.attempt.text;
    this.attempt = null;
    this.again = this.control.value !== stale;
    if (this.again) return;
    this.lock(true);
    this.say("conflict");
    showConflict(this, page);
  }

  /** The token, or the session, is not the one that this page came with. */
  async whose() {
    const who = await renew();
    this.again = who === "mine";
    this.renewed = this.again;
    if (this.again) return;
    this.later(who === "out" ? "expired" : "other");
    askToSignIn(who);
  }

  later(status) {
    this.say(this.kept || status === "other" ? status : "unkept");
    this.retry = setTimeout(() => this.save(), this.wait);
    this.wait = longer(this.wait);
  }

  refuse(reason) {
    const words = reason || "Votre droit d’écrire ici a été retiré, ou ce texte n’existe plus.";
    this.attempt = null;
    this.refused = true;
    this.say("refused", words);
    leftOver(this, words);
  }

  /** Back to what the server has. */
  drop() {
    this.show(this.acknowledged);
    this.refused = false;
    this.attempt = null;
    removeLeftOver(this);
    this.say("");
    return forget(this.id).catch(() => {});
  }

  wake() {
    this.wait = SHORTEST_WAIT;
    if (this.retry) this.save();
  }

  // --- With the whole form (queue.js) ---------------------------------------------------------------------------------

  /** The text goes with the rest of its form. What was on its way arrives before it or never: the form says that it goes
      on from there. What is typed from now on follows once the form has arrived. */
  handOver() {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
    const key = newKey();
    const since = [this.attempt?.key, this.attempt ? this.attempt.from : this.from].filter(Boolean);
    Object.assign(this, { retry: null, attempt: null, unsentSince: 0, from: key });
    if (this.dirty) this.keep();
    return { key, since };
  }

  overtaken() {
    this.again = this.unsent > 0 && !waitsIn(this.form);
  }

  /** Of the form that had taken ``text`` along; without one it was refused. */
  goOn(text) {
    if (text !== undefined) this.acknowledged = text;
    if (this.unsent) return this.save();
    this.say("");
    return forget(this.id).catch(() => {});
  }

  // --- Two tabs -------------------------------------------------------------------------------------------------------

  /** Another tab writes this text. */
  stepAside() {
    if (this.unsent) return;
    this.lock(true);
    this.say("elsewhere");
  }

  async stepIn() {
    if (this.status !== "elsewhere") return;
    const latest = await recall(this.id).catch(() => null);
    if (latest && !latest.waiting && latest.base > this.base) this.catchUp(latest.text, latest.base);
    this.lock(false);
    this.say("");
    if (latest?.waiting) await this.takeUp(latest);
  }

  /** What was acknowledged to this person's other tab, or before this page was kept. */
  catchUp(text, version, words) {
    if (this.unsent || version <= this.base) return;
    this.base = this.form.elements.base_version.value = version;
    this.acknowledged = text;
    this.show(text);
    if (words && this.status !== "elsewhere") this.say("saved", words);
  }

  rest() {
    const here = document.hasFocus() && this.form.contains(document.activeElement);
    if (!here && !this.unsent) this.pen.putDown();
  }

  // --- What an earlier page left --------------------------------------------------------------------------------------

  /** A text goes on by itself from the version that the server still has; an older one asks. */
  async takeUp(draft) {
    const isAhead = draft.base > this.base; // the page was kept, or on its way while the last answer came
    if (!draft.waiting) return isCopy || isAhead ? this.catchUp(draft.text, draft.base) : forget(this.id);
    if (draft.text === this.acknowledged) return forget(this.id);
    if (!(await this.pen.take())) return;
    const arrived = draft.attempt && plainText(draft.attempt.text) === plainText(this.acknowledged);
    const stands = draft.base === this.base || arrived || isAhead;
    if (this.dirty || !stands || Date.now() - draft.at > RECENT) return offer(this, draft);
    this.resume(arrived ? { ...draft, base: this.base, attempt: null } : draft);
  }

  resume({ text, base, attempt, from }) {
    Object.assign(this, { base, attempt, from, kept: true });
    this.show(text);
    return this.save();
  }
}
