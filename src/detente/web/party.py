"""The chair of a party: its menu, what surrounds its pages, and the table of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from detente.errors import N_
from detente.node.accounts import Accounts
from detente.node.handover import open_notes
from detente.node.node import Node
from detente.node.roles import CAPABILITY_WORDS
from detente.views.accounts import account_view
from detente.views.requests import asked_in
from detente.web.pages import Ask, Page
from detente.web.parties import words_of
from detente.web.routes import (
    accounts,
    acting,
    agreements,
    copies,
    courier,
    dialogue,
    drafts,
    exchanges,
    handover,
    home,
    issues,
    meetings,
    notes,
    outbox,
    people,
    press,
    printing,
    proposals,
    proving,
    record,
    requests,
    searching,
    settings,
    signing_in,
    statements,
    text_files,
    text_merging,
    texts,
    timeline,
    undertakings,
    verifier,
    visits,
)

PAGES: Final[tuple[Page, ...]] = (
    *home.PAGES,
    *printing.PAGES,
    *meetings.PAGES,
    *proposals.PAGES,
    *requests.PAGES,
    *issues.PAGES,
    *text_files.PAGES,
    *text_merging.PAGES,
    *texts.PAGES,
    *agreements.PAGES,
    *visits.PAGES,
    *exchanges.PAGES,
    *statements.PAGES,
    *press.PAGES,
    *undertakings.PAGES,
    *notes.PAGES,
    *people.PAGES,
    *dialogue.PAGES,
    *timeline.PAGES,
    *acting.PAGES,
    *drafts.PAGES,
    *handover.PAGES,
    *outbox.PAGES,
    *courier.PAGES,
    *copies.PAGES,
    *settings.PAGES,
    *accounts.PAGES,
    *record.PAGES,
    *proving.PAGES,
    *searching.PAGES,
    *signing_in.PAGES,
    *verifier.PAGES,
)


class Entry(NamedTuple):
    """One entry of the menu."""

    to: str
    name: str
    here: bool
    waiting: int = 0


MENU: Final = (
    ("/", N_("Today")),
    ("/brief", N_("Brief")),
    ("/handover", N_("Handover")),
    ("/meetings", N_("Meetings")),
    ("/proposals", N_("Proposals")),
    ("/requests", N_("Requests")),
    ("/count", N_("Agreed count")),
    ("/issues", N_("Issues")),
    ("/texts", N_("Texts")),
    ("/agreements", N_("Agreements")),
    ("/exchanges", N_("Exchanges of lists")),
    ("/statements", N_("In public")),
    ("/press", N_("Reports")),
    ("/undertakings", N_("Undertakings")),
    ("/notes", N_("Diplomatic notes")),
    ("/people", N_("People")),
    ("/outbox", N_("Outbox")),
    ("/courier", N_("Courier")),
    ("/record", N_("Record")),
    ("/search", N_("Search")),
    ("/settings", N_("Settings")),
)


_NEEDED: Final = {page.path: page.needs for page in PAGES if page.method == "GET"}
"""What each page needs: nobody is led to one that is refused."""


def layout(ask: Ask) -> Mapping[str, Any]:
    """What surrounds every page of a party: whose it is, of which dialogue, the menu."""
    node: Node = ask.node
    t = ask.t
    charter = next(iter(node.charters.values()), None)
    w = words_of(ask)
    counts = {"/outbox": len(node.store.drafts()), "/handover": open_notes(node)}
    return {
        "whose": w.name(node.party),
        "place": t.text_of(charter.names, charter.id[:12]) if charter is not None else t.gettext(N_("No dialogue yet")),
        "exercise": exercise(ask),
        "menu": [
            Entry(to, t.gettext(name), _is_here(ask.path, to), counts.get(to, 0))
            for to, name in MENU
            if _NEEDED.get(to, "read") in ask.may and (to != "/count" or asked_in(node) is not None)
        ],
        "us": node.party,
        "why": lambda: [] if ask.account is None else account_view(node, Accounts(node.store), ask.account).grants,
        "capability_words": CAPABILITY_WORDS,
        "notes_about": lambda label, about: open_notes(node, node.room(label), about),
        "w": w,
        "html": ask.html,
        "_": ask.html.gettext,
        "ngettext": ask.html.ngettext,
        "said": ask.html.plain,
    }


def exercise(ask: Ask) -> str | None:
    """The sentence that marks every page of an exercise; None in earnest."""
    if not any(charter.exercise for charter in ask.node.charters.values()):
        return None
    sentence = N_("Nothing here was meant in earnest; what is not public is supposed. The clock of the exercise: %(time)s.")
    return ask.t.gettext(sentence, time=ask.t.time(ask.now))


def _is_here(path: str, to: str) -> bool:
    return path == to or (to != "/" and path.startswith(to + "/"))
