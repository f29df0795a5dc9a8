"""What waits here: drafts with their way, and exactly what would leave, to whom and why. Looking changes nothing."""

from __future__ import annotations

from detente.errors import N_
from detente.node.clearance import STATE_WORDS
from detente.views.base import View
from detente.views.drafts import DraftsView, drafts_view
from detente.views.outbox import OutboxView, outbox_view
from detente.web.pages import Ask, Page, Shown


class OutgoingView(View, frozen=True):
    """`outbox`: drafts with their fields, what would leave, what is stopped; `drafts`: where each is on its way inside the delegation."""

    outbox: OutboxView
    drafts: DraftsView


def outbox(ask: Ask) -> Shown:
    """Everything that waits."""
    view = OutgoingView(outbox=outbox_view(ask.node), drafts=drafts_view(ask.node))
    channels = list(dict.fromkeys(draft.channel for draft in view.drafts.drafts))
    return Shown("outbox.html", view, N_("Outbox"), more={"channels": channels, "state_words": STATE_WORDS})


PAGES = (Page("/outbox", outbox, "read", about="Drafts, and what would leave, to whom and why", view=OutgoingView),)
