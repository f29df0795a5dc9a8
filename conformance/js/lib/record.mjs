// §10 openings and rekeys, §11 seals: the forms that can be judged from one entry alone.
import { refuse, equal } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { int, list, isList, isParty, isObject } from './types.mjs';
import { EMPTY_ROOT, H } from './hash.mjs';
import { checkRecipients, channelId, nameCommitment } from './charter.mjs';
import { readCert } from './cert.mjs';
import { GENERATIONS } from './succession.mjs';
import { sameValue } from './json.mjs';

/** `[size, b64 root]`; size 0 has the root of the empty tree. */
export function readHead(v, what) {
  if (!isList(v) || v.length !== 2) refuse(`${what}: not [size, root]`);
  const size = int(v[0], `${what}: size`);
  const root = decode64(v[1], 32, `${what}: root`);
  if (size === 0 && !equal(root, EMPTY_ROOT)) refuse(`${what}: size 0 with another root`);
  return { size, root };
}

/** The value of `seen/<party>` (§11). */
export function readSeen(v, what) {
  let last = -1;
  return list(v, what, 1, Infinity).map((row) => {
    if (!isList(row) || row.length !== 3) refuse(`${what}: not [generation, size, root]`);
    const generation = int(row[0], `${what}: generation`);
    const size = int(row[1], `${what}: size`, 1);
    const root = decode64(row[2], 32, `${what}: root`);
    if (generation <= last) refuse(`${what}: generations not rising`);
    last = generation;
    return { generation, size, root };
  });
}

/** The value of `attest` (§11): 1 to 16 pairs. */
export function readAttest(v) {
  return list(v, 'seal: attest', 1, 16).map((p) => {
    if (!isList(p) || p.length !== 2) refuse('seal: attest: not a pair');
    return [decode64(p[0], 32, 'seal: attest'), decode64(p[1], 32, 'seal: attest')];
  });
}

/** A seal's form. `entry` is a whole entry of kind seal. */
export function readSeal(entry) {
  if (entry.form !== 'e') refuse('seal: not whole');
  const f = entry.fields;
  if (f.get('kind') !== 'seal') refuse('seal: another kind');
  const seen = new Map();
  for (const m of ['prev', 'cut', 'standing']) if (!f.has(m)) refuse(`seal: no ${m}`);
  for (const [name, value] of f) {
    if (['kind', 'at', 'prev', 'cut', 'standing', 'attest'].includes(name)) continue;
    if (!name.startsWith('seen/') || !isParty(name.slice(5))) refuse(`seal: unknown field ${name}`);
    seen.set(name.slice(5), readSeen(value, `seal: ${name}`));
  }
  return {
    prev: readHead(f.get('prev'), 'seal: prev'),
    seen,
    cut: decode64(f.get('cut'), 32, 'seal: cut'),
    standing: decode64(f.get('standing'), 32, 'seal: standing'),
    attest: f.has('attest') ? readAttest(f.get('attest')) : [],
  };
}

export const kDigest = (K) => H('detente/v1/k\n', K);

/** An `open` or `reopen` in a pouch's head place: channel id, party, and the certificate of the head. */
export async function readOpening(entry, { channel, party, generation, certValue }) {
  const f = entry.fields;
  const kind = f.get('kind');
  if (kind !== (generation === 0 ? 'open' : 'reopen')) refuse(`opening: kind ${kind} in generation ${generation}`);
  // "These fields are kept."
  const need = ['channel', 'name', 'name_salt', 'cert', 'recipients', ...(kind === 'reopen' ? ['holds', 'why'] : [])];
  for (const m of need) if (!f.has(m) || !entry.kept.has(m)) refuse(`opening: no ${m}, or not kept`);
  if (f.has('k') && !entry.kept.has('k')) refuse('opening: k is not kept');
  const ch = f.get('channel');
  if (!isObject(ch) || (await channelId(ch)) !== channel) refuse('opening: channel charter of another channel');
  const members = ch.get('members');
  if (!isList(members) || !members.includes(party)) refuse('opening: the party is no member');
  const name = f.get('name');
  if (!isObject(name)) refuse('opening: name');
  const salt = decode64(f.get('name_salt'), 32, 'opening: name_salt');
  const commit = decode64(ch.get('name'), 32, 'opening: channel: name');
  if (!equal(await nameCommitment(salt, name), commit)) refuse('opening: the name is not the committed one');
  if (certValue !== undefined && !sameValue(f.get('cert'), certValue)) refuse('opening: another certificate than in the head');
  if (readCert(f.get('cert')).from !== 0) refuse('opening: certificate is not from 0');
  checkRecipients(f.get('recipients'), 'opening: recipients');
  if (f.has('k')) {
    const K = decode64(f.get('k'), undefined, 'opening: k');
    const commitK = decode64(ch.get('k'), 32, 'opening: channel: k');
    if (!equal(await kDigest(K), commitK)) refuse('opening: K is not the committed one');
  }
  if (kind === 'reopen') {
    const h = f.get('holds');
    if (!isList(h) || h.length !== 3) refuse('opening: holds');
    const before = int(h[0], 'opening: holds: generation');
    const first = generation % GENERATIONS === 0; // of a later root key: it goes on from any log of those before
    if (first ? before >= generation : before !== generation - 1) refuse('opening: holds: not the generation before');
    readHead(h.slice(1), 'opening: holds');
    if (!['theft', 'fork', 'restore', 'root'].includes(f.get('why'))) refuse('opening: why');
  }
}

