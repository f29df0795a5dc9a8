# ruff: noqa: D103 - render_x renders the view x
"""The talks over time, for people."""

from __future__ import annotations

from detente.cli.render_requests import in_channel
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said
from detente.views import phrases, words, words_matters, words_talks
from detente.views.contacts import ContactsView
from detente.views.tallies import TalliesView, series_of, turns
from detente.views.timeline import Event, TimelineView

_LAST = 12
"""Points of a series that a terminal shows, of those at which a number changed."""


def render_tallies(s: Session, view: TalliesView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    s.say(N_("By the days that authors claim; each number is a sum up to the end of that day."))
    order = words.in_order(t, members)
    for tally in sorted(view.parties, key=lambda tally: order.index(tally.party)):
        s.head(N_("Requests of %(party)s"), party=words.who(t, members[tally.party], tally.party))
        series = series_of(tally)
        rows = list(zip(*series.values(), strict=True))
        shown = [N_("Until"), *(words.SERIES[name] for name in series)]
        s.table(
            shown,
            [[t.day(view.days[place]), *map(t.number, rows[place])] for place in turns(tally)[-_LAST:]],
            numbers=range(1, len(shown)),
        )
    s.head(N_("How old what is open now is"))
    s.table(
        [N_("Party"), N_("Whose"), *words.AGES.values()],
        [
            [t.text_of(members[ages.party], ages.party), t.gettext(whose), *(t.number(number) for number in numbers.values())]
            for ages in sorted(view.ages, key=lambda ages: order.index(ages.party))
            for whose, numbers in ((N_("its own requests"), ages.sent), (N_("to be answered by it"), ages.to_answer))
        ],
        numbers=range(2, 6),
    )
    if view.said:
        s.head(N_("Said in public about these requests"))
        s.table(
            [N_("Said on"), N_("By"), N_("Figures"), N_("Beside the record"), N_("Statement")],
            [
                [
                    t.when(row.said_on),
                    Said("; ".join(phrases.speakers_text(t, row, members))),
                    Said("; ".join(f"{phrases.figure_about(t, f, members)}: {phrases.number_text(t, f)}" for f in row.figures)),
                    "" if row.verdict is None else words.word(t, words_matters.COMPARED, row.verdict),
                    in_channel(row.channel, row.ref),
                ]
                for row in view.said
            ],
        )
    s.line()
    s.next("requests")


def render_timeline(s: Session, view: TimelineView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.events:
        s.say(N_("Nothing here has a date yet."))
        return
    s.table(
        [N_("Date"), N_("What"), N_("Of"), N_("About"), N_("Entry")],
        [
            [
                t.when(event.date) + (" *" if event.by_claim else ""),
                t.gettext(words_talks.EVENTS[event.kind]),
                "" if event.party is None else t.text_of(members.get(event.party), event.party),
                _about(s, event),
                event.refs[0] if event.refs else "",
            ]
            for event in view.events
        ],
        whole={4},
    )
    if any(event.by_claim for event in view.events):
        s.say(N_("* No date of its own: the day on which its author claims to have written it."))


def _about(s: Session, event: Event) -> str:
    """What an event is about, in one line."""
    parts = [s.t.text_of(event.names) or (words_talks.matter(s.t, event.slot) if event.slot else "")]
    if event.kind == "assessment" and event.state is not None:
        parts.append(words.word(s.t, words_matters.MOVEMENTS, event.state))
    elif event.kind == "meeting" and event.state is not None:
        parts.append(words.word(s.t, words_talks.MEETINGS, event.state))
    if event.text:
        parts.append(phrases.short(event.text))
    return phrases.joined(": ", parts)


def render_contacts_now(s: Session, view: ContactsView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words.channel_title(t, view.channel), style="bold")
    s.text(words.as_of_line(t, view.channel, view.as_of))
    order = words.in_order(t, members)
    rows = sorted(view.contacts, key=lambda row: order.index(row.party))
    if rows:
        s.table(
            [N_("Party"), N_("Contact"), N_("Address"), N_("Languages"), N_("Time there"), N_("Valid until"), N_("Entry")],
            [
                [
                    t.text_of(members.get(row.party), row.party),
                    words.word(t, words_talks.CONTACTS, row.contact),
                    row.address or "",
                    t.listing(Said(t.language_name(code)) for code in row.languages),
                    "" if row.local_time is None else row.local_time[11:],
                    "" if row.until is None else t.day(row.until),
                    row.entry,
                ]
                for row in rows
            ],
            whole={6},
        )
    if view.none_of:
        s.say(N_("No contact is valid today of: %(parties)s"), parties=Said(words.everyone(t, members, view.none_of)))
    s.next("contacts list")
