"""Measure the precision and recall of each rule of `find_attributions` on PolNeAR's dev split.

    python benchmarks/quality.py POLNEAR_DIR

writes toolkit/annotate/attribution/quality.csv, which `toolkit.attribution_quality` returns.
Words and their sources are compared as score.py of POLNEAR_DIR compares them (strict). No list of
words was counted on this split, but its errors were read while the rules were made:
benchmarks/ATTRIBUTION.md says how often. Intervals take articles as clusters.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
from polnear import judge, load_scorer, read_articles, statements
from shares import share

from toolkit.annotate.attribution import quality
from toolkit.annotate.attribution.attributions import find_attributions
from toolkit.annotate.attribution.methods import METHODS
from toolkit.provenance import write_atomically
from toolkit.tables.schema import empty_table
from toolkit.tables.spreadsheet import to_csv

SPLIT = "dev"
MEASURES = ("content_precision", "precision", "recall")


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


def measure(scorer: ModuleType, gold: dict, articles: pd.DataFrame, method: str) -> pd.DataFrame:
    """Return the rows of one method, the rule with most words first, and a row for all."""
    attributions = find_attributions(articles, empty_table("names"), method=method)
    by_doc = dict(iter(attributions.groupby("doc_id")))
    words = pd.concat(
        judge_words(scorer, annotated, by_doc.get(doc)).assign(doc_id=doc)
        for doc, annotated in gold.items()
    )
    voiced = words.groupby("doc_id")["voiced"].sum()
    given = words[words["rule"].notna()]
    rules = {rule: given[given["rule"] == rule] for rule in given["rule"].value_counts().index}
    rows = []
    for rule, ours in {**rules, "all": given}.items():
        counts = ours.groupby("doc_id")[["voiced", "right"]].agg(["sum", "size"])
        right = counts["right"]["sum"]
        shares = (
            share(counts["voiced"]["sum"], counts["voiced"]["size"]),
            share(right, counts["right"]["size"]),
            share(right.reindex(voiced.index, fill_value=0), voiced),
        )
        row = {"method": method, "rule": rule, "n": len(ours), "n_docs": len(counts)}
        for name, estimate in zip(MEASURES, shares, strict=True):
            ends = zip(("", "_low", "_high"), estimate, strict=True)
            row |= {f"{name}{end}": round(value, 3) for end, value in ends}
        rows.append(row)
    return pd.DataFrame(rows)


def judge_words(scorer: ModuleType, article: dict, found: pd.DataFrame | None) -> pd.DataFrame:
    """Return an article's words: the rule that gave each to a voice, if voiced, if rightly so."""
    predicted = [] if found is None else list(statements(found))
    rules = [one["rule"] for one in predicted] + [None]  # the last, -1, is nobody's
    judged = judge(scorer, article, predicted)
    rows = [
        (rules[guess], voiced, right)
        for (start, _), (guess, voiced, right) in zip(article["tokens"], judged, strict=True)
        if not any(first <= start < end for first, end in article["discard"])
    ]
    return pd.DataFrame(rows, columns=["rule", "voiced", "right"])


if __name__ == "__main__":
    sys.exit(main())
