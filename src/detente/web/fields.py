"""What forms are made of: the fields that many acts have, and the form itself, as the tables of forms put them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from detente.dialogue.kinds import POWERS, STATES
from detente.errors import N_
from detente.views import acting_talks as talks
from detente.views import words, words_talks
from detente.views.acting import Fields, Given, Place
from detente.views.agreement_terms import FormatShown

Builder = Callable[[Place, Given], Fields]


class Field(NamedTuple):
    """One field of a form.

    Attributes:
        name: in the form and for the builder.
        widget: one of `widgets.WIDGETS`.
        label: a marked text; empty: the word that the field has everywhere.
        help: a marked sentence.
        needed: whether the builder refuses an act without it.
        options: of a choice: the words by code, or the name of a list that the channel gives (`options.LISTS`); of a key: its subjects.
        first: what is chosen where nothing was.
        names: its label by language, where an agreement gives it; then `place` is its number there, and `unit` that of its values.
    """

    name: str
    widget: str
    label: str = ""
    help: str = ""
    needed: bool = False
    options: Mapping[str, str] | str | tuple[str, ...] = ""
    first: str = ""
    names: Mapping[str, str] = {}
    place: int = 0
    unit: str = ""


class Form(NamedTuple):
    """The form of one kind of act.

    Attributes:
        name: in its address.
        kind: of the act.
        title: a marked text.
        says: a marked sentence: what the act is.
        fields: what is asked for.
        build: makes the act.
        re: how many entries it is about: none, one, maybe (one or none), many.
        files: whether files can be attached.
        paper: whether it can be the entry of an act on paper, and name its source.
        subjects: of a proposal or a report: what its matter is about.
        group: the heading under which it stands in the list of all.
        format: the format of notification that it is made of, if it is.
    """

    name: str
    kind: str
    title: str
    says: str
    fields: tuple[Field, ...]
    build: Builder
    re: str = "none"
    files: bool = False
    paper: bool = False
    subjects: tuple[str, ...] = ()
    group: str = ""
    format: FormatShown | None = None


# ---- fields that many forms have ----

TEXT: Final = Field("text", "long")
TEXT_NEEDED: Final = TEXT._replace(needed=True)
REASON: Final = Field("reason", "long")
REASON_NEEDED: Final = REASON._replace(needed=True)
DATE: Final = Field("date", "when", help=N_("As far as it is known: a day, a month, a range, or not yet."))
TIME: Final = Field("time", "time")
PLACE: Final = Field("place", "line", help=N_("The town."))
VENUE: Final = Field("venue", "line", help=N_("The house in which it takes place."))
FROM: Final = Field("from", "day")
UNTIL: Final = Field("until", "day")
SILENCE: Final = Field("silence", "moment", help=N_("A silence procedure: who says nothing until this moment will have consented."))
MEETING: Final = Field("meeting", "choice", N_("meeting"), needed=True, options="meetings")
SIGNER: Final = Field(
    "delegate", "choice", N_("signed in person by"), N_("Only whose key this node keeps; otherwise the party alone signs."),
    options="signers",
)  # fmt: skip
ISSUE: Final = Field("about", "choice", N_("issue"), needed=True, options="issues")
MATTER: Final = Field("about", "choice", help=N_("What it is about, if it belongs to a matter of the talks."), options="matters")
TITLES: Final = Field("title", "languages")
AGREEMENT: Final = Field("about", "choice", N_("agreement"), needed=True, options="agreements")
WITHIN: Final = Field("within", "line", help=N_("The time limit that it is under, as the agreement names it."))
EVENT: Final = Field("event", "day", help=N_("From when its time limit runs; otherwise the day that it is about."))
POWERS_FIELD: Final = Field("powers", "choices", options={code: words_talks.POWERS[code] for code in POWERS})
MOVEMENT_OF_GROUP: Final = {code: words_talks.REPORTS[code] for code in talks.GROUP_STATES}
ALL_STATES: Final = {code: words_talks.REPORTS[code] for code in STATES}
OUTCOMES: Final = {code: words.STATUS[code] for code in ("full", "partial", "nil", "declined", "withheld", "holding")}


def form(group: str, name: str, title: str, says: str, build: Builder, *fields: Field, kind: str | None = None, **more: Any) -> Form:
    """One row of a table of forms; its kind is its name, unless another is given."""
    return Form(name, kind or name, title, says, fields, build, group=group, **more)
