// While an action is typed, open ones that say nearly the same are shown under it. The server finds and words them.

const PAUSE = 700;

for (const place of document.querySelectorAll("[data-already-asked]")) {
  const form = place.closest("form");
  let timer;
  form.addEventListener("input", (event) => {
    if (!["description", "cluster"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(place, form), PAUSE);
  });
}

async function show(place, form) {
  const typed = new FormData(form);
  if (place.dataset.cluster) typed.set("cluster", place.dataset.cluster);
  const answer = await fetch(place.dataset.alreadyAsked, { method: "POST", body: typed }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (form.elements.description.value !== typed.get("description")) return; // it answers what is no longer asked
  place.replaceChildren(...page.body.childNodes);
}
