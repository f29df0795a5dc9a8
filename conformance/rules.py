"""Which vector shows each rule of docs/protocol.md: rules.toml, read and rendered.

    python conformance/rules.py             write rules.md anew
    python conformance/rules.py --check     look whether it is up to date

`broken()` names what is wrong: words that are not on the page once, a MUST without a rule, a vector or a test that is gone.
"""

from __future__ import annotations

import re
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "protocol.md"
RENDERED = HERE / "rules.md"

BINDING = re.compile(r"\bMUST\b|\b(?:is|are|be) refused\b|\brefuses?\b")
"""Where the page binds: by a MUST, or by saying that something is refused."""

INTRODUCTION = """# Which vector shows which rule

Made by `python conformance/rules.py` from [rules.toml](rules.toml); do not edit.

A rule of [the protocol](../docs/protocol.md) stands here by its words.
Each MUST of the page, and each place where it says that something is refused, lies in the words of some rule, and `tests/test_rules.py` looks that it stays so.
Of the vectors of a rule at least one differs in a program that does not hold it.
Where no file can show a rule, because it is about what a node does over time, a test of our own package does; where neither can, the reason stands in its place.

"""


def load():
    """Each rule by its id."""
    return tomllib.loads((HERE / "rules.toml").read_text("utf-8"))


def without_examples(page):
    """The page without its appendix, each code block replaced by spaces: what stands in an example, or was tried in an attack, binds nobody."""
    page = page.partition("\n## Appendix")[0] + "\n"
    return re.sub(r"^```.*?^```$", lambda found: re.sub(r"[^\n]", " ", found[0]), page, flags=re.MULTILINE | re.DOTALL)


def places(rule, page):
    """Where the words of a rule stand on the page: start and end of each."""
    sought = rf"^\| `{rule['limit']}` \| \d+ \|" if "limit" in rule else re.escape(rule["says"])
    return [match.span() for match in re.finditer(sought, page, re.MULTILINE)]


def vectors_named(pattern, names):
    return [name for name in names if fnmatchcase(name, pattern)]


def section_of(page, at):
    """The number and title of the section in which a place of the page lies; the introduction has none."""
    heads = re.findall(r"^## (\S+) (.*)$", page[:at], re.MULTILINE)
    return heads[-1] if heads else ("", "")


def broken(rules, page, names, root=ROOT):
    """What does not hold, one line each; empty if all is well."""
    page = without_examples(page)
    found, covered = [], []
    for name, rule in rules.items():
        if ("says" in rule) == ("limit" in rule) or not {"vectors", "tests", "because"} & rule.keys():
            found.append(f"{name}: says or limit, and vectors, tests or because")
        spans = places(rule, page)
        if len(spans) != 1:
            found.append(f"{name}: its words stand on the page {len(spans)} times")
        covered += spans
        found += [f"{name}: no vector {pattern}" for pattern in rule.get("vectors", ()) if not vectors_named(pattern, names)]
        for test in rule.get("tests", ()):
            file, _, function = test.partition("::")
            if not (root / file).is_file() or not re.search(
                rf"^ *(?:async )?def {function}\(", (root / file).read_text("utf-8"), re.MULTILINE
            ):
                found.append(f"{name}: no test {test}")
    for match in BINDING.finditer(page):
        if not any(start <= match.start() < end for start, end in covered):
            line = page[page.rfind("\n", 0, match.start()) + 1 : page.find("\n", match.start())]
            found.append(f"no rule for: {line.strip()}")
    limits = re.findall(r"^\| `(\w+)` \| \d+ \| .+ \|$", page, re.MULTILINE)
    found += [f"no rule for the limit {limit}" for limit in limits if limit not in {rule.get("limit") for rule in rules.values()}]
    return found


def render(rules, page):
    """rules.md: a table for each section of the page, in its order."""
    placed = sorted((places(rule, without_examples(page))[0], name, rule) for name, rule in rules.items())
    lines, section = [INTRODUCTION], None
    for (at, _), name, rule in placed:
        here = section_of(page, at)
        if here != section:
            section = here
            lines.append(f"\n## {' '.join(here).strip() or 'Introduction'}\n\n| rule | the page says | shown by |\n|---|---|---|\n")
        says = f"`{rule['limit']}`" if "limit" in rule else re.sub(r"\]\([^)]*\)", "]", rule["says"]).replace("|", "\\|")
        shown = [", ".join(f"`{pattern}`" for pattern in rule.get("vectors", ()))]
        shown += ["tests: " + ", ".join(f"`{test.partition('::')[2]}`" for test in rule["tests"])] if "tests" in rule else []
        shown += [rule["because"]] if "because" in rule else []
        lines.append(f"| {name} | {says} | {'; '.join(filter(None, shown))} |\n")
    return "".join(lines)


def main(arguments):
    rules, page = load(), PAGE.read_text("utf-8")
    names = [f"{path.parent.name}/{path.stem}" for path in (ROOT / "vectors").glob("*/*.json")]
    found = broken(rules, page, names)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        return 1
    text = render(rules, page)
    if arguments == ["--check"]:
        return int(not RENDERED.exists() or RENDERED.read_text("utf-8") != text)
    RENDERED.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
