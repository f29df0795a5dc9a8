"""What we hold beside what another party holds, by entry numbers; and what outsiders can learn of this node."""

from __future__ import annotations

from detente import reports
from detente.errors import N_, CallerError
from detente.reports.divergence import divergence_document
from detente.reports.exposure import exposure_document
from detente.views.base import View
from detente.views.divergence import MOST_BYTES, Divergence, divergence_view, held_file, keep_theirs, kept_divergence
from detente.views.exposure import ExposureView, exposure_view
from detente.views.held import HeldView, held_view
from detente.views.status import rooms_in_order
from detente.web.pages import Ask, Moved, Page, Sent, Shown, nothing_here
from detente.web.routes.printing import printed


class CopiesView(View, frozen=True):
    """`/held`: what is held here; `compared`: beside the file that the other side gave last, null: none was."""

    held: HeldView
    compared: Divergence | None


def held(ask: Ask) -> Shown:
    """What is held of each log, and how far the other side's copy agrees."""
    compared = kept_divergence(ask.node)
    view = CopiesView(held=held_view(ask.node, rooms_in_order(ask.node)), compared=compared)
    document = None if compared is None else divergence_document(compared, ask.t)
    return Shown("held.html", view, N_("What is held here"), more={"document": document})


def file(ask: Ask) -> Sent:
    """What is held here, for the other side to compare."""
    return Sent(held_file(ask.node, rooms_in_order(ask.node)), "application/json", f"held-{ask.node.party}.json")


def compare(ask: Ask) -> Moved:
    """Compare with the other side's file, and keep it.

    Raises:
        CallerError: no file was chosen, or it is of no use here.
        FormatError: it is no such file.
    """
    files = [upload.file.read(MOST_BYTES + 1) for upload in ask.files.get("theirs", ())]
    if len(files) != 1:
        raise CallerError(N_("no file was chosen"))
    divergence_view(ask.node, files[0])
    keep_theirs(ask.node, files[0])
    return Moved("/held#compared", N_("Both copies were compared; what came of it stands below."))


def held_report(ask: Ask) -> Sent:
    """The comparison as a file."""
    view = kept_divergence(ask.node)
    if view is None:
        raise nothing_here()
    return printed(ask, "two-copies", lambda t: reports.divergence_pdf(view, t), lambda t: reports.divergence_docx(view, t))


def exposure(ask: Ask) -> Shown:
    """What a courier, a witness and an outsider can still learn."""
    view = exposure_view(ask.node)
    files = [(N_("PDF"), "/print/exposure.pdf"), (N_("Word"), "/print/exposure.docx")]
    more = {"document": exposure_document(view, ask.t), "files": files, "crumbs": []}
    return Shown("document.html", view, N_("Exposure"), more=more)


def exposure_report(ask: Ask) -> Sent:
    """The same as a file."""
    view = exposure_view(ask.node)
    return printed(ask, "exposure", lambda t: reports.exposure_pdf(view, t), lambda t: reports.exposure_docx(view, t))


PAGES = (
    Page("/held", held, "read", about="What is held of each log, and how far the other side's copy agrees", view=CopiesView),
    Page("/held/file", file, "read"),
    Page("/held/compare", compare, "carry", method="POST"),
    Page("/exposure", exposure, "read", about="What a courier, a witness and an outsider can learn", view=ExposureView),
    Page("/print/held.{ending}", held_report, "read"),
    Page("/print/exposure.{ending}", exposure_report, "read"),
)
