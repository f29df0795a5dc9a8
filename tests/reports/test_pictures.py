"""Pictures show the numbers of the view, read in the direction of the language, and look the same on a page and on paper."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente.web
from detente import reports
from detente.dialogue.kinds import FINAL_OUTCOMES
from detente.i18n import LANGUAGES, translator
from detente.reports import pictures
from detente.reports.count import count_document
from detente.reports.document import Columns, Drawn
from detente.reports.pdf import print_pdf
from detente.views.base import ChannelName
from detente.views.tallies import Ages, TalliesView, Tally, series_of, turns
from tests.reports.conftest import Case, words_of

AT = "2021-09-30T08:00:00Z"
CSS = (Path(detente.web.__file__).parent / "static" / "ui.css").read_text("utf-8")
AGES = ("under_7", "from_7", "from_30", "from_90")

rising = st.lists(st.integers(0, 30), min_size=1, max_size=40)


def tally(party: str, numbers: list[dict[str, int]], received: list[int] | None = None) -> Tally:
    """A tally from what stands at each point, by band."""
    sent = [sum(each.values()) for each in numbers]
    return Tally(
        party=party,
        sent=sent,
        received=received or sent,
        open=[each.get("open", 0) for each in numbers],
        outcomes={name: [each.get(name, 0) for each in numbers] for name in FINAL_OUTCOMES},
        withdrawn=[each.get("withdrawn", 0) for each in numbers],
        crossed=[each.get("crossed", 0) for each in numbers],
    )


def view(*tallies: Tally, step: str = "day", ages: dict[str, list[int]] | None = None) -> TalliesView:
    """A view of some tallies; `ages`: of a party's own requests."""
    first, points = dt.date(2021, 7, 1), len(tallies[0].sent)
    names = {"north": {"en": "Northland", "ar": "الشمال", "ru": "Северия"}, "south": {"en": "Southland", "ar": "الجنوب", "ru": "Югория"}}
    return TalliesView(
        channel=ChannelName(
            label="plenary", id="0", kind="plenary", names={}, dialogue="0", dialogue_names={}, exercise=True,
            members={tally.party: names[tally.party] for tally in tallies}, matters={},
        ),
        as_of=[], today="2021-09-30", step=step, days=[(first + dt.timedelta(n)).isoformat() for n in range(points)],
        parties=list(tallies), said=[], said_before=0,
        ages=[
            Ages(party=each.party, sent=dict(zip(AGES, (ages or {}).get(each.party, [0] * 4), strict=True)), to_answer=dict.fromkeys(AGES, 0))
            for each in tallies
        ],
    )  # fmt: skip


def corners(d: str) -> list[tuple[float, float]]:
    """The corners of a path of straight lines."""
    found: list[tuple[float, float]] = []
    for letter, numbers in re.findall(r"([MLHV])([-\d. ]+)", d):
        places = [float(number) for number in numbers.split()]
        if letter == "H":
            found.append((places[0], found[-1][1]))
        elif letter == "V":
            found.append((found[-1][0], places[0]))
        else:
            found.append((places[0], places[1]))
    return found


def area(d: str) -> float:
    """How large what a path encloses is."""
    points = corners(d)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*points, points[0]]))) / 2


def bands(picture: pictures.Picture) -> dict[str, str]:
    """The path of each band, by the pattern or look that fills it."""
    return {shape.pattern.rpartition("-")[2] or shape.look: shape.d for shape in picture.shapes if "rim" in shape.look}


NUMBERS = [{"open": 4}, {"open": 2, "full": 1, "declined": 1}, {"open": 1, "full": 2, "declined": 1, "partial": 1, "withdrawn": 1}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bands_are_as_large_as_their_numbers(language):
    found = pictures.over_time(view(tally("north", NUMBERS)), "north", translator(language), 1)
    column, unit = (262 - 34) / 3, 170 / 6
    drawn = {name: area(d) / column / unit for name, d in bands(found).items()}
    assert drawn == {
        "fill1 rim": pytest.approx(3, abs=0.02), "declined": pytest.approx(2, abs=0.02), "partial": pytest.approx(1, abs=0.02),
        "withdrawn": pytest.approx(1, abs=0.02), "pale1 rim": pytest.approx(7, abs=0.02),
    }  # fmt: skip


def test_in_arabic_time_runs_from_right_to_left():
    english, arabic = (pictures.over_time(view(tally("north", NUMBERS)), "north", translator(language), 1) for language in ("en", "ar"))
    assert (english.rtl, arabic.rtl) == (False, True)
    for name, d in bands(english).items():
        mirrored = [(pictures.WIDTH - x, y) for x, y in corners(d)]
        assert corners(bands(arabic)[name]) == [pytest.approx(corner, abs=0.11) for corner in mirrored]
    assert '<text x="366" y="218" text-anchor="end"' in pictures.svg(arabic)
    assert '<text x="34" y="218" text-anchor="start"' in pictures.svg(english)


def test_all_parties_are_drawn_on_one_scale():
    both = view(tally("north", [{"open": 45}]), tally("south", [{"open": 10}]))
    north, south = (pictures.over_time(both, party, translator("en"), 1) for party in ("north", "south"))
    assert [word.text for word in north.words if word.look == "soft"] == [word.text for word in south.words if word.look == "soft"]
    assert area(bands(north)["pale1 rim"]) / area(bands(south)["pale1 rim"]) == pytest.approx(4.5, rel=0.01)


def test_who_has_sent_nothing_has_no_picture():
    both = view(tally("north", [{"open": 1}]), tally("south", [{}]), ages={"north": [1, 0, 0, 0]})
    assert pictures.over_time(both, "south", translator("en"), 2) is None
    assert pictures.ages(both, "south", translator("en"), 2) is None
    assert pictures.ages(both, "north", translator("en"), 1) is not None


@given(
    st.lists(
        st.dictionaries(st.sampled_from((*FINAL_OUTCOMES, "withdrawn", "crossed", "open")), st.integers(0, 9_999)), min_size=1, max_size=8
    )
)
def test_no_two_names_of_bands_cover_each_other(numbers):
    found = pictures.over_time(view(tally("north", numbers)), "north", translator("ru"), 1)
    if not sum(numbers[-1].values()):
        assert found is None
        return
    ys = sorted(word.y for word in found.words if word.x == 278)
    assert len(ys) == len({name for name, number in numbers[-1].items() if number} | {"open"})
    assert all(low + 16 <= high for low, high in pairwise(ys))
    assert ys[0] >= 30
    assert ys[-1] <= found.height
    assert str(sum(numbers[-1].values())) in found.said.replace("\xa0", "")


def test_a_picture_of_a_thousand_days_is_no_larger_than_the_field_is_wide():
    numbers = [{"open": n % 7, "full": n} for n in range(3_000)]
    found = pictures.over_time(view(tally("north", numbers)), "north", translator("en"), 1)
    assert max(len(shape.d) for shape in found.shapes) < 20 * 2 * pictures.MOST_COLUMNS
    tops = {
        y for shape in found.shapes if shape.look == "whole" for _, y in corners(shape.d) if y > 20
    }  # the sample of the line stands above
    assert min(tops) == pytest.approx(200 - (2_999 + 2_999 % 7) / 4_000 * 170, abs=0.1)


def test_ages_are_bars_from_the_beginning_of_their_column():
    found = pictures.ages(view(tally("north", [{"open": 40}]), ages={"north": [0, 30, 0, 10]}), "north", translator("en"), 1)
    bars = [corners(shape.d) for shape in found.shapes if "rim" in shape.look]
    assert [(bar[0][0], bar[1][0] - bar[0][0]) for bar in bars] == [(100.5, 60), (300.5, 20)]
    assert "7 to 29: 30" in found.said


def test_the_series_of_a_tally_leave_out_what_never_was_and_turn_where_a_number_did():
    found = tally("north", [{"open": 1}, {"open": 1}, {"open": 1}, {"full": 1}, {"full": 1}, {"full": 1}])
    assert list(series_of(found)) == ["sent", "received", "open", "full"]
    assert turns(found) == [0, 3, 5]


# ---- colours


def test_the_colours_of_paper_are_those_of_the_light_pages():
    first = CSS[CSS.index(":root {") :].partition("}")[0]
    light = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", first))
    assert {name: light[name] for name in pictures.INKS} == dict(pictures.INKS)


@pytest.mark.parametrize("hue", range(1, pictures.HUES + 1))
def test_every_look_has_a_rule_on_the_pages_and_colours_on_paper(hue):
    everything = dict.fromkeys((*FINAL_OUTCOMES, "withdrawn", "crossed", "open"), 1)
    shown = view(tally("north", [everything]), ages={"north": [1, 2, 3, 4]})
    found = [make(shown, "north", translator("en"), hue) for make in (pictures.over_time, pictures.ages)]
    found.append(pictures.health("h", [pictures.Sign("now", {"north": AT, "south": None})], AT, translator("en"), {"north": hue}))
    looks = {name for each in found for piece in (*each.shapes, *each.words) for name in piece.look.split()}
    looks |= {look for each in found for pattern in each.patterns for look in (pattern.filling.look, pattern.filling.ground) if look}
    assert {f"fill{hue}", f"pale{hue}", "softfill", "letter", "rim"} <= looks
    assert {look for look in looks if not re.search(rf"\.{look}\b", CSS)} == set()
    for each in found:
        lxml.etree.fromstring(pictures.svg(each))
        assert "class=" not in pictures.svg(each)


# ---- signs of life


def test_a_sign_of_life_stands_the_further_back_the_older_it_is():
    ages = {"a": "2021-09-30T07:59:00Z", "b": "2021-09-29T08:00:00Z", "c": "2021-08-31T08:00:00Z", "d": "2019-01-01T00:00:00Z"}
    found = pictures.health("h", [pictures.Sign("Last heard", ages)], AT, translator("en"), dict.fromkeys(ages, 1))
    places = {word.text: word.x for word in found.words if word.look == "letter"}
    ticks = {word.text: word.x for word in found.words if word.anchor == "middle" and word.look == "soft"}
    assert places == {"A": 306, "B": ticks["1"], "C": ticks["30"], "D": 124}


def test_signs_of_one_moment_stand_beside_each_other_and_one_that_never_was_is_said_not_to_be():
    parties = ("north", "south", "west")
    signs = [pictures.Sign("Last heard", dict.fromkeys(parties, AT)), pictures.Sign("Line checked", dict.fromkeys(parties))]
    found = pictures.health("h", signs, AT, translator("en"), dict.fromkeys(parties, 2))
    places = [word.x for word in found.words if word.look == "letter"]
    assert [high - low for high, low in pairwise(places)] == [16, 16]
    assert [word.text for word in found.words].count("not yet") == 1


# ---- on paper


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(
    ("language", "said"), [("en", ["Open 1", "Full 1", "Under 7 days"]), ("ru", ["Открыто 1", "Полный 1", "Менее 7 дней"])]
)
def test_the_count_as_pdf_carries_the_pictures_with_their_text(case: Case, language, said, tmp_path):
    t = translator(language)
    printed = print_pdf(count_document(case.agreed, t, AT, case.tallies))
    assert printed.warnings == ()
    (tmp_path / "x.pdf").write_bytes(printed.data)
    whole = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert [text for text in said if text not in whole] == []
    plain = reports.count_pdf(case.agreed, t, AT)
    (tmp_path / "y.pdf").write_bytes(plain)
    without = subprocess.run(["pdftotext", "-raw", tmp_path / "y.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert said[2] not in without


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_are_set_without_a_word_of_the_typesetter_and_say_in_words_what_they_show(case: Case, language):
    document = count_document(case.agreed, translator(language), AT, case.tallies)
    drawn = [
        block
        for columns in document.blocks
        if isinstance(columns, Columns)
        for column in columns.columns
        for block in column
        if isinstance(block, Drawn)
    ]
    assert len(drawn) == 3, "one party has sent nothing"
    assert print_pdf(document).warnings == ()
    word = words_of(reports.count_docx(case.agreed, translator(language), AT, case.tallies))
    assert [block.words for block in drawn if block.words not in word] == []
