"""What all reports share: the frame of a page, parties and channels by name, as of which entries, rows that are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from detente.errors import N_
from detente.i18n import Said, Translator, tame
from detente.reports.document import (
    Bar,
    Block,
    Direction,
    Document,
    Line,
    Paragraph,
    Run,
    Table,
    direction_of,
    foreign,
    joined,
    plain,
    runs,
)
from detente.views import phrases, words, words_matters
from detente.views.base import ChannelName, Point
from detente.views.deadlines import ChannelPoints
from detente.views.standing import RequestCount
from detente.views.translated import Translated, translation_for

Members = Mapping[str, Mapping[str, str]]

PAGE, PAGES = "{page}", "{pages}"
"""Where the printer puts the numbers."""

EXERCISE: Final = N_("EXERCISE: nothing here was meant in earnest; its content is supposed.")
ANSWERED: Final = N_("Answered means any final outcome: full, partial, nil, declined or withheld.")
DESTROYED: Final = N_("Its body was destroyed by agreement; its hashes and signatures stand.")


class Place(NamedTuple):
    """Where something was written: the entry, and which paragraph of a translation gives it."""

    channel: str
    entry: str | None
    paragraph: int = 0


class Origin(NamedTuple):
    """Which dialogue a report is of, whether that is an exercise, and the time that the report carries."""

    dialogue: Mapping[str, str]
    exercise: bool
    made_at: str


def frame(
    t: Translator, origin: Origin, *, title: str, kicker: str, subtitle: Line, footer: Line, blocks: Sequence[Block], compact: bool = False
) -> Document:
    """A report around its blocks: the dialogue and the mark of an exercise above, the state below, on every page."""
    direction: Direction = "rtl" if t.direction == "rtl" else "ltr"
    return Document(
        language=t.language,
        direction=direction,
        title=plain(runs(title)),
        kicker=plain(runs(kicker)),
        subtitle=subtitle,
        exercise=plain(runs(t.gettext(EXERCISE))) if origin.exercise else None,
        header=foreign(t.text_of(origin.dialogue)),
        footer=footer,
        page_of=plain(runs(t.gettext(N_("page %(page)s of %(pages)s"), page=Said(PAGE), pages=Said(PAGES)))),
        made_at=origin.made_at,
        blocks=blocks,
        compact=compact,
    )


def party(t: Translator, members: Members, name: str | None, *, strong: bool = False) -> list[Run]:
    """A party by its name."""
    return foreign(phrases.party_name(t, members, name), "strong" if strong else "")


def parties(t: Translator, members: Members, chosen: Iterable[str]) -> list[Run]:
    """Some parties by name, in the order of the language; a dash for none."""
    found = set(chosen)
    comma = "، " if t.language == "ar" else ", "
    return joined((party(t, members, each) for each in in_order(t, members) if each in found), comma) or runs("—")


def in_order(t: Translator, members: Members) -> list[str]:
    """Parties in the alphabetical order of this language."""
    return words.in_order(t, members)


def channel(t: Translator, name: ChannelName) -> list[Run]:
    """A channel by the name that its founder gave it, else by what it is."""
    label = words.word(t, words.CHANNEL_KINDS, name.label) if name.label == name.kind else name.label
    return foreign(t.text_of(name.names, label))


def as_of(t: Translator, name: ChannelName, points: Sequence[Point]) -> list[Run]:
    """As of which entries something holds."""
    return runs(words.as_of_line(t, name, points), "quiet")


def as_of_table(t: Translator, found: Sequence[ChannelPoints]) -> Table:
    """As of which entries of each of some channels."""
    return Table(
        headings=[runs(t.gettext(N_("Channel"))), runs(t.gettext(N_("As of")))],
        rows=[[channel(t, item.channel), as_of(t, item.channel, item.as_of)] for item in found],
        widths=[2, 3],
    )


def more(t: Translator, left_out: int) -> list[Run]:
    """That a list goes on where this one ends; nothing where it does not."""
    return runs(t.ngettext("and %(n)d more", "and %(n)d more", left_out), "quiet") if left_out else []


def count_bar(t: Translator, members: Members, by: str, count: RequestCount, pattern: int) -> Bar:
    """One party's requests in a channel: whose they are and who has answered them, in words and as a bar.

    Args:
        members: of the channel; whoever is not the sender answers.
    """
    others = [party for party in in_order(t, members) if party != by]
    to = phrases.party_name(t, members, others[0]) if len(others) == 1 else t.gettext(N_("the other members"))
    waiting, gone = count.open + count.holding, count.withdrawn + count.crossed
    said = t.ngettext(
        "Of %(n)d request from %(by)s to %(to)s, %(answered)d was answered by %(to)s and %(open)d has no final answer.",
        "Of %(n)d requests from %(by)s to %(to)s, %(answered)d were answered by %(to)s and %(open)d have no final answer.",
        count.sent, by=phrases.party_name(t, members, by), to=to, answered=count.answered, open=waiting,
    )  # fmt: skip
    if gone:
        said += " " + t.ngettext("%(n)d was withdrawn or crossed.", "%(n)d were withdrawn or crossed.", gone)
    return Bar(runs(said), [count.answered, waiting, gone], pattern)


def gist(t: Translator, found: Sequence[Translated], place: Place, text: str | None, most: int | None = None) -> list[Run]:
    """What somebody wrote, whole or in short: in a translation for the reader, marked as such; where there is none, as it was written."""
    better = translation_for(found, place.channel, place.entry, t.language)
    pieces = [] if better is None else better.text.split("\n\n")
    if better is None or place.paragraph >= len(pieces):
        return foreign(text if most is None else phrases.short(text, most))
    piece = pieces[place.paragraph]
    said = foreign(piece if most is None else phrases.short(piece, most), language=better.language)
    return joined([said, runs(f"({words.word(t, words_matters.OWN_TRANSLATIONS, better.status)})", "quiet")], " ")


def translations_of(t: Translator, found: Sequence[Translated], channel: str, entry: str) -> list[Paragraph]:
    """Below what somebody wrote, the translation of it for the reader; nothing where there is none."""
    better = translation_for(found, channel, entry, t.language)
    if better is None:
        return []
    status = words.word(t, words_matters.OWN_TRANSLATIONS, better.status)
    said = N_("Our own translation (%(status)s):") if better.own else N_("Translation (%(status)s):")
    return [Paragraph(runs(t.gettext(said, status=Said(status)), "quiet")), *paragraphs(better.text, better.language)]


def paragraphs(text: str, language: str | None) -> list[Paragraph]:
    """What somebody wrote, in its own language and direction, paragraph by paragraph."""
    found = []
    for piece in re.split(r"\n\s*\n", tame(text).strip()):
        if piece:
            direction = direction_of(piece)
            found.append(Paragraph([Run(piece, language=language)], language, direction))
    return found
