// §7: RFC 6962 trees; proofs verified as RFC 9162 sections 2.1.3.2 and 2.1.4.2. Sizes are BigInt.
import { equal } from './bytes.mjs';
import { H, EMPTY_ROOT } from './hash.mjs';

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

export const leafHash = (data) => H(ZERO, data);
export const nodeHash = (left, right) => H(ONE, left, right);

/** Root of a list of leaf hashes. */
export async function treeRoot(leaves) {
  if (leaves.length === 0) return EMPTY_ROOT;
  let level = leaves;
  while (level.length > 1) {
    const up = [];
    for (let i = 0; i + 1 < level.length; i += 2) up.push(nodeHash(level[i], level[i + 1]));
    const next = await Promise.all(up);
    if (level.length % 2) next.push(level[level.length - 1]);
    level = next;
  }
  return level[0];
}

/** RFC 9162 2.1.3.2. */
export async function inclusionHolds(index, size, leaf, path, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let r = leaf;
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = await nodeHash(p, r);
      if (!(fn & 1n)) {
        do {
          fn >>= 1n;
          sn >>= 1n;
        } while (!(fn & 1n) && fn !== 0n);
      }
    } else {
      r = await nodeHash(r, p);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equal(r, root);
}

/** RFC 9162 2.1.4.2; from size 0 it is never accepted, for equal sizes it is empty (§7). */
export async function consistencyHolds(size1, root1, size2, root2, proof) {
  if (size1 <= 0n || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && equal(root1, root2);
  if (proof.length === 0) return false;
  const path = (size1 & (size1 - 1n)) === 0n ? [root1, ...proof] : proof;
  let fn = size1 - 1n;
  let sn = size2 - 1n;
  while (fn & 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = path[0];
  let sr = path[0];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      fr = await nodeHash(c, fr);
      sr = await nodeHash(c, sr);
      if (!(fn & 1n)) {
        do {
          fn >>= 1n;
          sn >>= 1n;
        } while (!(fn & 1n) && fn !== 0n);
      }
    } else {
      sr = await nodeHash(sr, c);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && equal(fr, root1) && equal(sr, root2);
}

