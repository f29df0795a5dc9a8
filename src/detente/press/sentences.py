"""Quotations, and sentences that do not end inside of one.

A sentence comes with a mask: its text with every letter inside of quotation marks put out, so that no word in there is taken for the
report's own. Quotations that go on over paragraphs, each opened anew and only the last one closed, are one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon

OPENING: Final = '“«„‟"‹「'
CLOSING: Final = '”»“"›」'
_PAIRS: Final = {'"': '"', "“": "”", "«": "»", "„": "“”", "‟": "”", "‹": "›", "「": "」"}
_OPENS: Final = re.compile(f"[{OPENING}]")
HIDDEN: Final = "\x01"
"""What stands in a mask for a letter inside of a quotation."""

_CLOSE_OVER: Final = {"«": "»", "“": "”", "„": "“", '"': '"'}
"""Marks that open, with those that close in a later paragraph, where marks are not put before each."""

_UNMARKED_MOST: Final = 5
"""Paragraphs without marks through which a quotation goes."""

_CLOSED: Final = re.compile(r"[.,]?\s*(?:[—–-]\s|\Z)")
"""What stands behind the mark that closes one, and says that it is no name."""

_BEFORE_SAYING: Final = re.compile(r"[»”“\"],\s*[—–-]\s*[а-яё]")
"""A mark that closes before Russian reporting words, with the signs between."""

_NEVER_OPENED: Final = re.compile(r"(?<=[\w!?…])\",\s*[—–-]\s*[а-яё]")
"""A mark like those that open, before Russian reporting words: it closes what none has opened, and hides nothing that follows."""

_INNER: Final = {"“": "„", "”": "“", "»": "«", "’": "‘", "‘": "‚"}
"""Marks that close, with those that open before them."""

_OPENS_SINGLE, _CLOSES_SINGLE = re.compile(r"‘|(?<!\w)'(?=\w)"), re.compile(r"(?<=\S)'(?!\w)")

_MIXED: Final = {"“": '"', '"': "”"}
"""Marks that open, with those that close them on pages that mix the two kinds."""

_ANY_DOUBLE: Final = re.compile('[“”"]')

_SINGLE: Final = re.compile(r"(?<![\w'])['‘](?=[^\s'])(?:[^'‘\n]|'(?=\w))*?[^\s'](?:'|’)(?!\w)")
_BEFORE_OPENING: Final = " \n\t([{—–-/" + OPENING
_INITIAL: Final = re.compile(r"(?:\b(?<!['’])[^\W\d_]|\b[A-Z]\.[A-Z])\Z")
_OTHER_SCRIPT: Final = re.compile(r"[а-я]\s+[A-Z]\Z")
"""A letter of another script behind a word: the name of a network, "в соцсети X"."""

_ABBREVIATION_MOST: Final = 12
"""Characters of an abbreviation before its stop."""

_STOPPED: Final = r"[.!?؟…]+[\"”»“'’)\]]*(?=\s|\Z)"
_MARKED: Final = r"[\w»”][.!?](?=[«“])"

ITEM: Final = re.compile(r"\s*(?:[-–—•▪■●◦·*]|\d{1,2}[.)])[ \t]+(?=\S)")
"""What an item of a list begins with, on a line of its own."""

_LISTED: Final = re.compile(rf":[ \t]*\n{ITEM.pattern}|[;,.]?[ \t]*\n{ITEM.pattern}")
"""What parts the items of a list from one another, and from what they belong to."""

_LISTS: Final = re.compile(rf":[ \t]*\n{ITEM.pattern}")
"""Where a list begins."""

_LEAD: Final = re.compile(r"\s*(?:[بل]ـ?\s?(?=[\"«“]))?")
"""What stands before a quotation in its part: behind a dash, or a preposition."""

_DEPTH_MOST: Final = 8
"""Quotations within one another; where there are more, marks are not paired, so that a text of marks alone is read once."""

_QUOTATIONS_MOST: Final = 2_000
"""Quotations of a paragraph that are looked at."""

_INSERTION: Final = re.compile(r"[,.!?…](?:\s+-|\s*[–—])\s+")
"""What parts reporting words from the speech into which they are put: "X, - he said. - Y"."""

_STOP: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_])")
"""A stop behind a word, where another begins."""

_SPEECH: Final = re.compile(r"[-–—]\s+(?=\S)")
"""What opens a paragraph that is speech without quotation marks."""


class Quoted(NamedTuple):
    """A quotation with its marks.

    Attributes:
        closed: false where the paragraph ended first.
        spoken: it has no marks, but opens with a dash.
        inserted: where reporting words stand in the midst of it, or at the end of it.
    """

    start: int
    end: int
    closed: bool
    spoken: bool = False
    inserted: tuple[tuple[int, int], ...] = ()

    @property
    def inside(self) -> tuple[int, int]:
        """Without its marks."""
        return self.start + 1, self.end - self.closed


class Sentence(NamedTuple):
    """A sentence, its mask (as long as itself), and the quotations in it; places are of the folded text."""

    start: int
    end: int
    mask: str
    quoted: tuple[Quoted, ...]
    opens_paragraph: bool


def quotations(text: str, start: int, end: int, *, single: bool = False) -> list[Quoted]:
    """The outer quotations of a paragraph, or of paragraphs that one goes through, in order.

    Args:
        single: whether 'these' are quotation marks too; an apostrophe is none.
    """
    speech = _SPEECH.match(text, start, end)
    if speech is not None:
        return [Quoted(start, end, closed=False, spoken=True)]
    found: list[Quoted] = []
    place = start
    while place < end and len(found) < _QUOTATIONS_MOST:
        opening = _OPENS.search(text, place, end)
        if opening is None:
            break
        place = opening.start()
        if _NEVER_OPENED.match(text, place, end) is not None:
            place += 1
            continue
        last = _closing(text, place, end)
        found.append(Quoted(place, end if last is None else last + 1, last is not None))
        place = found[-1].end
    if single:
        inside = [each[:2] for each in found]
        for match in _SINGLE.finditer(text, start, end):
            if not any(a < match.end() and match.start() < b for a, b in inside):
                found.append(Quoted(match.start(), match.end(), closed=True))
        found.sort()
    return found


def goes_through(text: str, quoted: Quoted, paragraphs: Iterable[tuple[int, int]], words: Lexicon) -> int:
    """How many of the next paragraphs an open quotation goes through.

    In each it is opened anew, or it is closed without being opened; in Russian also in one behind paragraphs without any marks.
    """
    if quoted.closed or quoted.spoken:
        return 0
    mark = text[quoted.start]
    closing = None if words.order == "fixed" else _CLOSE_OVER.get(mark)
    for number, (start, end) in enumerate(islice(paragraphs, _UNMARKED_MOST + 1 if words.order == "free" else 1), 1):
        if number == 1 and text[start] == mark:
            return 1
        if closing is None:
            return 0
        first = next((at for at in range(start, end) if text[at] in mark + closing), None)
        if first is not None:
            closes = first > start and text[first] == closing and not text[first - 1].isspace()
            return number if closes and (number == 1 or _CLOSED.match(text, first + 1, end) is not None) else 0
    return 0


def _closing(text: str, place: int, end: int) -> int | None:
    """Where the mark stands that closes the one at a place; one that a paragraph opens with anew opens nothing inside."""
    mark = text[place]
    mixed = _mixed_closing(text, place, end) if mark in _MIXED else None
    if mixed is not None:
        return mixed
    depth = 1
    for match in _marks(mark).finditer(text, place + 1, end):
        at, sign = match.start(), match.group()
        opens = sign == mark and (sign not in _PAIRS[mark] or _opens(text, at))
        if opens and text[at - 1] == "\n":
            continue
        depth += 1 if opens else -1
        if depth == 0:
            return at
        if depth > _DEPTH_MOST:
            break
    for match in _BEFORE_SAYING.finditer(text, place + 1, end):  # a name in it was opened, and only one mark closes both
        if match.group()[0] in _PAIRS[mark]:
            return match.start()
    at = text.find(mark, place + 1, end) if mark in _PAIRS[mark] else -1  # the inside of it is not told from its end
    while at != -1 and text[at - 1] == "\n":
        at = text.find(mark, at + 1, end)
    return None if at == -1 else at


def _mixed_closing(text: str, place: int, end: int) -> int | None:
    """Where a straight mark closes what a curved one opens, or the other way round: the first mark behind it looks like one that closes."""
    mark = text[place]
    for match in _ANY_DOUBLE.finditer(text, place + 1, end):
        at, sign = match.start(), match.group()
        if sign == mark == "“" and text[at - 1] == "\n":
            continue
        closes = not text[at - 1].isspace() and not (at + 1 < end and text[at + 1].isalnum())
        turned = sign == mark == "“" and at + 1 < end and text[at + 1].isspace() and not text[place + 1].isspace()
        return at if closes and (sign == _MIXED[mark] or turned) else None
    return None


@cache
def _marks(mark: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(mark + _PAIRS[mark])}]")


def _opens(text: str, at: int) -> bool:
    """Whether a sign that opens and closes opens: it stands behind a blank or another sign, and before a word."""
    return text[at - 1] in _BEFORE_OPENING and at + 1 < len(text) and (text[at + 1].isalnum() or text[at + 1] in OPENING)


def with_insertions(quoted: list[Quoted], text: str, reports: Callable[[int], bool]) -> list[Quoted]:
    """Quotations with the reporting words that are put into them.

    Args:
        reports: whether reporting words stand at a place.
    """
    found = []
    for each in quoted:
        first, last = each.inside
        cuts = [match.span() for match in _INSERTION.finditer(text, first, last)]
        inserted = list[tuple[int, int]]()
        for number, (_, cut) in enumerate(cuts):
            if not (inserted and cut <= inserted[-1][1]) and not text[cut].isupper() and reports(cut):
                inserted.append((cut, cuts[number + 1][0] if number + 1 < len(cuts) else last))
        if each.spoken and inserted and inserted[-1][1] == last:  # the report goes on behind whoever spoke
            stop = _STOP.search(text, *inserted[-1])
            if stop is not None:
                inserted[-1] = inserted[-1][0], stop.start()
                each = each._replace(end=stop.start())  # noqa: PLW2901
        found.append(each._replace(inserted=tuple(inserted)))
    return found


def sentences(
    text: str,
    start: int,
    end: int,
    quoted: list[Quoted],
    words: Lexicon,
    closes: Callable[[int, int], bool] | None = None,
) -> list[Sentence]:
    """The sentences of a paragraph; a stop behind an abbreviation or an initial ends none, nor does an item of a list but the last.

    What tells more of somebody between two dashes is put out.

    Args:
        words: its `following` stand before a list, and are put out with the signs around its items; its `units` are abbreviations that end
            a sentence where a capital follows ("300 km. He said"), unlike those before a name.
        closes: whether what stands between two places only says who spoke the quotation before, though it begins with a capital.
    """
    masked = text[start:end]
    for each in quoted:
        first, last = each.inside
        masked = masked[: first - start] + HIDDEN * (last - first) + masked[last - start :]
    masked = _as_one(masked, words)
    insertions = [each.span() for each in words.shapes["put_in_dashes"].finditer(masked)] if words.order == "vso" else []
    for first, last in insertions:
        masked = masked[:first] + " " * (last - first) + masked[last:]
        quoted = [each for each in quoted if not first <= each.start - start < last]
    cuts, place = [0], 0
    for match in _end(words).finditer(masked):
        if match.group().startswith(".") and _is_abbreviated(masked, match.start(), words["abbreviations"]):
            unit = any(each.end() == match.start() for each in words["units"].finditer(masked, 0, match.start()))
            if not (unit and _begins(masked, match.end())):
                continue
        cuts.append(match.end())
    cuts += [match.end() for match in _run_together(words).finditer(masked)]
    cuts.sort()
    stops = [*cuts, len(masked)]
    for each in quoted:  # a stop inside of the marks ends the sentence where a new one begins behind them
        if each.closed and text[each.end - 2] in ".!?؟…" and _begins(masked, each.end - start):
            stop = stops[min(bisect_right(stops, each.end - start), len(stops) - 1)]
            if closes is None or text[each.end - 2] == "." or not closes(each.end, start + stop):
                cuts.append(each.end - start)
    cuts += [each.start - start for each in quoted if each.start > start + 1 and _is_glued(text, each)]
    cuts = sorted({*cuts, len(masked)})
    starts = [each.start for each in quoted]
    found = []
    for place, cut in pairwise(cuts):
        part = masked[place:cut]
        first = place + len(part) - len(part.lstrip())
        last = place + len(part.rstrip())
        if first < last:
            inside = tuple(quoted[bisect_left(starts, start + first) : bisect_left(starts, start + last)])
            found.append(Sentence(start + first, start + last, masked[first:last], inside, opens_paragraph=place == 0))
    return found


@cache
def _end(words: Lexicon) -> re.Pattern[str]:
    """The end of a sentence; in some languages the blank behind it can be left out."""
    without_blank = words.shapes["stop_without_blank"].pattern
    return re.compile(rf"(?=[.!?؟…\n])(?:{_STOPPED}|{without_blank}|\n)")


@cache
def _run_together(words: Lexicon) -> re.Pattern[str]:
    """The end of a sentence whose blank was lost when a page was scraped: "... the war.But before"."""
    without_blank = words.shapes["run_together"].pattern
    return re.compile(f"{without_blank}|{_MARKED}")


def _as_one(masked: str, words: Lexicon) -> str:
    """A mask in which the items of a list go on with the words before its colon: "agreed to:", "- exchange maps;", "- meet again"."""
    if "\n" not in masked or _LISTS.search(masked) is None:
        return masked
    for item in reversed(list(_LISTED.finditer(masked))):
        first, last = item.span()
        if item.group()[0] == ":":
            first = next((each.start() for each in words["following"].finditer(masked, 0, first) if each.end() == first), first)
        masked = masked[:first] + " " * (last - first) + masked[last:]
    return masked


def _is_glued(text: str, quoted: Quoted) -> bool:
    """Whether a straight mark opens a sentence whose blank was lost: 'Brandt said."We are ready'."""
    stop = text[quoted.start - 1] in ".!?" and text[quoted.start - 2].islower()
    return stop and text[quoted.start] == '"' and text[quoted.start + 1 : quoted.start + 2].isupper()


def closes_inner(text: str, start: int, place: int) -> bool:
    """Whether the mark at a place closes one that was opened inside of a quotation, behind its outer mark."""
    if text[place] == "'":  # which is an apostrophe, too
        return len(_OPENS_SINGLE.findall(text, start, place)) > len(_CLOSES_SINGLE.findall(text, start, place))
    opens = _INNER.get(text[place])
    if opens is None:
        return False
    opened = text.count(opens, start, place) - text.count("\n" + opens, start, place)  # not anew in each paragraph
    return opened > text.count(text[place], start, place)


def never_opened(text: str, start: int, end: int) -> int | None:
    """Where words end behind which a mark stands that nothing has opened; None where there is none."""
    at = text.find('"', start, end)
    return at if at == end - 1 and _NEVER_OPENED.match(text, at) is not None else None


def past_lead(text: str, start: int, end: int) -> int:
    """Behind blanks, and behind an Arabic preposition that is written together with a quotation."""
    lead = _LEAD.match(text, start, end)
    return start if lead is None else lead.end()


def is_item(text: str, place: int) -> bool:
    """Whether a number at a place only counts an item of a list: it opens its line."""
    return text[place - 1 : place] == "\n" and ITEM.match(text, place) is not None


def _is_abbreviated(masked: str, stop: int, abbreviations: re.Pattern[str]) -> bool:
    """Whether a stop stands behind an initial or an abbreviation."""
    start = max(0, stop - _ABBREVIATION_MOST)
    initial = _INITIAL.search(masked[start:stop])
    if initial is not None and _OTHER_SCRIPT.search(masked[start:stop]) is None:
        return True
    return any(match.end() == stop for match in abbreviations.finditer(masked, start, stop))


def _begins(masked: str, place: int) -> bool:
    """Whether a new sentence begins behind a quotation: with a capital letter, or with another quotation."""
    rest = masked[place : place + 3].lstrip()
    return bool(rest) and (rest[0].isupper() or rest[0] in OPENING)


def is_listed(text: str, start: int) -> bool:
    """Whether a line behind a dash is one of a list that a colon announces in a line before, and no speech."""
    lines = text[:start].rstrip().split("\n")
    while len(lines) > 1 and _SPEECH.match(lines[-1]) is not None:
        lines.pop()
    return lines[-1].rstrip().endswith(":")
