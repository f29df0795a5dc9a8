# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that draft acts. A draft is in no log and counts nowhere until it is sealed."""

from __future__ import annotations

import functools
import inspect
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError, DetenteError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room
    from detente.views.acting import Place

CHANNEL = N_("The channel; otherwise the plenary.")
SEAL = N_("Seal this act at once, and nothing else: other drafts go on waiting.")
REF = N_("An entry, as PARTY/NUMBER; another channel's as CHANNEL:PARTY/NUMBER.")
TEXT = N_("The text; - reads it from standard input.")
FILE = N_("A file to attach; repeat it.")
MARK = N_("A handling mark for the attached files, in your own words.")
TYPE = N_("The media type of the attached files, where their names do not say it.")
PAPER = N_("It was done on paper on this day (2021-09-30) and is only entered here; the other side can confirm it.")
SOURCE = N_("Where it comes from: party, public, report or supposed, then : and where, such as public:https://example.org/1.")

_LANGUAGE = re.compile(r"\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")

_entered: ContextVar[dict[str, Any]] = ContextVar("entered")
"""What --paper and --source of the running command say, as fields of its act."""


def on_paper(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that drafts an act the options --paper and --source; `_draft` puts what they say into the act."""

    @functools.wraps(command)
    def run(*args: Any, paper: str | None, source: str | None, **kwargs: Any) -> None:
        from detente.cli import forms

        fields: dict[str, Any] = {} if paper is None else {"paper": {"on": forms.day(paper)}}
        if source is not None:
            fields["source"] = source_field(source)
        token = _entered.set(fields)
        try:
            command(*args, **kwargs)
        finally:
            _entered.reset(token)

    more = {
        "paper": typer.Option(None, "--paper", metavar="DATE", help=PAPER),
        "source": typer.Option(None, "--source", metavar="KIND:REF", help=SOURCE),
    }
    known = inspect.signature(command)
    added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option) for name, option in more.items()]
    run.__signature__ = known.replace(parameters=[*known.parameters.values(), *added])  # type: ignore[attr-defined]
    run.__annotations__ = {**command.__annotations__, **dict.fromkeys(more, "str | None")}
    return run


def source_field(text: str) -> dict[str, str]:
    """A source as people type it: KIND, KIND:REF, or an address, which is public.

    Raises:
        CallerError: it is none.
    """
    from detente.dialogue import fields

    kind, colon, ref = text.partition(":")
    if kind not in fields.SOURCES and colon and ref.startswith("//"):
        kind, ref = "public", text
    found = {"kind": kind, "ref": unicodedata.normalize("NFC", ref)} if ref else {"kind": kind}
    if not fields.source(found):
        raise CallerError(
            N_("'%(text)s' is no source; its kind is one of %(known)s"),
            hint=N_("Write --source public:https://example.org/1, --source report:PAGE or --source supposed."),
            text=text, known=", ".join(fields.SOURCES),
        )  # fmt: skip
    return found


def _texts(**texts: str | None) -> dict[str, Any]:
    from detente.cli.files import read_text

    return {name: unicodedata.normalize("NFC", read_text(text)) for name, text in texts.items() if text}


def by_tag(items: list[str], option: str) -> dict[str, str]:
    """A text, or versions of it by language: `TEXT` under no name, `ru=TEXT` under ru.

    Raises:
        CallerError: two of one language.
    """
    from detente.cli.files import read_text

    found: dict[str, str] = {}
    for item in items:
        language, equals, rest = item.partition("=")
        named = bool(equals) and _LANGUAGE.match(language) is not None
        key = language if named else ""
        if key in found:
            raise CallerError(N_("%(option)s is given twice for one language; write LANGUAGE=TEXT, each language once"), option=option)
        found[key] = read_text(rest if named else item)
    return found


def _attach(node: Node, files: list[Path], mark: str, declared: str | None) -> dict[str, Any]:
    from detente.node import blobs

    return {f"file/{n:04d}": blobs.attach(node, path, mark=mark, declared=declared) for n, path in enumerate(files, 1)}


def _draft(node: Node, room: Room, fields: dict[str, Any], *, seal_now: bool) -> None:
    """Draft an act, say what speaks against it, and with `seal_now` seal it, and it alone.

    Raises:
        CallerError: it cannot be sealed now; unless it builds on drafts that wait, it stays a draft.
    """
    from detente.cli.render import render_drafted
    from detente.dialogue.fold import Ref
    from detente.views.base import text_of_error
    from detente.views.draft_doubts import Doubts
    from detente.views.results import Drafted

    fields = {**fields, **_entered.get({})}
    if seal_now:
        _stands_alone(node, room, fields)
    doubting = Doubts(node, room, fields)
    doubts = doubting.of(doubting.next)
    number = node.draft(room, fields)
    entry = seal_one(node, room, number) if seal_now else None
    view = Drafted(
        number=None if seal_now else number,
        channel=room.label,
        kind=fields["kind"],
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        entry=entry,
        doubts=[text_of_error(doubt) for doubt in doubts],
        waiting=[draft[0] for draft in node.store.drafts(room.id) if draft[0] != number],
        exercise=room.channel.charter.exercise,
    )
    session().emit(view, render_drafted)


def _stands_alone(node: Node, room: Room, fields: dict[str, Any]) -> None:
    from detente.views.doubts import unsealed_basis

    basis = unsealed_basis(room, node.store.drafts(room.id), fields)
    if basis:
        raise CallerError(
            N_("this builds on what is only a draft (%(drafts)s), and --seal would seal it alone; nothing was drafted"),
            hint=N_("See what waits and seal it; or draft this one too, without --seal:\ndetente outbox\ndetente seal %(label)s"),
            drafts=", ".join(map(str, basis)), label=room.label,
        )  # fmt: skip


def seal_one(node: Node, room: Room, number: int) -> str:
    """Seal one draft and nothing else; the entry that it became.

    Raises:
        CallerError: a person should look at it again first, or nothing may be sealed now; it stays a draft.
    """
    from detente.dialogue.fold import Ref
    from detente.node.clearance import check_cleared
    from detente.node.sealing import seal
    from detente.views.draft_doubts import check_sure

    drafts = [draft for draft in node.store.drafts(room.id) if draft[0] == number]
    check_sure(node, room, [number], ())
    check_cleared(node, [number])  # before anybody types a passphrase
    done = seal(node, room, only=[number], opened=session().opened(node, [draft[2] for draft in drafts]))
    return str(Ref(node.party, room.mine.generation, done.head.size - 2))


def act(
    node: Node, build: Callable[..., dict[str, Any]], given: Mapping[str, Any], *, re: Sequence[str] = (), channel: str | None,
    seal_now: bool, files: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Draft what a builder makes of what was given; a text that is - is read from standard input.

    Args:
        re: the entries that it is about, as they were typed.
        files: the fields of attachments.

    Raises:
        CallerError: the entries are of several channels, or the builder refuses the act.
    """
    from detente.cli.files import read_text
    from detente.views.acting import Missing, Place
    from detente.views.base import parse_ref
    from detente.views.field_texts import label

    found = [parse_ref(node, ref, channel) for ref in re]
    room = found[0][0] if found else node.room(channel)
    if any(other is not room for other, _ in found):
        raise CallerError(N_("all entries of one act are of one channel"))
    typed = {name: read_text(value) if isinstance(value, str) else value for name, value in given.items() if value is not None}
    place = Place(node, room, tuple(ref for _, ref in found))
    elsewhere = _elsewhere(node, build, typed, place) if channel is None and not any(":" in ref for ref in re) else []
    try:
        fields = build(place, typed)
    except Missing as error:
        raise CallerError(N_("missing or empty: %(field)s"), field=label(session().t, error.field)) from error
    except CallerError as error:
        if elsewhere:
            error.hint = N_("Another channel has one that fits; write the channel before it: %(places)s.")
            error.params["places"] = ", ".join(elsewhere)
        raise
    if elsewhere:
        raise CallerError(
            N_("%(ref)s may be an entry of several channels; nothing was drafted"),
            hint=N_("Write the channel before it, one of: %(places)s."),
            ref=re[0], places=", ".join([f"{room.label}:{re[0]}", *elsewhere]),
        )  # fmt: skip
    _draft(node, room, {**fields, **(files or {})}, seal_now=seal_now)


def _elsewhere(node: Node, build: Callable[..., dict[str, Any]], given: Mapping[str, Any], place: Place) -> list[str]:
    """What the same references, typed without a channel, could mean in other channels: entries about which the act could be done too."""
    if not place.re:
        return []
    found = []
    for room in sorted(node.rooms.values(), key=lambda room: room.label):
        if room is place.room:
            continue
        try:
            for ref in place.re:
                room.entry(ref)
            build(place._replace(room=room), given)
        except DetenteError:
            continue
        found.append(f"{room.label}:{place.re[0]}")
    return found


def request(
    to: str = typer.Argument(..., metavar="TO", help=N_("The party that is asked; exactly one.")),
    text: str = typer.Argument(..., metavar="TEXT", help=TEXT),
    subject: str | None = typer.Option(None, "--subject", metavar="TEXT", help=N_("A line that says what it is about.")),
    urgent: bool = typer.Option(False, "--urgent", help=N_("Mark it as urgent.")),
    file: list[Path] = typer.Option([], "--file", metavar="PATH", help=FILE),
    mark: str = typer.Option("", "--mark", metavar="TEXT", help=MARK),
    media_type: str | None = typer.Option(None, "--type", metavar="TYPE", help=TYPE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_requests

    with session().open(secrets=seal) as node:
        act(
            node,
            acting_requests.request,
            {"to": to, "subject": subject, "text": text, "urgent": urgent},
            re=[],
            channel=channel,
            seal_now=seal,
            files=_attach(node, file, mark, media_type),
        )


def acknowledge(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_requests

    with session().open(secrets=seal) as node:
        act(node, acting_requests.acknowledge, {"text": text}, re=[ref], channel=channel, seal_now=seal)


def answer(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    outcome: str = typer.Option(
        ...,
        "--outcome",
        metavar="OUTCOME",
        help=N_("One of these: %(outcomes)s. A holding reply is not yet an answer."),
    ),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why; needed for declined and withheld.")),
    file: list[Path] = typer.Option([], "--file", metavar="PATH", help=FILE),
    mark: str = typer.Option("", "--mark", metavar="TEXT", help=MARK),
    media_type: str | None = typer.Option(None, "--type", metavar="TYPE", help=TYPE),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.dialogue.kinds import OUTCOMES
    from detente.views import acting_requests

    if outcome not in OUTCOMES:
        raise CallerError(N_("'%(outcome)s' is no outcome; an answer is one of: %(known)s"), outcome=outcome, known=", ".join(OUTCOMES))
    if outcome in acting_requests.NEEDS_REASON and not reason:  # before anybody types a passphrase
        raise CallerError(N_("an answer that declines or withholds needs a reason"), hint=N_("Add --reason TEXT."))
    with session().open(secrets=seal) as node:
        given = {"outcome": outcome, "text": text, "reason": reason}
        act(node, acting_requests.answer, given, re=[ref], channel=channel, seal_now=seal, files=_attach(node, file, mark, media_type))


def withdraw(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help=N_("Why.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_proposals

    with session().open(secrets=seal) as node:
        act(node, acting_proposals.withdraw, {"reason": reason}, re=[ref], channel=channel, seal_now=seal)


def clarify(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The request, as PARTY/NUMBER.")),
    text: str = typer.Argument(..., metavar="TEXT", help=N_("Whoever was asked writes a question, whoever asked writes what was meant.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_requests

    with session().open(secrets=seal) as node:
        act(node, acting_requests.clarify, {"text": text}, re=[ref], channel=channel, seal_now=seal)


def remind(
    ref: str = typer.Argument(..., metavar="REF", help=N_("The request, as PARTY/NUMBER.")),
    text: str | None = typer.Argument(None, metavar="[TEXT]", help=TEXT),
    resent: bool = typer.Option(False, "--resent", help=N_("The same request was sent again by another way; it still counts once.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_requests

    with session().open(secrets=seal) as node:
        act(
            node,
            acting_requests.remind,
            {"how": "resent" if resent else "reminder", "text": text},
            re=[ref],
            channel=channel,
            seal_now=seal,
        )


def dispute(
    ref: str = typer.Argument(
        ..., metavar="REF",
        help=N_("An answer, or the request that it answers; an undertaking of another party, or its performance; what it declared."),
    ),
    reason: str = typer.Option(..., "--reason", metavar="TEXT", help=N_("Why it is none, or not performed, or not so.")),
    figure: str | None = typer.Option(None, "--figure", metavar="NAME", help=N_("Of a declaration: the figure that is disputed.")),
    amount: list[str] = typer.Option(
        [], "--amount", metavar="NUMBER=WHAT", help=N_("Of a figure: by how much it should be higher, and of what; repeat it.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.views import acting_requests

    given = {"reason": reason, "figure": figure, "amounts": [forms.amount(each) for each in amount]}
    with session().open(secrets=seal) as node:
        act(node, acting_requests.dispute, given, re=[ref], channel=channel, seal_now=seal)


def destroy(
    refs: list[str] = typer.Argument(..., metavar="REF", help=N_("Entries whose bodies are to go; 1 to 64 of one channel.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    seal: bool = typer.Option(False, "--seal", help=SEAL),
) -> None:
    from detente.views import acting_requests

    with session().open(secrets=seal) as node:
        act(node, acting_requests.destroy, {}, re=refs, channel=channel, seal_now=seal)


def requests(
    by: str | None = typer.Option(None, "--by", metavar="PARTY", help=N_("Only those that this party sent.")),
    to: str | None = typer.Option(None, "--to", metavar="PARTY", help=N_("Only those sent to this party.")),
    status: str | None = typer.Option(
        None, "--status", metavar="STATUS",
        help=N_("Only one of these: %(request_states)s."),
    ),
    move: str | None = typer.Option(
        None, "--move", metavar="PARTY", help=N_("Only those in which it is this party's move; - for those in which it is nobody's.")
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=N_("The channel; otherwise all channels.")),
) -> None:  # fmt: skip
    from detente.cli import forms
    from detente.cli.render_requests import render_requests
    from detente.dialogue.requests import COLUMNS
    from detente.views.requests import requests_view
    from detente.views.status import rooms_in_order

    s = session()
    if status is not None:
        forms.one_of(status, COLUMNS[1:])
    with s.open() as node:
        rooms = rooms_in_order(node) if channel is None and node.rooms else [node.room(channel)]
        members = {party for room in rooms for party in room.channel.members}
        for party in (by, to, move):
            if party not in {None, "-", *members}:
                raise CallerError(
                    N_("'%(party)s' is no member of any of these channels; the members are: %(members)s"),
                    party=str(party), members=", ".join(sorted(members)),
                )  # fmt: skip
        s.emit(requests_view(node, rooms, by=by, to=to, status=status, move=move), render_requests)


def add_act(app: typer.Typer, name: str, command: Callable[..., None], text: str) -> None:
    """Add a command that drafts an act, with the options that all such commands have."""
    app.command(name, cls=Command, help=text)(on_paper(command))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add_act(app, "request", request, N_("Ask another party something."))
    add_act(app, "acknowledge", acknowledge, N_("Say that a person has taken up a request; no answer yet."))
    add_act(app, "clarify", clarify, N_("Ask back about a request, or say what was meant; linked to it, and no answer."))
    add_act(app, "answer", answer, N_("Answer a request."))
    add_act(app, "remind", remind, N_("Remind of a request, or note that it was sent again; changes no number."))
    add_act(app, "withdraw", withdraw, N_("Withdraw an unanswered request, a proposal or a stance of yours; both entries stay."))
    add_act(
        app, "dispute", dispute,
        N_("Say that an answer to you is none, that an undertaking was not performed, or that a declared figure is not so."),
    )  # fmt: skip
    app.command("requests", cls=Command, help=N_("List the requests of all channels, by whom, to whom, and whose move it is."))(requests)
    app.command(
        "destroy",
        cls=Command,
        help=N_("Agree to destroy the bodies of entries. They go when every member has agreed; hashes and counts stay."),
    )(destroy)
