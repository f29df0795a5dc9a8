// What a verified proof shows, as plain values for the page: nothing here judges, all of it was verified in ../lib. No DOM.
import { hex } from '../lib/bytes.mjs';
import { encode64 } from '../lib/b64.mjs';
import { fingerprint } from '../lib/charter.mjs';
import { addsUp } from '../lib/standing.mjs';

/** What counts as answered under the rule answered/1 (§22): any final outcome. */
export const ANSWERED = ['full', 'partial', 'nil', 'declined', 'withheld'];
export const RULE = 'answered/1';
const LISTS = ['groups', 'issues', 'measures', 'meetings', 'texts', 'undertakings'];
const COLUMNS = [...ANSWERED, 'holding', 'open', 'withdrawn', 'crossed', 'disputed', 'sent'];

const isCount = (n) => typeof n === 'number' && n >= 0;

/** `result`: what `verifyProof` gave for a proof of which every step held; `trusted`: keys of witnesses, as texts. */
export function reportOf(result, trusted = []) {
  const { state } = result;
  const { form, charter, channel } = state;
  const parties = charter.value.get('parties');
  const logs = form.fork ? [form.fork] : form.logs;
  const signers = [...new Set(logs.map((l) => l.party))];
  const witnesses = witnessesOf(form, trusted);
  return {
    status: result.status,
    claim: form.claim,
    codes: result.codes,
    exercise: charter.exercise,
    dialogue: charter.dialogue,
    names: charter.value.get('names'),
    channel: { id: channel.id, kind: channel.kind },
    members: channel.members,
    party: new Map(channel.members.map((m) => [m, { names: parties.get(m).get('names'), fingerprint: fingerprint(charter.parties.get(m).rootDigest) }])),
    signers,
    others: channel.members.filter((m) => !signers.includes(m)),
    witnesses,
    entries: form.logs.flatMap((l) => l.entries.map((e) => entryOf(l, e, witnesses))),
    standing: state.standing ? standingOf(state) : null,
    receipt: form.claim === 'receipt' ? receiptOf(form) : null,
    logs: state.counts ? state.counts.map((c, i) => ({ ...c, size: form.logs[i].read[0].size })) : [],
    references: state.counts ? referencesOf(form.logs) : [],
    fork: form.fork ? { ...placeOf(form.fork), heads: form.fork.read.map((h) => ({ size: h.size, root: encode64(h.root) })) } : null,
  };
}

const placeOf = (log) => ({ party: log.party, generation: log.generation });

function witnessesOf(form, trusted) {
  return form.witness.map((w) => {
    const log = form.fork ?? form.logs[w.log];
    const head = log.read[w.head];
    return { ...placeOf(log), size: head.size, name: w.vkey.slice(0, w.vkey.indexOf('+')), time: w.time, confirmed: trusted.includes(w.vkey) };
  });
}

/** §25: a cosignature by a key that the person trusts bounds time. */
function bounds(place, index, witnesses) {
  const mine = witnesses.filter((w) => w.confirmed && w.party === place.party && w.generation === place.generation);
  const least = (a, b) => (a === null || b < a ? b : a);
  const most = (a, b) => (a === null || b > a ? b : a);
  return {
    before: mine.filter((w) => w.size > BigInt(index)).map((w) => w.time).reduce(least, null),
    after: mine.filter((w) => w.size <= BigInt(index)).map((w) => w.time).reduce(most, null),
  };
}

function entryOf(log, e, witnesses) {
  const place = placeOf(log);
  return { ...place, index: e.index, size: log.read[e.head].size, fields: e.opened, hidden: e.hidden, ...bounds(place, e.index, witnesses) };
}

function standingOf({ form, standing }) {
  const acts = new Map();
  const last = new Map();
  for (const row of standing.cut.rows) {
    acts.set(row.party, (acts.get(row.party) ?? 0) + row.acts);
    last.set(row.party, row.generation);
  }
  const requests = new Map();
  const lists = new Map();
  const others = new Map();
  for (const [name, value] of standing.shown) {
    if (name.startsWith('requests/') && isRequests(value)) requests.set(name.slice('requests/'.length), requestsOf(value));
    else if (isListCount(name, value)) lists.set(name, new Map([...value].filter(([state, n]) => state !== 'items' && n > 0)));
    else others.set(name, value);
  }
  const seals = form.logs.map((l) => ({ ...placeOf(l), old: l.generation < last.get(l.party), attests: !states(l.entries[0].opened, standing) }));
  return { acts, requests, lists, others, seals, hidden: standing.hidden, digest: encode64(standing.digest), rules: standing.rules };
}

const states = (opened, s) => opened.get('cut') === encode64(s.cutDigest) && opened.get('standing') === encode64(s.digest);

const isRequests = (value) => value instanceof Map && value.size === COLUMNS.length && COLUMNS.every((c) => isCount(value.get(c)));

function requestsOf(value) {
  const count = Object.fromEntries(COLUMNS.map((c) => [c, value.get(c)]));
  count.answered = ANSWERED.reduce((sum, c) => sum + count[c], 0);
  return { ...count, refused: count.declined + count.withheld, addsUp: addsUp(value) };
}

/** Whether a section, whoever wrote it, is a count of a list: {state: number, .., "items": digest}. */
function isListCount(name, value) {
  if (!LISTS.includes(name.split('/')[0]) || !(value instanceof Map) || typeof value.get('items') !== 'string') return false;
  return [...value].every(([state, n]) => state === 'items' || isCount(n));
}

function receiptOf(form) {
  const receipt = form.value.get('receipt');
  const by = form.logs.find((l) => l.party === receipt.get('by'));
  const of = form.logs.find((l) => l.party === receipt.get('of'));
  return { by: placeOf(by), of: placeOf(of), last: of.read[0].size - 1n };
}

/** What refers to what, by party and kind; a leaf that stands in its log already has no effect. */
function referencesOf(logs) {
  const kinds = new Map();
  const acts = [];
  for (const l of logs) {
    const seen = new Set();
    for (const e of l.entries) {
      const leaf = hex(e.leaf);
      if (seen.has(leaf)) continue;
      seen.add(leaf);
      if (!e.opened.has('kind')) continue;
      kinds.set(`${l.party}/${l.generation}/${e.index}`, e.opened.get('kind'));
      if (e.opened.has('re')) acts.push([l.party, e.opened.get('kind'), e.opened.get('re')]);
    }
  }
  const found = new Map();
  for (const [party, kind, re] of acts) {
    const named = new Set();
    for (const target of re) {
      const toKind = kinds.get(target.join('/')) ?? null;
      const key = JSON.stringify([party, kind, target[0], toKind]);
      if (!found.has(key)) found.set(key, { party, kind, toParty: target[0], toKind, entries: 0, targets: new Set() });
      const row = found.get(key);
      row.targets.add(target.join('/'));
      if (!named.has(key)) row.entries++;
      named.add(key);
    }
  }
  return [...found.keys()].sort().map((key) => ({ ...found.get(key), targets: found.get(key).targets.size }));
}
