"""Amendments that crossed: nothing of either side is lost, and what they do not agree on stays open for people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.texts.form import format_provision, parse_version
from detente.texts.merging import BASE, Decision, Merged, Side, merge
from detente.texts.model import Bracket, Content, Provision, Version, content_of, plain, settle
from detente.texts.work import Work
from tests.strategies import examples

SENTENCES = st.lists(st.sampled_from(["a", "b", "c,", "d", "e."]), min_size=1, max_size=5).map(lambda words: content_of(" ".join(words)))


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Small texts in two languages, of few names and words, so that they meet often."""
    names = draw(st.lists(st.sampled_from("pqrstu"), unique=True, max_size=5))
    provisions = {name: (draw(SENTENCES), draw(SENTENCES), draw(st.integers(0, 1))) for name in names}
    return Work(
        tuple(
            Version(
                language,
                tuple(Provision(name, provisions[name][place], provisions[name][2]) for name in names),
                draw(st.sampled_from(["", "T"])),
            )
            for place, language in enumerate(("en", "ru"))
        )
    )


def text(*paragraphs: str, language: str = "en") -> Version:
    return parse_version("\n\n".join([f"language: {language}", *paragraphs]))


def merged(base: list[str], first: list[str], second: list[str]) -> Merged:
    return merge(Work((text(*base),)), Side("rus", Work((text(*first),))), Side("usa", Work((text(*second),))))


def lines(found: Merged, language: str = "en") -> list[str]:
    return [format_provision(provision) for provision in found.work[language].provisions]


@settings(max_examples=examples(100))
@given(works(), works())
def test_what_only_one_side_changed_is_taken(base: Work, changed: Work) -> None:
    assert merge(base, Side("rus", changed), Side("usa", base)) == Merged(changed, (), ())
    assert merge(base, Side("rus", base), Side("usa", changed)) == Merged(changed, (), ())


@settings(max_examples=examples(100))
@given(works(), works())
def test_what_both_changed_alike_is_taken_once(base: Work, changed: Work) -> None:
    assert merge(base, Side("rus", changed), Side("usa", changed)) == Merged(changed, (), ())


@settings(max_examples=examples(100))
@given(works(), works(), works())
def test_it_is_the_same_from_both_sides(base: Work, first: Work, second: Work) -> None:
    assert merge(base, Side("rus", first), Side("usa", second)) == merge(base, Side("usa", second), Side("rus", first))


def as_wanted(content: Content, party: str) -> Content:
    for bracket in [piece for piece in content if isinstance(piece, Bracket)]:
        content = settle(content, bracket.id, next((one.content for one in bracket.alternatives if party in one.backed_by), ()))
    return content


@settings(max_examples=examples(200))
@given(works(), works(), works())
def test_nothing_of_either_side_is_lost(base: Work, first: Work, second: Work) -> None:
    found = merge(base, Side("rus", first), Side("usa", second))
    looks = {conflict.provision for conflict in found.conflicts if conflict.kind == "look"}
    for party, work, other in (("rus", first, second), ("usa", second, first)):
        for language in work.languages:
            for name in {provision.id for version in (base, first, second) for provision in version[language].provisions}:
                mine, before, theirs = work[language].get(name), base[language].get(name), other[language].get(name)
                made = found.work[language].get(name)
                if mine == before and theirs != before:
                    continue  # it had no wish here: what it has is what was
                if mine is None:
                    assert made is None or as_wanted(made.content, party) == ()
                else:
                    assert made is not None
                    assert as_wanted(made.content, party) == mine.content or (before is not None and mine.content == before.content)
                    assert made.level == mine.level or name in looks or (before is not None and mine.level == before.level)


def test_different_words_are_alternatives_of_their_sides() -> None:
    found = merged(["{a} The Parties may meet."], ["{a} The Parties shall meet."], ["{a} The Parties should meet."])
    assert lines(found) == ["{a} The Parties [#1 RUS: shall / USA: should] meet."]
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.provision) == ("words", "a")
    before = conflict.base["en"]
    assert isinstance(before, Provision)
    assert plain(before.content) == "The Parties may meet."
    assert conflict.sides.keys() == {"rus", "usa"}


def test_what_one_removed_and_the_other_changed_is_to_be_kept_or_omitted() -> None:
    assert lines(merged(["{a} x", "{b} y"], ["{b} y"], ["{a} x z", "{b} y"])) == ["{a} [#1 USA !RUS: x z]", "{b} y"]
    assert lines(merged(["{a} x"], [], ["{a} > x"])) == ["{a} > [#1 USA !RUS: x]"]


def test_words_and_looks_are_changed_apart() -> None:
    found = merged(["{a} x"], ["{a} y"], ["{a} > # x"])
    assert (lines(found), found.conflicts) == (["{a} > # y"], ())


def test_what_both_added_stands_behind_what_it_follows() -> None:
    found = merged(["{a} a", "{b} b"], ["{c} c", "{a} a", "{d} d", "{b} b"], ["{b} b", "{a} a", "{e} e"])
    assert (lines(found), found.conflicts) == (["{c} c", "{b} b", "{a} a", "{d} d", "{e} e"], ())


def test_two_orders_are_a_conflict_and_the_order_of_the_base_stays() -> None:
    found = merged(["{a} a", "{b} b", "{c} c"], ["{b} b", "{a} a", "{c} c"], ["{c} c", "{a} a", "{b} b"])
    assert lines(found) == ["{a} a", "{b} b", "{c} c"]
    assert [(conflict.kind, conflict.base, conflict.sides["usa"]) for conflict in found.conflicts] == [
        ("order", {"en": "a b c"}, {"en": "c a b"})
    ]


def test_titles_and_statuses_that_differ_are_conflicts() -> None:
    base, first, second = (
        Work((parse_version(f"title: {title}\nlanguage: en\nstatus: {status}\n"),))
        for title, status in (("A", "authentic"), ("B", "official"), ("C", "courtesy"))
    )
    found = merge(base, Side("rus", first), Side("usa", second))
    assert [(conflict.kind, conflict.sides["usa"]["en"]) for conflict in found.conflicts] == [("title", "C"), ("status", "courtesy")]
    assert found.work == base


def test_a_number_that_both_gave_is_given_anew_in_all_languages() -> None:
    def work(first: str, second: str) -> Work:
        return Work((text(f"{{a}} {first}", f"{{b}} {second}"), text(f"{{a}} {first}", f"{{b}} {second}", language="ru")))

    found = merge(work("x", "x"), Side("usa", work("x", "[#1 y]")), Side("rus", work("[#1 z]", "x")))
    assert lines(found) == lines(found, "ru") == ["{a} [#1 z]", "{b} [#2 y]"]
    assert found.renumbered == (("b", 1, 2),)


def test_a_language_that_one_side_added_is_no_conflict_with_what_the_other_changed() -> None:
    base = Work((text("{a} a"),))
    found = merge(base, Side("rus", Work((text("{a} a"), text("{a} а", language="ru")))), Side("usa", Work((text("{a} b"),))))
    assert (lines(found), lines(found, "ru"), found.conflicts) == (["{a} b"], ["{a} а"], ())


def test_what_would_be_nested_too_deep_stays_whole_in_the_conflict() -> None:
    deep = "[" * 8 + "x" + "]" * 8
    found = merged(["{a} b"], ["{a} " + deep], ["{a} c"])
    assert plain(found.work["en"]["a"].content) == deep
    assert {party: set(each) for party, each in found.conflicts[0].sides.items()} == {"rus": {"en"}, "usa": {"en"}}


# ---------------------------------------------------------------- decided by people


CROSSED = (["{1} # They meet twice."], ["{1} # They meet thrice."], ["{1} > # They meet once in Berne."])


def decided(*decisions: Decision) -> list[str]:
    base, first, second = ([*lines] for lines in CROSSED)
    sides = Side("rus", Work((text(*first),))), Side("usa", Work((text(*second),)))
    return lines(merge(Work((text(*base),)), *sides, decisions))


@pytest.mark.parametrize(
    ("decision", "made"),
    [
        ("rus", "{1} > # They meet thrice."),
        ("usa", "{1} > # They meet once in Berne."),
        (BASE, "{1} > # They meet twice."),
        (None, "{1} > # They meet [#1 RUS: thrice. / USA: once in Berne.]"),
        ({"en": ("They never meet.",)}, "{1} > # They never meet."),
    ],
)
def test_what_a_person_decides_about_words_is_taken(decision: Decision, made: str) -> None:
    assert decided(decision) == [made], "its place is what only one side changed"


def test_where_a_person_decides_that_there_are_no_words_the_provision_is_gone() -> None:
    assert decided({"en": ()}) == []


@pytest.mark.parametrize(("decision", "made"), [("rus", "{1} = A."), ("usa", "{1} # A."), (BASE, "{1} A.")])
def test_a_look_is_decided_apart_from_the_words(decision: Decision, made: str) -> None:
    sides = Side("rus", Work((text("{1} = A."),))), Side("usa", Work((text("{1} # A."),)))
    assert lines(merge(Work((text("{1} A."),)), *sides, (decision,))) == [made]


@pytest.mark.parametrize(("decision", "order"), [("rus", "bac"), ("usa", "cab"), (BASE, "abc"), (None, "abc")])
def test_the_order_is_decided_as_a_whole(decision: Decision, order: str) -> None:
    def in_order(names: str) -> Work:
        return Work((text(*(f"{{{name}}} {name}" for name in names)),))

    made = merge(in_order("abc"), Side("rus", in_order("bac")), Side("usa", in_order("cab")), (decision,))
    assert [provision.id for provision in made.work["en"].provisions] == list(order)


@pytest.mark.parametrize(("decision", "title"), [("rus", "One"), ("usa", "Two"), (BASE, "None"), (None, "None")])
def test_a_title_is_decided(decision: Decision, title: str) -> None:
    base, first, second = (Work((text(f"title: {each}", "{1} A."),)) for each in ("None", "One", "Two"))
    assert merge(base, Side("rus", first), Side("usa", second), (decision,)).work["en"].title == title


def test_where_one_side_took_the_provision_out_it_can_be_taken_out_or_kept() -> None:
    def made(decision: Decision) -> list[str]:
        sides = Side("rus", Work((text("{2} B."),))), Side("usa", Work((text("{1} A!", "{2} B."),)))
        return lines(merge(Work((text("{1} A.", "{2} B."),)), *sides, (decision,)))

    assert made("rus") == ["{2} B."]
    assert made("usa") == ["{1} A!", "{2} B."]
    assert made(BASE) == ["{1} A.", "{2} B."]


def test_a_decision_for_somebody_on_neither_side_is_refused() -> None:
    with pytest.raises(FormatError, match="'che' is on neither side"):
        decided("che")


def test_words_decide_no_look() -> None:
    sides = Side("rus", Work((text("{1} = A."),))), Side("usa", Work((text("{1} # A."),)))
    with pytest.raises(FormatError, match="nothing else"):
        merge(Work((text("{1} A."),)), *sides, ({"en": ("A.",)},))


def test_a_bracket_has_no_number_that_another_one_ever_had() -> None:
    base, first, second = ([*lines] for lines in CROSSED)
    sides = Side("rus", Work((text(*first),))), Side("usa", Work((text(*second),)))
    assert lines(merge(Work((text(*base),)), *sides, highest=7)) == ["{1} > # They meet [#8 RUS: thrice. / USA: once in Berne.]"]
