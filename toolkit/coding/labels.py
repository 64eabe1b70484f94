"""Labels of models: the file of answers, the manifest that says what made them, and their use."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.coding.columns import codes_of
from toolkit.coding.filled import read_filled
from toolkit.display.printable import printable, printable_line
from toolkit.instruments.codebook import Codebook
from toolkit.tables.arguments import check_columns, expect_table
from toolkit.text.days import iso_day

_NEEDED = ("mention_id", "variable", "value", "raw")
_HASH = re.compile(r"[0-9a-f]{64}")
_LARGEST = 1 << 20  # bytes of a manifest
_SHOWN = 60  # characters of an answer that messages quote


class LabelWarning(UserWarning):
    """Answers of a model that are missing, or are none of the labels."""


def is_manifest(path: Path) -> bool:
    """Tell whether a file is the manifest of a model's labels, by its name."""
    return path.suffix.lower() == ".json"


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a model's labels.

    Raises
    ------
    ValueError
        If it is none, or lacks what tells how the labels were made.
    """
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    try:
        manifest = json.loads(data) if len(data) <= _LARGEST else None
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: found no JSON ({error}), expected a manifest") from None
    if not isinstance(manifest, dict):
        raise ValueError(f"{path}: found other JSON, expected a manifest: an object in {{}}")
    checks = {
        "model": (_is_text, "the name of the model"),
        "prompt": (_is_prompt, "what the model was told: a text, or one for each question"),
        "codebook": (_is_hash, "the SHA-256 of the codebook's file: 64 digits and letters a to f"),
        "date": (_is_date, "the day of the labels, YYYY-MM-DD"),
        "labels": (_is_name, "the name of a file beside the manifest, .csv or .jsonl"),
    }
    for key, (fits, expected) in checks.items():
        if key not in manifest:
            raise ValueError(f"{path}: the key {key!r} is missing, expected {expected}")
        if not fits(manifest[key]):
            found = printable_line(json.dumps(manifest[key])[:_SHOWN])
            raise ValueError(f"{path}: {key}: found {found}, expected {expected}")
    return manifest


def read_labels(coder: str, path: Path, codebook: Codebook | None = None) -> pd.DataFrame:
    """Return the answers of a model as codes, by its manifest; warn of those that are no labels.

    Raises
    ------
    ValueError
        As `read_manifest` does, or if an answer lacks something, comes twice, or was given to
        another codebook.
    """
    manifest = read_manifest(path)
    if codebook is not None and manifest["codebook"] != codebook.sha256:
        raise ValueError(
            f"{path}: codebook: found {manifest['codebook'][:12]}, expected "
            f"{codebook.sha256[:12]}, the hash of the codebook that was given; the labels were "
            "made by another one, or by an older state of it: load that, or label again"
        )
    place = path.with_name(manifest["labels"])
    answers = (
        _read_csv(place) if place.suffix.lower() == ".csv" else pd.DataFrame(read_lines(place))
    )
    answers = answers.reindex(columns=[*_NEEDED])
    twice = answers.duplicated(["mention_id", "variable"])
    if twice.any():
        mention, variable = answers.loc[twice, ["mention_id", "variable"]].iloc[0]
        raise ValueError(
            f"{place}: found two answers to {variable!r} of {mention!r}, expected one; delete one"
        )
    answers = answers.assign(coder=coder)
    _warn_of_none(answers, coder)
    return answers[["mention_id", "coder", "variable", "value"]]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the answers in a file of JSON lines.

    Raises
    ------
    ValueError
        With the line that is no answer.
    """
    answers = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.strip():
            answers.append(_answer(line, f"{path}:{number}"))
    return answers


def _answer(line: bytes, where: str) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        shown = printable_line(line[:_SHOWN].decode("utf-8", "replace"))
        raise ValueError(f"{where}: found {shown!r}, expected an answer, as one JSON object a line")
    for key in _NEEDED:
        if key not in answer:
            raise ValueError(f"{where}: the key {key!r} is missing, expected {', '.join(_NEEDED)}")
        known = isinstance(answer[key], str) or (key == "value" and answer[key] is None)
        if not known or (key in ("mention_id", "variable") and not answer[key]):
            found = printable_line(json.dumps(answer[key])[:_SHOWN])
            raise ValueError(f"{where}: {key}: found {found}, expected text")
    value = (answer["value"] or "").strip()
    # A model may say what is no character: halves of one.
    return answer | {"value": value or None, "raw": printable(answer["raw"])}


def _read_csv(path: Path) -> pd.DataFrame:
    answers = read_filled(path)
    check_columns(answers, _NEEDED, str(path))
    lacking = answers["variable"] == ""
    if lacking.any():
        raise ValueError(f"{path}: row {lacking.idxmax()}: variable: found nothing, expected text")
    return answers.assign(value=answers["value"].where(answers["value"] != ""))


def _warn_of_none(answers: pd.DataFrame, coder: str) -> None:
    """Warn of the answers that are none of the labels, with the first of them."""
    none = answers[answers["value"].isna()]
    if len(none):
        mention, variable, raw = none[["mention_id", "variable", "raw"]].iloc[0]
        warnings.warn(
            f"{coder}: {len(none):,} of {len(answers):,} answers are none of the labels, first "
            f"that to {variable!r} of {mention!r}: {printable_line(raw)[:_SHOWN]!r}; they stay "
            "empty, and count as finding nothing",
            LabelWarning,
            stacklevel=4,
        )


def add_labels(mentions: pd.DataFrame, codes: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """Add a model's labels to the mentions they are of, as what was found there.

    Parameters
    ----------
    mentions
        The mentions table, or a sample: what the model has labelled, to the last one.
    codes
        From `load_codes` or `label`.
    coder
        The model, as `codes` call it.

    Returns
    -------
    pandas.DataFrame
        `mentions` with a column ``<variable>_<coder>`` for each variable, empty where the answer
        was none of the labels. With the codes of people too (`add_codes`) it is what `accuracy` and
        the corrections take: ``found="frame_qwen", truth="frame_coded"``.

    Raises
    ------
    ValueError
        If a mention was not labelled: it would count as one in which nothing was found.

    Limits
    ------
    A model's labels are no findings until people have coded a random sample, and a correction by it
    is no licence: it makes the shares of the groups that were coded right on average, and neither
    a single label, nor a group, a period or a language that nobody coded.
    """
    expect_table(mentions, "mentions", ["mention_id"])
    chosen = codes_of(codes, coder, needed=len(mentions) > 0)
    added = mentions
    for variable, answers in chosen.groupby("variable"):
        labels = answers.set_index("mention_id")["value"]
        missing = mentions.loc[~mentions["mention_id"].isin(labels.index), "mention_id"]
        if len(missing):
            raise ValueError(
                f"codes: found no label for {variable!r} by {coder!r} of {len(missing):,} of "
                f"{len(mentions):,} mentions, first {missing.iloc[0]!r}; expected one of each: "
                "label them all, or give those that were labelled"
            )
        added = added.assign(**{f"{variable}_{coder}": mentions["mention_id"].map(labels)})
    added.attrs = dict(mentions.attrs)
    return added


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_prompt(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_is_text, value.values()))
    return _is_text(value)


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and bool(_HASH.fullmatch(value))


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and iso_day(value) is not None


def _is_name(value: Any) -> bool:
    """Tell whether a value is the name of a file of labels, which stands in no other folder."""
    named = isinstance(value, str) and value == Path(value).name and "\\" not in value
    return named and Path(value).suffix.lower() in (".csv", ".jsonl")
