"""Parties by the command line, as docs/howto/many-parties.md has them: one comes late, one leaves, one only looks on."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.cli.test_commands import ROOT, runnable
from tests.cli.transcript import run

pytestmark = pytest.mark.slow


def say(line: str) -> str:
    code, printed = run(shlex.split(line)[1:])
    assert code == 0, f"{line}\n{printed}"
    return printed


def asked(line: str) -> dict:
    return json.loads(say(line + " --json"))


def sync(*parties: str) -> None:
    for party in parties:
        say(f"detente --node {party} sync place")


def test_a_late_party_counts_alike_and_one_that_left_stops_what_needs_it_and_nothing_else(place):
    for line in runnable(ROOT / "docs" / "howto" / "many-parties.md"):
        say(line)
    rest = ("delta", "fjord", "lake", "plain")
    sync(*rest, *rest)

    adopted = asked("detente --node lake proposals --channel four --all")["proposals"]
    assert [each["state"] for each in adopted] == ["final"], "the four decide without the one that left"

    count = {party: asked(f"detente --node {party} standing plenary") for party in rest}
    assert len({each["digest"] for each in count.values()}) == 1, "who came late counts as the others do"
    assert count["plain"]["requests"]["delta"]["sent"] == 1
    assert count["plain"]["requests"]["delta"]["full"] == 1

    say("detente --node delta propose measure/hotline --text 'Supposed: a line for all.' --channel plenary --seal")
    sync("delta", *rest)
    (running,) = asked("detente --node delta proposals --channel plenary")["proposals"]
    for party in ("fjord", "lake", "plain"):
        say(f"detente --node {party} consent {running['ref']} --channel plenary --seal")
    sync(*rest, *rest)
    (running,) = asked("detente --node delta proposals --channel plenary")["proposals"]
    assert running["state"] == "open", "a party that says nothing has not consented"

    say("detente --node delta prove standing plenary --out count.json")
    shown = json.loads(say("detente verify count.json --charter five.json --json"))
    assert shown["status"] == "proven"
    assert shown["not_signed"] == [], "the newest count that all have signed: the one from before it left"

    say("detente --node mount sync place")  # it comes back, and goes on where it was
    say(f"detente --node mount consent {running['ref']} --channel plenary --seal")
    sync("mount", *rest, "mount", *rest, *rest)
    assert asked("detente --node fjord proposals --channel plenary --all")["proposals"][0]["state"] == "final"


def test_an_observer_reads_and_receipts_and_is_not_asked_where_those_who_decide_have_a_channel_of_their_own(place):
    names = ("delta", "fjord", "watch")
    for name in names:
        say(f"detente --node {name} init --party {name} --name en={name.title()} --no-passphrase")
    parties = " ".join(f"--party {name}/party.json" for name in names)
    say(f"detente --node delta charter new --exercise {parties} --name en=Watched --out three.json")
    for name in names:
        say(f"detente --node {name} charter sign three.json")
    (place / "place").mkdir(exist_ok=True)
    sync(*names, *names)
    say("detente --node delta request fjord 'Supposed: what happened?' --seal")
    sync(*names, "delta")

    assert "Supposed: what happened?" in say("detente --node watch log plenary"), "it reads what the others say to each other"
    asked_it = asked("detente --node delta log plenary")["entries"][-1]
    assert asked_it["received_by"] == ["fjord", "watch"], "its node gives a receipt, and it types nothing"
    count = asked("detente --node watch standing plenary")
    assert count["requests"]["watch"]["sent"] == 0
    assert count["requests"]["delta"]["sent"] == 1

    say("detente --node delta propose measure/hotline --text 'Supposed: a line.' --seal")
    sync(*names)
    (proposal,) = asked("detente --node delta proposals")["proposals"]
    say(f"detente --node fjord consent {proposal['ref']} --seal")
    sync(*names, *names)
    assert asked("detente --node delta proposals")["proposals"][0]["state"] == "open", "by its silence it stops what is proposed to all"

    say("detente --node delta channel new deciding --member fjord --name 'en=Those who decide' --kind group")
    say("detente --node delta propose measure/hotline --text 'Supposed: a line.' --channel deciding --seal")
    sync(*names)
    say("detente --node fjord consent deciding:delta/2 --seal")
    sync("fjord", "delta", "watch")
    assert asked("detente --node delta proposals --channel deciding --all")["proposals"][0]["state"] == "final"
    code, printed = run(["--node", "watch", "proposals", "--channel", "deciding"])
    assert code != 0, printed
    assert "Supposed: a line." not in printed, "it is no member, and reads nothing of it"
