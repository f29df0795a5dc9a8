"""What all views share: the structs' common shape, references as people type them, who is who.

Every struct is also the JSON of `--json`: its keys are stable (docs/reference/json.md), times are as entries carry them, digests and
roots base64, ids hex. What needs words is a code or a template with values, never a finished sentence.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from detente.dialogue.fold import Finding, Ref
from detente.errors import COMMAND, N_, CallerError, DetenteError
from detente.node.called import called
from detente.node.node import Node
from detente.node.room import Room
from detente.record.charter import is_party_id
from detente.record.seal import LogKey

_REF = re.compile(r"\A(?:(?P<channel>.+):)?(?P<party>[^:/.]+)(?:\.(?P<generation>[0-9]{1,6}))?/(?P<index>[0-9]{1,15})\Z")


class View(msgspec.Struct, frozen=True, kw_only=True):
    """The root of all views."""


class Text(View, frozen=True):
    """A sentence for people: an English template with its values; `text` is the English sentence, `cause` what stands in it.

    `matters`: of those values that are matters, what the parties call them, by name of the value and by language.
    """

    template: str
    params: dict[str, Any]
    text: str
    cause: Text | None = None
    matters: dict[str, dict[str, str]] = {}

    def error(self) -> DetenteError:
        """The form that a translator takes."""
        from detente.views.words_talks import Matter  # noqa: PLC0415 - words stand upon this module

        params = self.params | {name: Matter(self.params[name], names) for name, names in self.matters.items()}
        if self.cause is not None:
            params["cause"] = self.cause.error()
        return DetenteError(self.template, **params)


class Point(View, frozen=True):
    """How much of one log an answer rests on: `entries` of it are held here."""

    party: str
    generation: int
    entries: int


class ChannelName(View, frozen=True):
    """Which channel, of which dialogue, and whether that is an exercise.

    `matters`: the names of what it is about, by key and language, of whatever has a name: groups, texts, issues, bodies outside the talks.
    """

    label: str
    id: str
    kind: str | None
    names: dict[str, str]
    dialogue: str
    dialogue_names: dict[str, str]
    exercise: bool
    members: dict[str, dict[str, str]]
    matters: dict[str, dict[str, str]]


class RemarkShown(View, frozen=True):
    """What the program noticed and a person should look at; `entry` and `rule` where an act brought it about."""

    channel: str
    text: Text
    entry: str | None = None
    rule: str | None = None
    at: str | None = None


def commands_of(error: DetenteError) -> list[str]:
    """The commands that an error names as the next step, without the name of the program."""
    lines = ((error.hint or "") % error.params).split("\n")
    return [line.removeprefix(COMMAND) for line in lines if line.startswith(COMMAND)]


def text_of_error(error: DetenteError) -> Text:
    """An error, a finding or a remark as a value."""
    from detente.views.words_talks import Matter  # noqa: PLC0415 - words stand upon this module

    cause = getattr(error, "cause", None)
    params = {name: plain(value) for name, value in error.params.items() if name != "cause"}
    if cause is None and isinstance(error.params.get("cause"), DetenteError):
        cause = error.params["cause"]
    if cause is None and "cause" in error.params:
        params["cause"] = str(error.params["cause"])
    matters = {name: dict(value.names) for name, value in error.params.items() if isinstance(value, Matter)}
    return Text(
        template=error.template, params=params, text=str(error), cause=None if cause is None else text_of_error(cause), matters=matters
    )


def plain(value: Any) -> Any:
    """A value of a message as JSON has it."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def finding_view(room: Room, finding: Finding) -> RemarkShown:
    """A finding as a value."""
    from detente.views.naming import names_of  # noqa: PLC0415 - naming stands upon this module

    params = {name: plain(value) for name, value in finding.params.items()}
    matters = {name: names_of(room, str(value)) for name, value in params.items() if name in {"about", "slot"}}
    text = Text(template=finding.template, params=params, text=finding.template % finding.params, matters=matters)
    return RemarkShown(channel=room.label, text=text, entry=str(finding.ref), rule=finding.rule)


def channel_name(room: Room) -> ChannelName:
    """What names a channel."""
    from detente.views.naming import matter_names  # noqa: PLC0415 - naming stands upon this module

    charter = room.channel.charter
    members = room.channel.members
    return ChannelName(
        label=room.label,
        id=room.id,
        kind=room.channel.channel_charter.kind if room.channel.channel_charter else None,
        names=room.names,
        dialogue=charter.id,
        dialogue_names=charter.names,
        exercise=charter.exercise,
        members={party: names for party, names in called(room).items() if party in members},
        matters=matter_names(room),
    )


def as_of(room: Room) -> list[Point]:
    """What an answer about a channel rests on: every log of every member, one that was never heard with 0."""
    points = []
    for party in room.channel.members:
        logs = room.channel.generations(party) or [LogKey(party, 0)]
        for log in logs:
            held = room.channel.logs.get(log)
            points.append(Point(party=party, generation=log.generation, entries=held.size if held else 0))
    return points


def parse_ref(node: Node, text: str, channel: str | None = None) -> tuple[Room, Ref]:
    """An entry as people name it: `usa/3`, `usa.1/3`, `hotline:usa/3`.

    Raises:
        CallerError: not of that form, or no such channel, party or entry.
    """
    match = _REF.match(text)
    if match is None or not is_party_id(match["party"]):
        raise CallerError(
            N_("'%(text)s' does not name an entry"),
            hint=N_("Write PARTY/NUMBER, such as usa/3. This lists the entries:\ndetente log"),
            text=text,
        )
    room = node.room(match["channel"] or channel)
    party = match["party"]
    if room.channel.members and party not in room.channel.members:
        raise CallerError(
            N_("'%(party)s' is no member of '%(label)s'; its members are: %(members)s"),
            party=party,
            label=room.label,
            members=", ".join(room.channel.members),
        )
    ref = Ref(party, int(match["generation"] or 0), int(match["index"]))
    room.entry(ref)
    return room, ref


def latest_seal_time(room: Room, party: str) -> str | None:
    """The time that a party's last seal claims, or None if nothing of it is held."""
    for log in reversed(room.channel.generations(party)):
        size = room.channel.logs[log].size
        if size:
            at = room.entry(Ref(party, log.generation, size - 1)).fields.get("at")
            return at if isinstance(at, str) else None
    return None


def latest_receipt_time(room: Room, log: LogKey, party: str) -> str | None:
    """The time that a party's first seal claims which names as much of a log as its seals name now; None if they name nothing of it."""
    received = named_of(room, log, party)
    for key in room.channel.generations(party) if received else ():
        held, found = room.channel.logs[key], None
        head = held.heads.get(held.main)
        while head is not None and log in head.vector and head.vector[log].size >= received:
            found, head = head, held.heads.get(head.prev)
        if found is not None:
            at = room.entry(Ref(party, key.generation, found.id.size - 1)).fields.get("at")
            return at if isinstance(at, str) else None
    return None


def named_of(room: Room, log: LogKey, party: str) -> int:
    """How many entries of a log a party's seals have named: what it has confirmed to have received."""
    sizes = [0]
    for key in room.channel.generations(party):
        held = room.channel.logs[key]
        head = held.heads.get(held.main)
        if head is not None and log in head.vector:
            sizes.append(head.vector[log].size)
    return max(sizes)
