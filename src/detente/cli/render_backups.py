# ruff: noqa: D103 - render_x renders the view x
"""Backups for people."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import tame
from detente.views import words

if TYPE_CHECKING:
    from detente.views.backups import BackupList, BackupMade, BackupRestored, BackupTested, CaughtUp, Reach


def render_made(s: Session, view: BackupMade) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The backup is in %(path)s, encrypted whole."), path=view.file)
    s.text(s.t.ngettext("It holds %(n)d file.", "It holds %(n)d files.", view.files) + " " + s.t.size(view.bytes))
    s.line("SHA-256: " + view.sha256)
    _reaches(s, view.reaches)
    for name in view.not_whole:
        s.text("! " + s.t.gettext(N_("an attachment was not whole when the backup was made: %(name)s"), name=name))
    s.say(N_("It does not hold the second folder for the last signed state; what is sealed from now on is not in it."))
    s.next("backup test " + shlex.quote(view.file))


def _reaches(s: Session, rows: Sequence[Reach]) -> None:
    headings = N_("Channel"), N_("Log"), N_("Entries"), N_("Taken")
    table = [(row.channel, _log(s, row.party, row.generation), s.t.number(row.entries), s.t.stamp(row.taken)) for row in rows]
    s.table(headings, table, numbers={2})


def _log(s: Session, party: str, generation: int) -> str:
    return words.of_generation(s.t, party, generation)


def render_tested(s: Session, view: BackupTested) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("A backup of %(party)s, made on %(at)s."), party=words.who(s.t, view.names, view.party), at=s.t.stamp(view.made_at))
    s.text(s.t.ngettext("It is %(n)d day old.", "It is %(n)d days old.", view.days))
    _reaches(s, view.reaches)
    s.text(s.t.ngettext("%(n)d entry was read and recomputed.", "%(n)d entries were read and recomputed.", view.entries))
    if view.persons:
        s.say(N_("It holds the keys of people, which their own passphrases open: %(people)s."), people=s.t.listing(view.persons))
    for problem in view.problems:
        s.line(f"! {tame(problem.channel)} {tame(problem.where)}: " + s.t.error(problem.why.error()))
    if not view.problems:
        s.say(N_("Everything holds; the keys open, and are those that seal the logs. A bare machine can use it."))


def render_restored(s: Session, view: BackupRestored) -> None:
    s.exercise(on=view.exercise)
    s.say(N_("The node of %(party)s is restored in %(path)s."), party=words.who(s.t, view.names, view.party), path=view.folder)
    _reaches(s, view.reaches)
    if view.guard is None:
        s.say(N_("Without the second folder for the last signed state nobody here knows what was sealed last; the others say it."))
    for why in view.shut.values():
        s.text("! " + s.t.error(why.error()))
    s.say(N_("Use this node or the old one, never both: two nodes with one key sign two versions of one record."))
    said = "--holds PARTY=ENTRIES-CHECK --nothing-under-way"
    s.next("sync FOLDER", *(f"backup caught-up {shlex.quote(label)} {said}" for label in view.shut))


def render_list(s: Session, view: BackupList) -> None:
    if not view.backups:
        s.say(N_("No backup of this node is known here."))
    for row in view.backups:
        s.line(f"{s.t.stamp(row.made_at)}  {tame(row.file)}  {s.t.size(row.bytes)}")
        s.line("  SHA-256: " + row.sha256)
        if row.still_whole:
            s.text(
                "  ! "
                + s.t.ngettext(
                    "It still holds %(n)d entry that was destroyed by agreement since: %(entries)s",
                    "It still holds %(n)d entries that were destroyed by agreement since: %(entries)s",
                    len(row.still_whole), entries=", ".join(row.still_whole),
                )
            )  # fmt: skip
    if any(row.still_whole for row in view.backups):
        s.say(N_("No program reaches those files. Make a new backup, test it, and destroy the old ones by hand."))
    s.next("backup make DIR")


def render_caught_up(s: Session, view: CaughtUp) -> None:
    s.exercise(on=view.exercise)
    s.say(
        N_("Our log in '%(label)s' has caught up, to %(entries)d entries. Sealing goes on from there."),
        label=view.channel,
        entries=view.entries,
    )
