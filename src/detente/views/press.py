"""Reports, read: one, a folder of them, and readings held against labels. Proposals only; nothing of this enters the record by itself."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import json
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import msgspec

from detente.errors import N_, CallerError, DetenteError, UsageError
from detente.node.files import read_capped, write_whole
from detente.press.evaluation import Miss, Score, evaluate
from detente.press.extract import MOST_BYTES, MOST_TEXT, extract
from detente.press.lexicon import LANGUAGES
from detente.press.reader import read_report
from detente.press.values import RULES, Caption, Meeting, Statement
from detente.views.base import Text, View, text_of_error

ENDINGS: Final = (".txt", ".html", ".htm", ".pdf")
"""What a folder is looked through for."""

_AT_ONCE: Final = 64
"""So many files are on their way at a time, however many there are."""

_COLLECTED: Final = 50_000
"""Values that a process which reads many reports makes before it looks for cycles; 700 otherwise."""

_TOGETHER: Final = 8
"""So many files at most are handed to a process together, and kept on the disk at once; fewer where there are few."""


class ReportView(View, frozen=True):
    """One report and what was found in it.

    `form`: text, html or pdf; `published_from`: given, page (the page says so of itself) or null; the rest as in `detente.press.values`;
    `text` is what `span`s count characters of.
    """

    file: str
    form: str
    language: str
    published: str | None
    published_from: str | None
    statements: list[Statement]
    meetings: list[Meeting]
    captions: list[Caption]
    aliases: list[list[str]]
    set_aside: list[tuple[int, int]]
    text: str


class Refused(View, frozen=True):
    """A file that could not be read, and why."""

    file: str
    reason: Text


class FolderRead(View, frozen=True):
    """A folder of reports, each written down as JSON under its own name."""

    folder: str
    reports: int
    statements: int
    refused: list[Refused]


class ScoreRow(View, frozen=True):
    """One line of an evaluation: of `proposed` things and `labelled` things, how many are right."""

    what: str
    right: int
    proposed: int
    labelled: int
    precision: float | None
    recall: float | None


class EvaluationView(View, frozen=True):
    """Readings against labels; `missing`: labels without a reading, which count as readings of nothing."""

    reports: int
    missing: list[str]
    scores: list[ScoreRow]
    differences: list[Miss]


def report_view(data: bytes, name: str, published: dt.date | None, language: str | None = None) -> ReportView:
    """Read one report.

    Args:
        name: what messages call it.
        published: the day of publication; otherwise the one that a page names.

    Raises:
        UsageError, CallerError: it cannot be read.
    """
    found = extract(data, name)
    day = published or found.published
    reading = read_report(found.text, day, language)
    return ReportView(
        file=name,
        form=found.form,
        language=reading.language,
        published=reading.published,
        published_from="given" if published is not None else "page" if day is not None else None,
        statements=reading.statements,
        meetings=reading.meetings,
        captions=reading.captions,
        aliases=reading.aliases,
        set_aside=reading.set_aside,
        text=found.text,
    )


def other_reading(data: bytes, name: str) -> ReportView:
    """A reading that another reader has made, in the form of `detente press read --json`; each proposal says of itself who made it.

    Raises:
        UsageError: it is too large, not of this form, quotes what does not stand in its text, or passes for one of ours.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(N_("%(path)s has %(size)d bytes; the limit is %(limit)d"), path=name, size=len(data), limit=MOST_BYTES)
    try:
        view = msgspec.json.decode(data, type=ReportView)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(N_("%(path)s is no reading: %(reason)s"), path=name, reason=str(error)[:200]) from error
    for number, said in enumerate(view.statements, 1):
        if view.text[slice(*said.span)] != said.quote:
            raise UsageError(
                N_("%(path)s: the words of statement %(number)d do not stand at their place in the text"), path=name, number=number
            )
        if said.reader == RULES:
            raise UsageError(
                N_("%(path)s: statement %(number)d does not say which reader made it"),
                hint=N_("Another reader gives its own name as 'reader' of each statement."), path=name, number=number,
            )  # fmt: skip
    if view.language not in LANGUAGES or len(view.text) > MOST_TEXT:
        raise UsageError(
            N_("%(path)s is no reading: %(reason)s"), path=name, reason=f"language {view.language[:20]!r}, {len(view.text)} characters"
        )
    return view


# ---- many ----


def read_folder(
    folder: Path,
    out: Path,
    published: dt.date | None,
    language: str | None,
    jobs: int,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> FolderRead:
    """Read every report of a folder into a file of JSON of the same name; memory does not grow with their number.

    Raises:
        CallerError: there is nothing to read, or the other folder holds a reading of one of them already.
    """
    found = (path for place, _, names in os.walk(folder) for name in names if _is_report(path := Path(place) / name))
    files = sorted(str(path.relative_to(folder)) for path in found)  # names alone: paths, as rglob keeps them too, take ten times as much
    if not files:
        raise CallerError(N_("%(path)s holds no report; looked for: %(endings)s"), path=str(folder), endings=", ".join(ENDINGS))
    taken = next((target for name in files if (target := _target(out, name)).exists()), None)
    if taken is not None:
        raise CallerError(
            N_("%(path)s exists already; it was left as it is"), hint=N_("Choose another folder with --out."), path=str(taken)
        )
    statements, refused = 0, list[Refused]()
    work = ((folder / name, _target(out, name), published, language) for name in files)
    at_once = max(1, min(_TOGETHER, len(files) // (4 * max(jobs, 1))))
    for done, result in enumerate(_each(work, jobs, at_once), 1):
        tick(done, len(files))
        if isinstance(result, Refused):
            refused.append(result)
        else:
            statements += result
    return FolderRead(folder=str(out), reports=len(files) - len(refused), statements=statements, refused=refused)


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and path.is_file()


def _target(out: Path, name: str) -> Path:
    return (out / name).with_suffix(".json")


_Job = tuple[Path, Path, dt.date | None, str | None]

_Read = tuple[Path, bytes, int]
"""Where a reading is to be kept, the reading, and of how many statements it is."""


def _each(jobs: Iterator[_Job], workers: int, together: int) -> Iterator[int | Refused]:
    """The results, a few files ahead of whoever takes them; so many files together go to a worker.

    Readings are written down here, several at once, and not by the workers, which would wait for the disk. Measured where a disk takes
    6 to 14 ms to keep one file, and 0.7 ms each of eight at once: two workers that kept what they had read got through 57 reports a second,
    and 108 this way.
    """
    handed = iter(lambda: list(islice(jobs, together)), [])
    with ThreadPoolExecutor(_TOGETHER) as disk, contextlib.closing(_read_by(workers, together, handed)) as some_read:
        for read in some_read:
            kept = [each if isinstance(each, Refused) else disk.submit(_keep, *each) for each in read]
            yield from (each if isinstance(each, Refused) else each.result() for each in kept)


def _read_by(workers: int, together: int, handed: Iterator[list[_Job]]) -> Generator[list[_Read | Refused], None, None]:
    """What was read, in the order of the files."""
    if workers <= 1:
        yield from map(_read_some, handed)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_collect_seldom) as pool:
        waiting = [pool.submit(_read_some, some) for some in islice(handed, max(workers + 1, _AT_ONCE // together))]
        while waiting:
            read = waiting.pop(0).result()
            waiting += [pool.submit(_read_some, some) for some in islice(handed, 1)]
            yield read


def _collect_seldom() -> None:
    """Look for cycles of values seldom: reading makes many values and hardly a cycle, and looking takes 4 per cent of the time."""
    gc.set_threshold(_COLLECTED)


def _read_some(jobs: list[_Job]) -> list[_Read | Refused]:
    return [_read_one(*job) for job in jobs]


def _read_one(path: Path, target: Path, published: dt.date | None, language: str | None) -> _Read | Refused:
    try:
        view = report_view(read_capped(path, MOST_BYTES + 1), str(path), published, language)
    except DetenteError as error:
        return Refused(file=str(path), reason=text_of_error(error))
    return target, msgspec.json.encode(view) + b"\n", len(view.statements)


def _keep(target: Path, reading: bytes, statements: int) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, reading)
    return statements


# ---- against labels ----


def evaluation_view(gold: Path, predictions: Path) -> EvaluationView:
    """Hold readings against labels: in one folder reports (.txt) with labels (.json), in the other readings under the same names.

    Raises:
        CallerError: there are no labels, or no reading of what is labelled.
        UsageError: a label or a reading is none.
    """
    labels, texts, found = dict[str, Mapping[str, Any]](), dict[str, str](), dict[str, Mapping[str, Any]]()
    for path in sorted(gold.rglob("*.txt")):
        label = path.with_suffix(".json")
        if not label.is_file():
            continue
        name = str(path.relative_to(gold).with_suffix(""))
        labels[name] = _read_json(label, ("statements", "meetings"))
        texts[name] = read_capped(path, MOST_BYTES).decode()
        reading = predictions / (name + ".json")
        if reading.is_file():
            found[name] = _read_json(reading, ("statements", "meetings"))
    if not labels:
        raise CallerError(N_("%(path)s holds no labelled report"), hint=N_("A label is a file NAME.json beside NAME.txt."), path=str(gold))
    if not found:
        raise CallerError(
            N_("%(path)s holds no reading of a labelled report of %(gold)s"),
            hint=N_("detente press read %(gold)s --out %(path)s"),
            path=str(predictions),
            gold=str(gold),
        )
    scores, misses = evaluate(labels, found, texts)
    return EvaluationView(
        reports=len(labels),
        missing=sorted(labels.keys() - found.keys()),
        scores=[_row(what, score) for what, score in scores.items()],
        differences=misses,
    )


def _row(what: str, score: Score) -> ScoreRow:
    return ScoreRow(
        what=what, right=score.right, proposed=score.proposed, labelled=score.labelled,
        precision=round(score.precision, 4) if score.proposed else None, recall=round(score.recall, 4) if score.labelled else None,
    )  # fmt: skip


def _read_json(path: Path, keys: Sequence[str]) -> Mapping[str, Any]:
    try:
        value = json.loads(read_capped(path, MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise UsageError(N_("%(path)s is no JSON: %(reason)s"), path=str(path), reason=str(error)[:200]) from error
    if not isinstance(value, dict) or any(not isinstance(value.get(key), list) for key in keys):
        raise UsageError(N_("%(path)s has not the lists %(keys)s"), path=str(path), keys=", ".join(keys))
    return value
