"""A text as a file, by the ending of its name: Word, PDF, HTML, Akoma Ntoso, or the plain form in which it is signed."""

from __future__ import annotations

from typing import Final

from detente.errors import N_, CallerError
from detente.reports.text_akn import text_akn
from detente.reports.text_html import text_html
from detente.reports.text_paper import text_pdf
from detente.reports.text_parts import Cover
from detente.reports.text_word import Earlier, text_word
from detente.texts.form import format_version
from detente.views.text_prints import TextPrint

ONE_LANGUAGE: Final = frozenset({"txt", "xml"})
ENDINGS: Final = ("docx", "pdf", "html", "xml", "txt")


def text_file(text: TextPrint, ending: str, made_at: str, earlier: TextPrint | None = None) -> bytes:
    """A text as the bytes of a file.

    Args:
        text: one original.
        ending: of `ENDINGS`.
        made_at: the time that the file carries.
        earlier: the version against which a Word file shows changes.

    Raises:
        CallerError: no such ending; or several languages where the file holds one; or changes in what is no Word file.
    """
    if ending not in ENDINGS:
        raise CallerError(N_("a text is not written as '.%(ending)s', only as: %(known)s"), ending=ending, known=", ".join(ENDINGS))
    if ending in ONE_LANGUAGE and len(text.versions) != 1:
        known = ", ".join(text.versions)
        raise CallerError(N_("a '.%(ending)s' file holds one language; choose one of: %(known)s"), ending=ending, known=known)
    if earlier is not None and ending != "docx":
        raise CallerError(N_("changes are tracked in Word files only, not in '.%(ending)s'"), ending=ending)
    cover = Cover(
        titles=text.titles, status=text.status, digest=text.digest, made_at=made_at, exercise=text.exercise, names=text.names,
        order=text.order,
    )  # fmt: skip
    if ending == "docx":
        changes = None if earlier is None else Earlier(earlier.versions, text.party.upper(), made_at)
        return text_word(text.versions, cover, changes)
    if ending == "pdf":
        return text_pdf(text.versions, cover)
    if ending == "html":
        return text_html(text.versions, cover).encode()
    (version,) = text.versions.values()
    return text_akn(version, cover, text.key) if ending == "xml" else format_version(version).encode()
