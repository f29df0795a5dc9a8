# ruff: noqa: D103 - render_x renders the view x
"""Requests for people: lists, and one with each side's view, its clocks, and everything that refers to it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.cli.render_fields import show_attachments, show_fields
from detente.cli.render_register import show_about
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_matters

if TYPE_CHECKING:
    from detente.cli.session import Session
    from detente.views.proposals import ProposalRow
    from detente.views.requests import Clock, RequestRow, RequestsView, RequestView, Side, Step

Members = Mapping[str, Mapping[str, str]]


def full_ref(row: RequestRow | ProposalRow) -> str:
    """A request or a proposal as commands take it from anywhere."""
    return in_channel(row.channel, row.ref)


def in_channel(label: str, ref: str) -> str:
    """An entry as commands take it from anywhere."""
    return ref if label == "plenary" else f"{label}:{ref}"


def typed(label: str, ref: str) -> str:
    """The same in a command line, quoted where a shell needs it."""
    return shlex.quote(in_channel(label, ref))


def channel_option(label: str) -> str:
    """The option that names a channel, where that is not the plenary."""
    return "" if label == "plenary" else f" --channel {shlex.quote(label)}"


def render_requests(s: Session, view: RequestsView) -> None:
    t = s.t
    s.exercise(on=view.exercise)
    if not any(channel.requests for channel in view.channels):
        s.say(N_("There are no such requests."))
    for channel in view.channels:
        members = channel.channel.members
        s.line()
        s.out.rule(words.channel_title(t, channel.channel), align="left", style="dim", characters="─")
        s.text(words.as_of_line(t, channel.channel, channel.as_of))
        if channel.requests:
            s.table(
                [N_("Request"), N_("No."), N_("To"), N_("Status"), N_("Whose move"), N_("Due"), N_("Content")],
                [
                    [
                        full_ref(row),
                        t.number(row.number),
                        t.text_of(members.get(row.to), row.to),
                        phrases.status_text(t, row),
                        t.text_of(members.get(row.move or ""), row.move or "—"),
                        phrases.due_text(t, row) if row.move == row.to else "",
                        phrases.said_text(t, row),
                    ]
                    for row in channel.requests
                ],
                numbers={1},
            )
    if view.left_out:
        s.text(t.ngettext("%(n)d other request is not listed.", "%(n)d other requests are not listed.", view.left_out))
    ours = [row for channel in view.channels for row in channel.requests if row.move == view.party]
    if ours:
        s.next(f"show {typed(ours[0].channel, ours[0].ref)}")


def render_request(s: Session, view: RequestView) -> None:
    t, members, request = s.t, view.channel.members, view.request
    s.exercise(on=view.channel.exercise)
    title = t.gettext(N_("Request %(ref)s, No. %(number)d of its party"), ref=full_ref(request), number=request.number)
    s.out.print(title, style="bold")
    s.line(words.channel_title(t, view.channel))
    s.say(N_("From %(by)s to %(to)s"), by=_who(s, members, request.by), to=_who(s, members, request.to))
    s.say(N_("Status: %(status)s"), status=Said(phrases.status_text(t, request)))
    if request.move:
        s.say(N_("Next step: %(party)s."), party=_who(s, members, request.move))
    else:
        s.say(N_("No step is due from anybody."))
    if request.reminders:
        s.text(t.ngettext("%(n)d reminder; the request counts once.", "%(n)d reminders; the request counts once.", request.reminders))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    _sides(s, view.sides, view)
    _clocks(s, view.clocks)
    for step in view.steps:
        _step(s, step, members)
    _follow(s, view)


def _sides(s: Session, sides: list[Side], view: RequestView) -> None:
    """Each party's own view, side by side: never merged."""
    s.head(N_("What each side has sealed that it knows"))
    s.table(
        [N_("Party"), N_("Status"), N_("Next step"), N_("Last seal (claimed)")],
        [
            [
                _who(s, view.channel.members, side.party),
                phrases.side_status(s.t, side),
                s.t.text_of(view.channel.members.get(side.move or ""), side.move or "—"),
                s.t.stamp(side.last_seal),
            ]
            for side in sorted(sides, key=lambda side: words.in_order(s.t, view.channel.members).index(side.party))
        ],
        whole={3},
    )


def _clocks(s: Session, clocks: list[Clock]) -> None:
    """The three clocks; due only where the parties have agreed a term."""
    t = s.t
    since = clocks[0].since
    if since is None:
        s.say(N_("No clock runs: there is no receipt by the addressee."))
    else:
        s.say(
            N_("The clocks run from the first seal of the addressee that names the request: %(entry)s, %(time)s as it claims."),
            entry=since.entry,
            time=Said(t.time(since.at)),
        )
    s.table(
        [N_("Clock"), N_("State"), N_("Due (UTC)")],
        [[words.word(t, words_matters.CLOCKS, clock.name), phrases.clock_state(t, clock), phrases.clock_due(t, clock)] for clock in clocks],
        whole={2},
    )


def _step(s: Session, step: Step, members: Members) -> None:
    t = s.t
    s.line()
    kind = words.word(t, words_matters.HOW, step.how) if step.kind == "remind" and step.how else words.word(t, words.KINDS, step.kind)
    s.out.print(tame(f"{step.ref}  {kind}"), style="bold", end="")
    s.line("  " + t.time(step.at))
    if step.destroyed:
        s.say(N_("Its body was destroyed by agreement; its hashes and signatures stand."))
    show_fields(
        s, {k: v for k, v in {"subject": step.subject, "outcome": step.outcome, "reason": step.reason, "text": step.text}.items() if v}
    )
    show_attachments(s, step.attachments)
    show_about(s, step.about, step.party, members)
    if not step.received_by:
        s.say(N_("Sent, no receipt."))


def _follow(s: Session, view: RequestView) -> None:
    ref = typed(view.request.channel, view.request.ref)
    if view.request.move == view.party:
        answer = [f"answer {ref} --outcome full TEXT"] if view.party == view.request.to else []
        s.line()
        s.next(*answer, f"clarify {ref} TEXT")


def _who(s: Session, members: Members, party: str) -> str:
    return words.who(s.t, members.get(party), party)
