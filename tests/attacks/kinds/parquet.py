"""Parquet: what swells, what is forged, what is no text, what is damaged."""

import io

import pyarrow as pa
from pyarrow import parquet as pq

SWELLS = "found a table that unpacks to more than 100 MB; split the file"
BROKEN = "cannot be read as parquet ("
PLAIN = {"use_dictionary": False, "write_statistics": False, "store_schema": False}


def table(options=None, **columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **({"compression": "zstd"} | (options or {})))
    return file.getvalue()


def repeated(text, times, *, after=0):
    """Return a column of one text, which is stored once, after some empty records."""
    places = pa.array([None] * after + [0] * times, pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array([text]))


def not_text(*values):
    return pa.array(values, pa.large_binary()).cast(pa.large_string(), safe=False)


def zigzag(number, width=1):
    """Return a whole number as Thrift's compact protocol writes it, in `width` bytes or more."""
    number, found = number << 1, b""
    while number >= 0x80 or len(found) < width - 1:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def footer_at(data):
    return len(data) - 8 - int.from_bytes(data[-8:-4], "little")


def understated(data):
    """Return a file whose footer says that its column unpacks to 1,000 bytes."""
    size = pq.read_metadata(io.BytesIO(data)).row_group(0).column(0).total_uncompressed_size
    told, at = zigzag(size), footer_at(data)
    assert told in data[at:]
    return data[:at] + data[at:].replace(told, zigzag(1_000, len(told)))


def understated_pages(data):
    """Return a file whose first page says that it unpacks to 1,000 bytes, as the footer does."""
    size = pq.read_metadata(io.BytesIO(data)).row_group(0).column(0).total_uncompressed_size
    data, header = understated(data), data[4:30]
    for page in range(size, size - 100, -1):  # without its header
        if zigzag(page) in header:
            return data.replace(zigzag(page), zigzag(1_000, len(zigzag(page))), 1)
    raise AssertionError("no such page")


def understated_values(data, number):
    """Return a file whose footer says that its column holds one value."""
    at, told = footer_at(data), zigzag(number)
    before, rows, _ = data[at:].split(told, 2)
    start = at + len(before) + len(told) + len(rows)
    assert data[start : start + len(told)] == told
    return data[:start] + zigzag(1, len(told)) + data[start + len(told) :]


def many_plain():
    return table(PLAIN, text=pa.array(["fine", *["x" * 1_000_000] * 120]))


def delta():
    return table(
        {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
        text=pa.array(["x" * 100_000] * 1_010),
    )


BOMBS = {
    "told.parquet": (lambda: table(text=repeated("x" * 1_000_000, 20_000)), SWELLS),
    "untold.parquet": (
        lambda: table({"store_schema": False}, text=repeated("x" * 1_000_000, 20_000)),
        SWELLS,
    ),
    "late.parquet": (lambda: table(text=repeated("x" * 50_000, 5_000, after=5_000)), SWELLS),
    "lists.parquet": (lambda: table(text=pa.array([["x" * 1_000] * 110_000])), SWELLS),
    "maps.parquet": (
        lambda: table(
            text=pa.array([[("k", "x" * 1_000)] * 110_000], pa.map_(pa.string(), pa.string()))
        ),
        SWELLS,
    ),
    "plain.parquet": (many_plain, SWELLS),
    "one-text.parquet": (lambda: table(PLAIN, text=pa.array(["x" * 101_000_000])), SWELLS),
    "delta.parquet": (delta, SWELLS),
    "delta-lengths.parquet": (
        lambda: table(
            {"use_dictionary": False, "column_encoding": {"text": "DELTA_LENGTH_BYTE_ARRAY"}},
            text=pa.array(["x" * 100_000] * 1_010),
        ),
        SWELLS,
    ),
    "brotli.parquet": (
        lambda: table(PLAIN | {"compression": "brotli"}, text=pa.array(["x" * 101_000_000])),
        SWELLS,
    ),
    "numbers.parquet": (
        lambda: table(text=["One."] * 900_000, **{f"n{n}": pa.nulls(900_000) for n in range(6)}),
        "found a table of 900,000 records and 7 columns, expected at most 5,000,000 values",
    ),
    "rows.parquet": (
        lambda: table(text=pa.nulls(2_000_000, pa.string())),
        "found more than 1,000,000 records",
    ),
    "columns.parquet": (
        lambda: table(**{f"c{n}": ["x"] for n in range(10_001)}),
        "found 10,001 columns, expected at most 10,000",
    ),
    "understated.parquet": (lambda: understated(many_plain()), SWELLS),
    "understated-text.parquet": (
        lambda: understated(table(PLAIN, text=pa.array(["x", "x" * 101_000_000]))),
        SWELLS,
    ),
    "understated-values.parquet": (
        lambda: understated_values(
            table({"store_schema": False}, text=repeated("x" * 100_000, 20_000)), 20_000
        ),
        SWELLS,
    ),
    "understated-pages.parquet": (
        lambda: understated_pages(table(PLAIN, text=pa.array(["x" * 2_000_000]))),
        BROKEN,
    ),
}
ODD = {
    "empty.parquet": (b"", BROKEN),
    "sign-only.parquet": (b"PAR1", BROKEN),
    "signs-only.parquet": (b"PAR1\x15\0\0\0\0\0\0PAR1", BROKEN),
    "text.parquet": (b"text\nOne.\n", BROKEN),
    "renamed.csv": (lambda: table(text=["One."]), "found a Parquet file of type '.csv', expected"),
    "cut.parquet": (lambda: table(text=["One."])[:-6], BROKEN),
    "cut-footer.parquet": (lambda: table(text=["One."])[:-60], BROKEN),
    "cut-start.parquet": (lambda: table(text=["One."])[40:], BROKEN),
    "huge-footer.parquet": (lambda: table(text=["One."])[:-8] + b"\xff\xff\xff\x7fPAR1", BROKEN),
    "garbled-footer.parquet": (
        lambda: (data := table(text=["One."]))[: footer_at(data)] + b"\xff" * 100 + data[-8:],
        BROKEN,
    ),
    "garbled-pages.parquet": (
        lambda: b"PAR1\x15" + b"\xfe" * 30 + table(text=["One."])[35:],
        BROKEN,
    ),
    "no-rows.parquet": (
        lambda: table(text=pa.array([], pa.string())),
        "found no articles, expected a record per article",
    ),
    "no-columns.parquet": (lambda: table(), "found no articles, expected a record per article"),
    "no-text.parquet": (lambda: table(body=["One."]), "found no text, expected an article"),
    "numbers-as-text.parquet": (lambda: table(text=[1, 2]), "", "1", "2"),
    "bytes-as-text.parquet": (
        lambda: table(text=[b"One.", b"\xff"]),
        "byte 0 of 'text' is not",
        "One.",
    ),
    "shared-bytes.parquet": (
        lambda: table(
            text=pa.DictionaryArray.from_arrays(
                pa.array([0, 1], pa.int32()), pa.array([b"One.", b"\xff"])
            )
        ),
        "byte 0 of 'text' is not UTF-8",
        "One.",
    ),
    "fixed-bytes.parquet": (
        lambda: table(text=["One."], doc_id=pa.array([b"\xff\xfe"], pa.binary(2))),
        "byte 0 of 'doc_id' is not UTF-8",
        "One.",
    ),
    "structure-as-text.parquet": (
        lambda: table(text=[{"a": "One."}]),
        "column 'text' holds struct<a: string>, expected text",
    ),
    "lists-as-text.parquet": (
        lambda: table(text=[["One.", "Two."], []]),
        "found no text, expected an article",
        "One.\n\nTwo.",
    ),
    "nested.parquet": (lambda: table(text=["One."], a=[{"b": [{"c": [1]}]}]), "", "One."),
    "not-text.parquet": (
        lambda: table(text=not_text(b"One.", b"T\xffwo.", b"Three.")),
        "byte 1 of 'text' is not UTF-8; write the file again",
        "One.",
        "Three.",
    ),
    "not-text-lists.parquet": (
        lambda: table(
            text=pa.LargeListArray.from_arrays(
                pa.array([0, 1, 2], pa.int64()), not_text(b"One.", b"\xff")
            )
        ),
        "byte 0 of 'text' is not UTF-8; write the file again",
        "One.",
    ),
    "not-text-shared.parquet": (
        lambda: table(
            text=pa.DictionaryArray.from_arrays(
                pa.array([0, 1], pa.int32()), not_text(b"One.", b"\xff")
            )
        ),
        "byte 0 of 'text' is not UTF-8; write the file again",
        "One.",
    ),
    "not-text-structure.parquet": (
        lambda: table(text=["One."], a=pa.StructArray.from_arrays([not_text(b"\xff")], ["b"])),
        "column 'a' holds invalid values",
    ),
    "not-text-name.parquet": (
        lambda: table(text=["One."], column=["x"]).replace(b"column", b"col\xffmn"),
        f"{BROKEN}'utf-8' codec can't decode",
    ),
    "nul.parquet": (lambda: table(text=["One\0."]), "", "One\0."),
    "year-huge.parquet": (
        lambda: table(text=["One.", "Two."], date=pa.array([2**62, 0]).cast(pa.timestamp("ms"))),
        "'date' is not in the years 1 to 9999; write the file again",
        "One.",
        "Two.",
    ),
    "year-10000.parquet": (
        lambda: table(text=["One."], seen=pa.array([253402300800]).cast(pa.timestamp("s"))),
        "'seen' is not in the years 1 to 9999; write the file again",
        "One.",
    ),
    "day-huge.parquet": (
        lambda: table(text=["One."], date=pa.array([2**31 - 1], pa.int32()).cast(pa.date32())),
        "'date' is not in the years 1 to 9999; write the file again",
        "One.",
    ),
    "zone.parquet": (
        lambda: table(
            text=["One."], date=pa.array([253402300799_000]).cast(pa.timestamp("ms", "Asia/Tokyo"))
        ),
        "'date' is not in the years 1 to 9999; write the file again",
        "One.",
    ),
    "our-names.parquet": (
        lambda: table(**{"text": ["One."], "ledger: outcome": ["x"], "__index_level_0__": [1]}),
        "",
        "One.",
    ),
    "columns-twice.parquet": (
        lambda: table(text=["One."], texs=["Two."]).replace(b"texs", b"text"),
        "",
        "One.",
    ),
    "durations.parquet": (
        lambda: table(text=["One."], t=pa.array([2**62], pa.duration("us")), n=[float("nan")]),
        "",
        "One.",
    ),
    "decimal.parquet": (
        lambda: table(text=["One."], n=pa.array([10**60], pa.decimal256(70, 0))),
        "",
        "One.",
    ),
}
KINDS = BOMBS | ODD
