"""Tables are read if they unpack to what their bounds allow, and refused before they do not."""

import re

import pyarrow as pa
import pytest
from pyarrow import parquet

import toolkit as tk
from toolkit.read.bounds import Bounds, bounds_of, check_parquet
from toolkit.read.formats.export import RecordError

ROOM = Bounds(size=1_000_000, cells=100, records=20)


def shared(texts, places):
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(texts))


def write(folder, *, store_schema=True, **columns):
    path = folder / "a.parquet"
    parquet.write_table(pa.table(columns), path, compression="zstd", store_schema=store_schema)
    return path


@pytest.mark.parametrize("store_schema", [True, False])
@pytest.mark.parametrize(
    ("column", "fits"),
    [
        (shared(["x" * 90_000], [0] * 10), True),
        (shared(["x" * 90_000], [0] * 12), False),
        (shared(["x" * 90_000, "y"], [None, 0, 0, *[1] * 17]), True),  # though 20 x 90,000 > room
        (shared(["x" * 90_000, "y"], [1] * 6 + [0] * 12), False),
        (pa.array([["x" * 9_000] * 100]), True),
        (pa.array([["x" * 9_000] * 200]), False),
        (pa.array([{"a": "x" * 90_000}] * 10), True),
        (pa.array([{"a": "x" * 90_000}] * 12), False),
        (pa.array([[("k", "x" * 90_000)]] * 10, pa.map_(pa.string(), pa.string())), True),
        (pa.array([[("k", "x" * 90_000)]] * 12, pa.map_(pa.string(), pa.string())), False),
        (pa.array([None] * 20, pa.string()), True),
        (pa.array([None] * 21, pa.string()), False),
        (pa.array([], pa.string()), True),
    ],
)
def test_a_text_that_records_share_counts_as_often_as_it_is_shared(
    tmp_path, column, fits, store_schema
):
    path = write(tmp_path, text=column, store_schema=store_schema)
    if fits:
        check_parquet(path, ROOM)
    else:
        with pytest.raises(RecordError, match=r"unpacks to more than 1 MB|more than 20 records"):
            check_parquet(path, ROOM)


@pytest.mark.parametrize(
    ("times", "fits"),
    [(10, True), (12, False)],
)
def test_a_text_that_is_stored_as_the_one_before_counts_as_often_as_it_is_there(
    tmp_path, times, fits
):
    path = tmp_path / "a.parquet"
    parquet.write_table(
        pa.table({"text": ["x" * 90_000] * times}),
        path,
        use_dictionary=False,
        column_encoding={"text": "DELTA_BYTE_ARRAY"},
    )
    assert path.stat().st_size < 100_000
    if fits:
        check_parquet(path, ROOM)
    else:
        with pytest.raises(RecordError, match="unpacks to more than 1 MB"):
            check_parquet(path, ROOM)


@pytest.mark.parametrize(
    ("kind", "one", "most"),
    [
        (pa.int64(), 7, 62_500),  # 16 bytes each
        (pa.binary(1_000), b"x" * 1_000, 984),  # 1,016 bytes each
    ],
)
def test_values_of_fixed_size_count_though_they_are_stored_once(tmp_path, kind, one, most):
    room = Bounds(size=1_000_000, cells=100_000, records=100_000)
    check_parquet(write(tmp_path, number=pa.array([one] * (most - most // 50), kind)), room)
    path = write(tmp_path, number=pa.array([one] * (most + 1), kind))
    assert path.stat().st_size < 10_000
    with pytest.raises(RecordError, match="unpacks to more than 1 MB"):
        check_parquet(path, room)


def test_a_table_loaded_by_its_own_path_may_be_large_but_not_swell(tmp_path):
    small = write(tmp_path, text=shared(["x" * 1_000_000], [0] * 201))
    with pytest.raises(tk.CorpusError, match=re.escape(f"{small}: found a table that unpacks to")):
        tk.load_corpus(small)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(500_000_000)
    assert bounds_of(large, alone=True).size == 10_000_000_000
    assert bounds_of(large, alone=False).size == 200_000_000


def test_columns_records_and_values_have_their_bounds(tmp_path):
    ROOM.check(20, 5)
    for records, columns, fault in (
        (21, 1, "more than 20 records"),
        (20, 6, "20 records and 6 columns, expected at most 100 values"),
        (1, 10_001, "10,001 columns, expected at most 10,000"),
    ):
        with pytest.raises(RecordError, match=fault):
            ROOM.check(records, columns)
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 99)  # 200 separators and line breaks
    ROOM.check_marks(path, ",")
    path.write_text("a,b\n" + "1,2\n" * 100)
    with pytest.raises(RecordError, match="more than 200 separators and line breaks"):
        ROOM.check_marks(path, ",")
