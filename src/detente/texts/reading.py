"""A version as plain words to be read: numbers before provisions, brackets with their parties, no names of provisions and no escapes."""

from __future__ import annotations

from detente.texts.form import format_parties
from detente.texts.model import Alternative, Content, Version
from detente.texts.numbering import numbers


def readable(content: Content) -> str:
    """Words as they are read: The Parties [RUS: shall / USA !CHE: should] inform each other."""
    return "".join(
        piece if isinstance(piece, str) else "[" + " / ".join(_alternative(one) for one in piece.alternatives) + "]" for piece in content
    )


def _alternative(one: Alternative) -> str:
    marks = format_parties(one.backed_by, one.opposed_by)
    words = readable(one.content) or "—"
    return f"{marks}: {words}" if marks else words


def paragraphs(version: Version) -> list[str]:
    """The provisions in order, each as one paragraph: "1.2. The groups meet .."."""
    labels = numbers(version)
    return [
        f"{labels[provision.id]}. {readable(provision.content)}" if provision.id in labels else readable(provision.content)
        for provision in version.provisions
    ]
