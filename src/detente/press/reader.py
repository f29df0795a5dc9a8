"""One report read from end to end. Takes text, gives values; reads no file and no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import Final

from detente.errors import N_, CallerError
from detente.press.attribution import Attributed, Grammar
from detente.press.blocks import Block
from detente.press.dates import Calendar, Dated
from detente.press.figures import Figure, figures
from detente.press.fixed_order import FixedOrder
from detente.press.folding import Folded, fold
from detente.press.free_order import FreeOrder
from detente.press.gatherings import Gatherings
from detente.press.joined import goes_on, leads_in
from detente.press.kinds import Kinds
from detente.press.layout import lay_out, on_one_line
from detente.press.lexicon import LANGUAGES, Lexicon, lexicon
from detente.press.meetings import Meetings, Met, Said
from detente.press.occasions import Occasions
from detente.press.openings import Opening
from detente.press.passage_ends import without_silence
from detente.press.people import People, Person
from detente.press.sentences import (
    CLOSING,
    ITEM,
    OPENING,
    Quoted,
    Sentence,
    closes_inner,
    goes_through,
    is_item,
    never_opened,
    past_lead,
    quotations,
    sentences,
    with_insertions,
)
from detente.press.speakers import Speakers
from detente.press.strays import Strays
from detente.press.turns import Turn, turns
from detente.press.values import Caption, Count, Meeting, Reading, Statement
from detente.press.verbfirst import VerbFirst

_NO_LETTERS: Final = bytes(sign for sign in range(128) if not chr(sign).isalpha())
_MARKS: Final = "".join(sorted({*OPENING, *CLOSING, "‘", "’", "'"}))


REPORT_MOST: Final = 1_000_000
"""Characters of a report: a hundred times a long one."""

_SENTENCE_MOST: Final = 6_000
"""Characters of a sentence, quotations and all; what is longer is no sentence, and would be compared with itself too often."""

_OPENING: Final = 30
"""Characters at the beginning of a sentence, or behind an occasion, in which a place says where something was said."""

_RECENT: Final = dt.timedelta(45)
"""What was said longer ago, in a sentence that tells of the past, is the background of a report."""

_AGREED: Final = dt.timedelta(600)
"""What was agreed longer ago is."""


def language_of(text: str) -> str:
    """In which of `LANGUAGES` a text is written: by its letters."""
    sample = text[:20_000]
    upper = sample.encode("utf-16-le", "surrogatepass")[1::2]  # of two bytes of a letter, the one that tells its script
    latin = sample.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    counted = {"ar": upper.count(b"\x06"), "ru": upper.count(b"\x04"), "en": len(latin)}
    return max(LANGUAGES, key=lambda language: counted[language] * (2 if language != "en" else 1))  # Latin names stand in every report


def read_report(text: str, published: dt.date | None = None, language: str | None = None) -> Reading:
    """Find who said what in a report.

    Args:
        text: as it was scraped or pasted, furniture and all.
        published: the day that "Thursday" and "last month" are resolved against; without it only full dates are.
        language: otherwise as its letters say.

    Raises:
        CallerError: it is longer than a million characters.
    """
    if len(text) > REPORT_MOST:
        raise CallerError(
            N_("the report is too long: %(length)d, limit %(most)d (characters)"),
            hint=N_("Cut it into its reports, and read them one by one."),
            length=len(text),
            most=REPORT_MOST,
        )
    words = lexicon(language or language_of(text))
    return _Reader(text, published, words).read()


class _Reader:
    def __init__(self, text: str, published: dt.date | None, words: Lexicon) -> None:
        self._raw, self._published, self._words = text, published, words
        self._folded: Folded = on_one_line(fold(text), words)
        self._text = self._folded.text
        self._calendar = Calendar(words, published)
        self._undated = self._calendar if published is not None else Calendar(words, dt.date(2001, 1, 1), self._calendar)
        self._figures = figures(words)
        self._people = (Speakers if words.order == "vso" else People)(self._text, words)
        self._attributions = self._grammar()
        self._strays = Strays(self._text, words, self._attributions)
        self._spoken = False
        """Whether somebody spoke in the sentence before, which is `_told`."""
        self._told: Sentence | None = None
        self._meetings = Meetings(self._text, words, self._calendar)
        self._made: list[tuple[Attributed, Person | None, Dated | None]] = []
        self._gatherings = Gatherings(self._text, words, published)
        self._opening = Opening(text=self._text, lexicon=words, calendar=self._calendar, published=published)
        self._headings: list[Block] = []
        """Those that have introduced nobody yet."""
        self._beside: Person | None = None
        """The body through which the last words came."""
        self._kinds = Kinds(self._text, words)
        self._by_sentence: dict[int, list[Attributed]] = {}
        self._occasions = Occasions(self._text, words)

    def _grammar(self) -> Grammar:
        """How clauses of the language are read, by what its data file says of it."""
        if self._words.order == "vso":
            return VerbFirst(self._text, self._words, self._letter)
        grammar: type[FixedOrder | FreeOrder] = FixedOrder if self._words.order == "fixed" else FreeOrder
        return grammar(self._text, self._words)

    def _letter(self, place: int) -> str:
        """Which letter of the report stands at a place of the folded text."""
        return self._raw[self._folded.original(place, place + 1)[0]]

    def read(self) -> Reading:
        blocks = lay_out(self._folded, self._words)
        paragraphs = [block for block in blocks if block.role == "paragraph"]
        captions = [self._caption(block, blocks) for block in blocks if block.role == "caption"]
        for block in blocks:
            if block.role == "caption":
                self._meetings.add(block.start, block.end, "caption")
                self._introduce(Sentence(block.start, block.end, self._text[block.start : block.end], (), opens_paragraph=True))
        self._headings = [block for block in blocks if block.role == "heading"]
        answered = turns(self._text, paragraphs, self._attributions, self._words)
        closes = self._attributions.closes if isinstance(self._attributions, FixedOrder) else None
        for quoted, block in self._quotations(paragraphs):
            if block.start in answered:
                self._turn(block, answered[block.start])
                continue
            for sentence in sentences(self._text, block.start, block.end, quoted, self._words, closes):
                self._sentence(sentence)
                self._meetings.add(sentence.start, sentence.end, "report", self._heard_in(sentence), self._day_of(sentence))
                if sentence.start not in self._by_sentence:
                    self._opening.tell(sentence, self._held(), spoken=bool(self._made))
        return Reading(
            language=self._words.language,
            published=None if self._published is None else str(self._published),
            statements=[made for each in self._gatherings.dated_back(self._made) if (made := self._statement(*each)).quote],
            meetings=[self._meeting(each) for each in self._meetings.found],
            captions=captions,
            aliases=self._aliases(),
            set_aside=[self._folded.original(each.start, each.end) for each in blocks if each.role in {"furniture", "heading", "repeated"}],
        )

    # ---- whole paragraphs ----

    def _turn(self, block: Block, turn: Turn) -> None:
        """What somebody answers in an interview, or says in an entry of live coverage, all of a paragraph."""
        if turn is None:
            return
        mention, start = turn
        person = self._people.speaker(mention)
        start += len(self._text[start : block.end]) - len(self._text[start : block.end].lstrip())
        sentence = Sentence(block.start, block.end, self._text[block.start : block.end], (), opens_paragraph=True)
        said: list[Said] = []
        if person is not None:
            self._made.append((Attributed([(start, block.end)], None, None, mention, [], sentence), person, self._said_before(person)))
            said.append((start, block.end, self._made[-1][2]))
        self._meetings.add(start, block.end, "report", said)

    # ---- sentence by sentence ----

    def _quotations(self, paragraphs: list[Block]) -> Iterable[tuple[list[Quoted], Block]]:
        """Each paragraph with its quotations; those that one quotation goes through, each opened anew, are one."""
        single = self._words.language != "ru"
        waiting = list(reversed(paragraphs))
        while waiting:
            block = waiting.pop()
            if self._words.order == "fixed" and (item := ITEM.match(self._text, block.start, block.end)) is not None:
                block = block._replace(start=item.end())  # a dash opens no speech there
            found = quotations(self._text, block.start, block.end, single=single)
            while (
                waiting and found and (more := goes_through(self._text, found[-1], (each[1:] for each in reversed(waiting)), self._words))
            ):
                block = block._replace(end=waiting[-more].end)
                del waiting[-more:]
                found = quotations(self._text, block.start, block.end, single=single)
            yield self._looked_into(found), block

    def _looked_into(self, quoted: list[Quoted]) -> list[Quoted]:
        """Without names between marks, and with the reporting words that stand in the midst of speech."""
        names = self._words.agencies
        if quoted and quoted[0].spoken and (inner := self._marked_speech(quoted[0])):
            quoted = inner
        speech = [each for each in quoted if names.fullmatch(self._text, *each.inside) is None]
        return with_insertions(speech, self._text, self._attributions.reports_at)

    def _marked_speech(self, spoken: Quoted) -> list[Quoted]:
        """The quotations of a paragraph behind a dash, where it opens with one or with reporting words: it is no speech as a whole."""
        if self._words.order != "vso":
            return []
        first = spoken.start + 1
        while first < spoken.end and self._text[first].isspace():
            first += 1
        if self._text[first] not in OPENING and not self._attributions.reports_at(first):
            return []
        return quotations(self._text, first, spoken.end)

    def _sentence(self, sentence: Sentence) -> None:
        if sentence.end - sentence.start > _SENTENCE_MOST:
            return
        found = self._attributions.of(sentence._replace(mask=without_silence(sentence.mask, self._words)))
        found += self._strays.of(sentence, found, spoken=self._spoken)
        self._strays.name_alone(sentence, found, None if self._spoken else self._told)
        self._spoken, self._told = bool(found), sentence
        fixed = self._words.order == "fixed"
        if found and self._made and goes_on(self._text, found[0], self._made[-1][0], fixed=fixed):
            before = self._made[-1][0]
            before.parts.append(found[0].parts[0])
            found = found[1:]
        self._gatherings.enter(sentence)
        for each in found:
            self._replace_within(each)
            said_on = self._said_on(each, found) or (self._occasions.agreed_on(each, self._held()) if each.background else None)
            agreed = each.cue is not None and each.cue.kind == "agreement"
            if each.background and not self._is_recent(said_on, _AGREED if agreed else _RECENT):
                continue
            each.speaker = self._people.several(each.speaker, each.cue)
            person = self._people.speaker(each.speaker)
            if fixed and each is found[0] and self._made and person is self._made[-1][1] and leads_in(self._text, each, self._made[-1][0]):
                each.parts.insert(0, self._made.pop()[0].parts[0])
            if each.speaker is None and each.gender is not None:
                person = self._people.agreeing(person, each.gender)
            if person is None and self._words.order == "fixed":  # "Minister Karl Brandt is hopeful, he told reporters"
                self._introduce(sentence)
                person = self._people.speaker(each.speaker)
            person = person or self._headed(each)
            if person is not None:
                each.office = person.office
                self._go_on_way(each, person)
                day = said_on or (self._occasions.day(each, found, self._held()) if self._words.order == "free" else None)
                day = (
                    self._gatherings.said_on(each, person, day, self._made) or self._said_before(person) or self._opening.day(each, person)
                )
                self._made.append((each, person, day))
                self._by_sentence.setdefault(each.sentence.start, []).append(each)
            if each.beside is not None:
                self._beside = self._people.introduce(each.beside)
        if not found and self._words.order == "free":
            self._occasions.tell(sentence, self._calendar, self._held())
        if not found and self._gatherings.are_told:
            days = self._calendar.find(self._text, sentence.start, sentence.end)
            self._made = self._gatherings.told(sentence, days, self._made)
        if not found or self._words.order != "fixed":
            self._introduce(sentence, quietly=bool(found))

    def _headed(self, each: Attributed) -> Person | None:
        """Whoever a heading introduces, where nobody else can be meant: "Director Karl Brandt on whom he calls", above an interview."""
        for block in self._headings:
            self._introduce(Sentence(block.start, block.end, self._text[block.start : block.end], (), opens_paragraph=True))
        self._headings = []
        return self._people.speaker(each.speaker)

    def _held(self) -> list[Met]:
        """The meetings named so far that have been held by the day of publication."""
        return [each for each in self._meetings.found if each.source == "report" and self._is_held(each)]

    def _is_held(self, met: Met) -> bool:
        return met.dated is not None and (self._published is None or met.dated.last <= self._published)

    def _go_on_way(self, each: Attributed, person: Person) -> None:
        """Where a speaker only goes on, the words came on the way of those before."""
        if not self._made or self._made[-1][1] is not person or each.via or each.cue is None:
            return
        pronoun = each.speaker is not None and each.speaker.kind == "pronoun" and self._words.order == "fixed"
        pronoun = pronoun or self._words.order != "fixed"  # whoever goes on in a paragraph, by whatever words
        if each.cue.continues or (pronoun and "\n" not in self._text[self._made[-1][0].sentence.end : each.sentence.start]):
            each.via = list(self._made[-1][0].via)

    def _day_of(self, sentence: Sentence) -> Dated | None:
        """The day of what was said in a sentence, or of the first that a report gives one for; a single day."""
        days = (day for _, _, day in self._made if day is not None and day.first == day.last)
        own = (day for each, _, day in self._made if each.sentence is sentence and day is not None and day.first == day.last)
        return next(chain(own, days), None)

    def _said_in(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Where stands what somebody is said to have said in a sentence."""
        return [part for each in self._by_sentence.get(sentence.start, ()) for part in each.parts]

    def _heard_in(self, sentence: Sentence) -> list[Said]:
        """The same, each with the day on which it was said."""
        heard = self._by_sentence.get(sentence.start)
        if heard is None:
            return []
        days = {id(each): day for each, _, day in self._made}
        return [(*part, days.get(id(each))) for each in heard for part in each.parts]

    def _replace_within(self, each: Attributed) -> None:
        """Drop what the sentence before reports, where all of that sentence is said by somebody else: "... This was said by S"."""
        start, end = each.parts[0][0], each.parts[-1][1]
        if end <= each.sentence.start:
            self._made = [made for made in self._made if not (start <= made[0].parts[0][0] and made[0].parts[-1][1] <= end)]

    def _introduce(self, sentence: Sentence, *, quietly: bool = False) -> None:
        """Whoever is named with an office can be meant by it later; by a pronoun, whoever a sentence begins with in which nobody speaks."""
        for named in self._attributions.named_in(sentence):
            self._people.introduce(named, first=(named.subject or named.start <= sentence.start) and not quietly)

    def _said_on(self, each: Attributed, found: list[Attributed]) -> Dated | None:
        """The day that stands outside of all that was said in a sentence, nearest to the reporting words; no day to come."""
        sentence = each.sentence
        taken = [part for other in found for part in other.parts]
        place = sentence.start
        dates = [] if each.within is None else self._calendar.find(self._text, *each.within)
        for start, end in [*sorted(taken), (sentence.end, sentence.end)]:
            if place < start:
                dates += self._calendar.find(self._text, place, start)
            place = max(place, end)
        at = each.cue_at[0] if each.cue_at is not None else sentence.start
        past = [day for day in dates if self._published is None or day.first <= self._published]
        past = [day for day in past if not self._is_of_question(day, sentence)]
        return min(past, key=lambda day: abs(day.start - at), default=None)

    def _is_of_question(self, day: Dated, sentence: Sentence) -> bool:
        """Whether a day is one that somebody was asked about: "asked whether a meeting would be held on 20 August"."""
        before = max(self._text.rfind(",", sentence.start, day.start), sentence.start)
        if self._words.order == "vso":  # "what paper X reported on Wednesday"
            near = max(before, self._text.rfind("،", sentence.start, day.start))
            if self._words["rumours"].search(self._text, near, day.start) is not None:
                return True
        asked = self._words["asked_about"].match(self._text, sentence.start)
        if asked is not None and any(sign in ",،" for sign in self._text[day.end : sentence.end]):
            return True
        return self._words["announced"].search(self._text, before, day.start) is not None

    def _said_before(self, person: Person) -> Dated | None:
        """The day of the same speaker's words just before."""
        if not self._made or (self._made[-1][1] is not person and not (self._made[-1][0].beside is not None and self._beside is person)):
            return None
        return self._made[-1][2]

    def _is_recent(self, said_on: Dated | None, most: dt.timedelta) -> bool:
        """Whether a day is so near to publication that it is news."""
        return said_on is not None and (self._published is None or self._published - said_on.last <= most)

    # ---- as values ----

    def _statement(self, each: Attributed, person: Person | None, said_on: Dated | None) -> Statement:
        assert person is not None  # noqa: S101 - whoever is not known was left out
        start, end, form = self._form(each)
        first, last = self._folded.original(start, end)
        calendar = self._calendar.said_on(said_on)
        dates = calendar.find(self._text, start, end, coming=True)
        named_days = dates if calendar.today is not None else self._undated.find(self._text, start, end)  # no figures, of whatever year
        figures_in = self._figures.find(self._text, start, end, named_days, person.side)
        put_in = range(*(each.within or (end, end)))  # "he said in an interview with France 24"
        counts = [self._count(figure) for figure in figures_in if figure.start not in put_in and not is_item(self._text, figure.start)]
        days = [day for day in dates if any(a <= day.start < b for a, b in each.parts)]
        made, said = [one[0] for one in self._made], self._said_in(each.sentence)
        kind, denied = self._kinds.of(each, person, (start, end), days, calendar.today, made, said)
        at = each.cue_at
        named = each.speaker
        place, occasion = self._occasion(each)
        return Statement(
            speaker=self._shown(person.name),
            office=None
            if person.collective
            else self._shown(each.office or (person.office if each.cue is None or self._words.order == "vso" else None)),
            side=person.side,
            kind=kind,
            form=form,
            quote=self._raw[first:last],
            span=(first, last),
            said_on=None if said_on is None else said_on.days,
            counts=counts,
            denies=self._shown(denied),
            via=list(dict.fromkeys(shown for place in each.via if (shown := self._shown(place)) is not None)),
            place=self._shown(place),
            occasion=self._shown(occasion),
            rests_on=self._shown(at),
            rule=None if each.cue is None else each.cue.id,
            named_by=None if named is None else self._shown((named.start, named.end)),
        )

    def _occasion(self, each: Attributed) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Where and on what occasion something was said: as the sentence says outside of all that was said in it."""
        sentence, at = each.sentence, each.cue_at[0] if each.cue_at is not None else each.sentence.start
        taken = sorted(part for made in self._made if made[0].sentence is sentence for part in made[0].parts)
        outside, place = [], sentence.start
        for start, end in [*taken, (sentence.end, sentence.end)]:
            outside += [(place, start)] if place < start else []
            place = max(place, end)
        found = [match for part in outside for match in self._words["spoken_at"].finditer(self._text, *part)]
        nearest = min(found, key=lambda match: abs(match.start() - at), default=None)
        if nearest is None and self._words["where_before"].match(self._text, sentence.start) is None:
            return None, None
        if nearest is None:
            return self._meetings.place_in(sentence.start, min(at, sentence.start + _OPENING)), None
        end = next(part[1] for part in outside if part[0] <= nearest.start() < part[1])
        return self._meetings.place_in(nearest.end(), min(end, nearest.end() + _OPENING)), nearest.span()

    def _aliases(self) -> list[list[str]]:
        """Names that the report gives to one thing, each as it stands there first."""
        found = []
        for any_name, names in self._words.synonyms if self._words.any_synonym.search(self._text) is not None else ():
            if any_name.search(self._text) is None:
                continue
            matches = [match for name in names if (match := name.search(self._text)) is not None]
            first = {match.group(): self._shown(match.span()) or "" for match in sorted(matches, key=lambda match: match.start())}
            if len(first) > 1:
                found.append(list(first.values()))
        return found

    def _form(self, each: Attributed) -> tuple[int, int, str]:
        """Where the quotation stands, without its outer marks if it is direct, and how it is quoted."""
        quoted = [(q.start, q.end) for q in each.sentence.quoted if not self._is_name(q)]
        parts = [self._unstopped(*part) for part in each.parts]
        if len(parts) == 1 and (end := never_opened(self._text, *parts[0]) or 0):
            return parts[0][0], end, "direct"
        if all(self._is_quoted(part) for part in parts):
            start, end = past_lead(self._text, parts[0][0] + 1, parts[-1][1]), parts[-1][1]
            while end > start and self._text[end - 1] in _MARKS + " .,،؛;" and not closes_inner(self._text, start, end - 1):
                end -= 1
            return start, end, "direct"
        start, end = parts[0][0], parts[-1][1]
        said = self._text[start:end] if each.within is None else self._text[start : each.within[0]] + self._text[each.within[1] : end]
        named = any(start <= q.start and q.end <= end for q in each.sentence.quoted if self._is_name(q))
        mixed = any(start <= a and b <= end for a, b in quoted) or (not named and any(mark in said for mark in '“”«»"„'))
        return start, end, "mixed" if mixed else "indirect"

    def _is_name(self, quoted: Quoted) -> bool:
        """Whether marks stand around a name, where names are written so: one word with a capital, behind another word."""
        start, end = quoted.inside
        word = self._text[start:end]
        alone = self._words.order == "free" and word[:1].isupper() and word.replace("-", "").isalpha()
        return alone and self._text[max(0, quoted.start - 2) : quoted.start - 1].isalpha()

    def _unstopped(self, start: int, end: int) -> tuple[int, int]:
        start = past_lead(self._text, start, end)
        while end > start and self._text[end - 1] in " .,،؛;\n":
            end -= 1
        return start, end

    def _is_quoted(self, part: tuple[int, int]) -> bool:
        """Whether a part is one quotation, marks and all."""
        start, end = part
        found = quotations(self._text, start, min(end + 6, len(self._text)), single=self._words.language != "ru")
        return bool(found) and found[0].start == start and (found[0].end >= end - 1 or not found[0].closed)

    def _count(self, figure: Figure) -> Count:
        first, last = self._folded.original(figure.start, figure.end)
        return Count(figure.value, figure.qualifier, figure.tally, self._raw[first:last].strip(), (first, last))

    def _meeting(self, met: Met) -> Meeting:
        first, last = self._folded.original(*met.quote)
        return Meeting(
            what=self._shown(met.what) or "",
            where=self._shown(met.where),
            when=None if met.dated is None else met.dated.text,
            quote=self._raw[first:last],
            span=(first, last),
            source=met.source,
        )

    def _caption(self, block: Block, blocks: list[Block]) -> Caption:
        text = self._text[block.start : block.end]
        first, last = self._folded.original(block.start, block.end)
        dates = self._calendar.find(self._text, block.start, block.end)
        agency = None
        for match in self._words.agencies.finditer(text):
            agency = match
        times = 1 + sum(
            other.role == "repeated" and self._text[other.start : other.end].strip(" .") == text.strip(" .") for other in blocks
        )
        shown = Sentence(block.start, block.end, text, (), opens_paragraph=True)
        who = [self._shown(named.name) or "" for named in self._attributions.named_in(shown) if named.name is not None]
        return Caption(
            text=self._raw[first:last],
            span=(first, last),
            who=list(dict.fromkeys(who)),
            when=dates[-1].text if dates else None,
            where=self._shown(self._meetings.place_in(block.start, block.end)),
            credit=None if agency is None else agency.group(),
            times=times,
        )

    def _shown(self, place: tuple[int, int] | None) -> str | None:
        """The report's own words of a place."""
        if place is None:
            return None
        first, last = self._folded.original(*place)
        return self._raw[first:last].replace("\n", " ")
