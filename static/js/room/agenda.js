/* Alt + arrows on a point of the agenda press the buttons of that point: up, down, under the one above, out again. */

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "nest", ArrowLeft: "unnest" };

document.querySelector("[data-agenda]")?.addEventListener("keydown", (event) => {
  const move = event.altKey && MOVES[event.key];
  if (!move) return;
  event.preventDefault();
  const button = event.target.closest("[data-item]")?.querySelector(`[name="${move}"]`);
  if (button && !button.disabled) button.click();
});

/* After a move the page comes back at #point-…: the keyboard stays on the point that was moved. */
if (location.hash.startsWith("#point-")) document.getElementById(location.hash.slice(1))?.focus();
