"""The built documentation in a browser: readable in light and dark, and silent to the net."""

import pytest

from browser.conftest import watched

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


@pytest.fixture(scope="module")
def docs_tab(context):
    """The page in which one page of the documentation follows the other, as for a reader."""
    tab = context.new_page()
    yield tab
    tab.close()


@pytest.fixture
def docs_page(docs_tab):
    """The same, `watched`, in light colours."""
    docs_tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    with watched(docs_tab):
        yield docs_tab


@pytest.mark.parametrize("scheme", BACKGROUNDS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_and_asks_for_nothing(name, scheme, built_docs, docs_page):
    page = docs_page
    page.emulate_media(color_scheme=scheme)
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


def test_the_search_finds_a_function(built_docs, docs_page):
    docs_page.goto((built_docs / "search.html").as_uri() + "?q=sensitivity")
    docs_page.locator("ul.search li a").first.wait_for()
    assert "sensitivity" in docs_page.locator("ul.search").inner_text()
    assert docs_page.external_requests == []
    assert docs_page.console_errors == []
