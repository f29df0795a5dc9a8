"""The alternat: each party's original names itself first, and still all originals are one text, with one digest.

    {parties} have agreed on the exchange between {parties:with}.

    USA's original   The United States of America and the Russian Federation have agreed ..
    RUS's original   The Russian Federation and the United States of America have agreed ..

The text marks where the order is free, and each print fills it in: docs/decisions/0060-alternat.md says why it is not guessed. What is
marked is the whole enumeration, so that "respectively" is never turned round; the word behind the colon chooses its form, since names
are declined in Russian, and prepositions are glued to them in Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.errors import N_, FormatError
from detente.texts.model import Alternative, Bracket, Content, Piece, Version, content_of

PLACE: Final = re.compile(r"\{parties(?::([a-z]{1,16}))?\}")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """How all parties are named in a row, in one language and one form.

    Attributes:
        names: of each party, its name in this form.
        between, last: what stands between two names, and before the last one: ", " and " and ".
        first: what each name becomes where it stands first, if that is another form: "The" for "the".
    """

    names: Mapping[str, str]
    between: str = ", "
    last: str = " and "
    first: Mapping[str, str] | None = None

    def words(self, order: Sequence[str]) -> str:
        """The names in an order: "the Russian Federation and the United States of America"."""
        missing = next((party for party in order if party not in self.names), None)
        if missing is not None:
            raise FormatError(N_("%(party)s has no name in an enumeration of the parties"), party=missing)
        names = [self.names[party] for party in order]
        if names and self.first is not None:
            names[0] = self.first.get(order[0], names[0])
        return self.last.join([*([self.between.join(names[:-1])] if names[1:] else []), *names[-1:]])


def orders(parties: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The order in each party's original: itself first, then the others as they stand."""
    return {party: (party, *(other for other in parties if other != party)) for party in parties}


def filled(version: Version, enumerations: Mapping[str, Enumeration], order: Sequence[str]) -> Version:
    """A version as one original has it.

    Args:
        enumerations: of this language, by the word behind the colon; "" where there is none.

    Raises:
        FormatError: a form or a name is missing.
    """

    def words(found: re.Match[str]) -> str:
        enumeration = enumerations.get(found[1] or "")
        if enumeration is None:
            raise FormatError(N_("no form of the parties' names is known for %(place)s"), place=found[0])
        return enumeration.words(order)

    def content(old: Content) -> Content:
        return content_of(*(PLACE.sub(words, piece) if isinstance(piece, str) else bracket(piece) for piece in old))

    def bracket(old: Bracket) -> Piece:
        return Bracket(old.id, tuple(Alternative(content(one.content), one.backed_by, one.opposed_by) for one in old.alternatives))

    provisions = tuple(replace(provision, content=content(provision.content)) for provision in version.provisions)
    return Version(version.language, provisions, PLACE.sub(words, version.title), version.status)


def whose_original(version: Version, original: Version, enumerations: Mapping[str, Enumeration], parties: Sequence[str]) -> tuple[str, ...]:
    """The parties whose original this is, character by character; nobody's where anything else than the order of names differs."""
    return tuple(party for party, order in orders(parties).items() if filled(version, enumerations, order) == original)
