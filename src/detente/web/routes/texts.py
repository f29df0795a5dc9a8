"""Texts: as they stand with their brackets, their versions, what is left to agree, compared, their languages, and who has signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from detente.dialogue.acts import Ref
from detente.dialogue.proposals import Slot
from detente.errors import N_
from detente.node.room import Room
from detente.reports.text_pictures import open_over_versions
from detente.texts.model import PROVISIONAL
from detente.views.lists_talks import TextsList, texts_list
from detente.views.text_left import LeftView, left_view
from detente.views.text_looks import CompareView, ParityView, changed_since, compare_view, parity_view
from detente.views.text_shown import ProvisionRow, provisions_shown
from detente.views.text_signing import SigningView, signing_view
from detente.views.text_words import NotArrived
from detente.views.texts import TextView, text_view
from detente.views.working_texts import working_text
from detente.web.named import named_room
from detente.web.pages import Answer, Ask, Moved, Page, Shown, address, nothing_here
from detente.web.seen import in_text, in_versions, opened
from detente.web.text_pages import frame as _frame
from detente.web.text_pages import named_text as _named
from detente.web.text_pages import tabled as _tabled
from detente.web.text_pages import title_of as _title
from detente.web.text_pages import version_asked as _version
from detente.web.text_pages import whole as _whole
from detente.web.text_rows import (
    PROVISIONS_A_PAGE,
    index_of,
    languages_of,
    page_of,
    page_starts,
    place_of_bracket,
    place_of_provision,
    rows_of,
    waiting_by_part,
)

ROWS_A_PAGE: Final = 100
"""Of a table of brackets or differences; so many still are printed on a few sheets."""

MOST_IN_INDEX: Final = 400
"""Places to which the index of a text leads: 10,000 provisions have as many pages."""


def texts(ask: Ask) -> Shown:
    """Texts of all channels."""
    return Shown("texts.html", texts_list(ask.node, page=ask.number("page", 1, 1 << 20)), N_("Texts"))


def text(ask: Ask) -> Answer:
    """One text as it stands; an address of a part of it leads to the part on its page."""
    room, name = named_room(ask), str(ask.names["slot"])
    if name.count("/") > 1:
        return _part(room, name)
    view = text_view(room, name)
    if view is None:
        raise nothing_here()
    provisions = view.working.provisions if view.working is not None else []
    languages = languages_of(provisions, ask.language)
    chosen = ask.query.get("language")
    shown = [chosen] if chosen in languages else languages
    here = _provisions(ask, provisions)
    slot = room.fold.proposals.slots[name]
    changes = _changes(room, slot)
    more = {
        **_frame(room, slot, "stands"), "languages_here": languages, "shown": shown, "chosen": chosen if chosen in languages else "",
        "page": here.page, "pages": here.pages, "rows": rows_of(here.provisions, languages),
        "index": index_of(provisions, languages, here.starts)[:MOST_IN_INDEX] if here.pages > 1 else [],
        "waiting": waiting_by_part(view),
        "changed": frozenset(changes.names) if changes is not None else frozenset(), "changes": changes,
    }  # fmt: skip
    return Shown("text.html", view, "%(title)s", _title(ask, view.text), more=more, opens=opened(ask.node, room, in_text(view)))


def versions(ask: Ask) -> Shown:
    """Every version of a text that was tabled, with its words as they are signed."""
    room, slot = _named(ask)
    view = _whole(room, slot)
    in_order = [str(ref) for ref in _tabled(slot)][::-1]
    chosen = ask.query.get("version") if ask.query.get("version") in in_order else in_order[0]
    words = {
        row.proposal.ref: _provisions(ask, row.provisions) if row.proposal.ref == chosen else _Provisions(row.provisions, 1, [0])
        for row in view.versions
        if row.proposal.ref == chosen or len(row.provisions) <= PROVISIONS_A_PAGE
    }
    more = {**_frame(room, slot, "versions"), "in_order": in_order, "chosen": chosen, "words": words}
    seen = opened(ask.node, room, in_versions(view))
    return Shown("text_versions.html", view, N_("Versions: %(title)s"), _title(ask, view.text), more=more, opens=seen)


def left(ask: Ask) -> Shown:
    """What is left to agree of a text."""
    room, slot = _named(ask)
    found = left_view(room, slot, dt.date.fromisoformat(ask.now[:10]), _language(ask, room, slot), ask.query.get("party") or None)
    frame = _frame(room, slot, "left")
    more = {**frame, "curve": open_over_versions(found, ask.t), **_paged(ask, found.open)}
    return Shown("text_left.html", found, N_("Left to agree: %(title)s"), _title(ask, frame["text"]), more=more)


def compare(ask: Ask) -> Shown:
    """Two versions of a text, or one and the text as it stands."""
    room, slot = _named(ask)
    tabled = _tabled(slot)
    earlier = _version(ask, room, "earlier") or _before(room, slot) or tabled[0]
    later = _version(ask, room, "later")
    found = _compared(room, slot, earlier, later, ask.query.get("language") or None, ask.language)
    differing = [row for row in found.provisions if row.kind != "same"]
    frame = _frame(room, slot, "compare")
    more = {**frame, "choices": [(str(ref), str(ref)) for ref in tabled], **_paged(ask, differing)}
    return Shown("text_compare.html", found, N_("Compared: %(title)s"), _title(ask, frame["text"]), more=more)


def check(ask: Ask) -> Shown:
    """Whether the languages of a text say the same."""
    room, slot = _named(ask)
    found = parity_view(room, slot, _version(ask, room, "version"))
    frame = _frame(room, slot, "check")
    more = {**frame, "compared": [ask.t.language_name(language) for language in found.languages], **_paged(ask, found.found)}
    return Shown("text_check.html", found, N_("Languages: %(title)s"), _title(ask, frame["text"]), more=more)


def signing(ask: Ask) -> Shown:
    """Who has initialled and signed a text, and what stands beside it."""
    room, slot = _named(ask)
    found = signing_view(room, _whole(room, slot))
    signed = [row.entry for row in (*found.version.initials, *found.version.signatures)]
    seen = opened(ask.node, room, [*signed, *(row.entry for row in found.attached)])
    more = _frame(room, slot, "signing")
    return Shown("text_signing.html", found, N_("Signing: %(title)s"), _title(ask, found.text), more=more, opens=seen)


# ---- helpers ----


def _part(room: Room, name: str) -> Moved:
    """To where a part of a text stands on its page: a provision, a bracket, a correction."""
    subject, key, kind, part = (*name.split("/", 3), "")[:4]
    slot = room.fold.proposals.slots.get(f"{subject}/{key}")
    if slot is None or kind not in {"p", "b", "c"} or not part:
        raise nothing_here()
    to = f"/texts/{room.label}/{slot.name}"
    if kind == "c":
        return Moved(f"{to}/versions#c-{part}")
    stands = working_text(room, slot)
    provisions = [] if stands is None else provisions_shown(stands.shown, PROVISIONAL)
    place = place_of_provision(provisions, part) if kind == "p" else place_of_bracket(provisions, part)
    if place is None:  # it is gone: settled, or taken out
        return Moved(to if kind == "p" else f"{to}/left#settled-{part}")
    page = page_of(page_starts(provisions), place)
    return Moved(address(to, {"page": page if page > 1 else None}) + f"#{kind}-{part}")


class _Provisions(NamedTuple):
    """The provisions of one page of a text."""

    provisions: Sequence[ProvisionRow]
    page: int
    starts: Sequence[int]

    @property
    def pages(self) -> int:
        return len(self.starts)


def _provisions(ask: Ask, provisions: Sequence[ProvisionRow]) -> _Provisions:
    """The page that the query asks for; the last one where there are not so many."""
    starts = page_starts(provisions)
    page = min(ask.number("page", 1, 1 << 20), len(starts))
    end = starts[page] if page < len(starts) else len(provisions)
    return _Provisions(provisions[starts[page - 1] : end], page, starts)


def _paged(ask: Ask, rows: Sequence[Any]) -> dict[str, Any]:
    """The rows of one page of a long table; the view has all of them."""
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(ask.number("page", 1, 1 << 20), pages)
    return {"rows": rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE], "page": page, "pages": pages}


def _before(room: Room, slot: Slot) -> Ref | None:
    """From where the last change is counted: the version that work goes on from where something was agreed since, else the one before."""
    stands = working_text(room, slot)
    if stands is None:
        return None
    base = stands.version.act
    if stands.steps:
        return base.ref
    earlier = [ref for ref in _tabled(slot) if ref != base.ref and base.has_seen(ref)]
    return earlier[-1] if earlier else None


class _Changes(NamedTuple):
    """Which provisions have changed since an entry."""

    since: str
    names: list[str]


def _changes(room: Room, slot: Slot) -> _Changes | None:
    """What has changed since the last version; None where there is none before."""
    try:
        before = _before(room, slot)
        return None if before is None else _Changes(str(before), changed_since(room, slot, before))
    except NotArrived:
        return None


def _compared(room: Room, slot: Slot, earlier: Ref, later: Ref | None, chosen: str | None, readers: str) -> CompareView:
    """Two versions in the language that was chosen, else in the reader's, else in any that both have."""
    if chosen is None:
        found = compare_view(room, slot, earlier, later)
        chosen = readers if readers in found.languages else None
        if chosen in {None, found.language}:
            return found
    return compare_view(room, slot, earlier, later, chosen)


def _language(ask: Ask, room: Room, slot: Slot) -> str | None:
    """The language that was asked for, else the reader's; None where the text has it not."""
    stands = working_text(room, slot)
    chosen = ask.query.get("language") or ask.language
    return chosen if stands is not None and chosen in stands.work else None


_ONE: Final = "/texts/{channel}/text/{key}"

PAGES = (
    Page("/texts", texts, "read", about="Texts of all channels", view=TextsList, query=("page",)),
    Page(f"{_ONE}/versions", versions, "read", about="All versions of a text that were tabled", view=TextView, query=("version", "page")),
    Page(f"{_ONE}/left", left, "read", about="What is left to agree of a text", view=LeftView, query=("language", "party", "page")),
    Page(
        f"{_ONE}/compare", compare, "read", about="Two versions of a text compared", view=CompareView,
        query=("earlier", "later", "language", "page"),
    ),
    Page(f"{_ONE}/check", check, "read", about="Whether the languages of a text say the same", view=ParityView, query=("version", "page")),
    Page(f"{_ONE}/signing", signing, "read", about="The signing table of a text", view=SigningView),
    Page(
        "/texts/{channel}/{slot:path}", text, "read", about="A text as it stands, with its versions and what is proposed for its parts",
        view=TextView, query=("page", "language"),
    ),
)  # fmt: skip
