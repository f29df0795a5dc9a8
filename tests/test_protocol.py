"""docs/protocol.md says what the code does: limits, kinds, strings, steps, codes, examples, links."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
from pathlib import Path

import pytest

from detente.dialogue import fields
from detente.dialogue.fold import MEASURES, Fold
from detente.dialogue.kinds import FILE_PREFIX, FINAL_OUTCOMES, KINDS, OUTCOMES, RECORD_KINDS
from detente.dialogue.proposals import MOST_VOICES
from detente.dialogue.requests import COLUMNS as REQUEST_COLUMNS
from detente.record.charter import ORIGIN_PREFIX
from detente.record.entry import ALWAYS_KEPT
from detente.record.limits import LIMITS
from detente.record.verdict import CAVEATS, STEPS
from tests.dialogue.histories import POOL, WRONG

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py"))}


def section(number):
    """The text of a numbered section."""
    found = re.search(rf"^## {number} .*?(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def rows(text):
    """The cells of each table row, but for heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = {at for at, row in enumerate(cells) if row[0] and set(row[0]) <= {"-"}}
    return [row for at, row in enumerate(cells) if at not in rules and at + 1 not in rules]


def words(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_the_limits_of_the_page_are_those_of_the_code():
    stated = {words(row[0])[0]: int(row[1]) for row in rows(section(27))}
    assert stated == dataclasses.asdict(LIMITS)


def test_each_limit_has_a_reason():
    assert all(row[2] for row in rows(section(27)))


KIND_ROWS = [row for row in rows(section(22)) if len(row) == 4 and row[0].strip("`") in KINDS]
NAMED_FORMS = {
    "any": lambda _value: True, "true": fields.flag, "party": fields.party, "delegate": fields.ident, "slot": fields.slot, "day": fields.day,
    "moment": fields.moment, "when": fields.when, "clock": fields.clock, "digest": fields.digest, "channel id": fields.hex64,
    "language": fields.language, "names": fields.names, "term": fields.term, "silence": fields.silence, "paper": fields.paper,
    "source": fields.source, "speakers": fields.speakers, "figures": fields.figures, "time zone": fields.zone,
    "name": fields.name, "rule id": fields.rule_id, "item id": fields.item_id, "numbers": fields.numbers, "values": fields.values,
    "items": fields.items, "amounts": fields.amounts, "count": fields.count, "provision name": fields.provision,
}  # fmt: skip


def form(text):
    """The check that a form of the page stands for: "list 64 of slot of group, meeting"."""
    if text in NAMED_FORMS:
        return NAMED_FORMS[text]
    if found := re.fullmatch(r"text (\d+)", text):
        return fields.text(int(found[1]))
    if found := re.fullmatch(r"(list|sequence) (\d+) of (.+)", text):
        return {"list": fields.list_of, "sequence": fields.sequence_of}[found[1]](form(found[3]), int(found[2]))
    if found := re.fullmatch(r"slot of (.+)", text):
        return fields.slot_of(*found[1].split(", "))
    found = re.fullmatch(r"one of (.+)", text)
    assert found, text
    return fields.one_of(*found[1].split(", "))


def test_the_kinds_of_the_page_are_those_of_the_code():
    stated = {words(row[0])[0]: (frozenset(words(row[1])), frozenset(words(row[2])), row[3]) for row in KIND_ROWS}
    expected = {
        name: (
            frozenset(kind.kept), kind.destroyable, str(kind.refs[0]) if kind.refs[0] == kind.refs[1] else f"{kind.refs[0]}-{kind.refs[1]}"
        )
        for name, kind in KINDS.items()
    }  # fmt: skip
    assert stated == expected
    assert len(KIND_ROWS) == len(KINDS)
    needed = {words(row[0])[0]: re.findall(r"\*\*`([^`]+)`\*\*", row[1]) for row in KIND_ROWS}
    assert {name: sorted(found) for name, found in needed.items()} == {name: sorted(kind.needed) for name, kind in KINDS.items()}


@pytest.mark.parametrize("row", [row for row in KIND_ROWS if row[0].strip("`") not in RECORD_KINDS], ids=lambda row: row[0])
def test_the_forms_of_the_page_are_those_of_the_code(row):
    """Each field's form, as the page names it, takes and refuses the same values as the code does, edges too."""
    kind = KINDS[words(row[0])[0]]
    for name, text in re.findall(r"`([^`]+)`(?:\*\*)? ([^;`]+)", row[1]):
        check, stated = kind.kept[name], form(text.strip())
        longs = ["x" * size for size in (1, 64, 65, 256, 257, 512, 513)]
        lists = [
            [f"{value}{n:03}" for n in range(size)] for value in ("a", "group/a", "en-a") for size in (1, 6, 7, 16, 17, 64, 65, 256, 257)
        ]
        every = [
            word for kinds_row in KIND_ROWS for words_of in re.findall(r"one of ([^;]+)", kinds_row[1]) for word in words_of.split(", ")
        ]
        for value in (*POOL, *WRONG, *longs, *lists, *every, *([word] for word in every), *(slot + "/x" for slot in fields.SUBJECTS)):
            assert bool(stated(value)) == bool(check(value)), (name, text, value)


def test_every_form_is_explained():
    explained = {row[0] for row in rows(section(22)) if len(row) == 2}
    assert explained >= NAMED_FORMS.keys() | {"text N", "one of ..", "list N of X", "sequence N of X", "slot of a, b"}
    assert all(f"`{subject}`" in section(22) for subject in fields.SUBJECTS)
    assert all(word in section(22) for word in (*fields.QUALIFIERS, *fields.SOURCES))
    assert f"At most {MOST_VOICES} voices" in section(22)


def test_the_sections_of_the_page_are_those_of_the_code():
    found = Fold(["party"]).sections()
    named = {row[0].strip("`"): words(row[1]) for row in rows(section(22)) if len(row) == 4 and row not in KIND_ROWS}
    stated = {name: states for name, states in named.items() if name in {*found, "undertakings/<party>"}}
    assert {name.replace("<party>", "party"): sorted([*states, "items"]) for name, states in stated.items()} == {
        name: sorted(value) for name, value in found.items() if not name.startswith("requests/")
    }
    listed = next(row[2] for row in rows(section(22)) if row[0] == "`measures`")
    assert tuple(words(listed)) == MEASURES


def test_what_every_kind_may_have_is_said():
    text = section(22)
    assert all(f"`{name}`" in text for name in ALWAYS_KEPT)
    assert f"`{FILE_PREFIX}..`" in text
    assert all(f"`{name}`" in text for name in RECORD_KINDS)


def test_the_outcomes_and_columns_are_said():
    text = section(22)
    assert all(f"`{outcome}`" in text for outcome in OUTCOMES)
    assert " + ".join(FINAL_OUTCOMES) in text
    example = next(line for line in text.splitlines() if line.startswith('{"crossed"'))
    assert set(json.loads(example)) == set(REQUEST_COLUMNS)


def strings_of_the_code():
    """Every domain-separation string in the sources."""
    found = {ORIGIN_PREFIX}
    for text in SOURCES.values():
        code = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)
        found |= {rf"detente/v1/{what}\n" for what in re.findall(r'\bdigest\("(\w+)"', code)}
        found |= set(re.findall(r'b"(?:\\x00)?(detente/v1/\w+(?:\\n)?)"', code))
        found |= set(re.findall(r'b"(detente-\w+/v1)\\n"', code))
        found |= {name + "/v1" for name in re.findall(r'b"(cosignature|subtree)/v1\\n', code)}
        found |= set(re.findall(r'b"(c2sp\.org/[\w@-]+)"', code))
    return found - {"detente/v1/"}


def test_the_domain_separation_strings_of_the_page_are_those_of_the_code():
    assert {words(row[0])[0] for row in rows(section(28))} == strings_of_the_code()


def test_every_domain_separation_string_is_used_where_the_page_explains_it():
    before = PAGE[: PAGE.index("## 28 ")]
    missing = [text for text in strings_of_the_code() if text.replace(r"\n", "") not in before]
    assert missing == []


def test_the_steps_of_verification_are_those_of_the_code():
    stated = [row[0] for row in rows(section(24)) if re.match(r"\d+ ", row[0])]
    assert stated == [f"{number} {name}" for number, name in STEPS.items()]


def test_the_steps_of_admitting_are_sixteen():
    stated = [int(row[0]) for row in rows(section(19)) if row[0].isdigit()]
    assert stated == list(range(1, 17))
    assert all(row[2] for row in rows(section(19)) if row[0].isdigit())


def test_the_codes_of_the_verdict_are_those_of_the_code():
    listed = next(line for line in section(25).splitlines() if line.startswith("`admission_not_shown`"))
    assert set(words(listed)) == set(CAVEATS)
    explained = {code for row in rows(section(25)) if len(row) == 2 for code in words(row[0]) if "_" in code}
    assert explained == set(CAVEATS)


def test_every_attack_that_is_cited_in_page_or_code_is_in_the_appendix():
    listed = re.findall(r"^- (F\d+): ", PAGE, re.MULTILINE)
    assert listed == [f"F{number}" for number in range(1, 40)]
    cited = {name for text in SOURCES.values() for name in re.findall(r"\bF([1-9]\d?)\b", text)}
    assert cited <= {name[1:] for name in listed}


def test_every_section_that_the_code_names_is_there():
    heads = " ".join(head or bold for head, bold in re.findall(r"^#+ (.*)$|^\*\*(.*?)\*\*", PAGE, re.MULTILINE)).lower()
    named = {name for text in SOURCES.values() for name in re.findall(r'docs/protocol\.md, "([^"]+)"', text)}
    assert named
    for name in named:
        for part in name.split(" to "):
            assert part.lower() in heads, part


def test_links_inside_the_page_lead_somewhere():
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
    for target in re.findall(r"\]\((\.\./[^)#]+|[\w./-]+\.md)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_the_examples_follow_from_the_vectors():
    spec = importlib.util.spec_from_file_location("conformance_examples", ROOT / "conformance" / "examples.py")
    examples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(examples)
    made = examples.make(json.loads(examples.SCENE.read_text(encoding="utf-8")))
    assert set(examples.names(PAGE)) == set(made)
    assert examples.fill(PAGE, made) == PAGE


def test_the_scene_is_what_it_says():
    from detente.record import canonical
    from detente.record.charter import log_id, origin_of, parse_channel_charter, parse_charter
    from detente.record.entry import destroy, parse_entry
    from detente.record.proof import verify_proof
    from detente.record.seal import parse_cut
    from detente.record.standing import make_standing
    from detente.record.text import decode_base64, encode_base64

    scene = json.loads((ROOT / "vectors" / "scene.json").read_text(encoding="utf-8"))
    charter = parse_charter(scene["charter"].encode())
    channel = parse_channel_charter(scene["channel"], charter)
    assert (charter.id, channel.id) == (scene["dialogue"], scene["channel_id"])
    assert log_id(charter.id, channel.id, "rus", 0) == scene["log"]
    assert origin_of(scene["log"]) == scene["origin"]
    entry = parse_entry(scene["entry"]["line"].encode())
    assert encode_base64(entry.leaf) == scene["entry"]["leaf"]
    assert destroy(entry).line.decode() == scene["entry"]["destroyed"]
    cut = parse_cut(scene["cut"])
    assert encode_base64(cut.digest) == scene["cut_digest"]
    standing = make_standing(decode_base64(scene["k"]), cut.digest, 1, scene["standing"])
    assert encode_base64(standing.digest) == scene["standing_digest"]
    assert verify_proof(scene["proof"].encode(), charter_digest=charter.id).status == "proven"
    assert canonical.encode(json.loads(scene["proof"])).decode() == scene["proof"]


@pytest.mark.parametrize("number", range(1, 32))
def test_the_page_has_its_sections_in_order(number):
    assert len(re.findall(rf"^## {number} ", PAGE, re.MULTILINE)) == 1
