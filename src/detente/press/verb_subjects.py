"""Who is named beside reporting words in a language whose verb stands first: behind them, before them, or in a document that they tell of.

Rules:

1. The subject stands behind its verb. A verb that is put in behind its subject, or that goes on with a clause, has it before it.
2. A document speaks for whoever issued it, a joint one for both sides; who writes on behalf of a body has its side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from detente.press.attribution import Attributed
from detente.press.clitics import AND, DEFINED, SO
from detente.press.folding import folded
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention
from detente.press.reporting_words import Found, past_blank
from detente.press.sentences import OPENING, Sentence
from detente.press.subject_words import Token, exactly
from detente.press.subjects import Subjects

_NAME_WORDS: Final = 2
"""Words of a name that stands alone before a relative clause."""

_BEHIND_VERB: Final = frozenset({"name", "office", "collective", "unnamed", "object", "sides", "place", "title", "other"})
"""What can stand behind a verb as its subject or object."""

_NAME_MOST: Final = 32
"""Characters of a name between quotation marks."""

_STATE_MOST: Final = 40
"""Characters behind the first word of a body within which its state is named."""

_VERB_MOST: Final = 2
"""Words before the subject of a sentence."""


@dataclass
class State:
    """What is known while a sentence is read."""

    sentence: Sentence
    found: list[Found]
    done: int = 0
    paper: bool = False
    """Whether a paper or an agency itself reports, up to whom it cites."""
    source: Mention | None = None
    """Behind "according to"."""
    subject: Mention | None = None
    """Of a verb that nothing was said behind."""
    via: list[tuple[int, int]] = field(default_factory=list)
    relayed: list[tuple[int, int]] = field(default_factory=list)
    """Of `via`, who quotes whoever is named first."""
    made: list[Attributed] = field(default_factory=list)


def moved(mention: Mention, by: int) -> Mention:
    """A mention of a mask, in the text."""
    name = None if mention.name is None else (mention.name[0] + by, mention.name[1] + by)
    office = None if mention.office is None else (mention.office[0] + by, mention.office[1] + by)
    return Mention(mention.kind, name, office, mention.side, mention.start + by, mention.end + by)


class VerbSubjects:
    """Finds who speaks, in one sentence after another; places given to it are of masks, mentions are of the folded text."""

    def __init__(self, lexicon: Lexicon, subjects: Subjects) -> None:
        self._lexicon, self._subjects = lexicon, subjects

    def who(self, state: State, each: Found, end: int, *, open_end: bool, fronted: bool) -> Mention | None:
        """Who a verb's subject is: behind it, up to `end`, or before it, where it is put first or tells more of somebody."""
        sentence, mask = state.sentence, state.sentence.mask
        parted = mask[end : end + 1] == "،"  # so that a name is known to end there
        subject = self.subject(sentence, each.end, end + parted, open_end=open_end)
        if fronted:  # "but a source told the agency that"
            subject = self.before(state, each) or subject
        elif subject is None or subject.kind == "pronoun" or self._tells_more(mask, each.start):
            relative = self._is_relative(mask, each.start)
            goes_on = each.start > 0 and self._is_joined(mask, each)  # "..., and said": whoever the sentence begins with
            first = self.pending(state, each) if relative and self._is_whereas(mask, each.start) else None
            before = first or (self.told_of(state, each) if relative else None if goes_on else self.before(state, each))
            subject = before or self.pending(state, each) or subject or self.asked(state, each)
        if subject is None or subject.kind == "pronoun":
            subject = self._in_marks(sentence, each) or subject
        if subject is not None and self._is_our_deed(mask, subject, sentence.start):
            subject = self.told_of(state, each)  # "we took the question to X, who explained"
        source = state.source
        if subject is None and source is not None and not mask[source.end - sentence.start : each.start].strip():
            return source
        return subject

    def _in_marks(self, sentence: Sentence, each: Found) -> Mention | None:
        """A body that is named between marks right behind its verb, before what it is: "said "X", which is an organization of"."""
        place = sentence.start + past_blank(sentence.mask, each.end)
        quoted = next((other for other in sentence.quoted if other.start == place and other.end - place <= _NAME_MOST), None)
        behind = None if quoted is None else past_blank(sentence.mask, quoted.end - sentence.start)
        if quoted is None or behind is None or self._lexicon.shapes["which_is"].match(sentence.mask, behind) is None:
            return None
        return Mention("collective", quoted.inside, None, None, quoted.start, quoted.end)

    def _is_our_deed(self, mask: str, subject: Mention, base: int) -> bool:
        """Whether a verb of ours and its object were taken for a name: "we took the question"."""
        words = mask[subject.start - base : subject.end - base].split()
        ours = len(words) > 1 and subject.office is None and self._lexicon["own_verbs"].fullmatch(words[0]) is not None
        return ours and DEFINED.match(words[1]) is not None

    def issuer(self, state: State, each: Found) -> Mention | None:
        """Whoever issued the document in which something is said: "the ministry issued a statement in which it said"."""
        sentence, mask = state.sentence, state.sentence.mask
        nouns = [match for name in ("documents", "spoken_at") for match in self._lexicon[name].finditer(mask, state.done, each.start)]
        noun = max(nouns, key=lambda match: match.start(), default=None)
        end = each.start if noun is None else noun.start()
        starts = [place + 1 for place in range(state.done, end) if mask[place] in "،,؛"]
        for start in [*reversed(starts), state.done]:
            begin = self._subjects.past_verb(mask, start, end)
            found = None if begin is None else self.subject(sentence, begin, end, open_end=noun is None)
            if found is not None and noun is not None and self._lexicon["media"].match(mask, found.start - sentence.start) is not None:
                beside = self._lexicon["functions"].match(mask, past_blank(mask, noun.end()), each.start)
                guest = None if beside is None else self.subject(sentence, beside.end(), each.start)
                return guest or found  # "the paper ran an interview with X in which he said"
            if found is not None:
                return found
        return None if noun is None else self.author(sentence, noun.end(), each.start, open_end=False)

    def latter(self, text: str, sentence: Sentence, subject: Mention | None) -> Mention | None:
        """Whom "the latter" means: the last one of an office before it, in its paragraph; anybody else is meant as he is named."""
        if subject is None or self._lexicon["latter"].fullmatch(text, subject.start, subject.end) is None:
            return subject
        start = text.rfind("\n", 0, subject.start) + 1
        for office in reversed(list(self._lexicon["office_heads"].finditer(text, start, sentence.start))):
            found = None if self._subjects.words.is_and_to(office) else self._subjects.find(text, office.start(), sentence.start)
            if found is not None and found.kind in {"named", "office"} and found.start == office.start():
                return found
        return subject

    def of_both(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """The sides of a joint document, as they are named in what it says."""
        joint = self._lexicon["sides"].search(sentence.mask, start, end)
        return None if joint is None else self.subject(sentence, joint.start(), joint.end())

    @staticmethod
    def _is_joined(mask: str, each: Found) -> bool:
        """Whether an "and" is written together with reporting words."""
        return mask[each.start] == AND and mask[each.start : each.end] not in {folded(form) for form in each.cue.forms}

    def told_of(self, state: State, each: Found) -> Mention | None:
        """Whoever a relative clause, or a clause with a pronoun, tells of: the last one of an office before it."""
        heads = list(self._lexicon["office_heads"].finditer(state.sentence.mask, state.done, each.start))
        while heads:
            found = self.subject(state.sentence, heads.pop().start(), each.start)
            if found is not None and found.kind == "named":
                return found
        return self._right_before(state, each) or self.before(state, each)

    def _right_before(self, state: State, each: Found) -> Mention | None:
        """The name that stands right before a relative clause: "the surprise of X, who said"."""
        mask = state.sentence.mask
        relative = mask[: each.start].rstrip().rfind(" ")
        tokens = list(self._subjects.words.tokens(mask, state.done, relative)) if relative > state.done else []
        names = list(takewhile(lambda token: self._subjects.words.can_be_name(mask, token), reversed(tokens)))[:_NAME_WORDS]
        while len(names) > 1 and self._subjects.words.is_feminine(names[-1]):
            names.pop()
        if not names or names[0].definite or len(names) == len(tokens) == 1:
            return None
        start, end = names[-1].start + state.sentence.start, names[0].end + state.sentence.start
        return Mention("named", (start, end), None, None, start, end)

    def of_clause(self, state: State, each: Found) -> Mention | None:
        """The subject of a verb right behind which somebody goes on to say something: ", the minister contented himself with saying"."""
        mask = state.sentence.mask
        start = max(mask.rfind(sign, 0, each.start) for sign in "،,؛") + 1
        if any(start <= other.start < each.start and other.cue.type in {"according", "as"} for other in state.found):
            return None  # ", as agency A reported, pointing out that"
        begin = self._subjects.past_verb(mask, self._past_where(mask, max(start, state.done), each.start), each.start)
        found = None if begin is None else self.subject(state.sentence, begin, each.start)
        ends = found is not None and not mask[found.end - state.sentence.start : each.start].strip()
        return found if ends and found is not None and found.kind != "pronoun" else None

    def _past_where(self, mask: str, start: int, end: int) -> int:
        """Where a clause goes on behind the place with which it opens: "and in Athens the minister"."""
        tokens = self._subjects.words.tokens(mask, start, end)[:3]
        opens = len(tokens) > 2 and tokens[0].kind == "function" and tokens[1].kind == "place"
        return tokens[2].start if opens else start

    def pending(self, state: State, each: Found) -> Mention | None:
        """Whoever a sentence begins with, in which somebody goes on to say something: "The minister refused ..., and said"."""
        if state.made or each.start == 0:
            return None
        if state.subject is not None:
            return state.subject
        mask = state.sentence.mask
        first = self._lexicon["office_heads"].search(mask, 0, each.start)
        if first is None or len(re.split("[:–—،-]", mask[: first.start()])[-1].split()) > _VERB_MOST:
            return None
        return self.subject(state.sentence, first.start(), each.start, open_end=True)

    def acting(self, state: State, each: Found) -> Mention | None:
        """A state or a body that a sentence begins by telling what it did: "Turkey closed the crossing, stressing that"."""
        mask = state.sentence.mask
        did = self._lexicon.shapes["she_did"].match(mask, 0, each.start)
        is_state = did is not None and self._lexicon.places.match(mask, did.end()) is not None
        begin = did.end() if did is not None and is_state else self._subjects.past_verb(mask, 0, each.start, known=True)
        if state.made or begin is None:
            return None
        body = self._lexicon["collectives"].match(mask, begin)
        near = begin if body is None else body.end()
        comma = mask.find("،", near, each.start)
        state_of = self._lexicon.places.match if body is None else self._lexicon.places.search
        place = state_of(mask, near, min(each.start if comma == -1 else comma, near + _STATE_MOST))
        return None if place is None else self.subject(state.sentence, begin, place.end())

    def _is_relative(self, mask: str, start: int) -> bool:
        """Whether a verb stands in a relative clause, whose subject is before it."""
        words = mask[:start].split()
        contrast = self._lexicon["contrasts"]
        if not words or contrast.fullmatch(" ".join(words[-2:])) is not None:  # "while the minister said"
            return False
        if words[-2:-1] and words[-2].endswith(("،", "؛")) and contrast.fullmatch(words[-1]) is not None:
            return False  # "..., whereas the minister said"
        return self._lexicon["relatives"].fullmatch(words[-1]) is not None

    def _tells_more(self, mask: str, start: int) -> bool:
        """Whether a verb stands in a relative clause that tells more of somebody."""
        return self._is_relative(mask, start) and not self._is_whereas(mask, start)

    def _is_whereas(self, mask: str, start: int) -> bool:
        """Whether a clause of its own begins behind a comma: "..., where the minister said"."""
        words = mask[:start].rsplit(None, 2)
        return words[-1] in exactly(self._lexicon, "whereas") and words[-2:-1] != [] and words[-2].endswith(("،", "؛", ","))

    def confirming(self, state: State, each: Found) -> Mention | None:
        """Whoever confirms what was said before: "which an official confirmed, saying that ..."."""
        mask = state.sentence.mask
        for match in self._lexicon.shapes["verb_with_object"].finditer(mask, state.done, each.start):
            if any(other.start <= match.start() < other.end and other.cue.type in {"according", "as"} for other in state.found):
                continue  # "according to what agency A reported"
            verb = self._lexicon.cues.fullmatch(match["verb"])
            if verb is not None and self._lexicon["no_report"].fullmatch(match["what"]):
                return self.subject(state.sentence, match.end(), each.start)
        return None

    def names(self, mask: str, start: int, limit: int) -> bool:
        """Whether somebody is named right behind words: "according to what the minister said"."""
        found = self._subjects.find(mask, start, limit)
        return found is not None and found.kind != "pronoun" and not mask[start : found.start].strip()

    def subject(self, sentence: Sentence, start: int, end: int, *, open_end: bool = False) -> Mention | None:
        behalf = self._lexicon["on_behalf"].search(sentence.mask, start, end)
        if behalf is not None and (found := self.subject(sentence, behalf.end(), end, open_end=open_end)) is not None:
            whose = self._subjects.find(sentence.mask, start, behalf.start())
            return found if found.side is not None or whose is None else found._replace(side=whose.side)
        document = self._lexicon["documents"].match(sentence.mask, past_blank(sentence.mask, start), end)
        if document is not None:
            place = document.end()
            while (more := self._lexicon["documents"].match(sentence.mask, past_blank(sentence.mask, place), end)) is not None:
                place = more.end()  # "the text of the statement"
            return self.author(sentence, place, end, open_end=open_end)
        found = self._subjects.find(sentence.mask, start, end, open_end=open_end)
        return None if found is None else moved(found, sentence.start)

    def author(self, sentence: Sentence, start: int, end: int, *, open_end: bool) -> Mention | None:
        """Whose document says something: whoever is named behind it; a joint one is both sides'; else whoever spoke last."""
        mask = sentence.mask
        issued = self._lexicon["of_whom"].search(mask, start, end) or self._issued_by(mask, start, end)
        found = self._subjects.find(mask, start if issued is None else issued.end(), end, open_end=open_end)
        if found is not None and found.kind in {"collective", "sides", "office"} and not self._is_adjective(mask, found):
            return moved(found, sentence.start)
        return None

    def _is_adjective(self, mask: str, found: Mention) -> bool:
        """Whether nobody is named but by the adjective of a state: "the Russian statement"."""
        word = mask[found.start : found.end]
        return " " not in word and DEFINED.match(word) is not None and self._subjects.words.is_adjective(word)

    def known_document(self, sentence: Sentence, noun: re.Match[str], end: int) -> Mention | None:
        """A document with the article and no author: the statement, or "the Russian statement", that somebody issued before."""
        mask = sentence.mask
        if DEFINED.match(noun.group()) is None:
            return None
        place = self._lexicon.places.match(mask, past_blank(mask, noun.end()), end)
        last = noun.end() if place is None else place.end()
        side = None if place is None else self._lexicon.code_of(place.group())
        return Mention("document", None, None, side, sentence.start + noun.start(), sentence.start + last)

    def _issued_by(self, mask: str, start: int, end: int) -> re.Match[str] | None:
        """The verb of "the statement that the ministry issued", behind which the subject stands; without "that" of "a statement"."""
        relative = self._lexicon["relatives"].match(mask, past_blank(mask, start), end)
        if relative is not None:
            return self._lexicon.shapes["does_it"].match(mask, relative.end(), end)
        issued = self._lexicon.shapes["issued_it"].match(mask, start, end)
        if issued is None or DEFINED.match(mask[:start].rsplit(maxsplit=1)[-1]):
            return None
        noun = Token("name", issued.start("verb"), issued.end("verb"), definite=False)
        return issued if issued["alone"] or self._subjects.words.is_possessed(mask, noun) else None  # no feminine noun

    def before(self, state: State, each: Found) -> Mention | None:
        """Whoever stands before the verb, in a clause that begins with its subject."""
        earlier = [other.end for other in state.found if other.end <= each.start and other.cue.type == "verb" and other.begins]
        first = max([state.done, *earlier, each.clause if each.clause < each.start else 0])
        if each.start <= first:
            return None
        mask = state.sentence.mask
        start = past_blank(mask, first)
        while (conjunction := self._lexicon["conjunctions"].match(mask, start, each.start)) is not None:
            start = past_blank(mask, conjunction.end())
        as_for = self._lexicon["as_for"].match(mask, start, each.start)
        start = (
            past_blank(mask, as_for.end()) if as_for is not None else self._subjects.past_verb(mask, start, each.start, known=True) or start
        )
        found = self.subject(state.sentence, start, each.start, open_end=bool(earlier))
        if found is None or found.kind == "pronoun" or self._is_verb(state.sentence, found, start, each.start):
            return None
        return found

    def _is_verb(self, sentence: Sentence, found: Mention, start: int, end: int) -> bool:
        """Whether the one word that opens a clause is its verb and no name, as its subject behind it shows: "a session saw ..., and"."""
        first, last = found.start - sentence.start, found.end - sentence.start
        if found.kind != "named" or found.office is not None or " " in sentence.mask[first:last] or sentence.mask[start:first].strip():
            return False
        if any(self._lexicon[name].fullmatch(sentence.mask, first, last) for name in ("media", "named_in_marks")):
            return False  # "paper "X" reported"
        behind = next(iter(self._subjects.words.tokens(sentence.mask, last, end)), None)
        if behind is None or self._lexicon["conjunctions"].fullmatch(sentence.mask, behind.start, behind.end):
            return False
        return behind.kind in _BEHIND_VERB or sentence.mask[behind.start] in OPENING

    def asked(self, state: State, each: Found) -> Mention | None:
        """Whoever was asked: "X was asked, and said"; behind whose verb "so" stands: "the paper called the ministry, and so it said"."""
        mask = state.sentence.mask
        asked = list(self._lexicon["was_asked"].finditer(mask, state.done, each.start))
        found = self.subject(state.sentence, asked[-1].end(), each.start) if asked else None
        if found is not None and found.kind != "pronoun":
            return found
        if mask[each.start] != SO:
            return None
        heads = [m.start() for name in ("office_heads", "collectives") for m in self._lexicon[name].finditer(mask, state.done, each.start)]
        found = self.subject(state.sentence, max(heads), each.start) if heads else None
        return found if found is not None and found.kind in {"named", "office", "collective"} else None

    def beside(self, text: str, sentence: Sentence, start: int, end: int) -> Mention | None:
        """Whoever can speak and is named between two places: behind a verb, or the last one of an office."""
        mask = sentence.mask
        begin = self._subjects.past_verb(mask, start, end)
        found = None if begin is None else self.subject(sentence, begin, end)
        if found is not None and found.kind in {"named", "office", "unnamed"} and (found.office or " " in text[found.start : found.end]):
            return found
        for head in reversed(list(self._lexicon["office_heads"].finditer(mask, start, end))):
            other = self.subject(sentence, head.start(), end)
            if other is not None and other.kind in {"named", "office", "unnamed"}:
                return other
        return None
