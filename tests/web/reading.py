"""A page as a person reads it, with or without a screen: its words without the tags, its links, its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Read:
    """What a page says.

    Attributes:
        words: each run of text as it stands between two tags.
        links: where each link leads, by what it says; several links of one name keep all places.
        html: the attributes of the root element.
        headers: the attributes of each cell that heads a row or a column.
        counts: how often each element occurs.
    """

    words: list[str] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    html: dict[str, str | None] = field(default_factory=dict)
    headers: list[dict[str, str | None]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All of it in one line."""
        return re.sub(r"\s+", " ", " ".join(self.words)).replace(" ,", ",").replace(" .", ".")

    def says(self, *sentences: str) -> bool:
        """Whether all of these stand on the page, whatever tags stand in between."""
        whole = _folded(self.text)
        return all(_folded(sentence) in whole for sentence in sentences)


def _folded(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", "", text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self._silent = 0
        self._silent_tag = ""
        self._link: list[str] | None = None
        self._to = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.read.counts[tag] = self.read.counts.get(tag, 0) + 1
        if tag == "html":
            self.read.html = found
        if tag == "th":
            self.read.headers.append(found)
        if self._silent:  # inside of what nobody reads: only its end matters
            self._silent += tag == self._silent_tag
        elif tag in {"script", "style"} or found.get("aria-hidden") == "true":
            self._silent, self._silent_tag = 1, tag
        if tag == "a":
            self._link, self._to = [], found.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent -= tag == self._silent_tag
        if tag == "a" and self._link is not None:
            self.read.links.setdefault(" ".join(self._link), []).append(self._to)
            self._link = None

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._silent:
            self.read.words.append(text)
            if self._link is not None:
                self._link.append(text)


def read(page: str) -> Read:
    """Read a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.read
