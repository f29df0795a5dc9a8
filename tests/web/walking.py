"""Somebody who follows every link of every page, without a screen; and what can be said of a page without knowing which it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from babel.messages.pofile import read_po

from detente.i18n import catalogue_path
from detente.web.pages import Page

READ_ALOUD = ("aria-label", "title", "alt", "placeholder", "data-label", "data-new", "data-copy-label")
"""Attributes whose values are words for people."""

ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")

ACT_FORM = "/act/{kind}"


class Got(NamedTuple):
    """What an address answered; `to` is where it sends on."""

    status: int
    media: str
    text: str
    to: str = ""


class Seen:
    """A page as it was shown.

    Attributes:
        address: where.
        root: its elements.
    """

    def __init__(self, address: str, text: str) -> None:
        self.address = address
        self.root = lxml.html.document_fromstring(text)

    def links(self) -> Iterator[str]:
        """Where its links lead, as far as that is the same site; without what follows #."""
        for place in self.root.xpath("//a/@href"):
            target = urldefrag(urljoin(self.address, place)).url
            if place and not urlsplit(target).scheme and not urlsplit(target).netloc:
                yield target

    def words(self, language: str) -> list[str]:
        """Each run of words that is said in a language: what others wrote, names, keys and what is marked as another language are left out."""
        found = []
        for element in self.root.iter(lxml.html.etree.Element):
            parent = element.getparent()
            if element.tail and parent is not None and _is_said(parent, language):
                found.append(element.tail)
            if _is_said(element, language):
                found += [element.text or "", *(element.get(name, "") for name in READ_ALOUD)]
        return [text for text in (" ".join(each.split()) for each in found) if text]

    def text(self) -> str:
        """Everything that can be read on it, names and quotations too; without what only sets values apart."""
        found = self.root.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        return " ".join("".join(found).split()).translate(ISOLATES)

    def faults(self, language: str, direction: str) -> list[str]:
        """What is wrong with it, whatever it shows."""
        root, found = self.root, []
        if (root.get("lang"), root.get("dir")) != (language, direction):
            found.append(f"lang and dir are {root.get('lang')} {root.get('dir')}")
        if len(root.xpath("//h1")) != 1:
            found.append(f"{len(root.xpath('//h1'))} first headings")
        twice = [ident for ident, times in Counter(root.xpath("//@id")).items() if times > 1]
        if twice:
            found.append(f"ids that stand twice: {twice}")
        idents = set(root.xpath("//@id"))
        for name in ("for", "aria-labelledby", "aria-describedby"):
            missing = {ident for value in root.xpath(f"//@{name}") for ident in value.split()} - idents
            if missing:
                found.append(f"{name} names what is not there: {sorted(missing)}")
        found += [f"{name} stands inline" for name in ("style", "onclick", "onload", "onsubmit") if root.xpath(f"//@{name}")]
        if not (root.findtext(".//title") or "").strip(" ·"):
            found.append("no title")
        return found


def _is_said(element: lxml.html.HtmlElement, language: str) -> bool:
    """Whether the words right inside an element are the program's, in a language."""
    for each in (element, *element.iterancestors()):
        if (
            each.tag in {"script", "style", "textarea", "bdi"}
            or each.get("translate") == "no"
            or "content" in each.get("class", "").split()
        ):
            return False
        if each.get("lang"):
            return bool(each.get("lang") == language)
    return False


@cache
def untranslated(language: str) -> frozenset[str]:
    """Sentences, and parts of sentences between two values, that must not be seen in a language: the English ones that it says otherwise."""
    with catalogue_path(language).with_suffix(".po").open("rb") as file:
        catalogue = read_po(file)
    found = set()
    for message in catalogue:
        one, *many = (message.id,) if isinstance(message.id, str) else message.id
        said = " ".join((message.string,) if isinstance(message.string, str) else message.string)
        for text in (one, *many):
            found |= {part for part in _parts(text) if part not in said}
    return frozenset(found)


def _parts(message: str) -> list[str]:
    """The parts of a message between its values that are long enough to be no word of any other language."""
    parts = [" ".join(part.split()).strip(" .,:;()") for part in re.split(r"%\(\w+\)[sd]", message)]
    return [part for part in parts if len(re.findall(r"[A-Za-z]{2,}", part)) >= 2]


def left_in_english(page: Seen, language: str) -> list[str]:
    """Sentences of the catalogues that a page says in English though it is in another language."""
    said = "\n".join(page.words(language))
    return sorted(part for part in untranslated(language) if part in said)


@dataclass
class Walk:
    """What was seen on the way.

    Attributes:
        pages: each page that was shown, by its address.
        files: the media type of each address that gave something else.
        moved: where each address that sent somewhere else did.
        failed: the status of each address that answered with a failure, and the page on which its link stood.
    """

    pages: dict[str, Seen] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    failed: dict[str, tuple[int, str]] = field(default_factory=dict)

    def by_kind(self, table: Sequence[Page]) -> dict[str, list[str]]:
        """The addresses that answered, by the row of the table that answers them."""
        found: dict[str, list[str]] = {page.path: [] for page in table if page.method == "GET"}
        for address in (*self.pages, *self.files, *self.moved):
            kind = kind_of(address, table)
            if kind is not None:
                found[kind].append(address)
        return found


def kind_of(address: str, table: Sequence[Page]) -> str | None:
    """The path of the table's row that answers an address; None for what is no page of it."""
    return next((page.path for page in table if page.method == "GET" and _matches(page.path, urlsplit(address).path)), None)


@cache
def _pattern(path: str) -> re.Pattern[str]:
    kinds = {"number": "([0-9]+)", "path": "(.*)", "str": "([^/]+)"}
    parts = re.split(r"\{(\w+)(?::(\w+))?\}", path)
    whole = "".join(
        re.escape(part) if place % 3 == 0 else kinds[part or "str"] if place % 3 == 2 else "" for place, part in enumerate(parts)
    )
    return re.compile(whole)


def _matches(path: str, address: str) -> bool:
    return _pattern(path).fullmatch(address) is not None


def walk(get: Callable[[str], Got], starts: Iterable[str], table: Sequence[Page], most: int) -> Walk:
    """Follow every link from some addresses on.

    Args:
        get: asks for an address.
        starts: addresses to begin with.
        table: the pages of the chair.
        most: how many addresses of one kind are followed; the form of each act is a kind of its own.
    """
    found = Walk()
    waiting = [(start, "") for start in starts]
    seen = {start for start, _ in waiting}
    followed: Counter[str] = Counter()
    while waiting:
        address, source = waiting.pop(0)
        path = urlsplit(address).path
        kind = kind_of(address, table) or path
        kind = path if kind == ACT_FORM else kind
        followed[kind] += 1
        if followed[kind] > most:
            continue
        got = get(address)
        targets: list[str] = []
        if got.status >= 400:
            found.failed[address] = (got.status, source)
        elif got.to:
            found.moved[address] = got.to
            targets = [got.to]
        elif got.media.startswith("text/html"):
            found.pages[address] = Seen(address, got.text)
            targets = list(found.pages[address].links())
        else:
            found.files[address] = got.media
        for target in targets:
            if target not in seen:
                seen.add(target)
                waiting.append((target, address))
    return found


def follow(get: Callable[[str], Any], starts: Iterable[str], table: Sequence[Page], most: int) -> Walk:
    """The same where `get` gives what an HTTP client does, without going on to where an answer sends it."""

    def got(address: str) -> Got:
        answer = get(address)
        kept = answer.headers.get("content-disposition", "").startswith("attachment")  # a file, though it may be one of HTML
        media = "a file" if kept else answer.headers.get("content-type", "")
        return Got(answer.status_code, media, answer.text if media.startswith("text/html") else "", answer.headers.get("location", ""))

    return walk(got, starts, table, most)


def parts_of(address: str, path: str) -> dict[str, str]:
    """What stands at each place of a row's path in an address that it answers."""
    found = _pattern(path).fullmatch(urlsplit(address).path)
    return dict(zip(re.findall(r"\{(\w+)", path), found.groups(), strict=True)) if found else {}
