"""Agreement files on the disk: those that come with Détente, and those that a person names.

An agreement is a folder with `agreement.toml`, and `declarations.toml` where something was declared; or a single file.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from detente.agreements.caps import CAPS
from detente.errors import N_, CallerError
from detente.node.files import read_capped

AGREEMENT, DECLARATIONS = "agreement.toml", "declarations.toml"


class AgreementFiles(NamedTuple):
    """The bytes of an agreement and of what was declared about it, with the names that messages call them.

    `library`: whether it comes with Détente.
    """

    name: str
    agreement: bytes
    declarations_name: str
    declarations: bytes | None
    library: bool


def library() -> list[str]:
    """The agreements that come with Détente, by name."""
    return sorted(each.name for each in _shelf().iterdir() if (each / AGREEMENT).is_file())


def read_agreement_files(name: str, declarations: Path | None = None, *, by_path: bool = True) -> AgreementFiles:
    """An agreement by its name in the library, or by the path of a file or a folder.

    Args:
        declarations: a file of declarations in place of those beside the agreement.
        by_path: whether a name that the library does not know may be a path.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        CallerError: there is no such agreement, or a file is too large.
    """
    if name in library():
        folder = _shelf() / name
        beside = (folder / DECLARATIONS).read_bytes() if (folder / DECLARATIONS).is_file() else None
        found = AgreementFiles(f"{name}/{AGREEMENT}", (folder / AGREEMENT).read_bytes(), f"{name}/{DECLARATIONS}", beside, library=True)
    elif by_path:
        found = _named(Path(name), name)
    else:
        raise _unknown(name)
    if declarations is None:
        return found
    return found._replace(declarations_name=str(declarations), declarations=read_capped(declarations, CAPS.declarations_bytes))


def _named(path: Path, name: str) -> AgreementFiles:
    if path.is_dir():
        path, beside = path / AGREEMENT, path / DECLARATIONS
        data = read_capped(beside, CAPS.declarations_bytes) if beside.is_file() else None
        return AgreementFiles(str(path), read_capped(path, CAPS.agreement_bytes), str(beside), data, library=False)
    if not path.exists() and "/" not in name and not name.endswith(".toml"):
        raise _unknown(name)
    return AgreementFiles(str(path), read_capped(path, CAPS.agreement_bytes), "", None, library=False)


def _unknown(name: str) -> CallerError:
    return CallerError(
        N_("there is no agreement '%(name)s'; there are: %(known)s"),
        hint=N_("detente agreement list"),
        name=name,
        known=", ".join(library()),
    )


def _shelf() -> Traversable:
    return files("detente.agreements") / "library"
