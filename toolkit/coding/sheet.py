"""Coding sheets: what a coder reads and fills in, and the codes that come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from toolkit.coding.columns import codes_of
from toolkit.coding.filled import read_filled
from toolkit.coding.labels import is_manifest, read_labels
from toolkit.display.printable import printable
from toolkit.instruments.codebook import Codebook
from toolkit.provenance import write_atomically
from toolkit.tables.arguments import as_list, as_path, expect_table, expect_type
from toolkit.tables.contexts import contexts
from toolkit.tables.schema import TABLES, finish_table
from toolkit.tables.spreadsheet import to_csv

_BOM = b"\xef\xbb\xbf"  # tells spreadsheets that the file is UTF-8
TEXTS = ("title", "left", "node", "right")  # what a coder reads
# What `code` and `adjudicate` write beside the answers: columns that are no questions.
ABOUT = ("note", "seconds", "taken", "shown")


def coding_sheet(
    sample: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    questions: str | Sequence[str] = ("voice", "frame", "target"),
    width: int = 400,
) -> pd.DataFrame:
    """Lay out a sample for a coder, who is not told what the toolkit found.

    Parameters
    ----------
    sample
        From `draw_mentions` or `draw_passages`, or both, one below the other.
    articles
        The articles that it was drawn from.
    questions
        The columns to fill in, one for each question of the codebook.
    width
        Characters of context on each side.

    Returns
    -------
    pandas.DataFrame
        The coding sheet, a row for each unit in the order of `sample`: where it stands, the text
        before, the term (or sentence) itself, the text after, and the empty columns. Voice, frame,
        target and rule are left out, so that codes are independent of them; the mention_id leads
        back to them.
    """
    questions = as_list(questions, "questions")
    expect_table(sample, "sample", ["mention_id", "doc_id", "start", "end", "match"])
    expect_table(articles, "articles", ["doc_id", "title", "text", "outlet", "date"])
    declared = TABLES["coding_sheet"].columns
    taken = [question for question in questions if question in (*declared, *ABOUT)]
    if taken:
        raise ValueError(
            f"questions: found {taken[0]!r}, which the sheet has already; expected names "
            f"other than {', '.join((*declared, *ABOUT))}"
        )
    strange = sample[~sample["doc_id"].isin(articles["doc_id"])]
    if len(strange):
        raise ValueError(
            f"articles: found none for {len(strange)} unit(s) of sample, first of "
            f"{strange['doc_id'].iloc[0]!r}; expected the articles that they were drawn from"
        )
    left, right = contexts(sample, articles, width=width)
    about = articles.set_index("doc_id")[["title", "outlet", "date"]]
    sheet = about.loc[sample["doc_id"]].reset_index(drop=True)
    sheet = sheet.assign(
        mention_id=sample["mention_id"].to_numpy(),
        left=left,
        node=sample["match"].str.replace("\n", " ").to_numpy(),
        right=right,
    )
    for column in TEXTS:
        sheet[column] = sheet[column].astype("str").map(printable).astype("str")
    empty = pd.Series([None] * len(sheet), dtype="str")
    return finish_table("coding_sheet", sheet.assign(**dict.fromkeys(questions, empty)), [])


def save_coding_sheet(sheet: pd.DataFrame, path: str | Path) -> Path:
    """Write a coding sheet as CSV that spreadsheets open as it is, without running any formula.

    Raises
    ------
    FileExistsError
        If there is a file already: it may hold a coder's work.
    """
    expect_table(sheet, "sheet", ["mention_id"], table="coding_sheet")
    path = as_path(path, "path")
    if path.exists():
        raise FileExistsError(
            f"{path}: found a file, expected none; it may hold codes: give another name"
        )
    write_atomically(path, sheet_bytes(sheet))
    return path


def sheet_bytes(sheet: pd.DataFrame) -> bytes:
    """Return a coding sheet as the file that `save_coding_sheet` writes."""
    return _BOM + to_csv(sheet)


def load_codes(
    files: Mapping[str, str | Path], *, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Read the codes of people, from coding sheets that they filled in, and those of models.

    Parameters
    ----------
    files
        ``{"ada": "coding/ada.csv", "ben": "coding/ben.csv"}``. Separated by commas, semicolons or
        tabs, as spreadsheets save them. All columns that `coding_sheet` did not make are
        questions, but for those that `code` and `adjudicate` write: `note`, `seconds`, `taken` and
        `shown`. A file that ends in ``.json`` is the manifest of a model's labels, as `label`
        writes it: ``{"qwen": "coding/qwen.json"}``. It holds

        - ``model``, ``prompt`` (a text, or one for each question) and ``date`` (YYYY-MM-DD);
        - ``codebook``: the SHA-256 of the codebook's file;
        - ``labels``: the name of the file of labels beside it, CSV or JSON lines (``.jsonl``), with
          mention_id, variable (the question), value (the label; empty if the answer was none) and
          raw (the answer as it came);

        and whatever else you note of the model.
    codebook
        From `load_codebook`: codes have to be its labels, of its questions, and models to have
        been given it.

    Returns
    -------
    pandas.DataFrame
        The codes table, a row for each cell that was filled in, and for each answer of a model.

    Raises
    ------
    ValueError
        If a file is not UTF-8, is no table, has no mention_id or holds one twice, or has a column
        or a row that is filled in and not named; if a manifest or an answer lacks something; if a
        code is no label of `codebook`, or a model was given another one.

    Warns
    -----
    CodingWarning
        If rows of a sheet are blank: they are skipped.
    LabelWarning
        If answers of a model were none of the labels: their value is empty.
    """
    expect_type(files, "files", Mapping, expected="coders and their files, {'ada': 'ada.csv'}")
    if codebook is not None:
        expect_type(codebook, "codebook", Codebook, expected="what `load_codebook` returns")
    tables = [pd.DataFrame(columns=list(TABLES["codes"].columns))]
    for coder, file in files.items():
        path = as_path(file, "files")
        read = read_labels(coder, path, codebook) if is_manifest(path) else _read(coder, path)
        if codebook is not None:
            _check_values(read, codebook, path)
        tables.append(read)
    return finish_table("codes", pd.concat(tables), [])


def _check_values(codes: pd.DataFrame, codebook: Codebook, path: Path) -> None:
    """Raise if a code is none of the labels, or of none of the questions, of the codebook."""
    others = codes[~codes["variable"].isin(codebook.names)]
    if len(others):
        mention, name, value = others[["mention_id", "variable", "value"]].iloc[0]
        raise ValueError(
            f"{path}: {mention}: found {value!r} for {name!r}, which is no question of the "
            f"codebook, expected one of {', '.join(codebook.names)}; correct the name of the "
            "column, or delete it (remarks go into the column note)"
        )
    for question in codebook.questions:
        own = codes[(codes["variable"] == question.name) & codes["value"].notna()]
        strange = own[~own["value"].isin(question.keys)]
        if len(strange):
            mention, value = strange[["mention_id", "value"]].iloc[0]
            raise ValueError(
                f"{path}: {mention}: {question.name}: found {value!r}, expected one of "
                f"{', '.join(question.keys)}"
            )


def _read(coder: str, path: Path) -> pd.DataFrame:
    sheet = read_sheet(path)
    # A question may be called "value", but a column of a file is never called nothing.
    long = sheet.melt("mention_id", questions_of(sheet), var_name="variable", value_name="")
    long = long.rename(columns={"": "value"})
    return long[long["value"] != ""].assign(coder=coder)


def questions_of(sheet: pd.DataFrame) -> list[str]:
    """Return the columns of a sheet that hold answers."""
    known = (*TABLES["coding_sheet"].columns, *ABOUT)
    return [column for column in sheet if column not in known]


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a sheet as its file has it, every cell a text without blanks around it.

    Raises
    ------
    ValueError
        As `load_codes` does.
    """
    sheet = read_filled(path)
    ids = sheet["mention_id"]
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        raise ValueError(f"{path}: found {twice!r} in more than one row, expected one row each")
    return sheet


def add_codes(
    mentions: pd.DataFrame, codes: pd.DataFrame, sample: pd.DataFrame, *, coder: str
) -> pd.DataFrame:
    """Add one coder's codes to the mentions they are of.

    Parameters
    ----------
    mentions
        The mentions table, or a sample.
    codes
        From `load_codes`.
    sample
        What was drawn: it has the chances.
    coder
        Whose codes, such as those of the coder who settled the differences.

    Returns
    -------
    pandas.DataFrame
        `mentions` with a column ``<variable>_coded`` for each variable, empty where it was not
        coded, and `probability`, empty where a mention was not drawn.
    """
    expect_table(mentions, "mentions", ["mention_id"])
    expect_table(sample, "sample", ["mention_id", "probability"])
    chosen = codes_of(codes, coder)
    strange = chosen[~chosen["mention_id"].isin(sample["mention_id"])]
    if len(strange):
        raise ValueError(
            f"codes: found {strange['mention_id'].nunique()} mention(s) that were not drawn, first "
            f"{strange['mention_id'].iloc[0]!r}; expected codes of this sample"
        )
    added = mentions
    for variable, values in chosen.groupby("variable"):
        coded = values.set_index("mention_id")["value"]
        added = added.assign(**{f"{variable}_coded": mentions["mention_id"].map(coded)})
    chances = sample.set_index("mention_id")["probability"]
    added = added.assign(probability=mentions["mention_id"].map(chances).astype("float64"))
    added.attrs = dict(mentions.attrs)
    return added
