// §8: checkpoints, the two signatures of a log, cosignatures of witnesses.
import { refuse, utf8, concat, u8, u64, equal } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { EMPTY_ROOT } from './hash.mjs';
import { readSize, MAX_SIZE } from './types.mjs';
import { readNote, keyId, lineIsOf } from './note.mjs';
import { TYPE_ED25519, TYPE_COSIGN_ED25519, TYPE_MLDSA44 } from './note.mjs';
import { verifyEd25519, verifyMldsa44 } from './sign.mjs';

/** Exactly three lines -> {origin, size (BigInt), root, body}. */
export function readBody(text) {
  if (!text.endsWith('\n')) refuse('checkpoint: no LF at the end');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length !== 3) refuse(`checkpoint: ${lines.length} lines, not 3`);
  const [origin, sizeText, rootText] = lines;
  const n = utf8(origin).length;
  // eslint-disable-next-line no-control-regex
  if (n < 1 || n > 255 || /[\x00-\x1f]/.test(origin)) refuse('checkpoint: origin');
  const size = readSize(sizeText, 'checkpoint: size');
  const root = decode64(rootText, 32, 'checkpoint: root');
  if (size === 0n && !equal(root, EMPTY_ROOT)) refuse('checkpoint: size 0 with another root');
  return { origin, size, root, body: text };
}

/** The message of an ML-DSA-44 line (C2SP tlog-cosignature, subtree/v1). */
export function subtreeMessage(name, timestamp, head) {
  const n = utf8(name);
  const o = utf8(head.origin);
  return concat(utf8('subtree/v1\n'), u8(0), u8(n.length), n, u64(timestamp), u8(o.length), o, u64(0), u64(head.size), head.root);
}

/** A note of a log: form, origin and its exactly two lines; no signature is verified yet. */
export function readLogNote(note, origin) {
  const { text, lines } = readNote(note);
  const head = readBody(text);
  if (origin !== undefined && head.origin !== origin) refuse('checkpoint: another origin');
  if (lines.length !== 2) refuse(`checkpoint: ${lines.length} signature lines, not 2`);
  checkLogForm(head, lines);
  return { ...head, lines };
}

/** The form of a log's two lines, as far as it can be told without their keys. */
function checkLogForm(head, [first, second]) {
  if (first.name !== head.origin || second.name !== head.origin) refuse('checkpoint: key name is not the origin');
  if (first.signature.length !== 64) refuse('checkpoint: Ed25519 line has another length');
  if (second.signature.length !== 8 + 2420) refuse('checkpoint: ML-DSA-44 line has another length');
  if (second.signature.subarray(0, 8).some((b) => b !== 0)) refuse('checkpoint: timestamp is not 0');
}

/** Both signatures of a log over its head, under `pair`; refused unless both hold. */
export async function checkLogLines(head, lines, pair) {
  const [first, second] = lines;
  checkLogForm(head, lines);
  if (!equal(first.id, await keyId(head.origin, TYPE_ED25519, pair.ed25519))) refuse('checkpoint: line 1 is not of the Ed25519 key in force');
  if (!equal(second.id, await keyId(head.origin, TYPE_MLDSA44, pair.mldsa44))) refuse('checkpoint: line 2 is not of the ML-DSA-44 key in force');
  if (!(await verifyEd25519(pair.ed25519, first.signature, utf8(head.body)))) refuse('checkpoint: Ed25519 signature does not hold');
  if (!verifyMldsa44(pair.mldsa44, second.signature.subarray(8), subtreeMessage(head.origin, 0n, head))) refuse('checkpoint: ML-DSA-44 signature does not hold');
}

/** A witness's line over a head; returns its timestamp (BigInt), refused if it does not hold. */
export async function checkCosignature(vkey, line, head) {
  if (vkey.type !== TYPE_COSIGN_ED25519 && vkey.type !== TYPE_MLDSA44) refuse('witness: a key of another type');
  if (!lineIsOf(line, vkey)) refuse('witness: the line is not of this key');
  const want = vkey.type === TYPE_MLDSA44 ? 2420 : 64;
  if (line.signature.length !== 8 + want) refuse('witness: signature of another length');
  const stamp = line.signature.subarray(0, 8);
  const t = new DataView(stamp.buffer, stamp.byteOffset, 8).getBigUint64(0);
  if (t < 1n || t > MAX_SIZE) refuse('witness: timestamp');
  const signature = line.signature.subarray(8);
  const holds =
    vkey.type === TYPE_MLDSA44
      ? verifyMldsa44(vkey.key, signature, subtreeMessage(vkey.name, t, head))
      : await verifyEd25519(vkey.key, signature, utf8(`cosignature/v1\ntime ${t}\n${head.body}`));
  if (!holds) refuse('witness: the cosignature does not hold');
  return t;
}

