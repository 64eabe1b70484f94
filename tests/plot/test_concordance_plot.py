from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.plot.marks import find_marks
from toolkit.tables.schema import empty_table

LONG = "Many words stand before it, and more of them than a line can hold, on the day of the "
AFTER = " that nobody saw, and then many more words follow it, until the line must end at last."


@pytest.fixture
def lines():
    articles = articles_of(f"{LONG}victory{AFTER}", "A $\\frac{1}{2}$ triumph, no less.")
    terms = tk.find_terms(articles, lexicon_of(winning=["victory", "triumph"]))
    mentions = tk.link_mentions(articles, terms, empty_table("names"), empty_table("attributions"))
    return tk.concordance(mentions, articles, width=200)


def texts_of(ax):
    return [text for text in ax.texts if text.get_text()]


def box_of(text):
    return text.get_window_extent()


def test_the_key_words_stand_in_one_column_and_nothing_overlaps(lines):
    ax = tk.plot_concordance(lines)
    nodes = [text for text in texts_of(ax) if text.get_weight() == "bold"]
    assert [text.get_text() for text in nodes] == ["victory", "triumph"]
    assert len({round(box_of(text).x0, 3) for text in nodes}) == 1
    whole = ax.figure.bbox
    row = [text for text in texts_of(ax) if abs(box_of(text).y0 - box_of(nodes[0]).y0) < 4]
    boxes = sorted((box_of(text) for text in row), key=lambda box: box.x0)
    assert len(boxes) == 5  # left, node, right, voice, date
    assert boxes[0].x0 >= whole.x0
    assert boxes[-1].x1 <= whole.x1
    for before, after in pairwise(boxes):
        assert before.x1 <= after.x0 + 0.5


def test_words_that_do_not_fit_are_cut_at_the_far_end_and_marked(lines):
    shown = [text.get_text() for text in texts_of(tk.plot_concordance(lines))]
    (left,) = (text for text in shown if text.endswith("on the day of the"))
    (right,) = (text for text in shown if text.startswith("that nobody saw"))
    assert left.startswith("… ")
    assert right.endswith(" …")
    assert LONG.strip().endswith(left.removeprefix("… "))
    assert AFTER.strip().startswith(right.removesuffix(" …"))


def test_text_is_drawn_as_it_is(lines):
    ax = tk.plot_concordance(lines)
    assert "A $\\frac{1}{2}$" in [text.get_text() for text in texts_of(ax)]
    assert not any(text.get_parse_math() for text in ax.texts)
    hostile = lines.assign(left="\x1b[31m\nred")
    assert "‹U+001B›[31m red" in [t.get_text() for t in texts_of(tk.plot_concordance(hostile))]


def test_columns_are_chosen_and_labelled(lines):
    ax = tk.plot_concordance(lines, columns=["frame"], labels={"winning": "Victory talk"})
    shown = [text.get_text() for text in texts_of(ax)]
    assert shown.count("Victory talk") == 2
    assert "Frame" in shown
    assert "2020-11-10" not in shown


def test_each_line_is_a_mark(lines):
    marks = find_marks(tk.plot_concordance(lines).figure)
    assert {mark.row["mention_id"] for mark in marks} == set(lines["mention_id"])
    tops = {mark.row["mention_id"]: mark.top for mark in marks}
    assert tops[lines["mention_id"][0]] < tops[lines["mention_id"][1]]


def test_no_lines_and_given_axes(lines):
    _, own = plt.subplots()
    assert tk.plot_concordance(lines, ax=own) is own
    empty = tk.plot_concordance(lines.head(0))
    assert [text.get_text() for text in empty.texts] == ["no data: there are no lines"]
    with pytest.raises(ValueError, match="concordance: found no column 'left', 'node', 'right'"):
        tk.plot_concordance(pd.DataFrame({"mention_id": []}))
