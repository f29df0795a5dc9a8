"""What a delegation writes before it is sealed, and for itself: drafts on their way to release, handover notes, private translations."""

from __future__ import annotations

from typing import Any

from detente.dialogue.acts import Ref
from detente.errors import DetenteError
from detente.node import clearance, handover, translations
from detente.node.node import Node
from detente.node.readiness import check_fresh
from detente.node.room import Room
from detente.views.base import Text, View, text_of_error
from detente.views.log import says
from detente.views.register import texts


class StepRow(View, frozen=True):
    """One move of a draft. `step`: written, moved, returned, released; `state`: the one after it; `revision`: of the text."""

    revision: int
    at: str
    who: str
    step: str
    state: str
    remark: str


class HandoverRow(View, frozen=True):
    """A handover note. `about`: an entry, a matter or a draft (draft/5); `done_by`: null while it is open."""

    id: int
    channel: str
    about: str | None
    text: str
    author: str
    at: str
    done_by: str | None
    done_at: str | None


class TranslationRow(View, frozen=True):
    """A private translation of an entry. `status`: machine, courtesy or checked; save the next one on `revision`."""

    entry: str
    language: str
    text: str
    status: str
    revision: int
    author: str
    at: str
    checked_by: str | None


class DraftRow(View, frozen=True):
    """One draft. `state`: draft, translator, lawyer, release, released; `stopped`: why sealing would ask again.

    `subject`: what it says, of a statement the words that were said; `speakers`: who said them; `writers`: who wrote in it; `released_by`:
    who has released this revision.
    """

    number: int
    channel: str
    kind: str
    subject: str | None
    speakers: list[str]
    at: str
    re: list[str]
    about: str | None
    revision: int
    state: str
    writers: list[str]
    released_by: list[str]
    notes: int
    stopped: Text | None


class DraftsView(View, frozen=True):
    """`draft list`. `required`: nothing is sealed that was not released; `steps`, `two_person`: as the party has set them."""

    drafts: list[DraftRow]
    required: bool
    steps: list[str]
    two_person: bool
    exercise: bool


class DraftView(View, frozen=True):
    """`draft show`, `draft edit`, `draft clear`: one draft with its text, its way so far and the notes about it."""

    draft: DraftRow
    fields: dict[str, Any]
    history: list[StepRow]
    notes: list[HandoverRow]
    exercise: bool


class HandoverView(View, frozen=True):
    """`handover list`, `handover add`, `handover done`: notes, the newest last. `done`: those that are done are among them."""

    notes: list[HandoverRow]
    done: bool
    exercise: bool


def drafts_view(node: Node, room: Room | None = None) -> DraftsView:
    """All drafts, or those of one channel."""
    policy = clearance.policy_of(node)
    return DraftsView(
        drafts=[_row(node, draft) for draft in node.store.drafts(None if room is None else room.id)],
        required=policy.required,
        steps=list(policy.steps),
        two_person=policy.two_person,
        exercise=_is_exercise(node),
    )


def draft_view(node: Node, number: int) -> DraftView:
    """One draft.

    Raises:
        CallerError: there is none.
    """
    clearance.clearance_of(node, number)
    draft = next(each for each in node.store.drafts() if each[0] == number)
    return DraftView(
        draft=_row(node, draft),
        fields=shown_fields(draft[2]),
        history=[step_row(step) for step in clearance.history(node, number)],
        notes=[note_row(node, note) for note in handover.notes_of(node, node.rooms[draft[1]], f"draft/{number}", done=True)],
        exercise=_is_exercise(node),
    )


def shown_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a draft that a person wrote or chose."""
    return {name: value for name, value in fields.items() if name not in {"destroyable", "kind", "at", "re"}}


def history_of_entry(node: Node, room: Room, ref: Ref) -> list[StepRow]:
    """How one of our own entries was cleared when it was a draft; empty for what was sealed without."""
    return [step_row(step) for step in clearance.history_of_entry(node, room, ref)]


def handover_view(node: Node, room: Room | None = None, about: str | None = None, *, done: bool = False) -> HandoverView:
    """Handover notes, those that are open only unless `done`."""
    notes = [note_row(node, note) for note in handover.notes_of(node, room, about, done=done)]
    return HandoverView(notes=notes, done=done, exercise=_is_exercise(node))


def translation_rows(node: Node, room: Room, ref: Ref) -> list[TranslationRow]:
    """The private translations of an entry."""
    return [
        TranslationRow(
            entry=each.entry,
            language=each.language,
            text=each.text,
            status=each.status,
            revision=each.revision,
            author=each.author,
            at=each.at,
            checked_by=each.checked_by,
        )
        for each in translations.translations_of(node, room, ref)
    ]


def note_row(node: Node, note: handover.Note) -> HandoverRow:
    """One handover note."""
    return HandoverRow(
        id=note.id,
        channel=node.rooms[note.channel].label,
        about=note.about,
        text=note.text,
        author=note.author,
        at=note.at,
        done_by=note.done_by,
        done_at=note.done_at,
    )


def step_row(step: clearance.Step) -> StepRow:
    """One move of a draft."""
    return StepRow(revision=step.revision, at=step.at, who=step.who, step=step.step, state=step.state, remark=step.remark)


def _row(node: Node, draft: clearance.DraftRow) -> DraftRow:
    number, channel, fields, _, at = draft
    room, now = node.rooms[channel], clearance.clearance_of(node, number)
    stopped = None
    try:
        check_fresh(room, [draft], ())
    except DetenteError as error:
        stopped = text_of_error(error)
    return DraftRow(
        number=number,
        channel=room.label,
        kind=str(fields["kind"]),
        subject=says(fields) or next(iter(texts(fields, "quotation").values()), None),
        speakers=[str(each.get("name") or each.get("office") or each["side"]) for each in fields.get("speakers", ())],
        at=at,
        re=[str(Ref(*item)) for item in fields.get("re", [])],
        about=fields.get("slot", fields.get("about")),
        revision=now.revision,
        state=now.state,
        writers=list(now.writers),
        released_by=list(now.released_by),
        notes=len(handover.notes_of(node, room, f"draft/{number}")),
        stopped=stopped,
    )


def _is_exercise(node: Node) -> bool:
    return any(charter.exercise for charter in node.charters.values())
