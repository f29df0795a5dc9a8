# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that renew: everything signed is hashed again with another function and signed again, before the old ones age."""

from __future__ import annotations

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.keys import IDENTITY, ROOT, bring
from detente.cli.session import Session, session
from detente.cli.usage import Command, group
from detente.errors import COMMAND, N_, CallerError
from detente.views import words

if TYPE_CHECKING:
    from detente.node.node import Node
    from detente.record.charter import Charter
    from detente.record.note import VerifierKey
    from detente.record.renewal import Renewal
    from detente.views.renewals import Items, RenewalList, RenewalsChecked, RenewalView

FILE = N_("The renewal.")
CHANNEL = N_("A channel of the dialogue that is meant; otherwise that of the plenary.")


def make(
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it.")),
    also: list[Path] = typer.Option([], "--also", metavar="FILE", help=N_("A further file to cover, such as an old proof; repeat it.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.node.renewals import make as make_renewal

    s = session()
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        charter = node.room(channel).channel.charter
        view = _written(node, charter, make_renewal(node, charter, also), out)
    s.emit(view, partial(render_renewal, party=node.party))


def sign(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The renewal that another party made.")),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it with our signature too.")),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.node.renewals import read_renewal
    from detente.node.renewals import sign as sign_it

    s = session()
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        renewal = read_renewal(file)
        charter = _charter(node.charters, renewal)
        view = _written(node, charter, sign_it(node, charter, renewal), out)
    s.emit(view, partial(render_renewal, party=node.party))


def _written(node: Node, charter: Charter, renewal: Renewal, out: Path) -> RenewalView:
    """Write a renewal that we have signed into a new file; what it comes to, held against this node."""
    from detente.cli.files import write_new
    from detente.node.called import called_in
    from detente.node.renewals import check, held_by
    from detente.record.renewal import format_renewal
    from detente.views.renewals import renewal_view

    write_new(out, format_renewal(renewal))
    return renewal_view(str(out), renewal, charter, *check(renewal, charter, held_by(node, charter)), parties=called_in(node, charter))


def check(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help=N_("The renewal; otherwise all that this node keeps.")),
    folder: Path | None = typer.Argument(None, metavar="[DIR]", help=N_("An archive to compare it with; otherwise this node.")),
    charter: Path | None = typer.Option(
        None, "--charter", metavar="FILE", help=N_("The charter, from a place that you trust; needed where no node is at hand.")
    ),
    countersigned: list[Path] = typer.Option(
        [], "--countersigned", metavar="FILE", help=N_("What a witness handed back for this renewal; repeat it.")
    ),
    witness: list[str] = typer.Option(
        [], "--witness", metavar="KEY", help=N_("The key of a witness whose times you trust, beside those of your policy; repeat it.")
    ),
) -> None:
    from detente.cli.files import read_charter
    from detente.node.called import called_in
    from detente.node.renewals import check as check_it
    from detente.node.renewals import held_by, held_in, read_renewal
    from detente.record.note import parse_vkey
    from detente.views.renewals import renewal_view

    s = session()
    keys = [parse_vkey(key) for key in witness]
    if file is None:
        if charter is not None or countersigned:
            raise CallerError(N_("--charter and --countersigned go with the file of one renewal"))
        _check_kept(s, keys)
        return
    renewal = read_renewal(file)
    party = None
    if folder is not None and charter is not None:
        named = read_charter(charter)
        view = renewal_view(
            str(file), renewal, named, *check_it(renewal, named, held_in(folder, named)), *_dated_by(renewal, countersigned, keys)
        )
    elif charter is not None:
        raise CallerError(N_("with --charter an archive is named too"), hint=N_("detente renewal check FILE DIR --charter FILE"))
    else:
        with s.open() as node:
            known = _charter(node.charters, renewal)
            held = held_by(node, known) if folder is None else held_in(folder, known)
            checked = check_it(renewal, known, held)
            party = node.party
            dated = _dated_by(renewal, countersigned, [*keys, *_trusted(node, known)])
            view = renewal_view(str(file), renewal, known, *checked, *dated, parties=called_in(node, known))
    s.emit(view, partial(render_renewal, party=party))
    if not view.holds:
        raise typer.Exit(1)


def _check_kept(s: Session, keys: list[VerifierKey]) -> None:
    from detente.node.called import called_in
    from detente.node.renewals import check as check_it
    from detente.node.renewals import held_by, kept, notes
    from detente.record.renewal import parse_renewal
    from detente.views.renewals import RenewalsChecked, renewal_view

    views = []
    with s.open() as node:
        for charter in sorted(node.charters.values(), key=lambda charter: charter.id):
            if not (renewals := [parse_renewal(raw) for raw in kept(node, charter)]):
                continue
            held = held_by(node, charter)
            for renewal in renewals:
                dated = _dated(renewal, notes(node, renewal), [*keys, *_trusted(node, charter)])
                checked = check_it(renewal, charter, held)
                views.append(renewal_view(None, renewal, charter, *checked, *dated, parties=called_in(node, charter)))
    view = RenewalsChecked(renewals=views, holds=all(each.holds for each in views))
    s.emit(view, render_checked)
    if not view.holds:
        raise typer.Exit(1)


def _dated_by(renewal: Renewal, files: list[Path], keys: list[VerifierKey]) -> tuple[dict[str, int], list[str]]:
    from detente.node.files import read_capped
    from detente.record.note import MAX_NOTE_BYTES

    if files and not keys:
        raise CallerError(
            N_("without the key of a witness its lines say nothing"), hint=N_("Name it, as it publishes it, with --witness KEY.")
        )
    return _dated(renewal, [read_capped(path, MAX_NOTE_BYTES) for path in files], keys)


def _trusted(node: Node, charter: Charter) -> list[VerifierKey]:
    """The keys of the witnesses of the policy that this node has for a dialogue."""
    from detente.node.witness_policies import policy_of

    policy = policy_of(node.store, charter.id)
    return [] if policy is None else [each.key for each in policy.witnesses]


def _dated(renewal: Renewal, notes: list[bytes], keys: list[VerifierKey]) -> tuple[dict[str, int], list[str]]:
    """When which witness says to have seen a renewal, and the names on all its notes."""
    from detente.record.renewal import witnessed_times
    from detente.views.renewals import names_on

    times: dict[str, int] = {}
    for raw in notes:
        for name, at in witnessed_times(renewal, raw, keys).items():
            times[name] = min(at, times.get(name, at))
    return times, names_on(notes)


def add(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("What a witness handed back, or a renewal that another party signed too.")),
) -> None:
    from detente.node.files import read_capped
    from detente.node.renewals import add as add_it
    from detente.record.renewal import RENEWAL_BYTES
    from detente.views.renewals import renewal_list

    s = session()
    raw = read_capped(file, RENEWAL_BYTES)
    with s.open() as node:
        add_it(node, raw)
        view = renewal_list(node)
    s.emit(view, render_list)


def list_kept() -> None:
    from detente.views.renewals import renewal_list

    s = session()
    with s.open() as node:
        view = renewal_list(node)
    s.emit(view, render_list)


def ask(
    file: Path = typer.Argument(..., metavar="FILE", help=FILE),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write the file for the witness.")),
) -> None:
    from detente.cli.files import write_new, written
    from detente.node.renewals import read_renewal
    from detente.record.renewal import question_of, verify_renewal

    s = session()
    renewal = read_renewal(file)
    with s.open() as node:
        charter = _charter(node.charters, renewal)
    verify_renewal(renewal, charter)
    raw = question_of(renewal)
    written(
        write_new(out, raw), raw,
        N_("The digest of the renewal and who signed it are in %(path)s, and nothing that it lists. Hand the file to the witness."),
        exercise=charter.exercise,
    )  # fmt: skip


def _charter(charters: dict[str, Charter], renewal: Renewal) -> Charter:
    charter = charters.get(renewal.dialogue)
    if charter is None:
        raise CallerError(
            N_("the renewal is of a dialogue in which this node takes no part"),
            hint=N_("Name an archive and its charter:\ndetente renewal check FILE DIR --charter FILE"),
        )
    return charter


def render_list(s: Session, view: RenewalList) -> None:
    s.exercise(on=view.exercise)
    if not view.renewals:
        s.say(N_("This node keeps no renewal."))
        s.next("renewal make --out FILE")
        return
    s.table(
        [N_("No."), N_("Dialogue"), N_("Made (claimed)"), N_("Items"), N_("Signed by"), N_("Not signed by"), N_("Countersigned by")],
        [
            [
                str(row.number), s.t.text_of(row.names), s.t.stamp(row.made_at), s.t.number(row.items),
                s.t.listing([words.who(s.t, row.parties[party], party) for party in row.signed]),
                s.t.listing([words.who(s.t, row.parties[party], party) for party in row.not_signed]) or "—",
                s.t.listing(row.countersigned) or "—",
            ]
            for row in view.renewals
        ],
        numbers={3},
    )  # fmt: skip
    s.say(N_("They are in every backup and archive, with what witnesses handed back."))
    s.next("renewal check")


def render_checked(s: Session, view: RenewalsChecked) -> None:
    if not view.renewals:
        s.say(N_("This node keeps no renewal."))
        s.next("renewal make --out FILE")
    for number, each in enumerate(view.renewals, 1):
        s.head(N_("Renewal %(number)d"), number=number)
        render_renewal(s, each)


def render_renewal(s: Session, view: RenewalView, party: str | None = None) -> None:
    """What a renewal comes to; `party`: whose node looks at it."""
    s.exercise(on=view.exercise)
    s.say(N_("A renewal of %(dialogue)s, made at %(at)s (claimed)."), dialogue=s.t.text_of(view.names), at=s.t.stamp(view.made_at))
    s.text(s.t.ngettext("It covers %(n)d item by SHA-512.", "It covers %(n)d items by SHA-512.", view.items))
    if view.earlier:
        s.text(s.t.ngettext("It covers %(n)d earlier renewal too.", "It covers %(n)d earlier renewals too.", view.earlier))
    s.say(N_("Signed by the root keys of: %(parties)s."), parties=_parties(s, view, view.signed))
    for each in view.witnesses:
        s.say(N_("Countersigned by %(witness)s: what it lists existed before %(time)s."), witness=each.witness, time=s.t.time(each.at))
    if view.unread:
        s.say(
            N_("A countersignature in the name of %(names)s cannot be checked: name its key, as it publishes it, with --witness."),
            names=s.t.listing(view.unread),
        )  # fmt: skip
    if not view.witnesses:
        s.say(N_("No witness whose key is known has dated it: the time is its maker's claim."))
    if view.not_signed:
        s.say(N_("Not signed by: %(parties)s."), parties=_parties(s, view, view.not_signed))
    s.line("SHA-512: " + view.digest)
    s.text(s.t.ngettext("%(n)d item at hand is the same.", "%(n)d items at hand are the same.", view.same))
    _state(s, view.differ, s.t.ngettext("%(n)d item DIFFERS:", "%(n)d items DIFFER:", view.differ.count))
    gone = view.destroyed
    _state(s, gone, s.t.ngettext(
        "%(n)d pouch lost a body by agreement since and cannot be compared:",
        "%(n)d pouches lost a body by agreement since and cannot be compared:", gone.count,
    ))  # fmt: skip
    _state(s, view.missing, s.t.ngettext("%(n)d item is not at hand:", "%(n)d items are not at hand:", view.missing.count))
    later = view.uncovered
    _state(s, later, s.t.ngettext("%(n)d item is not covered yet:", "%(n)d items are not covered yet:", later.count))
    if view.file is None or not view.not_signed:
        return
    if party is not None and party not in view.not_signed:
        s.say(N_("Hand the file to those who have not signed it; they sign it at their own node:"))
        s.line("  " + COMMAND + "renewal sign FILE --out FILE")
    else:
        s.next(f"renewal sign {shlex.quote(view.file)} --out FILE")


def _state(s: Session, items: Items, heading: str) -> None:
    if items.count:
        s.text(heading)
        for name in items.first:
            s.line("  " + name)


def _parties(s: Session, view: RenewalView, parties: list[str]) -> str:
    return s.t.listing([words.who(s.t, view.parties[party], party) for party in parties])


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    renewals = group(N_("Renew: hash everything that was signed by SHA-512 and sign it again, before what signs today ages."))
    renewals.command(
        "make", cls=Command, help=N_("Hash everything of a dialogue that this node holds, and sign the list with the root key."),
    )(make)  # fmt: skip
    renewals.command(
        "sign", cls=Command, help=N_("Sign a renewal of another party too, where everything that both hold is the same."),
    )(sign)  # fmt: skip
    renewals.command(
        "check", cls=Command, help=N_("Check a renewal, or all that this node keeps, and compare with this node or with an archive."),
    )(check)  # fmt: skip
    renewals.command(
        "list", cls=Command, help=N_("List the renewals that this node keeps, who signed each, and which witnesses countersigned it."),
    )(list_kept)  # fmt: skip
    renewals.command(
        "add", cls=Command, help=N_("Keep what a witness handed back for a renewal, or the renewal with another party's signature."),
    )(add)  # fmt: skip
    renewals.command(
        "ask", cls=Command, help=N_("Write the digest of a renewal and who signed it for a witness, who countersigns it."),
    )(ask)  # fmt: skip
    app.add_typer(renewals, name="renewal")
