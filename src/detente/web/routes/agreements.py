"""Agreements: which there are, figures against limits on any day, why, over time, and what is due when."""

from __future__ import annotations

import datetime as dt
from typing import Final

from detente.agreements.caps import CAPS
from detente.errors import N_
from detente.i18n import Translator
from detente.reports import agreement_pictures, pictures
from detente.reports.round import round_document
from detente.views import words
from detente.views.agreement_calendar import AgreementCalendar, agreement_calendar
from detente.views.agreement_check import AgreementCheck, agreement_check
from detente.views.agreement_figures import CountedShown
from detente.views.agreement_history import AgreementHistory, agreement_history
from detente.views.agreement_reasons import AgreementExplained, agreement_explained
from detente.views.agreement_returns import ObligationShown
from detente.views.agreement_round import AgreementRound, agreement_round
from detente.views.agreements import AgreementsView, agreements_view, open_agreement
from detente.views.opened import Opened
from detente.views.values import agreement_day
from detente.web.pages import Ask, Page, Shown, address

RECORD: Final = "record"
"""The origin of an agreement that stands in the record of a dialogue; the others come with the program."""
_DATES: Final = ("as_of", "known", "channel")
_ROUND: Final = (*_DATES, "exchange")


def agreements(ask: Ask) -> Shown:
    """The agreements in force here, and those that come with the program."""
    view = agreements_view(ask.node)
    rows = sorted(view.agreements, key=lambda row: (ask.t.order(ask.t.text_of(row.title, row.id)), row.channel or ""))
    more = {"here": [row for row in rows if row.origin == RECORD], "library": [row for row in rows if row.origin != RECORD]}
    return Shown("agreements.html", view, N_("Agreements"), more=more)


def checked(ask: Ask) -> Shown:
    """One agreement on a day: figures against limits, what was to be told, notifications, queries."""
    opened = _opened(ask, to_count=True)
    view = agreement_check(opened, _day(ask, "as_of") or _today(ask), _day(ask, "known"))
    more = {"rows": _rows(view), "obligations": _obligations(view, ask.t), "has_visits": bool(opened.agreement.visit_types), **_asked(ask)}
    return Shown("agreement.html", view, "%(title)s", {"title": ask.t.text_of(view.title)}, more=more)


def _rows(view: AgreementCheck) -> dict[str, list[tuple[CountedShown, bool]]]:
    """Of each party what its table shows: a figure, and whether its readings differ; readings that agree share a row."""
    found: dict[str, list[tuple[CountedShown, bool]]] = {}
    for party in view.parties:
        own = [each for each in view.figures if each.party == party]
        values = {each.count: {(one.value, one.why) for one in own if one.count == each.count} for each in own}
        first = {each.count: each for each in reversed(own)}
        found[party] = [(each, len(values[each.count]) > 1) for each in own if len(values[each.count]) > 1 or first[each.count] is each]
    return found


def _obligations(view: AgreementCheck, t: Translator) -> list[tuple[ObligationShown, list[str]]]:
    """What was to be told, round by round, the parties in the order of the language; those of whom nothing came here share a row.

    Returns:
        Each with all parties that share its row.
    """
    order = {party: place for place, party in enumerate(words.in_order(t, view.parties))}
    rounds: dict[tuple[str, str, str], list[ObligationShown]] = {}
    for each in view.obligations:
        rounds.setdefault((each.exchange, each.of, each.due), []).append(each)
    found: list[tuple[ObligationShown, list[str]]] = []
    for those in rounds.values():
        those.sort(key=lambda each: order[each.party])
        unseen = [each for each in those if each.state == "not_seen" and not (each.suspensions or each.disputes or each.ground)]
        found += [(each, [each.party]) for each in those if each not in unseen]
        found += [(unseen[0], [each.party for each in unseen])] if unseen else []
    return found


def why(ask: Ask) -> Shown:
    """The whole reason of one count."""
    opened, count = _opened(ask), ask.names["count"]
    view = agreement_explained(opened, [count], _day(ask, "as_of") or _today(ask), _day(ask, "known"))
    title = ask.t.text_of(view.explained[0].figure.names)
    return Shown("agreement_why.html", view, N_("Why: %(title)s"), {"title": title}, more={"count": count, **_asked(ask)})


def over_time(ask: Ask) -> Shown:
    """Every count over time beside its limits."""
    view = agreement_history(_opened(ask, to_count=True), _day(ask, "as_of") or _today(ask), _day(ask, "known"))
    hues = {party: pictures.hue_of(view.parties, party) for party in view.parties}
    drawn = {count.count: agreement_pictures.count_over_time(view, count, ask.t, hues) for count in view.counts}
    title = {"title": ask.t.text_of(view.title)}
    return Shown("agreement_over_time.html", view, N_("Over time: %(title)s"), title, more={"drawn": drawn, **_asked(ask)})


def calendar(ask: Ask) -> Shown:
    """The days of one agreement in the year from a day on."""
    first = _day(ask, "as_of") or _today(ask)
    last = min(first + dt.timedelta(365), dt.date(CAPS.last_year, 12, 31))
    view = agreement_calendar(_opened(ask), first, last, ask.now)
    return Shown("agreement_calendar.html", view, N_("Calendar: %(title)s"), {"title": ask.t.text_of(view.title)}, more=_asked(ask))


def told(ask: Ask) -> Shown:
    """One round of an exchange of data, as it would be printed."""
    view, query = round_asked(ask), {key: ask.query[key] for key in _ROUND if ask.query.get(key)}
    dates: dict[str, str] = {key: query[key] for key in _DATES if key in query}
    to = f"/print/exchange/{_name(ask)}"
    files = [(N_("PDF"), address(f"{to}.pdf", query)), (N_("Word"), address(f"{to}.docx", query))]
    title = {"title": ask.t.text_of(view.names)}
    crumbs = [(ask.t.gettext(N_("Agreements")), "/agreements"), (ask.t.text_of(view.title), address(f"/agreements/{_name(ask)}", dates))]
    more = {"document": round_document(view, ask.t, ask.now), "files": files, "crumbs": crumbs}
    return Shown("document.html", view, "%(title)s", title, more=more)


def round_asked(ask: Ask) -> AgreementRound:
    """The round of an exchange that the address names: the newest on its day."""
    day = _day(ask, "as_of") or _today(ask)
    return agreement_round(_opened(ask), day, _day(ask, "known"), exchange=ask.query.get("exchange") or None, node=ask.node)


def _opened(ask: Ask, *, to_count: bool = False) -> Opened:
    return open_agreement(_name(ask), node=ask.node, channel=ask.query.get("channel") or None, by_path=False, to_count=to_count)


def _name(ask: Ask) -> str:
    return str(ask.names["name"])


def _asked(ask: Ask) -> dict[str, object]:
    """The name and the dates of the address, for the links between these pages."""
    query = {key: ask.query[key] for key in _DATES if ask.query.get(key)}
    return {"name": _name(ask), "query": query, "as_of": query.get("as_of") or str(_today(ask))}


def _today(ask: Ask) -> dt.date:
    return dt.date.fromisoformat(ask.now[:10])


def _day(ask: Ask, key: str) -> dt.date | None:
    """A day of the query.

    Raises:
        CallerError: it is none, or of a year that no agreement speaks of.
    """
    text = ask.query.get(key)
    return agreement_day(text) if text else None


PAGES = (
    Page("/agreements", agreements, "read", about="Agreements in force here, and those of the library", view=AgreementsView),
    Page("/agreements/{name}", checked, "read", about="Figures against limits on a day", view=AgreementCheck, query=_DATES),
    Page("/agreements/{name}/over-time", over_time, "read", about="Every count over time", view=AgreementHistory, query=_DATES),
    Page("/agreements/{name}/calendar", calendar, "read", about="What is due when", view=AgreementCalendar, query=_DATES),
    Page("/agreements/{name}/exchange", told, "read", about="One round of an exchange of data", view=AgreementRound, query=_ROUND),
    Page("/agreements/{name}/why/{count}", why, "read", about="The whole reason of a count", view=AgreementExplained, query=_DATES),
)
