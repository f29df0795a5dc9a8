"""Who is named in a clause of a language that puts offices before names and tells names by capitals, such as Russian.

    [adjectives] office [words in the genitive, places, bodies] [rank] Name Surname[, office]

Rules:

1. The speaker is the first office, body or unnamed source that no preposition governs; where there is none, the first name, then the first
   place. "In the ministry" at the beginning names the ministry, where nothing better is named.
2. Between an office and the name that follows it, everything belongs to the office. The name is the last run of words with capitals before
   a sign; a place that a preposition or a word as "city" governs, an adjective and an abbreviation are no part of it.
3. Without a name, an office ends where "on Thursday", a sign, or a preposition that offices do not take begins.
4. Places that are joined by commas and "and" speak together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from detente.press.declined import (
    end_of_marks,
    goes_on_with,
    is_addressed,
    is_dative,
    is_employed,
    is_listed,
    is_medium,
    is_oblique,
    is_outside,
    lists_more,
)
from detente.press.lexicon import Lexicon
from detente.press.name_runs import before_name, closed, name_before, name_first, name_in
from detente.press.tokens import HEADS, LEAD, Token, heads, is_verb, tokens_of

Kind = Literal["named", "office", "pronoun", "collective", "agency", "unnamed", "sides", "document", "thing"]
_ASIDE: Final = frozenset({"adjuncts", "agency", "mark"})
"""What can stand before a place where something was said: when, and to whom."""

_NEAR: Final = 12
"""Characters before a place in which the preposition stands that governs it."""


class Mention(NamedTuple):
    """What names a speaker in one place; `name`, `office`: where they stand in the folded text, or None.

    Attributes:
        definite: whether it is said which one is meant ("the head of", not "a member of"); None where the language does not tell.
        owner: whether the office is of what was named before ("its spokesman").
        hint: of what state the office can be, where nothing else says so.
        through: where the agency is named that cites this speaker.
        gender: "f" or "m", where the words show it with which somebody speaks.
        subject: whether it is the subject of a sentence in which nobody speaks.
    """

    kind: Kind
    name: tuple[int, int] | None
    office: tuple[int, int] | None
    side: str | None
    start: int
    end: int
    definite: bool | None = None
    owner: bool = False
    hint: str | None = None
    through: tuple[int, int] | None = None
    gender: str | None = None
    subject: bool = False


def phrase_in(text: str, start: int, end: int, lexicon: Lexicon) -> Mention | None:
    """Who is named in a part of a text; None where nobody is."""
    tokens = _until_relative(text, tokens_of(text, start, end, lexicon), lexicon)
    if tokens and tokens[0].kind == "pronouns":
        return Mention("pronoun", None, None, None, tokens[0].start, tokens[0].end)
    located = medium = None
    opens = name_first(text, tokens, lexicon)
    for number, token in enumerate(tokens):
        if token.kind == "titles" and _is_known_by_state(text, tokens, _first_of(text, tokens, lexicon, number), number, lexicon):
            return _of_person(text, tokens, number - 1, number, "unnamed", lexicon)._replace(definite=True)  # "the Tajik general"
        if token.kind == "titles" and (officer := _officer(text, tokens, number, lexicon)) is not None:
            return officer
        if token.kind == "collectives" and is_medium(text, tokens, number, lexicon):
            medium = tokens[number + 1]
        if token.kind not in HEADS or is_medium(text, tokens, number, lexicon) or is_addressed(text, tokens, number, lexicon):
            continue
        if (opens is not None and is_oblique(text, token, lexicon)) or (located and _belongs(text, tokens, located[1], number, lexicon)):
            continue
        first = _first_of(text, tokens, lexicon, number)
        if not _is_governed(text, tokens, first, number, lexicon):
            return _of_head(text, tokens, first, number, lexicon)
        if located is None and token.kind == "collectives" and _is_located(_behind_date(text, tokens, first, lexicon)):
            located = (first, number)
    named = _of_name(text, tokens, lexicon) if opens is None else Mention("named", opens, None, None, *opens)
    if located is not None and (named is None or named.start == tokens[located[1]].end + 1):  # "in the office of X"
        return _of_head(text, tokens, *located, lexicon)
    if named is None and medium is not None and medium.kind == "agency":  # "the Indian agency X"
        return Mention("agency", (medium.start, medium.end), None, None, medium.start, medium.end)
    return named or _of_places(text, tokens, lexicon) or _of_other(tokens) or _of_unknown_body(text, start, tokens, lexicon)


def _of_unknown_body(text: str, start: int, tokens: list[Token], lexicon: Lexicon) -> Mention | None:
    """A body that no list has, in which nobody in particular spoke: "they said in X", "the report of X says"."""
    if lexicon.order != "free" or len(tokens) < 2 or lexicon.shapes["verb_of_nobody"].search(text, max(0, start - _NEAR), start) is None:
        return None
    words = [text[each.start : each.end] for each in tokens]
    written = tokens[0].kind == "adjuncts" or (len(tokens) > 2 and lexicon["words_of"].fullmatch(words[1]) is not None)
    number = 2 if written and tokens[0].kind == "function" else 1
    inside = lexicon["where_before"].fullmatch(words[0]) is not None or tokens[0].kind == "adjuncts"
    if not inside or number >= len(tokens) or tokens[number].kind not in {"acronym", "name"}:
        return None
    if (number + 1 < len(tokens) and tokens[number + 1].kind == "name") or lexicon["media"].fullmatch(words[number]) is not None:
        return None
    span = tokens[number].start, tokens[number].end
    return Mention("collective", span, None, None, *span)


def phrases_in(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Mention]:
    """Whoever is named in a part with an office, and bodies: those with whom its clauses begin first."""
    if not heads(lexicon).search(text, start, end):
        return
    for part in re.finditer(r"[^\n;:—–]+?(?=[\n;:—–]|\s-\s|\Z)", text[start:end]):
        found = phrase_in(text, start + part.start(), start + part.end(), lexicon)
        if found is None or (found.kind == "collective" and not lexicon["collectives"].search(text, found.start, found.end)):
            continue
        if found.kind == "collective" or (found.kind == "named" and found.office is not None):
            yield found
    tokens = tokens_of(text, start, end, lexicon)
    for number, token in enumerate(tokens):
        if token.kind == "offices" and is_addressed(text, tokens, number, lexicon):
            continue
        if token.kind == "offices" and lexicon["not_offices"].match(text, tokens[max(0, number - 1)].start) is None:
            found = _of_person(text, tokens, _first_of(text, tokens, lexicon, number), number, "offices", lexicon)
            if found.name is not None:
                yield found


def _until_relative(text: str, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Without what begins with "who", or, behind a name, with a comma and a participle."""
    named = False
    for number, each in enumerate(tokens):
        if number and each.kind == "relative":
            return tokens[:number]
        parted = named and tokens[number - 1].kind == "stop" and text[tokens[number - 1].start] == ","
        if parted and lexicon["participles"].fullmatch(text, each.start, each.end) is not None:
            return tokens[: number - 1]
        named = named or each.kind == "name"
    return tokens


# ---- heads ----


def _first_of(text: str, tokens: list[Token], lexicon: Lexicon, head: int) -> int:
    """Where what belongs to a head begins: with the adjectives before it, those of states too, but not with "in Vienna"."""
    first = head
    while first and tokens[first - 1].kind in LEAD:
        before = tokens[first - 1]
        if before.kind == "place" and lexicon["adjectives"].fullmatch(text[before.start : before.end].rsplit(maxsplit=1)[-1]) is None:
            break
        first -= 1
    return first


def _is_governed(text: str, tokens: list[Token], first: int, head: int, lexicon: Lexicon) -> bool:
    """Whether a preposition stands before it, or a noun of which it says whose."""
    if first == 0:
        return False
    before = tokens[first - 1]
    if before.kind == "function":
        return lexicon["joining"].fullmatch(text[before.start : before.end]) is None
    if lexicon["words_of"].fullmatch(text[before.start : before.end]):  # "the words of S"
        return False
    within = before.kind in {"collectives", "offices"} and is_oblique(text, tokens[head], lexicon)  # "with the deputy of the minister"
    if within or (before.kind == "collectives" and tokens[head].kind == "collectives"):  # "in the press service of the ministry"
        return _is_governed(text, tokens, _first_of(text, tokens, lexicon, first - 1), first - 1, lexicon)
    return before.kind == "other" and is_oblique(text, tokens[head], lexicon)


def _officer(text: str, tokens: list[Token], number: int, lexicon: Lexicon) -> Mention | None:
    """Whoever has a rank for an office: with the body in which he has it, or with nothing but his name ("Colonel of the Guard X")."""
    if lexicon["ranks"].fullmatch(text, tokens[number].start, tokens[number].end) is None or number + 1 == len(tokens):
        return None
    behind = number + 1
    while behind < len(tokens) and tokens[behind].kind in {"adjectives", "place", "titles"}:
        behind += 1
    is_of_body = behind < len(tokens) and tokens[behind].kind == "collectives" and is_oblique(text, tokens[behind], lexicon)
    if behind + 1 < len(tokens) and tokens[behind].kind == "other" and tokens[behind + 1].kind in {"name", "place"}:
        is_of_body = is_oblique(text, tokens[behind], lexicon) and not is_verb(text, tokens[behind], lexicon)  # "captain of the tug X"
    if not is_of_body and tokens[number + 1].kind not in {"name", "particle", "titles"}:
        return None
    first = _first_of(text, tokens, lexicon, number)
    if _is_governed(text, tokens, first, number, lexicon):
        return None
    found = _of_person(text, tokens, first, number, "offices", lexicon)
    return found if found.name is not None else None


def _is_of_medium(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> bool:
    """Whether somebody without a name spoke to an agency that is named, and is nobody known: "an interlocutor of the agency X"."""
    is_medium = lexicon["media"].fullmatch(text[tokens[head].start : tokens[head].end].rsplit(maxsplit=1)[-1]) is not None
    return is_medium and head + 1 < len(tokens) and tokens[head + 1].kind in {"agency", "name"}


def _is_within(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> bool:
    """Whether it is said in what body somebody without a name is, who is nobody known: "an interlocutor of the agency in the cabinet"."""
    if head + 2 >= len(tokens) or tokens[head + 1].kind != "function":
        return False
    if lexicon["where_before"].fullmatch(text, tokens[head + 1].start, tokens[head + 1].end) is None:
        return False
    behind = head + 2
    while behind + 1 < len(tokens) and tokens[behind].kind in LEAD:
        behind += 1
    return tokens[behind].kind in {"collectives", "acronym"}


def _belongs(text: str, tokens: list[Token], body: int, head: int, lexicon: Lexicon) -> bool:
    """Whether an office in the genitive is part of a body's name: "in the committee of chiefs of staff"."""
    between = tokens[body + 1 : head]
    return is_oblique(text, tokens[head], lexicon) and all(each.kind in {"adjectives", "offices", "collectives"} for each in between)


def _is_located(before: list[Token]) -> bool:
    """Whether something is only where it was said, as "in the ministry", and nothing but adjuncts stands before."""
    return bool(before) and before[-1].kind == "function" and all(each.kind in _ASIDE for each in before[:-1])


def _behind_date(text: str, tokens: list[Token], first: int, lexicon: Lexicon) -> list[Token]:
    """The words before one, without the date with which they begin: "on 10 May in the ministry"."""
    date = lexicon.shapes["date_first"].match(text, tokens[0].start, tokens[first].start) if lexicon.order == "free" else None
    return [each for each in tokens[:first] if date is None or each.start >= date.end()]


def _of_head(text: str, tokens: list[Token], first: int, head: int, lexicon: Lexicon) -> Mention:
    kind = tokens[head].kind
    if kind == "sides":
        code = _codes(text, tokens[first].start, tokens[head].end, lexicon)
        if code is not None:  # "the American side"
            return Mention("collective", (tokens[first].start, tokens[head].end), None, code, tokens[first].start, tokens[head].end)
        return Mention("sides", (tokens[first].start, tokens[head].end), None, None, tokens[first].start, tokens[head].end)
    if kind == "anaphors":
        of_none = not _is_of_medium(text, tokens, head, lexicon) and not _is_within(text, tokens, head, lexicon)
        is_bare = head + 1 == len(tokens) or tokens[head + 1].kind not in {"collectives", "place", "acronym"}
        if first == head and of_none and is_bare:
            return Mention("pronoun", None, None, None, tokens[head].start, tokens[head].end)
        kind = "unnamed"
    if kind == "unnamed" and _is_known_by_state(text, tokens, first, head, lexicon):  # "the Kyrgyz official": who was named last of them
        span = tokens[first].start, tokens[head].end
        return Mention("unnamed", None, span, _code(text, *span, lexicon), *span, definite=True)
    if kind == "collectives":
        owner = _of_unknown_office(text, tokens, first, head, lexicon)
        if owner is not None:
            return owner
        last = _end_of_body(text, tokens, head, lexicon)
        span = tokens[first].start, tokens[last].end
        code = _codes(text, *span, lexicon)
        seat = None if code is not None else _seat(text, tokens, head, last, lexicon)
        if seat is not None:  # "the ministry in Seoul"
            span, code = (tokens[first].start, tokens[seat - 2].end), lexicon.code_of(text[tokens[seat].start : tokens[seat].end])
        return Mention("collective", span, None, code, *span)
    return _of_person(text, tokens, first, head, kind, lexicon)


def _of_unknown_office(text: str, tokens: list[Token], first: int, head: int, lexicon: Lexicon) -> Mention | None:
    """Whoever has an office that no list has: a word, a body of which it is, and then a full name."""
    word = text[tokens[head].start : tokens[head].end].split(maxsplit=1)[0]
    if first == 0 or tokens[first - 1].kind not in {"other", "name"} or lexicon["oblique"].fullmatch(word) is None:
        return None
    if is_verb(text, tokens[first - 1], lexicon):  # "arrived the delegation of"
        return None
    stop = next((number for number in range(head + 1, len(tokens)) if tokens[number].kind == "stop"), len(tokens))
    name = name_in(text, tokens, head + 1, stop, lexicon)
    if name is None or name[0] == name[1]:
        return None
    office = tokens[first - 1].start, tokens[before_name(tokens, head, name[0])].end
    span = tokens[name[0]].start, tokens[name[1]].end
    return Mention("named", span, office, _code(text, *office, lexicon), office[0], span[1])


def _is_known_by_state(text: str, tokens: list[Token], first: int, head: int, lexicon: Lexicon) -> bool:
    """Whether somebody is named by a state and a general word alone, and nothing behind says that it is somebody new."""
    following = tokens[head + 1] if head + 1 < len(tokens) else None
    words = tokens[head].start, tokens[head].end
    if head - first != 1 or not (tokens[head].kind == "titles" or lexicon["anaphors"].fullmatch(text, *words)):
        return False
    if _code(text, tokens[first].start, tokens[head].end, lexicon) is None:
        return False
    if following is None:
        return True
    is_new = following.kind == "name" or lexicon["anonymous"].match(text, following.start) is not None
    return not is_new and lexicon["familiar"].match(text, following.end + 1) is None


def _of_person(text: str, tokens: list[Token], first: int, head: int, kind: str, lexicon: Lexicon) -> Mention:
    """An office or an unnamed source, with the name that follows it or stands before it, parted by a comma."""
    stop = _stop(text, tokens, head, lexicon)
    name = name_in(text, tokens, head + 1, stop, lexicon)
    if kind == "unnamed" and name is not None and (name[0] == name[1] or not is_employed(text, tokens, head, name, lexicon)):
        name = None
    if name is None:
        last = _end_of_office(text, tokens, head, stop, lexicon, through=kind == "unnamed")
        office = tokens[first].start, tokens[last].end
        before = name_before(text, tokens, first, lexicon) if kind == "offices" else None
        if before is not None:
            return Mention("named", before, office, _code(text, *office, lexicon), before[0], office[1])
        of_him = first > 0 and lexicon["of_him"].fullmatch(text[tokens[first - 1].start : tokens[first - 1].end]) is not None
        given: Kind = "unnamed" if kind == "unnamed" or of_him else "office"  # "his spokesman" is nobody who was named
        return Mention(given, None, office, _code(text, *office, lexicon), *office)
    last = before_name(tokens, head, name[0])
    office = tokens[first].start, closed(text, tokens[first].start, tokens[last].end)
    span = tokens[name[0]].start, tokens[name[1]].end
    of_last = first > 0 and lexicon["of_him"].fullmatch(text[tokens[first - 1].start : tokens[first - 1].end]) is not None
    return Mention("named", span, office, _code(text, *office, lexicon), office[0], span[1], owner=of_last)


def _stop(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> int:
    """Where an office with its name ends: at a sign, but for a comma that another office of the same person follows."""
    for number in range(head + 1, len(tokens)):
        if is_outside(text, tokens, number, lexicon) and not any(each.kind == "name" for each in tokens[head:number]):
            return number  # "the minister after a meeting with the envoy Ivan Petrov"
        if tokens[number].kind != "stop" and not is_verb(text, tokens[number], lexicon):  # "the minister was accompanied by"
            continue
        following = number + 1
        while following < len(tokens) and tokens[following].kind in LEAD:
            following += 1
        goes_on = following < len(tokens) and (
            tokens[following].kind == "offices" or lexicon["familiar"].match(text, tokens[number].end + 1) is not None
        )
        if not goes_on and text[tokens[number].start] == "," and is_listed(text, tokens, number, lexicon):
            goes_on = True  # "the minister of trade, tourism and industry"
        dashes = ",—–" if is_oblique(text, tokens[head], lexicon) else ",-—–"  # "the deputy head of the cabinet — minister of water"
        if text[tokens[number].start] not in dashes or not goes_on or any(each.kind == "name" for each in tokens[head:number]):
            return number
    return len(tokens)


def _end_of_office(text: str, tokens: list[Token], head: int, stop: int, lexicon: Lexicon, *, through: bool) -> int:
    """The last word of an office without a name; `through`: any preposition goes on with it."""
    last = head
    for number in range(head + 1, stop):
        kind = tokens[number].kind
        if kind in {"adjuncts", "pronouns", "agency", "titles"} and not (through and kind == "agency"):
            break
        if is_verb(text, tokens[number], lexicon):
            break
        if kind == "function":
            word = text[tokens[number].start : tokens[number].end]
            following = tokens[number + 1].kind if number + 1 < stop else "stop"
            joins = lexicon["office_prepositions"].fullmatch(word) is not None and following in {"place", "collectives", "acronym"}
            joins = joins or (number + 1 < stop and goes_on_with(text, tokens, number, lexicon))
            if not (joins or through):
                break
            continue
        if kind == "mark" and not through:
            break
        if kind not in {"stop", "mark"} or (through and kind == "mark"):
            last = number
    return last


def _end_of_body(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> int:
    """The last word of a body: words in the genitive, places, and what "and" joins to them."""
    last, is_about = head, False
    for number in range(head + 1, len(tokens)):
        kind = tokens[number].kind
        owned = (tokens[last].kind == "place" and lexicon["adjectives"].fullmatch(text, tokens[last].start, tokens[last].end) is None) or (
            last == head and (_is_acronym(text, tokens[head]) or _is_proper(text, tokens, head, lexicon))
        )
        owned = owned and not is_about and lexicon["of_last"].fullmatch(text, tokens[number].start, tokens[number].end) is None
        if kind == "mark" and number == head + 1 and not owned and (closes := end_of_marks(text, tokens, number)) is not None:
            return closes
        if kind == "stop" and not owned and lists_more(text, tokens, head, number, lexicon):
            continue  # "the ministry of culture, youth and sport"
        if kind in {"stop", "adjuncts", "pronouns", "agency", "relative", "mark"} or (kind in {"other", "quantities"} and owned):
            break
        if is_verb(text, tokens[number], lexicon):
            break
        if kind == "function":
            word = text[tokens[number].start : tokens[number].end]
            following = tokens[number + 1].kind if number + 1 < len(tokens) else "stop"
            told = (
                following in {"other", "adjectives"}
                and lexicon["participles"].fullmatch(text, tokens[number + 1].start, tokens[number + 1].end) is not None
            )
            is_about = is_about or lexicon["office_about"].fullmatch(word) is not None
            if (lexicon["office_prepositions"].fullmatch(word) and not told) or (
                lexicon["joining"].fullmatch(word)
                and (following in {"place", "collectives", "name", "acronym"} or (is_about and following in {"other", "adjectives"}))
            ):
                continue
            if number + 1 < len(tokens) and goes_on_with(text, tokens, number, lexicon):
                continue
            break
        last = number
    return last


def _seat(text: str, tokens: list[Token], head: int, last: int, lexicon: Lexicon) -> int | None:
    """The capital in which a body sits, whose state it is; not that of an embassy and its like."""
    if lexicon["abroad"].fullmatch(text, tokens[head].start, tokens[head].end):
        return None
    places = (number for number in range(head + 2, last + 1) if tokens[number].kind == "place" and tokens[number - 1].kind == "function")
    return next(places, None)


def _is_acronym(text: str, token: Token) -> bool:
    return text[token.start : token.start + 2].isupper()


def _is_proper(text: str, tokens: list[Token], head: int, lexicon: Lexicon) -> bool:
    """Whether a body has a name of its own: a capital where no sentence begins, as "in the Pentagon"; "Ministry" is none."""
    general = lexicon["bodies"].fullmatch(text, tokens[head].start, tokens[head].end) is not None
    return head > 0 and text[tokens[head].start].isupper() and not general


# ---- names ----


def _of_name(text: str, tokens: list[Token], lexicon: Lexicon) -> Mention | None:
    """The first name that nothing governs."""
    stops = [number for number, each in enumerate(tokens) if each.kind in {"stop", "adjuncts"}] + [len(tokens)]
    start = 0
    for stop in stops:
        run = name_in(text, tokens, start, stop, lexicon)
        if run is not None:
            span = tokens[run[0]].start, tokens[run[1]].end
            before = tokens[run[0] - 1] if run[0] else None
            people = before is not None and lexicon["demonyms"].fullmatch(text, before.start, before.end) is not None
            side = lexicon.code_of(text[before.start : before.end]) if before is not None and people else None
            return Mention("named", span, None, side, *span)
        start = stop + 1
    return None


def _of_places(text: str, tokens: list[Token], lexicon: Lexicon) -> Mention | None:
    """The first place that nothing governs, with those that are joined to it."""
    heads = [n for n, each in enumerate(tokens) if each.kind == "place" or (each.kind == "acronym" and n == 0)]
    head = next((n for n in heads if (n == 0 or tokens[n - 1].kind != "function") and not is_dative(text, tokens[n], lexicon)), None)
    if head is None:
        head = next((n for n in heads if _is_located(tokens[:n]) and lexicon.is_body(text[tokens[n].start : tokens[n].end])), None)
    if head is None:
        return None
    word = tokens[head]
    if lexicon["demonyms"].fullmatch(text, word.start, word.end):  # "the Sudanese": whoever of that state was named last
        code = lexicon.code_of(text[word.start : word.end])
        return Mention("unnamed", None, (word.start, word.end), code, word.start, word.end, definite=True)
    last = head
    for number in range(head + 1, len(tokens)):
        each = tokens[number]
        joins = (each.kind == "stop" and text[each.start] == ",") or lexicon["joining"].fullmatch(text[each.start : each.end]) is not None
        if each.kind == "place" and number - last <= 2:
            last = number
        elif not joins:
            break
    allies = lexicon.shapes["and_its_own"].match(text, tokens[last].end, tokens[-1].end)  # "Peru and its allies"
    span = tokens[head].start, tokens[last].end if allies is None else allies.end()
    return Mention("collective", span, None, _codes(text, *span, lexicon), *span)


def _of_other(tokens: list[Token]) -> Mention | None:
    """A pronoun, or an agency."""
    for kind, given in (("pronouns", "pronoun"), ("titles", "pronoun"), ("agency", "agency")):
        for each in tokens:
            if each.kind == kind:
                span = each.start, each.end
                return Mention(given, span if given == "agency" else None, None, None, *span)  # type: ignore[arg-type]
    return None


# ---- sides ----


def _code(text: str, start: int, end: int, lexicon: Lexicon) -> str | None:
    """For whom an office speaks: the first state or body in it; an envoy of one in another is the first one's."""
    places = [(match, code) for match in lexicon.places.finditer(text, start, end) if (code := lexicon.code_of(match.group())) is not None]
    if places and lexicon["envoys"].match(text, start, end) is not None:  # "the ambassador to X", whose state another place names
        places = [each for each in places if not _is_where(text, start, each[0].start(), lexicon)]
    if len(places) > 1 and lexicon["offices"].fullmatch(places[0][0].group()) is not None:
        places = places[1:]  # "the state secretary of the ministry of X": only without more is he that of the United States
    is_for = len(places) == 1 and lexicon.shapes["office_for"].match(text, places[0][0].end()) is not None
    if is_for and lexicon["offices"].fullmatch(places[0][0].group()) is not None:
        return None  # "the state secretary for security"
    about = [each for each in places if lexicon["office_about"].fullmatch("".join(text[start : each[0].start()].split()[-1:])) is None]
    places = about or places  # "the minister for European affairs of Hungary"
    chaired = [
        code for match, code in places if code in lexicon.bodies and lexicon.shapes["chairs"].search(text, start, match.start()) is not None
    ]
    if len(places) > 1 and chaired:
        return chaired[0]  # "chairman of the OSCE, foreign minister of X"
    if len(places) > 1 and places[0][1] in lexicon.bodies and not text[places[0][0].end() : places[1][0].start()].strip():
        places = places[1:] if places[1][1] not in lexicon.bodies else places  # "the Security Council of Armenia"
    return places[0][1] if places else None


def _is_where(text: str, start: int, place: int, lexicon: Lexicon) -> bool:
    """Whether a preposition stands right before a place: "in X"."""
    before = text[start:place].split()[-1:]
    return bool(before) and lexicon["office_prepositions"].fullmatch(before[0]) is not None


def _codes(text: str, start: int, end: int, lexicon: Lexicon) -> str | None:
    """All states and bodies of a body, joined."""
    codes = set()
    for match in lexicon.places.finditer(text, start, end):
        before = text[start : match.start()].split()[-1:]
        if not before or lexicon["office_prepositions"].fullmatch(before[0]) is None:  # not "the embassy in ..."
            codes.add(lexicon.code_of(match.group()))
    states = codes - lexicon.bodies
    is_one = not any(lexicon["joining"].fullmatch(word) for word in text[start:end].split())
    if is_one and len(states) < len(codes) and states - {None} and lexicon.places.match(text, start) is not None:
        codes = states  # "the Red Cross of the Republic of Korea"
    return "+".join(sorted(code for code in codes if code is not None)) or None
