"""Collections of brat (.brat.zip): a text and its standoff annotations for each article.

https://brat.nlplab.org/standoff.html and https://brat.nlplab.org/configuration.html. Offsets are
characters. A span may not cross a line break: it is written as one fragment for each line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from toolkit.display.printable import printable_line
from toolkit.exchange.annotated import (
    CONTENT,
    CUE,
    MENTION,
    SOURCE,
    UNFILED,
    CodedText,
    Coding,
    Document,
    Loss,
)
from toolkit.exchange.format import Exchange
from toolkit.figures.zipped import zipped
from toolkit.read.formats.export import HALF, RecordError
from toolkit.read.formats.packed import corpus_members, open_zip, read_member

_KINDS = (MENTION, CONTENT, CUE, SOURCE)
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")  # all else is read as syntax somewhere in brat
_SPELLED = re.compile(r"-u([0-9a-f]{4,6})-")
_FRAGMENTS = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*")
_LINE = re.compile(r"[^\r\n]+")
_BREAKS = "begins or ends with a line break, which is not marked"
_BREAKS_ONLY = "is a line break and no more; it is not marked"
_UNREAD = {"R": "a relation", "E": "an event", "N": "a link to a database", "*": "an equivalence"}


def write_brat(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return the texts and annotations of all documents, and what configures brat for them.

    Each kind of passage is a type of entity, each column an attribute of it, with the values that
    there are. In names and values all but letters, digits and `_` is spelled as `-u002d-`;
    `visual.conf` tells brat what to show instead. The note of an entity is the id of the passage.
    """
    parts: list[tuple[str, bytes]] = []
    values: dict[str, set[str]] = {}
    losses: list[Loss] = []
    for document in documents:
        name = document.file_name()
        parts.append((f"{name}.txt", document.encoded()))
        parts.append(
            (f"{name}.ann", "".join(_annotations(document, values, losses)).encode("utf-8"))
        )
    parts.sort()
    configured = [("annotation.conf", _configuration(values)), ("visual.conf", _labels(values))]
    return zipped([(name, text.encode("utf-8")) for name, text in configured] + parts), losses


def _annotations(
    document: Document, values: dict[str, set[str]], losses: list[Loss]
) -> Iterator[str]:
    """Yield the lines of an .ann file; note the values of each attribute."""
    attribute = 0
    for number, passage in enumerate(document.passages, 1):
        whole = document.text[passage.start : passage.end]
        pieces = [(passage.start + line.start(), line[0]) for line in _LINE.finditer(whole)]
        if not pieces:
            losses.append((passage.kind, _BREAKS_ONLY))
            continue
        if whole.strip("\r\n") != whole:
            losses.append((passage.kind, _BREAKS))
        place = ";".join(f"{start} {start + len(piece)}" for start, piece in pieces)
        covered = " ".join(piece for _, piece in pieces).replace("\t", " ")
        yield f"T{number}\t{passage.kind} {place}\t{covered}\n"
        yield f"#{number}\tAnnotatorNotes T{number}\t{printable_line(passage.id)}\n"
        for variable, value in passage.codes.items():
            attribute += 1
            values.setdefault(variable, set()).add(value)
            yield f"A{attribute}\t{_spell(variable)} T{number} {_spell(value)}\n"


def _configuration(values: dict[str, set[str]]) -> str:
    attributes = [
        f"{_spell(name)}\tArg:<ENTITY>, Value:{'|'.join(map(_spell, sorted(values[name])))}"
        for name in sorted(values)
    ]
    sections = {"entities": _KINDS, "relations": (), "events": (), "attributes": attributes}
    return "\n".join(f"[{name}]\n" + "".join(f"{x}\n" for x in s) for name, s in sections.items())


def _labels(values: dict[str, set[str]]) -> str:
    shown = sorted({*values, *(value for several in values.values() for value in several)})
    lines = [f"{_spell(x)} | {printable_line(x).replace('|', '/')}" for x in shown]
    return "\n".join(["[labels]", *(line for line in lines if _SPELLED.search(line)), ""])


def _spell(name: str) -> str:
    return _NO_NAME.sub(lambda found: f"-u{ord(found[0]):04x}-", name)


def _unspell(name: str) -> str:
    whole = _SPELLED.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), name)
    return name if HALF.search(whole) else whole


def read_brat(data: bytes) -> list[CodedText]:
    """Return the texts of a collection with what is coded in them.

    A value of an attribute is a code, its variable the attribute; so is the type of an entity that
    is not of the toolkit's own types. brat does not say who coded.

    Limits: relations, events, links to databases and equivalences are counted and left out. A span
    in pieces is read as one, from its beginning to its end.

    Raises
    ------
    RecordError
        If the file is no archive, is damaged, or holds no .ann file.
    """
    archive = open_zip(io.BytesIO(data))
    members = {m.filename: m for m, reason in corpus_members(archive) if not reason}
    names = [name for name in members if name.endswith(".ann")]
    if not names:
        raise RecordError("found no .ann file in the archive, expected a collection of brat")
    texts = []
    for name in names:
        stem = name.removesuffix(".ann")
        coded = CodedText(unquote(PurePosixPath(stem).name), "")
        texts.append(coded)
        try:
            if f"{stem}.txt" not in members:
                raise RecordError("has no .txt file beside it")
            coded.text = _decoded(read_member(archive, members[f"{stem}.txt"]))
            lines = _decoded(read_member(archive, members[name])).split("\n")
        except RecordError as error:
            coded.unread.append(f"{printable_line(name)}: {error}")
        else:
            _read_lines(lines, coded, printable_line(name))
    return texts


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordError("is not UTF-8") from None


def _read_lines(lines: list[str], coded: CodedText, name: str) -> None:
    spans: dict[str, tuple[int, int]] = {}
    attributes: list[tuple[int, str, str, str]] = []
    for number, line in enumerate(lines, 1):
        mark, *fields = line.rstrip("\r").split("\t")
        words = fields[0].split(" ") if fields else []
        if mark[:1] == "T" and len(words) > 2 and _FRAGMENTS.fullmatch(" ".join(words[1:])):
            places = [int(n) for n in re.findall(r"\d+", " ".join(words[1:]))]
            spans[mark] = min(places), max(places)
            if words[0] not in _KINDS:
                coded.codings.append(Coding(*spans[mark], None, UNFILED, _unspell(words[0])))
        elif mark[:1] in ("A", "M") and len(words) in (2, 3):
            variable, target, value = [*words, "true"][:3]
            attributes.append((number, variable, target, value))
        elif line.strip() and mark[:1] != "#":  # of notes
            what = _UNREAD.get(mark[:1], "no annotation of brat")
            coded.unread.append(f"{name}, line {number}: {what}")
    for number, variable, target, value in attributes:
        if target in spans:
            code = Coding(*spans[target], None, _unspell(variable), _unspell(value))
            coded.codings.append(code)
        else:
            why = f"{name}, line {number}: an attribute of {printable_line(target)}, no entity"
            coded.unread.append(why)


EXCHANGE = Exchange("brat", ".brat.zip", write_brat, read_brat, lacks=("outlet", "date"))
