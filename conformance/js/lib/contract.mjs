// The commands of conformance/README.md over bytes and values. No I/O.
import { Refused, refuse, utf8 } from './bytes.mjs';
import { decode64, encode64 } from './b64.mjs';
import { readBytes } from './json.mjs';
import { isId, int, isParty } from './types.mjs';
import { fromPlain } from './plain.mjs';
import { readPair, verifyEd25519 } from './sign.mjs';
import { readCharter, readChannel, plenaryOf, channelId, logId, originOf, CHARTER_BYTES } from './charter.mjs';
import { checkCert } from './cert.mjs';
import { readLine, makeEntry, entryLeaf, personMessage } from './entry.mjs';
import { readSeal } from './record.mjs';
import { readCut, cutDigest, sectionSalt, standingOf } from './standing.mjs';
import { readLogNote, checkLogLines, readBody, checkCosignature } from './checkpoint.mjs';
import { readVkey, readSignatureLine } from './note.mjs';
import { inclusionHolds, consistencyHolds } from './merkle.mjs';
import { checkContradiction, checkPairs } from './contradiction.mjs';
import { verifyTlogProof } from './tlogproof.mjs';
import { verifyProof } from './proof.mjs';
import { isFieldName } from './types.mjs';
import { readAsk } from './ask.mjs';
import { fold } from './fold.mjs';

/** A whole number for the answer line. */
const num = (n) => (n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : String(n));

/** Member x as text or x_b64 as bytes. */
export function bytesOf(input, name) {
  if (typeof input[`${name}_b64`] === 'string') return decode64(input[`${name}_b64`], undefined, name);
  if (typeof input[name] !== 'string' || !input[name].isWellFormed()) refuse(`${name}: not a text`);
  return utf8(input[name]);
}

export async function charterOf(bytes) {
  if (bytes.length > CHARTER_BYTES) refuse('charter: too large');
  return readCharter(readBytes(bytes));
}

const hashes = (list, what) => list.map((x) => decode64(x, 32, what));
const text = (v, what) => (typeof v === 'string' ? v : refuse(`${what}: not a text`));

/** Commands whose FILE is the thing itself. */
export const FILE_COMMANDS = {
  async canonical(bytes) {
    readBytes(bytes);
    return {};
  },
  async charter(bytes) {
    const c = await charterOf(bytes);
    return { dialogue: c.dialogue, plenary: await channelId(await plenaryOf(c)) };
  },
};

/** Commands whose FILE is the `input` of a vector. */
export const INPUT_COMMANDS = {
  async channel(i) {
    const charter = await charterOf(bytesOf(i, 'charter'));
    return { channel: (await readChannel(fromPlain(i.channel), charter)).id };
  },
  async log(i) {
    if (!isId(i.dialogue) || !isId(i.channel) || !isParty(i.party)) refuse('log: ids');
    const log = await logId(i.dialogue, i.channel, i.party, int(i.generation, 'log: generation'));
    return { log, origin: originOf(log) };
  },
  async entry(i) {
    const e = await readLine(bytesOf(i, 'line'));
    return { leaf: encode64(await entryLeaf(e.leaves)), kept: [...e.kept].sort(), destroyed: e.form === 'p' };
  },
  async person(i) {
    const e = await makeEntry(decode64(i.secret, 32, 'secret'), fromPlain(i.fields));
    if (!e.fields.has('by')) refuse('person: no by');
    const signature = decode64(e.fields.get('by').get('ed25519'), 64, 'by');
    if (!(await verifyEd25519(decode64(i.key, 32, 'key'), signature, personMessage(e, text(i.log, 'log'))))) refuse('person: the signature does not hold');
    return {};
  },
  async seal(i) {
    readSeal(await makeEntry(new Uint8Array(32), fromPlain(i.fields)));
    return {};
  },
  async cut(i) {
    const v = fromPlain(i.cut);
    readCut(v);
    return { digest: encode64(await cutDigest(v)) };
  },
  async standing(i) {
    const K = decode64(i.k, 32, 'k');
    const cut = decode64(i.cut, 32, 'cut');
    const rules = int(i.rules, 'rules', 1, 65535);
    const sections = fromPlain(i.sections);
    if (sections.size < 1 || sections.size > 65535) refuse('standing: number of sections');
    const salts = {};
    for (const name of sections.keys()) {
      if (!isFieldName(name)) refuse('standing: not a section name');
      salts[name] = encode64(await sectionSalt(K, cut, name));
    }
    return { digest: encode64((await standingOf(K, cut, rules, sections)).digest), salts };
  },
  async certificate(i) {
    if (i.charter === undefined) return { from: (await checkCert(fromPlain(i.cert), i.log, { root: readPair(fromPlain(i.root), 'root') })).from };
    const charter = await charterOf(bytesOf(i, 'charter'));
    const party = charter.parties.get(i.party) ?? refuse('certificate: no party of the charter');
    return { from: (await checkCert(fromPlain(i.cert), i.log, party, int(i.generation, 'certificate: generation'))).from };
  },
  async checkpoint(i) {
    const note = readLogNote(bytesOf(i, 'note'), i.origin);
    await checkLogLines(note, note.lines, readPair(fromPlain(i.keys), 'keys'));
    return { size: num(note.size), root: encode64(note.root) };
  },
  async cosignature(i) {
    const line = readSignatureLine(text(i.line, 'line'), 'line');
    return { time: num(await checkCosignature(await readVkey(text(i.vkey, 'vkey')), line, readBody(text(i.body, 'body')))) };
  },
  async ed25519(i) {
    const [key, signature, message] = ['key', 'signature', 'message'].map((m) => decode64(i[m], undefined, m));
    if (!(await verifyEd25519(key, signature, message))) refuse('ed25519: does not hold');
    return {};
  },
  async inclusion(i) {
    const path = hashes(i.proof, 'proof');
    const ok = await inclusionHolds(BigInt(int(i.index, 'index')), BigInt(int(i.size, 'size')), decode64(i.leaf, 32, 'leaf'), path, decode64(i.root, 32, 'root'));
    if (!ok) refuse('inclusion: does not hold');
    return {};
  },
  async consistency(i) {
    const args = [BigInt(int(i.old, 'old')), decode64(i.old_root, 32, 'old_root'), BigInt(int(i.new, 'new')), decode64(i.new_root, 32, 'new_root')];
    if (!(await consistencyHolds(...args, hashes(i.proof, 'proof')))) refuse('consistency: does not hold');
    return {};
  },
  async contradiction(i) {
    const charter = await charterOf(bytesOf(i, 'charter'));
    const party = charter.parties.get(i.party);
    if (!party) refuse('contradiction: no such party');
    const log = await logId(charter.dialogue, i.channel, i.party, int(i.generation, 'generation'));
    if (i.notes.length !== 2 || i.certs.length !== 2) refuse('contradiction: not two notes with two certificates');
    const heads = [];
    const pairs = [];
    for (const k of [0, 1]) {
      const cert = await checkCert(fromPlain(i.certs[k]), log, party, i.generation);
      const note = readLogNote(text(i.notes[k], 'note'), originOf(log));
      if (BigInt(cert.from) >= note.size) refuse('contradiction: the certificate starts after the head');
      await checkLogLines(note, note.lines, cert.pair);
      heads.push(note);
      pairs.push(cert.pair);
    }
    checkPairs(...pairs);
    await checkContradiction(heads[0], heads[1], i.prefix === undefined ? undefined : fromPlain(i.prefix));
    return {};
  },
  async 'tlog-proof'(i) {
    const witnesses = [];
    for (const w of i.witnesses ?? []) witnesses.push(await readVkey(w));
    const given = { leaf: decode64(i.leaf, 32, 'leaf'), pair: readPair(fromPlain(i.keys), 'keys'), origin: i.origin, witnesses };
    const r = await verifyTlogProof(bytesOf(i, 'proof'), given);
    const times = r.times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return { size: num(r.size), witnessed: times.map(num) };
  },
  async ask(i) {
    readAsk(bytesOf(i, 'ask'));
    return {};
  },
  async fold(i) {
    return fold(fromPlain(i));
  },
};

/** The answer of one command; never throws for any input. */
export async function answer(run) {
  try {
    return { verdict: 'ok', ...(await run()) };
  } catch (e) {
    if (e instanceof Refused) return { verdict: 'refused', reason: e.message };
    return { verdict: 'refused', reason: `input not as the contract says: ${e}`, fault: true };
  }
}

/** `verify-proof`: the answer line. */
export async function answerProof(bytes, charterHash) {
  const r = await verifyProof(bytes, { charterHash });
  if (r.status === 'not proven') return { verdict: r.status, step: r.step, reason: r.reason, ...(r.fault ? { fault: true } : {}) };
  const { form, standing } = r.state;
  return {
    verdict: r.status,
    step: null,
    claim: r.claim,
    signers: form.fork ? [form.fork.party] : [...new Set(form.logs.map((l) => l.party))],
    caveats: r.codes,
    standing: standing ? encode64(standing.digest) : null,
  };
}
