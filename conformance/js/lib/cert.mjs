// §9: certificates.
import { refuse, utf8, concat, hex } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { writeBytes } from './json.mjs';
import { exactly, int, isId } from './types.mjs';
import { readPair, verifyEd25519, verifyMldsa44 } from './sign.mjs';
import { leadTo, eraOf } from './succession.mjs';

/** Form only -> {log, from (number), pair, message, signatures}. */
export function readCert(value) {
  exactly(value, 'certificate', ['cert', 'ed25519', 'mldsa44'], ['roots']);
  const cert = exactly(value.get('cert'), 'certificate: cert', ['log', 'role', 'ed25519', 'mldsa44', 'from']);
  if (!isId(cert.get('log'))) refuse('certificate: log');
  if (cert.get('role') !== 'seal') refuse('certificate: role');
  const from = int(cert.get('from'), 'certificate: from');
  const pair = readPair(new Map([['ed25519', cert.get('ed25519')], ['mldsa44', cert.get('mldsa44')]]), 'certificate');
  return {
    log: cert.get('log'),
    from,
    pair,
    message: concat(utf8('detente/v1/cert\n'), writeBytes(cert)),
    ed25519: decode64(value.get('ed25519'), 64, 'certificate: ed25519'),
    mldsa44: decode64(value.get('mldsa44'), 2420, 'certificate: mldsa44'),
  };
}

/** Form, log, and both signatures of the root key: that of `party` in the charter, or one to which successions lead (§9). */
export async function checkCert(value, log, party, generation) {
  const cert = readCert(value);
  if (cert.log !== log) refuse('certificate: of another log');
  const all = await leadTo(party, value.get('roots'));
  const { root } = all.at(-1);
  if (generation !== undefined && eraOf(generation) !== all.length - 1) refuse('certificate: a generation of another root key');
  const roots = all.flatMap((r) => [hex(r.root.ed25519), hex(r.root.mldsa44)]);
  if (roots.includes(hex(cert.pair.ed25519)) || roots.includes(hex(cert.pair.mldsa44))) refuse('certificate: a root key as sealing key');
  if (!(await verifyEd25519(root.ed25519, cert.ed25519, cert.message))) refuse('certificate: Ed25519 signature of the root does not hold');
  if (!verifyMldsa44(root.mldsa44, cert.mldsa44, cert.message, 'detente/v1/cert')) refuse('certificate: ML-DSA-44 signature of the root does not hold');
  cert.roots = all.map((r) => r.root);
  return cert;
}

/**
 * Keys that may not be used: root keys of the charter, and keys used before
 * ("One pair seals one log"; a key the same log had before).
 */
export class KeysInUse {
  constructor(charter) {
    this.used = new Map();
    for (const p of charter.parties.values()) {
      this.used.set(hex(p.root.ed25519), 'a root key of the charter');
      this.used.set(hex(p.root.mldsa44), 'a root key of the charter');
    }
  }

  /** Root keys to which successions lead, beside those of the charter. */
  takeRoots(roots) {
    for (const root of roots) {
      for (const key of [root.ed25519, root.mldsa44]) {
        const h = hex(key);
        if (this.used.has(h) && !this.used.get(h).includes('root key')) refuse(`certificate: its key is ${this.used.get(h)}`);
        if (!this.used.has(h)) this.used.set(h, 'a root key to which a succession leads');
      }
    }
  }

  take(pair, log) {
    for (const key of [pair.ed25519, pair.mldsa44]) {
      const h = hex(key);
      if (this.used.has(h)) refuse(`certificate: its key is ${this.used.get(h)}`);
      this.used.set(h, `in use already (log ${log})`);
    }
  }
}

/** The last certificate whose `from` is below the size of a head (§9, §24 step 6); `certs` rising. */
export function inForce(certs, size) {
  let found = null;
  for (const c of certs) if (BigInt(c.from) < size) found = c;
  return found;
}
