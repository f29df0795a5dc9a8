"""A story that the demo plays: data in TOML, acts that the two nodes really seal and carry.

story.toml of a folder has [dialogue], [[parties]], [proofs], and [[step]]s in the order of the tale:

    [[step]]
    id = "plenary-3"                 by which later steps (re) and the map name it
    at = "2021-09-30T15:00:00Z"      what its author's clock says
    by = "rus"                       whose node drafts and seals it
    channel = "plenary"              otherwise the plenary
    kind = "propose"                 and the fields of that kind (docs/protocol.md, section 22)

`re` holds ids; electorate and a text's digest are put in. Steps that are no acts: `channel` (a channel of its own), `series` (many
alike requests), `answers` (to a series), `drafted` (left as a draft) and `dropped` (drafted, never sealed). `only` limits a step to
one supposition; `chapter` opens the next part of the tale. `translated` is what each delegation's translator made of the act, by
language (`refused`: of the answers that give a reason): a courtesy translation that stays at home (detente.node.translations) and is
in no log; its first paragraph stands for the title of the act, where it has one.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.errors import N_, CallerError, UsageError

if TYPE_CHECKING:
    from detente.dialogue.acts import Ref
    from detente.node.node import Node
    from detente.node.room import Room
    from detente.node.witnessing import Witness
    from detente.record.charter import Charter

PLENARY: Final = "plenary"
_OWN: Final = frozenset({"id", "at", "by", "channel", "kind", "re", "only", "texts", "words", "chapter", "translated"})
_BY_LANGUAGE: Final = frozenset({"text", "title", "quotation", "agenda"})


def stories_folder() -> Path:
    """Where the stories are: in the work tree, or beside the installed package."""
    here = Path(__file__).resolve()
    for folder in (here.parents[3] / "examples", here.parents[1] / "examples"):
        if folder.is_dir():
            return folder
    raise CallerError(N_("this installation has no stories to play; it was not made from the whole package"))


@dataclass
class Story:
    """One story as its folder tells it."""

    name: str
    folder: Path
    value: dict[str, Any]
    suppose: str

    @property
    def parties(self) -> dict[str, dict[str, str]]:
        return {party["id"]: party["names"] for party in self.value["parties"]}

    @property
    def zones(self) -> dict[str, str]:
        """The time zones of the capitals, as far as the story names them."""
        return {party["id"]: party["zone"] for party in self.value["parties"] if "zone" in party}

    @property
    def witness(self) -> dict[str, Any] | None:
        return self.value.get("witness")

    def steps(self) -> Iterator[dict[str, Any]]:
        """The steps of the chosen supposition."""
        for step in self.value["step"]:
            if step.get("only", self.suppose) == self.suppose:
                yield step


def read_story(name: str, suppose: str | None) -> Story:
    """A story by its name, or by the folder that holds its story.toml.

    Raises:
        UsageError: there is none.
        CallerError: it is none, or does not know the supposition.
    """
    folder = Path(name) if "/" in name or Path(name).is_dir() else stories_folder() / name
    try:
        value = tomllib.loads((folder / "story.toml").read_text("utf-8"))
    except OSError as error:
        known = ", ".join(sorted(path.parent.name for path in stories_folder().glob("*/story.toml")))
        raise UsageError(N_("there is no story '%(name)s'; there are: %(known)s"), name=name, known=known) from error
    except tomllib.TOMLDecodeError as error:
        raise CallerError(N_("%(path)s is no story: %(reason)s"), path=str(folder / "story.toml"), reason=str(error)) from error
    known = value.get("suppositions", ["report"])
    chosen = suppose or known[0]
    if chosen not in known:
        raise CallerError(N_("the story supposes one of %(known)s, not '%(seen)s'"), known=", ".join(known), seen=chosen)
    return Story(name, folder, value, chosen)


@dataclass
class Player:
    """Plays a story: its nodes, its courier, and where each step came to stand.

    Attributes:
        refs: step id -> channel label and entry.
        countersigned: the signed states, by origin and size, for which the witness has vouched.
    """

    story: Story
    folder: Path
    charter: Charter
    nodes: dict[str, Node]
    witness: Witness | None
    refs: dict[str, tuple[str, Ref]] = field(default_factory=dict)
    countersigned: set[tuple[str, int]] = field(default_factory=set)
    _translated: dict[str, dict[str, str]] = field(default_factory=dict)
    _moment: dt.datetime = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    _pending: dict[str, list[str]] = field(default_factory=dict)
    _author: str | None = None

    def __post_init__(self) -> None:
        for node in self.nodes.values():
            node.clock = lambda: self._moment
        if self.witness is not None:
            self.witness.clock = lambda: self._moment

    @property
    def moment(self) -> dt.datetime:
        """The moment of the story that is being played."""
        return self._moment

    def begin(self, at: str) -> None:
        """Both open their logs of the plenary."""
        self._set(at)
        for _ in range(2):
            for node in self.nodes.values():
                self._carry(node)

    def play(self, step: dict[str, Any]) -> None:
        """One step.

        Raises:
            CallerError: the step names something that is not there.
        """
        by = step["by"]
        waits = {name for ids in self._pending.values() for name in ids}
        another_day = step["at"][:10] != self._moment.date().isoformat()
        if by != self._author or another_day or waits & set(step.get("re", ())):
            self.deliver()
        self._author = by
        self._set(step["at"])
        node = self.nodes[by]
        room = node.room(step.get("channel", PLENARY))
        special = {"channel": self._open_channel, "series": self._series, "answers": self._answers, "drafted": self._drafted}
        if step["kind"] in special:
            special[step["kind"]](node, room, step)
        elif step["kind"] == "dropped":
            number = node.draft(room, {"kind": "request", "to": step["to"], "subject": step["subject"]})
            node.store.drop_drafts([number])
        else:
            self._draft(node, room, step["id"], self._fields(room, step))
            self._translated[step["id"]] = step.get("translated", {})

    def translate(self) -> None:
        """Each delegation's translator puts beside the acts what the story says of them in other languages."""
        from detente.node.translations import save_translation

        for node in self.nodes.values():
            for name, texts in self._translated.items():
                label, ref = self.refs[name]
                for language, text in texts.items():
                    save_translation(node, node.room(label), ref, language, text, "translator")

    def deliver(self) -> None:
        """Seal what was drafted, and let the courier bring it to everybody."""
        if self._author is None or not self._pending:
            return
        from detente.dialogue.acts import Ref
        from detente.node.sealing import seal

        node = self.nodes[self._author]
        for label, ids in self._pending.items():
            room = node.room(label)
            while waiting := [name for name in ids if name not in self.refs]:
                done = seal(node, room)
                first = done.head.size - 1 - done.acts
                for place, name in enumerate(waiting[: done.acts]):
                    self.refs[name] = (label, Ref(node.party, room.mine.generation, first + place))
        self._pending.clear()
        self._carry(node)
        for other in self.nodes.values():
            if other is not node:
                self._carry(other)
        self._carry(node)

    def settle(self) -> None:
        """Everybody has everything, and has signed for it; the witness has looked at each signed state and countersigned it.

        Raises:
            CallerError: the witness refused one.
        """
        self.deliver()
        for _ in range(3):
            for node in self.nodes.values():
                self._carry(node)
        if self.witness is None:
            return
        from detente.node.witnessing import add_cosignatures, ask_witness

        for node in self.nodes.values():
            answered, told = self.witness.answer(ask_witness(node, self.witness.name))
            for item in told:
                if item.status != 200:
                    raise CallerError(N_("the host refused the signed state at %(size)d: %(cause)s"), size=item.size, cause=item.reason)
                self.countersigned.add((item.origin, item.size))
            add_cosignatures(node, answered)

    # ---- steps ----

    def _draft(self, node: Node, room: Room, name: str, fields: dict[str, Any]) -> None:
        node.draft(room, fields)
        self._pending.setdefault(room.label, []).append(name)

    def _fields(self, room: Room, step: dict[str, Any]) -> dict[str, Any]:
        from detente.views.text_bodies import tabled_words, written

        fields: dict[str, Any] = {"kind": step["kind"]}
        for name, value in step.items():
            if name in _OWN:
                continue
            if name in _BY_LANGUAGE and isinstance(value, dict):
                fields.update({f"{name}/{language}": text for language, text in value.items()})
            else:
                fields[name] = value
        if step.get("re"):
            fields["re"] = [self._ref(step["id"], name).value for name in step["re"]]
        if step["kind"] == "propose":
            fields["electorate"] = list(room.channel.members)
        if "texts" in step:
            fields.update(tabled_words(step["texts"]))
        if "words" in step:
            fields.update(written(step["words"]))
        if step["kind"] == "sign":
            found = room.fold.proposals.get(self._ref(step["id"], step["re"][0]))
            if found is not None:
                fields["digest"] = found[1].act.kept["digest"]
        if step["kind"] == "list_channel":
            fields["channel"] = next(other.id for other in self.nodes[step["by"]].rooms.values() if other.label == step["channel_listed"])
            del fields["channel_listed"]
        return fields

    def _ref(self, step: str, name: str) -> Ref:
        if name not in self.refs:
            raise CallerError(N_("step '%(step)s' of the story refers to '%(name)s', which no earlier step is"), step=step, name=name)
        return self.refs[name][1]

    def _open_channel(self, node: Node, room: Room, step: dict[str, Any]) -> None:
        from detente.node.sealing import found_channel

        self.deliver()
        made = found_channel(node, room.channel.charter.id, step["label"], step["names"], list(room.channel.members), step["of"])
        for _ in range(2):
            for other in self.nodes.values():
                self._carry(other)
        for other in self.nodes.values():
            theirs = other.rooms[made.id]
            theirs.label = step["label"]
            with other.store.transaction():
                other.store.db.execute("UPDATE channels SET label=? WHERE id=?", (theirs.label, theirs.id))

    def _series(self, node: Node, room: Room, step: dict[str, Any]) -> None:
        """Many alike requests, each with a text and a date on paper of its own."""
        first, last = dt.date.fromisoformat(step["paper_from"]), dt.date.fromisoformat(step["paper_until"])
        for number in range(1, step["count"] + 1):
            day = first + (last - first) * (number - 1) // max(1, step["count"] - 1)
            words = {"n": str(number), "day": day.isoformat()}
            fields = {
                "kind": "request", "to": step["to"], "subject": step["subject"] % words, "text": step["text"] % words,
                "paper": {"on": day.isoformat(), "what": step["paper_what"]}, "source": step["source"],
            }  # fmt: skip
            self._draft(node, room, f"{step['id']}-{number}", fields)
            self._translated[f"{step['id']}-{number}"] = {each: text % words for each, text in step.get("translated", {}).items()}

    def _answers(self, node: Node, room: Room, step: dict[str, Any]) -> None:
        """Acknowledgements of a whole series, and outcomes for its first requests."""
        count = int(step["count"])
        for number in range(1, count + 1):
            request = f"{step['of']}-{number}"
            fields = {"kind": "confirm", "re": [self._ref(step["id"], request).value], "source": step["source"]}
            self._draft(node, room, f"{step['id']}-paper-{number}", fields)
        for number, outcome in enumerate(step["outcomes"], 1):
            request = f"{step['of']}-{number}"
            fields = {
                "kind": "answer", "re": [self._ref(step["id"], request).value], "outcome": outcome,
                "text": step["text"] % {"n": str(number), "outcome": outcome}, "source": step["source"],
            }  # fmt: skip
            if outcome in {"declined", "withheld"}:
                fields["reason"] = step["reason"]
            self._draft(node, room, f"{step['id']}-{number}", fields)
            part = "refused" if "reason" in fields else "translated"
            self._translated[f"{step['id']}-{number}"] = {each: text % {"n": number} for each, text in step.get(part, {}).items()}

    def _drafted(self, node: Node, room: Room, step: dict[str, Any]) -> None:
        """A draft that stays one: it is in no log and counts nowhere. Played last, or the next seal would take it."""
        self.deliver()
        node.draft(room, {"kind": "request", "to": step["to"], "subject": step["subject"], "source": step["source"]})

    # ---- the world of the story ----

    def _set(self, at: str) -> None:
        self._moment = max(self._moment, dt.datetime.fromisoformat(at))

    def _carry(self, node: Node) -> None:
        from detente.cli.carrying import carry

        done = carry(node, [str(self.folder / "courier")], take=True, leave=True)
        if done.refused:
            raise CallerError(N_("%(party)s refused a file of the courier: %(cause)s"), party=node.party, cause=done.refused[0].why.error())
