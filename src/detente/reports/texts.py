"""A text in all its languages, with its state, the digest that all sign, and the signatures."""

from __future__ import annotations

from detente.errors import N_
from detente.i18n import Translator
from detente.reports import parts
from detente.reports.document import Block, Document, Facts, Heading, Line, Paragraph, Table, direction_of, foreign, joined, mono, runs
from detente.reports.minutes import voices
from detente.views import phrases, words, words_talks, words_texts
from detente.views.text_bodies import reading
from detente.views.texts import TextView, VersionRow


def text_document(view: TextView, t: Translator, made_at: str) -> Document:
    """The text as a report: as adopted, else each version that was tabled."""
    name, row = view.channel, view.text
    state = words.word(t, words_talks.TEXTS, row.state)
    shown = [view.current] if view.current is not None else view.versions
    digest = mono(phrases.check_value(shown[0].digest)) if len(shown) == 1 else []
    return parts.frame(
        t,
        parts.Origin(name.dialogue_names, name.exercise, made_at),
        title=t.text_of(row.titles, row.slot),
        kicker=t.gettext(N_("Text")),
        subtitle=joined([parts.channel(t, name), runs(state, "good" if row.state == "signed" else ""), parts.as_of(t, name, view.as_of)]),
        footer=joined([runs(state), digest]),
        blocks=[block for version in shown for block in _version(view, version, t, alone=len(shown) == 1)],
    )


def _version(view: TextView, version: VersionRow, t: Translator, *, alone: bool) -> list[Block]:
    members = view.channel.members
    found: list[Block] = []
    if not alone:
        by = parts.party(t, members, version.proposal.by)
        found.append(Heading(joined([runs(t.gettext(N_("Tabled by"))), by, mono(version.proposal.ref)])))
    if version.proposal.destroyed:
        found.append(Paragraph(runs(t.gettext(parts.DESTROYED), "quiet")))
    if version.missing:
        languages = t.listing(t.language_name(language) for language in version.missing)
        missing = t.gettext(words_texts.NOT_ARRIVED, entry=version.proposal.ref, languages=languages)
        found.append(Paragraph(runs(missing, "warn")))
    for language, text in version.texts.items():
        found.append(Heading(joined([runs(t.language_name(language)), _title(version, language)]), 1 if alone else 2))
        found += parts.paragraphs(reading(language, text), language)
    facts: list[tuple[Line, Line]] = [
        (runs(t.gettext(N_("Text"))), mono(view.text.slot)),
        (runs(t.gettext(N_("State"))), runs(words.word(t, words_talks.STATES, version.proposal.state))),
        (runs(t.gettext(N_("Check value of all language versions, which all sign"))), mono(phrases.check_value(version.digest))),
    ]
    if version.form:
        facts.insert(1, (runs(t.gettext(N_("Form"))), runs(words.word(t, words_talks.FORMS, version.form))))
    found += [Heading(runs(t.gettext(N_("State and check value"))), 1 if alone else 2), Facts(facts)]
    if version.fits is False:
        wrong = t.gettext(N_("The language versions held here have another check value: this text cannot be signed as it is."))
        found.append(Paragraph(runs(wrong, "warn")))
    heading = Heading(runs(t.gettext(N_("Signatures"))), 1 if alone else 2)
    consent = Heading(runs(t.gettext(N_("How each party stands to it"))), 1 if alone else 2)
    return [*found, heading, _signatures(view, version, t), *_remarks(view, version, t), consent, voices(version.proposal, members, t)]


def _title(version: VersionRow, language: str) -> Line:
    title = version.titles.get(language, "")
    return foreign(title, language=language) if direction_of(title) else []


def _remarks(view: TextView, version: VersionRow, t: Translator) -> list[Block]:
    """What was found in the initials and signatures of a version, and in what stands beside the text: shown, and nothing refused for it."""
    acts = {row.entry for row in (*version.initials, *version.signatures)} | {row.entry for row in view.attached}
    found = [(remark.entry, remark.text.error()) for remark in view.remarks if remark.entry is not None and remark.entry in acts]
    if not found:
        return []
    lines = [Paragraph(joined([mono(entry), runs(t.error(error), "warn")])) for entry, error in found]
    return [Heading(runs(t.gettext(N_("What was found in these acts; nothing was refused for it"))), 2), *lines]


def _signatures(view: TextView, version: VersionRow, t: Translator) -> Table:
    members = view.channel.members
    signed = {item.party: item for item in version.signatures}
    rows: list[list[Line]] = []
    for party in parts.in_order(t, members):
        item = signed.get(party)
        if item is None:
            rows.append([parts.party(t, members, party), runs(t.gettext(N_("not signed")), "warn"), [], []])
            continue
        if item.holds is None:
            person = runs(t.gettext(N_("by the party")))
        elif item.holds:
            person = foreign(item.name or item.delegate)
        else:
            person = joined([foreign(item.name or item.delegate), runs(t.gettext(N_("the signature in person does not hold")), "warn")])
        rows.append(
            [
                parts.party(t, members, party),
                runs(t.gettext(N_("signed")), "good"),
                person,
                joined([mono(item.entry), runs(t.time(item.at))]),
            ]
        )
    headings = (N_("Party"), N_("Signature"), N_("In person"), N_("Entry (time as claimed)"))
    return Table(headings=[runs(t.gettext(text)) for text in headings], rows=rows, widths=[3, 2, 3, 5])
