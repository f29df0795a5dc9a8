"""Paragraphs that are somebody's words as a whole: the answers of an interview, and entries of live coverage that begin with a name.

Rules:

1. Who asks is whose paragraphs mostly end in a question mark, or is called "Question"; a question says nothing.
2. In a transcript, a paragraph without a label between an answer and the next question goes on with the answer.
3. An entry of live coverage is one behind the hour; a name, an office or a body before its colon says all of it.
4. Where dashes open questions and answers, or signs questions and dashes answers, a paragraph without one between an answer and the next
   question goes on with the answer.
5. A paragraph without marks behind one that ends with a colon, and tells who speaks before it, is his words: Russian pages set it off so.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from detente.press.blocks import Block
from detente.press.fixed_order import FixedOrder
from detente.press.free_order import FreeOrder
from detente.press.layout import is_live
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.verbfirst import VerbFirst

_LABEL: Final = re.compile(r"[^\W\d_][\w.'’ -]{0,30}(?=:\s+\S)")
"""Who asks or answers in an interview: what stands before a colon at the beginning of its paragraph."""

_MARKED: Final = '(*#-–—[«"“'
"""Signs with which a paragraph begins that is no answer."""

_TURNS_LEAST: Final = 4
"""Paragraphs with such labels, from which on a report has an interview."""

_DASHED: Final = re.compile(r"[-–—]\s+\S")
_DASH: Final = re.compile(r"[-–—]\s+")
_LISTED: Final = re.compile(r"[•▪■●◦]\s*\S")
"""How paragraphs of an interview without names begin: with a dash, or with a sign before what is asked."""

_ASKED_LEAST: Final = 2
"""Questions of such an interview."""

Turn = tuple[Mention | None, int] | None
"""Who speaks in a paragraph, None for whoever spoke last, and where it begins; None where it is a question."""


def turns(text: str, paragraphs: list[Block], grammar: object, lexicon: Lexicon) -> dict[int, Turn]:
    """The paragraphs that are somebody's words, by where they begin."""
    found = _answers(text, paragraphs, lexicon) or _more_of_answers(text, paragraphs, lexicon)
    if not found and isinstance(grammar, FreeOrder):
        return _led(text, paragraphs, grammar, lexicon)
    if found or not isinstance(grammar, VerbFirst | FixedOrder) or not is_live(text):
        return found
    labelled = ((block.start, grammar.label(block.start, block.end)) for block in paragraphs)
    return {start: label for start, label in labelled if label is not None}


def _led(text: str, paragraphs: list[Block], grammar: FreeOrder, lexicon: Lexicon) -> dict[int, Turn]:
    """The paragraphs that pages set off from the report without marks: they stand behind a colon that ends the one before."""
    found: dict[int, Turn] = {}
    for one, other in pairwise(paragraphs):
        dash = _DASH.match(text, other.start)
        start = other.start if dash is None else dash.end()
        if text[one.end - 1] != ":" or not text[start].isupper() or text[other.end - 1] == ":":
            continue
        if lexicon.shapes["says_behind"].search(text, other.start, other.end) or (who := grammar.leads(one.start, one.end)) is None:
            continue
        found[other.start] = who, start
    return found


def _answers(text: str, paragraphs: list[Block], lexicon: Lexicon) -> dict[int, Turn]:
    labels = {block.start: label for block in paragraphs if (label := _LABEL.match(text, block.start, block.end)) is not None}
    by_label: dict[str, list[Block]] = {}
    for block in paragraphs:
        if block.start in labels:
            by_label.setdefault(_sign(labels[block.start]), []).append(block)
    by_label = {label: blocks for label, blocks in by_label.items() if len(blocks) > 1}
    asked = {label for label, blocks in by_label.items() if 2 * sum(text[block.end - 1] in "?؟" for block in blocks) > len(blocks)}
    plain = {label for label in by_label if lexicon["questions"].fullmatch(label) is not None}  # as in a transcript
    asked |= plain
    if not asked or asked == set(by_label) or sum(len(blocks) for blocks in by_label.values()) < _TURNS_LEAST:
        return {}
    found: dict[int, Turn] = {}
    waiting: list[Block] = []
    answer: Mention | None = None
    for block in paragraphs:
        label = labels.get(block.start)
        if label is None or _sign(label) not in by_label:
            waiting.append(block)
            continue
        is_question = _sign(label) in asked
        if _sign(label) in plain and found:
            found |= {each.start: (answer, each.start) for each in waiting if text[each.start] not in _MARKED}
        waiting = []
        answer = None if is_question else _named(text, label, lexicon)
        found[block.start] = None if is_question else (answer, label.end() + 1)
    return found


def _more_of_answers(text: str, paragraphs: list[Block], lexicon: Lexicon) -> dict[int, Turn]:
    """The paragraphs with which answers behind a dash go on; the answers themselves are read as speech."""
    listed = any(_LISTED.match(text, block.start) for block in paragraphs)
    found: dict[int, Turn] = {}
    waiting: dict[int, Turn] = {}
    answers, questions = False, 0
    for block in paragraphs:
        dashed = _DASHED.match(text, block.start) is not None
        asks = text[block.end - 1] in "?؟"
        if _LISTED.match(text, block.start) or (dashed and not listed and (answers or (not questions and asks))):
            found |= waiting
            questions += asks
            answers, waiting = False, {}
        elif dashed:
            answers, waiting = questions > 0, {}
        elif lexicon.cues.search(text, block.start, block.end) is not None or text[block.start] in _MARKED:
            waiting = {}
        elif answers:
            joined = text[block.start] == "و" and lexicon["begin_with_and"].match(text, block.start) is None
            waiting[block.start] = (None, block.start + joined)
    return found if questions >= _ASKED_LEAST else {}


def _sign(label: re.Match[str]) -> str:
    """A label without the number of its question."""
    return label.group().rstrip("0123456789 -")


def _named(text: str, label: re.Match[str], lexicon: Lexicon) -> Mention | None:
    """Who answers, by the name that the report gives without a title; whoever spoke last where "A" alone stands there."""
    sign = _sign(label)
    if len(sign) == 1 or lexicon["answers"].fullmatch(sign) is not None:
        return None
    title = lexicon["titles"].match(sign) or lexicon["titles"].match(sign.capitalize())
    start, end = label.start() + (0 if title is None else title.end()), label.start() + len(sign)
    start += len(text[start:end]) - len(text[start:end].lstrip(" ."))
    if start >= end:
        return None
    if (
        text[start:end].isupper()
        and (full := re.search(rf"(?:[A-ZА-ЯЁ][\w.'-]+ )+{re.escape(text[start:end].title())}\b", text)) is not None
    ):
        start, end = full.span()
    return Mention("named", (start, end), None, None, start, end)
