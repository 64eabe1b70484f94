"""Records of JSON, as columns: what all files of JSON share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from toolkit.read.formats.export import REASON
from toolkit.read.header import own_name
from toolkit.text.word_lists import read_words

if TYPE_CHECKING:
    import pandas as pd

_DEEPEST = 20  # objects within objects whose values are columns of their own
_spell = json.JSONEncoder(ensure_ascii=False).encode  # `dumps` makes one for each value
_CUT = re.compile(r"\[\+\d+ chars\]\s*$")  # where a service left off


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of an object; the value `date` of an object `meta` is ``meta.date``."""
    columns: dict[str, Any] = {}
    _flatten(record, "", columns, 0)
    return columns


def as_frame(rows: Iterable[dict[str, Any]], columns: list[str] | None = None) -> pd.DataFrame:
    """Return rows as a table; answers of services that are known have our columns too.

    It has the `columns`, by default those that any of the rows has.
    A text that a service cut off has a REASON.
    """
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    service = _service_of(frame)
    if service is None or "text" in frame:
        return frame
    for ours, theirs in service["columns"].items():
        given = [frame[name] for name in theirs if name in frame]
        if given and ours not in frame:
            frame[ours] = given[0] if len(given) == 1 else given[0].fillna(given[1])
    if "outlet" in service:
        frame["outlet"] = service["outlet"]
    if "text" in frame:
        texts = frame["text"].astype("str")
        cut = texts.str.contains(_CUT, na=False) | (service.get("part") == "yes")
        reason = "the service gives only the beginning of the text; fetch the whole from its source"
        before = frame[REASON] if REASON in frame else pd.Series(None, frame.index, dtype="object")
        frame[REASON] = before.mask(cut & before.isna() & texts.notna(), reason)
    return frame


def _service_of(frame: pd.DataFrame) -> dict[str, Any] | None:
    answers = _answers().values()
    return next((answer for answer in answers if set(answer["has"]) <= set(frame.columns)), None)


@cache
def _answers() -> dict[str, Any]:
    return read_words(__file__, "json_answers.yml")


def _flatten(record: dict[str, Any], prefix: str, columns: dict[str, Any], depth: int) -> None:
    for key, value in record.items():
        name = own_name(f"{prefix}{key}")
        if isinstance(value, dict) and value and depth < _DEEPEST:
            _flatten(value, f"{prefix}{key}.", columns, depth + 1)
        elif value is None or isinstance(value, str):
            columns.setdefault(name, value)
        else:
            columns.setdefault(name, _spell(value))
