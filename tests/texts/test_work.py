"""Steps that the parties take with a text: each takes effect where it fits, and says why where it does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.texts.form import format_provision, parse_version
from detente.texts.model import PROVISIONAL, Bracket, Content, content_of, settle
from detente.texts.work import (
    Amendment,
    Concession,
    Settlement,
    Step,
    Work,
    concessions,
    packages,
    shown,
    work_of,
    working,
)

ENGLISH = (
    "language: en\n\n{a} # The Parties [#1 RUS: shall / USA: should] meet [#2 USA !RUS: twice] a year.\n\n{b} # They inform each other."
)
RUSSIAN = "language: ru\n\n{a} # Стороны [#1 RUS: встречаются / USA: должны встречаться] [#2 USA !RUS: дважды] в год.\n\n{b} # Они информируют друг друга."


@pytest.fixture
def work() -> Work:
    return work_of({"ru": parse_version(RUSSIAN), "en": parse_version(ENGLISH)})


def text(work: Work, language: str = "en") -> list[str]:
    return [format_provision(provision) for provision in work[language].provisions]


def words(text: str) -> Content:
    return parse_version(f"language: en\n\n{{x}} {text}")["x"].content


def test_languages_stand_in_their_order_each_once(work: Work) -> None:
    assert work.languages == ("en", "ru")
    with pytest.raises(FormatError, match="each once: ru, en"):
        Work(work.versions[::-1])
    with pytest.raises(FormatError, match="language: ru, and en was asked for"):
        work_of({"en": work["ru"]})


def test_provisions_of_all_languages_in_one_order(work: Work) -> None:
    more = parse_version("language: fr\n\n{z} z\n\n{a} a\n\n{q} q\n\n{r} r\n\n{b} b")
    assert Work((*work.versions[:1], more, *work.versions[1:])).ids == ("z", "a", "q", "r", "b")


def test_each_verb_does_what_it_says(work: Work) -> None:
    steps: list[Step] = [
        Amendment("ADD", "c", "rus", {"en": words("Later."), "ru": words("Потом.")}, after="a", level=1, look="numbered"),
        Amendment("MOD", "b", "usa", {"en": words("They tell each other."), "ru": words("Они сообщают друг другу.")}),
        Amendment("EDIT", "c", "usa", {"en": words("Later on."), "ru": words("Позже.")}),
        Amendment("NOC", "b", "che"),
        Amendment("SUP", "a", "che"),
    ]
    made, remarks = working(work, steps)
    assert remarks == ()
    assert text(made) == ["{c} > # Later on.", "{b} # They tell each other."]
    assert text(made, "ru") == ["{c} > # Позже.", "{b} # Они сообщают друг другу."]


def test_a_bracket_is_closed_with_an_alternative_with_other_words_or_with_none(work: Work) -> None:
    steps = [Settlement(1, {"en": ("will",), "ru": ("будут встречаться",)}), Settlement(2, {"en": (), "ru": ()})]
    made, remarks = working(work, steps)
    assert remarks == ()
    assert (text(made)[0], text(made, "ru")[0]) == ("{a} # The Parties will meet a year.", "{a} # Стороны будут встречаться в год.")
    assert made.is_clean
    assert not work.is_clean


def test_a_provision_of_which_nothing_is_left_is_gone() -> None:
    work = work_of({"en": parse_version("language: en\n\n{a} [#1 USA: all]\n\n{b} b")})
    assert text(working(work, [Settlement(1, {"en": ()})])[0]) == ["{b} b"]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (Settlement(9, {"en": ("x",), "ru": ("x",)}), "bracket 9 is not open"),
        (Amendment("SUP", "q", "usa"), "provision q is not there"),
        (Amendment("MOD", "q", "usa", {"en": ("x",), "ru": ("x",)}), "provision q is not there"),
        (Amendment("ADD", "a", "usa", {"en": ("x",), "ru": ("x",)}), "provision a is there already, or has been"),
        (Amendment("ADD", "c", "usa", {"en": ("x",), "ru": ("x",)}, after="q"), "provision q is not there"),
        (Amendment("ADD", "C", "usa", {"en": ("x",), "ru": ("x",)}), "'C' is no name of a provision: small letters, digits, - and _, at most 32, the first a letter or a digit"),
        (Amendment("MOD", "b", "usa", {"en": (), "ru": ("x",)}), "provision b has no words"),
        (Amendment("MOD", "b", "usa", {"en": words("[#1 x]"), "ru": ("x",)}), "bracket 1 stands twice: in a and in b"),
    ],
)  # fmt: skip
def test_a_step_that_does_not_fit_is_a_remark_and_changes_nothing(work: Work, step: Step, why: str) -> None:
    made, remarks = working(work, [Amendment("NOC", "a", "rus"), step])
    assert made == work
    assert [(remark.step, str(remark)) for remark in remarks] == [(1, why)]


def test_a_name_that_was_given_is_never_given_again(work: Work) -> None:
    _, remarks = working(work, [Amendment("SUP", "a", "usa"), Amendment("ADD", "a", "usa", {"en": ("x",), "ru": ("x",)})])
    assert [str(remark) for remark in remarks] == ["provision a is there already, or has been"]


def test_a_language_without_words_stays_as_it_was_and_is_named(work: Work) -> None:
    made, remarks = working(work, [Settlement(1, {"en": ("shall",), "fr": ("x",)})])
    assert text(made)[0] == "{a} # The Parties shall meet [#2 USA !RUS: twice] a year."
    assert made["ru"] == work["ru"]
    assert [str(remark) for remark in remarks] == ["#1: no words in ru, so nothing changed there", "#1: the text has no version fr"]


def test_a_bracket_that_went_with_another_is_not_open() -> None:
    work = work_of({"en": parse_version("language: en\n\n{a} x [#1 RUS: a [#2 b] / USA: c]")})
    made, remarks = working(work, [Settlement(1, {"en": ("c",)}), Settlement(2, {"en": ("b",)})])
    assert text(made) == ["{a} x c"]
    assert [str(remark) for remark in remarks] == ["bracket 2 is not open"]


@given(st.permutations([Settlement(1, {"en": ("shall",)}), Settlement(2, {"en": ()}), Amendment("MOD", "b", "usa", {"en": ("x",)})]))
def test_steps_in_different_places_can_be_taken_in_any_order(steps: Sequence[Step]) -> None:
    made, remarks = working(work_of({"en": parse_version(ENGLISH)}), steps)
    assert (text(made), remarks) == (["{a} # The Parties shall meet a year.", "{b} # x"], ())


def test_a_verb_or_a_party_that_there_is_not_is_refused_at_once() -> None:
    with pytest.raises(FormatError, match="'NEW' is no change"):
        Amendment("NEW", "a", "usa")  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="'USA' is no name of a party"):
        Amendment("SUP", "a", "USA")


# ---------------------------------------------------------------- who gave up what


def test_who_gives_up_what_is_read_from_the_bracket(work: Work) -> None:
    first, second = (bracket for _, bracket, _ in work["en"].brackets())
    assert concessions(first, ("shall",)) == (Concession(1, "usa", ("should",)),)
    assert concessions(first, ("will",)) == (Concession(1, "rus", ("shall",)), Concession(1, "usa", ("should",)))
    assert concessions(second, ()) == (Concession(2, "usa", ("twice",)),)
    assert concessions(second, ("twice",)) == (Concession(2, "rus", None),)


def test_brackets_that_were_closed_for_each_other_are_one_package(work: Work) -> None:
    settlements = [Settlement(1, {"en": ("should",)}, package=(2,)), Settlement(2, {"en": ()}, package=(1,)), Settlement(3, {"en": ()})]
    (package,) = packages({bracket.id: bracket for _, bracket, _ in work["en"].brackets()}, settlements, "en")
    assert package.numbers == (1, 2)
    assert [(each.number, each.party) for each in package.concessions] == [(1, "rus"), (2, "usa")]


# ---------------------------------------------------------------- as it is shown


def test_an_open_amendment_is_a_bracket_around_the_words_that_differ(work: Work) -> None:
    amendment = Amendment(
        "MOD",
        "b",
        "usa",
        {"en": words("They promptly inform one another."), "ru": words("Они быстро информируют стороны.")},
        supported_by=("che",),
    )
    made, remarks = shown(work, [amendment, Amendment("NOC", "b", "rus")])
    one, two = PROVISIONAL + 1, PROVISIONAL + 2
    assert remarks == ()
    assert text(made)[1] == f"{{b}} # They [#{one} CHE, USA !RUS: promptly] inform [#{two} RUS: each other. / CHE, USA: one another.]"
    assert text(made, "ru")[1] == f"{{b}} # Они [#{one} CHE, USA !RUS: быстро] информируют [#{two} RUS: друг друга. / CHE, USA: стороны.]"


def test_what_is_to_be_added_or_suppressed_is_to_be_kept_or_omitted(work: Work) -> None:
    proposed = [
        Amendment("SUP", "b", "rus", opposed_by=("usa",)),
        Amendment("ADD", "c", "usa", {"en": ("New.",), "ru": ("Новое.",)}, after="a", look="heading"),
        Amendment("ADD", "d", "usa", {"en": ("Newer.",), "ru": ("Новее.",)}, after="c"),
        Amendment("ADD", "c", "rus", {"en": ("Old.",), "ru": ("Старое.",)}, after="a"),
    ]
    made, remarks = shown(work, proposed)
    assert remarks == ()
    assert [line.replace("#10000", "#") for line in text(made)[1:]] == [
        "{c} = [#2  / USA: New. / RUS: Old.]", "{d} [#3 USA: Newer.]", "{b} # [#1 !RUS: They inform each other.]",
    ]  # fmt: skip


def test_what_is_shown_costs_no_amendment_that_does_not_fit(work: Work) -> None:
    made, remarks = shown(work, [Amendment("SUP", "q", "rus")])
    assert (made, [str(remark) for remark in remarks]) == (work, ["provision q is not there"])


SENTENCES = st.lists(st.sampled_from(["the", "Parties", "shall,", "should", "a", "b."]), min_size=1, max_size=8).map(
    lambda each: content_of(" ".join(each))
)


@given(SENTENCES, SENTENCES)
def test_what_is_shown_can_be_taken_or_left_exactly(stands: Content, proposed: Content) -> None:
    work = work_of({"en": parse_version("language: en\n\n{a} " + str(stands[0]))})
    amendment = Amendment("MOD", "a", "usa", {"en": proposed})
    made, _ = shown(work, [amendment, Amendment("NOC", "a", "rus")])
    for party, expected in (("usa", proposed), ("rus", stands)):
        content = made["en"]["a"].content
        for bracket in [piece for piece in content if isinstance(piece, Bracket)]:
            content = settle(content, bracket.id, next((one.content for one in bracket.alternatives if party in one.backed_by), ()))
        assert content == expected
    assert working(work, [amendment])[0]["en"]["a"].content == proposed
