# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands of a witness and for one: by file, in four steps, and over HTTP (docs/howto/host.md)."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from detente.cli.protection import BEHIND_PROXY, CERTIFICATE, KEY, not_installed, protected
from detente.cli.session import SECRETS_OPEN, Session, session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError, UsageError

if TYPE_CHECKING:
    from detente.node.witnessing import Answered, Witness
    from detente.views.results import WitnessDone

CONFLICT = 409
"""The status of a question that does not go on from where the witness signed last."""
FOLDER = N_("The folder of the witness.")
MOST_DIGITS = 5
"""Of the number of a port."""


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
    from detente.node.witnessing import LIMIT, Witness, is_renewal_question

    s = session()
    raw = read_capped(file, LIMIT)
    witness = Witness(folder, _passphrase(s, folder))
    try:
        if is_renewal_question(raw):
            _answer_renewal(witness, raw, out)
            return
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


def _answer_renewal(witness: Witness, raw: bytes, out: Path) -> None:
    from detente.cli.files import write_new, written

    answered = witness.answer_renewal(raw)
    exercise = all(charter.exercise for charter in witness.charters)
    written(write_new(out, answered), answered, N_("The countersigned renewal is in %(path)s. Hand it back."), exercise=exercise)


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


def serve(
    folder: Path = typer.Option(Path("detente-witness"), "--dir", metavar="DIR", help=FOLDER),
    listen: str = typer.Option("127.0.0.1:8760", "--listen", metavar="HOST:PORT", help=N_("The address; otherwise this machine alone.")),
    certificate: Path | None = CERTIFICATE,
    key: Path | None = KEY,
    behind_proxy: bool = BEHIND_PROXY,
    name: list[str] = typer.Option([], "--name", metavar="HOST", help=N_("A name by which browsers call this server; repeat it.")),
    rate: float = typer.Option(20.0, "--rate", metavar="NUMBER", min=0.1, help=N_("Requests a second that one address may make.")),
) -> None:
    import asyncio

    s = session()
    try:
        from detente.web.witness_door import Served
    except ModuleNotFoundError as error:
        raise not_installed() from error
    from detente.node.witnessing import Witness

    host, port = _address(listen)
    transport = protected(host, certificate, key, behind_proxy=behind_proxy, command="witness serve")
    passphrase = _passphrase(s, folder)
    served = Served(lambda: Witness(folder, passphrase), host=host, port=port, transport=transport, names=name, rate=rate)
    s.say(N_("The witness answers at %(address)s, until you press Ctrl-C. Its keys:"), address=served.address)
    for each in served.vkeys:
        s.line(each)
    asyncio.run(served.serve())


def _address(listen: str) -> tuple[str, int]:
    """HOST:PORT, an IPv6 address in brackets.

    Raises:
        UsageError: another form.
    """
    host, _, port = listen.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and len(port) <= MOST_DIGITS):
        raise UsageError(N_("'%(text)s' is no address such as 127.0.0.1:8760"), text=listen)
    return host.removeprefix("[").removesuffix("]"), int(port)


def _passphrase(s: Session, folder: Path) -> str:
    s.folder = folder
    return s.passphrase() if (folder / "keys.age").exists() else SECRETS_OPEN


def log_add(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help=N_("A charter, or a file of a party that asks for countersignatures.")),
    vkey: list[str] = typer.Option([], "--vkey", metavar="VKEY", help=N_("The public key of a log of others (C2SP); repeat it.")),
    folder: Path = typer.Option(Path("detente-witness"), "--dir", metavar="DIR", help=FOLDER),
) -> None:
    from detente.cli.files import read_charter
    from detente.cli.render_witness import render_added_logs
    from detente.node.files import read_capped
    from detente.node.witnessing import LIMIT, Witness, is_question
    from detente.record.note import parse_vkey
    from detente.views.witness import LogsAdded

    if file is None and not vkey:
        raise UsageError(N_("name a file, or a key with --vkey"))
    s = session()
    foreign = [parse_vkey(each) for each in vkey]
    witness = Witness(folder, _passphrase(s, folder))
    names: dict[str, str] | None = None
    number: int | None = None
    try:
        if file is not None and is_question(raw := read_capped(file, LIMIT)):
            number = witness.learn_from(raw)
        elif file is not None:
            charter = read_charter(file)
            names = charter.names
            witness.add_charter(charter)
        with witness.store.transaction():
            witness.memory.add_foreign(foreign)
        exercise = all(each.exercise for each in witness.charters)
    finally:
        witness.close()
    s.emit(LogsAdded(dialogue=names, learned=number, foreign=[each.name for each in foreign], exercise=exercise), render_added_logs)


def log_list(folder: Path = typer.Option(Path("detente-witness"), "--dir", metavar="DIR", help=FOLDER)) -> None:
    from detente.cli.render_witness import render_known
    from detente.node.witnessing import Witness
    from detente.views.witness import known_logs_view

    s = session()
    witness = Witness(folder, _passphrase(s, folder))
    try:
        view = known_logs_view(witness)
    finally:
        witness.close()
    s.emit(view, render_known)


def policy(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help=N_("A policy file (C2SP tlog-policy) to keep; otherwise it is shown.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=N_("A channel of the dialogue that is meant.")),
    forget: bool = typer.Option(False, "--forget", help=N_("Keep no policy any more.")),
) -> None:
    from detente.cli.render_witness import render_policy
    from detente.node.files import read_capped
    from detente.node.witness_policies import addresses, set_policy
    from detente.record.policy import MAX_POLICY_BYTES, parse_policy
    from detente.views.countersigned import policy_view

    s = session()
    if file is not None and forget:
        raise UsageError(N_("a policy is kept or forgotten, not both"))
    with s.open() as node:
        dialogue = node.room(channel).channel.charter.id
        if file is not None:
            read = parse_policy(read_capped(file, MAX_POLICY_BYTES))
            for address in addresses(read):
                check_address(address)
            set_policy(node, dialogue, read)
        if forget:
            set_policy(node, dialogue, None)
        view = policy_view(node, dialogue)
    s.emit(view, render_policy)


def check_address(address: str) -> None:
    """Read an address, so that a mistyped one is said now and not when the witness is asked.

    Raises:
        CallerError: it is none.
    """
    from detente.node.web_line import Line

    Line(address).close()


def submit(
    address: list[str] = typer.Argument(None, metavar="[URL]", help=N_("The addresses of witnesses; otherwise those of the policy.")),
    key: list[str] = typer.Option([], "--key", metavar="VKEY", help=N_("The public key of a witness that no policy names; repeat it.")),
) -> None:
    from detente.cli.render_witness import render_asked
    from detente.node.witness_online import submit as ask_all
    from detente.record.note import parse_vkey
    from detente.views.countersigned import asked_view

    s = session()
    keys = [parse_vkey(each) for each in key]
    with s.open() as node:
        view = asked_view(node, ask_all(node, address or (), keys))
    s.emit(view, render_asked)
    if any(each.why is not None for each in view.answers):
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
    witnesses = group(N_("Have signed states countersigned by a third party, by file or over HTTP."))
    witnesses.command("new", cls=Command, help=N_("For the witness: make its folder and its key."))(new)
    witnesses.command(
        "ask", cls=Command, help=N_("For a party: write the signed states of your logs for the witness; no entry is in them.")
    )(ask)
    witnesses.command("answer", cls=Command, help=N_("For the witness: check that each state continues the one before, and countersign."))(
        answer
    )
    witnesses.command("add", cls=Command, help=N_("For a party: keep what the witness handed back; proofs then carry it."))(add)
    witnesses.command("policy", cls=Command, help=N_("For a party: whose countersignatures are enough, for one dialogue."))(policy)
    witnesses.command(
        "submit", cls=Command, help=N_("For a party: have the signed states of your logs countersigned over HTTP, and compare with theirs.")
    )(submit)
    witnesses.command("serve", cls=Command, help=N_("For the witness: answer over HTTP, as C2SP tlog-witness has it."))(serve)
    logs = group(N_("For the witness: the logs that it countersigns for."))
    logs.command("add", cls=Command, help=N_("Countersign for the parties of a further charter, or for a log of others."))(log_add)
    logs.command("list", cls=Command, help=N_("The logs that this witness knows, and up to where it countersigned each."))(log_list)
    witnesses.add_typer(logs, name="log")
    app.add_typer(witnesses, name="witness")
