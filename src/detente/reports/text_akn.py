"""A text as Akoma Ntoso 3.0 (OASIS LegalDocML), one document for each language version.

    <akomaNtoso><doc name="agreement">
      <meta> <identification> Work, Expression, Manifestation .. <references> the parties .. <proprietary> digest, status, brackets
      <preface> the title
      <mainBody> <section eId="prov_h1"><heading> .. <paragraph eId="prov_1"><num>1</num> <content><p> ..

Rules:

1. A provision has the eId `prov_` and its own name: it stays where the order, and with it the number, changes. The same in all languages.
2. A heading is a section around what follows it up to the next heading that stands as high; a deeper provision stands inside.
3. Of a bracket, the words stand in `inline` elements, one for each alternative, and what is no word of the text (the brackets, strokes and
   names of parties) in `remark`: whoever leaves the remarks out has the words. Who backs and who opposes is also said in `proprietary`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from detente.errors import N_, CallerError
from detente.reports.extra import needed
from detente.reports.text_parts import Cover, parties_in
from detente.reports.word import clean
from detente.texts.model import Bracket, Content, Version
from detente.texts.numbering import numbers

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN: Final = "urn:detente:text:1"
"""The namespace of what Akoma Ntoso has no word for."""

_AGENT: Final = "detente"
_THREE_LETTERS: Final[Mapping[str, str]] = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "hi": "hin", "it": "ita", "ja": "jpn",
    "ko": "kor", "pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr", "ur": "urd", "zh": "zho",
}  # fmt: skip
"""ISO 639-2 for ISO 639-1, as addresses of expressions have it; any other code stands as it is."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


def text_akn(version: Version, cover: Cover, name: str, kind: str = "agreement") -> bytes:
    """One language version as an Akoma Ntoso document, in UTF-8; the same arguments give the same bytes.

    Args:
        version: the language version.
        cover: digest, status, parties and the time of the print.
        name: the key of the text in its dialogue, "joint": the number of the work.
        kind: what the text is: "agreement", "statement", ..

    Raises:
        CallerError: the name or the kind cannot stand in an address, or the extra `reports` is not installed.
    """
    for part in (name, kind):
        if not _NAME.fullmatch(part):
            raise CallerError(N_("'%(name)s' cannot stand in an address: small letters, digits and - only"), name=part)
    return _Writer(version, cover, name, kind).bytes()


class _Writer:
    """One document in the making."""

    def __init__(self, version: Version, cover: Cover, name: str, kind: str) -> None:
        self.version, self.cover, self.name, self.kind = version, cover, name, kind
        self.etree: Any = needed("lxml.etree")
        self.numbers = numbers(version)

    def bytes(self) -> bytes:
        root = self.etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE, "detente": OWN})
        doc = self._add(root, "doc", name=self.kind)
        self._meta(self._add(doc, "meta"))
        if title := self.cover.title(self.version):
            line = self._add(self._add(doc, "preface"), "p")
            self._add(line, "docTitle").text = clean(title)
        self._body(self._add(doc, "mainBody"))
        written: bytes = self.etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return written

    def _add(self, where: Any, tag: str, /, **attributes: str) -> Any:
        return self.etree.SubElement(where, f"{{{NAMESPACE}}}{tag}", **attributes)

    # ---- what it is ----

    def _meta(self, meta: Any) -> None:
        day, language = self.cover.made_at[:10], _THREE_LETTERS.get(self.version.language, self.version.language)
        # A text between parties is under no country: "un" is what addresses of international organisations begin with.
        work = f"/akn/un/{self.kind}/{day[:4]}/{self.name}"
        expression = f"{work}/{language}@{day}"
        identification = self._add(meta, "identification", source=f"#{_AGENT}")
        levels = (
            ("FRBRWork", work, "work"),
            ("FRBRExpression", expression, "version"),
            ("FRBRManifestation", expression + ".akn", "print"),
        )
        for level, address, what in levels:
            part = self._add(identification, level)
            self._add(part, "FRBRthis", value=address + "/!main" if level != "FRBRManifestation" else f"{expression}/!main.akn")
            self._add(part, "FRBRuri", value=address)
            self._add(part, "FRBRdate", date=day, name=what)
            for party in self._parties() if level != "FRBRManifestation" else []:
                self._add(part, "FRBRauthor", href=f"#{party}", **{"as": "#party"})
            if level == "FRBRManifestation" or not self._parties():
                self._add(part, "FRBRauthor", href=f"#{_AGENT}")
            if level == "FRBRWork":
                self._add(part, "FRBRcountry", value="un")
                self._add(part, "FRBRnumber", value=self.name)
            elif level == "FRBRExpression":
                self._add(part, "FRBRlanguage", language=language)
        references = self._add(meta, "references", source=f"#{_AGENT}")
        for party in self._parties():
            where = f"/akn/ontology/organization/un/{party}"
            self._add(references, "TLCOrganization", eId=party, href=where, showAs=clean(self.cover.name(party, self.version.language)))
        self._add(references, "TLCOrganization", eId=_AGENT, href="/akn/ontology/organization/un/detente", showAs="Détente")
        self._add(references, "TLCRole", eId="party", href="/akn/ontology/role/un/party", showAs="party")
        self._proprietary(self._add(meta, "proprietary", source=f"#{_AGENT}"))

    def _parties(self) -> list[str]:
        named = self.cover.parties()
        return [*named, *(party for party in parties_in([self.version]) if party not in named)]

    def _proprietary(self, where: Any) -> None:
        def own(parent: Any, tag: str, **attributes: str) -> Any:
            return self.etree.SubElement(parent, f"{{{OWN}}}{tag}", **attributes)

        own(where, "language", status=self.version.status).text = self.version.language
        own(where, "digest").text = self.cover.digest
        own(where, "status").text = clean(self.cover.status_in(self.version.language))
        if self.cover.exercise:
            own(where, "exercise")
        for provision, bracket, depth in self.version.brackets():
            found = own(where, "bracket", number=str(bracket.id), href=f"#bracket_{bracket.id}", provision=provision.id, depth=str(depth))
            for place, one in enumerate(bracket.alternatives, start=1):
                own(found, "alternative", number=str(place), backedBy=" ".join(one.backed_by), opposedBy=" ".join(one.opposed_by))

    # ---- the words ----

    def _body(self, body: Any) -> None:
        sections: list[tuple[int, Any]] = []
        above: list[tuple[int, Any]] = []
        provisions = self.version.provisions
        for place, provision in enumerate(provisions):
            if provision.look == "heading":
                sections = [(level, element) for level, element in sections if level < provision.level]
                above = []
                section = self._add(sections[-1][1] if sections else body, "section", eId=f"prov_{provision.id}")
                self._words(self._add(section, "heading"), provision.content)
                sections.append((provision.level, section))
                continue
            above = [(level, element) for level, element in above if level < provision.level]
            parent = above[-1][1] if above else sections[-1][1] if sections else body
            element = self._add(parent, "subparagraph" if above else "paragraph", eId=f"prov_{provision.id}")
            if provision.id in self.numbers:
                self._add(element, "num").text = self.numbers[provision.id]
            following = provisions[place + 1] if place + 1 < len(provisions) else None
            holds = following is not None and following.look != "heading" and following.level > provision.level
            self._words(self._add(self._add(element, "intro" if holds else "content"), "p"), provision.content)
            above.append((provision.level, element))
        if not provisions:
            self._add(body, "p")

    def _words(self, where: Any, content: Content) -> None:
        for piece in content:
            if isinstance(piece, str):
                _append(where, clean(piece))
            else:
                self._bracket(where, piece)

    def _bracket(self, where: Any, bracket: Bracket) -> None:
        outer = self._add(where, "inline", name="bracket", eId=f"bracket_{bracket.id}")
        for place, one in enumerate(bracket.alternatives):
            self._add(outer, "remark").text = " / " if place else "["
            backers = {"refersTo": " ".join(f"#{party}" for party in one.backed_by)} if one.backed_by else {}
            element = self._add(outer, "inline", name="alternative", eId=f"bracket_{bracket.id}__alternative_{place + 1}", **backers)
            if said := ", ".join([*(party.upper() for party in one.backed_by), *("!" + party.upper() for party in one.opposed_by)]):
                self._add(element, "remark").text = f"{said}: "
            self._words(element, one.content)
        self._add(outer, "remark").text = "]"


def _append(where: Any, words: str) -> None:
    if len(where):
        where[-1].tail = (where[-1].tail or "") + words
    else:
        where.text = (where.text or "") + words
