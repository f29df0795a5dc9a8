// §16: pouches, as far as they can be read alone.
import { refuse, fromUtf8 } from './bytes.mjs';
import { tryDecode64 } from './b64.mjs';
import { readBytes } from './json.mjs';
import { isId, isParty, readSize } from './types.mjs';
import { readLogNote } from './checkpoint.mjs';
import { readLine, LINE_BYTES } from './entry.mjs';

export const HEAD_BYTES = 65536; // §27
export const POUCH_ENTRIES = 4096n;
export const POUCH_BYTES = 16777216;
export const PAD_BYTES = 1048576;
const CERT_BYTES = 16384;

/** Everything before the first entry (step 4): the hints, the certificate's value, the checkpoint. */
export function readPouchHead(bytes) {
  // The head ends with the third empty line: hints, text of the note, signature lines.
  const limit = Math.min(bytes.length, HEAD_BYTES);
  let end = -1;
  let empty = 0;
  for (let i = 1; i < limit && empty < 3; i++) {
    if (bytes[i] === 10 && bytes[i - 1] === 10) {
      empty++;
      end = i + 1;
    }
  }
  if (empty < 3) refuse('pouch: no end of its head within 65536 bytes');
  const head = fromUtf8(bytes.subarray(0, end), 'pouch');
  const cut = head.indexOf('\n\n');
  const lines = head.slice(0, cut).split('\n');
  if (lines[0] !== 'detente-pouch/v1') refuse('pouch: first line');
  const log = (lines[1] ?? '').split(' ');
  if (log.length !== 5 || log[0] !== 'log' || !isId(log[1]) || !isId(log[2]) || !isParty(log[3])) refuse('pouch: log');
  const generation = readSize(log[4], 'pouch: generation');
  if (generation > 999999n) refuse('pouch: generation');
  const range = (lines[2] ?? '').split(' ');
  if (range.length !== 3 || range[0] !== 'range') refuse('pouch: range');
  const from = readSize(range[1], 'pouch: from');
  const to = readSize(range[2], 'pouch: to');
  if (to <= from || to - from > POUCH_ENTRIES) refuse('pouch: number of entries');
  let certValue = null;
  if (from === 0n) {
    if (lines.length !== 4 || !lines[3].startsWith('cert ')) refuse('pouch: no certificate');
    const raw = tryDecode64(lines[3].slice(5));
    if (raw === null || raw.length > CERT_BYTES) refuse('pouch: certificate');
    certValue = readBytes(raw);
  } else if (lines.length !== 3) {
    refuse('pouch: a line more in its head');
  }
  const checkpoint = readLogNote(head.slice(cut + 2, -1));
  if (checkpoint.size !== to) refuse('pouch: the checkpoint has another size');
  return { dialogue: log[1], channel: log[2], party: log[3], generation: Number(generation), from: Number(from), to: Number(to), certValue, checkpoint, end };
}

/** The lines after the head (step 8): to - from entries, the last and no other a seal; maybe a pad. */
export async function readPouchLines(bytes, head) {
  if (bytes[bytes.length - 1] !== 10) refuse('pouch: no LF at the end');
  const entries = [];
  let total = 0;
  let at = head.end;
  while (at < bytes.length) {
    const lf = bytes.indexOf(10, at);
    const line = bytes.subarray(at, lf);
    at = lf + 1;
    if (entries.length === head.to - head.from) {
      // only a pad may follow, once
      const s = line.length <= PAD_BYTES ? fromUtf8(line, 'pouch: pad') : '';
      if (at !== bytes.length || !/^pad [A-Za-z0-9+/]*$/.test(s)) refuse('pouch: something after the entries');
      break;
    }
    total += line.length + 1;
    if (line.length > LINE_BYTES || total > POUCH_BYTES) refuse('pouch: too large');
    entries.push(await readLine(line));
  }
  if (entries.length !== head.to - head.from) refuse('pouch: too few entries');
  entries.forEach((e, i) => {
    if ((e.kind === 'seal') !== (i === entries.length - 1)) refuse('pouch: not exactly one seal, last');
  });
  if (entries.at(-1).form !== 'e') refuse('pouch: the seal is not whole');
  return entries;
}
