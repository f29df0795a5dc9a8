// SHA-256, HMAC and Ed25519 without WebCrypto, which older browsers have without Ed25519, and some not at all in a page
// that was opened from a disk. The one-file page is built with this.
import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash256, sha512 } from '@noble/hashes/sha2.js';
import { concat } from './bytes.mjs';

const { Point } = ed25519;

export const sha256 = (bytes) => hash256(bytes);

export const hmacSha256 = (key, bytes) => hmac(hash256, key, bytes);

function little(bytes) {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i]);
  return n;
}

/**
 * §3 rule 4 alone; the caller has applied rules 1 to 3. Not `ed25519.verify`: that multiplies by the cofactor whatever
 * its options say, and so takes signatures that the page refuses (vectors/ed25519/bad-cofactored.json).
 */
export function ed25519Holds(key, signature, message) {
  try {
    const r = signature.subarray(0, 32);
    const A = Point.fromBytes(key);
    const R = Point.fromBytes(r);
    const k = Point.Fn.create(little(sha512(concat(r, key, message))));
    const S = little(signature.subarray(32));
    return Point.BASE.multiplyUnsafe(S).equals(R.add(A.multiplyUnsafe(k)));
  } catch {
    return false; // no point of the curve
  }
}
