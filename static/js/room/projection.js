/* What is projected follows the room: the same page is asked for again some seconds after each answer, and shown where it
   changed. */

const EVERY = 4000;
const PATIENCE = 15000;
const shown = () => document.querySelector("[data-projection]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-projection]");
  if (fresh && fresh.innerHTML !== shown().innerHTML) shown().replaceWith(document.adoptNode(fresh));
}

/** One question after the other: on a slow line an old answer never comes after a new one. */
function follow() {
  setTimeout(() => refresh().catch(() => {}).then(follow), EVERY);
}

follow();
