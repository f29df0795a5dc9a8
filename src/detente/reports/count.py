"""The count of a channel: every party's numbers, as of which acts, under which rule, and who has signed the same."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts, pictures
from detente.reports.document import (
    Bars,
    Block,
    Columns,
    Document,
    Drawn,
    Facts,
    Heading,
    Line,
    Paragraph,
    Table,
    joined,
    mono,
    runs,
)
from detente.reports.parts import Place
from detente.views import phrases, words
from detente.views.dictated import spoken
from detente.views.requests import RequestRow
from detente.views.standing import StandingView
from detente.views.tallies import TalliesView
from detente.views.translated import Translated

_MOST_REQUESTS = 60
"""How many requests are listed by name, on two pages or so; the numbers above them are of all."""

_LETTERS = 60
"""Characters of what a request is about: one line of its cell, or two."""

_SPOKEN_GROUP = 4
"""Words between two pauses at the telephone."""

_INDENTED = frozenset({"full", "partial", "nil", "declined", "withheld"})
"""The outcomes that together are `answered`."""


def count_document(
    view: StandingView, t: Translator, made_at: str, tallies: TalliesView | None = None, translations: Sequence[Translated] = ()
) -> Document:
    """The count as a report.

    Args:
        tallies: the requests of the same channel over time, to be drawn.
        translations: of the requests that are listed.
    """
    name = view.channel
    state = t.gettext(N_("signed by all members")) if view.agreed else t.gettext(N_("not signed by all members"))
    return parts.frame(
        t,
        parts.Origin(name.dialogue_names, name.exercise, made_at),
        title=t.gettext(N_("Agreed count")) if view.agreed else t.gettext(N_("Count of a channel")),
        kicker=t.gettext(N_("Count")),
        subtitle=joined([parts.channel(t, name), runs(state, "good" if view.agreed else "warn")]),
        footer=joined([runs(state), mono(view.digest)]),
        blocks=[
            *_requests(view, t), *_lists(view, t), *_signatures(view, t), *_basis(view, t),
            *([] if tallies is None else _over_time(tallies, t)), *_items(view, t, translations),
        ],
    )  # fmt: skip


def _requests(view: StandingView, t: Translator) -> list[Block]:
    members = view.channel.members
    order = [party for party in parts.in_order(t, members) if party in view.requests]
    sent = [party for party in order if view.requests[party].sent]
    bars = [parts.count_bar(t, members, party, view.requests[party], place % 2) for place, party in enumerate(order) if party in sent]
    rows: list[list[Line]] = [
        [runs(t.gettext(N_("Sent")), "strong"), *(runs(t.number(view.requests[party].sent), "strong") for party in order)],
        [runs(t.gettext(N_("Answered")), "strong"), *(runs(t.number(view.requests[party].answered), "strong") for party in order)],
    ]
    for column, title in words.COLUMNS.items():
        word = runs(("\u2003" if column in _INDENTED else "") + t.gettext(title))
        rows.append([word, *(runs(t.number(getattr(view.requests[party], column))) for party in order)])
    return [
        Heading(runs(t.gettext(N_("Requests")))),
        *([Bars(bars)] if bars else []),
        Table(
            headings=[runs(t.gettext(N_("Requests of"))), *(parts.party(t, members, party) for party in order)],
            rows=rows,
            widths=[3, *(2 for _ in order)],
            numbers=frozenset(range(1, len(order) + 1)),
        ),
        Paragraph(runs(t.gettext(N_("Counted by the rule %(rule)s."), rule=view.rule) + " " + t.gettext(parts.ANSWERED), "quiet")),
    ]


def _lists(view: StandingView, t: Translator) -> list[Block]:
    rows: list[list[Line]] = []
    for name, count in view.lists.items():
        what, _, party = name.partition("/")
        states = [
            Said(f"{words.word(t, words.LIST_STATES, state)}: {t.number(number)}") for state, number in count.states.items() if number
        ]
        if states:
            title = joined([runs(words.word(t, words.LISTS, what)), parts.party(t, view.channel.members, party) if party else []])
            rows.append([title, runs(t.listing(states))])
    if not rows:
        return []
    headings = [runs(t.gettext(N_("Also counted"))), runs(t.gettext(N_("In which state")))]
    return [Heading(runs(t.gettext(N_("Also counted")))), Table(headings=headings, rows=rows, widths=[2, 3])]


def _signatures(view: StandingView, t: Translator) -> list[Block]:
    members = view.channel.members
    signed = {item.party: item for item in view.signed_by}
    rows: list[list[Line]] = []
    for party in parts.in_order(t, members):
        item = signed.get(party)
        if item is None:
            rows.append([parts.party(t, members, party), runs(t.gettext(N_("not signed")), "warn"), [], []])
            continue
        said = runs(t.gettext(N_("signed another count")), "warn") if item.differs else runs(t.gettext(N_("signed")), "good")
        witnesses = [
            runs(t.gettext(N_("%(witness)s, not later than %(time)s"), witness=each.by, time=Said(t.time(each.at))))
            for each in view.countersigned
            if each.party == party
        ]
        rows.append(
            [
                parts.party(t, members, party),
                said,
                joined([mono(item.entry), runs(t.time(item.at))]),
                joined(witnesses, "; ") or runs(t.gettext(N_("no countersignature is held here")), "quiet"),
            ]
        )
    headings = (N_("Party"), N_("Signature"), N_("By its seal (time as claimed)"), N_("Countersigned by"))
    return [
        Heading(runs(t.gettext(N_("Who has signed this very count")))),
        Table(headings=[runs(t.gettext(text)) for text in headings], rows=rows, widths=[3, 2, 3, 4]),
        Paragraph(runs(t.gettext(N_("It shows who signed what, not that what was signed is true. Later acts may exist.")), "quiet")),
    ]


def _basis(view: StandingView, t: Translator) -> list[Block]:
    members = view.channel.members
    order = parts.in_order(t, members)
    rows: list[list[Line]] = [
        [
            parts.party(t, members, row.party),
            runs(t.number(row.acts)),
            mono(f"{row.party}{f'.{row.generation}' if row.generation else ''}/{row.size - 1}") if row.size else runs("—"),
        ]
        for row in sorted(view.as_of, key=lambda row: (order.index(row.party), row.generation))
    ]
    return [
        Heading(runs(t.gettext(N_("As of")))),
        Table(
            headings=[runs(t.gettext(text)) for text in (N_("Party"), N_("Acts counted"), N_("Up to entry"))],
            rows=rows,
            widths=[3, 1, 2],
            numbers=frozenset({1}),
        ),
        Facts(
            [
                (runs(t.gettext(N_("Digest of the count"))), mono(view.digest)),
                (runs(t.gettext(N_("Digest of what was counted"))), mono(view.cut)),
                (runs(t.gettext(N_("Charter"))), mono(view.channel.dialogue)),
            ]
        ),
        *_in_words(view, t),
    ]


def _in_words(view: StandingView, t: Translator) -> list[Block]:
    """The digest of the count as words for the telephone, read down the columns."""
    said_words = [*enumerate(spoken(view.digest, t.language), 1)]
    columns = [said_words[start : start + _SPOKEN_GROUP] for start in range(0, len(said_words), _SPOKEN_GROUP)]
    titles = [runs(t.gettext(N_("Words %(first)d to %(last)d"), first=each[0][0], last=each[-1][0])) for each in columns[:-1]]
    rows: list[list[Line]] = [
        [runs(f"{t.number(column[row][0])}. {column[row][1]}") if row < len(column) else [] for column in columns]
        for row in range(_SPOKEN_GROUP)
    ]
    said = N_(
        "Read the words to each other, column by column. "
        "The last one is the check: it notices any wrong word, and any two that changed places."
    )
    return [
        Heading(runs(t.gettext(N_("The digest of the count in words, for the telephone")))),
        Table(headings=[*titles, runs(t.gettext(N_("Check word")))], rows=rows, widths=[1] * len(columns)),
        Paragraph(runs(t.gettext(said), "quiet")),
    ]


def _over_time(view: TalliesView, t: Translator) -> list[Block]:
    """Each party's requests over time and how old what is open is, two parties beside each other."""
    members = view.channel.members
    columns = [column for party in parts.in_order(t, members) if (column := _pictures(view, party, t))]
    if not columns:
        return []
    said = N_("By the days that authors claim, over everything held here; that may be more than what was counted above.")
    return [
        Heading(runs(t.gettext(N_("Requests over time")))),
        *(Columns([*columns[place : place + 2], []][:2]) for place in range(0, len(columns), 2)),
        Paragraph(joined([runs(t.gettext(said), "quiet"), parts.as_of(t, view.channel, view.as_of)], " ")),
    ]


def _pictures(view: TalliesView, party: str, t: Translator) -> list[Block]:
    """What there is to draw of one party."""
    hue = pictures.hue_of(view.channel.members, party)
    name = phrases.party_name(t, view.channel.members, party)
    found: list[Block] = []
    for picture, title in (
        (pictures.over_time(view, party, t, hue), t.gettext(N_("Requests of %(party)s"), party=name)),
        (pictures.ages(view, party, t, hue), t.gettext(N_("How old what is open now is"))),
    ):
        if picture is not None:
            found += [Heading(runs(title), 2), Drawn(pictures.svg(picture), picture.said)]
    return found


def _items(view: StandingView, t: Translator, translations: Sequence[Translated]) -> list[Block]:
    if not view.items:
        return []
    members = view.channel.members

    def about(row: RequestRow) -> Line:
        return parts.gist(t, translations, Place(view.channel.label, row.ref), row.subject, _LETTERS)

    shown = view.items[:_MOST_REQUESTS]
    left = parts.more(t, len(view.items) - len(shown))
    return [
        Heading(runs(t.gettext(N_("What was counted")))),
        Table(
            headings=[runs(t.gettext(text)) for text in (N_("Request"), N_("To"), N_("Status"), N_("About"))],
            rows=[[mono(r.ref), parts.party(t, members, r.to), runs(phrases.status_text(t, r)), about(r)] for r in shown],
            widths=[2, 4, 3, 6],
        ),
        *([Paragraph(left)] if left else []),
    ]
