"""How long `detente agreement check` takes on a node whose record holds many declarations.

    python benchmarks/agreement_record.py [--records 1000000] [--keep FOLDER]

Two parties put New START in force in a dialogue; then the statements about items of the other benchmark (`counting.py`) are sealed, ten in
an act, a thousand acts in a pouch, and the other party admits each pouch. Then whole commands in processes of their own, on the wall and in
the time that the process had a processor:

    first    nothing rests yet: the record is read, counted, and put to rest
    again    on other days
    known    as it was known a year before
    ten      after ten more declarations, in a pouch of their own
    none     with what rests removed each time, and not kept: what a check took before anything rested
"""

import argparse
import contextlib
import datetime as dt
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from detente.cli.main import main as main_of_command
from detente.node import at_rest
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.receiving import Received, receive_container
from detente.node.sealing import seal_acts
from detente.record.container import seal_container
from tests.agreements import arms

PER_POUCH = 1000
DAYS = ("2011-06-01", "2016-09-01", "2021-09-01")
LATER = "2022-12-01"
UNKEPT = "from detente.views import resting; resting.open_counted.__wrapped__.__defaults__ = (10**9,); "
"""Nothing is put to rest."""


NOW = [dt.datetime.combine(arms.FIRST, dt.time(12), dt.UTC)]


def detente(folder, party, *words):
    """A command in this process, at the hour of the play."""
    with contextlib.redirect_stdout(None):
        code = main_of_command(["--node", str(folder / party), *map(str, words)])
    assert code == 0, words


def run(folder, party, *words, before=""):
    """A command in a process of its own, after some lines of Python; its output, seconds on the wall, and seconds of a processor."""
    command = [sys.executable, "-c", f"{before}from detente.cli.main import run; run()", "--node", folder / party, *words]
    used, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return said, wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def ask(folder, name, times, *, as_of, known=None, before="", clear=False):
    """Check the agreement so many times; the answer, which has to be the same each time."""
    found = []
    for _ in range(times):
        if clear:
            shutil.rmtree(folder / "usa" / at_rest.FOLDER, ignore_errors=True)
        words = ["--as-of", as_of, *(["--known", known] if known else [])]
        found.append(run(folder, "usa", "agreement", "check", "new-start", *words, "--json", before=before))
    assert len({said for said, _, _ in found}) == 1, name
    walls, cpus = [wall for _, wall, _ in found], [cpu for _, _, cpu in found]
    seconds = f"{statistics.median(walls):>8.2f}{min(walls):>8.2f}{statistics.median(cpus):>11.2f}{min(cpus):>8.2f}"
    print(f"{name:<8}{as_of}  known {known or '—':<12}{seconds}", flush=True)
    return found[0][0]


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


def acts(records, seed=1):
    for each in arms.declarations(records, seed).declarations:
        items = [{"id": item.id, "type": item.type, "fields": dict(item.fields)} for item in each.items]
        yield (
            each.by,
            {
                "kind": "declare",
                "about": "text/new-start",
                "form": "items",
                "on": str(each.on),
                "items": items,
                "at": f"{each.on}T12:00:00Z",
            },
        )


def seal(folder, records, seed=1):
    """Every statement is sealed by its party and admitted by the other."""
    with Node.open(folder / "rus", NO_PASSPHRASE) as rus, Node.open(folder / "usa", NO_PASSPHRASE) as usa:
        nodes, waiting = {"rus": rus, "usa": usa}, {"rus": [], "usa": []}
        for by, act in acts(records, seed):
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
    parser.add_argument("--times", type=int, default=5, help="how often each command is run")
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
        print(f"{'':<39}wall: median, least   processor: median, least")
        answers = {}
        ask(folder, "first", given.times, as_of=DAYS[0], clear=True)
        for day in DAYS:
            answers[day, None] = ask(folder, "again", given.times, as_of=day)
        answers[DAYS[-1], DAYS[-2]] = ask(folder, "known", given.times, as_of=DAYS[-1], known=DAYS[-2])
        for (day, known), answer in answers.items():
            assert ask(folder, "none", 1, as_of=day, known=known, before=UNKEPT, clear=True) == answer, "what rests changes an answer"
        ask(folder, "first", 1, as_of=DAYS[0], clear=True)
        NOW[0] = dt.datetime(2022, 6, 1, 12, tzinfo=dt.UTC)
        seal(folder, 100, seed=time.time_ns())
        counted = ask(folder, "ten", given.times, as_of=LATER)
        assert ask(folder, "none", 1, as_of=LATER, before=UNKEPT, clear=True) == counted, "what rests changes an answer"


if __name__ == "__main__":
    main()
