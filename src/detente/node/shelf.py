"""What a door keeps: for each party a folder of the containers that it left (docs/howto/couriers.md, "A door of your own").

    <door>/door.json            {"v":1,"parties":{"north":{"token":"<SHA-256, hex>"}},"space":1073741824,"days":90}
    <door>/north/<name>.age     what the party north left

Rules:

1. A party is known by its token, 32 random bytes that are shown once; here lies only their digest.
2. Only containers are taken: a name of one, the header of an age file, and no more bytes than one may have.
3. What lies under a name is never replaced, whoever left it: no party can put its bytes in the place of another's.
4. A party fills its own share and nobody else's. What has lain longer than `days` goes when its party next leaves something.
5. A door can open nothing: it holds no key, and no record.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from detente.errors import N_, CallerError, StoreError, TheirData, UsageError, reason_of
from detente.node.carrier import LIST_MOST, is_container_name
from detente.node.files import write_whole
from detente.record.container import measure_age_header
from detente.record.limits import LIMITS

_ABOUT: Final = "door.json"
_PARTY = re.compile(r"\A[a-z][a-z0-9_]{0,31}\Z")
_TOKEN_BYTES: Final = 32
_ABOUT_MOST: Final = 1 << 20
_DAY: Final = 86_400

SPACE: Final = 1 << 30
"""Bytes that lie here of one party at most, unless told otherwise: 100,000 receipts, or 32 of the largest containers."""
FILES: Final = 10_000
"""Files of one party at most; with more than ten parties fewer, so that the list of all is never longer than anybody reads."""
DAYS: Final = 90
"""So long a party may be away and still find everything; what goes after that it asks the others for."""


class Entitled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party that may come to the door. `token`: the digest of its token, in hex."""

    token: str


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `door.json` holds."""

    v: int
    parties: dict[str, Entitled]
    space: int = SPACE
    days: int = DAYS


class Share(NamedTuple):
    """What lies here of one party: how many files, how many bytes together."""

    party: str
    files: int
    bytes: int


class TooMuch(TheirData):
    """It does not fit: larger than a container may be, or than what is left of the party's share."""


class Taken(TheirData):
    """Under this name lies something else."""


class Shelf:
    """The folder of a door."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def about(self) -> About:
        """Who may come, and how much may lie here; read anew each time, so that what is changed holds at once.

        Raises:
            StoreError: it is damaged, or cannot be read.
            UsageError: there is no door.
        """
        path = self.folder / _ABOUT
        try:
            with path.open("rb") as file:
                raw = file.read(_ABOUT_MOST)
            return msgspec.json.decode(raw, type=About)
        except FileNotFoundError as error:
            raise UsageError(
                N_("there is no door in %(path)s"), hint=N_("detente door token PARTY --dir %(path)s"), path=str(self.folder)
            ) from error
        except OSError as error:
            raise StoreError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
        except (ValueError, RecursionError) as error:
            raise StoreError(N_("%(path)s is damaged"), path=str(path)) from error

    def admit(self, party: str) -> str:
        """Let a party come to the door; its token, which is kept nowhere. One that it had before is good no more.

        Raises:
            CallerError: this cannot be the name of a party.
        """
        if not _PARTY.match(party):
            raise CallerError(N_("'%(party)s' cannot be the short name of a party"), party=party)
        self.folder.mkdir(parents=True, exist_ok=True)
        about = self.about if (self.folder / _ABOUT).exists() else About(1, {})
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._write(msgspec.structs.replace(about, parties={**about.parties, party: Entitled(_digest(token))}))
        return token

    def withdraw(self, party: str) -> None:
        """Let a party come no more; what it left stays.

        Raises:
            CallerError: it may not come.
        """
        about = self.about
        if party not in about.parties:
            raise CallerError(N_("'%(party)s' may not come to this door"), party=party)
        self._write(msgspec.structs.replace(about, parties={name: each for name, each in about.parties.items() if name != party}))

    def bound(self, space: int, days: int) -> None:
        """Set how many bytes of each party may lie here, and for how many days."""
        self._write(msgspec.structs.replace(self.about, space=space, days=days))

    def knows(self, party: str, token: str) -> bool:
        """Whether this is the party's token. It takes equally long for a party that is not known."""
        kept = self.about.parties.get(party)
        known = _digest("") if kept is None else kept.token
        return hmac.compare_digest(_digest(token), known) and kept is not None and token != ""

    def names(self) -> list[tuple[str, int]]:
        """All containers that lie here, with their bytes, sorted by name: who left them and when is not told."""
        found = [(path.name, path.stat().st_size) for party in self._parties() for path in self._files(party)]
        return sorted(found)[:LIST_MOST]

    def get(self, name: str) -> bytes | None:
        """One container, or None."""
        for party in self._parties() if is_container_name(name) else ():
            try:
                return (self.folder / party / name).read_bytes()
            except FileNotFoundError:
                continue
        return None

    def put(self, party: str, name: str, data: bytes, now: float) -> bool:
        """Take a container that a party leaves.

        Args:
            now: seconds since 1970.

        Returns:
            Whether it is new; False if the same bytes lie here under this name.

        Raises:
            TheirData: it is no container.
            TooMuch: it is too large, or the party's share is used up.
            Taken: something else lies under this name.
        """
        if len(data) > LIMITS.container_bytes:
            raise TooMuch(N_("size %(seen)d, limit %(limit)d"), seen=len(data), limit=LIMITS.container_bytes)
        measure_age_header(data)
        known = self.get(name)
        if known is not None:
            if hmac.compare_digest(known, data):
                return False
            raise Taken(N_("something else lies under the name %(name)s"), name=name)
        about, folder = self.about, self.folder / party
        folder.mkdir(exist_ok=True)
        self._tidy(party, now - about.days * _DAY)
        share = self.share(party)
        if share.files >= min(FILES, LIST_MOST // len(about.parties)) or share.bytes + len(data) > about.space:
            raise TooMuch(N_("the share of %(party)s at this door is used up"), party=party)
        write_whole(folder / name, data)
        return True

    def share(self, party: str) -> Share:
        """What lies here of one party."""
        sizes = [path.stat().st_size for path in self._files(party)]
        return Share(party, len(sizes), sum(sizes))

    def shares(self) -> list[Share]:
        """What lies here of each party, also of those that may come no more."""
        return [self.share(party) for party in sorted({*self._parties(), *self.about.parties})]

    def _tidy(self, party: str, before: float) -> None:
        for path in self._files(party):
            if path.stat().st_mtime < before:
                path.unlink()
        for path in (self.folder / party).glob(".*.part"):  # what a crash left half written
            if path.stat().st_mtime < before:
                path.unlink()

    def _parties(self) -> list[str]:
        return [path.name for path in self.folder.iterdir() if path.is_dir() and _PARTY.match(path.name)]

    def _files(self, party: str) -> list[Path]:
        folder = self.folder / party
        return [path for path in folder.iterdir() if is_container_name(path.name)] if folder.is_dir() else []

    def _write(self, about: About) -> None:
        write_whole(self.folder / _ABOUT, msgspec.json.format(msgspec.json.encode(about), indent=1) + b"\n", private=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
