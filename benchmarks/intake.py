"""Time `load_corpus` on invented articles against pandas reading the same file.

    python benchmarks/intake.py

Writes 100,000 articles (200 to 600 words, with punctuation, quotation marks beyond ASCII and
numbers) to a temporary folder as CSV and Parquet, and prints for each the seconds of pandas, of
`load_corpus`, and the ratio. Each is the least of some rounds that take turns, so that what else
the machine does falls on both alike.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from toolkit import load_corpus

ODD = [
    "Nagorno-Karabakh",
    "1,960",
    "3.5bn",
    "Turkey’s",
    "“peace”",
    "Élysée",
    "—",
    "2.5-year",
    "it's",
]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    frame = invent(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        csv, parquet = Path(folder, "articles.csv"), Path(folder, "articles.parquet")
        frame.to_csv(csv, index=False)
        frame.to_parquet(parquet, index=False)
        for path, reader in ((csv, pd.read_csv), (parquet, pd.read_parquet)):
            compare(path, reader, options.rounds)


def compare(path: Path, reader: Callable, rounds: int) -> None:
    """Print what pandas and we take for one file."""
    jobs = {
        "pandas": lambda: reader(path),
        "load_corpus": lambda: load_corpus(path),
    }
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            best[name] = min(best[name], time.perf_counter() - started)
    print(
        f"{path.suffix[1:]:8} {path.stat().st_size / 1e6:5.0f} MB  pandas {best['pandas']:.2f} s  "
        f"load_corpus {best['load_corpus']:.2f} s  "
        f"ratio {best['load_corpus'] / best['pandas']:.2f}"
    )


def invent(n: int) -> pd.DataFrame:
    """Return `n` articles of words drawn at random, the same ones each time."""
    chance = random.Random(1)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(5_000)]
    words += ODD * 20  # about 3 in 100
    rows = []
    for at in range(n):
        drawn = chance.choices(words, k=chance.randint(200, 600))
        lines = [" ".join(drawn[start : start + 60]) for start in range(0, len(drawn), 60)]
        day = f"20{chance.randint(10, 20)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        outlet = chance.choice(["Tide", "Herald", "Echo"])
        title = " ".join(chance.choices(words, k=8))
        rows.append((f"d{at}", outlet, day, title, ".\n\n".join(lines) + "."))
    return pd.DataFrame(rows, columns=["doc_id", "outlet", "date", "title", "text"])


if __name__ == "__main__":
    main()
