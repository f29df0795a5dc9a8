"""Who is named by a noun phrase, in a language whose phrases are told by articles, capitals and the order of words, such as English.

Rules:

1. A phrase has its head before its first preposition: "the head of the agency" is an office, "the office of the minister" a body.
2. A name is a run of words with capitals that are no office, body or place: behind an office or a title, at the beginning, or alone. One
   that modifies what follows ("Water Resources Secretary"), or stands behind an article or a preposition, is none.
3. Of phrases between commas that say the same, one names and the other gives the office. "An" office adds to a name; it names nobody.
4. The side is of the states that the phrase names; those behind "in", "at" or "to" say where, and count for state offices alone.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from detente.press.lexicon import Lexicon
from detente.press.noun_signs import is_body_with_name, is_first_deputy, is_verb_behind
from detente.press.noun_words import NounWords, Word
from detente.press.phrases import Mention

_BEFORE_MOST: Final = 8
"""Places before at which a surname is looked up."""

FAR: Final = 80
"""Characters before a surname in which forename and office stand."""

_NAME_MOST: Final = 6
"""Words of a name."""

_INITIALS_LEAST: Final = 3
"""Letters of an abbreviation that is the name of a medium."""

_NAMED_MOST: Final = 4
"""Words behind "told" up to the name of a medium."""

_LEADS_PAPER: Final = frozenset({"word", "place", "portfolio"})  # before "Times" and the like in the name of a paper, beside a name


class Phrase(NamedTuple):
    """One phrase; `name`, `office`: where they stand, or None; `codes`: the states and bodies that it speaks for."""

    kind: str
    name: tuple[int, int] | None
    office: tuple[int, int] | None
    whole: tuple[int, int]
    codes: list[str]
    definite: bool
    owner: bool
    """Whether it begins with "its" or "his": the side is that of what was named before."""


class NounPhrases(NounWords):
    """Reads the noun phrases of one report."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self._offices, self.bodies = self._words["offices"], self._words["collectives"]
        syntax = lexicon.file.syntax
        self._past, self._gerund, self._adverb = tuple(syntax.past_ends), tuple(syntax.gerund_ends), tuple(syntax.adverb_ends)
        self._goes_on = (",", ";", *syntax.goes_on)
        """What a capital stands behind that opens no sentence."""

    def agency(self, start: int, end: int) -> tuple[int, int] | None:
        """The agency or paper that a part names: a known one, or a name beside a word such as "newspaper"."""
        words = self.words(start, end)
        for number, word in enumerate(words):
            if word.kind == "agency":
                return word.start, self._edition(words, number, min(word.end, word.start + len(word.plain)))
        for number, word in enumerate(words):
            if word.plain not in self._words["media"] or word.kind == "name":
                continue
            last = number + (number + 1 < len(words) and words[number + 1].plain in self._words["media_heads"])
            behind = self._run(words, last + 1, 1)
            before = self._run(words, number - 1, -1)
            before = None if before is not None and self._lexicon.shapes["based"].search(self._text, *before) else before
            if behind is not None or before is not None:
                return self._entitled(words, behind or before or (0, 0))
        return None

    def _edition(self, words: list[Word], number: int, end: int) -> int:
        """Where the name of an agency ends with what it is called besides: "Sky News *Australia*", "Kantipur *TV*", "BBC *Somali*"."""
        behind = words[number + 1] if number + 1 < len(words) else None
        if behind is None or behind.start != end + 1:
            return end
        own = self._text[behind.start : behind.end]
        if own in self._words["papers"]:
            return behind.end
        last = self._text[behind.end : behind.end + 1] in '.,:;"”' or self._lexicon["that"].match(self._text, behind.end + 1) is not None
        named = behind.kind in {"place", "name"} and own[:1].isupper() and not own.endswith(("'s", "s'"))
        return behind.end if last and named else end

    def spoken_with(self, start: int, end: int) -> tuple[int, int] | None:
        """The medium to which somebody spoke, listed or not: "in an interview with ZNBC", "speaking to Asaase Radio"."""
        spoken = self._lexicon["spoken_with"].search(self._text, start, end)
        words = [] if spoken is None else self.words(spoken.end(), end)
        entitled, first = False, end
        while words and words[0].plain in self._words["articles"]:
            entitled = self._is_title_article(words[0])
            first, words = words[0].start, words[1:]
        if len(words) > 1 and words[0].kind in _LEADS_PAPER and self._text[words[1].start : words[1].end] in self._words["papers"]:
            return (words[0].start, words[1].end) if self._text[words[0].start].isupper() else None  # "the Sunday Chronicle"
        if not words or words[0].kind not in {"name", "agency"}:
            listed = any(word.kind == "agency" for word in words[:_NAMED_MOST])  # "the Norwegian agency NTB"
            return self.agency(words[0].start, end) if listed or (words and words[0].plain in self._words["media"]) else None
        run = self._run([*words[:1], *words], 1, 1) if words[0].kind == "name" else None
        run = None if run is None else self._entitled(words, run)
        named = [] if run is None else self._text[slice(*run)].split()
        entitled = entitled or (len(named) > 1 and self._is_title_article(words[0]))
        is_medium = any(
            (word.isupper() and len(word) >= _INITIALS_LEAST) or word.lower() in self._words["media"] or word in self._words["papers"]
            for word in named
        )
        if run is not None and entitled:
            return min(first, run[0]), run[1]
        return run if is_medium else self.agency(words[0].start, end)

    def _run(self, words: list[Word], number: int, step: int) -> tuple[int, int] | None:
        """The run of names from a word on, forwards or backwards; other media words in between are passed."""
        found: list[Word] = []
        beside = words[number - step]
        while 0 <= number < len(words) and words[number].kind == "name" and self._is_beside(words[number], beside):
            found.append(words[number])
            beside = words[number]
            number += step
        return (min(each.start for each in found), max(each.end for each in found)) if found else None

    # ---- one phrase ----

    def read(self, start: int, end: int) -> Phrase | None:
        """The phrase that fills a part between signs, without what stands around it; None where there is none."""
        every = self.words(start, end)
        document = self._lexicon["documents"].match(self._text, every[0].start, end) if every else None
        if document is not None:
            return self._of_document(document, end)
        pronoun = self._lexicon["pronouns"].fullmatch(self._text, every[0].start, every[-1].end) if every else None
        words = every if pronoun is not None else self._trimmed(every, lead=self._is_sides(every, end))
        if not words:
            return None
        if len(words) > 2 and words[0].plain in self._words["indefinite"] and words[1].kind == "function" and words[0].kind != "function":
            return self._among(words[2:], end)
        first, last = words[0].start, words[-1].end
        whole = self._text[first:last]
        for kind in ("sides", "pronouns"):
            found = self._lexicon[kind].match(self._text, first, last)
            if found is not None and (found.end() == last or (kind == "sides" and len(words) <= _NAME_MOST)):
                return Phrase(kind, None, None, (first, last), self._codes(words, None), definite=False, owner=False)
        name = self._name(words)
        office = self._office(words, name)
        own = [] if name is None or office is None else self._codes([word for word in words if word.end <= name[1]], name)
        codes = own or self._codes(words, name)
        definite = words[0].plain not in self._words["indefinite"] and not self._is_with_own(words)
        owner = words[0].plain in self._words["possessives"] or every[-1].plain in self._words["possessives"]  # "a spokesman for her"
        person = self._person(words, name, definite=definite)
        name, office = (None, person) if person is not None else (name, office)
        if name is not None:
            kind = "body" if self._is_body_name(self._text[name[0] : name[1]], words) and office is None else "named"
            return Phrase(kind, name, office, (first, last), codes, definite, owner)
        if office is not None:
            return Phrase("office", None, office, (first, last), codes, definite, owner)
        if any(word.kind in {"body", "place"} for word in words) or self._is_title_case(words):
            return Phrase("body", None, None, (first, last), codes, definite, owner)
        first_word = words[1] if len(words) > 1 and words[0].plain in self._words["articles"] else words[0]
        if first_word.kind == "agency" or any(word.plain in self._words["media"] for word in words):
            return Phrase("agency", None, None, (first, last), codes, definite, owner)
        if self._lexicon["unnamed"].match(whole) or (definite and words[0].kind == "function" and words[-1].kind == "word"):
            bare = self._bare(words)
            return Phrase("office", None, (bare[0].start, bare[-1].end), (first, last), codes, definite, owner) if bare else None
        return None

    def _among(self, words: list[Word], end: int) -> Phrase | None:
        """One of several: "one of the negotiators"."""
        among = self.read(words[0].start, end)
        if among is None or among.kind != "body" or among.name is not None:
            return None if among is None else among._replace(definite=False)
        bare = self._bare(words)
        return among._replace(kind="office", office=(bare[0].start, bare[-1].end) if bare else None, definite=False)

    def _of_document(self, document: re.Match[str], end: int) -> Phrase:
        """A document, or the body that issued it: "a joint statement by the two foreign ministries"."""
        author = self._lexicon.shapes["issued_by"].match(self._text, document.end(), end)
        named = None if author is None else self.read(author.end(), end)
        if named is not None and named.kind in {"body", "sides"}:
            return named
        return Phrase("documents", None, None, document.span(), [], definite=True, owner=False)

    def _person(self, words: list[Word], name: tuple[int, int] | None, *, definite: bool) -> tuple[int, int] | None:
        """Somebody whom a noun names that no list has: behind "a", or by its ending ("the Swiss boatman", "Beekeepers")."""
        bare = self._bare(words)
        if name is not None and len(words) == 1 and bare:
            are_people = self._lexicon.shapes["people"].fullmatch(words[0].plain) is not None
            alone = are_people and not self._text[: words[0].start].rstrip(' \n"“').endswith(self._goes_on)
            return (bare[0].start, bare[0].end) if alone else None
        head = next((number for number, word in enumerate(bare) if word.kind == "function"), len(bare)) - 1
        if name is not None or head < 0 or bare[head].kind != "word" or any(word.kind == "office" for word in bare):
            return None
        noun = bare[head].plain
        one_of_many = not definite and words[0].plain in self._words["one_of_many"]
        if noun in self._words["not_persons"] or not (one_of_many or self._lexicon.shapes["person"].fullmatch(noun)):
            return None
        return bare[0].start, bare[-1].end

    def _is_sides(self, words: list[Word], end: int) -> bool:
        """Whether a phrase means all sides, as "but both ministries" does."""
        first = next((word for word in words if word.plain not in self._words["conjunctions"]), None)
        return first is not None and self._lexicon["sides"].match(self._text, first.start, end) is not None

    def _trimmed(self, words: list[Word], *, lead: bool = False) -> list[Word]:
        """Without conjunctions and adverbs around it, but for an adverb that leads it, and without a day behind it."""
        lists = self._words
        outer = lists["conjunctions"] | lists["subordinators"] | (frozenset() if lead else lists["adverbs"])
        while words and words[0].plain in outer and not is_first_deputy(words, lists):
            words = words[1:]
        number = 0
        while number < len(words):  # "in a letter", "who ...": the phrase ends there
            relative = words[number].plain in lists["relatives"] and not self._is_determiner(words, number)
            if relative or (number and words[number].plain in lists["when"]):
                words = words[:number]
            number += 1
        while words and (
            words[-1].plain in lists["adverbs"]
            or words[-1].plain in lists["auxiliaries"]
            or words[-1].kind == "function"
            or (words[-1].kind == "word" and words[-1].plain.endswith(self._adverb))
            or (words[-1].plain in lists["not_names"] and words[-1].kind == "word" and words[-1].plain not in lists["pronouns"])
        ):
            words = words[:-1]
        return words

    def _is_determiner(self, words: list[Word], number: int) -> bool:
        """Whether a "that" says which one: "of that delegation"."""
        return number > 0 and words[number].plain in self._words["that"] and words[number - 1].kind == "function"

    def _name(self, words: list[Word]) -> tuple[int, int] | None:
        """The last run of capitals that no rule of the module forbids."""
        found = None
        number = 0
        while number < len(words):
            if words[number].kind != "name":
                number += 1
                continue
            stop = number + 1
            while stop < len(words) and self._joins(words, stop):
                stop += 1
            before = words[number - 1].kind if number else "start"
            behind = words[stop].kind if stop < len(words) else "end"
            modifies = (
                behind in {"office", "body", "place", "word", "name", "particle", "agency", "portfolio"}
                or self._text[words[stop - 1].end - 2 : words[stop - 1].end] == "'s"
            )
            free = (
                before in {"start", "office", "title", "word", "body", "place", "portfolio"}
                or words[number - 1].plain in self._words["conjunctions"]
                or (number == 1 and stop == 2 and self._is_abbreviation(words[1]) and words[0].plain in self._words["articles"])
            )
            if before == "function" and not (free or modifies or found) and is_body_with_name(words, number, stop, self._lexicon):
                found = (words[number + 1].start, words[stop - 1].end)
            if free and found is None and (not modifies or is_verb_behind(words, number, stop, self._lexicon)):
                found = (words[number].start, words[min(stop, number + _NAME_MOST) - 1].end)
            number = stop
        return found

    def _is_abbreviation(self, word: Word) -> bool:
        """Whether a body is named by its first letters: "The PCG"."""
        return word.end - word.start > 1 and self._text[word.start : word.end].isupper()

    def _joins(self, words: list[Word], number: int) -> bool:
        """Whether a word goes on with a name: another name in the same sentence, or a particle between names."""
        if words[number].kind == "name":
            before = words[number - 1]
            shortened = self._lexicon["abbreviations"].fullmatch(self._text, before.start, before.end) is not None
            return shortened or not self._text.startswith(". ", before.end)
        return words[number].kind == "particle" and number + 1 < len(words) and words[number + 1].kind in {"name", "particle"}

    def _office(self, words: list[Word], name: tuple[int, int] | None) -> tuple[int, int] | None:
        """What stands before the name, if its head is an office; of a phrase without a name, all of it."""
        if name is not None and name[0] > words[0].start:
            part = self._past_purpose([word for word in words if word.end <= name[0]])
        elif name is not None:
            return None
        else:
            part = words
        part = self._bare(part)
        while part and (part[-1].kind in {"title", "function"} or (len(part) > 1 and self._is_title(part[-1], part[:-1]))):
            part = part[:-1]
        head = next((n for n, word in enumerate(part) if word.kind == "function"), len(part))
        if name is not None:
            has_office = any(word.kind == "office" for word in part) or (bool(part) and self._is_calling(part[-1]))
        else:
            heads = [word for word in part[:head] if word.kind in {"office", "body"}]
            has_office = bool(heads) and heads[-1].kind == "office"
        return (part[0].start, part[-1].end) if has_office else None

    def _is_calling(self, word: Word) -> bool:
        """Whether a noun right before a name says what somebody is, though no list has it: "the aid worker X"."""
        is_noun = word.kind == "word" and word.plain not in self._words["not_persons"]
        return is_noun and self._lexicon.shapes["person"].fullmatch(word.plain) is not None

    def _is_title(self, word: Word, before: list[Word]) -> bool:
        """Whether an office is only a title, since another stands before it: "Foreign Minister Sheikh"."""
        titled = word.kind == "office" and self._text[word.start : word.end] in self._words["titles"]
        ranked = word.plain in self._words["ranks"] and before[-1].plain in self._words["not_ranked"]  # "leader General"
        behind = word.plain in self._words["officers"] and any(each.kind == "office" for each in before) and before[-1].kind != "office"
        behind = behind and any(each.kind == "function" for each in before)  # "spokesman for the South Coast Commodore"
        return ranked or behind or (titled and any(each.kind == "office" for each in before))

    def _bare(self, words: list[Word]) -> list[Word]:
        """Without article or possessive, and without titles; nor what is said of an office with capitals ("a tired Swiss Minister")."""
        left = self._words["articles"] | self._words["possessives"]
        while words and (words[0].plain in left or words[0].kind == "title" or self._is_person(words)):
            words = words[1:]
        first = next((number for number, word in enumerate(words) if word.kind not in {"word", "digits"}), 0)
        return (
            words[first:]
            if first and self._text[words[first].start].isupper() and words[0].plain not in self._words["indefinite"]
            else words
        )

    def _owns(self, word: Word) -> bool:
        """Whether somebody is an owner: "Brandt's counterpart"."""
        return self._text[word.start : word.end].endswith(("'s", "s'"))

    def _is_body_name(self, name: str, words: list[Word]) -> bool:
        """Whether a name without an office is that of a body: in capitals throughout, or behind an article."""
        letters = re.sub(r"[^\w]", "", name)
        return (len(letters) > 1 and letters.isupper()) or words[0].plain in self._words["articles"]

    def _codes(self, words: list[Word], name: tuple[int, int] | None) -> list[str]:
        """The states and bodies that a phrase speaks for."""
        inner: list[str] = []
        outer: list[str] = []
        where = owned = False
        for word in words:
            owned = owned or (word.kind in {"name", "body"} and self._owns(word))
            if word.kind == "function" and word.plain not in self._words["articles"]:
                where = word.plain in self._words["inside"] or (
                    owned and word.plain in self._words["desk_of"]
                )  # "the bank's director for X"
            elif word.kind == "place" and not (name is not None and name[0] <= word.start < name[1]):
                code = self._lexicon.code_of(self._text[word.start : word.start + len(word.plain)])
                if code is not None and code not in inner + outer:
                    (outer if where else inner).append(code)
        if inner:
            return inner if self._is_list(words) else inner[:1]
        if any(word.plain in self._words["sent_abroad"] or (word.kind == "body" and self._owns(word)) for word in words):
            return []  # "the bloc's ambassador in Harare"
        state = any(word.kind == "body" or word.plain in self._words["state_offices"] for word in words)
        return outer[:1] if state else []

    def _is_list(self, words: list[Word]) -> bool:
        return any(word.plain in self._words["conjunctions"] and word.kind != "portfolio" for word in words)

    # ---- phrases that say the same ----

    def subject(self, parts: list[tuple[int, int]]) -> tuple[Mention, int] | None:
        """Who is named by phrases that commas part, the last one next to the verb, and where that subject begins.

        Parts behind a relative or a participle ("who led the delegation") are passed over; they can still tell the side.
        """
        beside: list[str] = []
        read: list[tuple[Phrase, tuple[int, int]]] = []
        closed = False  # a comma stands between the subject and its verb
        cited: Phrase | None = None
        for start, end in reversed(parts):
            words = self.words(start, end)
            if all(word.plain in self._words["adverbs"] or word.plain in self._words["auxiliaries"] for word in words):
                closed = True
                continue
            if self._passes(words):
                beside += self._represented(words)
                if words[0].plain in self._words["citing"]:
                    cited = self.read(words[0].end, end) or cited
                closed = True
                continue
            phrase = self.read(start, end)
            if phrase is None or (closed and not read and self._is_clause(words)):
                break
            if read and (self._is_clause(words) or not self._same(phrase, read[-1][0], closed=closed)):
                break
            if read and phrase.kind == "office" and phrase.definite and self.is_thing(self.words(*(phrase.office or phrase.whole))):
                break  # "after the killings, Karl Brandt said"
            read.append((phrase, (start, end)))
            if len(read) == 2 or not (closed or self._is_list(words)):
                break
        if not read:
            return None
        mention = self._mention([phrase for phrase, _ in reversed(read)], beside)
        agency = None if cited is None else self.agency(mention.start, mention.end)
        if cited is not None and agency is not None:
            mention = self._mention([cited], beside)._replace(through=agency)
        return mention, read[-1][1][0]

    def _is_clause(self, words: list[Word]) -> bool:
        """Whether a part has a verb of its own, and is no noun phrase."""
        verbs = self._words["auxiliaries"] | self._words["finite"]
        words = words[: next((number for number, word in enumerate(words) if number and word.plain in self._words["relatives"]), None)]
        return any(word.kind == "word" and (word.plain in verbs or word.plain.endswith(self._past)) for word in words)

    def _represented(self, words: list[Word]) -> list[str]:
        """The states in a part that says for whom somebody speaks."""
        if not any(word.plain in self._words["representing"] for word in words):
            return []
        codes = [self._lexicon.code_of(self._text[word.start : word.start + len(word.plain)]) for word in words if word.kind == "place"]
        return [code for code in codes if code is not None]

    def _passes(self, words: list[Word]) -> bool:
        """Whether a part is a relative clause, a participle or an adverbial: no subject."""
        first = words[0]
        lists = self._words
        participle = first.kind == "word" and first.plain.endswith(self._gerund)
        return participle or first.plain in lists["relatives"] or first.plain in lists["openers"] or first.plain in lists["locating"]

    @staticmethod
    def _same(before: Phrase, behind: Phrase, *, closed: bool) -> bool:
        """Whether of two phrases one names the other, or both are of one list."""
        kinds = {before.kind, behind.kind}
        if not closed:
            return before.kind == "body" and behind.kind == "body" and before.whole[1] - before.whole[0] <= 30
        return kinds in ({"named", "office"}, {"body"}, {"body", "office"}, {"named", "body"}) or (
            kinds == {"named"} and (before.office is None) != (behind.office is None)
        )

    def _mention(self, phrases: list[Phrase], beside: list[str]) -> Mention:
        first, last = phrases[0].whole[0], phrases[-1].whole[1]
        phrases = [self._fullest(each) if each.kind == "named" else each for each in phrases]
        if len(phrases) == 2 and phrases[0].kind == "named" and phrases[0].office is None:
            phrases = [phrases[0], self.of_house(phrases[1])]
        elif len(phrases) == 2 and phrases[1].kind == "named" and phrases[1].office is None:
            phrases = [self.of_house(phrases[0]), phrases[1]]  # "the captain of the vessel Aurora, Karl Brandt"
        named = next((each for each in phrases if each.name is not None and each.kind == "named"), None)
        office = next((each for each in phrases if each.kind == "office"), None)
        codes = [code for each in phrases for code in each.codes]
        if len(phrases) == 2 and not (phrases[0].kind == "body" and self._lists(phrases)):
            codes = (office.codes if office is not None else []) or codes[:1]
        side = "+".join(sorted({*(codes or beside[:1])})) or None
        owner = any(each.owner for each in phrases)
        told = named if named is not None and named.office is not None else office or phrases[0]
        definite = told.definite
        if named is not None:
            place = named.office or (None if office is None else office.office)
            if named.office is not None and office is not None and office.office is not None and self._is_less(named.office, office.office):
                place = office.office  # "the head of the delegation, Ambassador Li Na"
            if place is None and any(each.kind == "body" and self._is_kind_of_body(self.words(*each.whole)) for each in phrases):
                return Mention("collective", named.name, None, side, first, last, definite=definite, owner=owner)
            return Mention("named", named.name, place, side, first, last, definite=definite, owner=owner)
        head = phrases[0] if len(phrases) == 1 or phrases[0].kind != "office" else phrases[-1]
        if head.kind == "office":
            return Mention("office", None, head.office, side, first, last, definite=definite, owner=owner)
        if head.kind == "sides":
            return Mention("sides", (first, last), None, side, first, last, definite=True)
        if head.kind in {"documents", "pronouns"}:
            return Mention("document" if head.kind == "documents" else "pronoun", None, None, side, first, last)
        if head.kind == "agency":
            return Mention("agency", (first, last), None, side, first, last)
        whole = head.name or (phrases[0].whole[0], phrases[-1].whole[1] if self._lists(phrases) else phrases[0].whole[1])
        return Mention("collective", whole, None, side, first, last, definite=definite, owner=owner)

    def of_house(self, phrase: Phrase) -> Phrase:
        """An office that ends in the name of a house, which is nobody's: "an analyst at the consultancy Andes Risk"."""
        if phrase.kind != "named" or phrase.office is None or phrase.name is None:
            return phrase
        governed = any(word.kind == "function" for word in self.words(*phrase.office))
        listed = all(word.kind != "word" for word in self.words(phrase.name[1], phrase.whole[1]))
        end = phrase.whole[1] if listed else phrase.name[1]  # "... and Social Development"
        return phrase._replace(kind="office", name=None, office=(phrase.office[0], end)) if governed else phrase

    def _fullest(self, phrase: Phrase) -> Phrase:
        """A surname alone, as it stands with its forename before; the phrase itself if it never does."""
        if phrase.name is None or phrase.office is not None:
            return phrase
        before = self.words(phrase.whole[0], phrase.name[0])
        if before and before[-1].plain in self._words["others"]:
            return phrase  # "the other Brandt"
        surname = self._text[slice(*phrase.name)]
        if " " in surname and surname.split()[0].lower() not in self._words["particles"]:
            return phrase
        place = phrase.name[0]
        for _ in range(_BEFORE_MOST):
            place = self._text.rfind(f" {surname}", 0, place)
            if place == -1:
                return phrase
            start = max(self._text.rfind(sign, 0, place) for sign in '.,;:()\n"“”—–')
            found = self._ending(max(start + 1, place - FAR), place + 1 + len(surname))
            whole = self._text[place + 1 + len(surname) : place + 3 + len(surname)]
            if whole[:1] == " " and whole[1:].isupper():
                continue  # "Karl Brandt Berg", of whom "Brandt" is a part
            if found is not None and found.name is not None and found.name[1] == place + 1 + len(surname) and found.name[0] < place:
                return found
        return phrase

    def _ending(self, start: int, end: int) -> Phrase | None:
        """The name and the office before it with which a part ends."""
        words = self.words(start, end)
        signs = (
            n for n, word in enumerate(words) if word.kind in {"word", "function", "digits"} and not self._belongs(words, n, len(words))
        )
        last = max(signs, default=-1)
        return self.read(words[last + 1].start, end) if last + 1 < len(words) else None

    def _lists(self, phrases: list[Phrase]) -> bool:
        last = phrases[-1].whole
        return len(phrases) > 1 and self._is_list(self.words(*last))
