"""The list of issues: each side's own wording beside the other's, each side's own assessment, and what was referred elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import N_
from detente.i18n import Said, Translator
from detente.reports import parts
from detente.reports.document import Block, Columns, Document, Facts, Heading, Line, Paragraph, foreign, joined, mono, runs
from detente.views import words, words_matters, words_talks
from detente.views.issues import IssuesView, IssueView, Wording
from detente.views.register import ANY_LANGUAGE
from detente.views.translated import Translated

_SIDE_BY_SIDE = 3
"""More columns than these cannot be read on A4."""


def issues_document(
    listed: IssuesView, views: Sequence[IssueView], t: Translator, made_at: str, translations: Sequence[Translated] = ()
) -> Document:
    """The issues as a report; `views` are those of the list, in its order; `translations`: of wordings and assessments."""
    name = listed.channel
    open_ones = sum(issue.state == "open" for issue in listed.issues)
    state = t.ngettext("%(open)d of %(n)d issue open", "%(open)d of %(n)d issues open", len(listed.issues), open=open_ones)
    blocks = [block for view in views for block in _issue(view, t, translations)]
    return parts.frame(
        t,
        parts.Origin(name.dialogue_names, name.exercise, made_at),
        title=t.gettext(N_("Issues, in each side's own words")),
        kicker=t.gettext(N_("Issues")),
        subtitle=joined([parts.channel(t, name), runs(state), parts.as_of(t, name, listed.as_of)]),
        footer=joined([parts.channel(t, name), runs(state)]),
        blocks=blocks or [Paragraph(runs(t.gettext(N_("No issue was raised here."))))],
    )


def _issue(view: IssueView, t: Translator, translations: Sequence[Translated]) -> list[Block]:
    issue, members = view.issue, view.channel.members
    facts: list[tuple[Line, Line]] = [
        (runs(t.gettext(N_("Matter"))), mono(issue.matter)),
        (runs(t.gettext(N_("State"))), runs(words.word(t, words_matters.ISSUES, issue.state))),
    ]
    if issue.concerns:
        facts.append((runs(t.gettext(N_("Concerns outside the talks"))), runs(t.listing(issue.concerns))))
    for referral in view.referrals:
        back = t.gettext(N_("has reported back")) if referral.reported_back else t.gettext(N_("has not reported back"))
        to = runs(words_talks.matter(t, referral.to, referral.names))
        facts.append(
            (runs(t.gettext(N_("Referred to"))), joined([to, runs(back, "" if referral.reported_back else "warn"), mono(referral.entry)]))
        )
    columns = [_side(view, party, t, translations) for party in parts.in_order(t, members)]
    side_by_side: list[Block] = [Columns(columns)] if len(columns) <= _SIDE_BY_SIDE else [block for column in columns for block in column]
    return [Heading(foreign(t.text_of(issue.title, issue.matter))), Facts(facts), *side_by_side]


def _side(view: IssueView, party: str, t: Translator, translations: Sequence[Translated]) -> list[Block]:
    """One side's wording in force, and its last assessment."""
    members = view.channel.members
    versions = view.wordings.get(party, [])
    found: list[Block] = [Heading(parts.party(t, members, party), 2)]
    if not versions:
        found.append(Paragraph(runs(t.gettext(N_("No wording is held here.")), "quiet")))
    else:
        found += _wording(versions[-1], len(versions), t)
        if t.language not in (versions[-1].text or versions[-1].title):
            found += parts.translations_of(t, translations, view.channel.label, versions[-1].entry)
    last = next((item for item in view.issue.assessments if item.party == party), None)
    if last is None:
        found.append(Paragraph(runs(t.gettext(N_("no assessment yet")), "quiet")))
    else:
        about = runs(words_talks.matter(t, last.round), "quiet") if last.round else []
        found.append(
            Paragraph(
                joined([runs(words.word(t, words_matters.MOVEMENTS, last.movement), "strong"), about, mono(last.entry), foreign(last.text)])
            )
        )
        found += parts.translations_of(t, translations, view.channel.label, last.entry)
    return found


def _wording(version: Wording, number: int, t: Translator) -> list[Block]:
    found: list[Block] = []
    if version.destroyed:
        found.append(Paragraph(runs(t.gettext(parts.DESTROYED), "quiet")))
    said = version.text or version.title
    for language, text in sorted(said.items(), key=lambda item: (item[0] != t.language, item[0])):
        found += parts.paragraphs(text, None if language == ANY_LANGUAGE else language)
    earlier = t.ngettext("%(n)d earlier wording", "%(n)d earlier wordings", number - 1)
    found.append(
        Paragraph(joined([mono(version.entry), runs(Said(t.time(version.at)), "quiet"), runs(earlier, "quiet") if number > 1 else []]))
    )
    return found
