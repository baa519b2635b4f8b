/* Completion of the names before the colon of « @DNDS, OCHA : … »: by any way of writing them, without accents, members
   first. The list is fetched once, at the first « @ »; arrows choose, Tab or Enter takes. */

import { element, fold } from "./page.js";

const BEING_TYPED = /(?:^|\s)@(?:[^:@]*[,;]\s*|[^:@]*\bavec l.appui d(?:['’]|[eu]s?\s+(?:la\s+|l['’])?)|[^:@]*\set\s)?([^,;:@]{1,40})$/;
const SHOWN = 6;

let names;

async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected) throw new Error("no names");
  return (await answer.json()).map(([name, aliases, far]) => ({ name, folded: `|${fold(name)}|${aliases}`, far }));
}

/** Those whose name begins so, then those known by another name that does, of the cluster before all others; then those
    with a word that does. */
function matching(known, typed) {
  const wanted = fold(typed);
  const rank = ({ folded, far }) => {
    const at = folded.indexOf(`|${wanted}`);
    return at < 0 ? 4 : far * 2 + Number(at > 0);
  };
  const found = known.filter(({ folded }) => folded.includes(`|${wanted}`) || folded.includes(` ${wanted}`));
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, SHOWN);
}

function typedBeforeCaret(zone) {
  const { anchorNode, anchorOffset, isCollapsed } = document.getSelection();
  if (!isCollapsed || anchorNode?.nodeType !== Node.TEXT_NODE || !zone.contains(anchorNode)) return null;
  const found = BEING_TYPED.exec(anchorNode.data.slice(0, anchorOffset));
  return found && { word: found[1], node: anchorNode, end: anchorOffset };
}

let lists = 0;

/** Watches ``zone``; ``isOpen`` while names are offered. */
export function complete(zone, url) {
  const id = `names-${(lists += 1)}`;
  const box = element("ul", { className: "name-list", id, role: "listbox", ariaLabel: "Noms connus", hidden: true });
  zone.closest(".rich").after(box);
  zone.setAttribute("aria-controls", id);
  zone.ariaAutoComplete = "list";
  let chosen = 0;

  const open = (offered) => {
    chosen = 0;
    box.replaceChildren(...offered.map(option));
    box.hidden = offered.length === 0;
    mark();
  };
  const close = () => open([]);

  function option({ name }, position) {
    const row = element("li", { role: "option", id: `${id}-${position}` }, name);
    row.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(name);
    });
    return row;
  }

  function mark() {
    Array.from(box.children, (row, position) => (row.ariaSelected = position === chosen));
    if (box.hidden) zone.removeAttribute("aria-activedescendant");
    else zone.setAttribute("aria-activedescendant", `${id}-${chosen}`);
  }

  function take(name) {
    const typed = typedBeforeCaret(zone);
    if (!typed) return close();
    document.getSelection().setBaseAndExtent(typed.node, typed.end - typed.word.length, typed.node, typed.end);
    document.execCommand("insertText", false, name);
    close();
  }

  async function offer() {
    const typed = typedBeforeCaret(zone);
    if (!typed?.word.trim()) return close();
    names ||= load(url);
    const known = await names.catch(() => {
      names = null;
      return [];
    });
    const now = typedBeforeCaret(zone);
    if (!now || now.word !== typed.word) return;
    const offered = matching(known, typed.word);
    if (offered.length === 1 && offered[0].name === typed.word.trim()) return close();
    open(offered);
  }

  function pressed(event) {
    if (box.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) chosen = (chosen + step + box.children.length) % box.children.length;
    else if (event.key === "Tab" || event.key === "Enter") take(box.children[chosen].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    mark();
  }

  zone.addEventListener("input", offer);
  zone.addEventListener("keydown", pressed);
  zone.addEventListener("blur", () => setTimeout(close, 150));
  return {
    get isOpen() {
      return !box.hidden;
    },
  };
}
