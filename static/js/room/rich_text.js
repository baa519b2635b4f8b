/* Turns <textarea data-rich> into an editor: bold, italic, nested lists, links, small tables, and pictures where the
   field has an address to send them to (data-pictures). The textarea stays the truth: it holds the HTML (given in
   data-html; without a script it holds the plain text), fires "input" at each change, and shows what it holds again when
   it receives "rich:refresh". */

import { button, element, parsed } from "./page.js";
import { adopt, askCaption, framed, ownAddress, picturesIn, upload } from "./pictures.js";
import { nestLists, unworded } from "./word.js";

const KEPT = new Set(["P", "BR", "STRONG", "EM", "UL", "OL", "LI", "A", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "IMG"]);
const BLOCKS = new Set(["P", "UL", "OL", "TABLE", "IMG"]);
const SPANS = ["colspan", "rowspan"];
const SMALL_NUMBER = /^([2-9]|1[0-9]|20)$/;
const RENAMED = { B: "STRONG", I: "EM", DIV: "P", H1: "P", H2: "P", H3: "P", H4: "P", H5: "P", H6: "P" };
const DROPPED = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "XML", "TEMPLATE", "IFRAME", "OBJECT", "SVG"]);
const SAFE_LINK = /^(https?:|mailto:)/i;

const TOOLS = [
  { text: "G", label: "Gras", command: "bold", style: "tool-bold" },
  { text: "I", label: "Italique", command: "italic", style: "tool-italic" },
  { text: "•", label: "Liste à puces", command: "insertUnorderedList" },
  { text: "1.", label: "Liste numérotée", command: "insertOrderedList" },
  { text: "⇥", label: "Mettre sous le point précédent de la liste", command: "indent" },
  { text: "⇤", label: "Remonter d’un niveau dans la liste", command: "outdent" },
  { text: "Lien", label: "Insérer un lien", run: insertLink },
];

/** The nodes of ``source`` reduced to what the server keeps. ``into`` is a document, so that nothing loads or runs. */
function cleaned(source, into) {
  const kept = into.createDocumentFragment();
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) kept.append(node.textContent);
    else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName)) keepElement(node, kept, into);
  }
  return kept;
}

function keepElement(node, kept, into) {
  const name = RENAMED[node.tagName] || node.tagName;
  if (name === "IMG") return keepPicture(node, kept, into);
  if (name === "FIGURE" && node.classList.contains("picture")) return keepPicture(node.querySelector("img"), kept, into);
  const children = cleaned(node, into);
  if (!KEPT.has(name)) return kept.append(children);
  const element = into.createElement(name);
  const href = node.getAttribute("href") || "";
  if (name === "A" && SAFE_LINK.test(href)) element.setAttribute("href", href);
  for (const span of SPANS) if (SMALL_NUMBER.test(node.getAttribute(span))) element.setAttribute(span, node.getAttribute(span));
  element.append(children);
  // A browser indents a list by putting <ul> beside <li>; it belongs inside the one before.
  const isList = name === "UL" || name === "OL";
  const host = isList && /^[UO]L$/.test(node.parentNode.tagName || "") ? kept.lastChild : null;
  (host || kept).append(element);
}

function keepPicture(node, kept, into) {
  const address = node && ownAddress(node);
  if (!address) return;
  const picture = into.createElement("img");
  picture.setAttribute("src", address);
  picture.setAttribute("alt", node.getAttribute("alt") || "");
  kept.append(picture);
}

/** An element of a document in which nothing loads and no script runs. */
const inert = (tag) => document.implementation.createHTMLDocument("").createElement(tag);

/** What a text holds, as the editor shows it: pictures in their frames. */
function shown(html) {
  const page = parsed(html);
  const fragment = cleaned(page.body, page);
  for (const picture of fragment.querySelectorAll("img")) picture.replaceWith(framed(picture.cloneNode()));
  return fragment;
}

/** Pasted tags without the attributes that the security policy would report; all the others go in cleaned(). */
function quieted(html) {
  const reported = /\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(reported, ""));
}

/** What is typed, as the server would give it: words outside any paragraph get one. */
function htmlOf(zone) {
  const holder = inert("div");
  let paragraph = null;
  for (const node of Array.from(cleaned(zone, holder.ownerDocument).childNodes)) {
    if (BLOCKS.has(node.nodeName)) {
      holder.append(node);
      paragraph = null;
    } else {
      paragraph ||= holder.appendChild(holder.ownerDocument.createElement("p"));
      paragraph.append(node);
    }
  }
  return holder.textContent.trim() || holder.querySelector("img") ? holder.innerHTML : "";
}

function insertLink() {
  const url = window.prompt("Adresse du lien (https://…)");
  if (url && SAFE_LINK.test(url)) document.execCommand("createLink", false, url);
}

function toolbar(zone, sync, tools) {
  const buttons = tools.map((tool) => toolButton(tool, zone, sync));
  return element("div", { className: "rich-tools", role: "group", ariaLabel: "Mise en forme" }, ...buttons);
}

function toolButton({ text, label, style = "", run, command }, zone, sync) {
  const one = button(text, { className: `rich-tool ${style}`, title: label, ariaLabel: label }, () => {
    zone.focus();
    if (run) run();
    else document.execCommand(command);
    sync();
  });
  one.addEventListener("mousedown", (event) => event.preventDefault());
  return one;
}

function editor(textarea) {
  const zone = element("div", { className: "rich-zone", contentEditable: "true", role: "textbox", ariaMultiLine: "true" });
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  if (label) {
    label.id ||= `${textarea.id}_label`;
    zone.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => zone.focus());
  }
  return zone;
}

/** Pasted HTML without what Word adds, its lists nested; the pictures are still where they came from. */
function pasted(html) {
  const { body } = parsed(quieted(unworded(html)));
  nestLists(body);
  return body;
}

/** After a table or a picture there is a line to go on typing. */
function insert(nodes) {
  const holder = inert("div");
  holder.append(...nodes);
  if (/^(TABLE|FIGURE)$/.test(holder.lastElementChild?.tagName)) {
    const next = holder.appendChild(holder.ownerDocument.createElement("p"));
    next.append(holder.ownerDocument.createElement("br"));
  }
  document.execCommand("insertHTML", false, holder.innerHTML);
}

async function paste(event, zone, pictures, sync) {
  event.preventDefault();
  const html = event.clipboardData.getData("text/html");
  const body = html && pasted(html);
  if (body && (body.textContent.trim() || !picturesIn(event.clipboardData).length)) {
    if (body.querySelector("img")) await pictures.adopt(body);
    insert(shown(body.innerHTML).childNodes);
  } else if (picturesIn(event.clipboardData).length) {
    await pictures.add(picturesIn(event.clipboardData));
  } else {
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  }
  sync();
}

/** On a slow line people type before this script is there: their text wins over the one that came with the page. Where
    plain text could not say it all, what they typed in is HTML. */
function startingText(textarea) {
  const { value, defaultValue, dataset } = textarea;
  if (value === defaultValue) return dataset.html ?? value;
  if (defaultValue && defaultValue === dataset.html) return value;
  const holder = inert("div");
  for (const line of value.split("\n").filter((words) => words.trim())) {
    holder.appendChild(holder.ownerDocument.createElement("p")).textContent = line;
  }
  return holder.innerHTML;
}

/** How pictures enter one editor. What goes wrong is said below it; nothing that was typed moves. */
function pictureDesk(textarea, zone, note) {
  const { pictures: url } = textarea.dataset;
  const say = (words) => (note.textContent = words);

  /** Sending takes seconds: what is typed meanwhile stays, and the picture goes where the caret was. */
  async function where(work) {
    const selection = document.getSelection();
    const range = zone.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
    say("envoi de l’image…");
    const words = await work();
    zone.focus();
    if (range) selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    say(words);
  }

  async function add(files) {
    if (!url) return say("Ce texte ne montre pas d’image : mettez-la dans la discussion.");
    const added = [];
    await where(async () => {
      try {
        for (const file of files) added.push(await upload(file, url));
      } catch (error) {
        return error.message;
      }
      return "";
    });
    for (const address of added) insertPicture(address);
  }

  function insertPicture(address) {
    const picture = inert("img");
    picture.setAttribute("src", address);
    picture.setAttribute("alt", askCaption() || "");
    insert([framed(picture)]);
  }

  async function adoptAll(body) {
    if (url) return where(() => adopt(body, url));
    body.querySelectorAll("img").forEach((image) => image.remove());
  }

  function choose() {
    const input = element("input", { type: "file", accept: "image/png,image/jpeg" });
    input.addEventListener("change", async () => {
      await add(Array.from(input.files));
      zone.dispatchEvent(new Event("input"));
    });
    input.click();
  }

  return { add, adopt: adoptAll, choose, canAdd: Boolean(url) };
}

function recaption(event, sync) {
  const figure = event.target.closest("figure.picture");
  if (!figure) return;
  const picture = figure.querySelector("img");
  const caption = askCaption(picture.alt);
  if (caption === null) return;
  picture.alt = caption.trim();
  figure.replaceWith(framed(picture));
  sync();
}

/** Answers what puts the caret back into its paragraph, once ``zone`` shows what a colleague added above or below. */
function markCaret(zone) {
  const selection = document.getSelection();
  if (document.activeElement !== zone || !zone.contains(selection.anchorNode)) return () => {};
  const block = Array.from(zone.children).find((child) => child.contains(selection.anchorNode));
  if (!block) return () => {};
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(selection.anchorNode, selection.anchorOffset);
  const { length } = before.toString();
  return () => putCaret(zone, block.textContent, length);
}

function putCaret(zone, text, offset) {
  const block = Array.from(zone.children).find((child) => child.textContent === text);
  const walker = block && document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = offset;
  while (walker?.nextNode()) {
    const { currentNode: node } = walker;
    if (left <= node.length) return document.getSelection().collapse(node, left);
    left -= node.length;
  }
}

/** Whoever is typing already goes on there: { text, offset } of the line. */
function caretIn({ value, selectionStart }) {
  const start = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
  return { text: value.slice(start).split("\n")[0], offset: selectionStart - start };
}

function goOn(zone, { text, offset }) {
  zone.focus();
  document.getSelection().selectAllChildren(zone);
  document.getSelection().collapseToEnd();
  putCaret(zone, text, offset);
}

/** From the first word on what is typed is in a paragraph: a marked line is one. */
function startLine(zone) {
  if (!zone.firstChild) zone.appendChild(document.createElement("p")).append(document.createElement("br"));
}

function mount(textarea) {
  const caret = document.activeElement === textarea && caretIn(textarea);
  const zone = editor(textarea);
  const note = element("p", { className: "rich-note", role: "status" });
  const pictures = pictureDesk(textarea, zone, note);
  textarea.value = startingText(textarea);
  const sync = () => {
    textarea.value = htmlOf(zone);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const refresh = () => {
    const putCaretBack = markCaret(zone);
    zone.replaceChildren(shown(textarea.value));
    startLine(zone);
    putCaretBack();
    zone.contentEditable = String(!textarea.readOnly);
  };
  refresh();
  zone.addEventListener("input", () => startLine(zone) || sync());
  zone.addEventListener("paste", (event) => paste(event, zone, pictures, sync));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    await pictures.add(picturesIn(event.dataTransfer));
    sync();
  });
  zone.addEventListener("click", (event) => zone.isContentEditable && recaption(event, sync));
  textarea.addEventListener("rich:refresh", refresh);
  const tools = pictures.canAdd ? [...TOOLS, { text: "Image", label: "Ajouter une image", run: pictures.choose }] : TOOLS;
  textarea.before(element("div", { className: "rich" }, toolbar(zone, sync, tools), zone, note));
  textarea.hidden = true;
  if (caret) goOn(zone, caret);
}

document.execCommand("defaultParagraphSeparator", false, "p");
document.querySelectorAll("textarea[data-rich]").forEach(mount);
