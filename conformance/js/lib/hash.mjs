// SHA-256 and HMAC of texts and bytes; SHAKE-256 by @noble/hashes (WebCrypto has none).
import { hmacSha256, sha256 } from '#primitives';
import { shake256 } from '@noble/hashes/sha3.js';
import { concat, utf8 } from './bytes.mjs';

/** §1: H of the concatenation of texts (as UTF-8) and bytes. */
export async function H(...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  return sha256(raw.length === 1 ? raw[0] : concat(...raw));
}

export async function hmac(key, ...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  return hmacSha256(key, concat(...raw));
}

export function shake(length, ...parts) {
  const raw = parts.map((p) => (typeof p === 'string' ? utf8(p) : p));
  return shake256(concat(...raw), { dkLen: length });
}

/** H("") : the root of the empty tree. */
export const EMPTY_ROOT = Uint8Array.from(
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'.match(/../g).map((x) => parseInt(x, 16)),
);
