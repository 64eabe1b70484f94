"""UIMA CAS XMI (.xmi.zip), which INCEpTION reads and writes: an XMI file for each text.

Beside them stands `TypeSystem.xml`, which says what kinds of annotations there are; in INCEpTION
they are custom layers, whose names begin as below. dkpro-cassis turns offsets, halves of UTF-16 in
the file, into characters.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from toolkit.display.printable import printable, printable_line
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
from toolkit.exchange.rows import variable_name
from toolkit.figures.zipped import zipped
from toolkit.read.formats.export import LARGEST_FILE, RecordError
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.packed import corpus_members, open_zip, read_member

_TYPES, _XMI = "TypeSystem.xml", ".xmi"
_LAYER = "webanno.custom."
_ANNOTATION, _STRING = "uima.tcas.Annotation", "uima.cas.String"
_LAYERS = {kind: f"{_LAYER}{kind.capitalize()}" for kind in (MENTION, CONTENT, CUE, SOURCE)}
_OF_EACH = ("sofa", "begin", "end")  # features that every annotation has
# What INCEpTION itself adds to a text.
_STRUCTURE = re.compile(r"uima\.|.*\.(segmentation|metadata|xml)\.type\.")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ORIGINALS = "source"  # the folder of a project with the texts as they came
_MOST = 2 * LARGEST_FILE  # bytes that are unpacked from the archives in an archive


def write_xmi(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return an XMI file for each document, and the layers with a feature for each column.

    Raises
    ------
    ValueError
        If `dkpro-cassis` is not installed.
    """
    cassis = _cassis()
    losses: list[Loss] = []
    features, types = _type_system(cassis, documents)
    parts = [(_TYPES, types.to_xml().encode("utf-8"))]
    for document in documents:
        cas = cassis.Cas(typesystem=types)
        cas.sofa_mime, cas.sofa_string = "text/plain", _NO_XML.sub("\ufffd", document.text)
        if cas.sofa_string != document.text:
            losses.append(
                ("articles.text", "has a character that XML has not; U+FFFD stands there")
            )
        for passage in document.passages:
            codes = {}
            for variable, value in passage.codes.items():
                name, codes[features[variable]] = features[variable], printable(value)
                if name != variable:
                    losses.append((f"mentions.{variable}", f"is called {name}, for a feature"))
                if codes[name] != value:
                    losses.append((f"mentions.{variable}", "has a value with control characters"))
            layer = types.get_type(_LAYERS[passage.kind])
            cas.add(layer(begin=passage.start, end=passage.end, **codes))
        parts.append((f"{document.file_name()}{_XMI}", cas.to_xmi().encode("utf-8")))
    return zipped(parts), losses


def _type_system(cassis: Any, documents: list[Document]) -> tuple[dict[str, str], Any]:
    """Return the name of the feature of each variable, and the type system that has them."""
    of_kind: dict[str, set[str]] = {kind: set() for kind in _LAYERS}
    for document in documents:
        for passage in document.passages:
            of_kind[passage.kind].update(passage.codes)
    features: dict[str, str] = {}
    for variable in sorted(set().union(*of_kind.values())):
        features[variable] = variable_name(variable, [*_OF_EACH, *features.values()])
    types = cassis.TypeSystem()
    for kind, name in _LAYERS.items():
        layer = types.create_type(name=name, supertypeName=_ANNOTATION)
        for variable in sorted(of_kind[kind]):
            types.create_feature(layer, features[variable], rangeType=_STRING)
    return features, types


class _Member(NamedTuple):
    """An XMI file: of which text, by whom if the archive says it, and with what types."""

    name: str
    coder: str | None
    xmi: bytes
    types: bytes


def read_xmi(data: bytes) -> list[CodedText]:
    """Return the texts of an archive with what is annotated in them.

    A text feature is a code, its variable the feature (if that is `value`, the layer); a layer
    without any is a code itself, if it is not of the toolkit's own. In the export of a project the
    annotator is known: each text is a folder with an archive for each. Of other archives the
    file does not say.

    Limits: relations and links are counted and left out; tokens, sentences, numbers and truth
    values are left out.

    Raises
    ------
    RecordError
        If the file is no archive, or holds no XMI file.
    ValueError
        If `dkpro-cassis` is not installed.
    """
    cassis = _cassis()
    unread: list[str] = []
    texts = [_read_cas(cassis, member) for member in _members(data, unread)]
    if not texts and not unread:
        raise RecordError("found no .xmi file in the archive, expected an export as UIMA CAS XMI")
    return [*texts, CodedText("", "", unread=unread)]


def _members(data: bytes, unread: list[str]) -> Iterator[_Member]:
    """Yield the XMI files of an archive, and of the archives in it; note those without types."""
    archive, unpacked = open_zip(io.BytesIO(data)), 0
    yield from _members_of(archive, None, unread)
    for info, reason in corpus_members(archive):
        if reason or not info.filename.endswith(".zip"):
            continue
        inner = open_zip(io.BytesIO(read_member(archive, info)))
        unpacked += sum(member.file_size for member in inner.infolist())
        if unpacked > _MOST:
            raise RecordError(
                f"found archives that unpack to more than {_MOST / 1e6:,.0f} MB; export fewer "
                "texts at a time"
            )
        yield from _members_of(inner, PurePosixPath(info.filename).parent.name, unread)


def _members_of(archive: Any, text: str | None, unread: list[str]) -> Iterator[_Member]:
    names = [info.filename for info, reason in corpus_members(archive) if not reason]
    for name in names:
        path = PurePosixPath(name)
        if not name.endswith(_XMI) or path.parts[0] == _ORIGINALS:
            continue
        types = str(path.with_name(_TYPES))
        if types not in names:
            unread.append(f"{printable_line(name)}: has no {_TYPES} beside it")
            continue
        xmi, stem = read_member(archive, name), unquote(path.stem)
        coder = None if text is None else stem
        yield _Member(text or stem, coder, xmi, read_member(archive, types))


def _read_cas(cassis: Any, member: _Member) -> CodedText:
    coded, name = CodedText(member.name, ""), printable_line(member.name)
    try:
        for data in (member.types, member.xmi):
            parse_xml(data)  # refuses what does harm
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of places outside the text: they are told later
            types = cassis.load_typesystem(io.BytesIO(member.types))
            cas = cassis.load_cas_from_xmi(io.BytesIO(member.xmi), typesystem=types)
            annotations = cas.select_all_annotations()
        coded.text = cas.sofa_string or ""
    except Exception as error:  # whatever a library says of a file that is not as it should be
        why = " ".join(str(error).split()) or type(error).__name__
        coded.unread.append(f"{name}: cannot be read ({printable_line(why)})")
        return coded
    for annotation in annotations:
        if not _STRUCTURE.match(annotation.type.name):
            _read_annotation(annotation, member.coder, coded, name)
    return coded


def _read_annotation(annotation: Any, coder: str | None, coded: CodedText, name: str) -> None:
    layer = annotation.type.name
    short = layer.rpartition(".")[2]
    values = {f.name: annotation[f.name] for f in annotation.type.all_features}
    values = {key: value for key, value in values.items() if key not in _OF_EACH}
    if any(hasattr(value, "type") for value in values.values()):
        coded.unread.append(f"{name}: a relation or link of {printable_line(short)}")
        return
    codes = {key: value for key, value in values.items() if isinstance(value, str) and value}
    place = annotation.begin, annotation.end
    if not codes and layer not in _LAYERS.values():
        coded.codings.append(Coding(*place, coder, UNFILED, short))
    for feature, value in codes.items():
        variable = short if feature == "value" else feature
        coded.codings.append(Coding(*place, coder, variable, value))


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise ValueError(
            "path: found the name of an archive of UIMA CAS XMI; for these install dkpro-cassis "
            "(pip install dkpro-cassis)"
        ) from None
    return cassis


EXCHANGE = Exchange(
    "UIMA CAS XMI, of INCEpTION", ".xmi.zip", write_xmi, read_xmi, lacks=("outlet", "date")
)
