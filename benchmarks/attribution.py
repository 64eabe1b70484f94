"""Score `find_attributions` on PolNeAR, and time it against spaCy's full small pipeline.

    python benchmarks/attribution.py POLNEAR_DIR --split dev --method parser

Speeds are words a second of processor time, on one thread. POLNEAR_DIR holds `score.py` and, for
each split, `text/*.txt` and `attributions/*.ann`. The scores are those that score.py prints.
Results are kept in benchmarks/ATTRIBUTION.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # before anything loads numpy

import pandas as pd

from toolkit.annotate.attributions import METHODS, find_attributions
from toolkit.annotate.parser import MODELS, load_model
from toolkit.schema import empty_table, make_table
from toolkit.sentences import count_words

TIMED_WORDS = 30_000  # enough for the full pipeline's speed to settle


def main() -> int:
    """Run the benchmark; return a process exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polnear", type=Path, help="the folder with score.py and the splits")
    parser.add_argument("--split", default="dev", help="folder of the split (default: dev)")
    parser.add_argument("--method", choices=METHODS, default="parser")
    parser.add_argument("--write", type=Path, help="keep the predictions in this file")
    options = parser.parse_args()

    articles = read_articles(options.polnear / options.split / "text")
    find_attributions(articles.head(1), empty_table("names"), method=options.method)  # warm up
    started = time.process_time()
    attributions = find_attributions(articles, empty_table("names"), method=options.method)
    speed = articles["n_tokens"].sum() / (time.process_time() - started)

    with tempfile.TemporaryDirectory() as folder:
        predictions = options.write or Path(folder) / "predictions.jsonl"
        write_predictions(predictions, articles, attributions)
        code = score(options.polnear, options.split, predictions)
    pipeline = pipeline_speed(articles)
    print(f"rules {dict(Counter(first_parts(attributions)['rule']).most_common())}")
    print(
        f"speed {speed:,.0f} words/s, spaCy's full small pipeline {pipeline:,.0f} words/s, "
        f"ratio {speed / pipeline:.2f}"
    )
    return code


def read_articles(folder: Path) -> pd.DataFrame:
    """Read the texts of a split as an articles table; offsets stay those of the files."""
    records = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        title, blank, _ = text.partition("\n\n")
        records.append(
            {
                "doc_id": path.name,
                "title": title,
                "text": text,
                "body_start": len(title + blank) if blank else 0,
                "n_tokens": count_words(text),
            }
        )
    return make_table("articles", records)


def write_predictions(path: Path, articles: pd.DataFrame, attributions: pd.DataFrame) -> None:
    """Write the attributions as score.py reads them, one JSON object an article."""
    found = {doc_id: [] for doc_id in articles["doc_id"]}
    for _, parts in attributions.groupby("attribution_id", sort=False):
        first = parts.iloc[0]
        has_source = pd.notna(first["source_start"])
        found[first["doc_id"]].append(
            {
                "content": parts[["content_start", "content_end"]].to_numpy().tolist(),
                "source": [[int(first["source_start"]), int(first["source_end"])]]
                if has_source
                else [],
            }
        )
    lines = [json.dumps({"doc": doc, "attributions": rows}) for doc, rows in found.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def score(polnear: Path, split: str, predictions: Path) -> int:
    """Print what score.py says of the predictions."""
    folder = polnear / split
    command = [sys.executable, polnear / "score.py", folder / "text", folder / "attributions"]
    return subprocess.run([*command, predictions], check=False).returncode


def first_parts(attributions: pd.DataFrame) -> pd.DataFrame:
    """Return one row an attribution."""
    return attributions[attributions["part"] == 0]


def pipeline_speed(articles: pd.DataFrame) -> float:
    """Return the words a second of spaCy's small model with all its parts, article by article."""
    import spacy

    load_model()
    model = next(name for name in MODELS if spacy.util.is_package(name))
    pipeline = spacy.load(model)
    enough = articles[articles["n_tokens"].cumsum() <= TIMED_WORDS]
    started = time.process_time()
    for _ in pipeline.pipe(enough["text"]):
        pass
    return enough["n_tokens"].sum() / (time.process_time() - started)


if __name__ == "__main__":
    sys.exit(main())
