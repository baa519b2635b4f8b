/* What is projected follows the room: the same page is asked for again every few seconds, and shown where it changed. */

const EVERY = 4000;
const shown = () => document.querySelector("[data-projection]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-projection]");
  if (fresh && fresh.innerHTML !== shown().innerHTML) shown().replaceWith(document.adoptNode(fresh));
}

setInterval(refresh, EVERY);
