"""Plots of composition, tone, models and collocates: a panel for each value of a column."""

import json
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.plot.dots import Edges, _ratio_ticks
from toolkit.plot.marks import find_marks
from toolkit.plot.style import ONE_COLUMN, TWO_COLUMNS

COMPOSITION = pd.DataFrame(
    {
        "voice": ["x", "x", "y", "y"],
        "frame": ["f", "g"] * 2,
        "n": [3, 1, 0, 4],
        "total": 4,
        "share": [0.75, 0.25, 0.0, 1.0],
        "low": [0.3, 0.1, 0.0, 0.5],
        "high": [0.9, 0.7, 0.5, 1.0],
        "level": 0.95,
        "by": "voice",
        "of": "frame",
    }
)
TONE = pd.DataFrame(
    {
        "voice": ["x", "x", "y"],
        "frame": ["f", "g", "f"],
        "n": [4, 3, 2],
        "mean": [0.1, -0.2, 0.0],
        "zeros": [0.25, 0.5, 1.0],
        "low": [-0.9, -0.3, np.nan],
        "high": [0.9, -0.1, np.nan],
        "level": 0.95,
        "by": "voice",
        "of": "frame",
    }
)
MODEL = pd.DataFrame(
    {
        "frame": ["f"] * 3 + ["g"] * 3,
        "term": ["Intercept", "voice[T.north]", "voice[T.north]:when[T.after]"] * 2,
        "ratio": [9.0, 2.0, 0.5, 8.0, np.nan, 4.0],
        "ratio_low": [8.0, 1.5, 0.0001, 7.0, np.nan, np.nan],
        "ratio_high": [10.0, 3.0, 3.0, 9.0, np.nan, np.nan],
        "p_corrected": [np.nan, 0.01, 0.5, np.nan, np.nan, np.nan],
        "level": 0.95,
        "n_tests": 2,
        "correction": "holm",
        "family": "poisson",
        "formula": "n ~ voice * when",
        "cluster": "outlet",
        "by": "voice",
        "of": "frame",
    }
)
COLLOCATES = pd.DataFrame(
    {
        "frame": ["f", "f", "f", "g"],
        "word": ["war", "the", "calm", "truce"],
        "n": [9, 5, 1, 4],
        "expected": [1.0, 2.0, 3.0, 0.5],
        "n_node": [20, 20, 20, 1000],
        "window": "5",
        "log_likelihood_signed": [30.0, 3.0, -2.0, 12.0],
        "log_dice": [9.0, 10.0, 4.0, 8.0],
        "by": None,
        "of": "frame",
    }
)
CORRECTED = pd.DataFrame(
    {
        "voice": ["x", "x", "y", "y"],
        "category": ["f", "g"] * 2,
        "n": 200,
        "n_coded": [50, 50, 60, 1],
        "observed": [0.2, 0.1, 0.6, 0.3],
        "share": [0.2, 0.3, 0.3, np.nan],
        "low": [0.1, 0.2, 0.2, np.nan],
        "high": [0.3, 0.5, 0.4, np.nan],
        "by": "voice",
        "of": None,
    }
)
PLOTS = {
    "corrected": (tk.plot_corrected, CORRECTED, "no category was found or coded"),
    "composition": (tk.plot_composition, COMPOSITION, "there are no mentions"),
    "tone": (tk.plot_tone, TONE, "no mention has a tone"),
    "models": (tk.plot_models, MODEL, "there is no coefficient but intercepts"),
    "collocates": (tk.plot_collocates, COLLOCATES, "no words stand near the mentions"),
}
FACETS = {"models": "frame", "collocates": "frame", "corrected": "category"}


def panels(ax):
    """Return the panels by what stands above them, in order."""
    return {p.get_title("left"): p for p in ax.figure.axes if p.get_title("left")}


def rows(panel):
    return [text.get_text() for text in panel.get_yticklabels()]


def texts(panel):
    return [text.get_text() for text in panel.texts]


def dots(panel, *, full):
    """Return the places of the dots that are full, or open: (value, row)."""
    lines = [line for line in panel.lines if line.get_marker() == "o"]
    chosen = [line for line in lines if (line.get_markerfacecolor() != "white") == full]
    return [place for line in chosen for place in line.get_xydata().tolist()]


def note(ax):
    """Return what is said below the panels."""
    (said,) = [p.get_xlabel() for p in ax.figure.axes if p.get_xlabel()]
    return said


@pytest.mark.parametrize("name", PLOTS)
def test_no_rows_are_said_to_be_none_and_why(name):
    plot, table, why = PLOTS[name]
    assert texts(plot(table.head(0))) == [f"no data: {why}"]


@pytest.mark.parametrize(
    ("name", "column", "why"),
    [
        ("composition", "share", "no group has a share"),
        ("tone", "mean", "no mention has a tone"),
        ("collocates", "log_likelihood_signed", "no word has a log-likelihood"),
    ],
)
def test_estimates_that_no_axis_can_hold_are_told(name, column, why):
    plot, table, _ = PLOTS[name]
    assert texts(plot(table.assign(**{column: np.nan}))) == [f"no data: {why}"]
    with pytest.raises(ValueError, match=f"{name}: found inf in the column '{column}', of .+=f"):
        plot(table.assign(**{column: np.inf}))


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_divides_the_axes_it_is_given_and_leaves_its_table_alone(name):
    plot, table, _ = PLOTS[name]
    before = table.copy(deep=True)
    figure, both = plt.subplots(1, 2, figsize=(10, 4))
    assert plot(table, ax=both[1]) is both[1]
    figure.canvas.draw()
    pd.testing.assert_frame_equal(table, before)
    assert both[0].get_position().x1 < min(p.get_position().x0 for p in panels(both[1]).values())
    assert figure.get_size_inches().tolist() == [10, 4]
    with pytest.raises(ValueError, match="ax: found Axes that were placed by hand"):
        plot(table, ax=plt.figure().add_axes((0, 0, 1, 1)))


@pytest.mark.parametrize("name", PLOTS)
def test_one_panel_is_the_axes_and_one_column_wide_and_several_are_two(name):
    plot, table, _ = PLOTS[name]
    facet = FACETS.get(name, "voice")
    one = plot(table[table[facet] == table[facet].iloc[0]])
    assert one.figure.axes == [one]
    assert one.figure.get_figwidth() * 25.4 == pytest.approx(ONE_COLUMN)
    several = plot(table)
    assert several.figure.get_figwidth() * 25.4 == pytest.approx(TWO_COLUMNS)
    assert len(panels(several)) == 2
    assert several not in panels(several).values()


@pytest.mark.parametrize("name", PLOTS)
def test_a_missing_column_is_named(name):
    plot, table, _ = PLOTS[name]
    with pytest.raises(ValueError, match=r"found no column .+, only"):
        plot(table[[]].assign(odd=1))
    with pytest.raises(ValueError, match=r"found no column 'odd', only"):
        plot(table, facet="odd")


@pytest.mark.parametrize("name", PLOTS)
def test_rows_at_one_place_are_refused(name):
    plot, table, _ = PLOTS[name]
    with pytest.raises(ValueError, match=r": found several rows for \w+=.+, expected one; filter"):
        plot(pd.concat([table, table]))


@pytest.mark.parametrize("name", PLOTS)
def test_many_long_names_neither_touch_nor_are_cut(name):
    plot, table, _ = PLOTS[name]
    facet = FACETS.get(name, "voice")
    long = ["Organisation for Security and Co-operation in Europe", "Հայաստանի Հանրապետություն",
            "Министерство иностранных дел", "وزارة الخارجية الإيرانية", *"abcdefghijk"]  # fmt: skip
    first = table[table[facet] == table[facet].iloc[0]]
    many = pd.concat([first.assign(**{facet: one}) for one in long])
    figure = plot(many, labels=dict.fromkeys("fg", long[0])).figure
    figure.draw_without_rendering()
    whole = figure.bbox.padded(1)
    for panel in (p for p in figure.axes if p.get_title("left")):
        names = [text for text in panel.get_yticklabels() if text.get_text()]
        boxes = [text.get_window_extent() for text in [*names, panel._left_title, *panel.texts]]
        assert all(whole.contains(*corner) for box in boxes for corner in box.get_points())
        heights = sorted((box.y0, box.y1) for box in (text.get_window_extent() for text in names))
        assert all(low[1] <= high[0] + 1 for low, high in pairwise(heights))
    titles = [panel._left_title.get_window_extent() for panel in panels(plot(many)).values()]
    assert not any(a.overlaps(b) for at, a in enumerate(titles) for b in titles[:at])


def test_shares_as_found_stand_beside_the_corrected_ones():
    call = {"measure": "corrected_shares", "arguments": {"level": 0.9}}
    ax = tk.plot_corrected(CORRECTED.assign(call=json.dumps(call)), labels={"y": "Yes"})
    f, g = panels(ax).values()
    assert (rows(f), texts(f)) == (["Yes", "X"], ["50 of 200", "60 of 200"])
    assert dots(f, full=True) == [[20.0, 1.0], [30.0, 0.0]]
    assert found_in(f) == [[20.0, 1.0], [60.0, 0.0]]
    assert dots(g, full=True) == [[30.0, 1.0]]  # of Yes nothing but what was found is known
    assert found_in(g) == [[10.0, 1.0], [30.0, 0.0]]
    assert f.get_xlim()[1] == pytest.approx(61, abs=1)
    assert note(ax) == (
        "per cent of all units of the group\n"
        "diamond: as found; dot: corrected, 90 % interval; right: coded of all"
    )


def found_in(panel):
    (line,) = [line for line in panel.lines if line.get_marker() == "D"]
    return line.get_xydata().tolist()


def test_corrected_shares_have_a_panel_for_each_group_if_asked_or_one_for_all():
    ax = tk.plot_corrected(CORRECTED, facet="voice", y="category")
    assert list(panels(ax)) == ["X", "Y"]
    one = CORRECTED.head(2).assign(by=None).drop(columns="voice")
    assert rows(tk.plot_corrected(one)) == ["F", "G"]


def test_shares_of_each_group_have_a_panel_and_a_share_of_nothing_is_open():
    ax = tk.plot_composition(COMPOSITION, labels={"y": "Yes", "g": "Gee"})
    assert list(panels(ax)) == ["Yes (4)", "X (4)"]
    yes, x = panels(ax).values()
    assert rows(yes) == ["Gee", "F"]
    assert dots(yes, full=True) == [[100.0, 0.0]]
    assert dots(yes, full=False) == [[0.0, 1.0]]
    assert dots(x, full=True) == [[75.0, 1.0], [25.0, 0.0]]
    assert texts(x) == ["3", "1"]
    assert note(ax) == (
        "per cent of the mentions in brackets\n"
        "95 % interval; open: n = 0, up to what may be missed; right: mentions"
    )


def test_shares_of_all_mentions_have_one_panel():
    whole = COMPOSITION.head(2).drop(columns="voice").assign(by=None)
    ax = tk.plot_composition(whole)
    assert list(panels(ax)) == ["All (4)"]
    assert ax.get_xlim()[1] == pytest.approx(90, abs=2)  # the highest end, and a little more


def test_a_mean_of_mostly_zeros_is_open_and_long_intervals_are_cut():
    ax = tk.plot_tone(TONE)
    x, y = panels(ax).values()
    assert dots(x, full=True) == [[0.1, 0.0], [-0.2, 1.0]]  # half of them, no more
    assert dots(y, full=False) == [[0.0, 0.0]]
    cut = {line.get_marker(): list(line.get_xdata()) for line in x.lines}
    assert cut["<"] == pytest.approx([-0.6])  # three times the largest mean
    assert cut[">"] == pytest.approx([0.6])
    assert {"\u2190\u00a0negative", "positive\u00a0\u2192"} <= {
        text for axes in ax.figure.axes for text in texts(axes)
    }
    assert "open: most are exactly 0" in note(ax)


def test_ratios_of_models_are_drawn_without_intercepts_and_say_what_was_tested():
    ax = tk.plot_models(MODEL, labels={"north": "Northland"})
    f, g = panels(ax).values()
    assert rows(f) == ["Northland", "Northland \u00d7 After"]
    assert dots(f, full=True) == [[2.0, 0.0]]
    assert dots(f, full=False) == [[0.5, 1.0]]
    assert dots(g, full=False) == [[4.0, 1.0]]  # an estimate without an error
    assert texts(g) == ["no estimate"]
    (cut,) = [line for line in f.lines if line.get_marker() == "<"]
    assert list(cut.get_xdata()) == [0.01]
    assert note(ax) == (
        "ratio of rates to the reference; 95 % interval\n"
        "full: p < 0.05, corrected for 2 tests (Holm)\n"
        "poisson, n ~ voice * when; errors clustered by outlet"
    )
    named = tk.plot_models(MODEL, labels={"voice[T.north]": "The north"})
    assert rows(panels(named)["F"]) == ["The north", "North \u00d7 After"]


def test_a_model_names_the_references_and_the_clusters():
    compared = ["voice[south]", "voice[south]:when[before]"]
    table = MODEL.assign(reference=[None, *compared] * 2, cluster="family_id")
    said = note(tk.plot_models(table, labels={"south": "Southland"}))
    assert "ratio of rates to the reference: Southland, Before; 95 % interval" in said
    assert said.endswith("errors clustered by families of copies")


@pytest.mark.parametrize(
    ("edges", "most", "ticks"),
    [
        ((0.43, 2.3), 9, [0.5, 1, 2]),
        ((0.43, 2.3), 2, [1, 2]),
        ((0.09, 2.3), 1, [0.1, 1]),
        ((0.43, 6.0), 3, [0.5, 1, 5]),
        ((0.09, 12.0), 4, [0.1, 1, 10]),
        ((0.01, 100.0), 3, [0.01, 1, 100]),
    ],
)
def test_an_axis_of_ratios_has_two_ticks_or_more(edges, most, ticks):
    assert _ratio_ticks(Edges(*edges), most) == ticks


def test_a_model_of_all_things_has_one_panel_without_a_heading():
    alone = MODEL.head(3).drop(columns="frame").replace("voice[T.north]", "np.log1p(deaths)")
    ax = tk.plot_models(alone, labels={"np.log1p(deaths)": "Deaths, log"})
    assert ax.get_title("left") == ""
    assert rows(ax) == ["Deaths, log", "North \u00d7 After"]


def test_collocates_are_ranked_by_the_measure_and_the_repelled_are_not_drawn():
    ax = tk.plot_collocates(COLLOCATES)
    assert list(panels(ax)) == ["F (20)", "G (1,000)"]
    f, _ = panels(ax).values()
    assert rows(f) == ["war", "the"]
    assert texts(f) == ["9 (1.0)", "5 (2.0)"]
    assert dots(f, full=True) == [[30.0, 0.0], [3.0, 1.0]]
    assert note(ax) == (
        "log-likelihood of words within 5 words of the mentions in brackets; right: n (expected)"
    )
    other = tk.plot_collocates(COLLOCATES, measure="log_dice", words=1)
    assert rows(panels(other)["F (20)"]) == ["the"]
    assert "in the sentence of" in note(tk.plot_collocates(COLLOCATES.assign(window="sentence")))
    with pytest.raises(ValueError, match="measure: found 'dice', expected one of log_likelihood_s"):
        tk.plot_collocates(COLLOCATES, measure="dice")
    repelled = tk.plot_collocates(COLLOCATES.query("word == 'calm'"))
    assert texts(repelled) == [
        "no data: no word stands near the mentions more often than elsewhere"
    ]


@pytest.mark.parametrize(
    ("name", "keys"),
    {
        "composition": ["voice", "frame"],
        "tone": ["voice", "frame"],
        "models": ["frame", "term"],
        "collocates": ["frame", "word"],
    }.items(),
)
def test_each_row_is_a_mark_all_along_its_panel(name, keys):
    plot, table, _ = PLOTS[name]
    figure = plot(table).figure
    figure.draw_without_rendering()
    drawn = table[table["term"] != "Intercept"] if "term" in table else table
    drawn = drawn[drawn["n"] > drawn["expected"]] if "expected" in table else drawn
    expected = drawn[keys].to_dict("records")
    marks = find_marks(figure)
    assert sorted(map(str, (mark.row for mark in marks))) == sorted(map(str, expected))
    for mark in marks:
        panel = [p for p in figure.axes if p.get_title("left")][0 if mark.row in expected else 1]
        assert mark.width == pytest.approx(panel.get_position().width, abs=0.01)
