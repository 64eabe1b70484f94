"""Data sets of SPSS (.sav): a passage in a row, codes as numbers with labels."""

from __future__ import annotations

import tempfile
from pathlib import Path

from toolkit.exchange.annotated import Document, Loss
from toolkit.exchange.format import Exchange
from toolkit.exchange.rows import rows_of, shorten

_LONGEST_TEXT, _LONGEST_LABEL = 32_767, 120  # bytes
# Where the header says when it was written: day and time. Ours has no clock.
_CLOCK, _TIME = slice(92, 109), b"01 Jan 8000:00:00"


def write_spss(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return a data set with a row for each passage.

    Raises
    ------
    ValueError
        If `pyreadstat` is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise ValueError(
            "path: found the name of a data set of SPSS; to write one install pyreadstat (pip "
            "install pyreadstat), or write one of Stata, .dta, which SPSS opens too"
        ) from None
    losses: list[Loss] = []
    rows = rows_of(documents, losses)
    cut = [text.encode("utf-8")[:_LONGEST_TEXT].decode("utf-8", "ignore")
           for text in rows.frame["match"]]  # fmt: skip
    changed = sum(a != b for a, b in zip(cut, rows.frame["match"], strict=True))
    losses += [("match", f"is longer than {_LONGEST_TEXT} bytes; it is cut")] * changed
    values = {
        name: shorten(labels, _LONGEST_LABEL, rows.labels[name], losses)
        for name, labels in rows.values.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "passages.sav")
        pyreadstat.write_sav(
            rows.frame.assign(match=cut),
            str(path),
            column_labels=dict(rows.labels),
            variable_value_labels=values,
        )
        data = bytearray(path.read_bytes())
    data[_CLOCK] = _TIME
    return bytes(data), losses


EXCHANGE = Exchange("SPSS", ".sav", write_spss)
