"""Measure the precision and recall of each rule of `find_attributions` on PolNeAR's train split.

    python benchmarks/quality.py POLNEAR_DIR

writes toolkit/annotate/attribution/quality.csv, which `toolkit.attribution_quality` returns.
Words and their sources are compared as score.py of POLNEAR_DIR compares them (strict). The rules
were made on this split, so that new texts fare a little worse: benchmarks/ATTRIBUTION.md has both.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
from polnear import judge, load_scorer, read_articles, statements

from toolkit.annotate.attribution import quality
from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.methods import METHODS
from toolkit.provenance import write_atomically
from toolkit.tables.schema import empty_table
from toolkit.tables.spreadsheet import to_csv

SPLIT = "train"


def main() -> int:
    """Measure both methods and write the table; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polnear", type=Path, help="the folder with score.py and the splits")
    polnear = parser.parse_args().polnear
    scorer = load_scorer(polnear)
    folder = polnear / SPLIT
    gold = scorer.load_split(folder / "text", folder / "attributions")
    articles = read_articles(folder / "text")
    tables = [measure(scorer, gold, articles, method) for method in METHODS]
    write_atomically(quality.TABLE, to_csv(pd.concat(tables)))
    return 0


def measure(scorer, gold: dict, articles: pd.DataFrame, method: str) -> pd.DataFrame:
    """Return the rows of one method, the rule with most words first, and a row for all."""
    attributions = find_attributions(articles, empty_table("names"), method=method)
    by_doc = dict(iter(attributions.groupby("doc_id")))
    counts = Counter()
    for doc, annotated in gold.items():
        counts += count_words(scorer, annotated, by_doc.get(doc))
    voiced = counts["gold", "all"]
    rules = sorted({rule for _, rule in counts} - {"all"}, key=lambda r: -counts["words", r])
    rows = [
        {
            "method": method,
            "rule": rule,
            "n": counts["words", rule],
            "content_precision": round(counts["content", rule] / counts["words", rule], 3),
            "precision": round(counts["right", rule] / counts["words", rule], 3),
            "recall": round(counts["right", rule] / voiced, 3),
        }
        for rule in [*rules, "all"]
        if counts["words", rule]
    ]
    return pd.DataFrame(rows)


def count_words(scorer, article: dict, found: pd.DataFrame | None) -> Counter:
    """Count an article's words by rule: given to a voice, rightly voiced, to the right source."""
    predicted = [] if found is None else list(statements(found))
    counts: Counter = Counter()
    judged = judge(scorer, article, predicted)
    for (start, _), (guess, voiced, right) in zip(article["tokens"], judged, strict=True):
        if any(first <= start < end for first, end in article["discard"]):
            continue
        counts["gold", "all"] += voiced
        if guess < 0:
            continue
        for rule in (predicted[guess]["rule"], "all"):
            counts["words", rule] += 1
            counts["content", rule] += voiced
            counts["right", rule] += right
    return counts


if __name__ == "__main__":
    sys.exit(main())
