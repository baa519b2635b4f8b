/* What the page says of everything typed in it, in words: the gravest first, "enregistré" only when nothing else is true. */

/** « # »: how many. */
export const SAID = {
  conflict: "conflit à régler",
  refused: "refusé par le serveur, gardé ici",
  other: "un autre compte est ouvert dans ce navigateur",
  expired: "session expirée, rien n’est perdu",
  unkept: "pas encore enregistré (#) : ne fermez pas cette page",
  waiting: "sur cet appareil, en attente (#)",
  sending: "enregistrement…",
  typing: "saisie en cours…",
};
/** What is said beside something else, and what is not read out: it changes at every pause. */
const BESIDE = ["conflict", "refused"];
const QUIET = ["sending", "typing"];

const sources = [];
let latest = "";

/** source: { status, unsent }. ``unsent`` is how many texts or forms of it the server does not have. */
export function watch(...added) {
  sources.push(...added);
  tell();
}

const unsent = () => sources.reduce((sum, source) => sum + source.unsent, 0);

export function tell(saved) {
  latest = saved || latest;
  const line = document.querySelector("[data-room-state]");
  if (!line) return;
  const found = Object.keys(SAID).filter((status) => sources.some((source) => source.status === status));
  const shown = found.slice(0, BESIDE.includes(found[0]) ? 2 : 1);
  line.dataset.state = shown[0] || "saved";
  line.textContent = shown.map((status) => SAID[status].replace("#", unsent())).join(" · ") || latest;
  if (!QUIET.includes(line.dataset.state)) readOut(line);
}

/** Trouble, and its end. What is saved at each pause is seen, and read out by nobody. */
function readOut(line) {
  const aloud = document.querySelector("[data-room-aloud]");
  const isTrouble = line.dataset.state !== "saved";
  const isNews = aloud.textContent !== line.textContent;
  if (isNews && (isTrouble || aloud.dataset.trouble)) aloud.textContent = line.textContent;
  aloud.dataset.trouble = isTrouble ? "yes" : "";
}
