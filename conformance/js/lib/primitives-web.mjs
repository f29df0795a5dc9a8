// SHA-256, HMAC and Ed25519 by WebCrypto: what Node and current browsers bring. `#primitives` (package.json) names this
// file, or under the condition `browser` the one beside it; both answer alike, which the tests run both ways show.
const subtle = globalThis.crypto.subtle;

export async function sha256(bytes) {
  return new Uint8Array(await subtle.digest('SHA-256', bytes));
}

export async function hmacSha256(key, bytes) {
  const k = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', k, bytes));
}

/** §3 rule 4 alone; the caller has applied rules 1 to 3. Node's WebCrypto is OpenSSL, browsers' BoringSSL: without the cofactor. */
export async function ed25519Holds(key, signature, message) {
  try {
    const k = await subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    return await subtle.verify({ name: 'Ed25519' }, k, signature, message);
  } catch {
    return false; // "A key that is no point of the curve .. no signature verifies under it"
  }
}
