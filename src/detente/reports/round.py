"""The report of an exchange of data: what each party told, side by side against the limits, on what each figure rests, what is not known.

It is written for a table at which both sides sit: what a party says is said to be its word, and no reading is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from detente.errors import N_
from detente.i18n import Said, Translator, tame
from detente.reports import agreement_pictures, parts, pictures
from detente.reports.document import (
    Block,
    Bullets,
    Columns,
    Document,
    Drawn,
    Facts,
    Heading,
    Line,
    Look,
    Paragraph,
    Run,
    Table,
    foreign,
    joined,
    mono,
    runs,
)
from detente.views import words
from detente.views import words_agreements as w
from detente.views.agreement_figures import AgainstShown, CountedShown, InputShown
from detente.views.agreement_history import LineShown
from detente.views.agreement_reasons import Explained
from detente.views.agreement_returns import ClaimShown, NotifiedShown, ObligationShown, QueryShown
from detente.views.agreement_round import AgreementRound, CorrectionShown, Untold
from detente.views.agreement_terms import LimitShown

_SIDE_BY_SIDE: Final = 3
"""As many parties have a column each in the table of figures; of more each has rows of its own."""

_MOST_DRAWN: Final = 6
"""As many lines can be told apart in one picture."""

_NEWEST_DAYS: Final = 6
"""So many days of a picture stand below it in numbers."""

_MOST_RECORDS: Final = 200
"""How many records are listed by name, on four pages or so; the page of a figure lists all of them."""

_LOOKS: Final[dict[str, Look]] = {"within": "good", "above": "warn", "below": "warn"}


def round_document(view: AgreementRound, t: Translator, made_at: str) -> Document:
    """One round of an exchange as a report."""
    return _Round(view, t).document(made_at)


class _Round:
    """The report while it is put together; sources are numbered in the order in which they are first named."""

    def __init__(self, view: AgreementRound, t: Translator) -> None:
        self.view, self.t = view, t
        self.order = parts.in_order(t, view.parties)
        self.sources: dict[str, int] = {}

    def document(self, made_at: str) -> Document:
        view, t = self.view, self.t
        state = joined([foreign(t.text_of(view.title)), runs(self._say(N_("values of %(day)s"), day=self._day(view.of)))])
        blocks: list[Block] = [
            Facts(list(self._question())),
            *self._returns(),
            *self._figures(),
            *self._untold(),
            *self._notifications(),
            *self._corrections(),
            *self._queries(),
            *self._records(),
            *self._over_time(),
            *self._provisions(),
            *self._sources(),
            Paragraph(runs(t.gettext(N_("What a party declares is its word; that it stands here does not make it true.")), "quiet")),
        ]
        names, exercise = (view.title, False) if view.channel is None else (view.channel.dialogue_names, view.channel.exercise)
        return parts.frame(
            t,
            parts.Origin(names, exercise, made_at),
            title=t.text_of(view.names),
            kicker=t.gettext(N_("Report of an exchange of data")),
            subtitle=state,
            footer=state,
            blocks=blocks,
        )

    # ---- words ----

    def _say(self, template: str, /, **values: object) -> str:
        return self.t.gettext(template, **values)

    def _day(self, day: str | None) -> Said:
        return Said(self.t.day(day) if day else "—")

    def _party(self, party: str, *, strong: bool = False) -> list[Run]:
        return parts.party(self.t, self.view.parties, party, strong=strong)

    def _name(self, party: str) -> str:
        return self.t.text_of(self.view.parties.get(party), party)

    def _headings(self, *templates: str) -> list[Line]:
        return [runs(self.t.gettext(text)) for text in templates]

    def _head(self, template: str, level: int = 1) -> Heading:
        return Heading(runs(self.t.gettext(template)), level)

    def _cited(self, sources: Iterable[str]) -> list[Run]:
        """The numbers of sources, in brackets."""
        numbers = [self.sources.setdefault(each, len(self.sources) + 1) for each in sources]
        return [Run(" ".join(f"[{number}]" for number in numbers), "quiet", "ltr")] if numbers else []

    def _with_sources(self, line: Line, sources: Iterable[str]) -> Line:
        return joined([line, self._cited(sources)], " ")

    def _record(self, entry: str | None, key: str | None) -> list[Run]:
        """A record by its entry, else by its id among the data."""
        return mono(entry or key or "—")

    # ---- the question ----

    def _question(self) -> Iterable[tuple[Line, Line]]:
        view, t = self.view, self.t
        yield runs(t.gettext(N_("Agreement"))), joined([foreign(t.text_of(view.title), "strong"), self._reviewed()])
        yield runs(t.gettext(N_("Exchange"))), joined([foreign(t.text_of(view.names)), self._clause(view.clause)])
        found = w.duty_found(t, view.of, view.period_ended, view.days, view.found)
        yield runs(t.gettext(N_("Due"))), joined([runs(self._day(view.due)), runs(found, "quiet")])
        known = self._day(view.known) if view.known else Said(t.gettext(N_("now, with all that is held")))
        yield runs(t.gettext(N_("As it was on"))), runs(self._day(view.as_of))
        yield runs(t.gettext(N_("As it was known on"))), runs(known)
        yield runs(t.gettext(N_("Source of the rules"))), self._origin()
        if view.channel is not None:
            yield runs(t.gettext(N_("As of"))), parts.as_of(t, view.channel, view.points)
        if not view.in_force:
            yield [], runs(t.gettext(N_("On this day the agreement is not in force.")), "warn")

    def _reviewed(self) -> list[Run]:
        return runs(self.t.gettext(w.STATUS[self.view.status]), "quiet")

    def _origin(self) -> Line:
        view, t = self.view, self.t
        if view.channel is None:
            return runs(t.gettext(N_("library of the program") if view.origin == "library" else N_("a file of this machine")))
        state = runs(t.gettext(words.LIST_STATES[view.text_state or "adopted"]))
        return joined([runs(t.gettext(N_("the record"))), parts.channel(t, view.channel), mono(view.entry or "—"), state])

    def _clause(self, clause: str) -> list[Run]:
        return runs(self._say(N_("Provision %(clause)s"), clause=clause), "quiet")

    # ---- what each told ----

    def _returns(self) -> list[Block]:
        shown = sorted(self.view.returns, key=lambda each: self.order.index(each.party))
        said = [line for each in shown for line in self._claims(each)]
        return [
            self._head(N_("What each party told")),
            Table(
                headings=self._headings(N_("Party"), N_("State"), N_("As of"), N_("Due"), N_("Received"), N_("Rests on")),
                rows=[self._return(each) for each in shown],
                widths=[5, 5, 3, 3, 3, 4],
            ),
            *([Bullets(said)] if said else []),
        ]  # fmt: skip

    def _return(self, each: ObligationShown) -> list[Line]:
        t = self.t
        look: Look = "good" if each.state in {"provided", "nil", "nothing_new"} else "warn" if each.state != "due" else ""
        marks = [runs(t.gettext(w.STATES[each.state]), look)]
        if each.corrects is not None:
            marks.append(runs(t.gettext(N_("as corrected")), "quiet"))
        if each.audience is not None:
            marks.append(runs(t.gettext(w.AUDIENCES[each.audience]), "quiet"))
        if each.suspensions:
            marks.append(runs(t.gettext(N_("suspension claimed")), "warn"))
        if each.disputes:
            marks.append(runs(t.gettext(N_("under dispute")), "warn"))
        record = joined([self._record(each.entry, each.declaration), self._cited(each.sources)], "\n")
        days = [runs(self._day(day)) for day in (each.of, each.due, each.received)]
        return [self._party(each.party, strong=True), joined(marks), *days, record]

    def _claims(self, each: ObligationShown) -> Iterable[tuple[Line, Line]]:
        """What is said about a return: grounds, suspensions with what others say of them, disputes; each as the word of a party."""
        party = self._name(each.party)
        if each.said_by is not None:
            said = N_("That %(party)s told nothing is the word of %(by)s.")
            yield self._with_sources(runs(self._say(said, party=party, by=self._name(each.said_by))), each.sources), []
        if each.state == "withheld":
            yield self._withheld(each, party)
        if each.since_differs:
            said = N_("%(party)s says that nothing is new since %(year)s; the last return that is held here is as of %(day)s.")
            yield runs(self._say(said, party=party, year=str(each.since), day=self._day(each.last_of))), []
        for held in each.suspensions:
            yield from self._suspension(held)
        for held in each.disputes:
            yield self._dispute(held)

    def _withheld(self, each: ObligationShown, party: str) -> tuple[Line, Line]:
        ground = self.t.text_of(each.ground, "—")
        said = runs(self._say(N_("%(party)s keeps its data back, on the ground as it states it: %(ground)s."), party=party, ground=ground))
        calls = N_("It calls this reversible.") if each.reversible else N_("It says that this cannot be undone.")
        told = [] if each.reversible is None else runs(self.t.gettext(calls))
        return self._with_sources(said, each.sources), told

    def _suspension(self, held: ClaimShown) -> Iterable[tuple[Line, Line]]:
        """A suspension is a claim, and stands as one: each side's word beside the other's."""
        by, day = self._name(held.by), self._day(held.on)
        said = N_("%(party)s says that its duties are suspended from %(day)s: %(text)s.")
        line = runs(self._say(said, party=by, day=day, text=self.t.text_of(held.says, "—")))
        yield joined([line, self._record(held.entry, held.id), self._cited(held.sources)], " "), []
        for other in held.contested:
            said = N_("%(party)s says: %(text)s.")
            line = runs(self._say(said, party=self._name(other.by), text=self.t.text_of(other.says, "—")))
            yield self._with_sources(line, other.sources), []
        if not held.contested:
            yield runs(self.t.gettext(N_("No party's answer to this suspension is held here."))), []

    def _dispute(self, held: ClaimShown) -> tuple[Line, Line]:
        t = self.t
        amounts = Said(t.listing(Said(f"{t.number(number)} ({t.text_of(what)})") for number, what in held.parts))
        said = self._say(N_("%(party)s disputes %(n)d: %(parts)s."), party=self._name(held.by), n=held.total or 0, parts=amounts)
        words_of_it = foreign(t.text_of(held.says))
        dated = runs(self._say(N_("since %(day)s"), day=self._day(held.on)))
        return runs(said), joined([words_of_it, dated, self._record(held.entry, held.id), self._cited(held.sources)])

    # ---- figures ----

    def _figures(self) -> list[Block]:
        if not self.view.figures:
            said = N_("No figure of this exchange is held here.")
            return [self._head(N_("Figures against limits")), Paragraph(runs(self.t.gettext(said)))]
        declared = [party for party in self.order if any(each.figure.party == party for each in self.view.figures)]
        table = self._side_by_side(declared) if len(declared) <= _SIDE_BY_SIDE else self._one_below_the_other(declared)
        return [self._head(N_("Figures against limits")), table]

    def _side_by_side(self, declared: Sequence[str]) -> Table:
        """A row for each count, reading and limit; a column for each party."""
        return Table(
            headings=[*self._headings(N_("What is counted"), N_("Limit")), *(self._party(party) for party in declared)],
            rows=[
                [self._counted(row[0], differ=differ), self._limits(row[0]), *(self._value(self._of(row, party)) for party in declared)]
                for row, differ in self._rows()
            ],
            widths=[6, 5, *(5 if len(declared) < _SIDE_BY_SIDE else 4 for _ in declared)],
        )

    def _one_below_the_other(self, declared: Sequence[str]) -> Table:
        rows = [
            [self._counted(row[0], differ=differ), self._party(party), self._value(self._of(row, party)), self._limits(row[0])]
            for row, differ in self._rows()
            for party in declared
            if self._of(row, party) is not None
        ]
        return Table(headings=self._headings(N_("What is counted"), N_("Party"), N_("Number"), N_("Limit")), rows=rows, widths=[5, 4, 4, 4])

    def _rows(self) -> list[tuple[list[CountedShown], bool]]:
        """The figures of all parties by count and reading, and whether the readings differ; readings that agree are one row."""
        found: list[tuple[list[CountedShown], bool]] = []
        figures = [each.figure for each in self.view.figures]
        for count in dict.fromkeys(each.count for each in figures):
            readings: dict[str | None, list[CountedShown]] = {}
            for each in (one for one in figures if one.count == count):
                readings.setdefault(each.reading, []).append(each)
            differ = len({tuple((one.party, one.value, one.why) for one in row) for row in readings.values()}) > 1
            found += [(row, differ) for row in list(readings.values())[: None if differ else 1]]
        return found

    def _of(self, row: Sequence[CountedShown], party: str) -> CountedShown | None:
        return next((each for each in row if each.party == party), None)

    def _counted(self, figure: CountedShown, *, differ: bool) -> Line:
        t = self.t
        name = [foreign(t.text_of(figure.names), "strong"), self._clause(figure.clause)]
        if figure.reading is None:
            return joined(name, "\n")
        if not differ:
            return joined([*name, runs(t.gettext(N_("the readings of the parties agree here")), "quiet")], "\n")
        return joined([*name, self._reading(figure)], "\n")

    def _reading(self, figure: CountedShown) -> list[Run]:
        return [*self._holders(figure.held_by), *runs(": "), *foreign(self.t.text_of(figure.reading_names))]

    def _holders(self, held_by: Sequence[str]) -> list[Run]:
        holders = Said(self.t.listing(self._name(party) for party in self.order if party in held_by))
        return runs(self._say(N_("Reading of %(parties)s"), parties=holders), "quiet")

    def _limits(self, figure: CountedShown) -> Line:
        limits = [self._limit(each.limit, figure.clause, in_force=each.in_force) for each in figure.limits if each.limit is not None]
        return joined(limits, "\n") or runs(self.t.gettext(w.VERDICTS["none"]), "quiet")

    def _limit(self, limit: LimitShown, clause: str, *, in_force: bool) -> Line:
        """A limit, and the clause that set it where that is another one than that of the count."""
        t = self.t
        value = limit.at_most if limit.at_most is not None else limit.at_least
        text = N_("at most %(number)s") if limit.at_most is not None else N_("at least %(number)s")
        span = N_("since %(day)s") if in_force else N_("in force from %(day)s")
        begins = runs(self._say(span, day=self._day(limit.begins)), "quiet" if in_force else "warn")
        set_by = self._clause(limit.clause) if limit.clause != clause else []
        return joined([runs(t.gettext(text, number=Said(t.number(value or 0)))), begins, set_by], "\n")

    def _value(self, figure: CountedShown | None) -> Line:
        if figure is None:
            return runs("—")
        t = self.t
        if figure.value is None:
            return runs(t.gettext(w.WHY_UNKNOWN[figure.why or "not_stated"]), "warn")
        verdicts = [self._verdict(each) for each in figure.limits if each.limit is not None]
        older = figure.of is not None and figure.of != self.view.of
        dated = runs(self._say(N_("values of %(day)s"), day=self._day(figure.of)), "quiet") if older else []
        return joined([joined([runs(t.number(figure.value), "strong"), *verdicts]), dated], "\n")

    def _verdict(self, against: AgainstShown) -> Line:
        if not against.in_force:
            return runs(self._say(N_("%(verdict)s, not in force yet"), verdict=Said(self.t.gettext(w.VERDICTS[against.verdict]))), "quiet")
        return runs(self.t.gettext(w.VERDICTS[against.verdict]), _LOOKS.get(against.verdict, "quiet"))

    # ---- what cannot be told ----

    def _untold(self) -> list[Block]:
        """One line for what is not known of several parties alike."""
        alike: dict[tuple[object, ...], list[Untold]] = {}
        for each in self.view.untold:
            alike.setdefault((each.kind, self.t.text_of(each.names), each.why, each.day, each.entry), []).append(each)
        if not alike:
            return []
        found: list[tuple[Line, Line]] = [(runs(self._untold_line(some)), []) for some in alike.values()]
        return [self._head(N_("What cannot be told from what is held here")), Bullets(found)]

    def _untold_line(self, alike: Sequence[Untold]) -> str:
        t, each = self.t, alike[0]
        parties = [self._name(party) for party in self.order if any(one.party == party for one in alike)]
        return t.gettext(
            w.UNTOLD[each.kind],
            party=Said(t.listing(parties)), what=t.text_of(each.names), day=self._day(each.day), entry=each.entry,
            why=Said(t.gettext(w.WHY_UNKNOWN[each.why or "not_stated"])),
            reason=Said("" if each.reason is None else t.error(each.reason.error())),
        )  # fmt: skip

    # ---- since the round before ----

    def _notifications(self) -> list[Block]:
        heading = self._since(N_("Notifications since %(day)s"), N_("Notifications"))
        if not self.view.notifications:
            return [heading, Paragraph(runs(self.t.gettext(N_("No notification is held here."))))]
        headings = (N_("Format"), N_("Party"), N_("As of"), N_("Received"), N_("State"), N_("Rests on"))
        table = Table(
            headings=self._headings(*headings), rows=[self._notified(each) for each in self.view.notifications], widths=[6, 4, 3, 3, 3, 3]
        )
        return [heading, table]

    def _notified(self, each: NotifiedShown) -> list[Line]:
        t = self.t
        states = [runs(t.gettext(w.ON_TIME[each.state]), "warn" if each.state in {"late", "unknown"} else "")]
        states += [runs(t.gettext(N_("without %(format)s before it"), format=missing), "warn") for missing in each.missing]
        return [
            joined([joined([mono(each.number), foreign(t.text_of(each.names))], " "), self._clause(each.clause)], "\n"),
            self._party(each.party),
            runs(self._day(each.on)),
            runs(self._day(each.received)),
            joined(states),
            self._record(each.entry, each.id),
        ]

    def _corrections(self) -> list[Block]:
        heading = self._since(N_("Corrections since %(day)s"), N_("Corrections"))
        if not self.view.corrections:
            return [heading, Paragraph(runs(self.t.gettext(N_("No correction is held here."))))]
        return [heading, Bullets([self._correction(each) for each in self.view.corrections])]

    def _correction(self, each: CorrectionShown) -> tuple[Line, Line]:
        t = self.t
        said = N_("%(party)s corrects %(old)s by %(new)s, values of %(day)s; received: %(received)s.")
        corrects = each.corrects_entry or each.corrects
        line = self._say(
            said, party=self._name(each.party), old=corrects, new=each.entry or each.declaration, day=self._day(each.of),
            received=self._day(each.received),
        )  # fmt: skip
        changed: list[Line] = [
            runs(
                self._say(
                    N_("%(name)s: %(before)s, now %(after)s"),
                    name=t.text_of(one.names),
                    before=self._number(one.before),
                    after=self._number(one.after),
                )
            )
            for one in each.figures
        ]
        if each.form != each.form_before:
            form = N_("form: %(before)s, now %(after)s")
            before, after = (Said(words.word(t, w.DECLARED, code)) for code in (each.form_before, each.form))
            changed.append(runs(self._say(form, before=before, after=after)))
        if each.items:
            changed.append(runs(t.ngettext("%(n)d item stated anew or removed", "%(n)d items stated anew or removed", each.items)))
        return runs(line), joined([*changed, self._cited(each.sources)])

    def _number(self, value: int | None) -> Said:
        return Said(self.t.gettext(w.WHY_UNKNOWN["not_stated"]) if value is None else self.t.number(value))

    def _queries(self) -> list[Block]:
        if not self.view.queries:
            return []
        return [self._head(N_("Queries")), Bullets([self._query(each) for each in self.view.queries])]

    def _query(self, each: QueryShown) -> tuple[Line, Line]:
        t = self.t
        said = t.gettext(
            N_("%(entry)s: %(party)s asks about %(of)s: %(text)s"),
            entry=each.entry, party=self._name(each.by), of=each.of, text=t.text_of(each.text, "—"),
        )  # fmt: skip
        answers = Said(t.listing(Said(tame(entry)) for entry in each.answers))
        answered = t.gettext(N_("Answered by %(entries)s."), entries=answers) if each.answers else t.gettext(N_("No answer yet."))
        return runs(said), runs(answered, "" if each.answers else "warn")

    def _since(self, since: str, always: str) -> Heading:
        """A heading that says since when a list goes."""
        before = self.view.before
        return Heading(runs(self._say(since, day=self._day(before)) if before else self.t.gettext(always)))

    # ---- over time ----

    def _over_time(self) -> list[Block]:
        history, t = self.view.history, self.t
        hues = {party: pictures.hue_of(history.parties, party) for party in history.parties}
        drawn: list[Block] = []
        for count in history.counts:
            lines = [line for line in count.lines if any(value is not None for value in line.values)]
            shown = msgspec.structs.replace(count, lines=lines)
            picture = agreement_pictures.count_over_time(history, shown, t, hues) if 0 < len(lines) <= _MOST_DRAWN else None
            if picture is not None:
                drawing = Drawn(pictures.svg(picture), picture.said)
                drawn += [Heading(foreign(t.text_of(count.names)), 2), Columns([[drawing], [self._newest(lines)]])]
        if not drawn:
            return []
        return [self._head(N_("Over time")), *drawn]

    def _newest(self, lines: Sequence[LineShown]) -> Table:
        """The newest days of a picture in numbers; readings that agree on them are one column."""
        days = self.view.history.days[-_NEWEST_DAYS:]
        apart: dict[tuple[str, tuple[int | None, ...]], LineShown] = {}
        for line in sorted(lines, key=lambda each: self.order.index(each.party)):
            apart.setdefault((line.party, tuple(line.values[-len(days) :])), line)
        parties = [line.party for line in apart.values()]
        headings = [self._of_line(line, apart=parties.count(line.party) > 1) for line in apart.values()]
        rows: list[list[Line]] = [
            [runs(self._day(day)), *(runs(self._value_of(line, place)) for line in apart.values())]
            for place, day in enumerate(reversed(days), 1)
        ]
        widths = [4, *(3 for _ in apart)]
        return Table([*self._headings(N_("Day")), *headings], rows, widths, frozenset(range(1, len(apart) + 1)))

    def _of_line(self, line: LineShown, *, apart: bool) -> Line:
        """Whose values a column has, by the ids that stand in the picture too; with the reading where a party has several columns."""
        holders = Said(self.t.listing(party.upper() for party in self.order if party in line.held_by))
        reading = runs(self._say(N_("Reading of %(parties)s"), parties=holders), "quiet") if apart else []
        return joined([[Run(line.party.upper(), "", "ltr")], reading], "\n")

    def _value_of(self, line: LineShown, place: int) -> str:
        """A value of a line, counted from its newest."""
        value = line.values[-place]
        return "—" if value is None else self.t.number(value)

    # ---- what it rests on ----

    def _records(self) -> list[Block]:
        rows = [self._rests_on(each, one) for each in self._in_order() for one in each.inputs]
        if not rows:
            return []
        left = parts.more(self.t, len(rows) - _MOST_RECORDS) if len(rows) > _MOST_RECORDS else []
        headings = (N_("Figure"), N_("Rests on"), N_("Number"), N_("As of"), N_("Received"), N_("Counts"))
        return [
            self._head(N_("What each figure rests on")),
            Table(headings=self._headings(*headings), rows=rows[:_MOST_RECORDS], widths=[12, 12, 5, 7, 7, 7], numbers=frozenset({2})),
            *([Paragraph(left)] if left else []),
        ]

    def _in_order(self) -> list[Explained]:
        """The figures with their reasons by party; readings that agree, and rest on the same, are one."""
        found: list[Explained] = []
        for each in self.view.figures:
            same = (each.figure.party, each.figure.count, each.figure.value, each.inputs)
            if all((one.figure.party, one.figure.count, one.figure.value, one.inputs) != same for one in found):
                found.append(each)
        return sorted(found, key=lambda each: self.order.index(each.figure.party))

    def _rests_on(self, each: Explained, one: InputShown) -> list[Line]:
        t, figure = self.t, each.figure
        why = one.why if one.why is not None or one.counts else "same_without_it"
        name = joined([self._party(figure.party), foreign(t.text_of(figure.names))], "\n")
        others = [
            other.figure.value for other in self.view.figures if (other.figure.party, other.figure.count) == (figure.party, figure.count)
        ]
        reading = self._holders(figure.held_by) if figure.reading and len(set(others)) > 1 else []
        part = foreign(one.part) if one.kind == "item" else []
        record = joined([runs(t.gettext(w.RECORDS[one.kind])), part, self._record(one.entry, one.id), self._cited(one.sources)], " ")
        return [
            joined([name, reading], "\n"),
            joined([record, foreign(t.text_of(self.view.notes.get(one.id)), "quiet")], "\n"),
            runs("—" if one.amount is None else t.number(one.amount)),
            runs(self._day(one.on)),
            runs(self._day(one.received)),
            runs(t.gettext(N_("yes"))) if why is None else runs(t.gettext(w.WHY_NOT_COUNTED[why]), "quiet"),
        ]

    def _provisions(self) -> list[Block]:
        rows: list[tuple[Line, Line]] = [
            (
                joined([mono(each.id), foreign(each.reference, "quiet"), foreign(self.t.text_of(each.says)), self._cited([each.source])]),
                [],
            )
            for each in self.view.provisions
        ]
        return [self._head(N_("Provisions")), Bullets(rows)]

    def _sources(self) -> list[Block]:
        if not self.sources:
            return []
        rows: list[tuple[Line, Line]] = [([Run(f"[{number}]", "quiet", "ltr")], mono(source)) for source, number in self.sources.items()]
        return [self._head(N_("Sources")), Facts(rows)]
