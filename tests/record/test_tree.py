from __future__ import annotations

import base64
import json
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, FormatError, ProofError
from detente.record.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    range_roots,
    range_spans,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.vectors_folder import shared_vectors

LEAVES = [leaf_hash(bytes((number,))) for number in range(131)]
SMALL = 65  # every tree below this size is broken once in every place
JUNK = sha256(b"junk").digest()


# ---------------------------------------------------------------- the definition, as slowly as RFC 6962 2.1 writes it


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_root(d: list[bytes]) -> bytes:
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = split(len(d))
    return sha256(b"\x01" + naive_root(d[:k]) + naive_root(d[k:])).digest()


def naive_path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*naive_path(m, d[:k]), naive_root(d[k:])]
    return [*naive_path(m - k, d[k:]), naive_root(d[:k])]


def naive_subproof(m: int, d: list[bytes], *, whole: bool) -> list[bytes]:
    if m == len(d):
        return [] if whole else [naive_root(d)]
    k = split(len(d))
    if m <= k:
        return [*naive_subproof(m, d[:k], whole=whole), naive_root(d[k:])]
    return [*naive_subproof(m - k, d[k:], whole=False), naive_root(d[:k])]


hashes = st.binary(min_size=32, max_size=32)
trees = st.lists(hashes, max_size=80)


def refused(verify, *arguments) -> bool:
    try:
        verify(*arguments)
    except ProofError:
        return True
    return False


# ---------------------------------------------------------------- constants


def test_hashes_of_rfc_6962():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(LEAVES[0], LEAVES[1]) == sha256(b"\x01" + LEAVES[0] + LEAVES[1]).digest()


def test_roots_of_trees_of_0_to_130_leaves():
    vectors = json.loads(shared_vectors("derived", "rfc6962_roots_0_130.json").read_text())["roots_hex"]
    assert len(vectors) == 131
    frontier = Frontier()
    for size, expected in enumerate(vectors):
        assert root_of(LEAVES[:size]).hex() == expected
        assert frontier.root().hex() == expected
        assert frontier.size == size
        frontier.append(LEAVES[size])


def subtrees(limit: int):
    """Every [start, end) that draft-ietf-plants-merkle-tree-certs calls a subtree: empty, or start a multiple of bit_ceil(end - start)."""
    for end in range(limit + 1):
        for start in range(end + 1):
            if start == end or start % (1 << (end - start - 1).bit_length()) == 0:
                yield start, end


def test_rolling_hash_over_every_subtree_root_up_to_130_leaves():
    expected = json.loads(shared_vectors("derived", "rfc6962_roots_0_130.json").read_text())["rolling"]["subtree_hash"]
    rolling = sha256()
    for start, end in subtrees(130):
        rolling.update(b"[%d, %d) %b\n" % (start, end, root_of(LEAVES[start:end]).hex().encode()))
    assert rolling.hexdigest() == expected


@pytest.mark.slow
def test_rolling_hash_over_every_inclusion_proof_up_to_130_leaves():
    expected = json.loads(shared_vectors("derived", "rfc6962_roots_0_130.json").read_text())["rolling"]["subtree_inclusion"]
    rolling = sha256()
    for start, end in subtrees(130):
        leaves = LEAVES[start:end]
        for index in range(start, end):
            path = "".join(f" {node.hex()}" for node in inclusion_proof(leaves, index - start))
            rolling.update(f"{index} [{start}, {end}){path}\n".encode())
    assert rolling.hexdigest() == expected


# ---------------------------------------------------------------- public vectors


def cases(kind: str):
    files = sorted(shared_vectors("rfc6962", kind).rglob("*.json"))
    assert len(files) == 98
    for file in files:
        case = json.loads(file.read_text())
        unpacked = {name: base64.b64decode(case[name]) for name in ("root", "leafHash", "root1", "root2") if name in case}
        proof = [base64.b64decode(node) for node in case["proof"] or []]
        yield f"{file.parent.name}/{file.stem}", case | unpacked | {"proof": proof}


def test_inclusion_vectors():
    accepted = 0
    for name, case in cases("inclusion"):
        arguments = (case["leafHash"], case["leafIdx"], case["treeSize"], case["proof"], case["root"])
        assert refused(verify_inclusion, *arguments) is case["wantErr"], name
        accepted += not case["wantErr"]
    assert accepted == 6


def test_consistency_vectors():
    accepted = 0
    for name, case in cases("consistency"):
        arguments = (case["size1"], case["size2"], case["proof"], case["root1"], case["root2"])
        assert refused(verify_consistency, *arguments) is case["wantErr"], name
        accepted += not case["wantErr"]
    assert accepted == 6


def test_the_three_vectors_that_a_witness_would_accept_from_size_0():
    """tlog-witness accepts size 0 with an empty proof (equal sizes: equal roots), the vectors never; here the vectors win."""
    disputed = {
        name
        for name, case in cases("consistency")
        if case["size1"] == 0 and not case["proof"] and (case["size2"] > 0 or case["root1"] == case["root2"])
    }
    assert disputed == {
        "additional/size1-is-zero-and-does-not-equal-size2",
        "additional/size1-is-zero-and-size2-is-not-zero",
        "additional/sizes-are-equal-zero-and-proof-is-empty",
    }
    assert all(case["wantErr"] for name, case in cases("consistency") if name in disputed)


# ---------------------------------------------------------------- against the naive definition


@given(trees)
def test_roots_equal_the_recursive_definition(leaves):
    assert root_of(leaves) == naive_root(leaves)


@given(trees, st.lists(st.integers(0, 80), max_size=6))
def test_a_frontier_grown_in_any_pieces_is_the_tree(leaves, cuts):
    edges = sorted({0, len(leaves), *(cut for cut in cuts if cut <= len(leaves))})
    frontier = Frontier()
    for start, end in pairwise(edges):
        before = frontier.copy()
        if end - start == 1:
            frontier.append(leaves[start])
        else:
            frontier.extend(leaves[start:end])
        assert frontier.root() == naive_root(leaves[:end])
        assert (before.size, before.root()) == (start, naive_root(leaves[:start]))
    assert frontier.size == len(leaves)
    assert len(frontier.hashes) == frontier.size.bit_count()
    stored = Frontier.from_bytes(frontier.size, frontier.to_bytes())
    assert (stored.size, stored.hashes, stored.root()) == (frontier.size, frontier.hashes, frontier.root())


@given(trees.filter(bool), st.data())
def test_inclusion_proofs_equal_the_recursive_definition_and_verify(leaves, data):
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index, size)
    assert proof == naive_path(index, leaves[:size])
    verify_inclusion(leaves[index], index, size, proof, naive_root(leaves[:size]))


@given(trees.filter(bool), st.data())
def test_consistency_proofs_equal_the_recursive_definition_and_verify(leaves, data):
    new = data.draw(st.integers(1, len(leaves)))
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(leaves, old, new)
    assert proof == naive_subproof(old, leaves[:new], whole=True)
    verify_consistency(old, new, proof, naive_root(leaves[:old]), naive_root(leaves[:new]))


@given(trees.filter(bool), st.integers(0, 200), st.integers(0, 200), st.lists(hashes, max_size=8), st.data())
def test_an_arbitrary_claim_verifies_only_if_it_is_true(leaves, index, size, junk, data):
    """Wrong place, wrong size, or a proof for something else: whatever passes is what the definition gives."""
    true_index = data.draw(st.integers(0, len(leaves) - 1))
    proof = data.draw(st.sampled_from([inclusion_proof(leaves, true_index), junk]))
    try:
        verify_inclusion(leaves[true_index], index, size, proof, root_of(leaves))
    except ProofError:
        return
    # A verifier is told the size by the signed checkpoint; with a false one some paths look the same. The leaf is still there.
    assert proof == inclusion_proof(leaves, true_index)


# ---------------------------------------------------------------- everything broken once


def broken(proof: list[bytes]):
    """Each hash with one bit flipped, each hash removed, a foreign hash or a copy added at each place, two hashes swapped."""
    for at, node in enumerate(proof):
        flipped = bytearray(node)
        flipped[at % 32] ^= 1 << at % 8
        yield [*proof[:at], bytes(flipped), *proof[at + 1 :]]
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], node[:-1], *proof[at + 1 :]]
        yield [*proof[:at], node + b"\x00", *proof[at + 1 :]]
        yield [*proof[: at + 1], node, *proof[at + 1 :]]
    for at in range(len(proof) + 1):
        yield [*proof[:at], JUNK, *proof[at:]]
    for at in range(len(proof) - 1):
        yield [*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]]


@pytest.mark.slow
def test_every_inclusion_proof_of_every_small_tree_broken_in_every_place():
    flips = 0
    for size in range(1, SMALL):
        root = root_of(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(LEAVES, index, size)
            leaf = LEAVES[index]
            assert not refused(verify_inclusion, leaf, index, size, proof, root)
            for wrong in broken(proof):
                assert refused(verify_inclusion, leaf, index, size, wrong, root), (size, index)
            assert refused(verify_inclusion, JUNK, index, size, proof, root)
            assert refused(verify_inclusion, leaf, index, size, proof, JUNK)
            assert refused(verify_inclusion, leaf, -1, size, proof, root)
            assert all(refused(verify_inclusion, leaf, other, size, proof, root) for other in range(size + 2) if other != index)
            flips += len(proof)
    assert flips == 11_376


@pytest.mark.slow
def test_every_consistency_proof_of_every_small_tree_broken_in_every_place():
    flips = 0
    roots = [root_of(LEAVES[:size]) for size in range(SMALL)]
    for new in range(1, SMALL):
        for old in range(1, new + 1):
            proof = consistency_proof(LEAVES, old, new)
            assert not refused(verify_consistency, old, new, proof, roots[old], roots[new])
            for wrong in broken(proof):
                assert refused(verify_consistency, old, new, wrong, roots[old], roots[new]), (old, new)
            assert refused(verify_consistency, old, new, proof, JUNK, roots[new])
            assert refused(verify_consistency, old, new, proof, roots[old], JUNK)
            if old != new:
                assert refused(verify_consistency, new, old, proof, roots[new], roots[old])
                assert refused(verify_consistency, old, new, proof, roots[new], roots[old])
            flips += len(proof)
    assert flips == 11_055


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (-1, 5), (6, 5)])
def test_no_consistency_from_nothing_or_backwards(old, new):
    with pytest.raises(ProofError):
        verify_consistency(old, new, [], EMPTY_ROOT, EMPTY_ROOT)
    with pytest.raises(CallerError):
        consistency_proof(LEAVES, old, new)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (0, 132)])
def test_no_inclusion_outside_the_tree(index, size):
    with pytest.raises(CallerError):
        inclusion_proof(LEAVES, index, size)


def test_two_roots_for_one_size_are_never_consistent():
    with pytest.raises(ProofError, match="two roots differ for the same size 3"):
        verify_consistency(3, 3, [], LEAVES[0], LEAVES[1])


@pytest.mark.parametrize(("size", "length"), [(-1, 0), (0, 32), (1, 0), (1, 31), (1, 33), (3, 32), (4, 64), (5, 65)])
def test_a_stored_frontier_of_another_length_is_refused(size, length):
    with pytest.raises(FormatError):
        Frontier.from_bytes(size, bytes(length))


def test_a_frontier_of_hashes_of_another_length_is_refused():
    with pytest.raises(FormatError):
        Frontier(3, [bytes(31), bytes(33)])
    with pytest.raises(FormatError):
        Frontier(3, [bytes(32)])
    with pytest.raises(FormatError):
        Frontier(-1, [bytes(32)])


def test_extending_by_nothing_changes_nothing():
    frontier = Frontier()
    frontier.extend([])
    assert (frontier.size, frontier.hashes, frontier.root()) == (0, (), EMPTY_ROOT)
    frontier.extend(LEAVES[:5])
    before = frontier.hashes
    frontier.extend([])
    assert frontier.hashes == before


# ---------------------------------------------------------------- ranges by themselves


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100, 131])
def test_a_range_joins_any_tree_by_the_roots_of_its_own_subtrees(size):
    for start in range(size):
        frontier = Frontier()
        frontier.extend(LEAVES[:start])
        frontier.join(range_roots(LEAVES[start:size], start), size)
        assert (frontier.size, frontier.root()) == (size, root_of(LEAVES[:size]))


@given(st.integers(0, 1 << 62), st.integers(1, 5000))
def test_subtrees_of_a_range_are_complete_few_and_cover_it(start, count):
    spans = range_spans(start, start + count)
    assert sum(spans) == count
    assert len(spans) <= 2 * count.bit_length()
    for span in spans:
        assert span & (span - 1) == 0
        assert start % span == 0
        start += span


def test_roots_of_another_range_are_refused():
    frontier = Frontier()
    frontier.extend(LEAVES[:3])
    for roots in ((), range_roots(LEAVES[4:9], 4), (*range_roots(LEAVES[3:9], 3), LEAVES[0]), (b"short", *range_roots(LEAVES[3:9], 3)[1:])):
        with pytest.raises(FormatError, match="subtrees"):
            frontier.copy().join(roots, 9)
