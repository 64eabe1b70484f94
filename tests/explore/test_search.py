"""Search: around literals alone, the places are those that a search everywhere finds."""

import random
import sys

import pytest

from toolkit.explore.search import find, search_pattern

EXPRESSIONS = [
    r"\b(?:cat|dog)s?\b",
    r"(?<!\w)cat(?!\w)",
    r"\w?cat",
    r"[a-c]{1,2}at",
    r"(?:a|cat)t?c",
    "(abc|d)?e",
    "cat(?:cat)?",
    "cat|at|t",
    "t|atb|catb",
    "^cat|dog$",
    "..cat",
    r"a.{0,3}dog|(?<=g )a\b",
    "(?:ca|a)t",
    "stra(?:ss|ß)e",
    "k[as]|s[ab]",
]
PIECES = ["cat", "dog", "a", "b", "c", "d", "e", "t", " ", "s", "Cat", "K", "ſ", "abc", "\n"]
UNEVEN = ["ß", "İ", "strasse"]  # which are folded into two characters


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_places_are_those_of_a_search_everywhere(expression):
    pattern = search_pattern(expression, is_expression=True)
    chance = random.Random(11)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 30))) for _ in range(400)]
    texts += ["".join(chance.choices(PIECES + UNEVEN, k=9)) for _ in range(400)]
    expected = [
        (doc, *match.span()) for doc, text in enumerate(texts) for match in pattern.finditer(text)
    ]
    found = find(pattern, texts, [text.casefold() for text in texts])
    assert found.searched == 800
    assert [tuple(row) for row in found.places.to_numpy()] == expected
    assert len(expected) > 20


def test_time_is_bounded_around_literals_too(monkeypatch):
    monkeypatch.setattr(sys.modules["toolkit.explore.search"], "SECONDS", 0.05)
    pattern = search_pattern("cat(?:a|a|aa){1,60}b", is_expression=True)
    texts = ["dog", "cat" + 60 * "a", "catab"]
    found = find(pattern, texts, texts)
    assert (found.searched, len(found.places)) == (1, 0)
    assert found.why_not_all == "for that took more than 0.05 second"
