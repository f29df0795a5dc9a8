"""Short phrases that every face says alike: where a request stands, what is due, how far a meeting has come, what a figure is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from detente.errors import N_
from detente.i18n import Said, Translator, tame
from detente.record.text import decode_base64
from detente.views import words, words_matters, words_talks
from detente.views.log import Row
from detente.views.meetings import MeetingRow
from detente.views.proposals import ProposalRow
from detente.views.register import CheckShown
from detente.views.requests import Clock, RequestRow, Side
from detente.views.results import UnderstoodNote
from detente.views.statements import Appearance, FigureShown, StatementRow

Members = Mapping[str, Mapping[str, str]]


def short(text: str | None, most: int = 60) -> str:
    """The beginning of a text in one line."""
    line = " ".join((text or "").split())
    return line if len(line) <= most else line[: most - 1] + "…"


def check_value(digest: str) -> str:
    """The digest of a text (base64) as it stands on paper, so that a reader can compare the two: 64 hexadecimal digits."""
    return decode_base64(digest, 32).hex()


def understood_values(t: Translator, note: UnderstoodNote) -> dict[str, Any]:
    """The values of a sentence on a Word file: of a tracked change the day alone, for Word writes local times as if they were UTC."""
    when = str(note.params.get("when") or "")
    return note.params | ({"when": Said(t.day(when[:10]) if when else "")} if "when" in note.params else {})


def joined(glue: str, parts: Iterable[str]) -> str:
    """Those of some texts that say something, one after the other; what is not finished is tamed."""
    return Said(glue.join(part if isinstance(part, Said) else tame(part) for part in parts if part))


def said_text(t: Translator, row: Row | RequestRow, most: int = 60) -> str:
    """What an entry or a request says, in one line, marked where its author has corrected it."""
    line = short(row.subject, most)
    return t.gettext(N_("%(text)s (corrected)"), text=Said(tame(line))) if row.corrected else line


def details_text(t: Translator, details: Mapping[str, Any], files: Sequence[str], members: Members) -> str:
    """What an act settles and what is attached to it, in one line."""
    said = []
    for name, value in details.items():
        if name == "date" and isinstance(value, Mapping):
            said.append(t.when(value))
        elif name == "time" and isinstance(value, Mapping):
            said.append(t.clock(value))
        elif name == "term" and isinstance(value, Mapping):
            said.append(term_text(t, dict(value)))
        elif name == "host" and isinstance(value, str):
            said.append(t.gettext(N_("Host: %(party)s"), party=Said(party_name(t, members, value))))
        elif isinstance(value, str):
            said.append(tame(value))
    if files:
        said.append(t.ngettext("%(n)d file: %(names)s", "%(n)d files: %(names)s", len(files), names=t.listing(files)))
    return t.listing(map(Said, said))


def party_name(t: Translator, members: Members, party: str | None) -> str:
    """A party by its name alone; a dash for nobody."""
    return t.text_of(members.get(party or ""), party or "—")


# ---- seats ----

_DOES: Final = {
    "read": N_("reads"),
    "draft": N_("drafts requests and answers"),
    "translate": N_("translates"),
    "review": N_("reviews drafts as a lawyer"),
    "release": N_("releases drafts"),
    "seal": N_("seals for the party"),
    "carry": N_("sends and receives"),
    "administer": N_("manages accounts"),
}
"""What one may do, by capability (node/roles.py), as one would say it of somebody."""


def seat_text(t: Translator, may: Collection[str]) -> str:
    """What somebody may do who has these capabilities, and what a visitor might expect in vain."""
    if set(may) == {"read"}:
        return t.gettext(N_("reads only"))
    said = [t.gettext(text) for code, text in _DOES.items() if code in may]
    if "read" not in may:
        said.append(t.gettext(N_("reads nothing of the talks")))
    elif "draft" not in may:
        said.append(t.gettext(N_("drafts and seals nothing")))
    elif "seal" not in may:
        said.append(t.gettext(N_("seals nothing")))
    return t.listing(said)


# ---- requests ----


def status_text(t: Translator, request: RequestRow) -> str:
    """Where a request stands, in one or two words; `disputed` is always by its sender."""
    said = [words.word(t, words.STATUS, request.status)]
    if request.status == "open":
        said = [
            t.gettext(N_("acknowledged"))
            if request.acknowledged
            else t.gettext(N_("received"))
            if request.received
            else t.gettext(N_("sent, no receipt"))
        ]
    if request.disputed:
        said.append(t.gettext(N_("disputed")))
    if request.urgent:
        said.append(t.gettext(N_("urgent")))
    return t.listing(said)


def due_text(t: Translator, request: RequestRow) -> str:
    """When the addressee's next step is due, where the parties have agreed on that."""
    if request.due is not None:
        return t.stamp(request.due)
    return t.gettext(N_("once it is received")) if request.term == "agreed" else t.gettext(N_("no agreed term"))


def side_status(t: Translator, side: Side) -> str:
    """Where a request stands for one of its two parties."""
    if not side.knows:
        return t.gettext(N_("does not know of it"))
    status = words.word(t, words.STATUS, side.status or "")
    said = [t.gettext(N_("acknowledged")) if side.status == "open" and side.acknowledged else status]
    if side.disputed:
        said.append(t.gettext(N_("disputed by the sender")))
    return t.listing(said)


def clock_state(t: Translator, clock: Clock) -> str:
    """What became of one clock of a request."""
    if clock.state == "stopped":
        return t.gettext(N_("stopped by %(entry)s, %(time)s"), entry=clock.stopped_by, time=t.stamp(clock.stopped_at))
    states = {"not_received": N_("not received yet"), "running": N_("running"), "ended": N_("ended: withdrawn")}
    return t.gettext(states[clock.state])


def clock_due(t: Translator, clock: Clock) -> str:
    """When one clock of a request ends, where a term was agreed."""
    if clock.term == "none":
        return t.gettext(N_("no agreed term"))
    if clock.due is None:
        return t.gettext(N_("once it is received")) if clock.state == "not_received" else "—"
    return t.gettext(N_("%(time)s, passed"), time=t.stamp(clock.due)) if clock.passed else t.stamp(clock.due)


# ---- the talks ----


def proposal_state(t: Translator, row: ProposalRow) -> str:
    """What has become of a proposal; one that lacks nothing but a confirmation is never shown as consented."""
    if row.state in {"open", "silence"} and row.unconfirmed and row.waits_for == row.unconfirmed:
        return t.gettext(words_talks.UNCONFIRMED)
    return words.word(t, words_talks.STATES, row.state)


def kind_text(t: Translator, row: Row) -> str:
    """What kind of entry a row is; consent ad referendum is not called consent."""
    return stance_text(t, row.kind, row.how)


def stance_text(t: Translator, kind: str, how: str | None) -> str:
    """The word for a kind of entry, by `how` of a consent; consent ad referendum is not called consent."""
    ad_referendum = kind == "consent" and how == "ad_referendum"
    return t.gettext(N_("consent ad referendum")) if ad_referendum else words.word(t, words.KINDS, kind)


def confirmation_text(t: Translator, row: Row) -> str:
    """That consent ad referendum still waits to be confirmed, and until when; empty for all else."""
    if not row.unconfirmed:
        return ""
    if row.confirm_by is None:
        return t.gettext(N_("awaiting confirmation"))
    return t.gettext(N_("awaiting confirmation by %(day)s"), day=Said(t.day(row.confirm_by)))


def meeting_state(t: Translator, row: MeetingRow) -> str:
    """How far a meeting has come."""
    if row.state == "proposed" and row.unconfirmed:
        return t.gettext(words_talks.UNCONFIRMED)
    said = words.word(t, words_talks.MEETINGS, row.state)
    return said if row.agreed != "consented_not_final" else words.word(t, words_talks.STATES, "consented_not_final")


def meeting_date(t: Translator, row: MeetingRow) -> str:
    """The date of a meeting as far as it is known, with the time of day where there is one."""
    return t.listing(part for part in (t.when(row.date), t.clock(row.time)) if part)


def term_text(t: Translator, value: Mapping[str, int]) -> str:
    """A term in words: {"days":10}, {"hours":48}."""
    if "days" in value:
        return t.ngettext("%(n)d day from proven receipt", "%(n)d days from proven receipt", value["days"])
    return t.ngettext("%(n)d hour from proven receipt", "%(n)d hours from proven receipt", value.get("hours", 0))


# ---- what was said in public ----


def speaker_text(t: Translator, name: str | None, office: str | None, side: str) -> str:
    """A speaker with office and side; without a name: an unnamed one."""
    said = [tame(name) if name else t.gettext(N_("unnamed"))]
    return t.listing([*said, *([tame(office)] if office else []), tame(side)])


def speakers_text(t: Translator, row: StatementRow, members: Members) -> list[str]:
    """Who said it, each with office and side."""
    return [speaker_text(t, speaker.name, speaker.office, party_name(t, members, speaker.side)) for speaker in row.speakers]


def appeared_text(t: Translator, appearances: Sequence[Appearance]) -> str:
    """How often a claim has appeared, where first and when."""
    first = appearances[0]
    where, when = outlet_text(t, first), Said(t.when(first.said_on))
    if where and not _is_open(first.said_on):
        return t.ngettext(
            "appeared %(n)d time, first on %(date)s: %(outlet)s", "appeared %(n)d times, first on %(date)s: %(outlet)s", len(appearances),
            date=when, outlet=Said(where),
        )  # fmt: skip
    if _is_open(first.said_on):
        return t.ngettext("appeared %(n)d time", "appeared %(n)d times", len(appearances))
    return t.ngettext(
        "appeared %(n)d time, first on %(date)s", "appeared %(n)d times, first on %(date)s", len(appearances), date=when
    )  # fmt: skip


def outlet_text(t: Translator, appearance: Appearance) -> str:
    """Through whom an appearance is known, nearest first; else its source; else nothing."""
    through = appearance.according_to
    if not through and appearance.source is not None and appearance.source.ref:
        through = [appearance.source.ref]
    return " ← ".join(t.isolate(tame(part)) for part in through)


def _is_open(when: Mapping[str, Any]) -> bool:
    return "open" in when


class Figured(NamedTuple):
    """A figure as a statement carries it, before it is held against anything."""

    what: str
    by: str | None
    to: str | None
    of: str | None
    number: int | None
    qualifier: str
    starts: str | None
    until: str | None


def figure_text(t: Translator, item: Mapping[str, Any], members: Members) -> str:
    """A figure as a statement carries it, in words: sent by North to South: about 10."""
    figure = Figured(
        str(item["what"]), item.get("by"), item.get("to"), item.get("of"), item.get("number"), str(item["qualifier"]), item.get("from"),
        item.get("until"),
    )  # fmt: skip
    return Said(f"{figure_about(t, figure, members)}: {number_text(t, figure)}")


def figure_about(t: Translator, figure: FigureShown | Figured, members: Members) -> str:
    """What a figure is about, in words, with its period."""
    said = figure_what(t, figure, members)
    if not figure.starts and not figure.until:
        return said
    return t.listing([Said(said), Said(f"{t.day(figure.starts)} – {t.day(figure.until)}")])


def figure_what(t: Translator, figure: FigureShown | Figured, members: Members) -> str:
    """What a figure is about, whatever its period."""
    if figure.what == "sent":
        said = t.gettext(N_("sent by %(by)s to %(to)s"), by=party_name(t, members, figure.by), to=party_name(t, members, figure.to))
    elif figure.what == "answered":
        said = t.gettext(
            N_("answered by %(by)s, of those of %(to)s"), by=party_name(t, members, figure.by), to=party_name(t, members, figure.to)
        )
    else:
        said = tame(figure.what)
    return t.listing([Said(said), *([tame(figure.of)] if figure.of else [])])


def number_text(t: Translator, figure: FigureShown | Figured) -> str:
    """How many were said to be: about 10, over 40, most."""
    if figure.number is None:
        return words.word(t, words_matters.SHARES, figure.qualifier)
    form = words_matters.QUALIFIERS.get(figure.qualifier)
    if form is None:  # a share with a number: most, 30
        return t.listing([words.word(t, words_matters.SHARES, figure.qualifier), Said(t.number(figure.number))])
    return t.gettext(form, number=Said(t.number(figure.number)))


def counted_text(t: Translator, figure: FigureShown) -> str:
    """What the record counted for a figure on the day on which it was said; and what it counts now, where that differs."""
    then, now = _count_text(t, figure.counted, figure.whole), _count_text(t, figure.counted_now, figure.whole_now)
    if (figure.counted, figure.whole) == (figure.counted_now, figure.whole_now):
        return then
    return t.gettext(N_("%(then)s on that day; %(now)s now"), then=then, now=now)


def _count_text(t: Translator, counted: int | None, whole: int | None) -> str:
    if counted is None:
        return "—"
    return t.number(counted) if whole is None else t.gettext(N_("%(number)d of %(whole)d"), number=counted, whole=whole)


def compared_text(t: Translator, figure: FigureShown) -> str:
    """How a figure and the count of the record compare, and why that cannot be told where it cannot."""
    verdict = words.word(t, words_matters.COMPARED, figure.verdict)
    return verdict if figure.reason is None else f"{verdict}: {words.word(t, words_matters.WHY, figure.reason)}"


# ---- channels ----


def received_text(t: Translator, received: int, of: int) -> str:
    """How much of ours another member has received."""
    if not of:
        return t.gettext(N_("nothing was sent"))
    if received >= of:
        return t.gettext(N_("all"))
    if not received:
        return t.gettext(N_("no receipt yet"))
    return t.gettext(N_("up to entry %(received)s of %(last)s"), received=str(received - 1), last=str(of - 1))


def check_text(t: Translator, check: CheckShown, members: Members) -> str:
    """A communications check in one sentence."""
    by = words.who(t, members.get(check.by), check.by)
    if not check.not_answered_by:
        last = max((answer.at or "" for answer in check.answers), default="")
        return t.gettext(
            N_("Last communications check: by %(party)s, %(time)s; answered %(last)s."),
            party=by,
            time=Said(t.time(check.at)),
            last=Said(t.time(last)),
        )
    return t.gettext(
        N_("Last communications check: by %(party)s, %(time)s; not answered yet by %(others)s."),
        party=by,
        time=Said(t.time(check.at)),
        others=Said(words.everyone(t, members, check.not_answered_by)),
    )
