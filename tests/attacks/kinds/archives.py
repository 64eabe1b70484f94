"""ZIP archives, and the formats that are such archives: DOCX, XLSX, ODT."""

import io
import stat
import struct
import warnings
import zipfile

from test_nexis_uni import NS, cover, docx, record
from test_workbooks import ODS, XLS, cells, ods, workbook

from attacks.kinds.markup import laughs, page

DAMAGED = "found a damaged ZIP archive ("
OUT = "the name leads out of the archive"
OWN = "found a text or table, expected an export of a press database"
XML = "found XML with a DOCTYPE or entities"
NO_ROWS = "found an empty spreadsheet"
UNOPENED = "found a workbook that cannot be opened: it is damaged, or has a password"
TYPES = ("[Content_Types].xml", "<Types/>")


def archive(*members, method=zipfile.ZIP_DEFLATED):
    """Return an archive of pairs of a name and what it holds."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there already
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def document(xml):
    return archive(("word/document.xml", xml))


def zeros(name, megabytes):
    """Return an archive of a member of letters A."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(megabytes):
            member.write(b"A" * 1_000_000)
    return file.getvalue()


def directory(data):
    return data.index(b"PK\x01\x02")


def patched(data, at, content):
    return data[:at] + content + data[at + len(content) :]


def told(data, size):
    """Return an archive whose directory says that its first member unpacks to `size` bytes."""
    return patched(data, directory(data) + 24, struct.pack("<I", size))


def linked(target):
    link = zipfile.ZipInfo("link.html")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return archive((link, target), ("good.html", page("Within.")))


def beside(name, content=None):
    """Return an archive of a member, and of a good page."""
    return archive((name, content or page("Odd.")), ("z.html", page("Within.")))


def overlapping(times):
    """Return an archive whose directory names one member many times."""
    data = archive(("a.html", page("Within.")))
    at, end = directory(data), data.index(b"PK\x05\x06")
    entry = data[at:end]
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, times, times, len(entry) * times, at, 0)
    return data[:at] + entry * times + tail


def sheet(rows):
    """Return a workbook whose one sheet has these rows, as XML."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    return replaced("xl/worksheets/sheet1.xml", xml)


def replaced(name, content):
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    return archive(*(members | {name: content}).items())


def without(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return archive(*((other, given.read(other)) for other in given.namelist() if other != name))


GOOD = docx(record("Good"))
BOOK = workbook(One=[["text"], ["It sails."]])
ZIP = {
    "empty.zip": (lambda: archive(), "found an empty archive, expected exports in it"),
    "no-bytes.zip": (b"", "found a file of type '.zip' that is empty"),
    "sign-only.zip": (b"PK\x03\x04", DAMAGED),
    "many.zip": (
        lambda: archive(*((f"m{n}.html", b"") for n in range(20_001))),
        "found an archive of 20,001 files",
    ),
    "overlapping.zip": (lambda: overlapping(20_001), "found an archive of 20,001 files"),
    "bomb.zip": (lambda: zeros("a.html", 201), "found an archive of 1 files that unpack to 201 MB"),
    "liar.zip": (lambda: told(zeros("a.html", 50), 10), "a.html: "),
    "member.zip": (lambda: zeros("a.html", 101), "a.html: unpacks to more than 100,000,000 bytes"),
    "nested.zip": (
        lambda: archive(("b.zip", archive(("c.html", page("x"))))),
        "found an archive within an archive",
    ),
    "secret.zip": (
        lambda: patched(a := archive(("a.html", "x")), directory(a) + 8, b"\1"),
        "found an encrypted archive",
    ),
    "method.zip": (
        lambda: patched(a := archive(("a.html", "x")), directory(a) + 10, b"\x63"),
        "a.html: is damaged (",
    ),
    "sum.zip": (
        lambda: patched(a := beside("a.html"), directory(a) + 16, b"\0\0\0\0"),
        "a.html: is damaged (",
        "Within.",
    ),
    "cut.zip": (lambda: beside("a.html")[:-30], DAMAGED),
    "cut-half.zip": (lambda: beside("a.html")[:200], DAMAGED),
    "offset.zip": (
        lambda: patched(a := archive(("a.html", "x")), directory(a) + 42, b"\xff\xff"),
        "a.html: is damaged (",
    ),
    "out.zip": (lambda: beside("../../evil.html"), OUT, "Within."),
    "root.zip": (lambda: beside("/etc/evil.html"), OUT, "Within."),
    "drive.zip": (lambda: beside("C:\\evil.html"), OUT, "Within."),
    "back.zip": (lambda: beside("..\\evil.html"), OUT, "Within."),
    "link.zip": (lambda: linked("/etc/passwd"), OWN, "Within."),
    "twice.zip": (
        lambda: archive(("a.html", page("One.")), ("a.html", page("Two."))),
        "",
        "One.",
        "Two.",
    ),
    "long-name.zip": (lambda: beside("a" * 65_000 + ".html"), "", "Odd.", "Within."),
    "deep-name.zip": (lambda: beside("a/" * 30_000 + "a.html"), "", "Odd.", "Within."),
    "line-name.zip": (lambda: beside("a\nb\r\x1b[31m.txt", "x"), "", "x", "Within."),
    "nul-name.zip": (lambda: beside("a\0b.txt", "x"), OWN, "Within."),
    "dot-name.zip": (lambda: beside("a/.", "x"), OWN, "Within."),
    "not-text-name.zip": (lambda: beside("aé.html").replace("é".encode(), b"\xff\xff"), DAMAGED),
    "own.zip": (lambda: beside("a.csv", "text\nOne.\n"), "", "One.", "Within."),
    "folder.zip": (lambda: archive(("a/", b"")), "found an empty archive"),
    "hidden.zip": (
        lambda: archive((".a.html", b"x"), ("__MACOSX/b.html", b"x")),
        "found an empty archive",
    ),
    "program.zip": (lambda: beside("a.exe", b"MZ\x90\0"), OWN, "Within."),
    "before.zip": (lambda: b"#!/bin/sh\n" + beside("a.html"), "found a file of type '.zip'"),
    "behind.zip": (lambda: archive(("a.html", page("Within."))) + b"x" * 100, "", "Within."),
    "comment.zip": (
        lambda: archive(("a.html", page("Within.")))[:-2] + b"\xff\xff" + b"c" * 65_535,
        "",
        "Within.",
    ),
    "bzip2.zip": (
        lambda: archive(("a.html", page("Within.")), method=zipfile.ZIP_BZIP2),
        "",
        "Within.",
    ),
    "lzma.zip": (
        lambda: archive(("a.html", page("Within.")), method=zipfile.ZIP_LZMA),
        "",
        "Within.",
    ),
}
WORD = {
    "bomb.docx": (lambda: zeros("word/document.xml", 201), "found an archive of 1 files that"),
    "liar.docx": (lambda: told(zeros("word/document.xml", 50), 10), "word/document.xml: "),
    "laughs.docx": (lambda: document(laughs("w")), XML),
    "external.docx": (
        lambda: document('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        XML,
    ),
    "deep.docx": (
        lambda: document(f'<w:document xmlns:w="{NS}">{"<w:p>" * 200_000}'),
        "found XML that is damaged",
    ),
    "no-xml.docx": (lambda: document("words"), "found XML that is damaged"),
    "no-bytes.docx": (lambda: document(""), "found XML that is damaged"),
    "no-document.docx": (lambda: archive(TYPES), OWN),
    "no-space.docx": (
        lambda: document("<document><body><p>It holds.</p></body></document>"),
        "found a document without text; save its text as .txt",
    ),
    "empty.docx": (b"", "found a file of type '.docx' that is empty"),
    "text.docx": (b"It holds.", "found a file of type '.docx' that is of unknown format"),
    "cut.docx": (lambda: GOOD[:-400], DAMAGED),
    "cut-half.docx": (lambda: GOOD[: len(GOOD) // 2], DAMAGED),
    "cut-end.docx": (lambda: GOOD[:-1], DAMAGED),
    "garbled.docx": (lambda: patched(GOOD, 300, b"\xff" * 60), "word/document.xml: is damaged ("),
    "declares.docx": (
        lambda: docx(cover(3), record("Odd")),
        "declares 3 records, 1 were found",
        "Odd\n\nThe ferry did not sail.\n\nIt sails tomorrow.\n\nBUSH: We wait.\n\nPhoto: a pier.",
    ),
    "secret.docx": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage\0".encode("utf-16-le"),
        "found an encrypted Office file; save it without its password",
    ),
    "old.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "found an Office file from before 2007"),
    "text.odt": (
        lambda: archive(("mimetype", "application/vnd.oasis.opendocument.text")),
        "found no content.xml in the file; download it again",
    ),
    "bomb.odt": (lambda: zeros("content.xml", 201), "found an archive of 1 files that unpack"),
}
EXCEL = {
    "empty.xlsx": (lambda: workbook(One=[]), NO_ROWS),
    "header.xlsx": (lambda: workbook(One=[["text"]]), "found one row, expected names of columns"),
    "wide.xlsx": (lambda: workbook(One=[["text"], ["x"] * 1_001]), "found a row of 1,001 cells"),
    "formula.xlsx": (lambda: workbook(One=[["text", "n"], ["One.", "=1+1"]]), "", "One."),
    "far-cell.xlsx": (
        lambda: sheet('<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'),
        "found one row, expected names of columns",
    ),
    "far-cells.xlsx": (
        lambda: sheet(
            '<row r="1"><c r="A1" t="str"><v>text</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
        ),
        "crashed its reader, perhaps for lack of memory",
    ),
    "far-row.xlsx": (
        lambda: sheet(
            '<row r="1"><c r="A1" t="str"><v>text</v></c></row>'
            '<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>'
        ),
        "found a table of 1,048,576 rows and 1 columns, expected at most 5,000,000 cells",
    ),
    "far-column.xlsx": (
        lambda: sheet('<row r="1"><c r="ZZZZZZ1" t="str"><v>x</v></c></row>'),
        "found one row, expected names of columns",
    ),
    "shared-index.xlsx": (
        lambda: sheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'),
        "found a sheet that is damaged (Cell string index not found",
    ),
    "half-escaped.xlsx": (
        lambda: sheet(
            '<row r="1"><c r="A1" t="str"><v>text</v></c></row>'
            '<row r="2"><c r="A2" t="str"><v>One_xD800_.</v></c></row>'
        ),
        "",
        "One_xD800_.",
    ),
    "date-huge.xlsx": (
        lambda: sheet(
            '<row r="1"><c r="A1" t="str"><v>text</v></c><c r="B1" t="str"><v>date</v></c></row>'
            '<row r="2"><c r="A2" t="str"><v>One.</v></c>'
            '<c r="B2" t="d"><v>99999-01-01</v></c></row>'
        ),
        "date: found",
        "One.",
    ),
    "laughs.xlsx": (lambda: replaced("xl/worksheets/sheet1.xml", laughs("worksheet")), NO_ROWS),
    "laughs-shared.xlsx": (
        lambda: replaced("xl/sharedStrings.xml", laughs("sst")),
        "",
        "It sails.",
    ),
    "laughs-book.xlsx": (lambda: replaced("xl/workbook.xml", laughs("workbook")), NO_ROWS),
    "deep.xlsx": (lambda: sheet("<row>" * 20_000), NO_ROWS),
    "no-sheet.xlsx": (
        lambda: without(BOOK, "xl/worksheets/sheet1.xml"),
        "found a sheet that is damaged (One)",
    ),
    "no-relations.xlsx": (
        lambda: without(BOOK, "xl/_rels/workbook.xml.rels"),
        UNOPENED,
    ),
    "no-types.xlsx": (lambda: without(BOOK, "[Content_Types].xml"), "", "It sails."),
    "no-styles.xlsx": (lambda: without(BOOK, "xl/styles.xml"), "", "It sails."),
    "cut.xlsx": (lambda: BOOK[:-400], DAMAGED),
    "cut-half.xlsx": (lambda: BOOK[: len(BOOK) // 2], DAMAGED),
    "xlsx.csv": (lambda: BOOK, "", "It sails."),
}
REPEATED = ' table:number-{}-repeated="{}"'
CALC = {
    "rows.ods": (
        lambda: ods(
            cells("text"),
            cells("x").replace(
                "<table:table-row", "<table:table-row" + REPEATED.format("rows", 10**6)
            ),
        ),
        "found a table of 1,000,001 rows and 1 columns, expected at most 5,000,000 cells",
    ),
    "columns.ods": (
        lambda: ods(cells("text"), cells("x", more=REPEATED.format("columns", 10**9))),
        "found a row of 16,384 cells",
    ),
    "columns-huge.ods": (
        lambda: ods(cells("text"), cells("x", more=REPEATED.format("columns", 10**30))),
        UNOPENED,
    ),
    "both.ods": (
        lambda: ods(
            cells("text"),
            cells("x" * 100, more=REPEATED.format("columns", 16_384)).replace(
                "<table:table-row", "<table:table-row" + REPEATED.format("rows", 1_048_575)
            ),
        ),
        UNOPENED,
    ),
    "laughs.ods": (
        lambda: archive(("mimetype", ODS), ("content.xml", laughs("x"))),
        UNOPENED,
    ),
    "no-content.ods": (lambda: archive(("mimetype", ODS)), UNOPENED),
    "cut.ods": (lambda: ods(cells("text"), cells("x"))[:-40], DAMAGED),
    "cut.xls": (lambda: XLS.read_bytes()[:3_000], "found an Office file from before 2007"),
    "sign-only.xls": (b"\xd0\xcf\x11\xe0", "found an Office file from before 2007"),
    "named.xls": (
        b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook\0".encode("utf-16-le"),
        UNOPENED,
    ),
    "garbled.xls": (lambda: patched(XLS.read_bytes(), 600, b"\xff" * 2_000), UNOPENED),
    "xls.csv": (
        lambda: XLS.read_bytes(),
        "found one row",
        "Fähre\n\nIt sails.",
        "Quay\n\nIt waits.",
    ),
}


KINDS = ZIP | WORD | EXCEL | CALC
