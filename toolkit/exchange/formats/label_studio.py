"""Label Studio (.labelstudio.zip): tasks with predictions, and the interface that shows them.

https://labelstud.io/guide/task_format, .../guide/predictions and .../tags: all results of a region
share its id, one for each control, and repeat its place. Offsets are code points. What Label Studio
exports is JSON, a list of tasks with annotations.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import quoteattr

from toolkit.display.printable import printable_line
from toolkit.exchange.annotated import (
    CONTENT,
    CUE,
    MENTION,
    SOURCE,
    TOOLKIT,
    CodedText,
    Coding,
    Document,
    Loss,
    Passage,
)
from toolkit.exchange.format import Exchange
from toolkit.exchange.places import inked
from toolkit.figures.zipped import zipped
from toolkit.read.formats.export import HALF, RecordError
from toolkit.read.formats.packed import open_zip, read_member

_TASKS, _INTERFACE = "tasks.json", "interface.xml"
_TEXT, _KIND = "text", "kind"  # names of what is shown, and of what marks a passage
_KINDS = (MENTION, CONTENT, CUE, SOURCE)
_CODES = ("labels", "choices")  # types of results that are codes; others are counted
_LONGEST = 9  # digits of a place
_SHOWN = 40  # characters of a passage that messages quote


def write_tasks(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return the tasks, an article each, and the labelling interface that they need.

    A passage is a region with a label of its kind; each column is a choice of the region. They are
    predictions of the model `discourse-toolkit`, with which annotators begin.
    """
    values: dict[str, set[str]] = {}
    losses: list[Loss] = []
    tasks = []
    for document in documents:
        results = [
            result
            for passage in document.passages
            for result in _results(document, passage, values, losses)
        ]
        about = {"outlet": document.outlet, "date": document.date}
        data = {_TEXT: document.text, "doc_id": document.doc_id}
        data |= {name: value for name, value in about.items() if value}
        predictions = [{"model_version": TOOLKIT, "result": results}] if results else []
        tasks.append({"data": data, "predictions": predictions})
    text = json.dumps(tasks, indent=1)
    parts = [(_INTERFACE, _interface(values).encode("utf-8")), (_TASKS, text.encode("ascii"))]
    return zipped(parts), losses


def _results(
    document: Document, passage: Passage, values: dict[str, set[str]], losses: list[Loss]
) -> Iterator[dict[str, Any]]:
    """Yield the label and the choices of a region; note the values of each choice."""
    unit = f"{document.doc_id}\0{passage.kind}\0{passage.id}"
    whole = document.text[passage.start : passage.end]
    place = {"start": passage.start, "end": passage.end, "text": whole}
    about = {
        "id": sha256(unit.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "to_name": _TEXT,
    }
    yield about | {
        "from_name": _KIND,
        "type": "labels",
        "value": {**place, "labels": [passage.kind]},
    }
    for variable, value in passage.codes.items():
        name, choice = _name_for(variable), printable_line(value).strip()
        if name != variable:
            losses.append(
                (f"mentions.{variable}", f"is called {name}, for each name is given once")
            )
        if choice != value:
            losses.append(
                (f"mentions.{variable}", "has a value of several lines, or with control characters")
            )
        values.setdefault(name, set()).add(choice)
        yield about | {
            "from_name": name,
            "type": "choices",
            "value": {**place, "choices": [choice]},
        }


def _name_for(variable: str) -> str:
    """Return a name in the interface, which is neither that of the text nor that of the kinds."""
    name = printable_line(variable).strip()
    return f"{name}_" if name.rstrip("_") in (_TEXT, _KIND) else name


def _interface(values: dict[str, set[str]]) -> str:
    """Return the labelling interface: what is shown, and what can be said of a region."""
    kinds = [f"    <Label value={quoteattr(kind)}/>" for kind in _KINDS]
    lines = [
        "<View>",
        "  <Style>.htx-text{ white-space: pre-wrap; }</Style>",
        f'  <Labels name="{_KIND}" toName="{_TEXT}">',
        *kinds,
        "  </Labels>",
        f'  <Text name="{_TEXT}" value="${_TEXT}" saveTextResult="yes"/>',
    ]
    for name in sorted(values):
        lines += [
            f"  <Header value={quoteattr(name)}/>",
            f'  <Choices name={quoteattr(name)} toName="{_TEXT}" perRegion="true" layout="select">',
            *(f"    <Choice value={quoteattr(value)}/>" for value in sorted(values[name])),
            "  </Choices>",
        ]
    return "\n".join([*lines, "</View>", ""])


def read_tasks(data: bytes) -> list[CodedText]:
    """Return the texts of tasks, with what is said of their passages, and of them as a whole.

    A label or choice is a code, its variable the control that it was given by; a choice of no
    region is of the whole text. The coder is the annotator, or the model of a prediction.

    Limits: drafts, annotations that were skipped, relations and results other than labels and
    choices are counted and left out, and so are passages whose text is not what stands there.

    Raises
    ------
    RecordError
        If it is neither the JSON that Label Studio exports nor an archive of it.
    """
    if data.startswith(b"PK"):
        data = read_member(open_zip(io.BytesIO(data)), _TASKS)
    try:
        tasks = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"found no JSON ({error}), expected an export of Label Studio") from None
    if not isinstance(tasks, list) or not all(isinstance(t, dict) and "data" in t for t in tasks):
        raise RecordError(
            "found other JSON, expected a list of tasks with their data: export from Label Studio "
            "as JSON, not as JSON-MIN"
        )
    return [_read_task(task, number) for number, task in enumerate(tasks, 1)]


def _read_task(task: dict[str, Any], number: int) -> CodedText:
    data = task["data"] if isinstance(task["data"], dict) else {}
    name = data.get("doc_id", task.get("id", number))
    texts = [value for value in data.values() if isinstance(value, str)]
    text = data.get(_TEXT, texts[0] if len(texts) == 1 else None)
    coded = CodedText(name if isinstance(name, str) else f"task {name}", "")
    if not isinstance(text, str) or HALF.search(text):
        coded.unread.append(f"{printable_line(coded.name)}: found no text in its data")
        return coded
    coded.text = text
    for coder, result in _all_results(task, coded):
        _read_result(coder, result, coded)
    return coded


def _all_results(task: dict[str, Any], coded: CodedText) -> Iterator[tuple[str | None, Any]]:
    """Yield each result with its coder; note those that nobody has submitted."""
    for kind in ("predictions", "annotations", "drafts"):
        for one in _listed(task.get(kind)):
            results = _listed(one.get("result")) if isinstance(one, dict) else []
            if not results:
                continue
            if kind == "drafts" or one.get("was_cancelled"):
                what = "a draft" if kind == "drafts" else "an annotation that was skipped"
                coded.unread.append(f"{printable_line(coded.name)}: {what}")
                continue
            coder = one.get("model_version") if kind == "predictions" else _annotator(one)
            yield from ((coder if isinstance(coder, str) else None, each) for each in results)


def _annotator(annotation: dict[str, Any]) -> str | None:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    return f"annotator {by}" if type(by) is int else by if isinstance(by, str) else None


def _read_result(coder: str | None, result: Any, coded: CodedText) -> None:
    name = printable_line(coded.name)
    kind = result.get("type") if isinstance(result, dict) else None
    if not isinstance(result, dict) or kind not in _CODES:
        coded.unread.append(f"{name}: a result of the type {printable_line(str(kind))[:_SHOWN]}")
        return
    value, variable = result.get("value"), result.get("from_name")
    codes = _listed(value.get(kind)) if isinstance(value, dict) else []
    if not isinstance(value, dict) or not isinstance(variable, str) or HALF.search(variable):
        coded.unread.append(f"{name}: a result without a value, or without the name of a control")
        return
    start, end = _place(value.get("start", 0)), _place(value.get("end", len(coded.text)))
    said = value.get("text")
    if start is None or end is None:
        coded.unread.append(f"{name}: a result without numbers as its place")
    elif isinstance(said, str) and _plain(said) != _plain(coded.text[start:end]):
        coded.unread.append(
            f"{name}: {start}-{end} is not {printable_line(said)[:_SHOWN]!r}, as the result says"
        )
    else:
        for code in codes:
            if not isinstance(code, str) or HALF.search(code):
                coded.unread.append(f"{name}: a code that is no text")
            elif variable != _KIND or code not in _KINDS:
                coded.codings.append(Coding(start, end, coder, variable, code))


def _place(number: Any) -> int | None:
    """Return an offset: a number, or a text of digits."""
    if isinstance(number, str) and number.isdecimal() and len(number) <= _LONGEST:
        return int(number)
    return number if type(number) is int else None


def _plain(text: str) -> str:
    """Return a passage without blanks and line breaks, which may be written as backslash and n."""
    return inked(text.replace("\\n", " "))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


EXCHANGE = Exchange(
    "Label Studio", ".labelstudio.zip", write_tasks, read_tasks, exported=(".json",)
)
