// Bytes, refusal, and small helpers. No I/O anywhere in lib/.

/** What the page calls "refused": nothing of it is taken, and the reason is told. */
export class Refused extends Error {}

export function refuse(reason) {
  throw new Refused(reason);
}

const encoder = new TextEncoder();

export function utf8(text) {
  return encoder.encode(text);
}

/** §30: fatal, and a byte order mark stays a character (so that it can be refused). */
export function fromUtf8(bytes, what = 'text') {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(`${what}: malformed UTF-8`);
  }
}

export function concat(...parts) {
  let n = 0;
  for (const p of parts) n += p.length;
  const out = new Uint8Array(n);
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

export function equal(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** -1, 0 or 1; the order of bytes. */
export function compareBytes(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

/** Order of bytes of two texts as UTF-8 (code unit order differs above U+FFFF). */
export function compareText(a, b) {
  return a === b ? 0 : compareBytes(utf8(a), utf8(b));
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function hex(bytes) {
  let s = '';
  for (const b of bytes) s += HEX[b];
  return s;
}

/** Lower-case hex of a known form only; the caller has matched it. */
export function unhex(text) {
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function u8(n) {
  return Uint8Array.of(n);
}

export function u16(n) {
  return Uint8Array.of(n >>> 8, n & 255);
}

export function u64(n) {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(n));
  return out;
}

/** Index of the first LF at or after `from`, or -1. */
export function findLf(bytes, from = 0) {
  return bytes.indexOf(10, from);
}
