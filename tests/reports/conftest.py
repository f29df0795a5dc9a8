"""One small exercise, played once: everything that a report can show, and in every text what would be code elsewhere."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.oxml.ns import qn

from detente.node import posix
from detente.node.node import Node
from detente.node.witnessing import Witness
from detente.views.base import parse_ref
from detente.views.brief import BriefView, brief_view
from detente.views.deadlines import DeadlinesView, deadlines_view
from detente.views.issues import IssuesView, IssueView, issue_view, issues_view
from detente.views.meetings import MeetingView, meeting_view
from detente.views.requests import RequestView, request_view
from detente.views.standing import StandingView, agreed_standing_view, standing_view
from detente.views.tallies import TalliesView, tallies_view
from detente.views.text_bodies import plain_text
from detente.views.texts import TextView, text_view
from tests.cli.commands import carried, detente, value
from tests.cli.transcript import NOW
from tests.once import once

HOSTILE = 'X1 #import "@preview/a:1.0.0" #panic("ran") #{1+1} $x^2$ \\ ] [ `r` *b* _i_ <l> @r // c /* c */ {page} &amp; <w:t> X2'
"""Markup of the typesetter, of Word and of the page numbers, between two words that a test can find."""

SPOOFED = "one\u202etwo\u2069three 漢字"
"""Controls that turn the direction of a line, and letters that our fonts do not have."""


class Case(NamedTuple):
    """The views of the exercise, as north has them."""

    folder: Path
    brief: BriefView
    deadlines: DeadlinesView
    agreed: StandingView
    now: StandingView
    minutes: MeetingView
    text: TextView
    request: RequestView
    listed: IssuesView
    issues: list[IssueView]
    tallies: TalliesView


def words_of(data: bytes) -> str:
    """All text of a Word file."""
    file = docx.Document(io.BytesIO(data))
    texts = "".join(node.text or "" for part in (file.element, *headers(file)) for node in part.iter(qn("w:t")))
    return texts.replace("\u200e", "").replace("\u200f", "")


def headers(file):
    return [file.sections[0].header._element, file.sections[0].footer._element]


def agreed(about: str, *command: str) -> None:
    """North proposes, south consents, and both have sealed that they know it."""
    detente("--node", "north", *command, "--seal")
    carried()
    ref = value("--node", "south", "proposals", about)["proposals"][-1]["ref"]
    detente("--node", "south", "consent", str(ref), "--seal")
    carried()


def founded() -> None:
    names = {
        "north": ("en=Northland", "ru=Северия", "ar=الشمال"),
        "south": ("en=Southland", "ru=Югория", "ar=الجنوب"),
    }
    for party, own in names.items():
        detente("--node", party, "init", "--party", party, *(part for name in own for part in ("--name", name)), "--no-passphrase")
    parties = [part for party in names for part in ("--party", f"{party}/party.json")]
    detente(
        "--node", "north", "charter", "new", "--exercise", *parties, "--name", "en=Talks", "--name", "ar=محادثات", "--out", "charter.json"
    )
    for party in names:
        detente("--node", party, "charter", "sign", "charter.json")
    carried()


def talked() -> None:
    """A meeting that was held, with minutes; one to come; a term, a silence procedure, an undertaking with a date; a text; an issue."""
    agreed("term/first", "propose", "term/first", "--term", "48h")
    agreed("meeting/plenary/1", "meeting", "propose", "1", "--date", "2021-09-30", "--host", "south", "--place", "Geneva")
    agreed("meeting/plenary/1/minutes/1", "meeting", "minutes", "1", "1", "Both sides met.")
    for party, wording in (("north", "North's own wording."), ("south", "South's own wording.")):
        detente("--node", party, "meeting", "minutes", "1", "2", wording, "--seal")
    for party in ("north", "south"):
        detente("--node", party, "meeting", "held", "1", "--date", "2021-09-30", "--seal")
    carried()
    agreed("group/arms", "group", "propose", "arms", "--name", "en=Arms", "--name", "ru=Вооружения")
    agreed("meeting/plenary/2", "meeting", "propose", "2", "--date", "2021-10", "--host", "north", "--gate", "group/arms")
    detente("--node", "north", "meeting", "date", "2", "2021-10-04", "--time", "10:00", "--zone", "Europe/Zurich", "--seal")
    carried()
    detente(
        "--node", "south", "consent", str(value("--node", "south", "proposals", "meeting/plenary/2/date")["proposals"][-1]["ref"]), "--seal"
    )
    detente("--node", "north", "propose", "measure/visits", "--text", HOSTILE, "--silence-until", "2021-10-02T12:00+02:00", "--seal")
    detente("--node", "south", "undertake", HOSTILE, "--due", "2021-10-15", "--seal")
    for language, text in (("en", HOSTILE), ("ar", "نص مشترك"), ("ru", "Совместный текст")):
        Path(f"{language}.txt").write_text(plain_text(language, [text]), "utf-8")
    texts = [part for language in ("en", "ar", "ru") for part in ("--text", f"{language}={language}.txt")]
    agreed("text/joint", "text", "table", "joint", "--form", "joint_statement", "--title", "en=Joint statement", *texts)
    detente("--node", "north", "text", "sign", "joint", "--seal")
    detente("--node", "north", "issue", "raise", "bases", "--title", "Bases", "--concerns", "gbr", "--seal")
    carried()
    for party, wording in (("north", HOSTILE), ("south", SPOOFED)):
        detente("--node", party, "issue", "word", "bases", wording, "--seal")
    detente("--node", "south", "issue", "assess", "bases", "progress", "--seal")
    detente("--node", "south", "statement", "add", "--side", "south", "--said-on", "2021-09-30", "--text", HOSTILE, "--seal")
    carried()


def asked() -> str:
    """Two requests to south, one of them answered, countersigned; then a third, which only north has signed; the first one's name."""
    for subject in (HOSTILE, "Second"):
        detente("--node", "north", "request", "south", SPOOFED, "--subject", subject, "--seal")
    carried()
    found = [row["ref"] for row in value("--node", "south", "requests")["channels"][0]["requests"]]
    detente("--node", "south", "answer", found[0], HOSTILE, "--outcome", "full", "--seal")
    carried()
    detente("witness", "new", "host.example/w", "--charter", "charter.json", "--dir", "host", "--no-passphrase")
    detente("--node", "north", "witness", "ask", "--out", "ask.json")
    detente("witness", "answer", "ask.json", "--dir", "host", "--out", "answer.json")
    detente("--node", "north", "witness", "add", "answer.json")
    detente("--node", "north", "request", "south", "Third", "--seal")
    return str(found[0])


def settle_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Work in a folder; the clock stands still."""
    patch.chdir(folder)
    for name in ("DETENTE_NODE", "DETENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        patch.delenv(name, raising=False)
    patch.setenv("COLUMNS", "120")
    patch.setitem(Node.__init__.__kwdefaults__, "clock", lambda: NOW)
    patch.setattr(Witness.__init__, "__defaults__", (lambda: NOW,))
    patch.setattr(posix, "sync_file", lambda file: file.flush())
    patch.setattr(posix, "sync_folder", lambda _folder: None)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A copy of the exercise for this process, at the time at which it ended; what stood still goes on again before any other test runs."""
    made, ref = once(tmp_path_factory, "reports", play)
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(made / "north", folder / "north")
    with pytest.MonkeyPatch.context() as patch:
        settle_in(folder, patch)
        return views(folder, ref)


def play(folder: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        settle_in(folder, patch)
        founded()
        talked()
        return asked()


@pytest.fixture
def case(played: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The exercise, at the time at which it ended."""
    settle_in(played.folder.parent, monkeypatch)
    return played


def views(folder: Path, ref: str) -> Case:
    with Node.open(folder / "north", "") as node:
        room, about = parse_ref(node, ref)
        text, minutes, agreed_count = text_view(room, "text/joint"), meeting_view(room, "meeting/plenary/1"), agreed_standing_view(room)
        assert text is not None
        assert minutes is not None
        assert agreed_count is not None
        return Case(
            folder=folder / "north",
            brief=brief_view(node, room),
            deadlines=deadlines_view(node, room),
            agreed=agreed_count,
            now=standing_view(room),
            minutes=minutes,
            text=text,
            request=request_view(node, room, room.fold.requests[about]),
            listed=issues_view(room),
            issues=[issue_view(room, issue) for _, issue in sorted(room.fold.matters.issues.items())],
            tallies=tallies_view(node, room),
        )
