"""Who speaks beside reporting words, in a language of free word order: before them or behind them, in their clause or in one before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from detente.press.cutting import LEAST, SIGN, SIGNS, Cutter, Report
from detente.press.lexicon import Lexicon
from detente.press.owners import Owners
from detente.press.phrases import Mention, phrase_in, phrases_in
from detente.press.sentences import CLOSING, HIDDEN, Sentence
from detente.press.tokens import SITE, medium_end
from detente.press.word_files import Cue

_MARKED: Final = re.compile(r"\s*[«\"“„](?P<name>[^«»\"“”„\n]{1,30})[»\"”“]\s*")
"""A name between marks and no more: a paper that cites somebody."""

_SUBJECT_MOST: Final = 45
"""Characters in which the states stand with which a sentence begins."""


_RELATIVE_MOST: Final = 2
"""Words with which a relative clause begins before its verb: "in which"."""

_APOSTROPHES: Final = frozenset("'’")

_COMPANY: Final = re.compile(r'["«“„](?P<name>[^\W\d_a-zа-яё][\w-]*)["»”“]\.?\s*\Z')
"""The name of a company that ends a sentence, of one word with a capital."""


class Reporters:
    """Finds who speaks beside the reporting words of one report, and through whom it was learned."""

    def __init__(self, text: str, lexicon: Lexicon, cut: Cutter) -> None:
        self._text, self._lexicon, self._cut = text, lexicon, cut
        self._owners = Owners(text, lexicon)

    def named_in(self, sentence: Sentence) -> Iterator[Mention]:
        """Whoever is named in a sentence in which nobody speaks."""
        dash = re.compile(r".{0,40}?\s[-–—]\s").match(self._text, sentence.start, sentence.end)
        first = sentence.start if dash is None else dash.end()
        begins = self._lexicon.places.match(self._text, first, sentence.end) is not None
        joined = phrase_in(self._text, first, min(sentence.end, first + _SUBJECT_MOST), self._lexicon) if begins else None
        if joined is not None and joined.kind == "collective" and "+" in (joined.side or ""):
            yield joined
        for found in phrases_in(self._text, sentence.start, sentence.end, self._lexicon):
            if sentence.mask[found.start - sentence.start] != HIDDEN:
                yield (self.hinted(found) or found)._replace(subject=self._is_subject(found))
        asked = self._whom_asked(sentence)
        if asked is not None:
            yield asked

    def _is_subject(self, mention: Mention) -> bool:
        """Whether an office stands in the nominative, as that of whoever acts in a sentence."""
        if mention.kind != "named" or mention.office is None:
            return False
        head = self._lexicon["offices"].search(self._text, *mention.office)
        word = "" if head is None else head.group().split()[0]
        return bool(word) and (self._lexicon["nominative"].fullmatch(word) is not None or self._lexicon["oblique"].fullmatch(word) is None)

    def _whom_asked(self, sentence: Sentence) -> Mention | None:
        """Who was asked a question: "we asked the head of the post", whom a pronoun means in the answer."""
        asks = self._lexicon["asks"].search(self._text, sentence.start, sentence.end) if sentence.quoted else None
        to = None if asks is None else self._lexicon["functions"].search(self._text, asks.end(), sentence.end)
        found = None if to is None else phrase_in(self._text, to.end(), sentence.end, self._lexicon)
        return None if found is None or found.kind not in {"named", "office"} else found._replace(subject=True)

    def behind(self, sentence: Sentence, each: Report, limit: int) -> Mention | None:
        """Whoever is named behind reporting words; nobody where they go on with "about"."""
        base, place = sentence.start, each.end
        blank = re.compile(r"\s*").match(sentence.mask, place)
        place = place if blank is None else blank.end()
        dated = self._lexicon.shapes["weekday_with_date"].match(sentence.mask, place)
        place = place if dated is None else dated.end()
        never = self._lexicon["subject_never"].match(sentence.mask, place)
        is_name = never is not None and sentence.mask[never.end() : never.end() + 1] in _APOSTROPHES  # "О'Коннор"
        if never is not None and not is_name and not self._lexicon["adjuncts"].match(sentence.mask, place):
            return None
        if sentence.mask[place : place + 1] == ",":  # a clause between reporting words and whoever speaks
            comma = sentence.mask.find(",", place + 1, limit)
            if comma == -1:
                return None
            place = comma + 1
        citing = self._lexicon["citing"].search(sentence.mask, place, limit)
        if citing is not None:
            cited = phrase_in(self._text, base + citing.end(), base + limit, self._lexicon)
            if cited is not None and cited.kind != "agency":
                return cited
        page = self._lexicon.shapes["on_its_page"].search(sentence.mask, place, limit) if each.cue.impersonal else None
        if page is not None and (whose := phrase_in(self._text, base + page.end(), base + limit, self._lexicon)) is not None:
            return self.as_agency(whose)
        found = self.as_agency(phrase_in(self._text, base + place, base + limit, self._lexicon))
        relative = self._lexicon["relatives"].search(sentence.mask, place, limit)
        if found is None and relative is not None:  # "it says in a paper which S has sent out"
            return phrase_in(self._text, base + relative.end(), base + limit, self._lexicon)
        if found is None and each.cue.impersonal and (letters := self._acronym_of(sentence, each.start, limit)) is not None:
            return letters
        return found or self._unnamed_behind(sentence, each, place, limit) or self._company_behind(sentence, each, place)

    def of_this(self, sentence: Sentence, each: Report, limit: int) -> Mention | None:
        """Whoever said "of this": a pronoun or a subject before the reporting words, else whoever is named behind them."""
        before = phrase_in(self._text, sentence.start, sentence.start + each.start, self._lexicon)
        is_he = before is not None and before.kind == "pronoun"  # "he told the newspaper X about this"
        acts = before is not None and self._is_subject(before) and self.ends_at(before, sentence.start + each.start)
        return before if is_he or acts else self.behind(sentence, each, limit) or before

    def is_aside_of(self, sentence: Sentence, each: Report, later: Report) -> bool:
        """Whether "he noted" goes on with what the same speaker was said to have said before: "He said that X: Y, he noted, Z"."""
        speaker = self.behind(sentence, later, len(sentence.mask))
        return (
            speaker is not None
            and speaker.kind == "pronoun"
            and self._cut.forward_that(sentence.mask, each, len(sentence.mask)) is not None
        )

    def is_way(self, sentence: Sentence, each: Report) -> bool:
        """Whether only an agency or papers stand behind reporting words: "..., the western media report on Saturday"."""
        if self.agencies(sentence.start + each.end, sentence.end):
            return True
        if self._lexicon["media"].search(sentence.mask, each.end) is None:
            return False
        found = self.behind(sentence, each, len(sentence.mask))
        return found is None or found.kind in {"agency", "unnamed"}

    def end_before_way(self, sentence: Sentence) -> int:
        """Where a sentence ends without the way on which it came: "S has arrived, the paper X writes"."""
        mask = sentence.mask
        last = next(reversed(list(self._lexicon.cues.finditer(mask))), None)
        if last is None or self._lexicon.cue_of(last.group()).type != "verb" or mask[: last.start()].rstrip()[-1:] != ",":
            return len(mask)
        each = Report(self._lexicon.cue_of(last.group()), last.start(), last.end(), last.start())
        return mask.rfind(",", 0, last.start()) if self.is_way(sentence, each) else len(mask)

    def _company_behind(self, sentence: Sentence, each: Report, place: int) -> Mention | None:
        """A company by its name between marks, where nothing else stands behind what it said: '..., said "Gazprom".'."""
        end = sentence.start + len(sentence.mask)
        company = _COMPANY.match(self._text, sentence.start + place, end)
        if company is None or each.cue.type != "verb" or len(sentence.mask[: each.clause].split()) < LEAST:
            return None
        return Mention("collective", company.span("name"), None, None, *company.span("name"))

    def _unnamed_behind(self, sentence: Sentence, each: Report, place: int, limit: int) -> Mention | None:
        """Several who are not named: "say the fishermen"."""
        mask = sentence.mask
        sign = SIGN.search(mask, place, limit)
        words = mask[place : limit if sign is None else sign.start()].rstrip(" .")
        last = words.split()[-1:] or [""]
        if (
            self._lexicon["plural_ends"].fullmatch(self._lexicon.shapes["reflexive"].sub("", mask[each.start : each.end].split()[-1]))
            is None
            or len(words.split()) > LEAST
        ):
            return None
        if not words.islower() or self._cut.bare(words) != words or self._lexicon["not_name_ends"].fullmatch(last[0]) is None:
            return None
        span = sentence.start + place, sentence.start + place + len(words)
        return Mention("unnamed", None, span, None, *span)

    def as_agency(self, speaker: Mention | None) -> Mention | None:
        """A name in another script is that of an agency or a paper, listed or not."""
        if speaker is None or speaker.kind not in {"named", "collective"} or speaker.name is None or speaker.office or speaker.side:
            return speaker
        name = self._text[slice(*speaker.name)]
        is_medium = name.isascii() or self._lexicon["media"].fullmatch(name) is not None
        is_medium = is_medium or self._lexicon.shapes["agency_of_news"].match(name) is not None
        return speaker._replace(kind="agency") if is_medium else speaker

    def follows_name(self, sentence: Sentence, each: Report) -> bool:
        """Whether the marks right before reporting words, with no comma, are those of a name: 'S told "X" that'."""
        before = sentence.mask[: each.start].rstrip()
        inside = self._text[sentence.start : sentence.start + len(before) - 1]
        return before[-1:] in CLOSING and before != "" and each.cue.type == "verb" and inside[-1:] not in "?!…."

    def named_before(self, sentence: Sentence, each: Report, done: int) -> Mention | None:
        """Whoever is named in the clause before reporting words, or in the nearest one before it that names somebody."""
        base, mask = sentence.start, sentence.mask
        citing = self._lexicon["citing"].search(mask, each.clause, each.start)
        if citing is None and each.clause > done and not mask[each.clause : each.start].strip():
            citing = self._lexicon["citing"].search(
                mask, max(done, mask.rfind(",", 0, each.clause - 1)), each.clause
            )  # "X, citing S, writes"
        if citing is not None:
            return phrase_in(self._text, base + citing.end(), base + each.start, self._lexicon)
        if (he := self._lexicon.shapes["he_last"].search(mask[each.clause : each.start])) is not None:  # "of others he said that"
            span = base + each.clause + he.start("he"), base + each.clause + he.end("he")
            return Mention("pronoun", None, None, None, *span)
        signs = [done, *(match.end() for match in SIGN.finditer(mask, done, each.clause) if match.group() == ",")]
        found = phrase_in(self._text, base + each.clause, base + each.start, self._lexicon)
        if found is None and each.clause > 0 and self._lexicon["conjunctions"].match(mask[each.clause : each.start].strip()):
            return self.subject_of_first(sentence, each.clause) if done == 0 else None
        for start in reversed(signs):
            words = mask[start : each.clause].split(maxsplit=1)
            if start >= each.clause or (words and start > done and self._is_beside(words[0])):
                continue
            wider = phrase_in(self._text, base + start, base + each.start, self._lexicon)
            if wider is None:
                continue
            if found is None and wider.kind != "agency":
                found = wider
                if wider.kind == "named" and wider.office is not None:
                    break
            elif found is not None and (self._is_more(found, wider) or self._names(found, wider)):
                found = wider
        return found or self._located_before(sentence, each) or self._unnamed_before(sentence, each, done)

    def agree_in(self, mask: str, cue: Cue, clause: int, place: int) -> bool:
        """Whether a relative clause tells what several sides agreed to: "the sides signed a protocol in which they agreed to"."""
        agrees = cue.kind == "agreement" and len(mask[clause:place].split()) <= _RELATIVE_MOST
        return agrees and self._lexicon["sides"].search(mask, 0, clause) is not None

    def agreeing(self, sentence: Sentence, each: Report, found: Mention | None) -> Mention | None:
        """Who agreed to something: the sides that are named right before it, where whoever was found before stands farther off."""
        mask, base = sentence.mask, sentence.start
        if found is not None and found.kind != "pronoun" and not self._cut.bare(mask[found.end - base : each.start]):
            return found
        last = next(reversed(list(self._lexicon["sides"].finditer(mask, 0, each.start))), None)
        if last is None or (last.start() >= each.clause and self._cut.bare(mask[last.end() : each.start])):
            return found
        if last.start() < each.clause and not self.agree_in(mask, each.cue, each.clause, each.start):
            return found
        return Mention("sides", (base + last.start(), base + last.end()), None, None, base + last.start(), base + last.end(), definite=True)

    def subject_of_first(self, sentence: Sentence, end: int) -> Mention | None:
        """Whoever a sentence begins with, where "but" joins reporting words to what he did: "S confirmed this, but said that"."""
        first = phrase_in(self._text, sentence.start, sentence.start + end, self._lexicon)
        kinds = {"named", "office", "pronoun", "collective"}
        return first if first is not None and first.start == sentence.start and first.kind in kinds else None

    def of_paper(self, sentence: Sentence, each: Report) -> Mention | None:
        """Whose paper it is in which something is said: whoever a sentence begins with that sends it out, or who is named behind."""
        relative = self._lexicon["relatives"].search(sentence.mask, 0, each.start)
        start, base = (0 if relative is None else relative.start()), sentence.start
        before = phrase_in(self._text, base, base + (start or each.start), self._lexicon) or self._acronym_of(sentence, 0, each.start)
        that = self._cut.forward_that(sentence.mask, each, len(sentence.mask))
        behind = None if that is None else phrase_in(self._text, base + each.end, base + that, self._lexicon)
        behind = behind or self._acronym_of(sentence, each.end, that or len(sentence.mask))
        return before or behind or Mention("document", None, None, None, base + each.start, base + each.end)

    def _acronym_of(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """A body that no list has, by the letters behind the word for its paper: "in the report of the FRA it says"."""
        paper = self._lexicon.shapes["paper_of"].search(sentence.mask, start, end)
        if paper is None or self._lexicon["media"].fullmatch(paper["of"]) or self._lexicon.agencies.fullmatch(paper["of"]):
            return None
        span = sentence.start + paper.start("of"), sentence.start + paper.end("of")
        return Mention("collective", span, None, self._lexicon.code_of(paper["of"]), *span)

    def paper_behind(self, sentence: Sentence, each: Report, limit: int) -> Mention | None:
        """A paper that is named alone behind what it says: ", it says in the joint statement"; whose it is, the report has told before."""
        mask, base = sentence.mask, sentence.start
        start = each.end + len(mask[each.end : limit]) - len(mask[each.end : limit].lstrip())
        paper = self._lexicon["documents"].match(mask, start, limit) if each.cue.impersonal else None
        if paper is None or mask[paper.end() : limit].strip(SIGNS + "."):
            return None
        return Mention("document", None, None, None, base + paper.start(), base + paper.end())

    def _located_before(self, sentence: Sentence, each: Report) -> Mention | None:
        """A place in which several are said to speak: "in Kyiv they say"."""
        if self._lexicon["plural_ends"].fullmatch(sentence.mask[each.start : each.end].split()[-1]) is None:
            return None
        words = re.compile(r"\s*(\w+)\s+").match(sentence.mask, each.clause, each.start)
        if words is None or self._lexicon["functions"].fullmatch(words.group(1)) is None:
            return None
        place = self._lexicon.places.match(sentence.mask, words.end(), each.start)
        if place is None:
            return None
        span = sentence.start + place.start(), sentence.start + place.end()
        return Mention("collective", span, None, self._lexicon.code_of(place.group()), *span)

    def _is_beside(self, word: str) -> bool:
        """Whether a clause that begins with a word does not name who speaks: an aside, a relative clause, or a participle."""
        return self._cut.is_aside(word) or any(self._lexicon[name].fullmatch(word) for name in ("relatives", "participles"))

    def _unnamed_before(self, sentence: Sentence, each: Report, done: int) -> Mention | None:
        """The first words of a sentence, where they are neither adjuncts nor names: "passengers"."""
        words = sentence.mask[each.clause : each.start].strip()
        if self._lexicon["predicates"].fullmatch(words):  # "groundless S called the claims"
            return None
        if each.clause > 0 or done > 0 or not words[:1].isupper() or self._lexicon["not_names"].match(words) or not self._cut.bare(words):
            return None
        if self._lexicon.shapes["no_subject"].fullmatch(words) is not None:  # "the accused were told": whom somebody accused
            return None
        adjunct = self._lexicon["adjuncts"].search(words)
        start = sentence.start + sentence.mask.index(words)
        end = start + len(words[: adjunct.start()].rstrip() if adjunct is not None else words)
        return Mention("unnamed", None, (start, end), None, start, end) if end > start else None

    @staticmethod
    def _is_more(found: Mention, wider: Mention) -> bool:
        """Whether the wider one has more of the same: "Egypt, Sudan and Ethiopia"."""
        return wider.end == found.end and wider.start < found.start

    @staticmethod
    def _names(found: Mention, wider: Mention) -> bool:
        """Whether the wider one has a name for an office: "Ivan Petrov, minister of ..."."""
        return found.kind == "office" and wider.kind == "named" and wider.end >= found.end

    def ends_at(self, mention: Mention, place: int) -> bool:
        """Whether nothing but signs and adjuncts stands between a mention and a place."""
        return not self._cut.bare(self._text[mention.end : place])

    def him(self, start: int, end: int, words: str) -> re.Match[str] | None:
        """The "his" of "quotes his words", among reporting words or right behind them."""
        return self._lexicon["of_him"].search(words, start, end) or self._lexicon["of_him"].match(
            words, end + len(words[end:]) - len(words[end:].lstrip())
        )

    def subject_of(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """A person with an office whom a sentence begins with."""
        found = phrase_in(self._text, sentence.start + start, sentence.start + end, self._lexicon)
        return found if found is not None and found.kind == "named" and found.office is not None else None

    def agencies(self, start: int, end: int) -> list[tuple[int, int]]:
        found = [match.span() for match in self._lexicon.agencies.finditer(self._text, start, end)]
        for word in self._lexicon["media"].finditer(self._text, start, end):  # one that no list has: "the newspaper X"
            name = self._lexicon.shapes["name_of_medium"].match(self._text, word.end(), end)
            if name is not None and self._is_body(name):
                continue
            if name is None and (last := medium_end(self._text, word.end(), end, self._lexicon)) is not None:
                first = word.end() + 1
                if not any(start_of < last and first < end_of for start_of, end_of in found):
                    found.append((first, last))
            if name is not None:
                span = name.span("name")
                found = [each for each in found if not span[0] <= each[0] < each[1] <= span[1]]  # "the paper Daily Sabah", not "Sabah"
                found += [] if any(first < span[1] and span[0] < last for first, last in found) else [span]
        for site in SITE.finditer(self._text, start, end) if self._text.find(".", start, end) != -1 else ():
            found = [span for span in found if not (span[0] < site.end() and site.start() < span[1])] + [site.span()]
        told = self._lexicon.shapes["told_medium"].search(self._text[:end], start)
        if told is not None and not any(first < told.end("name") and told.start("name") < last for first, last in found):
            found.append(told.span("name"))
        citing = self._lexicon["citing"].search(self._text, start, end) if len(found) > 1 else None
        return sorted(found, key=lambda each: (citing is not None and each[0] < citing.start(), each))  # the nearest to the speaker first

    def paper(self, sentence: Sentence, each: Report, limit: int) -> list[tuple[int, int]]:
        """The name between marks that stands between reporting words and whom it cites: "writes «X», citing S"."""
        citing = self._lexicon["citing"].search(sentence.mask, each.end, limit)
        return [] if citing is None else self.paper_at(sentence.start + each.end, sentence.start + citing.start())

    def paper_at(self, start: int, end: int) -> list[tuple[int, int]]:
        """The name between marks with which a part of the text begins, if nothing else than a stop follows it."""
        paper = _MARKED.match(self._text, start, end)
        return [] if paper is None or self._text[paper.end() : end].strip(".") else [paper.span("name")]

    def _is_body(self, name: re.Match[str]) -> bool:
        """Whether what stands behind the word for a medium is a body: "the agency of the UN"."""
        body = self._lexicon["collectives"].fullmatch(self._text, *name.span("name")) is not None
        return body or self._lexicon.code_of(name.group("name")) is not None

    def says_nothing(self, speaker: Mention | None, cue: Cue, that: int | None) -> bool:
        """Whether a thing is the subject of reporting words, or a state of some that persons have: "Peru holds this region for its own"."""
        if speaker is None:
            return False
        if cue.persons and that is None and speaker.kind == "collective":
            return self._lexicon.code_of(self._text[speaker.start : speaker.end]) not in {None, *self._lexicon.bodies}
        return speaker.kind == "unnamed" and self._lexicon["inanimate"].match(self._text, speaker.start) is not None

    def of_gender(self, speaker: Mention | None, start: int, end: int) -> Mention | None:
        """A speaker with the gender that the reporting words or the pronoun show."""
        if speaker is None:
            return None
        words = self._text[start:end].split()
        words += self._text[speaker.start : speaker.end].split() if speaker.kind == "pronoun" else []
        for name, gender in (("feminine", "f"), ("masculine", "m")):
            if any(self._lexicon[name].fullmatch(word) for word in words):
                return speaker._replace(gender=gender)
        return speaker

    def _undeclined(self, speaker: Mention) -> Mention:
        """A man's full name as it stands elsewhere in the nominative, if it is declined here: "the words of Ивана Петрова"."""
        words = [] if speaker.name is None else self._text[slice(*speaker.name)].split()
        declined = self._lexicon.shapes["name_in_case"]
        if len(words) < LEAST or not all(word.isalpha() and declined.search(word) for word in words):
            return speaker
        ends, as_named = self._lexicon.shapes["case_end"], self._lexicon.shapes["man_as_named"]
        name = r" ".join(re.escape(ends.sub("", word)) + r"\w{0,2}" for word in words)
        for found in re.finditer(rf"\b{name}\b", self._text):
            if all(as_named.search(word) for word in found.group().split()):
                return speaker._replace(name=found.span())
        return speaker

    def _of_another(self, speaker: Mention) -> Mention:
        """A speaker without his name, where that is whose he is: "the spokesman of Brandt", of a man whom the report names elsewhere."""
        name, office = speaker.name, speaker.office
        if name is None or office is None or name[0] != office[1] + 1:
            return speaker
        word = self._text[slice(*name)]
        head = self._lexicon["offices"].search(self._text, *office)
        if head is None or self._lexicon["oblique"].fullmatch(head.group().split()[0]) is not None:
            return speaker
        of_man, shows_man = self._lexicon.shapes["of_man"], self._lexicon.shapes["shows_man"]
        if not word.isalpha() or of_man.search(word) is None:
            return speaker
        if not any(shows_man.search(other) for other in re.findall(rf"\b{word[:-1]}\w{{0,2}}\b", self._text)):
            return speaker
        return speaker._replace(kind="office", name=None, office=(office[0], name[1]), side=None)

    def _is_of_state(self, body: str) -> bool:
        """Whether a body is one that states have, or of one: "the police", "the press service of the army"."""
        if self._lexicon["of_states"].match(body) is not None:
            return True
        return self._lexicon["of_states"].search(body) is not None and self._lexicon["elsewhere"].search(body) is None

    def hinted(self, speaker: Mention | None) -> Mention | None:
        """A speaker whose office names no state, with that of which it can be."""
        if speaker is not None and speaker.kind == "named":
            speaker = self._undeclined(self._of_another(speaker))
        if speaker is None or speaker.side is not None:
            return speaker
        if speaker.kind == "collective" and speaker.name is not None:
            body = self._text[slice(*speaker.name)]
            hint = self._owners.of_country(body, speaker.start) or self._owners.of_region(body)
            if hint is None and self._is_of_state(body):
                hint = self._owners.of(body, speaker.start)
                if hint is not None:
                    self._owners.enter(body, speaker.start, hint)
            elif hint is None and self._lexicon["bodies"].search(body) is not None:
                hint = self._owners.at_home(body)
            return speaker._replace(hint=hint)
        if speaker.office is None:
            return speaker
        office = self._text[slice(*speaker.office)]
        if speaker.owner and (hint := self._owners.of_him(speaker.start)) is not None:
            return speaker._replace(side=hint)
        hint = self._owners.of_place(office) or self._owners.of_clause(speaker.start) or self._owners.of_country(office, speaker.start)
        hint = hint or self._owners.of_side(speaker.start) or self._owners.of(office, speaker.start)
        if hint is None and speaker.kind in {"named", "office"}:
            hint = self._owners.at_home(office)
        return speaker._replace(hint=hint)
