"""Who is meant by a mention, in a language whose names show neither case nor capitals.

Rules:

1. A name that ends a fuller one is the same person's; so is a name beside an office that somebody held who was not named yet.
2. An office with the article alone ("the minister") is whoever of it was named last; "the official" is whoever spoke last of that side.
   A body with the article alone ("the ministry") is the last one whose name begins so.
3. Where an office names no side, it is that of the body which the office names ("spokesman of the ministry"), of a place before the
   reporting words ("in Caracas, ..."), or that of whoever spoke before.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from detente.press.lexicon import Lexicon
from detente.press.media import is_of_medium
from detente.press.people import People, Person
from detente.press.phrases import Mention
from detente.press.private import is_private
from detente.press.same_names import stem
from detente.press.speaker_words import body_called, is_body_of, is_name_of, is_of_one, named_between, numbers, relative_again, with_article

_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_NAMED_NEAR: Final = 60
"""Characters behind the word for a body in which its name says whose it is."""


_BEHIND_NAME: Final = re.compile(r"(?: [^\W_]+){1,3}")
"""Words behind a name without a sign between."""

_COUNTED_LEAST: Final = 2
"""Words of a name for several sides that can say how many."""

_OF_STATE: Final = 2
"""Words of an office that says but of which state it is."""

_SENT_FROM: Final = re.compile(r"،?[^.،:]{0,24}(?:\([^()]{2,20}\)|/[^/]{2,20}/?|[-–—:.]\s|[-–—]\S{2,16}\s*\Z)")
"""What stands behind the place of a dateline: a day, and an agency."""

_DATELINE_MOST: Final = 50
"""Characters behind the place of a dateline in which its agency stands."""


class Speakers(People):
    """Who has spoken in a report so far."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self._with = frozenset(lexicon.file.words.with_whom)
        self._places = [
            (m.start(), m.end(), code)
            for m in lexicon.places.finditer(text)
            if (code := lexicon.code_of(m.group())) and not is_of_medium(text, m.start(), code, lexicon)
        ]

    def who(self, mention: Mention | None) -> Person | None:
        """Who is meant; whoever is new is known from now on. Without a mention, whoever spoke last."""
        if mention is None or mention.kind == "pronoun":
            return self.last or self._only_one()
        if mention.kind == "document":
            return self._author(mention)
        found = self._same_one(mention) or self._meant(mention) or self._first_named(mention)
        if found.name is None and mention.name is not None:
            found.name, found.words = mention.name, self._name_words(mention.name)
        self.known = [*(each for each in self.known if each is not found), found]
        self.last = found
        return found

    def _same_one(self, mention: Mention) -> Person | None:
        """Whoever spoke last, where "the same" stands behind a word for a speaker without a name: "the same speaker said"."""
        alone = mention.name is None and mention.office is not None and self._is_definite(mention.office)
        return self.last if alone and self.lexicon["same_one"].match(self.text, mention.end + 1) is not None else None

    def _author(self, mention: Mention) -> Person | None:
        """Whose document is meant: the body that spoke last, of the side that is named."""
        bodies = [each for each in reversed(self.known) if each.collective and mention.side in {None, each.side}]
        return next(iter(bodies), None)

    def agreeing(self, person: Person | None, gender: str) -> Person | None:
        """Whoever spoke last of those whom a verb can mean by its ending: "she added", though a man was quoted between."""
        if person is None or self._gender(person) in {None, gender}:
            return person
        fitting = (each for each in reversed(self.known) if each is not person and self._gender(each) == gender)
        found = next(fitting, person)
        self.last = found
        return found

    def _gender(self, person: Person) -> str | None:
        """Of somebody of an office, what its first word says; None for bodies, and where no office is known."""
        if person.collective or person.office is None or person.name is None:
            return None
        word = _WORD.search(self.text, *person.office)
        if word is None or self.lexicon["of_last"].fullmatch(word.group()) is not None:
            return None
        shapes, theirs = self.lexicon.shapes, self.lexicon["counterparts"].fullmatch(word.group()) is not None
        woman = shapes["her_counterpart"] if theirs else shapes["her_office"]
        return "f" if woman.search(word.group()) is not None else "m"

    def _only_one(self) -> Person | None:
        """The one person who was named so far, where nobody has spoken: as in an interview."""
        named = [each for each in self.known if each.name is not None and not each.collective]
        return named[0] if len(named) == 1 else None

    # ---- somebody known ----

    def _meant(self, mention: Mention) -> Person | None:
        if mention.kind == "named" and mention.name is not None:
            found = (
                self._of_name(mention)
                or self._before_object(mention)
                or self._first_of_two(mention)
                or self._several(mention)
                or self._nameless(mention)
                or self._named_at_last(mention)
                or self._body_again(mention)
            )
            if found is not None:
                self._held(found, mention)
            return found
        if mention.kind in {"office", "unnamed"} and mention.office is not None:
            if (found := self._other_one(mention)) is not None:
                return found
            if (found := self._surname(mention)) is not None:
                return found
            found = self._of_office(mention)
            if found is not None:
                self._held(found, mention)
            return found or self._of_other_words(mention) or self._of_side(mention) or self._without_office(mention)
        if mention.kind == "collective" and mention.name is not None:
            return self._of_surname(mention) or self._body(mention)
        return None

    def _of_surname(self, mention: Mention) -> Person | None:
        """Somebody known whose surname is the adjective of a state, where that stands alone: "al-Sudani said"."""
        words = self._name_words(mention.name or (0, 0))
        known = (each for each in reversed(self.known) if len(each.words) > 1 and not each.collective)
        return next((each for each in known if each.words[-1:] == words), None) if len(words) == 1 else None

    def _of_name(self, mention: Mention) -> Person | None:
        assert mention.name is not None  # noqa: S101 - whoever calls has looked
        words = self._name_words(mention.name)
        alike = [each for each in reversed(self.known) if each.words and not each.collective and is_name_of(words, each.words)]
        if len(alike) > 1 and mention.side is not None:
            alike.sort(key=lambda each: each.side != mention.side)
        found = alike[0] if alike else None
        if found is not None and len(words) > len(found.words):
            found.name, found.words = mention.name, words
        return found or self._longer(words) or self._by_middle_name(words)

    def _before_object(self, mention: Mention) -> Person | None:
        """Somebody known by his surname, behind which the article was taken for a part of it: "X summed up the matter"."""
        assert mention.name is not None  # noqa: S101 - whoever calls has looked
        words = self._name_words(mention.name)
        if mention.office is not None or len(words) != _OF_STATE or stem(words[1]) == words[1]:
            return None
        return next((each for each in reversed(self.known) if len(each.words) > 1 and each.words[-1] == words[0]), None)

    def _longer(self, words: list[str]) -> Person | None:
        """Somebody whose name was taken too short, as the words behind it show: they are those by which he is named now."""
        named = " ".join(words)
        for each in reversed(self.known):
            if each.name is None or each.collective or not each.words:
                continue
            behind = _BEHIND_NAME.match(self.text, each.name[1])
            place = -1 if behind is None else f"{behind.group()} ".find(f" {named} ")
            if place != -1 and behind is not None and self._are_names(behind.group()[:place].split(), each):
                end = each.name[1] + place + 1 + len(named)
                each.name, each.words = (each.name[0], end), [*each.words, *_WORD.findall(self.text[each.name[1] : end])]
                return each
        return None

    def _are_names(self, words: list[str], person: Person) -> bool:
        """Whether words between a short name and the one by which its owner is named now can be parts of the name."""
        lists = ("that", "functions", "conjunctions", "relatives", "adjuncts", "bare_adjuncts", "objects", "offices", "not_names")
        return not words or (
            len(person.words) == _OF_STATE
            and all(stem(word) == word and self.lexicon.cues.fullmatch(word) is None for word in words)
            and not any(self.lexicon[name].fullmatch(word) for name in lists for word in words)
        )

    def _by_middle_name(self, words: list[str]) -> Person | None:
        """The one person of whose longer name a word is, neither the first nor the last: by his father's, or the first of two surnames."""
        known = [each for each in self.known if len(words) == 1 and not each.collective and words[0] in each.words[1:-1]]
        return known[0] if len(known) == 1 else None

    def _first_of_two(self, mention: Mention) -> Person | None:
        """The first of two persons who are known and named side by side: whoever accuses, before whoever is accused."""
        assert mention.name is not None  # noqa: S101 - whoever calls has looked
        words = self._name_words(mention.name)
        if len(words) != 2 or mention.office is not None:
            return None
        both = [next((each for each in reversed(self.known) if each.words and is_name_of([word], each.words)), None) for word in words]
        return both[0] if both[0] is not both[1] and None not in both else None

    def _several(self, mention: Mention) -> Person | None:
        """Two who are known, named by their surnames, the second with the "and" that is written together with it."""
        assert mention.name is not None  # noqa: S101 - whoever calls has looked
        words = self._name_words(mention.name)
        if mention.office is not None or len(words) != 2 or words[1][0] != "و":
            return None
        both = [
            next((each for each in reversed(self.known) if each.words and each.words[-1] == word), None)
            for word in (words[0], words[1][1:])
        ]
        if None in both:
            return None
        sides = {code for each in both if each is not None and each.side for code in each.side.split("+")}
        return Person(mention.name, None, "+".join(sorted(sides)) or None, words, collective=True)

    def _nameless(self, mention: Mention) -> Person | None:
        """Somebody of the office beside the name, who was not named before."""
        if mention.office is None:
            return None
        words = self._name_words(mention.office)
        definite = self._is_definite(mention.office) or (len(words) == _OF_STATE and stem(words[1]) != words[1])  # "the mayor X"
        waiting = [
            each for each in reversed(self.known) if each.name is None and each.office is not None and (definite or not each.indefinite)
        ]
        return next((each for each in waiting if self._shares(each, mention) and mention.side in {None, each.side}), None)

    def _named_at_last(self, mention: Mention) -> Person | None:
        """Whoever spoke last by an office that one alone has, where the name follows in the next sentence: "the envoy of X said ..."."""
        last, name = self.last, mention.name or (0, 0)
        if last is None or last.name is not None or last.collective or last.indefinite or last.office is None:
            return None
        title = None if mention.office is None else self.lexicon["also_titles"].fullmatch(self.text, *mention.office)
        if mention.office is not None and title is None:
            return None
        words = self._name_words(last.office)
        alone = len(words) > 1 and self.lexicon["plural_offices"].match(self.text, *last.office) is None
        alone = alone and (stem(words[0]) != words[0] or is_of_one(self.lexicon, words[1]))
        first = self.text.find(self.text[slice(*name)]) == name[0] and len(self._name_words(name)) > 1
        return last if alone and first and mention.side in {None, last.side} else None

    def _of_office(self, mention: Mention) -> Person | None:
        if mention.kind == "unnamed" and not self._is_definite(mention.office):
            return None
        known = [each for each in reversed(self.known) if not each.collective]
        return next((each for each in known if self._shares(each, mention) and mention.side in {None, each.side}), None)

    def _of_other_words(self, mention: Mention) -> Person | None:
        """Whoever holds an office for which other words are used: "the head of Iranian diplomacy" of the foreign minister."""
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        words = self.text[slice(*mention.office)]
        same = [names for names in self.lexicon.same_offices if names.match(words)]
        known = [each for each in reversed(self.known) if each.words and not each.collective and mention.side in {None, each.side}]
        return next((each for each in known if any(names.match(office) for office in each.offices for names in same)), None)

    def _without_office(self, mention: Mention) -> Person | None:
        """Whoever spoke last and was named without an office, whom that of a state means now: "X said ...", "the minister of Y said ...".

        Only where nobody else was named so.
        """
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        bare = [each for each in self.known if each.words and each.office is None and not each.collective]
        if bare != [self.last] or mention.kind != "office" or bare[0].side not in {None, mention.side}:
            return None
        if mention.side is None or self.lexicon["offices_of_states"].match(self.text, *mention.office) is None:
            return None
        self._held(bare[0], mention)
        return bare[0]

    def _other_one(self, mention: Mention) -> Person | None:
        """Whom "his counterpart" alone means: whoever was named before whoever spoke last."""
        alone = mention.office is not None and self.lexicon["counterparts"].fullmatch(self.text, *mention.office) is not None
        others = [each for each in reversed(self.known) if each.words and not each.collective and each is not self.last]
        return others[0] if alone and others and self.last is not None and others[0].side != self.last.side else None

    def _surname(self, mention: Mention) -> Person | None:
        """Somebody whose surname is a word for an office too, or stands with its article behind a title ("Ambassador al-Saadi")."""
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        words = self._name_words(mention.office)
        titled = len(words) == _OF_STATE and mention.side is None and self.lexicon["also_titles"].fullmatch(words[0]) is not None
        if len(words) > 1 and not titled:
            return None
        return next((each for each in reversed(self.known) if len(each.words) > 1 and each.words[-1:] == words[-1:]), None)

    def _of_side(self, mention: Mention) -> Person | None:
        """Whom "the official" means: whoever spoke last, of the side that is named."""
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        word = self._name_words(mention.office)[0]
        if not self._is_definite(mention.office) or self.lexicon["anaphors"].fullmatch(word) is None:
            return None
        known = [each for each in reversed(self.known) if not each.collective and (mention.side is None or each.side == mention.side)]
        many = self.lexicon["plural_offices"]
        alone = (each for each in known if each.office is None or many.match(self.text, *each.office) is None)
        return next(alone, known[0] if known else None)

    def _body_again(self, mention: Mention) -> Person | None:
        """A body that no list has, which is meant again by the first word of its name with the article: "the network"; or "the mother"."""
        words = self._name_words(mention.name or (0, 0))
        if mention.office is not None or len(words) != 1:
            return None
        if (relative := relative_again(self.text, self.lexicon, self.known, words[0])) is not None:
            return relative
        return self._body(mention) if stem(words[0]) != words[0] else body_called(self.known, words[0], self._name_words)

    def _body(self, mention: Mention) -> Person | None:
        """A body that is named by the first word of its name, or again in full."""
        assert mention.name is not None  # noqa: S101 - whoever calls has looked
        words = [stem(word) for word in self._name_words(mention.name)]
        whole = self.text[slice(*mention.name)]
        for each in reversed(self.known):
            if each.collective and each.name is not None and self.text[slice(*each.name)] == whole:
                return each
        for each in reversed(self.known):
            known = [stem(word) for word in self._name_words(each.name)] if each.collective and each.name is not None else []
            if known[: len(words)] == words or is_body_of(words, known):
                return each
            if len(words) > 1 and known[1:] == words and each.side == mention.side:
                return each  # "the ministry of foreign affairs of X", and then "foreign affairs of X"
            more = self._name_words(mention.name)[len(known) :] if known and words[: len(known)] == known else []
            if len(known) > 1 and len(more) == 1 and each.side is not None and self.lexicon.code_of(more[0]) == each.side:
                each.name = mention.name  # "the coast guard", and then "the Greek coast guard"
                return each
        general = len(words) == 1 and self.lexicon["bodies"].fullmatch(words[0]) is not None
        last = self.last
        is_body = last is not None and last.collective and last.name is not None and last.side is not None and "+" not in last.side
        return last if general and is_body and mention.side in {None, last.side if last else None} else None

    def _held(self, person: Person, mention: Mention) -> None:
        if mention.office is None:
            return
        person.offices.add(self.text[slice(*mention.office)])
        if person.office is None or mention.office[1] - mention.office[0] > person.office[1] - person.office[0]:
            person.office = mention.office
        person.side = person.side or (None if is_private(self.text, self.lexicon, mention) else mention.side)

    def _shares(self, person: Person, mention: Mention) -> bool:
        """Whether somebody's office begins with the same word and has all others too, or is that of a counterpart of the same side."""
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        words = self._office_stems(self.text[slice(*mention.office)])
        for office in person.offices:
            held = self._office_stems(office)
            if self.lexicon["counterparts"].fullmatch(_WORD.findall(office)[0]) and (mention.side or self._is_last_minister(person, words)):
                return True
            local = self.lexicon["of_places"].search(office) is not None  # "the X president", no mayor
            if held[:1] == words[:1] and not local and self._is_of_state(mention) and mention.side == person.side:
                return True
            if held[:1] == words[:1] and (set(words) <= set(held) or set(held) <= set(words)):
                return True
        return False

    def _is_last_minister(self, person: Person, words: list[str]) -> bool:
        """Whether "the minister" alone means the counterpart of one, who spoke last."""
        return person is self.last and len(words) == 1 and self.lexicon["offices_of_states"].fullmatch(words[0]) is not None

    def _is_of_state(self, mention: Mention) -> bool:
        """Whether an office says no more than of which state it is: "the Turkish spokesman"."""
        if mention.office is None or mention.side is None or not self._is_definite(mention.office):
            return False
        words = self._name_words(mention.office)
        return len(words) == _OF_STATE and self.lexicon.code_of(words[1]) == mention.side

    def _office_stems(self, office: str) -> list[str]:
        kept = self.lexicon["begin_with_and"]
        words = [word for word in _WORD.findall(office) if kept.fullmatch(word) or self.lexicon["functions"].fullmatch(word) is None]
        return [word if kept.fullmatch(word) else stem(word) for word in words]

    def _is_definite(self, office: tuple[int, int] | None) -> bool:
        """Whether an office is one that was spoken of: its first word has the article."""
        if office is None:
            return False
        word = self._name_words(office)[0]
        return stem(word) != word

    # ---- somebody new ----

    def _first_named(self, mention: Mention) -> Person:
        where = mention.office is not None and self.lexicon["non_states"].search(self.text, *mention.office) is not None
        side = (None if where and self._is_abroad(mention) else mention.side) or self._of_last(mention)
        if mention.kind == "sides" and side is None and self.last is not None and "+" in (self.last.side or ""):
            side = self.last.side  # "the ministers of X and Y said ...; the two sides said"
        if side is None and not self._is_of_no_state(mention):
            side = self._side_of_all(mention) if mention.kind == "sides" else self._side_around(mention)
        side = None if is_private(self.text, self.lexicon, mention) else side
        words = self._name_words(mention.name) if mention.kind == "named" and mention.name is not None else []
        collective = mention.kind in {"collective", "sides", "agency"}
        made = Person(with_article(self.text, mention), mention.office, side, words, collective=collective)
        made.indefinite = mention.kind == "unnamed"
        if mention.office is not None:
            made.offices.add(self.text[slice(*mention.office)])
        return made

    def _is_abroad(self, mention: Mention) -> bool:
        """Whether the place that an office names is but where it is: "representative of the front in Brussels"."""
        words = self._name_words(mention.office or (0, 0))
        return len(words) > _OF_STATE and self.lexicon["envoys_to"].fullmatch(words[-2]) is not None

    def _is_of_no_state(self, mention: Mention) -> bool:
        """Whether somebody speaks for a movement that is no state."""
        return mention.office is not None and self.lexicon["non_states"].search(self.text, *mention.office) is not None

    def _side_of_all(self, mention: Mention) -> str | None:
        """Who "the sides" are: as many as the mention says, of the states that are named most; two where it does not."""
        words = self._name_words(mention.name) if mention.name is not None else []
        if len(words) == 1 and self.lexicon.shapes["two_of"].search(words[0]) is None:
            return None
        both = named_between(self.text, self.lexicon, self._places)
        if both is not None and len(words) < _COUNTED_LEAST:
            return both
        known = numbers(self.lexicon)
        many = next((known[stem(word)] for word in words if stem(word) in known), 2)
        counted = Counter(code for _, _, code in self._places if len(code) == 3)
        return "+".join(sorted(code for code, _ in counted.most_common(many))) if len(counted) >= many else None

    def _of_last(self, mention: Mention) -> str | None:
        """The side of "her spokesman": of whoever spoke last."""
        if mention.office is None or self.lexicon["of_last"].search(self.text, *mention.office) is None:
            return None
        inside = self.lexicon["of_told"].search(self.text, *mention.office) is not None  # of the body that the paragraph tells of
        first = max(self.text.rfind(sign, 0, mention.start) for sign in ("\n" if inside else ".\n")) + 1
        before = [code for start, end, code in self._places if first <= start and end <= mention.start]
        if before:
            return before[0]  # "the minister of X welcomed this, and his spokesman said"
        return None if self.last is None else self.last.side

    def _side_around(self, mention: Mention) -> str | None:
        """The side of somebody whose office names none."""
        place = mention.office or (mention.name if mention.kind == "collective" else None)
        if place is not None and (code := self._side_of_body(place)) is not None:
            return code
        first = max(self.text.rfind(sign, 0, mention.start) for sign in ".\n") + 1
        before = [code for start, end, code in self._places if first <= start and end <= mention.start]
        if before:
            of_state = mention.office is not None and self.lexicon["of_states"].match(self.text, *mention.office) is not None
            home = self._of_dateline() if of_state and len(set(before)) > 1 else None
            return home if home in before else before[-1]
        last = self.last
        if last is not None and last.side is None and last.office is not None:  # whoever speaks for no state says nothing of others
            last = next((each for each in reversed(self.known) if each.side), last)
        by_office = mention.kind in {"named", "office"} or self._is_of_the_body(mention)
        if by_office and mention.office is not None and last is not None and last.side and "+" not in last.side:
            if last.name is not None and self.lexicon["sides"].match(self.text, *last.name):
                return self._side_of_report(mention)
            of_body = last.side in self.lexicon.body_codes
            if of_body and self.lexicon["offices_of_states"].search(self.text, *mention.office) is not None:
                return self._side_of_report(mention)  # a government's delegation, behind the envoy of a body
            return last.side if last.collective or not of_body else None
        return self._side_of_report(mention)

    def _is_of_the_body(self, mention: Mention) -> bool:
        """Whether somebody without a name is of a body that needs no more words: "a source in the ministry"."""
        words = [] if mention.office is None else self._name_words(mention.office)
        if mention.kind != "unnamed" or len(words) < _OF_STATE or stem(words[-1]) == words[-1]:
            return False
        return self.lexicon["collectives"].fullmatch(words[-1]) is not None

    def _side_of_report(self, mention: Mention) -> str | None:
        """Whose "the government" or "the minister" is, where nobody spoke before: of the one state that the report names far more often."""
        place = mention.office or (mention.name if mention.kind == "collective" else None)
        if place is None:
            return None
        counted = Counter(code for _, _, code in self._places if len(code) == 3).most_common(2)
        if self.lexicon["of_states"].match(self.text, place[0], place[1]) is None:
            return None
        if (home := self._of_dateline()) is not None:
            return home
        most = counted[0] if counted else (None, 0)
        return None if len(counted) > 1 and most[1] == counted[1][1] else most[0]

    def _of_dateline(self) -> str | None:
        """The state from which a report is sent: what opens one of its first lines, before an agency, a colon or a dash."""
        for start, end, code in self._places:
            begins = not self.lexicon.shapes["state_before"].sub("", self.text[self.text.rfind("\n", 0, start) + 1 : start])
            line = self.text[end : end + _DATELINE_MOST].split("\n", 1)[0]
            if begins and len(code) == 3 and _SENT_FROM.match(line):
                return code
        return None

    def _side_of_body(self, place: tuple[int, int]) -> str | None:
        """Whose a body is that an office names without saying so: as the same word was used last, with a name behind it."""
        for word in self.lexicon["collectives"].finditer(self.text, *place):
            head = stem(word.group().split()[0])
            for other in reversed(list(self.lexicon["collectives"].finditer(self.text, 0, place[0]))):
                if stem(other.group().split()[0]) != head:
                    continue
                stop = min([at for sign in ".،:\n" if (at := self.text.find(sign, other.end())) != -1], default=len(self.text))
                last = min(stop, other.end() + _NAMED_NEAR)
                code = next(
                    (
                        code
                        for start, end, code in self._places
                        if other.start() < end and start < last and self._is_one(other.end(), start)
                    ),
                    None,
                )
                if code is not None:
                    return code
            if word.end() < place[1]:
                break  # "the ministry of foreign affairs" is a ministry
        return None

    def _is_one(self, start: int, end: int) -> bool:
        """Whether only words with the article, or what lists or binds them, stand between two places: both belong to one name."""
        words = _WORD.findall(self.text[start:end])
        return not self._with.intersection(words) and all(
            stem(word) != word or self.lexicon["functions"].fullmatch(word) or self.lexicon["offices"].fullmatch(word) for word in words
        )

    def _name_words(self, place: tuple[int, int]) -> list[str]:
        return _WORD.findall(self.text[slice(*place)])
