// Changed and hostile input: never an exception, never a proof, never a fault of the program.
import test from 'node:test';
import assert from 'node:assert/strict';
import { allVectors } from '../run/vectors.mjs';
import { verifyProof } from '../lib/proof.mjs';
import { readBytes, writeText, readText } from '../lib/json.mjs';
import { tryDecode64, encode64 } from '../lib/b64.mjs';
import { Refused } from '../lib/bytes.mjs';
import { FILE_COMMANDS, INPUT_COMMANDS, answer } from '../lib/contract.mjs';
import { NODE_COMMANDS } from '../node-only/commands.mjs';

Error.stackTraceLimit = 0; // hundreds of thousands of refusals, and nobody reads where each was made

const vectors = allVectors();
const proofs = vectors.filter((v) => v.command === 'verify-proof' && v.verdict.verdict === 'proven');

/** A small generator with a fixed start, so that a failure comes again. */
function random(seed) {
  let s = seed >>> 0;
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 2 ** 32) * n);
  };
}

// Of the places of each proof a third, another one for each proof; a twelfth in CI; all of them with DETENTE_EXAMPLES=thorough.
const EVERY = process.env.DETENTE_EXAMPLES === 'thorough' ? 1 : process.env.CI === 'true' ? 12 : 3;

test('one changed byte of a proof: never proven', async () => {
  const rnd = random(1);
  for (const v of proofs) {
    const good = new Uint8Array(Buffer.from(v.input.file));
    for (let i = 0; i < 150 / EVERY; i++) {
      const bad = good.slice();
      const at = rnd(bad.length);
      bad[at] ^= 1 << rnd(8);
      const r = await verifyProof(bad, { charterHash: v.input.charter ?? undefined });
      assert.equal(r.status, 'not proven', `${v.name} byte ${at}`);
      assert.ok(!r.fault, r.reason);
    }
  }
});

test('another value in each place of a proof: never a fault', async () => {
  const puts = [null, true, 0, -1, 2 ** 53 - 1, '', 'x', [], [[]], new Map(), new Map([['__proto__', 1]])];
  for (const [number, v] of proofs.entries()) {
    const text = v.input.file;
    const places = [];
    const walk = (x, path) => {
      places.push(path);
      if (Array.isArray(x)) x.slice(0, 3).forEach((y, i) => walk(y, [...path, i]));
      else if (x instanceof Map) for (const [k, y] of x) walk(y, [...path, k]);
    };
    walk(readText(text), []);
    for (const [n, path] of places.entries()) {
      if (path.length === 0 || (n + number) % EVERY !== 0) continue;
      const value = readText(text);
      let at = value;
      for (const p of path.slice(0, -1)) at = at instanceof Map ? at.get(p) : at[p];
      const put = puts[n % puts.length];
      const last = path.at(-1);
      if (at instanceof Map) at.set(last, put);
      else at[last] = put;
      const r = await verifyProof(new TextEncoder().encode(writeText(value)), { charterHash: v.input.charter ?? undefined });
      assert.ok(!r.fault, `${v.name} ${path}: ${r.reason}`);
      if (writeText(value) !== text) assert.equal(r.status, 'not proven', `${v.name} ${path}`);
    }
  }
});

test('nonsense as input of every command: refused, no exception', async () => {
  const values = [{}, [], null, 1, 'x', { __proto__: null }];
  for (const [name, command] of Object.entries({ ...INPUT_COMMANDS, ...NODE_COMMANDS })) {
    for (const x of values) assert.equal((await answer(() => command(x))).verdict, 'refused', name);
    const sample = vectors.find((v) => v.command === name)?.input;
    for (const k of Object.keys(sample ?? {})) {
      for (const x of [null, true, -1, 1.5, '', [], {}, '\ud800']) {
        const out = await answer(() => command({ ...sample, [k]: x }));
        assert.ok(['ok', 'refused'].includes(out.verdict), name);
      }
    }
  }
  for (const bytes of [[], [0], [0xff], [0xef, 0xbb, 0xbf, 0x31]]) {
    assert.equal((await answer(() => FILE_COMMANDS.canonical(new Uint8Array(bytes)))).verdict, 'refused');
  }
});

test('what the reader takes is what the writer writes', () => {
  const rnd = random(2);
  const marks = ['"', '\\', '{', '}', '[', ']', ':', ',', '0', '1', '-', 'e', '.', 'u', '\u0000', '\n', ' ', 'é', '😀', 'true', 'null', '"a"', '\\u0001', '\\n', '{"a":1}', '[1]'];
  let taken = 0;
  for (let i = 0; i < 600000 / EVERY; i++) {
    let s = '';
    for (let n = 1 + rnd(6); n; n--) s += marks[rnd(marks.length)];
    try {
      const v = readBytes(new TextEncoder().encode(s));
      assert.equal(writeText(v), s);
      assert.deepEqual(JSON.parse(s), JSON.parse(writeText(v)));
      taken++;
    } catch (e) {
      assert.ok(e instanceof Refused, `${JSON.stringify(s)}: ${e}`);
    }
  }
  assert.ok(taken > 1000);
});

test('base64: only what an encoder writes', () => {
  const rnd = random(3);
  const marks = 'ABQRZaz09+/=-_ \n'.split('');
  for (let i = 0; i < 200000; i++) {
    let s = '';
    for (let n = rnd(9); n; n--) s += marks[rnd(marks.length)];
    const strict = Buffer.from(s, 'base64').toString('base64') === s;
    const ours = tryDecode64(s);
    assert.equal(ours !== null, strict, JSON.stringify(s));
    if (ours) assert.equal(encode64(ours), s);
  }
});

test('large and deep: told in time', async () => {
  const start = performance.now();
  const bytes = (s) => new TextEncoder().encode(s);
  for (const s of ['[', '{"a":', '[[],']) {
    const r = await verifyProof(bytes(s.repeat(1e6)));
    assert.equal(r.step, 1);
    assert.ok(!r.fault, r.reason);
  }
  for (const [n, s] of ['{},', '[', '1,', '"",'].entries()) {
    // In CI one of them is as large as a proof may be; of the others an eighth, in which whoever goes over it again and again is seen too.
    const most = (64 * 1024 * 1024) / (n === 0 || EVERY < 12 ? 1 : 8);
    const r = await verifyProof(bytes(`[${s.repeat(2e7)}`.slice(0, most)));
    assert.equal(r.step, 1);
    assert.ok(!r.fault, r.reason);
  }
  assert.equal((await verifyProof(new Uint8Array(64 * 1024 * 1024 + 1))).step, 1);
  assert.ok(performance.now() - start < 60000);
});
