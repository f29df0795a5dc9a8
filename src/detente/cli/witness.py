# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands of a witness and for one: by file, in four steps (docs/howto/host.md)."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.session import SECRETS_OPEN, Session, session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.witnessing import Answered
    from detente.views.results import WitnessDone

CONFLICT = 409
"""The status of a question that does not go on from where the witness signed last."""
FOLDER = N_("The folder of the witness.")


def new(
    name: str = typer.Argument(..., metavar="NAME", help=N_("The name under which it countersigns, such as host.example/geneva.")),
    charter: list[Path] = typer.Option(
        ..., "--charter", metavar="FILE", help=N_("A charter whose parties it may countersign for; repeat it.")
    ),
    folder: Path = typer.Option(Path("detente-witness"), "--dir", metavar="DIR", help=FOLDER),
    no_passphrase: bool = typer.Option(False, "--no-passphrase", help=N_("Keep the key unencrypted; for exercises only.")),
) -> None:
    from detente.cli.files import read_charter
    from detente.node.witnessing import Witness
    from detente.record.note import format_vkey
    from detente.views.results import WitnessMade

    s = session()
    charters = [read_charter(path) for path in charter]
    if no_passphrase and not all(each.exercise for each in charters):
        raise CallerError(N_("a witness of real talks keeps its key encrypted"))
    witness = Witness.create(folder, name, charters, SECRETS_OPEN if no_passphrase else s.passphrase(new=True))
    view = WitnessMade(name=name, folder=str(folder), vkeys=[format_vkey(key) for key in witness.vkeys])
    witness.close()

    def render(s: Session, view: WitnessMade) -> None:
        s.say(N_("The witness '%(name)s' is in %(path)s. Never go back to an old copy of this folder."), name=view.name, path=view.folder)
        s.say(N_("Its keys, which it publishes; either one confirms its times:"))
        for key in view.vkeys:
            s.line(key)

    s.emit(view, render)


def ask(
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write the file for the witness.")),
    witness: str | None = typer.Option(
        None, "--witness", metavar="NAME", help=N_("Which witness, by its name or a key; needed where several have countersigned for you.")
    ),
) -> None:
    from detente.cli.files import write_new, written
    from detente.node.witnessing import ask_witness, witnesses_of

    s = session()
    with s.open() as node:
        raw, known = ask_witness(node, witness), witnesses_of(node)
        exercise = any(charter.exercise for charter in node.charters.values())
    written(
        write_new(out, raw),
        raw,
        N_("The signed states of our logs are in %(path)s. They hold no entry. Hand the file to the witness."),
        exercise=exercise,
    )
    if witness is not None and witness.partition("+")[0] not in known:
        s.say(N_("'%(name)s' has countersigned nothing of ours yet; it is asked from the beginning."), name=witness.partition("+")[0])


def answer(
    file: Path = typer.Argument(..., metavar="FILE", help=N_("What a party handed over.")),
    folder: Path = typer.Option(Path("detente-witness"), "--dir", metavar="DIR", help=FOLDER),
    out: Path = typer.Option(..., "--out", metavar="FILE", help=N_("Where to write the file for the party.")),
) -> None:
    from detente.cli.files import write_new
    from detente.node.files import read_capped
    from detente.node.witnessing import LIMIT, Witness

    s = session()
    raw = read_capped(file, LIMIT)
    s.folder = folder
    witness = Witness(folder, s.passphrase() if (folder / "keys.age").exists() else SECRETS_OPEN)
    try:
        if out.exists():
            raise CallerError(
                N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another name with --out."), path=str(out)
            )
        answered, told = witness.answer(raw)
        write_new(out, answered)
        exercise = all(charter.exercise for charter in witness.charters)
    finally:
        witness.close()
    s.emit(_view(str(out), told, exercise=exercise), _render_answers)
    if any(item.status != 200 for item in told):
        raise typer.Exit(1)


def add(file: Path = typer.Argument(..., metavar="FILE", help=N_("What the witness handed back."))) -> None:
    from detente.node.files import read_capped
    from detente.node.witnessing import LIMIT, add_cosignatures

    s = session()
    raw = read_capped(file, LIMIT)
    with s.open() as node:
        _, told = add_cosignatures(node, raw)
        exercise = any(charter.exercise for charter in node.charters.values())
    s.emit(_view(str(file), told, exercise=exercise), _render_added)
    if any(item.status != 200 for item in told):
        raise typer.Exit(1)


def _view(file: str, told: list[Answered], *, exercise: bool) -> WitnessDone:
    from detente.views.base import text_of_error
    from detente.views.results import WitnessDone, WitnessedState

    states = [
        WitnessedState(
            origin=item.origin,
            about=item.about,
            size=item.size,
            status=item.status,
            why=None if item.reason is None else text_of_error(item.reason),
        )
        for item in told
    ]
    return WitnessDone(file=file, states=states, exercise=exercise)


def _render_answers(s: Session, view: WitnessDone) -> None:
    s.exercise(on=view.exercise)
    _states(s, view)
    s.say(N_("The answer is in %(path)s. Hand it back to the party."), path=view.file)


def _render_added(s: Session, view: WitnessDone) -> None:
    s.exercise(on=view.exercise)
    _states(s, view)
    behind = {state.why.params["name"] for state in view.states if state.status == CONFLICT and state.why is not None}
    if behind:
        s.next(*(f"witness ask --witness {shlex.quote(name)} --out FILE" for name in sorted(behind)))


def _states(s: Session, view: WitnessDone) -> None:
    good = sum(state.status == 200 for state in view.states)
    s.line(s.t.ngettext("%(n)d signed state is countersigned.", "%(n)d signed states are countersigned.", good))
    for state in view.states:
        if state.why is not None:
            s.line(f"! {state.about or state.origin[-16:] or '?'}: " + s.t.error(state.why.error()))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    witnesses = group(N_("Have signed states countersigned by a third party, by file."))
    witnesses.command("new", cls=Command, help=N_("For the witness: make its folder and its key."))(new)
    witnesses.command(
        "ask", cls=Command, help=N_("For a party: write the signed states of your logs for the witness; no entry is in them.")
    )(ask)
    witnesses.command("answer", cls=Command, help=N_("For the witness: check that each state continues the one before, and countersign."))(
        answer
    )
    witnesses.command("add", cls=Command, help=N_("For a party: keep what the witness handed back; proofs then carry it."))(add)
    app.add_typer(witnesses, name="witness")
