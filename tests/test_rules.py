"""Each MUST of docs/protocol.md has a vector that shows it, a test, or a reason why it has neither (conformance/rules.toml)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = importlib.util.spec_from_file_location("conformance_rules", ROOT / "conformance" / "rules.py")
assert SPEC is not None
assert SPEC.loader is not None
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

RULES = audit.load()
PAGE = audit.PAGE.read_text("utf-8")
NAMES = [f"{path.parent.name}/{path.stem}" for path in (ROOT / "vectors").glob("*/*.json")]


def test_each_rule_of_the_page_is_shown_by_a_vector_or_a_test_or_says_why_not() -> None:
    assert audit.broken(RULES, PAGE, NAMES) == []


def test_the_page_of_rules_is_made_from_them() -> None:
    assert audit.RENDERED.read_text("utf-8") == audit.render(RULES, PAGE)


def test_a_rule_that_is_added_to_the_page_is_missed() -> None:
    more = PAGE.replace("\n## 6 Entry\n", "\nA name MUST be short.\n\n## 6 Entry\n")
    assert audit.broken(RULES, more, NAMES) == ["no rule for: A name MUST be short."]
    limit = PAGE.replace("\n| `refs` |", "\n| `whims` | 3 | for nothing |\n| `refs` |")
    assert audit.broken(RULES, limit, NAMES) == ["no rule for the limit whims"]


def test_words_vectors_and_tests_that_are_gone_are_missed() -> None:
    [line] = [line for line in PAGE.splitlines() if "that is not this one MUST be refused" in line]
    assert audit.broken(RULES, PAGE.replace(line, ""), NAMES) == ["one-plenary: its words stand on the page 0 times"]
    fewer = [name for name in NAMES if name != "pouches/bad-seal-destroyed"]
    assert audit.broken(RULES, PAGE, fewer) == ["seals-stay-whole: no vector pouches/bad-seal-destroyed"]
    rules = {**RULES, "evidence-once": {**RULES["evidence-once"], "tests": ["tests/test_rules.py::test_that_is_gone"]}}
    assert audit.broken(rules, PAGE, NAMES) == ["evidence-once: no test tests/test_rules.py::test_that_is_gone"]


def test_a_rule_that_refuses_is_shown_by_a_vector_that_is_refused() -> None:
    """A rule that only good vectors show would be kept by a program that takes everything."""
    shown = {
        name: [each for pattern in rule.get("vectors", ()) for each in audit.vectors_named(pattern, NAMES)] for name, rule in RULES.items()
    }
    binding = {
        name for name, rule in RULES.items() if "MUST be refused" in rule.get("says", "") or "reader MUST refuse" in rule.get("says", "")
    }
    assert len(binding) >= 6
    assert [name for name in sorted(binding) if not any("/bad-" in each for each in shown[name])] == []
