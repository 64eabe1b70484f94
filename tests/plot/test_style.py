"""What all plots share: looks, labels, legends and the Axes that they are given."""

from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import toolkit as tk
from toolkit.plot.style import (
    MM,
    date_ticks,
    drawable,
    ends_of_axis,
    interval,
    label,
    left_to_right,
    legend_above,
    looks,
    names,
    new_axes,
    style,
)

RATES = pd.DataFrame(
    {
        "voice": ["x", "x", "y", "y"],
        "frame": ["f", "g", "f", "g"],
        "n": [14, 0, 12, 11],
        "exposure": 1000,
        "per": 1000,
        "rate": [4.0, 0.0, 2.0, 1.0],
        "low": [1.0, 0.0, 1.0, 0.5],
        "high": [8.0, 3.7, 9.0, 3.0],
        "level": 0.95,
        "by": "voice",
        "of": "frame",
    }
)


def test_no_two_of_many_series_look_the_same():
    assert len(set(looks(64))) == 64
    assert looks(12)[0][0] == looks(12)[8][0]


def test_the_level_of_the_intervals_stands_on_the_axis():
    assert interval(RATES) == "95 % interval"
    assert interval(RATES.assign(level=0.995)) == "99.5 % interval"
    assert interval(RATES.assign(level=[0.9, 0.9, 0.95, 0.95])) == "interval"
    assert interval(RATES.drop(columns="level")) == "interval"
    ax = tk.plot_rates(RATES, hue="voice")
    assert ax.get_xlabel() == (
        "mentions per 1,000 words of the voice\n95 % interval; small figures: n; open: n below 5"
    )


@pytest.mark.parametrize(
    ("rate", "high", "end"),
    [([2, 4], [6, 9], 9), ([2, 4], [6, 90], 12), ([0, 0], [3, 5], 5), ([2], [np.nan], 2)],
)
def test_an_axis_ends_at_three_times_the_largest_rate(rate, high, end):
    table = pd.DataFrame({"rate": rate, "low": 0, "high": high}, dtype="float64")
    assert ends_of_axis(table) == (0, end)
    turned = -table.set_axis(["rate", "high", "low"], axis="columns")
    assert ends_of_axis(turned)[0] == -end


def test_an_interval_that_is_cut_ends_in_an_arrow():
    long = RATES.assign(high=[8.0, 3.7, 900.0, 3.0])
    ax = tk.plot_rates(long, hue="voice")
    (cut,) = [line for line in ax.lines if line.get_marker() == ">"]
    assert cut.get_xdata().tolist() == [12]


def test_a_rate_that_is_infinite_is_named():
    endless = RATES.assign(rate=[1.0, np.inf, 2.0, 3.0], period=pd.Timestamp("2020-11-02"))
    said = r"rates: found inf in the column 'rate', of .*\bframe=g.*, expected a finite number"
    for plot in (tk.plot_rates, tk.plot_heatmap, lambda t: tk.plot_timeline(t, hue="voice")):
        with pytest.raises(ValueError, match=said.replace("frame=g", "=")):
            plot(endless[endless["frame"] == "g"])


def test_long_names_are_broken_into_lines():
    long = "Republic of North Macedonia and of the sea"
    assert names(["x", None], {"x": long}, "voice_id") == [
        "Republic of North\nMacedonia and of the sea",
        "no actor",
    ]
    assert [label(None, None, column) for column in ("outlet", "target_id", "speaker_party")] == [
        "no outlet",
        "no target",
        "no speaker party",
    ]
    assert label(None, {None: "all others"}, "outlet") == "all others"


def test_a_name_in_arabic_stands_before_its_note():
    assert left_to_right("Armenia", " (2)") == "Armenia (2)"
    assert left_to_right("إيران", " (2)") == "\u200eإيران\u200e (2)"


@pytest.mark.parametrize("name", ["Էրդողան", "أردوغان", "Ərdoğan", "Эрдоган", "Erdoğan İ ı"])
def test_names_in_the_scripts_of_all_languages_can_be_drawn(name):
    assert drawable(name) == name  # a warning, which is an error here, would tell of tofu


def test_an_override_of_the_direction_does_not_reverse_the_rest_of_a_label():
    ax = tk.plot_rates(RATES, hue="voice", labels={"x": "Ruritania\u202e", "y": "_b"})
    shown = [text.get_text() for text in ax.get_legend().get_texts()]
    # A name that begins with an underscore stands in the legend too.
    assert [name.partition(" (")[0] for name in shown] == ["Ruritania‹U+202E›", "\u200e_b"]


def test_names_are_no_commands_of_tex():
    with mpl.rc_context({"text.usetex": True}):
        ax = tk.plot_rates(RATES, hue="voice", labels={"f": "\\input{x}"})
    assert not any(text.get_usetex() for text in ax.figure.findobj(Text))


@pytest.mark.parametrize(
    ("days", "most", "expected"),
    [
        (pd.date_range("2020-11-02", periods=3, freq="7D"), 20, ["2 Nov\n2020", "9 Nov", "16 Nov"]),
        (pd.date_range("2020-11-01", periods=3, freq="MS"), 20, ["Nov\n2020", "Dec", "Jan\n2021"]),
        (
            pd.date_range("2020-11-02", periods=20, freq="D"),
            4,
            ["2 Nov\n2020", "7 Nov", "12 Nov", "17 Nov"],
        ),
    ],
)
def test_days_are_named_where_there_is_room(days, most, expected):
    ax = plt.figure(figsize=(most * 12 * MM, 2)).add_axes((0, 0, 1, 1))
    date_ticks(ax, days)
    assert [text.get_text() for text in ax.get_xticklabels()] == expected


@pytest.mark.parametrize(("periods", "freq"), [(60, "MS"), (120, "7D"), (800, "D")])
def test_names_of_many_days_do_not_run_into_each_other(periods, freq):
    with style():
        ax = new_axes(None, width=180, height=60)
        days = pd.date_range("2019-01-01", periods=periods, freq=freq)
        ax.set_xlim(days[0], days[-1])
        date_ticks(ax, days)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.get_xticklabels()]
    assert 5 <= len(boxes) <= 15
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


@pytest.mark.parametrize("width", [60, 88, 180])
def test_a_legend_is_no_wider_than_its_axes(width):
    with style():
        ax = new_axes(None, width=width, height=80)
        for at in range(9):
            ax.plot([0], [0], "o", label=f"A group of words {at}")
        legend_above(ax)
    ax.figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().x1 <= ax.bbox.x1 + 1


def _draw_rates(ax):
    tk.plot_rates(RATES, hue="voice", ax=ax)


def _draw_weeks(ax):
    weeks = RATES.assign(period=pd.to_datetime(["2020-11-02", "2020-11-02", *["2020-11-09"] * 2]))
    tk.plot_timeline(weeks, ax=ax)


@pytest.mark.parametrize("draw", [_draw_rates, _draw_weeks])
def test_on_a_figure_of_four_nothing_above_an_axes_runs_into_anything(draw):
    figure, grid = plt.subplots(2, 2, figsize=(180 * MM, 150 * MM), layout="constrained")
    for ax in grid.flat:
        draw(ax)
        ax.set_title("A title")
    figure.draw_without_rendering()
    boxes = []
    for ax in grid.flat:
        legend, title = ax.get_legend().get_window_extent(), ax.title.get_window_extent()
        assert title.y0 >= legend.y1 - 1
        boxes += [legend, title, ax.bbox]
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            shared = np.minimum(box.max, other.max) - np.maximum(box.min, other.min)
            assert (shared <= 1).any(), (box, other)


def test_axes_that_are_given_get_our_style():
    _, ax = plt.subplots()
    tk.plot_rates(RATES, hue="voice", ax=ax)
    assert not ax.spines["top"].get_visible()
    sizes = {text.get_fontsize() for text in [*ax.get_xticklabels(), ax.xaxis.label]}
    assert sizes == {7.5}


def test_names_are_no_formulas_and_show_control_characters():
    labels = {"f": "costs $5$ and $\\frac$", "g": "a\x1bb", "x": "$\\x$", "y": "$$"}
    _, given = plt.subplots()
    for ax in (tk.plot_rates(RATES, hue="voice", labels=labels, ax=a) for a in (None, given)):
        ax.figure.draw_without_rendering()
        shown = [text.get_text() for text in ax.get_yticklabels()]
        assert shown == ["costs $5$ and $\\frac$", "a‹U+001B›b"]


@pytest.mark.parametrize("plot", [tk.plot_rates, tk.plot_heatmap, tk.plot_timeline])
def test_two_rows_at_one_place_are_refused(plot):
    twice = pd.concat([RATES, RATES]).assign(voice_id="x", period=pd.Timestamp("2020-11-02"))
    with pytest.raises(ValueError, match=r"rates: found several rows for .+ expected one; filter"):
        plot(twice)


def test_a_figure_on_a_shade_is_black_or_white_and_small_cells_have_none():
    ax = tk.plot_heatmap(RATES.assign(low=[9.0, 0.0, 1.0, 1.0]), y="voice")
    assert [text.get_color() for text in ax.texts] == ["white", "#222222", "#222222", "#222222"]
    _, small = plt.subplots(figsize=(12 * MM, 12 * MM))
    assert not tk.plot_heatmap(RATES, y="voice", ax=small).texts


def test_counts_are_left_out_where_rows_are_low():
    _, low = plt.subplots(figsize=(180 * MM, 8 * MM))
    ax = tk.plot_rates(RATES, hue="voice", ax=low)
    assert not ax.texts
    assert "small figures" not in ax.get_xlabel()


def test_narrow_periods_have_bands_and_lone_ones_a_line():
    days = pd.date_range("2020-01-01", periods=90)
    rate = np.where(np.isin(np.arange(90), [40, 42]), np.nan, 1.0)
    table = pd.DataFrame(
        {"period": days, "frame": "f", "n": 1, "per": 1000, "rate": rate, "low": rate / 2}
    )
    ax = tk.plot_timeline(table.assign(high=rate * 2, of="frame"), hue="frame")
    band, lone = ax.collections
    assert len(band.get_paths()) == 3
    assert len(lone.get_segments()) == 1


def test_every_size_of_text_is_between_seven_and_nine_points():
    weeks = RATES.assign(period=pd.to_datetime(["2020-11-02", "2020-11-02", *["2020-11-09"] * 2]))
    drawn = [
        tk.plot_rates(RATES, hue="voice"),
        tk.plot_heatmap(RATES, y="voice"),
        tk.plot_timeline(weeks, events={"2020-11-03": "a truce"}),
    ]
    for ax in drawn:
        figure = ax.figure
        figure.draw_without_rendering()
        shown = [text for text in figure.findobj(plt.Text) if text.get_text()]
        assert {7 <= text.get_fontsize() <= 9 for text in shown} == {True}
