"""Pictures on pages: requests over time, how old what is open is, signs of life; each with its numbers in words and in a table."""

from __future__ import annotations

import re

import msgspec
import pytest

from detente.views.base import latest_receipt_time
from detente.views.home import home_view
from detente.views.tallies import tallies_view
from tests.web.reading import read
from tests.web.test_talks import english_sentences

OVER_TIME = "/requests/over-time"


def test_without_a_channel_the_one_that_has_requests_is_drawn(north):
    page = read(north.page(OVER_TIME))
    assert page.says(
        "Requests over time", "Requests of Northland", "Sent 2", "Received 2", "Not final 1", "Full 1", "13 Jun 2021", "2 Jul 2021"
    )
    assert page.says("Requests of Southland", "It has sent none here.")
    assert north.twin(OVER_TIME)["channel"]["label"] == "incidents"


def test_the_twin_is_the_view_of_the_command(north):
    for query, label, step in (("", "incidents", None), ("?channel=plenary&step=month", "plenary", "month")):
        computed = north.ask(
            lambda node, label=label, step=step: msgspec.json.decode(msgspec.json.encode(tallies_view(node, node.room(label), step)))
        )
        assert north.twin(OVER_TIME + query) == computed


def test_what_was_said_in_public_about_the_numbers_stands_below_by_side(north):
    view = north.ask(lambda node: tallies_view(node, node.room("incidents")))
    assert view.said
    said = north.page(OVER_TIME).partition('id="said"')[2].partition("</table>")[0]
    for row in view.said:
        assert f'href="/statements/{row.channel}/{row.ref}"' in said
    assert said.count("<tr>") == 1 + len(view.said)


def test_a_channel_without_requests_says_so_and_draws_nothing(north):
    page = north.page(OVER_TIME + "?channel=plenary")
    assert read(page).says("It has sent none here.", "Nothing of it is open, and nothing waits for its answer.")
    assert "<svg" not in page


@pytest.mark.parametrize(("query", "status"), [("?channel=nowhere", 404), ("?step=year", 400), ("?step=week", 200), ("?step=", 200)])
def test_an_unknown_channel_is_nothing_and_an_unknown_step_is_refused(north, query, status):
    north.page(OVER_TIME + query, status=status)


def test_the_steps_are_links_and_the_one_that_is_shown_is_marked(north):
    page = read(north.page(OVER_TIME + "?step=week"))
    assert page.links["by month"] == [f"{OVER_TIME}?channel=incidents&step=month"]
    assert re.search(r'step=week" aria-current="true">by week', north.page(OVER_TIME + "?step=week"))
    assert north.twin(OVER_TIME + "?step=week")["days"][0] == "2021-06-19"


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_each_picture_has_a_title_and_a_table_of_the_same_numbers(north, language):
    page = north.page(OVER_TIME, language)
    titles = re.findall(r'<svg class="picture drawn" viewBox="[^"]+" role="img" aria-labelledby="([^"]+)">\n<title id="\1">([^<]+)', page)
    north_first = ["time-north", "ages-north", "ages-south"]  # in the alphabet of the language: al-Janub stands before al-Shamal
    assert [name for name, _ in titles] == (north_first[2:] + north_first[:2] if language == "ar" else north_first)
    assert page.count('<table class="dense"') == page.count("<svg") == 3
    assert all(cell.get("scope") in {"row", "col"} for cell in read(page).headers)
    assert read(page).html["dir"] == ("rtl" if language == "ar" else "ltr")
    if language != "en":
        assert not english_sentences(language) & set(read(page).words)


def test_the_table_has_a_row_for_each_step_at_which_a_number_changed(north):
    rows = re.findall(
        r'<tr><th scope="row">(?:<time[^>]+>)?([^<]+)(?:</time>)?</th>((?:<td class="num">\d+</td>)+)</tr>', north.page(OVER_TIME)
    )
    numbers = [(name, re.findall(r">(\d+)<", cells)) for name, cells in rows]
    assert numbers[:3] == [
        ("2 Jul 2021", ["2", "2", "1", "1"]),
        ("14 Jun 2021", ["2", "2", "1", "1"]),
        ("13 Jun 2021", ["2", "2", "2", "0"]),
    ]
    assert ("its own requests", ["0", "1", "0", "0"]) in numbers


def test_colours_are_classes_and_nothing_is_styled_in_the_page(north):
    page = north.page(OVER_TIME)
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert not re.search(r"style=|stroke=|#[0-9a-f]{6}|fill=\"(?!url\(#(?:time|ages)-)", drawn)


def test_the_pictures_are_led_to_from_the_requests_and_from_the_count(north):
    assert read(north.page("/requests?channel=incidents")).links["Over time"] == [f"{OVER_TIME}?channel=incidents"]
    assert read(north.page("/count/incidents")).links["Requests over time"] == [f"{OVER_TIME}?channel=incidents"]
    pdf = read(north.page(OVER_TIME)).links["The count as PDF, with these pictures"][0]
    assert north.get(pdf).content.startswith(b"%PDF")


# ---- signs of life


@pytest.mark.parametrize(("language", "said"), [("en", "last receipt"), ("ar", "آخر إثبات استلام"), ("ru", "получение доказано")])
def test_home_shows_the_signs_of_life_of_each_channel_as_a_picture_and_in_words(north, language, said):
    page = north.page("/", language)
    labels = [channel["channel"]["label"] for channel in north.twin("/index")["channels"]]
    assert re.findall(r'<title id="signs-([^"]+)">', page) == labels
    assert len(labels) > 1
    assert read(page).says(said)


def test_the_last_receipt_is_of_the_first_seal_that_names_all_that_was_received(north):
    def seals(node):
        room = node.room("incidents")
        (log,) = room.channel.generations("south")
        rows = []
        for head in room.channel.logs[log].chain(room.channel.logs[log].main):
            named = head.vector[room.mine].size if room.mine in head.vector else 0
            rows.append(
                (named, room.trusted_entries(next(s.seq for s in room.store.heads_of(room.id, log) if s.id == head.id))[-1].fields["at"])
            )
        return rows, latest_receipt_time(room, room.mine, "south")

    rows, found = north.ask(seals)
    most = max(named for named, _ in rows)
    assert found == next(at for named, at in rows if named == most)
    member = north.ask(lambda node: next(each for each in home_view(node).channels if each.channel.label == "incidents").members[0])
    assert member.last_receipt == found
    assert member.last_heard == rows[-1][1]


def test_nothing_was_received_by_who_was_never_heard(north):
    assert north.ask(lambda node: latest_receipt_time(node.room("incidents"), node.room("incidents").mine, "nobody")) is None
