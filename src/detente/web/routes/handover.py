"""Handover notes: what one watch tells the next. They never leave this node."""

from __future__ import annotations

from typing import Any

from detente.errors import N_, CallerError, DetenteError
from detente.node.handover import TEXT_MOST, add_note, set_done
from detente.node.room import Room
from detente.views.handover import HandoverList, handover_item, handover_list
from detente.web.named import chosen_channel
from detente.web.pages import Answer, Ask, Moved, Page, Shown, account_of, address, local_address, nothing_here


def listed(ask: Ask) -> Shown:
    """Notes by item, and the form for another one."""
    return _shown(ask, _room(ask, ask.query.get("channel")), ask.query.get("about") or None)


def add(ask: Ask) -> Answer:
    """Leave a note; what is refused is said beside what was typed."""
    room, about = _room(ask, ask.form.get("channel")), ask.form.get("about") or None
    try:
        add_note(ask.node, room or ask.node.room(None), ask.form.get("text", ""), account_of(ask).name, about)
    except CallerError as error:
        return _shown(ask, room, about, wrong=error, typed=ask.form.get("text", ""))
    return Moved(_back(ask), N_("The note is left for the next watch. It stays in this node."))


def done(ask: Ask) -> Moved:
    """Mark a note as done."""
    set_done(ask.node, int(ask.names["number"]), account_of(ask).name)
    return Moved(_back(ask), N_("The note is marked as done."))


def reopen(ask: Ask) -> Moved:
    """A note is not done after all."""
    set_done(ask.node, int(ask.names["number"]), account_of(ask).name, done=False)
    return Moved(_back(ask), N_("The note is open again."))


def _shown(ask: Ask, room: Room | None, about: str | None, *, wrong: DetenteError | None = None, typed: str = "") -> Shown:
    """The page; `wrong` with what was typed where a note was refused.

    Raises:
        NoSuchPage: nothing of that name is there.
    """
    every = ask.query.get("done") == "all"
    if about is not None and room is None:
        room = ask.node.room(None)
    view = handover_list(ask.node, room, about, done=every, page=ask.number("page", 1, 1 << 20))
    try:
        item = None if about is None or room is None else handover_item(ask.node, room, about)
    except CallerError as error:
        raise nothing_here() from error
    here = {"channel": view.channel, "about": about, "done": "all" if every else None}
    more: dict[str, Any] = {
        "item": item, "channels": chosen_channel(ask)[1], "wrong": wrong, "typed": typed, "most": TEXT_MOST, "query": here,
        "back": address("/handover", here),
    }  # fmt: skip
    return Shown("handover.html", view, N_("Handover"), more=more, status=200 if wrong is None else 422)


def _room(ask: Ask, label: str | None) -> Room | None:
    """The channel that was named; None where none was.

    Raises:
        NoSuchPage: there is no such channel.
    """
    if not label:
        return None
    try:
        found: Room = ask.node.room(label)
    except CallerError as error:
        raise nothing_here() from error
    return found


def _back(ask: Ask) -> str:
    """Where the form stood."""
    return local_address(ask.form.get("back", "/handover"))


PAGES = (
    Page(
        "/handover", listed, "read", about="Handover notes by item: what one watch tells the next; they never leave the node",
        view=HandoverList, query=("channel", "about", "done", "page"),
    ),
    Page("/handover", add, "draft", method="POST"),
    Page("/handover/{number:number}/done", done, "draft", method="POST"),
    Page("/handover/{number:number}/reopen", reopen, "draft", method="POST"),
)  # fmt: skip
