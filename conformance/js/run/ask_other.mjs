// node run/ask_other.mjs DIRECTORY PROGRAM [ARGUMENT ..] : runs another implementation of the
// contract over the probes in DIRECTORY and prints where its answer is not ours.
import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agrees } from './vectors.mjs';

const [dir, program, ...args] = process.argv.slice(2);
const tmp = mkdtempSync(join(tmpdir(), 'detente-probe-'));
const file = join(tmp, 'input');
let differ = 0;
const names = readdirSync(dir).filter((n) => n.endsWith('.json')).sort();
for (const n of names) {
  const p = JSON.parse(readFileSync(join(dir, n), 'utf8'));
  const plain = ['canonical', 'charter', 'verify-proof'].includes(p.command);
  writeFileSync(file, plain ? p.input.file : JSON.stringify(p.input));
  const more = p.command === 'verify-proof' ? ['--charter', p.input.charter ?? 'none'] : [];
  const r = spawnSync(program, [...args, p.command, file, ...more], { encoding: 'utf8' });
  let theirs = null;
  try {
    theirs = JSON.parse(r.stdout.trim().split('\n').at(-1));
  } catch {
    theirs = { verdict: `no answer (exit ${r.status}): ${r.stderr.slice(-200)}` };
  }
  if (agrees(p.verdict, theirs)) continue;
  differ++;
  console.log(`${p.name} (${p.what})\n   ours   ${JSON.stringify(p.verdict)}\n   theirs ${JSON.stringify(theirs)}`);
}
rmSync(tmp, { recursive: true });
console.log(`${names.length} probes, ${differ} differ`);
