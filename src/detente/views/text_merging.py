"""Versions of a text, and changes of one provision, that crossed: made one, with what both sides changed left to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.dialogue.talks import in_causal_order
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.texts.merging import Conflict, Decision, Merged, Side, merge
from detente.texts.model import PROVISIONAL, Provision
from detente.texts.work import Amendment, Work, working
from detente.views.base import ChannelName, View, channel_name
from detente.views.text_bodies import formatted, formatted_contents
from detente.views.text_looks import tabled_work, text_as_it_stands
from detente.views.text_shown import LookShown, PieceShown, look_of, pieces
from detente.views.working_texts import numbers_ever, working_text


class ConflictRow(View, frozen=True):
    """What both sides changed, and not alike. `kind`: words (shown in brackets), look, order, title, status.

    `base` and `sides`, by party: of words, how they were and how each side has them, by language; no language where the provision is not
    there. `both`: both sides' in brackets; empty where these would be too deep to be read. `looks`: of a look, by party, the base's under
    an empty name; `stated`: in the same way an order, a title or a status, which are those of one `language`.
    """

    kind: str
    provision: str
    language: str | None
    base: dict[str, list[PieceShown]]
    sides: dict[str, dict[str, list[PieceShown]]]
    both: dict[str, list[PieceShown]]
    looks: dict[str, LookShown]
    stated: dict[str, str]


class MergedView(View, frozen=True):
    """`text merge`: two versions that crossed, or two changes of one provision, made one.

    `sides`: their entries, `parties` whose they are; `base`: the version that both go on from. `texts`: what was made of them, by
    language, in the plain form, conflicts in brackets of both sides: of versions the whole text; of changes the words of `provision`, and
    then `verb`, `after`, `level` and `look` say what becomes of it.
    """

    channel: ChannelName
    slot: str
    base: str
    sides: list[str]
    parties: list[str]
    provision: str | None
    verb: str | None
    after: str | None
    level: int | None
    look: str | None
    conflicts: list[ConflictRow]
    texts: dict[str, str]


class MergeCandidate(View, frozen=True):
    """What can be merged with another one of its kind: a tabled version, or a change of `provision` that waits."""

    ref: str
    party: str
    provision: str | None


class MergeView(View, frozen=True):
    """The page on which two versions, or two changes, are put together. `merged` is null where no two crossed and none were named."""

    channel: ChannelName
    slot: str
    candidates: list[MergeCandidate]
    merged: MergedView | None


@dataclass(frozen=True, slots=True)
class Merging:
    """Two sides made one.

    Attributes:
        base: the version that both go on from.
        sides: the entries of both.
        merged: what was made of them.
        steps: of changes, both; empty for versions.
    """

    base: Ref
    sides: tuple[Ref, Ref]
    merged: Merged
    steps: tuple[Amendment, ...] = ()


def merge_view(room: Room, slot: Slot, first: Ref | None, second: Ref | None) -> MergeView:
    """What can be put together, and two of them put together: those that are named, else the first two that crossed."""
    waiting = [(ref, step) for ref, step in _changes(room, slot).items()]
    candidates = [
        *(MergeCandidate(ref=str(ref), party=ref.party, provision=None) for ref in sorted(slot.proposals)),
        *(MergeCandidate(ref=str(ref), party=step.party, provision=step.provision) for ref, step in waiting),
    ]
    pair = (first, second) if first is not None and second is not None else _crossed(room, slot)
    merged = None if pair is None else merged_view(room, slot, *pair)
    return MergeView(channel=channel_name(room), slot=slot.name, candidates=candidates, merged=merged)


def merged_view(room: Room, slot: Slot, first: Ref, second: Ref, decisions: Sequence[Decision] = ()) -> MergedView:
    """Make one text of two versions that go on from the same earlier one, or one change of two to the same provision.

    Args:
        decisions: about each conflict, in the order of the view that has none.

    Raises:
        CallerError: neither, or the same party's; or nothing was tabled before both.
    """
    return shown_merging(room, slot, merging(room, slot, first, second, decisions))


def merging(room: Room, slot: Slot, first: Ref, second: Ref, decisions: Sequence[Decision] = ()) -> Merging:
    """The same, as values of texts."""
    changes = _changes(room, slot)
    if first in changes or second in changes:
        return _of_changes(room, slot, (first, second), changes, decisions)
    return _of_versions(room, slot, (first, second), decisions)


def _changes(room: Room, slot: Slot) -> dict[Ref, Amendment]:
    """The changes of provisions that wait to be decided; none where no version is left. NOC changes nothing that could be merged."""
    stands = working_text(room, slot)
    waiting = () if stands is None else stands.open
    return {each.ref: each.step for each in waiting if isinstance(each.step, Amendment) and each.step.verb != "NOC"}


def _crossed(room: Room, slot: Slot) -> tuple[Ref, Ref] | None:
    """The first two that crossed: versions, else changes of one provision by different parties."""
    stands = working_text(room, slot)
    if stands is not None and stands.crossed:
        return stands.version.act.ref, stands.crossed[0].act.ref
    pairs = combinations(_changes(room, slot).items(), 2)
    return next(((one, other) for (one, a), (other, b) in pairs if a.provision == b.provision and a.party != b.party), None)


def _of_versions(room: Room, slot: Slot, refs: tuple[Ref, Ref], decisions: Sequence[Decision]) -> Merging:
    for ref in refs:
        tabled_work(room, slot, ref)  # refuses what is no version
    acts = [slot.proposals[ref].act for ref in refs]
    _check_parties(refs, [act.party for act in acts])
    earlier = [ref for ref in slot.proposals if all(act.has_seen(ref) and act.ref != ref for act in acts)]
    if not earlier:
        raise CallerError(
            N_("nothing was tabled as '%(about)s' before both %(first)s and %(second)s, so there is nothing that both go on from"),
            about=slot.name, first=str(refs[0]), second=str(refs[1]),
        )  # fmt: skip
    base = in_causal_order([slot.proposals[ref].act for ref in earlier], lambda act: act)[-1].ref
    works = [_with_what_was_agreed(room, slot, ref) for ref in refs]  # who tables the merged version knows of it, so it must be in there
    sides = [Side(act.party, work) for act, work in zip(acts, works, strict=True)]
    return Merging(base, refs, merge(tabled_work(room, slot, base), sides[0], sides[1], decisions, _highest(room, slot)))


def _with_what_was_agreed(room: Room, slot: Slot, ref: Ref) -> Work:
    stands = working_text(room, slot, slot.proposals[ref])
    return tabled_work(room, slot, ref) if stands is None else stands.work


def _of_changes(room: Room, slot: Slot, refs: tuple[Ref, Ref], changes: Mapping[Ref, Amendment], decisions: Sequence[Decision]) -> Merging:
    missing = next((ref for ref in refs if ref not in changes), None)
    if missing is not None:
        raise CallerError(
            N_("%(ref)s is no change of a provision of '%(about)s' that waits; there are: %(known)s"),
            ref=str(missing), about=slot.name, known=", ".join(map(str, changes)),
        )  # fmt: skip
    steps = tuple(changes[ref] for ref in refs)
    _check_parties(refs, [step.party for step in steps])
    if steps[0].provision != steps[1].provision:
        raise CallerError(
            N_("%(first)s and %(second)s change different provisions, so they do not stand in each other's way: consent to both"),
            first=str(refs[0]), second=str(refs[1]),
        )  # fmt: skip
    stands = text_as_it_stands(room, slot)
    sides = [Side(step.party, working(stands.work, [step])[0]) for step in steps]
    return Merging(stands.version.act.ref, refs, merge(stands.work, sides[0], sides[1], decisions, _highest(room, slot)), steps)


def _check_parties(refs: tuple[Ref, Ref], parties: Sequence[str]) -> None:
    if parties[0] == parties[1]:
        raise CallerError(
            N_("%(first)s and %(second)s are of one party; the later one takes the place of the earlier"),
            first=str(refs[0]), second=str(refs[1]),
        )  # fmt: skip


def _highest(room: Room, slot: Slot) -> int:
    return max(numbers_ever(room, slot), default=0)


# ---- as it is shown ----


def shown_merging(room: Room, slot: Slot, made: Merging) -> MergedView:
    """What was made of two sides, for faces."""
    work, name = made.merged.work, made.steps[0].provision if made.steps else None
    texts = formatted({version.language: version for version in work.versions})
    verb, after, stands = None, None, None
    if name is not None:
        there = {version.language: version[name] for version in work.versions if name in version}
        texts = formatted_contents({language: provision.content for language, provision in there.items()})
        added = {step.after for step in made.steps if step.verb == "ADD"}
        verb = "SUP" if not there else "ADD" if added else "MOD"
        after = next((each for each in sorted(added, key=str)), None)
        stands = next(iter(there.values()), None)
    return MergedView(
        channel=channel_name(room),
        slot=slot.name,
        base=str(made.base),
        sides=[str(ref) for ref in made.sides],
        parties=[ref.party for ref in made.sides],
        provision=name,
        verb=verb,
        after=after,
        level=None if stands is None else stands.level,
        look=None if stands is None else stands.look,
        conflicts=[_conflict(one) for one in made.merged.conflicts],
        texts=texts,
    )


def _conflict(conflict: Conflict) -> ConflictRow:
    each = {"": conflict.base, **conflict.sides}
    words = conflict.kind == "words"
    return ConflictRow(
        kind=conflict.kind,
        provision=conflict.provision,
        language=None if conflict.kind in {"words", "look"} else next(iter(conflict.base)),
        base=_words(conflict.base) if words else {},
        sides={party: _words(side) if words else {} for party, side in conflict.sides.items()},
        both={language: pieces(content, PROVISIONAL) for language, content in conflict.both.items()},
        looks={party: look for party, side in each.items() if conflict.kind == "look" and (look := _look(side)) is not None},
        stated={party: word for party, side in each.items() for word in side.values() if isinstance(word, str)},
    )


def _words(side: Mapping[str, Provision | str]) -> dict[str, list[PieceShown]]:
    return {language: pieces(each.content, PROVISIONAL) for language, each in side.items() if isinstance(each, Provision)}


def _look(side: Mapping[str, Provision | str]) -> LookShown | None:
    return next((look_of(each) for each in side.values() if isinstance(each, Provision)), None)
