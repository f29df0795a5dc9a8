// The program itself: one line of JSON, exit codes 0, 1 and 2.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allVectors } from '../run/vectors.mjs';

const CLI = join(dirname(fileURLToPath(import.meta.url)), '..', 'cli.mjs');
const vectors = allVectors();
const call = (...args) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });

test('command line', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'detente-js-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'f');
  const put = (x) => (writeFileSync(file, x), file);
  const last = (r) => JSON.parse(r.stdout.trim().split('\n').at(-1));

  const proof = vectors.find((v) => v.name === 'proofs/standing').input;
  let r = call('verify-proof', put(proof.file), '--charter', proof.charter);
  assert.equal(r.status, 0);
  assert.equal(last(r).verdict, 'proven');
  r = call('verify-proof', file, '--charter', 'none');
  assert.equal(r.status, 0);
  assert.equal(last(r).verdict, 'consistent');
  r = call('verify-proof', file, '--charter', '0'.repeat(64));
  assert.equal(r.status, 1);
  assert.equal(last(r).step, 3);
  r = call('canonical', put('{"a":1}'));
  assert.equal(r.status, 0);
  r = call('canonical', put('{"a":1} '));
  assert.equal(r.status, 1);
  assert.equal(last(r).verdict, 'refused');
  const cut = vectors.find((v) => v.name === 'cuts/scene');
  r = call('cut', put(JSON.stringify(cut.input)));
  assert.equal(r.status, 0);
  assert.equal(last(r).digest, cut.verdict.digest);
  for (const args of [[], ['nothing', file], ['canonical'], ['toString', file], ['verify-proof', file, '--charter', 'x'], ['cut', join(dir, 'none')]]) {
    assert.equal(call(...args).status, 2, args.join(' '));
  }
});
