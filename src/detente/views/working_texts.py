"""The text from which work goes on: a tabled version, with what was agreed about its parts since, and what is proposed for them.

Everything is read off the proposals; nothing is stored. What was decided takes effect in the order of its causes; what was decided by
people who had not heard of each other stands by the names of their logs, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import CONSENTING, Proposal, Slot
from detente.dialogue.talks import in_causal_order
from detente.dialogue.texts import BRACKETS, PROVISIONS
from detente.node.room import Room
from detente.node.text_files import by_language
from detente.texts.model import Content, brackets_in
from detente.texts.work import Amendment, Remark, Settlement, Step, Work, shown, working
from detente.views.recent import MadeOfTexts
from detente.views.text_bodies import content_as_read
from detente.views.text_words import work_of, works_here


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change of a provision, or words for a bracket, that waits to be decided.

    Attributes:
        ref: its entry.
        step: what it would do.
        leaf: the hash of its entry, over every word of it.
    """

    ref: Ref
    step: Step
    leaf: bytes


@dataclass(frozen=True, slots=True)
class WorkingText:
    """One text as it stands.

    Attributes:
        version: the tabled version that it goes on from.
        crossed: other versions that were tabled at the same time, none in knowledge of the other.
        work: the text, with all that was agreed.
        shown: the same, with what is proposed for provisions as brackets.
        steps: what was agreed about its parts, each with its entry, in order.
        open: what waits to be decided.
        remarks: what could not take effect, each with its entry.
    """

    version: Proposal
    crossed: tuple[Proposal, ...]
    work: Work
    shown: Work
    steps: tuple[Proposed, ...]
    open: tuple[Proposed, ...]
    remarks: tuple[tuple[Ref, Remark], ...]


def working_text(room: Room, slot: Slot, version: Proposal | None = None) -> WorkingText | None:
    """The text from which work goes on; None where no version is left. `version`: goes on from this one instead.

    Raises:
        NotArrived: the words of the version are in files that have not come.
    """
    versions = room.fold.texts.standing_versions(slot)
    if version is None and not versions:
        return None
    chosen = versions[0] if version is None else version
    base = work_of(room, slot, chosen.act.ref)
    steps, waiting = _agreed(room, slot, chosen), _waiting(room, slot, chosen)
    amendments = [each for each in waiting if isinstance(each.step, Amendment)]
    made = _made_once(base, steps, amendments)
    return WorkingText(
        version=chosen,
        crossed=tuple(other for other in versions if other is not chosen) if version is None else (),
        work=made.work,
        shown=made.shown,
        steps=tuple(steps),
        open=tuple(waiting),
        remarks=made.remarks,
    )


class _Made(NamedTuple):
    """What became of a version by its steps."""

    work: Work
    shown: Work
    remarks: tuple[tuple[Ref, Remark], ...]


_made: MadeOfTexts[_Made] = MadeOfTexts()


def _made_once(base: Work, steps: Sequence[Proposed], amendments: Sequence[Proposed]) -> _Made:
    """The text with its steps, made once as long as they are the same."""
    if not steps and not amendments:
        return _Made(base, base, ())
    return _made.get(base.versions, lambda: _make(base, steps, amendments), tuple(map(_name, steps)), tuple(map(_name, amendments)))


def _name(one: Proposed) -> tuple[Any, ...]:
    """What a step depends on: its entry, by the hash over every word of it, and who supports it now."""
    return (one.ref, one.leaf, *((one.step.supported_by, one.step.opposed_by) if isinstance(one.step, Amendment) else ()))


def _make(base: Work, steps: Sequence[Proposed], amendments: Sequence[Proposed]) -> _Made:
    work, remarks = working(base, [each.step for each in steps]) if steps else (base, ())
    with_brackets, more = shown(work, [each.step for each in amendments if isinstance(each.step, Amendment)])
    found = (*((steps[one.step].ref, one) for one in remarks), *((amendments[one.step].ref, one) for one in more))
    return _Made(work, with_brackets, found)


def _agreed(room: Room, slot: Slot, version: Proposal) -> list[Proposed]:
    """What is in force about its parts and was not known to the author of the version, causes first."""
    found: list[Proposal] = []
    for part in room.fold.texts.parts(slot.name, PROVISIONS):
        found += [part.proposals[ref] for ref in part.adopted() if not version.act.has_seen(ref)]
    for part in room.fold.texts.parts(slot.name, BRACKETS):
        # Of words for one bracket that took each other's place the last ones stand: it can be closed only once.
        found += [part.current] if part.current is not None and not version.act.has_seen(part.current.act.ref) else []
    return [step for proposal in in_causal_order(found, lambda one: one.act) if (step := step_of(room, slot, proposal)) is not None]


def _waiting(room: Room, slot: Slot, version: Proposal) -> list[Proposed]:
    """What is proposed for its parts and waits, causes first."""
    texts = room.fold.texts
    found = [
        proposal
        for kind in (PROVISIONS, BRACKETS)
        for part in texts.parts(slot.name, kind)
        for ref, proposal in part.proposals.items()
        if texts.is_open(part, ref) and not version.act.has_seen(ref)
    ]
    return [step for proposal in in_causal_order(found, lambda one: one.act) if (step := step_of(room, slot, proposal)) is not None]


def step_of(room: Room, text: Slot, proposal: Proposal) -> Proposed | None:
    """What a proposal about a part of a text would do; None if its words were destroyed, or it says nothing that can be done."""
    entry = room.entry(proposal.act.ref)
    if entry.destroyed:
        return None
    words = {language: content_as_read(written) for language, written in by_language(entry.fields).items()}
    kept = proposal.act.kept
    part, name = proposal.slot.removeprefix(text.name + "/").split("/", 1)
    if part == "b":
        if not name.isdecimal():
            return None
        package = [other.rpartition("/")[2] for other in kept.get("package", ()) if other.startswith(text.name + BRACKETS)]
        together = tuple(int(number) for number in package if number.isdecimal())
        return Proposed(proposal.act.ref, Settlement(int(name), words, together), entry.leaf)
    slot = room.fold.proposals.slots[proposal.slot]
    stance = {party: slot.voice_of(party, proposal.act.ref) for party in proposal.electorate if party != proposal.act.party}
    backers = tuple(party for party, word in stance.items() if word in CONSENTING)
    against = tuple(party for party, word in stance.items() if word == "objected")
    return Proposed(
        proposal.act.ref,
        Amendment(
            verb=kept.get("verb", "MOD"), provision=name, party=proposal.act.party, words=words, after=kept.get("after"),
            level=kept.get("level"), look=kept.get("look"), supported_by=backers, opposed_by=against,
        ),
        entry.leaf,
    )  # fmt: skip


def numbers_ever(room: Room, slot: Slot) -> set[int]:
    """The numbers of all brackets that were ever written in a text or for its parts: none is given twice, as with provisions."""
    found: set[int] = set()
    for work in works_here(room, slot, slot.proposals).values():
        found |= numbers_of(work)
    for part in (*room.fold.texts.parts(slot.name, PROVISIONS), *room.fold.texts.parts(slot.name, BRACKETS)):
        for ref in part.proposals:
            for words in by_language(room.entry(ref).fields).values():
                found |= numbers_in(content_as_read(words))
    return found


def numbers_in(content: Content) -> set[int]:
    """The numbers of the brackets in some words."""
    return {bracket.id for bracket, _ in brackets_in(content)}


def numbers_of(work: Work, provision: str | None = None) -> set[int]:
    """The numbers of the brackets of a text, or of one provision of it."""
    return {bracket.id for version in work.versions for one, bracket, _ in version.brackets() if provision in {None, one.id}}
