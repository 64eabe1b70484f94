"""How time and memory grow with the corpus: from files to rates, over parts in processes.

Makes a corpus of the given number of articles from a seed (some 400 words each, actors who quote
and accuse each other), and runs it in a process of its own::

    python benchmarks/scale.py 1000 10000 100000

Peak memory is the largest sum, over half seconds, of what the process and its children hold.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

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
    with path.open("w", encoding="utf-8") as file:
        for record in articles(n_articles, seed=seed):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path
