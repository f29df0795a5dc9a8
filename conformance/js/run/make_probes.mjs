// node run/make_probes.mjs DIRECTORY : inputs for which the page leaves a doubt, in the form of the
// vectors; `verdict` is OUR answer, not the truth. To be run over the other implementation.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as w from './writer.mjs';
import { run } from './vectors.mjs';
import { encode64 } from '../lib/b64.mjs';
import { writeText } from '../lib/json.mjs';
import { concat, utf8, u64 } from '../lib/bytes.mjs';

import { keyId, writeVkey } from '../lib/note.mjs';
import { subtreeMessage } from '../lib/checkpoint.mjs';
import { treeRoot } from '../lib/merkle.mjs';
import { cutDigest, standingOf, sectionSalt } from '../lib/standing.mjs';
import { EMPTY_ROOT } from '../lib/hash.mjs';
import { logId, originOf } from '../lib/charter.mjs';

const dir = process.argv[2];
if (!dir) throw new Error('usage: node run/make_probes.mjs DIRECTORY');
mkdirSync(dir, { recursive: true });
const probes = [];
const probe = (name, what, command, input) => probes.push({ name: `probes/${name}`, what, command, input });
const AT = '2021-01-01T00:00:00Z';
const request = { kind: 'request', at: AT, to: 'usa' };
const deep = (n) => (n === 0 ? 1 : [deep(n - 1)]);

// 2: canonical JSON
for (const [name, file] of [
  ['key-order-decoded', '{"\\n":1,"!":2}'], ['key-order-encoded', '{"!":2,"\\n":1}'],
  ['key-delete', '{"\u007f":1}'], ['key-control', '{"\\u0001":1}'], ['noncharacter-key-empty', '{"":{"":1}}'],
  ['c1-control', '"\u0085\u009f"'], ['scalar-large-negative', '-9007199254740992'],
]) probe(`canonical-${name}`, name, 'canonical', { file });

// 4: charter
const s = await w.Scene.make();
const charter = (name, change) => {
  const c = structuredClone(s.charterPlain);
  change(c);
  probe(`charter-${name}`, name, 'charter', { file: writeText(w.toMap(c)) });
};
charter('alias-list-empty', (c) => { c.aliases = { en: [] }; });
charter('language-twice', (c) => { c.languages = ['en', 'en']; });
charter('recipient-twice', (c) => { c.parties.rus.recipients = ['a', 'a']; });
charter('seal-every-0', (c) => { c.seal_every = 0; });
charter('seal-every-4097', (c) => { c.seal_every = 4097; });
charter('rules-2', (c) => { c.rules = 2; });
charter('rules-65536', (c) => { c.rules = 65536; });
charter('next-is-own-root', (c) => { c.parties.rus.next = c.parties.rus.notice; });
charter('same-next-twice', (c) => { c.parties.rus.next = c.parties.usa.next; });
charter('root-not-on-curve', (c) => { c.parties.rus.root.ed25519 = encode64(Uint8Array.from([2, ...new Uint8Array(31)])); });
charter('root-mldsa-shared', (c) => { c.parties.rus.root.mldsa44 = c.parties.usa.root.mldsa44; });
charter('depth-8', (c) => { c.mandate = { x: deep(6) }; });
charter('text-by-language-empty-names', (c) => { c.parties.rus.names = {}; });
charter('many-languages', (c) => { c.languages = Array.from({ length: 1000 }, () => 'en'); });

// 5: channel, log
const charterText = writeText(s.charter);
const channel = (name, change) => {
  const c = { v: 1, dialogue: s.dialogue, nonce: encode64(w.fill(7)), k: encode64(w.fill(8)), name: encode64(w.fill(9)), members: ['rus', 'usa'], kind: 'group' };
  change(c);
  probe(`channel-${name}`, name, 'channel', { charter: charterText, channel: c });
};
channel('kind-other', (c) => { c.kind = 'working_party'; });
channel('plenary-values-other-kind', (c) => { Object.assign(c, Object.fromEntries(s.channel)); c.kind = 'group'; });
channel('kind-33', (c) => { c.kind = 'a'.repeat(33); });
probe('log-generation-1000000', 'a generation above that of a pouch', 'log', { dialogue: s.dialogue, channel: s.channelId, party: 'rus', generation: 1000000 });
probe('log-generation-largest', '2^53-1', 'log', { dialogue: s.dialogue, channel: s.channelId, party: 'rus', generation: 9007199254740991 });

// 6: entries
const line = (name, value) => probe(`entry-${name}`, name, 'entry', { line: writeText(w.toMap(value)) });
const whole = (name, fields) => line(name, ['e', encode64(w.fill(3)), fields]);
whole('delegate-empty', { ...request, by: { delegate: '', ed25519: encode64(new Uint8Array(64)) } });
whole('by-unsound-signature', { ...request, by: { delegate: 'x', ed25519: encode64(new Uint8Array(64).fill(255)) } });
whole('re-party-capital', { ...request, re: [['RUS!', 0, 0]] });
whole('re-party-empty', { ...request, re: [['', 0, 0]] });
whole('re-generation-large', { ...request, re: [['rus', 9007199254740991, 9007199254740991]] });
whole('re-twice', { ...request, re: [['rus', 0, 0], ['rus', 0, 0]] });
whole('seal-without-form', { kind: 'seal', at: AT });
whole('seal-65-fields', { kind: 'seal', at: AT, ...Object.fromEntries(Array.from({ length: 63 }, (_, i) => [`x${i}`, 1])) });
whole('seal-destroyable', { kind: 'seal', at: AT, destroyable: [4, ['x']], x: 1 });
whole('value-null', { ...request, text: null });
const destroyed = async (name, fields, keep, extra = 0, change = (x) => x) => {
  const e = await w.rawEntry(4, fields, extra);
  line(name, ['p', change(e.b64), e.open(keep)]);
};
const D = { ...request, destroyable: [5, ['text']], text: 'x' };
const K = ['kind', 'at', 'to', 'destroyable'];
await destroyed('destroyed-good', D, K);
await destroyed('destroyed-16-hashes-of-5-fields', D, K, 8);
await destroyed('destroyed-512-hashes-of-5-fields', D, K, 504);
await destroyed('destroyed-8-hashes-of-9-fields', { ...D, destroyable: [9, ['t1', 't2', 't3', 't4', 't5']] }, K);
await destroyed('destroyed-names-no-field-names', { ...D, destroyable: [5, ['NOT A NAME']] }, K);
await destroyed('destroyed-name-empty', { ...D, destroyable: [5, ['']] }, K);
await destroyed('destroyed-65-fields', { ...D, destroyable: [65, Array.from({ length: 61 }, (_, i) => `t${String(i).padStart(2, '0')}`)] }, K, 64);
await destroyed('destroyed-seal', { kind: 'seal', at: AT, destroyable: [4, ['x']], x: 1 }, ['kind', 'at', 'destroyable']);
await destroyed('destroyed-pad-is-a-field', { ...request, destroyable: [5, ['text']] }, K); // the "text" was never there
await destroyed('destroyed-hash-twice', D, K, 0, (l) => [...l.slice(0, 7), l[0]]);

// 8: notes, verifier keys, cosignatures
const keys = await w.makeKeys(1);
const plainPair = Object.fromEntries(keys.pair);
const root = w.fill(5);
const note = async (name, origin, size, r = root) => probe(`checkpoint-${name}`, name, 'checkpoint', { note: await w.makeNote(origin, size, r, keys), keys: plainPair, origin });
await note('size-2-63-less-1', 'a.example/x', '9223372036854775807');
await note('size-2-53', 'a.example/x', '9007199254740992');
await note('size-0-empty-root', 'a.example/x', 0, EMPTY_ROOT);
await note('size-0-other-root', 'a.example/x', 0);
await note('origin-delete', 'a.example/\u007f', 3);
await note('origin-c1', 'a.example/\u0080', 3);
await note('origin-zero-width', 'a.example/\u200b\ufeff', 3);
await note('origin-starts-with-byte-order-mark', '\ufeffa.example', 3);
await note('origin-255', 'a'.repeat(255), 3);
await note('origin-astral', 'a.example/😀', 3);
const wit = await w.makeKeys(2);
const bodyOf = (size) => `a.example/x\n${size}\n${encode64(root)}\n`;
const cosign = async (name, who, type, t, size = 3) => {
  const head = { origin: 'a.example/x', size: BigInt(size), root };
  const key = type === 6 ? wit.mldsa44 : wit.ed25519;
  const sig = type === 6 ? wit.signMl(subtreeMessage(who, BigInt(t), head)) : await wit.signEd(utf8(type === 4 ? `cosignature/v1\ntime ${t}\n${bodyOf(size)}` : bodyOf(size)));
  const raw = concat(await keyId(who, type, key), type === 1 ? new Uint8Array(0) : u64(t), sig);
  probe(`cosignature-${name}`, name, 'cosignature', { vkey: await writeVkey(who, type, key), line: `\u2014 ${who} ${encode64(raw)}`, body: bodyOf(size) });
};
await cosign('named-as-the-log', 'a.example/x', 4, 5);
await cosign('mldsa-named-as-the-log', 'a.example/x', 6, 5);
await cosign('type-1', 'w.example', 1, 5);
await cosign('time-2-63-less-1', 'w.example', 4, (1n << 63n) - 1n);
await cosign('time-2-63', 'w.example', 4, 1n << 63n);
await cosign('name-delete', 'w\u007f', 4, 5);
await cosign('name-zero-width', 'w\u200b', 4, 5);
await cosign('name-c1', 'w\u0081', 4, 5);
await cosign('size-0', 'w.example', 4, 5, 0);

// 7: trees
const L = w.fill(1);
probe('inclusion-of-size-0', 'index 0 of 0', 'inclusion', { leaf: encode64(L), index: 0, size: 0, proof: [], root: encode64(L) });
probe('consistency-0-0', 'from 0 to 0', 'consistency', { old: 0, new: 0, proof: [], old_root: encode64(EMPTY_ROOT), new_root: encode64(EMPTY_ROOT) });
probe('consistency-backwards', 'from 2 to 1', 'consistency', { old: 2, new: 1, proof: [], old_root: encode64(L), new_root: encode64(L) });

// 12, 13: cuts and standings
const row = (p, g = 0) => [p, g, 1, 2, encode64(root)];
const cutV = (logs) => ({ v: 1, dialogue: s.dialogue, channel: s.channelId, logs });
probe('cut-empty', 'no rows', 'cut', { cut: cutV([]) });
probe('cut-many-generations', '300 generations', 'cut', { cut: cutV(Array.from({ length: 300 }, (_, g) => row('rus', g))) });
probe('cut-order-underscore', 'order of bytes: a_ before aa', 'cut', { cut: cutV([row('a_'), row('aa')]) });
for (const n of [8, 9, 13, 16]) probe(`standing-depth-${n}`, 'depth of the value of a section', 'standing', { k: encode64(L), cut: encode64(root), rules: 1, sections: { a: deep(n) } });
probe('standing-large-value', 'a section of 20,000 bytes', 'standing', { k: encode64(L), cut: encode64(root), rules: 1, sections: { a: 'x'.repeat(20000) } });
probe('standing-k-of-16-bytes', 'a short K', 'standing', { k: encode64(new Uint8Array(16)), cut: encode64(root), rules: 1, sections: { a: 1 } });

// 26: tlog-proof
const es = [];
for (let i = 0; i < 5; i++) es.push(await w.rawEntry(10 + i, { ...request, text: `n${i}` }));
const leaves = es.map((e) => e.leaf);
const lg = await s.log('rus', 0, keys);
const logNote = await w.makeNote(lg.origin, 5, await treeRoot(leaves), keys);
const path = (await w.inclusionPath(2, leaves)).map((h) => `${encode64(h)}\n`).join('');
const tlog = (name, file, witnesses = []) => probe(`tlog-${name}`, name, 'tlog-proof', { proof: file, leaf: encode64(leaves[2]), keys: plainPair, origin: lg.origin, witnesses });
tlog('plain', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}`);
tlog('extra-empty', `c2sp.org/tlog-proof@v1\nextra \nindex 2\n${path}\n${logNote}`);
tlog('extra-twice', `c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 2\n${path}\n${logNote}`);
tlog('extra-not-canonical', `c2sp.org/tlog-proof@v1\nextra AB==\nindex 2\n${path}\n${logNote}`);
tlog('line-feed-more', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}\n`);
tlog('two-empty-lines', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n\n${logNote}`);
{
  const head = { origin: lg.origin, size: 5n, root: await treeRoot(leaves) };
  const body = `${lg.origin}\n5\n${encode64(head.root)}\n`;
  const wl = async (t) => `\u2014 w.example ${encode64(concat(await keyId('w.example', 4, wit.ed25519), u64(t), await wit.signEd(utf8(`cosignature/v1\ntime ${t}\n${body}`))))}\n`;
  const vkey = await writeVkey('w.example', 4, wit.ed25519);
  tlog('one-witness-twice', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}${await wl(5)}${await wl(6)}`, [vkey]);
  tlog('log-line-repeated', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}${logNote.split('\n')[4]}\n`, [vkey]);
  tlog('unknown-line-of-one-byte', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}\u2014 w.example AAAAAAA=\n`, []);
  tlog('same-name-other-id', `c2sp.org/tlog-proof@v1\nindex 2\n${path}\n${logNote}\u2014 w.example AAAAAAA=\n`, [vkey]);
}

// 14: contradictions
const cLog = await logId(s.dialogue, s.channelId, 'usa', 0);
const contradiction = async (name, certs, heads, prefix) => {
  const notes = [];
  for (const [i, [size, r]] of heads.entries()) notes.push(await w.makeNote(originOf(cLog), size, r, certs[i].keys));
  probe(`contradiction-${name}`, name, 'contradiction', {
    charter: charterText, channel: s.channelId, party: 'usa', generation: 0, notes,
    certs: certs.map((c) => plain(c.cert)), ...(prefix === undefined ? {} : { prefix }),
  });
};
const plain = (v) => (v instanceof Map ? Object.fromEntries([...v].map(([k, x]) => [k, plain(x)])) : v);
const withCert = async (k, from = 0) => ({ keys: k, cert: await w.makeCert(s.roots.usa, cLog, k, from) });
const A = await withCert(await w.makeKeys(41));
const B = await withCert(await w.makeKeys(42), 3);
await contradiction('two-certificates', [A, B], [[5, w.fill(1)], [5, w.fill(2)]]);
await contradiction('certificates-fall', [B, A], [[5, w.fill(1)], [5, w.fill(2)]]);
await contradiction('from-is-the-size', [B, B], [[3, w.fill(1)], [3, w.fill(2)]]);
await contradiction('null-prefix', [A, A], [[5, w.fill(1)], [5, w.fill(2)]], null);
const R = await withCert(s.roots.usa);
await contradiction('root-key-as-sealing-key', [R, R], [[5, w.fill(1)], [5, w.fill(2)]]);
const one = await treeRoot(leaves.slice(0, 1));
await contradiction('prefix-of-size-1', [A, A], [[1, w.fill(1)], [2, await treeRoot(leaves.slice(0, 2))]], [encode64(one), [encode64(leaves[1])]]);
await contradiction('prefix-empty-list', [A, A], [[1, w.fill(1)], [2, await treeRoot(leaves.slice(0, 2))]], [encode64(one), []]);

// 23 to 25: proofs
const proof = (name, what, text, charterHash = s.dialogue) => probe(`proof-${name}`, what, 'verify-proof', { file: text, charter: charterHash });
const shown = await s.shown(lg, es, [[1, ['kind', 'at']], [4, ['to']]]);
proof('good', 'an entry', s.proof('entry', { logs: [shown] }));
const entryProof = (name, what, change) => {
  const l = structuredClone(plainDeep(shown));
  change(l);
  proof(name, what, s.proof('entry', { logs: [l] }));
};
function plainDeep(v) {
  if (v instanceof Map) return Object.fromEntries([...v].map(([k, x]) => [k, plainDeep(x)]));
  if (Array.isArray(v)) return v.map(plainDeep);
  if (v !== null && typeof v === 'object') return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, plainDeep(x)]));
  return v;
}
entryProof('head-is-a-number', '`heads` has a number', (l) => { l.heads = [1]; });
entryProof('heads-is-a-text', '`heads` is a text', (l) => { l.heads = 'x'; });
entryProof('cert-is-a-number', '`certs` has a number', (l) => { l.certs = [1]; });
entryProof('certs-empty', 'no certificate', (l) => { l.certs = []; });
entryProof('leaves-is-a-text', '`leaves` is a text', (l) => { l.entries[0].leaves = 'x'; });
entryProof('open-is-a-number', '`open` is a number', (l) => { l.entries[0].open = 1; });
entryProof('path-is-a-text', '`path` is a text', (l) => { l.entries[0].path = 'x'; });
entryProof('party-unknown', 'a party that is in no charter', (l) => { l.party = 'xyz'; });
entryProof('party-capital', 'no party id', (l) => { l.party = 'RUS'; });
proof('charter-is-a-list', '`charter` is a list', s.proof('entry', { charter: [], logs: [shown] }));
proof('channel-is-null', '`channel` is null', s.proof('entry', { channel: null, logs: [shown] }));
proof('witness-vkey-number', '`vkey` is a number', s.proof('entry', { logs: [shown], witness: [{ log: 0, head: 0, vkey: 1, line: 'x' }] }));
proof('witness-line-number', '`line` is a number', s.proof('entry', { logs: [shown], witness: [{ log: 0, head: 0, vkey: 'x', line: 1 }] }));
proof('witness-order-astral', 'vkeys in order of UTF-8, not of UTF-16', s.proof('entry', { logs: [shown], witness: [{ log: 0, head: 0, vkey: '\uffee', line: 'x' }, { log: 0, head: 0, vkey: '😀', line: 'x' }] }));
const bigLog = await s.log('rus', 1000000, await w.makeKeys(50));
proof('generation-1000000', 'a generation above that of a pouch', s.proof('entry', { logs: [await s.shown(bigLog, es, [[0, ['kind']]])] }));
const odd = async (name, what, fields, names, extra = 0) => proof(name, what, s.proof('entry', { logs: [await s.shown(lg, [await w.rawEntry(60, fields, extra)], [[0, names]])] }));
await odd('re-party-capital', '`re` with a party that is no party id', { ...request, re: [['RUS', 0, 0]] }, ['re']);
await odd('re-number-negative', '`re` with a negative index', { ...request, re: [['rus', 0, -1]] }, ['re']);
await odd('by-malformed', '`by` opened and malformed', { ...request, by: 1 }, ['by']);
await odd('destroyable-malformed', '`destroyable` opened and malformed', { ...request, destroyable: 'x' }, ['destroyable']);
await odd('field-name-capital', 'a field that no entry can have', { ...request, Text: 1 }, ['Text']);
await odd('value-depth-9', 'a value too deep', { ...request, text: deep(9) }, ['text']);
await odd('value-too-large', 'a value too large', { ...request, text: 'x'.repeat(16383) }, ['text']);
await odd('70-fields-of-an-act', 'more fields than an act has', { ...request, ...Object.fromEntries(Array.from({ length: 67 }, (_, i) => [`x${i}`, 1])) }, undefined);
await odd('destroyable-shown', 'the destroyable field says 5, the leaf has 512', { ...request, destroyable: [5, ['text']], text: 'x' }, undefined, 504);
const emptyNote = await w.makeNote(lg.origin, 0, EMPTY_ROOT, keys);
entryProof('head-of-size-0', 'a head of size 0', (l) => { l.heads = [emptyNote]; });

// standings
const KEY = w.fill(2);
const zero = { crossed: 0, declined: 0, disputed: 0, full: 0, holding: 0, nil: 0, open: 1, partial: 0, sent: 1, withdrawn: 0, withheld: 0 };
const standing = async (name, what, { sections = { 'requests/rus': zero, 'requests/usa': { ...zero, open: 0, sent: 0 } }, hide = [], rules = 1, seal = {}, names, scene = s, change = (x) => x } = {}) => {
  const cut = w.toMap({ v: 1, dialogue: scene.dialogue, channel: scene.channelId, logs: [['rus', 0, 1, 1, encode64(leaves[0])], ['usa', 0, 0, 0, encode64(EMPTY_ROOT)]] });
  const digest = await cutDigest(cut);
  const map = w.toMap(sections);
  const st = await standingOf(KEY, digest, rules, map);
  const order = [...map.keys()].sort();
  const list = [];
  for (const [i, n] of order.entries()) list.push(hide.includes(n) ? { hash: encode64(st.nodes[i]) } : [n, encode64(await sectionSalt(KEY, digest, n)), map.get(n)]);
  const fields = { kind: 'seal', at: AT, prev: [1, encode64(root)], cut: encode64(digest), standing: encode64(st.digest), ...seal };
  for (const k of Object.keys(fields)) {
    if (fields[k] === undefined) delete fields[k];
    else if (fields[k] === 'PAIR') fields[k] = [[encode64(digest), encode64(st.digest)]];
  }
  const log = await scene.log('rus', 0, await w.makeKeys(1));
  const l = await scene.shown(log, [es[0], await w.rawEntry(70, fields)], [[1, names]]);
  proof(name, what, scene.proof('standing', change({ logs: [l], standing: { cut, rules, sections: list } })), scene.dialogue);
};
await standing('standing-good', 'one signer');
await standing('standing-rules-2', 'another rules version than the charter has', { rules: 2 });
const two = await w.Scene.make({ rules: 2 });
await standing('standing-rules-2-of-charter-2', 'rules 2: do counts have to add up?', { rules: 2, scene: two, sections: { 'requests/rus': { anything: 1 } } });
await standing('standing-attest-malformed', 'cut and standing are right, attest is malformed', { seal: { attest: 1 } });
await standing('standing-cut-malformed-attest-right', 'cut and standing are malformed, attest is right', { seal: { cut: 1, standing: 'x', attest: 'PAIR' } });
await standing('standing-attest-17', 'the pair is the first of 17', { seal: { cut: undefined, standing: undefined, attest: undefined } , names: ['kind'] });
await standing('standing-section-depth-12', 'a deep section', { sections: { a: deep(12), 'requests/rus': zero } });
await standing('standing-no-member-section', 'requests/ of nobody', { sections: { 'requests/xyz': { ...zero, sent: 7 } } });
await standing('standing-name-requests', 'a section `requests`', { sections: { requests: 1 } });
await standing('standing-disputed-more', 'more disputed than sent', { sections: { 'requests/rus': { ...zero, disputed: 2 } } });
await standing('standing-count-text', 'a count is a text', { sections: { 'requests/rus': { ...zero, open: '1' } } });
await standing('standing-is-null', '`standing` is null', { change: (m) => ({ ...m, standing: null }) });

// forks
const forkProof = async (name, what, certs, heads, more = {}) => {
  const notes = [];
  for (const [i, [size, r]] of heads.entries()) notes.push(await w.makeNote(originOf(cLog), size, r, (certs[i] ?? certs[0]).keys));
  proof(name, what, s.proof('fork', { fork: { party: 'usa', generation: 0, notes, certs: certs.map((c) => c.cert), ...more } }));
};
const heads = [[5, w.fill(1)], [5, w.fill(2)]];
await forkProof('fork-good', 'equal sizes', [A], heads);
await forkProof('fork-two-certificates', 'two certificates, from 0 and 3', [A, B], heads);
await forkProof('fork-certificates-fall', 'two certificates, from 3 and 0', [B, A], heads);
await forkProof('fork-one-ed25519-shared', 'two certificates with one Ed25519 key', [A, await withCert(await w.makeKeys(0, { ed: 41, ml: 43 }), 3)], heads);
await forkProof('fork-one-mldsa-shared', 'two certificates with one ML-DSA-44 key', [A, await withCert(await w.makeKeys(0, { ed: 43, ml: 41 }), 3)], heads);
await forkProof('fork-note-is-a-number', 'a note that is a number', [A], heads, { notes: [1, 2] });
await forkProof('fork-prefix-null', 'prefix null', [A], heads, { prefix: null });
await forkProof('fork-certs-empty', 'no certificate', [A], heads, { certs: [] });

for (const p of probes) {
  const ours = await run(p);
  delete ours.reason;
  p.verdict = ours;
  writeFileSync(join(dir, `${p.name.slice(7)}.json`), `${JSON.stringify(p, null, 1)}\n`);
  console.log(p.name.slice(7).padEnd(42), JSON.stringify(ours).slice(0, 150));
}
