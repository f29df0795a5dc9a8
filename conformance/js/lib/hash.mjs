// SHA-256 and HMAC by WebCrypto; SHAKE-256 by @noble/hashes (WebCrypto has none).
import { shake256 } from '@noble/hashes/sha3.js';
import { concat, utf8 } from './bytes.mjs';

const subtle = globalThis.crypto.subtle;

/** §1: H of the concatenation of texts (as UTF-8) and bytes. */
export async function H(...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  return new Uint8Array(await subtle.digest('SHA-256', raw.length === 1 ? raw[0] : concat(...raw)));
}

export async function hmac(key, ...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  const k = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', k, concat(...raw)));
}

export function shake(length, ...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  return shake256(concat(...raw), { dkLen: length });
}

/** H("") : the root of the empty tree. */
export const EMPTY_ROOT = Uint8Array.from(
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'.match(/../g).map((x) => parseInt(x, 16)),
);
