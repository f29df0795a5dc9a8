"""Forms of Arabic verbs out of their perfect and imperfect."""

from __future__ import annotations

import pytest

from detente.press.conjugation import finite, participles


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("أعلن يعلن", {"أعلن", "أعلنت", "أعلنا", "أعلنتا", "أعلنوا", "يعلن", "تعلن", "يعلنان", "تعلنان", "يعلنون", "تعلنون"}),
        ("أوصى يوصي", {"أوصى", "أوصت", "أوصيا", "أوصتا", "أوصوا", "يوصي", "توصي", "يوصيان", "توصيان", "يوصون", "توصون"}),
        ("شكا يشكو", {"شكا", "شكت", "شكوا", "شكتا", "يشكو", "تشكو", "يشكوان", "تشكوان", "يشكون", "تشكون"}),
    ],
)
def test_a_verb_has_all_forms_of_the_third_person(verb: str, forms: set[str]) -> None:
    assert set(finite(verb)) == forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("أعلن يعلن", ["معلنا", "معلنة", "معلنين", "معلنتين"]),
        ("أوصى يوصي", ["موصيا", "موصية", "موصيين", "موصيتين"]),
        ("تمنى يتمنى", ["متمنيا", "متمنية", "متمنيين", "متمنيتين"]),
    ],
)
def test_a_derived_verb_has_participles(verb: str, forms: list[str]) -> None:
    assert list(participles(verb)) == forms


@pytest.mark.parametrize("verb", ["أعلن", "أعلن تعلن", "أعلن يعلن معلن"])
def test_what_is_no_pair_of_forms_is_refused(verb: str) -> None:
    with pytest.raises(ValueError, match="no perfect and imperfect"):
        list(finite(verb))
