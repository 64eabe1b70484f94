"""Marks: where a plot says that the rows of its table stand."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.plot.marks import find_marks, record_marks

RATES = pd.DataFrame(
    {
        "voice": ["x", "x", "y", "y"],
        "frame": ["f", "g", "f", "g"],
        "n": [4, 0, 2, 1],
        "exposure": 1000,
        "per": 1000,
        "rate": [4.0, 0.0, 2.0, 1.0],
        "low": [1.0, 0.0, 2.0, np.nan],
        "high": [8.0, 3.7, 9.0, np.nan],
        "by": "voice",
        "of": "frame",
    }
)
COMPARISON = pd.DataFrame(
    {
        "voice_id": "x",
        "voice_id_reference": "y",
        "frame": ["f", "g"],
        "n": [8, 0],
        "n_reference": [2, 0],
        "ratio": [4.0, np.nan],
        "ratio_low": [2.0, np.nan],
        "ratio_high": [8.0, np.nan],
        "p_corrected": [0.01, 1.0],
        "by": "voice_id",
        "of": "frame",
    }
)


@pytest.fixture
def whole():
    """Axes of 10 x 10 units that fill a figure of 10 x 10 inches."""
    ax = plt.figure(figsize=(10, 10)).add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 10), ylim=(0, 10))
    return ax


def boxes(figure):
    return [(mark.row, mark[1:]) for mark in find_marks(figure)]


def in_units(mark, ax):
    """Return the box of a mark in the units of the data: left, right, bottom, top."""
    corners = np.array(
        [[mark.left, 1 - mark.top - mark.height], [mark.left + mark.width, 1 - mark.top]]
    )
    size = ax.figure.get_size_inches() * ax.figure.dpi
    (left, bottom), (right, top) = ax.transData.inverted().transform(corners * size)
    return left, right, *sorted((bottom, top))


def of(figure, **values):
    """Return the one mark that is drawn for these values."""
    (found,) = [mark for mark in find_marks(figure) if mark.row == values]
    return found


def test_a_mark_is_given_in_fractions_from_the_upper_left(whole):
    record_marks(whole, pd.DataFrame({"v": ["a"]}), x=(1, 3), y=(6, 9))
    assert boxes(whole.figure) == [({"v": "a"}, (0.1, 0.1, 0.2, 0.3))]


def test_the_larger_marks_come_first(whole):
    record_marks(whole, pd.DataFrame({"v": ["small", "large"]}), x=([1, 0], [2, 10]), y=(0, 5))
    record_marks(whole, pd.DataFrame({"v": ["middle"]}), x=(0, 5), y=(0, 5))
    assert [row["v"] for row, _ in boxes(whole.figure)] == ["large", "middle", "small"]


def test_a_mark_that_is_hard_to_hit_is_made_five_points_large(whole):
    record_marks(whole, pd.DataFrame({"v": ["a"]}), x=(5, 5), y=(5, 5))
    ((_, box),) = boxes(whole.figure)
    side = 5 / 72 / 10
    assert box == pytest.approx((0.5 - side / 2, 0.5 - side / 2, side, side), abs=1e-5)


def test_marks_on_logarithmic_axes_and_axes_of_dates_stand_where_they_are_drawn(whole):
    whole.set(xscale="log", xlim=(1, 100))
    record_marks(whole, pd.DataFrame({"v": ["log"]}), x=(1, 10), y=(0, 10))
    assert boxes(whole.figure) == [({"v": "log"}, (0, 0, 0.5, 1))]
    days = plt.figure(figsize=(10, 10)).add_axes((0, 0, 1, 1))
    days.set(xlim=(pd.Timestamp("2020-01-01"), pd.Timestamp("2020-01-11")), ylim=(0, 1))
    day = pd.Series(pd.to_datetime(["2020-01-02"]))
    record_marks(days, pd.DataFrame({"v": ["day"]}), x=(day, day + pd.Timedelta(days=2)), y=(0, 1))
    assert boxes(days.figure) == [({"v": "day"}, (0.1, 0, 0.2, 1))]


def test_what_is_not_drawn_has_no_mark(whole):
    record_marks(whole, pd.DataFrame({"v": ["a", "b"]}), x=([1, np.nan], [2, 2]), y=(0, 1))
    assert [row for row, _ in boxes(whole.figure)] == [{"v": "a"}]


def test_a_rate_is_marked_from_end_to_end_of_its_interval():
    ax = tk.plot_rates(RATES, hue="voice")
    ax.figure.draw_without_rendering()
    left, right, *_ = in_units(of(ax.figure, frame="f", voice="x"), ax)
    assert (left, right) == pytest.approx((1, 8), abs=0.01)
    alone = in_units(of(ax.figure, frame="g", voice="y"), ax)
    assert sum(alone[:2]) / 2 == pytest.approx(1, abs=0.01)
    assert alone[2:] == pytest.approx((1, 1.4), abs=0.01)  # the second hue of the second group


def test_an_interval_that_is_cut_is_marked_up_to_the_edge():
    ax = tk.plot_rates(RATES.assign(high=[8.0, 3.7, 99.0, np.nan]), hue="voice")
    ax.figure.draw_without_rendering()
    assert in_units(of(ax.figure, frame="f", voice="y"), ax)[1] == pytest.approx(12, abs=0.02)


def test_each_cell_of_a_matrix_is_a_mark():
    ax = tk.plot_heatmap(RATES, y="voice")
    ax.figure.draw_without_rendering()
    assert in_units(of(ax.figure, frame="g", voice="x"), ax) == pytest.approx(
        (1, 2, 0, 1), abs=0.01
    )
    assert len(find_marks(ax.figure)) == 4


def test_a_matrix_of_voices_has_marks_where_it_has_counts():
    voices = pd.DataFrame(
        {
            "voice": ["x", "x", "y"],
            "target_id": ["y", "y", None],
            "frame": ["f", "g", "f"],
            "n": [2, 3, 1],
        }
    )
    ax = tk.plot_voices(voices)
    ax.figure.draw_without_rendering()
    rows = [{k: None if pd.isna(v) else v for k, v in m.row.items()} for m in find_marks(ax.figure)]
    assert rows == [{"voice": "x", "target_id": "y"}, {"voice": "y", "target_id": None}]
    assert in_units(find_marks(ax.figure)[1], ax) == pytest.approx((1.25, 2.25, 1, 2), abs=0.01)


def test_a_point_in_time_is_marked_where_its_interval_stands():
    weeks = RATES.assign(period=pd.to_datetime(["2020-11-02", "2020-11-02", *["2020-11-09"] * 2]))
    ax = tk.plot_timeline(weeks)
    ax.figure.draw_without_rendering()
    first = pd.Timestamp("2020-11-02")
    left, right, low, high = in_units(of(ax.figure, period=first, frame="f"), ax)
    middle = ax.convert_xunits(first + pd.Timedelta(days=3.5))
    assert (left + right) / 2 == pytest.approx(middle, abs=0.02)
    assert (low, high) == pytest.approx((1, 8), abs=0.02)


def test_a_comparison_is_marked_all_along_its_row_even_without_a_ratio():
    ax = tk.plot_comparison(COMPARISON)
    ax.figure.draw_without_rendering()
    for at, frame in enumerate("fg"):
        mark = of(ax.figure, voice_id="x", voice_id_reference="y", frame=frame)
        left, right, low, high = in_units(mark, ax)
        assert (left, right) == pytest.approx(ax.get_xlim(), rel=0.001)
        assert (low + high) / 2 == pytest.approx(at, abs=0.01)


def test_a_key_word_is_marked_all_along_its_row():
    keyness = pd.DataFrame(
        {
            "word": ["war", "peace"],
            "n_target": [9, 0],
            "n_reference": [1, 7],
            "log_ratio_conservative": [2.0, -3.0],
            "outlet_target": "Tribune",
            "outlet_reference": None,
            "by": "outlet",
        }
    )
    ax = tk.plot_keyness(keyness)
    ax.figure.draw_without_rendering()
    assert in_units(of(ax.figure, word="peace"), ax) == pytest.approx(
        (*ax.get_xlim(), 1.5, 2.5), abs=0.02
    )


def test_an_x_ray_has_a_mark_for_each_row_and_for_each_article_of_a_row():
    mentions = pd.DataFrame(
        {"doc_id": ["a", "b", "b", "b"], "start": [0, 0, 4, 6], "frame": ["f", "f", "g", "g"]}
    )
    ax = tk.plot_dispersion(mentions, articles_of("one two", "three four five"))
    ax.figure.draw_without_rendering()
    rows = [mark.row for mark in find_marks(ax.figure)]
    assert rows[:2] == [{"frame": "f"}, {"frame": "g"}]
    assert {tuple(row.values()) for row in rows[2:]} == {("a", "f"), ("b", "f"), ("b", "g")}
    assert in_units(of(ax.figure, doc_id="b", frame="g"), ax) == pytest.approx(
        (2, 5, 0.55, 1.45), abs=0.01
    )


def test_a_network_is_marked_at_its_nodes_and_at_the_figures_on_its_arrows():
    voices = pd.DataFrame(
        {"voice_id": ["x", "y", None], "target_id": ["y", "y", "x"], "frame": "f", "n": [4, 2, 1]}
    )
    ax = tk.plot_network(voices)
    ax.figure.draw_without_rendering()
    rows = [mark.row for mark in find_marks(ax.figure)]
    assert {tuple(row.values()) for row in rows} == {
        ("x", "f"),
        ("y", "f"),
        ("x", "y", "f"),
        ("y", "y", "f"),
    }
    drawn = {text.get_text(): text.xy for text in ax.texts if hasattr(text, "xy")}
    for n, pair in (("4", {"voice_id": "x", "target_id": "y"}), ("2", dict.fromkeys(voices, "y"))):
        pair = {key: pair[key] for key in ("voice_id", "target_id")} | {"frame": "f"}
        left, right, low, high = in_units(of(ax.figure, **pair), ax)
        assert ((left + right) / 2, (low + high) / 2) == pytest.approx(drawn[n], abs=0.01)


def test_a_specification_is_marked_with_its_choices():
    table = pd.DataFrame(
        {
            "method": ["parser", "rules"],
            "headlines": "with",
            "copies": "all",
            "left_out": pd.Series([None, None], dtype="str"),
            "denominator": "own words",
            "per": 1000,
            "rate": [4.0, 3.0],
            "low": [2.0, 1.0],
            "high": [6.0, 5.0],
        }
    )
    ax = tk.plot_specifications(table)
    ax.figure.draw_without_rendering()
    (rules,) = [mark for mark in find_marks(ax.figure) if mark.row["method"] == "rules"]
    assert set(rules.row) == {"method", "headlines", "copies", "left_out", "denominator"}
    assert in_units(rules, ax) == pytest.approx((-0.4, 0.4, 1, 5), abs=0.02)


def test_each_cell_of_a_coverage_is_a_mark_also_where_nothing_is():
    coverage = pd.DataFrame(
        {
            "outlet": ["a", "a", "b", "b"],
            "period": pd.to_datetime(["2020-11-01", "2020-11-02"] * 2),
            "n_docs": [2, 0, 1, 3],
            "n_tokens": [20, 0, 10, 30],
        }
    )
    ax = tk.plot_coverage(coverage.assign(by="outlet"))
    ax.figure.draw_without_rendering()
    day = pd.Timestamp("2020-11-02")
    start = ax.convert_xunits(day)
    assert in_units(of(ax.figure, outlet="a", period=day), ax) == pytest.approx(
        (start, start + 1, 0, 1), abs=0.01
    )
    assert len(find_marks(ax.figure)) == 4
