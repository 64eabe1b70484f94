"""The explorer: a widget for JupyterLab, Notebook and whatever else shows anywidgets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.explore.events import check_events
from toolkit.explore.messages import refusal
from toolkit.explore.of_parts import some_tables
from toolkit.explore.scripts import page_script
from toolkit.explore.session import Session
from toolkit.explore.views import SPLIT
from toolkit.measure.counted import check_inputs
from toolkit.partitions.load import expect_parts
from toolkit.tables.arguments import as_path, expect_mapping, expect_table, expect_type
from toolkit.tables.schema import check_table


def explore(
    tables: Tables | str | Path,
    *,
    labels: Mapping[str, str] | None = None,
    exposure: pd.DataFrame | None = None,
    per: int = 1000,
    filters: Mapping[str, Any] | None = None,
    events: Mapping[str, str] | None = None,
    verdicts: str | Path | None = None,
) -> Explorer:
    """Show voices by frame, a timeline and the concordance, each of which filters the others.

    The last line of a cell shows it. A click on a cell or a bar filters the passages, a second
    click releases them; a passage opens in place to its whole article. Targets or outlets by frame,
    and voices by target, are other views, and so is a column of your own with up to 30 values, by
    frame; the timeline can be split by the rows of the view. What was selected comes back as
    `selection`. A search of the texts lists each place of a word or a regular expression,
    up to 50,000 in a second of processor time, and says if it stopped there. Rates are those of
    `rates` without intervals: per words of the voice in the modes, outlets and period that are
    chosen. Words are split by voice, mode, outlet, docvars and whatever column `exposure` shares
    with mentions; a view whose rows are others, such as targets, shows counts. What actors say
    together counts for each of them, and a mention for the likeliest of its targets.

    Parameters
    ----------
    tables
        From `annotate`; ``tables._replace(mentions=...)`` shows some mentions only. Of a corpus
        that was cut into parts, the folder of `annotate_parts`, if the articles are there too: of
        more than 5,000 articles those of some parts are shown, spread over the corpus.
    labels
        What to call actors and frames, and in which order, as in plots.
    exposure
        From `exposure`, for the rates; else counted when rates are first asked for, which takes
        about a minute for ten million words.
    per
        Words that rates are stated per.
    filters
        What is chosen at first: of voice, target, role, frame, term, mode, stance, outlet or rule,
        or of a docvar or a column that you added to mentions, a value as text, a list of them, or
        ``{"not": a list}`` for all but these, None for what has none; of `first` and `last` a day.
        The explorer shows what is chosen in this form, to be copied. Columns with more than 200
        values are no filters.
    events
        Days to mark on the timeline, ``{"2020-11-10": "ceasefire"}``; from `load_events`.
    verdicts
        The file of a coding sheet, such as ``"coding/ada-verdicts.csv"``. With it an opened passage
        takes a verdict, right, wrong or unsure, and a note; each is written there as it is given,
        and is there when the same file is named again. `load_codes` reads it.

    Returns
    -------
    Explorer
        The widget; its `selection` is the selected rows of mentions.

    Raises
    ------
    ValueError
        If the tables do not belong together, `filters` name what is not there, `events` no days, or
        `verdicts` a file with other mentions or questions.
    PartsError
        If the parts are not all there.

    Warns
    -----
    UserWarning
        Of how many articles of a corpus in parts are shown.
    """
    if isinstance(tables, str | Path):
        tables = some_tables(expect_parts(tables, "tables", "mentions"), stacklevel=3)
    expect_type(tables, "tables", Tables, expected="what `annotate` returns")
    expect_mapping(labels, "labels", expected="names by id, such as actors.labels()")
    expect_mapping(filters, "filters", expected='values by name, such as {"frame": ["victory"]}')
    expect_mapping(events, "events", expected="days and their labels, as `load_events` returns")
    check_events(events or {})
    if per < 1:
        raise ValueError(f"per: found {per}, expected 1 or more words")
    for name in ("articles", "names", "attributions", "mentions"):
        check_table(getattr(tables, name), name)
    missing = tables.mentions[~tables.mentions["doc_id"].isin(tables.articles["doc_id"])]
    if len(missing):
        raise ValueError(
            f"tables: found {len(missing)} mention(s) whose article is not among the articles, "
            f"first {missing['doc_id'].iloc[0]!r}; give the articles that they were found in"
        )
    if exposure is not None:
        expect_table(exposure, "exposure", ["doc_id", "n_tokens", "voice", "mode", "outlet"])
        check_inputs(tables.mentions, check_table(exposure, "exposure"), by=[*SPLIT], of=["frame"])
    session = Session(
        tables,
        labels=labels or {},
        exposure=exposure,
        per=per,
        filters=filters,
        events=events,
        verdicts=None if verdicts is None else as_path(verdicts, "verdicts"),
    )
    return Explorer(session, tables)


class Explorer(anywidget.AnyWidget):
    """The widget; `explore` makes it.

    It sends texts when they are asked for and keeps none in its state, so that a notebook that
    is saved with its widgets holds nothing of the corpus.
    """

    _esm = page_script("counts.js", "explorer.js")
    _css = Path(__file__).with_name("explorer.css")

    def __init__(self, session: Session, tables: Tables) -> None:
        super().__init__()
        self._session, self._tables = session, tables
        self.on_msg(self._receive)

    @property
    def selection(self) -> pd.DataFrame:
        """The selected rows of mentions, in the order of that table."""
        return self._tables.mentions[self._session.selected].copy()

    @property
    def filters(self) -> dict[str, Any]:
        """What is chosen, as `explore` takes it."""
        return self._session.filters

    def _receive(self, _: Any, message: Any, __: Any) -> None:
        try:
            answer = self._session.answer(message)
        except Exception as error:
            answer = refusal(error)
        asked = message.get("to") if isinstance(message, Mapping) else None
        self.send(answer | {"to": asked})  # the page knows by it which question is answered

    def __repr__(self) -> str:
        return (
            f"<Explorer of {len(self._tables.mentions):,} mentions in "
            f"{len(self._tables.articles):,} articles, {len(self.selection):,} selected>"
        )
