"""Panels, and what is drawn as certain; no text stands on another, in a small table and a crowd."""

import re
import warnings
from itertools import combinations

import crowd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from conftest import articles_of
from matplotlib.path import Path
from matplotlib.text import Text

import toolkit as tk
from toolkit.plot.journals import JOURNALS
from toolkit.plot.legible import SizeWarning
from toolkit.plot.marks import find_marks
from toolkit.plot.style import PageWarning

ONE_FRAME = crowd.voices()[lambda rows: rows["frame"] == "f0"]
FEW_VOICES = [f"a{at}" for at in range(5)]
FEW_FRAMES = ["f0", "f1", "f2"]


def _few(table, voice):
    return table[table[voice].isin(FEW_VOICES) & table["frame"].isin(FEW_FRAMES)]


EVENTS = {"2020-02-03": "an event", "2020-02-17": "another", "2021-02-08": "a late one"}
FEW_WEEKS = crowd.trends()[
    lambda rows: rows["frame"].isin(FEW_FRAMES) & (rows["period"] < "2020-03-02")
]
PLOTS = {
    "rates": lambda **k: tk.plot_rates(crowd.rates(), top=6, **k),
    "few rates": lambda **k: tk.plot_rates(_few(crowd.rates(), "voice"), **k),
    "rates by voice": lambda **k: tk.plot_rates(
        crowd.rates()[lambda rows: rows["exposure"] > 3000], facet="voice", **k
    ),
    "rates in colours": lambda **k: tk.plot_rates(
        _few(crowd.rates(), "voice"), x="frame", hue="voice", **k
    ),
    "heat map": lambda **k: tk.plot_heatmap(crowd.rates(), **k),
    "few heat map": lambda **k: tk.plot_heatmap(_few(crowd.rates(), "voice"), **k),
    "top of a heat map": lambda **k: tk.plot_heatmap(_few(crowd.rates(), "voice"), top=3, **k),
    "timeline": lambda **k: tk.plot_timeline(crowd.trends(), events=EVENTS, **k),
    "few timeline": lambda **k: tk.plot_timeline(FEW_WEEKS, events=EVENTS, **k),
    "timeline in colours": lambda **k: tk.plot_timeline(crowd.trends(), hue="frame", top=3, **k),
    "voices": lambda **k: tk.plot_voices(crowd.voices(), **k),
    "few voices": lambda **k: tk.plot_voices(_few(crowd.voices(), "voice"), top=5, **k),
    "network": lambda **k: tk.plot_network(ONE_FRAME, least=5, **k),
    "few network": lambda **k: tk.plot_network(crowd.voices(), top=4, least=8, **k),
}


def corners(text):
    """Return the four corners of a text, which may be turned, in pixels."""
    box, turn = text.get_window_extent(), np.radians(text.get_rotation())
    middle = (box.min + box.max) / 2
    text.set_rotation(0)
    upright = text.get_window_extent()
    text.set_rotation(np.degrees(turn))
    half = np.array([upright.width, upright.height]) / 2 - 0.5
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return middle + (signs * half) @ turned


def shown_texts(figure):
    """Return the texts that can be seen: not those of ticks beyond the axis, or left out."""
    texts = [*figure.texts, *(legend for legend in figure.legends)]
    for ax in figure.axes:
        if not ax.axison:
            texts += [child for child in ax.get_children() if isinstance(child, Text)]
            continue
        texts += [child for child in ax.get_children() if isinstance(child, Text)]
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            texts += [label for tick in ticks for label in (tick.label1, tick.label2)]
            texts.append(axis.label)
        if ax.get_legend():
            texts += ax.get_legend().get_texts()
    return [text for text in texts if text.get_visible() and text.get_text().strip("_")]


FRAMES = [f"f{at}" for at in range(8)]
COMPARED = pd.DataFrame(
    [
        {"voice": voice, "voice_reference": "a9", "frame": frame, "n": 1234, "n_reference": 567}
        for voice in FEW_VOICES[:3]
        for frame in FRAMES
    ]
).assign(ratio=2.0, ratio_low=0.02, ratio_high=40.0, p_corrected=0.01, by="voice", of="frame")
WORDS = pd.DataFrame({"word": [f"word-{'x' * at}" for at in range(24)]}).assign(
    n_target=1200, n_reference=345, log_ratio=[*[3.0] * 12, *[-3.0] * 12], log_ratio_low=-4.0,
    log_ratio_high=4.0, p_ratio_corrected=0.5, outlet_target="a1", outlet_reference=None,
    by="outlet", n_left_out=1234,
)  # fmt: skip
CURVE = pd.DataFrame(
    [
        {"method": method, "headlines": headlines, "copies": copies, "left_out": left_out}
        for method in ("parser", "rules")
        for headlines in ("with", "without")
        for copies in ("all", "once")
        for left_out in (None, *crowd.FRAMES)
    ]
).assign(denominator="own words", per=1000, rate=np.arange(1, 8 * len(crowd.FRAMES) + 9) / 9)
ARTICLES = articles_of(*["word " * 99] * 20).assign(
    date=pd.date_range("2020-01-03", periods=20, freq="30D")
)
MENTIONS = pd.DataFrame(
    [{"doc_id": doc, "start": 5, "frame": frame} for doc in ARTICLES["doc_id"] for frame in FRAMES]
    + [{"doc_id": ARTICLES["doc_id"][0], "start": 9, "frame": "f0"}]
)
LINES = pd.DataFrame({"mention_id": list("abcdef"), "left": "words stand before it " * 5}).assign(
    node="victory", right=" and words stand after it" * 5, voice="a3", date=crowd.WEEKS[0]
)
COVERED = pd.DataFrame(
    [{"outlet": o, "period": week} for week in crowd.WEEKS for o in crowd.ACTORS]
).assign(n_docs=lambda rows: rows.index % 7 + (rows["outlet"] == "a3"), by="outlet")
SHARES = _few(crowd.rates(), "voice").assign(
    table=None, total=4000, share=0.3, low=0.2, high=0.9, mean=0.1, zeros=0.2
)
LATER = {
    "comparison": lambda **k: tk.plot_comparison(
        COMPARED.assign(n=COMPARED["n"] + (COMPARED["frame"] == "f5")), **k
    ),
    "dispersion": lambda **k: tk.plot_dispersion(MENTIONS, ARTICLES, **k),
    "coverage": lambda **k: tk.plot_coverage(COVERED, **k),
    "composition": lambda **k: tk.plot_composition(SHARES, **k),
    "tone": lambda **k: tk.plot_tone(SHARES, **k),
    "key words": lambda labels=None, **k: tk.plot_keyness(WORDS, words=12, **k),
    "specifications": lambda **k: tk.plot_specifications(
        CURVE.assign(low=CURVE["rate"] / 2, high=CURVE["rate"] * 2), **k
    ),
    "concordance": lambda **k: tk.plot_concordance(LINES, **k),
    "models": lambda **k: tk.plot_models(
        COMPARED.rename(columns={"voice": "term"}).assign(by=None), **k
    ),
    "collocates": lambda **k: tk.plot_collocates(
        SHARES.assign(
            word=SHARES["voice"], expected=-1, n_node=9, window="5", log_dice=SHARES["rate"]
        ),
        measure="log_dice",
        **k,
    ),
    "corrected": lambda **k: tk.plot_corrected(
        SHARES.assign(category=SHARES["frame"], n_coded=9, observed=0.1), **k
    ),
}
MOST = {"comparison": "f5", "dispersion": "f0", "coverage": "a3", "composition": "", "tone": ""}


@pytest.mark.parametrize("name", [*PLOTS, *LATER])
def test_no_text_runs_into_another_and_none_is_cut(name):
    draw = {**PLOTS, **LATER}[name]
    figure = draw(labels=crowd.LABELS, title="A title of the figure").figure
    assert figure.get_suptitle() == "A title of the figure"
    figure.draw_without_rendering()
    drawn = [(text.get_text(), corners(text)) for text in shown_texts(figure)]
    assert len(drawn) > 5
    width, height = figure.get_size_inches() * figure.dpi
    cut = [text for text, box in drawn if (box < -1).any() or (box > (width + 1, height + 1)).any()]
    assert not cut
    near = [
        (one, other)
        for (one, a), (other, b) in combinations(drawn, 2)
        if (a.min(axis=0) < b.max(axis=0)).all()
        and (b.min(axis=0) < a.max(axis=0)).all()
        and Path(a).intersects_path(Path(b))
    ]
    assert not near


def test_a_size_that_texts_do_not_fit_into_is_told_with_one_that_does():
    said = "size: found 88 x 60 mm, where texts overlap or are cut, "
    with pytest.warns(SizeWarning, match=f"^{said}expected about 88 x 117 mm$"):
        ax = PLOTS["few rates"](labels=crowd.LABELS, size=(88, 60))
    assert ax.figure.get_size_inches() * 25.4 == pytest.approx([88, 60])
    with pytest.warns(SizeWarning, match=f"{said}expected about 180 x 75 mm$"):
        PLOTS["few heat map"](labels=crowd.LABELS, size=(88, 60))


@pytest.mark.parametrize("name", LATER)
def test_all_plots_take_a_size_and_a_title_and_refuse_wrong_ones_alike(name):
    figure = LATER[name](size=(180, 210), title="A title").figure
    assert figure.get_size_inches() * 25.4 == pytest.approx([180, 210])
    for wrong in ({"size": (88,)}, {"title": 1}, {"size": (88, 60), "ax": figure.axes[0]}):
        with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: found .+, expected"):
            LATER[name](**wrong)


@pytest.mark.parametrize("name", MOST)
def test_of_the_top_rows_alone_there_are_marks_and_it_is_said(name):
    figure = LATER[name](top=1).figure
    assert re.search("the 1 of .+ with most (mentions|articles)", figure_notes(figure))
    kept = MOST[name] or SHARES.groupby("frame")["n"].sum().idxmax()
    column = "outlet" if name == "coverage" else "frame"
    assert {mark.row[column] for mark in find_marks(figure)} == {kept}
    with pytest.raises(ValueError, match="top: found 0, expected a whole number, 1 or more"):
        LATER[name](top=0)


def figure_notes(figure):
    return " ".join(ax.get_xlabel() for ax in figure.axes).replace("\n", " ")


def test_rates_have_a_panel_per_frame_with_the_same_voices_in_order_of_their_rates():
    table = pd.DataFrame(
        {
            "voice": ["x", "y"] * 2,
            "frame": ["f", "f", "g", "g"],
            "n": [4, 50, 6, 5],
            "exposure": [1000, 5000] * 2,
            "rate": [4.0, 10.0, 6.0, 1.0],
            "low": [1.0, 8.0, 2.0, 0.5],
            "high": [9.0, 12.0, 12.0, 2.5],
            "table": "rates",
            "by": "voice",
            "of": "frame",
        }
    )
    first, second = tk.plot_rates(table).figure.axes
    assert [ax.get_title(loc="left") for ax in (first, second)] == ["F", "G"]
    # The mean of 10 and 1 is more than that of 4 and 6.
    assert [t.get_text() for t in first.get_yticklabels()] == ["Y (5,000 words)", "X (1,000 words)"]
    assert [t.get_text() for t in first.texts] == ["4", "50"]
    faces = {tuple(line.get_xdata()): line.get_markerfacecolor() for line in first.lines}
    assert faces[4.0,] == "white"
    assert faces[10.0,] != "white"
    # Lengths 8, 4, 10 and 2: the shorter, the thicker.
    thick = [w for ax in (first, second) for c in ax.collections for w in c.get_linewidths()]
    assert np.argsort(thick).tolist() == [2, 0, 1, 3]


def test_top_keeps_the_values_with_most_mentions_and_says_so():
    figure = tk.plot_rates(crowd.rates(), top=3, order="labels").figure
    names = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    sums = crowd.rates().groupby("voice")["n"].sum().nlargest(3)
    assert {name.split(" ")[0].lower() for name in names} == set(sums.index)
    assert "the 3 of 30 with most mentions" in figure.get_supxlabel()


def test_a_figure_says_where_clusters_are_far_fewer_than_articles():
    rows = _few(crowd.rates(), "voice").assign(exposure_docs=40, n_clusters=20)
    weeks = FEW_WEEKS.assign(exposure_docs=4, n_clusters=1)  # of so few articles it is no news
    rows.loc[rows["voice"] == "a3", ["exposure_docs", "n_clusters"]] = 1200, 300
    said = (
        "\nintervals rest on clusters, such as families of copies: as few as 300 for 1,200 articles"
    )
    assert tk.plot_rates(rows).figure.get_supxlabel().endswith(said)
    assert figure_notes(tk.plot_heatmap(rows).figure).strip().endswith(said.strip())
    few = tk.plot_rates(rows[rows["voice"] != "a3"]).figure.get_supxlabel()
    assert few.endswith("as few as 20 for 40 articles")
    assert (
        "clusters"
        not in tk.plot_rates(rows.assign(n_clusters=21, exposure_docs=40)).figure.get_supxlabel()
    )
    assert "clusters" not in tk.plot_timeline(weeks).figure.get_supxlabel()
    weeks.loc[weeks["period"] == crowd.WEEKS[1], "exposure_docs"] = 5
    assert "as few as 1 for 5 articles" in tk.plot_timeline(weeks).figure.get_supxlabel()


def test_few_mentions_are_hatched_and_have_no_shade():
    table = crowd.rates()[lambda rows: rows["voice"].isin(["a0", "a29"])]
    ax = tk.plot_heatmap(table)
    shades = np.ma.filled(ax.collections[0].get_array(), np.nan).ravel()
    n, low = table["n"].to_numpy(), table["low"].to_numpy()  # as the cells: by voice, then frame
    few = (n > 0) & (n < 5)
    assert few.any()
    assert np.isnan(shades[few]).all()
    assert len([patch for patch in ax.patches if patch.get_hatch()]) == few.sum()
    assert shades[n >= 5].tolist() == low[n >= 5].tolist()


def test_what_has_no_target_takes_no_part_in_the_shades_and_frames_are_named():
    voices = pd.DataFrame(
        {
            "voice": ["x", "x", "y"],
            "target_id": ["y", None, "x"],
            "frame": ["f", "f", "g"],
            "n": [3, 90, 2],
            "of": "frame",
        }
    )
    ax = tk.plot_voices(voices, labels={"f": "Blame", "g": "Threat"})
    assert ax.collections[0].get_array().max() == 3
    assert ax.get_xticks().tolist() == [0.5, 1.5, 2.75]
    _, bar = ax.figure.axes
    assert bar.get_xlabel() == "mentions of Blame, Threat"


def test_points_stand_in_the_middle_of_their_periods_and_what_is_unsure_is_pale():
    weeks = pd.DataFrame(
        {
            "period": pd.to_datetime(["2020-11-02", "2020-11-09", "2020-11-16"]),
            "frame": "f",
            "n": [9, 4, 8],
            "rate": [4.0, 2.0, 3.0],
            "low": [2.0, 1.0, 1.0],
            "high": [6.0, 5.0, 70.0],
            "of": "frame",
        }
    )
    ax = tk.plot_timeline(weeks)
    days = pd.to_datetime(["2020-11-05 12:00", "2020-11-12 12:00", "2020-11-19 12:00"])
    assert ax.convert_xunits(ax.lines[0].get_xdata()) == pytest.approx(ax.convert_xunits(days))
    alphas = {patch.get_x() + 3.5: patch.get_alpha() for patch in ax.patches}
    assert [alphas[day] for day in ax.convert_xunits(days)] == [0.3, 0.1, 0.1]
    assert ax.get_ylim()[1] == pytest.approx(2 * 4 * 1.04)


def test_a_figure_of_more_than_a_page_says_what_to_do():
    with pytest.warns(PageWarning, match=r"height of \d+ mm, expected at most 230.+top=20"):
        tk.plot_rates(crowd.rates())
    many = pd.concat([crowd.rates().assign(voice=lambda t, at=at: t["voice"] + at) for at in "bcd"])
    with pytest.warns(PageWarning, match="draw fewer rows: top=50"):
        tk.plot_heatmap(many)


def test_a_network_too_full_to_read_is_refused():
    with pytest.raises(ValueError, match=r"found 121 arrows between 30 actors, .+ by least=2"):
        tk.plot_network(ONE_FRAME)
    with pytest.raises(ValueError, match=r"found \d+ actors of f\d+, expected at most 12.+ top=12"):
        tk.plot_network(crowd.voices(), least=5)
    with pytest.raises(ValueError, match=r"ax: found Axes for 15 panels .+ praise and blame"):
        tk.plot_network(crowd.voices(), ax=plt.subplots()[1])


def test_a_network_has_a_panel_per_frame_and_never_sums_over_them():
    voices = pd.DataFrame(
        {
            "voice_id": ["x", "x"],
            "target_id": ["y", "y"],
            "frame": ["praise", "blame"],
            "n": [2, 3],
            "of": "frame",
        }
    )
    axes = tk.plot_network(voices).figure.axes
    assert [ax.get_title(loc="left") for ax in axes] == ["Praise", "Blame"]
    assert [[t.get_text() for t in ax.texts] for ax in axes] == [["2", "X", "Y"], ["3", "X", "Y"]]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"size": (88,)}, r"size: found \(88,\), expected width and height in mm: \(88, 60\)"),
        ({"top": 0}, "top: found 0, expected a whole number, 1 or more"),
        ({"order": "rate"}, "order: found 'rate', expected one of labels, largest"),
        ({"title": 1}, "title: found 1, expected a text"),
    ],
)
def test_wrong_looks_are_named(given, message):
    with pytest.raises(ValueError, match=message):
        tk.plot_rates(crowd.rates(), **given)


def test_axes_have_no_panels_and_a_size_of_their_own():
    ax = plt.subplots()[1]
    for given in ({"facet": "frame"}, {"size": (88, 60)}):
        with pytest.raises(ValueError, match="and Axes as well, expected one of the two"):
            tk.plot_rates(crowd.rates(), ax=ax, **given)


@pytest.fixture
def ours_again():
    yield
    tk.use_journal("sans")


@pytest.mark.usefixtures("ours_again")
@pytest.mark.parametrize("name", JOURNALS)
def test_figures_have_the_width_and_the_face_of_the_journal(name):
    tk.use_journal(name)
    ax = PLOTS["few rates"](labels=crowd.LABELS)
    assert ax.figure.get_figwidth() * 25.4 == pytest.approx(JOURNALS[name].two_columns)
    assert ax.get_yticklabels()[0].get_fontfamily()[0] == JOURNALS[name].font


@pytest.mark.usefixtures("ours_again")
def test_a_journal_takes_the_other_face_and_draws_what_it_lacks():
    tk.use_journal("springer", font="serif")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = PLOTS["few rates"](labels={"a0": "Հայաստան", "f0": "إيران"})
        ax.figure.canvas.draw()
    assert ax.get_yticklabels()[0].get_fontfamily()[0] == "STIXGeneral"
    with pytest.raises(ValueError, match="name: found 'times', expected one of sans, serif"):
        tk.use_journal("times")
    with pytest.raises(ValueError, match="font: found 'times', expected one of sans, serif"):
        tk.use_journal("plos", font="times")
