"""Tables are read if they unpack to what their bounds allow, and refused before they do not."""

import re

import pyarrow as pa
import pytest
from pyarrow import parquet

import toolkit as tk
from toolkit.read.bounds import Bounds, bounds_of, check_parquet
from toolkit.read.formats.export import RecordError
from toolkit.read.pages import pages_of

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


@pytest.mark.parametrize("options", [{}, {"data_page_version": "2.0"}, {"compression": "none"}])
def test_pages_say_what_the_footer_says_where_that_is_true(tmp_path, options):
    texts = [f"{'x' * (at % 90)} {at}" for at in range(20_000)]
    columns = {"text": texts, "n": range(20_000), "few": [at % 3 for at in range(20_000)]}
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table(columns), path, row_group_size=7_000, **options)
    data = path.read_bytes()
    metadata = parquet.read_metadata(path)
    for group in range(3):
        for at in range(3):
            column = metadata.row_group(group).column(at)
            start = column.dictionary_page_offset or column.data_page_offset
            pages = list(pages_of(data, start, column.total_compressed_size))
            headers = column.total_uncompressed_size - sum(page.size for page in pages)
            assert 0 < headers < 100 * len(pages)
            assert sum(page.values for page in pages) == column.num_values
            assert [page.shared for page in pages] == [True] + [False] * (len(pages) - 1)


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        (b"", None),
        (b"\x15", "cut off"),
        (b"\x15\x00\x15", "cut off"),
        (b"\x15\x00\x15\x01\x15\x02\x00", "damaged"),  # a size below zero
        (b"\x19\x00\x00", "damaged"),  # a list, which no header has
        (b"\x1c" * 1_000, "damaged"),  # parts within parts
        (b"\x15" + b"\xff" * 20, "damaged"),  # an endless number
        (b"\x15\x00\x15\x02\x00", "damaged"),  # nothing of its packed size
    ],
)
def test_headers_of_pages_that_are_none_are_refused(header, fault):
    if fault is None:
        assert list(pages_of(header, 0, 100)) == []
    else:
        with pytest.raises(ValueError, match=fault):
            list(pages_of(header, 0, 100))
    with pytest.raises(ValueError, match="before the file"):
        list(pages_of(header, -1, 100))


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
