"""Literals: which texts stand in whatever an expression matches, and none that need not."""

import random

import pytest

from toolkit.text.expressions import compile_expression
from toolkit.text.literals import literals_of

READ = {
    "ceasefire": {"ceasefire"},
    "Straße": {"strasse"},
    "cease-?fires?": {"ceasefire", "cease-fire"},
    r"\bword1?23\b": {"word123", "word23"},
    "(?:armed|air) strikes?|truce": {"armed strike", "air strike", "truce"},
    r"\b\w+tion\b": {"tion"},
    r"(?<!\w)victor(?>\w*?es)\w*(?!\w)": {"victor"},
    "a[xy]b|c.{2}dd": {"axb", "ayb", "dd"},
    "(?P<first>abc)+d": {"abc"},
    "x{2,3}yy": {"yy"},
    "x{0,3}y": {"y"},
    "x*yz+": {"y"},
    "(abc|d)?e": {"e"},  # whatever holds abce holds e
    "(ab|)c": {"c"},
    r"a\.b\b": {"a.b"},
    "foo(?=bar)": {"foo"},
    "[^ab]c[a-c]": {"c"},
    "ab??c|x++y": {"abc", "ac", "x"},
    "(?:a|b)(?:c|d)(?:e|f)": {"ac", "ad", "bc", "bd"},  # of all eight too many
    # of these nothing can be told, and they are searched for everywhere
    r"\w+": set(),
    "a*b?": set(),
    "[abcdefg]": set(),
    "(?i)foo": set(),
    "(?x) a b": set(),
    "foo|": set(),
    "(?:foo){e<=1}": set(),
    "(fo)o|(?(1)x|y)": set(),
    r"(a)\1b": set(),
    r"\x61b": set(),
    r"\p{Lu}b": set(),
    "[[:alpha:]]b": set(),
    "a(?#no)b": set(),
    "a(*FAIL)b": set(),
    "": set(),
}


@pytest.mark.parametrize(("expression", "expected"), READ.items())
def test_what_each_match_holds(expression, expected):
    assert literals_of(expression).texts == expected


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        (r"\bceasefires?\b", 0, 0),
        (r"\w\W?foo", 1, 2),
        (r"\w{2,4}foo", 2, 4),
        (r"\w{3}foo", 3, 3),
        (r"\w{3,}foo", 3, None),
        (r"\w+foo", 1, None),
        ("a?b.{1,2}foo", 2, 4),
        ("..(?:.foo|f[a-z]o.bar)", 3, 6),
        ("(?:..)?(?:.abc)+", 1, 3),
        ("(?:..){2,3}foo", 4, 6),
        ("(abc|d)?e", 0, 3),  # e stands in abce as the fourth letter
        ("abc|bc|c", 0, 2),
        ("bc|bbc|c", 0, 2),
        (r"(?<=of )foo(?!\w)", 0, 0),
    ],
)
def test_how_far_from_its_start(expression, first, last):
    assert literals_of(expression)[1:] == (first, last)


def test_no_match_is_lost():
    chance = random.Random(7)
    tried = 0
    for expression in READ:
        literals, first, last = literals_of(expression)
        if not literals:
            continue
        pattern = compile_expression(expression, ignore_case=True)
        letters = sorted({*expression.replace("\\", ""), "S", "ſ", "ẞ", "K", "a", "b", "c", " "})
        for _ in range(400):
            text = "".join(chance.choices([*letters, *literals], k=6))
            folded = text.casefold()
            for match in pattern.finditer(text):
                tried += 1
                assert any(literal in folded for literal in literals), (expression, text)
                if last is not None and len(folded) == len(text):
                    places = range(match.start() + first, match.start() + last + 1)
                    assert any(folded.startswith(tuple(literals), at) for at in places)
    assert tried > 500
