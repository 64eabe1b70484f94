"""Web pages and PDF files, one article each; and folders in which all formats are mixed."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from test_nexis_classic import record as nexis_text
from test_nexis_uni import docx
from test_nexis_uni import record as nexis_record

import toolkit as tk
from toolkit.read.formats.sandbox import SECONDS, Sandbox

SENTENCE = (
    "The ferry did not sail on Monday, and nobody on the pier knew the reason why it waited. "
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Ferry stays in port | Post</title>
<meta property="og:title" content="Ferry stays in port">
<meta property="og:site_name" content="The Harbour Post">
<meta property="og:url" content="https://post.invalid/ferry">
<meta name="author" content="Ada Pier">
<meta property="article:published_time" content="2019-07-01T09:20:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/x">More</a></nav><main><article>
<h1>Ferry stays in port</h1><p>{SENTENCE * 3}</p><p>{SENTENCE.upper() * 3}</p></article></main>
<img src="http://169.254.0.1/x.png"><footer>Copyright 2024 The Post</footer></body></html>"""


def escaped(line):
    return re.sub(r"([()\\])", r"\\\1", line)


def pdf(*pages, title=None, password=None):
    """Return a PDF file, written with one of the fonts that every reader has.

    A page is a list of lines; lines alone are those of the only page.
    """
    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): font})
    for lines in pages if pages and isinstance(pages[0], list) else [pages]:
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        shown = "".join(f"({escaped(line)}) Tj T* " for line in lines)
        stream.set_data(f"BT /F1 10 Tf 14 TL 40 760 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


LINES = ["Ferry stays in port", "", "The ferry did not sail on Monday, and no-",
         "body on the pier knew the reason why.", "It sails."]  # fmt: skip


def test_a_web_page_gives_its_article_and_what_it_says_of_itself(put, rows):
    path = put("sub/ferry.html", PAGE)
    found = rows(path, "doc_id", "title", "outlet", "date", "byline", "language", "url")
    assert found == [("ferry", "Ferry stays in port", "The Harbour Post", "2019-07-01", "Ada Pier",
                      "en", "https://post.invalid/ferry")]  # fmt: skip
    ((text,),) = rows(path, "text")
    assert text == "\n\n".join(
        ["Ferry stays in port", (SENTENCE * 3).strip(), (SENTENCE.upper() * 3).strip()]
    )


def test_a_page_without_an_article_is_rejected(put):
    with pytest.raises(tk.CorpusError, match="found a web page without an article"):
        tk.load_corpus(put("a.html", "<!doctype html><html><body></body></html>"))


def test_a_pdf_gives_its_text_unwrapped_and_its_title_if_the_page_has_it(put, rows):
    path = put("ferry.pdf", pdf(*LINES, title="Ferry stays in port"))
    found = rows(path, "doc_id", "title", "text", "n_pages")
    body = "The ferry did not sail on Monday, and nobody on the pier knew the reason why. It sails."
    assert found == [("ferry", "Ferry stays in port", f"Ferry stays in port\n\n{body}", "1")]
    assert rows(put("b.pdf", pdf(*LINES, title="untitled.indd")), "title") == [("",)]


def drawn(shown):
    """Return a PDF of one page, with pieces of text at their places: (x, y, text)."""
    places = "".join(
        f"BT /F1 10 Tf {x:.2f} {y:.2f} Td ({escaped(text)}) Tj ET\n" for x, y, text in shown
    )
    blank = pdf()
    assert b"BT /F1 10 Tf 14 TL 40 760 Td ET" in blank
    page = PdfWriter(clone_from=io.BytesIO(blank))
    page.pages[0]["/Contents"].get_object().set_data(places.encode())
    file = io.BytesIO()
    page.write(file)
    return file.getvalue()


def test_columns_of_a_page_are_read_in_the_order_in_which_the_file_has_them(put, rows):
    left, right = ["The ferry did not", "sail on Monday."], ["Nobody knew the", "reason why."]
    shown = [
        (x, 760 - 14 * at, line)
        for x, lines in ((40, left), (320, right))
        for at, line in enumerate(lines)
    ]
    text = "The ferry did not sail on Monday. Nobody knew the reason why."
    assert rows(put("a.pdf", drawn(shown)), "text") == [(text,)]


def test_a_gap_of_more_than_half_a_line_ends_a_paragraph(put, rows):
    def text_of(*steps):
        lines = ["The ferry did not", "sail", "It waits", "and waits"]
        shown = [(40, 760 - sum(steps[:at]), line) for at, line in enumerate(lines)]
        return rows(put("a.pdf", drawn(shown)), "text")[0][0]

    whole = "The ferry did not sail It waits and waits"
    assert text_of(14, 14, 14) == text_of(28, 28, 28) == whole
    assert text_of(14, 20, 14) == whole  # 21 points are a line and a half
    assert text_of(14, 22, 14) == "The ferry did not sail\n\nIt waits and waits"
    assert (
        text_of(14, 14, 40) == whole
    )  # a picture amid a sentence: the next line is in small letters


def test_words_drawn_letter_by_letter_are_words_on_a_narrow_page_too(put, rows):
    """PDFium alone takes the lines of this page for columns: it is covered from top to bottom."""
    widths = {" ": 2.78, "T": 6.11, "h": 5.56, "e": 5.56, "f": 2.78, "r": 3.33, "y": 5}
    shown = [(560, 290, "7")]
    for at in range(50):
        x = 40
        for letter in "The ferry":
            shown.insert(-1, (x, 760 - 9.5 * at, letter))
            x += widths[letter]
    shown = [piece for piece in shown if piece[2] != " "]
    assert rows(put("a.pdf", drawn(shown)), "text") == [("The ferry " * 50 + "7",)]


def test_hyphens_at_the_ends_of_lines_are_kept_where_they_belong(put, rows):
    lines = ["The North-", "South ferry did not go, no-", "body knew why. From 1990-", "1991 it"]
    text = "The North- South ferry did not go, nobody knew why. From 1990- 1991 it"
    assert rows(put("a.pdf", pdf(*lines)), "text") == [(text,)]


def test_letters_without_a_character_lose_no_others(put, rows):
    page = pdf("\x01" * 3_000 + "It sails.").replace(b"\x01", b"\0")
    assert rows(put("a.pdf", page), "text") == [("It sails.",)]


def test_pages_without_text_are_told_of(put, load):
    articles, ledger = load(put("a.pdf", pdf(["It sails."], [], ["It waits."], [" "])))
    assert articles["text"].tolist() == ["It sails. It waits."]
    assert ledger["reason"].tolist() == [
        "found no text on 2 of 4 pages (2, 4), which may be empty, scanned or damaged; recognise "
        "their text if they have any"
    ]


def test_what_is_encrypted_with_aes_is_read_if_it_opens_without_a_password(put, rows):
    content = Path(__file__).with_name("ferry-aes.pdf").read_bytes()
    assert b"/AESV3" in content
    assert rows(put("a.pdf", content), "text") == [("It sails.",)]


def test_500_pages_are_read_within_a_tenth_of_the_time_of_a_file(put):
    lines = [f"{at} {SENTENCE[:70]}" for at in range(50)]
    path = put("a.pdf", pdf(*[lines] * 500))
    with Sandbox(seconds=SECONDS // 10) as box:
        assert box.read(path)[0].records[0]["n_pages"] == "500"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf("Secret.", password="x"), "found an encrypted PDF; save it without its password"),
        (pdf(), r"found a PDF without text \(scanned pages\?\)"),
        (b"%PDF-1.7\nnothing", "found a PDF that is damaged; download or save it again"),
        (pdf("It sails.").replace(b"%%EOF", b""), "breaks off, expected %%EOF at its end"),
        (
            pdf(["One."], ["Two."]).replace(b"/Kids [ ", b"/Kids [ 99 0 R "),
            "found that page 1 of 2 is damaged",
        ),
        (pdf("x").replace(b"/Helvetica", b"/Helvetica" * 2)[:-40], "found a PDF that is damaged"),
    ],
    ids=["encrypted", "no text", "broken", "without its end", "a lost page", "cut"],
)
def test_a_pdf_that_cannot_be_read_is_rejected(put, content, reason):
    with pytest.raises(tk.CorpusError, match=reason):
        tk.load_corpus(put("a.pdf", content))


def test_a_folder_of_mixed_files_is_one_corpus(put, folder, load):
    put("a.docx", docx(nexis_record("Word")))
    put("b.md", "---\ntitle: Markdown\noutlet: Tide\n---\nText.")
    put("c.txt", nexis_text(1, 1, "Classic"))
    put("d.csv", "doc_id,title,text\nx,Table,Row.\n")
    put("e.html", PAGE)
    put("f.pdf", pdf("Page."))
    put("g.jsonl", '{"title": "Line", "text": "Text."}\n')
    put("h.png", b"\x89PNG")
    articles, ledger = load(folder)
    assert articles["title"].tolist() == [
        "Word", "Markdown", "Classic", "Table", "Ferry stays in port", "", "Line",
    ]  # fmt: skip
    assert ledger["format"].fillna("").tolist() == [
        "Nexis Uni DOCX", "text", "Nexis TXT", "table", "web page", "PDF", "table", "",
    ]  # fmt: skip
    assert len(articles) + 1 == len(ledger) == 8


def test_columns_of_ones_own_are_renamed_and_those_of_exports_are_not(put, folder, load):
    put("a.docx", docx(nexis_record("Word")))
    put("b.csv", "Body,Head,text\nRow.,Table,no\n")
    columns = {"text": "Body", "title": "Head"}
    articles = tk.load_corpus(folder, columns=columns)
    assert articles["title"].tolist() == ["Word", "Table"]
    assert articles["text"].tolist()[1] == "Table\n\nRow."


def test_docvars_may_name_the_file_of_an_export_and_stand_in_the_same_folder(put, folder):
    put("a.docx", docx(nexis_record("One"), nexis_record("Two")))
    put("b.txt", "Text.")
    table = put("vars.csv", "filename,country\na.docx,de\nb.txt,fr\n")
    articles = tk.load_corpus(folder, docvars=table)
    assert articles["country"].tolist() == ["de", "de", "fr"]


def test_dates_of_exports_are_days_whatever_format_the_others_have(put, folder):
    put("a.docx", docx(nexis_record("One")))
    put("b.md", "---\ndate: 10/11/2020\n---\nText.")
    dates = tk.load_corpus(folder, date_format="%d/%m/%Y")["date"].dt.strftime("%Y-%m-%d")
    assert dates.tolist() == ["2019-07-01", "2020-11-10"]
