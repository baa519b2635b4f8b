/* Texts that the server has not acknowledged yet, kept on this device in IndexedDB: localStorage loses what was written in
   the seconds before a crash. Only unsent texts are here; each is deleted when the server has it. */

const STORE = "drafts";

let opening;

function database() {
  opening ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("clusterhub", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inTransaction(mode, act) {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const request = act(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** draft: { id, place, text, base, attempt, at, page, caption }; ``id`` starts with ``place`` (user and meeting). */
export const keep = (draft) => inTransaction("readwrite", (store) => store.put(draft));

export const forget = (id) => inTransaction("readwrite", (store) => store.delete(id));

/** All drafts of one user in one meeting. */
export async function keptIn(place) {
  const all = await inTransaction("readonly", (store) => store.getAll());
  return all.filter((draft) => draft.place === place);
}
