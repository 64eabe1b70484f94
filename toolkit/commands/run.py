"""What `toolkit run` writes: the tables and the standard figures of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

from toolkit.annotate.annotate import Tables
from toolkit.figures.save import save_figure
from toolkit.languages.language import is_there, known_languages
from toolkit.measure.counted import first_of_families
from toolkit.measure.voices import voices
from toolkit.plot.heatmap import plot_heatmap, plot_voices
from toolkit.plot.rates import plot_rates
from toolkit.provenance import write_atomically
from toolkit.read.language import add_language
from toolkit.tables.spreadsheet import to_csv

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEAST = 250  # words of a voice in the figure of rates: a few bear no rate
_TOLD = "told"  # by the letters of each article


def with_language(articles: pd.DataFrame, language: str | None) -> pd.DataFrame:
    """Return the articles with the language of those that do not say theirs.

    Raises
    ------
    ValueError
        If it is none that can be read.
    """
    if language is None:
        return articles
    if language == _TOLD:
        return add_language(articles)
    if not is_there(language):
        raise ValueError(
            f"--language: found {language!r}, expected {_TOLD} or one of "
            f"{', '.join(known_languages())}"
        )
    return articles.assign(language=articles["language"].fillna(language))


def write_tables(folder: Path, tables: Tables, exposure: pd.DataFrame, rates: pd.DataFrame) -> None:
    """Write every table but the articles as CSV into `folder`."""
    named = tables._asdict() | {"exposure": exposure, "rates": rates}
    del named["articles"]
    for name, table in named.items():
        write_atomically(folder / f"{name}.csv", to_csv(table))


def count_copies(tables: Tables, exposure: pd.DataFrame, copies: str) -> Tables:
    """Return the tables with the mentions that count, as `rates` counts copies."""
    if copies == "all":
        return tables
    return tables._replace(mentions=first_of_families(tables.mentions, exposure)[0])


def with_enough_words(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the rates of voices with words enough to bear one; all, where no voice has."""
    enough = rates[rates["exposure"] >= _LEAST]
    return rates if enough.empty else enough


def draw_figures(
    folder: Path,
    tables: Tables,
    rates: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    sources: Iterable[str],
    parameters: Mapping[str, Any],
    command: Sequence[str],
) -> None:
    """Draw rates and their heat map by voice, and who speaks about whom, into `folder`."""
    mpl.use("agg")
    mentions = tables.mentions
    of_actors = mentions[mentions["voice_id"].notna()]
    matrix = voices(of_actors)
    drawn = with_enough_words(rates)
    for name, ax, data, counted in (
        ("rates", plot_rates(drawn, labels=labels), drawn, mentions),
        ("heatmap", plot_heatmap(rates, labels=labels), rates, mentions),
        ("voices", plot_voices(matrix, labels=labels), matrix, of_actors),
    ):
        figure = cast("Figure", ax.figure)  # no plot draws into a part of a figure
        save_figure(
            figure,
            name,
            data=data,
            mentions=counted,
            articles=tables.articles,
            attributions=tables.attributions,
            sources=sources,
            made_by=command,
            parameters=parameters,
            folder=folder,
        )
        plt.close(figure)
