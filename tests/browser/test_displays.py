"""What notebooks show of untrusted text is inert; bars are widgets; a stopped cell can go on."""

import re

from attacks import hostile
from conftest import HOSTILE

from browser.conftest import PROJECT, RAN
from toolkit.display.printable import printable_line

# What a browser would make of hostile text if it were not escaped.
ACTIVE = """() => document.querySelectorAll(
  ".jp-OutputArea-output :is(script, img, iframe, object, embed, form, input, a, [onerror])"
).length"""
SETUP = f"""
import toolkit as tk
from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.registry import Actor, ActorRegistry, Person
from toolkit.read.ledger import Ledger
from toolkit.tables.schema import make_table

hostile = {HOSTILE!r}
text = f"Roe of Northland said that “{{hostile}} victory {{hostile}}”. {{hostile}}"
record = {{"doc_id": hostile, "title": "", "text": text, "body_start": 0, "n_tokens": 9}}
articles = make_table("articles", [record | {{"outlet": hostile, "date": "2020-11-10"}}])
people = (Person("roe", "Ada Roe", (hostile,)),)
actors = ActorRegistry((Actor("north", "Northland", aliases=(hostile,), people=people),))
lexicon = Lexicon((Frame("win", hostile, hostile, (Term("victory", "win", note=hostile),)),))
tables = tk.annotate(articles, actors, lexicon, method="rules")
"""
SHOWN = {
    "concordance": "tk.concordance(tables.mentions, articles, width=300)",
    "column": "tk.concordance(tables.mentions, articles)[['left', 'outlet']]",
    "article": "tk.show(hostile, tables, labels={'north': hostile})",
    "registry": "actors",
    "lexicon": "lexicon",
    "ledger": 'Ledger(make_table("ledger", [{"source": hostile, "record": 1, '
    '"outcome": "rejected", "reason": hostile}]))',
}


def test_hostile_text_is_inert_in_every_display(lab, lab_notebook, lab_page):
    name = lab_notebook("hostile.ipynb", SETUP, *SHOWN.values())
    lab.open(lab_page, name)
    lab.run_all(lab_page)
    for at, shown in enumerate(SHOWN, start=1):
        output = lab_page.locator(".jp-CodeCell").nth(at).locator(".jp-RenderedHTML")
        assert "<script>alert(1)</script>" in output.text_content(), shown
    assert lab_page.evaluate(ACTIVE) == 0
    assert lab_page.dialogs == []
    assert lab_page.external_requests == []
    assert lab_page.console_errors == []


def test_a_concordance_has_its_terms_in_one_column(lab, lab_notebook, lab_page):
    cell = "tk.concordance(tables.mentions, articles)"
    texts = "A victory.", "In the end it was a victory over all.", "勝利 or victory"
    longer = f"articles = articles.loc[[0] * 3].assign(doc_id=list('abc'), text={texts!r})"
    again = "tables = tk.annotate(articles, actors, lexicon, method='rules')"
    name = lab_notebook("kwic.ipynb", SETUP, f"{longer}\n{again}\n{cell}")
    lab.open(lab_page, name)
    lab.run_all(lab_page)
    boxes = [node.bounding_box() for node in lab_page.locator("td.tk-node").all()]
    assert len(boxes) == 3
    assert len({(box["x"], box["width"]) for box in boxes}) == 1
    lefts = [left.bounding_box() for left in lab_page.locator("td.tk-left bdi").all()]
    assert max(abs(left["x"] + left["width"] - boxes[0]["x"]) for left in lefts) < 8


def test_long_work_has_a_bar_that_leaves_nothing(lab, lab_notebook, lab_page):
    cell = (
        "import time\nfrom toolkit.display.progress import track\n"
        "for _ in track(range(40), desc='tides'): time.sleep(0.1)\nprint('all', 'done')"
    )
    name = lab_notebook("bar.ipynb", cell)
    lab.open(lab_page, name)
    run_all(lab_page)
    lab_page.locator(".jp-OutputArea progress").wait_for(state="visible", timeout=30_000)
    lab_page.wait_for_function(RAN)
    assert lab_page.locator(".jp-OutputArea-output").all_text_contents() == ["all done\n"]
    lab.save(lab_page)
    lab.open(lab_page, name)
    lab_page.get_by_text("all done", exact=True).wait_for()
    assert lab_page.locator(".jp-OutputArea-output").all_text_contents() == ["all done\n"]
    assert lab_page.console_errors == []


def test_a_cell_that_was_stopped_goes_on_where_it_was(lab, lab_notebook, lab_page):
    setup = f"""{SETUP}
from toolkit.annotate.attribution.parser import parse as parser
import time
texts = [f"Roe said on day {{day}} that it will rain." for day in range(3)]
articles = articles.loc[[0] * 3].assign(doc_id=list("abc"), text=texts)
parsed, real = [], parser.parse_texts
def slowly(texts):
    for text in texts:
        parsed.append(text)
        yield from real([text])
        if len(parsed) == 2:
            print("at", "work")
            time.sleep(60)
parser.parse_texts = slowly
"""
    run = "found = tk.find_attributions(articles, tables.names)\nlen(found), len(parsed)"
    lab.open(lab_page, lab_notebook("stop.ipynb", setup, run))
    run_all(lab_page)
    lab_page.get_by_text("at work", exact=True).wait_for(timeout=60_000)
    lab_page.get_by_role("menuitem", name="Kernel", exact=True).click()
    lab_page.get_by_role("menuitem", name="Interrupt Kernel").click()
    stopped = lab_page.locator(".jp-CodeCell").nth(1)
    note = "2 of 3 articles are read, and kept in memory: the same call goes on from there"
    stopped.get_by_text(note).wait_for(timeout=30_000)
    lab.wait_until_idle(lab_page)
    stopped.locator(".jp-InputArea-editor").click()
    lab_page.keyboard.press("Control+Enter")
    output = stopped.locator(".jp-OutputArea-output").filter(has_text="(3, 3)")
    output.wait_for(timeout=30_000)


def run_all(page):
    """Run every cell, and do not wait."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


ATTACK = f"""
import sys
sys.path.insert(0, {str(PROJECT / "tests")!r})
from pathlib import Path
import pandas as pd
import toolkit as tk
from attacks.hostile import read_corpus
corpus = read_corpus(Path("attack"))
tables, labels = corpus.tables, corpus.labels
pd.set_option("display.max_colwidth", None)
"""
ATTACKED = {
    "concordance": "tk.concordance(tables.mentions, tables.articles, width=400)",
    "show": "tk.show(tables.articles['doc_id'][0], tables, labels=labels)",
    "actors": "corpus.actors",
    "lexicon": "corpus.lexicon",
    "articles": "tables.articles.head(1)",
    "styled": "tables.articles.head(1).style",
    "explorer": "tk.explore(tables, labels=labels)",
    "coder": "tk.code(tk.draw_mentions(tables.mentions, each=1, seed=1), tables.articles, "
    "questions={'voice': ['a']}, coder='mallory')",
}
FORMULA = "from IPython.display import HTML\nHTML('<p class=control>$x^2$</p>')"
SAVED = """
exposure = tk.exposure(tables.articles, tables.attributions)
rates = tk.rates(tables.mentions, exposure, seed=1)
import warnings
warnings.simplefilter("ignore")  # such long names leave no room to draw
tk.save_figure(tk.plot_rates(rates).figure, "fig", data=rates, mentions=tables.mentions,
               articles=tables.articles, sources=["attack"], made_by="attack.ipynb")
"""
# What has become a formula, but for the one that should be.
FORMULAS = "() => document.querySelectorAll('mjx-container, .MathJax, .MathJax_Preview').length"


def one_line(text):
    """Return the words of a text without isolates, however they are spaced and wrapped."""
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def test_no_words_of_a_corpus_become_a_formula_or_are_turned(lab, lab_notebook, lab_page, new_page):
    cells = [ATTACK, *ATTACKED.values(), SAVED, FORMULA]
    lab.open(lab_page, lab_notebook("attack.ipynb", *cells))
    lab.run_all(lab_page)
    lab_page.locator(".control mjx-container").wait_for()  # the last: MathJax is at work
    for at, name in enumerate(ATTACKED, start=1):
        output = lab_page.locator(".jp-CodeCell").nth(at).locator(".jp-OutputArea-output").last
        if name == "explorer":
            output.locator("tbody .node").first.wait_for()
            output.get_by_role("button", name="Article of passage 1", exact=True).click()
            output.locator(".article").wait_for()
            counted = output.locator(".values label span").all_text_contents()
            assert any(re.search("\u2068=outlet.+\u2069 \\(", value) for value in counted)
        if name == "coder":
            output.get_by_role("button", name="Article").click()
            output.locator(".article mark").first.wait_for()
        output.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        shown = one_line(output.inner_text())
        words = hostile.WRITTEN if name in ("actors", "lexicon") else hostile.HOSTILE
        if name in ("articles", "styled"):  # by pandas, which leaves controls as they are
            words = f"{hostile.FORMULAS} {hostile.MARKUP}"
        assert printable_line(words) in shown, name
    assert lab_page.evaluate(FORMULAS) == 1
    assert lab_page.locator(".jp-OutputArea-output :is(script, [onclick])").count() == 0
    assert lab_page.dialogs == []
    assert lab_page.external_requests == []
    assert lab_page.console_errors == []
    receipts = new_page()
    receipts.goto((lab.root / "figures/fig.html").as_uri() + "#mark-1")
    assert printable_line(hostile.HOSTILE) in one_line(
        receipts.locator("section:visible").inner_text()
    )
