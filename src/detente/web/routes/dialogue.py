"""The dialogue as a whole, and what was known of a channel on a past day."""

from __future__ import annotations

from detente.dialogue import fields as forms
from detente.errors import N_, CallerError
from detente.node.room import Room
from detente.node.zones import set_zone, zones
from detente.views.dialogue import DialogueView, dialogue_view
from detente.web.named import chosen_channel
from detente.web.pages import Ask, Moved, Page, Shown


def dialogue(ask: Ask) -> Shown:
    """Charter, channels, terms; with `on` and `channel` what was known then."""
    _, channels = chosen_channel(ask)
    view = dialogue_view(ask.node, looked_back(ask))
    more = {"channels": channels[1:], "zones": zones(ask.node)}
    return Shown("dialogue.html", view, N_("The dialogue"), more=more)


def keep_zone(ask: Ask) -> Moved:
    """Keep the time zone of a capital, by which times are shown too.

    Raises:
        CallerError: there is no such zone, or no such party.
    """
    set_zone(ask.node, ask.form.get("party", ""), ask.form.get("zone", "").strip())
    return Moved("/dialogue#clocks", N_("Times are shown by this clock from now on."))


def looked_back(ask: Ask) -> tuple[Room, str] | None:
    """The channel and the end of the day that was asked for, if one was.

    Raises:
        CallerError: it is no day.
    """
    on = ask.query.get("on", "")
    if not on:
        return None
    if not forms.day(on):
        raise CallerError(N_("'%(text)s' is no date; write 2021-09-30"), text=on)
    chosen, channels = chosen_channel(ask)
    return ask.node.room(chosen or channels[1][0]), f"{on}T23:59:59Z"


PAGES = (
    Page(
        "/dialogue", dialogue, "read", about="The dialogues: charters, channels, agreed terms; a channel as it was known on a day",
        view=DialogueView, query=("channel", "on"),
    ),
    Page("/dialogue/clocks", keep_zone, "draft", method="POST"),
)  # fmt: skip
