"""Dates in text, in many languages: the one reader of them, whole, at a line's start, within it."""

import datetime as dt

import pytest

from toolkit.text import days
from toolkit.text.days import find_day, iso_day, read_day, read_dotted_day, split_day


@pytest.mark.parametrize(
    "line",
    [
        "10 novembre 2020",
        "mardi 10 novembre 2020",
        "10. November 2020",
        "Dienstag, 10. November 2020, 14:00",
        "10 de noviembre de 2020",
        "10 ноября 2020",
        "2020年11月10日",
        "Tues., 10 Nov 2020",
    ],
)
def test_a_line_may_name_the_month_in_the_language_of_a_database(line):
    assert split_day(line) == ("2020-11-10", "")


@pytest.mark.parametrize("value", ["10-Nov-2020", "Tues., the 10th of November, 2020", "20201110"])
def test_a_text_that_is_one_date_may_have_its_parts_close_together(value):
    assert read_day(value) == "2020-11-10"


@pytest.mark.parametrize(
    "value",
    [
        "10 novembre 2020",
        "10-11 November 2020",
        "10 to 11 November 2020",
        "10/11/2020",
        "10.11.2020",
        "November 2020",
        "10 November 20",
        "31 November 2020",
        "10 November 2020 early",
        "0000-11-10",
        "10 Aprıl 2020",
        "10 " + "x" * 100,
    ],
)
def test_what_is_no_date_or_not_one_only_is_not_read(value):
    assert read_day(value) is None


def test_what_follows_a_date_is_kept_without_day_of_the_week_and_time():
    assert split_day("May 2, 2002, Thursday, FINAL EDITION") == ("2002-05-02", "FINAL EDITION")
    assert split_day("Thurs, 2 May 2002 10:00 GMT") == ("2002-05-02", "")
    assert split_day("2 May 2 002") == ("2002-05-02", "")
    assert split_day("10 Aprıl 2020") is None
    assert split_day("On 2 May 2002") is None


def test_the_first_date_within_a_line_is_found():
    line = "Politique, mardi 14 mars 2006, p. 12, 15 mars 2006"
    day, start, end = find_day(line)
    assert (day, line[start:end]) == ("2006-03-14", "14 mars 2006")
    assert find_day("no. 31 mars 12") is None


def test_days_with_dots_have_the_day_first():
    assert read_dotted_day(" 3.11.2020 ") == "2020-11-03"
    assert [read_dotted_day(f"3.11.{year}") for year in ("68", "69")] == [
        "2068-11-03", "1969-11-03",
    ]  # fmt: skip
    assert read_dotted_day("31.11.2020") is None


def test_the_day_of_an_instrument_is_iso_only():
    assert iso_day("2020-11-10") == dt.date(2020, 11, 10)
    assert [iso_day(value) for value in ("20201110", "2020-11", "10 Nov 2020", "")] == [None] * 4


def test_a_word_is_the_name_of_one_month_and_of_no_day_of_the_week():
    rows = list(days._words()["months"].values())
    assert {len(months) for months in rows} == {12}
    named = {(word, at) for months in rows for at, words in enumerate(months) for word in words}
    assert len({word for word, _ in named}) == len(named)
    assert not {word for word, _ in named} & days.weekdays()
