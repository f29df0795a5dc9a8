"""Put the fonts of the pages together: `python scripts/web_fonts.py FOLDER`, where FOLDER holds the unpacked npm packages.

Latin, Cyrillic and Mono are the maker's own parts of IBM Plex (OFL 1.1), as they are: @ibm/plex-sans and @ibm/plex-mono, fonts/split/woff2.
Of the Arabic there are no parts, and whole it is 150 kB; so it is cut to the letters that pages use. That makes it a changed font, which
may not bear the reserved name: inside it is called "Detente Arabic", with the copyright and licence of its maker.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "detente" / "web" / "static" / "fonts"
WEIGHTS = ("Regular", "SemiBold")
ARABIC = [*range(0x0600, 0x0700), *range(0x200C, 0x2010), 0xFDFC]
NAMES = {1: "Detente Arabic", 3: "Detente Arabic {weight}", 4: "Detente Arabic {weight}", 6: "DetenteArabic-{weight}", 16: "Detente Arabic"}


def copy_parts(folder):
    for weight in WEIGHTS:
        for part, name in (("Latin1", "latin"), ("Cyrillic", "cyrillic")):
            source = next(folder.rglob(f"split/woff2/IBMPlexSans-{weight}-{part}.woff2"))
            shutil.copyfile(source, TARGET / f"sans-{name}-{weight}.woff2")
    shutil.copyfile(next(folder.rglob("split/woff2/IBMPlexMono-Regular-Latin1.woff2")), TARGET / "mono-latin-Regular.woff2")


def cut_arabic(folder):
    for weight in WEIGHTS:
        font = TTFont(next(folder.rglob(f"complete/woff2/IBMPlexSansArabic-{weight}.woff2")))
        options = subset.Options(layout_features=["*"], flavor="woff2", name_IDs=["*"])
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
