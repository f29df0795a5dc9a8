// Every vector of /vectors: our verdict, and the step where the vector names one, must agree.
import test from 'node:test';
import assert from 'node:assert/strict';
import { allVectors, run, agrees } from '../run/vectors.mjs';

// Forms beside the record, which no verifier and no node needs (conformance/README.md); this implementation does not read them.
const BESIDE = new Set(['text', 'tile-path', 'sheets', 'dictated', 'policy', 'figures']);
const vectors = allVectors().filter((v) => !BESIDE.has(v.command));

test('there are vectors', () => assert.ok(vectors.length > 0));

for (const kind of new Set(vectors.map((v) => v.kind))) {
  test(kind, async (t) => {
    for (const v of vectors.filter((x) => x.kind === kind)) {
      await t.test(v.name, async () => {
        const ours = await run(v);
        assert.ok(ours !== null, `no command ${v.command}`);
        assert.ok(!ours.fault, `fault: ${ours.reason}`);
        assert.ok(agrees(v.verdict, ours), `vector ${JSON.stringify(v.verdict)}, ours ${JSON.stringify(ours)}`);
      });
    }
  });
}
