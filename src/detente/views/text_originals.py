"""Whether a paper, or the digest on it, is that of an original of a text; and if not, what is other in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import in_causal_order
from detente.dialogue.texts import text_digest
from detente.errors import N_, CallerError, FormatError
from detente.i18n import LANGUAGES, translator
from detente.node.called import called
from detente.node.room import Room
from detente.record.text import decode_base64
from detente.texts.alternat import Enumeration, filled, orders, whose_original
from detente.texts.model import Version
from detente.views import words
from detente.views.base import ChannelName, View, channel_name
from detente.views.text_bodies import formatted
from detente.views.text_looks import ProvisionCompared, provisions_compared, tabled_work
from detente.views.text_prints import enumerations

_HEX: Final = re.compile(r"\A[0-9a-f]{12,64}\Z")
"""The head of a page has the first 12 digits; that another text has these by chance does not happen."""


class OriginalMatch(View, frozen=True):
    """A tabled version that the paper has. `adopted`: it is the one in force.

    `originals`: whose original the paper is; all parties', where the text leaves no order open, and none where it names them in another
    order, as a copy for reading does. Of a digest: null, for it is the same on all originals.
    """

    ref: str
    party: str
    adopted: bool
    digest: str
    originals: list[str] | None


class OriginalView(View, frozen=True):
    """`text original`: whether a paper, or a digest, is that of a version of a text.

    `digest`: what was asked for, in hexadecimal, or null where a paper was handed in, in `languages`. `nearest`: where no version has the
    words of a paper, that from which it differs in the fewest provisions; `compared` names them, in `language`.
    """

    channel: ChannelName
    slot: str
    digest: str | None
    languages: list[str]
    matches: list[OriginalMatch]
    nearest: str | None
    language: str | None
    compared: list[ProvisionCompared]


def original_of_digest(room: Room, slot: Slot, typed: str) -> OriginalView:
    """The versions whose digest begins so.

    Raises:
        CallerError: this is no digest.
    """
    wanted = _hexadecimal(typed)
    found = [(ref, digest) for ref in _tabled(slot) if (digest := _digest(room, slot, ref)).startswith(wanted)]
    matches = [_match(slot, ref, digest, None) for ref, digest in found]
    return _view(room, slot, digest=wanted, matches=matches)


def _hexadecimal(typed: str) -> str:
    text = "".join(typed.split())
    if _HEX.match(text.lower()):
        return text.lower()
    try:
        return decode_base64(text, 32).hex()
    except FormatError as error:
        raise CallerError(
            N_("'%(text)s' is no check value: it has at least 12 digits, 0 to 9 and a to f, as at the head of a printed page"),
            text=typed[:80],
        ) from error


def original_of_paper(room: Room, slot: Slot, paper: Mapping[str, Version]) -> OriginalView:
    """The versions of which a paper has the words, and whose original it is.

    Args:
        paper: what it says, by language; one language is enough.
    """
    names = {party: names for party, names in called(room).items() if party in room.channel.members}
    known = {language: enumerations(room, language, names) for language in paper}
    matches = []
    for ref in _tabled(slot):
        work = tabled_work(room, slot, ref)
        whose = [_whose(work[language], paper[language], known[language], names) if language in work else None for language in paper]
        if all(each is not None for each in whose):
            both = [party for party in names if all(party in (each or ()) for each in whose)]
            matches.append(_match(slot, ref, _digest(room, slot, ref), both))
    view = _view(room, slot, languages=list(paper), matches=matches)
    return view if matches else _with_nearest(room, slot, view, paper, known, list(names))


def _whose(version: Version, paper: Version, known: Mapping[str, Enumeration], names: Mapping[str, Mapping[str, str]]) -> list[str] | None:
    """The parties whose original a paper is; None where it has not the words of this version, whatever the order of names."""
    try:
        found = list(whose_original(version, paper, known, list(names)))
        copy = filled(version, known, words.in_order(translator(version.language if version.language in LANGUAGES else "en"), names))
    except FormatError:  # a form of the names is not agreed: then no original was ever made of it
        return [] if paper == version else None
    return found if found or paper in {copy, version} else None


def _with_nearest(
    room: Room, slot: Slot, view: OriginalView, paper: Mapping[str, Version], known: Mapping[str, Mapping[str, Enumeration]],
    parties: Sequence[str],
) -> OriginalView:  # fmt: skip
    """The same with the version from which a paper differs least, in the first language that it has in common with any."""
    found: list[tuple[int, Ref, str, list[ProvisionCompared]]] = []
    for language, version in paper.items():
        for ref in _tabled(slot):
            work = tabled_work(room, slot, ref)
            for order in orders(parties).values() if language in work else ():
                compared = provisions_compared(_as_printed(work[language], known[language], order), version)
                found.append((sum(one.kind != "same" for one in compared), ref, language, compared))
        if found:
            break
    if not found:
        return view
    _, ref, language, compared = min(found, key=lambda each: each[0])
    return _view(
        room, slot, languages=view.languages, nearest=str(ref), language=language, compared=[one for one in compared if one.kind != "same"]
    )


def _as_printed(version: Version, known: Mapping[str, Enumeration], order: Sequence[str]) -> Version:
    try:
        return filled(version, known, order)
    except FormatError:
        return version


def _tabled(slot: Slot) -> list[Ref]:
    return [one.act.ref for one in in_causal_order(list(slot.proposals.values()), lambda one: one.act)]


def _digest(room: Room, slot: Slot, ref: Ref) -> str:
    return text_digest(formatted({version.language: version for version in tabled_work(room, slot, ref).versions})).hex()


def _match(slot: Slot, ref: Ref, digest: str, originals: list[str] | None) -> OriginalMatch:
    adopted = slot.current is not None and slot.current.act.ref == ref
    return OriginalMatch(ref=str(ref), party=ref.party, adopted=adopted, digest=digest, originals=originals)


def _view(
    room: Room, slot: Slot, *, digest: str | None = None, languages: Sequence[str] = (), matches: Sequence[OriginalMatch] = (),
    nearest: str | None = None, language: str | None = None, compared: Sequence[ProvisionCompared] = (),
) -> OriginalView:  # fmt: skip
    return OriginalView(
        channel=channel_name(room), slot=slot.name, digest=digest, languages=list(languages), matches=list(matches), nearest=nearest,
        language=language, compared=list(compared),
    )  # fmt: skip


def nothing_asked(room: Room, slot: Slot) -> OriginalView:
    """What there is to say where nobody has asked about a digest or a paper."""
    return _view(room, slot)
