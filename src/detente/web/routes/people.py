"""People: whom each party has appointed, with which powers, and whom to call."""

from __future__ import annotations

from detente.errors import N_
from detente.views.lists_matters import PeopleList, people_list
from detente.web.pages import Ask, Page, Shown


def people(ask: Ask) -> Shown:
    """Delegates and contacts, channel by channel."""
    return Shown("people.html", people_list(ask.node), N_("People"))


PAGES = (Page("/people", people, "read", about="Whom the parties have appointed, and whom to call", view=PeopleList),)
