// §3: the two signatures, side by side.
import { ed25519Holds } from '#primitives';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { utf8, hex, refuse } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { exactly } from './types.mjs';

const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const LOW255 = (1n << 255n) - 1n;

function little(bytes) {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i]);
  return n;
}

const zeros = '00'.repeat(30);
const effs = 'ff'.repeat(30);
/** Rule 1: x = 0 with the sign bit; rule 2: the canonical encodings of the points of small order. */
const BAD_POINTS = new Set([
  `01${zeros}80`,
  `ec${effs}ff`,
  `01${zeros}00`,
  `ec${effs}7f`,
  `00${zeros}00`,
  `00${zeros}80`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
]);

/** Rules 1 and 2 for A or R. A key for which this is false is "unsound". */
export function soundPoint(bytes) {
  return bytes.length === 32 && (little(bytes) & LOW255) < P && !BAD_POINTS.has(hex(bytes));
}

export async function verifyEd25519(key, signature, message) {
  if (signature.length !== 64 || !soundPoint(key) || !soundPoint(signature.subarray(0, 32))) return false;
  if (little(signature.subarray(32)) >= L) return false; // rule 3
  return ed25519Holds(key, signature, message); // rule 4
}

export function verifyMldsa44(key, signature, message, context = '') {
  if (key.length !== 1312 || signature.length !== 2420) return false;
  return ml_dsa44.verify(signature, message, key, { context: utf8(context) });
}

/** A pair: an object of exactly two keys, read to raw bytes. */
export function readPair(v, what) {
  exactly(v, what, ['ed25519', 'mldsa44']);
  const ed25519 = decode64(v.get('ed25519'), 32, `${what}.ed25519`);
  const mldsa44 = decode64(v.get('mldsa44'), 1312, `${what}.mldsa44`);
  if (!soundPoint(ed25519)) refuse(`${what}: unsound Ed25519 key`);
  return { ed25519, mldsa44 };
}
