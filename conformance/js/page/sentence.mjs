// The one sentence that can be quoted: what is proven, signed by whom, as of when. Pieces of say.mjs; no DOM.
import { fieldValue } from './fields.mjs';
import { bare, foreign } from './say.mjs';

/** More names than this make a sentence that nobody reads. */
const MOST_NAMES = 6;
const MOST_COUNTS = 4;
const MOST_CHARACTERS = 80;
const CLAIMS = { standing: 'ofStanding', entry: 'ofEntries', receipt: 'ofReceipt', log: 'ofLogs', fork: 'ofFork' };

export function sentenceOf(report, t) {
  const say = new Sentence(report, t);
  const what = say[CLAIMS[report.claim]]();
  const whole = t.text(report.exercise ? 's_exercise' : 's_real', { dialogue: t.textOf(report.names), what });
  return report.status === 'consistent' ? t.text('s_unconfirmed', { sentence: whole }) : whole;
}

/** party -> its name as pieces; with its id where another member has the same name in this language. */
export function namerOf(report, t) {
  const names = new Map([...report.party].map(([party, p]) => [party, t.textOf(p.names)]));
  const count = (name) => [...names.values()].filter((other) => bare(other) === bare(name)).length;
  return (party) => {
    const name = names.get(party);
    if (name === undefined) return foreign(party);
    return count(name) > 1 ? [...name, ' (', ...foreign(party), ')'] : name;
  };
}

class Sentence {
  constructor(report, t) {
    this.r = report;
    this.t = t;
    this.name = namerOf(report, t);
  }

  names(parties) {
    return this.t.list(this.t.inOrder(parties, (p) => this.name(p)).map((p) => this.name(p)));
  }

  /** The latest of the times that the authors claim; none unless each of these entries shows its own. */
  when(entries, one) {
    const times = entries.map((e) => e.fields.get('at'));
    if (times.length === 0 || times.some((at) => at === undefined)) return this.t.text('when_hidden');
    return this.t.text(one ? 'when_one' : 'when_all', { time: this.t.time(times.sort().at(-1)) });
  }

  ofStanding() {
    const { r, t } = this;
    const when = this.when(r.entries, r.signers.length === 1);
    const facts = this.facts();
    if (r.signers.length === 1) return t.text('signed_one', { when, party: this.name(r.signers[0]), facts });
    if (r.members.length > MOST_NAMES) return t.plural('signed_many', r.signers.length, { when, members: r.members.length, facts });
    if (r.others.length) return t.text('signed_some', { when, parties: this.names(r.signers), others: this.names(r.others), facts });
    return t.text(r.members.length === 2 ? 'signed_both' : 'signed_all', { when, parties: this.names(r.signers), facts });
  }

  facts() {
    const { t } = this;
    const { requests, lists, others } = this.r.standing;
    if (requests.size > 0 && requests.size <= MOST_COUNTS) {
      const order = t.inOrder(requests.keys(), (p) => this.name(p));
      const facts = t.listing(order.map((p) => this.requests(p, requests.get(p))), t.semicolon);
      return t.text('by_rule', { facts });
    }
    const few = requests.size === 0 && lists.size + others.size <= MOST_COUNTS;
    if (!few) return t.text('section_many');
    const said = [...lists].map(([name, states]) => this.list(name, states));
    return t.listing([...said, ...[...others.keys()].map((name) => t.text('section_other', { name }))], t.semicolon);
  }

  requests(party, count) {
    const params = { party: this.name(party), answered: count.answered, refused: count.refused };
    if (count.sent === 0) return this.t.text('no_requests', params);
    return this.t.plural(count.refused ? 'requests_refused' : 'requests', count.sent, params);
  }

  list(name, states) {
    const { t } = this;
    const what = listTitle(name, t, (p) => this.name(p));
    if (states.size === 0) return t.text('section_empty', { what });
    return t.text('section_list', { what, states: listStates(states, t) });
  }

  ofEntries() {
    const { r, t } = this;
    const when = this.when(r.entries, r.signers.length === 1);
    if (r.entries.length > 1) return t.plural('entries_many', r.entries.length, { when, parties: this.names(r.signers) });
    const [e] = r.entries;
    const place = { when, party: this.log(e), index: e.index };
    if (e.fields.has('kind')) return t.text('entry_kind', { ...place, what: this.what(e) });
    const fields = t.listing([...e.fields].map(([name, value]) => this.field(name, value)), t.semicolon);
    return t.text('entry_fields', { ...place, fields });
  }

  /** A field by its name, and its value where that is short. */
  field(name, value) {
    const label = fieldLabel(name, this.t);
    const said = fieldValue(name, value, this.t, this.name);
    return bare(said).length <= MOST_CHARACTERS ? [...label, ': ', ...said] : label;
  }

  /** The kind of an entry, with its outcome if that is shown. */
  what(e) {
    const { t } = this;
    const kind = t.word('code_kind', e.fields.get('kind'));
    const outcome = e.fields.get('outcome');
    return typeof outcome === 'string' ? t.text('kind_outcome', { kind, outcome: t.word('code_outcome', outcome) }) : kind;
  }

  /** A party's log: the first generation needs no word. */
  log({ party, generation }) {
    return generation ? this.t.text('generation_of', { party: this.name(party), generation }) : this.name(party);
  }

  ofLogs() {
    const { r, t } = this;
    if (r.logs.length > MOST_COUNTS) return t.text('section_many');
    const clauses = r.logs.map((l) => {
      const kinds = t.listing(kindRows(l, t).map(([state, number]) => t.text('state_count', { state, number })));
      return t.plural('log_of', l.size, { party: this.log(l), kinds });
    });
    return t.listing(clauses, t.semicolon);
  }

  ofReceipt() {
    const { r, t } = this;
    const seal = r.entries.filter((e) => e.party === r.receipt.by.party);
    const params = { when: this.when(seal, true), by: this.log(r.receipt.by), of: this.log(r.receipt.of), last: r.receipt.last };
    const sent = r.entries.filter((e) => e.party === r.receipt.of.party);
    if (sent.length !== 1 || !sent[0].fields.has('kind')) return t.text('received', params);
    return t.text('received_entry', { ...params, index: sent[0].index, what: this.what(sent[0]) });
  }

  ofFork() {
    const { fork } = this.r;
    const [first, second] = fork.heads.map((h) => h.size - 1n);
    const party = this.log(fork);
    return first === second ? this.t.text('fork_same', { party, last: first }) : this.t.text('fork_sizes', { party, first, second });
  }
}

/** A field's name in words; a version in one language says in which: text/ru, new/text. */
export function fieldLabel(name, t) {
  const [first, ...more] = name.split('/');
  const rest = more.join('/');
  const known = first === 'file' ? t.text('attachment') : t.word('fields', first);
  if (rest === '' || first === 'file') return known;
  if (first === 'new') return [...known, ' (', ...fieldLabel(rest, t), ')'];
  const byLanguage = ['text', 'title', 'agenda', 'quotation'].includes(first);
  return [...known, ' (', ...(byLanguage ? t.languageName(rest) : t.word('fields', rest)), ')'];
}

/** A list of the count: undertakings/rus. */
export function listTitle(name, t, nameOf) {
  const [what, party] = name.split('/');
  return party === undefined ? t.word('lists', what) : [...t.word('lists', what), ' (', ...nameOf(party), ')'];
}

export function listStates(states, t) {
  return t.listing([...states].map(([state, number]) => t.text('state_count', { state: t.word('list_states', state), number })));
}

/** Kinds of a recounted log with their numbers; what is not shown is counted as not shown, never as zero. */
export function kindRows(log, t) {
  const acts = [...log.kinds].filter(([kind]) => kind !== 'seal').sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...acts.map(([kind, n]) => [t.word('code_kind', kind), n]),
    [t.word('code_kind', 'seal'), log.kinds.get('seal') ?? 0],
    [t.text('kind_hidden'), log.notShown],
    ...(log.repeated ? [[t.text('repeated'), log.repeated]] : []),
  ];
}
