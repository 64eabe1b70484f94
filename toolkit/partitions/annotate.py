"""The verbs of `annotate` and `exposure` over the parts of a corpus."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.annotate.annotate import Tables, annotate
from toolkit.annotate.attribution.attributions import NothingReadError
from toolkit.annotate.attribution.kept import Kept
from toolkit.annotate.attribution.methods import method_of
from toolkit.annotate.attribution.statements import Method, Outcome
from toolkit.annotate.terms import warn_of_silent
from toolkit.display.tally import Tally
from toolkit.instruments.lexicon import Lexicon
from toolkit.instruments.registry import ActorRegistry
from toolkit.measure.exposure import exposure
from toolkit.partitions.lock import locked
from toolkit.partitions.pool import check_workers, work_by
from toolkit.partitions.store import (
    ANNOTATED,
    ARTICLES,
    STATEMENTS,
    check_cut,
    check_free,
    cut_hashes,
    digest,
    drop_parts,
    family_hashes,
    finished_parts,
    is_whole,
    made_by,
    n_rows,
    part_path,
    read_families,
    read_json,
    read_part,
    write_json,
    write_part,
)
from toolkit.partitions.warned import Warned, WarnedTogether
from toolkit.tables.arguments import as_path, expect_type
from toolkit.tables.parts import release_memory
from toolkit.text.text import Text, texts_of

_WHOLE = "annotation.json"
_STATES = "annotated"  # the folder with what is known of each part


def annotate_parts(
    folder: str | Path,
    actors: ActorRegistry,
    lexicon: Lexicon,
    *,
    out: str | Path | None = None,
    method: str | Method = "parser",
    processes: int | None = None,
    executor: Executor | None = None,
) -> Path:
    """Annotate a corpus that was cut into parts, and count its words, in several processes.

    The tables are those that `annotate` and `exposure` make of the whole corpus; `load_parts`
    loads them. What an interrupted run has finished is kept: the same call goes on from there, and
    writes the same bytes. After a change only that is made again which depends on it: if articles
    of a part changed, the part; if actors or terms changed, all but what the method has read, which
    is most of the work; if terms changed, words are not counted again either.

    Parameters
    ----------
    folder
        That of `partition`.
    actors, lexicon
        From `load_actors` and `load_lexicon`.
    out
        Where to write the tables; by default into `folder`. Two methods need two folders.
    method
        As in `annotate`. An object of your own is told by its `name`: give it another one when you
        change it. Its class is defined in a module, or `processes` is 1.
    processes
        How many work at one time, each with the model and the tables of one part in memory; by
        default as many as the machine has cores.
    executor
        Who works in place of processes of this machine: anything with the `submit` of
        `concurrent.futures`, such as ``client.get_executor(retries=2)`` of a Dask cluster. Its
        workers see `folder` and `out` by the same paths, have the same version of this package,
        and do one part at a time each. It is left open.

    Returns
    -------
    pathlib.Path
        `out`. It holds a folder for each table, with a Parquet file for each part.

    Raises
    ------
    PartsError
        If the corpus is not cut to its end.
    ValueError
        If another process writes to the folder, or an argument is not what is expected.
    WorkerError
        If a process is killed.
    RuntimeError
        If the method could read none of the articles.
    OSError
        If something cannot be written; finished parts are kept.

    Warns
    -----
    LexiconWarning, LanguageWarning, UserWarning
        As `annotate` does, of the first part in which there is something to warn of.
    """
    plan = _plan_of(folder, actors, lexicon, out=out, method=method)
    processes = check_workers(processes, executor)
    numbers = finished_parts(plan.folder, ARTICLES)
    sizes = _sizes(plan.folder, numbers)
    check_free(plan.out, _WHOLE, (_STATES, STATEMENTS, *ANNOTATED))
    with locked(plan.out):
        write_json(plan.out / _WHOLE, {"key": plan.key, "n_parts": None})
        _drop(plan.out, len(numbers))
        cut = cut_hashes(plan.folder)
        all_parts, missing = _AllParts(), []
        for number in numbers:
            if state := _finished(plan, number, cut[number - 1]):
                all_parts.add(number, state)
            else:
                missing.append(number)
        total = sum(sizes[number] for number in missing)
        with Tally("annotate", unit="article", total=total) as tally:
            function = partial(annotate_part, plan)
            for number, state in work_by(function, missing, processes=processes, executor=executor):
                all_parts.add(number, state)
                tally.name(f"part {number} of {len(numbers)}")
                tally.add(sizes[number])
                release_memory()
        all_parts.check_read()
        # as tables in memory say
        named = method_of(plan.method).name if all_parts.n_attributions else None
        about = {
            "key": plan.key,
            "n_parts": len(numbers),
            "method": named,
            "articles": cut,
            "families": family_hashes(plan.folder),
        }
        write_json(plan.out / _WHOLE, about)
    warn_of_silent(lexicon, all_parts.frames, sum(sizes.values()), stacklevel=3)
    all_parts.warned.warn(stacklevel=3)
    return plan.out


@dataclass(frozen=True)
class Plan:
    """What is done with each part: it says all that a process has to know."""

    folder: Path
    out: Path
    actors: ActorRegistry
    lexicon: Lexicon
    method: str | Method
    key: str  # the hash of what decides what comes out, but for the articles
    made_by: str  # the hash of the code and the packages


def annotate_part(plan: Plan, number: int) -> tuple[int, dict[str, Any]]:
    """Annotate one part, and return its number and what is known of it.

    It writes the tables of the part, and at last what is known of them: so that it may be stopped
    at any time, and done again, by any process on any machine that sees the two folders.
    """
    cut = cut_hashes(plan.folder)[number - 1]
    if state := _finished(plan, number, cut):
        return number, state
    before = read_json(_state_path(plan, number))
    source = part_path(plan.folder, ARTICLES, number)
    check_cut(source, cut)
    articles = read_part(source, ARTICLES)
    if family := _family_hash(plan, number):
        articles = articles.assign(family_id=read_families(plan.folder, number, family))
    path = part_path(plan.out, "exposure", number)
    place = path.relative_to(plan.out).as_posix()
    kept = {place: before.get("files", {}).get(place, "")}
    files = {name: said for name, said in before.get("files", {}).items() if name != place}
    key = digest([plan.key, cut])
    if before.get("key") == key and is_whole(files, plan.out):  # words are counted anew
        state = before
        attributions = read_part(part_path(plan.out, "attributions", number), "attributions")
    else:
        state, attributions = _write_annotated(plan, number, articles)
        files = state["files"]
    counted = digest([plan.made_by, cut, family, files[f"attributions/{number:05}.parquet"]])
    if before.get("counted") != counted or not is_whole(kept, plan.out):
        kept = {place: write_part(path, exposure(articles, attributions))}
    state |= {"key": key, "families": family, "counted": counted, "files": files | kept}
    write_json(_state_path(plan, number), state)
    return number, state


def _write_annotated(
    plan: Plan, number: int, articles: pd.DataFrame
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Write the tables of a part but for its words, and return what is known, and attributions."""
    with Warned() as warned:
        tables, is_read = _annotate(plan, number, articles)
    files = {}
    for name, table in tables._asdict().items():
        if name != ARTICLES:
            path = part_path(plan.out, name, number)
            files[path.relative_to(plan.out).as_posix()] = write_part(path, table)
    state = {
        "files": files,
        "frames": sorted(tables.terms["frame"].unique()),
        "n_attributions": len(tables.attributions),
        "is_read": is_read,
        "warned": warned.messages,
    }
    return state, tables.attributions


def _annotate(plan: Plan, number: int, articles: pd.DataFrame) -> tuple[Tables, bool]:
    """Return the tables of a part, and whether the method could read any of it."""
    chosen = method_of(plan.method)
    method = chosen.afresh() if isinstance(chosen, Kept) else Kept(chosen, shared=False)
    # a name may hold anything, also a path
    named = method.name if re.fullmatch(r"[\w-]+", method.name) else digest(method.name)
    path = plan.out / STATEMENTS / named / f"{number:05}.json"
    method.load(path)
    n_kept = sum(text in method for text in texts_of(articles))
    try:
        tables, is_read = annotate(articles, plan.actors, plan.lexicon, method=method), True
    except NothingReadError as error:  # in this part; the others may be in another language
        warnings.warn(str(error), stacklevel=2)  # for `Warned`
        nothing = _Nothing(method.name)
        tables, is_read = annotate(articles, plan.actors, plan.lexicon, method=nothing), False
    if n_kept < len(articles) or not path.is_file():
        method.save(path, texts_of(articles))
    return tables, is_read


class _AllParts:
    """What is known of all parts together, of which there may be many."""

    def __init__(self) -> None:
        self.frames: set[str] = set()
        self.n_attributions = 0
        self.warned = WarnedTogether()
        self._are_read: set[bool] = set()

    def add(self, number: int, state: dict[str, Any]) -> None:
        """Take in what is known of a part; the parts come in any order."""
        self.frames.update(state["frames"])
        self.n_attributions += state["n_attributions"]
        self.warned.add(number, state["warned"])
        self._are_read.add(state["is_read"])

    def check_read(self) -> None:
        """Raise if the method could read nothing in any part: that is not the articles' fault."""
        if self._are_read == {False}:
            raise RuntimeError(
                "method: found no article that it could read, expected some; try it on a few of "
                "them: annotate(load_parts(...).head(), ...) says what is wrong"
            )


class _Nothing:
    """A method that finds nothing, in place of one that could not read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, texts: Iterable[Text]) -> Iterator[Outcome]:
        """Yield no statements for each text."""
        for _ in texts:
            yield []


def _plan_of(
    folder: str | Path,
    actors: ActorRegistry,
    lexicon: Lexicon,
    *,
    out: str | Path | None,
    method: str | Method,
) -> Plan:
    folder = as_path(folder, "folder")
    expect_type(actors, "actors", ActorRegistry, expected="what `load_actors` returns")
    expect_type(lexicon, "lexicon", Lexicon, expected="what `load_lexicon` returns")
    frames = asdict(lexicon)["frames"]
    code = made_by()
    key = digest([asdict(actors), frames, method_of(method).name, code])
    target = folder if out is None else as_path(out, "out")
    return Plan(folder, target, actors, lexicon, method, key, code)


def _finished(plan: Plan, number: int, cut: str) -> dict[str, Any]:
    """Return what is known of a part of articles with that hash, if it is done and whole."""
    state = read_json(_state_path(plan, number))
    done = (
        state.get("key") == digest([plan.key, cut])
        and state["families"] == _family_hash(plan, number)
        and is_whole(state["files"], plan.out)
    )
    return state if done else {}


def _family_hash(plan: Plan, number: int) -> str:
    """Return the hash of the families of a part; an empty one if copies were not looked for."""
    families = family_hashes(plan.folder)
    return families[number - 1] if families else ""


def _sizes(folder: Path, numbers: Sequence[int]) -> dict[int, int]:
    return {number: n_rows(part_path(folder, ARTICLES, number)) for number in numbers}


def _state_path(plan: Plan, number: int) -> Path:
    return plan.out / _STATES / f"{number:05}.json"


def _drop(out: Path, n_parts: int) -> None:
    """Delete the parts that the corpus no longer has."""
    folders = [out / name for name in (_STATES, *ANNOTATED)]
    folders += [path for path in (out / STATEMENTS).glob("*") if path.is_dir()]
    for folder in folders:
        drop_parts(folder, n_parts)
