"""What a page is: an answer to a question, shown as HTML, and as JSON under the same address with `.json`.

A page's function runs in the thread of the desk. It gets an `Ask` and returns one of:

Shown     a view with the template that shows it; the twin at `.json` is the view itself
Sent      a file to keep: a proof, a PDF, a container
Moved     another address to go to, after something was done

Nothing here knows what a request is; the pages are in `routes/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from starlette.convertors import Convertor, register_url_convertor

from detente.errors import N_, CallerError
from detente.i18n import Translator, translator
from detente.web.language import Html

if TYPE_CHECKING:
    from starlette.datastructures import UploadFile

    from detente.dialogue.acts import Ref
    from detente.node.accounts import Account, Attempt
    from detente.node.room import Room


MOST = 10**15 - 1
"""The largest number in an address: of an entry, a draft, an attachment. What is larger names nothing, and no database is asked."""


class _Number(Convertor[int]):
    regex = f"[0-9]{{1,{len(str(MOST))}}}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("number", _Number())


class NoSuchPage(CallerError):  # noqa: N818 - says what happened
    """There is nothing at this address."""


class NotAllowed(CallerError):  # noqa: N818 - says what happened
    """The account may not do this."""


class SignedOut(NotAllowed):
    """Nobody is signed in any more: the session has ended since the form was shown."""


class TooOld(NotAllowed):
    """The token of a form is of another session, or of an earlier run of the server."""


@dataclass(frozen=True)
class Shown:
    """A view and the template that shows it.

    Attributes:
        template: its file under templates/.
        view: what the page shows and what its JSON twin is.
        title: the marked text of the title, with its values.
        more: what only the template needs; nothing that a reader of the JSON would miss.
        status: the HTTP status.
        opens: the channel and the entries that whoever reads this page has opened.
    """

    template: str
    view: msgspec.Struct
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    opens: tuple[Room, Sequence[Ref]] | None = None


@dataclass(frozen=True)
class Sent:
    """A file.

    Attributes:
        inline: shown in the browser, not kept.
        policy: its own content security policy, where it brings one.
    """

    content: bytes
    media_type: str
    name: str
    inline: bool = False
    policy: str | None = None


@dataclass(frozen=True)
class Moved:
    """Where to go next, with a word about what was done; `rings`: what open pages should hear; `refused`: it is no good news."""

    to: str
    said: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    rings: Mapping[str, Any] | None = None
    cookies: Mapping[str, str | None] = field(default_factory=dict)
    refused: bool = False


Answer = Shown | Sent | Moved


@dataclass
class Ask:
    """One request, all of it read; what a page's function works with.

    Attributes:
        node: the node of this chair (a Witness for the host's); set in its desk's thread, where alone it may be used.
        path: the address without its query.
        names: the parts of the address that the route names.
        query: the query, each name with its last value.
        form: the fields of a form that was sent.
        lists: the same, each name with all its values; of a request without a form the query.
        account: who asks; None where nobody has signed in.
        may: what the account may do here.
        language: ar, en or ru.
        address: the address with its query, to come back to.
        fresh: the token that the next form must carry.
        session: the token of the session; empty where there is none.
        said: what was done just before, as a marked text with its values.
        theme: light or dark; empty: as the system has it.
        open_seats: whether this is an exercise in which one sits down without a password.
        client: the address of the browser, for counting failures.
        agent: what the browser says of itself.
        host: what the browser calls this server, with the port if it names one.
        scheme: http or https, as the server knows it.
        visit: whether a person comes to a page, and not the script of a page that fetches it anew.
        shows_again: whether the form that was sent can be shown again with all that was typed (`Page.shows_again`).
        tried: the password of the form and whether it is right, or why it was not looked at; None where the page asks for none.
    """

    node: Any
    path: str
    names: Mapping[str, Any]
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[UploadFile]] = field(default_factory=dict)
    account: Account | None = None
    may: frozenset[str] = frozenset()
    language: str = "en"
    address: str = ""
    method: str = "GET"
    fresh: str = ""
    session: str = ""
    said: tuple[str, dict[str, Any]] | None = None
    theme: str = ""
    client: str = ""
    agent: str = ""
    host: str = ""
    scheme: str = "http"
    open_seats: bool = False
    visit: bool = True
    shows_again: bool = False
    tried: tuple[Attempt, bool] | Exception | None = None

    @property
    def again(self) -> bool:
        """Whether the form is only to be shown again with all that was typed: in another language, for another channel (`move`).

        Nothing is done then, so its token does not matter.
        """
        return self.shows_again and ("again" in self.form or "move" in self.form)

    @property
    def t(self) -> Translator:
        found: Translator = translator(self.language)
        return found

    @cached_property
    def html(self) -> Html:
        return Html(self.t)

    @property
    def now(self) -> str:
        """The time by the node's clock."""
        return str(self.node.now)

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number of the query, at least 1, at most `most`."""
        text = self.query.get(name, "")
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) else default


def account_of(ask: Ask) -> Account:
    """Who asks.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if ask.account is None:
        raise NotAllowed(N_("nobody is signed in"))
    return ask.account


class Page(NamedTuple):
    """One row of the table of pages.

    Attributes:
        path: the address, as Starlette writes routes.
        show: the function.
        needs: the capability without which it is refused; empty: everybody may.
        method: GET or POST.
        about: what it is, for the description of the JSON interface; in English, as that is for programs.
        view: the type of the view of a GET page; None where there is no twin.
        query: the names in the query that it reads.
        shows_again: of a form: whether it comes back with what was typed, and does nothing, where it carries `again` or `move`.
        password: of a form: the name and the password that it gives, None where it needs none. Looking at a password takes a tenth of a
            second, in which the desk serves others; what came of it is in `Ask.tried`.
    """

    path: str
    show: Callable[[Ask], Answer]
    needs: str
    method: str = "GET"
    about: str = ""
    view: type[msgspec.Struct] | None = None
    query: tuple[str, ...] = ()
    shows_again: bool = False
    password: Callable[[Ask], tuple[str, str] | None] | None = None


def address(path: str, query: Mapping[str, Any] | None = None) -> str:
    """An address with the parts of the query that have a value."""
    given = {name: value for name, value in (query or {}).items() if value not in {None, ""}}
    return path + ("?" + urlencode(given, doseq=True) if given else "")


def checker(ask: Ask) -> str:
    """Where proofs are checked: that page is one file with no server; what the reader chose travels behind the #, and the way back."""
    chosen = {"lang": ask.language, **({"theme": ask.theme} if ask.theme else {}), "back": ask.address}
    return "/verify.html#" + urlencode(chosen)


def local_address(target: str) -> str:
    """An address of this site; anything else leads to the first page."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or any(char < " " for char in target):
        return "/"  # to a browser tabs and line ends are nothing: what stands between two slashes may lead elsewhere
    return target


def nothing_here(**values: Any) -> NoSuchPage:
    """What is raised where an address names nothing."""
    return NoSuchPage(N_("The address is mistyped, or what it named is not there any more."), **values)
