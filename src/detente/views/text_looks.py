"""Ways to look at a text: two versions side by side, whether its languages say the same."""

from __future__ import annotations

from typing import Final

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.texts import compare as comparing
from detente.texts.glossary import Glossary, glossary_of
from detente.texts.model import PROVISIONAL, Provision, Version
from detente.texts.parity import parity
from detente.texts.reading import readable
from detente.texts.work import Work
from detente.views.base import ChannelName, View, channel_name
from detente.views.recent import MadeOfTexts
from detente.views.text_shown import LookShown, PieceShown, look_of, pieces
from detente.views.text_words import work_of
from detente.views.working_texts import WorkingText, working_text

GLOSSARY = "text/glossary"
"""The agreed glossary is a text like any other: each provision is a term, its words in each language the forms, with ; between them."""


# ---- two versions ----


class RunShown(View, frozen=True):
    """Words that stayed (same), went (removed) or came (added); of a bracket that differs (bracket), both forms of it."""

    kind: str
    pieces: list[PieceShown]
    before: list[PieceShown]


class ProvisionCompared(View, frozen=True):
    """One provision in two versions. `kind`: same, changed, added, removed, moved.

    `looked` and `looks`: how it stood and stands, where that is not the same; else null.
    """

    id: str
    kind: str
    moved: bool
    runs: list[RunShown]
    looked: LookShown | None
    looks: LookShown | None


class CompareView(View, frozen=True):
    """`text compare`: two versions in one language, by provision and word. `later` null: the text as it stands."""

    channel: ChannelName
    slot: str
    earlier: str
    later: str | None
    language: str
    languages: list[str]
    changed: int
    provisions: list[ProvisionCompared]


def compare_view(room: Room, slot: Slot, earlier: Ref, later: Ref | None, language: str | None = None) -> CompareView:
    """Two versions of a text, or a version and the text as it stands."""
    works = [tabled_work(room, slot, earlier), text_as_it_stands(room, slot).work if later is None else tabled_work(room, slot, later)]
    both = [name for name in works[0].languages if name in works[1]]
    if not both:
        raise CallerError(
            N_("%(earlier)s and the other version of '%(about)s' have no language in common"), earlier=str(earlier), about=slot.name
        )
    if language is not None and language not in both:
        raise CallerError(
            N_("there is no version in '%(language)s' on both sides; there are: %(known)s"), language=language, known=", ".join(both)
        )
    chosen = language or both[0]
    found = provisions_compared(works[0][chosen], works[1][chosen])
    return CompareView(
        channel=channel_name(room),
        slot=slot.name,
        earlier=str(earlier),
        later=None if later is None else str(later),
        language=chosen,
        languages=both,
        changed=sum(change.kind != "same" for change in found),
        provisions=found,
    )


_compared: MadeOfTexts[list[ProvisionCompared]] = MadeOfTexts()


def provisions_compared(earlier: Version, later: Version) -> list[ProvisionCompared]:
    """Every provision of two versions in one language, by words and by how it stands."""

    def look() -> list[ProvisionCompared]:
        return [
            ProvisionCompared(
                id=one.id,
                kind=one.kind,
                moved=one.moved,
                runs=[_run(run) for run in one.runs],
                looked=look_of(one.before) if one.before is not None and one.looks_differ else None,
                looks=look_of(one.after) if one.after is not None and one.looks_differ else None,
            )
            for one in comparing.compare(earlier, later)
        ]

    return _compared.get((earlier, later), look)


def changed_since(room: Room, slot: Slot, earlier: Ref) -> list[str]:
    """The provisions in which the text as it stands differs from a version, in the first language that both have; nothing without one."""
    before, now = tabled_work(room, slot, earlier), text_as_it_stands(room, slot).work
    both = next((name for name in before.languages if name in now), None)
    return [] if both is None else [one.id for one in comparing.compare(before[both], now[both]) if one.kind != "same"]


def _run(run: comparing.AnyRun) -> RunShown:
    if isinstance(run, comparing.BracketRun):
        return RunShown(kind="bracket", pieces=pieces((run.after,), PROVISIONAL), before=pieces((run.before,), PROVISIONAL))
    return RunShown(kind=run.kind, pieces=pieces(run.pieces, PROVISIONAL), before=[])


def tabled_work(room: Room, slot: Slot, ref: Ref) -> Work:
    """A tabled version in all its languages.

    Raises:
        CallerError: it is no version of this text; `NotArrived`: its words are in files that have not come.
    """
    if ref not in slot.proposals:
        raise CallerError(
            N_("%(ref)s is no version of '%(about)s'; its versions are: %(known)s"),
            ref=str(ref), about=slot.name, known=", ".join(str(each) for each in sorted(slot.proposals)),
        )  # fmt: skip
    return work_of(room, slot, ref)


# ---- its languages ----


class DisparityRow(View, frozen=True):
    """Something that the languages do not say alike. `quotations`: by language, what stands there; empty where nothing of the kind does.

    `provision` is empty for the title; `bracket`: inside which bracket, 0 for none.
    """

    kind: str
    provision: str
    bracket: int
    quotations: dict[str, str]


class ParityView(View, frozen=True):
    """`text check`: whether the language versions say the same, as far as a program can tell. `terms`: of the agreed glossary."""

    channel: ChannelName
    slot: str
    languages: list[str]
    terms: int
    found: list[DisparityRow]


def parity_view(room: Room, slot: Slot, version: Ref | None = None) -> ParityView:
    """The language versions of a text beside each other; of the text as it stands, or of one tabled version."""
    work = text_as_it_stands(room, slot).work if version is None else tabled_work(room, slot, version)
    agreed = agreed_glossary(room)
    return ParityView(
        channel=channel_name(room),
        slot=slot.name,
        languages=list(work.languages),
        terms=len(agreed.terms),
        found=_disparities(work, agreed),
    )


_disparate: MadeOfTexts[tuple[Glossary, list[DisparityRow]]] = MadeOfTexts()


def _disparities(work: Work, agreed: Glossary) -> list[DisparityRow]:
    def look() -> tuple[Glossary, list[DisparityRow]]:
        return agreed, [
            DisparityRow(kind=one.kind, provision=one.provision, bracket=one.bracket, quotations=dict(one.quotations))
            for one in parity(work, agreed)
        ]

    return _disparate.get(work.versions, look, id(agreed))[1]  # the glossary is held with what was found, as the versions are


_NO_TERMS: Final = Glossary()

_glossaries: MadeOfTexts[Glossary] = MadeOfTexts()


def agreed_glossary(room: Room) -> Glossary:
    """The glossary that the parties have adopted as the text GLOSSARY; an empty one where they have not."""
    slot = room.fold.proposals.slots.get(GLOSSARY)
    if slot is None or slot.current is None:
        return _NO_TERMS
    work = work_of(room, slot, slot.current.act.ref)
    return _glossaries.get(work.versions, lambda: _glossary(work))


def _glossary(work: Work) -> Glossary:
    forms = {name: {version.language: _forms(version[name]) for version in work.versions if name in version} for name in work.ids}
    return glossary_of(list(forms.items()))


def _forms(provision: Provision) -> list[str]:
    return [form.strip() for form in readable(provision.content).split(";") if form.strip()]


def text_as_it_stands(room: Room, slot: Slot) -> WorkingText:
    """The text from which work goes on.

    Raises:
        CallerError: no version is left.
    """
    stands = working_text(room, slot)
    if stands is None:
        raise CallerError(N_("every version of '%(about)s' was taken back"), about=slot.name)
    return stands


def chosen_version(work: Work, language: str | None) -> Version:
    """One language version of a text; the first, where none is named.

    Raises:
        CallerError: it has no version in this language.
    """
    if language is not None and language not in work:
        reason = N_("there is no version in '%(language)s'; there are: %(known)s")
        raise CallerError(reason, language=language, known=", ".join(work.languages))
    return work.versions[0] if language is None else work[language]
