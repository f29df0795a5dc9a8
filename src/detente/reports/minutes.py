"""The minutes of a meeting: every point with the wording that all have agreed to, or with each side's own beside the other's."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import Block, Bullets, Columns, Document, Facts, Heading, Line, Paragraph, Table, foreign, joined, mono, runs
from detente.reports.parts import Place
from detente.views import phrases, words, words_talks
from detente.views.meetings import MeetingView, PointRow
from detente.views.proposals import ProposalRow
from detente.views.translated import Translated

_STANDING = frozenset({"open", "silence", "objected"})
"""States of a draft that still stands and was not agreed to."""

_SIDE_BY_SIDE = 3
"""More columns than these cannot be read on A4."""


def minutes_document(view: MeetingView, t: Translator, made_at: str, translations: Sequence[Translated] = ()) -> Document:
    """The minutes as a report; `translations`: of what arranged the meeting."""
    name, row = view.channel, view.meeting
    agreed = sum(point.agreed is not None for point in view.minutes)
    state = t.ngettext("%(agreed)d of %(n)d point agreed", "%(agreed)d of %(n)d points agreed", len(view.minutes), agreed=agreed)
    meeting = words_talks.matter(t, row.slot)
    return parts.frame(
        t,
        parts.Origin(name.dialogue_names, name.exercise, made_at),
        title=t.gettext(N_("Minutes: %(meeting)s"), meeting=Said(meeting)),
        kicker=t.gettext(N_("Minutes")),
        subtitle=joined([parts.channel(t, name), runs(state), parts.as_of(t, name, view.as_of)]),
        footer=joined([runs(meeting), runs(state), mono(row.entry) if row.entry else []]),
        blocks=[*_meeting(view, t, translations), *_agenda(view, t), *_points(view, t)],
    )


def _meeting(view: MeetingView, t: Translator, translations: Sequence[Translated]) -> list[Block]:
    name, members, row = view.channel, view.channel.members, view.meeting
    facts: list[tuple[Line, Line]] = [(runs(t.gettext(N_("State"))), runs(phrases.meeting_state(t, row)))]
    facts.append((runs(t.gettext(N_("Date"))), runs(t.when(row.held_on) if row.held_on else phrases.meeting_date(t, row))))
    for paragraph, (label, value) in enumerate(((N_("Subject"), row.subject), (N_("Venue"), row.venue))):
        if value:
            facts.append((runs(t.gettext(label)), parts.gist(t, translations, Place(name.label, row.entry, paragraph), value)))
    if row.place:
        facts.append((runs(t.gettext(N_("Place"))), foreign(row.place)))
    if row.host is not None:
        facts.append((runs(t.gettext(N_("Host"))), parts.party(t, members, row.host)))
    if row.held_by:
        facts.append((runs(t.gettext(N_("Reported as held by"))), parts.parties(t, members, row.held_by)))
    order = parts.in_order(t, members)
    for delegation in sorted(view.delegations, key=lambda each: order.index(each.party)):
        people = [delegation.head, *delegation.alternates, *delegation.delegates]
        named = joined([foreign(person.name or person.id) for person in people], "، " if t.language == "ar" else ", ")
        facts.append((joined([runs(t.gettext(N_("Delegation"))), parts.party(t, members, delegation.party)]), named))
    return [Facts(facts)]


def _agenda(view: MeetingView, t: Translator) -> list[Block]:
    if view.agenda is None:
        return []
    return [Heading(runs(t.gettext(N_("Agenda")))), *_point(view, view.agenda, t)]


def _points(view: MeetingView, t: Translator) -> list[Block]:
    if not view.minutes:
        return [Heading(runs(t.gettext(N_("Minutes")))), Paragraph(runs(t.gettext(N_("No point was drafted."))))]
    found: list[Block] = []
    for point in view.minutes:
        said = runs(t.gettext(N_("agreed")), "good") if point.agreed is not None else runs(t.gettext(N_("not agreed")), "warn")
        found.append(Heading(joined([runs(t.gettext(N_("Point %(point)s"), point=point.point)), said])))
        found += _point(view, point, t)
    return found


def _point(view: MeetingView, point: PointRow, t: Translator) -> list[Block]:
    """A point as agreed; else each side's drafts that still stand, side by side."""
    members = view.channel.members
    found: list[Block] = []
    if point.agreed is not None:
        found += [*body(point.agreed, t), Paragraph(_standing(point.agreed, t)), voices(point.agreed, members, t)]
    drafts = [draft for draft in point.drafts if draft.state in _STANDING]
    order = parts.in_order(t, members)
    drafts.sort(key=lambda draft: order.index(draft.by))
    columns = [[Heading(parts.party(t, members, draft.by), 2), *body(draft, t), Paragraph(_standing(draft, t))] for draft in drafts]
    if 1 < len(columns) <= _SIDE_BY_SIDE:
        found.append(Columns(columns))
    else:
        found += [block for column in columns for block in column]
    found += [voices(draft, members, t) for draft in drafts]
    if not found:
        found.append(Paragraph(runs(t.gettext(N_("No draft stands.")))))
    return found


def body(row: ProposalRow, t: Translator) -> list[Block]:
    """What a draft says, in each language in which it says it."""
    if row.destroyed:
        return [Paragraph(runs(t.gettext(parts.DESTROYED), "quiet"))]
    found: list[Block] = []
    for name, value in sorted(row.content.items(), key=lambda item: (not item[0].endswith("/" + t.language), item[0])):
        first, _, language = name.partition("/")
        if first == "agenda" and isinstance(value, list):
            found.append(Bullets([(foreign(str(item)), []) for item in value]))
        elif first in {"agenda", "text"} and isinstance(value, str):
            found += parts.paragraphs(value, language or None)
    return found


def voices(row: ProposalRow, members: parts.Members, t: Translator) -> Table:
    """How each party stands to a draft, and by which entry."""
    order = parts.in_order(t, members)
    rows: list[list[Line]] = []
    for voice in sorted(row.voices, key=lambda voice: order.index(voice.party)):
        word = t.gettext(N_("has not spoken")) if voice.word is None else words.word(t, words_talks.VOICES, voice.word)
        said = t.gettext(N_("%(voice)s; by %(day)s"), voice=Said(word), day=Said(t.day(voice.until))) if voice.until else word
        entry = joined([mono(voice.entry), runs(t.time(voice.at))]) if voice.entry else []
        rows.append([parts.party(t, members, voice.party), joined([runs(said), foreign(voice.text)]), entry])
    headings = [t.gettext(N_("Party")), t.gettext(N_("How it stands to %(ref)s"), ref=row.ref), t.gettext(N_("Entry (time as claimed)"))]
    return Table(headings=[runs(text) for text in headings], rows=rows, widths=[3, 4, 5])


def _standing(row: ProposalRow, t: Translator) -> Line:
    return joined([mono(row.ref), runs(words.word(t, words_talks.STATES, row.state), "quiet"), runs(t.time(row.at), "quiet")])
