"""The chairs of those who are no party: what the public reads, what the host countersigns, and the first page of an exercise."""

from __future__ import annotations

import asyncio
import shutil

import httpx
import pytest

from detente.cli.publishing import write_released
from detente.cli.table import read_played
from detente.node.node import Node
from detente.node.witnessing import Witness, ask_witness
from detente.record.charter import parse_charter
from detente.record.note import parse_vkey
from detente.views.facts import FactsView, sentences_of
from detente.views.public import public_view
from detente.views.verifier import verifier_page
from detente.web import outsiders
from detente.web.app import Chair, create_app
from detente.web.carrying import answer_questions, make_round, questions_waiting
from detente.web.desk import Desk
from detente.web.outsiders import Everybody, Host, PublicFolder, Start

SAME_SITE = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="session")
def small(first_request, tmp_path_factory):
    """A small exercise: two nodes and one request that was answered."""
    return shutil.copytree(first_request, tmp_path_factory.mktemp("small") / "played")


class Visitor:
    """Somebody who looks at an outsider's pages."""

    def __init__(self, kept, pages, layout):
        self.desk = Desk(kept if callable(kept) else lambda: kept)
        self._loop = asyncio.Runner()
        app = create_app(self.desk, Chair("out", "public", pages, Everybody(), layout))
        self._browser = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost", headers=SAME_SITE)

    def get(self, address, language="en"):
        return self._loop.run(self._browser.get(address, headers={"accept-language": language}))

    def post(self, address, of="/", **more):
        fresh = self.get(of).text.split('name="fresh" value="', 1)[1].split('"', 1)[0]
        return self._loop.run(self._browser.post(address, data={"fresh": fresh}, **more))

    def close(self):
        self._loop.run(self._browser.aclose())
        self._loop.close()
        self.desk.close()


@pytest.fixture
def visit():
    opened = []

    def open_pages(kept, pages, layout):
        opened.append(Visitor(kept, pages, layout))
        return opened[-1]

    yield open_pages
    for each in opened:
        each.close()


def released(small, tmp_path):
    """A copy of the exercise in which both sides have released the count of the plenary, published."""
    folder = tmp_path / "copy"
    shutil.copytree(small, folder)
    nodes = {party: Node.open(folder / party, "-") for party in ("rus", "usa")}
    from detente.node.carrier import FolderCarrier
    from detente.node.exchange import sync
    from detente.node.sealing import seal

    for node in nodes.values():
        node.draft(node.room(None), {"kind": "release", "sections": ["requests/rus", "requests/usa"]})
        seal(node, node.room(None))
    for _ in range(3):
        for node in nodes.values():
            sync(node, FolderCarrier(folder / "courier"))
    write_released(nodes["usa"], folder / "public", "plenary")
    for node in nodes.values():
        node.close()
    return folder


def test_nothing_is_published_that_nobody_released(small):
    assert sorted(path.name for path in (small / "public").iterdir()) == ["charter.json", "host.vkeys", "said.json"]


def test_the_public_sees_the_released_count_verified_and_not_a_word_of_a_request(small, tmp_path, visit):
    folder = released(small, tmp_path)
    public = visit(PublicFolder(folder / "public"), outsiders.PUBLIC, outsiders.public_layout)
    page = public.get("/").text
    assert "proven" in page
    with Node.open(folder / "usa", "-") as node:
        words = [str(act.kept.get("to")) for act in ()] + [
            str(node.room(None).entry(request.act.ref).fields["text"]) for _, request in node.room(None).fold.requests.items()
        ]
    view = public.get("/index.json").json()
    assert view["count"]["status"] == "proven"
    assert sum(count["sent"] for count in view["count"]["requests"].values()) == len(words) == 1
    for name in [item["file"] for item in view["published"]]:
        assert not any(word in public.get(f"/proofs/{name}").text for word in words)
    assert not any(word in page for word in words)


def test_a_published_file_that_was_changed_is_shown_as_not_proven(small, tmp_path, visit):
    folder = released(small, tmp_path)
    path = next((folder / "public").glob("count-*.proof.json"))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    public = visit(PublicFolder(folder / "public"), outsiders.PUBLIC, outsiders.public_layout)
    view = public.get("/index.json").json()
    assert view["count"] is None
    assert view["published"][0]["status"] == "not proven"
    assert "not proven" in public.get("/").text


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_the_public_page_speaks_the_language_of_the_reader(small, tmp_path, visit, language):
    public = visit(PublicFolder(released(small, tmp_path) / "public"), outsiders.PUBLIC, outsiders.public_layout)
    page = public.get("/", language).text
    assert f'lang="{language}"' in page
    assert "Who says so" not in page


def test_the_host_countersigns_by_file_and_the_party_takes_it_in(small, tmp_path, visit):
    folder = tmp_path / "copy"
    shutil.copytree(small, folder)
    charter = parse_charter((folder / "public" / "charter.json").read_bytes())
    exchange = folder / "exchange"
    exchange.mkdir()
    Witness.create(folder / "host", "host.example/test", [charter], "-").close()
    host = visit(lambda: Host(Witness(folder / "host", "-"), exchange, {"en": "A host"}), outsiders.HOST, outsiders.host_layout)
    with Node.open(folder / "usa", "-") as node:
        make_round(node, folder / "courier", exchange)
        assert questions_waiting(exchange) == 1
        assert "1 party asks" in host.get("/").text
        answer = host.post("/countersign")
        assert answer.status_code == 303
        assert questions_waiting(exchange) == 0
        news = make_round(node, folder / "courier", exchange)
        assert news is not None
        assert news["countersigned"] > 0
    view = host.get("/index.json").json()
    assert len(view["logs"]) == 1
    assert "answer" not in host.get("/").text.lower().split("<main")[1]


def test_the_host_refuses_what_does_not_continue_what_it_has_countersigned(small, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(small, folder)
    charter = parse_charter((folder / "public" / "charter.json").read_bytes())
    witness = Witness.create(folder / "host", "host.example/test", [charter], "-")
    exchange = folder / "exchange"
    exchange.mkdir()
    with Node.open(folder / "usa", "-") as node:
        question = ask_witness(node)
    (exchange / "usa.question").write_bytes(question)
    assert answer_questions(witness, exchange) == (1, 0)
    (exchange / "usa.question").write_bytes(question)  # the same once more: it starts from 0 again, and the host knows better
    assert answer_questions(witness, exchange) == (0, 1)
    witness.close()


def test_the_first_page_leads_to_every_chair_and_says_what_a_file_is_not(small, visit):
    played = read_played(small)
    charter = parse_charter((small / "public" / "charter.json").read_bytes())
    chairs = {name: f"http://127.0.0.1:{8750 + place}/" for place, name in enumerate(played.chairs)}
    start = visit(Start(charter, FactsView(facts=[], linked=0), chairs, {}, "report"), outsiders.START, outsiders.start_layout)
    page = start.get("/").text
    for name in ("rus", "usa", "public"):
        assert chairs[name] in page


def test_sentences_are_cut_at_end_marks_of_both_scripts():
    assert sentences_of("One.  Two?\n\nثلاثة؟ أربعة") == ["One.", "Two?", "ثلاثة؟", "أربعة"]


@pytest.mark.parametrize("known", [1, 2])
def test_what_a_witness_says_with_two_keys_is_told_once(geneva, known):
    charter = parse_charter((geneva / "public" / "charter.json").read_bytes())
    keys = [parse_vkey(line) for line in (geneva / "public" / "host.vkeys").read_text("ascii").split()]
    assert len(keys) == 2
    raw = (geneva / "public" / "count-cyber.proof.json").read_bytes()
    for some in (keys[:known], keys[-known:]):
        bounds = public_view(charter, {"standing": raw}, some, []).published[0].bounds
        told = [(bound.witness, bound.party, bound.size) for bound in bounds]
        assert told
        assert len(told) == len(set(told))
        assert all(bound.confirmed for bound in bounds)
        others = {1: ["ML-DSA-44"] if some == keys[:1] else ["Ed25519"], 2: []}[known]
        assert all(bound.other_keys == others for bound in bounds)


@pytest.fixture
def framed(small, tmp_path):
    """The folder of a published count, as somebody else's site would have it."""
    return released(small, tmp_path) / "public"


def test_the_page_about_a_count_says_in_three_languages_what_the_proof_says_and_whose_charter_it_is(framed, visit):
    page = (framed / "count-plenary.html").read_text("utf-8")
    charter = parse_charter((framed / "charter.json").read_bytes())
    view = public_view(charter, {"count-plenary.proof.json": (framed / "count-plenary.proof.json").read_bytes()}, (), ())
    assert page.count(charter.id) == 3
    assert page.count(view.counts[0].sha256) == 3
    for language, exercise in (("ar", "تدريب"), ("en", "EXERCISE"), ("ru", "УЧЕНИЯ")):
        section = page.split(f'<section id="{language}" lang="{language}"', 1)[1].split("</section>", 1)[0]
        assert exercise in section.upper()
        assert 'href="count-plenary.proof.json"' in section
        assert 'href="verify.html"' in section
    assert (framed / "verify.html").read_bytes() == verifier_page()
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    public = visit(PublicFolder(framed), outsiders.PUBLIC, outsiders.public_layout)
    assert public.get("/framed/count-plenary.html").text == page
    assert "/framed/count-plenary.html" in public.get("/").text
    assert public.get("/framed/other.html").status_code == 404


def test_of_a_file_that_is_not_proven_no_page_is_made(framed, visit):
    path = framed / "count-plenary.proof.json"
    path.write_bytes(path.read_bytes().replace(b'"sent":1', b'"sent":2'))
    public = visit(PublicFolder(framed), outsiders.PUBLIC, outsiders.public_layout)
    assert public.get("/framed/count-plenary.html").status_code == 404
