"""Two nodes in folders between which an agreement is in force, and what they say under it, drawn by chance."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

from detente.dialogue.acts import Ref
from detente.node import blobs
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.receiving import Received, receive_container
from detente.node.sealing import seal_acts
from detente.record.container import seal_container
from detente.views import acting_agreements
from detente.views.acting import Place
from tests.agreements.desk import file_of

PARTIES = ("north", "south")
TEXT = "text/teaching"

MORE = """
[[figure]]
id = "crews"
clause = "1"
unit = "persons"
names = { en = "Crews" }

[[item]]
id = "truck"
clause = "1"
names = { en = "Truck" }

[[item.field]]
id = "tons"
type = "integer"

[[count]]
id = "loads"
item = "truck"
unit = "tons"
clause = "1"
each = "tons * tons"
names = { en = "Loads squared" }

[[count]]
id = "crews"
value = "crews + crews_contested"
unit = "persons"
clause = "1"
names = { en = "Crews" }
"""


class Lake:
    """The nodes of both parties; time passes by a day for each pouch."""

    def __init__(self, folder: Path) -> None:
        self.now = dt.datetime(2021, 1, 1, 12, tzinfo=dt.UTC)
        self.nodes = {party: Node.create(folder / party, party, {"en": party}, NO_PASSPHRASE) for party in PARTIES}
        for node in self.nodes.values():
            node.clock = lambda: self.now
        found_dialogue(list(self.nodes.values()))
        self.sent = dict.fromkeys(PARTIES, 0)
        self.settle()
        rules = file_of("teaching", "agreement") + MORE.encode()
        fields = acting_agreements.table(Place(self.nodes["north"], self.room("north")), {"rules": rules})
        blobs.keep(self.nodes["south"], "teaching.toml", rules)  # as a courier brings it
        self.seal("north", [fields])
        self.settle()
        proposal = next(iter(self.room("south").fold.proposals.slots[TEXT].proposals))
        self.seal("south", [{"kind": "consent", "re": [list(proposal)]}])
        self.settle()

    def close(self) -> None:
        for node in self.nodes.values():
            node.close()

    def room(self, party: str) -> Any:
        return self.nodes[party].room(None)

    def seal(self, party: str, acts: list[dict[str, Any]]) -> list[Ref]:
        """Seal acts of one party, on the next day."""
        self.now += dt.timedelta(1)
        node, start = self.nodes[party], self.room(party).my_head.size
        seal_acts(node, self.room(party), [node.checked(each) for each in acts])
        return [Ref(party, 0, start + number) for number in range(len(acts))]

    def carry(self, author: str) -> None:
        """What a party sealed comes to the other."""
        node, room = self.nodes[author], self.room(author)
        for stored in node.store.heads_of(room.id, room.mine, self.sent[author]):
            result = Received()
            reader = self.nodes[PARTIES[author == "north"]]
            container = seal_container([room.pouch(stored)], room.channel.current_recipients(), node.random)
            receive_container(reader, "", container, result)
            assert not result.refused, result
            self.sent[author] = stored.id.size

    def settle(self) -> None:
        """Both have what the other has, and its receipt."""
        for _ in range(2):
            for party in PARTIES:
                seal_acts(self.nodes[party], self.room(party), [])
                self.carry(party)


class Talk:
    """What a party might say next, nonsense among it; `large`: with numbers too that a rule cannot be computed over."""

    def __init__(self, lake: Lake, rng: random.Random) -> None:
        self.lake, self.rng = lake, rng
        self.large = rng.random() < 0.25
        self.said: dict[str, list[tuple[Ref, dict[str, Any]]]] = {party: [] for party in PARTIES}

    def act(self, party: str) -> dict[str, Any]:
        rng = self.rng
        kinds = ("plain", "plain", "plain", "plain", "odd", "correction", "answer", "figures", "silence", "dispute", "notify", "suspend")
        act: dict[str, Any] | None = getattr(self, "_" + rng.choice(kinds))(party)
        return self._plain(party) if act is None else act

    def say(self, party: str, acts: list[dict[str, Any]]) -> None:
        self.said[party] += zip(self.lake.seal(party, acts), acts, strict=True)

    def _day(self) -> str:
        return str(dt.date(2021, 1, 1) + dt.timedelta(self.rng.randrange(40)))

    def _item(self, *, strange: bool) -> dict[str, Any]:
        rng = self.rng
        kind = rng.choice(["boat", "boat", "truck", "ship"] if strange else ["boat", "boat", "truck"])
        name = f"{'x' if strange else kind[0]}-{rng.randrange(8)}"
        if kind == "truck":
            fields: dict[str, Any] = (
                {"tons": 3_000_000_000_000 if strange and self.large and rng.random() < 0.1 else rng.randrange(9)}
                if rng.random() < 0.8
                else {}
            )
        else:
            chosen = {"gun": rng.random() < 0.5, "mount": rng.random() < 0.5, "length": "long" if strange and rng.random() < 0.1 else 9}
            fields = {name: value for name, value in chosen.items() if rng.random() < 0.8}
        return {"id": name, "type": kind, "fields": fields}

    def _plain(self, party: str, *, strange: bool = False) -> dict[str, Any]:
        items = {each["id"]: each for each in (self._item(strange=strange) for _ in range(self.rng.randrange(4)))}
        act = {"kind": "declare", "about": TEXT, "form": "items", "on": self._day(), "items": list(items.values())}
        if self.rng.random() < 0.3 or not items:
            act["removed"] = [name for name in ("b-1", "t-2", "x-3") if name not in items][: self.rng.randrange(1, 3)]
        return act

    def _odd(self, party: str) -> dict[str, Any]:
        act = self._plain(party, strange=True)
        if self.rng.random() < 0.4 and act["items"]:
            act.pop("removed", None)
            act["full"] = "yes"
        if self.rng.random() < 0.3:
            act["within"] = self.rng.choice(["change", "nothing"])
        if self.rng.random() < 0.2:
            act["exchange"] = "lists"
            act["on"] = "2021-01-01"
        return act

    def _correction(self, party: str) -> dict[str, Any] | None:
        if not self.said[party]:
            return None
        ref, old = self.rng.choice(self.said[party])
        if old["kind"] != "declare":
            return None
        new = self._plain(party, strange=self.rng.random() < 0.2)
        return {**new, "on": old["on"], "re": [list(ref)], **({"exchange": old["exchange"]} if "exchange" in old else {})}

    def _answer(self, party: str) -> dict[str, Any] | None:
        other = PARTIES[party == "north"]
        known = self.lake.room(party).fold.compliance.said
        heard = [ref for ref, _ in self.said[other] if ref in known]
        if not heard:
            return None
        return {**self._plain(party), "re": [list(self.rng.choice(heard))], **({"within": "change"} if self.rng.random() < 0.5 else {})}

    def _figures(self, party: str) -> dict[str, Any]:
        return {"kind": "declare", "about": TEXT, "form": "figures", "on": self._day(), "figures": {"crews": self.rng.randrange(99)}}

    def _silence(self, party: str) -> dict[str, Any]:
        form = self.rng.choice(["nil", "withheld", "nothing_new", "not_provided"])
        act = {"kind": "declare", "about": TEXT, "form": form, "on": self._day()}
        if self.rng.random() < 0.5:
            act |= {"exchange": "lists", "on": "2021-01-01"}
        if form == "not_provided":
            act["party"] = PARTIES[party == "north"]
        return act

    def _dispute(self, party: str) -> dict[str, Any] | None:
        other = PARTIES[party == "north"]
        known = self.lake.room(party).fold.compliance.said
        heard = [ref for ref, act in self.said[other] if act["kind"] == "declare" and ref in known]
        if not heard:
            return None
        amounts = [{"number": 3, "what": {"en": "divers"}}]
        return {"kind": "dispute", "re": [list(self.rng.choice(heard))], "figure": "crews", "amounts": amounts}

    def _notify(self, party: str) -> dict[str, Any]:
        values = {"boat": "b-1", "what": "sold"}
        return {"kind": "notify", "about": TEXT, "format": self.rng.choice(["change", "done"]), "on": self._day(), "values": values}

    def _suspend(self, party: str) -> dict[str, Any]:
        return {"kind": "suspend", "about": TEXT, "from": self._day(), "exchanges": ["lists"]}
