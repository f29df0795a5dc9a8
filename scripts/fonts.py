"""Put the fonts of the reports in place: `python scripts/fonts.py FOLDER`, FOLDER with the unpacked npm packages of IBM Plex.

    npm pack @ibm/plex-sans@1.1.0 @ibm/plex-sans-arabic@1.1.0 @ibm/plex-mono@2.5.0, each unpacked into a folder of its own in FOLDER

The packages hold WOFF, which the typesetter does not read. A WOFF file is the font with each table compressed; here each table is
unpacked and nothing is changed, so that the reserved font name may stay (OFL 1.1, clause 3). `coverage.json` says which characters the
fonts of running text can draw.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "src" / "detente" / "reports" / "fonts"
FACES = ("IBMPlexMono-Regular", "IBMPlexSans-Regular", "IBMPlexSans-SemiBold", "IBMPlexSansArabic-Regular", "IBMPlexSansArabic-SemiBold")
BOTH_WEIGHTS = FACES[1:]


def unpack(woff: bytes) -> bytes:
    """The font of a WOFF 1.0 file, table by table (W3C WOFF 1.0, sections 3 to 5)."""
    signature, flavour, _, count = struct.unpack_from(">4sIIH", woff)
    assert signature == b"wOFF"
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, tables, at = b"", b"", len(head) + 16 * count
    for place in range(count):
        tag, offset, packed, size, checksum = struct.unpack_from(">4sIIII", woff, 44 + 20 * place)
        data = woff[offset : offset + packed]
        data = data if packed == size else zlib.decompress(data)
        assert len(data) == size
        directory += struct.pack(">4sIII", tag, checksum, at + len(tables), size)
        tables += data + bytes(-size % 4)
    return head + directory + tables


def coverage() -> list[list[int]]:
    """The characters that running text can have in both weights, as ranges [first, last]."""
    drawn: set[int] = set()
    for family in ("IBMPlexSans", "IBMPlexSansArabic"):
        drawn |= set.intersection(
            *(set(TTFont(FONTS / f"{face}.ttf").getBestCmap()) for face in BOTH_WEIGHTS if face.startswith(family + "-"))
        )
    ranges: list[list[int]] = []
    for code in sorted(drawn):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def main() -> int:
    folder = Path(sys.argv[1])
    for face in FACES:
        (source,) = folder.rglob(f"complete/woff/{face}.woff")
        (FONTS / f"{face}.ttf").write_bytes(unpack(source.read_bytes()))
    licence = next(iter(sorted(folder.rglob("LICENSE.txt"))))
    (FONTS / "OFL.txt").write_bytes(licence.read_bytes())
    (FONTS / "coverage.json").write_text(json.dumps(coverage(), separators=(",", ":")) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
