"""A corpus of any size, cut into parts as it streams by."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.display.printable import printable_line
from toolkit.display.tally import Tally
from toolkit.partitions.keys import KEYS, Keys
from toolkit.partitions.lock import locked
from toolkit.partitions.store import (
    ARTICLES,
    LEDGER,
    PARTITION,
    check_free,
    digest,
    drop_parts,
    is_whole,
    made_by,
    part_path,
    read_json,
    write_json,
    write_part,
)
from toolkit.partitions.warned import Warned, WarnedTogether
from toolkit.provenance import hash_below, hash_file
from toolkit.read.articles import CorpusWarning, none_read
from toolkit.read.clean import clean_text
from toolkit.read.outlets import alike_outlets, find_alike
from toolkit.read.settings import CorpusSettings, settings_of
from toolkit.read.streamed import StreamedCorpus
from toolkit.tables.arguments import as_path, describe
from toolkit.tables.parts import release_memory

_SIZE = 1_000  # records: few enough for each process, and for what a stop may cost
_STATES = "states"  # the folder with what is known of each part
_FOLDERS = (_STATES, ARTICLES, LEDGER, KEYS)  # that are written


def partition(
    corpus: str | Path,
    folder: str | Path,
    *,
    size: int = _SIZE,
    columns: Mapping[str, str] | None = None,
    filenames: str | None = None,
    docvars: str | Path | None = None,
    date_format: str | None = None,
    encoding: str | None = None,
    seconds: int | None = None,
) -> Path:
    """Cut a corpus into parts on disk as it streams by, for `annotate_parts` and `load_parts`.

    The articles of the parts are those of ``clean_text(load_corpus(corpus))``, with the same ids,
    docvars and ledger, and in the same order. Of CSV, JSON Lines and Parquet that are loaded by
    their own path a few thousand records stand in memory at a time, of folders a file or so; other
    formats are read at once. CSV and JSON Lines are read twice, since their last line may tell how
    the first is to be read; so are folders whose settings name columns. Of the ids of earlier
    articles, among which repeated ones are looked up, 8 bytes each are held in memory.

    What an interrupted run has finished is kept: the same call goes on from there, and writes the
    same bytes. If the corpus, its settings or this package have changed, it is cut anew.

    Parameters
    ----------
    corpus
        What `load_corpus` takes.
    folder
        Where to write the parts; not in the corpus.
    size
        Records of a part; of a folder a few more, since no file is cut. Smaller parts take less
        memory in each process; larger ones are fewer files.
    columns, filenames, docvars, date_format, encoding, seconds
        As `load_corpus` takes them.

    Returns
    -------
    pathlib.Path
        The folder. It holds ``articles/00001.parquet`` and so on, ``ledger/``, and
        ``partition.json``, which says what was cut, and how.

    Raises
    ------
    CorpusError
        As `load_corpus` does; and if two columns of a table are one of ours but for case and
        blanks, or a column holds values of several kinds.
    ValueError
        If another process writes to the folder, or an argument is not what is expected.
    OSError
        If something cannot be written; finished parts are kept.

    Warns
    -----
    CorpusWarning
        Of records that were not read or read with a flaw, as `load_corpus` does, and of articles
        that hold nothing but residue.

    Notes
    -----
    Copies of one dispatch are looked for by `add_families_to_parts`; a `family_id` that the corpus
    has is kept.
    """
    corpus, folder = as_path(corpus, "corpus"), as_path(folder, "folder")
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ValueError(f"size: found {describe(size)}, expected a number of records, 1 or more")
    if any(corpus.resolve().is_relative_to(folder.resolve() / name) for name in _FOLDERS):
        raise ValueError(
            f"folder: found {folder}, whose parts would stand among the articles of {corpus}, "
            "expected another folder"
        )
    if folder.resolve().is_relative_to(corpus.resolve()):
        raise ValueError(
            f"folder: found {folder}, which is in the corpus {corpus}, expected a folder outside "
            "of it: its parts would be taken for articles"
        )
    settings = settings_of(
        corpus,
        columns=columns,
        filenames=filenames,
        docvars=docvars,
        date_format=date_format,
        encoding=encoding,
        seconds=seconds,
    )
    stream = StreamedCorpus(corpus, settings, size=size)
    check_free(folder, PARTITION, _FOLDERS)
    with locked(folder):
        parts = _Cut(corpus, folder, settings, size).run(stream)
    release_memory()  # else processes that annotate start beside what is left of cutting
    _warn(corpus, parts, settings)
    return folder


class _AllParts:
    """What is known of all parts together, of which there may be many; they come in order.

    Attributes
    ----------
    articles
        The hash of each part's articles.
    n_articles, n_records, n_flawed
        How many there are.
    outcomes, reasons
        How many records have each.
    first
        The first fault.
    outlets
        The names that occur.
    warned
        What the parts warn of.
    """

    def __init__(self) -> None:
        self.articles: list[str] = []
        self.n_articles = self.n_records = self.n_flawed = 0
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.first: dict[str, Any] | None = None
        self.outlets: set[str] = set()
        self.warned = WarnedTogether()

    @property
    def n_parts(self) -> int:
        """How many there are."""
        return len(self.articles)

    def add(self, state: dict[str, Any]) -> None:
        """Take in what is known of the next part."""
        number = self.n_parts + 1
        self.articles.append(state["files"][f"{ARTICLES}/{number:05}.parquet"])
        self.n_articles += state["n_articles"]
        self.n_records += state["n_records"]
        self.n_flawed += state["n_flawed"]
        self.outcomes.update(state["outcomes"])
        self.reasons.update(state["reasons"])
        self.first = self.first or state["first"]
        self.outlets.update(state["outlets"])
        self.warned.add(number, state["warned"])


class _Cut:
    """A corpus while it is cut."""

    def __init__(self, corpus: Path, folder: Path, settings: CorpusSettings, size: int) -> None:
        self._corpus, self._folder = corpus, folder
        self._key = _key(corpus, settings, size)
        self._keys = Keys(folder)

    def run(self, stream: StreamedCorpus) -> _AllParts:
        """Write what is not there yet, and return what is known of all parts."""
        whole = self._folder / PARTITION
        said = read_json(whole)
        parts = self._finished() if said.get("key") == self._key else _AllParts()
        if said.get("n_parts") == parts.n_parts:
            return parts
        write_json(whole, {"key": self._key, "n_parts": None})
        self._drop(parts.n_parts)
        self._cut(stream, parts)
        if not parts.n_articles:
            counts = pd.Series(dict(parts.reasons.most_common()), dtype="int64")
            raise none_read(self._corpus, counts, parts.n_records)
        about = {
            "key": self._key,
            "corpus": str(self._corpus),
            "n_parts": parts.n_parts,
            "n_articles": parts.n_articles,
            "n_records": parts.n_records,
            "passed_over": stream.passed_over,
            "articles": parts.articles,
        }
        write_json(whole, about)
        return parts

    def _finished(self) -> _AllParts:
        """Return what is known of the parts that are whole, up to the first that is not."""
        parts = _AllParts()
        while True:
            state = read_json(self._state_path(parts.n_parts + 1))
            if not state.get("files") or not is_whole(state["files"], self._folder):
                return parts
            parts.add(state)

    def _drop(self, n_kept: int) -> None:
        """Delete the parts that come after those that are kept, what tells of them first."""
        for name in _FOLDERS:
            drop_parts(self._folder / name, n_kept)

    def _cut(self, stream: StreamedCorpus, parts: _AllParts) -> None:
        n_finished = parts.n_parts
        release_memory()
        with Tally("partition", unit="record") as tally:
            for number, raw in enumerate(stream.records(), start=1):
                if number <= n_finished:
                    self._keys.resume_part()
                else:
                    tally.name(f"part {number}")
                    parts.add(self._write(number, raw, stream))
                tally.add(len(raw))
                release_memory()

    def _write(self, number: int, raw: pd.DataFrame, stream: StreamedCorpus) -> dict[str, Any]:
        with Warned() as warned:
            articles, ledger = stream.account_for(raw, self._keys)
            articles = clean_text(articles)
        files = {}
        for name, table in ((ARTICLES, articles), (LEDGER, ledger)):
            path = part_path(self._folder, name, number)
            files[path.relative_to(self._folder).as_posix()] = write_part(path, table)
        files[f"keys/{number:05}.parquet"] = self._keys.finish_part()
        state = {"files": files, "n_articles": len(articles), "warned": warned.messages}
        state |= _account(ledger, articles)
        write_json(self._state_path(number), state)
        return state

    def _state_path(self, number: int) -> Path:
        return self._folder / _STATES / f"{number:05}.json"


def _account(ledger: pd.DataFrame, articles: pd.DataFrame) -> dict[str, Any]:
    """Return what is warned of later: outcomes, reasons, the first fault, the outlets."""
    faults = ledger[ledger["reason"].notna()]
    first = faults[["source", "record", "reason"]].head(1).to_dict("records")
    reasons = faults["reason"].value_counts().head(3)
    return {
        "n_records": len(ledger),
        "outcomes": {str(k): int(n) for k, n in ledger["outcome"].value_counts().items()},
        "n_flawed": int((faults["outcome"] == "read").sum()),
        "first": first[0] if first else None,
        "reasons": {str(reason): int(n) for reason, n in reasons.items()},
        "outlets": sorted(articles["outlet"].dropna().unique()),
    }


def _key(corpus: Path, settings: CorpusSettings, size: int) -> str:
    """Return the hash of all that decides what the parts are."""
    said = asdict(settings)
    for name in ("path", "lines", "docvars"):
        del said[name]
    docvars = settings.docvars and hash_file(settings.docvars)
    sources = hash_below(corpus, corpus if corpus.is_dir() else corpus.parent)
    return digest([said, docvars, sources, size, made_by()])


def _warn(corpus: Path, parts: _AllParts, settings: CorpusSettings) -> None:
    outcomes, first = parts.outcomes, parts.first
    pieces = [f"{outcomes['read']:,} of {parts.n_records:,} records read"]
    pieces += [f"{outcomes[name]:,} {name}" for name in ("rejected", "duplicate") if outcomes[name]]
    if parts.n_flawed:
        pieces.append(f"{parts.n_flawed:,} read with a flaw")
    if len(pieces) > 1 and first:
        message = (
            f"{corpus}: {', '.join(pieces)}; first: {first['source']}, record {first['record']}: "
            f"{first['reason']}. load_parts(..., 'ledger') lists them all."
        )
        warnings.warn(printable_line(message), CorpusWarning, stacklevel=3)
    if alike := find_alike(parts.outlets, settings.outlets):
        message = f"{corpus}: {alike_outlets(alike)}"
        warnings.warn(printable_line(message), CorpusWarning, stacklevel=3)
    parts.warned.warn(stacklevel=4)
