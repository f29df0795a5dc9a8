// §4: the charter; §5: channels, logs, origins.
import { refuse, hex, compareText } from './bytes.mjs';
import { decode64, encode64 } from './b64.mjs';
import { writeBytes, writeText, sameValue, depthOf } from './json.mjs';
import { exactly, textByLanguage, list, int, isText, isObject, isLanguage, isParty, isKind, isId } from './types.mjs';
import { readPair } from './sign.mjs';
import { H } from './hash.mjs';

export const CHARTER_BYTES = 1048576; // §27
export const CHARTER_DEPTH = 8;
const RECIPIENT = /^[!-~]{1,4096}$/;

/** Also used for openings (§10): "recipients, 1 to 64, as in the charter". */
export function checkRecipients(v, what) {
  for (const r of list(v, what, 1, 64)) {
    if (!isText(r) || !RECIPIENT.test(r)) refuse(`${what}: not a recipient`);
  }
}

export const rootDigest = (pair) => H('detente/v1/root\n', pair.ed25519, pair.mldsa44);

export const fingerprint = (digest) => hex(digest).slice(0, 32).match(/.{4}/g).join(' ');

/** A charter's value -> {value, bytes, dialogue, parties: Map(id -> {root, rootDigest}), exercise, ..}. */
export async function readCharter(value) {
  exactly(value, 'charter', [
    'v', 'exercise', 'rules', 'names', 'aliases', 'purpose', 'mandate', 'terms',
    'languages', 'nonce', 'k', 'parties', 'seal_every',
  ]);
  const bytes = writeBytes(value);
  if (bytes.length > CHARTER_BYTES) refuse('charter: too large');
  if (depthOf(value) > CHARTER_DEPTH) refuse('charter: too deep');
  if (value.get('v') !== 1) refuse('charter: v is not 1');
  if (typeof value.get('exercise') !== 'boolean') refuse('charter: exercise');
  int(value.get('rules'), 'charter: rules', 1, 65535);
  textByLanguage(value.get('names'), 'charter: names', 1);
  const aliases = value.get('aliases');
  if (!isObject(aliases)) refuse('charter: aliases');
  for (const [lang, texts] of aliases) {
    if (!isLanguage(lang)) refuse('charter: aliases: not a language');
    for (const t of list(texts, 'charter: aliases', 0, Infinity)) {
      if (!isText(t) || t === '') refuse('charter: aliases: not a text');
    }
  }
  textByLanguage(value.get('purpose'), 'charter: purpose');
  if (!isObject(value.get('mandate'))) refuse('charter: mandate');
  if (!isObject(value.get('terms'))) refuse('charter: terms');
  for (const l of list(value.get('languages'), 'charter: languages', 1, Infinity)) {
    if (!isLanguage(l)) refuse('charter: languages');
  }
  const nonce = decode64(value.get('nonce'), 32, 'charter: nonce');
  decode64(value.get('k'), 32, 'charter: k');
  int(value.get('seal_every'), 'charter: seal_every', 1, 4096);

  const raw = value.get('parties');
  if (!isObject(raw)) refuse('charter: parties');
  if (raw.size < 2 || raw.size > 256) refuse('charter: number of parties');
  const parties = new Map();
  const seen = new Set();
  for (const [id, p] of raw) {
    const what = `charter: party ${JSON.stringify(id)}`;
    if (!isParty(id)) refuse(`${what}: not a party id`);
    exactly(p, what, ['names', 'root', 'recipients', 'next', 'notice']);
    textByLanguage(p.get('names'), `${what}: names`, 1);
    const root = readPair(p.get('root'), `${what}: root`);
    for (const key of [root.ed25519, root.mldsa44]) {
      const h = hex(key);
      if (seen.has(h)) refuse('charter: one key for two parties');
      seen.add(h);
    }
    checkRecipients(p.get('recipients'), `${what}: recipients`);
    const next = decode64(p.get('next'), 32, `${what}: next`);
    const notice = decode64(p.get('notice'), 32, `${what}: notice`);
    parties.set(id, { id, root, next, notice, rootDigest: await rootDigest(root) });
  }
  const dialogue = hex(await H('detente/v1/dialogue\n', bytes));
  for (const party of parties.values()) party.dialogue = dialogue;
  return { value, bytes, dialogue, nonce, parties, exercise: value.get('exercise'), rules: value.get('rules') };
}

/** The channel charter of the plenary, which follows from the charter alone (§5). */
export async function plenaryOf(charter) {
  const v = charter.value;
  const salt = await H('detente/v1/plenary\n', charter.nonce);
  return new Map([
    ['dialogue', charter.dialogue],
    ['k', v.get('k')],
    ['kind', 'plenary'],
    ['members', [...charter.parties.keys()].sort(compareText)],
    ['name', encode64(await nameCommitment(salt, v.get('names')))],
    ['nonce', v.get('nonce')],
    ['v', 1],
  ]);
}

export const nameCommitment = (salt, name) => H('detente/v1/name\n', salt, writeBytes(name));

/** A channel charter, for this charter's dialogue -> {value, id, members, kind}. */
export async function readChannel(value, charter) {
  exactly(value, 'channel', ['v', 'dialogue', 'nonce', 'k', 'name', 'members', 'kind']);
  if (value.get('v') !== 1) refuse('channel: v is not 1');
  if (!isId(value.get('dialogue'))) refuse('channel: dialogue');
  if (value.get('dialogue') !== charter.dialogue) refuse('channel: of another dialogue');
  decode64(value.get('nonce'), 32, 'channel: nonce');
  decode64(value.get('k'), 32, 'channel: k');
  decode64(value.get('name'), 32, 'channel: name');
  const members = list(value.get('members'), 'channel: members', 2, 256);
  members.forEach((m, i) => {
    if (!isText(m) || !charter.parties.has(m)) refuse('channel: a member that is no party of the charter');
    if (i && compareText(members[i - 1], m) >= 0) refuse('channel: members not sorted, or twice');
  });
  if (!isKind(value.get('kind'))) refuse('channel: kind');
  if (value.get('kind') === 'plenary' && !sameValue(value, await plenaryOf(charter))) {
    refuse('channel: called plenary, and is not the one that follows from the charter');
  }
  return { value, id: await channelId(value), members, kind: value.get('kind') };
}

export const channelId = async (value) => hex(await H('detente/v1/channel\n', writeText(value)));

export const logId = async (dialogue, channel, party, generation) =>
  hex(await H(`detente/v1/log\n${dialogue}\n${channel}\n${party}\n${generation}`));

export const originOf = (log) => `detente.example/v1/${log}`;
