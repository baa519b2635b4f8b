/* What the page says of everything typed in it, in words: the gravest first, "enregistré" only when nothing else is true. */

const SAID = {
  conflict: () => "conflit à régler",
  refused: () => "refusé par le serveur, gardé ici",
  other: () => "un autre compte est ouvert dans ce navigateur",
  expired: () => "session expirée, rien n’est perdu",
  unkept: (count) => `pas encore enregistré (${count}) : ne fermez pas cette page`,
  waiting: (count) => `sur cet appareil, en attente (${count})`,
  sending: () => "enregistrement…",
  typing: () => "saisie en cours…",
};

const sources = [];

/** source: { status, words, unsent }. ``unsent`` is how many texts or forms of it the server does not have. */
export function watch(...added) {
  sources.push(...added);
  tell();
}

export const unsent = () => sources.reduce((sum, source) => sum + source.unsent, 0);

let latest = "";

export function tell(words) {
  latest = words || latest;
  const line = document.querySelector("[data-room-state]");
  if (!line) return;
  const found = Object.keys(SAID).filter((status) => sources.some((source) => source.status === status));
  const shown = found.slice(0, found[0] === "conflict" || found[0] === "refused" ? 2 : 1);
  if (line.dataset.state === (line.dataset.state = shown[0] || "saved") && shown[0] === "typing") return;
  line.textContent = shown.map((status) => SAID[status](unsent())).join(" · ") || latest;
}
