"""How long `detente agreement check` takes on a node whose record holds many declarations.

    python benchmarks/agreement_record.py [--records 1000000] [--keep FOLDER]

Two parties put New START in force in a dialogue; then the statements about items of the other benchmark (`counting.py`) are sealed, ten in
an act, a thousand acts in a pouch, and the other party admits each pouch. Then a whole command in a process of its own, on the wall.
"""

import argparse
import contextlib
import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from detente.cli.main import main as main_of_command
from detente.node.exchange import Received, receive_container
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal_acts
from detente.record.container import seal_container
from tests.agreements import arms

PER_POUCH = 1000
DAYS = ("2011-06-01", "2016-09-01", "2021-09-01")


NOW = [dt.datetime.combine(arms.FIRST, dt.time(12), dt.UTC)]


def detente(folder, party, *words):
    """A command in this process, at the hour of the play."""
    with contextlib.redirect_stdout(None):
        code = main_of_command(["--node", str(folder / party), *map(str, words)])
    assert code == 0, words


def run(folder, party, *words):
    """A command in a process of its own; its output."""
    command = [sys.executable, "-c", "from detente.cli.main import run; run()", "--node", folder / party, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def found(folder):
    """Two nodes between which New START is in force."""
    nodes = {party: Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in arms.PARTIES}
    found_dialogue(list(nodes.values()))
    for node in nodes.values():
        node.close()
    (folder / "carrier").mkdir()
    detente(folder, "rus", "agreement", "table", "new-start", "--seal")
    for party in ("rus", "usa"):
        detente(folder, party, "sync", folder / "carrier")
    with Node.open(folder / "usa", NO_PASSPHRASE) as node:
        proposal = next(iter(node.room(None).fold.proposals.slots["text/new-start"].proposals))
    detente(folder, "usa", "consent", str(proposal), "--seal")
    for party in ("usa", "rus", "usa", "rus"):  # the acts, then the receipts
        detente(folder, party, "sync", folder / "carrier")


def acts(records):
    for each in arms.declarations(records).declarations:
        items = [{"id": item.id, "type": item.type, "fields": dict(item.fields)} for item in each.items]
        yield (
            each.by,
            {"kind": "declare", "about": "text/new-start", "form": "items", "on": str(each.on), "items": items, "at": f"{each.on}T12:00:00Z"},
        )


def seal(folder, records):
    """Every statement is sealed by its party and admitted by the other."""
    with Node.open(folder / "rus", NO_PASSPHRASE) as rus, Node.open(folder / "usa", NO_PASSPHRASE) as usa:
        nodes, waiting = {"rus": rus, "usa": usa}, {"rus": [], "usa": []}
        for by, act in acts(records):
            NOW[0] = max(NOW[0], dt.datetime.fromisoformat(act["at"]))
            waiting[by].append(act)
            if len(waiting[by]) == PER_POUCH:
                carry(nodes[by], nodes["usa" if by == "rus" else "rus"], waiting[by])
                waiting[by] = []
        for by, left in waiting.items():
            carry(nodes[by], nodes["usa" if by == "rus" else "rus"], left)


def carry(author, reader, pouch):
    if not pouch:
        return
    room = author.room(None)
    seal_acts(author, room, pouch)
    stored = author.store.heads_of(room.id, room.mine, room.my_head.size - 1)[0]
    result = Received()
    receive_container(reader, "", seal_container([room.pouch(stored)], room.channel.current_recipients(), author.random), result)
    assert result.admitted == 1, result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make the record here, or use the one that is here")
    given = parser.parse_args()
    Node.__init__.__kwdefaults__["clock"] = lambda: NOW[0]
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        if not (folder / "rus").is_dir():
            folder.mkdir(exist_ok=True)
            start = time.perf_counter()
            found(folder)
            seal(folder, given.records)
            print(f"made in {time.perf_counter() - start:.0f} s", flush=True)
        for words in (["status"], *(["agreement", "check", "new-start", "--as-of", day, "--json"] for day in DAYS)):
            times = []
            for _ in range(3):
                start = time.perf_counter()
                run(folder, "usa", *words)
                times.append(time.perf_counter() - start)
            print(f"{' '.join(words):<60} {statistics.median(times):.2f} s", flush=True)


if __name__ == "__main__":
    main()
