// §14: two signed heads of one log that cannot both be.
import { refuse, compareBytes, equal } from './bytes.mjs';
import { decode64 } from './b64.mjs';
import { list, isList } from './types.mjs';
import { consistencyHolds } from './merkle.mjs';

/** `[b64 root, [1 to 64 b64 hashes]]` -> {root, proof}. */
export function readPrefix(v, min = 1) {
  if (!isList(v) || v.length !== 2) refuse('prefix: not [root, hashes]');
  const root = decode64(v[0], 32, 'prefix: root');
  const proof = list(v[1], 'prefix: hashes', min, 64).map((h) => decode64(h, 32, 'prefix: hash'));
  return { root, proof };
}

/** Refused unless the two heads (signatures verified elsewhere) contradict each other. */
export async function checkContradiction(a, b, prefixValue) {
  if (a.size <= 0n || b.size <= 0n) refuse('contradiction: size 0');
  if (compareHeads(a, b) > 0) refuse('contradiction: not in order of size and then of root');
  if (a.size === b.size) {
    if (prefixValue !== undefined) refuse('contradiction: a prefix for equal sizes');
    if (equal(a.root, b.root)) refuse('contradiction: the same head twice');
    return;
  }
  if (prefixValue === undefined) refuse('contradiction: no prefix');
  const prefix = readPrefix(prefixValue);
  if (equal(prefix.root, a.root)) refuse('contradiction: the prefix is the smaller head itself');
  if (!(await consistencyHolds(a.size, prefix.root, b.size, b.root, prefix.proof))) {
    refuse('contradiction: the prefix does not lead to the larger head');
  }
}

/** Order of (size, root). */
export function compareHeads(a, b) {
  if (a.size !== b.size) return a.size < b.size ? -1 : 1;
  return compareBytes(a.root, b.root);
}

/** §14: the two certificates are of one and the same pair, or of two of which no key of one is a key of the other. */
export function checkPairs(one, two) {
  const [first, second] = [equal(one.ed25519, two.ed25519), equal(one.mldsa44, two.mldsa44)];
  if (first !== second) refuse('contradiction: two certificates that share one key of two');
}
