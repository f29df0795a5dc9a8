"""What was said in public, against the record; one statement with its replies. Nobody is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.errors import N_
from detente.node.called import called_everywhere, own_names
from detente.views import words, words_matters
from detente.views.claim_review import claim_review, claim_reviews
from detente.views.lists_matters import NO_FIGURES, StatementsList, statements_list
from detente.views.statements import StatementView, statement_view, statements_view
from detente.views.status import rooms_in_order
from detente.web.named import chosen_channel, named_entry
from detente.web.pages import Ask, Page, Sent, Shown, nothing_here
from detente.web.seen import in_statement, opened


def statements(ask: Ask) -> Shown:
    """Statements of all channels, by the filters of the address."""
    channel, _ = chosen_channel(ask)
    chosen = {name: ask.query.get(name) or None for name in ("side", "claim", "verdict")}
    view = statements_list(ask.node, **chosen, channel=channel, page=ask.number("page", 1, 1 << 20))
    t, names = ask.t, called_everywhere(ask.node)
    sides = sorted(((side, t.text_of(names.get(side), side)) for side in view.sides), key=lambda each: t.order(each[1]))
    everything = [("", t.gettext(N_("all")))]
    more = {
        "sides": sides,
        "claims": everything + [(code, words.word(t, words_matters.CLAIMS, code)) for code in words_matters.CLAIMS],
        "verdicts": everything
        + [(code, words.word(t, words_matters.COMPARED, code)) for code in words_matters.COMPARED]
        + [(NO_FIGURES, t.gettext(N_("without figures")))],
    }
    return Shown("statements.html", view, N_("Said in public"), more=more)


def statement(ask: Ask) -> Shown:
    """One statement."""
    room, ref = named_entry(ask)
    act = room.fold.register.statements.get(ref)
    if act is None:
        raise nothing_here()
    view = statement_view(ask.node, room, act)
    opens = opened(ask.node, room, in_statement(view))
    return Shown("statement.html", view, N_("Statement %(ref)s"), {"ref": view.statement.ref}, opens=opens)


def review(ask: Ask) -> Sent:
    """One statement beside the record as ClaimReview, for pages of fact-checkers."""
    room, ref = named_entry(ask)
    act = room.fold.register.statements.get(ref)
    if act is None:
        raise nothing_here()
    value = claim_review(statement_view(ask.node, room, act), *_reviewer(ask))
    return _linked_data(value, f"claim-review-{room.label}-{str(ref).replace('/', '-')}.json")


def reviews(ask: Ask) -> Sent:
    """All statements, or those of the channel of the query, beside the record as ClaimReview."""
    channel, _ = chosen_channel(ask)
    rooms = [room for room in rooms_in_order(ask.node) if room.fold.register.statements and channel in {None, room.label}]
    value = claim_reviews((statements_view(ask.node, room) for room in rooms), *_reviewer(ask))
    return _linked_data(value, f"claim-reviews{'' if channel is None else '-' + channel}.json")


def _reviewer(ask: Ask) -> tuple[str, str]:
    """Whose record the statements are held against, and the day."""
    return ask.t.text_of(own_names(ask.node), ask.node.party), ask.node.now[:10]


def _linked_data(value: Mapping[str, Any], name: str) -> Sent:
    return Sent(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n", "application/ld+json", name)


PAGES = (
    Page(
        "/statements", statements, "read", about="What was said in public, beside the record", view=StatementsList,
        query=("side", "claim", "verdict", "channel", "page"),
    ),
    Page("/statements/claim-review", reviews, "read", about="The public statements as ClaimReview (JSON-LD)", query=("channel",)),
    Page(
        "/statements/{channel}/{party}/{index:number}", statement, "read", about="A public statement beside the record", view=StatementView,
    ),
    Page("/statements/{channel}/{party}/{index:number}/claim-review", review, "read", about="A public statement as ClaimReview (JSON-LD)"),
)  # fmt: skip
