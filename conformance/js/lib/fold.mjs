// §22: rules 1. A function of a set of acts and of what each had seen; the order given is not used.
import { refuse, compareText } from './bytes.mjs';
import { isDay, isLanguage, isList, isInt, isParty, isText } from './types.mjs';

// How many references a kind has, its kept fields, and its bodies, which an author may keep.
const KINDS = {
  destroy: { refs: [1, 64], kept: [], bodies: [] },
  request: { refs: [0, 0], kept: ['to', 'urgent'], bodies: ['subject', 'text'] },
  acknowledge: { refs: [1, 1], kept: [], bodies: ['text'] },
  answer: { refs: [1, 1], kept: ['outcome'], bodies: ['reason', 'text'] },
  clarify: { refs: [1, 1], kept: [], bodies: ['text'] },
  remind: { refs: [1, 1], kept: ['how'], bodies: ['text'] },
  withdraw: { refs: [1, 1], kept: [], bodies: ['reason'] },
  dispute: { refs: [1, 1], kept: ['figure', 'amounts'], bodies: ['reason'] },
  rename: { refs: [0, 0], kept: ['names', 'from'], bodies: ['text'] },
};
const EVERY = ['kind', 'at', 're', 'by', 'destroyable', 'paper', 'source'];
const points = (v, most) => isText(v) && v.length > 0 && [...v].length <= most;
const only = (v, need, may) => v instanceof Map && need.every((n) => v.has(n)) && [...v.keys()].every((n) => need.includes(n) || may.includes(n));
/** The forms of the fields that are not judged by the part that takes the kind (§22, Forms). */
const FORMS = {
  urgent: (v) => v === true,
  names: (v) => v instanceof Map && v.size >= 1 && v.size <= 16 && [...v].every(([code, name]) => isLanguage(code) && points(name, 512)),
  from: isDay,
  how: (v) => v === 'reminder' || v === 'resent',
  paper: (v) => only(v, ['on'], ['what']) && isDay(v.get('on')) && points(v.get('what') ?? '-', 512),
  source: (v) => only(v, ['kind'], ['ref']) && ['report', 'public', 'party', 'supposed'].includes(v.get('kind')) && points(v.get('ref') ?? '-', 1024),
};
const RECORD = ['seal', 'open', 'reopen', 'rekey', 'evidence', 'notice'];
const FINAL = ['full', 'partial', 'nil', 'declined', 'withheld'];
const OUTCOMES = ['holding', ...FINAL];
const key = (party, generation, index) => `${party}/${generation}/${index}`;

/** plenary: whether it is the plenary of its dialogue; acts: [{party, generation, index, kept: Map, seen: Map('party/generation' -> size)}]. */
export function foldActs(members, acts, plenary) {
  const byKey = new Map(acts.map((a) => [key(a.party, a.generation, a.index), a]));
  const findings = new Set();
  /** Is act b in the past of act a (§11)? */
  const inPast = (b, a) =>
    b !== a &&
    ((b.party === a.party && b.generation === a.generation && b.index < a.index) ||
      b.index < (a.seen.get(`${b.party}/${b.generation}`) ?? 0));

  const requests = new Map(); // act -> {act, W, all answers, A, disputed}
  const answers = new Map(); // act -> its request's row
  const wait = { request: [], answer: [], acknowledge: [], clarify: [], remind: [], withdraw: [], dispute: [] };
  for (const a of acts) {
    const kind = a.kept.get('kind');
    if (RECORD.includes(kind)) continue;
    const refs = a.kept.get('re') ?? [];
    const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : null;
    const count = known?.refs;
    const resolved = refs.map((r) => byKey.get(key(...r)));
    const formed = [...a.kept].every(([name, v]) => !Object.hasOwn(FORMS, name) || !(EVERY.includes(name) || known?.kept.includes(name)) || FORMS[name](v));
    const needed = kind !== 'rename' || (plenary && a.kept.has('names'));
    const good = known && formed && needed && refs.length >= count[0] && refs.length <= count[1] && resolved.every((b) => b && inPast(b, a));
    if (!good) findings.add(a);
    else if (kind !== 'destroy' && kind !== 'rename') wait[kind].push({ a, ref: resolved[0] });
    const strange = (name) => !EVERY.includes(name) && !known.kept.includes(name) && !known.bodies.includes(name) && !name.startsWith('file/');
    if (good && [...a.kept.keys()].some(strange)) findings.add(a);
  }
  for (const { a } of wait.request) {
    const to = a.kept.get('to');
    if (!members.includes(to) || to === a.party) findings.add(a);
    else requests.set(a, { act: a, to, W: [], answers: [], disputed: false });
  }
  for (const { a, ref } of wait.acknowledge) if (requests.get(ref)?.to !== a.party) findings.add(a);
  for (const { a, ref } of wait.remind) if (!requests.has(ref) || ref.party !== a.party) findings.add(a);
  for (const { a, ref } of wait.clarify) if (!requests.has(ref) || ![ref.party, requests.get(ref).to].includes(a.party)) findings.add(a);
  for (const { a, ref } of wait.answer) {
    const row = requests.get(ref);
    if (row?.to !== a.party || !OUTCOMES.includes(a.kept.get('outcome'))) findings.add(a);
    else {
      row.answers.push(a);
      answers.set(a, row);
    }
  }
  for (const { a, ref } of wait.withdraw) {
    const row = requests.get(ref);
    if (!row || ref.party !== a.party) findings.add(a);
    else row.W.push(a);
  }
  for (const { a, ref } of wait.dispute) {
    const row = answers.get(ref);
    if (!row || row.act.party !== a.party) findings.add(a);
    else row.disputed = true;
  }

  const sections = new Map();
  for (const m of members) {
    const names = ['crossed', 'declined', 'disputed', 'full', 'holding', 'nil', 'open', 'partial', 'sent', 'withdrawn', 'withheld'];
    sections.set(`requests/${m}`, new Map(names.map((n) => [n, 0])));
  }
  for (const row of requests.values()) {
    const A = row.answers.filter((a) => FINAL.includes(a.kept.get('outcome')));
    const F = A.filter((a) => !row.W.some((w) => inPast(w, a)));
    const withdrawn = row.W.some((w) => !A.some((a) => inPast(a, w)));
    for (const a of row.answers) if (row.W.some((w) => inPast(w, a))) findings.add(a);
    for (const w of row.W) if (F.some((a) => inPast(a, w))) findings.add(w);
    let status;
    if (F.length && withdrawn) status = 'crossed';
    else if (withdrawn) status = 'withdrawn';
    else if (F.length) {
      status = F.reduce((x, y) => (x.generation - y.generation || x.index - y.index) > 0 ? x : y).kept.get('outcome');
    } else status = row.answers.length ? 'holding' : 'open';
    const s = sections.get(`requests/${row.act.party}`);
    s.set(status, s.get(status) + 1);
    s.set('sent', s.get('sent') + 1);
    if (row.disputed) s.set('disputed', s.get('disputed') + 1);
  }
  return { sections, findings: [...findings] };
}

/** The command `fold` of the contract. */
export function fold(input) {
  const members = input.get('members');
  if (!isList(members) || !members.every(isParty)) refuse('fold: members');
  const acts = input.get('acts').map((x) => {
    const [party, generation, index] = x.get('ref');
    if (!isParty(party) || !isInt(generation) || !isInt(index)) refuse('fold: ref');
    const seen = new Map();
    for (const [p, g, size] of x.get('seen')) seen.set(`${p}/${g}`, size);
    return { party, generation, index, kept: x.get('kept'), seen };
  });
  const { sections, findings } = foldActs(members, acts, input.get('plenary') ?? true);
  return {
    sections: Object.fromEntries([...sections].map(([n, s]) => [n, Object.fromEntries(s)])),
    findings: findings.map((a) => `${a.party}/${a.index}`).sort(compareText),
  };
}
