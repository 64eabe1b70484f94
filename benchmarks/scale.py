"""How time and memory grow with the corpus: from files to rates, over parts in processes.

    python benchmarks/scale.py 1000 10000 100000

Makes a corpus of each number of articles from a seed (some 400 words each, by several outlets, on
actors who speak, are quoted and accuse each other), and runs each in a process of its own: cut it
into parts, annotate them, take the rates part by part. With --plain the
verbs are also run by a plain process pool, on the same parts and without anything kept
on disk; spaCy's pipe, without any of our verbs, reads the first of them. Processor time is that of
all processes together: on a machine that does other things too, it tells whether time grows with
the corpus alone, which seconds do not. Peak memory is the largest
sum, looked at every fifth of a second, of what the process and its children hold (proportional set
size: what processes share counts once).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import toolkit as tk

ACTORS = """\
actors:
  ardonia:
    name: Ardonia
    demonyms: [Ardonian, Ardonians]
    metonyms: [Greyhead]
    people:
      dorn: {name: Ivo Dorn, roles: [{title: president}]}
      sable: {name: Mara Sable, roles: [{title: foreign minister}]}
  velmark:
    name: Velmark
    demonyms: [Velmarkian, Velmarkians]
    metonyms: [Lorne]
    people:
      hale: {name: Anders Hale, roles: [{title: prime minister}]}
      quist: {name: Edda Quist, roles: [{title: defence minister}]}
  league:
    name: League of Straits
    kind: body
    aliases: [the League]
    people:
      okoro: {name: Ruth Okoro, roles: [{title: secretary-general}]}
"""
LEXICON = """\
frames:
  aggression:
    label: Aggression
    terms: [aggress*, attack*, invasion, provo*]
  peace:
    label: Peace
    terms: [ceasefire, peace, truce, negotiation*]
  victory:
    label: Victory
    terms: [victor*, triumph*, liberat*]
  law:
    label: Law
    terms: [unlawful, illegal, sovereignty]
"""
_PEOPLE = (
    ("Ardonia", "Ardonian", "President Ivo Dorn", "Dorn"),
    ("Ardonia", "Ardonian", "Foreign Minister Mara Sable", "Sable"),
    ("Velmark", "Velmarkian", "Prime Minister Anders Hale", "Hale"),
    ("Velmark", "Velmarkian", "Defence Minister Edda Quist", "Quist"),
    ("the League of Straits", "League", "Secretary-General Ruth Okoro", "Okoro"),
)
_CLAIMS = (
    "the attack on the harbour was an act of aggression",
    "the ceasefire would hold for as long as the boats stayed in port",
    "this was a victory for all who had lost their homes",
    "the closure of the strait was unlawful and had to end",
    "negotiations would begin once the last mine was cleared",
    "nobody had asked for a truce, and nobody would be given one",
    "the invasion had been planned for months",
    "the islands had been liberated by their own people",
)
_QUOTES = (
    "We will not answer this provocation with another one",
    "Peace is nearer than it was a week ago",
    "Our sovereignty is not for sale",
    "They call it a triumph; their own families do not",
    "There was no attack, and there will be none",
)
_SAYS = ("said", "told reporters", "announced", "insisted", "warned", "added")
_PLAIN = (
    "The market in {place} opened late on {day}, and few stalls had fish to sell.",
    "Two ferries waited outside the breakwater until the fog had lifted.",
    "Observers counted {n} vessels between the northern light and the sandbanks.",
    "A school near {place} was used as a shelter for {n} families.",
    "The price of heating oil has doubled since the spring, according to shopkeepers.",
    "Fighting near {place} went on for {n} hours before the rain set in.",
    "The road along the coast was closed, and the bus to {place} did not run.",
    "Nobody could say when the telephone lines would be repaired.",
)
_PLACES = ("Mewstone", "Orrin", "Castle Bay", "Tallow", "Whitmoor", "Senn")
_OUTLETS = ("The Tide", "Harbour Post", "Morning Ledger", "The Lamp", "Coast Radio")
_WORDS = 400


def articles(n_articles: int, *, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield the records of a corpus; the first of a longer corpus are those of a shorter one."""
    for number in range(n_articles):
        chance = random.Random(f"{seed} {number}")  # each article by itself
        day = date(2031, 1, 1) + timedelta(days=chance.randrange(700))
        sentences, n_words = [], 0
        while n_words < _WORDS:
            paragraph = " ".join(_sentence(chance) for _ in range(chance.randint(2, 4)))
            sentences.append(paragraph)
            n_words += paragraph.count(" ") + 1
        yield {
            "doc_id": f"{number:07}",
            "outlet": chance.choice(_OUTLETS),
            "date": day.isoformat(),
            "title": f"{chance.choice(_PEOPLE)[1]} envoys meet again in {chance.choice(_PLACES)}",
            "text": "\n\n".join(sentences),
            "section": chance.choice(("world", "politics")),
        }


def _sentence(chance: random.Random) -> str:
    state, people, full, short = chance.choice(_PEOPLE)
    other = chance.choice([p for p in _PEOPLE if p[0] != state])
    kind = chance.random()
    if kind < 0.06:
        return f"{full} of {state} {chance.choice(_SAYS)} that {chance.choice(_CLAIMS)}."
    if kind < 0.11:
        return f"“{chance.choice(_QUOTES)},” {short} {chance.choice(_SAYS)}."
    if kind < 0.14:
        return f"{short} accused {other[0]} of aggression and called for a ceasefire."
    if kind < 0.17:
        return f"{people} troops withdrew from {chance.choice(_PLACES)} after the attack."
    plain = chance.choice(_PLAIN)
    return plain.format(
        place=chance.choice(_PLACES),
        day=chance.choice(("Monday", "Friday")),
        n=chance.randint(2, 90),
    )


def write_corpus(folder: Path, n_articles: int, *, seed: int = 1) -> Path:
    """Write a corpus as JSON Lines, and its instruments beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actors.yml").write_text(ACTORS, encoding="utf-8")
    (folder / "framing.yml").write_text(LEXICON, encoding="utf-8")
    path = folder / "corpus.jsonl"
    if not path.exists():  # else an earlier run has left it whole
        torn = folder / "torn.jsonl"
        with torn.open("w", encoding="utf-8") as file:
            for record in articles(n_articles, seed=seed):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        torn.rename(path)
    return path


def run(folder: Path, processes: int, method: str) -> dict[str, float]:
    """Take the rates of the corpus in a folder, and return the seconds of each step."""
    actors = tk.load_actors(folder / "actors.yml")
    lexicon = tk.load_lexicon(folder / "framing.yml")
    seconds, start = {}, time.perf_counter()
    before = processor_seconds()

    def done(step: str) -> None:
        nonlocal start
        seconds[step], start = time.perf_counter() - start, time.perf_counter()

    parts = tk.partition(folder / "corpus.jsonl", folder / "parts")
    done("partition")
    tk.annotate_parts(parts, actors, lexicon, method=method, processes=processes)
    done("annotate")
    mentions, exposure = (tk.open_parts(parts, name) for name in ("mentions", "exposure"))
    rates = tk.rates(mentions, exposure, seed=1)
    done("rates")
    words = rates.drop_duplicates("voice")["exposure"]  # of each voice, once
    about = {"words": int(words.sum()), "mentions": int(rates["n"].sum())}
    return seconds | about | {"cpu": processor_seconds() - before}


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def plain(folder: Path, processes: int, method: str) -> tuple[float, float]:
    """Return the seconds of the same verbs in a plain process pool, and their processor time."""
    numbers = sorted((folder / "parts/articles").iterdir())
    start, before = time.perf_counter(), processor_seconds()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(verbs, folder, method), numbers))
    return time.perf_counter() - start, processor_seconds() - before


def verbs(folder: Path, method: str, part: Path) -> int:
    """Annotate a part and count its words."""
    import pandas as pd

    articles = tk.make_table("articles", pd.read_parquet(part))
    actors = tk.load_actors(folder / "actors.yml")
    lexicon = tk.load_lexicon(folder / "framing.yml")
    tables = tk.annotate(articles, actors, lexicon, method=method)
    return len(tk.exposure(articles, tables.attributions))


def spacy_seconds(n_articles: int) -> float:
    """Return the processor time that spaCy's pipe takes for so many articles."""
    from toolkit.annotate.attribution.parser.parse import load_model

    model = load_model()
    texts = [record["text"] for record in articles(n_articles)]
    before = processor_seconds()
    for _ in model.pipe(texts):
        pass
    return processor_seconds() - before


class Peak(threading.Thread):
    """The most memory that a process and its children hold at one time, in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most = pid, 0.0

    def run(self) -> None:
        """Look at it till the process is gone."""
        while Path(f"/proc/{self.pid}").exists():
            self.most = max(self.most, sum(map(held, family(self.pid))))
            time.sleep(0.2)


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def held(pid: int) -> float:
    """Return the MB that a process holds, its share of what others hold too."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure(n_articles: int, options: argparse.Namespace) -> dict[str, Any]:
    """Make a corpus and run it in a process of its own."""
    with ExitStack() as stack:
        if options.scratch:
            folder = options.scratch / f"{n_articles}"
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_corpus(folder, n_articles)
        command = [sys.executable, __file__, "--run", str(folder), "--method", options.method]
        command += ["--processes", str(options.processes)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        peak = Peak(child.pid)
        peak.start()
        told, _ = child.communicate()
        if child.returncode:
            raise SystemExit(child.returncode)
        found = json.loads(told) | {"peak": peak.most}
        if options.plain:
            found["plain"] = plain(folder, options.processes, options.method)
            some = min(n_articles, 500)
            found["spacy"] = spacy_seconds(some) * n_articles / some
        return found


def main() -> int:
    """Run the benchmark, and print a row of a table for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--method", choices=("rules", "parser"), default="rules")
    parser.add_argument("--plain", action="store_true", help="also a plain pool and spaCy's pipe")
    parser.add_argument(
        "--scratch",
        type=Path,
        help="a folder that keeps the corpora and their parts: what was not finished goes on there",
    )
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(run(options.run, options.processes, options.method)))
        return 0
    steps = ("partition", "annotate", "rates")
    print(
        f"| articles | words | mentions | {' s | '.join(steps)} s | all s | processor s | "
        "processor ms/article | peak MB |"
    )
    print("|" + "---|" * (len(steps) + 7))
    for n_articles in options.articles:
        found = measure(n_articles, options)
        total = sum(found[step] for step in steps)
        times = " | ".join(f"{found[step]:,.1f}" for step in steps)
        print(
            f"| {n_articles:,} | {found['words']:,} | {found['mentions']:,} | {times} | "
            f"{total:,.1f} | {found['cpu']:,.1f} | {1000 * found['cpu'] / n_articles:.1f} | "
            f"{found['peak']:,.0f} |"
        )
        if options.plain:
            print(
                f"plain pool, annotate only: {found['plain'][0]:,.1f} s (ratio "
                f"{found['annotate'] / found['plain'][0]:.2f}), {found['plain'][1]:,.1f} s of "
                f"processors; spaCy's pipe: {found['spacy']:,.1f} s of processors (ratio of all "
                f"steps {found['cpu'] / found['spacy']:.2f})"
            )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
