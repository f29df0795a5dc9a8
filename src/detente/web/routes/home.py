"""The watch officer's screen: what came in, what is due, whose move it is, what a person should look at."""

from __future__ import annotations

from detente.errors import N_
from detente.views.home import HomeView, home_view
from detente.web.pages import Ask, Page, Shown


def home(ask: Ask) -> Shown:
    """Where the talks stand."""
    return Shown("home.html", home_view(ask.node), N_("Where the talks stand"))


PAGES = (Page("/", home, "read", about="Where the talks stand: what came in, what is due, whose move it is", view=HomeView),)
