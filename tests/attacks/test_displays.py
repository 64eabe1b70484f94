"""Whatever shows a corpus of hostile words shows them as text: the same, and without effect."""

import csv
import io
import json
import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import assert_harmless
from lxml import etree, html
from matplotlib.text import Text
from pypdf import PdfReader

import toolkit as tk
from attacks.hostile import (
    CODES,
    FORMULAS,
    FRAMES,
    HOSTILE,
    NORTH,
    OUTLETS,
    WRITTEN,
    read_corpus,
    words,
    write_corpus,
)
from toolkit.commands.cli import main
from toolkit.commands.messages import say
from toolkit.display.printable import printable_line
from toolkit.explore.session import Session
from toolkit.figures.save import _render
from toolkit.measure.sensitivity import SensitivityWarning
from toolkit.tables.spreadsheet import FORMULA

SHOWN = printable_line(HOSTILE)
COMMAND = ("-m", "toolkit.commands.cli")
ELEMENTS = {
    "a", "b", "bdi", "body", "details", "div", "h3", "li", "ol", "p", "section", "span", "style",
    "summary", "sup", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
OF_THE_PAGE = {"html", "head", "meta", "title", "h1", "h2", "main", "figure", "img", "code", "i"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return read_corpus(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def displays(corpus):
    tables = corpus.tables
    return {
        "concordance": tk.concordance(tables.mentions, tables.articles, width=600),
        "show": tk.show(tables.articles["doc_id"][0], tables, labels=corpus.labels),
        "actors": corpus.actors,
        "lexicon": corpus.lexicon,
    }


NAMES = {
    "concordance": SHOWN,
    "show": SHOWN,
    "actors": printable_line(WRITTEN),
    "lexicon": printable_line(WRITTEN),
}


def assert_inert(page, *, elements=ELEMENTS):
    """Assert that HTML has our elements alone, and nothing that runs or is set as a formula."""
    for element in page.iter(etree.Element):
        assert element.tag in elements, element.tag
        assert not [name for name in element.attrib if name.startswith("on")]
        for value in element.attrib.values():
            assert_isolated(value)
            assert "שלום" not in re.sub("\u2068[^\u2069]*\u2069", "", value)
    for element in page.iter("td", "th", "p", "div", "li", "h3", "summary"):
        if "$" in element.text_content() and element.tag != "style":
            above = [element, *element.iterancestors()]
            classes = {name for one in above for name in one.get("class", "").split()}
            assert {"mathjax_ignore", "tex2jax_ignore"} <= classes


def assert_isolated(text):
    """Assert that no characters act, but the isolates that hold text from right to left."""
    rest = re.sub("\u2068[^\u2066-\u2069]*\u2069", "", text)
    assert_harmless(rest)
    assert not re.search("[\u2066-\u2069]", rest)


def one_line(text):
    """Return text without isolates, in one line, however it was wrapped."""
    return " ".join(re.sub("[\u2068\u2069]", "", text).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_text(displays, name):
    page = html.fromstring(displays[name]._repr_html_())
    assert_inert(page)
    assert NAMES[name] in one_line(page.text_content())


@pytest.mark.parametrize("name", NAMES)
def test_a_terminal_shows_text(displays, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "6000")
    shown = repr(displays[name])
    assert_isolated(shown)
    assert NAMES[name] in one_line(shown)


def test_plain_tables_are_shown_as_text(corpus):
    """pandas shows them: as text by default, once a table of ours was made."""
    for shown in (corpus.tables.articles, corpus.tables.articles.style):
        page = html.fromstring(f"<div>{shown._repr_html_()}</div>")
        assert not list(page.iter("script"))
        for table in page.iter("table"):
            assert {"mathjax_ignore", "tex2jax_ignore"} <= set(table.get("class").split())


def test_parts_of_a_concordance_are_shown_as_text(displays):
    page = html.fromstring(displays["concordance"][["left", "outlet"]]._repr_html_())
    assert {"mathjax_ignore", "tex2jax_ignore"} <= set(page.find(".//table").get("class").split())


def test_the_explorer_is_sent_text(corpus):
    session = Session(corpus.tables, labels=corpus.labels, exposure=None, per=1000)
    for ask in ({"ask": "start"}, {"ask": "article", "row": 0}):
        assert_isolated(str(session.answer(ask)))
        assert SHOWN in one_line(flat(session.answer(ask)))


def flat(answer):
    """Return all texts in an answer, one after the other."""
    if isinstance(answer, dict):
        return "".join(map(flat, answer.values()))
    if isinstance(answer, list | tuple):
        return "".join(map(flat, answer))
    return str(answer)


@pytest.fixture(scope="module")
def run(tmp_path_factory, within):
    """Run `check` and `run` on the corpus, in a folder of a hostile name."""
    folder = tmp_path_factory.mktemp("project") / "=x() $1 $2 \x1b[31m\u202e**y**"
    write_corpus(folder)
    said = [within(*COMMAND, "check", folder, "--actors", folder / "actors.yml")]
    given = ("--actors", folder / "actors.yml", "--lexicon", folder / "framing.yml")
    out = folder.parent / "out\x1b[31m"
    options = ("--method", "rules", "--out", out)
    said.append(within(*COMMAND, "run", folder / "articles.jsonl", *given, *options))
    return folder, out, said


def test_commands_write_text(run):
    _, out, said = run
    assert [ended.code for ended in said] == [0, 0]
    for ended in said:
        assert_isolated(ended.out)
        assert_isolated(ended.err)
    assert f"Tables and figures: {printable_line(str(out))}" in said[1].out
    for outlet in OUTLETS:
        assert f"outlet \u2068{printable_line(outlet)}\u2069, month 2020-11" in said[0].out


@pytest.mark.parametrize("command", ["verify", "pack"])
def test_what_a_manifest_says_is_written_as_text(tmp_path, capsys, command):
    figures = tmp_path / "\x1b[31m\u202e"
    figures.mkdir()
    (figures / f"{CODES.replace(chr(0), '')}.json").write_text("no manifest")
    words = [command, str(figures), *(["--out", str(tmp_path / "x.zip")] * (command == "pack"))]
    assert main(words) > 0
    told = capsys.readouterr()
    assert "␛[31m" in told.out + told.err
    assert_isolated(told.out + told.err)


def test_what_a_shell_gives_is_told_as_text(capsys):
    with pytest.raises(SystemExit):
        main(["check", "corpus", HOSTILE])
    assert_isolated(capsys.readouterr().err)


def test_a_line_of_a_command_has_one_line(capsys):
    say("{}: {:,} of {}", "Tribune\n3 records = 3 read", 1000, None)
    assert capsys.readouterr().out == "Tribune 3 records = 3 read: 1,000 of \n"


def test_warnings_are_told_as_text(tmp_path):
    write_corpus(tmp_path)
    lines = (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    other = {"doc_id": "other", "text": "More.", "outlet": OUTLETS[0].upper()}
    alike = json.loads(lines[0]) | other
    lines += [lines[0], json.dumps(alike)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    path = (tmp_path / "articles.jsonl").rename(tmp_path / "a\x1b[31m\u202e.jsonl")
    with pytest.warns(tk.CorpusWarning, match="1 duplicate|1 outlet") as warned:
        articles = tk.load_corpus(path)
    lexicon = tk.load_lexicon(tmp_path / "framing.yml")
    with pytest.warns(tk.LexiconWarning) as silent:
        tk.find_terms(articles.assign(text="Nothing.", body_start=0), lexicon)
    said = [str(warning.message) for warning in (*warned, *silent)]
    assert any("1 outlet may go by several names" in message for message in said)
    for warning in (*warned, *silent):
        assert_isolated(str(warning.message))


def test_tables_hold_the_words_and_no_formula(run):
    _, out, _ = run
    files = [*out.rglob("*.csv")]
    assert len(files) > 8
    outlets = set()
    for file in files:
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
        number = re.compile(r"-?[0-9.e+]+")
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(FORMULA) or number.fullmatch(cell)
        if "outlet" in rows[0]:
            outlets |= {row[rows[0].index("outlet")] for row in rows[1:]}
    assert outlets == {"'" + outlet for outlet in OUTLETS}


@pytest.mark.parametrize("name", ["rates", "heatmap", "voices"])
def test_receipts_show_text(run, name):
    _, out, _ = run
    page = html.fromstring((out / f"figures/{name}.html").read_text(encoding="utf-8"))
    assert_inert(page, elements=ELEMENTS | OF_THE_PAGE)
    assert SHOWN.partition("␛")[0] in one_line(page.text_content())
    turned = [td for td in page.iter("td", "h3") if "שלום" in td.text_content()]
    assert turned
    assert all("שלום" in "".join(td.xpath(".//bdi//text()")) for td in turned)


def plots(corpus):
    """Yield every kind of plot of the corpus."""
    tables, labels = corpus.tables, corpus.labels
    mentions, articles = tables.mentions, tables.articles
    exposure = tk.exposure(articles, tables.attributions)
    rates = tk.rates(mentions, exposure, seed=1)
    voiced = tk.voices(mentions[mentions["voice_id"].notna()])
    by_week = tk.trends(mentions, exposure, every="week", seed=1)
    pairs = tk.compare(mentions, exposure, by="voice", pairs=[(NORTH, "narration")], seed=1)
    keys = tk.keyness(tk.count_words(articles, by="outlet"), target=OUTLETS[0])
    yield tk.plot_rates(rates, labels=labels)
    yield tk.plot_rates(rates, ax=plt.subplots()[1])
    yield tk.plot_heatmap(rates, labels=labels)
    yield tk.plot_voices(voiced, labels=labels)
    yield tk.plot_network(voiced, labels=labels)
    yield tk.plot_timeline(by_week, labels=labels, events={"2020-11-12": words("event")})
    yield tk.plot_comparison(pairs, labels=labels)
    yield tk.plot_keyness(keys, measure="log_odds_z", names=OUTLETS)
    yield tk.plot_keyness(keys, measure="log_odds_z")
    yield tk.plot_dispersion(mentions, articles, labels=labels)
    yield tk.plot_coverage(tk.coverage(articles, every="week"))
    yield tk.plot_composition(tk.composition(mentions, exposure), labels=labels)
    yield tk.plot_tone(tk.tone(tk.add_tone(mentions, articles), exposure, seed=1), labels=labels)
    yield tk.plot_collocates(tk.collocates(mentions, articles, least=1), labels=labels)
    model = pd.DataFrame({"term": [f"voice[T.{NORTH}]"], "ratio": 2.0, "p_corrected": 0.5})
    model = model.assign(frame=FRAMES[0], ratio_low=1.0, ratio_high=3.0, by="voice", of="frame")
    yield tk.plot_models(model, labels=labels)
    coded = mentions.assign(truth=mentions["frame"], probability=1.0)
    shares = tk.corrected_shares(coded, found="frame", truth="truth", cluster="mention_id")
    yield tk.plot_corrected(shares, labels=labels)
    with pytest.warns(SensitivityWarning) as warned:
        found = tk.sensitivity({"rules": (mentions, exposure)}, group=NORTH, thing=FRAMES[0])
    assert_isolated(str(warned[0].message))
    yield tk.plot_specifications(found, labels=labels)
    yield tk.plot_concordance(tk.concordance(mentions, articles, width=80), labels=labels)


# Names of hundreds of characters leave no room for what is drawn.
@pytest.mark.filterwarnings("ignore:constrained_layout not applied:UserWarning")
def test_plots_draw_text(corpus):
    for ax in plots(corpus):
        texts = [text for text in ax.figure.findobj(Text) if text.get_text()]
        written = "".join(text.get_text() for text in texts)
        assert_isolated(written)
        assert FORMULAS.partition(" ")[0] in written
        assert not [text for text in texts if text.get_parse_math() or text.get_usetex()]
        drawing = etree.fromstring(_render(ax.figure, "svg", "hostile"))
        drawn = {etree.QName(element).localname for element in drawing.iter(etree.Element)}
        assert not drawn & {"a", "b", "foreignObject", "script", "text"}
        plt.close("all")


@pytest.mark.filterwarnings("ignore:constrained_layout not applied:UserWarning")
def test_pictures_hold_text(corpus):
    lines = tk.concordance(corpus.tables.mentions, corpus.tables.articles, width=80)
    ax = tk.plot_concordance(lines.head(3), labels=corpus.labels)
    assert _render(ax.figure, "png", "hostile").startswith(b"\x89PNG")
    pdf = PdfReader(io.BytesIO(_render(ax.figure, "pdf", "hostile")))
    assert "$5bn of $3bn, $$x^2$$, \\(y\\), \\[z\\]" in one_line(pdf.pages[0].extract_text())
    assert not pdf.pages[0]["/Annots"]
    plt.close("all")
