// §19: admitting pouches, in memory, by a node that has no log of its own in the channel.
// Not done here: containers (steps 1 to 3), step 16.
// A log is its heads, each of which leads to the one before it: after evidence there may be two that follow one.
import { Refused, refuse, equal, hex, compareText } from './bytes.mjs';
import { encode64 } from './b64.mjs';
import { EMPTY_ROOT } from './hash.mjs';
import { int, isList, isText, isObject } from './types.mjs';
import { readPouchHead, readPouchLines } from './pouch.mjs';
import { readChannel, plenaryOf, channelId, logId, originOf } from './charter.mjs';
import { checkCert } from './cert.mjs';
import { checkLogLines, readLogNote } from './checkpoint.mjs';
import { entryLeaf } from './entry.mjs';
import { readSeal, readOpening, readHead } from './record.mjs';
import { treeRoot } from './merkle.mjs';
import { cutDigest } from './standing.mjs';
import { checkContradiction, checkPairs } from './contradiction.mjs';
import { GENERATIONS, eraOf, checkNotice } from './succession.mjs';

/** A pouch that is refused with the number of a step. */
class AtStep extends Error {
  constructor(step, reason) {
    super(reason);
    this.step = step;
  }
}
class Held extends Error {}
class Duplicate extends Error {}
class Contradiction extends Error {}

async function at(step, run) {
  try {
    return await run();
  } catch (e) {
    throw e instanceof Refused ? new AtStep(step, e.message) : e;
  }
}

const logKey = (party, generation) => `${party}/${generation}`;
const partyOf = (key) => key.slice(0, key.indexOf('/'));
const generationOf = (key) => Number(key.slice(key.indexOf('/') + 1));
const headId = (size, root) => `${size}/${hex(root)}`;
const inForce = (certs, at) => certs.filter((c) => c.from <= at).at(-1);

/** Which of the keys that may be in force signed a note. */
async function signedBy(certs, note) {
  for (const [i, c] of certs.entries()) {
    try {
      await checkLogLines(note, note.lines, c.pair);
      return c;
    } catch (e) {
      if (!(e instanceof Refused) || i === certs.length - 1) throw e;
    }
  }
}

export class Node {
  /** agreed: a Set of 'party/generation/index' whose destruction our own party has signed. */
  constructor(charter, channel, agreed) {
    this.charter = charter;
    this.channelId = channel;
    this.agreed = agreed;
    this.channel = null;
    this.logs = new Map();
    this.evidence = [];
    this.notices = [];
    this.rootKeys = new Set();
    for (const p of charter.parties.values()) {
      this.rootKeys.add(hex(p.root.ed25519));
      this.rootKeys.add(hex(p.root.mldsa44));
    }
  }

  async start() {
    const plenary = await plenaryOf(this.charter);
    if ((await channelId(plenary)) === this.channelId) this.channel = await readChannel(plenary, this.charter);
  }

  async offer(bytes) {
    try {
      await this.admit(bytes);
      return 'admitted';
    } catch (e) {
      if (e instanceof AtStep) return `refused ${e.step}`;
      if (e instanceof Held) return 'held';
      if (e instanceof Duplicate) return 'duplicate';
      if (e instanceof Contradiction) return 'contradiction';
      throw e;
    }
  }

  async admit(bytes) {
    // Step 4
    const head = await at(4, () => readPouchHead(bytes));
    const { party, generation, from, to } = head;
    const log = await logId(head.dialogue, head.channel, party, generation);
    if (head.checkpoint.origin !== originOf(log)) throw new AtStep(4, 'the origin is not the one that follows from log');
    // Step 5
    if (head.dialogue !== this.charter.dialogue || head.channel !== this.channelId) throw new AtStep(5, 'another dialogue or channel');
    if (!this.charter.parties.has(party)) throw new AtStep(5, 'no party of the charter');
    if (this.channel ? !this.channel.members.includes(party) : from > 0) throw new AtStep(5, 'no member, or a channel that is not known');
    const key = logKey(party, generation);
    const known = this.logs.get(key);
    // "A pouch whose from is above every head held of its log is held before its key is checked"
    if (from > Math.max(0, ...this.headsOf(key).map((h) => h.size))) throw new Held();
    // Step 6; which branch it is on, and so which of two certificates is in force, only its `prev` says
    const root = this.charter.parties.get(party);
    let certs;
    if (from === 0) {
      const opening = await at(6, async () => {
        const c = await checkCert(head.certValue, log, root, generation);
        if (c.from !== 0) refuse('the first certificate is not from 0');
        if (this.rootKeys.has(hex(c.pair.ed25519)) || this.rootKeys.has(hex(c.pair.mldsa44))) refuse('a root key seals');
        return c;
      });
      certs = [opening];
    } else certs = [...new Set(this.headsOf(key).filter((h) => h.size >= from).map((h) => inForce(h.certs, from)))];
    // Step 7
    const cert = await at(7, async () => {
      const note = head.checkpoint;
      if (note.lines.length !== 2) refuse('not two lines');
      return signedBy(certs, note);
    });
    const ownRoot = head.checkpoint.root;
    if (known?.heads.has(headId(to, ownRoot))) throw new Duplicate();
    const accused = this.evidence.some((e) => e.valid && e.about === key);
    if (!accused && this.headsOf(key).some((h) => h.size === to)) throw new Contradiction();
    // Steps 8 and 9, both told as 8
    const { entries, leaves } = await at(8, async () => {
      const list = await readPouchLines(bytes, head);
      return { entries: list, leaves: await Promise.all(list.map((e) => entryLeaf(e.leaves))) };
    });
    entries.forEach((e, i) => {
      if (e.form === 'p' && !this.agreed.has(`${party}/${generation}/${from + i}`)) throw new Held();
    });
    const seal = await at(12, () => {
      const s = readSeal(entries.at(-1));
      if (s.prev.size !== from) refuse('prev is not where the pouch starts');
      return s;
    });
    // Step 10
    const prev = from > 0 ? known.heads.get(headId(from, seal.prev.root)) : null;
    if (from > 0 && !prev) throw new Held();
    if (prev && inForce(prev.certs, from) !== cert) throw new AtStep(6, 'a key that is in force on another branch');
    const whole = [...(prev?.leaves ?? []), ...leaves];
    const leads = equal(await treeRoot(whole), ownRoot);
    const next = this.headsOf(key).filter((h) => h.prev === prev);
    if (next.length && !accused) {
      if (!leads) throw new AtStep(11, 'the entries do not lead to the root');
      const other = this.headsOf(key).reduce((a, b) => (a.size > b.size ? a : b)).leaves;
      const n = Math.min(whole.length, other.length);
      if (!equal(await treeRoot(whole.slice(0, n)), await treeRoot(other.slice(0, n)))) throw new Contradiction();
      throw new AtStep(10, 'ends where no seal of its log does');
    }
    // Step 11
    if (!leads) throw new AtStep(11, 'the entries do not lead to the root');
    // Step 12: opening and rekey
    const own = { size: to, root: ownRoot, from, prev, leaves: whole, holds: prev?.holds };
    own.acts = [...(prev?.acts ?? []), ...entries.map((e) => e.kind !== 'seal')];
    const record = await at(12, () => this.checkRecord(head, log, root, cert, prev?.certs ?? [], entries));
    own.certs = record.certs;
    own.hasK = from === 0 ? record.hasK : prev.hasK;
    // Step 14
    const members = (record.channel ?? this.channel).members;
    if (from === 0 && generation > 0) own.holds = this.readHolds(party, entries[0]);
    const holds = from === 0 && own.holds?.size ? { ...own.holds } : undefined;
    const named = await this.findNamed(seal, key, members, holds);
    if (from === 0 && generation > 0) {
      // §9: a stolen key must not come back; told as 6, once nothing is missing
      const before = holds ? [this.headAt(own.holds.key, own.holds)] : this.headsOf(own.holds.key);
      for (const c of before.flatMap((h) => h.certs).filter((o) => o.from <= own.holds.size)) {
        if (equal(c.pair.ed25519, cert.pair.ed25519) || equal(c.pair.mldsa44, cert.pair.mldsa44)) {
          throw new AtStep(6, 'a key that the generation before had');
        }
      }
    }
    own.vector = this.checkSeen(named, key, prev?.vector ?? new Map(), holds);
    own.vector.set(key, own);
    // Step 12 again: K, then the cut, as if it were admitted
    const heads = new Map(known?.heads).set(headId(to, ownRoot), own);
    this.logs.set(key, { heads, tip: !known || known.tip === prev ? own : known.tip });
    const evidence = [];
    const notices = [];
    try {
      await at(12, async () => {
        if (from === 0 && !own.hasK) {
          const seen = [...own.vector].some(([k, h]) => h.size > 0 && this.headAt(k, h)?.hasK);
          if (!seen) refuse('an opening without K that has not seen one with it');
        }
        for (const [i, e] of entries.entries()) {
          const where = { key, head: own, index: from + i };
          if (e.kind === 'evidence') evidence.push({ ...where, ...(await this.readEvidence(e, own.vector)) });
          if (e.kind === 'notice') notices.push({ ...where, ...(await this.readNotice(e, own.vector, key, seal.prev)) });
        }
        const digest = await cutDigest(await this.cutOf(own.vector, members, [...this.evidence, ...evidence], [...this.notices, ...notices]));
        if (!equal(digest, seal.cut)) refuse('the cut is another one');
      });
    } catch (e) {
      if (known) this.logs.set(key, known);
      else this.logs.delete(key);
      throw e;
    }
    // Step 15
    if (record.channel) this.channel = record.channel;
    this.evidence.push(...evidence);
    this.notices.push(...notices);
  }

  headsOf(key) {
    return [...(this.logs.get(key)?.heads.values() ?? [])];
  }

  headAt(key, { size, root }) {
    return this.logs.get(key)?.heads.get(headId(size, root));
  }

  /** Openings, rekeys and certificates; -> the certificates of the log after this pouch. */
  async checkRecord(head, log, root, first, before, entries) {
    const { party, generation, from, to } = head;
    const certs = [...before];
    let channel = null;
    let hasK = false;
    if (from === 0) {
      const e = entries[0];
      await readOpening(e, { channel: this.channelId, party, generation, certValue: head.certValue });
      channel = await readChannel(e.fields.get('channel'), this.charter);
      hasK = e.fields.has('k');
      certs.push(first);
    }
    for (const [i, e] of entries.entries()) {
      if ((e.kind === 'open' || e.kind === 'reopen') && from + i > 0) refuse('an opening in the middle');
      if (e.kind !== 'rekey') continue;
      if (i !== entries.length - 2) refuse('a rekey that is not the last act');
      if (!e.kept.has('cert')) refuse('rekey: no certificate');
      const c = await checkCert(e.fields.get('cert'), log, root, generation);
      if (c.from !== to) refuse('rekey: does not start at the end of its pouch');
      for (const k of [c.pair.ed25519, c.pair.mldsa44]) {
        const h = hex(k);
        if (this.rootKeys.has(h)) refuse('rekey: a root key');
        if (certs.some((o) => hex(o.pair.ed25519) === h || hex(o.pair.mldsa44) === h)) refuse('rekey: a key that this log had');
      }
      certs.push(c);
    }
    return { certs, channel, hasK };
  }

  /** Step 14, first: whether all that it names, and what it holds, is here; -> the named heads, each with its seal. */
  async findNamed(seal, mine, members, holds) {
    const named = [];
    for (const [other, rows] of seal.seen) {
      if (rows.some((r) => logKey(other, r.generation) === mine)) throw new AtStep(14, 'names its own log');
      if (!members.includes(other)) throw new AtStep(14, 'names a stranger');
      for (const r of rows) named.push({ key: logKey(other, r.generation), size: r.size, root: r.root });
    }
    let missing = false;
    for (const n of holds ? [...named, holds] : named) {
      n.seal = this.headAt(n.key, n);
      if (n.seal) continue;
      for (const h of this.headsOf(n.key).filter((o) => o.size > n.size)) {
        if (equal(await treeRoot(h.leaves.slice(0, n.size)), n.root)) throw new AtStep(14, 'names a head where no seal ends');
      }
      missing = true;
    }
    if (missing) throw new Held();
    return named;
  }

  /** Step 14, then: what it names grows and is closed; -> the vector, without the author's own log `mine`. */
  checkSeen(named, mine, base, holds) {
    const vector = new Map(base);
    for (const n of named) {
      if (n.seal.size - n.seal.from < 2) throw new AtStep(14, 'names a head that closes no act');
      if ((base.get(n.key)?.size ?? 0) >= n.size) throw new AtStep(14, 'names a head that is not larger');
      vector.set(n.key, { size: n.size, root: n.root });
    }
    if (holds && holds.seal.size - holds.seal.from < 2) throw new AtStep(14, 'holds a head that closes no act');
    if (holds && holds.size > (vector.get(holds.key)?.size ?? 0)) vector.set(holds.key, { size: holds.size, root: holds.root });
    for (const n of named) {
      for (const [key, h] of n.seal.vector) {
        if (key !== mine && (vector.get(key)?.size ?? 0) < h.size) throw new AtStep(14, 'has not seen what those it names had seen');
      }
    }
    return vector;
  }

  readHolds(party, opening) {
    const [generation, ...rest] = opening.fields.get('holds');
    return { key: logKey(party, generation), ...readHead(rest, 'holds') };
  }

  /** An `evidence` act: which log, from where, and whether it is valid (§14). */
  async readEvidence(e, vector) {
    try {
      const f = new Map([...e.fields].filter(([n]) => e.kept.has(n)));
      const v = f.get('log');
      if (!isList(v) || v.length !== 2 || !isText(v[0]) || !this.charter.parties.has(v[0])) refuse('evidence: log');
      const key = logKey(v[0], int(v[1], 'evidence: generation'));
      const log = await logId(this.charter.dialogue, this.channelId, v[0], v[1]);
      const root = this.charter.parties.get(v[0]);
      const heads = [];
      const pairs = [];
      const agreed = readHead(f.get('agreed'), 'evidence: agreed');
      const last = agreed.size > 0 ? this.headAt(key, agreed) : null;
      for (const i of [1, 2]) {
        if (!isObject(f.get(`cert/${i}`)) || !isText(f.get(`note/${i}`))) refuse('evidence: note or certificate');
        const cert = await checkCert(f.get(`cert/${i}`), log, root, v[1]);
        const note = readLogNote(f.get(`note/${i}`), originOf(log));
        if (BigInt(cert.from) >= note.size) refuse('evidence: the certificate starts after the head');
        await checkLogLines(note, note.lines, cert.pair);
        heads.push(note);
        pairs.push(cert.pair);
        const force = last?.certs.filter((c) => c.from < agreed.size).at(-1);
        if (agreed.size > 0 && (!force || cert.from < force.from)) refuse('evidence: a key that was replaced');
      }
      checkPairs(...pairs);
      await checkContradiction(heads[0], heads[1], f.get('prefix'));
      if (agreed.size > 0) {
        if ((vector.get(key)?.size ?? 0) < agreed.size || !last) refuse('evidence: agreed');
      }
      return { about: key, agreed: agreed.size, valid: true };
    } catch (x) {
      if (x instanceof Refused) return { valid: false };
      throw x;
    }
  }

  /** A `notice` act: which root key it revokes, and what its author had seen of the party (§15). */
  async readNotice(e, vector, own, prev) {
    try {
      const { party, era } = await checkNotice(new Map([...e.fields].filter(([n]) => e.kept.has(n))), this.charter);
      const known = new Map(vector).set(own, prev);
      return { valid: true, party, era, seen: new Map([...known].filter(([k]) => partyOf(k) === party).map(([k, h]) => [k, h.size])) };
    } catch (x) {
      if (x instanceof Refused) return { valid: false };
      throw x;
    }
  }

  /** §15: the size at which a log stops to count for a vector, or null, as a function of the log. */
  stopsOf(vector, evidence, notices) {
    // "Which of two versions somebody has seen follows from the heads that his seals name": an act of the other is not in his past
    const inPast = (act) => vector.has(act.key) && this.leadsTo(act.key, vector.get(act.key), act.head);
    const accusedAt = (key) => {
      const found = evidence.filter((e) => e.valid && e.about === key && inPast(e));
      return found.length ? Math.min(...found.map((e) => e.agreed)) : null;
    };
    const least = (a, b) => (a === null ? b : b === null ? a : Math.min(a, b));
    const opened = [...vector].map(([k, h]) => ({ key: k, holds: h.size > 0 ? this.headAt(k, h)?.holds : null })).filter((o) => o.holds);
    const era = (key) => eraOf(generationOf(key));
    const held = new Map();
    const later = new Map(); // party -> {era, generation and size that it holds}: of the latest key, then the smallest
    for (const { key, holds } of opened) {
      if (era(key) === era(holds.key)) {
        if (accusedAt(key) !== 0) held.set(holds.key, holds.size);
        continue;
      }
      const one = [-era(key), generationOf(holds.key), holds.size];
      const other = later.get(partyOf(key));
      const differs = other ? one.findIndex((n, i) => n !== other[i]) : 0;
      if (differs >= 0 && (!other || one[differs] < other[differs])) later.set(partyOf(key), one);
    }
    return (key) => {
      const found = held.get(key) ?? accusedAt(key);
      const [minusEra, generation, size] = later.get(partyOf(key)) ?? [0];
      if (era(key) < -minusEra) {
        if (generationOf(key) > generation) return 0;
        return generationOf(key) === generation ? least(size, accusedAt(key)) : found;
      }
      const published = notices.filter((n) => n.valid && n.party === partyOf(key) && inPast(n));
      const newest = Math.max(...published.map((n) => n.era));
      if (era(key) > newest) return found;
      const seen = published.filter((n) => n.era === newest).map((n) => n.seen.get(key) ?? 0);
      return least(found, Math.min(...seen));
    };
  }

  /** Whether a head of a log is another one or continues it. */
  leadsTo(key, later, earlier) {
    for (let h = this.headAt(key, later); h; h = h.prev) if (h === earlier) return true;
    return false;
  }

  /** §12 and §15: the value of the cut of a vector. */
  async cutOf(vector, members, evidence = this.evidence, notices = this.notices) {
    const rows = [];
    const stopOf = this.stopsOf(vector, evidence, notices);
    for (const m of [...members].sort(compareText)) {
      const newest = new Map([[0, 0]]); // root key -> the newest generation of it that is named
      for (const k of vector.keys()) {
        const g = generationOf(k);
        if (partyOf(k) === m) newest.set(eraOf(g), Math.max(g, newest.get(eraOf(g)) ?? 0));
      }
      const generations = [...newest].sort((a, b) => a[0] - b[0]).flatMap(([e, top]) => {
        return Array.from({ length: top - e * GENERATIONS + 1 }, (_, i) => e * GENERATIONS + i);
      });
      for (const g of generations) {
        const key = logKey(m, g);
        let size = vector.get(key)?.size ?? 0;
        const stop = stopOf(key);
        if (stop !== null) size = Math.min(size, stop);
        const l = size ? this.headAt(key, vector.get(key)) : null;
        while (size > 0 && !l.acts[size - 1]) size--;
        const acts = size ? l.acts.slice(0, size).filter(Boolean).length : 0;
        const root = size ? await treeRoot(l.leaves.slice(0, size)) : EMPTY_ROOT;
        rows.push([m, g, acts, size, encode64(root)]);
      }
    }
    return new Map([['v', 1], ['dialogue', this.charter.dialogue], ['channel', this.channelId], ['logs', rows]]);
  }

  /** The digest of the cut of everything held. */
  async heldCut() {
    if (!this.channel) return null;
    const vector = new Map();
    for (const [k, l] of this.logs) vector.set(k, l.tip);
    return encode64(await cutDigest(await this.cutOf(vector, this.channel.members)));
  }
}

