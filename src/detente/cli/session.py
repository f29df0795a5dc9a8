"""What one run of the command line shares: the folder of the node, the language, how to speak.

Rules:

1. Results go to standard output, everything else (progress, questions, errors) to standard error.
2. With `--json` standard output is one JSON value and nothing else.
3. Every result of an exercise says that it is one.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from detente.errors import COMMAND, N_, CallerError, DetenteError, reason_of
from detente.i18n import FIRST_STRONG, POP, Said, Translator, tame, translator

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from detente.node.node import Node
    from detente.record.signatures import Ed25519Signer

V = TypeVar("V", bound=msgspec.Struct)
T = TypeVar("T")

DEFAULT_NODE = "detente-node"
SECRETS_OPEN = "-"


COURIER = "courier"
"""Under this name the store of a node keeps where the last sync went, an address a line."""

_TRIES = 3
"""How often a passphrase may be typed before a command gives up."""

_SHORT = 32
"""Characters of a first column that are never broken."""

_WORD = 15
"""Characters of a word, or of a whole column, that are not broken, where there is room."""

_NARROW = 6
"""Characters that every column keeps."""

_GAP = 3
"""Characters between two columns."""


@dataclass
class Session:
    """One run.

    Attributes:
        folder: the folder of the node.
        named: whether `--node` named it, so that the next command has to name it too.
        language: ar, en or ru.
        json: whether results are JSON.
        channel: the channel that the command line names, so that the next command has to name it too.
        couriers: what the next sync is to be told, as folders and addresses: where the last one went, and nothing where couriers are set;
            None while nobody knows.
    """

    folder: Path
    named: bool
    language: str
    json: bool
    channel: str | None = None
    couriers: tuple[str, ...] | None = None
    _typed_now: bool = field(default=False, init=False)

    @property
    def t(self) -> Translator:
        return translator(self.language)

    @cached_property
    def out(self) -> Console:
        from rich.console import Console

        return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)

    @cached_property
    def err(self) -> Console:
        from rich.console import Console

        return Console(stderr=True, highlight=False, markup=False, emoji=False)

    # ---- speaking ----

    def say(self, message: str = "", /, **params: Any) -> None:
        """One sentence on standard output; silent with --json."""
        if not self.json:
            self.text(self.t.gettext(message, **params))

    def text(self, text: str = "") -> None:
        """A finished sentence, wrapped."""
        if not self.json:
            self.out.print(self._wrapped(text, self.out.width))

    def line(self, text: str = "") -> None:
        """A line that is not to be broken: a hash, a command, a path."""
        if not self.json:
            self.out.print(text, soft_wrap=True)

    def head(self, message: str, /, **params: Any) -> None:
        """A heading, with an empty line above."""
        if not self.json:
            self.out.print()
            self.out.print(self.t.gettext(message, **params), style="bold")

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Collection[int] = (), whole: Collection[int] = ()
    ) -> None:
        """Rows under translated headings. `whole` columns are never broken.

        A column that is empty in every row is left out; where all are, nothing is said.
        """
        filled = [[cell if isinstance(cell, Said) else tame(cell) for cell in row] for row in rows]
        shown = [i for i in range(len(headings)) if any(row[i] for row in filled)]
        if not shown:
            return
        columns = [[self.t.gettext(headings[i]), *(row[i] for row in filled)] for i in shown]
        # A short first column is a name to copy; a long one is a sentence, which would push the others out.
        fixed = [i in whole or (i == 0 and max(map(len, cells[1:])) <= _SHORT) for i, cells in zip(shown, columns, strict=True)]
        widths = _column_widths(columns, fixed, self.out.width - _GAP * (len(shown) - 1))
        right = [i in numbers for i in shown]
        first, *rest = ([self._lines(cell, width) for cell, width in zip(row, widths, strict=True)] for row in zip(*columns, strict=True))
        deep = max(map(len, first))
        first = [[""] * (deep - len(lines)) + lines for lines in first]  # a heading stands next to what it heads
        self.out.print("\n".join(_laid_out(first, widths, right)), style="bold", soft_wrap=True)
        self.line("─" * (sum(widths) + _GAP * (len(shown) - 1)))
        # One print for all: a print of each row took a tenth of the time of `status`, and rich's own table a fifth.
        self.out.print("\n".join(line for row in rest for line in _laid_out(row, widths, right)), soft_wrap=True)

    def _wrapped(self, text: str, width: int) -> Text:
        """A text ready to print; one that sets something apart in its direction comes in lines, as a terminal lays out each by itself."""
        from rich.text import Text

        return Text("\n".join(self._lines(text, width)) if FIRST_STRONG in text else text)

    def _lines(self, text: str, width: int) -> list[str]:
        """A text in lines of a width; what is set apart in its direction is so on each line by itself."""
        from rich.cells import cell_len
        from rich.text import Text

        if "\n" not in text and cell_len(text) <= width:
            return [text]
        lines, carried = [], ""
        for line in Text(text).wrap(self.out, width, overflow="fold"):
            whole = carried + line.plain
            carried = FIRST_STRONG * (whole.count(FIRST_STRONG) - whole.count(POP))
            lines.append(whole.rstrip() + POP * len(carried))
        return lines

    def bullet(self, text: str) -> None:
        """One point of a list, its lines under one another."""
        from rich.table import Table

        grid = Table.grid(padding=(0, 1))
        grid.add_row("-", self._wrapped(text, self.out.width - len("- ")))
        self.out.print(grid)

    def exercise(self, *, on: bool) -> None:
        """The mark that stands above everything of an exercise."""
        if on and not self.json:
            self.out.print(
                self.t.gettext(N_("EXERCISE: nothing here was meant in earnest; its content is supposed.")), style="bold reverse"
            )

    def next(self, *commands: str) -> None:
        """The next command, ready to be copied."""
        if self.json:
            return
        if len(commands) == 1:
            self.out.print(self.t.gettext(N_("Next:")), style="dim", end=" ")
            self.line(self.command(commands[0]))
            return
        self.out.print(self.t.gettext(N_("Next:")), style="dim")
        for command in commands:
            self.line("  " + self.command(command))

    def command(self, rest: str) -> str:
        """A command line for this node, as it can be copied: with its folder, its channel and its courier, where they are known."""
        if self.couriers is not None:
            rest = rest.replace("sync FOLDER", shlex.join(["sync", *(self.as_typed(each) for each in self.couriers)]))
        if self.channel is not None and self.channel.casefold() not in rest.casefold() and _takes_a_channel(rest):
            rest += f" --channel {shlex.quote(self.channel)}"
        if not self.named or rest.startswith("--node"):
            return COMMAND + rest
        return f"{COMMAND}--node {shlex.quote(str(self.folder))} {rest}"

    @staticmethod
    def near(path: Path) -> Path:
        """A path as somebody would type it from here."""
        here = Path.cwd()
        return path.relative_to(here) if path.is_relative_to(here) and path != here else path

    def as_typed(self, courier: str) -> str:
        """An address as somebody would type it from here."""
        return courier if "://" in courier or courier.startswith("mail:") else str(self.near(Path(courier)))

    def emit(self, view: V, render: Callable[[Session, V], None]) -> None:
        """A result: as JSON, or for people."""
        if self.json:
            sys.stdout.write(msgspec.json.format(msgspec.json.encode(view), indent=2).decode() + "\n")
        else:
            render(self, view)

    def fail(self, error: DetenteError) -> None:
        """An error, in the reader's language, with the next step."""
        text = self.t.error(error)
        hint = self.t.hint(error)
        if self.json:
            value = {
                "error": {"text": str(error), "template": error.template, "hint": None if error.hint is None else error.hint % error.params}
            }
            sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
        self.err.print(self.t.gettext(N_("Error:")), style="bold red", end=" ")
        self.err.print(text, soft_wrap=True)
        if hint:
            self.err.print(self.t.gettext(N_("Next:")), style="dim", end=" ")
            first, *others = [self.command(line.removeprefix(COMMAND)) if line.startswith(COMMAND) else line for line in hint.split("\n")]
            self.err.print(first, soft_wrap=True)
            for line in others:
                self.err.print("  " + line if line.startswith(COMMAND) else line, soft_wrap=True)

    # ---- the node ----

    def open(self, *, secrets: bool = False) -> Node:
        """Open the node. Reading needs no passphrase; what signs or opens files does.

        Raises:
            CallerError: there is none, or the passphrase is wrong.
        """
        from detente.node.node import Node
        from detente.node.place import is_unfinished, read_about

        read_about(self.folder)
        if not secrets and not is_unfinished(self.folder):
            return self._known(Node.open(self.folder, ""))
        return self._known(self._trying(self.passphrase, self._opened))

    def _opened(self, passphrase: str) -> Node:
        from detente.node.node import Node

        node = Node.open(self.folder, passphrase)
        try:
            _ = node.keys.data  # says now that a passphrase is wrong
        except DetenteError:
            node.close()
            raise
        return node

    def _trying(self, ask: Callable[[], str], use: Callable[[str], T]) -> T:
        """Use a passphrase; whoever types it at a terminal may mistype it.

        Raises:
            WrongPassphrase: it was another each time, or came from the environment.
        """
        from detente.node.passphrases import WrongPassphrase

        for left in range(_TRIES - 1, -1, -1):
            self._typed_now = False
            passphrase = ask()
            try:
                return use(passphrase)
            except WrongPassphrase as error:
                if not self._typed_now:
                    raise
                if not left:
                    error.hint = N_("Nobody can open it without its passphrase; one that is lost cannot be replaced.")
                    raise
                self.err.print(self.t.error(error), soft_wrap=True)
                self.err.print(self.t.gettext(N_("Try again.")))
        raise AssertionError

    def _known(self, node: Node) -> Node:
        from detente.node.courier_settings import courier_of

        carried = node.store.get_meta(COURIER)
        if courier_of(node).addresses:
            self.couriers = ()
        elif carried is not None:
            self.couriers = tuple(carried.decode().split("\n"))
        return node

    def is_encrypted(self) -> bool:
        """Whether the key file has a passphrase."""
        try:
            with (self.folder / "keys.age").open("rb") as file:
                return file.read(20).startswith(b"age-encryption.org/")
        except OSError as error:
            raise CallerError(
                N_("the key file %(path)s cannot be read: %(cause)s"), path=str(self.folder / "keys.age"), cause=reason_of(error)
            ) from error

    def passphrase(self, *, new: bool = False) -> str:
        """The passphrase: from the environment, else typed; a new one twice.

        Raises:
            CallerError: there is nobody to ask, or a new one cannot be.
        """
        if not new and not self.is_encrypted():
            return SECRETS_OPEN
        from detente.node.passphrases import check_new, passphrase_from_environment

        found = passphrase_from_environment()
        if found:
            if new:
                check_new(found)
            return found
        if not sys.stdin.isatty():
            raise CallerError(
                N_("the key file needs a passphrase, and there is no terminal to ask for it"),
                hint=N_("Set DETENTE_PASSPHRASE, or name another variable in DETENTE_PASSPHRASE_VARIABLE."),
            )
        return self._typed(N_("Passphrase: "), N_("Passphrase again: ") if new else None)

    def backup_passphrase(self, *, new: bool = False) -> str:
        """The passphrase of a backup: from DETENTE_BACKUP_PASSPHRASE, else typed; a new one twice.

        Raises:
            CallerError: there is nobody to ask, or a new one cannot be.
        """
        nobody = CallerError(
            N_("the backup needs a passphrase, and there is no terminal to ask for it"),
            hint=N_("Set DETENTE_BACKUP_PASSPHRASE; or encrypt it to an age recipient with --to."),
        )
        return self._of_a_file(
            "DETENTE_BACKUP_PASSPHRASE", nobody, N_("Passphrase of the backup: "), N_("Passphrase of the backup again: ") if new else None
        )

    def trying_backup(self, use: Callable[[str], T]) -> T:
        """Use a backup with its passphrase, which may be mistyped.

        Raises:
            WrongPassphrase: it was another each time, or came from the environment.
        """
        return self._trying(self.backup_passphrase, use)

    def root_passphrase(self, *, new: bool = False) -> str:
        """The passphrase of the file of a root key: from DETENTE_ROOT_PASSPHRASE, else typed; a new one twice.

        Raises:
            CallerError: there is nobody to ask, or a new one cannot be.
        """
        nobody = CallerError(
            N_("the root file needs a passphrase, and there is no terminal to ask for it"),
            hint=N_("Set DETENTE_ROOT_PASSPHRASE; or encrypt it to an age recipient with --to."),
        )
        again = N_("Passphrase of the root file again: ") if new else None
        return self._of_a_file("DETENTE_ROOT_PASSPHRASE", nobody, N_("Passphrase of the root file: "), again)

    def trying_root(self, use: Callable[[str], T]) -> T:
        """Use the file of a root key with its passphrase, which may be mistyped.

        Raises:
            WrongPassphrase: it was another each time, or came from the environment.
        """
        return self._trying(self.root_passphrase, use)

    def persons_passphrase(self, delegate: str, *, new: bool = False, other: bool = False) -> str:
        """The passphrase of somebody who signs in person: from the environment, else typed; a new one twice.

        Args:
            other: it comes in the place of another, which is asked for as well, and so has another variable.

        Raises:
            CallerError: there is nobody to ask, or the two differ.
        """
        from detente.node.passphrases import persons_passphrase_from_environment, variable_of

        found = persons_passphrase_from_environment(delegate, new=other)
        if found:
            return found
        if not sys.stdin.isatty():
            raise CallerError(
                N_("this takes the passphrase of %(delegate)s, and there is no terminal to ask for it"), hint=N_("Set %(variable)s."),
                delegate=delegate, variable=variable_of(delegate, new=other),
            )  # fmt: skip
        first = N_("New passphrase of %(delegate)s: ") if new else N_("Passphrase of %(delegate)s: ")
        return self._typed(first, N_("The same again: ") if new else None, delegate=delegate)

    def _of_a_file(self, variable: str, nobody: CallerError, prompt: str, again: str | None) -> str:
        """The passphrase of one file, apart from that of the node: from a variable of its own, else typed; a new one if asked for again.

        Raises:
            CallerError: a new one cannot be; or `nobody`: there is no terminal.
        """
        from detente.node.passphrases import check_new

        found = os.environ.get(variable)
        if found:
            if again is not None:
                check_new(found)
            return found
        if not sys.stdin.isatty():
            raise nobody
        return self._typed(prompt, again)

    def _typed(self, prompt: str, again: str | None, **params: Any) -> str:
        """A passphrase that somebody types; a new one, for which there is a second prompt, twice, with what it must be said before.

        Raises:
            CallerError: the two differ, or it cannot be.
        """
        import getpass

        from detente.node.passphrases import LEAST, check_new

        self._typed_now = True
        if again is not None:
            self.err.print(
                self.t.gettext(N_("At least %(least)d characters; a few words are good. Nobody can open the keys without it."), least=LEAST)
            )
        typed = getpass.getpass(self.t.gettext(prompt, **params))
        if again is not None:
            check_new(typed)
            if typed != getpass.getpass(self.t.gettext(again)):
                raise CallerError(N_("the two passphrases differ; nothing was made"))
        return typed

    def opened(self, node: Node, acts: Iterable[dict[str, Any]]) -> dict[str, Ed25519Signer]:
        """The keys of those who sign some drafts in person, opened with the passphrase of each.

        Raises:
            CallerError: a passphrase is wrong, or there is nobody to ask.
        """
        from detente.node.personal import open_key, who_must_open

        return {
            delegate: self._trying(partial(self.persons_passphrase, delegate), partial(open_key, node, delegate))
            for delegate in who_must_open(node, acts)
        }

    @contextmanager
    def working(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """A progress bar on standard error for long work; none where nobody looks."""
        if self.json or not self.err.is_terminal or os.environ.get("TERM") == "dumb":
            yield lambda _done, _total: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=self.err, transient=True) as progress:
            task = progress.add_task(self.t.gettext(what), total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)


def _column_widths(columns: Sequence[Sequence[str]], fixed: Sequence[bool], room: int) -> list[int]:
    """How wide each column is, so that all of them fit and as few words as may be are broken.

    Args:
        columns: of each its heading and cells.
        fixed: which are never broken.
        room: characters for all of them.
    """
    from rich.cells import cell_len

    natural = [max(map(cell_len, cells)) for cells in columns]
    if sum(natural) <= room:
        return natural
    words = [max((cell_len(word) for cell in cells for word in cell.split()), default=0) for cells in columns]
    widths = [full if keep or full <= _WORD else min(word, _WORD) for full, word, keep in zip(natural, words, fixed, strict=True)]
    free = [place for place, keep in enumerate(fixed) if not keep]
    while sum(widths) > room and max((widths[place] for place in free), default=0) > _NARROW:
        between_words = [place for place in free if widths[place] > words[place]]
        loose = [place for place, keep in enumerate(fixed) if keep and place and widths[place] > words[place]]
        if not between_words and loose:  # a time on two lines is read more easily than a broken word
            widths[loose[-1]] = words[loose[-1]]
            continue
        widths[max(between_words or free, key=lambda place: widths[place])] -= 1
    while sum(widths) < room and free:
        widths[max(free, key=lambda place: natural[place] / widths[place])] += 1  # the one that takes most lines
    return widths


def _laid_out(row: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    """The lines of one row, each cell as wide as its column."""
    from itertools import zip_longest

    from rich.cells import cell_len

    for pieces in zip_longest(*row, fillvalue=""):
        cells = []
        for piece, width, to_the_right in zip(pieces, widths, right, strict=True):
            space = " " * (width - cell_len(piece))
            cells.append(space + piece if to_the_right else piece + space)
        yield (" " * _GAP).join(cells)


def _takes_a_channel(rest: str) -> bool:
    """Whether a command has the option --channel."""
    from detente.cli.app import build

    command = build()
    for word in rest.split():
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
    return any("--channel" in param.opts for param in command.params)


_session: ContextVar[Session] = ContextVar("session")


def session() -> Session:
    """The session of this run."""
    return _session.get()


def set_session(value: Session) -> None:
    """Start a run."""
    _session.set(value)
