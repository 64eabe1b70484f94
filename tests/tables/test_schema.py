"""The tables: check_table tells of every fault at once, make_table casts or refuses."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from toolkit.tables.schema import (
    TABLES,
    TableError,
    check_table,
    describe_tables,
    empty_table,
    make_table,
)

ROOT = Path(__file__).parents[2]

LEDGER = {"source": "a.csv", "record": 1, "doc_id": "a", "outcome": "read", "reason": None}
LEDGER |= dict.fromkeys(("format", "declared", "position", "result_set", "search_terms"))


def fault(frame, name):
    with pytest.raises(TableError) as error:
        check_table(frame, name)
    return str(error.value)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_sound_and_has_its_columns_in_order(name):
    frame = empty_table(name)
    assert check_table(frame, name) is frame
    assert frame.columns.tolist() == list(TABLES[name].columns)
    assert len(frame) == 0
    for column, spec in TABLES[name].columns.items():
        assert str(frame[column].dtype) == spec.dtype


@pytest.mark.parametrize("name", TABLES)
def test_every_key_is_declared_and_never_empty(name):
    for column in TABLES[name].key:
        assert not TABLES[name].columns[column].nullable


def test_a_table_is_built_in_declared_types_and_order_with_other_columns_last():
    record = {"country": "fr", "outcome": "read", "source": "a", "record": 1.0}
    frame = check_table(make_table("ledger", [record]), "ledger")
    assert frame.columns.tolist() == [*LEDGER, "country"]
    assert frame["record"].dtype == "int64"
    assert frame.loc[0, ["doc_id", "reason"]].isna().all()


def test_a_table_built_from_a_frame_keeps_its_index_and_leaves_the_frame_alone():
    frame = pd.DataFrame([LEDGER, {**LEDGER, "record": 2}], index=[5, 3])
    before = frame.copy(deep=True)
    assert make_table("ledger", frame).index.tolist() == [5, 3]
    pd.testing.assert_frame_equal(frame, before)


def test_dates_are_days_in_microseconds_whatever_they_came_as():
    article = {"doc_id": "a", "title": "", "text": "", "body_start": 0, "n_tokens": 0}
    for date in ("2020-11-10", pd.Timestamp(2020, 11, 10), None):
        frame = make_table("articles", [{**article, "date": date}])
        assert str(frame["date"].dtype) == "datetime64[us]"
        assert frame["date"].isna().tolist() == [date is None]


@pytest.mark.parametrize(
    ("name", "record", "message"),
    [
        (
            "ledger",
            {**LEDGER, "outcome": "lost"},
            "column 'outcome' holds 'lost', expected one of read, rejected, duplicate",
        ),
        ("ledger", {"source": "a"}, "column 'record' is empty in 1 row(s), first 0"),
        (
            "terms",
            {"doc_id": "a", "start": 0, "end": 1, "term_id": "x", "frame": "f", "match": "m"},
            "column 'negated' is empty in 1 row(s), first 0",
        ),
        (
            "ledger",
            {**LEDGER, "record": "one"},
            "column 'record' cannot be made int64: invalid literal for int() with base 10: 'one'",
        ),
    ],
)
def test_values_that_no_column_can_hold_are_refused_and_never_altered(name, record, message):
    with pytest.raises(TableError) as error:
        make_table(name, [record])
    assert str(error.value) == message


def test_all_faults_are_told_at_once():
    frame = pd.DataFrame(
        {
            "source": ["a", "a", None],
            "record": [1.0, 1.0, 2.0],
            "outcome": ["read", "lost", "odd"],
            "doc_id": pd.Series(["x", "y", "z"], dtype=object),
            **dict.fromkeys(("format", "search_terms"), pd.Series([None] * 3, dtype="str")),
            **dict.fromkeys(("declared", "position", "result_set"), pd.array([1] * 3, "Int64")),
        }
    )
    assert fault(frame, "ledger") == (
        "this is not a valid table 'ledger' (3 rows):\n"
        "  - column 'source' is empty in 1 row(s), first 2\n"
        "  - column 'record' is float64, expected int64\n"
        "  - column 'doc_id' is object, expected str\n"
        "  - column 'outcome' is str, expected category\n"
        "  - column 'outcome' holds 'lost', 'odd', expected one of read, rejected, duplicate\n"
        "  - column 'reason' is missing\n"
        "  - 1 row(s) repeat a key ('source', 'record'), first {'source': 'a', 'record': 1.0}\n"
        "docs/tables.md lists what 'ledger' holds."
    )


def test_no_more_than_five_odd_values_are_shown():
    frame = pd.DataFrame({"outcome": list("fedcba")})
    assert "holds 'a', 'b', 'c', 'd', 'e', expected one of" in fault(frame, "ledger")


def test_a_column_that_stands_twice_is_a_fault():
    frame = make_table("ledger", [LEDGER])
    doubled = pd.concat([frame, frame[["reason"]]], axis=1)
    assert "  - column 'reason' occurs more than once\n" in fault(doubled, "ledger")


def test_rows_may_share_a_part_of_a_key():
    frame = make_table("ledger", [LEDGER, {**LEDGER, "record": 2}])
    assert check_table(frame, "ledger") is frame


def test_further_columns_and_missing_values_where_they_may_be_are_sound():
    frame = make_table("ledger", [{**LEDGER, "doc_id": None, "country": None}])
    assert check_table(frame, "ledger") is frame


@pytest.mark.parametrize("function", [lambda name: check_table(None, name), empty_table])
def test_an_unknown_table_is_refused_with_those_there_are(function):
    with pytest.raises(ValueError, match="name: ") as error:
        function("mention")
    assert str(error.value) == f"name: found 'mention', expected one of {', '.join(TABLES)}"


def test_the_description_marks_keys_and_what_may_be_empty():
    lines = describe_tables().splitlines()
    assert "| **doc_id** | str | the article |" in lines
    assert "| date | datetime64[us]? | day of publication |" in lines
    assert "| outcome | category {read, rejected, duplicate} | what became of it |" in lines
    assert all(line.count("|") in (0, 4) for line in lines)


def test_the_page_of_tables_is_current():
    """Remake it with: python -m toolkit.tables.schema > docs/tables.md."""
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page == describe_tables()


def test_the_module_prints_the_page():
    command = [sys.executable, "-m", "toolkit.tables.schema"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode() == describe_tables()
    assert done.stderr == b""


@pytest.mark.parametrize("records", ["mentions.csv", 5, None, [1], {"doc_id": "a"}])
def test_a_table_is_made_of_rows_only(records):
    with pytest.raises(ValueError, match=r"^records: found a .*, expected a DataFrame, or rows "):
        make_table("articles", records)
