// Everything below the sentence: what is shown, who says so, what it does not prove, whose keys these are.
import { code, h } from './dom.mjs';
import { fieldValue, languageOf } from './fields.mjs';
import { ANSWERED, RULE } from './report.mjs';
import { fieldLabel, kindRows, listStates, listTitle, namerOf } from './sentence.mjs';
import { foreign } from './say.mjs';
import { writeText } from '../lib/json.mjs';

/** Rows of the breakdown, in the order of the command line; the answered ones stand under their sum. */
const ROWS = [...ANSWERED, 'holding', 'open', 'withdrawn', 'crossed', 'disputed'];

/** What a reader must not miss, before the rest. */
const FIRST = [
  'supposed_exercise', 'keys_not_confirmed', 'counts_do_not_add_up', 'one_signer_only', 'not_all_members_signed', 'fork_may_be_theft',
  'entries_not_shown', 'entries_repeated', 'sections_not_shown', 'later_acts_may_exist', 'signed_is_not_true',
];

/** Elements for a proof of which every step held. `file`: {name, size, digest}. */
export function detailsOf(report, t, file) {
  const d = new Details(report, t);
  return [...d.shown(), h('div', { class: 'two' }, d.who(), d.limits()), d.keys(file)];
}

function sheet(id, title, ...children) {
  return h('section', { class: 'sheet', 'aria-labelledby': id, id: `sheet-${id}` }, h('h2', { id }, title), ...children);
}

function table(caption, head, rows, numbers = []) {
  const cell = (tag, i, extra, content) => h(tag, { class: numbers.includes(i) ? 'n' : undefined, ...extra }, content);
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, head.map((c, i) => cell('th', i, { scope: 'col' }, c)))),
      h('tbody', {}, rows.map(({ cells, sub }) => h('tr', { class: sub ? 'sub' : undefined }, cells.map((c, i) => (i ? cell('td', i, {}, c) : cell('th', i, { scope: 'row' }, c)))))),
    ),
  );
}

const list = (items) => h('ul', {}, items.map((i) => h('li', {}, i)));

class Details {
  constructor(report, t) {
    this.r = report;
    this.t = t;
    this.name = namerOf(report, t);
    this.order = (parties) => t.inOrder(parties, this.name);
  }

  log({ party, generation }) {
    return generation ? this.t.text('generation_of', { party: this.name(party), generation }) : this.name(party);
  }

  /** What the claim shows: one sheet, or one for each log. */
  shown() {
    const { r } = this;
    if (r.standing) return [this.count()];
    if (r.logs.length) return r.logs.map((l, i) => this.recounted(l, i)).concat(this.references());
    if (r.fork) return [this.states()];
    const entries = r.receipt ? r.entries.filter((e) => e.party === r.receipt.of.party) : r.entries;
    const sheets = entries.map((e, i) => this.entry(e, i));
    return r.receipt ? [h('p', { class: 'aside' }, this.t.text('received_means')), ...sheets] : sheets;
  }

  count() {
    const { t } = this;
    const { requests, lists, others } = this.r.standing;
    const parts = [];
    if (requests.size) parts.push(this.requests(requests));
    const title = (name) => listTitle(name, t, this.name);
    const rows = [...lists].filter(([, states]) => states.size).map(([name, states]) => ({ cells: [title(name), listStates(states, t)] }));
    if (rows.length) parts.push(table(t.text('also_counted').join(''), [t.text('also_counted'), t.text('in_state')], rows));
    const empty = [...lists].filter(([, states]) => !states.size).map(([name]) => title(name));
    if (empty.length) parts.push(h('p', { class: 'note' }, t.text('counted_empty', { what: t.listing(empty) })));
    if (others.size) parts.push(h('dl', { class: 'kv' }, [...others].map(([name, value]) => this.row(foreign(name), foreign(writeText(value))))));
    return sheet('shows', t.text('shows'), parts);
  }

  requests(requests) {
    const { t } = this;
    const order = this.order(requests.keys());
    const row = (label, key, sub = false) => ({ sub, cells: [label, ...order.map((p) => t.number(requests.get(p)[key]))] });
    const rows = [row(t.text('sent'), 'sent'), row(t.text('answered'), 'answered'), ...ROWS.map((c) => row(t.word('columns', c), c, ANSWERED.includes(c)))];
    const caption = t.text('requests_of').join('');
    return table(caption, [caption, ...order.map(this.name)], rows, order.map((_, i) => i + 1));
  }

  entry(e, i) {
    const { t } = this;
    const rows = [...e.fields].filter(([name]) => name !== 'destroyable').map(([name, value]) => this.field(name, value));
    const notes = [];
    if (e.hidden) notes.push(t.plural('hidden', e.hidden));
    if (e.before !== null) notes.push(t.text('entry_before', { time: t.moment(e.before) }));
    if (e.after !== null) notes.push(t.text('entry_after', { time: t.moment(e.after) }));
    const title = t.text('entry_at', { index: e.index, party: this.log(e), last: e.size - 1n });
    return sheet(`entry-${i}`, title, h('dl', { class: 'kv' }, rows), notes.map((n) => h('p', { class: 'note' }, n)));
  }

  /** A field; a long text gets the whole width, in its own language and direction. */
  field(name, value) {
    const long = typeof value === 'string' && value.length > 60;
    const dd = h('dd', { class: long ? 'prose' : undefined, dir: typeof value === 'string' ? 'auto' : undefined, lang: languageOf(name) });
    dd.append(...h('span', {}, fieldValue(name, value, this.t, this.name)).childNodes);
    return h('div', { class: long ? 'long' : undefined }, h('dt', {}, fieldLabel(name, this.t)), dd);
  }

  recounted(log, i) {
    const { t } = this;
    const rows = kindRows(log, t).map(([kind, n]) => ({ cells: [kind, t.number(n)] }));
    const title = t.text('recounted', { party: this.log(log), last: log.size - 1n });
    return sheet(`log-${i}`, title, table(t.text('kind').join(''), [t.text('kind'), t.text('entries')], rows, [1]));
  }

  references() {
    const { r, t } = this;
    const said = r.references
      .filter((x) => x.kind !== 'seal')
      .map((x) =>
        t.text('refers', {
          kind: t.word('code_kind', x.kind),
          party: this.name(x.party),
          entries: x.entries,
          targets: x.targets,
          other: this.name(x.toParty),
          to: x.toKind === null ? t.text('to_hidden') : t.word('code_kind', x.toKind),
        }),
      );
    return said.length ? [sheet('shows', t.text('shows'), list(said))] : [];
  }

  states() {
    const { r, t } = this;
    const rows = r.fork.heads.map((head) => ({ cells: [t.number(head.size - 1n), code(head.root)] }));
    return sheet('shows', t.text('two_states'), table(t.text('two_states').join(''), [t.text('state_size'), t.text('state_root')], rows));
  }

  row(label, ...values) {
    return h('div', {}, h('dt', {}, label), values.map((v) => h('dd', {}, v)));
  }

  /** Who signed, when, up to where; who did not. */
  who() {
    const { r, t } = this;
    const rows = [
      this.row(t.text('dialogue'), t.textOf(r.names)),
      this.row(t.text('channel'), [...t.word('channel_kinds', r.channel.kind), ' ', code(r.channel.id.slice(0, 16))]),
    ];
    if (r.standing) rows.push(this.row(t.text('as_of'), ...this.order(r.standing.acts.keys()).map((p) => t.plural('acts', r.standing.acts.get(p), { party: this.name(p) }))));
    rows.push(this.row(t.text('signed_by'), ...this.order(r.signers).map(this.name)));
    if (r.others.length && r.standing) rows.push(this.row(t.text('not_signed_by'), ...this.order(r.others).map(this.name)));
    const times = this.times();
    if (times.length) rows.push(this.row(t.text('claimed'), ...times));
    rows.push(this.row(t.text('countersigned'), ...this.witnesses()));
    if (r.standing?.requests.size) rows.push(this.row(t.text('rule'), t.text('rule_text', { rule: RULE })));
    if (r.standing) rows.push(this.row(t.text('not_shown'), r.standing.hidden ? t.plural('parts_hidden', r.standing.hidden) : t.text('all_shown')));
    return sheet('who', t.text('who'), h('dl', { class: 'kv' }, rows));
  }

  /** The times that signers claim, and what bounds them. */
  times() {
    const { r, t } = this;
    if (!r.standing && !r.receipt) return [];
    const seals = r.standing ? r.entries : r.entries.filter((e) => e.party === r.receipt.by.party);
    return this.order(seals.map((e) => e.party)).flatMap((party) => {
      const e = seals.find((x) => x.party === party);
      const at = e.fields.get('at');
      const said = [at === undefined ? t.text('claimed_hidden', { party: this.log(e) }) : t.text('claimed_at', { party: this.log(e), time: t.time(at) })];
      const seal = r.standing?.seals.find((s) => s.party === party);
      if (seal?.attests) said.push(t.text('attests', { party: this.log(e) }));
      if (seal?.old) said.push(t.text('old_generation', { party: this.name(party), generation: seal.generation }));
      if (e.before !== null) said.push(t.text('signature_before', { party: this.log(e), time: t.moment(e.before) }));
      return said;
    });
  }

  witnesses() {
    const { r, t } = this;
    if (r.witnesses.length === 0) return [t.text('countersigned_none')];
    // A witness signs with two keys, and whoever knows one of them knows the witness.
    const same = (a, b) => a.name === b.name && a.size === b.size && a.party === b.party && a.generation === b.generation;
    const shown = r.witnesses.filter((w) => w.confirmed || !r.witnesses.some((other) => other.confirmed && same(w, other)));
    const said = shown.map((w) =>
      t.text(w.confirmed ? 'countersigned_yes' : 'countersigned_no', { name: w.name, time: t.moment(w.time), last: w.size - 1n, party: this.log(w) }),
    );
    // What both keys say is told once.
    return [...new Map(said.map((s) => [JSON.stringify(s), s])).values()];
  }

  limits() {
    const { r, t } = this;
    const waiting = r.standing && [...r.standing.requests.values()].some((c) => c.open + c.holding > 0);
    const weight = (c) => (FIRST.includes(c) ? FIRST.indexOf(c) : FIRST.length);
    const codes = [...r.codes].sort((a, b) => weight(a) - weight(b));
    const said = [...codes.map((c) => t.word('caveats', c)), ...(waiting ? [t.text('no_reply')] : [])];
    return sheet('shows-not', t.text('shows_not'), list(said));
  }

  keys(file) {
    const { r, t } = this;
    const rows = this.order(r.members).map((p) => ({ cells: [[...this.name(p), ' ', code(p)], code(r.party.get(p).fingerprint)] }));
    return sheet(
      'keys',
      t.text('keys'),
      h(
        'dl',
        { class: 'kv' },
        this.row(t.text('confirmed_by'), t.text(r.status === 'proven' ? 'confirmed_hash' : 'confirmed_nothing')),
        this.row(t.text(r.status === 'proven' ? 'charter_is' : 'charter_stated'), code(r.dialogue)),
        this.row(t.text('the_file'), t.text('file_line', { name: file.name, size: t.plural('bytes', file.size) })),
        this.row(t.text('file_digest'), code(file.digest)),
      ),
      table(t.text('keys').join(''), [t.text('party'), t.text('fingerprint')], rows),
    );
  }
}
