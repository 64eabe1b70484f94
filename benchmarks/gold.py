"""Score voices, targets, roles and stances on mentions by which no rule was mended.

    python benchmarks/gold.py SHARED_DATA_DIR

SHARED_DATA_DIR holds `wikinews/wikinews_2020.csv` and `polnear/`. The gold sets stand in
benchmarks/gold, as offsets and labels without text, with their codebook. Prints a table in Markdown
for each, as docs/method.md has them: scores in percent with intervals of 95 % that take articles as
clusters, and the agreement of the two coders (B taken for a system, A for the truth). *Voiced*: the
right voice, of the mentions that somebody says. *Targets*: the right actor; *roles*: with the
right role. The articles of PolNeAR are of its train split, on whose attributions lists of cues were
counted; targets and stances were not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from polnear import read_articles
from shares import Estimate, f1, share, table_row, told

import toolkit as tk

GOLD = Path(__file__).with_name("gold")
METHODS = ("parser", "rules")
KEY = ["doc_id", "start", "end", "term_id"]
QUESTIONS = ("voice", "mode", "stance")
MEASURES = ("voice", "voiced", "mode", "stance", "targets P", "R", "F1", "roles F1")


@cache
def load_wikinews(data: Path) -> pd.DataFrame:
    """Return the articles of Wikinews 2020."""
    path = data / "wikinews" / "wikinews_2020.csv"
    return tk.clean_text(tk.load_corpus(path, columns={"doc_id": "url"}))


@cache
def load_polnear(data: Path) -> pd.DataFrame:
    """Return the articles of PolNeAR's train split."""
    return read_articles(data / "polnear" / "train" / "text")


SETS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "wikinews": load_wikinews,
    "polnear": load_polnear,
}
TITLES = {"wikinews": "Wikinews 2020", "polnear": "US news 2015–16"}


def main() -> int:
    """Score both methods on both sets, print the table; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder with wikinews/ and polnear/")
    parser.add_argument("--wrong", choices=SETS, help="list what is not right in one set instead")
    options = parser.parse_args()
    for name in [options.wrong] if options.wrong else SETS:
        if options.wrong:
            for method in METHODS:
                list_wrong(compare(name, options.data, method), method)
        else:
            print("\n".join(table(name, options.data)), end="\n\n")
    return 0


def table(name: str, data: Path) -> list[str]:
    """Return the lines of the table of one gold set."""
    gold = read_gold(name)
    systems = {f"`{method}`": score(compare(name, data, method), "_found") for method in METHODS}
    systems["coders"] = score(gold, "_b", of="_a")
    return [
        table_row(f"{TITLES[name]}, {gold['doc_id'].nunique()} articles", *MEASURES),
        "|---" * (len(MEASURES) + 1) + "|",
        table_row("*n*", *sizes(gold)),
        *(table_row(system, *map(told, scores)) for system, scores in systems.items()),
    ]


def read_gold(name: str) -> pd.DataFrame:
    """Return one gold set: a row per mention, with the final codes and those of either coder."""
    return pd.read_csv(GOLD / f"{name}.csv", keep_default_na=False)


def compare(name: str, data: Path, method: str) -> pd.DataFrame:
    """Return a gold set beside what a method finds in its articles."""
    gold, articles = read_gold(name), SETS[name](data)
    articles = articles[articles["doc_id"].isin(gold["doc_id"])].reset_index(drop=True)
    actors = tk.load_actors(GOLD / f"{name}-actors.yml")
    tables = tk.annotate(
        articles, actors, tk.load_lexicon(GOLD / f"{name}-framing.yml"), method=method
    )
    pairs = tables.targets.assign(
        pair=tables.targets["actor_id"] + ":" + tables.targets["role"].astype("str")
    )
    targets = pairs.groupby("mention_id")["pair"].agg(";".join)
    found = tables.mentions.assign(targets=tables.mentions["mention_id"].map(targets).fillna(""))
    coded = gold.merge(found, on=KEY, suffixes=("", "_found"), validate="1:1")
    if len(coded) != len(gold):
        raise ValueError(f"{name}: found {len(coded)} of {len(gold)} mentions of the gold set")
    return coded


def score(coded: pd.DataFrame, suffix: str, of: str = "") -> list[Estimate]:
    """Return the measures of the columns with a suffix, against those with another."""
    units = coded[["doc_id"]].copy()
    for question in QUESTIONS:
        same = coded[question + of].astype("str") == coded[question + suffix].astype("str")
        units[question] = same.astype("int64")
    units["said"] = _said(coded, of)
    units["voiced"] = units["voice"] * units["said"]
    for label, part in (("targets", _actors), ("roles", _pairs)):
        ours, theirs = coded["targets" + of].map(part), coded["targets" + suffix].map(part)
        both = [a & b for a, b in zip(ours, theirs, strict=True)]
        for side, sets in {"truth": ours, "found": theirs, "right": both}.items():
            units[f"{label} {side}"] = [len(actors) for actors in sets]
    sums = units.assign(n=1).groupby("doc_id").sum()
    voice, mode, stance = (share(sums[question], sums["n"]) for question in QUESTIONS)
    right, found, truth = (sums[f"targets {side}"] for side in ("right", "found", "truth"))
    roles = f1(*(sums[f"roles {side}"] for side in ("right", "found", "truth")))
    voiced = share(sums["voiced"], sums["said"])
    targets = share(right, found), share(right, truth), f1(right, found, truth)
    return [voice, voiced, mode, stance, *targets, roles]


def sizes(gold: pd.DataFrame) -> list[str]:
    """Return how many units of the gold set each measure is of; precision has its own."""
    mentions, targets = str(len(gold)), str(gold["targets"].map(_actors).map(len).sum())
    pairs = str(gold["targets"].map(_pairs).map(len).sum())
    return [mentions, str(_said(gold).sum()), mentions, mentions, "", targets, targets, pairs]


def _said(gold: pd.DataFrame, of: str = "") -> pd.Series:
    return gold["mode" + of].isin(["direct", "indirect"]).astype("int64")


def _pairs(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(";")))


def _actors(cell: str) -> frozenset[str]:
    return frozenset(pair.partition(":")[0] for pair in _pairs(cell))


def list_wrong(coded: pd.DataFrame, method: str) -> None:
    """Print each mention that is not right."""
    for row in coded.itertuples():
        for question in (*QUESTIONS, "targets"):
            ours, theirs = getattr(row, question), getattr(row, f"{question}_found")
            if question == "targets":
                ours, theirs = (";".join(sorted(_pairs(cell))) for cell in (ours, theirs))
            if str(ours) != str(theirs):
                where = f"{row.doc_id[-60:]}:{row.start}"
                print(f"{method}\t{question}\t{ours}\t{theirs}\t{row.match}\t{where}\t{row.source}")


if __name__ == "__main__":
    sys.exit(main())
