"""Who speaks: the words of a clause that name its speaker, and who that is within one report.

Rules:

1. A name is a run of words that are neither offices, places nor anything else that the lexicon knows; in Latin and Cyrillic script its
   words are capitalised. What stands beside it and is an office or a place, is the office.
2. Who was named in full before is known by the last part of the name, by the office ("the minister") or by a pronoun; where two share
   a surname, by the office beside it, otherwise the one who was named last.
3. The side is that of the state or the body that the office names; a person keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from detente.press.deputies import is_deputy, is_of
from detente.press.genders import is_as, with_gender
from detente.press.initials import explained, shorts, stand_for, with_short
from detente.press.lexicon import Lexicon
from detente.press.main_sides import main_sides
from detente.press.phrases import Mention
from detente.press.private import is_private, is_short_of, of_initials
from detente.press.same_bodies import Called, are_several
from detente.press.same_names import ENDING_MOST, INITIAL_MOST, same_name, stem
from detente.press.word_files import Cue

_WORD: Final = re.compile(r"[^\W_](?:[\w'’-]*\w)?(?:\.[^\W\d_](?!\w))*\.?|[,،;:()—–\x01]")


_ACRONYM_MOST: Final = 5
"""Letters of an abbreviation that is read as the first letters of the words of a body."""

_OTHER_MOST: Final = 12
"""Characters before a name within which "other" stands."""

_STOPS: Final = frozenset('.!?…»”"\n')
"""What stands before the first word of a sentence."""

_GENERAL_MOST: Final = 2
"""Words of a general name of a body: "the foreign ministry" of whatever state."""


@dataclass
class Person:
    """Somebody who speaks in a report; places are of the folded text."""

    name: tuple[int, int] | None
    office: tuple[int, int] | None
    side: str | None
    words: list[str]
    offices: set[str] = field(default_factory=set)
    collective: bool = False
    spoken: bool = False
    expected: bool = False
    """Whether a name can still follow: so far it is only an office that one alone has."""
    gender: str | None = None
    """"f" or "m", where words have shown it with which the person spoke."""
    indefinite: bool = False
    """Whether it is one of many ("a source"), who cannot be meant again by the same words."""


class People:
    """Who has spoken in a report so far, and who is meant by a mention."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text, self.lexicon = text, lexicon
        self.known: list[Person] = []
        self.last: Person | None = None
        self.sides = main_sides(text, lexicon)
        self._is_declined = lexicon.order == "free"
        self._called = Called(text, lexicon)
        self._of_one = lexicon.shapes["of_one"]

    def who(self, mention: Mention | None) -> Person | None:
        """Who is meant; whoever is new is known from now on. Without a mention, whoever spoke last."""
        if mention is None:
            return self.last
        mention = with_gender(self.text, self.lexicon, mention)
        if mention.kind in {"pronoun", "document"}:
            self.last = self._meant(mention)
            if self.last is not None and self.last.words and not self.last.collective and not self._is_declined:
                self.last.gender = self.last.gender or mention.gender
            return self.last
        if mention.kind in {"named", "office"}:
            found = self._known(mention) or self._body_called(mention)
        elif (found := self._short_office(mention)) is None:
            found = self._same_body(mention) or self._of_state(mention) or self._same_unnamed(mention)
        if found is None and mention.kind == "named":
            found = self._named_at_last(mention)
        if found is None:
            found = self._new(mention)
        elif mention.office is not None and mention.kind != "unnamed" and not (found.collective and mention.kind == "office"):
            self._office(found, mention)
        self.known = [each for each in self.known if each is not found] + [found]
        self.last = found
        if not found.collective:
            found.gender = mention.gender or found.gender
        return found

    def speaker(self, mention: Mention | None) -> Person | None:
        """Who is meant and speaks; a name that is declined is given as it stands where its owner first speaks."""
        found = self.who(mention)
        if found is not None and found.spoken and self._is_declined and mention is not None and self._is_undeclined(mention, found):
            found.name = mention.name
        if found is not None and not found.spoken:
            found.spoken = True
            if self._is_declined and mention is not None and mention.kind == "named" and self._is_as_full(mention, found):
                found.name = mention.name
        return found

    def _is_undeclined(self, mention: Mention, person: Person) -> bool:
        """Whether a man is named again, and now in the nominative: "the words of Ивана Петрова", "Иван Петров said"."""
        if mention.kind != "named" or person.name is None or mention.name is None:
            return False
        words, known = self._words(mention.name), self._words(person.name)
        pairs = list(zip(words, known, strict=False))
        return (
            len(words) == len(known) > 1
            and words != known
            and all(old.startswith(new) and self.lexicon.shapes["name_in_case"].search(new) is None for new, old in pairs)
        )

    def several(self, mention: Mention | None, cue: Cue | None) -> Mention | None:
        """Who agreed to something: those of several offices without a name are a body ("the ministers of both countries")."""
        if mention is None or cue is None or cue.kind != "agreement" or mention.kind not in {"office", "unnamed"}:
            return mention
        if mention.office is None or len(self.text[slice(*mention.office)].split()) == 1:  # "the ministers", who were named before
            return mention
        return mention._replace(kind="sides" if mention.side is None else "collective", name=mention.office, office=None)

    def agreeing(self, person: Person | None, gender: str) -> Person | None:  # noqa: ARG002 - where verbs show it
        """Whoever a verb can mean by its ending."""
        return person

    def _is_as_full(self, mention: Mention, person: Person) -> bool:
        """Whether a name has as many words as that which is known, and no initials for them."""
        words = self._words(mention.name or (0, 0))
        return len(words) == len(person.words) and not any(
            len(word) <= INITIAL_MOST < len(known) and (len(word) == 1 or len(known) - len(word) > ENDING_MOST)
            for word, known in zip(words, person.words, strict=True)
        )

    def introduce(self, mention: Mention, *, first: bool = False) -> Person | None:
        """Somebody is named who does not speak here; `first`: as the first word of a sentence, whom a pronoun means from now on."""
        before = self.last
        found = self.who(mention)
        is_meant = mention.kind == "named" or (mention.kind == "office" and found is not None and bool(found.words))
        self.last = found if first and is_meant else before
        return found

    def _meant(self, mention: Mention) -> Person | None:
        """Whom a pronoun means: whoever spoke last, or the last person or, for "it", body before; several, for a joint statement."""
        bodies = [each for each in reversed(self.known) if each.collective]
        if mention.kind == "document":
            if self.last is not None and self.last.collective and self._is_declined:
                return self.last  # "it also says"
            return next((each for each in bodies if "+" in (each.side or "")), bodies[0] if bodies else self.last)
        if mention.gender is not None and self.last is not None and self.last.gender not in {None, mention.gender}:
            fitting = [each for each in reversed(self.known) if not each.collective and each.gender in {None, mention.gender}]
            fitting.sort(key=lambda each: each.gender is None)
            return fitting[0] if fitting else self.last
        of_body = self.text[mention.start : mention.end].lower() in self.lexicon.file.words.things
        if self.last is not None and self.last.collective == of_body:
            return self.last
        return next((each for each in reversed(self.known) if each.collective == of_body), self.last)

    def _same_body(self, mention: Mention) -> Person | None:
        """The body that a general word means, such as "the ministry", or fewer words of it; "the two sides" that were named before."""
        bodies = [each for each in reversed(self.known) if each.collective and each.name is not None]
        if mention.kind == "sides" and mention.definite:
            several = (each for each in bodies if "+" in (each.side or ""))
            return next((each for each in several if each.spoken or self.lexicon["sides"].search(self.text, *(each.name or (0, 0)))), None)
        if mention.kind != "collective" or mention.name is None:
            return None
        short = self.text[slice(*mention.name)]
        if short.isupper() and (meant := [each for each in bodies if each.name and self.text.startswith(f" ({short})", each.name[1])]):
            return meant[0]  # "the Coast Guard (PCG)"
        same = self._called.same(mention, bodies)
        if same is not None:
            return same
        if (span := self._called.before(mention)) is not None:
            return self._new(mention._replace(name=span, side=self.lexicon.code_of(self.text[slice(*span)].rsplit(maxsplit=1)[-1])))
        words = {stem(word) for word in self._words(mention.name)} - set(self.lexicon.file.syntax.articles)
        is_general = any(self.lexicon["bodies"].fullmatch(word) for word in self._words(mention.name))
        if is_general and len(words) == _GENERAL_MOST and mention.side is None and bodies and self._is_declined:
            kinds = {word for word in words if self.lexicon["bodies"].fullmatch(word)}
            alike = [each for each in bodies if kinds & {stem(word) for word in self._words(each.name or (0, 0))}]
            return next(iter(alike), None)
        if len(words) > 1 and not mention.definite:
            return next((each for each in bodies if words == {stem(word) for word in self._words(each.name or (0, 0))}), None)
        if mention.side is not None and not mention.definite:
            return next((each for each in bodies if words == {stem(word) for word in self._words(each.name or (0, 0))}), None)
        alike = [each for each in bodies if words <= {stem(word) for word in self._words(each.name or (0, 0))}]
        alike = [each for each in alike if mention.side in {None, each.side}]
        general = len(words) == 1 and self.lexicon["bodies"].fullmatch(next(iter(words))) is not None
        if general and not alike:
            alone = [each for each in bodies if "+" not in (each.side or "")]
            alike = [self.last] if self.last is not None and self.last in alone else alone or bodies
        if not alike and mention.side is None:
            return self._called.own(mention, reversed(self.known), self.last)
        return next(iter(alike), None)

    def _body_called(self, mention: Mention) -> Person | None:
        """The body that a word means which is none of the list of bodies: "the paper", "the firm"."""
        is_called = mention.kind == "office" and mention.definite and not self._is_declined
        return self._called.own(mention, reversed(self.known), self.last) if is_called else None

    def _of_state(self, mention: Mention) -> Person | None:
        """The last person of the state by which alone a speaker is named: "the Kyrgyz official", "the Sudanese"."""
        if mention.kind != "unnamed" or not mention.definite or mention.side is None:
            return None
        of_state = [each for each in reversed(self.known) if each.words and not each.collective and each.side == mention.side]
        if not of_state and self.last is not None and self.last.words and self.last.side in self.lexicon.bodies:
            return self.last  # "the Norwegian", of the envoy of the United Nations
        return next((each for each in of_state if each.gender in {None, mention.gender}), of_state[0] if of_state else None)

    def _same_unnamed(self, mention: Mention) -> Person | None:
        """Whoever spoke last without a name, by one word for such a one: "the source added", "the same source"."""
        last = self.last
        if not self._is_declined or mention.kind != "unnamed" or mention.office is None or mention.side is not None:
            return None
        if last is None or last.name is not None or last.collective or last.office is None:
            return None
        words = self.text[slice(*mention.office)].lower()
        same = self.lexicon["same_one"].match(words)
        rest = words if same is None else words[same.end() :].lstrip()
        return last if len(rest.split()) == 1 and stem(rest) in {stem(word) for word in self._words(last.office)} else None

    def _named_at_last(self, mention: Mention) -> Person | None:
        """Whoever spoke last by an office alone, where the name follows only then: "the minister said ...". "...," Karl Brandt said."""
        if mention.definite and (nameless := self._nameless(mention)) is not None:
            nameless.name, nameless.words, nameless.expected = mention.name, self._words(mention.name or (0, 0)), False
            return nameless
        if self._is_declined and (nameless := self._named_only_now(mention)) is not None:
            nameless.name, nameless.words = mention.name, self._words(mention.name or (0, 0))
            return nameless
        last = self.last or self._told_of()
        if last is not None and last.collective and not self._is_declined:  # "The minister said ..., which Oslo denied. Karl Brandt made"
            last = next((each for each in reversed(self.known) if not each.collective), last)
            last = last if last.side not in {None, *self.lexicon.bodies} and mention.office is None else None
        several = last is not None and are_several(self.text, last.office, self.lexicon)
        if last is None or not last.expected or mention.definite is None or several or not is_as(last.gender, mention):
            return None
        own = mention.office if mention.definite else None
        if own is not None and not self._share_office(last, mention) and not self._is_head(own, last):
            return None
        if own is not None and mention.side is not None and last.side is not None and mention.side != last.side:
            return None
        last.name, last.words, last.expected = mention.name, self._words(mention.name or (0, 0)), False
        return last

    def _named_only_now(self, mention: Mention) -> Person | None:
        """Whoever spoke last by an office, where the name follows alone or behind it again: "the governor wrote ...", "Козлов added"."""
        last = self.last
        if last is None or last.name is not None or last.collective or last.office is None or last.indefinite or not last.spoken:
            return None
        if mention.office is None:
            return last if len(self._words(mention.name or (0, 0))) == 1 else None
        fits = mention.side is None or last.side in {None, mention.side}
        return last if fits and (self._stems(last.office) <= self._stems(mention.office) or self._is_same_office(last, mention)) else None

    def _told_of(self) -> Person | None:
        """The one person of whom a report has told before anybody spoke: "The minister shook his head. "No," Karl Brandt replied"."""
        return self.known[0] if len(self.known) == 1 and not self.known[0].collective else None

    def _nameless(self, mention: Mention) -> Person | None:
        """Whoever spoke as one of many, and is named only now: "a spokesman for X said ..." and "the spokesman, Karl Brandt, ..."."""
        if mention.office is None:
            return None
        several = [each for each in reversed(self.known) if each.name is None and not each.collective and each.office is not None]
        fitting = (each for each in several if self._share_office(each, mention) and mention.side in {None, each.side})
        return next((each for each in fitting if is_as(each.gender, mention)), None)

    def _is_head(self, office: tuple[int, int], last: Person) -> bool:
        """Whether both offices are those of whoever is at the head."""
        heads = set(self.lexicon.file.words.heads)
        both = (self.text[slice(*office)], self.text[slice(*last.office)] if last.office is not None else "")
        return all(heads & set(each.lower().split()) for each in both)

    def _known(self, mention: Mention) -> Person | None:
        if mention.name is None:
            return self._by_office(mention)
        words = self._words(mention.name)
        alike = [each for each in reversed(self.known) if each.words and same_name(each.words, words, self.lexicon.language)]
        if len(alike) > 1 and (mention.office is not None or mention.side is not None):
            alike.sort(key=lambda each: (each.side != mention.side, not self._share_office(each, mention)))
        if len(alike) > 1 and self._is_other(mention.name[0]):
            alike = alike[1:]
        found = alike[0] if alike else None
        if found is not None and len(words) > len(found.words):
            found.name, found.words = mention.name, words
        return found

    def _is_other(self, place: int) -> bool:
        """Whether the one is meant who was not named last: "the other Brandt"."""
        before = self.text[max(0, place - _OTHER_MOST) : place].rstrip()
        return any(each.end() == len(before) for each in self.lexicon["others"].finditer(before))

    def _by_office(self, mention: Mention) -> Person | None:
        """The last one of this office, if a person of this name-less office was named before; of the same side, where one is said."""
        if mention.definite is False:
            return None
        if self.last is not None and mention.definite and self._is_first_told(self.last, mention):
            return self.last
        named = [each for each in reversed(self.known) if (each.words or mention.definite) and not each.collective]
        named = [each for each in named if mention.side in {None, each.side} or self._is_also_of(each, mention.side)]
        if self._is_declined and named and named[0] is self.last and named[0].office is None:
            return named[0]  # "Petrov said ...; the minister added ..."
        fitting = [each for each in named if self._share_office(each, mention) or self._is_same_office(each, mention)]
        if self._is_declined and mention.office is not None:  # "the head of the post", not "the deputy head of the customs"
            words = self._stems(mention.office)
            fitting.sort(key=lambda each: (self._is_deputy(each, mention), not (each.office and words <= self._stems(each.office))))
            beside = mention.side is None and bool(fitting) and not fitting[0].spoken  # only named beside whoever speaks
            if beside and (last := self.last) is not None and last in fitting and last.spoken and not self._is_deputy(last, mention):
                return last
        if not self._is_declined and mention.office is not None and (short := self._by_initials(mention.office, named)):
            fitting = short
        if not fitting and mention.definite and mention.side is not None and mention.office is not None and not self._is_declined:
            fitting = [each for each in named if each.words and each.office is not None and self._is_head(mention.office, each)]
        if not fitting and mention.side is not None and mention.office is not None and not self._is_declined:
            fitting = [each for each in named if self._heads_ministry(each, mention.office)]
        if not fitting and mention.definite and self._is_general(mention):  # "Karl Brandt said ...; the Swiss diplomat added ..."
            fitting = [each for each in named if each.words and (mention.side is not None or each is self.last)]
        if not fitting and self._is_declined and (same := self._same_nameless(mention)) is not None:
            return same
        if not fitting and self._is_declined and self._is_one_word(mention):
            return self.last if self.last is not None and self.last.words and not self.last.collective else None
        return fitting[0] if fitting else None

    def _is_deputy(self, person: Person, mention: Mention) -> bool:
        """Whether somebody's office only has the word of another one for a part."""
        return is_deputy(self._office_words(person.office or (0, 0)), self._office_words(mention.office or (0, 0)))

    def _is_first_told(self, person: Person, mention: Mention) -> bool:
        """Whether an office is that of whoever spoke just before without one: "Brandt said ... The agency's chief added"."""
        untold = bool(person.words) and not person.collective and person.office is None and person.side is None and person.spoken
        if not untold or self._is_declined or mention.office is None or mention.owner or is_private(self.text, self.lexicon, mention):
            return False
        words = self._office_words(mention.office)
        return bool(words) and self.lexicon.shapes["of_several"].search(words[-1]) is None and self.text[mention.start].isupper()

    def _by_initials(self, office: tuple[int, int], named: list[Person]) -> list[Person]:
        """Those whose office, or its body, an abbreviation means: "the CS", "the NEMA chief"."""
        words = self.text[slice(*office)]
        for short in shorts(words):
            of = [
                each
                for each in named
                if each.words and each.office is not None and is_short_of(self.text, self.lexicon, short, each.office, office[0])
            ]
            if short.lower() not in self.lexicon.file.words.offices:
                of = [each for each in of if self._is_head(office, each) or self._has_heads(office, each)]
            if of:
                return of
        return []

    def _short_office(self, mention: Mention) -> Person | None:
        """Whoever holds an office that is named by its initials, as a body would be: "the CEC", of the chief election commissioner."""
        if mention.kind != "collective" or mention.name is None or self._is_declined:
            return None
        article = self.lexicon["definite_article"].match(self.text, *mention.name)
        short = self.text[mention.name[0] if article is None else article.end() + 1 : mention.name[1]]
        if not short.isupper() or shorts(short) != [short] or explained(self.text, short, mention.name[0], self.lexicon) is not None:
            return None
        of = [each for each in reversed(self.known) if each.words and each.office is not None]
        fitting = (
            each
            for each in of
            if stand_for(short, self.text[slice(*each.office or (0, 0))], self.lexicon) in self.lexicon.file.words.offices
        )
        return next(fitting, None)

    def _has_heads(self, office: tuple[int, int], person: Person) -> bool:
        """Whether the words of an office are among those of somebody's."""
        heads = {stem(word) for word in self._office_words(office)}
        return bool(heads) and heads <= {stem(word) for each in person.offices for word in each.split()}

    def _heads_ministry(self, person: Person, office: tuple[int, int]) -> bool:
        """Whether somebody is called the head of what a minister is at the head of: "the head of the Turkish Foreign Ministry"."""
        shapes = self.lexicon.shapes
        if person.office is None or shapes["minister_of"].search(self.text, *office) is None:
            return False
        return shapes["heads_ministry"].match(self.text, *person.office) is not None

    def _same_nameless(self, mention: Mention) -> Person | None:
        """Whoever spoke by an office alone, which is named again: "the health minister of X", "the health minister"."""
        words = self._stems(mention.office or (0, 0))
        if len(words) == 1 or mention.kind != "office":
            return None
        nameless = [each for each in reversed(self.known) if each.name is None and not each.collective and each.office is not None]
        nameless = [each for each in nameless if each.spoken and mention.side in {None, each.side}]
        return next((each for each in nameless if each.office is not None and words <= self._stems(each.office)), None)

    def _is_also_of(self, person: Person, side: str | None) -> bool:
        """Whether an office names a state for which its owner does not speak here: "chairman of the OSCE, foreign minister of X"."""
        if not self._is_declined or person.office is None or person.side not in self.lexicon.bodies:
            return False
        return any(self.lexicon.code_of(match.group()) == side for match in self.lexicon.places.finditer(self.text, *person.office))

    def _is_one_word(self, mention: Mention) -> bool:
        """Whether an office is one word and begins a sentence: "The deputy also said" of whoever spoke just before."""
        if mention.office is None or mention.side is not None or len(self._words(mention.office)) > 1:
            return False
        return self.text[: mention.start].rstrip(" ")[-1:] in _STOPS and self.text[mention.start].isupper()

    def _stems(self, place: tuple[int, int]) -> set[str]:
        return {stem(word) for word in self._words(place)}

    def _is_general(self, mention: Mention) -> bool:
        """Whether an office is a word that fits whoever speaks for a state: "the Swiss diplomat"."""
        heads = self._office_words(mention.office or (0, 0))
        return bool(heads) and self.lexicon["any_office"].fullmatch(heads[-1].lower()) is not None

    def _is_same_office(self, person: Person, mention: Mention) -> bool:
        """Whether an office is another word for that of somebody known, or names the same body."""
        if mention.office is None or person.office is None or not self._is_declined:
            return False
        one, other = self.text[slice(*mention.office)].lower(), self.text[slice(*person.office)].lower()
        head = self.lexicon["offices"].search(one)  # "the Russian *ombudsman*"
        one = one if head is None else one[head.start() :]
        same = [names for names in self.lexicon.same_offices if names.match(one) and names.search(other)]
        if any(names.fullmatch(one) for names in same):
            return True
        heads = {stem(word) for word in self._office_words(mention.office)}
        bodies = {stem(match.group()) for match in _WORD.finditer(self.text, *mention.office)} - heads
        theirs = {stem(match.group()) for match in _WORD.finditer(self.text, *person.office)}
        general = {word for word in bodies if self.lexicon["bodies"].match(word)}
        bodies -= general if mention.side is None else set()
        initials = "".join(word[0] for word in other.split() if len(word) > 1)
        is_short = {word for word in bodies if 1 < len(word) <= _ACRONYM_MOST and word in initials}  # "СБ" of a "Совет безопасности"
        bodies -= is_short
        bodies -= {word for word in bodies if any(is_of(each, word, theirs) for each in self.known)} if same else set()
        if bodies and not bodies <= theirs and (mention.side is None or mention.side != person.side):
            return False
        return bool(same) or bool(is_short) or (bool(bodies) and bodies <= theirs)

    def _share_office(self, person: Person, mention: Mention) -> bool:
        return mention.office is not None and self._has_heads(mention.office, person)

    def _office_words(self, office: tuple[int, int]) -> list[str]:
        words = self.lexicon["offices"].findall(self.text[office[0] : office[1]])
        return [self._of_one.sub("", word) for each in words for word in each.split()]

    def _new(self, mention: Mention) -> Person:
        words = self._words(mention.name) if mention.name is not None and mention.kind == "named" else []
        side = mention.side
        if mention.kind == "sides":
            side = side or self.sides
        if side is None and mention.owner and self._is_declined:  # "his spokesman"
            side = next((each.side for each in reversed(self.known) if not each.collective), None)
        if side is None and mention.office is not None and not self._is_declined:
            side = of_initials(self.text, self.lexicon, mention.office)
        side = None if is_private(self.text, self.lexicon, mention) else side or mention.hint
        name = mention.name
        if mention.kind == "collective" and name is not None and (short := shorts(self.text[slice(*name)])) and not self._is_declined:
            full = explained(self.text, short[0], name[0], self.lexicon) if self.text[slice(*name)].endswith(short[0]) else None
            name = full or name
            place = None if full is None else self.lexicon.places.search(self.text, *full)
            side = side or (None if place is None else self.lexicon.code_of(place.group()))
        made = Person(name, mention.office, side, words, collective=mention.kind in {"collective", "sides", "agency"})
        made.expected = mention.kind == "office" and mention.definite is True
        made.indefinite = mention.kind == "unnamed" and self._is_declined
        if mention.office is not None:
            self._office(made, mention)
        return made

    def _office(self, person: Person, mention: Mention) -> None:
        assert mention.office is not None  # noqa: S101 - whoever calls has looked
        person.offices.add(" ".join(self._office_words(mention.office)))
        office = mention.office if self._is_declined else with_short(self.text, mention.office, self.lexicon)
        untold = person.office is None
        is_fuller = person.office is None or self._is_fuller(office, person.office)
        if is_fuller and not (self._is_declined and mention.kind == "office" and person.office is not None):
            person.office = office
        side = mention.side or (mention.hint if untold and not self._is_declined else None)
        person.side = person.side or (None if is_private(self.text, self.lexicon, mention) else side)

    def _is_fuller(self, office: tuple[int, int], known: tuple[int, int]) -> bool:
        """Whether an office says more than one that is known; a rank says less than any other."""
        longer = office[1] - office[0] > known[1] - known[0]
        if not self.lexicon.file.words.ranks or office == known:
            return longer
        ranks = [self._is_rank(each) for each in (office, known)]
        return ranks[1] if ranks[0] != ranks[1] else longer

    def _is_rank(self, office: tuple[int, int]) -> bool:
        return all(word.lower() in self.lexicon.file.words.ranks for word in self._words(office))

    def _words(self, name: tuple[int, int]) -> list[str]:
        return [match.group().strip(".") for match in _WORD.finditer(self.text, *name)]
