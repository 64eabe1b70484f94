"""The receipts page: what it shows, and that text of a corpus cannot become part of it."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from toolkit.figures.page import MOST, figure_page
from toolkit.figures.passages import Piece
from toolkit.figures.receipts import Receipts
from toolkit.plot.marks import Mark

HOSTILE = "<script>alert(1)</script>\x1b[31m \u202e \"' & <b>"


class Elements(HTMLParser):
    """The elements of a page, and the attributes that could act."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.acting, self.text = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.acting += [(n, v) for n, v in attributes if n.startswith("on") or n == "href"]

    def handle_data(self, data):
        self.text.append(data)


def page_of(data, passages, marks=(), readings=None):
    receipts = Receipts(data, ["voice"], passages, readings)
    html = figure_page("fig", receipts, svg=b"<svg/>", marks=marks).decode()
    return html, Elements(html)


def passages_of(*rows):
    columns = ["mark", "doc_id", "start", "end", "match", "voice", "outlet", "date"]
    frame = pd.DataFrame([(*row, "x", None, pd.NaT) for row in rows], columns=columns)
    return frame.astype({"outlet": "str", "date": "datetime64[us]"})


def data_of(*voices):
    return pd.DataFrame({"mark": range(1, len(voices) + 1), "voice": voices, "n": 1})


def test_each_mark_has_a_section_a_row_and_a_link_over_the_drawing():
    data = data_of("x", "y")
    passages = passages_of((1, "a", 0, 7, "victory"))
    marks = [Mark({"voice": "x"}, 0.1, 0.2, 0.3, 0.4), Mark({"voice": "z"}, 0, 0, 0.1, 0.1)]
    html, page = page_of(data, passages, marks)
    assert page.acting == [("href", "#mark-1"), ("href", "#mark-1"), ("href", "#mark-2")]
    assert 'style="left:10.000%;top:20.000%;width:30.000%;height:40.000%;"' in html
    assert html.count("<section id=") == 2
    assert "1 passage." in page.text
    assert "0 passages." in page.text


def test_a_mark_that_stands_for_several_rows_shows_them_all():
    data = data_of("x", "x", "y")
    html, page = page_of(data, passages_of(), [Mark({"voice": "x"}, 0, 0, 1, 1)])
    assert page.acting[0] == ("href", "#mark-1-2")
    assert "#mark-1-2:target ~ #mark-1, #mark-1-2:target ~ #mark-2 { display: block }" in html


def test_an_empty_value_is_a_mark_of_its_own():
    data = pd.DataFrame({"mark": [1, 2], "voice": pd.Series(["x", None], dtype="str"), "n": 1})
    _, page = page_of(data, passages_of(), [Mark({"voice": None}, 0, 0, 1, 1)])
    assert page.acting[0] == ("href", "#mark-2")


def test_a_passage_reads_with_its_pieces_marked():
    pieces = [Piece("… ", ""), Piece("Northland", "source"), Piece(" & a ", ""), Piece("v", "term")]
    html, _ = page_of(data_of("x"), passages_of((1, "a", 0, 1, "v")), readings=[pieces])
    assert '… <span class="source">Northland</span> &amp; a <span class="term">v</span>' in html


def test_no_text_of_a_corpus_becomes_an_element():
    clean = page_of(data_of("x"), passages_of((1, "a", 0, 1, "v")))[1].tags
    data = data_of(HOSTILE)
    passages = passages_of((1, HOSTILE, 0, 1, HOSTILE)).assign(voice=HOSTILE, outlet=HOSTILE)
    marks = [Mark({"voice": HOSTILE}, 0, 0, 1, 1)]
    for readings in (None, [[Piece(HOSTILE, ""), Piece(HOSTILE, "term")]]):
        html, page = page_of(data, passages, marks, readings)
        assert page.tags <= clean | {"a", "span"}
        assert {value[:6] for _, value in page.acting} == {"#mark-"}
        assert "\x1b" not in html
        assert "\u202e" not in html


def test_the_page_forbids_scripts_and_requests():
    html, page = page_of(data_of("x"), passages_of())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "script" not in page.tags


@pytest.mark.parametrize(("n", "shown"), [(MOST, MOST), (MOST + 1, MOST)])
def test_no_passage_is_left_out_in_silence(n, shown):
    passages = passages_of(*[(1, "a", at, at + 1, "v") for at in range(n)])
    html, page = page_of(data_of("x"), passages)
    assert html.count("<li>") == shown
    said = " ".join(page.text)
    assert ("Up to 300 passages of a mark are shown; all are in fig-passages.csv." in said) == (
        n > MOST
    )
    assert (f"{n} passages, the first 300 in the order of articles." in said) == (n > MOST)


def test_a_figure_of_no_marks_has_a_page():
    html, _ = page_of(data_of(), passages_of())
    assert "<section" not in html
