"""A text as one original of it is printed: its language versions, with the parties named in the order of that original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.texts import text_digest
from detente.errors import N_, CallerError
from detente.i18n import LANGUAGES, translator
from detente.node.called import called
from detente.node.room import Room
from detente.texts.alternat import Enumeration, filled, orders
from detente.texts.model import Version
from detente.texts.work import Work
from detente.views import words, words_talks
from detente.views.text_bodies import formatted
from detente.views.text_looks import agreed_glossary, tabled_work
from detente.views.texts import text_row
from detente.views.working_texts import working_text

LAST: Final = {"ar": " و", "en": " and ", "ru": " и "}
"""What stands before the last name of an enumeration, in the words of a text of that language."""


@dataclass(frozen=True)
class TextPrint:
    """One original.

    Attributes:
        versions: by language, the order of the parties' names filled in.
        titles: by language.
        status: how far the text is, in words of each language.
        digest: of all language versions as they are signed, in hexadecimal.
        key: of the text.
        exercise: whether it is one.
        names: party -> language -> name.
        order: the parties as this original names them.
        made_from: the version, or None for the text as it stands.
        party: of whoever tabled what it is made from.
    """

    versions: dict[str, Version]
    titles: dict[str, str]
    status: dict[str, str]
    digest: str
    key: str
    exercise: bool
    names: dict[str, dict[str, str]]
    order: tuple[str, ...]
    made_from: str | None
    party: str


def text_print(room: Room, slot: Slot, version: Ref | None = None, original: str | None = None) -> TextPrint:
    """A text as it stands, or one tabled version of it.

    Args:
        version: its entry; None for the text as it stands.
        original: whose original it is: that party is named first; otherwise the order of the language's alphabet.

    Raises:
        CallerError: no such version or party; or the forms of the names that the text asks for are not in the agreed glossary.
    """
    stands = working_text(room, slot)
    if version is not None:
        work = tabled_work(room, slot, version)
    elif stands is not None:
        work = stands.shown
    else:
        raise CallerError(N_("every version of '%(about)s' was taken back"), about=slot.name)
    parties = list(room.channel.members)
    if original is not None and original not in parties:
        raise CallerError(N_("%(party)s has no original: the parties are %(known)s"), party=original, known=", ".join(parties))
    row = text_row(room, slot)
    names = {party: names for party, names in called(room).items() if party in parties}
    languages = sorted({*work.languages, *LANGUAGES})
    chosen = version or (None if stands is None else stands.version.act.ref)
    return TextPrint(
        versions={each.language: _original(room, each, names, original) for each in work.versions},
        titles=row.titles,
        status={
            language: words.word(translator(language), words_talks.TEXTS, row.state) for language in languages if language in LANGUAGES
        },
        digest=text_digest(formatted(_by_language(work))).hex(),
        key=slot.name.partition("/")[2],
        exercise=room.channel.charter.exercise,
        names=names,
        order=_order(original, parties),
        made_from=None if version is None else str(version),
        party=room.party if chosen is None else chosen.party,
    )


def _by_language(work: Work) -> dict[str, Version]:
    return {version.language: version for version in work.versions}


def _order(original: str | None, parties: list[str]) -> tuple[str, ...]:
    return tuple(parties) if original is None else orders(parties)[original]


def _original(room: Room, version: Version, names: dict[str, dict[str, str]], original: str | None) -> Version:
    """A version with the parties' names where the text leaves their order open."""
    language = version.language
    known = translator(language if language in LANGUAGES else "en")
    order = _order(original, list(names)) if original is not None else tuple(words.in_order(known, names))
    return filled(version, enumerations(room, language, names), order)


def enumerations(room: Room, language: str, names: dict[str, dict[str, str]]) -> dict[str, Enumeration]:
    """How the parties are named in a row in one language, by form.

    The agreed glossary has a term for each party, by its key, and `KEY-FORM` for another form of the name; the first form that stands
    there is used. Without it the names of the charter are.
    """
    agreed = {term.key: forms[0] for term in agreed_glossary(room).terms if (forms := term.forms.get(language))}
    found: dict[str, dict[str, str]] = {"": {}}
    for party, by_language in names.items():
        found[""][party] = agreed.get(party) or by_language.get(language) or next(iter(by_language.values()))
        for key, name in agreed.items():
            if key.startswith(party + "-"):
                found.setdefault(key.removeprefix(party + "-"), {})[party] = name
    between = "، " if language == "ar" else ", "
    return {form: Enumeration(each, between, LAST.get(language, between)) for form, each in found.items()}
