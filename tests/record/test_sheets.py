"""Files on paper: what is split joins again in any order; what is damaged, missing or of another file is named."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError
from detente.record.sheets import FILE_BYTES, LINES_MOST, PART_BYTES, PARTS_MOST, TEXT_MOST, join_parts, split_file, whole_of

FILES = st.one_of(st.binary(min_size=1, max_size=40), st.integers(1, 5 * PART_BYTES).map(lambda size: random.Random(size).randbytes(size)))
THREE = random.Random(7).randbytes(2 * PART_BYTES + 10)


@given(FILES, st.randoms(use_true_random=False))
def test_what_is_split_joins_again_in_any_order_repeated_and_in_any_case(data, chance):
    texts = split_file(data)
    read = [*texts, *chance.choices(texts, k=2), "", "  "]
    chance.shuffle(read)
    joined = join_parts(f" {text.lower() if chance.random() < 0.5 else text}\r" for text in read)
    assert joined == (data, whole_of(data), len(texts), (), (), (), ())


@given(FILES)
def test_each_part_fits_the_code_and_has_only_its_letters(data):
    for text in split_file(data):
        assert len(text) <= TEXT_MOST
        assert re.fullmatch(r"[A-Z0-9/-]+", text)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_what_is_no_part_is_counted_and_makes_nothing(texts):
    read = [text for text in texts if text.strip()]
    assert join_parts(texts) == (None, "", 0, (), (), (), tuple(range(1, len(read) + 1)))


def test_the_form_never_changes():
    assert split_file(b"Detente") == [
        "DETENTE/1/1-1/" + whole_of(b"Detente") + "/" + split_file(b"Detente")[0].split("/")[4] + "/IRSXIZLOORSQ"
    ]
    assert whole_of(b"") == "4OYMIQUY7QOBJGX36TEJS35ZEQ"  # the beginning of e3b0c442 98fc1c14 9afbf4c8 996fb924


def test_each_changed_letter_of_a_part_makes_it_damaged_or_no_part():
    first, second, third = split_file(THREE)
    for place in range(len(first)):
        wrong = first[:place] + ("A" if first[place] != "A" else "B") + first[place + 1 :]
        joined = join_parts([wrong, second, third])
        assert joined.data is None
        assert 1 in joined.missing or joined.of != 3
        assert (joined.damaged == (1,)) != (joined.strangers == (1,))


def test_missing_and_damaged_parts_are_named_by_number():
    first, second, third = split_file(THREE)
    joined = join_parts([third[:-3], first])
    assert (joined.data, joined.of, joined.missing, joined.damaged) == (None, 3, (2, 3), (3,))
    assert join_parts([third[:-3], first, second, third]).data == THREE, "a damaged copy beside a whole one harms nothing"


def test_parts_of_another_file_are_named_by_their_lines():
    other = split_file(b"another file")
    joined = join_parts([*split_file(THREE), other[0], "https://example.org/"])
    assert (joined.data, joined.strangers) == (THREE, (4, 5))


def test_a_part_with_other_bytes_and_a_check_that_fits_is_named_and_makes_no_file():
    from detente.record.sheets import _text

    texts = split_file(THREE)
    forged = _text("/".join(texts[1].split("/")[:4]) + "/", b"forged")
    assert join_parts([*texts, forged])[0] is None
    assert join_parts([*texts, forged]).twofold == (2,)
    joined = join_parts([texts[0], forged, texts[2]])
    assert (joined.data, joined.missing, joined.twofold) == (None, (), ())


def test_bounds_hold():
    assert len(split_file(bytes(FILE_BYTES))) == PARTS_MOST
    with pytest.raises(CallerError, match="too many for paper"):
        split_file(bytes(FILE_BYTES + 1))
    with pytest.raises(CallerError, match="empty"):
        split_file(b"")
    with pytest.raises(CallerError, match="lines"):
        join_parts(["x"] * (LINES_MOST + 1))
    assert join_parts([f"DETENTE/1/1-{PARTS_MOST + 1}/" + "A" * 26 + "/AAAAAAAA/AA"]).of == 0
