"""Documents, e-mails, subtitles and texts of one's own that come in other wrappers than .txt."""

import pytest
from test_nexis_classic import rtf
from test_nexis_uni import docx, paragraph
from test_packed import archive

import toolkit as tk

LINES = ["Tide at noon", "The tide came in at noon.", "“Nobody was on the quay,” Ada Pier said."]
BODY = "\n\n".join(LINES[1:])
WHOLE = "\n\n".join(LINES)


def styled(lines):
    """Return a Word file of lines, whose first is a heading by its style."""
    text = "".join(map(paragraph, lines))
    style = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    return docx(text.replace("<w:p>", style, 1))


def odt(body, kind="application/vnd.oasis.opendocument.text"):
    names = {"office": "office:1.0", "text": "text:1.0"}
    declared = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{end}"' for name, end in names.items()
    )
    content = f"<office:document-content {declared}><office:body>{body}</office:body>"
    return archive(("mimetype", kind), ("content.xml", f"{content}</office:document-content>"))


ODT = (
    "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
    '<text:h text:outline-level="1">Tide at noon</text:h><text:p/>'
    "<text:p>The tide <text:span>came<text:s/>in</text:span><text:note><text:p>A note.</text:p>"
    "</text:note> at noon.</text:p>"
    "<text:p>“Nobody was<text:line-break/>on the quay,” <office:annotation><text:p>Who?</text:p>"
    "</office:annotation>Ada Pier said.</text:p>"
)


@pytest.mark.parametrize(
    ("name", "content", "title", "text", "kind"),
    [
        ("a.docx", docx(*map(paragraph, LINES)), "", WHOLE, "Word"),
        ("a.docx", styled(LINES), "Tide at noon", WHOLE, "Word"),
        ("a.doc", rtf("\n".join(LINES)), "", WHOLE, "RTF"),
        ("a.odt", odt(ODT), "Tide at noon", WHOLE, "OpenDocument"),
    ],
)
def test_a_document_is_an_article(put, load, name, content, title, text, kind):
    articles, ledger = load(put(f"sub/{name}", content))
    row = articles.iloc[0]
    assert (row["doc_id"], row["title"], row["text"]) == ("a", title, text)
    assert ledger[["format", "outcome"]].to_numpy().tolist() == [[kind, "read"]]


def test_a_document_that_ends_as_records_do_but_has_no_label_is_one_of_ones_own(put, rows):
    lines = [*LINES, "End of Document"]
    assert rows(put("a.docx", docx(*map(paragraph, lines))), "text") == [
        (f"{WHOLE}\n\nEnd of Document",)
    ]


def test_what_a_text_box_says_twice_is_read_once(put, rows):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = f"<w:txbxContent>{paragraph('In a box.')}</w:txbxContent>"
    boxes = f"<mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>"
    run = f'<w:r><mc:AlternateContent xmlns:mc="{mc}">{boxes}</mc:AlternateContent></w:r>'
    text = paragraph("Beside it.").replace("</w:p>", f"{run}</w:p>")
    assert rows(put("a.docx", docx(text)), "text") == [("Beside it.\n\nIn a box.",)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx(paragraph("")), "found a document without text; save its text as .txt"),
        (odt("", "application/epub+zip"), "found an e-book (EPUB), expected an export of a press"),
        (archive(("ppt/presentation.xml", "<p/>")), "found slides (PPTX), expected an export"),
    ],
)
def test_other_documents_are_rejected_with_one_reason(put, folder, load, content, reason):
    put("a.docx", content)
    put("b.txt", "Tide.")
    _, ledger = load(folder)
    assert ledger["reason"].tolist()[0].startswith(reason)
    assert len(ledger) == 2


HEADERS = "From: Tide Press <press@tide.invalid>\nTo: x@y.invalid\nSubject: Tide at noon\n"
DAY = "Date: Fri, 2 May 2031 23:50:00 -0500\n"
PART = "Content-Type: text/{}; charset=utf-8\n\n"
HTML = "<html><body><p>The tide came in at noon.</p><p>“Nobody was on the quay,” Ada Pier said."
WRAPPED = "The tide came in\nat noon.\n\n“Nobody was on the quay,” Ada Pier said.\n"
MAILS = {
    "plain": HEADERS + DAY + "MIME-Version: 1.0\n" + PART.format("plain") + WRAPPED,
    "without MIME": HEADERS + DAY + "\n" + WRAPPED.replace("“", '"').replace("”", '"'),
    "a page": HEADERS + DAY + "MIME-Version: 1.0\n" + PART.format("html") + HTML,
    "both": HEADERS + DAY + 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"'
    + f"\n\n--b\n{PART.format('plain')}{WRAPPED}\n--b\n{PART.format('html')}{HTML}\n--b--\n",
}  # fmt: skip


@pytest.mark.parametrize("text", MAILS.values(), ids=MAILS)
def test_an_e_mail_is_an_article(put, load, text):
    articles, ledger = load(put("a.eml", text))
    row = articles.iloc[0]
    assert (row["title"], row["outlet"], f"{row['date']:%Y-%m-%d}") == (
        "Tide at noon", "Tide Press", "2031-05-02",
    )  # fmt: skip
    assert row["text"].replace('"', "“", 1).replace('"', "”") == WHOLE
    assert ledger["format"].tolist() == ["e-mail"]


def test_an_e_mail_without_text_is_rejected(put):
    with pytest.raises(tk.CorpusError, match="found an e-mail without text; save"):
        tk.load_corpus(put("a.eml", HEADERS + "MIME-Version: 1.0\n\n"))


def test_a_text_that_names_senders_is_a_text(put, load):
    _, ledger = load(put("a.txt", "From: the quay.\n\nSubject: the tide.\n\nDate: noon."))
    assert ledger["format"].tolist() == ["text"]


def test_a_page_saved_as_mhtml_is_a_web_page(put, load):
    article = f"<html><body><article><h1>Tide</h1><p>{'The quay was empty. ' * 20}</p></article>"
    text = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://tide.invalid/noon\n"
        "Subject: Tide\nDate: Fri, 2 May 2031 10:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n'
        f"--b\n{PART.format('html')}{article}\n--b--\n"
    )
    articles, ledger = load(put("a.mhtml", text))
    assert ledger["format"].tolist() == ["web page"]
    assert articles["text"][0].endswith("The quay was empty.")


SRT = """1
00:00:00,500 --> 00:00:02,000
ADA PIER: The tide came in
at noon.

2
00:00:02,000 --> 00:00:04,000
<i>Nobody was</i> on the quay.

3
00:00:05,000 --> 00:00:06,000
- So it was.
"""
VTT = """WEBVTT - Tide

NOTE made by hand

intro
00:00.500 --> 00:02.000 align:start
<v Ada Pier>The tide came in
<v Ada Pier>at noon.

00:02.000 --> 00:04.000
on the quay

00:04.000 --> 00:06.000
on the quay
"""


def test_subtitles_are_transcripts(put, rows):
    said = "ADA PIER: The tide came in at noon. Nobody was on the quay.\n\n- So it was."
    assert rows(put("a.srt", SRT), "doc_id", "text") == [("a", said)]
    assert rows(put("b.txt", SRT.replace("\n", "\r\n")), "text") == [(said,)]


def test_a_line_that_rolls_up_counts_once_and_voices_are_speakers(put, rows):
    ((text,),) = rows(put("a.vtt", VTT), "text")
    assert text == "Ada Pier: The tide came in\n\nAda Pier: at noon. on the quay"


def test_alceste_gives_an_article_a_line_of_stars(put, rows):
    text = (
        "**** *outlet_Tide *date_2031-05-02 *front\n-*sea\nThe tide came in.\n\nAt noon.\n\n"
        "**** *outlet_Flut *date_2031-05-03\nNo one."
    )
    found = rows(put("a.txt", text), "outlet", "date", "variable", "text")
    assert found == [
        ("Tide", "2031-05-02", "front", "The tide came in.\n\nAt noon."),
        ("Flut", "2031-05-03", None, "No one."),
    ]


def test_xml_that_calls_itself_ascii_is_read(put, rows):
    tei = (
        '<?xml version="1.0" encoding="us-ascii"?><TEI xmlns="http://www.tei-c.org/ns/1.0">'
        "<text><body><u who='#ada'>Étale à midi.</u></body></text></TEI>"
    )
    assert rows(put("a.xml", tei), "text") == [("Étale à midi.",)]


ABOUT = ["README.md", "LICENSE", "CHANGELOG", "licence.txt"]


def test_files_that_tell_of_the_data_are_no_articles(put, folder, load, capsys):
    from toolkit.commands.cli import main

    for name in ABOUT:
        put(name, "What these are.")
    put("notes.txt", "To do.")
    put("a.csv", "text,outlet,date,title,language\nTide.,Tide,2031-05-02,T,en\n")
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["T\n\nTide."]
    assert ledger.attrs["passed over"] == sorted([*ABOUT, "notes.txt"])
    listed = "passed over: CHANGELOG, LICENSE, README.md, licence.txt, notes.txt."
    assert listed in " ".join(repr(ledger).split())
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "README.md: passed over: its name says that it is no article\n" in told


def test_notes_are_an_article_beside_texts_and_so_is_what_has_front_matter(put, folder, load):
    put("a.txt", "Tide.")
    put("notes.txt", "To do.")
    put("readme.md", "---\ntitle: Read me\n---\nA column.")
    _, ledger = load(folder)
    assert ledger["source"].tolist() == ["a.txt", "notes.txt", "readme.md"]
    assert ledger.attrs["passed over"] == []


def test_the_only_file_of_a_folder_is_read_whatever_it_is_called(put, folder, load):
    put("README.md", "Tide.")
    assert load(folder)[1]["source"].tolist() == ["README.md"]
