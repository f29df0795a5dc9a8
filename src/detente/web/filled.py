"""A form that somebody fills in: what was typed, what is wrong with it, and the act that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from detente.dialogue.fields import SOURCES
from detente.dialogue.kinds import FILE_PREFIX
from detente.errors import N_, CallerError, DetenteError
from detente.i18n import Translator, tame
from detente.node import blobs
from detente.node.node import Node
from detente.record.text import decode_base64
from detente.views import words
from detente.views.acting import Fields, Place, Unfit, entered
from detente.views.agreement_terms import FormatShown
from detente.views.base import ChannelName, Text, View, channel_name, text_of_error
from detente.views.quoting import Quoted, quoted
from detente.web.forms import VALUES, Field, Form, given_of
from detente.web.language import capital
from detente.web.options import Choosing, Option, options_of
from detente.web.widgets import WIDGETS, Raw

MOST_FILES: Final = 16
"""Attachments of one act; more are better one archive."""

SOURCE_WORDS: Final = {
    "party": N_("a party's own word"),
    "public": N_("public"),
    "report": N_("a report"),
    "supposed": N_("supposed for this exercise"),
}

ENTERED: Final = (
    Field("paper", "day", help=N_("It was done on paper on this day and is only entered here; the other side can confirm it.")),
    Field("source", "choice", help=N_("Where it comes from."), options={code: SOURCE_WORDS[code] for code in SOURCES}),
    Field("source_ref", "line", N_("where exactly"), N_("A page, an address, a document.")),
)
"""What the entry of an act on paper, or of a fact from elsewhere, has beside its own fields."""


class FieldView(View, frozen=True):
    """One field of a form: its label in English, the codes to choose from, what is wrong with what was typed."""

    name: str
    widget: str
    label: str
    needed: bool
    options: list[str]
    wrong: Text | None


class FormView(View, frozen=True):
    """The form of a kind of act, as it is filled in: `typed` has every value under the name that the form sends.

    `quoted`: what the act is about, `re`, in its own words. `format`: the format of notification that the form is made of, if it is.
    """

    form: str
    kind: str
    channel: ChannelName
    re: list[str]
    quoted: list[Quoted]
    format: FormatShown | None
    fields: list[FieldView]
    typed: dict[str, list[str]]
    wrong: list[Text]


_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})
"""What counts as not given; 0 is a number that somebody gave."""


@dataclass
class Filled:
    """A form in use.

    Attributes:
        raw: what was typed.
        wrong: what is wrong, by field; under the empty name what is wrong with the whole.
        attached: the values of attachments that are kept already, without their mark.
    """

    form: Form
    place: Place
    raw: Raw
    wrong: dict[str, DetenteError] = field(default_factory=dict)
    attached: list[dict[str, Any]] = field(default_factory=list)

    def fields(self) -> tuple[Field, ...]:
        """What the form asks for."""
        return (*self.form.fields, *(ENTERED if self.form.paper else ()))

    def read(self, uploads: Sequence[tuple[str, bytes]] = ()) -> Fields | None:
        """The act that was meant; None where something is wrong (`wrong` says what).

        Args:
            uploads: name and content of each file that came with the form.
        """
        self.keep(uploads)
        given: dict[str, Any] = {"files": self.attached}
        for each in self.fields():
            try:
                given[each.name] = WIDGETS[each.widget].read(self.raw, each.name)
            except CallerError as error:
                self.wrong[each.name] = error
        for each in self.fields():
            if each.needed and given.get(each.name) in _NOTHING and each.name not in self.wrong:
                self.wrong[each.name] = CallerError(N_("this is needed"))
        if any(each.needed and each.name in self.wrong for each in self.fields()):
            return None  # an act without it would be wrong in more ways than anybody typed
        act = self._built(given)
        return None if self.wrong else act

    def _built(self, given: dict[str, Any]) -> Fields | None:
        """The act; what may be left out and does not fit is left out, and the rest tried again: all that is wrong is said at once."""
        optional = {each.name for each in self.fields() if not each.needed}
        while True:
            fitting = {name: None if name in self.wrong else value for name, value in given.items()}
            try:
                return self._act(fitting)
            except Unfit as error:
                known = error.field if error.field in {"re", *(each.name for each in self.fields())} else ""
                if known in self.wrong:
                    return None  # it is missed because it was left out
                self.wrong[known] = error
                if known not in optional:
                    return None
            except CallerError as error:
                self.wrong.setdefault("", error)
                return None

    def _act(self, given: dict[str, Any]) -> Fields:
        mark = self.raw.one("files.mark")
        files = {f"{FILE_PREFIX}{n:04d}": {"blob": {**blob, "mark": mark}} for n, blob in enumerate(self.attached, 1)}
        return {**self.form.build(self.place, given), **files, **(entered(given) if self.form.paper else {})}

    def keep(self, uploads: Sequence[tuple[str, bytes]]) -> None:
        """Keep what was uploaded at once: a browser cannot fill in a file again when something else was wrong."""
        for text in self.raw.all("files.kept"):
            blob = _kept(self.place.node, text)
            if blob is not None:
                self.attached.append(blob)
        for name, data in uploads if self.form.files else ():
            if len(self.attached) == MOST_FILES:
                self.wrong["files"] = CallerError(N_("at most %(limit)d files go with one act"), limit=MOST_FILES)
                return
            try:
                value = blobs.keep(self.place.node, name, data, declared=self.raw.one("files.type") or None)["blob"]
                self.attached.append({key: value[key] for key in ("sha256", "size", "type", "name")})
            except CallerError as error:
                self.wrong["files"] = error

    # ---- for the page ----

    def shown(self, choosing: Choosing) -> list[dict[str, Any]]:
        """The fields for the template: with label, help, options and what is wrong."""
        t = choosing.w.t
        return [
            {
                "field": each, "label": capital(label_in(t, each)), "help": each.help,
                "options": options_of(each.options, choosing), "wrong": self.wrong.get(each.name),
            }
            for each in self.fields()
        ]  # fmt: skip

    def view(self, choosing: Choosing) -> FormView:
        """The same for programs."""
        return FormView(
            form=self.form.name,
            kind=self.form.kind,
            channel=channel_name(self.place.room),
            re=[str(ref) for ref in self.place.re],
            quoted=quoted(self.place.room, self.place.re),
            format=self.form.format,
            fields=[
                FieldView(
                    name=each.name, widget=each.widget, label=label_of(each), needed=each.needed,
                    options=[option.code for option in _codes(each, choosing)],
                    wrong=None if each.name not in self.wrong else text_of_error(self.wrong[each.name]),
                )
                for each in self.fields()
            ],
            typed=self.raw.lists,
            wrong=[text_of_error(error) for name, error in self.wrong.items() if name in {"", "re", "files"}],
        )  # fmt: skip

    def kept_files(self) -> list[tuple[str, dict[str, Any]]]:
        """Attachments that are kept: what the form sends for each, and what it is."""
        return [(msgspec.json.encode(blob, order="sorted").decode(), blob) for blob in self.attached]


def label_of(each: Field) -> str:
    """The label of a field, as a marked text."""
    return each.label or each.names.get("en") or words.FIELDS.get(each.name, each.name)


def label_in(t: Translator, each: Field) -> str:
    """The label of a field in a language; of a field of a format with its number, and the unit of its values."""
    if not each.place:
        return t.gettext(label_of(each))
    name = t.text_of(each.names, each.name.removeprefix(VALUES))
    return f"{t.number(each.place)}. {name}{f' ({tame(each.unit)})' if each.unit else ''}"


def _codes(each: Field, choosing: Choosing) -> list[Option]:
    return options_of(each.options, choosing)


def _kept(node: Node, text: str) -> dict[str, Any] | None:
    """An attachment that a form sends again; None unless this node keeps it whole."""
    try:
        blob = msgspec.json.decode(text, type=dict[str, str | int])
        found = blobs.parse_blob({"blob": {**blob, "mark": ""}})
    except (ValueError, RecursionError):
        return None
    if found is None or blobs.read_blob(node, decode_base64(str(blob["sha256"]), 32)) is None:
        return None
    return dict(blob)


def first_values(form: Form) -> dict[str, list[str]]:
    """What is chosen where nobody has chosen."""
    return {each.name: [each.first] for each in form.fields if each.first}


def prefilled(form: Form, query: Mapping[str, str]) -> Raw:
    """A form as a link asks for it: `about` goes where the form asks for a matter or a meeting."""
    typed = first_values(form)
    for each in form.fields:
        value = query.get(each.name, "")
        if each.name == "meeting" and not value:
            value = "/".join(query.get("about", "").split("/")[:3])
        if value and each.widget in {"line", "long", "choice", "number", "day", "target"}:
            typed[each.name] = [value]
        elif value and each.widget in {"meeting", "key"} and "/" in value:
            typed |= WIDGETS[each.widget].show(each.name, value)
        elif value and each.widget == "choices":
            typed[each.name] = value.split(",")
        elif value and each.widget == "when":
            typed |= {f"{each.name}.known": ["day"], f"{each.name}.day": [value]}
    if form.name == "propose-minutes" and query.get("about", "").count("/") == 4:
        typed["point"] = [query["about"].rpartition("/")[2]]
    return Raw(typed)


def typed_again(form: Form, fields: Mapping[str, Any]) -> Raw:
    """A form as a draft fills it."""
    given = given_of(form, fields)
    typed = first_values(form)
    for each in (*form.fields, *(ENTERED if form.paper else ())):
        if each.name in given:
            typed |= WIDGETS[each.widget].show(each.name, given[each.name])
    marks = [value["blob"]["mark"] for name, value in fields.items() if name.startswith(FILE_PREFIX)]
    return Raw({**typed, **({"files.mark": marks[:1]} if marks else {})})


def attached_to(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The attachments of a draft, as a form sends them again."""
    return [
        {key: value["blob"][key] for key in ("sha256", "size", "type", "name")}
        for name, value in sorted(fields.items())
        if name.startswith(FILE_PREFIX)
    ]
