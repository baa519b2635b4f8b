/* Lines marked in the flow of the text: « @DNDS : … » an action, « ! » a decision, « r! » a recommendation, « ? » a point
   to follow up. The server says how it understands the line (minutes/views/typed_lines.py); Enter at its end makes it.
   What is refused, or has no answer, stays text; lines left without an answer are offered again when the network is back. */

import { making } from "./leave.js";
import { complete } from "./names.js";
import { ask, newKey, onWake, part, post } from "./page.js";

const PAUSE = 300;
const MARKED = /^[\s\u00a0\u202f]*(@[^:]*[^:\s][^:]*:|!|\?|r\s*!)[\s\u00a0\u202f]*\S/i;
const ONE_KEY = { "!": "!", "?": "?", "*": "r!" };
const LEAST_WORDS = 3;
const NO_ANSWER = "Pas de réponse du serveur : la ligne reste dans le texte et sera proposée de nouveau.";

const home = document.querySelector("[data-lines]");

const textOf = (block) => block.textContent.replace(/\s+/g, " ").trim();

/** The paragraph, or the line of a list, that holds the caret. */
function blockAt(zone) {
  const { anchorNode } = document.getSelection();
  if (!zone.contains(anchorNode) || anchorNode === zone) return null;
  const element = anchorNode.nodeType === Node.TEXT_NODE ? anchorNode.parentElement : anchorNode;
  const block = element.closest("p, li, div");
  return block !== zone && zone.contains(block) && !block.querySelector("ul, ol, table, img") ? block : null;
}

function caretIsAtEnd(block) {
  const selection = document.getSelection();
  if (!selection.isCollapsed) return false;
  const rest = selection.getRangeAt(0).cloneRange();
  rest.setEnd(block, block.childNodes.length);
  return rest.toString().trim() === "";
}

/** Removes the line that was made, wherever it is now: the text may have come back from the server meanwhile. */
function removeLine(zone, text) {
  const block = Array.from(zone.querySelectorAll("p, li, div")).find((each) => textOf(each) === text);
  if (!block) return;
  const list = block.closest("ul, ol");
  block.remove();
  if (list && !list.querySelector("li")) list.remove();
  zone.dispatchEvent(new Event("input"));
}

async function showResults() {
  const { status, page } = await ask(home.dataset.results);
  if (status !== 200) return;
  part(document, "room-actions").replaceWith(part(page, "room-actions"));
  const shown = new Set(Array.from(document.querySelectorAll(".outcome[data-outcome]"), (one) => one.dataset.outcome));
  const fresh = Array.from(page.querySelectorAll("[data-outcome]")).filter((one) => !shown.has(one.dataset.outcome));
  part(document, "new-outcomes").append(...fresh);
}

class Lines {
  constructor(textarea) {
    this.form = textarea.form;
    this.zone = textarea.form.querySelector(".rich-zone");
    this.hint = document.getElementById("line-hint").content.cloneNode(true).firstElementChild;
    this.zone.closest(".rich").after(this.hint);
    /** Lines by their text: left as text, without an answer, and being sent, each under its key. */
    this.plain = new Set();
    this.waiting = new Set();
    this.keys = new Map();
    this.sending = Promise.resolve();
    this.names = complete(this.zone, home.dataset.names);
    this.zone.addEventListener("beforeinput", (event) => this.entered(event));
    this.zone.addEventListener("input", () => this.typed());
    this.zone.addEventListener("keydown", (event) => this.pressed(event));
    part(this.hint, "make").addEventListener("click", () => this.make(this.line));
    part(this.hint, "leave").addEventListener("click", () => this.leave());
    onWake(() => this.offerAgain());
    this.offerAgain();
  }

  /** The line at the caret, if it may be more than text. */
  get marked() {
    const block = blockAt(this.zone);
    const text = block && textOf(block);
    return text && MARKED.test(text) && !this.plain.has(text) ? { block, text } : null;
  }

  entered(event) {
    const marked = event.inputType === "insertParagraph" && !this.names.isOpen && this.marked;
    if (marked && caretIsAtEnd(marked.block)) this.make(marked.text);
  }

  typed() {
    clearTimeout(this.timer);
    const marked = this.marked;
    if (!marked) return this.waiting.size ? null : this.close();
    this.timer = setTimeout(() => this.explain(marked.text), PAUSE);
  }

  pressed(event) {
    if (event.key === "Escape" && this.line && !this.hint.hidden) {
      event.preventDefault();
      return this.leave();
    }
    const selected = document.getSelection();
    const words = this.zone.contains(selected.anchorNode) ? selected.toString().replace(/\s+/g, " ").trim() : "";
    if (words.split(" ").length < LEAST_WORDS || event.ctrlKey || event.metaKey) return;
    if (event.key === "@") this.startAction(event, words);
    else if (ONE_KEY[event.key]) this.conclude(event, `${ONE_KEY[event.key]} ${words}`);
  }

  /** A selected sentence becomes an action: who and when are asked for beside it. The sentence stays where it is. */
  startAction(event, words) {
    event.preventDefault();
    const form = document.querySelector(".room-action-form");
    form.elements.description.value = words;
    form.elements.description.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.owner_text.focus();
  }

  conclude(event, text) {
    event.preventDefault();
    document.getSelection().collapseToEnd();
    this.make(text);
  }

  ask(url, text, fields = {}) {
    const data = new FormData();
    for (const [name, value] of Object.entries({ line: text, ...fields })) data.set(name, value);
    return post(url, data);
  }

  async explain(text) {
    this.line = text;
    const { status, page } = await this.ask(home.dataset.understand, text).catch(() => ({}));
    if (this.line !== text || this.marked?.text !== text) return;
    const meaning = status === 200 && page.querySelector(".typed-line");
    if (meaning) this.show(document.adoptNode(meaning));
    else this.close();
  }

  /** One after the other, in the order of the text. */
  make(text) {
    if (!text || this.keys.has(text)) return;
    clearTimeout(this.timer);
    this.keys.set(text, newKey());
    this.say("enregistrement…");
    const made = this.sending.then(() => this.deliver(text)).finally(() => making.delete(made));
    making.add(made);
    this.sending = made;
  }

  async deliver(text) {
    const end = await this.send(text);
    this.keys.delete(text);
    if (end === "done") return this.made(text);
    if (end !== "waiting") return;
    this.waiting.add(text);
    this.say(NO_ANSWER);
  }

  async made(text) {
    this.waiting.delete(text);
    removeLine(this.zone, text);
    this.close();
    await showResults().catch(() => {});
  }

  /** Three tries under one key, so that a lost answer makes nothing twice. */
  async send(text) {
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, page } = await this.ask(home.dataset.lines, text, { operation: this.keys.get(text) }).catch(() => ({}));
      if (status === 200 && part(page, "done")) return "done";
      if (status === 422) return this.refused(text, page);
    }
    return "waiting";
  }

  refused(text, page) {
    this.plain.add(text);
    this.say(page.querySelector(".notice-error")?.textContent.trim() || "Refusé : la ligne reste du texte.");
    return "refused";
  }

  /** Lines of the text that were marked and are there still: after a reload, or when the network is back. */
  offerAgain() {
    const left = Array.from(this.zone.querySelectorAll("p, li"), textOf).filter((text) => MARKED.test(text) && !this.plain.has(text));
    this.waiting = new Set(left.filter((text) => !this.keys.has(text)));
    const [first] = this.waiting;
    if (!first || this.zone.contains(document.activeElement)) return;
    this.line = first;
    this.say(`${this.waiting.size > 1 ? `${this.waiting.size} lignes restent` : "Une ligne reste"} à confirmer : « ${first} »`, true);
  }

  leave() {
    this.plain.add(this.line);
    this.waiting.delete(this.line);
    this.close();
    this.offerAgain();
    this.zone.focus();
  }

  show(meaning) {
    part(this.hint, "meaning").replaceChildren(meaning);
    part(this.hint, "buttons").hidden = false;
    this.hint.hidden = false;
  }

  /** What asks nothing is not answered by Escape. */
  say(words, asks = false) {
    if (!asks) this.line = null;
    part(this.hint, "meaning").textContent = words;
    part(this.hint, "buttons").hidden = !asks;
    this.hint.hidden = false;
  }

  close() {
    this.line = null;
    this.hint.hidden = true;
  }
}

if (home) home.querySelectorAll("textarea[data-rich]").forEach((textarea) => textarea.form.closest(".outcome") || new Lines(textarea));
