"""Facts: what is known of a mention besides its words, as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.display.printable import printable
from toolkit.tables.joint import split_ids


class Field(NamedTuple):
    """What mentions may be filtered by: its column, and what it and its empty value are called."""

    column: str
    label: str
    empty: str = ""
    own: bool = False

    @property
    def said(self) -> str:
        """What it is called within a sentence."""
        return self.label if self.own else self.label.lower()

    @property
    def all(self) -> str:
        """What all of it is called."""
        return f"all of {self.said}" if self.own else f"all {self.said}s"


FIELDS = {
    "voice": Field("voice", "Voice"),
    "target": Field("target_id", "Target", "no target found"),
    "role": Field("target_role", "Role of the target", "no target found"),
    "frame": Field("frame", "Frame"),
    "term": Field("term_id", "Term"),
    "mode": Field("mode", "Mode"),
    "stance": Field("stance", "Stance"),
    "outlet": Field("outlet", "Outlet", "no outlet given"),
    "rule": Field("rule", "Rule", "none: nobody is quoted"),
}
_VERBATIM = ("term", "role", "outlet", "rule")


class Facts:
    """The facts of every mention; rows are known by their place in the mentions table."""

    def __init__(
        self, tables: Tables, labels: Mapping[str, str], fields: Mapping[str, Field]
    ) -> None:
        self._labels, self._fields = labels, fields
        self._mentions = tables.mentions
        said = tables.attributions.drop_duplicates("attribution_id").set_index("attribution_id")
        self._cues = said["cue"].reindex(tables.mentions["attribution_id"]).to_numpy()

    def of(self, row: int) -> dict[str, Any]:
        """Return what is known of a mention; what is not known is an empty string."""
        mention = self._mentions.iloc[row]
        known = {
            name: "" if pd.isna(mention[field.column]) else self.label(name, mention[field.column])
            for name, field in FIELDS.items()
        }
        return known | {
            "date": "" if pd.isna(mention["date"]) else f"{mention['date']:%Y-%m-%d}",
            "negated": bool(mention["negated"]),
            "doc": printable(mention["doc_id"]),
            "source": _flat(mention["source"]),
            "cue": _flat(self._cues[row]),
        }

    def label(self, name: str, value: Any) -> str:
        """Return how a value of a field reads, which for actors and frames is as in figures."""
        if value is None or pd.isna(value):
            return self._fields[name].empty
        if name in _VERBATIM or name not in FIELDS:
            return printable(value)
        return " + ".join(printable(self._named(part)) for part in split_ids(value))

    def _named(self, value: str) -> str:
        text = value.replace("_", " ")
        return self._labels.get(value, text[:1].upper() + text[1:])


def _flat(value: Any) -> str:
    return "" if pd.isna(value) else printable(" ".join(value.split()))
