# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands that found: a node, a charter, a channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from detente.cli import forms
from detente.cli.keys import IDENTITY, ROOT, bring
from detente.cli.session import SECRETS_OPEN, session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

PARTY = N_("The id of your party: a small letter, then small letters, digits or _; such as usa.")
NAME = N_("A name in one language, LANGUAGE=NAME, such as en='United States'; repeat it for others.")


def by_language(items: list[str], option: str) -> dict[str, str]:
    """`en=Talks` and so on as a value."""
    found = {}
    for item in items:
        language, equals, text = item.partition("=")
        if not equals or not language or not text.strip():
            raise CallerError(N_("%(option)s '%(item)s' is not of the form LANGUAGE=TEXT"), option=option, item=item)
        found[language] = text.strip()
    return found


def init(
    party: str = typer.Option(..., "--party", metavar="ID", help=PARTY),
    name: list[str] = typer.Option(..., "--name", metavar="LANGUAGE=NAME", help=NAME),
    guard: Path | None = typer.Option(
        None, "--guard", metavar="DIR", help=N_("A second folder for the last signed state, out of reach of the node's backups.")
    ),
    no_passphrase: bool = typer.Option(
        False, "--no-passphrase", help=N_("Keep the keys unencrypted; such a node can join exercises only.")
    ),
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE", help=N_("Where to write the introduction; otherwise party.json in the node's folder.")
    ),
    store: str | None = typer.Option(
        None, "--store", metavar="URL", help=N_("Keep the record in PostgreSQL: postgresql://USER@HOST/DATABASE; otherwise in the folder.")
    ),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render import render_node_made
    from detente.node.founding import introduction_file
    from detente.node.node import Node
    from detente.record.charter import fingerprint
    from detente.views.results import NodeMade

    s = session()
    names = by_language(name, "--name")
    introduction = out or s.folder / "party.json"
    if (s.folder / "node.json").exists():
        raise _made_before(s.folder, introduction)
    passphrase = SECRETS_OPEN if no_passphrase else s.passphrase(new=True)
    try:
        with Node.create(s.folder, party, names, passphrase, guard=guard, store=store) as node:
            path = write_new(introduction, introduction_file(node))
            view = NodeMade(
                party=party,
                names=names,
                node=str(s.folder),
                introduction=str(path),
                fingerprint=fingerprint(node.keys.root_public),
                encrypted=not no_passphrase,
                store=None if store is None else str(node.store.where),
            )
    except KeyboardInterrupt as error:
        if not (s.folder / "node.json").exists():
            raise
        raise _made_before(s.folder, introduction, N_("stopped; the node in %(path)s is made, its introduction is not written")) from error
    s.emit(view, render_node_made)


def _made_before(folder: Path, introduction: Path, why: str = N_("%(path)s holds a node already")) -> CallerError:
    """That there is a node, and what is left to do with it."""
    if introduction.exists():
        return CallerError(why, hint=N_("Choose another folder with --node."), path=str(folder))
    return CallerError(
        why,
        hint=N_("This writes its introduction for the other parties:\ndetente party --out %(out)s"),
        path=str(folder),
        out=str(introduction),
    )


def party(out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write it."))) -> None:
    from detente.cli.files import write_new, written
    from detente.node.founding import introduction_file

    s = session()
    with s.open(secrets=True) as node:
        raw = introduction_file(node)
    written(write_new(out, raw), raw, N_("The introduction of this node for one dialogue is in %(path)s. Hand it to the founder."))


def charter_new(
    parties: list[Path] = typer.Option(..., "--party", metavar="FILE", help=N_("The introduction of each party, yours too; repeat it.")),
    name: list[str] = typer.Option(..., "--name", metavar="LANGUAGE=NAME", help=N_("The name of the dialogue in one language; repeat it.")),
    purpose: list[str] = typer.Option(
        [], "--purpose", metavar="LANGUAGE=TEXT", help=N_("What the talks are for, in one language; repeat it.")
    ),
    alias: list[str] = typer.Option(
        [], "--alias", metavar="LANGUAGE=NAME", help=N_("Another name by which the dialogue is known in one language; repeat it.")
    ),
    mandate: list[str] = typer.Option(
        [], "--mandate", metavar="LANGUAGE=TEXT", help=N_("What the mandate of the talks is, in one language; repeat it.")
    ),
    mandate_by: list[str] = typer.Option(
        [], "--mandate-by", metavar="LANGUAGE=TEXT", help=N_("Who gave the mandate, in one language; repeat it.")
    ),
    mandate_on: str | None = typer.Option(None, "--mandate-on", metavar="DATE", help=N_("When it was given, such as 2021-06-16.")),
    mandate_at: list[str] = typer.Option(
        [], "--mandate-at", metavar="LANGUAGE=TEXT", help=N_("Where it was given, in one language; repeat it.")
    ),
    mandate_statement: list[str] = typer.Option(
        [], "--mandate-statement", metavar="LANGUAGE=TEXT", help=N_("By which statement, in one language; repeat it.")
    ),
    exercise: bool = typer.Option(False, "--exercise", help=N_("An exercise: marked everywhere, and never mixed with a real dialogue.")),
    out: Path = typer.Option(Path("charter.json"), "--out", metavar="FILE", help=N_("Where to write the charter.")),
) -> None:
    from detente.cli.files import write_new
    from detente.cli.render import render_charter
    from detente.node.founding import compose_charter, keep_founding_secret
    from detente.views.charter import charter_view

    s = session()
    if not exercise and not s.is_encrypted():
        raise _for_exercises_only()
    names, aims = by_language(name, "--name"), by_language(purpose, "--purpose")
    given = {
        "text": by_language(mandate, "--mandate"),
        "by": by_language(mandate_by, "--mandate-by"),
        "on": forms.when(mandate_on, may_be_open=False) if mandate_on else {},
        "place": by_language(mandate_at, "--mandate-at"),
        "statement": by_language(mandate_statement, "--mandate-statement"),
    }
    aliases = _aliases(alias)
    introductions = _introductions(parties)
    with s.open(secrets=True) as node:
        k = node.random(32)
        charter = compose_charter(
            introductions, nonce=node.random(32), k=k, names=names, purpose=aims, exercise=exercise,
            mandate={part: value for part, value in given.items() if value}, aliases=aliases,
        )  # fmt: skip
        write_new(out, charter.raw)
        keep_founding_secret(node, charter, k)
    s.emit(charter_view(charter, signed=False), render_charter)
    if not s.json:
        s.say()
        s.say(
            N_("The charter is in %(path)s. Hand it to the other parties; each reads it, compares the fingerprints, and signs."),
            path=str(out),
        )
        s.next(f"charter sign {out}")


def _aliases(given: list[str]) -> dict[str, list[str]]:
    """Other names of the dialogue, by language."""
    found: dict[str, list[str]] = {}
    for item in given:
        for language, other in by_language([item], "--alias").items():
            found.setdefault(language, []).append(other)
    return found


def _introductions(paths: list[Path]) -> dict[str, dict[str, Any]]:
    """What introduces each party, by its id.

    Raises:
        CallerError: two of the files introduce one party.
    """
    from detente.node.files import read_capped
    from detente.node.founding import parse_introduction
    from detente.record.limits import LIMITS

    found: dict[str, dict[str, Any]] = {}
    for path in paths:
        who, introduction = parse_introduction(read_capped(path, LIMITS.charter_bytes))
        if who in found:
            raise CallerError(N_("two of the files introduce %(party)s"), party=who)
        found[who] = introduction
    return found


def charter_show(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help=N_("A charter; otherwise those that this node has signed.")),
) -> None:
    from detente.cli.files import read_charter
    from detente.cli.render import render_charter, render_charters
    from detente.views.charter import charter_view
    from detente.views.results import ChartersSigned

    s = session()
    if file is not None:
        s.emit(charter_view(read_charter(file)), render_charter)
        return
    with s.open() as node:
        if not node.charters:
            raise CallerError(N_("this node takes part in no dialogue yet"), hint=N_("detente charter sign FILE"))
        signed = [
            charter_view(charter, signed=node.store.get_meta("signed:" + dialogue) is not None)
            for dialogue, charter in sorted(node.charters.items())
        ]
    s.emit(ChartersSigned(charters=signed), render_charters)


def charter_sign(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("The charter, as every party has it.")),
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE", help=N_("Where to write the signed note; otherwise beside the charter.")
    ),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.files import read_charter, write_new
    from detente.cli.render import render_signed
    from detente.node.founding import sign_charter
    from detente.views.results import CharterSigned

    s = session()
    charter = read_charter(file)
    if not charter.exercise and not s.is_encrypted():
        raise _for_exercises_only()
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        node.adopt(charter, None)
        note = sign_charter(node, charter)
        path = write_new(out or file.with_name(f"{file.stem}.{node.party}.note"), note, replace=True)
    s.emit(CharterSigned(hash=charter.id, note=str(path), exercise=charter.exercise), render_signed)


def _for_exercises_only() -> CallerError:
    """That the keys of this node lie open."""
    return CallerError(
        N_("the keys of this node have no passphrase; it can join exercises only"),
        hint=N_(
            "For an exercise the charter is composed with --exercise. For talks in earnest, this makes another node:\n"
            "detente --node OTHER init --party ID --name en=NAME"
        ),
    )


def channel_new(
    name: str = typer.Argument(..., metavar="NAME", help=N_("What you call the channel; a short word.")),
    member: list[str] = typer.Option(..., "--member", metavar="PARTY", help=N_("A member, yours too or not; repeat it.")),
    title: list[str] = typer.Option(
        [], "--name", metavar="LANGUAGE=NAME", help=N_("Its name for all members, in one language; repeat it.")
    ),
    kind: str = typer.Option("group", "--kind", metavar="WORD", help=N_("What it is for, in one word, such as group, requests, hotline.")),
    root: Path | None = ROOT,
    identity: Path | None = IDENTITY,
) -> None:
    from detente.cli.render import render_founded
    from detente.node.sealing import found_channel
    from detente.views.results import ChannelFounded

    s = session()
    names = by_language(title, "--name") or {"en": name}
    with s.open(secrets=True) as node:
        bring(s, node, root, identity)
        home = node.room(None)
        charter = home.channel.charter
        for each in member:
            if each not in charter.parties:
                raise CallerError(
                    N_("'%(party)s' is no party of the dialogue; its parties are: %(known)s"),
                    party=each,
                    known=", ".join(sorted(charter.parties)),
                )
        if any(room.label == name for room in node.rooms.values()):
            raise CallerError(N_("there is a channel '%(label)s' already"), label=name)
        room = found_channel(node, charter.id, name, names, sorted({*member, node.party}), kind)
        view = ChannelFounded(label=room.label, id=room.id, members=list(room.channel.members), exercise=charter.exercise)
    s.emit(view, render_founded)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        "init", cls=Command, help=N_("Make a node for your party: its keys, its store, and the introduction for the other parties.")
    )(init)
    app.command("party", cls=Command, help=N_("Write a new introduction of this node; each dialogue needs one of its own."))(party)
    charters = group(N_("Found a dialogue: compose a charter, read it, sign it."))
    charters.command("new", cls=Command, help=N_("Compose a charter from the introductions of all parties; yours founds the dialogue."))(
        charter_new
    )
    charters.command("show", cls=Command, help=N_("Show what a charter says, and its hash."))(charter_show)
    charters.command(
        "sign", cls=Command, help=N_("Take part: sign a charter with the root key of this node. Its hash is what outsiders will trust.")
    )(charter_sign)
    app.add_typer(charters, name="charter")
    channels = group(N_("Channels beside the plenary."))
    channels.command("new", cls=Command, help=N_("Found a channel of some or all parties; nobody else learns that it exists."))(channel_new)
    app.add_typer(channels, name="channel")
