"""The seats of an exercise say what each may do, as the table says that guards the pages."""

from __future__ import annotations

import pytest

from detente.node.roles import ROLES
from tests.web.acting import Sitting, copied, json_of, words


@pytest.fixture
def visitor(acted, tmp_path):
    """Somebody who has not taken a seat yet."""
    sitting = Sitting(copied(acted[0], tmp_path))
    yield sitting
    sitting.close()


def test_a_seat_says_what_it_may_do_before_one_sits_down(visitor):
    text = words(visitor.get("/sign-in").text)
    assert "Secretary reads, drafts requests and answers, translates, releases drafts, seals for the party, sends and receives" in text
    assert "Translator reads, translates, drafts and seals nothing" in text
    assert "Lawyer reads, drafts requests and answers, reviews drafts as a lawyer, seals nothing" in text
    assert "Administrator sends and receives, manages accounts, reads nothing of the talks" in text


def test_a_seat_names_exactly_what_the_guard_of_the_pages_grants(visitor):
    for seat in json_of(visitor.get("/sign-in.json"))["seats"]:
        assert set(seat["may"]) == ROLES[seat["role"]]


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "يطّلع، يترجم، لا يعدّ مسودات ولا يختم"), ("ru", "читает, переводит, не готовит проектов")]
)
def test_a_seat_says_so_in_the_language_of_the_page(visitor, language, said):
    visitor.language = language
    assert said in words(visitor.get("/sign-in").text)
