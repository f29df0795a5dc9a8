"""Somebody who follows every link of every page, without a screen: what is there, and what answers with a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from starlette.routing import compile_path

from detente.web.pages import Page
from tests.web.reading import Read, read


class Got(NamedTuple):
    """What an address answered."""

    status: int
    media: str
    text: str


@dataclass
class Walk:
    """What was seen on the way.

    Attributes:
        pages: each HTML page that was shown, by its address.
        files: each address that gave something else.
        failed: the status of each address that answered with a failure, and the page on which it stood.
        left: addresses that were not followed, because enough of their kind were.
    """

    pages: dict[str, Read] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    failed: dict[str, tuple[int, str]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def by_kind(self, table: Sequence[Page]) -> dict[str, list[str]]:
        """The addresses of the pages that were shown, by the row of the table that shows them."""
        found: dict[str, list[str]] = {page.path: [] for page in table if page.method == "GET"}
        for address in self.pages:
            kind = kind_of(address, table)
            if kind is not None:
                found[kind].append(address)
        return found


def kind_of(address: str, table: Sequence[Page]) -> str | None:
    """The path of the table's row that answers an address; None for what is no page of it."""
    path = urlsplit(address).path
    return next((page.path for page in table if page.method == "GET" and compile_path(page.path)[0].match(path)), None)


def links_of(page: Read, address: str) -> Iterator[str]:
    """Where a page's links lead, as far as that is the same site; without what follows #."""
    for places in page.links.values():
        for place in places:
            target = urldefrag(urljoin(address, place)).url
            if place and not urlsplit(target).scheme and not urlsplit(target).netloc:
                yield target


def walk(get: Callable[[str], Got], starts: Iterable[str], table: Sequence[Page], most: int) -> Walk:
    """Follow every link from some addresses on.

    Args:
        get: asks for an address.
        table: the pages of the chair.
        most: how many addresses of one kind are followed; an act's form is a kind for each act.
    """
    found = Walk()
    waiting = [(start, "") for start in starts]
    seen = {start for start, _ in waiting}
    followed: dict[str, int] = {}
    while waiting:
        address, source = waiting.pop(0)
        kind = kind_of(address, table) or urlsplit(address).path
        kind = urlsplit(address).path if kind == "/act/{kind}" else kind
        followed[kind] = followed.get(kind, 0) + 1
        if followed[kind] > most:
            found.left.add(address)
            continue
        got = get(address)
        if got.status >= 400:
            found.failed[address] = (got.status, source)
        elif not got.media.startswith("text/html"):
            found.files[address] = got.media
        else:
            found.pages[address] = read(got.text)
            for target in links_of(found.pages[address], address):
                if target not in seen:
                    seen.add(target)
                    waiting.append((target, address))
    return found
