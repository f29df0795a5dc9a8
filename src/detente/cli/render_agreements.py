# ruff: noqa: D103 - render_x renders the view x
"""Agreements for people: tables of figures against limits, obligations, and reasons."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from detente.cli.render_agreement_parts import (
    Parties,
    input_row,
    rule_text,
    say_data_end,
    say_question,
    say_title,
    show_provision,
    span_of,
    suspension_text,
)
from detente.cli.render_quotas import show_caps, show_reasons, show_used
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import words
from detente.views import words_agreements as w
from detente.views.agreement_calendar import AgreementCalendar
from detente.views.agreement_check import AgreementCheck
from detente.views.agreement_figures import AgainstShown, CountedShown
from detente.views.agreement_reasons import AgreementExplained, Explained
from detente.views.agreement_returns import ClaimShown, NotifiedShown, ObligationShown, TimedShown
from detente.views.agreement_round import AgreementRound
from detente.views.agreement_terms import AgreementView, FormatsView, LimitShown
from detente.views.agreements import AgreementsView
from detente.views.day_found import DayFound
from detente.views.importing import ImportView

# ---------------------------------------------------------------- list, show


def render_agreements(s: Session, view: AgreementsView) -> None:
    s.table(
        [N_("Name"), N_("Agreement"), N_("Origin"), N_("In force"), N_("Declarations")],
        [
            [
                row.id,
                s.t.text_of(row.title),
                Said(s.t.gettext(w.ORIGINS[row.origin]) if row.channel is None else tame(row.channel)),
                span_of(s, row.begins, row.ends),
                s.t.gettext(N_("its rules cannot be read")) if row.problem else Said(s.t.number(row.declarations)),
            ]
            for row in view.agreements
        ],
        numbers={4},
    )
    reviewed: dict[str, list[str]] = {}
    for row in view.agreements:
        if row.problem is not None:
            s.bullet(Said(f"{tame(row.id)}: {s.t.error(row.problem.error())}"))
        elif row.status is not None and row.id not in reviewed.setdefault(row.status, []):
            reviewed[row.status].append(row.id)
    for status, names in reviewed.items():
        s.bullet(f"{s.t.listing(names)}: {s.t.gettext(w.STATUS[status])}")
    s.next("agreement check new-start --as-of 2021-09-01")


def render_agreement(s: Session, view: AgreementView, name: str) -> None:
    say_title(s, view.title, view.status)
    if view.about:
        s.text(s.t.text_of(view.about))
    s.say(N_("In force: %(span)s."), span=span_of(s, view.begins, view.ends))
    s.say(N_("Parties: %(parties)s."), parties=Said(words.everyone(s.t, view.parties, list(view.parties))))
    s.head(N_("Provisions"))
    for provision in view.provisions:
        show_provision(s, provision)
    if view.rules:
        s.head(N_("How it is counted"))
    for rule in view.rules:
        said = s.t.text_of(rule.names)
        s.bullet(
            s.t.gettext(N_("%(name)s (%(id)s), clause %(clause)s"), name=said, id=rule.count, clause=rule.clause)
            + (f"\n{_held_by(s, view.parties, rule.held_by)}: {s.t.text_of(rule.reading_names)}" if rule.reading else "")
            + "\n"
            + rule_text(rule.rule)
        )
    if view.limits:
        s.head(N_("Limits"))
        s.table(
            [N_("Limit"), N_("Value"), N_("In force"), N_("Clause")],
            [[s.t.text_of(each.names), _limit(s, each), span_of(s, each.begins, each.ends), each.clause] for each in view.limits],
        )
    if view.caps:
        s.head(N_("Quotas of visits"))
        show_caps(s, view)
    if view.exchanges:
        s.head(N_("Exchanges"))
    for exchange in view.exchanges:
        s.bullet(
            s.t.gettext(
                N_("%(name)s, clause %(clause)s: as of %(days)s"),
                name=s.t.text_of(exchange.names), clause=exchange.clause, days=exchange.of,
            )
        )  # fmt: skip
    s.next(f"agreement check {shlex.quote(name)} --as-of DATE")


def _held_by(s: Session, parties: Parties, held_by: Sequence[str]) -> str:
    return s.t.gettext(N_("Reading of %(parties)s"), parties=Said(s.t.listing(s.t.text_of(parties[each]) for each in held_by)))


# ---------------------------------------------------------------- check


def render_check(s: Session, view: AgreementCheck, name: str) -> None:
    say_question(s, view.title, view.status, view.as_of, view.known, view.counted_by)
    if view.origin == "record":
        s.say(
            N_("Of the record: %(entry)s in '%(channel)s', %(state)s."),
            entry=view.entry, channel=view.channel, state=Said(s.t.gettext(words.LIST_STATES[view.text_state or "adopted"])),
        )  # fmt: skip
    if not view.in_force:
        s.say(N_("On this day the agreement is not in force."))
    numbered = _readings_that_differ(s, view)
    for party in words.in_order(s.t, view.parties):
        here = [each for each in view.figures if each.party == party]
        if here:
            s.line()
            s.out.print(words.who(s.t, view.parties[party], party), style="bold")
            s.table(
                [N_("What is counted"), N_("Number"), N_("As of"), N_("Limit"), N_("Result")],
                _figure_rows(s, here, numbered),
                numbers={1},
            )
    _readings(s, view, numbered)
    if view.quotas:
        s.head(N_("Quotas of visits"))
        show_used(s, view.parties, view.quotas)
    _obligations(s, view)
    late = [each for each in view.timed if each.state != "in_time"]
    if late:
        s.head(N_("Time limits"))
        for each in late:
            s.bullet(_timed(s, view.parties, each))
            _day_steps(s, view.parties, each.found)
    _notifications(s, view)
    _queries(s, view)
    _misfits(s, view)
    _remarks(s, view)
    if view.figures:
        known = "" if view.known is None else f" --known {view.known}"
        s.next(f"agreement explain {shlex.quote(name)} {_worth_explaining(view, numbered)} --as-of {view.as_of}{known}")
    elif view.quotas:
        s.next(f"agreement quota {shlex.quote(name)} --by PARTY --of PARTY --on {view.as_of}")


def _worth_explaining(view: AgreementCheck, numbered: Mapping[tuple[str, str | None], int]) -> str:
    """The count that somebody will ask about first: whose readings differ, or that is not within its limit."""
    differ = [count for count, _ in numbered]
    outside = [figure.count for figure in view.figures if any(each.verdict != "within" for each in figure.limits)]
    return (*differ, *outside, view.figures[0].count)[0]


def _figure_rows(s: Session, figures: Sequence[CountedShown], numbered: Mapping[tuple[str, str | None], int]) -> Iterable[list[str]]:
    """A row for each figure and limit; readings that agree everywhere share a row."""
    shown = [each for each in figures if (each.count, each.reading) in numbered]
    shown += list({each.count: each for each in figures if (each.count, each.reading) not in numbered}.values())
    order = {count: place for place, count in enumerate(dict.fromkeys(each.count for each in figures))}
    for figure in sorted(shown, key=lambda each: (order[each.count], numbered.get((each.count, each.reading), 0))):
        number = numbered.get((figure.count, figure.reading))
        name = s.t.text_of(figure.names) if number is None else Said(f"{s.t.text_of(figure.names)} ({s.t.number(number)})")
        for against in figure.limits or [AgainstShown(limit=None, in_force=False, verdict="none")]:
            yield [name, _number(s, figure), s.t.day(figure.of), _limit(s, against.limit), _verdict(s, against)]


def _number(s: Session, figure: CountedShown) -> str:
    if figure.value is not None:
        return Said(s.t.number(figure.value))
    return Said(s.t.gettext(w.WHY_UNKNOWN[figure.why or "not_stated"]))


def _limit(s: Session, limit: LimitShown | None) -> str:
    if limit is None:
        return "—"
    if limit.at_most is not None:
        return Said(s.t.gettext(N_("at most %(limit)d"), limit=limit.at_most))
    return Said(s.t.gettext(N_("at least %(limit)d"), limit=limit.at_least or 0))


def _verdict(s: Session, against: AgainstShown) -> str:
    said = s.t.gettext(w.VERDICTS[against.verdict])
    if against.limit is not None and not against.in_force:
        said = s.t.gettext(N_("%(verdict)s; in force only from %(day)s"), verdict=Said(said), day=Said(s.t.day(against.limit.begins)))
    return said


def _readings_that_differ(s: Session, view: AgreementCheck) -> dict[tuple[str, str | None], int]:
    """The readings of counts for which they give different numbers, numbered in the alphabetical order of those who hold them."""
    differ = {
        figure.count
        for figure in view.figures
        for other in view.figures
        if (figure.count, figure.party) == (other.count, other.party) and (figure.value, figure.why) != (other.value, other.why)
    }
    found: dict[tuple[str, str | None], int] = {}
    for count in dict.fromkeys(each.count for each in view.figures if each.count in differ):
        here = {each.reading: each.held_by for each in view.figures if each.count == count}
        found |= {(count, reading): number for number, reading in enumerate(_in_order_of_holders(s, view.parties, here), 1)}
    return found


def _in_order_of_holders(s: Session, parties: Parties, held_by: Mapping[str | None, Sequence[str]]) -> list[str | None]:
    order = {party: place for place, party in enumerate(words.in_order(s.t, parties))}
    return sorted(held_by, key=lambda reading: min((order[party] for party in held_by[reading]), default=0))


def _readings(s: Session, view: AgreementCheck, numbered: Mapping[tuple[str, str | None], int]) -> None:
    """What the numbers in the tables stand for."""
    if not numbered:
        return
    s.head(N_("Readings that differ"))
    for (count, reading), number in numbered.items():
        figure = next(each for each in view.figures if (each.count, each.reading) == (count, reading))
        held_by = _held_by(s, view.parties, figure.held_by)
        s.bullet(Said(f"{s.t.text_of(figure.names)} ({s.t.number(number)}). {held_by}: {s.t.text_of(figure.reading_names)}"))


def _obligations(s: Session, view: AgreementCheck) -> None:
    if not view.obligations:
        return
    s.head(N_("What was to be declared"))
    order = {party: place for place, party in enumerate(words.in_order(s.t, view.parties))}
    s.table(
        [N_("Exchange"), N_("Party"), N_("As of"), N_("Due"), N_("State")],
        [
            [
                s.t.text_of(each.names), s.t.text_of(view.parties[each.party]), s.t.day(each.of), s.t.day(each.due),
                _state(s, each),
            ]
            for each in sorted(view.obligations, key=lambda each: order[each.party])
        ],
    )  # fmt: skip
    for each in sorted(view.obligations, key=lambda each: order[each.party]):
        party = s.t.text_of(view.parties[each.party])
        if each.said_by is not None:
            s.bullet(
                s.t.gettext(
                    N_("%(party)s: %(state)s, says %(other)s."),
                    party=party, state=Said(s.t.gettext(w.STATES[each.state])), other=s.t.text_of(view.parties[each.said_by]),
                )
            )  # fmt: skip
        if each.ground:
            s.bullet(
                s.t.gettext(N_("%(party)s withholds; its ground: %(text)s."), party=party, text=s.t.text_of(each.ground))
                + (" " + s.t.gettext(N_("It calls this reversible.")) if each.reversible else "")
            )
        if each.since_differs:
            s.bullet(_since(s, party, each))
        for suspension in each.suspensions:
            s.bullet(suspension_text(s, view.parties, suspension))
    for dispute in {claim.id: claim for each in view.obligations for claim in each.disputes}.values():
        s.bullet(_dispute(s, view.parties, dispute))


def _state(s: Session, each: ObligationShown) -> str:
    marks = [s.t.gettext(w.STATES[each.state])]
    if each.corrects is not None:
        marks.append(s.t.gettext(w.WHY_NOT_COUNTED["corrected"]))
    if each.audience is not None:
        marks.append(s.t.gettext(w.AUDIENCES[each.audience]))
    if each.suspensions:
        marks.append(s.t.gettext(N_("suspension claimed")))
    if each.disputes:
        marks.append(s.t.gettext(N_("under dispute")))
    return Said(s.t.listing(Said(mark) for mark in marks))


def _since(s: Session, party: str, each: ObligationShown) -> str:
    """A return that says that nothing is new since a year, where that is not the year of the last one."""
    name, year = s.t.text_of(each.names), str(each.since)
    if each.last_of is None:
        return s.t.gettext(
            N_("%(party)s, %(name)s: nothing new since %(year)s, it says; no return before it is held here."),
            party=party, name=name, year=year,
        )  # fmt: skip
    return s.t.gettext(
        N_("%(party)s, %(name)s: nothing new since %(year)s, it says; the last return before it that is held here is as of %(day)s."),
        party=party, name=name, year=year, day=Said(s.t.day(each.last_of)),
    )  # fmt: skip


def _dispute(s: Session, parties: Parties, held: ClaimShown) -> str:
    parts = s.t.listing(Said(f"{s.t.number(number)} ({s.t.text_of(what)})") for number, what in held.parts)
    return s.t.gettext(
        N_("%(party)s disputes %(n)d: %(parts)s."), party=s.t.text_of(parties[held.by]), n=held.total or 0, parts=Said(parts)
    )


def _timed(s: Session, parties: Parties, each: TimedShown) -> str:
    if each.state == "late":
        return s.t.gettext(
            N_("%(id)s of %(party)s came late: it was due on %(due)s (%(days)d days from %(from)s), and was received on %(received)s."),
            id=each.declaration, party=s.t.text_of(parties[each.party]), due=Said(s.t.day(each.due)), days=each.days,
            **{"from": Said(s.t.day(each.runs_from))}, received=Said(s.t.day(each.received)),
        )  # fmt: skip
    return s.t.gettext(
        N_("Whether %(id)s of %(party)s came in time is not known: a date is missing."),
        id=each.declaration, party=s.t.text_of(parties[each.party]),
    )  # fmt: skip


def _day_steps(s: Session, parties: Parties, found: DayFound | None) -> None:
    """How a last day was found, where working days were counted."""
    for step in w.day_steps(s.t, found, parties):
        s.line("    " + step)


def _notifications(s: Session, view: AgreementCheck) -> None:
    if not view.notifications:
        return
    s.head(N_("Notifications"))
    s.table(
        [N_("Entry"), N_("Party"), N_("Format"), N_("As of"), N_("Received"), N_("Due"), N_("State")],
        [
            [
                each.entry or each.id, s.t.text_of(view.parties[each.party]), Said(f"{tame(each.number)} {s.t.text_of(each.names)}"),
                s.t.day(each.on), s.t.day(each.received), s.t.day(each.due), Said(s.t.gettext(w.ON_TIME[each.state])),
            ]
            for each in view.notifications
        ],
    )  # fmt: skip
    for each in view.notifications:
        if each.found is not None and each.found.working is not None:
            s.bullet(s.t.gettext(N_("%(entry)s: how its last day was found"), entry=each.entry or each.id))
            _day_steps(s, view.parties, each.found)
        for missing in each.missing:
            s.bullet(
                s.t.gettext(
                    N_("%(entry)s names no notification '%(format)s', which had to precede it (clause %(clause)s)."),
                    entry=each.entry or each.id, format=missing, clause=each.clause,
                )
            )  # fmt: skip


def _queries(s: Session, view: AgreementCheck) -> None:
    if view.queries:
        s.head(N_("Queries"))
    for each in view.queries:
        said = s.t.gettext(
            N_("%(entry)s: %(party)s asks about %(of)s: %(text)s"),
            entry=each.entry, party=s.t.text_of(view.parties.get(each.by, {}), each.by), of=each.of, text=s.t.text_of(each.text, "—"),
        )  # fmt: skip
        answers = s.t.listing(Said(tame(entry)) for entry in each.answers)
        answered = s.t.gettext(N_("Answered by %(entries)s."), entries=Said(answers)) if answers else s.t.gettext(N_("No answer yet."))
        s.bullet(f"{said} {answered}")


def _misfits(s: Session, view: AgreementCheck) -> None:
    if view.misfits:
        s.head(N_("What does not fit the agreement, and counts nowhere"))
    for each in view.misfits:
        s.bullet(Said(f"{tame(each.entry)}: {s.t.error(each.reason.error())}"))


def render_formats(s: Session, view: FormatsView) -> None:
    """The formats of notification, each with its fields."""
    say_title(s, view.title, view.status)
    if not view.formats:
        s.say(N_("This agreement has no formats of notification."))
    for form in view.formats:
        s.line()
        s.out.print(Said(f"{tame(form.number)}  {s.t.text_of(form.names)} ({tame(form.id)})"), style="bold")
        s.text(Said(f"{tame(form.clause)}  {tame(form.reference)}"))
        if form.days is not None:
            s.text(_term(s, form.days, form.runs_from, form.working))
        if form.follows:
            s.say(N_("What must precede it: %(formats)s"), formats=form.follows)
        s.table(
            [N_("Field"), N_("Name"), N_("Type"), N_("Unit"), N_("Needed")],
            [
                [
                    Said(tame(field.id)), s.t.text_of(field.names, "—"), Said(", ".join(field.one_of) or s.t.gettext(w.TYPES[field.type])),
                    Said(tame(field.unit or "—")), Said(s.t.gettext(N_("yes") if field.needed else N_("no"))),
                ]
                for field in form.fields
            ],
        )  # fmt: skip
    if view.formats:
        s.next(f"notify {shlex.quote(view.agreement)} {view.formats[0].id}")


def _remarks(s: Session, view: AgreementCheck) -> None:
    """What limits the answer itself."""
    if any(figure.receipt_undated for figure in view.figures) and view.known is not None:
        s.say(N_("Some declarations have no date of receipt; they are taken as known from their own day on."))
    say_data_end(s, view.data_until, view.as_of)


# ---------------------------------------------------------------- explain


def render_explained(s: Session, view: AgreementExplained) -> None:
    say_question(s, view.title, view.status, view.as_of, view.known, view.counted_by)
    order = {party: place for place, party in enumerate(words.in_order(s.t, view.parties))}
    counts = {count: place for place, count in enumerate(dict.fromkeys(each.figure.count for each in view.explained))}

    def place(each: Explained) -> tuple[int, ...]:
        figure = each.figure
        return order[figure.party], counts[figure.count], min((order[party] for party in figure.held_by), default=0)

    for each in sorted(view.explained, key=place):
        _explained(s, view, each)
    for used in sorted(view.quotas, key=lambda each: order.get(each.host or "", 0)):
        show_reasons(s, view.parties, used)
    for told in view.timed:
        _time_limit(s, view.parties, told.declaration, told)
    for sent in view.notifications:
        _time_limit(s, view.parties, sent.entry or sent.id, sent)
    s.head(N_("Provisions"))
    for provision in view.provisions:
        show_provision(s, provision)
    say_data_end(s, view.data_until, view.as_of)


def _time_limit(s: Session, parties: Parties, name: str, each: TimedShown | NotifiedShown) -> None:
    """What fell under a time limit: from when it ran, when it ended, and how that day was found."""
    s.line()
    s.out.print(Said(f"{words.who(s.t, parties[each.party], each.party)}: {tame(name)}: {s.t.text_of(each.names)}"), style="bold")
    if each.found is None:
        s.say(N_("Whether it came in time is not known: a date is missing."))
        return
    s.say(
        N_("It runs from %(begins)s and ends on %(due)s; received: %(received)s. Result: %(result)s."),
        begins=Said(s.t.day(each.found.begins)), due=Said(s.t.day(each.due)), received=Said(s.t.day(each.received)),
        result=Said(s.t.gettext(w.ON_TIME[each.state])),
    )  # fmt: skip
    if each.found.working is None:
        s.text(s.t.ngettext("%(n)d day after %(day)s", "%(n)d days after %(day)s", each.found.days, day=Said(s.t.day(each.found.begins))))
    _day_steps(s, parties, each.found)


def _term(s: Session, days: int, runs_from: str | None, working: Mapping[str, str]) -> str:
    """A time limit in words."""
    if working and runs_from == "event":
        said = s.t.ngettext("%(n)d working day from the event", "%(n)d working days from the event", days)
    elif working:
        said = s.t.ngettext("%(n)d working day from receipt", "%(n)d working days from receipt", days)
    elif runs_from == "event":
        said = s.t.ngettext("%(n)d day from the event", "%(n)d days from the event", days)
    else:
        said = s.t.ngettext("%(n)d day from receipt", "%(n)d days from receipt", days)
    return Said(f"{said} ({s.t.text_of(working)})") if working else said


def _explained(s: Session, view: AgreementExplained, each: Explained) -> None:
    figure = each.figure
    s.line()
    party, name = words.who(s.t, view.parties[figure.party], figure.party), s.t.text_of(figure.names)
    s.out.print(Said(f"{party}: {name}: {_number(s, figure)}"), style="bold")
    if figure.reading is not None:
        s.text(Said(f"{_held_by(s, view.parties, figure.held_by)} ({figure.reading}): {s.t.text_of(figure.reading_names)}"))
    s.say(N_("Rule (clause %(clause)s): %(rule)s"), clause=figure.clause, rule=Said(rule_text(each.rule)))
    for against in figure.limits:
        if against.limit is not None:
            s.say(
                N_("Limit (clause %(clause)s): %(limit)s, in force: %(span)s. Result: %(verdict)s."),
                clause=against.limit.clause, limit=Said(_limit(s, against.limit)),
                span=Said(span_of(s, against.limit.begins, against.limit.ends)), verdict=Said(_verdict(s, against)),
            )  # fmt: skip
    if figure.unknown_items:
        s.text(s.t.ngettext("%(n)d item is unknown.", "%(n)d items are unknown.", figure.unknown_items))
    if not each.inputs:
        s.say(N_("It rests on no record."))
        return
    s.table(
        [N_("Rests on"), N_("What"), N_("Number"), N_("As of"), N_("Received"), N_("Counts")],
        [input_row(s, one) for one in each.inputs],
        numbers={2},
    )
    for one in each.inputs:
        for number, what in one.parts:
            s.bullet(Said(f"{s.t.number(number)} ({s.t.text_of(what)})"))
    for source in dict.fromkeys(source for one in each.inputs for source in one.sources):
        s.line("  " + tame(source))


# ---------------------------------------------------------------- one round of an exchange


def render_round(s: Session, view: AgreementRound, made_at: str) -> None:
    """The report of an exchange on screen: the same sections as on paper."""
    from detente.cli.render_document import render_document
    from detente.reports.round import round_document

    render_document(s, round_document(view, s.t, made_at))
    if not s.json:
        s.line()
        s.next(f"agreement report {shlex.quote(view.agreement)} --as-of {view.as_of} --pdf FILE")


# ---------------------------------------------------------------- calendar


def render_calendar(s: Session, view: AgreementCalendar) -> None:
    say_title(s, view.title, view.status)
    days = {"first": Said(s.t.day(view.first)), "last": Said(s.t.day(view.last))}
    s.say(N_("From %(first)s until %(last)s; each exchange is due from every party."), **days)
    if not view.duties:
        s.say(N_("Nothing is due in this time."))
        return
    s.table(
        [N_("Day"), N_("What"), N_("Clause"), N_("How it was found")],
        [
            [
                s.t.day(each.on), Said(s.t.gettext(w.DUTIES[each.kind], what=s.t.text_of(each.names))), Said(tame(each.clause or "—")),
                Said(w.duty_found(s.t, each.of, each.period_ended, each.days, each.found)),
            ]
            for each in view.duties
        ],
    )  # fmt: skip


# ---------------------------------------------------------------- import


def render_import(s: Session, view: ImportView, key: str, path: str) -> None:
    names = sorted({name for row in view.rows for name in row.figures})
    s.say(N_("%(file)s, as it was understood, for %(party)s:"), file=view.file, party=view.party)
    if view.items:
        s.table([N_("Row"), N_("Item")], [[s.t.number(row.number), tame(row.item or "")] for row in view.rows], numbers={0})
    else:
        s.table(
            [N_("Row"), N_("As of"), N_("Exchange"), N_("Form"), N_("Figures")],
            [
                [
                    s.t.number(row.number), s.t.day(row.on), tame(row.exchange or "—"), Said(words.word(s.t, w.DECLARED, row.form or "")),
                    tame("; ".join(f"{name}={row.figures[name]}" for name in names if name in row.figures) or "—"),
                ]
                for row in view.rows
            ],
            numbers={0},
        )  # fmt: skip
    if view.skipped:
        rows = Said(s.t.listing(Said(s.t.number(number)) for number in view.skipped))
        s.say(N_("Rows about other parties, which declare for themselves: %(rows)s."), rows=rows)
    for error in view.errors:
        s.bullet(s.t.error(error.error()))
    if view.errors:
        s.say(N_("Nothing was drafted: all rows, or none."))
    elif view.drafts:
        s.say(N_("Drafts: %(numbers)s."), numbers=Said(s.t.listing(Said(s.t.number(number)) for number in view.drafts)))
        s.next("outbox", "seal")
    else:
        s.say(N_("This is a preview; nothing was drafted."))
        s.next(f"agreement import {shlex.quote(key)} {shlex.quote(path)} --draft")
