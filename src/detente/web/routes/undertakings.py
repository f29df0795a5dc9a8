"""Undertakings: who owes what to whom, whether it was done, and what the others say of that."""

from __future__ import annotations

from detente.errors import N_
from detente.node.called import called_everywhere
from detente.views import words, words_matters
from detente.views.lists_matters import UndertakingsList, undertakings_list
from detente.views.undertakings import UndertakingView, undertaking_view
from detente.web.named import chosen_channel, named_entry
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.seen import in_undertaking, opened


def undertakings(ask: Ask) -> Shown:
    """Undertakings of all channels, by the filters of the address."""
    channel, _ = chosen_channel(ask)
    by, status = ask.query.get("by") or None, ask.query.get("status") or None
    view = undertakings_list(ask.node, by=by, status=status, channel=channel, page=ask.number("page", 1, 1 << 20))
    t = ask.t
    everything = [("", t.gettext(N_("all")))]
    parties = sorted(
        ((party, t.text_of(names, party)) for party, names in called_everywhere(ask.node).items()), key=lambda each: t.order(each[1])
    )
    more = {
        "owners": everything + parties,
        "statuses": everything + [(code, words.word(t, words_matters.PROMISES, code)) for code in words_matters.PROMISES],
    }
    return Shown("undertakings.html", view, N_("Undertakings"), more=more)


def undertaking(ask: Ask) -> Shown:
    """One undertaking."""
    room, ref = named_entry(ask)
    found = room.fold.matters.undertakings.get(ref)
    if found is None:
        raise nothing_here()
    view = undertaking_view(room, found)
    opens = opened(ask.node, room, in_undertaking(view))
    return Shown("undertaking.html", view, N_("Undertaking %(ref)s"), {"ref": view.undertaking.ref}, opens=opens)


PAGES = (
    Page(
        "/undertakings", undertakings, "read", about="Undertakings of all channels", view=UndertakingsList,
        query=("by", "status", "channel", "page"),
    ),
    Page("/undertakings/{channel}/{party}/{index:number}", undertaking, "read", about="An undertaking", view=UndertakingView),
)  # fmt: skip
