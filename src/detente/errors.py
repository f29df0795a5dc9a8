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
}


def reason_of(error: OSError) -> DetenteError:
    """Why the operating system refused, as a text that can be translated; a rare reason in the system's own words."""
    known = _SYSTEM.get(error.errno or 0)
    if known is not None:
        return DetenteError(known)
    return DetenteError(N_("the system says: %(original)s"), original=error.strerror or str(error))
