"""Statements that were coded by hand elsewhere: who speaks of which concept, for or against it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from toolkit.read.articles import CorpusWarning
from toolkit.read.columns import INNER
from toolkit.read.dna import MAGIC, Coded, read_dna
from toolkit.read.files import TABLE, read_file
from toolkit.read.formats.export import FORMAT, REASON, RECORD, RecordError
from toolkit.read.records import CorpusError
from toolkit.read.settings import CorpusSettings
from toolkit.tables.arguments import as_path, expect_mapping, expect_type
from toolkit.tables.joint import JOINT
from toolkit.tables.schema import TABLES, finish_table
from toolkit.text.days import read_day

_WIDE_PLUS = "＋"  # of an actor's name: the plain one joins those who speak together
_LONGEST = 100_000_000  # characters of a document
_OURS = {  # columns by other names: those of the event lists of DNA, its spaces as they may be
    "statement": ("statement ID", "statement_ID", "statement_id", "mention_id"),
    "doc_id": ("doc_id", "document ID", "document_ID", "document_id"),
    "date": ("date", "time"),
    "outlet": ("outlet", "source"),
    "match": ("match", "text"),
    "start": ("start",),
    "end": ("end", "stop"),
    "coder": ("coder",),
}
_WORDS = {
    "asserted": ("1", "yes", "true", "agree", "asserted"),
    "questioned": ("neutral", "questioned"),
    "denied": ("0", "-1", "no", "false", "disagree", "denied"),
}
_SIGNED = {"1": "asserted", "0": "questioned", "-1": "denied"}


def load_statements(
    path: str | Path,
    *,
    actor: str = "organization",
    concept: str = "concept",
    agreement: str | None = "agreement",
    stances: Mapping[str, str] | None = None,
    statement_type: str | None = None,
    timezone: str = "UTC",
) -> pd.DataFrame:
    """Read statements that were coded by hand, in Discourse Network Analyzer or in a spreadsheet.

    Parameters
    ----------
    path
        A database of DNA 2 or 3 (``.dna``), which is not changed; or a table (CSV, XLSX, ODS ...)
        with a row per statement and the columns `actor`, `concept` and `agreement`, such as the
        event list that DNA exports. Of its other columns, these are understood: doc_id, which is
        needed (or document ID), date (time), outlet (source), match (text), start, end, coder,
        mention_id (statement ID).
    actor, concept
        The variables (in a table, the columns) of who speaks, and of what.
    agreement
        That of whether the actor agrees: yes or no, 1 or 0, or 1, 0 and -1 where 0 is neither.
        None if all statements agree. A 0 denies where there is no -1 in the whole file: if yours
        means neither, and nobody happens to deny, say so by `stances`.
    stances
        What values of the agreement mean, where it is not that, or on a finer scale:
        ``{"0": "questioned"}``, or ``{"2": "asserted", "-2": "denied"}``.
    statement_type
        The type of statements to read, by its label, where several have these variables.
    timezone
        In which the database was made, such as "Europe/Berlin"; of use for DNA 2, which does not
        keep days but moments: at noon or at midnight there.

    Returns
    -------
    pandas.DataFrame
        The statements table, which serves `affiliations`, `actor_ties` and `polarisation` as
        mentions do: `voice_id` is the actor, `frame` the concept, `stance` "asserted", "denied", or
        "questioned" for neither. All variables or columns follow, under their own names (after
        "coded " if one is ours). A plus in an actor's name becomes a wide one, ＋.

    Raises
    ------
    CorpusError
        If the file cannot be read as either, lacks a variable, or has another agreement.

    Warns
    -----
    CorpusWarning
        How many statements are left out, for their agreement is empty.
    """
    path = as_path(path, "path")
    for name, value in {"actor": actor, "concept": concept, "timezone": timezone}.items():
        expect_type(value, name, str, expected="a name")
    for name, choice in {"agreement": agreement, "statement_type": statement_type}.items():
        expect_type(choice, name, (str, type(None)), expected="a name, or None")
    known = _checked_stances(stances, agreement)
    try:
        zone = ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"timezone: found {timezone!r}, expected a name such as 'Europe/Berlin'"
        ) from None
    variables = tuple(dict.fromkeys([actor, concept, *([agreement] if agreement else [])]))
    try:
        if path.suffix.lower() == ".dna" or _is_database(path):
            coded = read_dna(
                path, variables=variables, statement_type=statement_type, timezone=zone
            )
        else:
            coded = _read_spreadsheet(path, variables)
        said = _as_statements(coded, actor, concept, agreement, known)
    except RecordError as error:
        raise CorpusError(f"{path}: {error}") from None
    lacking = len(coded.rows) - len(said)
    if lacking:
        warnings.warn(
            f"{path}: {lacking:,} of {len(coded.rows):,} statements are left out, for they have "
            f"nothing in {agreement!r}; fill it in, or read all by agreement=None",
            CorpusWarning,
            stacklevel=2,
        )
    return said


def _checked_stances(stances: Mapping[str, str] | None, agreement: str | None) -> dict[str, str]:
    """Return what the values of the agreement mean that the user names."""
    if stances is None:
        return {}
    if agreement is None:
        raise ValueError("stances: found them with agreement=None, expected one of both at most")
    expected = "what a value means, {'0': 'questioned'}"
    expect_mapping(stances, "stances", expected=expected)
    for value, stance in stances.items():
        if not isinstance(stance, str) or stance not in _WORDS:
            raise ValueError(
                f"stances: found {stance!r} for {value!r}, expected one of {', '.join(_WORDS)}"
            )
    return {_plain(str(value)): stance for value, stance in stances.items()}


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}") from None


def _read_spreadsheet(path: Path, variables: tuple[str, ...]) -> Coded:
    raw = read_file(path, CorpusSettings())
    if not raw[FORMAT].eq(TABLE).all():
        raise RecordError("found articles, expected a table with a row per statement")
    bad = raw[raw[REASON].notna()] if REASON in raw else raw.head(0)
    if len(bad):
        raise RecordError(f"record {bad[RECORD].iloc[0]}: {bad[REASON].iloc[0]}")
    table = raw[[c for c in raw.columns if isinstance(c, str) and c not in INNER]]
    table = table.astype("str").apply(lambda column: column.str.strip())
    taken = {
        ours: next((name for name in names if name in table and name not in variables), None)
        for ours, names in _OURS.items()
    }
    missing = [name for name in variables if name not in table]
    if taken["doc_id"] is None:
        missing.append("doc_id")
    if missing:
        raise RecordError(
            f"found no column {missing[0]!r}, only {', '.join(table.columns)}; name the columns by "
            "actor=, concept= and agreement=, and call that of the document doc_id"
        )
    rows = pd.DataFrame(
        {ours: table[theirs] if theirs else None for ours, theirs in taken.items()}, dtype=object
    )
    if taken["statement"] is None:
        rows["statement"] = range(1, len(rows) + 1)
    for column in ("start", "end"):
        rows[column] = _numbers(rows[column], column)
    rows["date"] = _days(rows["date"])
    _check_told(rows)
    return Coded(rows, table.drop(columns=[c for c in taken.values() if c]))


def _numbers(values: pd.Series, column: str) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = values.notna() & ((numbers % 1 != 0) | ~numbers.between(0, _LONGEST))
    if wrong.any():
        at = wrong.idxmax()
        raise RecordError(
            f"row {at + 1}: {column}: found {values[at]!r}, expected a whole number of characters"
        )
    return numbers.astype("Int64")


def _check_told(rows: pd.DataFrame) -> None:
    """Raise unless each statement has a document, and differs from all others."""
    lacking = rows["doc_id"].isna() | rows["doc_id"].eq("")
    if lacking.any():
        raise RecordError(
            f"row {lacking.idxmax() + 1}: doc_id: found nothing, expected the document that the "
            "statement stands in"
        )
    twice = rows.duplicated(["doc_id", "start", "end", "statement"])
    if twice.any():
        at = twice.idxmax()
        raise RecordError(
            f"row {at + 1}: found the statement {rows['statement'][at]!r} of "
            f"{rows['doc_id'][at]!r} a second time, expected each once; delete the row, "
            "or give it a number of its own"
        )


def _days(values: pd.Series) -> pd.Series:
    days = values.map(lambda value: read_day(str(value)), na_action="ignore")
    wrong = values.notna() & days.isna()
    if wrong.any():
        at = wrong.idxmax()
        raise RecordError(
            f"row {at + 1}: date: found {values[at]!r}, expected YYYY-MM-DD, with or without a time"
        )
    return pd.to_datetime(days)


def _as_statements(
    coded: Coded, actor: str, concept: str, agreement: str | None, stances: Mapping[str, str]
) -> pd.DataFrame:
    rows, values = coded.rows, coded.variables.astype(object)
    ours = TABLES["statements"].columns
    names = {name: f"coded {name}" if name in ours else name for name in values}
    places = rows[["start", "end"]].astype("Int64").astype("str").fillna("")
    spans = places["start"] + "-" + places["end"]
    frame = rows.drop(columns="statement").assign(
        mention_id=rows["doc_id"].astype("str")
        + ":"
        + spans
        + ":"
        + rows["statement"].astype("str"),
        voice_id=_texts(values[actor]).str.replace(JOINT, _WIDE_PLUS, regex=False),
        frame=_texts(values[concept]),
        stance="asserted" if agreement is None else _stances(values[agreement], agreement, stances),
        outlet=_texts(rows["outlet"]),
        match=_texts(rows["match"]),
        coder=_texts(rows["coder"]),
    )
    table = pd.concat([frame, values.rename(columns=names)], axis=1)
    return finish_table("statements", table[table["stance"].notna()], [])


def _texts(values: pd.Series) -> pd.Series:
    """Return values as text, without what is empty."""
    texts = values.astype("str").str.strip()
    return texts.where(texts != "", None)


def _stances(values: pd.Series, agreement: str, stances: Mapping[str, str]) -> pd.Series:
    """Return the stance of each statement; none where nothing is said of it."""
    texts = _texts(values).map(_plain, na_action="ignore")
    known = {word: stance for stance, words in _WORDS.items() for word in words}
    if "-1" in set(texts):
        known |= _SIGNED
    known |= stances
    wrong = texts.notna() & ~texts.isin(list(known))
    if wrong.any():
        at = wrong.idxmax()
        raise RecordError(
            f"statement {at + 1} of {len(values)}: found {values[at]!r} in {agreement!r}, expected "
            "yes or no, 1 or 0, or 1, 0 and -1; say by stances= what else means, "
            f"{{{texts[at]!r}: 'asserted'}}"
        )
    if len(texts) and texts.isna().all():
        raise RecordError(
            f"found nothing in {agreement!r} of any statement, expected yes or no, 1 or 0, or 1, 0 "
            "and -1; name another one by agreement=, or None if all agree"
        )
    return texts.map(known)


def _plain(value: str) -> str:
    """Return a value in small letters, a whole number without its decimals."""
    return value.strip().casefold().removesuffix(".0")
