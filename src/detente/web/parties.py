"""The names of the parties of a node's dialogues, and the words with which pages write them."""

from __future__ import annotations

from detente.node.node import Node
from detente.node.zones import zones
from detente.web.pages import Ask
from detente.web.templating import Words


def parties_of(node: Node) -> dict[str, dict[str, str]]:
    """The names of the parties of all dialogues of a node."""
    found: dict[str, dict[str, str]] = {node.party: node.names}
    for charter in node.charters.values():
        found.update({party: about.names for party, about in charter.parties.items()})
    return found


def words_of(ask: Ask) -> Words:
    """What writes names, times and codes in the language of whoever asks."""
    return Words(ask.html, parties_of(ask.node), ask.node.party, zones(ask.node))
