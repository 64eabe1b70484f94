"""The fixtures see what they are there to see."""

import pytest


@pytest.fixture
def page_of(browser_page, tmp_path):
    def page_of(html):
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        browser_page.goto(path.as_uri())
        return browser_page

    return page_of


def test_a_page_of_its_own_asks_for_nothing(page_of):
    page = page_of("<!doctype html><title>t</title><p>Text</p>")
    assert page.get_by_text("Text").is_visible()
    assert page.external_requests == []
    assert page.console_errors == []


def test_what_a_page_asks_of_others_cannot_be_reached_and_is_listed(page_of):
    page = page_of(
        '<!doctype html><img src="https://example.org/a.png"><img src="http://192.0.2.1/">'
        "<script>new WebSocket('wss://example.org/socket')</script>"
    )
    page.wait_for_load_state("networkidle")
    assert sorted(page.external_requests) == [
        "http://192.0.2.1/",
        "https://example.org/a.png",
        "wss://example.org/socket",
    ]
    assert "ERR_NAME_NOT_RESOLVED" in page.console_errors[0]


def test_errors_in_the_console_and_uncaught_ones_are_listed(page_of):
    page = page_of("<!doctype html><script>console.error('one'); throw new Error('two')</script>")
    page.wait_for_load_state("networkidle")
    assert page.console_errors[0].startswith("one (file:")
    assert page.console_errors[1] == "uncaught: two"
