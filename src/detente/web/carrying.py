"""What goes on beside the pages: the courier's rounds, and what witnesses answer; in an exercise the host's questions and answers, by file.

<exchange>/usa.question   what a party asks the host to countersign; gone once it is answered
<exchange>/usa.answer     the countersignatures; gone once the party has taken them in
<exchange>/witness        the name of the host's witness, so that it is asked from where it signed last, whoever else countersigns
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from detente.errors import DetenteError, StoreError
from detente.node.carrier import FolderCarrier
from detente.node.courier_settings import Courier, courier_of
from detente.node.couriers import Way, close_ways, open_ways
from detente.node.destruction import apply_destructions
from detente.node.exchange import sync
from detente.node.files import write_whole
from detente.node.node import Node
from detente.node.receiving import Received
from detente.node.rounds import fetch, go_round, leave_fetched, seen_by
from detente.node.web_line import Line
from detente.node.witness_online import Answer, Asking, Question, askings, is_due, note_asked, put
from detente.node.witnessing import Witness, add_cosignatures, ask_witness, not_countersigned
from detente.views.countersigned import keep_answers
from detente.web.desk import Desk, NoTurn
from detente.web.urgent import newest, urgent_since

_LOG: Final = logging.getLogger("detente.web")

EVERY: Final = 2.0
"""Seconds between two rounds in an exercise: short enough that whoever changes the chair finds the answer there."""


LOOK_EVERY: Final = 1.0
"""Seconds between two looks at what is set: whoever sets the courier sees it go."""


def questions_waiting(exchange: Path) -> int:
    """How many parties ask the host to look at signed states."""
    return len(list(exchange.glob("*.question")))


def answer_questions(witness: Witness, exchange: Path) -> tuple[int, int]:
    """Look at every signed state that a party asks about.

    Returns:
        How many were countersigned, and how many refused.
    """
    (exchange / "witness").write_text(witness.name, "utf-8")
    signed = refused = 0
    for question in sorted(exchange.glob("*.question")):
        answer, told = witness.answer(question.read_bytes())
        write_whole(question.with_suffix(".answer"), answer)
        question.unlink()
        signed += sum(item.status == 200 for item in told)
        refused += sum(item.status != 200 for item in told)
    return signed, refused


def make_round(node: Node, courier: Path, exchange: Path | None) -> dict[str, Any] | None:
    """One round of the courier, and one look at the host's answers.

    Returns:
        What is new, for open pages; None if nothing is.
    """
    before = newest(node)
    received, left = sync(node, FolderCarrier(courier))
    return _news(node, before, received, left, exchange)


def take_fetched(node: Node, fetched: Sequence[Way]) -> dict[str, Any] | None:
    """One round by what couriers have brought already; what it leaves waits on their stand-ins. What is new, as `make_round` tells it.

    A courier that did not come is a remark, and the others' round is made all the same.
    """
    before = newest(node)
    done = go_round(node, fetched)
    for run in done.runs:
        if run.failed is not None:
            _note(node, run.failed)
    return _news(node, before, done.received, done.left, None)


def _news(node: Node, before: int, received: Received, left: int, exchange: Path | None) -> dict[str, Any] | None:
    for room in node.rooms.values():
        apply_destructions(node, room)
    moved = bool(received.acts or received.admitted or left)
    countersigned = 0 if exchange is None else _ask_the_host(node, exchange, moved=moved)
    if not (moved or countersigned):
        return None
    urgent = urgent_since(node, before)
    return {"acts": received.acts, "left": left, "countersigned": countersigned, **({} if urgent is None else {"urgent": urgent})}


def _ask_the_host(node: Node, exchange: Path, *, moved: bool) -> int:
    """Take in the host's answer; ask about the newest signed states, also where an older question still waits."""
    answer, question = exchange / f"{node.party}.answer", exchange / f"{node.party}.question"
    added = 0
    if answer.exists():
        added, _ = add_cosignatures(node, answer.read_bytes())
        answer.unlink()
    if (moved or not question.exists()) and not_countersigned(node):
        named = exchange / "witness"
        write_whole(question, ask_witness(node, named.read_text("utf-8") if named.exists() else None))
    return added


async def courier(desk: Desk[Node], folder: Path, exchange: Path | None, every: float = EVERY) -> None:
    """Rounds without end; what goes wrong in one is a remark of the node, and the next one is made all the same."""
    while True:
        try:
            news = await desk.run(make_round, folder, exchange)
            if news is not None:
                await desk.ring(news)
        except DetenteError as error:
            await _noted(desk, error)
        await asyncio.sleep(every)


async def automatic(desk: Desk[Node], look_every: float = LOOK_EVERY) -> None:
    """The rounds that an administrator has set, without end; a setting that changes holds from the next look at it on."""
    due = 0.0
    while True:
        try:
            set_up = await desk.read(courier_of)
            now = time.monotonic()
            if set_up.addresses and set_up.every and now >= due:
                due = now + set_up.every
                await _round_beside(desk, set_up)
        except NoTurn:
            pass  # the database does not answer; whoever asks for a page is told
        except DetenteError as error:
            await _noted(desk, error)
        await asyncio.sleep(look_every)


async def _noted(desk: Desk[Node], error: DetenteError) -> None:
    """Leave a remark; on a disk that takes nothing not even that, and the rounds go on all the same."""
    try:
        await desk.run(_note, error)
    except (NoTurn, StoreError):
        _LOG.error("the courier's round failed, and no remark of it could be kept: %s", error, exc_info=error)


async def _round_beside(desk: Desk[Node], set_up: Courier) -> None:
    """One round in which the desk, which serves the pages, never waits for a line: lines are used beside it."""
    ways = await desk.read(open_ways, set_up.addresses)
    try:
        fetched = await asyncio.to_thread(fetch, ways, await desk.read(seen_by, ways))
        news = await desk.run(take_fetched, fetched)
        for error in await asyncio.to_thread(leave_fetched, ways, fetched):
            await desk.run(_note, error)
    finally:
        await asyncio.to_thread(close_ways, ways)
    if news is not None:
        await desk.ring(news)
    await _ask_witnesses(desk, moved=news is not None)


async def _ask_witnesses(desk: Desk[Node], *, moved: bool) -> None:
    """Ask the witnesses of our policies, each line beside the desk; what they answer stops nothing."""
    asked = await desk.run(_witnesses_due, moved)
    for asking in asked:
        line = Line(asking.address)
        try:
            question = await desk.run(_go_on, asking, None)
            while question is not None:
                question = await desk.run(_go_on, asking, await asyncio.to_thread(put, line, question))
        finally:
            line.close()
    told = [item for asking in asked for item in asking.told]
    if told:
        await desk.run(keep_answers, told)
    if any(item.loud for item in told) or (moved and told):
        await desk.ring({"countersigned": sum(item.reason is None for item in told)})


def _witnesses_due(node: Node, moved: bool) -> list[Asking]:  # noqa: FBT001 - the desk hands arguments on by place
    if not is_due(node, moved=moved):
        return []
    found = askings(node)
    if found:
        note_asked(node)
    return found


def _go_on(_node: Node, asking: Asking, answer: Answer | None) -> Question | None:
    return asking.go_on(answer)


def _note(node: Node, error: DetenteError) -> None:
    """A remark in every channel: whoever looks at any of them should know that the courier does not come."""
    for room in node.rooms.values():
        node.remark(room.id, error.template, **error.params)
