"""Containers as e-mail, by files: messages to be sent are laid into a folder, messages that came are read out of one.

    <folder>/out/<random>.eml     for a mail program, or whoever sends them
    <folder>/in/                  what came: files, or a Maildir (in/new, in/cur)

A message has no text of anybody's and a random id; its only content is one container, or a part of one where it is too large for a
message. Rules for what came:

1. A file is measured before the library sees it: its bytes, and how many parts and how many layers it says that it has.
2. Of a message only attachments count that are called as a container or a part of one is; all else is passed over.
3. A name is nobody's: where two messages bring different bytes under one name, both are shown, the second under its digest.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from itertools import islice, product
from pathlib import Path
from typing import Final

from detente.errors import N_, CarrierError, UsageError, reason_of
from detente.node.addresses import Address
from detente.node.carrier import NAME_MOST, is_container_name
from detente.node.files import write_whole
from detente.record.limits import LIMITS

PART_BYTES: Final = 5_000_000
"""Of one part of a container; as base64 with its lines it stays under 7 MB, which every server takes."""
MESSAGE_BYTES: Final = 10_000_000
MESSAGES_MOST: Final = 5_000
"""Files that are looked at in one round, by name."""
ATTACHMENTS_MOST: Final = 32
LAYERS_MOST: Final = 8
"""Parts within parts: the library reads each layer inside the one before, and a message of thousands would exhaust it."""
VARIANTS_MOST: Final = 8
"""Ways to put parts together that were brought under one name in several versions."""

_PART = re.compile(r"\A([0-9a-f]{32}\.age)\.([1-9])-([2-9])\Z")
_LAYER = re.compile(rb"content-type:[ \t\r\n]*(?:multipart|message)/", re.IGNORECASE)
_HEADING = re.compile(rb"content-type:", re.IGNORECASE)


class MailCarrier:
    """A folder of messages out, and one of messages in."""

    def __init__(self, address: Address) -> None:
        self.address = address.text
        self.foreign: list[str] = []
        self._out, self._in = Path(address.path) / "out", Path(address.path) / "in"
        self._sender, self._receiver = address.options.get("from"), address.options.get("to")
        self._found: dict[str, bytes] = {}
        try:
            for folder in (self._out, self._in):
                folder.mkdir(exist_ok=True)
        except OSError as error:
            raise CarrierError(N_("the folder %(path)s cannot be used: %(cause)s"), path=address.path, cause=reason_of(error)) from error

    def put(self, name: str, data: bytes) -> None:
        pieces = [data[start : start + PART_BYTES] for start in range(0, len(data), PART_BYTES)]
        try:
            for number, piece in enumerate(pieces, 1):
                called = name if len(pieces) == 1 else f"{name}.{number}-{len(pieces)}"
                write_whole(self._out / f"{secrets.token_hex(16)}.eml", self._message(called, piece))
        except OSError as error:
            raise CarrierError(N_("cannot write to %(path)s: %(cause)s"), path=str(self._out), cause=reason_of(error)) from error

    def list(self) -> list[str]:
        """All containers of which every part has come; files that are no messages with a container are remembered in `foreign`."""
        whole: dict[str, list[bytes]] = {}
        parts: dict[tuple[str, int], dict[int, list[bytes]]] = {}
        self.foreign = []
        for path in self._messages():
            found = list(_attachments(self._read(path)))
            if not found:
                self.foreign.append(path.name[:NAME_MOST])
            for called, data in found:
                split = _PART.match(called)
                if split is None:
                    _add(whole.setdefault(called, []), data)
                elif int(split[2]) <= int(split[3]):
                    _add(parts.setdefault((split[1], int(split[3])), {}).setdefault(int(split[2]), []), data)
        for (name, count), numbered in parts.items():
            if len(numbered) == count:
                for pieces in islice(product(*(numbered[number] for number in range(1, count + 1))), VARIANTS_MOST):
                    _add(whole.setdefault(name, []), b"".join(pieces)[: LIMITS.container_bytes + 1])
        self._found = {name if not number else _by_digest(data): data for name, each in whole.items() for number, data in enumerate(each)}
        return sorted(self._found)

    def get(self, name: str) -> bytes | None:
        return self._found.get(name)

    def close(self) -> None:
        """What was read is forgotten."""
        self._found = {}

    def _message(self, called: str, data: bytes) -> bytes:
        message = EmailMessage(policy=policy.SMTP)
        message["Subject"] = "Files"
        message["Date"] = format_datetime(localtime())
        message["Message-ID"] = f"<{secrets.token_hex(16)}@detente.invalid>"
        if self._sender is not None:
            message["From"] = self._sender
        if self._receiver is not None:
            message["To"] = self._receiver
        message.set_content("")
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=called)
        return message.as_bytes()

    def _messages(self) -> Sequence[Path]:
        folders = [self._in, self._in / "new", self._in / "cur"]
        try:
            found = [path for folder in folders if folder.is_dir() for path in folder.iterdir() if not path.name.startswith(".")]
            return sorted(path for path in found if path.is_file())[:MESSAGES_MOST]
        except OSError as error:
            raise CarrierError(N_("cannot list %(path)s: %(cause)s"), path=str(self._in), cause=reason_of(error)) from error

    def _read(self, path: Path) -> bytes:
        """A file as far as a message may be long; one that is longer, or gone, or says that it has too much in it: nothing."""
        try:
            with path.open("rb") as file:
                raw = file.read(MESSAGE_BYTES + 1)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise CarrierError(N_("cannot read %(path)s: %(cause)s"), path=str(path), cause=reason_of(error)) from error
        many = len(_HEADING.findall(raw)) > ATTACHMENTS_MOST or len(_LAYER.findall(raw)) > LAYERS_MOST
        return b"" if len(raw) > MESSAGE_BYTES or many else raw


def _attachments(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The containers and parts of containers in a message, by what they are called."""
    if not raw:
        return
    for part in message_from_bytes(raw, policy=policy.compat32).walk():
        called = part.get_filename()
        if part.is_multipart() or not isinstance(called, str) or not (is_container_name(called) or _PART.match(called)):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            yield called, data


def _add(variants: list[bytes], data: bytes) -> None:
    if data not in variants and len(variants) < VARIANTS_MOST:
        variants.append(data)


def _by_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32] + ".age"


def open_mail(address: Address, secret: str | None) -> MailCarrier:
    """The folder of messages of an address.

    Raises:
        UsageError: it is not there.
        CarrierError: it cannot be used.
    """
    del secret  # whoever sends the messages has it
    if not Path(address.path).is_dir():
        raise UsageError(N_("there is no folder %(path)s"), path=address.path)
    return MailCarrier(address)
