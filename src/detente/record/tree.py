"""The Merkle tree of RFC 6962 over SHA-256: roots, proofs, and their verification.

Everything here takes leaf *hashes*, except `leaf_hash`. Trees are ordered, with the leaves of a tree of n split at the
largest power of two below n. Numbers count leaves; an index starts at 0.

    root of 3 =  H(01 || H(01 || leaf0 || leaf1) || leaf2)
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from detente.errors import N_, CallerError, FormatError, ProofError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()  # RFC 6962 2.1: MTH({}) = SHA-256()


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def _pair_up(nodes: Sequence[bytes]) -> list[bytes]:
    """The parents of an even number of neighbours."""
    pairs = iter(nodes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]


def _level_up(nodes: Sequence[bytes]) -> list[bytes]:
    """The next level of a whole tree: a last node without neighbour rises unchanged, as RFC 6962's split demands."""
    if len(nodes) % 2:
        return [*_pair_up(nodes[:-1]), nodes[-1]]
    return _pair_up(nodes)


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root (RFC 6962 2.1, MTH) of a whole tree."""
    if not leaf_hashes:
        return EMPTY_ROOT
    nodes = leaf_hashes
    while len(nodes) > 1:
        nodes = _level_up(nodes)
    return nodes[0]


class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, in at most 63 hashes.

    It keeps one root for each bit of the size: the complete subtrees that the tree is made of, biggest (leftmost) first.
    A tree of 6 = 4 + 2 keeps two. Others call this a compact range.
    """

    __slots__ = ("_hashes", "size")

    size: int

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Start with an empty tree, or with the frontier of a tree of `size`."""
        self.size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count() or any(len(node) != HASH_BYTES for node in self._hashes):
            raise FormatError(N_("this is not the frontier of a tree of %(size)d leaves"), size=size)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The roots of the complete subtrees, biggest first."""
        return tuple(self._hashes)

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf."""
        node = leaf_hash
        size = self.size
        while size & 1:
            node = sha256(b"\x01" + self._hashes.pop() + node).digest()
            size >>= 1
        self._hashes.append(node)
        self.size += 1

    def extend(self, leaf_hashes: Sequence[bytes]) -> None:
        """Add leaves in order. One level at a time, because one loop over a level is what Python does fast."""
        hashes = self._hashes
        level = self.size
        nodes = leaf_hashes
        risen: list[bytes] = []  # what stays behind on each level, smallest first
        while nodes:
            if level & 1:
                nodes = [hashes.pop(), *nodes]
            if len(nodes) & 1:
                risen.append(nodes[-1])
                nodes = nodes[:-1]
            nodes = _pair_up(nodes)
            level >>= 1
        hashes.extend(reversed(risen))
        self.size += len(leaf_hashes)

    def join(self, roots: Sequence[bytes], end: int) -> None:
        """Add the leaves up to `end` by the roots of their subtrees, as `range_roots` makes them: a few hashes for any number of leaves.

        Raises:
            FormatError: they are not as many as the range has subtrees.
        """
        spans = range_spans(self.size, end)
        if len(spans) != len(roots) or any(len(node) != HASH_BYTES for node in roots):
            raise FormatError(N_("these are not the subtrees of the leaves from %(start)d to %(end)d"), start=self.size, end=end)
        for span, root in zip(spans, roots, strict=True):
            node, level = root, self.size // span
            while level & 1:
                node = node_hash(self._hashes.pop(), node)
                level >>= 1
            self._hashes.append(node)
            self.size += span

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self._hashes:
            return EMPTY_ROOT
        *others, node = self._hashes
        for left in reversed(others):
            node = node_hash(left, node)
        return node

    def copy(self) -> Frontier:
        """An independent frontier of the same tree."""
        return Frontier(self.size, self._hashes)

    def to_bytes(self) -> bytes:
        """The hashes one after the other; the size is stored beside them."""
        return b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """The inverse of `to_bytes`.

        Raises:
            FormatError: the data has not 32 bytes for each bit that is set in the size.
        """
        if size < 0 or len(data) != size.bit_count() * HASH_BYTES:
            raise FormatError(N_("this is not the frontier of a tree of %(size)d leaves"), size=size)
        return cls(size, [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)])


def range_spans(start: int, end: int) -> list[int]:
    """How many leaves each of the complete subtrees has that the leaves from `start` up to `end` make by themselves, from the left.

    The leaves 3 to 9 make subtrees of 1, 4 and 1: none needs a leaf from outside. There are at most 2 log2(end - start).
    """
    spans = []
    while start < end:
        span = 1 << (end - start).bit_length() - 1
        if start:
            span = min(span, start & -start)
        spans.append(span)
        start += span
    return spans


def range_roots(leaf_hashes: Sequence[bytes], start: int) -> tuple[bytes, ...]:
    """The roots of those subtrees: all that a tree needs of a range (others call it a compact range), whatever stands before it.

    Args:
        leaf_hashes: of the range.
        start: the place of the first one in its tree.
    """
    roots, at = [], 0
    for span in range_spans(start, start + len(leaf_hashes)):
        roots.append(root_of(leaf_hashes[at : at + span]))
        at += span
    return tuple(roots)


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int | None = None) -> list[bytes]:
    """RFC 6962 2.1.1: the path from a leaf to the root of the first `size` leaves, the leaf's sibling first.

    Raises:
        CallerError: there is no such leaf or no such tree.
    """
    size = len(leaf_hashes) if size is None else size
    if not 0 <= index < size <= len(leaf_hashes):
        raise CallerError(N_("there is no leaf %(index)d in a tree of %(size)d leaves"), index=index, size=size)
    nodes = leaf_hashes[:size]
    proof = []
    while len(nodes) > 1:
        sibling = index ^ 1
        if sibling < len(nodes):
            proof.append(nodes[sibling])
        nodes = _level_up(nodes)
        index >>= 1
    return proof


def consistency_proof(leaf_hashes: Sequence[bytes], old: int, new: int | None = None) -> list[bytes]:
    """RFC 6962 2.1.2: that the tree of `old` leaves is the beginning of the tree of `new` leaves.

    Raises:
        CallerError: not 0 < old <= new <= the number of leaves. From 0 there is nothing to prove (see `verify_consistency`).
    """
    new = len(leaf_hashes) if new is None else new
    if not 0 < old <= new <= len(leaf_hashes):
        raise CallerError(N_("there is no consistency proof from %(old)d to %(new)d leaves"), old=old, new=new)
    # SUBPROOF of RFC 6962 2.1.2 as a loop: walk down to the old edge, keep what is left beside the way.
    start, end = 0, new
    whole = True  # the subtree still begins at leaf 0, so the verifier knows its old root
    beside = []
    while old < end:
        split = start + (1 << (end - start - 1).bit_length() - 1)
        if old <= split:
            beside.append(root_of(leaf_hashes[split:end]))
            end = split
        else:
            beside.append(root_of(leaf_hashes[start:split]))
            start = split
            whole = False
    if not whole:
        beside.append(root_of(leaf_hashes[start:end]))
    return beside[::-1]


def _check_hashes(proof: Sequence[bytes]) -> None:
    if any(len(node) != HASH_BYTES for node in proof):
        raise ProofError(N_("a hash in the proof has not %(expected)d bytes"), expected=HASH_BYTES)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 2.1.3.2: that the leaf hash `leaf` stands at `index` in the tree of `size` leaves under `root`.

    Raises:
        ProofError: the proof does not show that.
    """
    # Step 1.
    if not 0 <= index < size:
        raise ProofError(N_("there is no leaf %(index)d in a tree of %(size)d leaves"), index=index, size=size)
    _check_hashes((leaf, *proof))
    # Steps 2 and 3: fn and sn are the positions, on the present level, of the node and of the last node.
    fn, sn, node = index, size - 1, leaf
    # Step 4.
    for sibling in proof:
        if sn == 0:
            raise ProofError(N_("the inclusion proof is too long"))
        if fn & 1 or fn == sn:
            node = node_hash(sibling, node)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            node = node_hash(node, sibling)
        fn >>= 1
        sn >>= 1
    # Step 5.
    if sn != 0:
        raise ProofError(N_("the inclusion proof is too short"))
    if node != root:
        raise ProofError(N_("the inclusion proof of leaf %(index)d leads to another root"), index=index)


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162 2.1.4.2: that the tree of `old_size` leaves is the beginning of the tree of `new_size` leaves.

    Raises:
        ProofError: the proof does not show that, or `old_size` is 0.
    """
    # RFC 9162 2.1.4.1 defines the proof for 0 < m only. From the empty tree anything follows, so an accepted proof would
    # say nothing about either root: transparency-dev/merkle refuses it, tlog-witness accepts an empty proof. Whoever may
    # start from 0 handles it before this call, and compares its old root with EMPTY_ROOT.
    if not 0 < old_size <= new_size:
        raise ProofError(N_("there is no consistency proof from %(old)d to %(new)d leaves"), old=old_size, new=new_size)
    # RFC 9162 2.1.4 leaves equal sizes to the caller: nothing to prove but that the roots are equal.
    if old_size == new_size:
        if proof:
            raise ProofError(N_("the consistency proof is too long"))
        if old_root != new_root:
            raise ProofError(N_("two roots differ for the same size %(size)d"), size=old_size)
        return
    # Step 1.
    if not proof:
        raise ProofError(N_("the consistency proof is too short"))
    _check_hashes((old_root, *proof))
    # Step 2: an old tree that is a complete subtree is its own first node.
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    # Steps 3 and 4.
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    # Step 5: fr and sr grow into the old and the new root.
    fr = sr = path[0]
    # Step 6.
    for node in path[1:]:
        if sn == 0:
            raise ProofError(N_("the consistency proof is too long"))
        if fn & 1 or fn == sn:
            fr = node_hash(node, fr)
            sr = node_hash(node, sr)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            sr = node_hash(sr, node)
        fn >>= 1
        sn >>= 1
    # Step 7.
    if sn != 0:
        raise ProofError(N_("the consistency proof is too short"))
    if fr != old_root:
        raise ProofError(N_("the consistency proof does not lead to the root of the old size %(size)d"), size=old_size)
    if sr != new_root:
        raise ProofError(N_("the consistency proof does not lead to the root of the new size %(size)d"), size=new_size)
