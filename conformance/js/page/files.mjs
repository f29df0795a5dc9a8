// What a dropped file is, by its content: a charter, something that may be a proof, or neither. No DOM.
import { Refused } from '../lib/bytes.mjs';
import { CHARTER_BYTES, readCharter } from '../lib/charter.mjs';
import { readBytes } from '../lib/json.mjs';

const LF = 10;
const MARK = new TextEncoder().encode('"claim":');

/** -> {kind: 'charter', hash} | {kind: 'proof'} | {kind: 'other'}. A damaged proof is still one. */
export async function kindOf(bytes) {
  const hash = await charterHash(bytes);
  if (hash !== null) return { kind: 'charter', hash };
  return { kind: contains(bytes, MARK) ? 'proof' : 'other' };
}

/** The hash of a charter file, with or without a line feed at its end; null if it is none. */
async function charterHash(bytes) {
  const body = bytes.at(-1) === LF ? bytes.subarray(0, -1) : bytes;
  if (body.length > CHARTER_BYTES) return null;
  try {
    return (await readCharter(readBytes(body))).dialogue;
  } catch (e) {
    if (e instanceof Refused) return null;
    throw e;
  }
}

function contains(bytes, part) {
  for (let at = bytes.indexOf(part[0]); at >= 0; at = bytes.indexOf(part[0], at + 1)) {
    if (part.every((b, i) => bytes[at + i] === b)) return true;
  }
  return false;
}
