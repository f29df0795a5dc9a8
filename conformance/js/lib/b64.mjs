// §1: base64 of RFC 4648 section 4, with padding, in one line, and only what an encoder writes.
import { refuse } from './bytes.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUE[ALPHABET.charCodeAt(i)] = i;

export function encode64(bytes) {
  let s = '';
  let i = 0;
  for (; i + 2 < bytes.length; i += 3) {
    const n = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    s += ALPHABET[n >> 18] + ALPHABET[(n >> 12) & 63] + ALPHABET[(n >> 6) & 63] + ALPHABET[n & 63];
  }
  const left = bytes.length - i;
  if (left === 1) {
    const n = bytes[i] << 4;
    s += ALPHABET[n >> 6] + ALPHABET[n & 63] + '==';
  } else if (left === 2) {
    const n = (bytes[i] << 10) | (bytes[i + 1] << 2);
    s += ALPHABET[n >> 12] + ALPHABET[(n >> 6) & 63] + ALPHABET[n & 63] + '=';
  }
  return s;
}

/** The bytes, or null if the text is not exactly what an encoder writes. */
export function tryDecode64(text) {
  if (typeof text !== 'string' || text.length % 4 !== 0) return null;
  let pad = 0;
  if (text.endsWith('==')) pad = 2;
  else if (text.endsWith('=')) pad = 1;
  const chars = text.length - pad;
  const out = new Uint8Array((text.length / 4) * 3 - pad);
  let bits = 0;
  let have = 0;
  let at = 0;
  for (let i = 0; i < chars; i++) {
    const c = text.charCodeAt(i);
    const v = c < 128 ? VALUE[c] : -1;
    if (v < 0) return null;
    bits = ((bits << 6) | v) & 0xffffff;
    have += 6;
    if (have >= 8) {
      have -= 8;
      out[at++] = (bits >> have) & 255;
    }
  }
  if (have && bits & ((1 << have) - 1)) return null; // stray last bits
  return at === out.length ? out : null;
}

/** Decoded bytes of exactly `length` (any length if undefined); refused otherwise. */
export function decode64(text, length, what) {
  const out = tryDecode64(text);
  if (out === null) refuse(`${what}: not base64 in its one form`);
  if (length !== undefined && out.length !== length) refuse(`${what}: ${out.length} bytes, not ${length}`);
  return out;
}
