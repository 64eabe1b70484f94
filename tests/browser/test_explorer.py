"""The explorer in a real JupyterLab: mouse, keyboard, what comes back to Python, and safety."""

import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect

SETUP = """
import pandas as pd
import toolkit as tk
from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.registry import Actor, ActorRegistry
from toolkit.tables.schema import make_table

north, south = "Northland said its victory was great.", "Southland said that the loss was pain."
texts = [north, south] * 30 + [TEXT]
articles = make_table("articles", [
    {"doc_id": f"{at:03}", "title": "Day", "text": "Day\\n\\n" + text, "body_start": 5,
     "n_tokens": 7, "date": pd.Timestamp("2020-11-01") + pd.Timedelta(days=at % 10),
     "outlet": ["Tribune", "Courier"][at % 2]}
    for at, text in enumerate(texts)])
actors = ActorRegistry((Actor("north", "Northland"), Actor("south", "Southland")))
lexicon = Lexicon((Frame("victory", "Victory", "", (Term("victory", "victory"),)),
                   Frame("defeat", "Defeat", "", (Term("loss", "defeat"), Term("pain", "defeat")))))
tables = tk.annotate(articles, actors, lexicon, method="rules")
"""
SHOW = """
explorer = tk.explore(tables, labels={**actors.labels(), **lexicon.labels()})
explorer
"""
SHOW_MORE = """
desks = articles.assign(desk=["<b>North", "South"] * 30 + [None])
labels = {**actors.labels(), **lexicon.labels()}
explorer = tk.explore(tables._replace(articles=desks), labels=labels,
                      events={"2020-11-03": "<i>Truce", "2021-01-01": "Peace"}, verdicts="ada.csv")
explorer
"""
CODES = "tk.load_codes({'ada': 'ada.csv'})[['mention_id', 'value']].values.tolist()"
SLOW = """
import time
answer = explorer._session.answer
explorer._session.answer = lambda message: (time.sleep(1), answer(message))[1]
"""
SELECTED = "explorer.selection[['doc_id', 'match']].values.tolist()"
HOSTILE = (
    "<script>window.harmed = 1</script><img src='https://example.org/x' onerror='harmed = 1'> "
    "\x1b[31m\u202eevitcele\u202c Northland said its victory <b>was</b> due."
)


@pytest.fixture
def open_explorer(lab, lab_notebook, lab_page):
    """Return a function that opens a notebook with the explorer of 61 articles, 91 mentions."""

    def open_explorer(name, *cells, last="Nothing more.", show=SHOW):
        setup = SETUP.replace("TEXT", ascii(last))
        lab.open(lab_page, lab_notebook(name, setup, show, *cells))
        lab.run_all(lab_page)
        explorer = lab_page.locator(".toolkit-explorer").first
        expect(explorer.locator("tbody .node")).to_have_count(50)
        return explorer

    yield open_explorer
    assert lab_page.external_requests == []
    assert lab_page.console_errors == []


def status(explorer):
    return expect(explorer.get_by_role("status"))


def cell(explorer, name):
    return explorer.get_by_role("gridcell").get_by_role("button", name=name, exact=True)


def run_last_cell(page, lab):
    """Run the last cell of the notebook and return what it shows."""
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+Enter")
    lab.wait_until_idle(page)
    output = page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
    output.wait_for()
    return output.inner_text().strip()


def test_click_filter_sort_turn_open_select(open_explorer, lab, lab_page):
    explorer = open_explorer("click.ipynb", SELECTED)
    status(explorer).to_have_text("90 of 90 passages in 60 articles, 0 selected")

    lab_page.set_viewport_size({"width": 1280, "height": 800})
    explorer.get_by_text("Filters", exact=True).evaluate("title => title.scrollIntoView()")
    cell(explorer, "Southland, Defeat: 60 mentions").click()
    expect(explorer.locator("code")).to_have_text(
        "filters={'voice': ['south'], 'frame': ['defeat']}"
    )
    for shown in (
        cell(explorer, "Southland, Defeat: 60 mentions"),
        explorer.locator(".open").nth(1),
    ):
        expect(shown).to_be_in_viewport(ratio=1)
    status(explorer).to_have_text("60 of 90 passages in 30 articles, 0 selected")
    expect(explorer.locator("tbody .node").first).to_have_text("loss")

    term = explorer.get_by_label("Term: All", exact=True)
    term.click()
    explorer.get_by_label("All but these").locator("visible=true").check()
    explorer.get_by_label("loss (30)").check()
    status(explorer).to_have_text("30 of 90 passages in 30 articles, 0 selected")
    expect(explorer.get_by_label("Term: All but loss", exact=True)).to_have_text("All but loss")
    lab_page.keyboard.press("Escape")
    expect(explorer.get_by_label("loss (30)")).to_be_hidden()
    day = explorer.get_by_role("button", name="2 Nov 2020: 6 mentions")
    day.click()
    status(explorer).to_have_text("6 of 90 passages in 6 articles, 0 selected")
    expect(day).to_have_attribute("aria-pressed", "true")
    day.click()
    status(explorer).to_have_text("30 of 90 passages in 30 articles, 0 selected")

    explorer.get_by_role("button", name="Clear filters").click()
    searched = explorer.get_by_label("Search the texts")
    searched.fill("said its")
    searched.press("Enter")
    status(explorer).to_have_text("“said its”: 30 places in 30 articles.")
    expect(explorer.locator("tbody .node").first).to_have_text("said its")
    explorer.get_by_role("button", name="Article of passage 2", exact=True).click()
    found = explorer.get_by_role("region", name="Article of passage 2")
    expect(found.locator(".term")).to_have_text("said its")
    explorer.get_by_role("button", name="Next passage").click()
    expect(found).to_have_count(0)
    third = explorer.get_by_role("region", name="Article of passage 3", exact=True)
    expect(third.locator(".term")).to_have_text("said its")
    expect(explorer.get_by_role("button", name="Article of passage 3", exact=True)).to_be_focused()
    with lab_page.expect_download() as download:
        explorer.get_by_role("button", name="Save as CSV").click()
    saved = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(saved) == 31
    assert saved[1].startswith("000,Tribune,2020-11-01,15,23,said its,")
    searched.fill("(")
    explorer.get_by_label("Regular expression").check()
    searched.press("Enter")
    expect(explorer.get_by_role("alert")).to_contain_text("does not compile")
    explorer.get_by_role("button", name="Back to mentions").click()
    status(explorer).to_have_text("90 of 90 passages in 60 articles, 0 selected")

    explorer.get_by_role("button", name="Next page").click()
    expect(explorer.locator("tbody .node")).to_have_count(40)
    expect(explorer.get_by_role("button", name="Next page")).to_have_attribute(
        "aria-disabled", "true"
    )
    explorer.get_by_role("button", name="Left context").click()
    expect(explorer.get_by_role("columnheader", name="Left context")).to_have_attribute(
        "aria-sort", "ascending"
    )
    # "its said northland", "the that said", "was loss the": by the word next to the term
    expect(explorer.locator("tbody .left").first).to_have_text("Day ¶ Northland said its ")
    explorer.get_by_role("button", name="Left context").click()
    expect(explorer.locator("tbody .left").first).to_contain_text("the loss was ")

    article = explorer.get_by_role("button", name="Article of passage 90")
    article.click()
    expect(article).to_have_attribute("aria-expanded", "true")
    opened = explorer.get_by_role("region", name="Article of passage 90")
    expect(opened.get_by_role("heading")).to_have_text("Day")
    expect(opened).to_contain_text("Southland said that the loss was pain.")
    expect(opened.locator(".term")).to_have_text("pain")
    expect(opened.locator(".source")).to_have_text("Southland")
    expect(opened.locator(".cue")).to_have_text("said")
    article.click()
    expect(opened).to_have_count(0)

    explorer.get_by_label("Select passage 90").check()
    explorer.get_by_label("Select passage 3", exact=True).check()
    status(explorer).to_have_text("90 of 90 passages in 60 articles, 2 selected")
    assert run_last_cell(lab_page, lab) == "[['001', 'pain'], ['059', 'pain']]"


def test_a_text_from_right_to_left_is_read_from_the_right(open_explorer):
    explorer = open_explorer(
        "leftward.ipynb", last="قالت الصحيفة إن هذا victory كبير لجميع أهل الشمال."
    )
    explorer.get_by_role("button", name="Next page").click()
    line = explorer.locator("tbody tr.line").last
    expect(line.locator(".left")).to_have_text(" كبير لجميع أهل الشمال.")
    expect(line.locator(".right")).to_have_text("Day ¶ قالت الصحيفة إن هذا ")
    for context in (".left bdi", ".right bdi"):
        assert line.locator(context).evaluate("e => getComputedStyle(e).direction") == "rtl"
    node = line.locator(".node bdi").bounding_box()
    before, after = (line.locator(f"{side} bdi").bounding_box() for side in (".right", ".left"))
    assert abs(before["x"] - node["x"] - node["width"]) < 10
    assert abs(after["x"] + after["width"] - node["x"]) < 10

    explorer.get_by_role("button", name="Article of passage 91").click()
    opened = explorer.get_by_role("region", name="Article of passage 91")
    body = opened.get_by_text("قالت").first
    assert body.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert body.evaluate("e => getComputedStyle(e).textAlign") in ("start", "right")
    title = opened.get_by_role("heading")
    assert title.evaluate("e => getComputedStyle(e).direction") == "ltr"
    first = explorer.locator("tbody tr.line").first
    assert first.locator(".left bdi").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_views_rates_split_timeline_events_and_verdicts(open_explorer, lab, lab_page):
    explorer = open_explorer("views.ipynb", CODES, show=SHOW_MORE)
    view = explorer.get_by_label("View")
    view.select_option("Voice by target")
    cell(explorer, "Northland, no target found: 30 mentions").click()
    status(explorer).to_have_text("30 of 90 passages in 30 articles, 0 selected, 0 judged")
    view.select_option("desk by frame")
    lab_page.set_viewport_size({"width": 1280, "height": 800})
    explorer.get_by_text("Filters", exact=True).evaluate("title => title.scrollIntoView()")
    explorer.get_by_label("Split by desk").check()
    day = explorer.get_by_role("button", name="<b>North, 3 Nov 2020: 6 mentions (<i>Truce)")
    expect(day).to_be_visible()
    expect(explorer.get_by_role("list", name="Events")).to_contain_text("<i>Truce")
    expect(explorer.get_by_role("listitem").filter(has_text="Peace")).to_contain_text(
        "(not on the timeline)"
    )
    explorer.get_by_role("button", name="Clear filters").click()
    status(explorer).to_contain_text("90 of 90 passages")
    north = cell(explorer, "<b>North, Victory: 30 mentions")
    north.click()
    for shown in (north, explorer.locator(".open").nth(1)):
        expect(shown).to_be_in_viewport(ratio=1)
    expect(explorer.get_by_text("1 own column")).to_be_visible()
    expect(explorer.get_by_label("desk: <b>North", exact=True)).to_be_visible()

    explorer.locator(".open").first.click()
    explorer.get_by_role("button", name="Wrong", exact=True).click()
    status(explorer).to_have_text("30 of 90 passages in 30 articles, 0 selected, 1 judged")
    explorer.get_by_label("Note on passage 1", exact=True).fill("<b>not</b> so")
    lab_page.keyboard.press("Enter")
    expect(explorer.locator(".about").first).to_contain_text("wrong<b>not</b> so")
    explorer.get_by_role("button", name="Next passage").click()
    explorer.get_by_role("button", name="Unsure", exact=True).press("Space")
    status(explorer).to_have_text("30 of 90 passages in 30 articles, 0 selected, 2 judged")
    explorer.get_by_role("button", name="Clear filters").click()
    view.select_option("Voice by frame")
    explorer.get_by_label("Split by voice").uncheck()
    explorer.get_by_label("Rates per 1,000 words").check()
    found = cell(explorer, re.compile("^Northland, Victory: 30 mentions, [0-9.]+ per 1,000 words$"))
    expect(found).to_have_text("250.0")  # in "its victory was great"
    view.select_option("Target by frame")
    expect(explorer.get_by_text("words are not counted by target")).to_be_visible()
    assert run_last_cell(lab_page, lab) == (
        "[['000:24-31:victory', 'wrong'], ['002:24-31:victory', 'unsure']]"
    )


def test_an_answer_to_an_earlier_question_leaves_what_was_chosen_since(open_explorer):
    explorer = open_explorer("slow.ipynb", SLOW)
    cell(explorer, "Northland, Victory: 30 mentions").click()
    status(explorer).to_contain_text("30 of 90 passages")
    explorer.get_by_role("button", name="Clear filters").click()
    explorer.get_by_label("Rates per 1,000 words").check()
    status(explorer).to_contain_text("90 of 90 passages")
    assert explorer.get_by_label("Rates per 1,000 words").is_checked()
    rated = cell(explorer, re.compile("^Northland, Victory: 30 mentions, [0-9.]+ per"))
    expect(rated).to_be_visible()
    explorer.get_by_label("Counts", exact=True).check()
    expect(cell(explorer, "Northland, Victory: 30 mentions")).to_have_text("30")

    explorer.get_by_label("Term: All", exact=True).click()
    for term in ("loss (30)", "pain (30)"):
        explorer.get_by_label(term).check()
    first = explorer.locator(".concordance .node").first
    expect(first).to_have_text("loss")  # the answer to the first tick, before that to the second
    assert explorer.get_by_label("pain (30)").is_checked()
    status(explorer).to_contain_text("60 of 90 passages")


def test_the_keyboard_alone(open_explorer, lab, lab_page):
    explorer = open_explorer("keys.ipynb", "len(explorer.selection)")
    press = lab_page.keyboard.press
    cell(explorer, "Northland, Victory: 30 mentions").focus()
    press("ArrowRight")
    expect(cell(explorer, "Northland, Defeat: 0 mentions")).to_be_focused()
    press("ArrowDown")
    press("Space")
    status(explorer).to_have_text("60 of 90 passages in 30 articles, 0 selected")
    expect(cell(explorer, "Southland, Defeat: 60 mentions")).to_be_focused()
    press("Home")
    heads = [
        explorer.get_by_role(role).get_by_role("button") for role in ("rowheader", "columnheader")
    ]
    expect(heads[0].filter(has_text="Southland")).to_be_focused()
    press("Control+Home")
    expect(heads[1].filter(has_text="Victory")).to_be_focused()
    press("Control+End")
    expect(cell(explorer, "All voices, all frames: 90 mentions")).to_be_focused()

    press("Tab")
    expect(explorer.get_by_label("Split by voice")).to_be_focused()
    press("Tab")  # to the timeline, in one step
    expect(explorer.get_by_role("button", name="1 Nov 2020: 0 mentions")).to_be_focused()
    press("End")
    press("ArrowLeft")
    expect(explorer.get_by_role("button", name="9 Nov 2020: 0 mentions")).to_be_focused()
    press("ArrowRight")
    press("Enter")
    status(explorer).to_have_text("12 of 90 passages in 6 articles, 0 selected")
    press("Tab")
    expect(explorer.get_by_role("button", name="Select all 12")).to_be_focused()
    press("Enter")
    status(explorer).to_have_text("12 of 90 passages in 6 articles, 12 selected")

    explorer.get_by_label("Select passage").first.focus()
    press("Space")
    status(explorer).to_have_text("12 of 90 passages in 6 articles, 11 selected")
    press("ArrowDown")
    press("Tab")
    expect(explorer.locator(".open").nth(1)).to_be_focused()
    press("Enter")
    opened = explorer.get_by_role("region", name=re.compile("^Article of passage"))
    expect(opened).to_be_visible()
    for key in ("a", "x", "d", "d"):  # in JupyterLab they add, cut and delete cells
        press(key)
    expect(lab_page.locator(".jp-CodeCell")).to_have_count(3)
    assert run_last_cell(lab_page, lab) == "11"


def test_hostile_text_is_shown_and_does_nothing(open_explorer, lab_page):
    explorer = open_explorer("hostile.ipynb", last=HOSTILE)
    explorer.get_by_role("button", name="No.").click()  # the last comes first
    line = explorer.locator(".concordance tbody").first
    expect(line.locator(".left")).to_contain_text("onerror='harmed = 1'> ␛[31m‹U+202E›evitcele")
    expect(line.locator(".right")).to_contain_text("<b>was</b> due.")
    line.locator(".open").click()
    expect(explorer.get_by_role("region", name="Article of passage 91")).to_contain_text(
        "<script>window.harmed = 1</script><img src='https://example.org/x'"
    )
    assert explorer.locator("script, img, b").count() == 0
    assert lab_page.evaluate("window.harmed") is None


def test_two_views_of_one_explorer_agree(open_explorer, lab_page):
    open_explorer("two.ipynb", "explorer")
    first, second = lab_page.locator(".toolkit-explorer").all()
    expect(second.locator("tbody .node")).to_have_count(50)
    cell(first, "Northland, Victory: 30 mentions").click()
    for view in (first, second):
        status(view).to_have_text("30 of 90 passages in 30 articles, 0 selected")
    second.locator(".open").first.click()
    expect(second.get_by_role("region", name="Article of passage 1")).to_be_visible()
    expect(first.get_by_role("region", name="Article of passage 1")).to_have_count(0)


def test_a_saved_notebook_holds_no_text_of_the_corpus(open_explorer, lab, lab_page):
    open_explorer("saved.ipynb")
    lab.save(lab_page)
    saved = (lab.root / "saved.ipynb").read_text(encoding="utf-8")
    assert "Explorer of 90 mentions in 61 articles" in saved
    assert saved.count("Southland said that") == 1  # in the cell that makes the corpus


CONTRAST = """(marks) => marks.map((mark) => {
  const canvas = document.createElement("canvas").getContext("2d");
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((p) => (p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(mark);
  const [low, high] = [style.color, style.backgroundColor].map(light).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
})"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("in_jupyter", [True, False])
def test_text_stands_out_from_what_is_behind_it(new_page, theme, in_jupyter):
    page = new_page(color_scheme="light" if in_jupyter else theme)
    css = files("toolkit.explore").joinpath("explorer.css").read_text(encoding="utf-8")
    body = (
        f'<body data-jp-theme-light="{str(theme == "light").lower()}">' if in_jupyter else "<body>"
    )
    marks = "".join(
        f'<span class="{kind}">x</span>' for kind in ("term", "source", "cue", "target")
    )
    button = '<button style="--share: 1">9</button>'  # the fullest cell; totals have no colour
    cells = f"<table><tr><td>{button}<td></tr><tr><td></tr></table>"
    fullest = f'<div class="matrix">{cells}</div>'
    page.set_content(
        f'<!doctype html><style>{css}</style>{body}<div class="toolkit-explorer">{marks}{fullest}'
    )
    found = page.locator(".toolkit-explorer :is(span, button), .toolkit-explorer").evaluate_all(
        CONTRAST
    )
    assert len(found) == 6
    assert min(found) >= 4.5, found
    ink = page.locator(".toolkit-explorer").evaluate("(root) => getComputedStyle(root).color")
    assert ink == {"light": "rgb(27, 27, 27)", "dark": "rgb(230, 230, 230)"}[theme]
