"""The built documentation in a browser: readable in light and dark, and silent to the net."""

import pytest

PAGES = (
    "index",
    "tutorial",
    "howto/index",
    "howto/compare",
    "api/read",
    "api/measure",
    "tables",
    "method",
    "decisions/README",
    "cite",
)
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 20, 22)"}


@pytest.mark.parametrize("scheme", BACKGROUNDS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_and_asks_for_nothing(name, scheme, built_docs, new_page):
    page = new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    page.goto((built_docs / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").first.is_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == BACKGROUNDS[scheme]
    broken = "[...document.images].filter((i) => !i.complete || !i.naturalWidth).map((i) => i.src)"
    assert page.evaluate(broken) == []
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    assert page.external_requests == []
    assert page.console_errors == []


def test_the_search_finds_a_function(built_docs, browser_page):
    browser_page.goto((built_docs / "search.html").as_uri() + "?q=sensitivity")
    browser_page.locator("ul.search li a").first.wait_for()
    assert "sensitivity" in browser_page.locator("ul.search").inner_text()
    assert browser_page.external_requests == []
    assert browser_page.console_errors == []
