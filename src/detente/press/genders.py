"""Whether a woman or a man is named, in a language whose verbs and names do not show it, such as English.

Rules:

1. A pronoun ("she"), a title ("Ms") and an office ("spokeswoman") show it; whoever was named so before is meant by no other pronoun.
"""

from __future__ import annotations

from detente.press.lexicon import Lexicon
from detente.press.phrases import Mention


def with_gender(text: str, lexicon: Lexicon, mention: Mention) -> Mention:
    """A mention with "f" or "m", where its words show it."""
    if mention.gender is not None or lexicon.order != "fixed" or mention.kind not in {"pronoun", "named", "office"}:
        return mention
    words = text[mention.start : mention.end] if mention.kind == "pronoun" else ""
    if mention.name is not None and mention.kind == "named":
        words = text[mention.start : mention.name[0]]
    if mention.office is not None:
        words = f"{words} {text[slice(*mention.office)]}"
    if not words:
        return mention
    shapes = lexicon.shapes
    gender = "f" if shapes["of_woman"].search(words) is not None else "m" if shapes["of_man"].search(words) is not None else None
    return mention if gender is None else mention._replace(gender=gender)


def is_as(gender: str | None, mention: Mention) -> bool:
    """Whether nothing shows that of two who may be one, one is a woman and the other a man."""
    return mention.gender is None or gender in {None, mention.gender}
