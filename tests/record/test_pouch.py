"""Pouches and asks: one form, caps before work, and the head read before any entry."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.canonical import encode
from detente.record.charter import log_id, origin_of
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.entry import destroy, make_entry
from detente.record.keys import make_certificate
from detente.record.limits import LIMITS
from detente.record.pouch import (
    ASK_LINE,
    POUCH_LINE,
    Ask,
    check_ids,
    format_ask,
    format_pouch,
    parse_ask,
    parse_pouch_body,
    parse_pouch_head,
)
from detente.record.seal import NO_HEAD, HeadId, LogKey, Seal, seal_fields
from detente.record.tree import root_of
from tests.record.mutants import mutants
from tests.strategies import digests, entries, key_pair, logs, seals, sizes

AT = "2021-09-30T08:00:00Z"
DIALOGUE, CHANNEL = "0" * 64, "1" * 64
RUS = LogKey("rus", 0)
LOG = log_id(DIALOGUE, CHANNEL, "rus", 0)
KEYS, ROOT = key_pair(2), key_pair(0)
CERT = make_certificate(ROOT, LOG, KEYS.public, 0)
SEAL = make_entry(bytes(32), seal_fields(Seal(NO_HEAD, {}, bytes(32), bytes(32), ()), AT))


def act(number=0, **more):
    return make_entry(sha256(b"%d" % number).digest(), {"at": AT, "kind": "note", "text": f"Запись {number}", **more})


def note(size, listed, origin=None, keys=KEYS):
    return sign_checkpoint(Checkpoint(origin or origin_of(LOG), size, root_of([entry.leaf for entry in listed])), keys)


def pouch(listed, start=0, **changes):
    """A pouch of these entries; its root is theirs alone, which nobody checks here."""
    parts = {
        "dialogue": DIALOGUE,
        "channel": CHANNEL,
        "log": RUS,
        "start": start,
        "note": note(start + len(listed), listed),
        "lines": [entry.line for entry in listed],
        "cert": CERT if start == 0 else None,
    }
    return format_pouch(**{**parts, **changes})


FIRST = pouch([act(), SEAL])
LATER = pouch([act(1), act(2), SEAL], start=7)
TOP, _, REST = FIRST.partition(b"\n\n")
LINES = TOP.split(b"\n")


def refuse_head(raw):
    with pytest.raises(FormatError) as caught:
        parse_pouch_head(raw)
    return str(caught.value)


def refuse_body(raw):
    head = parse_pouch_head(raw)
    with pytest.raises(FormatError) as caught:
        parse_pouch_body(raw, head)
    return str(caught.value)


# ---------------------------------------------------------------- good ones


def test_a_pouch_in_bytes():
    cert = b64encode(encode(CERT)).decode()
    assert (
        f"detente-pouch/v1\nlog {DIALOGUE} {CHANNEL} rus 0\nrange 0 2\ncert {cert}\n\n".encode()
        + parse_pouch_head(FIRST).note
        + b"\n"
        + act().line
        + b"\n"
        + SEAL.line
        + b"\n"
    ) == FIRST


@pytest.mark.parametrize(("raw", "start", "listed"), [(FIRST, 0, [act(), SEAL]), (LATER, 7, [act(1), act(2), SEAL])])
def test_a_pouch_comes_back(raw, start, listed):
    head = parse_pouch_head(raw)
    assert (head.dialogue, head.channel, head.log, head.log_id) == (DIALOGUE, CHANNEL, RUS, LOG)
    assert (head.start, head.end) == (start, start + len(listed))
    assert head.cert == (CERT if start == 0 else None)
    assert head.head == HeadId(head.end, root_of([entry.leaf for entry in listed]))
    assert head.checkpoint == Checkpoint(origin_of(LOG), *head.head)
    assert raw[head.body :].startswith(listed[0].line)
    assert parse_pouch_body(raw, head) == listed
    assert again(raw) == raw


def again(raw):
    """What was read of a pouch, written once more."""
    head = parse_pouch_head(raw)
    lines = [entry.line for entry in parse_pouch_body(raw, head)]
    return format_pouch(head.dialogue, head.channel, head.log, head.start, head.note, lines, head.cert)


@given(st.lists(entries(), max_size=3), seals(), st.sampled_from([0, 1, 10**12]))
def test_any_pouch_comes_back(acts, seal, start):
    listed = [*acts, make_entry(bytes(32), seal_fields(seal, AT))]
    raw = pouch(listed, start)
    assert parse_pouch_body(raw, parse_pouch_head(raw)) == listed
    assert again(raw) == raw


@given(mutants([FIRST, LATER, pouch([SEAL], 1), FIRST + b"pad AAAA\n"]))
def test_a_mutant_of_a_pouch_is_refused_or_comes_back_but_for_its_pad(raw):
    try:
        written = again(raw)
    except FormatError as error:
        str(error)  # each error has a text
        return
    rest = raw.removeprefix(written)
    assert raw.startswith(written)
    assert rest == b"" or (rest.startswith(b"pad ") and rest.endswith(b"\n") and rest.count(b"\n") == 1)


@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_are_no_pouch(raw, with_first_line):
    refuse_head(POUCH_LINE + raw if with_first_line else raw)


def test_every_cut_of_a_pouch_is_refused():
    for end in [*range(len(TOP) + 20), *range(len(TOP) + 20, len(FIRST), 37), len(FIRST) - 1]:
        with pytest.raises(FormatError):
            again(FIRST[:end])


def test_a_destroyed_entry_travels_in_its_place():
    gone = act(3, destroyable=[4, ["text"]])
    listed = [destroy(gone), SEAL]
    raw = pouch(listed)
    assert parse_pouch_body(raw, parse_pouch_head(raw)) == listed
    assert parse_pouch_head(raw).head == HeadId(2, root_of([gone.leaf, SEAL.leaf]))


# ---------------------------------------------------------------- the head: step 4 and 5


def with_lines(*lines):
    return b"\n".join(lines) + b"\n\n" + REST


def test_the_helper_rebuilds_the_pouch():
    assert with_lines(*LINES) == FIRST
    assert len(LINES) == 4


A, B = DIALOGUE.encode(), CHANNEL.encode()
CERT_LINE = LINES[3]


@pytest.mark.parametrize(
    "line",
    [
        b"", b"log", b"log " + A, b"log " + A + b" " + B, b"log " + A + b" " + B + b" rus", b"Log " + A + b" " + B + b" rus 0",
        b"log  " + A + b" " + B + b" rus 0", b"log " + A + b"\t" + B + b" rus 0", b"log " + A + b" " + B + b" rus 0 ",
        b"log " + A + b" " + B + b" rus 0\r", b"log " + A + b" " + B + b" RUS 0", b"log " + A + b" " + B + b" 1us 0",
        b"log " + A + b" " + B + b" rus 00", b"log " + A + b" " + B + b" rus -1", b"log " + A + b" " + B + b" rus +0",
        b"log " + A + b" " + B + b" rus 1000000", b"log " + A + b" " + B + " rus ٠".encode(),
        b"log " + A + b" " + B + b" " + b"r" * 33 + b" 0",
        b"log " + b"A" * 64 + b" " + B + b" rus 0", b"log " + A[1:] + b" " + B + b" rus 0", b"log " + A + b"0 " + B + b" rus 0",
        b"log " + A + b" " + B + b" rus 0 more",
    ],
)  # fmt: skip
def test_a_line_log_in_another_form_is_refused(line):
    refuse_head(with_lines(LINES[0], line, *LINES[2:]))


@pytest.mark.parametrize(
    "line",
    [
        f"log {'2' * 64} {CHANNEL} rus 0",
        f"log {DIALOGUE} {'2' * 64} rus 0",
        f"log {DIALOGUE} {CHANNEL} usa 0",
        f"log {DIALOGUE} {CHANNEL} rus 1",
    ],
)
def test_f21_a_head_that_names_another_log_than_the_checkpoint_is_refused(line):
    assert "the pouch names the log of" in refuse_head(with_lines(LINES[0], line.encode(), *LINES[2:]))


@pytest.mark.parametrize(
    "line",
    [b"", b"range", b"range 0", b"range 0 2 3", b"Range 0 2", b"range  0 2", b"range 0 2 ", b"range 00 2", b"range 0 02", b"range -0 2",
     b"range +0 2", b"range 0 2\r", b"range 0,2", b"range 2 0", b"range 0 0", b"range 0 -1",
     "range ٠ ٢".encode(), b"range 0 9223372036854775808",
     b"range 0 4097"],
)  # fmt: skip
def test_a_line_range_in_another_form_is_refused(line):
    refuse_head(with_lines(*LINES[:2], line, CERT_LINE))


@pytest.mark.parametrize("line", [b"range 0 1", b"range 0 3"])
def test_a_range_that_does_not_end_at_the_checkpoint_is_refused(line):
    assert "the pouch ends at" in refuse_head(with_lines(*LINES[:2], line, CERT_LINE))


@pytest.mark.parametrize(
    "line",
    [b"", b"cert", b"cert ", b"Cert " + CERT_LINE[5:], CERT_LINE[:-4], CERT_LINE + b" ", CERT_LINE.replace(b"cert ", b"cert  "),
     b"cert " + encode(CERT), b"cert " + b64encode(encode(CERT) + b" "), b"cert " + b64encode(encode(CERT).replace(b":", b": ", 1)),
     b"cert " + b64encode(b"\xff"),
     b"cert " + b64encode(b'{"a":"' + b"x" * LIMITS.value_bytes + b'"}')],
    ids=lambda line: repr(line)[:30],
)  # fmt: skip
def test_a_line_cert_in_another_form_is_refused(line):
    refuse_head(with_lines(*LINES[:3], line))


def test_a_line_cert_stands_at_the_start_of_a_log_and_nowhere_else():
    refuse_head(with_lines(*LINES[:3]))
    top, _, rest = LATER.partition(b"\n\n")
    assert "only the first pouch" in refuse_head(top + b"\n" + CERT_LINE + b"\n\n" + rest)


def test_lines_in_another_order_number_or_spelling_are_refused():
    first, log, range_, cert = LINES
    for lines in (
        [first], [first, log], [log, range_, cert], [first, range_, log, cert], [first, log, cert, range_],
        [first, log, range_, cert, cert],
        [first, log, range_, cert, b"more"], [first, b"", log, range_, cert], [b"detente-pouch/v2", log, range_, cert],
        [first + b"\r", log, range_, cert],
        [first + b" ", log, range_, cert], [b"\xef\xbb\xbf" + first, log, range_, cert], [b"", first, log, range_, cert],
    ):  # fmt: skip
        refuse_head(with_lines(*lines))
    refuse_head(FIRST.replace(b"\n", b"\r\n"))
    refuse_head(TOP + b"\n\n\n" + REST)
    refuse_head(TOP + b"\n" + REST)


def test_a_note_that_is_no_checkpoint_of_ours_is_refused():
    head = parse_pouch_head(FIRST)
    good = head.note
    signed, _, signatures = good.partition(b"\n\n")
    first, second = signatures.splitlines(keepends=True)
    for bad in (
        signed + b"\n\n" + first,
        signed + b"\n\n" + second + first,
        signed + b"\n\n" + first + second + first,
        signed + b"\nmore\n\n" + signatures,
    ):
        refuse_head(FIRST.replace(good, bad))


def test_f15_a_head_longer_than_64_kib_is_refused_without_reading_on():
    for long in (
        POUCH_LINE + b"x" * (1 << 20),
        TOP + b"\n\n" + b"x" * LIMITS.head_bytes + b"\n\n" + REST,
        TOP + b"\n\n" + REST.partition(b"\n\n")[0] + b"\n\n" + b"\xe2\x80\x94 x y\n" * 8000 + b"\n" + act().line + b"\n",
    ):
        assert "within 65536 bytes" in refuse_head(long)


def test_the_head_does_not_depend_on_what_follows():
    head = parse_pouch_head(FIRST)
    assert parse_pouch_head(FIRST[: head.body]) == head
    assert parse_pouch_head(FIRST[: head.body] + b"\xff" * 100) == head


# ---------------------------------------------------------------- the body: steps 8 and 9


def test_a_pouch_without_a_seal_at_its_end_is_refused():
    assert "does not end in a seal" in refuse_body(pouch([act()]))
    assert "seal before its end" in refuse_body(pouch([SEAL, act()]))


def test_a_seal_in_the_middle_is_refused():
    other = make_entry(bytes([1] * 32), SEAL.fields)
    assert "seal before its end" in refuse_body(pouch([act(), SEAL, act(1), other]))
    assert "seal before its end" in refuse_body(pouch([SEAL, other]))


def test_a_destroyed_seal_is_refused():
    """With `destroyable` it is an entry in form, and no seal (`parse_seal` refuses the field); destroyed it is not even that."""
    fields = {**SEAL.fields, "x": 1}
    seal = make_entry(bytes(32), {**fields, "destroyable": [len(fields) + 1, ["x"]]})
    assert "does not end in a seal" in refuse_body(pouch([destroy(seal)]))


def test_more_or_fewer_lines_than_the_range_are_refused():
    assert "holds 1 entries, its range 2" in refuse_body(pouch([act(), SEAL], lines=[SEAL.line]).replace(b"range 0 1\n", b"range 0 2\n"))
    assert "holds 3 entries, its range 2" in refuse_body(FIRST + SEAL.line + b"\n")
    assert "holds 3 entries, its range 2" in refuse_body(FIRST + b"\n")
    assert "holds 0 entries, its range 2" in refuse_body(FIRST[: parse_pouch_head(FIRST).body])


def test_a_pouch_ends_with_a_line_feed():
    assert "line feed" in refuse_body(FIRST[:-1])
    assert "line feed" in refuse_body(FIRST + b"x")


def test_a_pouch_holds_at_most_4096_entries():
    listed = [act(number) for number in range(LIMITS.pouch_entries - 1)]
    raw = pouch([*listed, SEAL])
    assert len(parse_pouch_body(raw, parse_pouch_head(raw))) == 4096
    assert "4097 entries; 1 to 4096" in refuse_head(pouch([*listed, act(-1), SEAL]))


def test_a_pad_changes_nothing_of_what_is_read():
    head = parse_pouch_head(FIRST)
    for pad in (b"", b"A", b"a0+/" * 1000, b"A" * (LIMITS.pad_bytes - 4)):
        raw = FIRST + b"pad " + pad + b"\n"
        assert parse_pouch_head(raw) == head
        assert parse_pouch_body(raw, head) == [act(), SEAL]


@pytest.mark.parametrize(
    "tail",
    [b"pad A\npad A\n", b"pad A", b"pad A\n\n", b"pad =\n", b"pad A A\n", b"pad A\r\n", b"pad \xff\n", b"pad\n", b"PAD A\n", b" pad A\n",
     b"pad -_\n", b"pad " + b"A" * (LIMITS.pad_bytes - 3) + b"\n"],
    ids=lambda tail: repr(tail)[:30],
)  # fmt: skip
def test_another_pad_is_refused(tail):
    refuse_body(FIRST + tail)


def test_a_pad_before_the_end_is_refused():
    head = parse_pouch_head(FIRST)
    refuse_body(FIRST[: head.body] + b"pad A\n" + FIRST[head.body :])
    refuse_body(FIRST[: head.body] + act().line + b"\npad A\n" + SEAL.line + b"\n")


def heavy(count):
    """Entries of nearly a mebibyte each."""
    texts = {f"x/{i:04}": "x" * 16_000 for i in range(62)}
    return [make_entry(sha256(b"%d" % number).digest(), {"at": AT, "kind": "note", **texts}) for number in range(count)]


def test_more_than_16_mib_are_refused_before_a_line_is_read():
    room = LIMITS.pouch_bytes - len(FIRST) + parse_pouch_head(FIRST).body
    assert "at most 16777216" in refuse_body(FIRST + b"x" * room + b"\n")
    assert "holds 3 entries" in refuse_body(FIRST + b"x" * (room - 1) + b"\n")


def test_nearly_16_mib_of_lines_pass_with_a_large_pad():
    listed = [*heavy(16), SEAL]
    raw = pouch(listed) + b"pad " + b"A" * (LIMITS.pad_bytes - 4) + b"\n"
    assert sum(len(entry.line) + 1 for entry in listed) < LIMITS.pouch_bytes
    assert parse_pouch_body(raw, parse_pouch_head(raw)) == listed


def test_more_than_16_mib_of_lines_are_refused():
    listed = [*heavy(17), SEAL]
    assert sum(len(entry.line) + 1 for entry in listed) > LIMITS.pouch_bytes
    refuse_body(pouch(listed))


# ---------------------------------------------------------------- asks

EMPTY = HeadId(0, sha256(b"").digest())
ASK = Ask(DIALOGUE, CHANNEL, {RUS: HeadId(7, bytes(32)), LogKey("usa", 1): EMPTY}, ((LogKey("usa", 1), HeadId(3, bytes(32))),))
RAW_ASK = format_ask(ASK)
FULL_ASK = format_ask(ASK._replace(blobs=("2" * 64, "3" * 64), away=True))
some_heads = st.one_of(st.just(EMPTY), st.builds(HeadId, sizes, digests))


def test_an_ask_in_bytes():
    zero = b64encode(bytes(32)).decode()
    assert (
        f"detente-ask/v1\nchannel {DIALOGUE} {CHANNEL}\n"
        f"have rus 0 7 {zero}\nhave usa 1 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nwant usa 1 3 {zero}\n"
    ).encode() == RAW_ASK


def test_a_full_ask_in_bytes():
    assert FULL_ASK == RAW_ASK + b"blob " + b"2" * 64 + b"\nblob " + b"3" * 64 + b"\naway\n"


@given(
    digests,
    digests,
    st.dictionaries(logs, some_heads, max_size=5),
    st.sets(st.tuples(logs, some_heads), max_size=5),
    st.sets(digests, max_size=3),
    st.booleans(),
)
def test_an_ask_comes_back(dialogue, channel, have, want, blobs, away):
    ask = Ask(dialogue.hex(), channel.hex(), have, tuple(sorted(want)), tuple(sorted(blob.hex() for blob in blobs)), away)
    assert parse_ask(format_ask(ask)) == ask
    assert parse_ask(format_ask(ask) + b"pad AAAA\n") == ask


@given(st.one_of(mutants([RAW_ASK, RAW_ASK + b"pad AAAA\n", FULL_ASK]), st.binary(max_size=60)))
def test_a_mutant_of_an_ask_is_refused_or_says_what_its_lines_say(raw):
    try:
        ask = parse_ask(raw)
    except FormatError as error:
        str(error)  # each error has a text
        return
    lines = raw.split(b"\n")[:-1]
    if lines[-1].startswith(b"pad "):
        lines.pop()
    assert set(format_ask(ask).split(b"\n")[:-1]) <= set(lines)
    assert len(lines) == 2 + sum(raw.count(b"\n" + word) for word in (b"have ", b"want ", b"blob ", b"away"))


HAVE = b"have rus 0 7 " + b64encode(bytes(32)) + b"\n"
BLOB = b"blob " + b"2" * 64 + b"\n"
START = ASK_LINE + b"channel " + A + b" " + B + b"\n"


@pytest.mark.parametrize(
    "lines",
    [
        HAVE * 2,
        b"want" + HAVE[4:] + HAVE,
        b"want" + HAVE[4:] + b"want" + HAVE[4:],
        HAVE.replace(b"rus", b"usa") + HAVE,
        BLOB * 2,
        BLOB + HAVE,
    ],
)
def test_an_ask_is_a_hint_so_the_order_and_the_repetition_of_its_lines_mean_nothing(lines):
    ask = parse_ask(START + lines)
    assert parse_ask(format_ask(ask)).have == ask.have
    assert set(parse_ask(format_ask(ask)).want) == set(ask.want)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n", ASK_LINE, ASK_LINE[:-1], START[:-1], b"detente-ask/v2\n" + START[len(ASK_LINE) :], START + b"\n", START + HAVE[:-1],
        START + b"\n" + HAVE,
        START + HAVE + b"\n", START.replace(b"channel", b"Channel"), START.replace(A, A.upper().replace(b"0", b"A")),
        START.replace(A + b" ", b""),
        START.replace(b" ", b"  "), START.replace(b"\n", b"\r\n"), HAVE + START, START + START, START + b"pad A\n" + HAVE,
        START + b"pad A\npad A\n",
        START + b"pad =\n", START + b"pad " + b"A" * (LIMITS.pad_bytes - 3) + b"\n", START + b"Have" + HAVE[4:], START + b"need" + HAVE[4:],
        START + HAVE.replace(b"rus", b"RUS"), START + HAVE.replace(b" 0 ", b" 00 "), START + HAVE.replace(b" 7 ", b" 07 "),
        START + HAVE.replace(b" 7 ", b" -7 "),
        START + HAVE.replace(b" 7 ", b" 9223372036854775808 "), START + HAVE.replace(b" 7 ", b" 7  "), START + HAVE.replace(b"=\n", b"\n"),
        START + HAVE.replace(b"A=", b"B="), START + HAVE.replace(b" 0 ", b" 1000000 "), START + HAVE.replace(b"=\n", b"= \n"),
        START + b"\xff\n",
        START + BLOB.replace(b"2", b"A"), START + BLOB.replace(b"2", b"", 1), START + BLOB.replace(b" ", b"  "), START + b"away\n" + HAVE,
        START + b"away\naway\n", START + b"away \n", START + b"away", ASK_LINE + b"away\n",
    ],
    ids=lambda raw: repr(raw[-40:]),
)  # fmt: skip
def test_an_ask_in_another_form_is_refused(raw):
    with pytest.raises(FormatError):
        parse_ask(raw)


def test_an_ask_of_too_many_lines_is_refused_quickly():
    def lines(count):
        return b"".join(HAVE.replace(b" 0 ", b" %d " % number) for number in range(count))

    assert len(parse_ask(START + lines(4000)).have) == 4000
    with pytest.raises(FormatError):
        parse_ask(START + lines(4096))
    with pytest.raises(FormatError):
        parse_ask(START + b"\n" * 10_000_000)


def test_ids_that_could_not_stand_in_a_head_are_refused():
    check_ids(DIALOGUE, CHANNEL, "rus")
    for bad in (("0" * 63, CHANNEL, "rus"), (DIALOGUE, "G" * 64, "rus"), (DIALOGUE, CHANNEL, "RUS"), ("A" * 64, CHANNEL, "rus")):
        with pytest.raises(FormatError):
            check_ids(*bad)
