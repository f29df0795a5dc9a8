"""What a person should know of a draft before it is sealed: what speaks against it, and on what other drafts it builds.

Nothing here forbids an act: an error of diplomacy is a remark. But sealing cannot be undone, so what looks like a slip is sealed only
when somebody has looked at it again.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.dialogue.acts import Ref
from detente.dialogue.fields import meeting_of
from detente.dialogue.kinds import FINAL_OUTCOMES
from detente.dialogue.people import WITHOUT_POWER
from detente.errors import N_, DetenteError
from detente.node.folding import can_see
from detente.node.room import Room
from detente.views.days import last_day
from detente.views.naming import names_of
from detente.views.text_words import words_of
from detente.views.words_talks import Matter

Stored = tuple[int, str, dict[str, Any], bytes, str]
"""A draft as the store gives it: number, channel, fields, what its author saw, when it was written."""

_FIRST_ZONE = dt.timedelta(hours=14)
"""How far the earliest time zone is before UTC: there a day has begun already."""


def doubts_of(room: Room, fields: Mapping[str, Any], now: str, *, number: int | None = None) -> list[DetenteError]:
    """What speaks against sealing an act by itself (`number`: its own, if it is a draft already); what contradicts it: `draft_doubts`."""
    return [
        *_not_yet(room, fields, now),
        *_over_already(room, fields, now),
        *_answered_before(room, fields, number),
        *_opened_before(room, fields),
        *_not_arrived(room, fields),
        *_without_power(room, fields, now),
        *_not_seen(room, fields),
    ]


def unsealed_basis(room: Room, drafts: Sequence[Stored], fields: Mapping[str, Any]) -> list[int]:
    """The drafts that must not be sealed after an act: the appointments of its people, and the matters that it is about.

    Sealed alone, it would speak of what no other party could know.
    """
    people = {fields.get("head"), *fields.get("alternates", ()), *fields.get("delegates", ()), (fields.get("by") or {}).get("delegate")}
    if fields["kind"] == "empower":
        people.add(fields["delegate"])
    named = [str(fields.get(name)) for name in ("slot", "about") if name in fields] + list(fields.get("gates", ()))
    matters = {name for each in named for name in (each, meeting_of(each)) if name is not None and name not in room.fold.proposals.slots}
    return [
        number
        for number, _, draft, _, _ in drafts
        if (draft["kind"] == "appoint" and draft["delegate"] in people)
        or (draft["kind"] == "propose" and draft["slot"] in matters and draft["slot"] != fields.get("slot"))
    ]


# ---- who may ----


def _without_power(room: Room, fields: Mapping[str, Any], now: str) -> Iterator[DetenteError]:
    """Whether somebody would act in person who has no power to: every side would find it, and the record keeps it."""
    power, by = fields["kind"], fields.get("by")
    found = room.fold.proposals.get(Ref(*fields["re"][0])) if by is not None and power in WITHOUT_POWER else None
    delegate = None if by is None else room.fold.people.get(room.party, by["delegate"])
    if found is None or delegate is None or delegate.may(power, found[0].name, now[:10]):
        return
    about = Matter(found[0].name, names_of(room, found[0].name))
    yield DetenteError(WITHOUT_POWER[power], delegate=delegate.id, about=about)


# ---- what our seals name ----


def _not_seen(room: Room, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
    """Whether it is about an act that our seals cannot have seen: they name the other version of a log that has two."""
    about = [Ref(*item) for item in fields.get("re", ()) if item[0] != room.party]
    if not any(room.is_forked(ref.log) for ref in about):
        return
    seen = can_see(room)
    for ref in about:
        if not seen(ref):
            yield DetenteError(
                N_("it is about %(entry)s, in another version of that log than the one that our seals name: it would have no effect"),
                entry=room.name_of(ref),
            )  # fmt: skip


# ---- what is over already ----


def _over_already(room: Room, fields: Mapping[str, Any], now: str) -> Iterator[DetenteError]:
    """Whether another date is proposed that is past by our own clock, or for a meeting that was held.

    What was done on paper may be; so may a meeting itself, for that is how one that took place before is entered.
    """
    slot, day = str(fields.get("slot", "")), last_day(fields.get("date"))
    meeting = meeting_of(slot)
    if fields["kind"] != "propose" or meeting is None or slot != f"{meeting}/date" or "paper" in fields:
        return
    if day and day < now[:10]:
        yield DetenteError(N_("it proposes a date that is past, %(day)s; today is %(now)s"), day=day, now=now[:10])
    if room.fold.talks.meeting(meeting).state == "held":
        yield DetenteError(N_("it proposes a date for %(about)s, which was held already"), about=meeting)


# ---- what has not happened yet ----


def _not_yet(room: Room, fields: Mapping[str, Any], now: str) -> Iterator[DetenteError]:
    """Whether an act says that something has happened which, by our own clock, is still to come."""
    told = fields
    if fields["kind"] == "confirm":
        told = room.fold.memory.act(Ref(*fields["re"][0])).kept
    if told["kind"] == "report" and told["state"] != "not_yet":
        about = str(told["about"])
        dated = told if "date" in told else _planned(room, about)
        if dated is not None and _begins(dated["date"], dated.get("time")) > now:
            yield DetenteError(
                N_("it reports what would have happened on %(day)s (%(about)s), and today is %(now)s"),
                about=about, day=_written(dated["date"]), now=now[:10],
            )  # fmt: skip
    meeting = meeting_of(str(told.get("slot", "")))
    if meeting is not None and str(told["slot"]).startswith(f"{meeting}/minutes/"):
        planned = _planned(room, meeting)
        if planned is not None and _begins(planned["date"], planned.get("time")) > now:
            yield DetenteError(
                N_("it gives minutes of %(about)s, which is to be held on %(day)s; today is %(now)s"),
                about=meeting, day=_written(planned["date"]), now=now[:10],
            )  # fmt: skip
    if told["kind"] == "statement" and _begins(told["said_on"], None) > now:
        yield DetenteError(
            N_("it reports what would have been said on %(day)s, and today is %(now)s"), day=_written(told["said_on"]), now=now[:10]
        )
    paper = told.get("paper")
    if isinstance(paper, Mapping) and _begins({"day": paper["on"]}, None) > now:
        yield DetenteError(N_("it would have been done on paper on %(day)s, and today is %(now)s"), day=str(paper["on"]), now=now[:10])


def _planned(room: Room, about: str) -> Mapping[str, Any] | None:
    """The date on which a meeting is to be held, if the parties have agreed one."""
    if meeting_of(about) != about:
        return None
    meeting = room.fold.talks.meeting(about)
    return None if meeting.arranged is None else {"date": meeting.date, "time": meeting.time}


def _begins(date: Mapping[str, Any], time: Mapping[str, Any] | None) -> str:
    """The earliest moment (UTC, as entries carry times) that a date can mean; of an open one, the empty text."""
    first = _day(date)
    if not first:
        return ""
    if time is not None and "day" in date and time["zone"] in zoneinfo.available_timezones():
        hours = dt.time.fromisoformat(time["at"])
        moment = dt.datetime.combine(dt.date.fromisoformat(first), hours, zoneinfo.ZoneInfo(time["zone"])).astimezone(dt.UTC)
    else:
        moment = dt.datetime.combine(dt.date.fromisoformat(first), dt.time(), dt.UTC) - _FIRST_ZONE
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(date: Mapping[str, Any]) -> str:
    """A date as people type it."""
    return f"{date['from']}..{date['to']}" if "from" in date else str(date.get("day") or date.get("month"))


def _day(date: Mapping[str, Any]) -> str:
    """The first day of a date; empty for an open one."""
    return str(date.get("day") or date.get("from") or (f"{date['month']}-01" if "month" in date else ""))


# ---- what was opened before ----


def _opened_before(room: Room, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
    """Whether a commitment to a list would come after another party has opened its own."""
    exchange = room.fold.exchanges.exchanges.get(str(fields.get("about"))) if fields["kind"] == "commit" else None
    for party, openings in sorted(exchange.openings.items()) if exchange is not None else ():
        if party != room.party:
            yield DetenteError(
                N_("%(party)s has opened its list already, in %(entry)s: this commitment would not be simultaneous"),
                party=party, entry=str(openings[0].ref),
            )  # fmt: skip


# ---- what was answered before ----


def _answered_before(room: Room, fields: Mapping[str, Any], number: int | None) -> Iterator[DetenteError]:
    """Whether a final answer would be the second one to its request, which nobody has disputed since, or comes after a withdrawal."""
    if fields["kind"] != "answer" or fields["outcome"] not in FINAL_OUTCOMES:
        return
    about = Ref(*fields["re"][0])
    request = room.fold.requests.get(about)
    if request is not None and request.status == "withdrawn":
        yield DetenteError(N_("%(ref)s was withdrawn by %(earlier)s"), ref=str(about), earlier=str(request.withdrawals[0].ref))
    if request is not None and request.final_answers and request.move != request.to:
        last = request.final_answers[-1]
        yield DetenteError(
            N_("%(ref)s has a final answer already, %(earlier)s"),
            ref=str(about), earlier=str(last.ref),
        )  # fmt: skip
    for other, _, draft, _, _ in room.store.drafts(room.id):
        earlier = number is None or other < number
        if draft["kind"] == "answer" and draft["outcome"] in FINAL_OUTCOMES and draft["re"] == fields["re"] and other != number and earlier:
            yield DetenteError(
                N_("another final answer to %(ref)s waits already, draft %(draft)s"),
                ref=str(about), draft=str(other),
            )  # fmt: skip


# ---- what has not come ----


def _not_arrived(room: Room, fields: Mapping[str, Any]) -> Iterator[DetenteError]:
    """Whether somebody agrees to words that are not here: large texts are files beside the entry, and come apart from it."""
    if fields["kind"] not in {"consent", "confirm", "initial", "sign"}:
        return
    for item in fields.get("re", ()):
        proposed = room.fold.proposals.of(Ref(*item))
        found = None if proposed is None else room.fold.proposals.get(proposed)
        if found is None:
            continue
        slot, proposal = found
        missing = words_of(room, slot, proposal.act.ref).missing
        if missing:
            yield DetenteError(
                N_("the words of %(ref)s have not arrived in: %(languages)s; nobody here has read what is agreed to"),
                ref=room.name_of(proposal.act.ref), languages=", ".join(missing),
            )  # fmt: skip
