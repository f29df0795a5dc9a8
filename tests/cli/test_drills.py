"""Drills: each fits on one page in three languages, and the commands of each are run from the first to the last."""

from __future__ import annotations

import shlex

import pytest

from detente import reports
from detente.i18n import LANGUAGES, translator
from detente.reports.drill import drill_document
from detente.reports.pdf import print_pdf
from detente.views.drills import DRILLS, drill_view
from tests.cli.transcript import run
from tests.strategies import stride


@pytest.mark.parametrize(("name", "language"), [(name, language) for language in LANGUAGES for name in DRILLS][:: stride(5)])
def test_a_drill_is_one_page(name, language):
    printed = print_pdf(drill_document(drill_view(name), translator(language), "2021-09-30T08:00:00Z"))
    assert printed.pages == 1


def test_a_drill_is_a_word_file_too():
    assert reports.drill_docx(drill_view("rotation"), translator("ru"), "2021-09-30T08:00:00Z").startswith(b"PK")


def typed(command, *, node, expect=0):
    code, out = run(["--node", node, *shlex.split(command.removeprefix("detente "))])
    assert code == expect, f"{command}\n{out}"
    return out


@pytest.fixture
def talks(tmp_path, monkeypatch):
    """Two nodes that have talked, in the folder in which the drill is held."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_PASSPHRASE", "the passphrase of the node")
    monkeypatch.setenv("DETENTE_ROOT_PASSPHRASE", "the passphrase of the root file")
    monkeypatch.setenv("DETENTE_BACKUP_PASSPHRASE", "the passphrase of the backup")
    monkeypatch.setenv("DETENTE_PASSPHRASE_OF_NEW_HEAD", "the passphrase of the person")
    (tmp_path / "courier").mkdir()
    for party in ("north", "south"):
        typed(f"init --party {party} --name en={party.title()}", node=party)
    typed("charter new --exercise --party north/party.json --party south/party.json --name en=Talks", node="north")
    for party in ("north", "south"):
        typed("charter sign charter.json", node=party)
    typed("delegate appoint old-head --role head --name 'Supposed Old Head' --seal", node="north")
    typed("request south 'Supposed: one' --seal", node="north")
    for party in ("north", "south", "north"):
        typed("sync courier", node=party)


def taken_offline():
    for file, option in (("root.age", ""), ("successor.age", "--successor")):
        typed(f"root export {option} --out {file}", node="north")
    typed("root notice --out notice.json", node="north")
    for file in ("root.age", "successor.age", "notice.json"):
        typed(f"root remove {file}", node="north")


@pytest.mark.slow
@pytest.mark.parametrize("name", list(DRILLS)[:: stride(len(DRILLS))])
def test_the_commands_of_a_drill_do_what_it_says(talks, name):
    if name != "root-offline":
        taken_offline()
    for step in DRILLS[name].steps:
        for command in step.commands:
            typed(command, node="south" if step.there else "north")
    shown = typed("keys", node="north")
    assert shown.count("not in this node") == 3
    typed("request south 'Supposed: last' --seal", node="north")
    typed("sync courier", node="north")
    typed("sync courier", node="south")
    assert "Supposed: last" in typed("log plenary", node="south")
    for party in ("north", "south"):
        typed("fsck", node=party)
