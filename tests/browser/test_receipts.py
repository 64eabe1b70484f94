"""The receipts page of a figure, opened in a browser: a click on a mark shows its passages."""

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import empty_table

HOSTILE = (
    "<script>document.title = 'run'</script> Northland said: “Our victory <img src=x "
    "onerror=\"document.title='run'\"> is \x1b[31mred\x1b[0m \u202eevil\u202c.”"
)
PLAIN = "A victory & a defeat. Northland said that the victory was theirs."


@pytest.fixture
def receipts(tmp_path, registry, browser_page):
    """Save a figure of two articles, open its page, and return both."""
    articles = articles_of(HOSTILE, PLAIN)
    tables = tk.annotate(
        articles, registry, lexicon_of(winning=["victory"], losing=["defeat"]), method="rules"
    )
    exposure = tk.exposure(articles, tables.attributions)
    rates = tk.rates(tables.mentions, exposure, by="voice", seed=1)
    ax = tk.plot_rates(rates, hue="voice")
    (tmp_path / "made.py").write_text("", encoding="utf-8")
    tk.save_figure(
        ax.figure,
        "fig",
        data=rates,
        mentions=tables.mentions,
        articles=articles,
        attributions=tables.attributions,
        sources=[],
        made_by=tmp_path / "made.py",
        folder=tmp_path / "figures",
    )
    browser_page.goto((tmp_path / "figures/fig.html").as_uri())
    return browser_page, rates


def shown(page):
    """Return the texts of the passages that can be seen."""
    return page.locator("section:visible li > div:first-child").all_inner_texts()


def click_on(page, *values):
    page.get_by_role("link", name=f"{', '.join(values)}: passages").click()


def test_a_click_on_a_mark_shows_its_passages_and_no_others(receipts):
    page, _ = receipts
    assert shown(page) == []
    click_on(page, "losing", "narration")
    assert shown(page) == [PLAIN]
    assert page.locator("section:visible .term").all_inner_texts() == ["defeat"]
    click_on(page, "winning", "northland")
    assert len(shown(page)) == 2
    assert page.locator("section:visible .source").all_inner_texts() == ["Northland"] * 2
    assert page.locator("section:visible .cue").all_inner_texts() == ["said", "said"]


def test_a_row_of_the_table_leads_to_the_same_passages_and_so_does_a_link(receipts):
    page, rates = receipts
    at = rates.index[(rates["voice"] == "narration") & (rates["frame"] == "losing")][0] + 1
    page.get_by_role("link", name=str(at), exact=True).click()
    assert shown(page) == [PLAIN]
    assert page.url.endswith(f"#mark-{at}")


def test_a_mark_lies_where_its_dot_is_drawn(receipts):
    page, rates = receipts
    box = page.locator(".drawing").bounding_box()
    spots = {
        link.get_attribute("title"): link.bounding_box()
        for link in page.locator(".drawing a").all()
    }
    assert len(spots) == len(rates)
    for spot in spots.values():
        assert box["x"] <= spot["x"] <= box["x"] + box["width"]
        assert box["y"] <= spot["y"] <= box["y"] + box["height"]
    assert spots["winning, narration"]["y"] < spots["losing, narration"]["y"]  # of two panels


def test_text_of_articles_is_inert(receipts):
    page, _ = receipts
    click_on(page, "winning", "northland")
    (hostile, _) = shown(page)
    assert hostile.startswith("<script>document.title = 'run'</script> Northland said")
    assert "<img src=x onerror=" in hostile
    assert "␛[31mred" in hostile
    assert "‹U+202E›evil" in hostile
    assert page.title() == "fig: receipts"
    assert page.locator("section img, script").count() == 0


def test_the_page_asks_for_nothing_and_complains_of_nothing(receipts):
    page, _ = receipts
    click_on(page, "winning", "northland")
    page.wait_for_load_state("networkidle")
    assert page.external_requests == []
    assert page.console_errors == []


def test_a_click_on_any_cell_of_a_table_shows_the_passages_of_its_row(tmp_path, browser_page):
    articles = articles_of("A victory.", "A victory and a defeat.")
    terms = tk.find_terms(articles, lexicon_of(winning=["victory"], losing=["defeat"]))
    nothing = empty_table("names"), empty_table("attributions")
    mentions = tk.link_mentions(articles, terms, *nothing)
    rates = tk.rates(mentions, tk.exposure(articles, nothing[1]), by="voice", seed=1)
    (tmp_path / "made.py").write_text("", encoding="utf-8")
    manifest = tk.save_table(
        rates,
        "printed",
        columns=["frame", "n"],
        mentions=mentions,
        articles=articles,
        sources=[],
        made_by=tmp_path / "made.py",
        folder=tmp_path / "figures",
    )
    browser_page.goto(manifest.with_suffix(".html").as_uri())
    row = browser_page.locator(".printed tr", has_text="Winning")
    for cell in row.locator("td").all():
        browser_page.goto(manifest.with_suffix(".html").as_uri())
        assert shown(browser_page) == []
        cell.click()
        assert shown(browser_page) == ["A victory.", "A victory and a defeat."]
    assert browser_page.external_requests == browser_page.console_errors == []
