"""How well readings fit labels that people wrote: precision and recall, and of what fits, how much is right.

Rules:

1. A proposed statement fits a labelled one if their quotations overlap: at least half of the characters that either has. Each fits one.
2. An exact quotation is one between quotation marks, all of a `direct` statement, found to the letter.
3. Speaker, side, kind and day are judged of what fits. A figure fits within such a pair: the same value, qualifier and tally, and its
   words overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

_OVERLAP: Final = 0.5


class Score(msgspec.Struct, frozen=True):
    """Of so many that were proposed and so many that were labelled, how many are right."""

    right: int
    proposed: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0


class Miss(msgspec.Struct, frozen=True):
    """One difference, for whoever works on the rules: what was labelled, what was proposed."""

    report: str
    what: str
    labelled: Any
    proposed: Any


def evaluate(
    gold: Mapping[str, Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]
) -> tuple[dict[str, Score], list[Miss]]:
    """Scores over all reports, by what is scored, and every difference.

    Args:
        gold, found: a label and a reading for each report, as JSON values.
        texts: the reports, in which quotations of labels are looked for.
    """
    names = ("statements", "exact_quotes", "speakers", "offices", "sides", "kinds", "forms", "dates", "via", "figures", "meetings")
    totals = {name: [0, 0, 0] for name in names}
    misses: list[Miss] = []
    for report, label in gold.items():
        reading = found.get(report, {"statements": [], "meetings": []})
        _one(report, label, reading, texts[report], totals, misses)
    return {name: Score(*total) for name, total in totals.items()}, misses


def _one(
    report: str, label: Mapping[str, Any], reading: Mapping[str, Any], text: str, totals: dict[str, list[int]], misses: list[Miss]
) -> None:
    wanted, proposed = label["statements"], reading["statements"]
    pairs = _pairs(wanted, proposed, text)
    _add(totals["statements"], len(pairs), len(proposed), len(wanted))
    paired = {id(one) for one, _ in pairs}
    misses += [Miss(report, "missed", each, None) for each in wanted if id(each) not in paired]
    taken = {id(other) for _, other in pairs}
    misses += [Miss(report, "too much", None, each) for each in proposed if id(each) not in taken]
    exact = [each["quote"] for each in wanted if each["form"] == "direct"]
    said = [each["quote"] for each in proposed if each["form"] == "direct"]
    _add(totals["exact_quotes"], sum(quote in exact for quote in said), len(said), len(exact))
    for one, other in pairs:
        for name, field in (
            ("speakers", "speaker"),
            ("offices", "office"),
            ("sides", "side"),
            ("kinds", "kind"),
            ("forms", "form"),
            ("dates", "said_on"),
            ("via", "via"),
        ):
            right = one[field] == other[field]
            _add(totals[name], int(right), 1, 1)
            if not right:
                misses.append(Miss(report, field, {"quote": one["quote"], field: one[field]}, other[field]))
        _figures(report, one, other, totals["figures"], misses)
    for one in wanted:
        if id(one) not in paired:
            totals["figures"][2] += len(one["counts"])
    for other in proposed:
        if id(other) not in taken:
            totals["figures"][1] += len(other["counts"])
    _meetings(report, label["meetings"], reading["meetings"], totals["meetings"], misses)


def _add(total: list[int], right: int, proposed: int, labelled: int) -> None:
    total[0] += right
    total[1] += proposed
    total[2] += labelled


def _pairs(
    wanted: Sequence[Mapping[str, Any]], proposed: Sequence[Mapping[str, Any]], text: str
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Which of the proposed fits which of the labelled, the best first."""
    candidates = []
    for one in wanted:
        start = text.index(one["quote"])
        for other in proposed:
            overlap = _overlap((start, start + len(one["quote"])), tuple(other["span"]))
            if overlap >= _OVERLAP:
                candidates.append((overlap, one, other))
    found, used = [], set[int]()
    for _, one, other in sorted(candidates, key=lambda each: -each[0]):
        if id(one) not in used and id(other) not in used:
            used |= {id(one), id(other)}
            found.append((one, other))
    return found


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def _figures(report: str, one: Mapping[str, Any], other: Mapping[str, Any], total: list[int], misses: list[Miss]) -> None:
    left = list(other["counts"])
    for count in one["counts"]:
        same = next((each for each in left if _same_figure(count, each)), None)
        if same is None:
            misses.append(Miss(report, "figure", {"quote": one["quote"], **count}, [dict(each) for each in left]))
        else:
            left.remove(same)
            total[0] += 1
    misses += [Miss(report, "figure too much", one["quote"], dict(each)) for each in left]
    total[1] += len(other["counts"])
    total[2] += len(one["counts"])


def _same_figure(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    shared = set(_words(one["words"])) & set(_words(other["words"]))
    return (
        _rounded(one["value"]) == _rounded(other["value"])
        and all(one[name] == other[name] for name in ("qualifier", "tally"))
        and bool(shared)
    )


def _rounded(value: float | None) -> float | None:
    """A third is 0.33 to one reader and 0.3333 to another."""
    return value if value is None or value > 1 else round(value, 2)


def _words(text: str) -> Iterable[str]:
    return text.lower().split()


def _meetings(
    report: str, wanted: Sequence[Mapping[str, Any]], proposed: Sequence[Mapping[str, Any]], total: list[int], misses: list[Miss]
) -> None:
    """A meeting fits by its date, or, where it is open, by a word of what it is called."""
    left = list(proposed)
    for one in wanted:
        same = next(
            (
                each
                for each in left
                if each["when"] == one["when"] and (one["when"] or set(_words(each["what"])) & set(_words(one["what"])))
            ),
            None,
        )
        if same is None:
            misses.append(Miss(report, "meeting", dict(one), None))
        else:
            left.remove(same)
            total[0] += 1
    misses += [Miss(report, "meeting too much", None, dict(each)) for each in left]
    total[1] += len(proposed)
    total[2] += len(wanted)
