"""What waits is something to do only for whoever may do it, and what is not needed any more does not look like a lack."""

from __future__ import annotations

from tests.web.acting import words


def test_what_waits_for_our_answer_is_a_task_for_the_secretary_and_news_for_the_translator(usa):
    for path in ("/", "/requests"):
        assert '<span class="tag act">waits for our answer</span>' in usa.get(path).text
    usa.browser.cookies.clear()
    usa.sit("translator")
    for path in ("/", "/requests"):
        page = usa.get(path).text
        assert '<span class="tag wait">waits for our answer</span>' in page
        assert 'class="tag act"' not in page


def test_an_answered_request_needs_no_acknowledgement(usa, refs):
    answered = words(usa.get("/requests/plenary/" + refs["our request"]).text)
    assert "Acknowledged no; not needed, since it was answered" in answered
    waiting = words(usa.get("/requests/plenary/" + refs["request"]).text)
    assert "Acknowledged no Whose move" in waiting


def test_every_sheet_of_an_entry_says_something(usa, refs):
    page = usa.get("/record/plenary/" + refs["our request"]).text
    assert "<dl" in page[page.index('id="seen"') : page.index('id="why"')]
    alone = usa.get("/record/plenary/usa/0").text
    seen = alone[alone.index('id="seen"') : alone.index('id="why"')]
    assert "<dd>" in seen or "Nobody else is in this channel yet." in seen
