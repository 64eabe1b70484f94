"""Plots of measures: what is drawn, asked of the artists."""

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from conftest import articles_of
from matplotlib.colors import to_hex

import toolkit as tk
from toolkit.plot.marks import find_marks
from toolkit.plot.style import COLOURS, GlyphWarning, label
from toolkit.tables.schema import empty_table

VOICES = pd.DataFrame(
    {
        "voice_id": ["x", "x", "y", None],
        "target_id": ["y", "x", None, "x"],
        "frame": "f",
        "n": [4, 2, 3, 1],
        "share": 1.0,
    }
)
COMPARISON = pd.DataFrame(
    {
        "voice_id": "x",
        "voice_id_reference": "y",
        "frame": ["f", "g", "h", "i"],
        "n": [8, 2, 3, 0],
        "n_reference": [2, 2, 0, 0],
        "ratio": [4.0, 1.0, np.inf, np.nan],
        "ratio_low": [2.0, 0.5, 1.5, np.nan],
        "ratio_high": [8.0, 2.0, np.inf, np.nan],
        "p_corrected": [0.01, 1.0, 0.2, 1.0],
        "by": "voice_id",
        "of": "frame",
    }
)
KEYNESS = pd.DataFrame(
    {
        "word": ["war", "the", "peace"],
        "n_target": [9, 5, 0],
        "n_reference": [1, 5, 7],
        "log_odds_z": [2.0, 0.0, -3.0],
        "log_odds": [1.0, 0.0, -1.0],
        "log_ratio": [3.0, 0.0, -4.0],
        "log_ratio_conservative": [0.5, 0.0, -1.0],
        "outlet_target": "tribune",
        "outlet_reference": None,
        "by": "outlet",
    }
)
SPECIFICATIONS = pd.DataFrame(
    {
        "method": ["parser", "rules", "parser", "rules"],
        "headlines": "with",
        "copies": "all",
        "left_out": [None, None, "win", "win"],
        "denominator": ["own words"] * 4,
        "per": 1000,
        "rate": [4.0, 3.0, 2.0, 1.0],
        "low": [2.0, 1.0, 1.0, 0.5],
        "high": [6.0, 5.0, 4.0, 3.0],
    }
)
COVERAGE = pd.DataFrame(
    {
        "outlet": ["a", "a", "b", "b"],
        "period": pd.to_datetime(["2020-11-01", "2020-11-02"] * 2),
        "n_docs": [2, 0, 1, 3],
        "n_tokens": [20, 0, 10, 30],
        "by": "outlet",
    }
)
MENTIONS = pd.DataFrame(
    {"doc_id": ["a", "b", "b"], "start": [0, 0, 4], "frame": ["f", "f", "g"], "n_tokens": 0}
)
ARTICLES = articles_of("one two", "three four five")

PLOTS = {
    "comparison": (tk.plot_comparison, (COMPARISON,)),
    "keyness": (tk.plot_keyness, (KEYNESS,)),
    "dispersion": (tk.plot_dispersion, (MENTIONS, ARTICLES)),
    "network": (tk.plot_network, (VOICES,)),
    "specifications": (tk.plot_specifications, (SPECIFICATIONS,)),
    "coverage": (tk.plot_coverage, (COVERAGE,)),
}


def texts(ax):
    return [text.get_text() for text in ax.texts]


def ticks(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_draws_on_the_axes_it_is_given_and_leaves_its_tables_alone(name):
    plot, tables = PLOTS[name]
    before = [table.copy(deep=True) for table in tables]
    figure, ax = plt.subplots()
    assert plot(*tables, ax=ax) is ax
    figure.canvas.draw()
    for table, old in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(table, old)


@pytest.mark.parametrize(
    ("name", "why"),
    {
        "comparison": "there are no two groups to compare, or nothing was counted",
        "keyness": "no words were compared",
        "dispersion": "there are no mentions",
        "network": "no voice aims 1 mentions at one target",
        "specifications": "there is no estimate by own words",
        "coverage": "no article has a date",
    }.items(),
)
def test_no_rows_are_said_to_be_none(name, why):
    plot, tables = PLOTS[name]
    ax = plot(*(table.head(0) for table in tables))
    assert texts(ax) == [f"no data: {why}"]


@pytest.mark.parametrize("name", PLOTS)
def test_a_missing_column_is_named(name):
    plot, tables = PLOTS[name]
    with pytest.raises(ValueError, match=r"found no column .+, only"):
        plot(tables[0][[]].assign(odd=1), *tables[1:])


@pytest.mark.parametrize("name", PLOTS)
def test_figures_are_one_or_two_columns_wide(name):
    plot, tables = PLOTS[name]
    width = plot(*tables).figure.get_figwidth() * 25.4
    assert width == pytest.approx(88) or width == pytest.approx(180)


def test_ratios_are_full_where_significant_and_arrows_where_endless():
    ax = tk.plot_comparison(COMPARISON)
    dots = [line for line in ax.lines if line.get_marker() in ("o", ">")]
    shapes = [(dot.get_marker(), dot.get_markerfacecolor()) for dot in dots]
    assert [shape for shape, _ in shapes] == ["o", "o", ">"]
    assert shapes[0][1] != "white"
    assert shapes[1][1] == shapes[2][1] == "white"
    assert [dot.get_xdata().tolist() for dot in dots[:2]] == [[4.0], [1.0]]
    counts = ["8 : 2", "2 : 2", "3 : 0", "0 : 0"]
    assert texts(ax) == [*counts, "\u2190\u00a0more Y", "more X\u00a0\u2192"]
    assert ticks(ax.yaxis) == ["F", "G", "H", "I"]
    assert ax.get_legend() is None  # of one pair the axis says all


def test_an_interval_beyond_the_axis_ends_in_a_small_arrow():
    ax = tk.plot_comparison(COMPARISON.assign(ratio_low=[0.001, 0.5, 1.5, np.nan]))
    (cut,) = [line for line in ax.lines if line.get_marker() == "<"]
    assert (cut.get_xdata().tolist(), cut.get_ydata().tolist()) == ([0.01], [0.0])
    assert 0.008 < ax.get_xlim()[0] < 0.01  # so that the arrow touches no name


def test_differences_may_be_negative_and_are_endless_nowhere():
    table = COMPARISON.assign(
        per=1000,
        level=0.9,
        difference=[6.0, 0.0, -3.0, 0.0],
        difference_low=[4.0, -1.0, -5.0, -2.0],
        difference_high=[8.0, 1.0, -1.0, 2.0],
    )
    ax = tk.plot_comparison(table, measure="difference")
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert sorted(x for dot in dots for x in dot.get_xdata()) == [-3, 0, 0, 6]
    left, right = ax.get_xlim()
    assert -6 < left < -5
    assert 8 < right < 9
    assert ax.get_xlabel() == (
        "difference in mentions per 1,000 words of the voice; 90 % interval; right: n X : Y\n"
        "full: differs from equal rates, p < 0.05, corrected"
    )
    with pytest.raises(ValueError, match="measure: found 'p', expected one of ratio, difference"):
        tk.plot_comparison(COMPARISON, measure="p")


@pytest.mark.parametrize(
    ("method", "n", "said"),
    [
        ("holm", 7, "corrected for 7 tests (Holm)"),
        ("fdr_bh", 1200, "corrected for 1,200 tests (Benjamini-Hochberg)"),
        ("holm", 1, "corrected for 1 test (Holm)"),
        ("holm", [1, 2, 2, 2], "corrected"),  # of two families
    ],
)
def test_a_comparison_says_what_it_was_corrected_for(method, n, said):
    ax = tk.plot_comparison(COMPARISON.assign(correction=method, n_tests=n), alpha=0.01)
    last = " ".join(ax.get_xlabel().split("\n")[-1:])
    assert last == f"full: differs from equal rates, p < 0.01, {said}"


def test_several_pairs_are_told_apart_by_colour_or_stand_in_rows():
    two = pd.concat([COMPARISON, COMPARISON.assign(voice_id="z")], ignore_index=True)
    ax = tk.plot_comparison(two)
    assert ax.get_legend_handles_labels()[1] == ["X : Y", "Z : Y"]
    ends = ["\u2190\u00a0more Y", "more the first named\u00a0\u2192"]
    assert texts(ax)[-2:] == ends
    assert "right: n the first named : Y" in ax.get_xlabel()
    one = two[two["frame"] == "f"]
    turned = tk.plot_comparison(one, x="voice_id", labels={"z": "Zed"})
    assert ticks(turned.yaxis) == ["Zed", "X"]
    assert turned.get_legend() is None
    assert sorted(
        y for line in turned.lines if line.get_marker() == "o" for y in line.get_ydata()
    ) == [0, 1]
    turned.figure.draw_without_rendering()
    assert {mark.row["voice_id"] for mark in find_marks(turned.figure)} == {"x", "z"}
    both = tk.plot_comparison(two[two["frame"] != "i"], x="voice_id")
    assert both.get_legend_handles_labels()[1] == ["F", "G", "H"]


def test_key_words_of_both_sides_are_drawn_with_their_counts():
    ax = tk.plot_keyness(KEYNESS, names=("Tribune", "others"))
    assert ticks(ax.yaxis) == ["war", "peace"]
    ends = ["\u2190\u00a0typical of others", "typical of Tribune\u00a0\u2192"]
    assert texts(ax)[2:] == ["9 : 1", "0 : 7"]
    assert [text.replace("\n", " ") for text in texts(ax)[:2]] == ends
    assert ax.get_xlabel().replace("\n", " ") == (
        "log2 of the ratio of the shares of articles, conservative right: n Tribune : others"
    )
    ax = tk.plot_keyness(KEYNESS, measure="log_odds_z", names=("Tribune", "others"))
    assert ax.get_xlabel() == "weighted log-odds, z\nright: n Tribune : others"
    named = [text.replace("\n", " ") for text in texts(tk.plot_keyness(KEYNESS))]
    assert named[:2] == ["\u2190\u00a0typical of all others", "typical of Tribune\u00a0\u2192"]
    two = pd.concat([KEYNESS, KEYNESS.assign(outlet_target="post")])
    message = r"found words of \['tribune', None\] and of \['post', None\], target and reference"
    with pytest.raises(ValueError, match=message):
        tk.plot_keyness(two)
    assert "right: articles" in tk.plot_keyness(KEYNESS.assign(unit="texts")).get_xlabel()
    with pytest.raises(ValueError, match=r"measure: found 'p', expected one of log_ratio_conser"):
        tk.plot_keyness(KEYNESS, measure="p")


def test_key_words_say_how_many_were_left_out_and_very_long_ones_are_cut():
    long = "Rindfleischetikettierungsgesetz"
    table = KEYNESS.assign(n_left_out=1200, word=[long, "the", "peace"])
    ax = tk.plot_keyness(table, measure="log_odds_z")
    assert "1,200 words of a list left out" in ax.get_xlabel()
    assert ticks(ax.yaxis) == ["Rindfleischetikettierungs\u2026", "peace"]
    assert "left out" not in tk.plot_keyness(table.assign(n_left_out=0)).get_xlabel()


def test_each_mention_is_a_stroke_where_it_stands():
    ax = tk.plot_dispersion(MENTIONS, ARTICLES)
    strokes = [[s[0][0] for s in c.get_segments()] for c in ax.collections if len(c.get_paths())]
    assert strokes == [[0.0, 2.0], [pytest.approx(2 + 3 * 4 / 15)]]
    assert ticks(ax.yaxis) == ["F (2 in 2)", "G (1 in 1)"]


def dated(*days):
    """Return an article of 100 words for each day, and a mention at the beginning of each."""
    articles = articles_of(*[" ".join(["word"] * 100)] * len(days))
    articles["date"] = pd.to_datetime(pd.Series(days)).astype("datetime64[us]")
    return MENTIONS.head(1).merge(articles[["doc_id"]], how="right").assign(start=0), articles


def test_days_are_named_where_their_first_article_begins():
    days = ["2020-12-30", "2020-12-30", "2020-12-31", "2021-01-01"]
    ax = tk.plot_dispersion(*dated(*days))
    assert ax.get_xticks().tolist() == [0, 200, 300]
    assert ticks(ax.xaxis) == ["30 Dec\n2020", "31 Dec", "1 Jan\n2021"]
    assert ax.get_xlabel() == (
        "400 words of 4 articles, end to end by date\nin brackets: mentions in articles"
    )


def test_of_many_months_these_are_named_and_no_two_names_touch():
    days = pd.date_range("2020-01-15", periods=24, freq="30D")
    ax = tk.plot_dispersion(*dated(*days))
    named = ticks(ax.xaxis)
    assert named[0] == "Jan\n2020"
    assert not any(char.isdigit() for text in named for char in text.split("\n")[0])
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.get_xticklabels()]
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


def test_articles_without_a_date_stand_last_and_if_none_has_one_in_order_of_their_ids():
    ax = tk.plot_dispersion(*dated("2020-11-01", None, "2020-11-02", None))
    assert ticks(ax.xaxis) == ["1 Nov\n2020", "2 Nov", "no date"]
    assert ax.get_xticks().tolist() == [0, 100, 200]
    ax = tk.plot_dispersion(*dated(None, None))
    assert "2 articles, end to end in the order of their ids: none has a date" in ax.get_xlabel()


def test_arrows_carry_their_counts_and_what_is_left_out_is_counted():
    ax = tk.plot_network(VOICES)
    assert sorted(texts(ax)) == [
        "2",
        "4",
        "X",
        "Y",
    ]
    assert ax.figure.get_supxlabel() == (
        "arrows: 6 of 10 mentions,\njoint ones once per speaker;\n"
        "the others have no target, or no actor as voice\n"
        "width: 0.4 points for 1, 0.55 more for twice as many"
    )
    # 4 and 2 are doubled twice and once.
    assert [patch.get_linewidth() for patch in ax.patches] == pytest.approx([1.5, 0.95])
    assert "or fewer than 3" in tk.plot_network(VOICES, least=3).figure.get_supxlabel()


def test_arrows_are_drawn_by_n_and_then_by_pair_whatever_the_order_of_rows():
    pairs = [(voice, target) for voice in "abcde" for target in "abcd"]
    voices = pd.DataFrame(pairs, columns=["voice_id", "target_id"]).assign(frame="f", n=2)
    voices.loc[0, "n"] = 9  # a of a: the most, so below all
    colour = dict(zip("abcde", COLOURS, strict=False))
    for rows in (voices, voices[::-1]):
        ax = tk.plot_network(rows, labels={actor: actor for actor in "abcde"})
        drawn = [to_hex(patch.get_edgecolor()).upper() for patch in ax.patches]
        assert drawn == [colour[voice] for voice in "aeeeeddddccccbbbbaaa"]
        assert texts(ax)[:2] == ["9", "2"]


def test_specifications_stand_in_order_above_their_choices():
    ax = tk.plot_specifications(SPECIFICATIONS)
    whole, less = ax.lines[:2]
    assert whole.get_ydata().tolist() == [3.0, 4.0]
    assert less.get_ydata().tolist() == [1.0, 2.0]
    _, below = ax.figure.axes
    assert ticks(below.yaxis) == ["method: rules", "method: parser", "without: win", "all terms"]
    assert [line.get_xdata().tolist() for line in below.lines[:2]] == [[0, 2], [1, 3]]
    assert below.get_xlabel() == "4 specifications, in order of the estimate"
    assert ax.get_title("left") == ""  # the table does not say whose rate of what
    named = SPECIFICATIONS.assign(voice="north", frame="win", by="voice", of="frame")
    ax = tk.plot_specifications(named, labels={"north": "Northland"})
    assert ax.get_title("left") == "Northland: Win"
    with pytest.raises(ValueError, match="ax: found Axes that were placed by hand"):
        tk.plot_specifications(SPECIFICATIONS, ax=plt.figure().add_axes((0, 0, 1, 1)))


def test_the_choice_that_was_made_is_marked_in_both_parts():
    choice = {"method": "parser", "headlines": "with", "copies": "all"}
    ax = tk.plot_specifications(SPECIFICATIONS, choice=choice)
    *_, mine = ax.lines
    assert (mine.get_label(), mine.get_xydata().tolist()) == ("the choice made", [[3.0, 4.0]])
    shades = [[p.get_x() + p.get_width() / 2 for p in axes.patches] for axes in ax.figure.axes]
    assert shades == [[3.0], [3.0]]
    less = tk.plot_specifications(SPECIFICATIONS, choice={**choice, "left_out": "win"})
    assert less.lines[-1].get_xydata().tolist() == [[1.0, 2.0]]
    unknown = SPECIFICATIONS.assign(rate=[np.nan, 3.0, 2.0, 1.0])
    assert len(tk.plot_specifications(unknown, choice=choice).patches) == 0  # it has no rate


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"copies": "all"},
            r"choice: found \{'copies': 'all'\}, which 2 estimates have, expected t",
        ),
        (
            {"method": "rule"},
            "which 0 estimates have, .+ method: 'parser', 'rules'; headlines: 'wi",
        ),
        ({"mode": "x"}, "choice: found 'mode', expected some of method, headlines, copies, left_o"),
    ],
)
def test_a_choice_of_no_single_estimate_is_refused(choice, message):
    with pytest.raises(ValueError, match=message):
        tk.plot_specifications(SPECIFICATIONS, choice=choice)


def test_choices_that_change_nothing_are_drawn_once_and_said_to():
    both = [SPECIFICATIONS.assign(headlines=value) for value in ("with", "without")]
    ax = tk.plot_specifications(pd.concat(both))
    assert [len(line.get_xdata()) for line in ax.lines[:2]] == [2, 2]
    below = ax.figure.axes[1]
    assert not [text for text in ticks(below.yaxis) if "headlines" in text]
    assert below.get_xlabel() == (
        "4 specifications, in order of the estimate\n"
        "drawn once, for they change nothing: headlines with or without"
    )
    mine = {"method": "rules", "headlines": "without"}
    ax = tk.plot_specifications(pd.concat(both), choice=mine)
    ax.figure.draw_without_rendering()
    assert {mark.row["headlines"] for mark in find_marks(ax.figure)} == {"without"}
    both[1].loc[0, "high"] = 6.1  # the end of one interval
    ax = tk.plot_specifications(pd.concat(both))
    assert [len(line.get_xdata()) for line in ax.lines[:2]] == [4, 4]
    lacking = pd.concat([both[0], both[0].assign(headlines="without").head(1)])
    ax = tk.plot_specifications(lacking)  # not each has its other
    assert sum(len(line.get_xdata()) for line in ax.lines[:2]) == 5


def test_the_arrow_of_a_cut_interval_is_open_where_its_dot_is():
    both = COMPARISON.head(2).assign(ratio_high=[900.0, 900.0])
    lines = tk.plot_comparison(both).lines
    cut = {line.get_markerfacecolor(): line.get_ydata().tolist() for line in lines
           if line.get_marker() == ">"}  # fmt: skip
    assert cut == {COLOURS[0]: [0.0], "white": [1.0]}
    rates = pd.DataFrame(
        {"voice": ["x", "y"], "frame": "f", "n": [9, 2], "rate": 1.0, "low": 0.5, "high": 9.0,
         "by": "voice", "of": "frame"}
    )  # fmt: skip
    faces = {
        line.get_markerfacecolor()
        for line in tk.plot_rates(rates).lines
        if line.get_marker() == ">"
    }
    assert faces == {COLOURS[0], "white"}
    words = KEYNESS.head(1).assign(log_ratio_low=-9.0, log_ratio_high=9.0, p_ratio_corrected=0.5)
    ax = tk.plot_keyness(words)
    assert [line.get_markerfacecolor() for line in ax.lines if line.get_marker() in "<>"] == [
        "white",
        "white",
    ]


@pytest.mark.parametrize("words", [-3, 0, True, 2.5])
def test_fewer_words_than_one_are_refused(words):
    for draw in (lambda: tk.plot_keyness(KEYNESS, words=words), lambda: _collocates(words)):
        with pytest.raises(ValueError, match=rf"words: found {words}, expected a whole number, 1"):
            draw()


def _collocates(words):
    near = KEYNESS[["word"]].assign(n=2, expected=1, n_node=3, window="5", frame="f", of="frame")
    return tk.plot_collocates(near.assign(log_dice=1.0), measure="log_dice", words=words)


def test_what_is_missing_is_named_by_its_column():
    gaps = COVERAGE.assign(outlet=["a", "a", None, None])
    assert ticks(tk.plot_coverage(gaps).yaxis) == ["A (2)", "no outlet (4)"]
    ax = tk.plot_comparison(
        COMPARISON.rename(columns=lambda name: name.replace("voice_id", "outlet"))
        .assign(outlet_reference=None, by="outlet")
    )  # fmt: skip
    assert {"\u2190\u00a0more no outlet", "more X\u00a0\u2192"} <= set(texts(ax))


def test_periods_without_a_band_are_explained():
    weeks = _rates_of(["2020-11-02", "2020-11-09"], low=[0.5, np.nan], high=[2.0, np.nan])
    said = "no shade: words in one article only, or its copies; no interval"
    assert tk.plot_timeline(weeks).figure.get_supxlabel().endswith(f"\n{said}")
    assert said not in tk.plot_timeline(weeks.head(1)).figure.get_supxlabel()


def test_coverage_shades_counts_and_crosses_gaps():
    ax = tk.plot_coverage(COVERAGE)
    cells = ax.collections[0].get_array()
    assert cells.filled(-1).tolist() == [[2, -1], [1, 3]]
    (gaps,) = ax.lines
    assert gaps.get_ydata().tolist() == [0.5]
    assert ticks(ax.yaxis) == ["A (2)", "B (4)"]


def test_a_timeline_is_broken_at_a_gap_and_takes_events_from_trends():
    trends = pd.DataFrame(
        {
            "period": pd.to_datetime(["2020-11-02", "2020-11-09", "2020-11-16"]),
            "frame": "f",
            "n": [1, 0, 2],
            "rate": [1.0, np.nan, 2.0],
            "low": [0.5, np.nan, 1.0],
            "high": [2.0, np.nan, 3.0],
            "event": [None, "ceasefire", None],
            "of": "frame",
        }
    )
    ax = tk.plot_timeline(trends)
    assert np.isnan(ax.lines[0].get_ydata()).tolist() == [False, True, False]
    assert texts(ax) == ["ceasefire"]


def _rates_of(periods, **columns):
    rate = np.arange(1.0, len(periods) + 1)
    own = {"period": pd.to_datetime(periods), "frame": "f", "n": 1, "rate": rate, "of": "frame"}
    return pd.DataFrame(own | {"low": rate / 2, "high": rate * 2} | columns)


@pytest.mark.parametrize(
    ("periods", "drawn"),
    [
        # Of five weeks, the third is missing.
        (["2020-11-02", "2020-11-09", "2020-11-23", "2020-11-30"], [1, 2, None, 3, 4]),
        # Of six months, the fourth and the fifth are; the shortest is of 28 days, others of 31.
        (["2021-02-01", "2021-03-01", "2021-04-01", "2021-07-01"], [1, 2, 3, None, 4]),
        (["2020-12-01", "2021-01-01", "2021-02-01", "2021-03-01"], [1, 2, 3, 4]),
        (["2020-11-02"], [1]),
    ],
)
def test_a_timeline_of_rates_is_broken_where_periods_have_no_row(periods, drawn):
    ax = tk.plot_timeline(_rates_of(periods))
    found = [None if np.isnan(rate) else rate for rate in ax.lines[0].get_ydata()]
    assert found == drawn
    assert ax.get_title(loc="left") == f"F (n = {len(periods)})"
    ax.figure.draw_without_rendering()
    assert {mark.row["period"] for mark in find_marks(ax.figure)} == set(pd.to_datetime(periods))


def test_a_timeline_is_broken_where_only_one_of_its_lines_lacks_a_period():
    weeks = pd.to_datetime(["2020-11-02", "2020-11-09", "2020-11-16", "2020-11-02", "2020-11-16"])
    axes = tk.plot_timeline(_rates_of(weeks, frame=list("fffgg"))).figure.axes
    whole, broken = (np.isnan(ax.lines[0].get_ydata()).tolist() for ax in axes)
    assert (whole, broken) == ([False] * 3, [False, True, False])


def test_a_band_of_many_days_is_broken_where_days_have_no_row():
    days = pd.date_range("2020-01-01", periods=90).delete([40, 42])
    band, lone = tk.plot_timeline(_rates_of(days), hue="frame").collections
    assert len(band.get_paths()) == 3
    assert len(lone.get_segments()) == 1


def test_events_before_the_first_period_and_after_the_last_are_not_drawn():
    weeks = _rates_of(["2020-11-02", "2020-11-09", "2020-11-16"])
    own = {"2020-11-02": "first day", "2020-11-22": "last day"}
    others = {"2016-04-02": "long ago", "2020-10-20": "before", "2020-12-01": "after"}
    axes = [tk.plot_timeline(weeks, events=events) for events in (own, own | others)]
    for ax in axes:
        ax.figure.draw_without_rendering()
    assert texts(axes[1]) == ["first day", "last day"]
    assert [t.xyann for t in axes[1].texts] == [t.xyann for t in axes[0].texts]
    assert len(axes[1].lines) == len(axes[0].lines)
    assert axes[1].get_position().bounds == axes[0].get_position().bounds
    assert axes[1].get_xlim() == axes[0].get_xlim()


def test_labels_of_many_scripts_can_be_drawn():
    for name in ("Հայաստան", "Азербайджан", "ქართული", "Türkiye", "إيران"):
        assert label("x", {"x": name}, "voice") == name


def test_a_script_without_a_font_warns_and_still_draws():
    message = (
        "labels: found characters that no font at hand can draw, such as '国'; install a font of"
    )
    with pytest.warns(GlyphWarning, match=message):
        ax = tk.plot_network(VOICES, labels={"x": "国"})
    assert "国" in texts(ax)


def test_an_empty_table_of_each_kind_is_drawn():
    ax = tk.plot_network(empty_table("voices"), least=3)
    assert texts(ax) == ["no data: no voice aims 3 mentions at one target"]


@pytest.mark.parametrize("name", ["comparison", "coverage"])
def test_groups_are_drawn_whatever_the_order_of_columns(name):
    plot, (table,) = PLOTS[name]
    expected = plot(table)
    for changed in (table.reset_index(), table[table.columns[::-1]]):
        ax = plot(changed)
        assert ticks(ax.yaxis) == ticks(expected.yaxis)
        assert ax.get_legend_handles_labels()[1] == expected.get_legend_handles_labels()[1]
        assert ax.get_xlabel() == expected.get_xlabel()
    with pytest.raises(ValueError, match=f"{name}: found no column 'by', only .+; expected the"):
        plot(table.drop(columns="by"))


def test_estimates_below_zero_have_an_axis_with_zero_in_it_and_arrows_on_both_sides():
    tone = pd.DataFrame(
        {
            "voice": ["x", "y"],
            "frame": "f",
            "n": [4, 3],
            "mean": [0.1, -0.2],
            "low": [-0.9, -0.3],
            "high": [0.9, -0.1],
            "level": 0.95,
            "table": "tone",
            "by": "voice",
            "of": "frame",
        }
    )
    ax = tk.plot_rates(tone, hue="voice")
    assert ax.get_xlim() == pytest.approx((-0.6 * 1.04, 0.3 * 1.04))
    cut = {line.get_marker(): list(line.get_xdata()) for line in ax.lines}
    assert cut["<"] == pytest.approx([-0.6])
    assert cut[">"] == pytest.approx([0.3])
    assert ax.get_xlabel() == (
        "mean polarity of their sentences, -1 to 1\n"
        "95 % interval; small figures: n; open: n below 5"
    )
    voices = VOICES.assign(voice=VOICES["voice_id"], table="voices", by=None, of="frame")
    with pytest.raises(ValueError, match="found the table 'voices', expected one with an estimate"):
        tk.plot_rates(voices, hue="voice")


def test_a_table_of_two_things_counted_asks_which_to_draw():
    two = pd.DataFrame({"by": ["voice"], "of": ["frame + term_id"]})
    with pytest.raises(ValueError, match=r"facet: found 'frame' and 'term_id' in the column 'of'"):
        tk.plot_rates(two)
