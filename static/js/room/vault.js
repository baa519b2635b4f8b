/* What stays on this device is encrypted with a key that no script can read out, one for each account of the browser.
   Only a secure page (HTTPS, or localhost) has the means; elsewhere nothing is kept at all. */

const NAME = "AES-GCM";

export const isOpen = isSecureContext && Boolean(crypto.subtle);

export const newVaultKey = () => crypto.subtle.generateKey({ name: NAME, length: 256 }, false, ["encrypt", "decrypt"]);

const locked = (iv, label) => ({ name: NAME, iv, additionalData: new TextEncoder().encode(label) });

/** ``label`` is where it belongs: sealed for one text, it does not open as another. */
export async function seal(key, content, label) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  return { iv, sealed: await crypto.subtle.encrypt(locked(iv, label), key, bytes) };
}

export async function unseal(key, { iv, sealed }, label) {
  const bytes = await crypto.subtle.decrypt(locked(iv, label), key, sealed);
  return JSON.parse(new TextDecoder().decode(bytes));
}
