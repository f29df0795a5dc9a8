"""The form of an agreement file: what parties agreed to count, to limit and to tell each other, beside the article that says so.

A part of a file, as a lawyer reads it:

    [[count]]
    id = "warheads"
    clause = "II.1.b"
    value = "warheads"            # the figure of that name, as it was declared

    [[limit]]
    id = "warheads"
    count = "warheads"

    [[limit.value]]
    at_most = 1550
    from = 2018-02-05             # first day; `until` would be the last one
    clause = "II.1.b"

Rules:

1. Every rule, figure, item, limit, term, exchange, quota and cap names the provision that it encodes; a provision has its reference and
   its source.
2. A value that changes with time is a list of values with dates; a later one never overwrites an earlier one.
3. Where parties read a rule differently, each reading is written out with who holds it. None is the right one.
4. What no lawyer has reviewed says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from detente.agreements.caps import CAPS
from detente.agreements.visit_states import VisitState

NOT_REVIEWED = "not reviewed by a lawyer"
REVIEWED = "reviewed by a lawyer"

# `$` alone would let a line feed pass at the end; `(?!\n)` does not, and means the same in JSON Schema's dialect.
Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$(?!\n)")]
PartyId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$(?!\n)")]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$(?!\n)", description="A name that rules can use.")]
Clause = Annotated[str, Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$(?!\n)", description="The id of a provision, such as II.1.a.")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$(?!\n)")]
Line = Annotated[str, Meta(min_length=1, max_length=1000)]
Source = Annotated[str, Meta(min_length=1, max_length=1000, description="Where this can be read: an address, or a description.")]
Texts = Annotated[dict[Language, Annotated[str, Meta(min_length=1, max_length=4000)]], Meta(min_length=1, max_length=20)]
Rule = Annotated[str, Meta(min_length=1, max_length=CAPS.rule_chars, description="An expression: a small part of SQL.")]
Number = Annotated[int, Meta(ge=-(10**CAPS.digits) + 1, le=10**CAPS.digits - 1)]
Visits = Annotated[int, Meta(ge=0, le=1_000_000)]
Positive = Annotated[int, Meta(ge=1, le=1_000_000)]
MonthDay = Annotated[str, Meta(pattern=r"^[0-9]{2}-[0-9]{2}$(?!\n)", description="MM-DD of every year.")]
YearDay = Annotated[str, Meta(pattern=r"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$(?!\n)", description="MM-DD of every year, or one day YYYY-MM-DD.")]


class Form(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename={"from_": "from"},
):
    """The root of all parts of an agreement file: nothing in it can change, and no key is taken that is not known."""


class Party(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A party. `aliases`: how data name it, such as US."""

    id: PartyId
    names: Texts
    aliases: Annotated[list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=20)] = []


class Provision(Form, frozen=True):
    """A provision of the text: what it is called there, where it can be read, when it is in force."""

    id: Clause
    reference: Line
    source: Source
    says: Texts | None = None
    from_: dt.date | None = None
    until: dt.date | None = None


class Figure(Form, frozen=True):
    """A number that parties declare as such: a declared aggregate."""

    id: Name
    names: Texts
    unit: Line
    clause: Clause


class Field(Form, frozen=True):
    """A field of an item. `one_of`: the words that it may hold; `unit`: of a number."""

    id: Name
    type: Literal["integer", "text", "boolean", "date"]
    names: Texts | None = None
    unit: Line | None = None
    one_of: Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(min_length=1, max_length=100)] | None = None


class Item(Form, frozen=True):
    """A type of item that parties declare one by one."""

    id: Name
    names: Texts
    clause: Clause
    fields: Annotated[list[Field], Meta(min_length=1, max_length=60)] = msgspec.field(name="field")


class Category(Form, frozen=True):
    """A category of items. Those of one `division` must leave no gap and no overlap, which is checked."""

    id: Id
    names: Texts
    item: Name
    where: Rule
    clause: Clause
    division: Id | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One reading of a counting rule, and who holds it. It is written as the rule itself would be."""

    id: Id
    names: Texts
    held_by: Annotated[list[PartyId], Meta(min_length=1, max_length=100)]
    clause: Clause | None = None
    value: Rule | None = None
    where: Rule | None = None
    each: Rule | None = None
    source: Source | None = None


class Count(Form, frozen=True):
    """A counting rule.

    Over declared figures: `value`, an expression over their names; NAME_contested is what parties that hold the reading dispute of it.
    Over items: `item`, which of them (`where`, or `categories`), and what `each` adds, 1 where it is not said.
    Where parties read the rule differently, the expressions stand in `reading`. `if_declared`: of a party that never declared such items
    nothing is said, not even that it is unknown; for agreements under which items are declared to the parties, and figures to all.
    """

    id: Id
    names: Texts
    unit: Line
    clause: Clause
    value: Rule | None = None
    item: Name | None = None
    categories: Annotated[list[Id], Meta(max_length=50)] = []
    where: Rule | None = None
    each: Rule | None = None
    if_declared: bool = False
    readings: Annotated[list[Reading], Meta(max_length=10)] = msgspec.field(default_factory=list, name="reading")

    def said(self, reading: Reading | None = None) -> dict[str, str]:
        """The rule as it stands in the file, under a reading: its keys and expressions."""
        rules = [self] if reading is None else [self, reading]
        said = {key: text for rule in rules for key in ("value", "where", "each") if (text := getattr(rule, key)) is not None}
        if self.item is not None:
            said = {"item": self.item} | ({"categories": ", ".join(self.categories)} if self.categories else {}) | said
        return said


class LimitValue(Form, frozen=True):
    """What a limit is from one day until another, both included, and the clause that set it."""

    from_: dt.date
    clause: Clause
    at_most: Number | None = None
    at_least: Number | None = None
    until: dt.date | None = None


class Limit(Form, frozen=True):
    """A limit on what a counting rule counts. `also`: other rules that count the same, item by item."""

    id: Id
    names: Texts
    count: Id
    values: Annotated[list[LimitValue], Meta(min_length=1, max_length=100)] = msgspec.field(name="value")
    also: Annotated[list[Id], Meta(max_length=20)] = []


class Holiday(Form, frozen=True):
    """A day on which nobody has to work; `party`: one that only this party keeps."""

    on: dt.date
    names: Texts
    party: PartyId | None = None
    source: Source | None = None


class WorkingDays(Form, frozen=True):
    """The days that count where a time limit is in working days: agreed weekdays, without holidays.

    `from`, `until`: the days that the list of holidays speaks of; without them, all. Days are those of UTC.
    """

    id: Id
    names: Texts
    clause: Clause
    weekdays: Annotated[list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]], Meta(min_length=1, max_length=7)]
    holidays: Annotated[list[Holiday], Meta(max_length=2000)] = msgspec.field(default_factory=list, name="holiday")
    from_: dt.date | None = None
    until: dt.date | None = None
    source: Source | None = None


class TimeLimit(Form, frozen=True):
    """Days within which something is to be told: from the event, or from the receipt of what is answered.

    `working`: the working days that are counted, by their id; days of the calendar where it is not said.
    """

    id: Id
    names: Texts
    clause: Clause
    days: Annotated[int, Meta(ge=0, le=3660)]
    runs_from: Literal["event", "receipt"] = "event"
    working: Id | None = None


class Blank(Field, frozen=True):
    """A field of a notification. `needed`: without it there is no notification."""

    needed: bool = False


class Format(Form, frozen=True):
    """A format of notification. `number`: what the text calls it; `within`: its time limit; `follows`: formats that must precede it."""

    id: Id
    number: Line
    names: Texts
    clause: Clause
    fields: Annotated[list[Blank], Meta(max_length=60)] = msgspec.field(default_factory=list, name="field")
    within: Id | None = None
    follows: Annotated[list[Id], Meta(max_length=16)] = []


class Round(Form, frozen=True):
    """One exchange: the day `of` which the values are, and when they are due.

    Due on that day itself; on `due`, the next day of that name; on `due_before`, the last day of that name before; or `days` after
    `period_ends`, in the year of `of`, and where `working` names them so many working days.
    """

    of: YearDay
    due: YearDay | None = None
    due_before: YearDay | None = None
    period_ends: YearDay | None = None
    days: Annotated[int, Meta(ge=0, le=366)] | None = None
    working: Id | None = None


class Exchange(Form, frozen=True):
    """A regular exchange, or one on a fixed day: which figures and items every party tells the others."""

    id: Id
    names: Texts
    clause: Clause
    rounds: Annotated[list[Round], Meta(min_length=1, max_length=60)] = msgspec.field(name="round")
    figures: Annotated[list[Name], Meta(max_length=100)] = []
    items: Annotated[list[Name], Meta(max_length=100)] = []
    from_: dt.date | None = None
    until: dt.date | None = None


class VisitType(Form, frozen=True):
    """A type of visit or inspection that parties pay each other."""

    id: Id
    names: Texts
    clause: Clause


class QuotaCap(Form, frozen=True):
    """The most visits of one kind: those that have something in common (`same`), in one year or at the same time.

    `same`: ["host"] is all visits to one party, ["host", "visitor"] those of one party to another, ["host", "site"] those to one site.
    How many is said in one of three ways:

    - `at_most`: a number;
    - `for_every` so many of `figure`, or a part of them, one visit: of what the host declared, as it was on the first day of the year;
    - `one_in` so many of the smallest of the caps in `share_of`, rounded down, and `or_at_least`.
    """

    id: Id
    names: Texts
    clause: Clause
    same: Annotated[list[Literal["host", "visitor", "site"]], Meta(min_length=1, max_length=3)]
    within: Literal["year", "same_time"] = "year"
    at_most: Visits | None = None
    for_every: Positive | None = None
    figure: Name | None = None
    one_in: Positive | None = None
    share_of: Annotated[list[Id], Meta(max_length=20)] = []
    or_at_least: Visits | None = None
    from_: dt.date | None = None
    until: dt.date | None = None

    def said(self) -> dict[str, str]:
        """The cap as it stands in the file: its keys and values."""
        keys = ("at_most", "for_every", "figure", "one_in", "share_of", "or_at_least")
        found = {key: value for key in keys if (value := getattr(self, key)) not in (None, [])}
        shown = {"same": self.same, "within": self.within} | found
        return {key: ", ".join(value) if isinstance(value, list) else str(value) for key, value in shown.items()}


class Quota(Form, frozen=True):
    """How many visits of some types a party has to accept. Every cap holds by itself; a visit fits that fits under all of them.

    `year_begins`: the day from which a year is counted. `counted`: the states in which a visit counts; one that is still to be answered,
    or to take place, may come to count.
    """

    id: Id
    names: Texts
    clause: Clause
    types: Annotated[list[Id], Meta(min_length=1, max_length=50)]
    caps: Annotated[list[QuotaCap], Meta(min_length=1, max_length=20)] = msgspec.field(name="cap")
    year_begins: MonthDay = "01-01"
    counted: Annotated[list[VisitState], Meta(min_length=1, max_length=6)] = msgspec.field(
        default_factory=lambda: ["accepted", "conducted"]
    )
    from_: dt.date | None = None
    until: dt.date | None = None


class Agreement(Form, frozen=True):
    """An agreement as data."""

    format: Literal["detente-agreement-1"]
    id: Id
    title: Texts
    status: Literal["not reviewed by a lawyer", "reviewed by a lawyer"]
    from_: dt.date
    parties: Annotated[list[Party], Meta(min_length=1, max_length=256)] = msgspec.field(name="party")
    provisions: Annotated[list[Provision], Meta(min_length=1, max_length=1000)] = msgspec.field(name="provision")
    reviewed_by: Line | None = None
    until: dt.date | None = None
    about: Texts | None = None
    sources: Annotated[list[Source], Meta(max_length=50)] = []
    figures: Annotated[list[Figure], Meta(max_length=200)] = msgspec.field(default_factory=list, name="figure")
    items: Annotated[list[Item], Meta(max_length=50)] = msgspec.field(default_factory=list, name="item")
    categories: Annotated[list[Category], Meta(max_length=200)] = msgspec.field(default_factory=list, name="category")
    counts: Annotated[list[Count], Meta(max_length=200)] = msgspec.field(default_factory=list, name="count")
    limits: Annotated[list[Limit], Meta(max_length=200)] = msgspec.field(default_factory=list, name="limit")
    working_days: Annotated[list[WorkingDays], Meta(max_length=20)] = msgspec.field(default_factory=list)
    time_limits: Annotated[list[TimeLimit], Meta(max_length=200)] = msgspec.field(default_factory=list, name="time_limit")
    exchanges: Annotated[list[Exchange], Meta(max_length=50)] = msgspec.field(default_factory=list, name="exchange")
    notifications: Annotated[list[Format], Meta(max_length=200)] = msgspec.field(default_factory=list, name="notification")
    visit_types: Annotated[list[VisitType], Meta(max_length=50)] = msgspec.field(default_factory=list, name="visit_type")
    quotas: Annotated[list[Quota], Meta(max_length=20)] = msgspec.field(default_factory=list, name="quota")

    def provision(self, clause: str) -> Provision:
        """The provision of a clause that the file names; loading has seen to it that there is one."""
        return next(provision for provision in self.provisions if provision.id == clause)

    def count(self, name: str) -> Count | None:
        """A counting rule by its id."""
        return next((count for count in self.counts if count.id == name), None)

    def item(self, name: str) -> Item | None:
        """A type of item by its id."""
        return next((item for item in self.items if item.id == name), None)

    def quota(self, name: str) -> Quota | None:
        """A quota by its id."""
        return next((quota for quota in self.quotas if quota.id == name), None)

    def party(self, name: str) -> Party | None:
        """A party by its id or an alias, in capitals or not."""
        wanted = name.casefold()
        return next((party for party in self.parties if wanted in {each.casefold() for each in (party.id, *party.aliases)}), None)
