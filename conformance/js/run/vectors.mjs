// Reads ../../vectors; shared by the tests and by `node run/table.mjs`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILE_COMMANDS, INPUT_COMMANDS, answer, answerProof } from '../lib/contract.mjs';
import { NODE_COMMANDS } from '../node-only/commands.mjs';

const COMMANDS = { ...INPUT_COMMANDS, ...NODE_COMMANDS };

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'vectors');

/** Puts the long texts in (../README.md): $join; $text, or with $splice: [start, end, new] in code points. */
function fill(v) {
  if (Array.isArray(v)) return v.map(fill);
  if (v === null || typeof v !== 'object') return v;
  if (Array.isArray(v.$join)) return v.$join.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
  if (typeof v.$text === 'string') {
    const text = readFileSync(join(ROOT, 'texts', `${v.$text}.txt`), 'utf8');
    if (!v.$splice) return text;
    const points = Array.from(text);
    const [start, end, put] = v.$splice;
    return points.slice(0, start).join('') + fill(put) + points.slice(end).join('');
  }
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fill(x)]));
}

export function allVectors() {
  const out = [];
  for (const kind of readdirSync(ROOT).sort()) {
    if (kind === 'texts' || !statSync(join(ROOT, kind)).isDirectory()) continue;
    for (const f of readdirSync(join(ROOT, kind)).sort()) {
      if (f.endsWith('.json')) out.push({ kind, file: f, ...fill(JSON.parse(readFileSync(join(ROOT, kind, f), 'utf8'))) });
    }
  }
  return out;
}

const fileOf = (i) => (i.file_b64 === undefined ? Buffer.from(i.file, 'utf8') : Buffer.from(i.file_b64, 'base64'));

/** Our answer, or null for a command that we do not have. */
export async function run(v) {
  const { command, input } = v;
  if (command === 'verify-proof') return answerProof(new Uint8Array(fileOf(input)), input.charter ?? undefined);
  if (Object.hasOwn(FILE_COMMANDS, command)) return answer(() => FILE_COMMANDS[command](new Uint8Array(fileOf(input))));
  if (Object.hasOwn(COMMANDS, command)) return answer(() => COMMANDS[command](input));
  return null;
}

const same = (a, b) => {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (a && typeof a === 'object') {
    return b !== null && typeof b === 'object' && Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((k) => same(a[k], b[k]));
  }
  return a === b;
};

/** "An answer MUST have every member of the vector's verdict with that value, and MAY have more." */
export const agrees = (verdict, ours) => Object.keys(verdict).every((k) => same(verdict[k], ours[k]));
