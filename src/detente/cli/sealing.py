# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands around the seal: what waits, sealing, keys, a new generation."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.keys import IDENTITY, ROOT, bring
from detente.cli.session import session
from detente.cli.usage import Command
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.node.room import Room
    from detente.node.sealing import Sealed as Done
    from detente.views.results import Reopened, Sealed

ANY_CHANNEL = N_("The channel; otherwise the plenary.")


def outbox(drop: int | None = typer.Option(None, "--drop", metavar="N", help=N_("Throw away the draft with this number."))) -> None:
    from detente.cli.render import render_dropped
    from detente.cli.render_sending import render_outbox
    from detente.node.tidying import throw_away
    from detente.views.outbox import outbox_view
    from detente.views.results import Dropped

    s = session()
    with s.open() as node:
        if drop is not None:
            _known(drop, [draft[0] for draft in node.store.drafts()])
            throw_away(node, [drop])
            s.emit(Dropped(number=drop, exercise=any(charter.exercise for charter in node.charters.values())), render_dropped)
            return
        s.emit(outbox_view(node), render_outbox)


def seal(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=N_("The channel; otherwise every channel that has drafts.")),
    confirm: list[int] = typer.Option(
        [],
        "--confirm",
        metavar="N",
        help=N_("A draft that stands although something newer has come, or something speaks against it; repeat it."),
    ),
    attest: str | None = typer.Option(
        None, "--attest", metavar="PARTY", help=N_("State our own count over the acts that this party's last seal counted.")
    ),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render import render_seal
    from detente.node import readiness, sealing
    from detente.node.clearance import released
    from detente.views.draft_doubts import check_sure
    from detente.views.results import SealDone

    s = session()
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        drafts = {draft[0]: draft[1] for draft in node.store.drafts()}
        for number in confirm:
            _known(number, drafts)
        with_drafts = set(drafts.values())
        rooms = [room for room in node.rooms.values() if room.id in with_drafts]
        if channel is not None or attest is not None or not rooms:
            rooms = [node.room(channel)]
        for room in rooms:  # all of them before any: what stops one must not leave the others half done
            readiness.check_fresh(room, node.store.drafts(room.id), confirm)
            check_sure(node, room, [draft[0] for draft in node.store.drafts(room.id)], confirm)
        ready = [draft for room in rooms for draft in released(node, node.store.drafts(room.id))]
        opened = s.opened(node, [draft[2] for draft in ready])
        sealed = []
        for room in rooms:
            past = [_attested(room, attest)] if attest else []
            done = sealing.seal(node, room, confirmed=confirm, attest=past, opened=opened)
            sealed.append(_sealed(node, room, done))
    s.emit(SealDone(sealed=sealed), render_seal)


def _known(number: int, drafts: Collection[int]) -> None:
    if number not in drafts:
        raise CallerError(N_("there is no draft %(number)d"), hint=N_("This lists the drafts:\ndetente outbox"), number=number)


def _attested(room: Room, party: str) -> tuple[bytes, bytes]:
    """The cut of a party's last seal, with our own count over it."""
    logs = room.channel.generations(party)
    if party == room.party or not logs or not room.channel.logs[logs[-1]].main.size:
        raise CallerError(N_("no seal of '%(party)s' is held in '%(label)s'"), party=party, label=room.label)
    log = room.channel.logs[logs[-1]]
    head = log.heads[log.main]
    cut = room.channel.cut(head.vector)
    if cut.digest != head.cut:
        raise CallerError(N_("the last seal of %(party)s counts other acts than it names; there is nothing to attest"), party=party)
    return cut.digest, room.standing(cut.digest, room.fold_of(head.vector)).digest


def _sealed(node: Node, room: Room, done: Done) -> Sealed:
    from detente.record.text import encode_base64
    from detente.views.base import channel_name
    from detente.views.log import rows_of
    from detente.views.results import Sealed

    last = node.store.heads_of(room.id, room.mine, done.head.size - 1)[0]
    entries = list(enumerate(room.trusted_entries(last.seq), last.start))[:-1]  # without the seal
    named = channel_name(room)
    return Sealed(
        channel=room.label,
        party=node.party,
        generation=room.mine.generation,
        acts=done.acts,
        entries=done.head.size,
        root=encode_base64(done.head.root),
        sealed_drafts=[*(None for _ in range(len(entries) - len(done.drafts))), *done.drafts],
        matters=named.matters,
        members=named.members,
        contents=rows_of(room, [(last, index, entry) for index, entry in entries]),
        waiting=[draft[0] for draft in node.store.drafts(room.id)],
        exercise=room.channel.charter.exercise,
    )


def rekey(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=ANY_CHANNEL),
    everywhere: bool = typer.Option(False, "--all", help=N_("In every channel in which your log is open.")),
    recipients: bool = typer.Option(
        False, "--recipients", help=N_("Make a new key that others encrypt to as well, and state it in every channel.")
    ),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render import render_rekeyed
    from detente.cli.render_keys import render_all_rekeyed
    from detente.node import sealing
    from detente.views.results import SealDone

    s = session()
    if channel is not None and (everywhere or recipients):
        raise CallerError(N_("a channel, or --all; --recipients is for all channels together"))
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        if not (everywhere or recipients):
            room = node.room(channel)
            s.emit(_sealed(node, room, sealing.rekey(node, room)), render_rekeyed)
            return
        done = sealing.rekey_all(node, recipients=recipients)
        view = SealDone(sealed=[_sealed(node, room, sealed) for room, sealed in done])
    s.emit(view, render_all_rekeyed)


def reopen(
    channel: str = typer.Argument(..., metavar="CHANNEL", help=N_("The channel.")),
    why: str = typer.Option(
        ..., "--why", metavar="WHY", help=N_("theft (of a key), fork (two versions of our log), or restore (from a backup).")
    ),
    last_good: str | None = typer.Option(
        None, "--last-good", metavar="REF", help=N_("After a theft: the last entry of your log that holds; what follows it is disowned.")
    ),
    after: int | None = typer.Option(
        None, "--after", metavar="GENERATION", min=0, help=N_("After a restore: the newest generation of your log that was ever opened.")
    ),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render import render_reopened
    from detente.node import reopening
    from detente.record.channel import WHY
    from detente.views.base import parse_ref

    s = session()
    grounds = WHY - {"root"}  # that one takes more than a word: detente root succeed
    if why not in grounds:
        raise CallerError(N_("'%(why)s' is no ground to reopen a log; there are: %(known)s"), why=why, known=", ".join(sorted(grounds)))
    if last_good is not None and why != "theft":
        raise CallerError(N_("--last-good goes with --why theft; otherwise what holds is computed"))
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        room = node.room(channel)
        good = None if last_good is None else parse_ref(node, last_good, channel)[1]
        s.emit(_reopened(node, room, reopening.reopen(node, room, why, good, after=after)), render_reopened)


def _reopened(node: Node, room: Room, done: Done) -> Reopened:
    import msgspec

    from detente.views.log import disowned, held_before, holds
    from detente.views.results import Reopened

    before, held = held_before(room)
    told = msgspec.structs.asdict(_sealed(node, room, done))
    return Reopened(**told, holds=holds(before, held), disowned=disowned(room, before))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("outbox", cls=Command, help=N_("Show the drafts, and exactly what would leave, to whom and why. Nothing leaves."))(outbox)
    app.command("seal", cls=Command, help=N_("Put the drafts into your log and sign. This cannot be undone."))(seal)
    app.command("rekey", cls=Command, help=N_("Replace the sealing key of your log; the new one signs from the next seal on."))(rekey)
    app.command(
        "reopen",
        cls=Command,
        help=N_("Open the next generation of your log: the way out after a theft, a fork, or a restore that cannot catch up."),
    )(reopen)
