"""Words for texts: what becomes of a provision, what stands beside a text, what leads from a text to a bond."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from detente.errors import N_
from detente.i18n import Said, Translator, tame
from detente.texts.form import format_parties
from detente.texts.parity import KINDS
from detente.views.text_shown import LookShown, PieceShown
from detente.views.words import word

NOT_ARRIVED = N_("The words of %(entry)s have not arrived in: %(languages)s. Nothing of it is shown before all are here.")
"""Of a version whose words are files beside its entry."""

VERBS = {
    "ADD": N_("ADD: a new provision"),
    "MOD": N_("MOD: a change"),
    "EDIT": N_("(MOD): a change of wording alone"),
    "SUP": N_("SUP: taken out"),
    "NOC": N_("NOC: no change"),
}
LOOKS = {"paragraph": N_("paragraph"), "numbered": N_("numbered paragraph"), "heading": N_("heading")}
ATTACHED = {
    "interpretative_statement": N_("interpretative statement"),
    "reservation": N_("reservation to a text"),
    "declaration": N_("declaration beside a text"),
    "objection": N_("objection to a reservation"),
    "withdrawal": N_("withdrawal of a statement"),
}
INSTRUMENTS = {
    "ratification": N_("ratification"),
    "acceptance": N_("acceptance"),
    "approval": N_("approval"),
    "accession": N_("accession"),
    "succession": N_("succession"),
    "formal_confirmation": N_("formal confirmation"),
    "denunciation": N_("denunciation"),
}
SIGNED = {"definitive": N_("definitive signature"), "simple": N_("signature subject to ratification")}
COMPARED = {"changed": N_("changed"), "added": N_("added"), "removed": N_("taken out"), "moved": N_("moved"), "same": N_("as before")}
DISPARITIES = {str(kind): word for kind, word in KINDS.items()}
CONFLICTS = {
    "words": N_("both changed the words; they stand in brackets"),
    "look": N_("both changed the kind of paragraph"),
    "order": N_("both changed the order; it is as before"),
    "title": N_("both changed the title; it is as before"),
    "status": N_("both changed the status of the version; it is as before"),
}
MET = {
    "words": N_("both changed the words"),
    "look": N_("both changed the kind of paragraph"),
    "order": N_("both changed the order"),
    "title": N_("both changed the title"),
    "status": N_("both changed the status of the version"),
}
"""The same where a person is about to choose, and nothing stands anywhere yet."""
PARTS = {
    "p": N_("provision %(part)s: %(text)s"),
    "b": N_("bracket %(part)s: %(text)s"),
    "c": N_("correction %(part)s: %(text)s"),
}
"""What belongs to a text; the name of the text stands by itself, so that no language has to decline it."""


def pieces_text(pieces: Sequence[PieceShown], *, numbered: bool = False) -> str:
    """Words with their brackets in one line: The Parties [RUS: shall / USA !CHE: should] inform each other.

    Args:
        numbered: with the numbers of brackets, by which they are settled.
    """
    found = []
    for piece in pieces:
        if piece.bracket is None:
            found.append(piece.words or "")
            continue
        number = f"#{piece.bracket.number} " if numbered and piece.bracket.number is not None else ""
        alternatives = []
        for one in piece.bracket.alternatives:
            marks = format_parties(one.backed_by, one.opposed_by)
            words = pieces_text(one.pieces, numbered=numbered) or "—"
            alternatives.append(f"{marks}: {words}" if marks else words)
        found.append(f"[{number}{' / '.join(alternatives)}]")
    return "".join(found)


def whose(originals: Sequence[str], members: Collection[str]) -> str:
    """Whose original a paper is, as a marked sentence with a place for the `parties`."""
    if not originals:
        return N_("Its words are those of this version; it is no party's original, for it names the parties in another order.")
    if len(originals) == len(members):
        return N_("It is the original of each: %(parties)s. The text leaves no order of names open.")
    return N_("It is the original of %(parties)s, which it names first.")


def look_text(t: Translator, one: LookShown) -> str:
    """How a provision stands: "numbered paragraph, level 1"."""
    return t.listing([word(t, LOOKS, one.look), t.gettext(N_("level %(number)d"), number=one.level)])


def looks_text(t: Translator, before: LookShown | None, after: LookShown) -> str:
    """How a provision stood and stands, as words that went and came."""
    went = f"[-{look_text(t, before)}-] " if before is not None else ""
    return f"{went}{{+{look_text(t, after)}+}}"


def part_of(t: Translator, about: str, matters: Mapping[str, Mapping[str, str]]) -> str | None:
    """What a part of a text is called: "bracket 4: Joint statement"; None where this is no part of a text."""
    subject, _, rest = about.partition("/")
    key, _, part = rest.partition("/")
    kind, _, name = part.partition("/")
    if subject != "text" or kind not in PARTS or not name:
        return None
    text = t.text_of(matters.get(f"text/{key}") or {}, key)
    return t.gettext(PARTS[kind], part=name, text=Said(tame(text)))
