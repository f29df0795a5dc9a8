"""For whom an office or a body does not speak, though a state is named beside it, and whose those are that are named by initials.

Rules:

1. Whoever held an office before, and whoever is of a private calling or body, speaks for no state.
2. A body that is named by its initials is of the state that its full name says.
"""

from __future__ import annotations

import re

from detente.press.initials import explained, shorts, stand_for
from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention


def is_private(text: str, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether somebody speaks for no state, or a body is none of its state's: "the Swiss analyst", "the Norwegian Teachers' Union"."""
    return _is_private_office(text, lexicon, mention) or _is_private_body(text, lexicon, mention)


def _is_private_office(text: str, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether somebody is of an office by which nobody speaks for a state, though one be named beside it: "the Swiss analyst"."""
    if mention.office is None:
        return False
    is_vso = lexicon.order == "vso"
    former = lexicon["former"]
    if (former.search if is_vso else former.match)(text, *mention.office) is not None:
        return True
    of_one = mention.side is not None and mention.side not in lexicon.bodies  # "a South African diplomat"
    if mention.name is None and not of_one and lexicon["continental"].search(text, *mention.office) is not None:
        return lexicon["collectives"].search(text, *mention.office) is None  # "a European diplomat"
    if mention.side in lexicon.bodies:
        return False
    if not is_vso and lexicon["non_states"].search(text, *mention.office) is not None:
        return True
    private = lexicon["private"]
    if (private.match if is_vso else private.search)(text, *mention.office) is None:
        return False
    of_state = ("of_states", "offices_of_states", "state_offices", "side_of")
    return all(lexicon[name].search(text, *mention.office) is None for name in of_state)


def _is_private_body(text: str, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether a body is none of its state's, or an office is of such a one: "the Norwegian Teachers' Union"."""
    place = mention.office or (mention.name if mention.kind == "collective" else None)
    if place is None or lexicon.order != "fixed" or mention.side in lexicon.bodies:
        return False
    full = (explained(text, short, place[0], lexicon) for short in shorts(text[slice(*place)]))
    named = [text[slice(*each)].lower() for each in (place, *full) if each is not None]
    return any(lexicon["private_bodies"].search(words) is not None for words in named)


def of_initials(text: str, lexicon: Lexicon, office: tuple[int, int]) -> str | None:
    """The state of a body that an office names by its initials: "a CG spokesman", of the Norwegian Coast Guard (CG)."""
    for short in shorts(text[slice(*office)]):
        full = explained(text, short, office[0], lexicon)
        place = None if full is None else lexicon.places.search(text, *full)
        if place is not None:
            return lexicon.code_of(place.group())
    return None


def is_short_of(text: str, lexicon: Lexicon, short: str, office: tuple[int, int], before: int) -> bool:
    """Whether an abbreviation stands for words of an office, or for the body that it means."""
    words = text[slice(*office)]
    if short in shorts(words) or text.startswith(f" ({short})", office[1]) or stand_for(short, words, lexicon) is not None:
        return True
    full = explained(text, short, before, lexicon)
    return full is not None and text[slice(*full)].rsplit(None, 1)[-1].lower() in re.findall(r"[a-z]+", words.lower())
