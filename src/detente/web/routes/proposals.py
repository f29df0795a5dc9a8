"""Proposals: what waits for whom, and one with how each party stands to it."""

from __future__ import annotations

from detente.errors import N_
from detente.views import words_talks
from detente.views.lists_talks import ProposalsList, proposals_list
from detente.views.proposals import ProposalView, proposal_view
from detente.web.named import chosen_channel, named_entry
from detente.web.pages import Ask, Page, Shown, nothing_here
from detente.web.seen import in_proposal, opened


def proposals(ask: Ask) -> Shown:
    """Proposals of all channels, or of one."""
    channel, channels = chosen_channel(ask)
    view = proposals_list(ask.node, stand=ask.query.get("stand", "going"), channel=channel, page=ask.number("page", 1, 1 << 20))
    return Shown("proposals.html", view, N_("Proposals"), more={"channels": channels})


def proposal(ask: Ask) -> Shown:
    """One proposal."""
    room, ref = named_entry(ask)
    view = proposal_view(room, ref)
    if view is None:
        raise nothing_here()
    matter = words_talks.matter(ask.t, view.proposal.about, view.proposal.names)
    return Shown("proposal.html", view, "%(matter)s", {"matter": matter}, opens=opened(ask.node, room, in_proposal(view.proposal)))


PAGES = (
    Page("/proposals", proposals, "read", about="Proposals of all channels", view=ProposalsList, query=("stand", "channel", "page")),
    Page(
        "/proposals/{channel}/{party}/{index:number}", proposal, "read", about="A proposal, and how each party stands to it",
        view=ProposalView,
    ),
)  # fmt: skip
