"""What a person is asked to look at again before it is sealed, and what a matter is called."""

from __future__ import annotations

import pytest

from detente.i18n import LANGUAGES, translator
from detente.node.node import Node
from detente.views.doubts import doubts_of, unsealed_basis
from detente.views.words_talks import SUBJECTS, named, with_key
from tests.cli.transcript import run

NOW = "2021-09-30T08:00:00Z"


@pytest.fixture
def room(place):
    for line in (
        "--node north init --party north --name en=Northland --no-passphrase",
        "--node south init --party south --name en=Southland --no-passphrase",
        "--node north charter new --exercise --party north/party.json --party south/party.json --name en=Talks --out charter.json",
        "--node north charter sign charter.json",
        "--node north sync mail",
    ):
        code, said = run(line.split())
        assert code == 0, said
    with Node.open(place / "north", "-") as node:
        yield node.room(None)


def doubts(room, fields) -> list[str]:
    return [str(doubt) for doubt in doubts_of(room, fields, NOW)]


@pytest.mark.parametrize(
    ("date", "time", "doubted"),
    [
        ({"day": "2021-09-30"}, None, False),
        ({"day": "2021-10-01"}, None, True),
        ({"day": "2021-09-30"}, {"at": "07:59", "zone": "UTC"}, False),
        ({"day": "2021-09-30"}, {"at": "08:01", "zone": "UTC"}, True),
        ({"day": "2021-09-30"}, {"at": "10:30", "zone": "Europe/Zurich"}, True),
        ({"day": "2021-09-30"}, {"at": "09:30", "zone": "Europe/Zurich"}, False),
        ({"day": "2021-09-30"}, {"at": "23:00", "zone": "Nowhere/Known"}, False),
        ({"month": "2021-09"}, None, False),
        ({"month": "2021-11"}, None, True),
        ({"from": "2021-09-27", "to": "2021-10-05"}, None, False),
        ({"from": "2021-10-04", "to": "2021-10-05"}, None, True),
        ({"open": True}, None, False),
    ],
)
def test_a_report_of_what_is_still_to_come_is_doubted(room, date, time, doubted):
    fields = {"kind": "report", "about": "meeting/plenary/1", "state": "held", "date": date, **({} if time is None else {"time": time})}
    assert bool(doubts(room, fields)) == doubted
    assert doubts(room, {**fields, "state": "not_yet"}) == []


def test_a_day_has_begun_where_it_begins_first(room):
    fields = {"kind": "report", "about": "group/arms", "state": "met", "date": {"day": "2021-10-01"}}
    assert doubts_of(room, fields, "2021-09-30T09:59:59Z") != []
    assert doubts_of(room, fields, "2021-09-30T10:00:00Z") == []


def test_a_statement_and_a_paper_of_tomorrow_are_doubted(room):
    said = {"kind": "statement", "claim": "claim", "speakers": [{"side": "north"}], "said_on": {"day": "2021-10-09"}}
    assert doubts(room, said) == ["it reports what would have been said on 2021-10-09, and today is 2021-09-30"]
    paper = {"kind": "request", "to": "south", "paper": {"on": "2021-10-09"}}
    assert doubts(room, paper) == ["it would have been done on paper on 2021-10-09, and today is 2021-09-30"]
    assert doubts(room, {**said, "said_on": {"day": "2021-09-09"}}) == []
    assert doubts(room, {**paper, "paper": {"on": "2021-09-09"}}) == []


def test_an_act_builds_on_the_drafts_without_which_nobody_could_follow_it(room):
    drafts = [
        (1, "", {"kind": "appoint", "delegate": "berg"}, b"", ""),
        (2, "", {"kind": "propose", "slot": "group/arms"}, b"", ""),
        (3, "", {"kind": "propose", "slot": "meeting/plenary/1"}, b"", ""),
        (4, "", {"kind": "request", "to": "south"}, b"", ""),
    ]

    def basis(**fields) -> list[int]:
        return unsealed_basis(room, drafts, fields)

    assert basis(kind="request", to="south") == []
    assert basis(kind="empower", delegate="berg") == [1]
    assert basis(kind="delegation", about="meeting/plenary/1", head="berg") == [1, 3]
    assert basis(kind="delegation", about="meeting/plenary/2", head="lind", delegates=["berg"]) == [1]
    assert basis(kind="sign", by={"delegate": "berg"}) == [1]
    assert basis(kind="propose", slot="meeting/plenary/2", gates=["group/arms", "meeting/plenary/1"]) == [2, 3]
    assert basis(kind="propose", slot="meeting/plenary/1/agenda") == [3]
    assert basis(kind="propose", slot="meeting/plenary/1") == []  # another draft of the same matter stands by itself


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matter_is_called_by_its_name_first_and_its_key_follows_where_it_is_typed(language):
    t = translator(language)
    names = {"group/arms": {"en": "Arms control", "ru": "Контроль над вооружениями", "ar": "الحد من التسلح"}}
    called = {"en": "Arms control", "ru": "Контроль над вооружениями", "ar": "الحد من التسلح"}[language]
    assert named(t, "group/arms", names) == called
    assert with_key(t, "group/arms", names) == f"{called}  [group/arms]"
    for subject in SUBJECTS:
        said = named(t, f"{subject}/key", {})
        assert said != f"{subject}/key"
        assert "key" in said
    assert named(t, "unheard/of", {}) == "unheard/of"
