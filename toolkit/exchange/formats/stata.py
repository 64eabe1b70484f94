"""Data sets of Stata (.dta, version 14 and later): a passage in a row, codes with labels."""

from __future__ import annotations

import datetime as dt
import io

from toolkit.exchange.annotated import Document, Loss
from toolkit.exchange.format import Exchange
from toolkit.exchange.rows import rows_of, shorten

_VERSION = 118  # of the format: the first whose texts are UTF-8
_LONGEST_TEXT, _LONGEST_LABEL = 2_045, 32_000  # bytes; longer texts are stored apart
_TIME = dt.datetime(1980, 1, 1)  # whenever it is


def write_stata(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return a data set with a row for each passage."""
    losses: list[Loss] = []
    rows = rows_of(documents, losses)
    values = {
        name: shorten(labels, _LONGEST_LABEL, rows.labels[name], losses)
        for name, labels in rows.values.items()
    }
    longest = max((len(text.encode("utf-8")) for text in rows.frame["match"]), default=0)
    buffer = io.BytesIO()
    rows.frame.assign(date=rows.frame["date"].astype("datetime64[us]")).to_stata(
        buffer,
        convert_dates={"date": "td"},
        write_index=False,
        byteorder="little",
        time_stamp=_TIME,
        variable_labels={name: label[:80] for name, label in rows.labels.items()},
        version=_VERSION,
        convert_strl=["match"] if longest > _LONGEST_TEXT else [],
        value_labels=values,
    )
    return buffer.getvalue(), losses


EXCHANGE = Exchange("Stata", ".dta", write_stata)
