"""Whoever is named and can be meant later, though he says nothing there, in a language whose verb stands first.

Rules:

1. An office with a name introduces its owner, and so does a title.
2. A paragraph that tells what somebody without an office does introduces him, and one that tells what a body does, the body.
3. An entry of live coverage can begin with whoever says it, before a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.reporting_words import past_blank
from detente.press.sentences import Sentence
from detente.press.subject_words import Token
from detente.press.subjects import Subjects
from detente.press.verb_subjects import moved

_TAG: Final = re.compile(r"[^|:\n]{1,20}\|\s*")
"""What stands before a stroke at the beginning of an entry: "urgent | the minister: "."""

_VERB: Final = re.compile(r"\w+\s+")

_ENDS: Final = frozenset({"mark", "adjunct", "time", "function", "relative", "that", "other"})
"""What shows behind a name that it ends there."""

_TO: Final = "ل"
"""The "to" that is written together with the name of a medium."""

_BODY_MOST: Final = 100
"""Characters of a name with its office, or of a body."""

_SIGN: Final = re.compile(r"[،؛:.]")

_OFFICE_WORDS_MOST: Final = 9
"""Words of an office up to the next sign."""

_NAME_WORDS_LEAST: Final = 2
_NAME_WORDS_MOST: Final = 4
"""Words of a name before an office."""

_NAME_MOST: Final = 32
"""Characters of a name."""


class Introductions:
    """Finds who is named; all places that it is given are of masks, mentions that it gives of a sentence are of the folded text."""

    def __init__(self, lexicon: Lexicon, subjects: Subjects) -> None:
        self._lexicon, self._subjects = lexicon, subjects

    def label(self, entry: str) -> tuple[Mention, int] | None:
        """Whoever stands before the colon that begins an entry of live coverage, and where it goes on."""
        colon = entry.find(": ", 0, _BODY_MOST)
        mask = entry[: max(colon, 0)]
        tag = _TAG.match(mask)
        start = 0 if tag is None else tag.end()
        silent = any(self._lexicon[name].match(mask, start) is not None for name in ("no_labels", "correspondents"))
        if colon == -1 or silent or self._lexicon.cues.search(mask, start) is not None:
            return None
        speech = self._lexicon["speeches"].match(mask, start)
        start = start if speech is None else past_blank(mask, speech.end())
        source = self._lexicon.shapes["quoted_from"].match(mask, start)
        if source is not None and self._lexicon.agencies.search(mask, start, source.end(1)) is not None:
            start = source.end()
        found = self._subjects.find(mask, start, len(mask))
        if found is None or found.kind in {"pronoun", "thing"} or found.start != start or not self._is_whole(mask, found.end):
            return None
        if found.kind == "named" and found.office is None and found.name is not None and found.name[0] > start:
            body = start, start + len(mask[start : found.name[0]].rstrip())  # "The Kremlin lowers its expectations: "
            found = Mention("collective", body, None, found.side or self._lexicon.code_of(mask[slice(*body)]), *body)
        return found, colon + 1

    def _is_whole(self, mask: str, end: int) -> bool:
        """Whether nothing follows a name but to whom, or on what occasion, its owner speaks."""
        rest = mask[end:].strip()
        if not rest or rest.startswith(_TO):
            return True
        return any(self._lexicon[name].match(rest) is not None for name in ("adjuncts", "media"))

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named with an office in a sentence; where the subject opens it, it is given from the sentence's beginning."""
        mask = sentence.mask
        conjunction = self._lexicon["conjunctions"].match(mask)
        opening = 0 if conjunction is None else past_blank(mask, conjunction.end())
        place = 0
        while (office := self._lexicon["office_heads"].search(mask, place)) is not None:
            place = office.end()
            if self._subjects.words.is_and_to(office) or self._lexicon.shapes["in_a_house"].search(mask, 0, office.end()) is not None:
                continue
            found = self._subjects.find(mask, office.start(), len(mask), open_end=True, narrated=True)
            found = self._named_behind_place(mask, found)
            found = self._named_before(mask, office.start(), found)
            if found is not None and found.kind == "named" and found.office is not None and not self._is_verb(mask, found):
                place = max(found.end, place)
                found = moved(self._with_side(mask, found), sentence.start)
                opens = office.start() <= opening or self._acts(mask, found.start - sentence.start, office.start())
                yield found._replace(start=sentence.start) if opens else found

        if sentence.opens_paragraph and (person := self._told_of(mask, opening)) is not None:
            yield moved(person, sentence.start)._replace(start=sentence.start)
        if sentence.opens_paragraph and (body := self._acting_body(mask, opening)) is not None:
            yield moved(body, sentence.start)
        for title in self._lexicon["titles"].finditer(mask):
            found = self._subjects.find(mask, title.start(), len(mask), narrated=True)
            if found is not None and found.kind == "named" and found.office is not None:
                yield moved(found, sentence.start)

    def _named_behind_place(self, mask: str, found: Mention | None) -> Mention | None:
        """An office with the place behind it, where a title and the name of its owner follow: "director of the centre in Jordan, Dr X"."""
        if found is None or found.kind != "office" or found.office is None:
            return found
        ahead = self._lexicon["where_before"].match(mask, past_blank(mask, found.end))
        place = None if ahead is None else self._lexicon.places.match(mask, past_blank(mask, ahead.end()))
        title = None if place is None else self._lexicon["titles"].match(mask, past_blank(mask, place.end()))
        owner = None if title is None else self._subjects.find(mask, title.start(), len(mask), narrated=True)
        if place is None or owner is None or owner.kind != "named":
            return found
        side = found.side or self._lexicon.code_of(place.group())
        return owner._replace(office=(found.office[0], place.end()), side=side, start=found.start)

    def _named_before(self, mask: str, office: int, found: Mention | None) -> Mention | None:
        """An office behind a comma, with the name of its owner before that: "for the Algerian side X Y, the director of customs"."""
        before = mask[:office].rstrip()
        if found is None or found.kind != "office" or found.office is None or not before.endswith("،"):
            return found
        words = list(self._subjects.words.tokens(mask, max(mask.rfind("،", 0, len(before) - 1) + 1, office - _BODY_MOST), len(before) - 1))
        names = 0
        while names < len(words) and words[-names - 1].kind in {"name", "particle"}:
            names += 1
        names -= names > _NAME_WORDS_LEAST and self._is_behind_verb(mask, words[-names])
        names = next((many for many in range(min(names, _NAME_WORDS_MOST), 1, -1) if not words[-many].definite), 0)
        if names < _NAME_WORDS_LEAST or self._lexicon.cues.fullmatch(mask, words[-names].start, words[-names].end) is not None:
            return found
        name = words[-names].start, words[-1].end
        side = self._side_before(mask, words[0].start, name[0]) or found.side
        sign = _SIGN.search(mask, office)
        end = len(mask) if sign is None else sign.start()
        day = self._lexicon["bare_adjuncts"].search(mask, office, end)
        end = end if day is None else office + len(mask[office : day.start()].rstrip())
        whole = self._lexicon.cues.search(mask, office, end) is None and self._lexicon["relatives"].search(mask, office, end) is None
        end = end if whole and len(mask[office:end].split()) <= _OFFICE_WORDS_MOST else min(end, found.office[1])
        return Mention("named", name, (office, end), side, name[0], end)

    def _acts(self, mask: str, name: int, office: int) -> bool:
        """Whether a name before its office is that of whoever a sentence begins with: "handed X, assistant of Y, a note"."""
        first = mask.rfind("،", 0, max(name, 0)) + 1
        verb = self._subjects.words.tokens(mask, first, max(name, first))
        return name < office and len(verb) == 1 and self._is_behind_verb(mask, verb[0])

    def _is_behind_verb(self, mask: str, first: Token) -> bool:
        """Whether the first of some words opens a sentence, or what follows a source: it is a verb ("by agency A, handed X")."""
        before = mask[: first.start].strip()
        return not before or (before.endswith("،") and self._lexicon["adjuncts"].match(before) is not None)

    def _side_before(self, mask: str, start: int, end: int) -> str | None:
        """For which state somebody is named: "for the Algerian side X Y"."""
        if named := list(self._lexicon.places.finditer(mask, start, end)):
            return self._lexicon.code_of(named[-1].group())
        sides = list(
            self._lexicon.shapes["side_of_state"].finditer(mask, start, end)
        )  # an adjective that means something else elsewhere: "Malian", "financial"
        return self._lexicon.code_of(sides[-1]["of"]) if sides else None

    def _told_of(self, mask: str, opening: int) -> Mention | None:
        """Somebody without an office of whom a sentence tells what he does: "X Y waits at the crossing"."""
        verb = self._lexicon.shapes["does_there"].match(mask, opening)
        found = None if verb is None else self._subjects.find(mask, verb.end(), min(len(mask), verb.end() + _BODY_MOST), narrated=True)
        if verb is None or found is None or found.kind != "named" or found.office is not None or found.start != verb.end():
            return None
        name = mask[found.start : found.end].split()
        behind = next(iter(self._subjects.words.tokens(mask, found.end, min(len(mask), found.end + _NAME_MOST))), None)
        ends = behind is not None and behind.kind in _ENDS
        return found if len(name) > 1 and ends and not self._is_verb(mask, found) else None

    def _acting_body(self, mask: str, opening: int) -> Mention | None:
        """A body of which a sentence tells what it does, by its full name: "the Ministry of Water has followed what was published"."""
        verb = _VERB.match(mask, opening)
        had = self._lexicon["background"].match(mask) is not None and self._lexicon["collectives"].match(mask, opening) is not None
        start = opening if had or verb is None else verb.end()  # "the ministry had accused"
        if verb is None or self._lexicon["collectives"].match(mask, start) is None:
            return None
        if not had and self._subjects.past_verb(mask, opening, min(len(mask), start + _NAME_MOST), known=True) != start:
            return None
        found = self._subjects.find(mask, start, min(len(mask), start + _BODY_MOST), narrated=True)
        full = found is not None and found.kind == "collective" and found.start == start and " " in mask[found.start : found.end]
        return found if full else None

    def _with_side(self, mask: str, found: Mention) -> Mention:
        """A mention with the side that is named behind it: "Minister X for the Kuwaiti side"."""
        place = past_blank(mask, found.end)
        ahead = self._lexicon["for_side"].match(mask, place)
        named = None if ahead is None or found.side is not None else self._lexicon.places.match(mask, past_blank(mask, ahead.end()))
        return found if named is None else found._replace(side=self._lexicon.code_of(named.group()))

    def _is_verb(self, mask: str, found: Mention) -> bool:
        """Whether a reporting word was taken for the name behind an office."""
        return found.name is not None and self._lexicon.cues.fullmatch(mask, *found.name) is not None
