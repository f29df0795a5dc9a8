"""Exchanges of lists: who has committed and opened, the lists side by side, and what each can prove if it stops here."""

from __future__ import annotations

from detente.errors import N_, CallerError
from detente.views.exchanges import ExchangesList, ExchangeView, exchange_view, exchanges_list
from detente.web.named import named_room
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.parties import words_of
from detente.web.seen import in_exchange, opened


def exchanges(ask: Ask) -> Shown:
    """The exchanges of all channels."""
    return Shown("exchanges.html", exchanges_list(ask.node), N_("Exchanges of lists"))


def exchange(ask: Ask) -> Shown:
    """One exchange."""
    room = named_room(ask)
    try:
        view = exchange_view(ask.node, room, ask.names["slot"])
    except CallerError as error:
        raise nothing_here() from error
    title = words_of(ask).matter(view.exchange.slot, channel=room.label)
    return Shown("exchange.html", view, "%(title)s", {"title": title}, opens=opened(ask.node, room, in_exchange(view)))


PAGES = (
    Page("/exchanges", exchanges, "read", about="Exchanges of lists in all channels", view=ExchangesList),
    Page("/exchanges/{channel}/{slot:path}", exchange, "read", about="An exchange: who has committed and opened", view=ExchangeView),
)
