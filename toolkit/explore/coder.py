"""The coding widget: passages to judge one at a time, for JupyterLab and whatever shows widgets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd

from toolkit.coding.sheet import coding_sheet
from toolkit.coding.sitting import Sitting
from toolkit.explore.coding_session import CodingSession
from toolkit.explore.messages import refusal
from toolkit.explore.scripts import page_script
from toolkit.instruments.codebook import Codebook, as_codebook
from toolkit.tables.arguments import as_path, describe, expect_table, expect_type

_NAME = re.compile(r"\w[\w.-]{0,50}")  # of a coder, and of the file


def code(
    sample: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    questions: Codebook | Mapping[str, Sequence[str]],
    coder: str,
    folder: str | Path = "coding",
    width: int = 400,
) -> Coder:
    """Show a sample to a coder, a passage at a time, and write each answer as it is given.

    The last line of a cell shows it. A coder sees the text, its outlet and date, and may open the
    whole article; not what the toolkit found, nor what other coders answered. Each answer has a
    key. The sheet ``folder/coder.csv`` is the one that `coding_sheet` makes, filled in: it can be
    opened in a spreadsheet, and `load_codes` reads it. The same call goes on where it stopped.

    Parameters
    ----------
    sample
        From `draw_mentions` or `draw_passages`, or both, one below the other.
    articles
        The articles that it was drawn from.
    questions
        From `load_codebook`, or the answers by question: ``{"voice": ["russia", "narration"]}``.
    coder
        Who codes: the name of the file, of letters, digits, ``.``, ``-`` and ``_``.
    folder
        Of the sheets; it is made if it is not there.
    width
        Characters of context on each side.

    Returns
    -------
    Coder
        The widget.

    Raises
    ------
    ValueError
        If the sheet that is there is of another sample, or has other questions or answers.

    Warns
    -----
    CodingWarning
        If passages were answered whose text has changed since, with the articles or the width.

    Notes
    -----
    The sheet has three columns more, which are no questions: `note`; `shown`, which tells the text
    that was answered about from another; and `seconds` from when a passage was shown until it was
    answered or skipped, over all times that it was. Breaks count too, so take their median.
    """
    codebook = as_codebook(questions)
    sheet = _sheet(sample, articles, codebook, width)
    sitting = _sitting(sheet, codebook, coder, folder)
    sitting.save()
    return Coder(CodingSession(sitting, codebook, sheet, sample, articles, others={}), sitting)


def adjudicate(
    files: Mapping[str, str | Path],
    sample: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    questions: Codebook | Mapping[str, Sequence[str]],
    coder: str = "settled",
    folder: str | Path = "coding",
    width: int = 400,
) -> Coder:
    """Show the passages on which coders differ, with their answers and notes side by side.

    Only what they differ on is asked. All other answers are theirs: what all agree on, and what
    one alone has answered. The sheet ``folder/coder.csv`` has both, so that
    ``load_codes({..., "settled": "coding/settled.csv"})`` gives codes for `add_codes`. Measure
    the coders' `agreement` on their own sheets, not on this one.

    Parameters
    ----------
    files
        The sheets of two coders or more, as `load_codes` takes them.
    sample, articles, questions, width
        As `code` took them.
    coder, folder
        Who settles the differences, and where the sheet is written.

    Returns
    -------
    Coder
        The widget.

    Raises
    ------
    ValueError
        If a sheet is of another sample, or has other questions or answers; or if the settled sheet
        has another answer where the coders do not differ.

    Notes
    -----
    The column `taken` says which answers are the coders' own. Call it again when they have gone on
    coding: where they now differ, what was taken from one of them is asked.
    """
    expect_type(files, "files", Mapping, expected="coders and their files, {'ada': 'ada.csv'}")
    paths = {name: as_path(path, "files") for name, path in files.items()}
    absent = [str(path) for path in paths.values() if not path.is_file()]
    if absent or len(paths) < 2 or coder in paths:
        found = (
            f"no file {absent[0]}" if absent else f"the sheets of {', '.join(paths) or 'nobody'}"
        )
        raise ValueError(
            f"files: found {found}, expected those of two coders or more other than {coder!r}"
        )
    codebook = as_codebook(questions)
    sheet = _sheet(sample, articles, codebook, width)
    allowed = _allowed(codebook)
    others = {name: Sitting(sheet, path, allowed) for name, path in paths.items()}
    sitting = _sitting(sheet, codebook, coder, folder)
    if sitting.path.resolve() in {path.resolve() for path in paths.values()}:
        raise ValueError(f"coder: found {coder!r}, whose sheet is among the files; give another")
    sitting.take(others.values())
    sitting.save()
    return Coder(CodingSession(sitting, codebook, sheet, sample, articles, others=others), sitting)


class Coder(anywidget.AnyWidget):
    """The widget; `code` and `adjudicate` make it.

    It sends a passage when it is shown and keeps none in its state, so that a notebook that is
    saved with its widgets holds nothing of the corpus.
    """

    _esm = page_script("coder.js")
    _css = Path(__file__).with_name("coder.css")

    def __init__(self, session: CodingSession, sitting: Sitting) -> None:
        super().__init__()
        self._session, self._sitting = session, sitting
        self.on_msg(self._receive)

    @property
    def path(self) -> Path:
        """The coder's sheet, which `load_codes` reads."""
        return self._sitting.path

    def _receive(self, _: Any, message: Any, __: Any) -> None:
        try:
            answer = self._session.answer(message)
        except Exception as error:
            about = message if isinstance(message, Mapping) else {}
            answer = refusal(error) | {"ask": about.get("ask"), "place": about.get("place")}
        self.send(answer)

    def __repr__(self) -> str:
        done, units = self._session.done(), len(self._session.units)
        return f"<Coder {self.path.stem}: {done:,} of {units:,} passages answered>"


def _sheet(
    sample: pd.DataFrame, articles: pd.DataFrame, codebook: Codebook, width: int
) -> pd.DataFrame:
    expect_table(articles, "articles", ["doc_id", "title", "text", "outlet", "date", "body_start"])
    return coding_sheet(sample, articles, questions=codebook.names, width=width)


def _allowed(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    return {question.name: question.keys for question in codebook}


def _sitting(sheet: pd.DataFrame, codebook: Codebook, coder: str, folder: str | Path) -> Sitting:
    if not isinstance(coder, str) or not _NAME.fullmatch(coder):
        raise ValueError(
            f"coder: found {describe(coder)}, expected a name of letters, digits, '.', '-' and "
            "'_', such as 'ada': the sheet is named after it"
        )
    return Sitting(sheet, as_path(folder, "folder") / f"{coder}.csv", _allowed(codebook))
