// Makes small records with keys of its own, for tests and probes. Not part of the verifier.
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { concat, utf8, u64 } from '../lib/bytes.mjs';
import { encode64 } from '../lib/b64.mjs';
import { writeText, writeBytes } from '../lib/json.mjs';
import { fromPlain } from '../lib/plain.mjs';
import { leafHash, treeRoot } from '../lib/merkle.mjs';
import { leafData, fieldHash } from '../lib/entry.mjs';
import { readCharter, plenaryOf, channelId, logId, originOf } from '../lib/charter.mjs';
import { keyId } from '../lib/note.mjs';
import { subtreeMessage } from '../lib/checkpoint.mjs';

import { shake } from '../lib/hash.mjs';

const subtle = globalThis.crypto.subtle;
export const fill = (n) => new Uint8Array(32).fill(n);

/** A pair of keys from one small number. */
export async function makeKeys(n, { ed = n, ml = n } = {}) {
  const pkcs8 = concat(Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex')), fill(ed));
  const key = await subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign']);
  const jwk = await subtle.exportKey('jwk', key);
  const pq = ml_dsa44.keygen(fill(ml));
  return {
    ed25519: new Uint8Array(Buffer.from(jwk.x, 'base64url')),
    mldsa44: pq.publicKey,
    signEd: async (m) => new Uint8Array(await subtle.sign({ name: 'Ed25519' }, key, m)),
    signMl: (m, context = '') => ml_dsa44.sign(m, pq.secretKey, { context: utf8(context), extraEntropy: false }),
    get pair() {
      return new Map([['ed25519', encode64(this.ed25519)], ['mldsa44', encode64(this.mldsa44)]]);
    },
  };
}

export const plainCharter = (roots, more = {}) => ({
  v: 1, exercise: true, rules: 1, names: { en: 'Probe' }, aliases: {}, purpose: {}, mandate: {}, terms: {},
  languages: ['en'], nonce: encode64(fill(1)), k: encode64(fill(2)), seal_every: 16,
  parties: Object.fromEntries(roots.map(([id, k], i) => [id, {
    names: { en: id.toUpperCase() }, root: Object.fromEntries(k.pair), recipients: [`age1${id}`],
    next: encode64(fill(20 + i)), notice: encode64(fill(30 + i)),
  }])),
  ...more,
});

export async function makeCert(root, log, keys, from, { role = 'seal' } = {}) {
  const cert = new Map([...keys.pair, ['log', log], ['role', role], ['from', from]]);
  const m = concat(utf8('detente/v1/cert\n'), writeBytes(cert));
  return new Map([['cert', cert], ['ed25519', encode64(await root.signEd(m))], ['mldsa44', encode64(root.signMl(m, 'detente/v1/cert'))]]);
}

export async function makeNote(origin, size, rootHash, keys) {
  const body = `${origin}\n${size}\n${encode64(rootHash)}\n`;
  const head = { origin, size: BigInt(size), root: rootHash };
  const ed = concat(await keyId(origin, 1, keys.ed25519), await keys.signEd(utf8(body)));
  const ml = concat(await keyId(origin, 6, keys.mldsa44), u64(0), keys.signMl(subtreeMessage(origin, 0n, head)));
  return `${body}\n\u2014 ${origin} ${encode64(ed)}\n\u2014 ${origin} ${encode64(ml)}\n`;
}

/** RFC 6962 inclusion path. */
export async function inclusionPath(index, leaves) {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return index < k
    ? [...(await inclusionPath(index, leaves.slice(0, k))), await treeRoot(leaves.slice(k))]
    : [...(await inclusionPath(index - k, leaves.slice(k))), await treeRoot(leaves.slice(0, k))];
}

/** An entry that need not be a valid one: fields (Map or plain) under a secret, P hashes or `pads` more. */
export async function rawEntry(n, fields, extra = 0) {
  const map = fromPlain(fields);
  const names = [...map.keys()].sort();
  const P = Math.ceil(names.length / 8) * 8 + extra;
  const salts = shake(32 * P, 'detente/v1/salt\n', fill(n));
  const leaves = [];
  for (let i = 0; i < P; i++) {
    const salt = salts.slice(32 * i, 32 * i + 32);
    leaves.push(i < names.length ? await fieldHash(names[i], salt, writeBytes(map.get(names[i]))) : salt);
  }
  const open = (wanted = names) => names.flatMap((m, i) => (wanted.includes(m) ? [[m, encode64(salts.slice(32 * i, 32 * i + 32)), map.get(m)]] : []));
  return { leaves, open, leaf: await leafHash(leafData(leaves)), b64: leaves.map(encode64), secret: encode64(fill(n)), map };
}

/** Two parties, a plenary, and for each a log with a key; logs are lists of raw entries. */
export class Scene {
  static async make(more = {}) {
    const s = new Scene();
    s.roots = { rus: await makeKeys(101), usa: await makeKeys(102) };
    s.charterPlain = plainCharter([['rus', s.roots.rus], ['usa', s.roots.usa]], more);
    s.charter = fromPlain(s.charterPlain);
    const c = await readCharter(s.charter);
    s.dialogue = c.dialogue;
    s.channel = await plenaryOf(c);
    s.channelId = await channelId(s.channel);
    return s;
  }

  async log(party, generation, keys) {
    const id = await logId(this.dialogue, this.channelId, party, generation);
    return { party, generation, id, origin: originOf(id), keys, cert: await makeCert(this.roots[party], id, keys, 0) };
  }

  /** `logs` item of a proof: all entries of `entries`, those of `show` = [[index, names], ..] shown. */
  async shown(log, entries, show) {
    const leaves = entries.map((e) => e.leaf);
    const rows = [];
    for (const [index, names] of show) {
      const e = entries[index];
      rows.push({ head: 0, index, leaves: e.b64, open: e.open(names), path: (await inclusionPath(index, leaves)).map(encode64) });
    }
    const note = await makeNote(log.origin, leaves.length, await treeRoot(leaves), log.keys);
    return { party: log.party, generation: log.generation, certs: [log.cert], heads: [note], entries: rows };
  }

  proof(claim, members) {
    return writeText(toMap({ v: 1, claim, charter: this.charter, channel: this.channel, witness: [], ...members }));
  }
}

/** Plain objects to Maps; what is a Map already stays. */
export function toMap(v) {
  if (v instanceof Map || v === null || typeof v !== 'object') return v;
  if (Array.isArray(v)) return v.map(toMap);
  return new Map(Object.entries(v).map(([k, x]) => [k, toMap(x)]));
}

