"""The desk of the press office: a report on one side, on the other what it is found to say; each proposal is drafted or rejected."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Final, NamedTuple

from detente.errors import N_, CallerError, DetenteError
from detente.node.clearance import sign_draft
from detente.node.reports_kept import remove_report
from detente.views.press import ReportView, other_reading, report_view
from detente.views.press_desk import (
    ReportShown,
    ReportsView,
    draft_again,
    draft_proposals,
    reject_proposals,
    report_shown,
    reports_view,
    take_back,
    take_in,
)
from detente.views.values import day
from detente.web.pages import Answer, Ask, Moved, Page, Shown, account_of, nothing_here

_PLACE: Final = re.compile(r"[0-9]{1,6}")
"""The place of a proposal, as a form sends it."""


class Piece(NamedTuple):
    """A stretch of the report: `place` of the proposal that quotes it, or None; `first`: the quotation begins here; `aside`: furniture."""

    text: str
    place: int | None
    first: bool
    aside: bool


def desk(ask: Ask) -> Shown:
    """The reports that are kept, and the form for another one."""
    return _desk(ask)


def _desk(ask: Ask, wrong: DetenteError | None = None) -> Shown:
    typed = {name: ask.form.get(name, "") for name in ("name", "text", "published")}
    return Shown("press.html", reports_view(ask.node), N_("Reports"), more={"wrong": wrong, "typed": typed}, status=422 if wrong else 200)


def read(ask: Ask) -> Answer:
    """Read a report that was pasted or uploaded; what is refused is said beside what was typed."""
    upload = next(iter(ask.files.get("file", ())), None)
    text, name = ask.form.get("text", "").strip(), ask.form.get("name", "").strip()
    try:
        published = ask.form.get("published", "").strip()
        on = dt.date.fromisoformat(day(published)) if published else None
        if upload is not None and upload.filename:
            data = upload.file.read()
            is_reading = upload.filename.lower().endswith(".json")
            view = other_reading(data, upload.filename) if is_reading else report_view(data, name or upload.filename, on)
        elif text:
            text = text.replace("\r\n", "\n")  # as a browser sends the lines of a form
            view = report_view(text.encode(), name or text.split("\n", 1)[0][:80], on)
        else:
            raise CallerError(N_("there is no report; paste one, or choose a file"))
        number = take_in(ask.node, view, account_of(ask).name)
    except DetenteError as error:
        return _desk(ask, error)
    return Moved(f"/press/{number}")


def show(ask: Ask) -> Shown:
    """One report."""
    try:
        view = report_shown(ask.node, int(ask.names["number"]))
    except CallerError as error:
        raise nothing_here() from error
    return Shown("press_report.html", view, N_("Report: %(name)s"), {"name": view.row.name}, more={"paragraphs": paragraphs(view.reading)})


def decide(ask: Ask) -> Moved:
    """Draft or reject what was chosen: one proposal by its own buttons, several by their marks."""
    number, author = int(ask.names["number"]), account_of(ask).name
    verb, _, one = ask.form.get("do", "").partition(":")
    one, _, earlier = one.partition("=")
    typed = [one] if one else ask.lists.get("place", ())
    places = list(dict.fromkeys(int(each) for each in typed if _PLACE.fullmatch(each)))
    here = f"/press/{number}"
    if not places and verb != "remove":
        return Moved(here, N_("Nothing was chosen."), refused=True)
    if verb in {"draft", "change"}:
        drafts = draft_proposals(ask.node, number, places, ask.form.get("channel") or None, author, ask.form.get("about") or None)
        for draft in drafts:
            sign_draft(ask.node, draft, account_of(ask))
        if verb == "change":
            return Moved(f"/drafts/{drafts[0]}/edit")
        return Moved(_next(here, places), N_("Drafted: %(number)d. Nothing has left, and nothing counts yet."), {"number": len(drafts)})
    if verb == "again":
        draft = draft_again(ask.node, number, places[0], earlier, author)
        sign_draft(ask.node, draft, account_of(ask))
        return Moved(_next(here, places), N_("Drafted as another appearance. Nothing has left, and nothing counts yet."))
    if verb == "reject":
        reject_proposals(ask.node, number, places, author)
        return Moved(_next(here, places))
    if verb == "back":
        take_back(ask.node, number, places, author)
        return Moved(f"{here}#p{places[0] + 1}")
    if verb == "remove":
        remove_report(ask.node, number)
        return Moved("/press", N_("The report is removed here. Drafts that were made of it stay."))
    raise nothing_here()


def _next(here: str, places: list[int]) -> str:
    """Where whoever decides goes on: at the proposal behind."""
    return f"{here}#p{max(places) + 2}"


def paragraphs(view: ReportView) -> list[list[Piece]]:
    """The text of a report in paragraphs, cut where quotations and furniture begin and end."""
    spans = sorted((said.span[0], said.span[1], place) for place, said in enumerate(view.statements))
    cuts = {
        0,
        len(view.text),
        *(edge for first, last, _ in spans for edge in (first, last)),
        *(edge for span in view.set_aside for edge in span),
    }
    cuts |= {place + shift for place, sign in enumerate(view.text) if sign == "\n" for shift in (0, 1)}
    edges, found, started = sorted(cuts), list[list[Piece]]([[]]), set[int]()
    covering, aside, upcoming, set_aside = list[tuple[int, int]](), 0, 0, sorted(view.set_aside)
    for start, end in pairwise(edges):
        if view.text[start:end] == "\n":
            found.append([])
            continue
        while upcoming < len(spans) and spans[upcoming][0] <= start:
            covering.append((spans[upcoming][1], spans[upcoming][2]))
            upcoming += 1
        covering = [each for each in covering if each[0] > start]
        while aside < len(set_aside) and set_aside[aside][1] <= start:
            aside += 1
        place = covering[-1][1] if covering else None
        first = place is not None and place not in started
        if place is not None:
            started.add(place)
        found[-1].append(Piece(view.text[start:end], place, first, aside < len(set_aside) and set_aside[aside][0] <= start))
    return [pieces for pieces in found if "".join(piece.text for piece in pieces).strip()]


PAGES = (
    Page("/press", desk, "read", about="The reports that are kept at this desk", view=ReportsView),
    Page("/press", read, "draft", method="POST"),
    Page("/press/{number:number}", show, "read", about="One report, and what it is found to say", view=ReportShown),
    Page("/press/{number:number}", decide, "draft", method="POST"),
)
