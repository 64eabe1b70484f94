"""Databases of Discourse Network Analyzer (``.dna``): the statements that were coded in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.read.formats.export import RecordError

MAGIC = b"SQLite format 3\0"
_LARGEST = 2_000_000_000  # bytes of a database
_LONGEST = 100_000_000  # bytes of one value
_MOST = 1_000_000  # rows of an answer
_SECONDS = 120  # that all questions may take
_STEPS = 100_000  # of SQLite's machine between two looks at the clock
_NEEDED = {
    "DOCUMENTS": ("ID", "Title", "Text", "Source", "Date"),
    "STATEMENTTYPES": ("ID", "Label"),
    "VARIABLES": ("ID", "Variable", "DataType", "StatementTypeId"),
    "STATEMENTS": ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"),
    "DATABOOLEAN": ("StatementId", "VariableId", "Value"),
    "DATAINTEGER": ("StatementId", "VariableId", "Value"),
    "DATASHORTTEXT": ("StatementId", "VariableId"),
    "DATALONGTEXT": ("StatementId", "VariableId", "Value"),
    "CODERS": ("ID", "Name"),
}
_ENTITIES = {"ENTITIES": ("ID", "Value")}
_VALUES = {  # by the type of the variable
    "boolean": "SELECT StatementId, Value FROM DATABOOLEAN WHERE VariableId = ?",
    "integer": "SELECT StatementId, Value FROM DATAINTEGER WHERE VariableId = ?",
    "long text": "SELECT StatementId, Value FROM DATALONGTEXT WHERE VariableId = ?",
}
_SHORT = {  # by the version of the database
    2: "SELECT StatementId, Value FROM DATASHORTTEXT WHERE VariableId = ?",
    3: (
        "SELECT StatementId, ENTITIES.Value FROM DATASHORTTEXT "
        "JOIN ENTITIES ON ENTITIES.ID = Entity WHERE DATASHORTTEXT.VariableId = ?"
    ),
}


class Coded(NamedTuple):
    """The statements of one type, and the names of its variables.

    `rows` has statement, doc_id, start, end, match, coder, outlet and date, `variables` a
    column for each variable.
    """

    rows: pd.DataFrame
    variables: pd.DataFrame


def read_dna(
    path: Path, *, variables: tuple[str, ...], statement_type: str | None, timezone: ZoneInfo
) -> Coded:
    """Read the statements of a database of version 2 or 3, without changing it.

    Parameters
    ----------
    path
        The file.
    variables
        Those that the type of the statements needs to have.
    statement_type
        Its label; None for the one type that has the variables.
    timezone
        Where the days of a database of version 2 begin, which holds moments; version 3 holds days.

    Raises
    ------
    RecordError
        If it is no such database, has other tables, or holds too much.
    """
    _check_file(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with _faults_told(), closing(sqlite3.connect(uri, uri=True)) as base:
        _bound(base)
        version = _version(base)
        number, named = _type_of(base, variables, statement_type)
        rows = _statements(base, number, timezone if version == 2 else None)
        values = pd.DataFrame(index=rows["statement"])
        for name, (variable, kind) in named.items():
            question = _SHORT[version] if kind == "short text" else _VALUES.get(kind)
            if question is None:
                raise RecordError(
                    f"found the type {kind!r} of the variable {name!r}, expected one of "
                    f"short text, {', '.join(_VALUES)}"
                )
            pairs = dict(_rows(base, question, variable))
            values[name] = [pairs.get(statement) for statement in rows["statement"]]
    return Coded(rows, values.reset_index(drop=True))


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise RecordError("found no file, expected the database that DNA has saved")
    size = path.stat().st_size
    if size > _LARGEST:
        raise RecordError(f"found {size / 1e6:,.0f} MB, expected at most {_LARGEST / 1e6:,.0f} MB")
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise RecordError(
                "found no SQLite database, expected what DNA 2 or 3 saves (of DNA 1, XML); open it "
                "in DNA 3 and save it again, or export its event list as CSV"
            )
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise RecordError(
                f"found {beside.name} beside it, which holds what was not yet written into it; "
                "close the database in DNA"
            )


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        if "interrupted" in str(error):
            reason = f"its answer took more than {_SECONDS} seconds"
        else:
            reason = str(error).splitlines()[0]
        raise RecordError(
            f"cannot be read as a database of DNA ({reason}); check that the file is whole, and "
            "save it again in DNA"
        ) from None


def _bound(base: sqlite3.Connection) -> None:
    """Let a database that nobody vouches for neither run code of its own nor fill the memory."""
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
        base.execute(f"PRAGMA {pragma}")
    end = monotonic() + _SECONDS
    base.set_progress_handler(lambda: monotonic() > end, _STEPS)


def _version(base: sqlite3.Connection) -> int:
    """Return the version of DNA that made the database, by its tables and their columns."""
    listed = _rows(base, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    plain = {
        str(name).upper()
        for name, sql in listed
        if str(sql).upper().startswith("CREATE TABLE")  # nothing that is virtual
    }
    short = _columns(base, "DATASHORTTEXT") if "DATASHORTTEXT" in plain else set()
    version = 3 if "ENTITY" in short else 2
    needed = _NEEDED | (_ENTITIES if version == 3 else {})
    needed["DATASHORTTEXT"] += ("Entity",) if version == 3 else ("Value",)
    for table, columns in needed.items():
        if table not in plain:
            raise RecordError(
                f"found the tables {', '.join(sorted(plain)) or '(none)'}, expected {table} among "
                "them, as databases of DNA 2 and 3 have it"
            )
        there = _columns(base, table)
        missing = [column for column in columns if column.upper() not in there]
        if missing:
            raise RecordError(
                f"found no column {missing[0]} in its table {table}, expected those of DNA 2 or 3: "
                f"{', '.join(columns)}; open it in DNA 3 and save it again"
            )
    return version


def _columns(base: sqlite3.Connection, table: str) -> set[str]:
    """Return the names of the columns of a table that we name, in capitals."""
    return {str(row[1]).upper() for row in _rows(base, f"PRAGMA table_info({table})")}


def _rows(base: sqlite3.Connection, question: str, *values: Any) -> list[tuple[Any, ...]]:
    rows = base.execute(question, values).fetchmany(_MOST + 1)
    if len(rows) > _MOST:
        raise RecordError(f"found more than {_MOST:,} rows, expected at most as many")
    return rows


def _type_of(
    base: sqlite3.Connection, variables: tuple[str, ...], label: str | None
) -> tuple[int, dict[str, tuple[int, str]]]:
    """Return the number of a type of statements, and the number and type of its variables."""
    types = {
        number: str(name) for number, name in _rows(base, "SELECT ID, Label FROM STATEMENTTYPES")
    }
    named: dict[int, dict[str, tuple[int, str]]] = {number: {} for number in types}
    for variable, name, kind, number in _rows(
        base, "SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES ORDER BY ID"
    ):
        named.setdefault(number, {})[str(name)] = (variable, str(kind))
    fit = [
        number
        for number in types
        if (types[number] == label if label else set(variables) <= set(named[number]))
    ]
    listed = "; ".join(
        f"{types[number]!r} with {', '.join(named[number]) or 'no variable'}" for number in types
    )
    if len(fit) != 1:
        expected = f"one called {label!r}" if label else f"one with {', '.join(variables)}"
        raise RecordError(
            f"found the types of statements {listed or '(none)'}, expected {expected}; name the "
            "variables by actor=, concept= and agreement=, and the type by statement_type="
        )
    missing = [name for name in variables if name not in named[fit[0]]]
    if missing:
        raise RecordError(
            f"found no variable {missing[0]!r} in the type {label!r}, which has "
            f"{', '.join(named[fit[0]])}; name the variables by actor=, concept= and agreement="
        )
    return fit[0], named[fit[0]]


def _statements(base: sqlite3.Connection, number: int, timezone: ZoneInfo | None) -> pd.DataFrame:
    rows = _rows(
        base,
        "SELECT STATEMENTS.ID, DocumentId, Start, Stop, Name FROM STATEMENTS "
        "LEFT JOIN CODERS ON CODERS.ID = STATEMENTS.Coder WHERE StatementTypeId = ? "
        "ORDER BY STATEMENTS.ID",
        number,
    )
    documents = {
        document: (outlet, date, str(text or "").encode("utf-16-le", "surrogatepass"))
        for document, outlet, date, text in _rows(
            base, "SELECT ID, Source, Date, Text FROM DOCUMENTS WHERE ID IN "
            "(SELECT DocumentId FROM STATEMENTS WHERE StatementTypeId = ?)", number
        )
    }  # fmt: skip
    records = []
    for statement, document, start, stop, coder in rows:
        if document not in documents:
            raise RecordError(
                f"statement {statement}: found no document {document!r}, expected the one it "
                "stands in; open the database in DNA and save it again"
            )
        outlet, date, text = documents[document]
        begin, match = _place(statement, text, start, stop)
        records.append(
            {
                "statement": statement,
                "doc_id": str(document),
                "start": begin,
                "end": begin + len(match),
                "match": match,
                "coder": coder,
                "outlet": outlet,
                "date": _day(statement, date, timezone),
            }
        )
    columns = ["statement", "doc_id", "start", "end", "match", "coder", "outlet", "date"]
    return pd.DataFrame(records, columns=columns)


def _place(statement: int, text: bytes, start: Any, stop: Any) -> tuple[int, str]:
    """Return where a statement begins, and its words; DNA counts in halves of UTF-16, as Java."""
    if not (isinstance(start, int) and isinstance(stop, int) and 0 <= start <= stop):
        raise RecordError(
            f"statement {statement}: found the place {start!r} to {stop!r}, expected two numbers, "
            "the first character and one past the last"
        )
    before, words = text[: 2 * start], text[2 * start : 2 * stop]
    return (
        len(before.decode("utf-16-le", "replace")),
        words.decode("utf-16-le", "replace"),
    )


def _day(statement: int, date: Any, timezone: ZoneInfo | None) -> pd.Timestamp:
    """Return the day of a document: of seconds in UTC, or of milliseconds in a zone."""
    try:
        if timezone is None:
            return pd.Timestamp(int(date), unit="s").normalize().as_unit("us")
        moment = pd.Timestamp(int(date), unit="ms", tz="UTC").tz_convert(timezone)
        return moment.tz_localize(None).normalize()
    except (TypeError, ValueError, OverflowError):
        raise RecordError(
            f"statement {statement}: found the date {date!r} of its document, expected a number of "
            f"{'seconds' if timezone is None else 'milliseconds'} since 1970"
        ) from None
