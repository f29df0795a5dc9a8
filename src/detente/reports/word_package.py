"""The parts of a Word file that a stranger sent: read within bounds, and as XML that can fetch nothing and stand for nothing else."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any, Final

from detente.errors import N_, FormatError
from detente.reports.extra import needed

MOST_BYTES: Final = 64 * 2**20
"""Of the file as it came: pictures make Word files large, words do not."""

MOST_ENTRIES: Final = 4_000
MOST_UNPACKED: Final = 64 * 2**20
"""Of the parts that are read, together: 2,000 provisions with tracked changes have some 10 MB."""

MOST_RATIO: Final = 400
"""How much smaller a part may have been packed: XML of Word comes to 10 or 30, that of a long empty table to 200."""

_SMALL: Final = 2**20
"""Below this size the ratio says nothing."""

NAMESPACES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",  # the strict form of the standard
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "r",
}


class Package:
    """A Word file, opened. `read` counts against one budget.

    Raises:
        FormatError: it is too large, no archive, or no Word file.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise FormatError(N_("the file has %(seen)d bytes, the limit is %(limit)d"), seen=len(data), limit=MOST_BYTES)
        self._left = MOST_UNPACKED
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise FormatError(N_("this is no Word file (.docx)"), hint=N_("A .doc, .rtf or .odt can be saved anew as .docx.")) from error
        if len(self.names) > MOST_ENTRIES:
            raise FormatError(N_("the file has %(seen)d parts, the limit is %(limit)d"), seen=len(self.names), limit=MOST_ENTRIES)
        if "word/document.xml" not in self.names:
            raise FormatError(N_("this is no Word file (.docx)"), hint=N_("A .doc, .rtf or .odt can be saved anew as .docx."))

    def xml(self, name: str) -> Any:
        """The root of a part; None if the file has no such part.

        Raises:
            FormatError: it is too large, packed too tightly, damaged, or declares entities.
        """
        if name not in self.names:
            return None
        etree = needed("lxml.etree")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self._read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise FormatError(N_("the part %(name)s of the Word file is damaged"), name=name) from error
        if root.getroottree().docinfo.doctype:
            raise FormatError(N_("the part %(name)s of the Word file declares a document type, which none of Word does"), name=name)
        return root

    def _read(self, name: str) -> bytes:
        try:
            entry = self._archive.getinfo(name)
            with self._archive.open(entry) as part:
                data = part.read(self._left + 1)  # what the archive says of its sizes is not believed
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise FormatError(N_("the part %(name)s of the Word file is damaged"), name=name) from error
        if len(data) > self._left:
            raise FormatError(N_("the file unpacks to more than %(limit)d bytes"), limit=MOST_UNPACKED)
        if len(data) > _SMALL and len(data) > MOST_RATIO * max(1, entry.compress_size):
            raise FormatError(N_("the part %(name)s of the Word file is packed too tightly to be text"), name=name)
        self._left -= len(data)
        return data


def tag(element: Any) -> str:
    """The name of an element: "p" for Word's own, "m:t" or "mc:Choice" for its neighbours, else {namespace}name."""
    name: str = element.tag
    space, _, local = name[1:].partition("}")
    prefix = NAMESPACES.get(space)
    return local if prefix == "w" else f"{prefix}:{local}" if prefix else name


def attribute(element: Any, name: str, fallback: str = "") -> str:
    """An attribute of Word's own namespace."""
    space = element.tag[1:].partition("}")[0]
    value: str = element.get(f"{{{space}}}{name}", fallback)
    return value


def child(element: Any, name: str) -> Any:
    """The first child of that name; None where there is none."""
    return None if element is None else next((one for one in element if tag(one) == name), None)


def value(element: Any, name: str) -> str | None:
    """The `val` of a child; None where the child is missing, "" where it has none."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")


def is_on(element: Any, name: str) -> bool:
    """Whether a switch such as `vanish` is set: <w:vanish/> is, <w:vanish w:val="0"/> is not."""
    found = value(element, name)
    return found is not None and found.lower() not in {"0", "false", "off"}
