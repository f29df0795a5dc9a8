# ruff: noqa: D103 - render_x renders the view x
"""Drafts on their way and handover notes, for people."""

from __future__ import annotations

from detente.cli.render_fields import show_fields
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.node.clearance import STATE_WORDS, Outdated
from detente.views import words
from detente.views.drafts import DraftRow, DraftsView, DraftView, HandoverRow, HandoverView
from detente.views.field_texts import label, value_text

STEPS = {"written": N_("written"), "moved": N_("passed on"), "returned": N_("given back"), "released": N_("released")}
OPTIONAL = {"translator": N_("translator"), "lawyer": N_("lawyer")}


def render_drafts(s: Session, view: DraftsView) -> None:
    s.exercise(on=view.exercise)
    if view.drafts:
        s.table(
            [N_("Draft"), N_("Channel"), N_("Kind"), N_("About"), N_("Where it is"), N_("Revision"), N_("Written by"), N_("Notes")],
            [
                [
                    str(row.number),
                    row.channel,
                    words.word(s.t, words.KINDS, row.kind),
                    ", ".join(row.re) or row.about or "",
                    _state(s, row),
                    str(row.revision),
                    s.t.listing(row.writers),
                    str(row.notes or ""),
                ]
                for row in view.drafts
            ],
            numbers={5, 7},
        )
    else:
        s.say(N_("There are no drafts."))
    s.line()
    s.say(N_("Only released drafts are sealed.") if view.required else N_("Drafts are sealed whether they were released or not."))
    steps = [Said(s.t.gettext(OPTIONAL[step])) for step in view.steps]
    s.say(N_("Steps before release: %(steps)s"), steps=Said(s.t.listing(steps) or "—"))
    s.say(N_("Two persons release a draft.") if view.two_person else N_("One person releases a draft."))
    if view.drafts:
        s.next(f"draft show {view.drafts[0].number}")


def render_draft(s: Session, view: DraftView) -> None:
    row = view.draft
    s.exercise(on=view.exercise)
    s.out.print(tame(f"{row.number}  {row.channel}  {words.word(s.t, words.KINDS, row.kind)}"), style="bold")
    s.say(N_("%(state)s, revision %(revision)s"), state=Said(_state(s, row)), revision=str(row.revision))
    if row.re:
        s.say(N_("About: %(refs)s"), refs=Said(s.t.listing(row.re)))
    show_fields(s, view.fields)
    if row.stopped is not None:
        s.line("! " + s.t.error(row.stopped.error()))
    if view.history:
        s.head(N_("Its way so far"))
        s.table(
            [N_("When"), N_("Who"), N_("Step"), N_("Then"), N_("Revision"), N_("Remark")],
            [
                [
                    s.t.stamp(step.at),
                    step.who,
                    words.word(s.t, STEPS, step.step),
                    words.word(s.t, STATE_WORDS, step.state),
                    str(step.revision),
                    step.remark,
                ]
                for step in view.history
            ],
            numbers={4},
        )
    if view.notes:
        s.head(N_("Handover notes"))
        for note in view.notes:
            _note(s, note)
    s.line()
    s.next("seal" if row.state == "released" else f"draft clear {row.number} --as NAME", f"draft edit {row.number} --field text --to TEXT")


def show_both(s: Session, error: Outdated) -> None:
    """What somebody wanted to save, and what is there by now, field by field where they differ."""
    if s.json or error.ours is None:
        return
    names = [name for name in {**error.theirs, **error.ours} if error.ours.get(name) != error.theirs.get(name) and name != "at"]
    s.table(
        [N_("Field"), N_("Yours"), N_("There by now")],
        [
            [label(s.t, name), *(value_text(s.t, name, each[name]) if name in each else "" for each in (error.ours, error.theirs))]
            for name in names
        ],
    )


def render_handover(s: Session, view: HandoverView) -> None:
    s.exercise(on=view.exercise)
    if not view.notes:
        s.say(N_("There are no notes.") if view.done else N_("There are no open notes."))
        s.next("handover add TEXT --as NAME")
        return
    for note in view.notes:
        _note(s, note)
    still = next((note for note in view.notes if note.done_by is None), None)
    if still is not None:
        s.next(f"handover done {still.id} --as NAME")


def _note(s: Session, note: HandoverRow) -> None:
    parts = [str(note.id), note.channel, *([note.about] if note.about else []), note.author, s.t.stamp(note.at)]
    s.out.print(tame("  ".join(parts)), style="bold")
    s.text(tame(note.text))
    if note.done_by is not None:
        s.say(N_("Done: %(who)s, %(at)s"), who=note.done_by, at=s.t.stamp(note.done_at))


def _state(s: Session, row: DraftRow) -> str:
    state = words.word(s.t, STATE_WORDS, row.state)
    if row.state == "release" and row.released_by:
        return s.t.gettext(N_("released by %(who)s, waits for a second person"), who=s.t.listing(row.released_by))
    return state
