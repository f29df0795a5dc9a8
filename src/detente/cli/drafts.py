# ruff: noqa: D103 - the docstring of a command is its help, which is translated
"""Commands for drafts on their way to release, and for handover notes. Nothing of this ever leaves the node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from detente.cli.session import session
from detente.cli.usage import Command, group
from detente.errors import N_, CallerError

if TYPE_CHECKING:
    from detente.node.accounts import Account
    from detente.node.node import Node

NUMBER = N_("The number of the draft.")
AS = N_("Who does this: the name of an account.")
REMARK = N_("A short remark, which stays.")
REVISION = N_("The revision that you have seen; otherwise the newest.")
CHANNEL = N_("Only of this channel.")


def acting(node: Node, name: str | None) -> Account | str:
    """Who acts: one of the accounts where the node has any, else a name as it is typed.

    Raises:
        CallerError: nobody is named, or there is no such account.
    """
    if name is None:
        raise CallerError(N_("say who does this"), hint=N_("Add --as NAME."))
    if not node.store.db.has_table("accounts"):
        return name
    from detente.node.accounts import Accounts

    accounts = Accounts(node.store)
    return accounts.get(name) if accounts.list() else name


def list_(channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL)) -> None:
    from detente.cli.render_drafts import render_drafts
    from detente.views.drafts import drafts_view

    s = session()
    with s.open() as node:
        s.emit(drafts_view(node, None if channel is None else node.room(channel)), render_drafts)


def show(number: int = typer.Argument(..., metavar="N", help=NUMBER)) -> None:
    from detente.cli.render_drafts import render_draft
    from detente.views.drafts import draft_view

    s = session()
    with s.open() as node:
        s.emit(draft_view(node, number), render_draft)


def edit(
    number: int = typer.Argument(..., metavar="N", help=NUMBER),
    field: str | None = typer.Option(
        None, "--field", metavar="NAME", help=N_("The field to change, such as text; without it you are named as the writer.")
    ),
    to: str | None = typer.Option(None, "--to", metavar="TEXT", help=N_("Its new text; - reads it from standard input.")),
    name: str | None = typer.Option(None, "--as", metavar="NAME", help=AS),
    revision: int | None = typer.Option(None, "--revision", metavar="N", help=REVISION),
    remark: str = typer.Option("", "--remark", metavar="TEXT", help=REMARK),
) -> None:
    from detente.cli.files import read_text
    from detente.cli.render_drafts import render_draft, show_both
    from detente.node import clearance
    from detente.views.drafts import draft_view

    s = session()
    if (field is None) != (to is None):
        raise CallerError(N_("a change needs both --field and --to"), hint=N_("detente draft show %(draft)d"), draft=number)
    with s.open() as node:
        who, now = acting(node, name), clearance.clearance_of(node, number)
        if field is None or to is None:
            clearance.sign_draft(node, number, who)
        else:
            fields = _with(dict(next(draft[2] for draft in node.store.drafts() if draft[0] == number)), field, read_text(to))
            try:
                clearance.update_draft(node, number, fields, now.revision if revision is None else revision, who, remark)
            except clearance.Outdated as error:
                show_both(s, error)
                raise
        s.emit(draft_view(node, number), render_draft)


def _with(fields: dict[str, Any], name: str, text: str) -> dict[str, Any]:
    """The fields of a draft with another text in one of them.

    Raises:
        CallerError: it has no such text.
    """
    if not isinstance(fields.get(name), str) or name in {"kind", "at"}:
        known = ", ".join(key for key, value in fields.items() if isinstance(value, str) and key not in {"kind", "at"})
        raise CallerError(N_("the draft has no text '%(name)s'; it has: %(known)s"), name=name, known=known or "—")
    return {**fields, name: text}


def clear(
    number: int = typer.Argument(..., metavar="N", help=NUMBER),
    name: str | None = typer.Option(None, "--as", metavar="NAME", help=AS),
    back: bool = typer.Option(False, "--back", help=N_("Give it back to its writers instead; say why with --remark.")),
    revision: int | None = typer.Option(None, "--revision", metavar="N", help=REVISION),
    remark: str = typer.Option("", "--remark", metavar="TEXT", help=REMARK),
) -> None:
    from detente.cli.render_drafts import render_draft
    from detente.node import clearance
    from detente.views.drafts import draft_view

    s = session()
    with s.open() as node:
        who, now = acting(node, name), clearance.clearance_of(node, number)
        move = clearance.send_back if back else clearance.advance
        move(node, number, now.revision if revision is None else revision, who, remark)
        s.emit(draft_view(node, number), render_draft)


def drop(
    number: int = typer.Argument(..., metavar="N", help=NUMBER),
    name: str | None = typer.Option(None, "--as", metavar="NAME", help=AS),
    revision: int | None = typer.Option(None, "--revision", metavar="N", help=REVISION),
) -> None:
    from detente.cli.render import render_dropped
    from detente.node import clearance
    from detente.views.results import Dropped

    s = session()
    with s.open() as node:
        who, now = acting(node, name), clearance.clearance_of(node, number)
        clearance.drop_draft(node, number, now.revision if revision is None else revision, who)
        s.emit(Dropped(number=number, exercise=any(charter.exercise for charter in node.charters.values())), render_dropped)


def policy(
    required: bool | None = typer.Option(None, "--required/--not-required", help=N_("Whether only what was released is sealed.")),
    steps: str | None = typer.Option(
        None, "--steps", metavar="STEPS", help=N_("With commas between them: translator, lawyer; none switches both off.")
    ),
    two_person: bool | None = typer.Option(None, "--two-person/--one-person", help=N_("Whether two persons release a draft.")),
) -> None:
    import msgspec

    from detente.cli import forms
    from detente.cli.render_drafts import render_drafts
    from detente.node import clearance
    from detente.views.drafts import drafts_view

    s = session()
    with s.open() as node:
        chosen = None if steps is None else tuple(forms.words("" if steps == "none" else steps, clearance.OPTIONAL))
        given = {"required": required, "steps": chosen, "two_person": two_person}
        wanted = {key: value for key, value in given.items() if value is not None}
        if wanted:
            clearance.set_policy(node, msgspec.structs.replace(clearance.policy_of(node), **wanted))
        s.emit(drafts_view(node), render_drafts)


# ---- handover ----


def handover_add(
    text: str = typer.Argument(..., metavar="TEXT", help=N_("The note; - reads it from standard input.")),
    about: str | None = typer.Option(None, "--about", metavar="ITEM", help=N_("An entry (usa/3), a matter (group/arms) or draft/NUMBER.")),
    name: str | None = typer.Option(None, "--as", metavar="NAME", help=AS),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=N_("The channel; otherwise the plenary.")),
) -> None:
    from detente.cli.files import read_text
    from detente.cli.render_drafts import render_handover
    from detente.node import handover
    from detente.views.drafts import HandoverView, note_row

    s = session()
    with s.open() as node:
        room, who = node.room(channel), acting(node, name)
        note = handover.add_note(node, room, read_text(text), _name(who), about)
        s.emit(HandoverView(notes=[note_row(node, note)], done=True, exercise=room.channel.charter.exercise), render_handover)


def handover_list(
    about: str | None = typer.Option(None, "--about", metavar="ITEM", help=N_("Only about this entry, matter or draft.")),
    every: bool = typer.Option(False, "--all", help=N_("Those that are done too.")),
    channel: str | None = typer.Option(None, "--channel", metavar="NAME", help=CHANNEL),
) -> None:
    from detente.cli.render_drafts import render_handover
    from detente.views.drafts import handover_view

    s = session()
    with s.open() as node:
        s.emit(handover_view(node, None if channel is None else node.room(channel), about, done=every), render_handover)


def handover_done(
    number: int = typer.Argument(..., metavar="N", help=N_("The number of the note.")),
    name: str | None = typer.Option(None, "--as", metavar="NAME", help=AS),
    again: bool = typer.Option(False, "--open-again", help=N_("It is not done after all.")),
) -> None:
    from detente.cli.render_drafts import render_handover
    from detente.node import handover
    from detente.views.drafts import HandoverView, note_row

    s = session()
    with s.open() as node:
        note = handover.set_done(node, number, _name(acting(node, name)), done=not again)
        exercise = node.rooms[note.channel].channel.charter.exercise
        s.emit(HandoverView(notes=[note_row(node, note)], done=True, exercise=exercise), render_handover)


def _name(who: Account | str) -> str:
    return who if isinstance(who, str) else who.name


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    drafts = group(N_("Drafts inside your delegation: from the writer to the translator, the lawyer and release. Nothing of it leaves."))
    add = drafts.command
    add("list", cls=Command, help=N_("List the drafts, and where each is on its way."))(list_)
    add("show", cls=Command, help=N_("Show a draft with its text, its way so far and the notes about it."))(show)
    add("edit", cls=Command, help=N_("Change a text of a draft; it begins its way anew."))(edit)
    add("clear", cls=Command, help=N_("Pass a draft on to the next step, or release it at the last; or give it back."))(clear)
    add("drop", cls=Command, help=N_("Throw a draft away."))(drop)
    add("policy", cls=Command, help=N_("Show or set what your delegation demands of its drafts before they are sealed."))(policy)
    app.add_typer(drafts, name="draft")
    notes = group(N_("Handover notes: what one watch tells the next. Nothing of it leaves."))
    notes.command("add", cls=Command, help=N_("Leave a note about an entry, a matter or a draft, or a general one."))(handover_add)
    notes.command("list", cls=Command, help=N_("List the notes that are open."))(handover_list)
    notes.command("done", cls=Command, help=N_("Mark a note as done."))(handover_done)
    app.add_typer(notes, name="handover")
