"""What parties declared, disputed and suspended: the form of a file of declarations, and what the record will be read into.

Rules:

1. A declaration carries two dates: `on`, the day of which its values are, and `received`, the day from which the other side knew it.
2. Nothing is ever changed. A correction is a declaration of its own that names the one it `corrects`; both stay.
3. A figure that a declaration does not state is unknown, and never zero. Zero is declared as 0, or by a nil return.
4. A dispute is a record of its own; the declared value stands beside it.
5. Not provided, withheld and suspended are three states: nothing came, the party says that it keeps it back, the party says that the
   duty rests. Who says so is named.
6. A visit is a request, and steps after it: accepted, refused, conducted, withdrawn, disputed (the other says that it was not conducted),
   requested (nothing is said of it any more). Each is a record of its own, and of each party the newest is what it says. A visit that is
   put off is withdrawn and requested anew; `corrects` is for what was written down wrongly.
7. That no visit is listed means that there was none only where these data say that they list them all.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from detente.agreements.agreement import Form, Id, Line, Name, Number, PartyId, Source, Texts
from detente.agreements.caps import CAPS
from detente.agreements.visit_states import VisitState

Key = Annotated[str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$(?!\n)")]
Kind = Literal["figures", "items", "text", "nil", "nothing_new", "withheld", "not_provided", "not_seen"]
VALUED: frozenset[str] = frozenset({"figures", "items", "text", "nil", "nothing_new"})
"""Kinds of declaration that tell values."""


class ItemState(Form, frozen=True):
    """One item as a declaration states it; a field that is left out is unknown."""

    id: Key
    type: Name
    fields: dict[Name, Any]


class Declaration(Form, frozen=True):
    """One declaration, or the record that there is none.

    `kind`: figures, items, text (a form in words, of an exchange of which nothing is counted), nil (nothing to declare), nothing_new (the
    last values stand; `since`: the year of the last declaration, as the party names it), withheld (with `ground` and `reversible`),
    not_provided (`said_by` a party), not_seen (the sources that were read say nothing). `full`: its items take the place of all that were
    declared before; otherwise they and `removed` change them. `event`: from when a time limit (`within`) runs, `on` where it is not said.
    `answers`: the declaration from whose receipt it runs. `audience`: who may read it, as the party chose. `entry`: the place in the
    record, where it comes from one.
    """

    id: Key
    by: PartyId
    on: dt.date
    kind: Kind = "figures"
    received: dt.date | None = None
    exchange: Id | None = None
    figures: dict[Name, Number] = msgspec.field(default_factory=dict)
    items: list[ItemState] = msgspec.field(default_factory=list, name="item")
    full: bool = False
    removed: list[Key] = msgspec.field(default_factory=list)
    corrects: Key | None = None
    within: Id | None = None
    event: dt.date | None = None
    answers: Key | None = None
    since: Annotated[int, Meta(ge=CAPS.first_year, le=CAPS.last_year)] | None = None
    audience: Literal["public", "parties"] | None = None
    said_by: PartyId | None = None
    ground: Texts | None = None
    reversible: bool | None = None
    note: Texts | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class Notification(Form, frozen=True):
    """What a party notified in a format of the agreement.

    `event`: from when its time limit runs, `on` where it is not said. `follows`: the notifications that had to precede it, as it names
    them. `answers`: what of another party it answers.
    """

    id: Key
    by: PartyId
    on: dt.date
    format: Id
    values: dict[Name, Any] = msgspec.field(default_factory=dict)
    received: dt.date | None = None
    event: dt.date | None = None
    follows: list[Key] = msgspec.field(default_factory=list)
    answers: Key | None = None
    remarks: Texts | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class Amount(Form, frozen=True):
    """A part of what is disputed: how many, and of what."""

    number: Number
    what: Texts


class Dispute(Form, frozen=True):
    """A party disputes a declared figure: by how much it should be higher, and why."""

    id: Key
    by: PartyId
    of: Key
    figure: Name
    on: dt.date
    amounts: Annotated[list[Amount], Meta(min_length=1, max_length=100)]
    received: dt.date | None = None
    until: dt.date | None = None
    says: Texts | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class Contest(Form, frozen=True):
    """What another party says of a suspension or of a withholding."""

    by: PartyId
    says: Texts
    sources: list[Source] = msgspec.field(default_factory=list)


class Suspension(Form, frozen=True):
    """A party declares that its duties rest, all or those of some exchanges; the others may contest it."""

    id: Key
    by: PartyId
    from_: dt.date
    until: dt.date | None = None
    received: dt.date | None = None
    exchanges: list[Id] = msgspec.field(default_factory=list)
    ground: Texts | None = None
    contested: list[Contest] = msgspec.field(default_factory=list)
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class Visit(Form, frozen=True):
    """A visit or an inspection that was requested: by whom, of whom, and from when to when it is to be.

    `on`: the day of the request. `to`: the last day, the first one where it is not said. `site`: null where it is not known.
    """

    id: Key
    by: PartyId
    of: PartyId
    type: Id
    on: dt.date
    from_: dt.date
    to: dt.date | None = None
    site: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    received: dt.date | None = None
    corrects: Key | None = None
    note: Texts | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.to or self.from_


class VisitStep(Form, frozen=True):
    """What became of a visit, and who says so."""

    id: Key
    by: PartyId
    of: Key
    state: VisitState
    on: dt.date
    received: dt.date | None = None
    ground: Texts | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class AllVisits(Form, frozen=True):
    """These data hold every visit that lasts on `from` or begins later, as far as it was requested by `until`, where that is said."""

    from_: dt.date
    until: dt.date | None = None
    sources: list[Source] = msgspec.field(default_factory=list)


class QuotaFilled(Form, frozen=True):
    """A party tells the others that its quota is filled, for the year in which `on` lies; `until`: the last day on which it says so."""

    id: Key
    by: PartyId
    quota: Id
    on: dt.date
    received: dt.date | None = None
    until: dt.date | None = None
    sources: list[Source] = msgspec.field(default_factory=list)
    entry: Line | None = None


class Declarations(Form, frozen=True):
    """All that is held about one agreement.

    `since`, `until`: the days that these data speak of; before and after them nothing is concluded from silence.
    """

    format: Literal["detente-declarations-1"]
    agreement: Id
    about: Texts | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    declarations: Annotated[list[Declaration], Meta(max_length=200_000)] = msgspec.field(default_factory=list, name="declaration")
    notifications: Annotated[list[Notification], Meta(max_length=200_000)] = msgspec.field(default_factory=list, name="notification")
    disputes: Annotated[list[Dispute], Meta(max_length=20_000)] = msgspec.field(default_factory=list, name="dispute")
    suspensions: Annotated[list[Suspension], Meta(max_length=1000)] = msgspec.field(default_factory=list, name="suspension")
    visits: Annotated[list[Visit], Meta(max_length=20_000)] = msgspec.field(default_factory=list, name="visit")
    steps: Annotated[list[VisitStep], Meta(max_length=100_000)] = msgspec.field(default_factory=list, name="visit_step")
    filled: Annotated[list[QuotaFilled], Meta(max_length=20_000)] = msgspec.field(default_factory=list, name="quota_filled")
    all_visits: AllVisits | None = None
