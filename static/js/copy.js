// « Copier » beside a text: without this script one selects it and copies it by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const area = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", async () => {
    area.select();
    said.textContent = (await copied(area)) ? "Copié." : "Le texte est sélectionné : copiez-le.";
  });
}

async function copied(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
