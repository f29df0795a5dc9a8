"""The form of one format of notification: the fields that an agreement gives it, in its order, each of its type.

What does not fit the agreement is said at the field that it is about, before anything is drafted.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.dialogue.proposals import Slot
from detente.errors import N_, DetenteError
from detente.views import acting_agreements
from detente.views.acting import Fields, Given, Place, Unfit
from detente.views.agreement_terms import FieldShown, FormatShown, FormatsView, formats_view
from detente.views.base import ChannelName, Text, View, channel_name, text_of_error
from detente.views.recorded import open_recorded, recorded_slots
from detente.web.forms import VALUES, Field, Form

_WIDGETS = {"integer": "integer", "text": "line", "date": "day", "boolean": "choice"}
_YES_OR_NO = {"yes": N_("yes"), "no": N_("no")}


class FormatsOf(View, frozen=True):
    """The formats of an agreement in force, `about` its text. `problem`: why its rules cannot be read; then `formats` is null."""

    about: str
    formats: FormatsView | None
    problem: Text | None


class FormatsToChoose(View, frozen=True):
    """Every format in which somebody can notify in a channel, by agreement."""

    channel: ChannelName
    agreements: list[FormatsOf]


def formats_to_choose(place: Place, about: str = "") -> FormatsToChoose:
    """The formats of the agreements in force in a channel, or of one of them."""
    slots = [slot for slot in recorded_slots(place.room) if about in {"", slot.name}]
    return FormatsToChoose(channel=channel_name(place.room), agreements=[_formats_of(place, slot) for slot in slots])


def _formats_of(place: Place, slot: Slot) -> FormatsOf:
    try:
        return FormatsOf(about=slot.name, formats=formats_view(open_recorded(place.node, place.room, slot)), problem=None)
    except DetenteError as error:
        return FormatsOf(about=slot.name, formats=None, problem=text_of_error(error))


def form_of_format(form: Form, place: Place, about: str, name: str) -> Form:
    """The form of a format, if these name one; otherwise the form as it was.

    Args:
        form: of notifications in general.
        about: the text of the agreement.
        name: the id of the format.
    """
    if form.kind != "notify":
        return form
    found = [each.formats for each in formats_to_choose(place, about).agreements if each.about == about and each.formats is not None]
    wanted = next((each for formats in found for each in formats.formats if each.id == name), None)
    if wanted is None:
        return form
    return form._replace(fields=tuple(_fields(form, place, about, wanted)), build=_build, re="maybe", format=wanted)


def _fields(form: Form, place: Place, about: str, wanted: FormatShown) -> Iterator[Field]:
    """The general fields around those of the format."""
    general = {each.name: each for each in form.fields}
    yield Field("about", "fixed", first=about)
    yield Field("format", "fixed", first=wanted.id)
    earlier = () if place.re else tuple(_earlier(place, about, wanted))
    if earlier:
        told = N_("Our notifications of that kind: those that this one goes on from.")
        yield Field("re", "choices", N_("What must precede it"), told, options=earlier)
    yield general["on"]
    for number, each in enumerate(wanted.fields, 1):
        yield _field(each, number)
    yield general["event"]
    yield general["text"]


def _field(each: FieldShown, number: int) -> Field:
    widget = "choice" if each.one_of else _WIDGETS[each.type]
    options = tuple(each.one_of) if each.one_of else _YES_OR_NO if each.type == "boolean" else ""
    return Field(
        VALUES + each.id, widget, needed=each.needed, options=options, names=each.names, place=number, unit=each.unit or ""
    )  # fmt: skip


def _earlier(place: Place, about: str, wanted: FormatShown) -> Iterator[str]:
    """Our notifications in the formats that must precede one, the newest first."""
    room = place.room
    ours = [ref for ref in room.fold.compliance.said.about(about, "notify") if ref.party == room.party]
    for act in room.fold.memory.acts(sorted(ours, reverse=True)):
        if act.kept["format"] in wanted.follows:
            yield str(act.ref)


def _build(place: Place, given: Given) -> Fields:
    """A notification out of the fields of its format.

    Raises:
        Unfit: it does not fit the agreement; at the field that this is about, where it is about one.
    """
    values = {name.removeprefix(VALUES): value for name, value in given.items() if name.startswith(VALUES) and value is not None}
    try:
        return acting_agreements.notify(place, {**given, "values": values})
    except Unfit as error:
        at = VALUES + str(error.params.get("field", ""))
        if error.field or at not in given:
            raise
        raise Unfit(at, error.template, hint=error.hint, **error.params) from error
