"""Classic Nexis as TXT, RTF and HTML: written here with its traps, and read back exactly."""

import pytest

import toolkit as tk

ENGLISH = {
    "counted": "{n} of {m} DOCUMENTS", "date": "January 11, 2010 Monday", "byline": "BYLINE",
    "section": "SECTION", "length": "LENGTH", "words": "words", "load": "LOAD-DATE",
    "language": ("LANGUAGE", "ENGLISH"), "type": "PUBLICATION-TYPE", "highlight": "HIGHLIGHT",
}  # fmt: skip
GERMAN = ENGLISH | {
    "counted": "Dokument {n} von {m}", "date": "11. Januar 2010 Montag 9:50 PM GMT+1",
    "byline": "AUTOR", "section": "RUBRIK", "length": "LÄNGE", "words": "Wörter",
    "load": "UPDATE", "language": ("SPRACHE", "GERMAN; Deutsch"), "type": "ZEITUNGS-TYP",
}  # fmt: skip
FRENCH = ENGLISH | {
    "counted": "Document {n} de {m}", "date": "lundi 11 janvier 2010", "byline": "AUTEUR",
    "section": "RUBRIQUE", "length": "LONGUEUR", "words": "mots", "highlight": "ENCART",
    "load": "DATE-CHARGEMENT", "language": ("LANGUE", "FRENCH"), "type": "TYPE-PUBLICATION",
}  # fmt: skip
RUSSIAN = ENGLISH | {
    "counted": "Документ {n} из {m}", "date": "11 января 2010 понедельник", "byline": "АВТОР",
    "section": "РУБРИКА", "length": "ДЛИНА", "words": "слов", "load": "ДАТА-ЗАГРУЗКИ",
    "language": ("ЯЗЫК", "RUSSIAN"), "type": "ТИП-ИЗДАНИЯ",
}  # fmt: skip
INTERFACES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "ru": RUSSIAN}
BODY = (
    "The ferry did not sail, and nobody on\nthe pier knew why.\n\n\nBUSH: We wait."
    "\n\nPhoto: a pier."
)
TEXT = (
    "The ferry did not sail, and nobody on the pier knew why.\n\nBUSH: We wait.\n\nPhoto: a pier."
)
COVER = """\ufeffDownload Request: Selected Items: {items}
Time Of Request: Friday, March 20, 2018 16:51:31
Send To:
   A Reader

Terms: (ferry AND port)
Source: Harbour Papers
Project ID: 7
"""


def record(n, m, title="Ferry stays in port", body=BODY, words=ENGLISH, **changes):
    words = words | changes
    label, language = words["language"]
    lines = ["", "", words["counted"].format(n=n, m=m).center(78), "", ""]
    lines += ["The Harbour Post".center(78), "", words["date"].center(78), "", title]
    lines += ["", f"{words['byline']}: Ada Pier", "", f"{words['section']}: NEWS; Pg. 4"]
    lines += ["", f"{words['length']}: 12 {words['words']}", f"{words['highlight']}: No sailing."]
    lines += ["", body, "", f"{words['load']}: January 19, 2010", "", f"{label}: {language}", ""]
    lines += [f"{words['type']}: Newspaper", "", "Copyright 2010 Harbour Ltd".center(78)]
    lines += ["All Rights Reserved".center(78)]
    return "\n".join(line for line in lines if not line.startswith("-"))


def rtf(text):
    """Return text as RTF: a font table, hidden groups, \\u escapes, one \\par a line."""
    units = text.lstrip("\ufeff").replace("\\", "\\\\").encode("utf-16-le")
    codes = [low + 256 * high for low, high in zip(units[::2], units[1::2], strict=True)]
    escaped = "".join(
        ("\\tab " if code == 9 else chr(code))
        if code < 128
        else f"\\u{code - (65536 if code > 32767 else 0)}?"
        for code in codes
    )
    body = "\\par\n".join(escaped.split("\n"))
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator hidden;}{\info{\title no}}"
    return f"{head}\\f0 {body}}}".encode("ascii")


def html(records, declared, words=ENGLISH):
    pages = []
    for at, (title, body) in enumerate(records):
        label, language = words["language"]
        fields = [f"{words['byline']}: ", "Ada Pier"], [f"{words['length']}: ", "12 words"]
        spans = "".join(
            f'<DIV CLASS="c{at + 7}"><P><SPAN>{name}</SPAN><SPAN>{value}</SPAN></P></DIV>'
            for name, value in fields
        )
        top = "".join(
            f'<BR><DIV CLASS="c{at + k}"><P CLASS="c1"><SPAN CLASS="c2">{line}</SPAN></P></DIV>'
            for k, line in enumerate(
                (words["counted"].format(n=at + 1, m=declared),
                 '<IMG SRC="http://x.invalid/logo.gif">The Harbour Post', words["date"], title)
            )
        )  # fmt: skip
        text = "".join(f"<P><SPAN>{line}</SPAN></P>" for line in body.split("\n\n"))
        tail = (
            f"<DIV><P><SPAN>{words['load']}: </SPAN><SPAN>January 19, 2010</SPAN></P></DIV>"
            f"<DIV><P><SPAN>{label}: </SPAN><SPAN>{language}</SPAN></P></DIV>"
            "<DIV><P><SPAN>CORRECTION: </SPAN><SPAN>The date was wrong.</SPAN></P>"
            "<P><SPAN>It was Monday.</SPAN></P></DIV>"
            "<DIV><P><SPAN>Copyright 2010 Harbour Ltd</SPAN></P></DIV>"
        )
        pages.append(
            f'<A NAME="DOC_ID_{at}_0"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n'
            f"<DOCFULL> -->{top}{spans}<DIV>{text}</DIV>{tail}"
            "<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->"
        )
    meta = f'<META NAME="x" DOCUMENTS="{declared}" UPDATED="today">'
    return f"<HTML><HEAD>{meta}</HEAD><BODY>{''.join(pages)}</BODY></HTML>".encode()


COLUMNS = (
    "title",
    "outlet",
    "date",
    "byline",
    "section",
    "length",
    "highlight",
    "language",
    "text",
)


def expected(code, words, title="Ferry stays in port"):
    return (
        title, "The Harbour Post", "2010-01-11", "Ada Pier", "NEWS; Pg. 4",
        f"12 {words['words']}", "No sailing.", code, f"{title}\n\n{TEXT}",
    )  # fmt: skip


@pytest.mark.parametrize("code", INTERFACES)
def test_text_in_every_interface(put, rows, code):
    words = INTERFACES[code]
    text = COVER.format(items="1-2") + record(1, 2, words=words) + record(2, 2, "B", words=words)
    assert rows(put("a.TXT", text), *COLUMNS) == [
        expected(code, words),
        expected(code, words, "B"),
    ]


@pytest.mark.parametrize("code", INTERFACES)
def test_rtf_in_every_interface(put, rows, code):
    words = INTERFACES[code]
    one_line = BODY.replace("on\nthe", "on the")
    text = "".join(record(at, 2, name, one_line, words) for at, name in ((1, "A"), (2, "B 😀")))
    found = rows(put("a.doc", rtf(text)), *COLUMNS)
    assert found == [expected(code, words, "A"), expected(code, words, "B 😀")]


@pytest.mark.parametrize("code", INTERFACES)
def test_html_in_every_interface(put, rows, code):
    words = INTERFACES[code]
    records = [("First", TEXT), ("Second", "Only this.")]
    found = rows(
        put("a.txt", html(records, 2, words)),
        "title", "outlet", "date", "byline", "language", "correction", "text",
    )  # fmt: skip
    correction = "The date was wrong. It was Monday."
    assert found == [
        (
            title,
            "The Harbour Post",
            "2010-01-11",
            "Ada Pier",
            code,
            correction,
            f"{title}\n\n{text}",
        )
        for title, text in records
    ]


def test_provenance_and_numbers_stand_in_the_ledger(put, load):
    text = COVER.format(items="1-3, 7") + "".join(record(at, 4, f"T{at}") for at in range(1, 5))
    _, ledger = load(put("a.txt", text))
    assert ledger["search_terms"].unique().tolist() == ["(ferry AND port)"]
    assert ledger["declared"].tolist() == [4] * 4
    assert ledger["position"].tolist() == [1, 2, 3, 4]
    assert tk.count_records(ledger)["adds_up"].tolist() == [True, True]


def test_a_result_set_cut_over_files_must_have_no_gap(put, folder, load):
    put("1.txt", record(1, 5, "A") + record(2, 5, "B"))
    put("2.txt", record(4, 5, "D") + record(5, 5, "E"))
    _, ledger = load(folder)
    counts = tk.count_records(ledger)
    assert counts["item"].tolist() == ["1.txt", "2.txt", "result set of 5"]
    assert counts["missing"].fillna("").tolist() == ["", "", "3"]
    assert counts["adds_up"].tolist() == [True, True, False]
    put("3.txt", record(3, 5, "C"))
    assert tk.count_records(load(folder)[1])["adds_up"].all()


def test_a_cover_that_declares_another_number_does_not_add_up(put, load):
    _, ledger = load(put("a.txt", COVER.format(items="1-3") + record(1, 2) + record(2, 2, "B")))
    assert not tk.count_records(ledger)["adds_up"][0]


def test_html_that_declares_another_number_does_not_add_up(put, load):
    _, ledger = load(put("a.html", html([("A", "x"), ("B", "y")], 3)))
    counts = tk.count_records(ledger)
    assert counts["adds_up"].tolist() == [False, False]
    assert counts["missing"][1] == "3"


def test_an_article_without_its_number_is_read(put, rows):
    text = "\n".join(line for line in record(1, 1).split("\n") if "DOCUMENT" not in line)
    assert rows(put("a.txt", text), *COLUMNS) == [expected("en", ENGLISH)]


def test_an_edition_after_the_date_and_a_missing_author_body_and_date(put, load):
    first = record(1, 4, date="May 2, 2002, Thursday,, FINAL EDITION", byline="-")
    second = record(2, 4, "Photo only", body="")
    third = record(3, 4, "No date", date="")
    error = (
        "We are sorry but there is an error in this document and it is not possible to\ndisplay it."
    )
    articles, ledger = load(put("a.txt", first + second + third + record(4, 4, "E", error)))
    assert articles["title"].tolist() == ["Ferry stays in port", "No date"]
    assert articles["edition"].tolist()[0] == "FINAL EDITION"
    assert articles["date"].isna().tolist() == [False, True]
    assert articles["byline"].isna().tolist() == [True, False]
    assert ledger["reason"].fillna("").tolist() == [
        "", "found no text, expected an article", "",
        "found an error page of the database; download this article again",
    ]  # fmt: skip


def test_windows_line_breaks_and_utf16_do_not_matter(put, rows):
    text = record(1, 1).replace("\n", "\r\n")
    assert rows(put("a.txt", text.encode("utf-16")), *COLUMNS) == [expected("en", ENGLISH)]
    assert rows(put("b.txt", text), *COLUMNS) == [expected("en", ENGLISH)]


def test_long_lines_are_paragraphs(put, rows):
    long = "word " * 40
    found = rows(put("a.txt", record(1, 1, body=f"{long}\n{long}")), "text")
    assert found[0][0].count("\n\n") == 2
