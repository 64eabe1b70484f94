"""What would act on a terminal or a page is made visible."""

import pandas as pd
import pytest

from toolkit.display.printable import (
    isolated,
    printable,
    printable_line,
    readable,
    reads_leftward,
    spelled,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x9b2J", "‹U+009B›2J"),
        ("a\u202eb\u2069", "a‹U+202E›b‹U+2069›"),
        ("\ud800\ufffe", "‹U+D800›‹U+FFFE›"),
        ("a\tb\nc", "a\tb\nc"),
        ("勝利 e\u0301 שלום \u200f", "勝利 e\u0301 שלום \u200f"),
    ],
)
def test_controls_are_shown_and_letters_stay(text, shown):
    assert printable(text) == shown


def test_plots_spell_what_has_no_picture_in_fonts():
    assert spelled("\x1b[31m\x07 \u202e\n") == "‹U+001B›[31m‹U+0007› ‹U+202E›\n"


def test_text_from_right_to_left_is_held_apart():
    assert [isolated(text) for text in ("a (1)", "שלום (1)")] == ["a (1)", "\u2068שלום (1)\u2069"]


@pytest.mark.parametrize(
    ("text", "leftward"),
    [
        ("قالت وكالة Reuters إن", True),
        ("Reuters: قالت الوكالة 1960", True),
        ("the paper الشرق says", False),
        ("1960 «…»", False),
        ("", False),
    ],
)
def test_a_line_runs_as_most_of_its_letters_do(text, leftward):
    assert reads_leftward(text) is leftward


def test_a_line_has_no_line_breaks():
    assert printable_line("a\nb\tc\u2028d") == "a b c d"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (pd.Timestamp("2020-11-10 12:00"), "2020-11-10"),
        (0.123456, "0.1235"),
        (12, "12"),
        (["a", "b"], "['a', 'b']"),
        ("a\nb", "a b"),
        (20201109.0, "20201109"),
        (20201109.5, "2.02e+07"),
        (-3.0, "-3"),
    ],
)
def test_values_are_read_as_people_write_them(value, shown):
    assert readable(value) == shown
