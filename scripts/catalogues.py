"""Renew the catalogues: `python scripts/catalogues.py` writes them anew, `--check` only says what is stale.

Every text marked by N_, _ or ngettext in the source, and by _, ngettext or said in the templates of pages, has its place in src/detente/locale/<language>/LC_MESSAGES/detente.po, sorted by
its first place in the source; a text that is gone leaves the catalogue; a new one stands there without a translation and fails the tests.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "detente"
LANGUAGES = ("ar", "ru")
KEYWORDS = {"_": None, "N_": None, "said": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
PLACE = re.compile(r"%\((\w+)\)[a-z]")


def path_of(language: str) -> Path:
    return SOURCE / "locale" / language / "LC_MESSAGES" / "detente.po"


def extracted() -> Catalog:
    """Every marked text of the source, with the file that has it (no line: a catalogue should not change with every line)."""
    catalogue = Catalog(project="detente", charset="utf-8")
    found = extract_from_dir(str(SOURCE), METHODS, keywords=KEYWORDS, options_map={"**/templates/**.html": {"trimmed": "true"}})
    for file, _line, message, _comments, _context in found:
        catalogue.add(message, locations=[(Path(file).as_posix(), None)])
    return catalogue


def read(language: str) -> Catalog:
    if not path_of(language).exists():
        return Catalog(locale=language, project="detente", charset="utf-8")
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def problems(language: str) -> list[str]:
    """What is stale: missing, unused or untranslated texts, and places that differ."""
    source, catalogue = extracted(), read(language)
    found = []
    known = {message.id for message in catalogue if message.id}
    wanted = {message.id for message in source if message.id}
    found += [f"missing: {item!r}" for item in sorted(map(str, wanted - known))]
    found += [f"unused: {item!r}" for item in sorted(map(str, known - wanted))]
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(strings) or (isinstance(message.id, tuple) and len(strings) != catalogue.num_plurals):
            found.append(f"not translated: {ids[0]!r}")
            continue
        places = set(PLACE.findall(ids[-1]))
        for number, text in enumerate(strings):
            there = set(PLACE.findall(text))
            # A form for exactly one number (Arabic none, one and two) may spell the number out.
            may_lack = {"n"} if isinstance(message.id, tuple) and language == "ar" and number in {0, 1, 2} else set()
            if there != places and there | may_lack != places:
                found.append(f"other places: {ids[0]!r}: {sorted(there)}, expected {sorted(places)}")
    return found


PLURALS = {
    # The usual order: none, one, two, 3 to 10, 11 to 99, the rest (Babel's own formula has the last two the other way round).
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}


def update(language: str) -> None:
    catalogue = read(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(language, catalogue)


def write(language: str, catalogue: Catalog) -> None:
    fresh = Catalog(locale=language, project="detente", charset="utf-8")
    for message in catalogue:
        if message.id:
            fresh.add(message.id, message.string, locations=[(name, None) for name in sorted({place[0] for place in message.locations})])
    raw = io.BytesIO()
    write_po(raw, fresh, width=120, omit_header=True, sort_by_file=True, include_lineno=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    path_of(language).write_bytes(header.encode() + raw.getvalue())


def main() -> int:
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            update(language)
    stale = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    print("\n".join(stale) or "the catalogues are whole")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
