"""Put the fonts of the pages together: `python scripts/web_fonts.py FOLDER`, where FOLDER holds the unpacked npm packages.

Latin and Cyrillic are the maker's own parts of IBM Plex (OFL 1.1), as they are: @ibm/plex-sans, fonts/split/woff2.
Of the Arabic there are no parts, and whole it is 150 kB; so it is cut to the letters, marks and digits of Arabic, Persian and Urdu, and its
hints for coarse screens are left out: half of what it weighed. That makes it a changed font, which may not bear the reserved name: inside it
is called "Detente Arabic", with the copyright and licence of its maker. Hashes are set in what the reader's system has for code.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "detente" / "web" / "static" / "fonts"
WEIGHTS = ("Regular", "SemiBold")
ARABIC = [
    *(0x060C, 0x061B, 0x061C, 0x061F),
    *range(0x0621, 0x063B),
    *range(0x0640, 0x0656),
    *range(0x0660, 0x066E),
    *(0x0670, 0x0679, 0x067E, 0x0686, 0x0688, 0x0691, 0x0698, 0x06A4, 0x06A9, 0x06AF, 0x06BA, 0x06BE, 0x06C1, 0x06CC, 0x06D2, 0x06D4),
    *range(0x06F0, 0x06FA),
    *range(0x200C, 0x2010),
    0xFDFC,
]
"""The same as in `unicode-range` of static/ui.css: another letter is taken from the reader's system."""
NAMES = {1: "Detente Arabic", 3: "Detente Arabic {weight}", 4: "Detente Arabic {weight}", 6: "DetenteArabic-{weight}", 16: "Detente Arabic"}


def copy_parts(folder):
    for weight in WEIGHTS:
        for part, name in (("Latin1", "latin"), ("Cyrillic", "cyrillic")):
            source = next(folder.rglob(f"split/woff2/IBMPlexSans-{weight}-{part}.woff2"))
            shutil.copyfile(source, TARGET / f"sans-{name}-{weight}.woff2")


def cut_arabic(folder):
    for weight in WEIGHTS:
        font = TTFont(next(folder.rglob(f"complete/woff2/IBMPlexSansArabic-{weight}.woff2")))
        options = subset.Options(layout_features=["*"], flavor="woff2", name_IDs=["*"], hinting=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=ARABIC)
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in NAMES:
                record.string = NAMES[record.nameID].format(weight=weight)
            elif record.nameID == 7:  # the trademark is of the name that it no longer bears
                record.string = ""
        font.flavor = "woff2"
        font.save(TARGET / f"sans-arabic-{weight}.woff2")


if __name__ == "__main__":
    packages = Path(sys.argv[1])
    copy_parts(packages)
    cut_arabic(packages)
    for path in sorted(TARGET.glob("*.woff2")):
        print(path.name, path.stat().st_size)
