"""REFI-QDA projects (.qdpx), which MAXQDA, NVivo, ATLAS.ti, QualCoder and others read and write.

A ZIP archive of `project.qde`, XML of the namespace below, and the texts in `sources/`. Offsets
are code points, from 0, the end being one past the last (REFI-QDA 1.5, Project exchange, 10.2).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from toolkit.display.printable import printable_line
from toolkit.exchange.annotated import TOOLKIT, UNFILED, CodedText, Coding, Document, Loss, Passage
from toolkit.exchange.format import Exchange
from toolkit.figures.zipped import zipped
from toolkit.read.formats.export import RecordError
from toolkit.read.formats.markup import parse_xml
from toolkit.read.formats.packed import open_zip, read_member

_NAMESPACE = "urn:QDA-XML:project:1.0"
_Q = f"{{{_NAMESPACE}}}"
_PROJECT, _SOURCES, _INTERNAL = "project.qde", "sources/", "internal://"
# Programs ask for a time; ours has no clock, so that the same tables give the same bytes.
_TIME = "1980-01-01T00:00:00Z"
_OTHER_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_VARIABLES = {"outlet": ("Text", "TextValue"), "date": ("Date", "DateValue")}


def write_project(documents: list[Document]) -> tuple[bytes, list[Loss]]:
    """Return a project: an article is a text source, a passage a selection, a value a code.

    The codes of a variable stand below a code of its name, which is for order only. Ids are made of
    what they are of, so that they are the same each time.
    """
    from lxml import etree

    root = etree.Element(f"{_Q}Project", nsmap={None: _NAMESPACE})
    user = _guid("user", TOOLKIT)
    about = {"name": TOOLKIT, "origin": TOOLKIT, "creatingUserGUID": user}
    root.attrib.update(about | {"creationDateTime": _TIME})
    users = etree.SubElement(root, f"{_Q}Users")
    etree.SubElement(users, f"{_Q}User", guid=user, name=TOOLKIT)
    _add_codes(root, documents)
    variables = etree.SubElement(root, f"{_Q}Variables")
    for name, (kind, _) in _VARIABLES.items():
        guid = _guid("variable", name)
        etree.SubElement(variables, f"{_Q}Variable", guid=guid, name=name, typeOfVariable=kind)
    sources = etree.SubElement(root, f"{_Q}Sources")
    parts = []
    for document in documents:
        guid = _add_source(sources, document)
        parts.append((f"{_SOURCES}{guid}.txt", document.encoded()))
    project = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return zipped([(_PROJECT, project), *parts]), []


def _add_codes(root: Any, documents: list[Document]) -> None:
    from lxml import etree

    pairs = {pair for d in documents for passage in d.passages for pair in passage.codes.items()}
    codes = etree.SubElement(etree.SubElement(root, f"{_Q}CodeBook"), f"{_Q}Codes")
    for variable in sorted({variable for variable, _ in pairs}):
        about = {"guid": _guid("variable of codes", variable), "name": printable_line(variable)}
        parent = etree.SubElement(codes, f"{_Q}Code", about, isCodable="false")
        for value in sorted(value for name, value in pairs if name == variable):
            about = {"guid": _guid("code", variable, value), "name": printable_line(value)}
            etree.SubElement(parent, f"{_Q}Code", about, isCodable="true")
    if not pairs:
        root.remove(codes.getparent())


def _add_source(sources: Any, document: Document) -> str:
    from lxml import etree

    guid = _guid("article", document.doc_id)
    source = etree.SubElement(
        sources,
        f"{_Q}TextSource",
        guid=guid,
        name=printable_line(document.doc_id),
        plainTextPath=f"{_INTERNAL}{guid}.txt",
        **_made(),
    )
    for passage in document.passages:
        _add_selection(source, document, passage)
    for name, (_, tag) in _VARIABLES.items():
        value = getattr(document, name)
        if value is not None:
            holder = etree.SubElement(source, f"{_Q}VariableValue")
            etree.SubElement(holder, f"{_Q}VariableRef", targetGUID=_guid("variable", name))
            etree.SubElement(holder, f"{_Q}{tag}").text = printable_line(value)
    return guid


def _add_selection(source: Any, document: Document, passage: Passage) -> None:
    from lxml import etree

    what = (passage.kind, passage.id)
    selection = etree.SubElement(
        source,
        f"{_Q}PlainTextSelection",
        guid=_guid("selection", *what),
        name=printable_line(document.text[passage.start : passage.end]),
        startPosition=str(passage.start),
        endPosition=str(passage.end),
        **_made(),
    )
    etree.SubElement(selection, f"{_Q}Description").text = printable_line(passage.id)
    for pair in passage.codes.items():
        guid = _guid("coding", *what, *pair)
        coding = etree.SubElement(selection, f"{_Q}Coding", guid=guid, **_made())
        etree.SubElement(coding, f"{_Q}CodeRef", targetGUID=_guid("code", *pair))


def _made() -> dict[str, str]:
    return {"creatingUser": _guid("user", TOOLKIT), "creationDateTime": _TIME}


def _guid(*what: str) -> str:
    """Return the id of what is named: a kind, and the parts of its name."""
    return str(uuid5(NAMESPACE_URL, f"{TOOLKIT}:" + "\0".join(what)))


def read_project(data: bytes) -> list[CodedText]:
    """Return the text sources of a project, with their codings.

    The variable of a code is what it stands below, with what that stands below before it.

    Limits: pictures, PDF files, sounds and films are not read, nor texts outside of the archive.

    Raises
    ------
    RecordError
        If the file is no project, is damaged, or is meant to harm.
    """
    archive = open_zip(io.BytesIO(data))
    names = [name for name in archive.namelist() if name.lower().endswith(".qde")]
    if not names:
        raise RecordError("found no project (.qde) in the archive, expected a REFI-QDA project")
    root = parse_xml(read_member(archive, names[0]))
    if root.tag != f"{_Q}Project":
        raise RecordError(f"found XML that begins with {root.tag}, expected a REFI-QDA project")
    codes = {
        guid: code
        for top in root.iterfind(f"{_Q}CodeBook/{_Q}Codes/{_Q}Code")
        for guid, code in _code_names(top)
    }
    users = {_id(user): user.get("name") for user in root.iter(f"{_Q}User")}
    members = {name.lower(): name for name in archive.namelist()}
    texts = [
        _read_source(source, archive, members, codes, users)
        for source in root.iterfind(f"{_Q}Sources/{_Q}TextSource")
    ]
    others = [
        _about(source, f"is a {kind}, not a text")
        for kind in _OTHER_SOURCES
        for source in root.iterfind(f"{_Q}Sources/{_Q}{kind}")
    ]
    return [*texts, CodedText("", "", unread=others)]


def _code_names(top: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the id, variable and name of a code and of those below it."""
    waiting = [(top, "")]
    while waiting:
        code, above = waiting.pop()
        name = code.get("name", "")
        yield _id(code), (above or UNFILED, name)
        below = f"{above} > {name}" if above else name  # one text for all who stand there
        waiting += [(child, below) for child in code.iterfind(f"{_Q}Code")]


def _read_source(
    source: Any, archive: Any, members: dict[str, str], codes: dict, users: dict
) -> CodedText:
    coded = CodedText(source.get("name", ""), "")
    try:
        coded.text = _text_of(source, archive, members)
    except RecordError as error:
        coded.unread.append(_about(source, str(error)))
        return coded
    whole = [(coding, 0, len(coded.text)) for coding in source.iterfind(f"{_Q}Coding")]
    for selection in source.iterfind(f"{_Q}PlainTextSelection"):
        try:
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        except (TypeError, ValueError):
            coded.unread.append(_about(source, "has a selection without numbers as its place"))
            continue
        whole += [(coding, start, end) for coding in selection.iterfind(f"{_Q}Coding")]
    for coding, start, end in whole:
        ref = coding.find(f"{_Q}CodeRef")
        code = codes.get(_bare(ref.get("targetGUID", ""))) if ref is not None else None
        if code is None:
            coded.unread.append(_about(source, "has a coding whose code the project lacks"))
        else:
            coder = users.get(_bare(coding.get("creatingUser", "")))
            coded.codings.append(Coding(start, end, coder, *code))
    return coded


def _text_of(source: Any, archive: Any, members: dict[str, str]) -> str:
    path = source.get("plainTextPath")
    if path is None:
        content = source.find(f"{_Q}PlainTextContent")
        if content is None:
            raise RecordError("has no plain text")
        return content.text or ""
    if not path.startswith(_INTERNAL):
        raise RecordError("has its text outside of the project; export it with its sources")
    # Each text once: many sources of one text would unpack to any size.
    member = members.pop(f"{_SOURCES}{path.removeprefix(_INTERNAL)}".lower(), None)
    if member is None:
        raise RecordError("has a text that the archive lacks, or that another source has too")
    try:
        return read_member(archive, member).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordError("has a text that is not UTF-8") from None


def _about(source: Any, what: str) -> str:
    return f"the source {printable_line(source.get('name', ''))!r} {what}"


def _id(element: Any) -> str:
    return _bare(element.get("guid", ""))


def _bare(guid: str) -> str:
    """Return an id as all programs may write it: in lower case, without braces."""
    return guid.strip("{}").lower()


EXCHANGE = Exchange("REFI-QDA project", ".qdpx", write_project, read_project)
