// §23 proofs, §24 the ten steps, §25 the verdict. No clock, no network, no I/O.
import { Refused, refuse, equal, hex, compareText, compareBytes, utf8 } from './bytes.mjs';
import { decode64, encode64 } from './b64.mjs';
import { readBytes } from './json.mjs';
import { exactly, list, int, isText, isParty, isKind, isTime, isObject } from './types.mjs';
import { readCharter, readChannel, logId, originOf } from './charter.mjs';
import { checkCert, KeysInUse, inForce } from './cert.mjs';
import { readLogNote, checkLogLines, checkCosignature } from './checkpoint.mjs';
import { readVkey, readSignatureLine } from './note.mjs';
import { readLeaves, readOpenings, entryLeaf, checkReferences } from './entry.mjs';
import { inclusionHolds, treeRoot } from './merkle.mjs';
import { readStanding, cutCovers, addsUp } from './standing.mjs';
import { readAttest, readSeen } from './record.mjs';
import { checkContradiction, compareHeads } from './contradiction.mjs';

export const PROOF_BYTES = 67108864; // §27
export const PROOF_ENTRIES = 4096;
const CLAIMS = { standing: ['logs', 'standing'], entry: ['logs'], receipt: ['logs', 'receipt'], log: ['logs'], fork: ['fork'] };

/** Step 1: the file itself, its logs, entries, `fork` and `witness` items; not the inside of the rest. */
function readForm(bytes) {
  if (bytes.length > PROOF_BYTES) refuse('proof: too large');
  const v = readBytes(bytes);
  if (!isObject(v)) refuse('proof: not an object');
  if (v.get('v') !== 1) refuse('proof: v is not 1');
  const claim = v.get('claim');
  if (!isText(claim) || !Object.hasOwn(CLAIMS, claim)) refuse('proof: unknown claim');
  exactly(v, 'proof', ['v', 'claim', 'charter', 'channel', 'witness', ...CLAIMS[claim]]);

  let logs = [];
  let fork = null;
  if (claim === 'fork') fork = readForkForm(v.get('fork'));
  else logs = readLogsForm(v.get('logs'), claim);

  let before = null;
  const witness = list(v.get('witness'), 'witness', 0, 4096).map((w) => {
    exactly(w, 'witness', ['log', 'head', 'vkey', 'line']);
    const out = { log: w.get('log'), head: w.get('head'), vkey: w.get('vkey'), line: w.get('line') };
    int(out.log, 'witness: log');
    int(out.head, 'witness: head');
    if (!isText(out.vkey) || !isText(out.line)) refuse('witness: not a text');
    if (out.log >= (fork ? 1 : logs.length)) refuse('witness: no such log');
    if (out.head >= (fork ? 2 : logs[out.log].heads.length)) refuse('witness: no such head');
    if (before !== null) {
      const order = before.log - out.log || before.head - out.head || compareBytes(utf8(before.vkey), utf8(out.vkey));
      if (order >= 0) refuse('witness: not strictly rising');
    }
    before = out;
    return out;
  });
  return { value: v, claim, logs, fork, witness };
}

function readLogsForm(v, claim) {
  let before = null;
  let total = 0;
  return list(v, 'logs', 1, 4096).map((l) => {
    exactly(l, 'log', ['party', 'generation', 'certs', 'heads', 'entries']);
    const party = l.get('party');
    if (!isParty(party)) refuse('log: party');
    const generation = int(l.get('generation'), 'log: generation');
    if (before !== null) {
      const order = compareText(before.party, party) || before.generation - generation;
      if (order >= 0) refuse('logs: not strictly rising');
    }
    before = { party, generation };
    const certs = list(l.get('certs'), 'log: certs', 1, 4096);
    const heads = list(l.get('heads'), 'log: heads', 1, 4096);
    for (const h of heads) if (!isText(h)) refuse('log: a head that is not a text');
    if (claim === 'log' && heads.length !== 1) refuse('log: not exactly one head');
    const rows = list(l.get('entries'), 'log: entries', 1, 4096);
    total += rows.length;
    if (total > PROOF_ENTRIES) refuse('logs: too many entries');
    let last = -1;
    const used = new Set();
    const entries = rows.map((e, i) => {
      if (claim === 'log') {
        exactly(e, 'entry', ['leaves', 'open']);
        used.add(0);
        return { head: 0, index: i, leaves: e.get('leaves'), open: e.get('open') };
      }
      exactly(e, 'entry', ['head', 'index', 'leaves', 'open', 'path']);
      const head = int(e.get('head'), 'entry: head');
      if (head >= heads.length) refuse('entry: no such head');
      used.add(head);
      const index = int(e.get('index'), 'entry: index');
      if (index <= last) refuse('entries: not strictly rising');
      last = index;
      return { head, index, leaves: e.get('leaves'), open: e.get('open'), path: e.get('path') };
    });
    if (used.size !== heads.length) refuse('log: a head without an entry');
    return { party, generation, certs, heads, entries };
  });
}

function readForkForm(v) {
  exactly(v, 'fork', ['party', 'generation', 'notes', 'certs'], ['prefix']);
  const party = v.get('party');
  if (!isParty(party)) refuse('fork: party');
  const generation = int(v.get('generation'), 'fork: generation');
  const notes = list(v.get('notes'), 'fork: notes', 2, 2);
  for (const n of notes) if (!isText(n)) refuse('fork: a note that is not a text');
  const certs = list(v.get('certs'), 'fork: certs', 1, 2);
  return { party, generation, notes, certs, prefix: v.get('prefix') };
}

/** Step 3. */
function checkAnchor(state, { charterHash, roots }) {
  if (charterHash !== undefined && charterHash !== state.charter.dialogue) refuse('the charter is not the one that was given');
  if (roots !== undefined) {
    for (const [party, digest] of roots) {
      const p = state.charter.parties.get(party);
      if (!p || hex(p.rootDigest) !== digest) refuse(`the root key of ${party} is not the one that was given`);
    }
    for (const party of partiesOf(state)) if (!roots.has(party)) refuse(`no root key was given for ${party}`);
  }
}

const partiesOf = ({ form }) => (form.fork ? [form.fork.party] : [...new Set(form.logs.map((l) => l.party))]);

/** Step 5. */
async function checkCerts(state) {
  const { form, charter, channel } = state;
  const keys = new KeysInUse(charter);
  for (const l of form.fork ? [form.fork] : form.logs) {
    l.id = await logId(charter.dialogue, channel.id, l.party, l.generation);
    l.origin = originOf(l.id);
    const party = charter.parties.get(l.party);
    l.chain = [];
    for (const c of l.certs) {
      const cert = await checkCert(c, l.id, party, l.generation);
      keys.takeRoots(cert.roots);
      keys.take(cert.pair, l.id); // also refuses a key that this log had before
      if (!form.fork && l.chain.length && l.chain.at(-1).from >= cert.from) refuse('certificates: from not strictly rising');
      l.chain.push(cert);
    }
  }
}

/** Step 6. */
async function checkHeads({ form }) {
  if (form.fork) {
    const f = form.fork;
    f.read = [];
    for (const [i, text] of f.notes.entries()) {
      const note = readLogNote(text, f.origin);
      const cert = f.chain.length === 1 ? f.chain[0] : f.chain[i];
      if (BigInt(cert.from) >= note.size) refuse('fork: the certificate starts after the head');
      await checkLogLines(note, note.lines, cert.pair);
      f.read.push(note);
    }
    if (compareHeads(f.read[0], f.read[1]) >= 0) refuse('fork: (size, root) not rising');
    return;
  }
  for (const l of form.logs) {
    const used = new Set();
    l.read = [];
    for (const text of l.heads) {
      const note = readLogNote(text, l.origin);
      const cert = inForce(l.chain, note.size);
      if (!cert) refuse('checkpoint: no certificate in force');
      await checkLogLines(note, note.lines, cert.pair);
      if (l.read.length && l.read.at(-1).size >= note.size) refuse('heads: sizes not strictly rising');
      used.add(cert);
      l.read.push(note);
    }
    if (used.size !== l.chain.length) refuse('certificates: one was not used');
  }
}

/** Runs over a list, some at a time (WebCrypto hashes in other threads). */
async function each(items, run) {
  for (let i = 0; i < items.length; i += 64) await Promise.all(items.slice(i, i + 64).map(run));
}

/** Step 7. */
async function checkEntries({ form }) {
  for (const l of form.logs) {
    await each(l.entries, async (e) => {
      const leaves = readLeaves(e.leaves, 'entry: leaves');
      e.opened = await readOpenings(e.open, leaves, 'entry: open');
      if (e.opened.has('kind') && !isKind(e.opened.get('kind'))) refuse('entry: kind');
      if (e.opened.has('at') && !isTime(e.opened.get('at'))) refuse('entry: at');
      if (e.opened.has('re')) checkReferences(e.opened.get('re'), true);
      if (form.claim !== 'log') e.pathHashes = list(e.path, 'entry: path', 0, 63).map((h) => decode64(h, 32, 'entry: path'));
      e.leaf = await entryLeaf(leaves);
      e.hidden = leaves.length - e.opened.size;
      e.leaves = e.open = e.path = undefined; // no longer needed
    });
  }
}

/** Step 8. */
async function checkInclusion({ form }) {
  for (const l of form.logs) {
    if (form.claim === 'log') {
      if (BigInt(l.entries.length) !== l.read[0].size) refuse('log: not as many entries as the head says');
      if (!equal(await treeRoot(l.entries.map((e) => e.leaf)), l.read[0].root)) refuse('log: the entries do not lead to the head');
      continue;
    }
    await each(l.entries, async (e) => {
      const head = l.read[e.head];
      if (!(await inclusionHolds(BigInt(e.index), head.size, e.leaf, e.pathHashes, head.root))) {
        refuse(`entry ${e.index} of ${l.party}: not under its head`);
      }
    });
  }
}

/** Step 9. */
async function checkClaim(state) {
  const { form } = state;
  if (form.claim === 'standing') return checkStanding(state);
  if (form.claim === 'entry') {
    for (const l of form.logs) for (const e of l.entries) if (e.opened.size === 0) refuse('entry: opens nothing');
  } else if (form.claim === 'receipt') {
    checkReceipt(form);
  } else if (form.claim === 'log') {
    countLogs(state);
  } else {
    await checkContradiction(form.fork.read[0], form.fork.read[1], form.fork.prefix);
  }
  return undefined;
}

async function checkStanding(state) {
  const { form, charter, channel } = state;
  const s = await readStanding(form.value.get('standing'));
  state.standing = s;
  if (s.cut.dialogue !== charter.dialogue || s.cut.channel !== channel.id) refuse('cut: of another dialogue or channel');
  if (!cutCovers(s.cut, channel.members)) refuse('cut: does not cover exactly the members');
  const signers = new Set();
  for (const l of form.logs) {
    if (signers.has(l.party)) refuse(`standing: two logs of ${l.party}`);
    signers.add(l.party);
    if (l.entries.length !== 1) refuse(`standing: not exactly one entry of ${l.party}`);
    const [e] = l.entries;
    const o = e.opened;
    if (o.get('kind') !== 'seal') refuse(`standing: no seal of ${l.party}`);
    if (!signsStanding(o, s)) refuse(`standing: the seal of ${l.party} names another cut or standing`);
    for (const row of s.cut.rows) {
      if (row.party === l.party && row.generation === l.generation && row.size > e.index) {
        refuse(`standing: the cut covers the seal of ${l.party} itself`);
      }
    }
  }
}

function signsStanding(opened, s) {
  const cut = encode64(s.cutDigest);
  const digest = encode64(s.digest);
  // §24 step 9: each of the three that is open has the form of §11, whether it is relied on or not
  if (opened.has('cut') && opened.has('standing')) for (const name of ['cut', 'standing']) decode64(opened.get(name), 32, `seal: ${name}`);
  const attested = opened.has('attest') ? readAttest(opened.get('attest')) : [];
  if (opened.get('cut') === cut && opened.get('standing') === digest) return true;
  return attested.some(([c, d]) => equal(c, s.cutDigest) && equal(d, s.digest));
}

function checkReceipt({ logs, value }) {
  const receipt = exactly(value.get('receipt'), 'receipt', ['by', 'of']);
  const by = receipt.get('by');
  const of = receipt.get('of');
  if (!isParty(by) || !isParty(of)) refuse('receipt: not a party id');
  if (by === of) refuse('receipt: by and of are one party');
  if (logs.length !== 2) refuse('receipt: not exactly two logs');
  const mine = logs.find((l) => l.party === by);
  const theirs = logs.find((l) => l.party === of);
  if (!mine || !theirs) refuse('receipt: not one log of each');
  if (mine.entries.length !== 1) refuse('receipt: not exactly one entry of the receiver');
  const o = mine.entries[0].opened;
  if (o.get('kind') !== 'seal') refuse('receipt: no seal');
  if (!o.has(`seen/${of}`)) refuse('receipt: no such field seen');
  const rows = readSeen(o.get(`seen/${of}`), 'receipt: seen');
  if (theirs.read.length !== 1) refuse('receipt: not exactly one head');
  const [head] = theirs.read;
  const named = rows.some((r) => r.generation === theirs.generation && BigInt(r.size) === head.size && equal(r.root, head.root));
  if (!named) refuse('receipt: the seal does not name that head');
}

function countLogs(state) {
  state.counts = state.form.logs.map((l) => {
    const seen = new Set();
    const kinds = new Map();
    let notShown = 0;
    let repeated = 0;
    for (const e of l.entries) {
      const h = hex(e.leaf);
      if (seen.has(h)) repeated++;
      else if (e.opened.has('kind')) kinds.set(e.opened.get('kind'), (kinds.get(e.opened.get('kind')) ?? 0) + 1);
      else notShown++;
      seen.add(h);
    }
    return { party: l.party, generation: l.generation, kinds, notShown, repeated };
  });
}

/** Step 10. */
async function checkWitnesses({ form }) {
  for (const w of form.witness) {
    const vkey = await readVkey(w.vkey);
    const line = readSignatureLine(w.line, 'witness: line');
    const head = form.fork ? form.fork.read[w.head] : form.logs[w.log].read[w.head];
    w.time = await checkCosignature(vkey, line, head);
  }
}

/** §25: the codes, in the order of their bytes. */
function codesOf(state, { charterHash, roots, witnesses }) {
  const { form, charter, channel } = state;
  const codes = new Set(['later_acts_may_exist', 'signed_is_not_true', 'key_replacement_not_shown']);
  const parties = partiesOf(state);
  const add = (code, when) => when && codes.add(code);
  add('keys_not_confirmed', charterHash === undefined && roots === undefined);
  add('supposed_exercise', charter.exercise);
  const one = parties.length === 1 && form.claim !== 'fork';
  add('one_signer_only', one);
  const standing = form.claim === 'standing';
  add('not_all_members_signed', standing && channel.members.some((m) => !parties.includes(m)));
  add('admission_not_shown', form.claim === 'entry' || form.claim === 'log' || (standing && one));
  add('times_are_claims', form.logs.some((l) => l.entries.some((e) => e.opened.has('at'))));
  add('fork_may_be_theft', form.claim === 'fork');
  add('witnesses_not_confirmed', form.witness.some((w) => !(witnesses ?? []).includes(w.vkey)));
  if (standing) {
    add('sections_not_shown', state.standing.hidden > 0);
    add('counts_do_not_add_up', [...state.standing.shown].some(([name, v]) => name.startsWith('requests/') && !addsUp(v)));
  }
  if (form.claim === 'log') {
    add('entries_not_shown', state.counts.some((c) => c.notShown > 0));
    add('entries_repeated', state.counts.some((c) => c.repeated > 0));
  }
  return [...codes].sort();
}

/**
 * Verify the bytes of a proof file.
 * given: {charterHash?: hex dialogue id, roots?: Map(party -> hex root digest), witnesses?: [vkey texts],
 *         before?: called with the number of each step, and awaited}
 * -> {status: 'proven'|'consistent', claim, codes, ..} or {status: 'not proven', step, reason}.
 * Never throws for any bytes.
 */
export async function verifyProof(bytes, given = {}) {
  const state = {};
  const steps = [
    async () => { state.form = readForm(bytes); },
    async () => { state.charter = await readCharter(state.form.value.get('charter')); },
    async () => checkAnchor(state, given),
    async () => {
      state.channel = await readChannel(state.form.value.get('channel'), state.charter);
      for (const p of partiesOf(state)) if (!state.channel.members.includes(p)) refuse(`${p} is no member of the channel`);
    },
    () => checkCerts(state),
    () => checkHeads(state),
    () => checkEntries(state),
    () => checkInclusion(state),
    () => checkClaim(state),
    () => checkWitnesses(state),
  ];
  for (const [i, step] of steps.entries()) {
    await given.before?.(i + 1);
    try {
      await step();
    } catch (e) {
      // Anything but Refused is a fault of this program, but never a proof.
      return { status: 'not proven', step: i + 1, reason: e instanceof Refused ? e.message : `fault of the verifier: ${e}`, ...(e instanceof Refused ? {} : { fault: true }) };
    }
  }
  const anchored = given.charterHash !== undefined || given.roots !== undefined;
  return {
    status: anchored ? 'proven' : 'consistent',
    claim: state.form.claim,
    codes: codesOf(state, given),
    dialogue: state.charter.dialogue,
    channel: state.channel.id,
    state,
  };
}
