"""PDF and RTF, and exports of databases that break off or lie."""

import io
import zlib

import test_europresse
import test_factiva
import test_integrum
import test_nexis_classic
import test_proquest
from pypdf import PdfWriter
from pypdf.generic import ByteStringObject, DictionaryObject, NameObject, NumberObject
from test_nexis_classic import rtf
from test_single_articles import pdf

NO_WORDS = "found a PDF without text (scanned pages?); recognise its text first"
NO_RTF = "found an RTF file without text; save it again"
NO_PDF = "found a PDF that is damaged; download or save it again"
XML = "found XML that is damaged ("
CUT = "found an RTF file that breaks off, expected its end; download or save it again"
UNREAD = "cannot be read ("
SEVERAL = "may be several articles: found "


def aes(*, version):
    """Return a PDF that lies of being encrypted with AES: of 128 bits (version 4), or 256 (5)."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf("It sails.")))
    writer.encrypt("", "owner", algorithm="RC4-128")
    method = {
        NameObject("/CFM"): NameObject("/AESV2" if version == 4 else "/AESV3"),
        NameObject("/Length"): NumberObject(16),
    }
    filters = {NameObject("/StdCF"): DictionaryObject(method)}
    entry = writer._encrypt_entry
    entry[NameObject("/V")] = NumberObject(version)
    entry[NameObject("/R")] = NumberObject(4 if version == 4 else 6)
    entry[NameObject("/CF")] = DictionaryObject(filters)
    entry[NameObject("/StmF")] = entry[NameObject("/StrF")] = NameObject("/StdCF")
    if version == 5:
        for name, length in {"/U": 48, "/O": 48, "/UE": 32, "/OE": 32, "/Perms": 16}.items():
            entry[NameObject(name)] = ByteStringObject(b"\x01" * length)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def page(content, *, filters="", more="", kids="3 0 R", count=1, others=()):
    """Return a PDF of one page, which holds this stream."""
    fonts = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{fonts}"
        f"/XObject<</X 4 0 R>>>>{more}>>".encode(),
        f"<</Length {len(content)}{filters}>>stream\n".encode() + content + b"\nendstream",
        *others,
    ]
    data, places = b"%PDF-1.4\n", [b"0000000000 65535 f \n"]
    for at, what in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj" % at + what + b"endobj\n"
    size = len(places)
    xref = b"xref\n0 %d\n" % size + b"".join(places)
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))
    return data + xref + end


def packed(content, times=1):
    for _ in range(times):
        content = zlib.compress(content, 9)
    return page(content, filters=f"/Filter[{'/FlateDecode' * times}]")


SHOWN = b"BT /F1 10 Tf 40 760 Td (It sails.) Tj ET"
PDF = {
    "empty.pdf": (b"", "found a file of type '.pdf' that is empty"),
    "sign-only.pdf": (b"%PDF-1.7", NO_PDF),
    "cut.pdf": (lambda: pdf("It sails.")[:300], NO_PDF),
    "cut-end.pdf": (lambda: pdf("It sails.")[:-30], NO_PDF),
    "garbled.pdf": (lambda: b"%PDF-1.7\n" + b"\xff" * 10_000, NO_PDF),
    "secret.pdf": (lambda: pdf("x", password="x"), "found an encrypted PDF"),
    "secret-open.pdf": (lambda: pdf("It sails.", password=""), "", "It sails."),
    "aes-128.pdf": (lambda: aes(version=4), NO_WORDS),
    "aes-256.pdf": (lambda: aes(version=5), "found an encrypted PDF"),
    "scanned.pdf": (lambda: pdf(), NO_WORDS),
    "plain.pdf": (lambda: page(SHOWN), "", "It sails."),
    "bomb.pdf": (lambda: packed(b" " * 80_000_000), NO_WORDS),
    "bomb-twice.pdf": (lambda: packed(b" " * 80_000_000, 2), NO_WORDS),
    "script.pdf": (
        lambda: page(SHOWN, more="/AA<</O<</S/JavaScript/JS(app.alert(1))>>>>"),
        "",
        "It sails.",
    ),
    "launch.pdf": (
        lambda: page(SHOWN, more="/AA<</O<</S/Launch/F(/bin/sh)>>>>"),
        "",
        "It sails.",
    ),
    "parents.pdf": (
        lambda: page(SHOWN, kids="2 0 R"),
        "found that page 1 of 1 is damaged",
    ),
    "kids.pdf": (
        lambda: page(SHOWN, kids="3 0 R " * 20_000, count=20_000),
        "found more than 2,000",
    ),
    "count.pdf": (lambda: page(SHOWN, count=10**9), "", "It sails."),
    "form-itself.pdf": (
        lambda: page(SHOWN + b"/X Do", filters="/Type/XObject/Subtype/Form"),
        "",
        "It sails. It sails.…",
    ),
    "deep-array.pdf": (lambda: page(b"[" * 200_000), NO_WORDS),
    "operators.pdf": (lambda: page(b"q " * 50_000 + SHOWN), "", "It sails."),
    "references.pdf": (
        lambda: page(SHOWN, kids="5 0 R", others=[b" 6 0 R", b" 5 0 R"]),
        "found that page 1 of 1 is damaged",
    ),
    "length.pdf": (lambda: page(SHOWN).replace(b"/Length 40", b"/Length 999999999"), NO_WORDS),
    "objects.pdf": (
        lambda: page(SHOWN, others=[b"<</A[]>>"] * 20_000),
        "",
        "It sails.",
    ),
}
RTF = {
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 2_000_000, NO_RTF),
    "cut.rtf": (lambda: rtf("x")[:20], NO_RTF),
    "empty.rtf": (b"", "found a file of type '.rtf' that is empty"),
    "sign-only.rtf": (b"{\\rtf1", NO_RTF),
    "half.rtf": (b"{\\rtf1 It sails. \\u-10240?}", "", "It sails. \ufffd"),
    "codes.rtf": (
        lambda: b"{\\rtf1 " + b"\\u999999999999 " * 10_000 + b"}",
        f"{UNREAD}OverflowError: ",
    ),
    "words.rtf": (lambda: b"{\\rtf1 " + b"\\a" * 300_000 + b"x}", NO_RTF),
    "word.rtf": (lambda: b"{\\rtf1 \\" + b"a" * 1_000_000 + b"}", f"{SEVERAL}999,968", "aaa…"),
    "binary.rtf": (lambda: b"{\\rtf1 \\bin999999999 x}", CUT),
    "object.rtf": (
        lambda: b"{\\rtf1 {\\object\\objupdate{\\*\\objdata 01}}{\\field{\\*\\fldinst DDE sh}}}",
        NO_RTF,
    ),
    "braces.rtf": (b"{\\rtf1 One \\{ two.{\\pict\\bin3 }}}}}", "", "One { two."),
    "hex.rtf": (lambda: b"{\\rtf1 " + b"\\'ff\\'zz" * 50_000 + b"}", "", "ÿzzÿzz…"),
}
NEXIS = test_nexis_classic.record
CUTS = {
    "nexis.txt": lambda: "".join(NEXIS(n, 3, f"Title {n}") for n in (1, 2, 3)),
    "nexis.rtf": lambda: rtf("".join(NEXIS(n, 3, f"Title {n}") for n in (1, 2, 3))),
    "nexis.html": lambda: test_nexis_classic.html([("One", "It sails."), ("Two", "It waits.")], 2),
    "factiva.html": lambda: test_factiva.page(test_factiva.coded(), test_factiva.coded("Two")),
    "factiva.xml": lambda: test_factiva.xml(
        test_factiva.xml_article(), test_factiva.xml_article("Two")
    ),
    "factiva.rtf": lambda: rtf(test_factiva.lines_coded() + test_factiva.lines_coded("Two")),
    "proquest.txt": lambda: test_proquest.export(
        test_proquest.record(1, 2), test_proquest.record(2, 2, "Two")
    ),
    "europresse.html": lambda: test_europresse.page(
        test_europresse.current(), test_europresse.current("Deux")
    ),
    "integrum.htm": lambda: test_integrum.page(
        test_integrum.document(), test_integrum.document("Два")
    ),
}


def cut(make, share):
    def content():
        whole = make()
        return whole[: len(whole) * share // 100]

    return content


FERRY, NO_TEXT = "Ferry stays in port\n\nThe ferry did not", "found no text, expected an article"
ONE, TWO, THREE = (f"Title {n}\n\nThe ferry did not…" for n in (1, 2, 3))
QUAI, SECOND = "Le ferry reste à quai\n\nThe ferry…", "Two\n\nThe ferry did not…"
PORT = "Паром остается в порту\n\nПаром…"
# What is left of 15, 50 and 95 % of an export.
LEFT = {
    "nexis.txt": [
        ("lacks 2-3, 1 were found", "Title 1\n\nLENG"),
        (NO_TEXT, ONE),
        ("", ONE, TWO, THREE),
    ],
    "nexis.rtf": [(NO_TEXT,), (NO_TEXT, ONE), ("", ONE, TWO, THREE)],
    "nexis.html": [
        (NO_TEXT,),
        ("declares 2 records, 1 were found", "One\n\nIt sails."),
        ("", "One\n\nIt sails.", "Two\n\nIt waits."),
    ],
    "factiva.html": [(NO_TEXT,), ("", f"{FERRY}…"), ("", f"{FERRY}…", SECOND)],
    "factiva.xml": [(XML,), (XML,), (XML,)],
    "factiva.rtf": [(CUT,), (CUT,), ("", f"{FERRY}…", SECOND)],
    "proquest.txt": [
        ("found no article in this file (ProQuest TXT); download it again",),
        ("declares 2 records, 1 were found", f"{FERRY}…"),
        ("", f"{FERRY}…", SECOND),
    ],
    "europresse.html": [(NO_TEXT,), ("", QUAI), ("", QUAI, "Deux\n\nThe ferry…")],
    "integrum.htm": [
        ("found a web page without an article",),
        ("", PORT),
        ("", PORT, "Два\n\nПаром…"),
    ],
}
EXPORTS = {
    f"cut-{share}-{name}": (cut(make, share), *left)
    for name, make in CUTS.items()
    for share, left in zip((15, 50, 95), LEFT[name], strict=True)
}
LIES = {
    "numbers.txt": (lambda: NEXIS(10**15, 10**16), "", f"{FERRY}…"),
    "numbers-many.txt": (lambda: NEXIS(1, 9_999_999), "lacks 2-9999999, 1 were found", f"{FERRY}…"),
    "titles.txt": (lambda: NEXIS(1, 1, title="x" * 5_000_000), "", "xxx…"),
    "year-nexis.txt": (
        lambda: NEXIS(1, 1, date="January 11, 0000 Monday"),
        "date: found",
        f"{FERRY}…",
    ),
    "counted.txt": (lambda: "1 of 1 DOCUMENTS\n" * 1_000, NO_TEXT),
    "rules.txt": (
        lambda: "_" * 60 + "\n\nDocument 1 of 1\n\n" + ("_" * 60 + "\n") * 50_000,
        NO_TEXT,
    ),
    "blanks.txt": (lambda: " " * 10_000_000 + "1 of 1 DOCUMENTS", f"{SEVERAL}10,000,016", " …"),
}
KINDS = PDF | RTF | EXPORTS | LIES
