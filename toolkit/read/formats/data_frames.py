"""Data sets of Stata (.dta) and SPSS (.sav, .zsav): tables of the researcher's own."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from toolkit.read.formats.content import Content
from toolkit.read.formats.export import Export, RecordError
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import ANY
from toolkit.read.formats.spreadsheet import export_rows

if TYPE_CHECKING:
    import pandas as pd

_STATA = re.compile(rb"<stata_dta>|[\x69-\x73][\x01\x02]\x01\x00")  # since Stata 13; before it


def is_stata(content: Content) -> bool:
    """Tell whether a file is a data set of Stata."""
    return bool(_STATA.match(content.data))


def read_stata(content: Content) -> list[Export]:
    """Return a record per row; a value that has a label is its label, if no two share one."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of texts of old files that are no UTF-8
        try:
            frame = pd.read_stata(io.BytesIO(content.data))
        except ValueError as error:
            if "Value labels" not in str(error):
                raise
            frame = pd.read_stata(io.BytesIO(content.data), convert_categoricals=False)
    return [_export(frame)]


def is_spss(content: Content) -> bool:
    """Tell whether a file is a data set of SPSS."""
    return content.data.startswith((b"$FL2@(#)", b"$FL3@(#)"))


def read_spss(content: Content) -> list[Export]:
    """Return a record per row; a value that has a label is its label.

    Raises
    ------
    RecordError
        If `pyreadstat` is not installed.
    """
    try:
        import pyreadstat
    except ImportError:
        raise RecordError(
            "found a data set of SPSS; to read it install pyreadstat (pip install pyreadstat), or "
            "save it as CSV"
        ) from None
    file = io.BytesIO(content.data)
    frame, _ = pyreadstat.read_sav(file, apply_value_formats=True, formats_as_category=False)
    return [_export(frame)]


def _export(frame: pd.DataFrame) -> Export:
    values = frame.astype("object").where(frame.notna(), None)
    return export_rows([list(frame.columns), *values.to_numpy().tolist()])


FORMATS = (
    Format("Stata", ANY, read_stata, is_stata),
    Format("SPSS", ANY, read_spss, is_spss),
)
