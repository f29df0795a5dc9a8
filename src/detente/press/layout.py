"""A report as it was scraped or pasted: which of its lines are the report, and which are furniture, headings and captions.

Rules:

1. A paragraph is a line, or lines that were wrapped: short ones, the next of which goes on in the middle of a sentence; where verbs stand
   first, also the lines behind one that begins with reporting words, up to a stop: links were cut out of it.
2. Furniture is what the lexicon lists ("read also", reading time, share), with the headings that a "read also" names.
3. A caption is a line that ends in a credit, that begins as captions do, or that stands twice. It is kept once: it makes no statement,
   but says who was where and when.
4. A heading is a short line without a final stop; where verbs stand first, not if it begins with reporting words. What opens a paragraph
   before a dash, as "GENEVA (Reuters) -", is its dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from detente.press.blocks import Block, Role
from detente.press.folding import Folded
from detente.press.lexicon import Lexicon
from detente.press.sentences import ITEM
from detente.press.standfirsts import LINES_MOST, above_report

_WRAPPED_MOST: Final = 100
"""Characters: lines of text that was wrapped are not longer."""

_WRAPPED_LEAST: Final = 45
"""Characters: a line that is shorter than this, and not the last, was not wrapped."""

_HEADING_MOST: Final = 160
"""Characters of a heading; longer lines without a final stop are paragraphs that lost it."""

_QUOTING_MOST: Final = 100
"""Characters of a heading that ends in a quotation; a longer line is a paragraph."""

_REPORT_LEAST: Final = 50
"""Characters of a line that reports something without a final stop."""

_CUT_MOST: Final = 1_200
"""Characters of a paragraph of which links were cut out."""

_STOP_MOST: Final = 8
"""Characters at the end of a line in which a stop stands, with what closes behind it."""

_LINE_END: Final = re.compile(rf"[\r\n](?!{ITEM.pattern})")
"""The end of a line within a paragraph, but that before an item of a list."""

_QUOTED_END: Final = re.compile(r"[^.!?؟…,،][\"“”»]\s*\Z")
_STOP: Final = re.compile(r"[.!?؟…:][\"“”»'’)\]]*\s*\Z|[.!?؟…]?[\"“”»]\s*\Z")
_SENTENCES: Final = re.compile(r"[^\W\d_]{3}[.!?؟…][\"”»']?\s")
"""A sentence that ends within a line: it is more than a heading, though a credit may end it."""

_DATELINE: Final = re.compile(
    r"\A\s*(?>[^\W\d_][\w.'-]*)(?:[,،/ ]{1,2}(?>[^\W\d_][\w.'-]*)){0,5}[,،/ ]{0,2}(?:\d{1,2}\s*\w+\s*|\w+\s*\d{1,2}\s*)?"  # places, a day
    r"(?:[,،]\s*(?:19|20)\d\d)?(?:[,،]\s*[A-Z]{2,12}\s*)?"  # a year, an agency without brackets
    r"(?:\([^()\n]{2,40}\)\s*|[/.]\s*[^\n—–/«“-]{2,40}?\s*)?[.]?\s*"  # an agency
    r"(?:(?![—–-]\d|(?<=\w)-[a-z])[—–―-]{1,2}|>>|/(?=\s))\s*(?=\S)"  # a dash, not that of a range
)
_BRACKETED: Final = re.compile(r"\A\s*[^\W\d_][^()/\n]{1,60}[(/]([^()/\n]{2,40})[)/][.]?\s*(?:[—–-]+\s*)?(?=\S)")
"""A dateline with an agency that needs no dash: "NEW DELHI, Nov 8 (PTI) India and", "MOSCOW, September 18. /TASS/. Russia and"."""

_SMALL_WORD: Final = re.compile(r"(?<![\w-])[а-яё]{3,}")
_DATELINE_MOST: Final = 80
"""Characters of a dateline."""

_DASH: Final = re.compile(r"\s[—–-]\s")
_PUT_IN_MOST: Final = 120
"""Characters of what is put in between two dashes."""

_CAPITALS: Final = re.compile(r"\A\s*[^\W\d_a-zа-яё]{3}[^\W\d_a-zа-яё './-]{0,27}(?:\s\([^()\n]{2,40}\))?:\s+(?=\S)")
"""A dateline of a place in capitals, as "ISLAMABAD: Pakistan and", "THIMPHU (Kuensel): Bhutan has"."""

_COLON: Final = re.compile(r"\A\s*[^\W\d_][^:\n]{1,40}[-–—/]\s*[\"“«]?([^:\n]{2,40}?)[\"”»]?\s*:\s*(?=\S)")
"""A dateline with an agency and a colon: "ADEN - Al-Quds: Member of the team"."""

_HOUR: Final = re.compile(r"(?m)^[ \t]*(?:[•▪■●◦·*-][ \t]*)?[(\[]?(?:[01]?\d|2[0-3]):[0-5]\d[)\]]?[ \t]*(?:[-–—|:][ \t]*|$|(?=[^\W\d_]))")
"""The hour that opens an entry of live coverage, on its line or on one of its own."""

_SCRAPED: Final = re.compile(r"date \d{4}-\d\d-\d\d\s+(?=\S)")
"""The day of a page that was scraped, before its first words."""

_HOURS_LEAST: Final = 3
"""Such hours, from which on a report is live coverage."""

_NAMED: Final = re.compile(r"[^:\n]{2,80}:\s+\S")
"""A line that begins with a name and a colon."""

_LABEL: Final = re.compile(r"\s*([^\W\d_][^:\n]{2,20}):\s*(?=\S)")
"""What a site puts before a paragraph: "Details: the two sides"."""

_DATED: Final = re.compile(
    r"\A\s*[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2},\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)"
    r"(?:,?\s+\d{4})?(?:\s*\([^()\n]{2,40}\))?\s*:\s+(?=\S)"
)
"""A dateline of a place and a day before a colon: "Bergen, Aug 15: Norway has"."""

_CREDIT: Final = re.compile(r"[-–—|/(©]\s*\(?\s*([^-–—|/()©\n]{2,40}?)\s*\)?\s*\Z")


def on_one_line(folded: Folded, lexicon: Lexicon) -> Folded:
    """A report with each paragraph on one line, where verbs stand first: names go over the ends of lines there."""
    if lexicon.order != "vso":
        return folded
    text = folded.text
    parts, last = list[str](), 0
    for start, end in _paragraphs(text, lexicon):
        parts += [text[last:start], _LINE_END.sub(" ", text[start:end])]
        last = end
    return folded._replace(text="".join([*parts, text[last:]]))


def lay_out(folded: Folded, lexicon: Lexicon) -> list[Block]:
    """All parts of a report, in order."""
    text = folded.text
    seen: set[str] = set()
    blocks: list[Block] = []
    aside = False  # within a "read also"
    live, entry = is_live(text), False
    paragraphs = list(_with_items(text, _paragraphs(text, lexicon), lexicon))
    for number, (first, end) in enumerate(paragraphs):
        hour = _HOUR.match(text, first, end) if live else None
        start = first if hour is None or hour.end() == end else hour.end()
        entry = hour is not None or entry
        scraped = _SCRAPED.match(text, start, end)
        start = start if scraped is None else scraped.end()
        line = text[start:end]
        key = " ".join(line.split()).strip(" .")
        role: Role = "paragraph"
        if lexicon["read_also"].match(line):
            role, aside = "furniture", True
        elif _is_furniture(line, lexicon):
            role = "furniture"
        elif key in seen:
            role = "repeated"
        elif _is_caption(line, lexicon):
            role = "caption"
        elif aside and not _STOP.search(line):
            role = "furniture"
        elif (
            len(line) < _HEADING_MOST and not _STOP.search(line) and not _SENTENCES.search(line) and not _reports(line, lexicon)
        ) or _is_quoting_heading(line, lexicon, first=not blocks):
            headed = hour is None and any(_goes_on_told(text, *each) for each in paragraphs[number + 1 : number + 2])
            role = "paragraph" if entry and not headed and _is_told(line, lexicon) else "heading"
        if role == "paragraph" and not any(block.role == "paragraph" for block in blocks):
            role = above_report(text, (start, end), paragraphs[number + 1 : number + 1 + LINES_MOST], blocks, lexicon)
        if role == "paragraph":
            aside = False
        entry = hour is not None and hour.end() == end
        seen.add(key)
        blocks.append(Block(role, start + (_dateline(line, lexicon) if role == "paragraph" else 0), end))
    return blocks


def is_live(text: str) -> bool:
    """Whether a report is live coverage: hours open several of its lines."""
    hours = _HOUR.finditer(text)
    return sum(1 for _ in zip(range(_HOURS_LEAST), hours, strict=False)) == _HOURS_LEAST


def _goes_on_told(text: str, start: int, end: int) -> bool:
    """Whether a line of live coverage tells more of an entry, so that one without a stop before it was its heading."""
    return _HOUR.match(text, start, end) is None and _STOP.search(text[start:end]) is not None


def _is_told(line: str, lexicon: Lexicon) -> bool:
    """Whether a line without a final stop tells what somebody says: behind a name and a colon, or with reporting words."""
    return _NAMED.match(line) is not None or lexicon.cues.search(line) is not None


def _is_furniture(line: str, lexicon: Lexicon) -> bool:
    """Whether a short line is the site's own: a sentence only if it begins with the site's words."""
    stamp = lexicon.shapes["day_stamp"].match(line)
    if len(line) >= _HEADING_MOST or (stamp is not None and lexicon.cues.match(line, stamp.end()) is not None):
        return False
    found = lexicon["furniture"].search(line)
    return found is not None and (found.start() == 0 or not _STOP.search(line))


def _is_quoting_heading(line: str, lexicon: Lexicon, *, first: bool) -> bool:
    """Whether a line that ends in a quotation without a stop is a heading: a short one in which nobody reports anything.

    Where verbs stand first, the first line of a report is one too if it begins with its subject ("X speaks of a "first list"").
    """
    if len(line) >= _QUOTING_MOST or _QUOTED_END.search(line) is None:
        return False
    if first and lexicon.order == "free":
        return True  # a Russian sentence has its stop behind the mark
    return lexicon.cues.search(line) is None or (first and lexicon.order == "vso" and lexicon.cues.match(line) is None)


def _reports(line: str, lexicon: Lexicon) -> bool:
    """Whether a line begins with reporting words and says what was said, in a language whose headings begin with a subject."""
    if lexicon.order != "vso" or len(line) < _REPORT_LEAST:
        return False
    cue = lexicon.cues.match(line, _dateline(line, lexicon))
    return cue is not None and line[cue.end() : cue.end() + 1].isspace() and lexicon["that"].search(line, cue.end()) is not None


def _paragraphs(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where lines stand, without blanks around them, wrapped ones together."""
    start = end = None
    for match in re.finditer(r"[^\n\r\u2028\u2029]+|(?:\r?\n){2,}", text):
        line = match.group()
        if not line.strip():
            if start is not None and end is not None:
                yield start, end
            start = end = None
            continue
        first, last = match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())
        if (
            start is not None
            and end is not None
            and not (_goes_on(text[start:end], text[first:last]) or _is_cut(text, start, end, first, lexicon))
        ):
            yield start, end
            start = None
        start, end = first if start is None else start, last
    if start is not None and end is not None:
        yield start, end


def _with_items(text: str, paragraphs: Iterable[tuple[int, int]], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Paragraphs, each with the items that follow its colon, where it says what several agreed to: "the Parties agreed to:"."""
    listing = None
    for start, end in paragraphs:
        if listing is not None and ITEM.match(text, start, end) is not None:
            listing = listing[0], end
            continue
        if listing is not None:
            yield listing
        agrees = text[end - 1] == ":" and lexicon["agreeing"].search(text, start, end) is not None
        listing = (start, end) if agrees else None
        if listing is None:
            yield start, end
    if listing is not None:
        yield listing


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence of the one before."""
    last = before.rsplit("\n", 1)[-1]
    if line.isupper() and not last.isupper():
        return False  # the heading of what follows
    return _WRAPPED_LEAST <= len(last) <= _WRAPPED_MOST >= len(line) and not _STOP.search(before) and not _CREDIT.search(last)


def _is_cut(text: str, start: int, end: int, first: int, lexicon: Lexicon) -> bool:
    """Whether a paragraph goes on in a line though it is short, since links were cut out of it: it begins with reporting words."""
    if lexicon.order != "vso" or end - start > _CUT_MOST or _STOP.search(text, max(start, end - _STOP_MOST), end):
        return False
    return lexicon.cues.match(text, start) is not None and lexicon.cues.match(text, first) is None


def _is_caption(line: str, lexicon: Lexicon) -> bool:
    if lexicon["captions"].match(line):
        return True
    credit = _CREDIT.search(line)
    if lexicon.order == "vso" and lexicon.cues.match(line) is not None:
        return False  # a paragraph that reports something, with its credit at its end
    ended = credit is not None and line[: credit.start()].rstrip().endswith((".", "”", '"'))
    if lexicon.order == "fixed" and ended and lexicon.cues.search(line) is not None:
        return False  # the last paragraph of an agency's report
    return credit is not None and lexicon.agencies.fullmatch(credit.group(1).strip()) is not None and len(line) > len(credit.group()) + 25


def _dateline(line: str, lexicon: Lexicon) -> int:
    """How many characters of a paragraph are its dateline, and what a site has put before it."""
    if (stamp := lexicon.shapes["day_stamp"].match(line)) is not None:
        return stamp.end() + _dateline(line[stamp.end() :], lexicon)
    found = _DATELINE.match(line)
    bracketed = _BRACKETED.match(line)
    if bracketed is not None and lexicon.agencies.fullmatch(bracketed.group(1)):
        found = bracketed
    colon = _COLON.match(line) if found is None or lexicon.order == "vso" else None
    if colon is not None and lexicon.agencies.fullmatch(colon.group(1)):
        found = colon
    found = found or (
        _CAPITALS.match(line) or _DATED.match(line) or lexicon.shapes["dated_credit"].match(line) if lexicon.order != "vso" else None
    )
    if lexicon.order == "fixed" and (label := _LABEL.match(line)) is not None and lexicon["no_labels"].fullmatch(label[1]) is not None:
        return label.end()
    if found is None or found.end() > _DATELINE_MOST:
        return 0
    asks = lexicon["questions"].match(line) or lexicon["answers"].match(line) or lexicon["titles"].match(line.title())
    if asks is not None or any(words.search(line, 0, found.end()) for words in (lexicon.cues, lexicon["offices"])):
        return 0
    if (
        lexicon.order == "fixed"
        and line[found.end() : found.end() + 1].islower()
        and _DASH.search(line, found.end(), found.end() + _PUT_IN_MOST)
    ):
        return 0  # "Brandt – who led them – said"
    return 0 if lexicon.order == "free" and _is_clause(found.group(), line[found.end() :], lexicon) else found.end()


def _is_clause(words: str, rest: str, lexicon: Lexicon) -> bool:
    """Whether a Russian dash stands for "is", and parts no dateline from what it opens: "Two of the wounded — children"."""
    told = words.rpartition(". ")[2] if ". " in words else ""  # "GAZA, May 9. Seven were hurt, two of them - children"
    if rest[:1].islower() or (_SMALL_WORD.search(told) is not None and "/" not in told):
        return True
    if words.upper() == words or any(sign.isdigit() or sign in "/(" for sign in words):
        return False
    named = [word for word in words.split() if word[0].isalpha()]
    is_name = all(word[0].isupper() for word in named) and not any(lexicon["not_names"].fullmatch(word) for word in named)
    return not is_name or rest[:1].islower()
