"""Hypothesis generators of everything in the record, in one place: values, entries, charters, vectors, cuts, seals."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256

from hypothesis import strategies as st

from detente.record import canonical
from detente.record.charter import notice_digest, root_digest
from detente.record.entry import make_entry
from detente.record.seal import NO_HEAD, Cut, CutRow, HeadId, LogKey, Seal
from detente.record.signatures import KeyPair
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT

# ---------------------------------------------------------------- how many

QUICK = os.environ.get("DETENTE_EXAMPLES") == "quick"
SAME = os.environ.get("CI", "").lower() in {"true", "1", "yes"} and "DETENTE_EXAMPLES" not in os.environ
"""Whether the examples are the same in each run, as they are in CI: then more of them find nothing the next time either."""


def examples(number: int) -> int:
    """So many examples in `make test`; a quarter of them in CI, a fifth in `make unit`."""
    if QUICK:
        return max(number // 5, 5)
    return max(number // 4, 10) if SAME else number


def stride(number: int) -> int:
    """Of places to be tried, each so-many-th one; with DETENTE_EXAMPLES=thorough every one."""
    return 1 if os.environ.get("DETENTE_EXAMPLES") == "thorough" else number


def seeds(number: int) -> range:
    """So many seeds in `make test`; a third of them in CI, one in `make unit`."""
    return range(1 if QUICK else -(-number // 3) if SAME else number)


# ---------------------------------------------------------------- texts and JSON

SAYINGS = (
    "",
    "Requests",
    "طلبات الإيضاح — ٤٥",
    "\u202bنص من اليمين\u202c",
    "Запросы о разъяснении, ёЁ",
    "🕊️🤝🏽",
    "👩‍👩‍👧‍👦",
    "\U0001d11e \U00020000 \U0010ffff",  # astral characters: surrogate pairs in UTF-16
    "\u0430\U0001e08f\u0323",  # F10: NFC for Unicode 14, not for Unicode 17
    "e\u0301 \u00e9",  # two forms of one letter
    "\ufeff\ufffe\uffff\u2028\u2029\x7f\x80\x85",
    '"\\/\b\f\n\r\t\x01\x1f',
    "\ue000\ud7ff",  # the neighbours of the surrogates
)

texts = st.one_of(
    st.sampled_from(SAYINGS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    st.text(st.sampled_from("".join(SAYINGS)), max_size=12),
)
integers = st.one_of(
    st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER),
    st.sampled_from([0, 1, -1, canonical.MAX_INTEGER, -canonical.MAX_INTEGER, 10**15, 10**15 - 1]),
)
keys = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=12)
scalars = st.one_of(st.none(), st.booleans(), integers, texts)


def _values(max_leaves: int):
    return st.recursive(
        scalars, lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(keys, inner, max_size=5)), max_leaves=max_leaves
    )


json_values = _values(20)
"""Every value that has a canonical form (nested less deeply than the limit)."""

small_values = st.one_of(scalars, _values(4))

# ---------------------------------------------------------------- small things

digests = st.binary(min_size=32, max_size=32)
secrets = digests
party_ids = st.from_regex(r"\A[a-z][a-z0-9_]{0,31}\Z")
field_names = st.from_regex(r"\A[a-z][a-z0-9_]{0,31}(?:/[a-z0-9_]{1,32})?\Z")
_RESERVED = {"kind", "at", "re", "by", "destroyable"}
_free_names = st.one_of(
    st.sampled_from(["a", "subject", "text", "to", "x/0001", "x/0002", "zz", "name_salt", "z" * 32]),
    field_names.filter(lambda name: name not in _RESERVED),
)
_kinds = st.sampled_from(["request", "answer", "note", "k2_"])
times = st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat() + "Z")
generations = st.integers(0, 5)
sizes = st.integers(1, 10**12)
logs = st.builds(LogKey, st.sampled_from(["chn", "fra", "gbr", "rus", "usa"]), generations)


def root_at(log: LogKey, size: int) -> bytes:
    """The one root that an honest log has at a size: made up, but the same whoever asks."""
    return sha256(f"{log.party} {log.generation} {size}".encode()).digest() if size else EMPTY_ROOT


# ---------------------------------------------------------------- entries


@st.composite
def fields(draw: st.DrawFn, *, destroyable: bool | None = None):
    """The fields of an act.

    Args:
        draw: given by Hypothesis.
        destroyable: whether `destroyable` is among them; None for now and then.
    """
    names = draw(st.lists(_free_names, unique=True, min_size=1 if destroyable else 0, max_size=10))
    made = {name: draw(small_values) for name in names}
    made["kind"] = draw(_kinds)
    made["at"] = draw(times)
    if draw(st.booleans()):
        ref = st.tuples(party_ids, generations, st.integers(0, 10**6)).map(list)
        made["re"] = draw(st.lists(ref, min_size=1, max_size=3))
    if names and (draw(st.booleans()) if destroyable is None else destroyable):
        gone = draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
        made["destroyable"] = [len(made) + 1, sorted(gone)]
    return made


@st.composite
def entries(draw: st.DrawFn):
    """A whole act."""
    return make_entry(draw(secrets), draw(fields()))


# ---------------------------------------------------------------- charters


@cache
def key_pair(number: int) -> KeyPair:
    """A pair of signers by number; made once, because ML-DSA keys take time."""
    return KeyPair.from_seeds(sha256(b"ed%d" % number).digest(), sha256(b"ml%d" % number).digest())


def a_party(number: int, name: str) -> dict:
    """What a charter says of a party, as a JSON value."""
    pair, successor = key_pair(number).public, key_pair(number + 100).public
    return {
        "names": {"en": name.upper()},
        "root": {"ed25519": encode_base64(pair.ed25519), "mldsa44": encode_base64(pair.mldsa44)},
        "recipients": ["age1" + "q" * 58],
        "next": encode_base64(root_digest(successor)),
        "notice": encode_base64(notice_digest(pair, name, bytes([number]) * 32)),
    }


def a_charter(*names: str, **changes) -> dict:
    """A charter of these parties as a JSON value; `changes` replace members."""
    value = {
        "v": 1,
        "exercise": True,
        "rules": 1,
        "names": {"en": "Talks", "ar": "محادثات", "ru": "Переговоры"},
        "aliases": {"en": ["The talks"]},
        "purpose": {"en": "To talk."},
        "mandate": {},
        "languages": ["ar", "en", "ru"],
        "nonce": encode_base64(bytes(32)),
        "k": encode_base64(sha256(b"detente/v1/k\n" + bytes(32)).digest()),
        "parties": {name: a_party(number, name) for number, name in enumerate(names or ("rus", "usa"))},
        "seal_every": 4096,
        "terms": {},
    }
    return {**value, **changes}


@st.composite
def charters(draw: st.DrawFn):
    """A charter as a JSON value."""
    languages = st.sampled_from(["ar", "en", "ru", "zh-Hant", "ast"])
    some_texts = texts.filter(bool)
    return a_charter(
        *draw(st.lists(party_ids, unique=True, min_size=2, max_size=4)),
        exercise=draw(st.booleans()),
        rules=draw(st.integers(1, 0xFFFF)),
        names=draw(st.dictionaries(languages, some_texts, min_size=1, max_size=3)),
        aliases=draw(st.dictionaries(languages, st.lists(some_texts, max_size=2), max_size=2)),
        purpose=draw(st.dictionaries(languages, some_texts, max_size=2)),
        mandate=draw(st.dictionaries(keys, json_values, max_size=2)),
        languages=draw(st.lists(languages, min_size=1, max_size=3)),
        nonce=encode_base64(draw(digests)),
        k=encode_base64(draw(digests)),
        seal_every=draw(st.integers(1, 4096)),
        terms=draw(st.dictionaries(keys, json_values, max_size=2)),
    )


# ---------------------------------------------------------------- heads, vectors, cuts, seals

head_ids = st.one_of(st.just(NO_HEAD), st.builds(HeadId, sizes, digests))
vectors = st.dictionaries(logs, st.integers(1, 20), max_size=8).map(
    lambda sizes_by_log: {log: HeadId(size, root_at(log, size)) for log, size in sizes_by_log.items()}
)
"""Vectors over the same honest logs, so that equal sizes have equal roots."""


@st.composite
def cuts(draw: st.DrawFn):
    """A cut: generations from 0 without a gap, rows in order."""
    rows = []
    for party in sorted(draw(st.lists(party_ids, unique=True, min_size=1, max_size=4))):
        for generation in range(draw(st.integers(1, 3))):
            size = draw(st.integers(0, 10**6))
            log = LogKey(party, generation)
            rows.append(CutRow(log, draw(st.integers(1, size)) if size else 0, size, root_at(log, size)))
    ids = draw(digests).hex(), draw(digests).hex()
    return Cut(*ids, tuple(rows))


@st.composite
def seals(draw: st.DrawFn):
    """A seal."""
    attest = draw(st.lists(st.tuples(digests, digests), max_size=16))
    return Seal(draw(head_ids), draw(vectors), draw(digests), draw(digests), tuple(attest))
