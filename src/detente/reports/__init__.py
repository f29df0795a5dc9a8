"""Reports for people who read paper: PDF, Word and calendars, in Arabic, English and Russian.

Each function takes a view (detente.views) and a translator, and gives bytes; none opens a node, reads a clock or writes a file, and the
same arguments give the same bytes. `made_at`: the time that the report carries, as entries carry times. `translations`: of entries that the
report quotes (views.translated). They need the libraries of the extra `reports`, and raise a CallerError that names it where these are
missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.i18n import Translator
from detente.reports.brief import brief_document
from detente.reports.calendars import agreement_ics, deadlines_ics, is_same_calendar
from detente.reports.count import count_document
from detente.reports.divergence import divergence_document
from detente.reports.drill import drill_document
from detente.reports.exposure import exposure_document
from detente.reports.issues import issues_document
from detente.reports.minutes import minutes_document
from detente.reports.pdf import print_pdf, to_pdf
from detente.reports.request import request_document
from detente.reports.round import round_document
from detente.reports.texts import text_document
from detente.reports.word import to_docx
from detente.views.agreement_round import AgreementRound
from detente.views.brief import BriefView
from detente.views.divergence import Divergence
from detente.views.drills import DrillView
from detente.views.exposure import ExposureView
from detente.views.issues import IssuesView, IssueView
from detente.views.meetings import MeetingView
from detente.views.requests import RequestView
from detente.views.standing import StandingView
from detente.views.tallies import TalliesView
from detente.views.texts import TextView
from detente.views.translated import Translated

__all__ = [
    "agreement_ics",
    "brief_docx",
    "brief_pdf",
    "count_docx",
    "count_pdf",
    "deadlines_ics",
    "divergence_docx",
    "divergence_pdf",
    "drill_docx",
    "drill_pdf",
    "exposure_docx",
    "exposure_pdf",
    "is_same_calendar",
    "issues_docx",
    "issues_pdf",
    "minutes_docx",
    "minutes_pdf",
    "request_docx",
    "request_pdf",
    "round_docx",
    "round_pdf",
    "text_docx",
    "text_pdf",
]


def brief_pdf(view: BriefView, t: Translator) -> bytes:
    """The brief on one page: with as many rows of each list as fit, and how many more there are."""
    for most in range(view.most, 0, -1):
        printed = print_pdf(brief_document(view, t, most))
        if printed.pages == 1:
            break
    return printed.data


def brief_docx(view: BriefView, t: Translator) -> bytes:
    """The brief as a Word file; how much fits a page is Word's to say."""
    return to_docx(brief_document(view, t, view.most))


def count_pdf(
    view: StandingView, t: Translator, made_at: str, tallies: TalliesView | None = None, translations: Sequence[Translated] = ()
) -> bytes:
    """The count of a channel with who has signed the same, its rule, and its countersignatures; with pictures of it over time."""
    return to_pdf(count_document(view, t, made_at, tallies, translations))


def count_docx(
    view: StandingView, t: Translator, made_at: str, tallies: TalliesView | None = None, translations: Sequence[Translated] = ()
) -> bytes:
    """The count as a Word file, in which the pictures are words."""
    return to_docx(count_document(view, t, made_at, tallies, translations))


def drill_pdf(view: DrillView, t: Translator, made_at: str) -> bytes:
    """A drill on one page."""
    return to_pdf(drill_document(view, t, made_at))


def drill_docx(view: DrillView, t: Translator, made_at: str) -> bytes:
    """A drill as a Word file."""
    return to_docx(drill_document(view, t, made_at))


def minutes_pdf(view: MeetingView, t: Translator, made_at: str, translations: Sequence[Translated] = ()) -> bytes:
    """The minutes of a meeting, point by point: as agreed, else each side's wording beside the other's."""
    return to_pdf(minutes_document(view, t, made_at, translations))


def minutes_docx(view: MeetingView, t: Translator, made_at: str, translations: Sequence[Translated] = ()) -> bytes:
    """The minutes as a Word file."""
    return to_docx(minutes_document(view, t, made_at, translations))


def text_pdf(view: TextView, t: Translator, made_at: str) -> bytes:
    """A text in all its languages, with its state, digest and signatures."""
    return to_pdf(text_document(view, t, made_at))


def text_docx(view: TextView, t: Translator, made_at: str) -> bytes:
    """A text as a Word file."""
    return to_docx(text_document(view, t, made_at))


def request_pdf(view: RequestView, t: Translator, made_at: str) -> bytes:
    """One request as a thread, with each side's own view of it."""
    return to_pdf(request_document(view, t, made_at))


def request_docx(view: RequestView, t: Translator, made_at: str) -> bytes:
    """One request as a Word file."""
    return to_docx(request_document(view, t, made_at))


def issues_pdf(
    listed: IssuesView, views: Sequence[IssueView], t: Translator, made_at: str, translations: Sequence[Translated] = ()
) -> bytes:
    """The issues with each side's own wording; `views`: those of the list, in its order."""
    return to_pdf(issues_document(listed, views, t, made_at, translations))


def issues_docx(
    listed: IssuesView, views: Sequence[IssueView], t: Translator, made_at: str, translations: Sequence[Translated] = ()
) -> bytes:
    """The issues as a Word file."""
    return to_docx(issues_document(listed, views, t, made_at, translations))


def round_pdf(view: AgreementRound, t: Translator, made_at: str) -> bytes:
    """One round of an exchange of data under an agreement: what each party told, against the limits, and on what it rests."""
    return to_pdf(round_document(view, t, made_at))


def round_docx(view: AgreementRound, t: Translator, made_at: str) -> bytes:
    """The round as a Word file, in which the pictures are words."""
    return to_docx(round_document(view, t, made_at))


def exposure_pdf(view: ExposureView, t: Translator) -> bytes:
    """What others can learn without being members."""
    return to_pdf(exposure_document(view, t))


def exposure_docx(view: ExposureView, t: Translator) -> bytes:
    """The same as a Word file."""
    return to_docx(exposure_document(view, t))


def divergence_pdf(view: Divergence, t: Translator) -> bytes:
    """Two copies of the record compared."""
    return to_pdf(divergence_document(view, t))


def divergence_docx(view: Divergence, t: Translator) -> bytes:
    """The same as a Word file."""
    return to_docx(divergence_document(view, t))
