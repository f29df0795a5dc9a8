"""What was said in public is held against the count of its day: what comes later stands beside it, and rewrites nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.dialogue.acts import Ref
from detente.i18n import translator
from detente.node.carrier import FolderCarrier
from detente.node.exchange import sync
from detente.node.founding import found_dialogue
from detente.node.node import Node
from detente.node.sealing import seal
from detente.views import acting_register, acting_requests
from detente.views.acting import Place, entered
from detente.views.phrases import counted_text
from detente.views.statements import statement_view

SENT = {"what": "sent", "by": "rus", "to": "usa", "number": 2, "qualifier": "exact"}
ANSWERED = {"what": "answered", "by": "usa", "to": "rus", "number": 1, "qualifier": "exact"}


class Talks:
    """Two nodes on one desk: who acts, on which day."""

    def __init__(self, folder):
        self.day = 1
        self.nodes = {}
        for name in ("rus", "usa"):
            node = Node.create(folder / name, name, {"en": name.upper()}, "-")
            node.clock = lambda: dt.datetime(2021, 9, self.day, 12, tzinfo=dt.UTC)
            self.nodes[name] = node
        found_dialogue(list(self.nodes.values()), names={"en": "Talks"}, exercise=True)
        self.courier = FolderCarrier(folder / "courier")
        self.carry()

    def carry(self):
        for _ in range(3):
            for node in self.nodes.values():
                sync(node, self.courier)

    def act(self, who, day, build, about=(), **given):
        """One act, sealed and carried; returns its entry."""
        self.day = day
        node = self.nodes[who]
        room = node.room(None)
        node.draft(room, {**build(Place(node, room, about), given), **entered(given)})
        done = seal(node, room)
        self.carry()
        return Ref(who, 0, done.head.size - 2)

    def asked(self, day, **given):
        return self.act("rus", day, acting_requests.request, to="usa", text="Supposed.", **given)

    def answered(self, day, ref):
        return self.act("usa", day, acting_requests.answer, (ref,), outcome="full", text="Supposed.")

    def said(self, on, *figures):
        speakers = [{"side": "rus", "name": "A speaker"}]
        return self.act(
            "rus", 28, acting_register.statement, speakers=speakers, said_on=on, claim="claim", text="Said.", figures=list(figures)
        )

    def shown(self, ref):
        """The statement at both nodes, which must agree."""
        views = [
            statement_view(node, room, room.fold.register.statements[ref]).statement
            for node in self.nodes.values()
            if (room := node.room(None))
        ]
        assert views[0].figures == views[1].figures
        assert [view.verdict for view in views] == [views[0].verdict] * 2
        return views[0]


@pytest.fixture
def talks(tmp_path):
    talks = Talks(tmp_path)
    yield talks
    for node in talks.nodes.values():
        node.close()


def test_a_later_act_does_not_rewrite_the_verdict_on_what_was_said_before(talks):
    first, second = talks.asked(2), talks.asked(3)
    talks.answered(4, first)
    said = talks.said({"day": "2021-09-05"}, SENT, ANSWERED)
    assert talks.shown(said).verdict == "matches"
    talks.answered(6, second)
    talks.asked(7)
    row = talks.shown(said)
    assert (row.verdict, row.record.day) == ("matches", "2021-09-05")
    assert [(figure.counted, figure.whole, figure.counted_now, figure.whole_now) for figure in row.figures] == [
        (2, None, 3, None),
        (1, 2, 2, 3),
    ]


def test_today_stands_beside_the_day_where_it_differs_in_every_language(talks):
    talks.asked(2)
    said = talks.said({"day": "2021-09-05"}, SENT)
    assert counted_text(translator("en"), talks.shown(said).figures[0]) == "1"
    talks.asked(7)
    texts = [counted_text(translator(language), talks.shown(said).figures[0]) for language in ("en", "ar", "ru")]
    assert [text.replace("\u2068", "").replace("\u2069", "") for text in texts] == [
        "1 on that day; 2 now",
        "1 في ذلك اليوم؛ 2 الآن",
        "1 на тот день; сейчас 2",
    ]


def test_what_was_said_on_the_day_of_an_answer_knows_the_answer(talks):
    first, _ = talks.asked(2), talks.asked(3)
    talks.answered(5, first)
    assert talks.shown(talks.said({"day": "2021-09-05"}, ANSWERED)).verdict == "matches"
    assert talks.shown(talks.said({"day": "2021-09-04"}, ANSWERED)).verdict == "differs"


def test_of_a_month_its_last_day_counts_and_of_no_day_now(talks):
    talks.asked(2)
    talks.asked(20)
    assert talks.shown(talks.said({"month": "2021-09"}, SENT)).record.day == "2021-09-30"
    row = talks.shown(talks.said({"open": True}, SENT))
    assert (row.record.day, row.verdict) == (None, "matches")


def test_what_was_said_before_the_record_begins_is_held_against_what_it_holds_now(talks):
    talks.asked(2, paper="2020-05-01")
    talks.asked(2, paper="2020-06-01")
    row = talks.shown(talks.said({"day": "2021-08-01"}, SENT))
    assert (row.record.day, row.verdict) == (None, "matches")


def test_a_period_is_counted_by_paper_as_of_the_day_of_the_statement(talks):
    talks.asked(2, paper="2020-05-01")
    talks.asked(3, paper="2020-06-01")
    within = {**SENT, "number": 1, "from": "2020-01-01", "until": "2020-05-31"}
    said = talks.said({"day": "2021-09-05"}, within)
    talks.asked(7, paper="2020-05-02")
    row = talks.shown(said)
    assert (row.verdict, row.figures[0].counted, row.figures[0].counted_now) == ("matches", 1, 2)
