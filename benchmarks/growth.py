"""Time every stage of the pipeline on ever more articles: the time per article stays the same.

    python benchmarks/growth.py [--sizes 1000 2000 4000] [--methods rules] [--repeats 3]

The articles are made by chance from sentences, people, numbers and words of our own, of some 70
words each, and no two are alike. Each size is measured in a process of its own, in processor
seconds, after all that is loaded once has been loaded. Prints milliseconds per article and how
often those of the smallest size they are; writes growth.csv and growth.svg beside this file.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before anything loads numpy

import argparse
import random
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd

import toolkit as tk
from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.plot.style import COLOURS, MARKERS, new_axes, style
from toolkit.tables.schema import make_table
from toolkit.text.words import count_words

SIZES = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000)
METHODS = ("rules", "parser")
WARM_UP = 50  # articles, which load the model and whatever else is loaded once
AIM = 1.15  # times the time per article of the smallest size
WHOLE = "all stages"

COUNTRIES = ("Norland", "Sudland", "Ostmark", "Westria", "Midgard", "Farland")
FIRST = ("Ada", "Jon", "Maria", "Celo", "Edda", "Piet", "Vera", "Anton")
LAST = ("Berg", "Holm", "Reyes", "Lind", "Varga", "Okoro", "Imre", "Sand")
OFFICES = ("president", "foreign minister", "defence minister", "prime minister")
FRAMES = {
    "victory": ("victor*", "triumph*", "liberat*"),
    "provocation": ("provocat*", "aggress*", "violat*"),
    "peace": ("ceasefire", "peace*", "truce"),
    "suffering": ("civilian*", "refugee*", "victim*"),
}
TERMS = ("victory", "triumph", "provocation", "aggression", "ceasefire", "truce", "civilians")
NOUNS = ("border", "bridge", "valley", "harbour", "railway", "market", "school", "council")
VERBS = ("closed", "opened", "shelled", "rebuilt", "inspected", "left", "reached", "guarded")
SENTENCES = (
    "{Person}, the {office} of {Country}, said on {day} that the {noun} had been {verb} {n} times.",
    "“We shall not accept this {term},” {Person} told reporters near the {noun} on {day}.",
    "According to {Country}, {n} {noun} workers were {verb} before the {term} of {day}.",
    "{Country} accused {Other} of a {term} at the {noun}, where {n} people live.",
    "The {noun} was {verb} on {day}; nobody spoke of a {term} there.",
    "He called the {term} a matter of {n} days, and thanked the {noun} for its patience.",
    "{Other} denied it, and said its “{term}” at the {noun} had cost {n} crowns.",
    "Some {n} families left for {Other}, the {office} of {Country} wrote in a letter.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def main() -> None:
    """Measure, and write the table and the plot."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of articles")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS)
    parser.add_argument("--repeats", type=int, default=1, help="the quickest of so many is taken")
    options = parser.parse_args()
    table = measure(options.methods, sorted(options.sizes), repeats=options.repeats)
    here = Path(__file__).parent
    table.to_csv(here / "growth.csv", index=False, lineterminator="\n")
    draw(table, here / "growth.svg")
    report(table)


def measure(methods: list[str], sizes: list[int], *, repeats: int) -> pd.DataFrame:
    """Return a row for each method, stage and size, with the time that an article takes."""
    rows = []
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool:
        for method, size in product(methods, sizes):
            runs = [pool.submit(seconds, method, size, run).result() for run in range(repeats)]
            rows += [(method, stage, size, min(run[stage] for run in runs)) for stage in runs[0]]
    table = pd.DataFrame(rows, columns=["method", "stage", "articles", "seconds"])
    table["ms_per_article"] = 1000 * table["seconds"] / table["articles"]
    first = table.groupby(["method", "stage"])["ms_per_article"].transform("first")
    table["ratio"] = table["ms_per_article"] / first
    return table.round({"seconds": 3, "ms_per_article": 3, "ratio": 3})


def seconds(method: str, size: int, run: int) -> dict[str, float]:
    """Return the processor seconds of each stage, and of all."""
    warnings.simplefilter("ignore")  # a frame that does not occur in a few articles
    run_stages(articles_of(WARM_UP, seed=-1), method)
    return run_stages(articles_of(size, seed=size + run), method)


def run_stages(articles: pd.DataFrame, method: str) -> dict[str, float]:
    """Run the pipeline stage by stage; return the processor seconds of each, and of all."""
    spent: dict[str, float] = {}

    def timed(stage: Callable[..., pd.DataFrame], *tables: Any, **options: Any) -> pd.DataFrame:
        started = time.process_time()
        made = stage(*tables, **options)
        spent[stage.__name__] = time.process_time() - started
        return made

    terms = timed(tk.find_terms, articles, lexicon())
    names = timed(tk.find_actors, articles, registry())
    attributions = timed(tk.find_attributions, articles, names, method=method)
    timed(tk.find_targets, articles, terms, names, attributions)
    mentions = timed(tk.link_mentions, articles, terms, names, attributions)
    exposure = timed(tk.exposure, articles, attributions)
    mentions = timed(tk.add_tone, mentions, articles)
    timed(tk.rates, mentions, exposure, seed=1)
    return spent | {WHOLE: sum(spent.values())}


def articles_of(size: int, *, seed: int) -> pd.DataFrame:
    """Make so many articles, each unlike all others."""
    chance = random.Random(seed)
    outlets = [f"Outlet {at}" for at in range(12)]
    first = pd.Timestamp("2020-01-01")
    rows = []
    for at in range(size):
        title = f"{chance.choice(COUNTRIES)} and the {chance.choice(NOUNS)}, {at}"
        text = f"{title}\n\n{body(chance)}"
        row = {"doc_id": f"d{at:06}", "title": title, "text": text, "body_start": len(title) + 2}
        row |= {"n_tokens": count_words(text), "outlet": chance.choice(outlets)}
        rows.append(row | {"date": first + pd.Timedelta(days=chance.randrange(365))})
    return make_table("articles", rows)


def body(chance: random.Random) -> str:
    """Write five sentences in two paragraphs."""
    country, other = chance.sample(COUNTRIES, 2)
    written = [
        sentence.format(
            Person=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            office=chance.choice(OFFICES),
            Country=country,
            Other=other,
            day=chance.choice(DAYS),
            noun=chance.choice(NOUNS),
            verb=chance.choice(VERBS),
            term=chance.choice(TERMS),
            n=chance.randrange(10, 100_000),
        )
        for sentence in chance.sample(SENTENCES, 5)
    ]
    return f"{' '.join(written[:2])}\n\n{' '.join(written[2:])}"


def lexicon() -> Lexicon:
    """Return the frames of the articles."""
    return Lexicon(
        tuple(
            Frame(frame, frame.title(), "", tuple(Term(term, frame) for term in terms))
            for frame, terms in FRAMES.items()
        )
    )


def registry() -> ActorRegistry:
    """Return the countries of the articles; people are shared out among them."""
    people = [(first, last) for last in LAST for first in FIRST]
    return ActorRegistry(
        tuple(
            Actor(
                country.lower(),
                country,
                demonyms=(f"{country}er",),
                people=tuple(
                    Person(f"{first}_{last}".lower(), f"{first} {last}", roles=(Role((office,)),))
                    for (first, last), office in zip(people[at::6], OFFICES, strict=False)
                ),
            )
            for at, country in enumerate(COUNTRIES)
        )
    )


def report(table: pd.DataFrame) -> None:
    """Print milliseconds per article at the smallest size, and its multiple at each."""
    stages = table.set_index(["method", "stage", "articles"])
    shown = stages["ratio"].unstack(sort=False)  # noqa: PD010  keeps the stages in their order
    smallest = shown.columns.min()
    shown.insert(0, f"ms at {smallest:,}", stages["ms_per_article"].xs(smallest, level="articles"))
    print(shown.to_string(float_format="{:.2f}".format))
    worst = table[table["stage"] == WHOLE].groupby("method")["ratio"].max()
    for method, ratio in worst.items():
        print(f"{method}: at most {ratio:.2f} times the time per article; the aim is {AIM}")


def draw(table: pd.DataFrame, path: Path) -> None:
    """Plot the time per article by size: of all stages together, and of each, thin."""
    mpl.use("agg")
    with style():
        ax = new_axes(None, width=88, height=66)
        looks = zip(table.groupby("method", sort=False), COLOURS, MARKERS, strict=False)
        for (method, rows), colour, marker in looks:
            for stage, group in rows.groupby("stage"):
                look = {"marker": marker, "label": method} if stage == WHOLE else {"lw": 0.4}
                ax.plot(group["articles"], group["ratio"], color=colour, **look)
        ax.axhline(AIM, color="0.5", linewidth=0.5, linestyle=":")
        sizes = table["articles"].unique()
        ax.set(xscale="log", ylim=(0, None), xlabel="articles")
        ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
        ax.set_xticks([], minor=True)
        ax.set_ylabel("time per article, as a multiple\n(thin: each stage)")
        ax.legend()
        ax.figure.savefig(path, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
