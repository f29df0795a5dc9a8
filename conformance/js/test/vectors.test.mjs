// Every vector of /vectors: our verdict, and the step where the vector names one, must agree.
import test from 'node:test';
import assert from 'node:assert/strict';
import * as primitives from '#primitives';
import * as noble from '../lib/primitives-noble.mjs';
import { allVectors, run, agrees } from '../run/vectors.mjs';

// Forms beside the record, which no verifier and no node needs (conformance/README.md); this implementation does not read them.
const BESIDE = new Set(['text', 'tile-path', 'sheets', 'dictated', 'policy', 'figures']);
const vectors = allVectors().filter((v) => !BESIDE.has(v.command));

// With the cryptography of the page each fourth of a kind in CI: everything else was tried without it, and primitives.test.mjs holds both
// against each other.
const EVERY = primitives === noble && process.env.CI === 'true' && process.env.DETENTE_EXAMPLES !== 'thorough' ? 4 : 1;

test('there are vectors', () => assert.ok(vectors.length > 0));

for (const kind of new Set(vectors.map((v) => v.kind))) {
  test(kind, async () => {
    const wrong = [];
    for (const v of vectors.filter((x) => x.kind === kind).filter((_, n) => n % EVERY === 0)) {
      const ours = await run(v);
      if (ours === null) wrong.push(`${v.name}: no command ${v.command}`);
      else if (ours.fault) wrong.push(`${v.name}: fault: ${ours.reason}`);
      else if (!agrees(v.verdict, ours)) wrong.push(`${v.name}: vector ${JSON.stringify(v.verdict)}, ours ${JSON.stringify(ours)}`);
    }
    assert.deepEqual(wrong, []);
  });
}
