"""What `toolkit run` does with a corpus that does not fit into memory."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import toolkit as tk
from toolkit.commands.messages import say, tell_copies
from toolkit.measure.counted import change_table, first_of_families
from toolkit.provenance import write_atomically
from toolkit.tables.spreadsheet import to_csv

# In memory a corpus takes some twelve times the size of its texts: 2.5 GB at this size.
LARGE = 200_000_000  # bytes


def is_by_parts(options: argparse.Namespace) -> bool:
    """Tell whether a corpus is cut into parts: if asked for, or if it is large.

    Raises
    ------
    ValueError
        If parts are asked for, and a language for articles that do not say theirs.
    """
    told = options.language is not None
    if not options.parts:
        return not told and _size(Path(options.corpus)) > LARGE
    if told:
        raise ValueError(
            "--language: found beside --parts, expected one of the two: by parts, languages are "
            "those that articles or corpus.yml say"
        )
    return True


def run_by_parts(options: argparse.Namespace, given: Mapping[str, Any]) -> None:
    """Cut a corpus, annotate its parts, and write rates and who speaks about whom.

    Parameters
    ----------
    options
        Of the command.
    given
        How the corpus is read.
    """
    actors, lexicon = tk.load_actors(options.actors), tk.load_lexicon(options.lexicon)
    if not options.parts:
        sys.stderr.write(
            f"toolkit: the corpus has more than {LARGE // 1_000_000} MB, and is cut into parts\n"
        )
    parts = tk.partition(options.corpus, options.out / "parts", **given)
    tk.add_families_to_parts(parts, processes=options.processes)
    tk.annotate_parts(parts, actors, lexicon, method=options.method, processes=options.processes)
    mentions, exposure = (tk.open_parts(parts, name) for name in ("mentions", "exposure"))
    rates = tk.rates(mentions, exposure, seed=options.seed, copies=options.copies)
    counted = mentions if options.copies == "all" else first_of_families(mentions, exposure)[0]
    voices = tk.voices(change_table(counted, lambda part: part[part["voice_id"].notna()]))
    for name, table in (("rates", rates), ("voices", voices)):
        write_atomically(options.out / "tables" / f"{name}.csv", to_csv(table))
    families = tk.load_parts(parts, "articles", columns="family_id")["family_id"]
    words = sum(int(part["n_tokens"].sum()) for part in exposure.read(["n_tokens"]))
    n, of_actors = 0, 0
    for part in mentions.read(["voice_id"]):
        n, of_actors = n + len(part), of_actors + int(part["voice_id"].notna().sum())
    sys.stdout.write(
        f"{len(families):,} articles{tell_copies(families, options.copies)}, "
        f"{words:,} words, {n:,} mentions, {of_actors:,} of them voiced by a registered actor.\n"
    )
    say("Rates and voices: {}; all other tables: load_parts({})", options.out / "tables", parts)


def _size(corpus: Path) -> int:
    """Return the bytes of a corpus."""
    if not corpus.is_dir():
        return corpus.stat().st_size if corpus.is_file() else 0
    paths = (Path(parent, name) for parent, _, names in os.walk(corpus) for name in names)
    return sum(path.stat().st_size for path in paths if path.is_file())
