"""Build the page that checks proofs: `python scripts/verifier_page.py` writes src/detente/web/verifier/verify.html.

`--check` writes nothing and says whether the file is what the sources give; `--messages` prints what goes into it. Needs Node and the
packages of conformance/js (`make node-modules`). Texts and words come from the same catalogues as those of every other face.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from detente.cli.render_verdict import ON_SCREEN
from detente.i18n import LANGUAGES, catalogue_path
from detente.record.verdict import CAVEATS, STEPS
from detente.views import field_texts, words, words_matters, words_talks
from detente.web.verifier.texts import CAUSES, GUARDS, PLURALS, TEXTS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "conformance" / "js" / "page"
TARGET = ROOT / "src" / "detente" / "web" / "verifier" / "verify.html"

WORDS = {
    **{f"code_{field}": table for field, table in field_texts.CODES.items()},
    "caveats": {**CAVEATS, **ON_SCREEN},
    "channel_kinds": words.CHANNEL_KINDS,
    "columns": words.COLUMNS,
    "fields": words.FIELDS,
    "list_states": words.LIST_STATES,
    "lists": words.LISTS,
    "powers": words_talks.POWERS,
    "qualifiers": words_matters.QUALIFIERS,
    "shares": words_matters.SHARES,
    "sources": words_matters.SOURCES,
    "sources_at": words_matters.SOURCES_AT,
}


class Catalogue:
    """The texts of one language as its catalogue has them; English is the source."""

    def __init__(self, language):
        self.language = language
        self.found = {}
        if language != "en":
            with catalogue_path(language).open("rb") as file:
                self.found = {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in read_po(file, locale=language) if m.id}

    def one(self, message):
        return message if self.language == "en" else self._known(message)

    def forms(self, pair):
        return list(pair if self.language == "en" else self._known(pair[0]))

    def _known(self, message):
        found = self.found.get(message)
        if not found or not all(found):
            sys.exit(f"{self.language}: not translated: {message!r}")
        return found


def messages():
    """Everything that the page says, by language."""
    said = {}
    for language in LANGUAGES:
        catalogue = Catalogue(language)
        said[language] = {
            "texts": {key: catalogue.one(text) for key, text in TEXTS.items()},
            "plurals": {key: catalogue.forms(pair) for key, pair in PLURALS.items()},
            "words": {name: {code: catalogue.one(text) for code, text in table.items()} for name, table in WORDS.items()},
            "steps": {number: catalogue.one(text) for number, text in STEPS.items()},
            "causes": {number: catalogue.one(text) for number, text in CAUSES.items()},
            "guards": {number: catalogue.one(text) for number, text in GUARDS.items()},
        }
    return said


def unused_and_unknown():
    """Keys that no source of the page names, and keys that it asks for and that are not there."""
    source = "\n".join(path.read_text("utf-8") for path in [*sorted(SOURCES.glob("*.mjs")), SOURCES / "page.html"])
    known = TEXTS.keys() | PLURALS.keys()
    asked = set(re.findall(r"t\.(?:text|plural)\(\s*'(\w+)'", source)) | set(re.findall(r'data-text="(\w+)"', source))
    named = set(re.findall(r"'(\w+)'", source)) | asked
    return sorted(known - named), sorted(asked - known)


def build():
    """The bytes of the page.

    Raises:
        SystemExit: the page and its texts do not go together, or the build failed.
    """
    unused, unknown = unused_and_unknown()
    if unused or unknown:
        sys.exit(f"texts that the page does not use: {unused}; texts that it lacks: {unknown}")
    text = json.dumps(messages(), ensure_ascii=False, sort_keys=True)
    done = subprocess.run(["node", str(SOURCES / "build.mjs")], input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode())
    return done.stdout


def main():
    if "--messages" in sys.argv:
        print(json.dumps(messages(), ensure_ascii=False, sort_keys=True, indent=1))
        return 0
    page = build()
    if "--check" in sys.argv:
        same = TARGET.exists() and TARGET.read_bytes() == page
        print("the page is what its sources give" if same else "the page is not what its sources give: make verifier")
        return 0 if same else 1
    TARGET.write_bytes(page)
    print(f"{TARGET.relative_to(ROOT)}: {len(page)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
