// The two ways to hash and to verify answer alike, on what is right, on what was changed, and on what no rule lets through.
import test from 'node:test';
import assert from 'node:assert/strict';
import * as web from '../lib/primitives-web.mjs';
import * as noble from '../lib/primitives-noble.mjs';
import { makeKeys } from '../run/writer.mjs';
import { allVectors } from '../run/vectors.mjs';
import { utf8, hex } from '../lib/bytes.mjs';

// Every bit with DETENTE_EXAMPLES=thorough; in each run bits of all bytes of a key, and of every other one of a signature.
const STEP = process.env.DETENTE_EXAMPLES === 'thorough' ? 1 : process.env.CI === 'true' ? 15 : 5;

const both = async (name, ...args) => [await web[name](...args), await noble[name](...args)];

test('SHA-256 and HMAC', async () => {
  for (const n of [0, 1, 55, 56, 64, 65, 1000, 100000]) {
    const bytes = new Uint8Array(n).map((_, i) => i * 7);
    const [a, b] = await both('sha256', bytes);
    assert.equal(hex(a), hex(b));
    const [c, d] = await both('hmacSha256', new Uint8Array(32).fill(n), bytes);
    assert.equal(hex(c), hex(d));
  }
});

test('Ed25519: signatures, and each of them with one bit changed', async () => {
  for (let n = 1; n <= 4; n++) {
    const keys = await makeKeys(n);
    const message = utf8(`message ${n}`);
    const signature = await keys.signEd(message);
    assert.deepEqual(await both('ed25519Holds', keys.ed25519, signature, message), [true, true]);
    for (let bit = 0; bit < 512; bit += STEP) {
      const other = signature.slice();
      other[bit >> 3] ^= 1 << (bit & 7);
      const [a, b] = await both('ed25519Holds', keys.ed25519, other, message);
      assert.equal(a, b, `bit ${bit}`);
      const key = keys.ed25519.slice();
      key[(bit >> 3) % 32] ^= 1 << (bit & 7);
      const [c, d] = await both('ed25519Holds', key, signature, message);
      assert.equal(c, d, `key, bit ${bit}`);
    }
  }
});

test('Ed25519: the vectors, one of which only the cofactor would let through', async () => {
  const vectors = allVectors().filter((v) => v.command === 'ed25519');
  assert.ok(vectors.some((v) => v.name.includes('cofactored')));
  for (const v of vectors) {
    const [key, signature, message] = ['key', 'signature', 'message'].map((m) => new Uint8Array(Buffer.from(v.input[m], 'base64')));
    if (signature.length !== 64) continue; // refused before anybody asks for the primitive
    const [a, b] = await both('ed25519Holds', key, signature, message);
    if (v.name.includes('cofactored') || v.name.includes('good')) assert.equal(b, v.verdict.verdict === 'ok');
    if (v.name.includes('cofactored') || v.name.includes('good')) assert.equal(a, b, v.name);
  }
});
