"""What a node knows by name: parties, channels, matters, its own people; and the words with which pages write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from detente.node.accounts import Accounts
from detente.node.called import called_everywhere
from detente.node.translations import translated_entries
from detente.node.zones import zones
from detente.views.base import parse_ref
from detente.views.drafts import TranslationRow, translation_rows
from detente.views.naming import names_of
from detente.web.pages import Ask
from detente.web.templating import Called, Words


class KnownHere(Called):
    """Names as the records and the accounts of a node have them, each looked up when a page first writes it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._rooms = {room.label: room for room in ask.node.rooms.values()}
        self._matters: dict[tuple[str, str], Mapping[str, str]] = {}
        self._translations: dict[tuple[str, str], Sequence[TranslationRow]] = {}

    def channel(self, label: str) -> Mapping[str, str]:
        """A channel by its label."""
        return self._rooms[label].names if label in self._rooms else {}

    def matter(self, label: str, about: str) -> Mapping[str, str]:
        """A matter of a channel."""
        if label not in self._rooms:
            return {}
        if (label, about) not in self._matters:
            self._matters[label, about] = names_of(self._rooms[label], about)
        return self._matters[label, about]

    @cached_property
    def _translated(self) -> set[tuple[str, str]]:
        return translated_entries(self._ask.node)

    def person(self, account: str) -> str:
        """The person behind an account's name; the name itself, where the account is gone. Open seats are called by what they are."""
        found = Accounts(self._ask.node.store).find(account)
        if found is None:
            return account
        return self._ask.t.gettext(found.display) if self._ask.open_seats else found.display

    def translations(self, label: str, ref: str) -> Sequence[TranslationRow]:
        """What this delegation has translated of an entry, for itself."""
        if label not in self._rooms or "read" not in self._ask.may or (self._rooms[label].id, ref) not in self._translated:
            return ()
        if (label, ref) not in self._translations:
            room, entry = parse_ref(self._ask.node, ref, self._rooms[label].id)
            self._translations[label, ref] = translation_rows(self._ask.node, room, entry)
        return self._translations[label, ref]


def words_of(ask: Ask) -> Words:
    """What writes names, times and codes in the language of whoever asks."""
    return Words(ask.html, called_everywhere(ask.node), ask.node.party, zones(ask.node), KnownHere(ask))
