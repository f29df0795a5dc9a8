# ruff: noqa: D103 - render_x renders the view x
"""Requests for people: lists, and one with each side's view, its clocks, and everything that refers to it."""

from __future__ import annotations

from collections.abc import Mapping

from detente.cli.render_fields import show_attachments, show_fields
from detente.cli.render_register import show_about
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words, words_matters
from detente.views.requests import Clock, RequestRow, RequestsView, RequestView, Side, Step

Members = Mapping[str, Mapping[str, str]]


def status_text(s: Session, request: RequestRow) -> str:
    """Where a request stands, in one or two words; `disputed` is always by its sender."""
    said = [words.word(s.t, words.STATUS, request.status)]
    if request.status == "open":
        said = [
            s.t.gettext(N_("acknowledged"))
            if request.acknowledged
            else s.t.gettext(N_("received"))
            if request.received
            else s.t.gettext(N_("sent, no receipt"))
        ]
    if request.disputed:
        said.append(s.t.gettext(N_("disputed")))
    if request.urgent:
        said.append(s.t.gettext(N_("urgent")))
    return s.t.listing(said)


def due_text(s: Session, request: RequestRow) -> str:
    """When the addressee's next step is due, where the parties have agreed on that."""
    if request.due is not None:
        return s.t.stamp(request.due)
    return s.t.gettext(N_("once it is received")) if request.term == "agreed" else s.t.gettext(N_("no agreed term"))


def full_ref(request: RequestRow) -> str:
    """The request as commands take it."""
    return request.ref if request.channel == "plenary" else f"{request.channel}:{request.ref}"


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
                [N_("Request"), N_("To"), N_("Status"), N_("Whose move"), N_("Due"), N_("Content")],
                [
                    [
                        row.ref,
                        t.text_of(members.get(row.to), row.to),
                        status_text(s, row),
                        t.text_of(members.get(row.move or ""), row.move or "—"),
                        due_text(s, row) if row.move == row.to else "",
                        _short(row.subject),
                    ]
                    for row in channel.requests
                ],
            )
    if view.left_out:
        s.text(t.ngettext("%(n)d other request is not listed.", "%(n)d other requests are not listed.", view.left_out))
    ours = [row for channel in view.channels for row in channel.requests if row.move == view.party]
    if ours:
        s.next(f"show {full_ref(ours[0])}")


def render_request(s: Session, view: RequestView) -> None:
    t, members, request = s.t, view.channel.members, view.request
    s.exercise(on=view.channel.exercise)
    s.out.print(t.gettext(N_("Request %(ref)s"), ref=request.ref), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.say(N_("From %(by)s to %(to)s"), by=_who(s, members, request.by), to=_who(s, members, request.to))
    s.say(N_("Status: %(status)s"), status=Said(status_text(s, request)))
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
    s.head(N_("As each side has sealed that it knows it"))
    s.table(
        [N_("Party"), N_("Status"), N_("Next step"), N_("Last seal (claimed)")],
        [
            [
                _who(s, view.channel.members, side.party),
                _side_status(s, side),
                s.t.text_of(view.channel.members.get(side.move or ""), side.move or "—"),
                s.t.stamp(side.last_seal),
            ]
            for side in sorted(sides, key=lambda side: words.in_order(s.t, view.channel.members).index(side.party))
        ],
        whole={3},
    )


def _side_status(s: Session, side: Side) -> str:
    if not side.knows:
        return s.t.gettext(N_("does not know of it"))
    status = words.word(s.t, words.STATUS, side.status or "")
    said = [s.t.gettext(N_("acknowledged")) if side.status == "open" and side.acknowledged else status]
    if side.disputed:
        said.append(s.t.gettext(N_("disputed by the sender")))
    return s.t.listing(said)


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
        [[words.word(t, words_matters.CLOCKS, clock.name), _clock_state(s, clock), _clock_due(s, clock)] for clock in clocks],
        whole={2},
    )


def _clock_state(s: Session, clock: Clock) -> str:
    t = s.t
    if clock.state == "stopped":
        return t.gettext(N_("stopped by %(entry)s, %(time)s"), entry=clock.stopped_by, time=Said(t.stamp(clock.stopped_at)))
    states = {"not_received": N_("not received yet"), "running": N_("running"), "ended": N_("ended: withdrawn")}
    return t.gettext(states[clock.state])


def _clock_due(s: Session, clock: Clock) -> str:
    if clock.term == "none":
        return s.t.gettext(N_("no agreed term"))
    if clock.due is None:
        return s.t.gettext(N_("once it is received")) if clock.state == "not_received" else "—"
    return s.t.gettext(N_("%(time)s, passed"), time=Said(s.t.stamp(clock.due))) if clock.passed else s.t.stamp(clock.due)


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
    ref = full_ref(view.request)
    if view.request.move == view.party:
        answer = [f"answer {ref} --outcome full TEXT"] if view.party == view.request.to else []
        s.line()
        s.next(*answer, f"clarify {ref} TEXT")


def _who(s: Session, members: Members, party: str) -> str:
    return words.who(s.t, members.get(party), party)


def _short(text: str | None, most: int = 60) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= most else line[: most - 1] + "…"
