"""A drill on one page, to be read aloud and signed."""

from __future__ import annotations

from collections.abc import Sequence

from detente.errors import N_
from detente.i18n import Translator
from detente.reports.document import Block, Bullets, Columns, Document, Heading, Line, Paragraph, joined, mono, runs
from detente.reports.parts import Origin, frame
from detente.views.drills import DrillView


def drill_document(view: DrillView, t: Translator, made_at: str) -> Document:
    """The page."""
    return frame(
        t, Origin({"ar": "Détente", "en": "Détente", "ru": "Détente"}, exercise=False, made_at=made_at),
        title=t.gettext(view.title), kicker=t.gettext(N_("Drill")), subtitle=runs(t.gettext(view.when)),
        footer=joined([runs(t.gettext(N_("The commands are those of this version."))), mono(f"detente drill {view.name}")]),
        blocks=[
            Columns([_list(t, N_("Who is there"), view.who), _list(t, N_("What to bring"), view.bring)]),
            Heading(runs(t.gettext(N_("Step by step")))), *_steps(view, t),
            *_list(t, N_("Write down"), view.write_down), *_list(t, N_("How to check"), view.check),
        ],
        compact=True,
    )  # fmt: skip


def _list(t: Translator, heading: str, texts: Sequence[str]) -> list[Block]:
    nothing: Line = []
    return [Heading(runs(t.gettext(heading))), Bullets([(_said(t.gettext(text)), nothing) for text in texts])]


def _said(text: str) -> Line:
    """A sentence in which commands stand between backticks."""
    return [run for place, part in enumerate(text.split("`")) for run in (mono(part) if place % 2 else runs(part))]


def _steps(view: DrillView, t: Translator) -> list[Block]:
    blocks: list[Block] = []
    for number, step in enumerate(view.steps, 1):
        there = [*runs(t.gettext(N_("Another party:")) + " ", "quiet")] if step.there else []
        blocks.append(Paragraph([*runs(f"{t.number(number)}. ", "strong"), *there, *_said(t.gettext(step.text))]))
        blocks += [Paragraph(mono("$ " + command), language="en") for command in step.commands]
    return blocks
