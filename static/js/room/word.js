/* Word puts paragraphs on the clipboard where the page shows lists: each carries its level and begins with its mark.
   The server reads them the same way (clusterhub/web/richtext/word.py). */

const DEEPEST = 4;
const BULLET = /^\s*[·•▪◦o§Øüvq–-][ \u00a0]+/;
const NUMBER = /^\s*\(?(?:(\d{1,3})|[a-zA-Z]|[ivxlcIVXLC]{1,6})(?:\.\d{1,3})*[.)][ \u00a0]+/;

/** The same HTML without Word's comments; the level of its list items in an attribute. */
export function unworded(html) {
  const comments = html.search(/<div\b[^<>]*\bmso-element:\s*comment-list\b/i);
  const body = comments < 0 ? html : html.slice(0, comments);
  return body
    .replace(/\[bookmark:[^\]]{0,100}\]/gi, "")
    .replace(/<a\b[^<>]*\bmsocom(?:anchor|_\d)[^<>]*>[^<]{0,40}<\/a>/gi, "")
    .replace(/<(?:p|h[1-6])\b[^<>]*mso-list:\s*l\d+\s+level([1-9])\b[^<>]*>/gi, '<p data-level="$1">');
}

/** Paragraphs that follow one another with a level become nested lists. */
export function nestLists(root) {
  for (const first of root.querySelectorAll("p[data-level]")) {
    if (first.isConnected && first.dataset.level) nestFrom(first);
  }
}

function nestFrom(first) {
  const open = [];
  let line = first;
  const mark = first.ownerDocument.createComment("");
  first.before(mark);
  while (line?.dataset.level) {
    const next = line.nextElementSibling;
    append(line, open, mark);
    line = next;
  }
  mark.remove();
}

function append(line, open, mark) {
  const level = Math.min(Number(line.dataset.level), DEEPEST);
  const { ordered, first } = withoutMark(line);
  const tag = ordered ? "OL" : "UL";
  const isOther = (list) => list.level === level && (list.node.tagName !== tag || first);
  while (open.length && (open.at(-1).level > level || isOther(open.at(-1)))) open.pop();
  if (!open.length || open.at(-1).level < level) {
    const node = line.ownerDocument.createElement(tag);
    if (open.length) open.at(-1).node.lastChild.append(node);
    else mark.before(node);
    open.push({ level, node });
  }
  const item = line.ownerDocument.createElement("li");
  item.append(...line.childNodes);
  open.at(-1).node.append(item);
  line.remove();
}

function withoutMark(line) {
  const text = line.textContent;
  const number = NUMBER.exec(text);
  let left = (number || BULLET.exec(text) || [""])[0].length;
  const walker = line.ownerDocument.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (left && walker.nextNode()) {
    const cut = Math.min(left, walker.currentNode.data.length);
    walker.currentNode.deleteData(0, cut);
    left -= cut;
  }
  return { ordered: Boolean(number), first: number?.[1] === "1" && !/\d\.\d/.test(number[0]) };
}
