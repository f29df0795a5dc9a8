# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""The command that audits many logs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from detente.cli.session import Session, session
from detente.cli.usage import Command
from detente.errors import N_, UsageError

if TYPE_CHECKING:
    from detente.node.audit_files import Places
    from detente.record.charter import Charter
    from detente.views.audit import AuditedLog, AuditEnded, AuditFinding, AuditRenewal, AuditView

SHOWN_MOST: Final = 50
"""Rows on a screen; `--json` has them all."""


def audit(
    locations: list[str] = typer.Argument(
        ...,
        metavar="LOCATION...",
        help=N_("Folders or files with pouches, containers, signed states or tiles; or the address of a log that is published as tiles."),
    ),
    charter: list[str] = typer.Option(
        ...,
        "--charter",
        metavar="FILE|HASH",
        help=N_(
            "The charter, from a place that you trust, or its hash: then its file may lie at a location. Repeat it for other dialogues."
        ),
    ),
    identity: Path | None = typer.Option(
        None, "--identity", metavar="FILE", help=N_("A file of age identities, to open containers that couriers carry.")
    ),
    policy: Path | None = typer.Option(
        None, "--policy", metavar="FILE", help=N_("Whose countersignatures are enough for you (C2SP tlog-policy).")
    ),
    evidence: Path | None = typer.Option(
        None, "--evidence", metavar="FOLDER", help=N_("Write a proof of each signed contradiction into this folder.")
    ),
    processes: int | None = typer.Option(
        None, "--processes", metavar="N", min=1, help=N_("How many processes share the work; otherwise as many as pay.")
    ),
    dask: str | None = typer.Option(
        None,
        "--dask",
        metavar="local|ADDRESS",
        help=N_("Share the work out by Dask: on this machine, or to a cluster whose workers see the same files."),
    ),
) -> None:
    from detente.node.files import read_capped
    from detente.record.policy import MAX_POLICY_BYTES, parse_policy
    from detente.views.audit import audit_view

    s = session()
    wanted = None if policy is None else parse_policy(read_capped(policy, MAX_POLICY_BYTES))
    with s.working(N_("Verifying")) as progress:
        view = audit_view(
            locations, lambda places: [_charter(each, places) for each in charter], policy=wanted, identities=identity, evidence=evidence,
            processes=processes, dask=dask, progress=progress,
        )  # fmt: skip
    s.emit(view, _render)
    if not view.holds:
        raise typer.Exit(1)


def _charter(text: str, places: Places) -> Charter:
    from detente.cli.files import read_charter
    from detente.node.audit_files import find_charter

    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return find_charter(places, text.lower())
    if not Path(text).exists():
        raise UsageError(
            N_("'%(charter)s' is neither the hash of a charter (64 hex digits) nor a file"),
            hint=N_("Take the hash from where the parties publish it, not from whoever gave you the proof."),
            charter=text,
        )
    return read_charter(Path(text))


def _render(s: Session, view: AuditView) -> None:
    t = s.t
    s.exercise(on=view.exercise)
    headline = N_("Everything that is here holds.") if view.holds else N_("NOT EVERYTHING HOLDS")
    s.out.print(t.gettext(headline), style="bold green" if view.holds else "bold red")
    message = N_("Files: %(files)d; pouches: %(pouches)d; came more than once: %(repeated)d; files of another kind: %(foreign)d.")
    s.say(message, files=view.files, pouches=view.pouches, repeated=view.repeated, foreign=len(view.foreign))
    if view.logs:
        ordered = sorted(view.logs, key=lambda each: each.holds)
        columns = [N_("Log"), N_("Party"), N_("Entries"), N_("Last sealed"), N_("Check value"), N_("Countersigned"), N_("Holds")]
        s.table(columns, [_row(s, each) for each in ordered[:SHOWN_MOST]], numbers={2}, whole={0})
        _more(s, len(ordered))
    _findings(s, view)
    for ended in view.ended[:SHOWN_MOST]:
        s.bullet(_ended(s, ended))
    _more(s, len(view.ended))
    for renewal in view.renewals:
        _renewal(s, renewal)
    for item in view.evidence:
        if item.file is not None:
            s.say(N_("A signed contradiction, as a proof that anybody can check: %(path)s"), path=item.file)
    written = [item.file for item in view.evidence if item.file is not None]
    if written:
        s.next(f"verify {written[0]} --charter HASH")
    elif view.evidence:
        s.say(N_("Signed contradictions were found; --evidence FOLDER writes each as a proof that anybody can check."))
    s.say(N_("Later entries may exist that are not here. What the acts mean, and whether counts are right, this does not look at."))


def _row(s: Session, each: AuditedLog) -> list[str]:
    from detente.cli.render_witness import quorum_text
    from detente.views import words

    name = words.of_generation(s.t, s.t.text_of(each.names), each.generation or 0)
    last = "" if each.last is None else s.t.time(each.last)
    countersigned = "" if each.quorum is None else quorum_text(s, each.quorum)
    return [
        each.log[:16],
        name,
        s.t.number(each.entries),
        last,
        each.root,
        countersigned,
        s.t.gettext(N_("yes") if each.holds else N_("no")),
    ]


def _renewal(s: Session, each: AuditRenewal) -> None:
    from detente.views import words

    t, message = s.t, N_("A renewal, %(path)s: made at %(at)s (claimed), signed by the root keys of: %(parties)s.")
    signed = t.listing([words.who(t, names, party) for party, names in each.signed.items()])
    s.say(message, path=each.file, at=t.stamp(each.made_at), parties=signed)
    s.text(t.ngettext("%(n)d pouch that is here is covered by it.", "%(n)d pouches that are here are covered by it.", each.same))
    for one in each.witnesses:
        s.say(N_("Countersigned by %(witness)s: what it lists existed before %(time)s."), witness=one.witness, time=t.time(one.at))


def _ended(s: Session, each: AuditEnded) -> str:
    from detente.views import words

    log = words.of_generation(s.t, s.t.text_of(each.names[each.party]), each.generation)
    by = words.of_generation(s.t, s.t.text_of(each.names[each.by_party]), each.by_generation)
    if each.entries is None:
        message = N_("%(log)s: a notice in the log of %(by)s has revoked its root key; what that had not received is doubted, not deleted.")
        return s.t.gettext(message, log=log, by=by)
    if not each.entries:
        return s.t.gettext(N_("%(log)s: the later log, %(by)s, holds nothing of it; its entries are doubted, not deleted."), log=log, by=by)
    message = N_("%(log)s: the later log, %(by)s, holds it up to entry %(last)d; entries after that point are doubted, not deleted.")
    return s.t.gettext(message, log=log, by=by, last=each.entries - 1)


def _findings(s: Session, view: AuditView) -> None:
    """What does not hold; files that cannot be read for one reason are told in one point."""
    files: dict[str, list[AuditFinding]] = {}
    for each in view.findings:
        if each.log is None:
            files.setdefault(each.text.text, []).append(each)
    points = [_finding(s, each) for each in view.findings if each.log is not None]
    for found in files.values():
        more = (
            ""
            if len(found) == 1
            else s.t.ngettext("%(n)d more file for the same reason", "%(n)d more files for the same reason", len(found) - 1)
        )
        points.append("; ".join(filter(None, [_finding(s, found[0]), more])))
    for point in points[:SHOWN_MOST]:
        s.bullet(point)
    _more(s, len(points))


def _finding(s: Session, finding: AuditFinding) -> str:
    from detente.i18n import Said, tame

    what = Said(s.t.error(finding.text.error()))
    if finding.log is not None and finding.start is not None and finding.end is not None:
        last = max(finding.start, finding.end - 1)
        message = N_("log %(log)s, entries %(start)d to %(end)d: %(what)s")
        what = Said(s.t.gettext(message, log=finding.log[:16], start=finding.start, end=last, what=what))
    elif finding.log is not None:
        what = Said(s.t.gettext(N_("log %(log)s: %(what)s"), log=finding.log[:16], what=what))
    return what if finding.file is None else Said(f"{what} ({tame(finding.file)})")


def _more(s: Session, number: int) -> None:
    if number > SHOWN_MOST:
        s.say(N_("%(n)d in all; --json lists every one."), n=number)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "audit", cls=Command, help=N_("Audit many logs at once, from archives, couriers' folders or tiles. Ends with 0 if all holds.")
    )(audit)
