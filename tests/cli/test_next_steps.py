"""What a secretary is told to do next: to the side that must speak, to the side that waits, and after something was lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.node.node import Node
from detente.node.resending import RESEND_ATTEMPTS
from tests.cli.commands import COURIER, carried, detente, refused, value


def proposals(party: str) -> list[dict]:
    """What waits for a voice, as one node has it."""
    found: list[dict] = value("--node", party, "proposals")["proposals"]
    return found


@pytest.fixture
def tabled(talks) -> str:
    """North has tabled a text, and south holds it; the entry."""
    (talks / "text.txt").write_text("Supposed.\n", "utf-8")
    detente("--node", "north", "text", "table", "js", "--form", "joint_statement", "--text", "en=text.txt", "--seal")
    carried()
    (row,) = proposals("south")
    return str(row["ref"])


# ---------------------------------------------------------------- consent


def test_whoever_must_consent_to_a_text_is_led_from_the_text_to_consent_and_nobody_else_is(tabled):
    assert f"detente --node south consent {tabled}\n" in detente("--node", "south", "text", "show", "js")
    assert "consent north" not in detente("--node", "north", "text", "show", "js")
    detente("--node", "south", "consent", tabled, "--seal")
    assert "consent north" not in detente("--node", "south", "text", "show", "js")


def test_whoever_consented_to_a_text_ad_referendum_is_led_from_it_to_the_confirmation(tabled):
    detente("--node", "south", "consent", tabled, "--ad-referendum", "--seal")
    said = detente("--node", "south", "text", "show", "js")
    assert f"detente --node south confirm {tabled}" in said
    assert f"consent {tabled}" not in said


def test_consent_that_is_drafted_already_is_not_drafted_again(tabled):
    detente("--node", "south", "consent", tabled)
    for seal in ([], ["--seal"]):
        said = refused("--node", "south", "consent", tabled, "In other words", *seal)
        assert f"draft 1 says this of {tabled} already" in said
        assert "detente --node south seal\n" in said
        assert "detente --node south outbox --drop 1" in said
    assert len(value("--node", "south", "outbox")["drafts"]) == 1
    detente("--node", "south", "outbox", "--drop", "1")
    detente("--node", "south", "consent", tabled, "In other words")


def test_another_stance_than_the_drafted_one_may_be_drafted_and_is_doubted(tabled):
    detente("--node", "south", "consent", tabled)
    assert "of the two only" in detente("--node", "south", "consent", tabled, "--ad-referendum")


def test_a_confirmation_that_is_drafted_already_is_not_drafted_again(tabled):
    detente("--node", "south", "consent", tabled, "--ad-referendum", "--seal")
    detente("--node", "south", "confirm", tabled)
    assert "draft 2 says this" in refused("--node", "south", "confirm", tabled)


def test_what_is_drafted_of_a_proposal_is_shown_with_it_and_leads_to_the_seal(tabled):
    detente("--node", "south", "consent", tabled)
    (row,) = proposals("south")
    assert row["drafts"] == [{"number": 1, "kind": "consent", "how": None}]
    for command in (["proposals"], ["text", "show", "js"]):
        said = detente("--node", "south", *command)
        assert "Draft 1 of ours: consent; it counts nowhere until it is sealed." in said
        assert said.endswith("  detente --node south outbox\n  detente --node south seal\n")
    (theirs,) = proposals("north")
    assert theirs["drafts"] == []
    detente("--node", "south", "seal")
    assert value("--node", "south", "proposals", "--all")["proposals"][0]["drafts"] == []


# ---------------------------------------------------------------- what waits for the other side


def test_the_proposer_is_told_what_waits_for_the_other_side_until_it_has_spoken(tabled):
    def awaited(party: str) -> list[tuple[str, list[str]]]:
        (channel,) = value("--node", party, "status")["channels"]
        return [(row["ref"], row["waits_for"]) for row in channel["awaited"]]

    assert awaited("north") == [(tabled, ["south"])]
    assert awaited("south") == []
    assert "Proposals that wait for the voice of others" in detente("--node", "north", "status")
    detente("--node", "south", "reserve", tabled, "--seal")
    carried()
    assert awaited("north") == [(tabled, ["south"])], "who awaits instructions has not spoken"
    detente("--node", "south", "consent", tabled, "--seal")
    carried()
    assert awaited("north") == []


# ---------------------------------------------------------------- a meeting whose day is past


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """From now on every node's clock shows this moment."""
    monkeypatch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: dt.datetime.fromisoformat(moment))


@pytest.fixture
def convened(talks) -> None:
    """Both have agreed to meet on 5 October 2021."""
    detente("--node", "north", "meeting", "propose", "1", "--date", "2021-10-05", "--seal")
    carried()
    (row,) = proposals("south")
    detente("--node", "south", "consent", row["ref"], "--seal")
    carried()


def missing(party: str) -> list[str]:
    """Whose report of the next meeting is missing, as status has it."""
    (channel,) = value("--node", party, "status")["channels"]
    found: list[str] = channel["report_missing"]
    return found


def test_a_meeting_whose_day_is_past_is_not_next_and_its_missing_reports_are_named(convened, monkeypatch):
    at(monkeypatch, "2021-10-05T23:59:59Z")
    assert missing("north") == []
    assert "Next meeting: plenary 1" in detente("--node", "north", "status")
    at(monkeypatch, "2021-10-06T00:00:00Z")
    assert missing("north") == ["north", "south"]
    for command in (["status"], ["meeting", "list"]):
        said = " ".join(detente("--node", "north", *command).split())
        assert "Next meeting" not in said
        assert "The date of plenary 1 (agreed) is past: 5 Oct 2021." in said
        assert "It was not reported as held by: Northland (north), Southland (south)." in said
    said = detente("--node", "north", "status")
    assert "  detente --node north meeting held 1\n  detente --node north meeting date 1 DATE\n" in said
    detente("--node", "north", "meeting", "held", "1", "--seal")
    assert missing("north") == ["south"]
    said = detente("--node", "north", "status")
    assert "meeting held" not in said, "it is south's report that is missing"
    assert "It was not reported as held by: Southland (south)." in " ".join(said.split())
    carried()
    detente("--node", "south", "meeting", "held", "1", "--seal")
    assert missing("south") == []
    assert value("--node", "south", "status")["next_meeting"] is None


def test_the_brief_says_of_a_meeting_whose_day_is_past_whose_report_is_missing(convened, monkeypatch):
    assert "Not reported as held by" not in detente("--node", "north", "brief")
    at(monkeypatch, "2021-10-06T00:00:00Z")
    said = detente("--node", "north", "brief")
    assert "Its date is past" in said
    assert "Not reported as held by" in said


def test_minutes_of_a_meeting_that_is_still_to_come_are_looked_at_again_and_not_refused(convened, monkeypatch):
    minutes = ["--node", "north", "meeting", "minutes", "1", "1", "Supposed."]
    said = " ".join(detente(*minutes).split())
    assert "it gives minutes of meeting/plenary/1, which is to be held on 2021-10-05; today is 2021-09-30" in said
    assert "draft 2 was not sealed" in refused("--node", "north", "seal")
    detente("--node", "north", "seal", "--confirm", "2")
    at(monkeypatch, "2021-10-05T12:00:00Z")
    assert "it gives minutes" not in detente(*minutes)


# ---------------------------------------------------------------- what was lost on the way


def request(text: str) -> None:
    """North asks south, and leaves it for the courier."""
    detente("--node", "north", "request", "south", text, "--seal")
    detente("--node", "north", "sync", COURIER)


def lose(place: Path) -> None:
    """Everything that lies in the courier's folder is lost."""
    for file in (place / COURIER).iterdir():
        file.unlink()


def test_what_was_lost_is_said_to_have_no_receipt_and_when_it_goes_again(talks, monkeypatch):
    request("Supposed: first?")
    lose(talks)
    (row,) = value("--node", "north", "outbox")["unconfirmed"]
    assert (row["party"], row["first"], row["last"], row["again"], row["given_up"]) == ("south", 2, 4, "2021-09-30T08:01:00Z", False)
    for command in (["outbox"], ["sync", COURIER]):
        said = " ".join(detente("--node", "north", *command).split())
        assert "No receipt of north/2-4 has come from" in said
        assert "with the first sync after 30 Sep 2021, 08:01 UTC it goes again" in said
    at(monkeypatch, "2021-09-30T08:01:00Z")
    assert value("--node", "north", "sync", COURIER)["sent_again"] == 2
    carried()
    assert value("--node", "north", "outbox")["unconfirmed"] == []
    assert "No receipt" not in detente("--node", "north", "outbox")


def test_what_has_not_left_yet_is_not_said_to_lack_a_receipt(talks):
    detente("--node", "north", "request", "south", "Supposed: first?", "--seal")
    assert value("--node", "north", "outbox")["unconfirmed"] == []
    detente("--node", "north", "sync", COURIER)
    detente("--node", "north", "request", "south", "Supposed: second?", "--seal")
    (row,) = value("--node", "north", "outbox")["unconfirmed"]
    assert (row["first"], row["last"], row["again"], row["given_up"]) == (2, 4, None, False)
    assert "it goes again after what is new has left" in " ".join(detente("--node", "north", "outbox").split())


@pytest.mark.slow
def test_what_waits_for_the_timetable_is_led_to_the_way_that_sends_it_before(talks):
    detente("--node", "north", "courier", "timetable", "6")
    detente("--node", "north", "request", "south", "Supposed: a question?", "--seal")
    said = detente("--node", "north", "outbox")
    assert "What is due waits for the timetable, until " in said
    assert said.endswith(" --now\n")
    detente("--node", "north", "courier", "timetable", "0")
    assert "--now" not in detente("--node", "north", "outbox")


def test_what_was_sent_again_often_enough_is_said_to_wait_until_that_party_is_heard(talks, monkeypatch):
    request("Supposed: first?")
    moment = dt.datetime(2021, 9, 30, 8, tzinfo=dt.UTC)
    for _ in range(RESEND_ATTEMPTS):
        moment += dt.timedelta(hours=13)
        at(monkeypatch, moment.isoformat())
        assert value("--node", "north", "send", COURIER)["sent_again"] == 2
    lose(talks)
    (row,) = value("--node", "north", "outbox")["unconfirmed"]
    assert (row["again"], row["given_up"]) == (None, True)
    said = " ".join(detente("--node", "north", "send", COURIER).split())
    assert "Nothing was due to leave. No receipt of north/2-4 has come from south; it goes again once south is heard" in said


def test_what_a_held_pouch_waits_for_is_named_and_said_to_be_asked_for_until_it_comes(talks):
    request("Supposed: first?")
    lose(talks)
    request("Supposed: second?")
    said = " ".join(detente("--node", "south", "sync", COURIER).split())
    assert "1 pouch waits for what came before it. Missing: north/3-4. It was asked for;" in said
    (channel,) = value("--node", "south", "status")["channels"]
    assert channel["missing"] == [{"channel": "plenary", "party": "north", "generation": 0, "first": 3, "last": 4}]
    said = " ".join(detente("--node", "south", "status").split())
    assert "Missing: north/3-4. A sync asks for it, and again at growing intervals until it comes." in said
    said = detente("--node", "north", "sync", COURIER)
    assert "2 pouches are sent again: they were asked for, or no receipt of them has come." in " ".join(said.split())
    said = detente("--node", "south", "sync", COURIER)
    assert "2 new acts" in said
    assert "Missing" not in said
    assert value("--node", "south", "status")["channels"][0]["missing"] == []


# ---------------------------------------------------------------- the calendar


def test_a_calendar_is_written_again_over_itself_and_over_nothing_else(convened, talks):
    file = talks / "due.ics"
    first = value("--node", "north", "calendar", "due.ics")
    written = file.read_bytes()
    detente("--node", "north", "undertake", "Supposed.", "--due", "2021-10-20", "--seal")
    assert "What is due is in due.ics" in detente("--lang", "en", "--node", "north", "calendar", "due.ics")
    detente("--lang", "ru", "--node", "north", "calendar", "due.ics")
    assert file.stat().st_size > first["bytes"]
    for other in (b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n", written.replace(b"UID:", b"UID:0", 1), b"notes", b""):
        file.write_bytes(other)
        said = refused("--node", "north", "calendar", "due.ics")
        assert "due.ics exists already and is not this calendar; it was left as it is" in said
        assert file.read_bytes() == other


def test_a_calendar_without_an_event_is_said_to_be_empty(talks):
    said = detente("--node", "north", "calendar", "due.ics")
    assert "Nothing is due on a date that is known: the calendar in due.ics is empty." in " ".join(said.split())


def test_the_calendar_of_an_agreement_is_written_again_over_itself_and_not_over_another(talks):
    year = ["--from", "2018-01-01", "--until", "2018-12-31", "--ics", "days.ics"]
    detente("agreement", "calendar", "new-start", *year)
    detente("agreement", "calendar", "new-start", *year)
    assert "is not this calendar" in refused("--node", "north", "calendar", "days.ics")
    said = detente("agreement", "calendar", "new-start", "--from", "1900-01-01", "--until", "1900-12-31", "--ics", "none.ics")
    assert "the calendar in none.ics is empty" in said
