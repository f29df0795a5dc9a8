"""Charters, channel charters, ids: strict forms, and ids computed here from the text of the format."""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64encode
from copy import deepcopy
from hashlib import sha256

import pytest
from hypothesis import given

from detente.errors import FormatError
from detente.record.canonical import encode
from detente.record.charter import (
    ORIGIN_PREFIX,
    digest,
    fingerprint,
    format_public_pair,
    is_party_id,
    k_digest,
    log_id,
    name_digest,
    notice_digest,
    origin_of,
    parse_channel_charter,
    parse_charter,
    parse_dialogue_id,
    parse_public_pair,
    parse_recipients,
    plenary_channel,
    plenary_name_salt,
    root_digest,
    standing_salt,
)
from detente.record.limits import LIMITS
from tests.record.mutants import mutants
from tests.strategies import a_charter, a_party, charters, key_pair

VALUE = a_charter("chn", "rus", "usa")


def h(*parts):
    return sha256(b"".join(parts))


def b64(data):
    return b64encode(data).decode()


def dump(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(value):
    return parse_charter(dump(value))


def refuse(value):
    with pytest.raises(FormatError) as caught:
        parse(value)
    return str(caught.value)


CHARTER = parse(VALUE)


# ---------------------------------------------------------------- charters


@given(charters())
def test_a_charter_is_read_and_its_id_is_the_hash_of_its_bytes(value):
    raw = dump(value)
    charter = parse_charter(raw)
    assert charter.raw == raw == encode(charter.value)
    assert charter.value == value
    assert charter.id == h(b"detente/v1/dialogue\n", raw).hexdigest()
    assert charter.exercise == value["exercise"]
    assert charter.rules == value["rules"]
    assert charter.names == value["names"]
    assert charter.parties.keys() == value["parties"].keys()
    for name, party in charter.parties.items():
        assert party.id == name
        assert format_public_pair(party.root) == value["parties"][name]["root"]
        assert list(party.recipients) == value["parties"][name]["recipients"]
        assert (b64(party.next), b64(party.notice)) == (value["parties"][name]["next"], value["parties"][name]["notice"])


@given(mutants([dump(a_charter())]))
def test_a_mutant_of_a_charter_is_refused_or_another_dialogue(raw):
    try:
        charter = parse_charter(raw)
    except FormatError as error:
        str(error)  # each error has a text
        return
    assert encode(charter.value) == raw
    assert (charter.id == parse(a_charter()).id) == (raw == dump(a_charter()))


def test_a_charter_of_256_parties_fits_and_of_257_does_not():
    party = a_party(0, "p")
    many = {}
    for number in range(257):
        root = {"ed25519": b64(h(b"ed%d" % number).digest()), "mldsa44": b64(h(b"ml%d" % number).digest() * 41)}
        many[f"p{number:03}"] = {**party, "root": root}
    assert "2 to 256 parties" in refuse({**VALUE, "parties": many})
    del many["p256"]
    assert len(dump({**VALUE, "parties": many})) < LIMITS.charter_bytes
    assert len(parse({**VALUE, "parties": many}).parties) == 256


def test_a_charter_of_more_than_a_mebibyte_is_refused():
    room = LIMITS.charter_bytes - len(dump({**VALUE, "terms": {"x": ""}}))
    assert parse({**VALUE, "terms": {"x": "x" * room}})
    assert "at most 1048576" in refuse({**VALUE, "terms": {"x": "x" * (room + 1)}})


def test_bytes_that_are_not_canonical_are_refused():
    raw = dump(VALUE)
    for bad in (
        raw + b"\n",
        b" " + raw,
        json.dumps(VALUE).encode(),
        raw.replace(b'"v":1', b'"v":1.0'),
        b"",
        b"null",
        b"[]",
        b"1",
        raw[:-1],
    ):
        with pytest.raises(FormatError):
            parse_charter(bad)


def test_a_charter_is_at_most_8_deep():
    terms = 1
    for _ in range(LIMITS.charter_depth - 2):  # the charter itself, and `terms`
        terms = [terms]
    assert parse({**VALUE, "terms": {"x": terms}})
    assert "deeper than 8" in refuse({**VALUE, "terms": {"x": [terms]}})


@pytest.mark.parametrize("name", sorted(VALUE))
def test_a_charter_without_a_member_is_refused(name):
    assert f"missing members ['{name}']" in refuse({key: value for key, value in VALUE.items() if key != name})


@pytest.mark.parametrize("name", sorted(VALUE["parties"]["rus"]))
def test_a_party_without_a_member_is_refused(name):
    bad = deepcopy(VALUE)
    del bad["parties"]["rus"][name]
    assert f"party rus: missing members ['{name}']" in refuse(bad)


@pytest.mark.parametrize("name", ["V", "signature", "", "x"])
def test_an_unknown_member_is_refused(name):
    assert "unknown members" in refuse({**VALUE, name: 1})
    bad = deepcopy(VALUE)
    bad["parties"]["rus"][name] = 1
    assert "party rus" in refuse(bad)
    bad = deepcopy(VALUE)
    bad["parties"]["rus"]["root"][name] = 1
    assert "root" in refuse(bad)


NO_TEXTS = [None, 1, "Talks", [], ["en"], {"en": ""}, {"en": 1}, {"en": None}, {"en": ["Talks"]}, {"EN": "Talks"}, {"": "Talks"},
            {"e": "Talks"}, {"english": "Talks"}, {"en_US": "Talks"},
            {"en-": "Talks"}, {"en\n": "Talks"}, {"en": "Talks", "x": "y"}]  # fmt: skip
NO_DIGESTS = [None, 1, [], "", b64(bytes(31)), b64(bytes(33)), bytes(32).hex(), b64(bytes(32))[:-1], b64(bytes(32))[:-2] + "B=", True]

BAD_MEMBERS = [
    *(("v", value) for value in (0, 2, "1", None, [1])),
    *(("exercise", value) for value in (0, 1, "true", None)),
    *(("rules", value) for value in (0, -1, 0x10000, "1", None, True)),
    *(("seal_every", value) for value in (0, -1, 4097, "1", None, True)),
    *(("names", value) for value in [*NO_TEXTS, {}]),
    *(("purpose", value) for value in NO_TEXTS),
    *(("aliases", value) for value in (None, 1, [], {"en": "Talks"}, {"en": [""]}, {"en": [1]}, {"EN": []}, {"en": None})),
    *((name, value) for name in ("mandate", "terms") for value in (None, 1, "", [], True)),
    *(("languages", value) for value in (None, 1, "en", [], {}, ["EN"], [""], [1], ["en", "x"], ["en\n"], [["en"]])),
    *((name, value) for name in ("nonce", "k") for value in NO_DIGESTS),
    *(("parties", value) for value in (None, 1, [], {}, {"rus": VALUE["parties"]["rus"]}, ["rus", "usa"])),
]


@pytest.mark.parametrize(("name", "value"), BAD_MEMBERS, ids=lambda value: repr(value)[:40])
def test_a_member_in_another_form_is_refused(name, value):
    assert refuse({**VALUE, name: value})


def test_a_charter_whose_version_is_true_is_refused():
    refuse({**VALUE, "v": True})


@pytest.mark.parametrize("value", [{}, {"en": "Talks", "ar": "محادثات"}, {"zh-Hant": "會談"}, {"ast": "x"}, {"sr-Latn-RS": "x"}])
def test_purpose_may_be_empty_and_languages_have_subtags(value):
    assert parse({**VALUE, "purpose": value}).value["purpose"] == value


BAD_PARTY = [
    *(("names", value) for value in [*NO_TEXTS, {}]),
    *((name, value) for name in ("next", "notice") for value in NO_DIGESTS),
    *(
        ("recipients", value)
        for value in (None, "age1x", [], {}, [1], [""], ["age1 x"], ["age1\n"], ["агe1"], ["x" * 4097], ["age1x"] * 65)
    ),
    *(("root", value) for value in (None, "", [], {}, {"ed25519": VALUE["parties"]["rus"]["root"]["ed25519"]})),
]


@pytest.mark.parametrize(("name", "value"), BAD_PARTY, ids=lambda value: repr(value)[:40])
def test_a_party_in_another_form_is_refused(name, value):
    bad = deepcopy(VALUE)
    bad["parties"]["rus"][name] = value
    assert refuse(bad)


@pytest.mark.parametrize("value", [None, 1, "", [], True])
def test_a_party_that_is_no_map_is_refused(value):
    bad = deepcopy(VALUE)
    bad["parties"]["rus"] = value
    assert "party rus is not an object" in refuse(bad)


IDS = ["a", "rus", "u_s", "a1", "z" * 32, "a_"]
NO_IDS = ["", "A", "Rus", "1a", "_a", "a-b", "a b", "a/b", "z" * 33, "a\n", "ä", "россия", "a\0", None, 1, b"rus", ["rus"]]


def test_party_ids():
    assert all(map(is_party_id, IDS))
    assert not any(map(is_party_id, NO_IDS))


@pytest.mark.parametrize("name", [name for name in NO_IDS if isinstance(name, str)])
def test_a_charter_with_what_is_no_party_id_is_refused(name):
    bad = deepcopy(VALUE)
    bad["parties"][name] = bad["parties"].pop("rus")
    assert refuse(bad)


@pytest.mark.parametrize("kind", ["ed25519", "mldsa44"])
def test_f21_two_parties_with_one_key_are_refused(kind):
    bad = deepcopy(VALUE)
    bad["parties"]["rus"]["root"][kind] = bad["parties"]["usa"]["root"][kind]
    assert "same root key" in refuse(bad)


@pytest.mark.parametrize(
    "key",
    [
        "01" + "00" * 31,
        "00" * 32,
        "ec" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ],
)
def test_a_root_key_of_small_order_or_in_a_second_spelling_is_refused(key):
    bad = deepcopy(VALUE)
    bad["parties"]["rus"]["root"]["ed25519"] = b64(bytes.fromhex(key))
    assert "small order" in refuse(bad)


def test_a_public_pair_comes_back():
    pair = key_pair(0).public
    assert parse_public_pair(format_public_pair(pair)) == pair
    for value in (
        None,
        [],
        {},
        {"ed25519": b64(pair.ed25519)},
        {"ed25519": b64(pair.mldsa44), "mldsa44": b64(pair.ed25519)},
        {"ed25519": 1, "mldsa44": 2},
    ):
        with pytest.raises(FormatError):
            parse_public_pair(value)


def test_recipients_of_unknown_types_are_kept():
    listed = ["age1" + "q" * 58, "age1pq1" + "x" * 1900, "ssh-ed25519"]
    assert parse_recipients(listed) == tuple(listed)
    assert len(parse_recipients(["a"] * 64)) == LIMITS.recipients


# ---------------------------------------------------------------- ids and digests


def test_ids_are_the_ones_of_the_format():
    channel = plenary_channel(CHARTER)
    assert CHARTER.id == h(b"detente/v1/dialogue\n", dump(VALUE)).hexdigest()
    assert channel.id == h(b"detente/v1/channel\n", dump(channel.value)).hexdigest()
    log = h(b"detente/v1/log\n", CHARTER.id.encode(), b"\n", channel.id.encode(), b"\nrus\n12").hexdigest()
    assert log_id(CHARTER.id, channel.id, "rus", 12) == log
    assert origin_of(log) == ORIGIN_PREFIX + log == "detente.example/v1/" + log
    assert len(origin_of(log).encode()) <= 255


def test_digests_are_the_ones_of_the_format():
    pair, nonce, secret = key_pair(1).public, bytes(range(32)), bytes(32)
    assert root_digest(pair) == h(b"detente/v1/root\n", pair.ed25519, pair.mldsa44).digest()
    assert notice_digest(pair, "rus", secret) == h(b"detente/v1/notice\n", root_digest(pair), b"rus\n", secret).digest()
    assert k_digest(secret) == h(b"detente/v1/k\n", secret).digest()
    assert name_digest(nonce, {"ru": "Имя", "en": "Name"}) == h(b"detente/v1/name\n", nonce, dump({"en": "Name", "ru": "Имя"})).digest()
    assert (
        standing_salt(secret, nonce, "requests/rus")
        == hmac.new(secret, b"detente/v1/standing\n" + nonce + b"requests/rus", sha256).digest()
    )
    assert digest("cut", b"a", b"b") == h(b"detente/v1/cut\nab").digest()
    assert fingerprint(pair).replace(" ", "") == root_digest(pair).hex()[:32]
    assert re.fullmatch(r"[0-9a-f]{4}( [0-9a-f]{4}){7}", fingerprint(pair))


def test_f21_each_part_of_a_log_id_counts():
    base = ("0" * 64, "1" * 64, "rus", 0)
    ids = {log_id(*base), *(log_id(*base[:i], other, *base[i + 1 :]) for i, other in enumerate(["2" * 64, "2" * 64, "usa", 1]))}
    assert len(ids) == 5
    assert log_id(*base[:2], "a", 11) != log_id(*base[:2], "a1", 1)


def test_f24_a_notice_is_bound_to_its_root_key_and_party():
    roots = key_pair(0).public, key_pair(1).public
    assert (
        len({notice_digest(root, party, secret) for root in roots for party in ("rus", "usa") for secret in (bytes(32), bytes([1] * 32))})
        == 8
    )


def test_a_dialogue_id_as_a_person_types_it():
    assert parse_dialogue_id("AB" * 32) == "ab" * 32
    for bad in ("", "ab" * 31, "ab" * 33, "xy" * 32, "ab" * 31 + "a ", "٠" * 64):
        with pytest.raises(FormatError):
            parse_dialogue_id(bad)


# ---------------------------------------------------------------- channels

GROUP = {
    "v": 1,
    "dialogue": CHARTER.id,
    "nonce": b64(bytes([7] * 32)),
    "k": b64(bytes([8] * 32)),
    "name": b64(bytes([9] * 32)),
    "members": ["rus", "usa"],
    "kind": "group",
}


def refuse_channel(value, charter=CHARTER):
    with pytest.raises(FormatError) as caught:
        parse_channel_charter(value, charter)
    return str(caught.value)


def test_a_channel_charter_is_read_and_its_id_is_the_hash_of_its_bytes():
    channel = parse_channel_charter(GROUP, CHARTER)
    assert channel.raw == dump(GROUP)
    assert channel.id == h(b"detente/v1/channel\n", dump(GROUP)).hexdigest()
    assert (channel.dialogue, channel.members, channel.kind) == (CHARTER.id, ("rus", "usa"), "group")
    assert (channel.k, channel.name) == (bytes([8] * 32), bytes([9] * 32))
    assert parse_channel_charter(json.loads(channel.raw), CHARTER) == channel


@pytest.mark.parametrize("name", sorted(GROUP))
def test_a_channel_charter_without_a_member_is_refused(name):
    assert "missing members" in refuse_channel({key: value for key, value in GROUP.items() if key != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("more", 1),
        *(("v", value) for value in (0, 2, "1", None)),
        *(("dialogue", value) for value in (None, 1, "", "0" * 64, CHARTER.id.upper())),
        *((name, value) for name in ("nonce", "k", "name") for value in NO_DIGESTS),
        *(("kind", value) for value in (None, 1, "", "Group", "a b", "x" * 33, "group\n")),
        *(("members", value) for value in (
            None, 1, "rus", [], ["rus"], {}, ["usa", "rus"], ["rus", "rus"], ["rus", "usa", "usa"], ["rus", 1], ["fra", "rus"],
            ["RUS", "usa"],
            [["rus"], ["usa"]],
        )),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_channel_charter_in_another_form_is_refused(name, value):
    assert refuse_channel({**GROUP, name: value})


@pytest.mark.parametrize("value", [None, 1, "", [], [GROUP]])
def test_what_is_no_map_is_no_channel_charter(value):
    assert "channel charter is not an object" in refuse_channel(value)


def test_a_channel_charter_whose_version_is_true_is_refused():
    refuse_channel({**GROUP, "v": True})


def test_f21_a_channel_of_another_dialogue_is_refused():
    assert "belongs to dialogue" in refuse_channel(GROUP, parse({**VALUE, "exercise": False}))


def test_the_plenary_follows_from_the_charter_alone():
    plenary = plenary_channel(CHARTER)
    assert plenary == plenary_channel(parse(json.loads(dump(VALUE))))
    assert plenary.value == {
        "v": 1,
        "dialogue": CHARTER.id,
        "nonce": VALUE["nonce"],
        "k": VALUE["k"],
        "name": b64(name_digest(plenary_name_salt(CHARTER), VALUE["names"])),
        "members": ["chn", "rus", "usa"],
        "kind": "plenary",
    }
    assert plenary_name_salt(CHARTER) == h(b"detente/v1/plenary\n", bytes(32)).digest()
    assert parse_channel_charter(plenary.value, CHARTER) == plenary


@given(charters())
def test_the_plenary_of_any_charter_is_a_channel_of_it(value):
    charter = parse(value)
    plenary = plenary_channel(charter)
    assert parse_channel_charter(json.loads(plenary.raw), charter) == plenary
    assert plenary.members == tuple(sorted(charter.parties))


@pytest.mark.parametrize(
    "changes", [{"members": ["rus", "usa"]}, {"nonce": b64(bytes([1] * 32))}, {"k": b64(bytes([1] * 32))}, {"name": b64(bytes([1] * 32))}]
)
def test_f21_nothing_else_may_call_itself_the_plenary(changes):
    value = {**plenary_channel(CHARTER).value, **changes}
    assert "plenary" in refuse_channel(value)
    assert parse_channel_charter({**value, "kind": "group"}, CHARTER).id != plenary_channel(CHARTER).id
