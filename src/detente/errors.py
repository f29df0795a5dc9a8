"""Everything that Détente raises on purpose, branched by whose fault it is.

    DetenteError
    ├── TheirData            what somebody sent does not hold
    │   ├── FormatError      not the bytes that the format allows
    │   ├── SignatureError   a signature, a key or a certificate does not hold
    │   └── ProofError       hashes do not lead where they should
    ├── CarrierError         the channel between two nodes failed (try again)
    ├── CallerError          our caller asked for something that cannot be done (wrong name, wrong moment)
    │   └── UsageError       the call itself is wrong: it names a file that is not there, so nothing was looked at
    └── StoreError           our own disk does not hold what it must

The message is a template in English with named values, `FormatError(N_("size %(seen)d, limit %(limit)d"), seen=9, limit=8)`,
so that a face can translate it before it fills the values in; `str()` gives English.
"""

from __future__ import annotations

import errno
from typing import Any, Final

COMMAND: Final = "detente "
"""How a line of a hint begins that is a command to be copied."""


def N_(message: str) -> str:  # noqa: N802 - the customary gettext name for "translate later"
    """Mark a string for the catalogues without translating it here."""
    return message


class DetenteError(Exception):
    """The root of all errors of this package.

    Attributes:
        template: the English message with `%(name)s` places.
        params: the values for those places.
        hint: a template for the next step, or None; filled from the same params. Each line is a sentence, or a command that begins
            with `detente ` and can be copied as it stands.
    """

    def __init__(self, template: str, /, *, hint: str | None = None, **params: Any) -> None:
        super().__init__(template, params)
        self.template = template
        self.params = params
        self.hint = hint

    def __str__(self) -> str:
        return self.template % self.params

    def __reduce__(self) -> tuple[Any, ...]:
        """An error passes whole from one process to another, whatever arguments its class takes."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[DetenteError], args: tuple[Any, ...], members: dict[str, Any]) -> DetenteError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(members)
    return error


class TheirData(DetenteError):  # noqa: N818 - names a branch, not one error
    """What somebody sent does not hold."""


class FormatError(TheirData):
    """The bytes are not what the format allows."""


class SignatureError(TheirData):
    """A signature, a key or a certificate does not hold."""


class ProofError(TheirData):
    """Hashes do not lead where they should."""


class CarrierError(DetenteError):
    """The channel between two nodes failed; the same call may work later."""


class CallerError(DetenteError):
    """Our caller asked for something that cannot be done."""


class UsageError(CallerError):
    """The call itself is wrong, and nothing was looked at: it names a file that is not there, or that nobody may read."""


class StoreError(DetenteError):
    """Our own disk does not hold what it must."""


# What an operating system says when a file cannot be used: it speaks its own language, and people read it in theirs.
_SYSTEM: Final[dict[int, str]] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.ENOSPC: N_("no space is left on the disk"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EEXIST: N_("it exists already"),
    errno.EROFS: N_("the disk can only be read"),
    errno.EIO: N_("the disk could not be read or written"),
    errno.EDQUOT: N_("no more space is granted on the disk"),
    errno.EFBIG: N_("the file would be larger than is allowed"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENFILE: N_("too many files are open"),
}

# The same of SQLite, by the beginnings of its names for errors.
_DATABASE: Final[tuple[tuple[str, str], ...]] = (
    ("SQLITE_FULL", N_("no space is left on the disk")),
    ("SQLITE_IOERR", N_("the disk could not be read or written")),
    ("SQLITE_READONLY", N_("it can only be read")),
    ("SQLITE_CANTOPEN", N_("it cannot be opened")),
    ("SQLITE_BUSY", N_("another program has it in use")),
    ("SQLITE_CORRUPT", N_("it is damaged")),
    ("SQLITE_NOTADB", N_("it is no database")),
)


def reason_of(error: OSError) -> DetenteError:
    """Why the operating system refused, as a text that can be translated; a rare reason in the system's own words."""
    known = _SYSTEM.get(error.errno or 0)
    if known is not None:
        return DetenteError(known)
    return DetenteError(N_("the system says: %(original)s"), original=error.strerror or str(error))


def reason_of_database(error: Exception) -> DetenteError:
    """Why SQLite refused, as `reason_of` tells it of the operating system."""
    name = getattr(error, "sqlite_errorname", "")
    for beginning, text in _DATABASE:
        if name.startswith(beginning):
            return DetenteError(text)
    return DetenteError(N_("the database says: %(original)s"), original=str(error))


def is_of_disk(error: Exception) -> bool:
    """Whether SQLite failed because of the disk beneath it, and not because of what the file holds."""
    return getattr(error, "sqlite_errorname", "").startswith(
        ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY")
    )


def failed_on_disk(error: Exception, path: str) -> StoreError:
    """What the disk or the database beneath a node refused, in the middle of a piece of work, and what to do about it.

    Args:
        error: of the operating system, or of SQLite.
        path: what it was about, where the error does not say.
    """
    look = N_(
        "Look at the disk. Then see whether the node is whole, and what is still a draft, before you try again:\n"
        "detente fsck\ndetente outbox"
    )
    if isinstance(error, OSError):
        return StoreError(N_("%(path)s: %(cause)s"), hint=look, path=str(error.filename or path), cause=reason_of(error))
    return StoreError(N_("the store in %(path)s cannot be used: %(reason)s"), hint=look, path=path, reason=reason_of_database(error))


OF_THE_DISK: Final = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What is wrong with a disk, and not with a name or a right that somebody gave."""
