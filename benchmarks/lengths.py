"""Time `find_attributions` on ever longer texts: it grows in proportion to the length.

    python benchmarks/lengths.py

Two kinds of text, both in one paragraph: news prose of our own, and marks drawn at random
(quotation marks, brackets, reporting words). Writes lengths.csv (processor seconds) and lengths.svg
beside this file.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before anything loads numpy

import matplotlib as mpl
import pandas as pd

from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.plot.style import COLOURS, MARKERS, new_axes, style
from toolkit.tables.schema import empty_table, make_table
from toolkit.text.words import count_words

LENGTHS = {"rules": (30_000, 100_000, 300_000, 1_000_000), "parser": (10_000, 30_000, 100_000)}
PROSE = (
    "The mayor of Norport said on Monday that the bridge would stay shut. “We are not ready,” "
    "Ada Berg told reporters, “and nobody should hurry us.” Her critics disagree. According to "
    "Jon Holm, who leads the council, the works were done in March; he called the delay a farce. "
)
MARKS = ["“", "”", '"', "‘", "’", "«", "»", "„", "(", ")", ":", ",", ". ", "said", "Berg", "that"]


def main() -> None:
    """Measure, and write the table and the plot."""
    rows = []
    for method, lengths in LENGTHS.items():
        seconds(PROSE, method)  # warm up
        for kind in ("prose", "random marks"):
            for length in lengths:
                text = text_of(kind, length)
                rows.append((method, kind, length, round(seconds(text, method), 3)))
    table = pd.DataFrame(rows, columns=["method", "text", "characters", "seconds"])
    here = Path(__file__).parent
    table.to_csv(here / "lengths.csv", index=False, lineterminator="\n")
    draw(table, here / "lengths.svg")
    print(table.to_string(index=False))


def text_of(kind: str, length: int) -> str:
    """Return one paragraph of a kind, `length` characters long."""
    if kind == "prose":
        return (PROSE * (length // len(PROSE) + 1))[:length]
    chance = random.Random(length)
    return " ".join(chance.choices(MARKS, k=length))[:length]


def seconds(text: str, method: str) -> float:
    """Return the processor seconds that one article takes."""
    record = {"doc_id": "a", "title": "", "text": text, "body_start": 0}
    articles = make_table("articles", [record | {"n_tokens": count_words(text)}])
    started = time.process_time()
    find_attributions(articles, empty_table("names"), method=method)
    return time.process_time() - started


def draw(table: pd.DataFrame, path: Path) -> None:
    """Plot seconds by length, both on logarithmic scales, with a line of slope one."""
    mpl.use("agg")
    with style():
        ax = new_axes(None, width=88, height=66)
        looks = zip(table.groupby(["method", "text"]), COLOURS, MARKERS, strict=False)
        for (name, group), colour, marker in looks:
            ax.plot(
                group["characters"],
                group["seconds"],
                marker,
                ls="-",
                color=colour,
                label=", ".join(name),
            )
            first = group.iloc[0]
            slope = first["seconds"] / first["characters"] * group["characters"]
            ax.plot(group["characters"], slope, color=colour, linewidth=0.5, linestyle=":")
        ax.set(
            xscale="log", yscale="log", xlabel="characters", ylabel="seconds (dotted: proportional)"
        )
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.yaxis.set_major_formatter("{x:g}")
        ax.legend()
        ax.figure.savefig(path, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
