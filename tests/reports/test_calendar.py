"""The calendar: what is due, read again by another reader; names that stay, moments that are right, and nothing made up."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import icalendar
import msgspec

from detente.i18n import LANGUAGES, translator
from detente.reports import deadlines_ics
from detente.views.days import first_day, last_day
from detente.views.deadlines import Deadline
from tests.cli.transcript import run
from tests.reports.conftest import HOSTILE


def events(data: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


def by_kind(case, language: str = "en") -> dict[str, icalendar.Event]:
    found = events(deadlines_ics(case.deadlines, translator(language)))
    return {deadline.kind: event for deadline, event in zip(case.deadlines.deadlines, found, strict=True)}


def test_each_thing_that_is_due_is_one_event_at_its_time(case):
    found = by_kind(case)
    assert set(found) == {"term", "silence", "meeting", "undertaking"}
    assert found["term"].start == dt.datetime(2021, 10, 2, 8, tzinfo=dt.UTC)
    assert found["silence"].start == dt.datetime(2021, 10, 2, 10, tzinfo=dt.UTC)
    assert found["meeting"].start == dt.datetime(2021, 10, 4, 10, tzinfo=zoneinfo.ZoneInfo("Europe/Zurich"))
    assert found["meeting"].start.astimezone(dt.UTC).hour == 8
    assert (found["undertaking"].start, found["undertaking"].end) == (dt.date(2021, 10, 15), dt.date(2021, 10, 16))


def test_the_name_of_an_event_stays_when_its_date_and_the_language_change(case):
    names = {
        language: [str(event["UID"]) for event in events(deadlines_ics(case.deadlines, translator(language)))] for language in LANGUAGES
    }
    assert names["ar"] == names["en"] == names["ru"]
    assert len(set(names["en"])) == 4
    moved = [
        msgspec.structs.replace(item, date={"month": "2021-11"}, time=None) if item.date else item for item in case.deadlines.deadlines
    ]
    later = msgspec.structs.replace(case.deadlines, deadlines=moved, made_at="2021-10-09T00:00:00Z")
    assert [str(event["UID"]) for event in events(deadlines_ics(later, translator("en")))] == names["en"]


def test_an_event_says_that_it_is_an_exercise_who_owes_it_and_as_of_which_entries(case):
    event = by_kind(case)["undertaking"]
    assert str(event["SUMMARY"]).startswith("EXERCISE: Undertaking due: ")
    description = str(event["DESCRIPTION"])
    assert "EXERCISE" in description
    assert "Of whom: Southland (south)" in description
    assert "As of entry " in description
    assert HOSTILE in description
    assert event["CATEGORIES"].to_ical() == b"exercise"


def test_a_range_and_a_month_take_their_days_and_an_open_date_none(case):
    assert (first_day({"from": "2021-09-27", "to": "2021-10-03"}), last_day({"from": "2021-09-27", "to": "2021-10-03"})) == (
        "2021-09-27",
        "2021-10-03",
    )
    assert (first_day({"month": "2024-02"}), last_day({"month": "2024-02"})) == ("2024-02-01", "2024-02-29")
    assert (first_day({"open": True}), last_day({"open": True}), last_day(None)) == ("", "", "")
    whole = msgspec.structs.replace(case.deadlines, deadlines=[meeting(date={"month": "2024-02"})])
    (event,) = events(deadlines_ics(whole, translator("en")))
    assert (event.start, event.end) == (dt.date(2024, 2, 1), dt.date(2024, 3, 1))


def test_a_zone_that_nobody_knows_leaves_the_whole_day(case):
    odd = meeting(date={"day": "2021-10-04"}, time={"at": "10:00", "zone": "Atlantis/Harbour"})
    (event,) = events(deadlines_ics(msgspec.structs.replace(case.deadlines, deadlines=[odd]), translator("en")))
    assert event.start == dt.date(2021, 10, 4)
    assert "10:00 Atlantis/Harbour" in str(event["DESCRIPTION"])


def test_the_same_view_gives_the_same_calendar_and_nobody_is_invited(case):
    data = deadlines_ics(case.deadlines, translator("en"))
    assert data == deadlines_ics(case.deadlines, translator("en"))
    assert not any(word in data for word in (b"ATTENDEE", b"ORGANIZER", b"VALARM"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_the_command_writes_it_and_leaves_what_is_there(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = run(["--node", str(case.folder), "calendar", "due.ics"])
    assert code == 0, said
    assert len(events((tmp_path / "due.ics").read_bytes())) == 4
    (tmp_path / "due.ics").write_bytes(b"notes")
    code, said = run(["--node", str(case.folder), "calendar", "due.ics"])
    assert (code, "exists already" in said, (tmp_path / "due.ics").read_bytes()) == (1, True, b"notes")


def meeting(**more) -> Deadline:
    fields = {
        "channel": "plenary", "kind": "meeting", "ref": "north/1", "matter": "meeting/plenary/9", "clock": None, "owed_by": [], "text": None,
        "place": None, "moment": None, "date": None, "time": None, "passed": False,
    }  # fmt: skip
    return Deadline(**{**fields, **more})
