"""Where a courier goes: an address, read strictly and written without any secret.

    courier, /media/stick, folder:/media/stick          a folder
    mail:/srv/talks?from=north@example.org&to=south@example.org      a folder of messages, out and in
    s3://KEY-ID@bucket/prefix?endpoint=https://s3.example.org&region=eu-1
    sftp://user@host:2222/path?host-key=SHA256:..       a folder behind an SSH server
    webdavs://user@host/path                            a folder behind a WebDAV server (webdav:// without TLS)
    https://party@host:8750/                            another node's or a host's door (docs/howto/couriers.md)

Rules:

1. A secret in an address is refused, not taken: addresses are printed, kept in the store and in the history of a shell.
2. Each kind knows its options; an option that it does not know is refused, so that a typing error changes nothing in silence.
3. In the clear nothing goes beyond this machine: with http:// and webdav:// a password would travel open.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from detente.errors import N_, UsageError

FOLDER: Final = "folder"

_OPTIONS: Final = {
    "mail": {"from", "to"},
    "s3": {"endpoint", "region", "ca"},
    "sftp": {"host-key", "key"},
    "webdav": set(),
    "webdavs": {"ca"},
    "http": set(),
    "https": {"ca"},
}
"""The kinds of addresses beside folders, and what each lets one set."""

_CLEAR: Final = {"http", "webdav"}
_WITH_A_PATH: Final = {"sftp"}
_ADDRESS_MOST: Final = 1_000
_MAILBOX = re.compile(r"\A[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}\Z")
_BUCKET = re.compile(r"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_HOST = re.compile(r"\A[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})\Z|\A[0-9A-Fa-f:.]{2,45}\Z")


class Address(NamedTuple):
    """Where a courier goes.

    Attributes:
        kind: folder, mail, s3, sftp, webdav, webdavs, http or https.
        text: the address in one form, without a secret; equal places have equal texts.
        host: the server, or the bucket of s3; empty for a folder or for mail.
        port: or None for the usual one.
        user: who we are there: the account, the id of a key, the party; empty where nobody was named.
        path: the folder; for s3 the prefix, which may be empty.
        options: what was set beside it.
    """

    kind: str
    text: str
    host: str
    port: int | None
    user: str
    path: str
    options: dict[str, str]

    @property
    def is_folder(self) -> bool:
        return self.kind == FOLDER


def parse_address(text: str) -> Address:
    """Read an address as a person types it; what has no `://` is a folder.

    Raises:
        UsageError: it is no address, it names what cannot be, or it holds a secret.
    """
    if len(text) > _ADDRESS_MOST or not text or any(ord(char) < 32 for char in text):
        raise UsageError(N_("this is no address of a courier"))
    if text.startswith("mail:"):
        return _of_mail(text.removeprefix("mail:"))
    if "://" not in text:
        path = text.removeprefix("folder:") or "."
        return Address(FOLDER, "folder:" + str(Path(path).resolve()), "", None, "", path, {})
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UsageError(N_("this is no address of a courier")) from error
    if parts.scheme not in _OPTIONS or parts.scheme == "mail":
        raise UsageError(
            N_("couriers go to folders, mail:, s3://, sftp://, webdavs:// and https://; this begins with %(kind)s"),
            kind=parts.scheme + "://",
        )
    if parts.password is not None:
        raise UsageError(
            N_("a secret does not belong in an address, which is printed and kept; count this one as known to others"),
            hint=N_("Give the address without it, and the secret apart:\ndetente courier secret ADDRESS"),
        )
    return _checked(parts, port)


def _of_mail(text: str) -> Address:
    path, _, query = text.partition("?")
    options = _options("mail:", "mail", query)
    for name, value in options.items():
        if not _MAILBOX.match(value):
            raise UsageError(N_("'%(value)s' is no address of e-mail"), value=value, name=name)
    where = str(Path(path or ".").resolve())
    asked = urlencode(sorted(options.items()), safe="@+")
    return Address("mail", f"mail:{where}" + (f"?{asked}" if asked else ""), "", None, "", where, options)


def _options(said: str, kind: str, query: str) -> dict[str, str]:
    options = dict(parse_qsl(query.replace("+", "%2B"), keep_blank_values=True))  # the digest of a key holds a plus now and then
    for name, value in options.items():
        if name not in _OPTIONS[kind] or not value:
            raise UsageError(N_("%(kind)s knows no '%(name)s'"), kind=said, name=name)
    return options


def _checked(parts: SplitResult, port: int | None) -> Address:
    kind, host, user, path = parts.scheme, parts.hostname or "", unquote(parts.username or ""), unquote(parts.path)
    fits = _BUCKET if kind == "s3" else _HOST
    if not fits.match(host) or (kind == "s3" and port is not None) or parts.fragment:
        raise UsageError(N_("'%(host)s' cannot be the name of a place that a courier goes to"), host=parts.netloc.rpartition("@")[2])
    if kind in _CLEAR and not is_loopback(host):
        raise UsageError(
            N_("%(kind)s travels in the clear, and %(host)s is not this machine; use %(kind_secure)s"),
            kind=kind + "://", kind_secure=kind + "s://", host=host,
        )  # fmt: skip
    if any(part in {".", ".."} for part in path.split("/")) or (kind in _WITH_A_PATH and not path.strip("/")):
        raise UsageError(N_("'%(path)s' cannot be the folder of a courier"), path=path)
    options = _options(kind + "://", kind, parts.query)
    if not options.get("endpoint", "https://").startswith("https://") and not is_loopback(_host_of(options["endpoint"])):
        raise UsageError(N_("the endpoint %(url)s is reached in the clear; use https://"), url=options["endpoint"])
    path = path.strip("/") if kind == "s3" else path.rstrip("/") or "/"
    return Address(kind, _written(kind, host, port, user, path, options), host, port, user, path, options)


def _written(kind: str, host: str, port: int | None, user: str, path: str, options: dict[str, str]) -> str:
    name = f"[{host}]" if ":" in host else host
    where = (quote(user, safe="") + "@" if user else "") + name + (f":{port}" if port is not None else "")
    asked = urlencode(sorted(options.items()), safe=":/+")
    return f"{kind}://{where}/{quote(path.strip('/'))}" + (f"?{asked}" if asked else "")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError as error:
        raise UsageError(N_("this is no address of a courier")) from error


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
