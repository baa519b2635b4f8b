/* The list of those expected, while people arrive: what is typed leaves only the lines that hold it, without accents;
   Enter ticks the first and makes room for the next name. */

const filter = document.querySelector("[data-sheet-filter]");
const lines = Array.from(document.querySelectorAll(".sheet-line"));

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function show() {
  const wanted = fold(filter.value).split(" ").filter(Boolean);
  for (const line of lines) {
    const words = fold(`${line.textContent} ${line.closest("fieldset").querySelector("legend").textContent}`);
    line.hidden = !wanted.every((word) => words.includes(word));
  }
  for (const block of document.querySelectorAll("fieldset.sheet")) block.hidden = !block.querySelector(".sheet-line:not([hidden])");
}

function tickFirst(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const box = lines.find((line) => !line.hidden)?.querySelector("[type=checkbox]");
  if (!box || !filter.value.trim()) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  filter.value = "";
  show();
}

filter?.addEventListener("input", show);
filter?.addEventListener("keydown", tickFirst);
