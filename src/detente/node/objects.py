"""Buckets and WebDAV folders as carriers, over obstore (docs/decisions/0070-carriers.md)."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from detente.errors import N_, CarrierError, DetenteError, UsageError, reason_of
from detente.node.addresses import Address
from detente.node.carrier import sift
from detente.record.limits import LIMITS

if TYPE_CHECKING:
    from obstore.store import ClientConfig, HTTPStore, RetryConfig, S3Store

T = TypeVar("T")

CONNECT: Final = "10s"
"""A place that does not answer at all is given up after this."""
SILENT: Final = "60s"
"""A line on which nothing comes for so long is dead; a slow one, on which something comes, is waited for."""
WHOLE: Final = "15min"
"""A request takes at most this: the largest container over a line of 300 kbit/s."""
TRIES: Final = 3
TRYING: Final = dt.timedelta(minutes=2)
"""What is asked again after a failure on the way: so often, and no longer."""

_CHUNK: Final = 1_000


class ObjectCarrier:
    """A bucket or a folder on a server that takes whole files.

    Args:
        address: what names it, without a secret.
        store: of obstore.
        renames: files are put under a hidden name first and then renamed, since the server shows a file while it is still coming in.
    """

    def __init__(self, address: str, store: S3Store | HTTPStore, *, renames: bool) -> None:
        self.address = address
        self.foreign: list[str] = []
        self._store = store
        self._renames = renames

    def put(self, name: str, data: bytes) -> None:
        import obstore

        def leave() -> None:
            if not self._renames:
                obstore.put(self._store, name, data, use_multipart=False)
                return
            hidden = f".{name}.part"
            obstore.put(self._store, hidden, data, use_multipart=False)
            obstore.rename(self._store, hidden, name)

        self._tried(leave)

    def list(self) -> list[str]:
        """All containers; other names are remembered in `foreign`. What lies deeper is not ours."""
        import obstore

        def names() -> Iterator[str]:
            for each in chain.from_iterable(obstore.list(self._store, chunk_size=_CHUNK)):
                yield each["path"].rpartition("/")[2] if self._renames else each["path"]

        containers, self.foreign = self._tried(lambda: sift(names()))
        return containers

    def get(self, name: str) -> bytes | None:
        import obstore

        def fetch() -> bytes | None:
            try:
                found = obstore.get(self._store, name)
            except FileNotFoundError:
                return None
            data = bytearray()
            for piece in found.stream(min_chunk_size=1 << 20):
                data += bytes(piece)
                if len(data) > LIMITS.container_bytes:
                    break  # one more than allowed: step 1 refuses it by its size
            return bytes(data[: LIMITS.container_bytes + 1])

        return self._tried(fetch)

    def close(self) -> None:
        """The library closes its lines by itself."""

    def _tried(self, call: Callable[[], T]) -> T:
        """One call, with what goes wrong in our words: the library's texts repeat what a stranger's server answered."""
        from obstore import exceptions

        try:
            return call()
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise refused(self.address) from error
        except FileNotFoundError as error:
            raise missing(self.address) from error
        except (exceptions.BaseError, OSError) as error:
            if any(said in str(error) for said in ("NoSuchBucket", "404 Not Found", "409 Conflict")):
                raise missing(self.address) from error
            if any(said in str(error) for said in ("401 Unauthorized", "403 Forbidden")):
                raise refused(self.address) from error
            raise CarrierError(N_("%(address)s cannot be reached, or broke off"), address=self.address) from error


def refused(address: str) -> CarrierError:
    """The place is there, and does not let us in."""
    return CarrierError(
        N_("%(address)s does not let us in: the secret is missing or wrong, or we may not use this place"),
        hint=N_("detente courier secret %(address)s"), address=address,
    )  # fmt: skip


def missing(address: str) -> CarrierError:
    """The server is there, and the place on it is not."""
    return CarrierError(N_("there is no place %(address)s; whoever keeps the server makes it"), address=address)


def not_installed() -> UsageError:
    """The libraries that carry to other machines are an extra."""
    return UsageError(N_("what carries to other machines is not installed here"), hint=N_("pip install 'detente[carriers]'"))


def open_bucket(address: Address, secret: str | None) -> ObjectCarrier:
    """A bucket of S3 or of a server that speaks as S3 does. Without a key id it is asked without a signature.

    Raises:
        UsageError: the library is not installed, a key id is named without its secret, or a certificate cannot be read.
    """
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        raise not_installed() from error
    if address.user and secret is None:
        raise UsageError(N_("no secret is known for %(address)s"), hint=N_("detente courier secret %(address)s"), address=address.text)
    endpoint = address.options.get("endpoint")
    # Each of these is set, so that no variable of the environment for other programs (AWS_...) turns our courier elsewhere.
    store = S3Store(
        address.host,
        prefix=address.path or None,
        region=address.options.get("region", "us-east-1"),
        access_key_id=address.user or "",
        secret_access_key=secret or "",
        skip_signature=not address.user,
        endpoint=endpoint or f"https://s3.{address.options.get('region', 'us-east-1')}.amazonaws.com",
        virtual_hosted_style_request=False,
        client_options=_client(address),
        retry_config=_retry(),
    )
    return ObjectCarrier(address.text, store, renames=False)


def open_webdav(address: Address, secret: str | None) -> ObjectCarrier:
    """A folder on a WebDAV server.

    Raises:
        UsageError: the library is not installed, a user is named without the password, or a certificate cannot be read.
    """
    try:
        from obstore.store import HTTPStore
    except ModuleNotFoundError as error:
        raise not_installed() from error
    options = _client(address)
    if address.user:
        if secret is None:
            raise UsageError(N_("no secret is known for %(address)s"), hint=N_("detente courier secret %(address)s"), address=address.text)
        known = base64.b64encode(f"{address.user}:{secret}".encode()).decode()
        options["default_headers"] = {"authorization": "Basic " + known}
    name = f"[{address.host}]" if ":" in address.host else address.host
    port = "" if address.port is None else f":{address.port}"
    scheme = "https" if address.kind == "webdavs" else "http"
    url = f"{scheme}://{name}{port}{address.path}"
    return ObjectCarrier(address.text, HTTPStore(url, client_options=options, retry_config=_retry()), renames=True)


def _client(address: Address) -> ClientConfig:
    options: ClientConfig = {"connect_timeout": CONNECT, "read_timeout": SILENT, "timeout": WHOLE, "allow_http": True}
    # What may go in the clear was decided when the address was read: this machine alone.
    if "ca" in address.options:
        options["root_certificate"] = read_certificate(address.options["ca"])
    return options


def read_certificate(path: str) -> str:
    """The certificate of an authority, in PEM.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return Path(path).read_text("ascii")
    except UnicodeDecodeError as error:
        raise UsageError(N_("%(path)s is no certificate in PEM"), path=path) from error
    except OSError as error:
        cause: DetenteError = reason_of(error)
        raise UsageError(N_("cannot read %(path)s: %(cause)s"), path=path, cause=cause) from error


def _retry() -> RetryConfig:
    return {
        "max_retries": TRIES,
        "retry_timeout": TRYING,
        "backoff": {"init_backoff": dt.timedelta(milliseconds=200), "max_backoff": dt.timedelta(seconds=5), "base": 2},
    }
