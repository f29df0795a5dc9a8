"""A text as PDF, each language on its own pages in the order of this original: what is read out, initialled and signed.

Each page says how far the text is, by which digest it is known, and which page of how many it is. (`reports.text_pdf` prints what a
dialogue holds of a text, with its signatures; this prints the text itself.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from detente.errors import N_
from detente.i18n import Said
from detente.reports.document import drawable
from detente.reports.parts import PAGE, PAGES
from detente.reports.pdf import Printed, set_in_type
from detente.reports.text_parts import (
    COLOURS,
    Cover,
    Span,
    direction,
    exercise_in,
    hues,
    legend,
    parties_in,
    short_digest,
    spans,
    words_for,
)
from detente.texts.model import Provision, Version
from detente.texts.numbering import numbers


def text_pdf(versions: Mapping[str, Version], cover: Cover) -> bytes:
    """The bytes of a text as PDF/UA-1; the same arguments give the same bytes.

    Raises:
        CallerError: there is no language, or the extra `reports` is not installed.
    """
    return print_text(versions, cover).data


def print_text(versions: Mapping[str, Version], cover: Cover) -> Printed:
    """The same, with the number of pages and the typesetter's warnings."""
    ordered = cover.in_order(versions)
    named = parties_in(ordered)
    of_parties = hues(cover, named)
    report = {
        "title": drawable(cover.title(ordered[0])).strip() or words_for(ordered[0].language).gettext(N_("Text")),
        "colours": [f"#{colour.lower()}" for colour in COLOURS],
        "digest": drawable(cover.digest),
        "versions": [_version(version, cover, of_parties, named) for version in ordered],
    }
    return set_in_type(_template(), report, cover.made_at)


@cache
def _template() -> bytes:
    return files("detente.reports").joinpath("text.typ").read_bytes()


def _version(version: Version, cover: Cover, of_parties: Mapping[str, int], named: Sequence[str]) -> dict[str, Any]:
    language = version.language
    t = words_for(language)
    parties = legend(cover, named, language)
    title = cover.title(version)
    said = {
        "title": title,
        "status": cover.status_in(language),
        "exercise": exercise_in(cover, language),
        "digest": short_digest(cover),
        "digest_word": t.gettext(N_("check value")),
        "whole_digest_word": t.gettext(N_("Check value of all language versions as they stand here")),
        "page_of": t.gettext(N_("page %(page)s of %(pages)s"), page=Said(PAGE), pages=Said(PAGES)),
        "language_name": t.language_name(language),
        "made": t.time(cover.made_at),
    }
    return {
        "language": language.partition("-")[0],
        "direction": direction(language),
        **{name: drawable(words) for name, words in said.items()},
        "legend": [[_span(Span(party.upper(), "party", party), of_parties), drawable(name)] for party, name in parties],
        "provisions": list(_provisions(version, of_parties, titled=bool(title))),
    }


def _provisions(version: Version, of_parties: Mapping[str, int], *, titled: bool) -> Iterator[dict[str, Any]]:
    counted = numbers(version)
    rank = 1 if titled else 0
    for provision in version.provisions:
        if provision.look == "heading":  # no rank of headings is left out: who hears the page needs each
            rank = min(provision.level + 1 + titled, rank + 1)
        yield _provision(provision, counted.get(provision.id), rank, of_parties)


def _provision(provision: Provision, number: str | None, rank: int, of_parties: Mapping[str, int]) -> dict[str, Any]:
    return {
        "look": provision.look,
        "level": provision.level,
        "rank": rank,
        "number": number,
        "spans": [_span(span, of_parties) for span in spans(provision.content)],
    }


def _span(span: Span, of_parties: Mapping[str, int]) -> dict[str, Any]:
    return {"text": drawable(span.text), "kind": span.kind, "hue": of_parties.get(span.party)}
