/* Pictures in the text of the room: reduced here, sent to the server, shown with their caption. A text holds
   <img src="/images/…/" alt="caption">; on the screen it stands in a frame that shows the caption too. */

import { element, part, post } from "./page.js";

const ADDRESS = /^\/images\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/$/;
const ACCEPTED = ["image/png", "image/jpeg"];
const LIGHT = 300000;
const SIDE = 1600;
const PATIENCE = 60000;
const NO_ANSWER = "Pas de réponse du serveur : l’image n’est pas ajoutée. Recommencez quand le réseau sera revenu.";
const REMOTE = "Une image de la page copiée n’a pas pu être reprise : enregistrez-la, puis ajoutez-la avec le bouton « Image ».";

/** The address of one of our pictures, or nothing: a page of another site is never asked for anything. */
export function ownAddress(image) {
  const written = image.getAttribute("src") || "";
  if (!/^(https?:)?\//i.test(written)) return null;
  const url = new URL(written, location.href);
  return url.origin === location.origin && ADDRESS.test(url.pathname) ? url.pathname : null;
}

export function framed(image) {
  const change = { type: "button", className: "rich-caption", title: "Changer la légende" };
  const caption = element("figcaption", {}, element("button", change, image.alt || "Ajouter une légende"));
  return element("figure", { className: "picture", contentEditable: "false" }, image, caption);
}

export const askCaption = (caption = "") =>
  window.prompt("Légende de l’image (imprimée dessous, lue à qui ne la voit pas)", caption);

/** The pictures among the files that were pasted or dropped. */
export const picturesIn = (transfer) => Array.from(transfer.files).filter((file) => file.type.startsWith("image/"));

/** Sends one picture; resolves to its address. The error's message is for the person. */
export async function upload(file, url) {
  const data = new FormData();
  data.set("file", await reduced(file), "image");
  const answer = await post(url, data, PATIENCE).catch(() => {
    throw new Error(NO_ANSWER);
  });
  const picture = part(answer.page, "picture");
  if (answer.status === 201 && picture) return ownAddress(picture);
  throw new Error(part(answer.page, "refusal")?.textContent || refusal(answer));
}

function refusal({ status, redirected }) {
  if (redirected) return "Session expirée : l’image n’est pas ajoutée. Reconnectez-vous dans un autre onglet.";
  return status === 413 ? "Cette image est trop lourde." : "Le serveur a refusé cette image.";
}

/** A photograph of a telephone weighs more than a slow line carries. What the browser cannot read, the server refuses. */
async function reduced(file) {
  if (file.size <= LIGHT || !ACCEPTED.includes(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = element("canvas", { width, height });
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, width, height);
    paper.drawImage(bitmap, 0, 0, width, height);
    const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file;
  }
}

/** Pictures that came inside pasted HTML, sent one by one; those that cannot be are taken out. Resolves to what to say. */
export async function adopt(holder, url) {
  let said = "";
  for (const image of holder.querySelectorAll("img")) {
    try {
      image.setAttribute("src", await upload(await fileOf(image), url));
    } catch (error) {
      image.remove();
      said = error.message;
    }
  }
  return said;
}

async function fileOf(image) {
  const own = ownAddress(image);
  if (own) {
    const response = await fetch(own).catch(() => null);
    if (response?.ok) return response.blob();
    throw new Error(response ? REMOTE : NO_ANSWER);
  }
  const data = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/=\s]+)$/.exec(image.getAttribute("src") || "");
  if (!data) throw new Error(REMOTE);
  const bytes = Uint8Array.from(atob(data[2].replace(/\s/g, "")), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: data[1] });
}
