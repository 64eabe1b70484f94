"""Find 2,000 planted near-copies in 20,000 made-up articles; score and time it.

    python benchmarks/copies.py

The articles are strings of invented words with the frequencies of a language, made from a seed.
Every planted copy has a new headline and another dateline, and one to three of: up to a third of
its paragraphs dropped, a paragraph added, 2 to 8 % of its words changed. To mislead, a fifth of
the articles end with the same boilerplate, and 2,000 follow-ups repeat a quarter of another
article. Scores are over pairs of articles of one family, times are of one processor. Results are
kept in benchmarks/COPIES.md.

The peers run in the same process: the MinHash index of datasketch as its documentation shows it
(128 permutations, one hash a shingle, unverified), and the plain comparison of every pair, timed
on a sample and scaled.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from itertools import accumulate, combinations

import pandas as pd

from toolkit.read.copies import add_families
from toolkit.tables.schema import make_table
from toolkit.text.words import count_words

SAMPLE = 600  # articles that the plain comparison is timed on
THRESHOLD = 0.4
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def main() -> int:
    """Run the benchmark; return 1 if it misses its goals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--copies", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    articles = make_articles(options.articles, options.copies, seed=options.seed)
    words = int(articles["n_tokens"].sum())
    print(f"{len(articles):,} articles, {words:,} words, {options.copies:,} of them planted copies")
    add_families(articles.head(50))  # warm up
    found, seconds = timed(lambda: add_families(articles, threshold=THRESHOLD))
    recall, precision = score(pairs_of(articles["planted"]), pairs_of(found["family_id"]))
    print(f"add_families: {seconds:.1f} s, recall {recall:.4f}, precision {precision:.4f}")
    pairs, peer = timed(lambda: datasketch_pairs(articles))
    scores = score(pairs_of(articles["planted"]), pairs)
    print(
        f"datasketch's index: {peer:.1f} s, recall {scores[0]:.4f}, precision {scores[1]:.4f}; "
        f"add_families is {peer / seconds:.1f} times as fast"
    )
    plain = plain_seconds(articles)
    print(
        f"every pair, scaled: {plain:,.0f} s; add_families is {plain / seconds:,.0f} times as fast"
    )
    return 0 if recall >= 0.95 and precision >= 0.99 and seconds < 30 else 1


def make_articles(total: int, copies: int, *, seed: int) -> pd.DataFrame:
    """Make `total` articles, `copies` of them planted; the column `planted` names the family."""
    chance = random.Random(seed)
    writer = _Writer(chance)
    originals = [writer.article(day=chance.randrange(365)) for _ in range(total - 2 * copies)]
    boilerplate = writer.paragraph()
    for article in chance.sample(originals, len(originals) // 5):
        article["paragraphs"].append(boilerplate)
    records = [{**article, "planted": f"family {at}"} for at, article in enumerate(originals)]
    for at in range(copies):
        base = chance.choice(originals)
        quarter = base["paragraphs"][: max(1, len(base["paragraphs"]) // 4)]
        follow_up = writer.article(day=min(base["day"] + 1, 364))
        follow_up["paragraphs"][1:1] = quarter
        records.append({**follow_up, "planted": f"follow-up {at}"})
        source = chance.randrange(len(originals))
        copy = writer.edit(originals[source])
        records.append({**copy, "planted": f"family {source}"})
    chance.shuffle(records)
    rows = []
    for at, record in enumerate(records):
        text = "\n\n".join([record["title"], record["dateline"] + record["paragraphs"][0]])
        text = "\n\n".join([text, *record["paragraphs"][1:]])
        rows.append(
            {
                "doc_id": f"article-{at:05}",
                "date": pd.Timestamp("2020-01-01") + pd.Timedelta(days=record["day"]),
                "title": record["title"],
                "text": text,
                "body_start": len(record["title"]) + 2,
                "n_tokens": count_words(text),
                "planted": record["planted"],
            }
        )
    return make_table("articles", rows)


class _Writer:
    """Writes and edits articles of invented words, the n-th as frequent as 1 / n."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        words = {"".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(12_000)}
        self._words = sorted(words)
        chance.shuffle(self._words)
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))

    def words(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)

    def paragraph(self) -> str:
        sentences = (
            self.words(self._chance.randint(8, 25)) for _ in range(self._chance.randint(2, 3))
        )
        return " ".join(" ".join(words).capitalize() + "." for words in sentences)

    def article(self, *, day: int) -> dict:
        return {
            "day": day,
            "title": " ".join(self.words(8)).capitalize(),
            "dateline": self.words(1)[0].upper() + " (Agency) - ",
            "paragraphs": [self.paragraph() for _ in range(self._chance.randint(5, 12))],
        }

    def edit(self, article: dict) -> dict:
        chance = self._chance
        paragraphs = list(article["paragraphs"])
        for edit in chance.sample(("drop", "add", "change"), chance.randint(1, 3)):
            if edit == "drop":
                for _ in range(chance.randint(1, max(1, len(paragraphs) // 3))):
                    paragraphs.pop(chance.randrange(1, len(paragraphs)))
            elif edit == "add":
                paragraphs.insert(chance.randint(1, len(paragraphs)), self.paragraph())
            else:
                share = chance.uniform(0.02, 0.08)
                paragraphs = [
                    " ".join(
                        self.words(1)[0] if chance.random() < share else word
                        for word in paragraph.split()
                    )
                    for paragraph in paragraphs
                ]
        made = self.article(day=min(article["day"] + chance.randint(0, 3), 364))
        return {**made, "paragraphs": paragraphs}


def pairs_of(families: pd.Series) -> set[tuple[int, int]]:
    """Return the pairs of row positions that share a family."""
    positions = families.reset_index(drop=True).dropna()
    groups = positions.groupby(positions).groups.values()
    return {pair for rows in groups if len(rows) > 1 for pair in combinations(sorted(rows), 2)}


def score(planted: set, found: set) -> tuple[float, float]:
    """Return recall and precision over pairs."""
    right = len(planted & found)
    return right / len(planted), right / max(len(found), 1)


def timed(work: Callable) -> tuple:
    """Return what `work` returns, and the seconds of processor time that it took."""
    started = time.process_time()
    return work(), time.process_time() - started


def shingles_of(articles: pd.DataFrame) -> Iterable[set[str]]:
    """Yield the runs of three words of each body, as text."""
    for text, start in zip(articles["text"], articles["body_start"], strict=True):
        words = text[start:].lower().split()
        yield {" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)}


def datasketch_pairs(articles: pd.DataFrame) -> set[tuple[int, int]]:
    """Return the pairs that datasketch's index proposes, used as its documentation shows."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
    pairs = set()
    for at, shingles in enumerate(shingles_of(articles)):
        sketch = MinHash(num_perm=128)
        sketch.update_batch(shingle.encode() for shingle in shingles)
        pairs |= {(other, at) for other in index.query(sketch)}
        index.insert(at, sketch)
    return pairs


def plain_seconds(articles: pd.DataFrame) -> float:
    """Return how long it would take to compare every pair of articles by their sets."""
    sample = articles.head(SAMPLE)

    def compare() -> int:
        sets = list(shingles_of(sample))
        return sum(len(a & b) >= THRESHOLD * len(a | b) for a, b in combinations(sets, 2))

    seconds = timed(compare)[1]
    return seconds * len(articles) * (len(articles) - 1) / (len(sample) * (len(sample) - 1))


if __name__ == "__main__":
    sys.exit(main())
