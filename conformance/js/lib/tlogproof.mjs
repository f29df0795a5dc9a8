// §26: tlog-proof files.
import { refuse, fromUtf8 } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { readSize } from './types.mjs';
import { readNote, lineIsOf } from './note.mjs';
import { readBody, checkLogLines, checkCosignature } from './checkpoint.mjs';
import { inclusionHolds } from './merkle.mjs';

export const TLOG_PROOF_BYTES = 131072;

/**
 * bytes, the leaf hash, the pair of the log, the origin that the reader accepts, and the verifier
 * keys (as readVkey gives them) of the witnesses that he knows -> {index, size, root, times, extra}.
 */
export async function verifyTlogProof(bytes, { leaf, pair, origin, witnesses }) {
  if (bytes.length > TLOG_PROOF_BYTES) refuse('tlog-proof: too large');
  const s = fromUtf8(bytes, 'tlog-proof');
  const end = s.indexOf('\n\n'); // the first empty line: nothing before it may be empty
  if (end < 0) refuse('tlog-proof: no empty line');
  const lines = s.slice(0, end).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') refuse('tlog-proof: first line');
  let extra = null;
  if (lines.length && lines[0].startsWith('extra ')) extra = decode64(lines.shift().slice(6), undefined, 'tlog-proof: extra');
  const indexLine = lines.shift();
  if (indexLine === undefined || !indexLine.startsWith('index ')) refuse('tlog-proof: no index');
  const index = readSize(indexLine.slice(6), 'tlog-proof: index');
  if (lines.length > 63) refuse('tlog-proof: too many hashes');
  const path = lines.map((l) => decode64(l, 32, 'tlog-proof: hash'));

  const note = readNote(s.slice(end + 2));
  const head = readBody(note.text);
  if (head.origin !== origin) refuse('tlog-proof: another origin');
  if (note.lines.length < 2) refuse('tlog-proof: the log has not signed twice');
  await checkLogLines(head, note.lines.slice(0, 2), pair);
  const times = [];
  for (const line of note.lines.slice(2)) {
    const known = witnesses.find((w) => lineIsOf(line, w));
    if (known) times.push(await checkCosignature(known, line, head));
  }
  if (!(await inclusionHolds(index, head.size, leaf, path, head.root))) refuse('tlog-proof: not under the head');
  return { index, size: head.size, root: head.root, times, extra };
}
