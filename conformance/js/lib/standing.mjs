// §12 cuts, §13 standings, §22 the arithmetic of a section `requests/..`.
import { refuse, equal, compareText, u8, u16 } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { JSON_DEPTH, depthOf, writeText, writeBytes } from './json.mjs';
import { exactly, int, list, isList, isObject, isInt, isParty, isId, isFieldName } from './types.mjs';
import { H, hmac, EMPTY_ROOT } from './hash.mjs';
import { GENERATIONS } from './succession.mjs';

/** A well formed cut -> {dialogue, channel, rows}. */
export function readCut(v) {
  exactly(v, 'cut', ['v', 'dialogue', 'channel', 'logs']);
  if (v.get('v') !== 1) refuse('cut: v is not 1');
  if (!isId(v.get('dialogue')) || !isId(v.get('channel'))) refuse('cut: ids');
  let before = null;
  const rows = list(v.get('logs'), 'cut: logs', 0, Infinity).map((row) => {
    if (!isList(row) || row.length !== 5) refuse('cut: not a row');
    const [party, generation, acts, size] = row;
    if (!isParty(party)) refuse('cut: party');
    int(generation, 'cut: generation');
    int(acts, 'cut: acts');
    int(size, 'cut: size');
    const root = decode64(row[4], 32, 'cut: root');
    if (acts > size) refuse('cut: more acts than entries');
    if ((acts === 0) !== (size === 0)) refuse('cut: acts 0 and size 0 do not go together');
    if (size === 0 && !equal(root, EMPTY_ROOT)) refuse('cut: size 0 with another root');
    const sameParty = before !== null && before.party === party;
    if (before !== null && !sameParty && compareText(before.party, party) >= 0) refuse('cut: not sorted');
    const ofALaterRoot = sameParty && generation % GENERATIONS === 0 && generation > before.generation;
    if (!ofALaterRoot && generation !== (sameParty ? before.generation + 1 : 0)) refuse('cut: generations with a gap');
    before = { party, generation, acts, size, root };
    return before;
  });
  return { dialogue: v.get('dialogue'), channel: v.get('channel'), rows };
}

/** "for each generation of each member": covers exactly the members. */
export function cutCovers(cut, members) {
  const have = new Set(cut.rows.map((r) => r.party));
  return have.size === members.length && members.every((m) => have.has(m));
}

export const cutDigest = (value) => H('detente/v1/cut\n', writeText(value));

export const sectionSalt = (K, digest, name) => hmac(K, 'detente/v1/standing\n', digest, name);

export async function sectionNode(name, salt, value) {
  if (depthOf(value) > JSON_DEPTH) refuse('standing: value too deep');
  return H('detente/v1/section\n', u8(name.length), name, salt, writeBytes(value));
}

export const standingDigest = (cut, rules, nodes) =>
  H('detente/v1/standing\n', cut, u16(rules), u16(nodes.length), ...nodes);

/** Digest of a whole standing, by who knows K: `sections` a Map from names to values. */
export async function standingOf(K, cut, rules, sections) {
  const nodes = [];
  for (const name of [...sections.keys()].sort(compareText)) {
    nodes.push(await sectionNode(name, await sectionSalt(K, cut, name), sections.get(name)));
  }
  return { digest: await standingDigest(cut, rules, nodes), nodes };
}

/** `standing` of a proof -> {cut, cutDigest, rules, digest, shown, hidden}. */
export async function readStanding(v) {
  exactly(v, 'standing', ['cut', 'rules', 'sections']);
  const cut = readCut(v.get('cut'));
  const rules = int(v.get('rules'), 'standing: rules', 1, 65535);
  const shown = new Map();
  let hidden = 0;
  let last = null;
  const nodes = [];
  for (const s of list(v.get('sections'), 'standing: sections', 1, 65535)) {
    if (isList(s)) {
      if (s.length !== 3) refuse('standing: not a section');
      const [name, salt, value] = s;
      if (!isFieldName(name)) refuse('standing: not a section name');
      if (last !== null && compareText(last, name) >= 0) refuse('standing: section names not strictly rising');
      last = name;
      nodes.push(await sectionNode(name, decode64(salt, 32, 'standing: salt'), value));
      shown.set(name, value);
    } else {
      exactly(s, 'standing: section', ['hash']);
      nodes.push(decode64(s.get('hash'), 32, 'standing: hash'));
      hidden++;
    }
  }
  if (shown.size === 0) refuse('standing: no section is shown');
  const digest = await cutDigest(v.get('cut'));
  return { cut, cutDigest: digest, rules, digest: await standingDigest(digest, rules, nodes), shown, hidden };
}

const COLUMNS = ['crossed', 'declined', 'disputed', 'full', 'holding', 'nil', 'open', 'partial', 'sent', 'withdrawn', 'withheld'];

/** §25 counts_do_not_add_up, for one shown section `requests/..`. */
export function addsUp(value) {
  if (!isObject(value) || value.size !== COLUMNS.length) return false;
  let sum = 0n;
  for (const c of COLUMNS) {
    const n = value.get(c);
    if (!isInt(n)) return false;
    if (c !== 'sent' && c !== 'disputed') sum += BigInt(n);
  }
  return sum === BigInt(value.get('sent')) && value.get('disputed') <= value.get('sent');
}

