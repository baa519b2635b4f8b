/* Keeps the caret in its paragraph when the text around it is replaced, by what a colleague added above or below. */

/** Answers what puts the caret back once ``zone`` shows another text. */
export function markCaret(zone) {
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
