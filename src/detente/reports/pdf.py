"""From a report to PDF: typst sets it offline, with our own fonts only; tagged (PDF/UA-1), and the same bytes for the same report."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from detente.errors import N_, CallerError
from detente.reports.document import Document, drawable
from detente.reports.extra import needed

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
"""What the typesetter takes for a language; a script or a region behind it is left out."""


class Printed(NamedTuple):
    """A report as PDF. `warnings`: what the typesetter had to say; there is nothing where our template and fonts are whole."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]


def to_pdf(document: Document) -> bytes:
    """The bytes of a report as PDF/UA-1.

    Raises:
        CallerError: the extra `reports` is not installed, or its typesetter refuses.
    """
    return print_pdf(document).data


def print_pdf(document: Document) -> Printed:
    """The same, with the number of pages and the typesetter's warnings.

    Raises:
        CallerError: the extra `reports` is not installed, or its typesetter refuses.
    """
    return set_in_type(_template(), _plain(document), document.made_at)


def set_in_type(source: bytes, report: Any, made_at: str) -> Printed:
    """A PDF of a template of ours.

    Args:
        source: the template, which reads the report from `sys.inputs.report`.
        report: plain values, as JSON has them, their texts drawable.
        made_at: the time that the PDF carries, as entries carry times.

    Raises:
        CallerError: the extra `reports` is not installed, or its typesetter refuses.
    """
    typst = needed("typst")
    inputs = {"report": json.dumps(report, ensure_ascii=False)}
    shared: dict[str, Any] = {"font_paths": _fonts(), "ignore_system_fonts": True, "sys_inputs": inputs, "root": _folder()}
    try:
        data, warnings = typst.compile_with_warnings(source, format="pdf", pdf_standards=["ua-1"], timestamp=_moment(made_at), **shared)
    except typst.TypstError as error:
        raise CallerError(N_("the report cannot be set in type: %(reason)s"), reason=error.message) from error
    return Printed(data, len(_A_PAGE.findall(data)), tuple(warning.message for warning in warnings))


_A_PAGE: Final = re.compile(rb"/Type\s*/Page\b(?!s)")
"""What stands once for each page in a PDF of this typesetter. To ask it for their number would set everything in type once more."""


@cache
def _template() -> bytes:
    return files("detente.reports").joinpath("report.typ").read_bytes()


def _folder() -> str:
    return str(Path(__file__).parent)


@cache
def _fonts() -> Any:
    """Our fonts and no others: no print depends on the machine."""
    return needed("typst").Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(_folder(), "fonts"))])


def _moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)


def _plain(value: Any) -> Any:
    """A report as JSON; each block says by `kind` what it is."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        if isinstance(found.get("language"), str):
            match = _LANGUAGE.match(found["language"])
            found["language"] = match[0] if match else None
        return {"kind": type(value).__name__.lower(), **found}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, str):
        return drawable(value)
    return [_plain(item) for item in value] if isinstance(value, Sequence) else value
