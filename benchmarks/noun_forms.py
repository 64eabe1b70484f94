"""List the forms of cue verbs that are nouns about as often, `nouns` in verbs.yml of English.

    python benchmarks/noun_forms.py POLNEAR_DIR/train/text

A form counts as a noun after a determiner, a possessive or "of", and as a verb after "to", an
auxiliary or a pronoun; other places are not counted. Printed: the form, nouns and verbs counted.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from pathlib import Path

from toolkit.annotate.attribution.rules.tokens import lowered_of, tokens_of
from toolkit.languages.language import load_language
from toolkit.text.text import Text

LEAST_SHARE, LEAST_SEEN = 0.3, 4


def main() -> int:
    """Print the table; return a process exit code."""
    language = load_language("en")
    cues = language.cues.verbs
    forms = {form for form, cue in cues.items() if form == cue.lemma or form.endswith("s")}
    grammar = language.grammar
    before_noun = grammar.determiners - {"that", "more", "all", "both", "each", "most"}
    before_noun |= {"of", "'s"}
    before_verb = grammar.auxiliaries - {"'s"} | {
        "to",
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "it",
        "who",
    }
    nouns, verbs = Counter(), Counter()
    for path in sorted(Path(sys.argv[1]).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        words = tokens_of(lowered_of(Text(text)), (0, len(text)), [], grammar).words
        for before, word in itertools.pairwise(words):
            nouns[word] += before in before_noun
            verbs[word] += before in before_verb
    for form in sorted(forms):
        seen = nouns[form] + verbs[form]
        if seen >= LEAST_SEEN and nouns[form] >= LEAST_SHARE * seen:
            print(f"{form} {nouns[form]} {verbs[form]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
