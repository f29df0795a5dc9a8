# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for proofs: making them from a node, checking them with nothing but the file and the charter's hash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.acts import CHANNEL, REF
from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError, UsageError

if TYPE_CHECKING:
    from detente.node.room import Room

OUT = N_("Where to write the proof.")


def _write(room: Room, raw: bytes, out: Path, claim: str, *, kind_hidden: bool = False) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_record import render_proof
    from detente.views.results import Proof

    charter = room.channel.charter
    path = write_new(out, raw)
    view = Proof(
        file=str(path), bytes=len(raw), claim=claim, charter=charter.id, exercise=charter.exercise, kind_hidden=kind_hidden
    )  # fmt: skip
    session().emit(view, render_proof)


def prove_standing(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=CHANNEL),
    section: list[str] = typer.Option(
        [],
        "--section",
        metavar="NAME",
        help=N_("Show only this: a party for its requests, or a name such as meetings; repeat it. Otherwise all."),
    ),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
) -> None:
    from detente.views.standing import proof_of_standing

    s = session()
    with s.open() as node:
        room = node.room(channel)
        _write(room, proof_of_standing(room, section), out, "standing")


def prove_entry(
    refs: list[str] = typer.Argument(..., metavar="REF", help=REF),
    field: list[str] | None = typer.Option(
        None,
        "--field",
        metavar="NAME",
        help=N_("Show this field alone, and not even what kind of act it is; repeat it. Otherwise all fields."),
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
    tlog: Path | None = typer.Option(
        None,
        "--tlog",
        metavar="FILE",
        help=N_("Also write a tlog-proof (C2SP) that the first entry stands in its log, for standard tools."),
    ),
) -> None:
    _prove_entry(refs, field or None, channel, out, tlog)


def prove_field(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    fields: list[str] = typer.Argument(
        ..., metavar="NAME",
        help=N_("The fields to show; all others stay hidden, kind too: without it nobody sees what kind of act it is."),
    ),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
) -> None:  # fmt: skip
    _prove_entry([ref], fields, channel, out)


def _prove_entry(refs: list[str], fields: list[str] | None, channel: str | None, out: Path, tlog: Path | None = None) -> None:
    from detente.cli.files import write_new
    from detente.node import proving
    from detente.views.base import parse_ref

    with session().open() as node:
        found = [parse_ref(node, ref, channel) for ref in refs]
        room = found[0][0]
        if any(other is not room for other, _ in found):
            raise CallerError(N_("all entries of one proof are of one channel"))
        if tlog is not None:
            write_new(tlog, proving.tlog_proof(room, found[0][1]))
        hidden = fields is not None and "kind" not in fields
        _write(room, proving.prove_entry(room, [ref for _, ref in found], fields), out, "entry", kind_hidden=hidden)


def prove_receipt(
    ref: str = typer.Argument(..., metavar="REF", help=REF),
    by: str | None = typer.Option(None, "--by", metavar="PARTY", help=N_("Who received it; in talks of two, the other one.")),
    field: list[str] = typer.Option(["kind"], "--field", metavar="NAME", help=N_("What to show of the entry; its kind otherwise.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
) -> None:
    from detente.node import proving
    from detente.views.base import parse_ref

    with session().open() as node:
        room, about = parse_ref(node, ref, channel)
        others = [party for party in room.channel.members if party != about.party]
        if by is None and len(others) != 1:
            raise CallerError(N_("say whose receipt it is"), hint=N_("Add --by PARTY, one of: %(known)s."), known=", ".join(others))
        receiver = by or others[0]
        if receiver not in others:
            raise CallerError(
                N_("'%(party)s' can have received nothing of %(author)s here; the others are: %(members)s"),
                party=receiver,
                author=about.party,
                members=", ".join(others),
            )
        _write(room, proving.prove_receipt(room, about, receiver, field), out, "receipt", kind_hidden="kind" not in field)


def prove_log(
    channel: str | None = typer.Argument(None, metavar="[CHANNEL]", help=CHANNEL),
    party: list[str] = typer.Option([], "--party", metavar="PARTY", help=N_("The log of this party; repeat it. Otherwise all.")),
    field: list[str] = typer.Option(
        ["kind", "re", "outcome", "to"],
        "--field",
        metavar="NAME",
        help=N_("What to show of each entry; otherwise kind, re, outcome and to."),
    ),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
) -> None:
    from detente.node import proving

    with session().open() as node:
        room = node.room(channel)
        _write(room, proving.prove_log(room, party or None, field), out, "log")


def prove_fork(
    number: int = typer.Argument(..., metavar="N", help=N_("The number of the contradiction, as `detente contradictions` lists it.")),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=OUT),
) -> None:
    from detente.node import proving
    from detente.views.contradictions import held_contradictions

    with session().open() as node:
        held = held_contradictions(node)
        if not 1 <= number <= len(held):
            raise CallerError(
                N_("there is no signed contradiction %(number)d"), hint=N_("This lists them:\ndetente contradictions"), number=number
            )
        room, item, _ = held[number - 1]
        _write(room, proving.prove_fork(room, item), out, "fork")


def prove_page(
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write the page, for instance verify.html.")),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render_record import render_page_written
    from detente.views.results import PageWritten
    from detente.views.verifier import digest_of, verifier_page

    page = verifier_page()
    path = write_new(out, page)
    session().emit(PageWritten(file=str(path), bytes=len(page), sha256=digest_of(page)), render_page_written)


def verify(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The proof.")),
    charter: str | None = typer.Option(
        None,
        "--charter",
        metavar="HASH|FILE",
        help=N_("The charter's hash as the parties publish it, or a charter file from a place that you trust."),
    ),
    witness: list[str] = typer.Option([], "--witness", metavar="VKEY", help=N_("The key of a witness whose times you trust; repeat it.")),
    policy: Path | None = typer.Option(
        None, "--policy", metavar="FILE", help=N_("Whose countersignatures are enough for you (C2SP tlog-policy).")
    ),
) -> None:
    from detente.cli.files import read_charter
    from detente.cli.render_verdict import emit_verdict
    from detente.dialogue.counting import read_section
    from detente.node.files import read_capped
    from detente.record.limits import LIMITS
    from detente.record.note import parse_vkey
    from detente.record.policy import MAX_POLICY_BYTES, parse_policy
    from detente.record.proof import verify_proof
    from detente.record.verdict import PROVEN
    from detente.views.countersigned import proof_quorums

    digest = None
    if charter is not None:
        digest = charter.lower() if re.fullmatch(r"[0-9a-fA-F]{64}", charter) else _hash_of_file(charter, read_charter)
    raw = read_capped(file, LIMITS.proof_bytes)
    wanted = None if policy is None else parse_policy(read_capped(policy, MAX_POLICY_BYTES))
    keys = [*(each.key for each in (wanted.witnesses if wanted else ())), *map(parse_vkey, witness)]
    verdict = verify_proof(raw, charter_digest=digest, witness_keys=list(dict.fromkeys(keys)), read_section=read_section)
    quorums = None if wanted is None else proof_quorums(verdict, wanted)
    emit_verdict(session(), verdict, file, quorums)
    if verdict.status != PROVEN or not all(each.quorum.met for each in quorums or ()):
        raise typer.Exit(1)


def _hash_of_file(charter: str, read: object) -> str:
    path = Path(charter)
    if not path.exists():
        raise UsageError(
            N_("'%(charter)s' is neither the hash of a charter (64 hex digits) nor a file"),
            hint=N_("Take the hash from where the parties publish it, not from whoever gave you the proof."),
            charter=charter,
        )
    return str(read(path).id)  # type: ignore[operator]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    proofs = group(N_("Make a proof for an outsider: a file that needs nothing else but the charter's hash."))
    proofs.command("standing", cls=Command, help=N_("Prove the count: by default the newest that all members have signed."))(prove_standing)
    proofs.command("entry", cls=Command, help=N_("Prove entries, with all their fields or some."))(prove_entry)
    proofs.command("field", cls=Command, help=N_("Prove single fields of an entry; nothing else of it is shown."))(prove_field)
    proofs.command("receipt", cls=Command, help=N_("Prove that a party has received an entry."))(prove_receipt)
    proofs.command("log", cls=Command, help=N_("Prove whole logs, counted again; what is not shown is counted as not shown."))(prove_log)
    proofs.command("fork", cls=Command, help=N_("Prove a signed contradiction."))(prove_fork)
    proofs.command(
        "page", cls=Command, help=N_("Write the page that checks proofs in a browser, without a network, to hand out with them.")
    )(prove_page)
    app.add_typer(proofs, name="prove")
    app.command(
        "verify",
        cls=Command,
        help=N_("Check a proof. Ends with 0 if it is proven, with 1 if it is not, or if nobody has confirmed the keys."),
    )(verify)
