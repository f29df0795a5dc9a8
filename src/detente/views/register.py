"""What was said about entries: corrections, translations, paper, sources, releases; and the last communications check."""

from __future__ import annotations

from typing import Any

from detente.dialogue import fields as forms
from detente.dialogue.acts import Act, Ref
from detente.dialogue.register import keys_of_release
from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.base import ChannelName, Point, View, as_of, channel_name

ANY_LANGUAGE = "und"
"""The language of a text that names none (BCP 47)."""


class Source(View, frozen=True):
    """Where a fact comes from. `kind`: party, public, report, or supposed (made up for an exercise)."""

    kind: str
    ref: str | None


class Paper(View, frozen=True):
    """An act that was done on paper and entered by one party's secretary: when, and who of the others has confirmed it."""

    on: str
    what: str | None
    confirmed_by: list[str]
    not_confirmed_by: list[str]


class Correction(View, frozen=True):
    """What the author of an entry put right later. `fields`: the new texts; the old ones stay where they are."""

    entry: str
    party: str
    at: str | None
    fields: dict[str, str]
    reason: str | None
    destroyed: bool


class Translation(View, frozen=True):
    """The text of an entry in another language. `status`: official, courtesy or machine."""

    entry: str
    party: str
    at: str | None
    language: str
    status: str
    text: str | None
    destroyed: bool


class About(View, frozen=True):
    """What was said about one entry.

    `released`: whether everybody who has a say in it has released it; `release_lacks`: who of them has not, once anybody has;
    `released_fields`: fields of it that were released, where not the whole was; `released_from`: the moment from which the whole is, if
    somebody named one.
    """

    paper: Paper | None
    source: Source | None
    corrections: list[Correction]
    translations: list[Translation]
    released_by: list[str]
    released: bool
    release_lacks: list[str]
    released_fields: list[str]
    released_from: str | None


class Release(View, frozen=True):
    """That a party no longer objects to publishing: entries, some fields of them, sections of the count, or a matter."""

    entry: str
    party: str
    at: str | None
    refs: list[str]
    fields: list[str]
    sections: list[str]
    about: str | None
    starts: str | None
    text: str | None


class Released(View, frozen=True):
    """One thing that somebody has released.

    `what`: entry, field, section or matter; `lacking`: whose consent is still missing; `starts`: from when, if somebody named a moment.
    """

    what: str
    name: str
    field: str | None
    released_by: list[str]
    lacking: list[str]
    starts: str | None


class ReleasesView(View, frozen=True):
    """Everything that was released in a channel, and by whom."""

    channel: ChannelName
    as_of: list[Point]
    releases: list[Release]
    things: list[Released]


class CheckAnswer(View, frozen=True):
    """The answer of one party's node to a communications check."""

    party: str
    entry: str
    at: str | None


class CheckShown(View, frozen=True):
    """A communications check: who asked, and which nodes have answered."""

    entry: str
    by: str
    at: str | None
    answers: list[CheckAnswer]
    not_answered_by: list[str]


def about_entry(room: Room, ref: Ref) -> About:
    """What was said about one entry."""
    register = room.fold.register
    kept = room.entry(ref).kept
    released_by, needed = register.released_by(str(ref)), needed_for(room, ref)
    return About(
        paper=_paper(room, ref, kept.get("paper")),
        source=source_of(kept.get("source")),
        corrections=[_correction(room, act) for act in in_causal_order(register.corrections.get(ref, []), lambda act: act)],
        translations=[_translation(room, act) for act in in_causal_order(register.translations.get(ref, []), lambda act: act)],
        released_by=list(released_by),
        released=set(needed) <= set(released_by),
        release_lacks=[party for party in needed if party not in released_by] if released_by else [],
        released_fields=[name for name in sorted(room.entry(ref).fields) if register.is_released(f"{ref} {name}", needed)],
        released_from=_released_from(room, str(ref), needed),
    )


def corrected(room: Room, ref: Ref) -> dict[str, str]:
    """The fields of an entry as its author has corrected them since: field -> text; the last correction of each counts."""
    found: dict[str, str] = {}
    for act in room.fold.register.corrections.get(ref, ()):
        found |= {name.removeprefix("new/"): said for name, said in room.entry(act.ref).fields.items() if name.startswith("new/")}
    return found


def needed_for(room: Room, ref: Ref) -> tuple[str, ...]:
    """Who has a say in the release of an entry: its author; of what was adopted together, all."""
    found = room.fold.proposals.get(ref)
    return room.channel.members if found is not None and ref in found[0].adopted() else (ref.party,)


def releases_view(room: Room) -> ReleasesView:
    """Everything that was released in a channel."""
    register = room.fold.register
    return ReleasesView(
        channel=channel_name(room),
        as_of=as_of(room),
        releases=[_release(room, act) for act in in_causal_order(register.release_acts, lambda act: act)],
        things=[_released(room, key, sorted(by)) for key, by in sorted(register.releases.items())],
    )


def last_check(room: Room) -> CheckShown | None:
    """The newest communications check of a channel, by the time that its author claims."""
    checks = room.fold.register.checks
    if not checks:
        return None
    ref = max(checks, key=lambda ref: (str(room.fold.memory.act(ref).kept.get("at")), ref))
    answers = [CheckAnswer(party=act.party, entry=str(act.ref), at=text(act.kept.get("at"))) for act in checks[ref]]
    answered = {answer.party for answer in answers}
    return CheckShown(
        entry=str(ref),
        by=ref.party,
        at=text(room.fold.memory.act(ref).kept.get("at")),
        answers=sorted(answers, key=lambda answer: answer.party),
        not_answered_by=[party for party in room.channel.members if party != ref.party and party not in answered],
    )


# ---- fields of entries ----


def text(value: Any) -> str | None:
    """A field that is a text."""
    return value if isinstance(value, str) else None


def texts(fields: Any, name: str) -> dict[str, str]:
    """The texts of a field by language: `text`, `text/en`, `text/ru`; one without a language is `und`."""
    found = {key[len(name) + 1 :]: value for key, value in fields.items() if key.startswith(name + "/") and isinstance(value, str)}
    plain = text(fields.get(name))
    return found if plain is None else {ANY_LANGUAGE: plain, **found}


def source_of(value: Any) -> Source | None:
    """The source that an act names, if it has its form."""
    return Source(kind=value["kind"], ref=value.get("ref")) if forms.source(value) else None


def _paper(room: Room, ref: Ref, value: Any) -> Paper | None:
    if not forms.paper(value):
        return None
    confirmed = room.fold.register.paper.get(ref, set())
    others = [party for party in room.channel.members if party != ref.party]
    return Paper(
        on=value["on"],
        what=value.get("what"),
        confirmed_by=[party for party in others if party in confirmed],
        not_confirmed_by=[party for party in others if party not in confirmed],
    )


def _correction(room: Room, act: Act) -> Correction:
    entry = room.entry(act.ref)
    return Correction(
        entry=str(act.ref),
        party=act.party,
        at=text(act.kept.get("at")),
        fields=texts(entry.fields, "new"),
        reason=text(entry.fields.get("text")),
        destroyed=entry.destroyed,
    )


def _translation(room: Room, act: Act) -> Translation:
    entry = room.entry(act.ref)
    return Translation(
        entry=str(act.ref),
        party=act.party,
        at=text(act.kept.get("at")),
        language=str(act.kept["language"]),
        status=str(act.kept["status"]),
        text=text(entry.fields.get("text")),
        destroyed=entry.destroyed,
    )


def _release(room: Room, act: Act) -> Release:
    kept = act.kept
    return Release(
        entry=str(act.ref),
        party=act.party,
        at=text(kept.get("at")),
        refs=[str(Ref(*item)) for item in kept.get("re", ())],
        fields=list(kept.get("opens", ())),
        sections=list(kept.get("sections", ())),
        about=kept.get("about"),
        starts=kept.get("from"),
        text=text(room.entry(act.ref).fields.get("text")),
    )


def _released(room: Room, key: str, by: list[str]) -> Released:
    """One thing by the key under which the register keeps it: `rus/17`, `rus/17 text`, `section meetings`, or a matter.

    Sections and matters are joint: all members have a say.
    """
    needed: tuple[str, ...] = room.channel.members
    name, _, field = key.partition(" ")
    what = "matter"
    if name == "section":
        what, name, field = "section", field, ""
    else:
        named = [Ref(*item) for act in room.fold.register.release_acts for item in act.kept.get("re", ())]
        found = next((ref for ref in named if str(ref) == name), None)
        if found is not None:
            what, needed = "field" if field else "entry", needed_for(room, found)
    return Released(
        what=what,
        name=name,
        field=field or None,
        released_by=by,
        lacking=[party for party in needed if party not in by],
        starts=_released_from(room, key, needed),
    )


def _released_from(room: Room, key: str, needed: tuple[str, ...]) -> str | None:
    """The moment from which a thing is released: when the last of those who have a say in it lets it go; None if nobody named one."""
    starts: dict[str, str] = {}
    for act in room.fold.register.release_acts:
        if act.party in needed and key in keys_of_release(act):
            start = str(act.kept.get("from", ""))
            starts[act.party] = min(start, starts.get(act.party, start))
    return max(starts.values(), default="") or None
