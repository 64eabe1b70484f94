"""Measure how many of the actors that are found in other languages are named in English as well.

    python benchmarks/names.py NTREX_DIR

NTREX_DIR holds `actors/LANGUAGE.yml` and `text/LANGUAGE/*.txt`, translations line by line. For each
language: the actors found in its lines, each once a line; and the share in percent, with an
interval of 95 % that takes articles as clusters, of those that the English line, or one beside it,
names too. What a translator added is counted as an error, and so is what is missed in English.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import pandas as pd
from ntrex import read_articles
from shares import share, told

import toolkit as tk


def main() -> int:
    """Count the actors of each language, print a row per language; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ntrex", type=Path, help="the folder with actors/ and text/")
    options = parser.parse_args()
    english = actors_by_line(options.ntrex, "en")
    near = {(doc, line + by, actor) for doc, line, actor in english for by in (-1, 0, 1)}
    rows = []
    for folder in sorted((options.ntrex / "text").iterdir()):
        if folder.name != "en":
            named = actors_by_line(options.ntrex, folder.name)
            counts = pd.DataFrame(
                [(doc, 1, one in near) for one in named for doc in one[:1]],
                columns=["doc", "found", "right"],
            )
            by_article = counts.groupby("doc").sum()
            rows.append(
                {
                    "language": folder.name,
                    "actors": len(named),
                    "precision": told(share(by_article["right"], by_article["found"])),
                }
            )
    print(pd.DataFrame(rows).set_index("language").to_string())
    return 0


def actors_by_line(ntrex: Path, language: str) -> set[tuple[str, int, str]]:
    """Return the article, the number of the line and the actor of all that is named."""
    articles = read_articles(ntrex / "text" / language, language)
    names = tk.find_actors(articles, tk.load_actors(ntrex / "actors" / f"{language}.yml"))
    starts = {
        doc: list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        for doc, text in zip(articles["doc_id"], articles["text"], strict=True)
    }
    return {
        (row.doc_id, bisect_right(starts[row.doc_id], row.start) - 1, row.actor_id)
        for row in names.itertuples()
    }


if __name__ == "__main__":
    sys.exit(main())
