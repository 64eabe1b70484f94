import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.plot.style import COLOURS, in_order, style
from toolkit.tables.schema import empty_table

RATES = pd.DataFrame(
    {
        "voice": ["x", "x", "y", "y"],
        "frame": ["f", "g", "f", "g"],
        "n": [14, 0, 12, 11],
        "exposure": [1000, 1000, 500, 500],
        "n_docs": [2, 0, 1, 1],
        "per": 1000,
        "rate": [4.0, 0.0, 4.0, 2.0],
        "low": [1.0, 0.0, 2.0, 0.0],
        "high": [8.0, 3.7, 9.0, 6.0],
        "by": "voice",
        "of": "frame",
    }
)


def lines_of(ax):
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def test_rates_are_dots_with_intervals_and_n():
    ax = tk.plot_rates(RATES, hue="voice")
    dots = lines_of(ax)
    assert list(dots) == ["X (1,000 words)", "Y (500 words)"]
    assert dots["X (1,000 words)"].get_xdata().tolist() == [4.0]
    assert dots["Y (500 words)"].get_xdata().tolist() == [4.0, 2.0]
    intervals = [segment for c in ax.collections for segment in c.get_segments()]
    assert [(s[0][0], s[1][0]) for s in intervals] == [(1, 8), (0, 3.7), (2, 9), (0, 6)]
    assert [t.get_text() for t in ax.texts] == ["14", "0", "12", "11"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["F", "G"]


def test_a_count_of_zero_has_an_open_marker():
    ax = tk.plot_rates(RATES, hue="voice")
    (zero,) = [line for line in ax.lines if list(line.get_xdata()) == [0.0]]
    assert zero.get_markerfacecolor() == "white"


def test_labels_name_and_order_the_values():
    labels = {"y": "Ypsilon", "x": "Ix", "g": "Gee"}
    ax = tk.plot_rates(RATES, hue="voice", labels=labels, order="labels")
    assert list(lines_of(ax)) == ["Ypsilon (500 words)", "Ix (1,000 words)"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Gee", "F"]
    largest = tk.plot_rates(RATES, hue="voice", labels=labels)
    assert [t.get_text() for t in largest.get_yticklabels()] == ["F", "Gee"]
    assert in_order(["b", None, "a"], {"a": "A"}) == ["a", "b", None]


def test_dates_are_named_as_days_unless_they_have_a_label():
    first, second = pd.to_datetime(["2020-09-01", "2020-10-01"])
    months = RATES.assign(period=[first, first, second, second])
    ax = tk.plot_rates(months, hue="period", labels={second: "the war"})
    assert list(lines_of(ax)) == ["the war (500 words)", "2020-09-01 (1,000 words)"]
    ax = tk.plot_heatmap(months, y="period")
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "2020-09-01 (1,000 words)",
        "2020-10-01 (500 words)",
    ]


def test_series_differ_in_colour_and_marker():
    ax = tk.plot_rates(RATES, hue="voice")
    looks = [(line.get_color(), line.get_marker()) for line in lines_of(ax).values()]
    assert looks == [(COLOURS[0], "o"), (COLOURS[1], "s")]


def test_the_heat_map_gives_rate_and_n_in_each_cell():
    ax = tk.plot_heatmap(RATES, y="voice")
    assert [t.get_text() for t in ax.texts] == ["4.0\n(14)", "0", "4.0\n(12)", "2.0\n(11)"]
    assert ax.collections[0].get_array().tolist() == [[1.0, 0.0], [2.0, 0.0]]  # low


def test_the_voice_matrix_sums_over_what_it_is_given():
    voices = pd.DataFrame(
        {
            "voice": ["x", "x", "y"],
            "target_id": ["y", "y", None],
            "frame": ["f", "g", "f"],
            "n": [2, 3, 1],
            "share": 1.0,
        }
    )
    ax = tk.plot_voices(voices)
    assert [t.get_text() for t in ax.texts] == ["5", "", "", "1"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Y", "no target found"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["X", "Y"]


def test_a_timeline_has_a_line_per_hue_and_marks_events():
    weeks = RATES.assign(period=pd.to_datetime(["2020-11-02", "2020-11-02", *["2020-11-09"] * 2]))
    ax = tk.plot_timeline(weeks, hue="frame", events={"2020-11-10": "ceasefire"})
    lines = lines_of(ax)
    assert list(lines) == ["F (n = 26)", "G (n = 11)"]
    assert lines["F (n = 26)"].get_ydata().tolist() == [4.0, 4.0]
    assert [t.get_text() for t in ax.texts] == ["ceasefire"]


def test_a_plot_draws_on_the_axes_it_is_given():
    _, ax = plt.subplots()
    assert tk.plot_rates(RATES, hue="voice", ax=ax) is ax


@pytest.mark.parametrize(
    ("plot", "table", "why"),
    [
        (tk.plot_rates, "rates", "the table of rates has no rows"),
        (tk.plot_heatmap, "rates", "the table of rates has no rows"),
        (tk.plot_timeline, "rates", "no mention has a date"),
        (tk.plot_voices, "voices", "the table of voices has no rows"),
    ],
)
def test_no_rows_are_said_to_be_none(plot, table, why):
    empty = empty_table(table).assign(frame="", period=pd.NaT)
    assert [t.get_text() for t in plot(empty).texts] == [f"no data: {why}"]


def test_rates_without_a_date_are_said_to_be_so():
    ax = tk.plot_timeline(RATES.head(1).assign(period=pd.NaT))
    assert [t.get_text() for t in ax.texts] == ["no data: no mention has a date"]


@pytest.mark.parametrize("plot", [tk.plot_rates, tk.plot_heatmap, tk.plot_timeline])
def test_a_missing_column_is_named(plot):
    with pytest.raises(ValueError, match=r"rates: found no column '.+', only voice, n, exposure"):
        plot(RATES.drop(columns=["frame"]), **({"x": "frame"} if plot is tk.plot_timeline else {}))


def test_colours_stay_apart_in_grey():
    rgb = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in COLOURS])
    grey = rgb @ [0.299, 0.587, 0.114]
    assert (np.abs(np.diff(grey[:5])) > 20).all()


def test_what_a_backend_sets_while_we_draw_stays(monkeypatch):
    # Jupyter's backend turns interactive on at the first figure; without it nothing is shown.
    monkeypatch.setitem(mpl.rcParams, "interactive", False)
    with style():
        mpl.rcParams["interactive"] = True
        assert mpl.rcParams["legend.frameon"] is False
    assert mpl.rcParams["interactive"] is True
    assert mpl.rcParams["legend.frameon"] is True
