"""Measure how often the language of an article, and of a sentence alone, is told right.

    python benchmarks/languages.py NTREX_DIR

NTREX_DIR holds `text/LANGUAGE/*.txt`, a line a sentence. For each language: the articles that were
told right, in percent; then of the sentences those that are certain enough, and of these those
that were told right.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

import pandas as pd
from ntrex import read_articles

import toolkit as tk
from toolkit.tables.schema import make_table


def main() -> int:
    """Tell the language of each text, print a row per language; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ntrex", type=Path, help="the folder with text/LANGUAGE/*.txt")
    parser.add_argument("--certainty", type=float, default=0.5)
    options = parser.parse_args()
    warnings.simplefilter("ignore", tk.CorpusWarning)  # of sentences that are not certain enough
    rows = []
    for folder in sorted((options.ntrex / "text").iterdir()):
        articles = read_articles(folder, folder.name)
        told = tk.add_language(articles.assign(language=None))["language"]
        each = tk.add_language(sentences_of(articles), certainty=options.certainty)["language"]
        rows.append(
            {
                "language": folder.name,
                "articles right": 100 * (told == folder.name).mean(),
                "sentences told": 100 * each.notna().mean(),
                "of these right": 100 * (each.dropna() == folder.name).mean(),
            }
        )
    print(pd.DataFrame(rows).set_index("language").round(1).to_string())
    return 0


def sentences_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return each line of the articles as an article of its own, in no language."""
    lines = [line for text in articles["text"] for line in text.splitlines() if line.strip()]
    return make_table(
        "articles",
        [
            {"doc_id": str(at), "title": "", "body_start": 0, "text": line, "n_tokens": 0}
            for at, line in enumerate(lines)
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
