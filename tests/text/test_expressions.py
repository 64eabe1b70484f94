"""Regular expressions of a researcher: what is refused before it is compiled, and why."""

import pytest

from toolkit.text.expressions import LARGEST, compile_expression, expression_fault, written_out


@pytest.mark.parametrize(
    ("expression", "pieces"),
    [
        ("", 1),
        ("win", 3),
        (r"\bwin\w*", 6),
        ("[a-z)(]]", 2),
        ("[]()]", 1),
        (r"[^]\](]x", 2),
        ("(ab)", 2),
        ("(?:ab|cd)", 7),
        ("a{3}", 3),
        ("a{3,}", 3),
        ("a{0,5000}", 1),
        ("a{,5}", 5),
        ("(ab){10}c", 21),
        ("((a{10}){10}){10}", 1000),
        ("(?x)(a{1 0}){0010}", 102),
        (r"(?#(()(a{10}){10}", 100),
        (r"\(a{10}\)", 12),
        ("a{e}", 4),
        ("((a{1000}){1000}){1000}", LARGEST + 1),
        ("a{99999999999}", LARGEST + 1),
        ("(" * 3_000, 1),
        ("a)){2}", 4),
    ],
)
def test_an_expression_is_as_large_as_its_repeats_written_out(expression, pieces):
    assert written_out(expression) == pieces


@pytest.mark.parametrize("call", ["(?R)", "(a)(?1)", "(?-1)", "(?P<n>a)(?&n)", "(?P>n)", "(?V1)a"])
def test_expressions_that_call_themselves_are_refused(call):
    assert written_out(call) == 0
    assert expression_fault(call) == (
        f"the regular expression {call!r} calls a part of itself, as with (?R) or (?1), or "
        "switches to (?V1); write out what it repeats"
    )


@pytest.mark.parametrize(
    "expression",
    [
        r"\p{Lu}\w+",
        "(?<=a+)b",
        "a++b",
        "(?>a|ab)c",
        "(?<!no )peace",
        "[[:alpha:]]+",
        r"\bwin(ner)?s?",
    ],
)
def test_what_the_package_reads_beyond_python_may_be_used(expression):
    assert expression_fault(expression) == ""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("(", "does not compile: missing )"),
        (r"\L<words>", "does not compile: undefined named list"),
        ("(" * 3_000 + "a" + ")" * 3_000, "does not compile: maximum recursion depth"),
        ("a" * 10_001, "is longer than 10,000 characters, its repeats such as"),
        ("(a{1000}){1000}", "is longer than 10,000 characters, its repeats such as"),
        ("(?:(?:(?:a?){1000}){1000}){1000}", "is longer than 10,000 characters"),
        (r"\p{Nothing}", "does not compile: unknown property"),
        ("a*", "matches an empty text"),
        ("", "matches an empty text"),
    ],
)
def test_a_fault_says_what_is_wrong(expression, expected):
    assert expected in expression_fault(expression)


def test_case_is_ignored_on_demand():
    assert compile_expression("win", ignore_case=True).search("WIN")
    assert not compile_expression("win", ignore_case=False).search("WIN")
