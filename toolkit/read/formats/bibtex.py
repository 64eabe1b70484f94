"""BibTeX: entries of a bibliography, of which those with an abstract are articles."""

from __future__ import annotations

import re

from toolkit.read.formats.content import Content
from toolkit.read.formats.entries import record_of
from toolkit.read.formats.export import REASON, Export
from toolkit.read.formats.format import Format
from toolkit.read.formats.media import TEXT

_FIRST = re.compile(
    r"\s*(?:%[^\n]*\n\s*)*@(?:(?:string|comment|preamble)\s*\{|[a-z]+\s*\{[^,\s{}]*\s*,)",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_COLUMNS = {
    "title": ("title",),
    "text": ("abstract",),
    "outlet": ("journal", "journaltitle", "newspaper", "publisher"),
    "byline": ("author",),
    "language": ("langid", "language"),
    "date": ("date",),
}


def is_bibtex(content: Content) -> bool:
    """Tell whether a text begins as an entry of BibTeX does."""
    return bool(_FIRST.match(content.text))


def read_bibtex(content: Content) -> list[Export]:
    """Return a record for each entry; one without an abstract, or a faulty one, has a reason."""
    import bibtexparser
    from bibtexparser.middlewares import LatexDecodingMiddleware

    library = bibtexparser.parse_string(content.text, append_middleware=[LatexDecodingMiddleware()])
    export = Export()
    for entry in library.entries:
        fields = {field.key.lower(): [" ".join(str(field.value).split())] for field in entry.fields}
        fields |= {"key": [entry.key], "type": [entry.entry_type]}
        fields.setdefault("date", [_date(fields)])
        export.records.append(record_of(fields, _COLUMNS))
    for block in library.failed_blocks:
        reason = (
            f"line {(block.start_line or 0) + 1}: found an entry that is not closed, or whose key "
            "or field stands twice; mend it"
        )
        export.records.append({REASON: reason})
    return [export]


def _date(fields: dict[str, list[str]]) -> str:
    """Return year, month and day of an entry as one date, as far as it has them."""
    year, month, day = (fields.get(name, [""])[0] for name in ("year", "month", "day"))
    named = month[:3].lower()
    month = str(_MONTHS.index(named) + 1) if named in _MONTHS else month
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


FORMATS = (Format("BibTeX", TEXT, read_bibtex, is_bibtex),)
