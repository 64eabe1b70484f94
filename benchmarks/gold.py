"""Score voices, targets, roles and stances on news that no rule was made on.

    python benchmarks/gold.py SHARED_DATA_DIR

SHARED_DATA_DIR holds `wikinews/wikinews_2020.csv` and `polnear/`. The gold sets, 150 mentions
each, stand in benchmarks/gold, as offsets and labels without text, with their codebook. The scores
are in percent, with Wilson intervals of 95 % for shares: `voice`, `mode` and `stance` of all
mentions; `voiced` of those that somebody says, in the gold set; precision and recall of targets,
and of targets with their roles. The agreement of the two coders stands beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from polnear import read_articles

import toolkit as tk
from toolkit.statistics.intervals import wilson_interval

GOLD = Path(__file__).with_name("gold")
KEY = ["doc_id", "start", "end", "term_id"]
QUESTIONS = ("voice", "mode", "stance")
NORMAL = 1.959964


def load_wikinews(data: Path) -> pd.DataFrame:
    """Return the articles of Wikinews 2020."""
    path = data / "wikinews" / "wikinews_2020.csv"
    return tk.clean_text(tk.load_corpus(path, columns={"doc_id": "url"}))


def load_polnear(data: Path) -> pd.DataFrame:
    """Return the articles of PolNeAR's train split."""
    return read_articles(data / "polnear" / "train" / "text")


SETS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "wikinews": load_wikinews,
    "polnear": load_polnear,
}


def main() -> int:
    """Score both methods on both sets, print the table; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder with wikinews/ and polnear/")
    parser.add_argument("--wrong", choices=SETS, help="list what is not right in one set instead")
    options = parser.parse_args()
    rows = []
    for name in [options.wrong] if options.wrong else SETS:
        gold = read_gold(name)
        for method in ("parser", "rules"):
            coded = compare(name, options.data, gold, method)
            if options.wrong:
                list_wrong(coded, method)
            else:
                rows.append({"set": name, "system": method, **score(coded, "_found")})
        if not options.wrong:
            rows.append({"set": name, "system": "coder B by A", **agreement(gold)})
    if rows:
        print(pd.DataFrame(rows).set_index(["set", "system"]).to_string())
    return 0


def read_gold(name: str) -> pd.DataFrame:
    """Return one gold set: a row per mention, with the final codes and those of either coder."""
    return pd.read_csv(GOLD / f"{name}.csv", keep_default_na=False)


def compare(name: str, data: Path, gold: pd.DataFrame, method: str) -> pd.DataFrame:
    """Return the gold set beside what a method finds in its articles."""
    articles = SETS[name](data)
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


def score(coded: pd.DataFrame, suffix: str, of: str = "") -> dict[str, str]:
    """Return the measures of the columns with a suffix, against those with another."""
    right = {
        question: coded[question + of].astype("str") == coded[question + suffix].astype("str")
        for question in QUESTIONS
    }
    voiced = coded["mode" + of].isin(["direct", "indirect"])
    shares = {question: told(hits.sum(), len(hits)) for question, hits in right.items()}
    shares["voiced"] = told(right["voice"][voiced].sum(), voiced.sum())
    for label, part in (("targets", _actors), ("roles", _pairs)):
        ours, theirs = coded["targets" + of].map(part), coded["targets" + suffix].map(part)
        hits = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
        precision = hits / max(1, theirs.map(len).sum())
        recall = hits / max(1, ours.map(len).sum())
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        shares[label] = f"P {percent(precision)} R {percent(recall)} F1 {percent(f1)}"
    return shares


def agreement(gold: pd.DataFrame) -> dict[str, str]:
    """Return the measures of the second coder against the first."""
    return score(gold, "_b", of="_a")


def told(hits: int, n: int) -> str:
    """Return a share in percent with its interval."""
    low, high = wilson_interval(hits / n, n, quantile=NORMAL)
    return f"{percent(hits / n)} ({percent(low)}-{percent(high)})"


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{100 * share:.1f}"


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
