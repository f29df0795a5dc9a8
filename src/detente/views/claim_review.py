"""A public statement beside the record, as ClaimReview (schema.org, JSON-LD), which search engines and fact-checkers read.

No rating is given: what the record says is one of four words, and none of them is true or false. Who reads it as a rating of truth reads
what does not stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from detente.views.appearances import language_of
from detente.views.base import ChannelName
from detente.views.register import ANY_LANGUAGE
from detente.views.statements import Appearance, FigureShown, StatementRow, StatementsView, StatementView

_VERDICTS: Final = {
    "matches": "The record matches",
    "differs": "The record differs",
    "cannot_tell": "The record cannot tell",
    "not_checkable_from_here": "Not checkable from here",
}
"""In English, as the vocabulary is; a page shows its readers their own words."""

_CONTEXT: Final = "https://schema.org"

_EXERCISE: Final = "EXERCISE: nothing here was meant in earnest; its content is supposed."

_PUBLISHED: Final = ("public", "report")
"""Kinds of sources that are named to everybody."""


def claim_review(view: StatementView, reviewer: str, made_on: str) -> dict[str, Any]:
    """One statement as JSON-LD.

    Args:
        reviewer: the name of the party whose record it is held against.
        made_on: the day on which this is made.
    """
    return {"@context": _CONTEXT, **_review(view.channel, view.statement, reviewer, made_on)}


def claim_reviews(views: Iterable[StatementsView], reviewer: str, made_on: str) -> dict[str, Any]:
    """All statements of some channels as one graph of JSON-LD; the arguments are those of one."""
    return {"@context": _CONTEXT, "@graph": [_review(view.channel, row, reviewer, made_on) for view in views for row in view.statements]}


def _review(channel: ChannelName, row: StatementRow, reviewer: str, made_on: str) -> dict[str, Any]:
    review: dict[str, Any] = {
        "@type": "ClaimReview",
        "identifier": f"{channel.id}/{row.ref}",
        "datePublished": made_on,
        "claimReviewed": _claimed(row),
        "author": {"@type": "Organization", "name": reviewer},
        "itemReviewed": _claim(row),
    }
    if channel.exercise:
        review["disambiguatingDescription"] = _EXERCISE
    if row.verdict is not None:
        review["reviewRating"] = {"@type": "Rating", "alternateName": _VERDICTS[row.verdict]}
        review["reviewBody"] = "; ".join(_figure(figure) for figure in row.figures)
    if row.record is not None:
        points = ", ".join(f"entry {point.entries - 1} of {point.party}" for point in row.record.as_of if point.entries)
        review["isBasedOn"] = {
            "@type": "Dataset",
            "name": f"{row.record.channel.label}, as of {points}",
            "identifier": row.record.channel.id,
            "measurementTechnique": row.record.rule,
            **({"temporalCoverage": f"../{row.record.day}"} if row.record.day else {}),
        }
    return review


def _claimed(row: StatementRow) -> str:
    """The words, in English where there are such, else in the language that comes first; else what our own text says."""
    if row.quotation:
        return row.quotation.get("en") or row.quotation[min(row.quotation)]
    return row.text or ""


def _claim(row: StatementRow) -> dict[str, Any]:
    authors = []
    for speaker in row.speakers:
        author = {
            "@type": "Person" if speaker.name else "Organization",
            "name": speaker.name or speaker.office or speaker.side,
            "affiliation": speaker.side,
        }
        authors.append({**author, "jobTitle": speaker.office} if speaker.office and speaker.name else author)
    claim: dict[str, Any] = {"@type": "Claim", "author": authors[0] if len(authors) == 1 else authors}
    day = _date(row.appearances[0].said_on)
    if day:
        claim["datePublished"] = day
    works = [work for appearance in row.appearances for work in _works(appearance)]
    if works:
        claim["firstAppearance"], *others = works
        if others:
            claim["appearance"] = others
    return claim


def _date(when: Mapping[str, Any]) -> str | None:
    return when.get("day") or when.get("month") or (f"{when['from']}/{when['to']}" if "from" in when else None)


def _works(appearance: Appearance) -> list[dict[str, Any]]:
    """The works in which a claim stands by one appearance: from whom an outlet has it comes before the outlet.

    The outlet alone carries the words and the address. Of a source that is not published nothing is said.
    """
    works = [{"@type": "CreativeWork", "publisher": {"@type": "Organization", "name": name}} for name in reversed(appearance.according_to)]
    source = appearance.source
    shown = source.ref if source is not None and source.kind in _PUBLISHED else None
    if not works and shown is None:
        return []
    outlet: dict[str, Any] = works.pop() if works else {"@type": "CreativeWork"}
    if shown is not None:
        outlet["url" if shown.startswith(("https://", "http://")) else "name"] = shown
    if day := _date(appearance.said_on):
        outlet["datePublished"] = day
    if appearance.quotation:
        outlet["inLanguage"] = sorted(
            language_of(said) if language == ANY_LANGUAGE else language for language, said in appearance.quotation.items()
        )
        outlet["text"] = appearance.quotation.get("en") or appearance.quotation[min(appearance.quotation)]
    return [*works, outlet]


def _figure(figure: FigureShown) -> str:
    """What was said and what is counted, in one line."""
    number = "" if figure.number is None else f" {figure.number}"
    said = f"said: {figure.qualifier}{number} {figure.what}" + (f" by {figure.by}" if figure.by else "")
    if figure.counted is None:
        return f"{said}; no such count here"
    return f"{said}; counted: {figure.counted}" + (f" of {figure.whole}" if figure.whole is not None else "")
