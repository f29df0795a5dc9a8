# ruff: noqa: D103 - render_x renders the view x
"""Looks at a text, for people: what is left to agree, two versions compared, its languages, versions that were merged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from detente.cli.render_talks import Members, heading
from detente.cli.session import Session
from detente.errors import N_
from detente.i18n import Said, tame
from detente.views import phrases, words, words_talks, words_texts
from detente.views.results import TextUnderstood
from detente.views.text_left import ClosedBracket, LeftView, OpenBracket, PackageShown
from detente.views.text_looks import CompareView, ParityView, ProvisionCompared, RunShown
from detente.views.text_merging import MergedView
from detente.views.text_originals import OriginalView
from detente.views.text_shown import PieceShown


def render_left(s: Session, view: LeftView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, view.slot, view.channel.matters), style="bold")
    s.line(words.channel_title(t, view.channel))
    s.text(words.as_of_line(t, view.channel, view.as_of))
    if not view.brackets:
        s.say(N_("Nothing is left to agree: no bracket is open."))
    else:
        s.line(t.ngettext("%(n)d bracket is open.", "%(n)d brackets are open.", view.brackets))
        s.say(N_("Without brackets: %(clean)d of %(all)d provisions."), clean=view.clean, all=view.provisions)
        s.table(
            [N_("Party"), N_("Open brackets in which it has a stake"), N_("Stands alone in")],
            [
                [words.who(t, members.get(party), party), t.number(view.by_party.get(party, 0)), t.number(view.alone.get(party, 0))]
                for party in words.in_order(t, members)
            ],
        )
        s.head(N_("Open, the oldest first"))
        s.table(
            [N_("No."), N_("Provision"), N_("Words"), N_("Since"), N_("Age")],
            [_open_row(s, row) for row in view.open],
        )
    for warned in view.warnings:
        what = Said(t.gettext(warned.template, **warned.params))
        s.bullet(t.gettext(N_("{%(provision)s}: %(what)s"), provision=warned.provision, what=what))
    if view.closed:
        s.head(N_("Settled"))
        for closed in view.closed:
            _closed_line(s, closed, view.language, members)
    if view.packages:
        s.head(N_("Settled for each other"))
        for package in view.packages:
            _package_lines(s, package, members)
    if len(view.curve) > 1:
        s.head(N_("From version to version"))
        s.table(
            [N_("Version"), N_("Day (claimed)"), N_("New"), N_("Closed"), N_("Open")],
            [
                [
                    point.entry or t.gettext(N_("as it stands")),
                    "" if point.day is None else t.day(point.day),
                    *(t.number(number) for number in (point.opened, point.closed, point.open)),
                ]
                for point in view.curve
            ],
        )
    if view.brackets:
        s.next(f"text settle {view.slot.partition('/')[2]} NUMBER --choose 1")


def _open_row(s: Session, row: OpenBracket) -> list[str]:
    t = s.t
    age = []
    if row.rounds:
        age.append(t.ngettext("%(n)d round", "%(n)d rounds", row.rounds))
    if row.days is not None:
        age.append(t.ngettext("%(n)d day", "%(n)d days", row.days))
    number = t.gettext(N_("change")) if row.change or row.bracket.number is None else f"#{row.bracket.number}"
    shown = words_texts.pieces_text([PieceShown(bracket=row.bracket)])
    return [number, row.place or row.provision, tame(shown), row.since or "", t.listing(age)]


def _closed_line(s: Session, closed: ClosedBracket, language: str, members: Members) -> None:
    t = s.t
    said = words_texts.pieces_text(closed.words.get(language, [])) or t.gettext(N_("left out"))
    s.line(t.gettext(N_("#%(number)d (%(entry)s): %(words)s"), number=closed.number, entry=closed.entry, words=tame(said)))
    for party, wanted in closed.gave_up.items():
        given = tame(wanted) or t.gettext(N_("that it be left out"))
        s.line("  " + t.gettext(N_("%(party)s gave up: %(words)s"), party=words.who(t, members.get(party), party), words=given))
    if closed.package:
        s.line("  " + t.gettext(N_("together with: %(numbers)s"), numbers=", ".join(f"#{number}" for number in closed.package)))


def _package_lines(s: Session, package: PackageShown, members: Members) -> None:
    t = s.t
    s.line(", ".join(f"#{number}" for number in package.numbers))
    for one in package.gave_up:
        given = Said(tame(one.words) or t.gettext(N_("that it be left out")))
        party = words.who(t, members.get(one.party), one.party)
        s.line("  " + t.gettext(N_("%(party)s gave up in #%(number)d: %(words)s"), party=party, number=one.number, words=given))
    if package.waiting:
        s.line("  " + t.gettext(N_("still open: %(numbers)s"), numbers=", ".join(f"#{number}" for number in package.waiting)))


# ---------------------------------------------------------------- two versions


def render_compare(s: Session, view: CompareView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, view.slot, view.channel.matters), style="bold")
    later = view.later or t.gettext(N_("the text as it stands"))
    s.say(N_("%(earlier)s beside %(later)s, in %(language)s"), earlier=view.earlier, later=later, language=t.language_name(view.language))
    if not view.changed:
        s.say(N_("There is no difference."))
        return
    _compared(s, view.provisions)


def _compared(s: Session, rows: Sequence[ProvisionCompared]) -> None:
    t = s.t
    for row in rows:
        if row.kind == "same":
            continue
        heading(s, t.gettext(N_("{%(provision)s}: %(what)s"), provision=row.id, what=Said(words.word(t, words_texts.COMPARED, row.kind))))
        if row.looks is not None:
            s.line(words_texts.looks_text(t, row.looked, row.looks))
        s.line(_runs_text(row.runs))
    s.say(N_("[-words-] went, {+words+} came."))


def _runs_text(runs: Sequence[RunShown]) -> str:
    found = []
    for run in runs:
        said = tame(words_texts.pieces_text(run.pieces, numbered=True))
        if run.kind == "bracket":
            found.append(f"[-{tame(words_texts.pieces_text(run.before, numbered=True))}-]{{+{said}+}}")
        else:
            found.append({"same": said, "removed": f"[-{said}-]", "added": f"{{+{said}+}}"}[run.kind])
    return "".join(found)


# ---------------------------------------------------------------- its languages


def render_parity(s: Session, view: ParityView) -> None:
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, view.slot, view.channel.matters), style="bold")
    s.say(N_("Compared: %(languages)s."), languages=[t.language_name(language) for language in view.languages])
    if view.terms:
        s.line(t.ngettext("The agreed glossary has %(n)d term.", "The agreed glossary has %(n)d terms.", view.terms))
    else:
        s.say(N_("No glossary has been agreed."))
    if len(view.languages) < 2:
        s.say(N_("There is one language version; there is nothing to compare it with."))
        return
    if not view.found:
        s.say(N_("Nothing was found that the languages do not say alike: provisions, numbers, days, brackets, names and terms."))
        return
    for row in view.found:
        where = row.provision or t.gettext(N_("title"))
        heading(s, t.gettext(N_("{%(provision)s}: %(what)s"), provision=where, what=Said(words.word(t, words_texts.DISPARITIES, row.kind))))
        for language, quotation in row.quotations.items():
            s.line(f"  {t.language_name(language)}: {tame(quotation) or '—'}")
    s.say(N_("A program finds this, and people decide; nothing was changed."))


# ---------------------------------------------------------------- versions that crossed


def render_merged(s: Session, view: MergedView, files: Sequence[Path], decided: Collection[str] = ()) -> None:
    """What was made of two sides; `decided`: the provisions at which a person has chosen one of them."""
    t = s.t
    s.exercise(on=view.channel.exercise)
    s.say(N_("%(first)s and %(second)s go on from %(base)s; merged into:"), first=view.sides[0], second=view.sides[1], base=view.base)
    for path in files:
        s.line(f"  {path}")
    if not view.conflicts:
        s.say(N_("They changed nothing in common."))
    for row in view.conflicts:
        what = Said(words.word(t, words_texts.MET if row.provision in decided else words_texts.CONFLICTS, row.kind))
        s.bullet(t.gettext(N_("{%(provision)s}: %(what)s"), provision=row.provision or t.gettext(N_("title")), what=what))
    key = view.slot.partition("/")[2]
    if view.provision is None:
        languages = " ".join(f"--text {language}={path}" for language, path in zip(view.texts, files, strict=True))
        s.next(f"text table {key} --form rolling_text {languages}")
        return
    for language, text in view.texts.items():
        s.line(f"{s.t.language_name(language)}: {tame(text)}")
    given = "".join(f" --text {language}=WORDS" for language in view.texts)
    s.next(f"text amend {key} {view.provision} --verb {view.verb}{given}")


# ---------------------------------------------------------------- originals


def render_original(s: Session, view: OriginalView) -> None:
    t, members = s.t, view.channel.members
    s.exercise(on=view.channel.exercise)
    s.out.print(words_talks.with_key(t, view.slot, view.channel.matters), style="bold")
    for row in view.matches:
        said = N_("This is the version %(entry)s, which was adopted.") if row.adopted else N_("This is the version %(entry)s, not adopted.")
        s.say(said, entry=row.ref)
        s.line(row.digest)
        if row.originals is not None:
            whose = words_texts.whose(row.originals, view.channel.members)
            s.say(whose, parties=[words.who(t, members[party], party) for party in words.in_order(t, members) if party in row.originals])
    if view.matches:
        return
    none_by_digest = N_("No version of this text that is held here has this check value.")
    s.say(none_by_digest if view.digest else N_("No version held here has these words."))
    if view.nearest is None:
        return
    s.say(N_("Nearest is %(entry)s; this is other in it:"), entry=view.nearest)
    _compared(s, view.compared)


# ---------------------------------------------------------------- from Word


def render_understood(s: Session, view: TextUnderstood) -> None:
    t = s.t
    s.exercise(on=view.exercise)
    s.say(N_("Made of %(paragraphs)d paragraphs: %(provisions)d provisions, %(brackets)d brackets."),
          paragraphs=view.paragraphs, provisions=view.provisions, brackets=view.brackets)  # fmt: skip
    s.line(view.file)
    for kind, heading_text in UNDERSTOOD.items():
        notes = [note for note in view.notes if note.kind == kind]
        if notes:
            s.head(heading_text)
        for note in notes:
            said = t.gettext(note.template, **phrases.understood_values(t, note)).rstrip()
            where = t.gettext(N_("paragraph %(number)d: %(what)s"), number=note.paragraph, what=Said(said)) if note.paragraph else said
            s.bullet(f"{where} “{tame(note.quotation)}”" if note.quotation else where)
    s.next(f"text table KEY --form rolling_text --text {view.language}={view.file}")


UNDERSTOOD = {"left out": N_("Left out"), "guessed": N_("Guessed; look at it"), "understood": N_("Understood")}
