"""Forms for acts: what is sent becomes a draft, which is in no log and counts nowhere."""

from __future__ import annotations

import zoneinfo
from typing import Any, Final

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError, DetenteError
from detente.node.clearance import sign_draft
from detente.node.room import Room
from detente.views.acting import Place
from detente.views.acting_register import as_appearance, correctable
from detente.views.base import ChannelName, View, channel_name, parse_ref
from detente.views.requests import asked_in
from detente.views.status import rooms_in_order
from detente.web.filled import Filled, FormView, prefilled, typed_again
from detente.web.formats import FormatsToChoose, form_of_format, formats_to_choose
from detente.web.forms import find, in_groups
from detente.web.options import Choosing
from detente.web.pages import Answer, Ask, Moved, Page, Shown, account_of, address, nothing_here
from detente.web.parties import words_of
from detente.web.shown import label
from detente.web.text_filled import around_text, with_text
from detente.web.widgets import FIGURES, KNOWN, SPEAKERS, Raw

ZONES: Final = ("UTC", *sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/")))
"""What a field for a time zone suggests; none but UTC where the machine has no list of zones."""


APPEARANCE: Final = "appearance"
"""The `how` of a form of a statement that is filled in as another appearance of the one that it takes up."""


class ActForm(View, frozen=True):
    """One form in the list of all: its name in addresses and the kind of act that it makes."""

    name: str
    kind: str
    re: str


class ActsView(View, frozen=True):
    """Every act that a person can draft here, by heading."""

    forms: dict[str, list[ActForm]]


class WhichChannel(View, frozen=True):
    """The channels in which an act of a form can be drafted: whoever drafts it chooses one first."""

    form: str
    channels: list[ChannelName]


def all_forms(_ask: Ask) -> Shown:
    """Which acts there are."""
    groups = in_groups()
    view = ActsView(forms={heading: [ActForm(name=form.name, kind=form.kind, re=form.re) for form in forms] for heading, forms in groups})
    return Shown("acts.html", view, N_("New act"), more={"groups": groups})


def show_form(ask: Ask) -> Answer:
    """A form to be filled in."""
    channel = ask.query.get("channel", "")
    if ask.names["kind"] == "request" and not channel:
        asked = asked_in(ask.node)
        if asked is None and len(ask.node.rooms) > 1:
            return Moved(address("/act/request/channel", ask.query))
        channel = "" if asked is None else asked.label
    room, refs = where(ask, channel, _refs(ask.query.get("re", "")))
    form = find(str(ask.names["kind"]), ask.query.get("about", ""), referral=_is_referral(room, refs))
    if form is None and ask.names["kind"] == "propose":
        return Moved("/act")
    if form is None:
        raise nothing_here()
    if form.name == "notify" and not ask.query.get("format"):
        return Moved(address("/formats", {name: ask.query.get(name) for name in ("channel", "about", "re")}))
    place = Place(ask.node, room, refs)
    form = form_of_format(form, place, ask.query.get("about", ""), ask.query.get("format", ""))
    if ask.query.get("how") == APPEARANCE and form.name == "statement" and refs and refs[0] in room.fold.register.statements:
        return shown(ask, Filled(form, place, typed_again(form, as_appearance(room.fold.register.statements[refs[0]]))))
    return shown(ask, with_text(room, Filled(form, place, prefilled(form, ask.query)), ask.query))


def formats(ask: Ask) -> Shown:
    """The formats of notification that there are to choose from."""
    room, refs = where(ask, ask.query.get("channel", ""), _refs(ask.query.get("re", "")))
    view = formats_to_choose(Place(ask.node, room, refs), ask.query.get("about", ""))
    return Shown("formats.html", view, N_("Formats of notification"))


def choose_channel(ask: Ask) -> Shown:
    """In which channel something is to be done, where nothing says so yet.

    Raises:
        NoSuchPage: there is no such form.
    """
    form = find(str(ask.names["kind"]), ask.query.get("about", ""))
    if form is None:
        raise nothing_here()
    view = WhichChannel(form=form.name, channels=[channel_name(room) for room in rooms_in_order(ask.node)])
    return Shown("which_channel.html", view, form.title, more={"form": form})


def save_draft(ask: Ask) -> Answer:
    """Keep what was filled in as a draft; where something is wrong, the form again with everything that was typed."""
    channel = ask.form.get("move") or ask.form.get("channel", "")
    room: Room = ask.node.room(channel or None)
    refs: tuple[Ref, ...] = ()
    unknown: CallerError | None = None
    try:
        room, refs = where(ask, channel, ask.lists.get("re", ()))
    except CallerError as error:
        unknown = error
    form = find(str(ask.names["kind"]), referral=_is_referral(room, refs))
    if form is None:
        raise nothing_here()
    place = Place(ask.node, room, refs)
    form = form_of_format(form, place, ask.form.get("about", ""), ask.form.get("format", ""))
    filled = Filled(form, place, Raw(ask.lists))
    if ask.again:
        filled.keep(uploads(ask))
        return shown(ask, filled)
    fields = filled.read(uploads(ask))
    if unknown is not None:
        filled.wrong["re"] = unknown
    elif fields is not None:
        try:
            number = ask.node.draft(room, fields)
            sign_draft(ask.node, number, account_of(ask))
            return Moved(f"/drafts/{number}", N_("Kept as draft %(number)d. Nothing has left, and nothing counts yet."), {"number": number})
        except DetenteError as error:
            filled.wrong[""] = error
    return shown(ask, filled, status=422)


def shown(ask: Ask, filled: Filled, *, status: int = 200, **more: Any) -> Shown:
    """The page of a form."""
    form, room = filled.form, filled.place.room
    choosing = Choosing(ask.node, room, words_of(ask))
    texts = correctable(room, filled.place) if form.name == "correct" and filled.place.re else {}
    values = {
        "form": form, "filled": filled, "raw": filled.raw, "shown_fields": filled.shown(choosing), "room": room, "texts": texts,
        "rooms": rooms_in_order(ask.node), "zones": ZONES, "speakers": SPEAKERS, "figures": FIGURES, "known": KNOWN,
        "shown_label": lambda name: label(choosing.w, name),
        "parties": [(party, choosing.w.name(party)) for party in choosing.w.in_order(choosing.w.parties)],
        "draft": None, "newer": False, "to": f"/act/{form.name}", **around_text(filled, ask.language), **more,
    }  # fmt: skip
    values["writing"] = values["to"]
    return Shown("act.html", filled.view(choosing), form.title, more=values, status=status)


def where(ask: Ask, channel: str, refs: Any) -> tuple[Room, tuple[Ref, ...]]:
    """The channel in which somebody acts, and the entries that the act is about.

    Raises:
        CallerError: there is no such channel or entry, or entries of two channels are named.
    """
    found = [parse_ref(ask.node, text.strip(), channel or None) for text in refs if text.strip()]
    room = found[0][0] if found else ask.node.room(channel or None)
    if any(other is not room for other, _ in found):
        raise CallerError(N_("all entries of one act are of one channel"))
    return room, tuple(ref for _, ref in found)


def uploads(ask: Ask) -> list[tuple[str, bytes]]:
    """Name and content of each file that came with a form."""
    return [(upload.filename or "", upload.file.read()) for upload in ask.files.get("files", ())]


def _refs(text: str) -> list[str]:
    return [part for part in text.split(",") if part.strip()]


def _is_referral(room: Room, refs: tuple[Ref, ...]) -> bool:
    return bool(refs) and refs[0] in room.fold.matters.reported_back


PAGES = (
    Page("/act", all_forms, "draft", about="Every act that a person can draft here", view=ActsView),
    Page(
        "/act/{kind}", show_form, "draft", about="The form of a kind of act, prefilled from the query", view=FormView,
        query=("channel", "re", "about", "format", "how", "provision", "bracket", "verb"),
    ),
    Page(
        "/formats", formats, "draft", about="The formats of notification in which somebody can notify", view=FormatsToChoose,
        query=("channel", "about", "re"),
    ),
    Page(
        "/act/{kind}/channel", choose_channel, "draft", about="The channels in which an act of a kind can be drafted", view=WhichChannel,
        query=("about",),
    ),
    Page("/act/{kind}", save_draft, "draft", method="POST", shows_again=True),
)  # fmt: skip

__all__ = ["PAGES", "shown", "uploads", "where"]
