"""List the cue verbs that mostly report nothing in some place, weak.yml of English.

    python benchmarks/weak_cues.py POLNEAR_DIR > toolkit/languages/en/weak.yml

For each cue verb, by its use (finite, infinitive, participle) and its complement, counted on the
train split: the words that `rules` gives to a source without this table, and how many of them
are annotated as voiced (counted half) and with the same source (the other half). The share is
shrunk towards that of all verbs in the same use by WEIGHT words; below LEAST the cue is listed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from textwrap import fill

from polnear import judge, load_scorer

from toolkit.annotate.attribution.rules import statements as rules
from toolkit.annotate.attribution.speech.quotations import settle
from toolkit.languages.language import load_language
from toolkit.text.text import Text

WEIGHT, LEAST = 40, 0.42
HEADER = """\
# Cue verbs that `rules` passes over: by use and complement, those whose words are attributed
# content, and the right one's, too seldom. Counted on the train split of PolNeAR 1.0 by
# benchmarks/weak_cues.py, which tells the measure; only words and counts come from the corpus.
"""
Seen = dict[tuple[str, str], list[float]]


def main() -> int:
    """Print the table; return a process exit code."""
    polnear = Path(sys.argv[1])
    scorer = load_scorer(polnear)
    folder = polnear / "train"
    gold = scorer.load_split(folder / "text", folder / "attributions")
    print(HEADER + table(count(gold, scorer)), end="")
    return 0


def count(gold: dict, scorer) -> Seen:
    """Return the words given and the words right, by use and verb."""
    language = load_language("en")
    places: dict[int, tuple[str, str]] = {}

    def note(sentence, place: int, lemma: str, kind: str) -> bool:
        places[sentence.matches[place].start()] = (f"{rules.use_of(sentence, place)} {kind}", lemma)
        return False

    rules.is_weak = note
    seen: Seen = defaultdict(lambda: [0, 0])
    for article in gold.values():
        places.clear()
        text = Text(article["text"])
        found = settle(text, rules.find_statements(text, language), language)
        predicted = [
            {"content": [*s.content], "source": [s.source] * bool(s.source)} for s in found
        ]
        for guess, voiced, right in judge(scorer, article, predicted):
            cue = found[guess].cue if guess >= 0 else None
            if cue is None or cue[0] not in places:
                continue
            counts = seen[places[cue[0]]]
            counts[0] += 1
            counts[1] += 0.5 * voiced + 0.5 * right
    return seen


def table(seen: Seen) -> str:
    """Return the YAML table of what is seldom right."""
    weak = defaultdict(list)
    of_use: dict[str, list[float]] = defaultdict(lambda: [0, 0])
    for (use, _), counts in seen.items():
        of_use[use] = [one + two for one, two in zip(of_use[use], counts, strict=True)]
    for (use, lemma), (given, right) in sorted(seen.items()):
        prior = of_use[use][1] / of_use[use][0]
        if (right + prior * WEIGHT) / (given + WEIGHT) < LEAST:
            weak[use].append(f'"{lemma}"' if lemma in ("on", "off", "yes", "no") else lemma)
    return "".join(
        fill(f"{use}: [{', '.join(lemmas)}]", 96, subsequent_indent="  ") + "\n"
        for use, lemmas in sorted(weak.items())
    )


if __name__ == "__main__":
    sys.exit(main())
