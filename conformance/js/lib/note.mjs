// §8: signed notes, verifier keys.
import { refuse, fromUtf8, utf8, equal, hex, concat, u8 } from './bytes.mjs';
import { tryDecode64, encode64 } from './b64.mjs';
import { soundPoint } from './sign.mjs';
import { H } from './hash.mjs';

export const NOTE_BYTES = 32768; // §27 note_bytes
export const TYPE_ED25519 = 0x01;
export const TYPE_COSIGN_ED25519 = 0x04;
export const TYPE_MLDSA44 = 0x06;

// eslint-disable-next-line no-control-regex
const NOT_IN_NAME = /[+\x00-\x20\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function isKeyName(name) {
  const n = utf8(name).length;
  return n >= 1 && n <= 255 && !NOT_IN_NAME.test(name);
}

/** One signature line without its LF -> {name, id, signature}. */
export function readSignatureLine(line, what) {
  if (!line.startsWith('\u2014 ')) refuse(`${what}: does not start with a dash and a space`);
  const space = line.indexOf(' ', 2);
  if (space < 0) refuse(`${what}: no second space`);
  const name = line.slice(2, space);
  if (!isKeyName(name)) refuse(`${what}: not a key name`);
  const raw = tryDecode64(line.slice(space + 1));
  if (raw === null) refuse(`${what}: not base64 in its one form`);
  if (raw.length < 5) refuse(`${what}: no signature`);
  return { name, id: raw.subarray(0, 4), signature: raw.subarray(4) };
}

/** A note as bytes or as a text without lone surrogates -> {text, lines}. */
export function readNote(note) {
  const bytes = typeof note === 'string' ? utf8(note) : note;
  if (bytes.length > NOTE_BYTES) refuse('note: too large');
  const s = fromUtf8(bytes, 'note');
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x09\x0b-\x1f]/.test(s)) refuse('note: control character');
  if (!s.endsWith('\n')) refuse('note: no LF at the end');
  const cut = s.lastIndexOf('\n\n'); // the last empty line
  if (cut < 0) refuse('note: no empty line');
  const text = s.slice(0, cut + 1);
  const tail = s.slice(cut + 2);
  if (tail === '') refuse('note: no signature line');
  const lines = tail.slice(0, -1).split('\n');
  if (lines.length > 100) refuse('note: too many signature lines');
  return { text, lines: lines.map((l, i) => readSignatureLine(l, `note: signature line ${i + 1}`)) };
}

export async function keyId(name, type, key) {
  return (await H(name, u8(10), u8(type), key)).subarray(0, 4);
}

/** A verifier key `name+id+b64(type || key)` -> {name, type, key, id}. Unsound keys are refused. */
export async function readVkey(text) {
  const a = text.indexOf('+');
  const b = a < 0 ? -1 : text.indexOf('+', a + 1);
  if (b < 0) refuse('verifier key: not three parts');
  const name = text.slice(0, a);
  const idHex = text.slice(a + 1, b);
  if (!isKeyName(name)) refuse('verifier key: not a key name');
  if (!/^[0-9a-f]{8}$/.test(idHex)) refuse('verifier key: not 8 lower-case hex digits');
  const raw = tryDecode64(text.slice(b + 1));
  if (raw === null || raw.length < 1) refuse('verifier key: not base64 in its one form');
  const type = raw[0];
  const key = raw.subarray(1);
  if (type === TYPE_ED25519 || type === TYPE_COSIGN_ED25519) {
    if (key.length !== 32) refuse('verifier key: not 32 bytes');
    if (!soundPoint(key)) refuse('verifier key: unsound');
  } else if (type === TYPE_MLDSA44) {
    if (key.length !== 1312) refuse('verifier key: not 1312 bytes');
  } else {
    refuse('verifier key: unknown type');
  }
  const id = await keyId(name, type, key);
  if (hex(id) !== idHex) refuse('verifier key: the key id is not that of the key');
  return { name, type, key, id };
}

export async function writeVkey(name, type, key) {
  return `${name}+${hex(await keyId(name, type, key))}+${encode64(concat(u8(type), key))}`;
}

export function lineIsOf(line, vkey) {
  return line.name === vkey.name && equal(line.id, vkey.id);
}
