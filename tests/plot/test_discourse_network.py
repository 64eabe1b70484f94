"""Pictures of discourse networks: that they can be read at 40 nodes, and what they leave out."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.path import Path
from test_panels import corners

import toolkit as tk
from toolkit.plot.marks import find_marks

FIRMS = ("Port Authority", "Tidal Power Ltd", "Coastal League", "Fishers' Guild", "Seamen's Union")
ACTORS = [f"{FIRMS[at % 5]} {at // 5 + 1}" for at in range(40)]
CONCEPTS = [f"the {thing} {must}" for thing in ("sea", "coast", "harbour", "heron", "barrage")
            for must in ("has to be protected by law", "pays")]  # fmt: skip
CAMPS = {actor: "east" if at % 2 else "west" for at, actor in enumerate(ACTORS)}


def statements(actors, n):
    rng = np.random.default_rng(4)
    at, concept = rng.integers(len(actors), size=n), rng.integers(len(CONCEPTS), size=n)
    agrees = (at + concept) % 2 == 0
    return pd.DataFrame(
        {
            "mention_id": [str(k) for k in range(n)],
            "doc_id": rng.integers(100, size=n).astype(str),
            "voice_id": [actors[a] for a in at],
            "frame": [CONCEPTS[c] for c in concept],
            "stance": np.where(agrees, "asserted", np.where(concept % 3, "denied", "questioned")),
        }
    )


def new_axes():
    return plt.figure(figsize=(5, 8)).subplots()


def texts_of(figure):
    """Return the texts that can be seen, with those of the legend."""
    legends = [text for legend in figure.legends for text in legend.get_texts()]
    legend = figure.axes[0].get_legend()
    legends += legend.get_texts() if legend else []
    titles = [figure._suptitle] if figure._suptitle else []
    return [*titles, *figure.axes[0].texts, *legends]


FORTY = tk.affiliations(statements(ACTORS[:30], 110), seed=1, draws=2)
TIES = tk.actor_ties(statements(ACTORS, 400), stance="subtract", seed=1, draws=2)
_FIRST = TIES.iloc[np.argsort(-TIES["weight"].abs(), kind="stable")]
# the strongest of each actor, on either side, so that all forty are drawn
STRONG = pd.concat(
    [_FIRST.groupby("voice_id").head(2), _FIRST.groupby("voice_id_other").head(1)]
).drop_duplicates(["voice_id", "voice_id_other"])


@pytest.mark.parametrize(
    ("draw", "width"),
    [
        (lambda **k: tk.plot_discourse_network(FORTY, **k), 88),
        (lambda **k: tk.plot_discourse_network(STRONG, camps=CAMPS, **k), 88),
        (lambda **k: tk.plot_discourse_network(STRONG, size=(110, 130), **k), 110),
        (lambda title: tk.plot_discourse_network(FORTY, title=title, ax=new_axes()), 127),
    ],
    ids=["affiliations", "ties by camp", "ties", "axes"],
)  # fmt: skip
def test_forty_names_neither_touch_nor_are_cut(draw, width):
    figure = draw(title="A debate").figure
    assert figure.get_figwidth() * 25.4 == pytest.approx(width)
    figure.draw_without_rendering()
    drawn = [(text.get_text(), corners(text)) for text in texts_of(figure)]
    assert len(drawn) > 35
    far, high = figure.get_size_inches() * figure.dpi
    assert not [
        text for text, box in drawn if (box < -1).any() or (box > (far + 1, high + 1)).any()
    ]
    near = [
        (one, other)
        for (one, a), (other, b) in combinations(drawn, 2)
        if (a.min(axis=0) < b.max(axis=0)).all()
        and (b.min(axis=0) < a.max(axis=0)).all()
        and Path(a).intersects_path(Path(b))
    ]
    assert not near
    plt.close(figure)


def one_of_each():
    rows = [("a", "f", "asserted"), ("a", "f", "asserted"), ("a", "g", "denied"),
            ("b", "f", "denied"), ("b", "g", "questioned")]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["voice_id", "frame", "stance"])
    return frame.assign(mention_id=list("12345"), doc_id="1")


def test_colours_and_dashes_tell_who_asserts_and_who_denies():
    ax = tk.plot_discourse_network(tk.affiliations(one_of_each(), seed=1))
    assert len(ax.patches) == 4
    meant = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert meant == ["asserts", "denies", "both alike, or questions"]
    styles = [patch.get_linestyle() for patch in ax.patches]
    assert sorted(styles) == ["-", "-", "--", "--"]
    assert ax.patches[-1].get_linewidth() == 2.6  # the two statements of a on f, drawn last
    assert ax.patches[0].get_linewidth() == pytest.approx(0.3 + 2.3 / 2)
    assert "lines: 4 of 4 affiliations\nwidth: weight; the widest 2" in ax.texts[-1].get_text()
    rows = [mark.row for mark in find_marks(ax.figure)]
    assert {"voice_id": "a", "frame": "f"} in rows
    assert len(rows) == 4
    # a: two against b's one on f, and a denial against a question on g: -2 + 0
    ties = tk.actor_ties(one_of_each(), stance="subtract", seed=1)
    (line,) = tk.plot_discourse_network(ties).patches
    assert line.get_linestyle() == "--"
    few = tk.plot_discourse_network(tk.affiliations(one_of_each(), seed=1), top=1, least=2)
    assert "lines: 1 of 4 affiliations, of a weight of 2 or more,\nof the 1 actors" in (
        few.texts[-1].get_text()
    )


def test_what_cannot_be_read_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match=r"found \d+ lines between 40 nodes, expected at most 120"):
        tk.plot_discourse_network(TIES)
    long = {
        actor: f"{actor}, the spokesperson of its {at}th board" for at, actor in enumerate(ACTORS)
    }
    message = (
        r"found 29 actors and 10 concepts, whose names leave .+ print shorter names, by `labels`"
    )
    with pytest.raises(ValueError, match=message):
        tk.plot_discourse_network(FORTY, size=(60, 60))
    with pytest.raises(
        ValueError, match=r"network: found 40 actors with names such as .+, by `top`"
    ):
        tk.plot_discourse_network(STRONG, labels=long, size=(88, 120))
    both = pd.concat([FORTY.assign(by="x + voice_id", x=1), FORTY.assign(by="x + voice_id", x=2)])
    with pytest.raises(
        ValueError, match=r"^network: found 2 networks, expected one; keep the rows"
    ):
        tk.plot_discourse_network(both)
    with pytest.raises(ValueError, match=r"^least: found nan, expected a number, the least weight"):
        tk.plot_discourse_network(FORTY, least=float("nan"))
    nothing = tk.plot_discourse_network(FORTY, least=1000)
    assert nothing.texts[0].get_text() == "no data: no line has a weight of 1000"


def test_actors_have_the_colour_that_the_legend_gives_their_camp():
    rows = [(f"{a}{at}", a, at) for at in range(3) for a in ("bo", "cy")] + [("x", "al", 0)]
    said = pd.DataFrame(rows, columns=["mention_id", "voice_id", "frame"])
    ties = tk.actor_ties(said.assign(doc_id="d", stance="asserted"), seed=1, draws=2)
    camps = {"al": "a camp not drawn", "bo": "north", "cy": "south"}
    same = {name: name for name in ("bo", "cy", "north", "south")}
    ax = tk.plot_discourse_network(ties, camps=camps, least=2, labels=same)
    named = {text.get_text(): text.get_position() for text in ax.texts}
    nodes = [line for line in ax.lines if line.get_marker() == "o"]
    legend = ax.figure.legends[0]
    shown = {
        text.get_text(): line
        for text, line in zip(legend.get_texts(), legend.get_lines(), strict=True)
    }
    for actor in ("bo", "cy"):
        near = min(nodes, key=lambda node: abs(node.get_xdata()[0] - named[actor][0]))
        assert near.get_color() == shown[camps[actor]].get_color()
    assert len(nodes) == 2
    with pytest.raises(ValueError, match=r"^camps: found camps with affiliations, expected None"):
        tk.plot_discourse_network(FORTY, camps=camps)
