/* Turns <textarea data-rich> into an editor: bold, italic, nested lists, links. The textarea stays the truth: it holds the
   HTML (given in data-html; without a script it holds the plain text), fires "input" at each change, and shows what it
   holds again when it receives "rich:refresh". */

const KEPT = new Set(["P", "BR", "STRONG", "EM", "UL", "OL", "LI", "A", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD"]);
const BLOCKS = new Set(["P", "UL", "OL", "TABLE"]);
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
  const children = cleaned(node, into);
  if (!KEPT.has(name)) return kept.append(children);
  const element = into.createElement(name);
  const href = node.getAttribute("href") || "";
  if (name === "A" && SAFE_LINK.test(href)) element.setAttribute("href", href);
  element.append(children);
  // A browser indents a list by putting <ul> beside <li>; it belongs inside the one before.
  const isList = name === "UL" || name === "OL";
  const host = isList && /^[UO]L$/.test(node.parentNode.tagName || "") ? kept.lastChild : null;
  (host || kept).append(element);
}

function parsed(html) {
  const inert = new DOMParser().parseFromString(html, "text/html");
  return cleaned(inert.body, inert);
}

/** Pasted tags without the attributes that the security policy would report; all the others go in cleaned(). */
function quieted(html) {
  const reported = /\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(reported, ""));
}

/** What is typed, as the server would give it: words outside any paragraph get one. */
function htmlOf(zone) {
  const holder = document.implementation.createHTMLDocument("").createElement("div");
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
  return holder.textContent.trim() ? holder.innerHTML : "";
}

function insertLink() {
  const url = window.prompt("Adresse du lien (https://…)");
  if (url && SAFE_LINK.test(url)) document.execCommand("createLink", false, url);
}

function toolbar(zone, sync) {
  const bar = document.createElement("div");
  bar.className = "rich-tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Mise en forme");
  bar.append(...TOOLS.map((tool) => button(tool, zone, sync)));
  return bar;
}

function button(tool, zone, sync) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "rich-tool";
  if (tool.style) element.classList.add(tool.style);
  element.textContent = tool.text;
  element.title = tool.label;
  element.setAttribute("aria-label", tool.label);
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", () => {
    zone.focus();
    if (tool.run) tool.run();
    else document.execCommand(tool.command);
    sync();
  });
  return element;
}

function editor(textarea) {
  const zone = document.createElement("div");
  zone.className = "rich-zone";
  zone.contentEditable = "true";
  zone.setAttribute("role", "textbox");
  zone.setAttribute("aria-multiline", "true");
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  if (label) {
    label.id ||= `${textarea.id}_label`;
    zone.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => zone.focus());
  }
  return zone;
}

function paste(event, sync) {
  event.preventDefault();
  const html = event.clipboardData.getData("text/html");
  if (html) {
    const holder = document.implementation.createHTMLDocument("").createElement("div");
    holder.append(parsed(quieted(html)));
    document.execCommand("insertHTML", false, holder.innerHTML);
  } else {
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  }
  sync();
}

/** On a slow line people type before this script is there: their plain text wins over the text that came with the page. */
function startingText(textarea) {
  if (textarea.value === textarea.defaultValue) return textarea.dataset.html ?? textarea.value;
  const holder = document.implementation.createHTMLDocument("").createElement("div");
  for (const line of textarea.value.split("\n").filter((words) => words.trim())) {
    holder.appendChild(holder.ownerDocument.createElement("p")).textContent = line;
  }
  return holder.innerHTML;
}

function mount(textarea) {
  const zone = editor(textarea);
  textarea.value = startingText(textarea);
  const sync = () => {
    textarea.value = htmlOf(zone);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const refresh = () => {
    zone.replaceChildren(parsed(textarea.value));
    zone.contentEditable = String(!textarea.readOnly);
  };
  refresh();
  zone.addEventListener("input", sync);
  zone.addEventListener("paste", (event) => paste(event, sync));
  zone.addEventListener("drop", (event) => event.preventDefault());
  textarea.addEventListener("rich:refresh", refresh);
  const frame = document.createElement("div");
  frame.className = "rich";
  frame.append(toolbar(zone, sync), zone);
  textarea.before(frame);
  textarea.hidden = true;
}

document.execCommand("defaultParagraphSeparator", false, "p");
document.querySelectorAll("textarea[data-rich]").forEach(mount);
