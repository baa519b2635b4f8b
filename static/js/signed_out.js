/* The sign-in page, when somebody has just left or a session is over: the pages that the room kept on this device go.
   Unsent texts stay, encrypted; the page says that there are some, and not whose. */

import { countWaiting, forgetAcknowledged, forgetPages } from "./room/drafts.js";

forgetPages().catch(() => {});
forgetAcknowledged().catch(() => {});

const count = await countWaiting().catch(() => 0);
const note = document.querySelector("[data-left-here]");
if (count) {
  note.hidden = false;
  note.querySelector("[data-count]").textContent = count > 1 ? `${count} textes` : "1 texte";
}
