"""What `toolkit run` does with a corpus that does not fit into memory."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import toolkit as tk
from toolkit.commands.messages import say
from toolkit.provenance import write_atomically
from toolkit.tables.spreadsheet import to_csv

# In memory a corpus takes some twelve times the size of its texts: 2.5 GB at this size.
LARGE = 200_000_000  # bytes
_MENTIONS = ("doc_id", "mention_id", "frame", "voice", "voice_id", "target_id", "method")
_EXPOSURE = ("doc_id", "n_tokens", "voice", "voice_id", "family_id", "method")


def is_by_parts(options: argparse.Namespace) -> bool:
    """Tell whether a corpus is cut into parts: if asked for, or if it is large.

    Raises
    ------
    ValueError
        If parts are asked for with what needs all articles at once.
    """
    whole = {"--copies": options.copies != "all", "--language": options.language is not None}
    if not options.parts:
        return not any(whole.values()) and _size(Path(options.corpus)) > LARGE
    for option, given in whole.items():
        if given:
            raise ValueError(
                f"{option}: found beside --parts, expected one of the two: by parts, copies are "
                "not looked for, and languages are those that articles or corpus.yml say"
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
    tk.annotate_parts(parts, actors, lexicon, method=options.method, processes=options.processes)
    mentions = tk.load_parts(parts, "mentions", columns=_MENTIONS)
    exposure = tk.load_parts(parts, "exposure", columns=_EXPOSURE)
    rates = tk.rates(mentions, exposure, seed=options.seed)
    voices = tk.voices(mentions[mentions["voice_id"].notna()])
    for name, table in (("rates", rates), ("voices", voices)):
        write_atomically(options.out / "tables" / f"{name}.csv", to_csv(table))
    n_articles = len(tk.load_parts(parts, "articles", columns="doc_id"))
    sys.stdout.write(
        f"{n_articles:,} articles, {int(exposure['n_tokens'].sum()):,} words, "
        f"{len(mentions):,} mentions, {int(mentions['voice_id'].notna().sum()):,} of them voiced "
        "by a registered actor. Copies of one dispatch were not looked for.\n"
    )
    say("Rates and voices: {}; all other tables: load_parts({})", options.out / "tables", parts)


def _size(corpus: Path) -> int:
    """Return the bytes of a corpus."""
    if not corpus.is_dir():
        return corpus.stat().st_size if corpus.is_file() else 0
    paths = (Path(parent, name) for parent, _, names in os.walk(corpus) for name in names)
    return sum(path.stat().st_size for path in paths if path.is_file())
