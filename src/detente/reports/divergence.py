"""Two copies of the record side by side, by entry numbers alone: for the meeting table."""

from __future__ import annotations

from typing import Final

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import Block, Bullets, Document, Heading, Line, Look, Paragraph, Table, joined, mono, runs
from detente.views import words
from detente.views.divergence import ChannelCompared, Divergence, LogCompared, State

_STATES: Final[dict[State, str]] = {
    "same": N_("the same"),
    "we_lack": N_("ours ends earlier"),
    "they_lack": N_("yours ends earlier"),
    "parted": N_("two versions"),
    "only_here": N_("not in yours"),
    "only_there": N_("not in ours"),
}
_LOOKS: Final[dict[State, Look]] = {"same": "good", "parted": "warn"}


def divergence_document(view: Divergence, t: Translator) -> Document:
    """The whole comparison."""
    us, them = (parts.party(t, view.names, party) for party in (view.us, view.them))
    blocks: list[Block] = [Paragraph(runs(_summary(view, t), "strong"))]
    for channel in view.channels:
        blocks += [Heading(parts.channel(t, channel.channel)), _table(channel, t), *_partings(channel, t)]
    blocks += _beside(view, t)
    blocks += [
        Heading(runs(t.gettext(N_("What to do next")))),
        Bullets([(runs(text), mono(command) if command else []) for text, command in _next(view, t)]),
    ]
    whose = t.gettext(N_("ours: %(us)s, yours: %(them)s"), us=_name(us), them=_name(them))
    taken = t.gettext(N_("ours of %(ours)s, yours of %(theirs)s"), ours=Said(t.time(view.at)), theirs=Said(t.time(view.their_time)))
    return parts.frame(
        t,
        parts.Origin(view.dialogue, view.exercise, view.at),
        title=t.gettext(N_("Two copies compared, by entry numbers")),
        kicker=t.gettext(N_("Two copies")),
        subtitle=joined([runs(whose), runs(taken, "quiet")]),
        footer=joined([runs(t.gettext(N_("Numbers and digests only; nothing of what stands in an entry."))), runs(taken)]),
        blocks=blocks,
    )  # fmt: skip


def _name(line: Line) -> str:
    return "".join(run.text for run in line)


def _summary(view: Divergence, t: Translator) -> str:
    logs = [log for channel in view.channels for log in channel.logs]
    parted = sum(log.state == "parted" for log in logs)
    if parted:
        return t.ngettext(
            "%(n)d log stands in two versions: both were signed by its party, or one copy is damaged.",
            "%(n)d logs stand in two versions: both were signed by their party, or one copy is damaged.", parted,
        )  # fmt: skip
    if all(log.state == "same" for log in logs) and not (view.not_here or view.not_there):
        return t.gettext(N_("Both copies are the same to the last entry."))
    return t.gettext(N_("As far as both copies go they are the same; one ends earlier than the other."))


def _table(channel: ChannelCompared, t: Translator) -> Table:
    headings = (
        N_("Log"),
        N_("Our copy"),
        N_("Your copy"),
        N_("Check of ours"),
        N_("Check of yours"),
        N_("The first so many alike"),
        N_("State"),
    )
    return Table(
        headings=[runs(t.gettext(text)) for text in headings],
        rows=[
            [
                runs(words.of_generation(t, log.party, log.generation)), runs(t.number(log.ours)), runs(t.number(log.theirs)),
                _check(log.our_check), _check(log.their_check), runs(t.number(log.common)),
                runs(t.gettext(_STATES[log.state]), _LOOKS.get(log.state, "")),
            ]
            for log in channel.logs
        ],
        widths=[3, 2, 2, 3, 3, 2, 3],
        numbers=frozenset({1, 2, 5}),
    )  # fmt: skip


def _check(text: str | None) -> Line:
    return mono("—" if text is None else f"{text[:4]} {text[4:]}")


def _partings(channel: ChannelCompared, t: Translator) -> list[Block]:
    """For each log in two versions: up to which entry they agree, the first that differs, and where each ends."""
    found: list[Block] = []
    for log in channel.logs:
        if log.parts_at is not None:
            found += [Heading(runs(words.of_generation(t, log.party, log.generation)), 2), _parting(log, log.parts_at, t)]
    return found


def _parting(log: LogCompared, at: int, t: Translator) -> Table:
    def entries(first: int, last: int) -> Line:
        return mono(f"{first}–{last}") if last > first else mono(str(first)) if last == first else runs("—")

    rows: list[list[Line]] = [] if at == 0 else [[runs(t.gettext(N_("the same"))), entries(0, at - 1), entries(0, at - 1)]]
    rows.append([runs(t.gettext(N_("the first that differs")), "warn"), _entry(at, log.ours), _entry(at, log.theirs)])
    rows.append([runs(t.gettext(N_("after it"))), entries(at + 1, log.ours - 1), entries(at + 1, log.theirs - 1)])
    headings = N_("Entries"), N_("Our copy"), N_("Your copy")
    return Table(headings=[runs(t.gettext(text)) for text in headings], rows=rows, widths=[2, 1, 1])


def _entry(at: int, held: int) -> Line:
    return mono(str(at)) if at < held else runs("—")


def _ref(channel: ChannelCompared, log: LogCompared) -> str:
    """The first entry that differs, or our last one where ours ends before it."""
    number = min(log.parts_at or 0, max(0, log.ours - 1))
    return f"{channel.channel.label}:{log.party}{f'.{log.generation}' if log.generation else ''}/{number}"


def _beside(view: Divergence, t: Translator) -> list[Block]:
    rows: list[tuple[Line, Line]] = []
    if view.not_here:
        text = t.ngettext("%(n)d channel in your file is not known here.", "%(n)d channels in your file are not known here.", view.not_here)
        rows.append((runs(text), []))
    if view.not_there:
        rows.append((runs(t.gettext(N_("Not in your file: %(channels)s."), channels=t.listing(view.not_there))), []))
    return [Bullets(rows)] if rows else []


def _next(view: Divergence, t: Translator) -> list[tuple[str, str]]:
    """What follows, each with its command or none."""
    found: list[tuple[str, str]] = []
    states = {log.state for channel in view.channels for log in channel.logs}
    parted = [(channel, log) for channel in view.channels for log in channel.logs if log.state == "parted"]
    for channel, log in parted:
        if log.party == view.us:
            text = N_(
                "The log is ours: nobody seals. Look at our version from entry %(entry)d on, and find out who sealed the other:"
                " a second copy of the node, a backup that was put back, or somebody who has the key."
            )
        else:
            text = N_(
                "The log is not ours: answer nothing in it. Look at our version from entry %(entry)d on, and bring both"
                " versions together by a courier: the node then holds the proof."
            )
        found.append((t.gettext(text, entry=log.parts_at), f"detente log {_ref(channel, log)}"))
    if parted:
        found.append(
            (
                t.gettext(N_("Once both versions are here, the contradiction is listed with what can be shown to others.")),
                "detente contradictions",
            )
        )
    if states & {"we_lack", "only_there"} or view.not_here:
        found.append(
            (t.gettext(N_("Ours ends earlier: take what the couriers have, or let the other side hand its folder over.")), "detente sync")
        )
    if states & {"they_lack", "only_here"} or view.not_there:
        found.append(
            (
                t.gettext(
                    N_("Yours ends earlier: the other side takes what its couriers have; what we sent goes again until its receipt comes.")
                ),
                "detente outbox",
            )
        )
    if not found:
        found.append((t.gettext(N_("Nothing: what each can prove to others, the other can too.")), ""))
    found.append((t.gettext(N_("This file is not signed: it shows where to look, and proves nothing.")), ""))
    return found
