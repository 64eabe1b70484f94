"""CSV: the same bytes everywhere, and nothing that a spreadsheet would run."""

import io

import pandas as pd
import pytest

from toolkit.tables.schema import empty_table, make_table
from toolkit.tables.spreadsheet import to_csv


def test_numbers_dates_and_missing_values_are_written_in_one_way():
    table = pd.DataFrame(
        {
            "frame": ["peace", None],
            "n": [1234567, 0],
            "rate": [1 / 3, float("nan")],
            "date": pd.to_datetime(["2020-11-10", None]),
            "start": pd.array([7, None], dtype="Int64"),
            "negated": [True, False],
        }
    )
    assert to_csv(table).decode() == (
        "frame,n,rate,date,start,negated\npeace,1234567,0.333333,2020-11-10,7,True\n,0,,,,False\n"
    )


def test_whole_numbers_among_floats_are_written_in_full():
    values = [20201109.0, 20201110.0, None, 5.0, -0.0, 1234567.8, 1e20, float("inf")]
    for dtype in ("float64", "float32"):
        table = pd.DataFrame({"day": pd.Series(values, dtype=dtype)})
        exact = "20201109" if dtype == "float64" else "20201108"  # the nearest float32
        written = f'day\n{exact}\n20201110\n""\n5\n-0\n1.23457e+06\n1e+20\ninf\n'
        assert to_csv(table).decode() == written


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "＝1+1", "＠SUM(A1)"]
)
@pytest.mark.parametrize("dtype", ["str", "category", object])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text, dtype):
    table = pd.DataFrame({"quote": pd.Series([text, "a=b", None], dtype=dtype)})
    back = pd.read_csv(io.BytesIO(to_csv(table)), skip_blank_lines=False)
    assert back["quote"].tolist()[:2] == ["'" + text, "a=b"]
    assert back["quote"].isna().tolist() == [False, False, True]


def test_the_name_of_a_column_is_no_formula_either():
    assert to_csv(pd.DataFrame({"=1+1": ["a"], "rate": [1]})) == b"'=1+1,rate\na,1\n"


def test_negative_numbers_are_no_formulas():
    assert to_csv(pd.DataFrame({"tone": [-0.5], "n": [-1]})) == b"tone,n\n-0.5,-1\n"


def test_a_column_of_mixed_values_is_written_as_text():
    table = pd.DataFrame({"docvar": pd.Series([3, "=x", None, True], dtype=object)})
    assert to_csv(table).decode() == 'docvar\n3\n\'=x\n""\nTrue\n'


def test_commas_quotation_marks_and_line_breaks_are_quoted():
    table = pd.DataFrame({"left": ['a, "b"\nc'], "right": ["“é”"]})
    assert to_csv(table).decode() == 'left,right\n"a, ""b""\nc",“é”\n'
    assert pd.read_csv(io.BytesIO(to_csv(table))).equals(table)


def test_line_breaks_of_every_system_are_line_feeds():
    table = pd.DataFrame({"left": ["a\r\nb\rc"], "right": ["\r=1"]})
    assert to_csv(table) == b'left,right\n"a\nb\nc","\'\n=1"\n'


def test_the_table_is_left_alone_and_the_index_is_not_written():
    table = pd.DataFrame({"quote": ["=1"]}, index=[7])
    before = table.copy(deep=True)
    assert to_csv(table) == b"quote\n'=1\n"
    pd.testing.assert_frame_equal(table, before)


def test_no_rows_give_the_header():
    assert to_csv(empty_table("targets")) == b"mention_id,actor_id,role,rank,rule\n"


def test_a_declared_table_is_written_with_its_categories():
    row = {"source": "a", "record": 1, "doc_id": None, "outcome": "read", "reason": None}
    assert to_csv(make_table("ledger", [row])).splitlines()[1].startswith(b"a,1,,read,")
