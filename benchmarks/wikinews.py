"""Compare what people say in open news with what the news tell themselves, as README.md does.

    toolkit fetch wikinews-2019 && toolkit fetch wikinews-2020
    python benchmarks/wikinews.py corpus

The folder holds `wikinews_2019.csv` and `wikinews_2020.csv`, at any depth. The instruments are
those of the gold set (benchmarks/gold), written before anything was counted. Prints a table in
Markdown.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

import toolkit as tk

GOLD = Path(__file__).with_name("gold")
SIDES = {True: "narration", False: "said"}


def compare_sides(articles: pd.DataFrame, *, method: str = "parser") -> pd.DataFrame:
    """Return the comparison of the words that somebody says with the outlet's narration."""
    actors = tk.load_actors(GOLD / "wikinews-actors.yml")
    lexicon = tk.load_lexicon(GOLD / "wikinews-framing.yml")
    tables = tk.annotate(articles, actors, lexicon, method=method)
    exposure = tk.exposure(articles, tables.attributions)
    sided = [
        table.assign(side=table["voice"].eq("narration").map(SIDES))
        for table in (tables.mentions, exposure)
    ]
    return tk.compare(*sided, by="side", pairs=[("said", "narration")], seed=7)


def row(cells: pd.Series) -> str:
    """Return a row of the table as README.md has it."""
    p = "< 0.001" if cells["p_corrected"] < 0.001 else f"{cells['p_corrected']:.3f}"
    ratio = f"{cells['ratio']:.2f} ({cells['ratio_low']:.2f}–{cells['ratio_high']:.2f})"
    return f"| {cells['frame']} | {cells['n']} | {cells['n_reference']} | {ratio} | {p} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    files = sorted(parser.parse_args().folder.rglob("wikinews_20*.csv"))
    articles = tk.clean_text(pd.concat(map(tk.load_corpus, files), ignore_index=True))
    comparison = compare_sides(articles)
    words = comparison[["exposure", "exposure_reference"]].iloc[0]
    print(f"{len(articles)} articles; words said {words.iloc[0]:,}, narrated {words.iloc[1]:,}")
    print("| frame | said | narrated | ratio per word | p (Holm) |\n|---|---|---|---|---|")
    print("\n".join(row(cells) for _, cells in comparison.iterrows()))


if __name__ == "__main__":
    main()
