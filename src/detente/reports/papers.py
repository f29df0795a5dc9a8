"""A paper that somebody holds, as words by language: one of our Word files, or plain text in the form in which it is signed."""

from __future__ import annotations

from detente.errors import N_, FormatError
from detente.reports.text_from_word import read_word
from detente.reports.word_paragraphs import Words
from detente.texts.form import MOST_CHARACTERS, parse_version
from detente.texts.model import Version


def read_paper(data: bytes, language: str = "") -> dict[str, Version]:
    """The language versions that a file holds.

    Args:
        language: of a file that does not say it; of one that holds several, the only one that is meant.

    Raises:
        FormatError: it is neither.
        CallerError: it does not say its language.
    """
    if data[:2] == b"PK":
        own = Words(data).own
        versions = [read_word(data, each)[0] for each in (own.languages if own is not None and not language else (language,))]
        return {version.language: version for version in versions}
    if data[:5] == b"%PDF-":
        raise FormatError(
            N_("the words of a PDF are not read, for what is drawn need not be what is read"),
            hint=N_("Compare the check value that stands at the head of its pages, or hand in the Word file."),
        )
    try:
        version = parse_version(data[: 4 * MOST_CHARACTERS + 1].decode("utf-8-sig"), language)
    except UnicodeDecodeError as error:
        raise FormatError(N_("this is neither a Word file nor plain text in UTF-8")) from error
    return {version.language: version}
