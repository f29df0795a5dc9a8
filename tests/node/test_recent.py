"""What was read lately is kept up to what all of it may weigh."""

from __future__ import annotations

from detente.texts.form import parse_version
from detente.views.recent import MadeOfTexts, Recent


def test_the_least_recently_used_goes_first_and_is_made_again_when_it_is_asked_for() -> None:
    made: list[str] = []

    def value(name: str) -> str:
        made.append(name)
        return name.upper()

    recent: Recent[str, str] = Recent(10)
    for name in ("a", "b", "a", "c", "a", "b"):  # with c, of 4, there is no room for both others
        assert recent.get(name, 4, lambda name=name: value(name)) == name.upper()
    assert made == ["a", "b", "c", "b"]


def test_what_weighs_more_than_all_may_is_made_each_time_and_drives_nothing_out() -> None:
    recent: Recent[str, object] = Recent(10)
    small = recent.get("small", 4, object)
    assert recent.get("large", 11, object) is not recent.get("large", 11, object)
    assert recent.get("small", 4, object) is small


def test_versions_with_the_same_words_are_told_apart_and_one_version_is_known_again() -> None:
    made: MadeOfTexts[object] = MadeOfTexts()
    first, second = (parse_version("language: en\n\n{1} Words.") for _ in range(2))
    assert first == second
    assert made.get((first,), object) is made.get((first,), object)
    assert made.get((first,), object) is not made.get((second,), object)
    assert made.get((first,), object, "shown otherwise") is not made.get((first,), object)
