// §9: a root key and those that come after it.
import { refuse, utf8, concat, hex, equal } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { H } from './hash.mjs';
import { writeBytes } from './json.mjs';
import { exactly, int, isText, list } from './types.mjs';
import { readPair, verifyEd25519, verifyMldsa44 } from './sign.mjs';

/** Generations of one log that one root key may certify. */
export const GENERATIONS = 1000;
export const eraOf = (generation) => Math.floor(generation / GENERATIONS);

const rootDigest = (pair) => H('detente/v1/root\n', pair.ed25519, pair.mldsa44);

/** The root keys of a party {id, dialogue, root, next, notice}: the one of the charter, and those to which a list of successions leads. */
export async function leadTo(party, successions) {
  const found = [{ root: party.root, next: party.next, notice: party.notice }];
  if (successions === undefined) return found;
  for (const value of list(successions, 'successions', 1, 2)) {
    found.push(await checkSuccession(value, party, found.at(-1), found.length));
  }
  const keys = found.flatMap((r) => [hex(r.root.ed25519), hex(r.root.mldsa44)]);
  if (new Set(keys).size !== keys.length) refuse('succession: a root key that the party had before');
  return found;
}

const noticeDigest = async (root, party, secret) => H('detente/v1/notice\n', await rootDigest(root), utf8(party), utf8('\n'), secret);

/** §15: the kept fields of a `notice` act -> the party, and which of its root keys is revoked. */
export async function checkNotice(fields, charter) {
  const party = isText(fields.get('party')) ? charter.parties.get(fields.get('party')) : undefined;
  if (!party) refuse('notice: no party of the charter');
  const successions = ['roots/1', 'roots/2'].filter((n) => fields.has(n)).map((n) => fields.get(n));
  const roots = await leadTo(party, successions.length ? successions : undefined);
  const secret = decode64(fields.get('secret'), 32, 'notice: secret');
  if (!equal(await noticeDigest(roots.at(-1).root, party.id, secret), roots.at(-1).notice)) refuse('notice: not the committed secret');
  return { party: party.id, era: roots.length - 1 };
}

async function checkSuccession(value, party, before, number) {
  exactly(value, 'succession', ['succession', 'ed25519', 'mldsa44']);
  const inner = value.get('succession');
  exactly(inner, 'succession: inner', ['dialogue', 'party', 'number', 'root', 'next', 'notice', 'secret']);
  if (inner.get('dialogue') !== party.dialogue || inner.get('party') !== party.id) refuse('succession: of another dialogue or party');
  if (int(inner.get('number'), 'succession: number') !== number) refuse('succession: number');
  const root = readPair(inner.get('root'), 'succession: root');
  if (!equal(await rootDigest(root), before.next)) refuse('succession: not the committed key');
  const secret = decode64(inner.get('secret'), 32, 'succession: secret');
  if (!equal(await noticeDigest(before.root, party.id, secret), before.notice)) refuse('succession: not the committed notice');
  const message = concat(utf8('detente/v1/succession\n'), writeBytes(inner));
  if (!(await verifyEd25519(root.ed25519, decode64(value.get('ed25519'), 64, 'succession: ed25519'), message))) refuse('succession: Ed25519');
  const second = decode64(value.get('mldsa44'), 2420, 'succession: mldsa44');
  if (!verifyMldsa44(root.mldsa44, second, message, 'detente/v1/succession')) refuse('succession: ML-DSA-44');
  return {
    root,
    next: decode64(inner.get('next'), 32, 'succession: next'),
    notice: decode64(inner.get('notice'), 32, 'succession: notice'),
  };
}
