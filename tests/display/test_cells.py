"""Plain text in columns: each character counts for the cells that it takes."""

import pytest

from toolkit.display.cells import fit, text_table, width_of

FAMILY = "👨‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("勝利", 4), ("e\u0301", 1), ("ﾊﾝ", 2), (FAMILY, 2), ("", 0)]
)
def test_wide_characters_take_two_cells_and_combining_ones_none(text, cells):
    assert width_of(text) == cells
    assert width_of(fit(text, 6)) == 6


def test_a_text_is_cut_on_one_side_and_says_so():
    assert fit("abcdef", 4) == "abc…"
    assert fit("abcdef", 4, keep="right") == "…def"
    assert fit("abc", 5, align="right") == "  abc"
    assert fit("abc", 5, align="centre") == " abc "


def test_no_wide_character_is_cut_in_two():
    assert fit("勝利者", 4) == "勝 …"
    assert fit("勝利者", 4, keep="right") == "… 者"
    assert fit("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


def test_what_runs_from_right_to_left_stays_in_its_column():
    assert fit("שלום", 6) == "\u2068שלום\u2069  "
    assert width_of(fit("שלום", 6)) == 6
    assert fit("a\u200fb", 3) == "\u2068a\u200fb\u2069 "


def test_a_table_that_fits_gives_each_column_what_it_takes():
    assert text_table(("a", "long"), [("勝利", "x"), ("b", "")], width=20) == [
        "a     long",
        "勝利  x",
        "b",
    ]


def test_the_columns_of_a_table_that_is_too_wide_share_what_there_is():
    lines = text_table(("n", "one", "two"), [("1", "a" * 9, "b" * 30)], width=20)
    assert lines == ["n  one      two", "1  aaaaaa…  bbbbbbb…"]
    assert max(map(width_of, lines)) == 20
