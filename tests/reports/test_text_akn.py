"""A text as Akoma Ntoso is valid by the schema of OASIS, keeps the names of its provisions, and has all its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from detente.errors import CallerError
from detente.reports.text_akn import NAMESPACE, OWN, text_akn
from detente.reports.text_parts import Cover
from detente.texts.model import Bracket, Content, Version
from tests.reports.texts_covers import COVER, VERSIONS
from tests.strategies import examples
from tests.texts.texts_made import versions

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "akn" / "akomantoso30.xsd"))
NAMES = {"a": NAMESPACE, "d": OWN}
BARE = Cover(titles={}, status={}, digest="00" * 32, made_at="2021-09-30T12:00:00Z")


def all_words(content: Content) -> str:
    """The words of every alternative, one behind the other."""
    return "".join(p if isinstance(p, str) else "".join(all_words(one.content) for one in p.alternatives) for p in content)


def provisions(data: bytes) -> dict[str, str]:
    """Words of each provision by eId, without the remarks."""
    found = {}
    for element in etree.fromstring(data).xpath("//*[starts-with(@eId, 'prov_')]"):
        line = element.xpath("a:heading | a:intro/a:p | a:content/a:p", namespaces=NAMES)[0]
        found[element.get("eId")] = "".join(line.xpath(".//text()[not(ancestor::a:remark)]", namespaces=NAMES))
    return found


@pytest.mark.parametrize("language", VERSIONS)
def test_each_language_version_is_valid_by_the_schema(language: str) -> None:
    data = text_akn(VERSIONS[language], COVER, "joint", "statement")
    SCHEMA.assertValid(etree.fromstring(data))
    assert data == text_akn(VERSIONS[language], COVER, "joint", "statement")


@settings(max_examples=examples(50), deadline=None)
@given(versions())
def test_every_text_is_valid_and_has_all_its_words(version: Version) -> None:
    data = text_akn(version, BARE, "x")
    SCHEMA.assertValid(etree.fromstring(data))
    assert provisions(data) == {f"prov_{one.id}": all_words(one.content) for one in version.provisions}


def test_a_provision_has_its_number_and_a_deeper_one_stands_inside() -> None:
    root = etree.fromstring(text_akn(VERSIONS["en"], COVER, "joint"))
    inner = root.xpath("//a:paragraph[@eId='prov_1']/a:subparagraph[@eId='prov_1-a']", namespaces=NAMES)[0]
    assert inner.findtext("a:num", namespaces=NAMES) == "1.1"
    assert inner.find("a:subparagraph[@eId='prov_1-b']", NAMES) is not None
    assert root.xpath("//a:section[@eId='prov_h']/a:section/@eId", namespaces=NAMES) == ["prov_h2"]


def test_who_backs_and_who_opposes_is_said_beside_the_words() -> None:
    version = VERSIONS["en"]
    root = etree.fromstring(text_akn(version, COVER, "joint"))
    for _, bracket, _ in version.brackets():
        assert isinstance(bracket, Bracket)
        found = root.find(f".//d:bracket[@number='{bracket.id}']", NAMES)
        stands = [(one.get("backedBy").split(), one.get("opposedBy").split()) for one in found]
        assert stands == [(list(one.backed_by), list(one.opposed_by)) for one in bracket.alternatives]
        assert root.find(f".//*[@eId='{found.get('href')[1:]}']") is not None


def test_work_expression_and_manifestation_name_one_text_in_one_language() -> None:
    root = etree.fromstring(text_akn(VERSIONS["ar"], COVER, "joint", "statement"))
    addresses = [root.find(f".//a:{level}/a:FRBRuri", NAMES).get("value") for level in ("FRBRWork", "FRBRExpression", "FRBRManifestation")]
    work = "/akn/un/statement/2021/joint"
    assert addresses == [work, f"{work}/ara@2021-09-30", f"{work}/ara@2021-09-30.akn"]
    assert [one.get("href") for one in root.findall(".//a:FRBRWork/a:FRBRauthor", NAMES)] == ["#usa", "#che", "#rus"]


def test_a_name_that_cannot_stand_in_an_address_is_refused() -> None:
    with pytest.raises(CallerError, match="cannot stand in an address"):
        text_akn(VERSIONS["en"], COVER, "text/joint")
