"""Backups, for people: what was made, what a test found, what was restored, what old ones still hold; and the README of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.errors import N_, DetenteError, StoreError
from detente.i18n import LANGUAGES, Translator, translator
from detente.node.backups import ChannelReach, Manifest, digest_of, still_held
from detente.node.fsck import check
from detente.node.node import Node
from detente.node.place import read_about
from detente.node.restored import shut
from detente.node.roots import current_root
from detente.views.base import Text, View, text_of_error
from detente.views.resting_check import problems_at_rest
from detente.views.results import Problem
from detente.views.words import who


class Reach(View, frozen=True):
    """How far one log goes in a backup: `entries` of it; `taken`: when its last pouch was taken or sealed, where that is known."""

    channel: str
    party: str
    generation: int
    entries: int
    taken: str | None


class BackupMade(View, frozen=True):
    """`backup make`. `to`: the age recipients; empty: a passphrase opens it. `not_whole`: attachments that the node lacks on its disk."""

    file: str
    bytes: int
    sha256: str
    made_at: str
    to: list[str]
    files: int
    reaches: list[Reach]
    not_whole: list[str]
    exercise: bool


class BackupTested(View, frozen=True):
    """`backup test`: what it reaches to, how old it is (`days`), and every problem that was found; none: a bare machine can use it."""

    file: str
    party: str
    names: dict[str, str]
    program: str
    made_at: str
    days: int
    files: int
    entries: int
    reaches: list[Reach]
    persons: list[str]
    problems: list[Problem]
    exercise: bool


class BackupRestored(View, frozen=True):
    """`backup restore`. `shut`: of each channel in which nothing may be sealed yet, why."""

    folder: str
    party: str
    names: dict[str, str]
    made_at: str
    guard: str | None
    reaches: list[Reach]
    shut: dict[str, Text]
    exercise: bool


class BackupRow(View, frozen=True):
    """A backup that this node made. `still_whole`: entries destroyed by agreement since, whose bodies it still holds."""

    file: str
    made_at: str
    bytes: int
    sha256: str
    still_whole: list[str]


class BackupList(View, frozen=True):
    """`backup list`, oldest first."""

    party: str
    backups: list[BackupRow]


class CaughtUp(View, frozen=True):
    """`backup caught-up`: how many entries of our log are held here again."""

    channel: str
    entries: int
    exercise: bool


def reaches_of(channels: Sequence[ChannelReach]) -> list[Reach]:
    """How far each log goes."""
    return [
        Reach(channel=channel.label, party=log.party, generation=log.generation, entries=log.entries, taken=log.taken)
        for channel in channels
        for log in channel.logs
    ]


def made_view(path: Path, manifest: Manifest, to: Sequence[str]) -> BackupMade:
    """What was made."""
    return BackupMade(
        file=str(path), bytes=path.stat().st_size, sha256=digest_of(path), made_at=manifest.made_at, to=list(to), files=len(manifest.files),
        reaches=reaches_of(manifest.channels), not_whole=manifest.not_whole, exercise=manifest.exercise,
    )  # fmt: skip


def view_of_test(path: Path, manifest: Manifest, node: Node, tick: Callable[[int, int], None] | None = None) -> BackupTested:
    """Check a node that was unpacked from a backup, with its keys open."""
    report = check(node, tick)
    problems = [(p.channel, p.where, p.error) for p in [*report.problems, *problems_at_rest(node)]] + [
        ("", "", StoreError(N_("an attachment was not whole when the backup was made: %(name)s"), name=name)) for name in manifest.not_whole
    ]
    problems += _missing_keys(node)
    made = dt.datetime.fromisoformat(manifest.made_at)
    return BackupTested(
        file=str(path), party=manifest.party, names=manifest.names, program=manifest.program, made_at=manifest.made_at,
        days=max(0, (node.clock() - made).days), files=len(manifest.files), entries=report.entries, reaches=reaches_of(manifest.channels),
        persons=[part.name.removeprefix("person-").removesuffix(".age") for part in manifest.files if part.name.startswith("person-")],
        problems=[Problem(channel=channel, where=where, why=text_of_error(error)) for channel, where, error in problems],
        exercise=manifest.exercise,
    )  # fmt: skip


def _missing_keys(node: Node) -> list[tuple[str, str, DetenteError]]:
    """Whether the keys are those of the charters, and can go on with each of our logs."""
    found: list[tuple[str, str, DetenteError]] = []
    for charter in node.charters.values():
        if current_root(node, charter).keys != node.keys.root_public:
            found.append(
                ("", "keys.age", StoreError(N_("the root key is not the one that the charter %(dialogue)s names"), dialogue=charter.id))
            )
    for room in node.rooms.values():
        log = room.channel.logs.get(room.mine)
        if log is None or not log.main.size:
            continue
        in_force = log.heads[log.main].certificates[-1].keys
        if all(keys.public != in_force for keys in node.keys.sealing_pairs(room.log_id(room.mine), log.main.size)):
            found.append((room.label, "keys.age", StoreError(N_("the key that seals our log is missing"))))
    return found


def restored_view(folder: Path, manifest: Manifest, node: Node, guard: Path | None) -> BackupRestored:
    """What was restored, and what is shut."""
    reasons = {room.label: reason for room in node.rooms.values() if (reason := shut(node, room)) is not None}
    return BackupRestored(
        folder=str(folder), party=manifest.party, names=manifest.names, made_at=manifest.made_at, guard=str(guard) if guard else None,
        reaches=reaches_of(manifest.channels), shut={label: text_of_error(reason) for label, reason in sorted(reasons.items())},
        exercise=manifest.exercise,
    )  # fmt: skip


def list_view(folder: Path) -> BackupList:
    """The backups of the node in a folder, which may be in use.

    Raises:
        CallerError: there is no node.
    """
    rows = [
        BackupRow(file=made.file, made_at=made.made_at, bytes=made.bytes, sha256=made.sha256, still_whole=whole)
        for made, whole in still_held(folder)
    ]
    return BackupList(party=str(read_about(folder)["party"]), backups=rows)


def readme(manifest: Manifest) -> str:
    """What README.txt of a backup says, in each language."""
    return ("\n" + "-" * 60 + "\n\n").join(_readme(translator(language), manifest) for language in sorted(LANGUAGES))


def _readme(t: Translator, manifest: Manifest) -> str:
    said = [
        t.gettext(
            N_("This is a backup of the node of %(party)s in Détente, a signed record of talks. It was made on %(at)s by %(program)s."),
            party=who(t, manifest.names, manifest.party), at=t.stamp(manifest.made_at), program=manifest.program,
        ),
        *([t.gettext(N_("EXERCISE: nothing here was meant in earnest; its content is supposed."))] if manifest.exercise else []),
        t.gettext(
            N_(
                "It holds the whole record, attachments, charters, drafts, accounts, settings, and the keys: each key file is encrypted by"
                " its own passphrase, which this backup does not hold."
            )
        ),
        t.gettext(N_("manifest.json says how far each log goes, and lists every file with its size and SHA-256. To compare the files:")),
        "    sha256sum -c SHA256SUMS",
        t.gettext(N_("To make a node of it again, with the program, from the file that you opened to read this:")),
        "    detente backup restore FILE --dir DIR",
        t.gettext(
            N_(
                "Do not copy these files into the place of a node by hand: what was sealed after this backup is not in it, and a node that"
                " seals again from here signs a second version of its own record. What `restore` makes waits until it has caught up."
            )
        ),
    ]  # fmt: skip
    return "\n\n".join(map(str, said)) + "\n"
