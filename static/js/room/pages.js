/* The pages that the service worker keeps (worker.js). */

const PAGES = "room-pages/";

/** All of them, whoever’s they are. */
export async function forgetPages() {
  if (!self.caches) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.map((name) => caches.delete(name)));
}
