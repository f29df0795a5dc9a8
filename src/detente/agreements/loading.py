"""Reading an agreement file and a file of declarations: all of it, or nothing.

An agreement is checked in this order:

(1) the bytes: size, nesting, TOML (`source`);
(2) the form: keys, types, sizes (`agreement`);
(3) ids: none stands twice;
(4) references: each clause, party, figure, item, category and count that is named is there;
(5) dates: nothing ends before it begins, and no two values of one limit hold on one day;
(6) each counting rule says one thing: a sum of figures, or which items; and each cap of a quota one number.

That needs no further library. `rules.compile_rules` then checks the expressions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Any, Final, NamedTuple, TypeVar, get_args, get_type_hints

import msgspec

from detente.agreements.agreement import NOT_REVIEWED, Agreement, Count, Field, Figure, Item, Limit, Reading, Round, TimeLimit, WorkingDays
from detente.agreements.caps import CAPS
from detente.agreements.declarations import (
    VALUED,
    Declaration,
    Declarations,
    Dispute,
    ItemState,
    Kind,
    Notification,
    QuotaFilled,
    Suspension,
    Visit,
    VisitStep,
)
from detente.agreements.loading_quotas import VisitsCheck, check_quota, named_by_quotas
from detente.agreements.loading_working import check_working_days, named_by_working_days
from detente.agreements.source import Path, Source
from detente.errors import N_, FormatError

_NAMES_SHOWN = 12
"""So many names a message lists."""

CONTESTED = "_contested"
"""Ends the name of a figure in a rule: what is disputed of it by those who hold the reading."""


def parse_agreement(data: bytes, name: str = "agreement.toml") -> tuple[Agreement, Source]:
    """An agreement file as a value, with its source, so that the check of its rules can name lines.

    Args:
        name: what messages call the file.

    Raises:
        FormatError: it does not hold; with file, line, part and reason.
    """
    source = Source(name, data, CAPS.agreement_bytes)  # (1)
    agreement = source.form(Agreement)  # (2)
    check = _AgreementCheck(agreement, source)
    check.ids()  # (3)
    check.references()  # (4)
    check.dates()  # (5)
    for place, count in enumerate(agreement.counts):  # (6)
        check.rule_is_one(("count", place), count)
    for place, quota in enumerate(agreement.quotas):
        check_quota(("quota", place), quota, source)
    return agreement, source


class _AgreementCheck:
    """Steps (3) to (6)."""

    def __init__(self, agreement: Agreement, source: Source) -> None:
        self.agreement, self.source = agreement, source

    def ids(self) -> None:
        """(3) No id twice, no party under two names, and a review has a name."""
        agreement = self.agreement
        lists: dict[str, Sequence[Any]] = {
            "party": agreement.parties, "provision": agreement.provisions, "figure": agreement.figures, "item": agreement.items,
            "category": agreement.categories, "count": agreement.counts, "limit": agreement.limits,
            "working_days": agreement.working_days, "time_limit": agreement.time_limits, "exchange": agreement.exchanges,
            "notification": agreement.notifications, "visit_type": agreement.visit_types, "quota": agreement.quotas,
        }  # fmt: skip
        for key, parts in lists.items():
            self._once((key,), [part.id for part in parts])
        for place, item in enumerate(agreement.items):
            self._once(("item", place, "field"), [field.id for field in item.fields])
        for place, form in enumerate(agreement.notifications):
            self._once(("notification", place, "field"), [field.id for field in form.fields])
        for place, count in enumerate(agreement.counts):
            self._once(("count", place, "reading"), [reading.id for reading in count.readings])
        for place, quota in enumerate(agreement.quotas):
            self._once(("quota", place, "cap"), [cap.id for cap in quota.caps])
        called: dict[str, str] = {}
        for place, party in enumerate(agreement.parties):
            for alias in (party.id, *party.aliases):
                if called.setdefault(alias.casefold(), party.id) != party.id:
                    raise self.source.error(
                        ("party", place, "aliases"), N_("'%(name)s' means %(other)s already"), name=alias, other=called[alias.casefold()]
                    )
        for place, figure in enumerate(agreement.figures):
            if figure.id.endswith(CONTESTED):
                raise self.source.error(
                    ("figure", place, "id"), N_("a name that ends with %(ending)s has a meaning of its own"), ending=CONTESTED
                )
        if (agreement.status == NOT_REVIEWED) != (agreement.reviewed_by is None):
            raise self.source.error(("status",), N_("'reviewed_by' names the lawyer of what is reviewed, and of nothing else"))

    def _once(self, path: Path, ids: list[str]) -> None:
        seen: dict[str, int] = {}
        for place, each in enumerate(ids):
            if each in seen:
                raise self.source.error(
                    (*path, place, "id"),
                    N_("the id '%(id)s' stands in line %(line)d already"),
                    id=each, line=self.source.line((*path, seen[each], "id")),
                )  # fmt: skip
            seen[each] = place

    def references(self) -> None:
        """(4) What is named is there."""
        agreement = self.agreement
        lists: dict[str, Sequence[Any]] = {
            "clause": agreement.provisions, "party": agreement.parties, "figure": agreement.figures, "item": agreement.items,
            "category": agreement.categories, "count": agreement.counts, "time_limit": agreement.time_limits,
            "notification": agreement.notifications, "visit_type": agreement.visit_types, "working_days": agreement.working_days,
        }  # fmt: skip
        known = {key: {part.id for part in parts} for key, parts in lists.items()}
        for path, key, name in _named(agreement):
            if name not in known[key]:
                raise self.source.error(path, N_("there is no %(kind)s '%(name)s' in this file"), kind=key, name=name)

    def dates(self) -> None:
        """(5) Nothing ends before it begins; the values of a limit do not overlap; the days of exchanges are days."""
        agreement = self.agreement
        self._span((), agreement.from_, agreement.until)
        for place, provision in enumerate(agreement.provisions):
            self._span(("provision", place), provision.from_, provision.until)
        for place, limit in enumerate(agreement.limits):
            self._values(("limit", place), limit)
        for place, exchange in enumerate(agreement.exchanges):
            self._span(("exchange", place), exchange.from_, exchange.until)
            for number, each in enumerate(exchange.rounds):
                self._round(("exchange", place, "round", number), each)
        for place, quota in enumerate(agreement.quotas):
            self._span(("quota", place), quota.from_, quota.until)
            for number, cap in enumerate(quota.caps):
                self._span(("quota", place, "cap", number), cap.from_, cap.until)
        for place, agreed in enumerate(agreement.working_days):
            self._span(("working_days", place), agreed.from_, agreed.until)
            check_working_days(("working_days", place), agreed, self.source)

    def _span(self, path: Path, first: dt.date | None, last: dt.date | None) -> None:
        if first is not None and last is not None and last < first:
            raise self.source.error(
                (*path, "until"), N_("it ends on %(last)s, before it begins on %(first)s"), first=str(first), last=str(last)
            )

    def _values(self, path: Path, limit: Limit) -> None:
        before = None
        for place, value in enumerate(limit.values):
            here: Path = (*path, "value", place)
            self._span(here, value.from_, value.until)
            if (value.at_most is None) == (value.at_least is None):
                raise self.source.error(here, N_("a limit is either 'at_most' or 'at_least'"))
            if before is not None and (before.until is None or value.from_ <= before.until):
                raise self.source.error(
                    (*here, "from"),
                    N_("this value begins on %(first)s, while the one before it holds until %(last)s"),
                    first=str(value.from_), last="—" if before.until is None else str(before.until),
                )  # fmt: skip
            before = value

    def _round(self, path: Path, each: Round) -> None:
        ways = [each.due is not None, each.due_before is not None, each.days is not None]
        if (each.period_ends is None) != (each.days is None) or sum(ways) > 1:
            raise self.source.error(path, N_("what is due is said by 'due', by 'due_before', or by 'period_ends' with 'days'"))
        if each.working is not None and each.days is None:
            raise self.source.error((*path, "working"), N_("working days are counted after 'period_ends', and there is none"))
        for key, text in (("of", each.of), ("due", each.due), ("due_before", each.due_before), ("period_ends", each.period_ends)):
            if text is not None and not _is_day(text):
                raise self.source.error((*path, key), N_("'%(text)s' is no day of the calendar"), text=text)

    def rule_is_one(self, path: Path, count: Count) -> None:
        """(6) A sum of figures or which items; once, or once for each reading."""
        error = self.source.error
        rules: list[Count | Reading] = [count, *count.readings]
        if count.item is None and (count.categories or any(rule.where or rule.each for rule in rules)):
            raise error(path, N_("'where', 'each' and 'categories' say which items are counted, and 'item' is missing"))
        for number, rule in enumerate(rules):
            here: Path = (*path, "reading", number - 1) if number else path
            if count.item is not None and rule.value is not None:
                raise error((*here, "value"), N_("a rule counts items or adds figures, and this one does both"))
            if count.item is None and (rule.value is None) != (not number and bool(count.readings)):
                raise error(here, N_("the expression stands in the rule itself, or in each of its readings: 'value'"))
        if len(count.readings) == 1:
            raise error((*path, "reading", 0), N_("one reading alone is the rule itself; there are two or more, or none"))
        held: dict[str, str] = {}
        for number, reading in enumerate(count.readings):
            for party in reading.held_by:
                if held.setdefault(party, reading.id) != reading.id:
                    raise error(
                        (*path, "reading", number, "held_by"),
                        N_("%(party)s holds the reading '%(other)s' already"),
                        party=party,
                        other=held[party],
                    )
        for number, name in enumerate(count.categories):
            category = next(each for each in self.agreement.categories if each.id == name)
            if category.item != count.item:
                raise error(
                    (*path, "categories"),
                    N_("the category '%(name)s' is one of '%(seen)s', and '%(wanted)s' are counted"),
                    name=count.categories[number], seen=category.item, wanted=count.item,
                )  # fmt: skip


def _named(agreement: Agreement) -> Iterable[tuple[Path, str, str]]:
    """Every reference: where it stands, to what kind of part, and its name."""
    lists: dict[str, Sequence[Figure | Item | TimeLimit | WorkingDays]] = {
        "figure": agreement.figures,
        "item": agreement.items,
        "time_limit": agreement.time_limits,
        "working_days": agreement.working_days,
    }
    for key, parts in lists.items():
        for place, part in enumerate(parts):
            yield (key, place, "clause"), "clause", part.clause
    for place, category in enumerate(agreement.categories):
        yield ("category", place, "clause"), "clause", category.clause
        yield ("category", place, "item"), "item", category.item
    for place, count in enumerate(agreement.counts):
        here: Path = ("count", place)
        yield (*here, "clause"), "clause", count.clause
        if count.item is not None:
            yield (*here, "item"), "item", count.item
        yield from (((*here, "categories"), "category", name) for name in count.categories)
        for number, reading in enumerate(count.readings):
            yield from (((*here, "reading", number, "held_by"), "party", party) for party in reading.held_by)
            if reading.clause is not None:
                yield (*here, "reading", number, "clause"), "clause", reading.clause
    for place, limit in enumerate(agreement.limits):
        yield ("limit", place, "count"), "count", limit.count
        yield from ((("limit", place, "also"), "count", name) for name in limit.also)
        for number, value in enumerate(limit.values):
            yield ("limit", place, "value", number, "clause"), "clause", value.clause
    yield from named_by_working_days(agreement)
    for place, exchange in enumerate(agreement.exchanges):
        yield ("exchange", place, "clause"), "clause", exchange.clause
        yield from ((("exchange", place, "figures"), "figure", name) for name in exchange.figures)
        yield from ((("exchange", place, "items"), "item", name) for name in exchange.items)
    for place, form in enumerate(agreement.notifications):
        yield ("notification", place, "clause"), "clause", form.clause
        if form.within is not None:
            yield ("notification", place, "within"), "time_limit", form.within
        yield from ((("notification", place, "follows"), "notification", name) for name in form.follows)
    yield from named_by_quotas(agreement)


def _is_day(text: str) -> bool:
    try:
        day = dt.date.fromisoformat(text if len(text) == len("2011-02-05") else "2004-" + text)  # a year with 29 February
    except ValueError:
        return False
    return CAPS.first_year <= day.year <= CAPS.last_year


# ---------------------------------------------------------------- declarations


def covered(agreement: Agreement, declaration: Declaration) -> frozenset[str]:
    """The figures and items that a declaration speaks of: those of its exchange; all of the agreement, where it names none.

    What it speaks of and does not state is unknown from its day on; no older value stands in for it.
    """
    if declaration.kind == "items":
        every = declaration.full or declaration.removed  # an item that is gone is named without its type
        return _all(agreement, declaration, "items") if every else frozenset({item.type for item in declaration.items})
    figures = _all(agreement, declaration, "figures")
    return figures if declaration.kind == "figures" else figures | _all(agreement, declaration, "items")


def _all(agreement: Agreement, declaration: Declaration, key: str) -> frozenset[str]:
    if declaration.exchange is None:
        return frozenset(part.id for part in getattr(agreement, key))
    return frozenset(next(getattr(each, key) for each in agreement.exchanges if each.id == declaration.exchange))


def parse_declarations(data: bytes, agreement: Agreement, name: str = "declarations.toml") -> Declarations:
    """A file of declarations as a value, checked against its agreement.

    Raises:
        FormatError: it does not hold; with file, line, declaration and reason.
    """
    source = Source(name, data, CAPS.declarations_bytes)
    declarations = source.form(Declarations)
    if declarations.agreement != agreement.id:
        raise source.error(
            ("agreement",),
            N_("these are declarations about '%(seen)s', and the agreement is '%(wanted)s'"),
            seen=declarations.agreement,
            wanted=agreement.id,
        )
    check_declarations(declarations, agreement, source)
    return declarations


def check_declarations(held: Declarations, agreement: Agreement, source: Source) -> None:
    """Every name is known, every value has its type, and no two declarations say of one day what only one can."""
    check = _DeclarationsCheck(agreement, source)
    for place, declaration in enumerate(held.declarations):
        check.declaration(("declaration", place), declaration)
    for place, notification in enumerate(held.notifications):
        check.notification(("notification", place), notification)
    for place, dispute in enumerate(held.disputes):
        check.dispute(("dispute", place), dispute)
    for place, suspension in enumerate(held.suspensions):
        check.suspension(("suspension", place), suspension)
    VisitsCheck(agreement, source, check).all(held)


R = TypeVar("R", Declaration, Notification, Dispute, Suspension, Visit, VisitStep, QuotaFilled)


class Fitted(NamedTuple):
    """What of many records fits an agreement, and why the others do not, by their ids."""

    held: Declarations
    misfits: dict[str, FormatError]


def fitting(held: Declarations, agreement: Agreement, earlier: Callable[[Declaration, str], str | None] | None = None) -> Fitted:
    """The same checks one by one, for records that came one by one: what does not fit is left out, and said.

    Args:
        earlier: of which type an item of a declaration was said to be by declarations that stood before it and are not among these; null
            where by none.
    """
    check = _DeclarationsCheck(agreement, _Nowhere(), earlier)
    visits = VisitsCheck(agreement, _Nowhere(), check)
    misfits: dict[str, FormatError] = {}

    def fit(records: Sequence[R], judge: Callable[[Path, R], None]) -> list[R]:
        good = []
        for record in records:
            try:
                _check_years(record)
                judge((), record)
            except FormatError as error:
                misfits[record.id] = error
            else:
                good.append(record)
        return good

    fitted = msgspec.structs.replace(
        held,
        declarations=fit(held.declarations, check.declaration),
        notifications=fit(held.notifications, check.notification),
        disputes=fit(held.disputes, check.dispute),
        suspensions=fit(held.suspensions, check.suspension),
        visits=fit(held.visits, visits.visit),
        steps=fit(held.steps, visits.step),
        filled=fit(held.filled, visits.filled),
    )
    return Fitted(fitted, misfits)


def _check_years(record: msgspec.Struct) -> None:
    """Every date of a record lies in the years that a file may speak of; a date at the end of all dates has no day after it."""
    for name in _dates_of(type(record)):
        value = getattr(record, name)
        if value is not None and not CAPS.first_year <= value.year <= CAPS.last_year:
            raise FormatError(
                N_("the year %(seen)s lies outside of %(first)s to %(last)s"),
                seen=str(value.year), first=str(CAPS.first_year), last=str(CAPS.last_year),
            )  # fmt: skip


@lru_cache
def _dates_of(form: type[msgspec.Struct]) -> tuple[str, ...]:
    """Those parts of a form that are dates, or none."""
    return tuple(name for name, kind in get_type_hints(form).items() if dt.date in (kind, *get_args(kind)))


class _Nowhere:
    """In the place of a file, for records that come from none."""

    def error(self, path: Path, template: str, **params: Any) -> FormatError:  # noqa: ARG002 - as a file has it
        return FormatError(template, **params)


_OF_KINDS: Final[tuple[tuple[str, str, object, frozenset[str]], ...]] = (
    ("figures", "figures", {}, frozenset({"figures"})),
    ("item", "items", [], frozenset({"items"})),
    ("removed", "removed", [], frozenset({"items"})),
    ("full", "full", False, frozenset({"items"})),
    ("ground", "ground", None, frozenset({"withheld"})),
    ("reversible", "reversible", None, frozenset({"withheld"})),
    ("said_by", "said_by", None, frozenset({"not_provided"})),
    ("since", "since", None, frozenset({"nothing_new"})),
    ("audience", "audience", None, VALUED),
)
"""Parts of a declaration: their keys and names, what they are where nothing is said, and of which kinds they are parts."""

_STRANGE: Final = {kind: [(key, part, nothing) for key, part, nothing, kinds in _OF_KINDS if kind not in kinds] for kind in get_args(Kind)}
"""The parts that a declaration of a kind cannot have."""

_TYPES: Final[Mapping[str, type]] = {"integer": int, "text": str, "boolean": bool, "date": dt.date}


def _surely_fits(field: Field) -> Callable[[Any], bool]:
    """A test for the values of a field, for every item that there is: true of nearly all that fit, and of no other."""
    wanted = _TYPES[field.type]
    if field.one_of is not None:
        words = frozenset(word for word in field.one_of if "\0" not in word and len(word) <= CAPS.rule_chars)
        return lambda value: type(value) is wanted and value in words
    if field.type == "integer":
        above = 10**CAPS.digits
        return lambda value: type(value) is int and -above < value < above
    if field.type == "text":
        return lambda value: type(value) is str and len(value) <= CAPS.rule_chars and "\0" not in value
    return lambda value: type(value) is wanted


class _DeclarationsCheck:
    """The names that an agreement knows, and what was declared."""

    def __init__(
        self, agreement: Agreement, source: Source | _Nowhere, earlier: Callable[[Declaration, str], str | None] | None = None
    ) -> None:
        self.agreement, self.source, self._earlier = agreement, source, earlier
        self.parties = {party.id for party in agreement.parties}
        self.figures = {figure.id for figure in agreement.figures}
        self.exchanges = {exchange.id for exchange in agreement.exchanges}
        self.time_limits = {limit.id for limit in agreement.time_limits}
        self.formats = {form.id: form for form in agreement.notifications}
        self.fields = {item.id: {field.id: field for field in item.fields} for item in agreement.items}
        self._fits = {item.id: {field.id: _surely_fits(field) for field in item.fields} for item in agreement.items}
        self.declared: dict[str, Declaration] = {}
        self.keys: set[str] = set()
        self.notified: dict[str, Notification] = {}
        self.items: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._corrected: set[str] = set()
        self._first: dict[tuple[str, dt.date, str], str] = {}

    def key(self, path: Path, key: str) -> None:
        """An id that no other record of the file has."""
        if key in self.keys:
            raise self.source.error((*path, "id"), N_("the id '%(id)s' stands in this file already"), id=key)
        self.keys.add(key)

    def known(self, path: Path, key: str, name: str, names: Iterable[str]) -> None:
        """A name that the agreement, or an earlier declaration, has."""
        if name not in names:
            there = nsmallest(_NAMES_SHOWN + 1, names)
            shown = ", ".join(there[:_NAMES_SHOWN]) + (", .." if len(there) > _NAMES_SHOWN else "")
            raise self.source.error(
                (*path, key), N_("there is no '%(name)s' for '%(key)s'; there are: %(known)s"), name=name, key=key, known=shown or "—"
            )

    def held_before(self, path: Path, key: str, name: str, *records: Container[str]) -> None:
        """A name that an earlier record has. Others are not listed: of a hundred thousand any twelve would be of no help."""
        if not any(name in each for each in records):
            raise self.source.error(
                (*path, key), N_("'%(key)s' names '%(name)s', and no record before this one has that name"), key=key, name=name
            )

    def declaration(self, path: Path, declaration: Declaration) -> None:
        """One declaration; it can name only those that stand before it. One that does not fit leaves nothing behind."""
        for key, name, names in (
            ("by", declaration.by, self.parties),
            ("exchange", declaration.exchange, self.exchanges),
            ("within", declaration.within, self.time_limits),
            ("said_by", declaration.said_by, self.parties),
        ):
            if name is not None:
                self.known(path, key, name, names)
        for key, name in (("answers", declaration.answers), ("corrects", declaration.corrects)):
            if name is not None:
                self.held_before(path, key, name, self.declared)
        for name in declaration.figures:
            self.known(path, "figures", name, self.figures)
        self._fits_its_kind(path, declaration)
        self._corrects(path, declaration)
        items = self._items(path, declaration)
        first = self._one_for_its_day(path, declaration)
        self.key(path, declaration.id)
        self._first |= first
        self.items[declaration.by] |= items
        self.declared[declaration.id] = declaration
        if declaration.corrects is not None:
            self._corrected.add(declaration.corrects)

    def notification(self, path: Path, notification: Notification) -> None:
        """One notification: in a format of the agreement, every field of its type, those that are needed there."""
        self.known(path, "by", notification.by, self.parties)
        self.known(path, "format", notification.format, self.formats)
        fields = {field.id: field for field in self.formats[notification.format].fields}
        for name, value in notification.values.items():
            self.known(path, "values", name, fields)
            self._value((*path, "values"), fields[name], value)
        for field in fields.values():
            if field.needed and field.id not in notification.values:
                raise self.source.error(
                    (*path, "values"), N_("the format '%(format)s' needs '%(field)s', and it is not stated"),
                    format=notification.format, field=field.id,
                )  # fmt: skip
        for name in notification.follows:
            self.held_before(path, "follows", name, self.notified)
        if notification.answers is not None:
            self.held_before(path, "answers", notification.answers, self.declared, self.notified)
        self.key(path, notification.id)
        self.notified[notification.id] = notification

    def dispute(self, path: Path, dispute: Dispute) -> None:
        """One dispute of a declared figure."""
        self.known(path, "by", dispute.by, self.parties)
        self.held_before(path, "of", dispute.of, self.declared)
        self.known(path, "figure", dispute.figure, self.figures)
        self.key(path, dispute.id)

    def suspension(self, path: Path, suspension: Suspension) -> None:
        """One suspension, and what others say of it."""
        self.known(path, "by", suspension.by, self.parties)
        for exchange in suspension.exchanges:
            self.known(path, "exchanges", exchange, self.exchanges)
        for contest in suspension.contested:
            self.known(path, "contested", contest.by, self.parties)
        self.key(path, suspension.id)

    def _items(self, path: Path, declaration: Declaration) -> dict[str, str]:
        """The type of each item of a declaration."""
        found: dict[str, str] = {}
        seen: set[str] = set(declaration.removed)
        by = declaration.by
        known = self.items.get(by, {})
        for number, item in enumerate(declaration.items):
            if not self._surely_fits(item):
                self._item((*path, "item", number), item)
            kind = known.get(item.id, item.type)
            if self._earlier is not None and item.id not in known:
                kind = self._earlier(declaration, item.id) or kind
            if kind != item.type:
                raise self.source.error(
                    (*path, "item", number, "type"), N_("the item '%(id)s' was declared as '%(seen)s' before"), id=item.id, seen=kind
                )
            if item.id in seen:
                raise self.source.error((*path, "item", number), N_("the item '%(id)s' stands in this declaration twice"), id=item.id)
            seen.add(item.id)
            found[item.id] = kind
        return found

    def _fits_its_kind(self, path: Path, declaration: Declaration) -> None:
        kind = declaration.kind
        for key, part, nothing in _STRANGE[kind]:
            if getattr(declaration, part) != nothing:
                raise self.source.error(
                    (*path, key), N_("'%(key)s' has no place in a declaration of the kind '%(kind)s'"), key=key, kind=kind
                )
        if declaration.full and declaration.removed:
            raise self.source.error((*path, "removed"), N_("a full declaration names what there is; nothing can be removed by it"))
        if kind == "text" and (declaration.exchange is None or covered(self.agreement, declaration)):
            raise self.source.error(path, N_("a text is a return of an exchange that tells neither figures nor items"))
        if kind == "not_provided" and declaration.said_by is None:
            raise self.source.error(path, N_("who says that nothing was provided: 'said_by' is missing"))

    def _corrects(self, path: Path, declaration: Declaration) -> None:
        if declaration.corrects is None:
            return
        old = self.declared[declaration.corrects]
        if old.id in self._corrected:
            raise self.source.error((*path, "corrects"), N_("'%(id)s' is corrected already; correct the correction"), id=old.id)
        for key, seen, wanted in (
            ("by", declaration.by, old.by), ("on", str(declaration.on), str(old.on)),
            ("exchange", declaration.exchange or "—", old.exchange or "—"),
        ):  # fmt: skip
            if seen != wanted:
                raise self.source.error(
                    (*path, key),
                    N_("the correction has '%(key)s' %(seen)s, and what it corrects has %(wanted)s"), key=key, seen=seen, wanted=wanted,
                )  # fmt: skip
        # Items are changed one by one, so a correction of them may name others or none; else it has to speak of all that it replaces.
        items = frozenset(self.fields) if declaration.kind == "items" else frozenset()
        says_nothing = declaration.kind == "not_seen"
        lost = covered(self.agreement, old) - (frozenset() if says_nothing else covered(self.agreement, declaration) | items)
        if lost or says_nothing:
            raise self.source.error(
                (*path, "corrects"), N_("the correction says nothing of '%(name)s', and what it corrects does"),
                name=min(lost, default=old.id),
            )  # fmt: skip

    def _surely_fits(self, item: ItemState) -> bool:
        """Whether an item is one of those, nearly all that fit, of which no reason has to be looked for."""
        fits = self._fits.get(item.type)
        if fits is None:
            return False
        for name, value in item.fields.items():
            test = fits.get(name)
            if test is None or not test(value):
                return False
        return True

    def _item(self, path: Path, item: ItemState) -> None:
        self.known(path, "type", item.type, self.fields)
        fields = self.fields[item.type]
        for name, value in item.fields.items():
            self.known(path, "fields", name, fields)
            self._value((*path, "fields"), fields[name], value)

    def _value(self, path: Path, field: Field, value: Any) -> None:
        if type(value) is not _TYPES[field.type]:
            raise self.source.error(
                path,
                N_("'%(field)s' is of type %(wanted)s, and this is of type %(seen)s"),
                field=field.id,
                wanted=field.type,
                seen=type(value).__name__,
            )
        if field.one_of is not None and value not in field.one_of:
            raise self.source.error(
                path,
                N_("'%(seen)s' is none of the words that '%(field)s' may be: %(known)s"),
                seen=str(value)[:60],
                field=field.id,
                known=", ".join(field.one_of),
            )
        if isinstance(value, str) and "\0" in value:  # no other text holds it either, and PostgreSQL cannot
            raise self.source.error(path, N_("'%(field)s' holds the character U+0000"), field=field.id)
        if (isinstance(value, int) and abs(value) >= 10**CAPS.digits) or (isinstance(value, str) and len(value) > CAPS.rule_chars):
            raise self.source.error(path, N_("'%(field)s' is larger than this program takes"), field=field.id)

    def _one_for_its_day(self, path: Path, declaration: Declaration) -> dict[tuple[str, dt.date, str], str]:
        """Two declarations of figures, or two returns in words, of one party about one day: one corrects the other, or it is an error."""
        if declaration.corrects is not None or declaration.kind not in {"figures", "text", "nil", "nothing_new"}:
            return {}
        names = covered(self.agreement, declaration) or {declaration.exchange or ""}
        found = {(declaration.by, declaration.on, name): declaration.id for name in names}
        other = next((self._first[key] for key in sorted(found) if key in self._first), None)
        if other is not None:
            raise self.source.error(
                path, N_("'%(other)s' of the same party is about the same day; say with 'corrects' which one corrects the other"),
                other=other,
            )  # fmt: skip
        return found
