"""Two coders at work in a real JupyterLab, by keyboard; the kernel is killed between them."""

import os
import re
import signal

import pandas as pd
from conftest import articles_of
from playwright.sync_api import expect

import toolkit as tk
from toolkit.explore.scripts import page_script

# Of the speakers, the last is not who the page says: 30 mentions, 20 of north and 10 of south.
SETUP = r"""
import pandas as pd
import toolkit as tk
from toolkit.tables.schema import make_table

said = ["Northland said its victory was great.", "Southland said that the victory was no more."]
about = "<script>window.harmed = 1</script><img src='https://example.org/x' onerror='harmed = 1'>"
texts = [f"Dispatch {at:02}: {said[at % 3 == 2]} {about}" for at in range(30)]
articles = make_table("articles", [
    {"doc_id": f"{at:02}", "title": "Day", "text": "Day\n\n" + text, "body_start": 5,
     "n_tokens": 7, "date": pd.Timestamp("2020-11-01"), "outlet": "Tribune"}
    for at, text in enumerate(texts)])
mentions = make_table("mentions", [
    {"mention_id": f"{at:02}:{start}-{start + 7}:victory", "doc_id": f"{at:02}", "start": start,
     "end": start + 7, "frame": "victory", "term_id": "victory", "match": "victory",
     "mode": "indirect", "negated": False, "stance": "asserted", "n_targets": 0,
     "voice": "north", "outlet": "Tribune", "date": pd.Timestamp("2020-11-01")}
    for at, article in enumerate(articles["text"]) for start in [article.index("victory")]])
sample = tk.draw_mentions(mentions, each=30, seed=1)
questions = tk.load_codebook("codebook.yml")
print(__import__("os").getpid())
"""
CODEBOOK = """
questions:
  voice:
    text: Who calls it a victory?
    labels:
      north: {definition: "The government, the army or their spokesmen.", name: Northland}
      south: {definition: Also its envoys abroad., name: Southland, press: l}
"""
KEYS = {"Northland": "1", "Southland": "l"}
ADA, BEN = (f'tk.code(sample, articles, questions=questions, coder="{c}")' for c in ("ada", "ben"))
SETTLE = """
files = {"ada": "coding/ada.csv", "ben": "coding/ben.csv"}
tk.adjudicate(files, sample, articles, questions=questions)
"""
RESULT = """
codes = tk.load_codes(files | {"settled": "coding/settled.csv"})
agreed = tk.agreement(codes[codes["coder"] != "settled"], seed=1).iloc[0]
coded = tk.add_codes(mentions, codes, sample, coder="settled")
shares = tk.corrected_shares(coded, found="voice", truth="voice_coded")
share = shares.set_index("category")["share"]
round(agreed["alpha"], 3), round(share["north"], 3), round(share["south"], 3)
"""
FIGURE = """
ax = tk.plot_corrected(shares, labels={"north": "Northland", "south": "Southland"})
lines = {line.get_marker(): line for panel in ax.figure.axes for line in panel.lines}
print({mark: [round(float(x), 1) for x in lines[mark].get_xdata()] for mark in "oD"})
"""


def run_cell(page, lab, at):
    """Run one cell of the notebook that is open, and wait for what it shows now."""
    cell = page.locator(".jp-CodeCell").nth(at)
    cell.locator(".jp-OutputArea-child").evaluate_all(
        "old => old.forEach((o) => (o.title = 'old'))"
    )
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-OutputArea-child[title=old]")).to_have_count(0)
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"^\[\d+\]:$"), timeout=60_000)
    lab.wait_until_idle(page)
    return cell.locator(".jp-OutputArea-output")


def begin(page, lab, at):
    """Run the cell of a coder, and put the focus where its hint says that it goes."""
    run_cell(page, lab, at)
    coder = page.locator(".jp-CodeCell").nth(at).locator(".toolkit-coder")
    coder.get_by_text("Click here to answer").click()
    return coder


def speaker(coder, place):
    """Wait until the passage at a place can be answered, and return the speaker that it names."""
    expect(coder.locator(".passage .hint")).to_contain_text(f"Passage {place + 1} of")
    expect(coder.locator("button:focus")).to_have_count(1)
    return re.search("Northland|Southland", coder.locator(".passage .words").inner_text())[0]


def test_two_coders_code_by_keyboard_and_settle_their_differences(lab, lab_notebook, lab_page):
    page = lab_page
    (lab.root / "codebook.yml").write_text(CODEBOOK)
    lab.open(page, lab_notebook("coding.ipynb", SETUP, ADA, BEN, SETTLE, RESULT, FIGURE))
    pid = int(run_cell(page, lab, 0).inner_text())
    coder = begin(page, lab, 1)
    status = expect(coder.get_by_role("status"))
    for key, place in (("s", 0), ("b", 1)):
        assert speaker(coder, place)
        page.keyboard.press(key)
    for place in range(12):
        page.keyboard.press(KEYS[speaker(coder, place)])
    assert speaker(coder, 12)
    page.keyboard.press("s")
    status.to_have_text(re.compile("^12 of 30 passages answered, 1 skipped, "))
    page.keyboard.press("b")
    assert speaker(coder, 12)
    page.keyboard.press("n")
    page.keyboard.type("a hard one")  # letters that are commands elsewhere
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    assert speaker(coder, 13)
    page.keyboard.press("1")
    assert speaker(coder, 14)
    page.keyboard.press("u")
    assert speaker(coder, 13)
    status.to_have_text(re.compile("^12 of 30 passages answered, 1 skipped, "))
    page.keyboard.press("o")
    article = coder.get_by_role("region", name="Article")
    expect(article).to_contain_text("<script>window.harmed = 1</script><img src='https:")
    expect(article.locator("mark")).to_have_text("victory")
    page.keyboard.press("o")
    expect(article).to_have_count(0)

    os.kill(pid, signal.SIGKILL)
    page.get_by_role("button", name="Ok", exact=True).click()
    lab.wait_until_idle(page)
    run_cell(page, lab, 0)
    coder = begin(page, lab, 1)
    for place in range(13, 30):
        page.keyboard.press(KEYS[speaker(coder, place)])
    expect(coder.locator(".ending p")).to_have_text("This is the end; 1 passage lacks an answer.")
    page.keyboard.press("Enter")
    expect(coder.get_by_role("textbox", name="Note")).to_have_value("a hard one")
    page.keyboard.press(KEYS[speaker(coder, 12)])
    expect(coder.locator(".ending p")).to_have_text("All 30 passages are answered.")

    coder = begin(page, lab, 2)
    misread = 0
    for place in range(30):
        said = speaker(coder, place)
        wrong = said == "Northland" and misread < 3
        misread += wrong
        page.keyboard.press("l" if wrong else KEYS[said])
    expect(coder.locator(".ending p")).to_have_text("All 30 passages are answered.")

    coder = begin(page, lab, 3)
    for place in range(3):
        expect(coder.locator(".by")).to_have_text(["ada", "ben"])
        assert speaker(coder, place) == "Northland"
        page.keyboard.press("1")
    expect(coder.locator(".ending p")).to_have_text("All 3 passages are settled.")

    # Two values of each of 30 units: 37 north, 23 south; three units differ, in two ordered pairs.
    alpha = 1 - (6 / 60) / (2 * 37 * 23 / (60 * 59))
    found = run_cell(page, lab, 4).inner_text()
    assert [float(n) for n in re.findall(r"\d\.\d+", found)] == [round(alpha, 3), 0.667, 0.333]
    output = run_cell(page, lab, 5)
    expect(output).to_have_count(2)  # what was printed and the figure, and no warning
    assert output.nth(0).inner_text() == "{'o': [66.7, 33.3], 'D': [100.0, 0.0]}\n"  # all "north"
    figure = output.nth(1).locator("img")
    expect(figure).to_be_visible()
    assert figure.evaluate("image => image.naturalWidth") > 200
    assert coder.locator("script, img").count() == 0
    assert page.evaluate("window.harmed") is None
    lab.save(page)
    saved = (lab.root / "coding.ipynb").read_text(encoding="utf-8")
    assert "Coder ada: " in saved
    assert "Dispatch 0" not in saved
    assert page.external_requests == []
    assert page.console_errors == []


PAGE = """
<!doctype html><title>t</title><div id="coder"></div><script type="module">
%s
window.sent = [];
const model = { send: (m) => sent.push(m), on: (_, does) => (window.receive = does), off() {} };
%s
</script>
"""


def test_what_is_written_and_pressed_while_python_is_slow_is_neither_lost_nor_doubled(
    browser_page, tmp_path
):
    page = browser_page
    articles = articles_of("A win, a loss, a win.")
    spans = [(2, 5, "win"), (9, 13, "loss"), (17, 20, "win")]
    sample = pd.DataFrame(spans, columns=["start", "end", "match"])
    sample = sample.assign(doc_id="a", mention_id=[*"xyz"], probability=1.0)
    questions = {"voice": ["north", "south"]}
    coder = tk.code(sample, articles, questions=questions, coder="ada", folder=tmp_path)
    script = page_script("coder.js").replace("export default {", "const made = {")
    render = "made.render({ model, el: document.querySelector('#coder') });"
    (tmp_path / "page.html").write_text(PAGE % (script, render), encoding="utf-8")
    page.clock.install()
    page.goto((tmp_path / "page.html").as_uri())

    def answer(*, refuse=False):
        """Answer the first message that has no answer yet, as Python does; return what it asked."""
        message = page.evaluate("sent.shift()")
        coder.send = lambda told: page.evaluate("told => receive(told)", told)
        if refuse:
            coder.path.rename(tmp_path / "away")
            coder.path.write_text("changed")
        coder._receive(None, message, [])
        if refuse:
            (tmp_path / "away").replace(coder.path)
        return message["ask"]

    def asked():
        return page.evaluate("sent.map((message) => message.ask)")

    note = page.get_by_role("textbox", name="Note")
    refused = expect(page.get_by_role("alert"))
    assert answer() == "start"
    page.locator("button[role=radio]").first.focus()
    page.keyboard.press("n")
    page.keyboard.type("hard")
    assert asked() == []
    page.clock.fast_forward(600)
    assert asked() == ["note"]  # though it is still being written
    page.keyboard.press("Escape")
    assert asked() == ["note", "note"]
    page.keyboard.press("1")
    assert asked() == ["note", "note", "answer"]
    answer(refuse=True)
    refused.to_have_text(re.compile("^The note of passage 1 is not saved. .*: found changes"))
    answer(refuse=True)
    page.keyboard.press("2")  # the passage that it is meant for is not there yet
    assert asked() == ["answer"]
    answer()
    expect(page.locator(".passage .hint")).to_contain_text("Passage 2 of 3")
    refused.to_contain_text("The note of passage 1 is not saved.")
    assert coder._sitting.answers["voice"] == ["north", "", ""]
    expect(note).to_have_value("")
    page.keyboard.press("b")
    answer()
    expect(note).to_have_value("hard")
    page.keyboard.press("n")
    page.keyboard.type("!")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert answer() == "note"
    refused.to_have_text("")
    assert coder._sitting.notes == ["hard!", "", ""]
    page.keyboard.press("Escape")
    assert asked() == []
    assert page.console_errors == []
