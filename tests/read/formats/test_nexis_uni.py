"""Nexis Uni DOCX: written here with every trap that real ones hold, and read back exactly."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

import toolkit as tk

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = ["The ferry did not sail.", "", "", "It sails tomorrow.", "BUSH: We wait.", "Photo: a pier."]
ENGLISH = {"section": "Section", "length": "Length", "byline": "Byline"}


def paragraph(text, *, title=False):
    """Return a w:p, its text split over two runs as Word does."""
    level = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' if title else ""
    half = len(text) // 2
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in (text[:half], text[half:])
    )
    if title:
        runs = f"<w:hyperlink>{runs}</w:hyperlink>"
    return f"<w:p>{level}{runs}</w:p>"


def record(
    title="Ferry stays in port",
    outlet="The Harbour Post(Northport)",
    date="July 1, 2019 Monday 9:20 AM GMT",
    labels=(("Section", "NEWS; Pg. 4"), ("Length", "12 words"), ("Byline", "Ada Pier")),
    heading="Body",
    body=BODY,
    tail=("Classification", "", "Language:\u00a0ENGLISH", "Subject:\u00a0FERRIES (90%)", ""),
    load_date="Load-Date:\u00a0July 9, 2019",
    end="End of Document",
):
    lines = [paragraph(""), paragraph(title, title=True) if title else ""]
    lines += [paragraph(line) for line in (outlet, date, "", "Copyright 2019 Harbour Ltd") if line]
    lines += [paragraph(f"{label}:\u00a0{value}") for label, value in labels]
    lines += [paragraph(line) for line in (heading, *body) if line is not None]
    lines += [paragraph(line) for line in (*tail, load_date, "", end)]
    return "".join(lines)


def cover(n, terms="ferry AND port", documents="Documents", search="Search Terms"):
    lines = ["User Name: x", "Date and Time: Friday, July 9, 2021", "Job Number: 7"]
    lines += [f"{documents} ({n})", "1. Ferry stays in port", "Client/Matter: -None-"]
    return "".join(map(paragraph, [*lines, f"{search}: {terms}", "Content Type", "News"]))


def docx(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/header1.xml", f'<w:hdr xmlns:w="{NS}">{paragraph("Page 1")}</w:hdr>')
        body = f'<w:document xmlns:w="{NS}"><w:body>{"".join(parts)}</w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return file.getvalue()


def test_every_field_of_a_record_is_read(put, load):
    articles, ledger = load(put("a.docx", docx(cover(1), record())))
    row = articles.iloc[0]
    assert row["title"] == "Ferry stays in port"
    assert row["outlet"] == "The Harbour Post(Northport)"
    assert f"{row['date']:%Y-%m-%d}" == "2019-07-01"
    assert row["text"] == (
        "Ferry stays in port\n\nThe ferry did not sail.\n\nIt sails tomorrow.\n\nBUSH: We wait."
        "\n\nPhoto: a pier."
    )
    assert (row["byline"], row["section"], row["length"]) == ("Ada Pier", "NEWS; Pg. 4", "12 words")
    assert (row["language"], row["subject"]) == ("en", "FERRIES (90%)")
    assert row["load_date"] == "July 9, 2019"
    (line,) = ledger.itertuples()
    assert (line.format, line.declared, line.search_terms) == (
        "Nexis Uni DOCX",
        1,
        "ferry AND port",
    )


@pytest.mark.parametrize(
    ("date", "day", "edition"),
    [
        ("May 2, 2002, Thursday,, FINAL EDITION", "2002-05-02", "FINAL EDITION"),
        ("November 27, 2013 Wednesday, FINAL EDITION", "2013-11-27", "FINAL EDITION"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27", None),
        ("Montag 5. Maerz 2012, Fernausgabe", "2012-03-05", "Fernausgabe"),
        ("mardi 1er août 2017 10:20 AM GMT", "2017-08-01", None),
        ("1 декабря 2020 вторник", "2020-12-01", None),
        ("2018年10月7日", "2018-10-07", None),
    ],
)
def test_dates_of_every_interface_are_read_and_the_edition_after_them(
    put, rows, date, day, edition
):
    path = put("a.docx", docx(record(date=date)))
    assert rows(path, "date", "edition") == [(day, edition)]


@pytest.mark.parametrize(
    ("labels", "heading", "tail", "load_date", "end", "language"),
    [
        (
            ("Rubrik", "Länge", "Autor"), "Textkörper",
            ("Klassifizierung", "Sprache:\u00a0GERMAN; Deutsch"),
            "Update:\u00a0March 1, 2020", "Ende des Dokuments", "de",
        ),
        (
            ("Rubrique", "Longueur", "Auteur"), "Corps",
            ("Classification", "Langue:\u00a0FRENCH; Français"),
            "Date de chargement:\u00a0March 1, 2020", "Fin du document", "fr",
        ),
        (
            ("Рубрика", "Длина", "Автор"), "Текст",
            ("Классификация", "Язык:\u00a0RUSSIAN; русский"),
            "Дата загрузки:\u00a0March 1, 2020", "Конец документа", "ru",
        ),
    ],
)  # fmt: skip
def test_other_interfaces_have_other_words(
    put, rows, labels, heading, tail, load_date, end, language
):
    values = zip(labels, ("Politik", "12 x", "Ada Pier"), strict=True)
    one = record(labels=values, heading=heading, tail=tail, load_date=load_date, end=end)
    found = rows(put("a.docx", docx(one)), "section", "length", "byline", "language", "load_date")
    assert found == [("Politik", "12 x", "Ada Pier", language, "March 1, 2020")]


def test_first_and_last_record_and_all_between_are_read_with_and_without_a_cover(put, rows):
    names = [f"Ferry {at}" for at in range(5)]
    records = [record(title=name, body=[f"Text of {name}."]) for name in names]
    put("a.docx", docx(cover(5), *records))
    found = rows(put("b.docx", docx(*records)), "title", "text")
    assert found == [(name, f"{name}\n\nText of {name}.") for name in names]
    assert found == rows(put("a.docx", docx(cover(5), *records)), "title", "text")


def test_a_record_whose_end_is_lost_and_one_without_a_title_are_still_records(put, rows):
    lost = record(title="One", body=["First."], load_date="", tail=(), end="")
    path = put("a.docx", docx(cover(3), lost, record("Two"), record(title=None, body=["Third."])))
    assert [title for title, _ in rows(path, "title", "text")] == ["One", "Two", ""]


def test_the_first_record_without_a_heading_style_is_read_from_its_date(put, rows):
    plain = record().replace('<w:outlineLvl w:val="0"/>', "")
    found = rows(put("a.docx", docx(cover(1), plain)), "title", "outlet", "date")
    assert found == [("Ferry stays in port", "The Harbour Post(Northport)", "2019-07-01")]


def test_the_end_may_stand_at_the_end_of_a_line(put, rows):
    one = record(body=["One."], tail=(), load_date="", end="It ends here. End of Document")
    assert rows(put("a.docx", docx(one)), "text") == [
        ("Ferry stays in port\n\nOne.\n\nIt ends here.",)
    ]


def test_missing_author_and_date_are_missing_and_a_missing_body_rejects_the_record(put, load):
    no_author = record("No author", labels=(("Length", "4 words"),), body=["Text."])
    no_date = record("No date", date="", body=["Text."])
    photo = record("A photo", heading=None, body=["Graphic", "A pier by night."])
    articles, ledger = load(put("a.docx", docx(cover(3), no_author, no_date, photo)))
    assert articles["byline"].isna().tolist() == [True, False]
    assert articles["date"].isna().tolist() == [False, True]
    assert articles["outlet"].tolist() == ["The Harbour Post(Northport)"] * 2
    assert ledger["outcome"].tolist() == ["read", "read", "rejected"]
    assert ledger["reason"][2] == "found no text, expected an article"
    assert tk.count_records(ledger)["adds_up"].tolist() == [True]


def test_notes_below_the_text_and_an_abstract_above_it_are_columns(put, rows):
    body = ["ABSTRACT", "Short.", "FULL TEXT", "Long.", "Graphic", "A pier.", "Notes", "See p. 2."]
    found = rows(put("a.docx", docx(record(body=body))), "text", "abstract", "graphic", "notes")
    assert found == [("Ferry stays in port\n\nLong.", "Short.", "A pier.", "See p. 2.")]


def test_a_label_within_the_text_stays_there_even_without_a_classification(put, rows):
    body = ["Language: a barrier.", "Notes: none.", "She spoke."]
    found = rows(put("a.docx", docx(record(body=body, tail=()))), "text", "language")
    assert found[0][0].endswith("Language: a barrier.\n\nNotes: none.\n\nShe spoke.")


def test_an_error_page_is_rejected_and_the_others_are_read(put, load):
    error = (
        "We are sorry but there is an error in this document and it is not possible to display it."
    )
    articles, ledger = load(put("a.docx", docx(record(body=[error]), record("Two"))))
    assert articles["title"].tolist() == ["Two"]
    assert ledger["reason"][0] == (
        "found an error page of the database; download this article again"
    )


def test_a_wrong_count_is_told_of_and_fails_the_check(put, load, folder, capsys):
    from toolkit.commands.cli import main

    put("a.docx", docx(cover(4), record("One"), record("Two"), record("Three")))
    with pytest.warns(tk.CorpusWarning) as caught:
        tk.load_corpus(folder)
    assert [str(warning.message) for warning in caught] == [
        f"{folder}: 1 file(s) or result set(s) hold a different number of records from "
        "what they declare, first a.docx. count_records lists them all."
    ]
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.endswith(
        "a.docx: declares 4 records, 3 were found: this does not add up\n"
        "1 files declare 4 records; 3 were found in them\n"
        "3 records = 3 read + 0 rejected + 0 duplicate\n"
    )


def test_several_documents_in_a_zip_are_read_and_what_does_not_belong_is_passed_over(put, load):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("part/1.docx", docx(record("One")))
        archive.writestr("part/2.DOCX", docx(record("Two"), record("Three")))
        archive.writestr("part/~$2.docx", b"lock")
        archive.writestr("__MACOSX/1.docx", b"x")
        archive.writestr("part/readme.xyz", b"x")
    articles, ledger = load(put("all.zip", file.getvalue()))
    assert articles["title"].tolist() == ["One", "Two", "Three"]
    assert ledger["source"].tolist() == [
        "all.zip/part/1.docx", "all.zip/part/2.DOCX", "all.zip/part/2.DOCX",
        "all.zip/part/readme.xyz",
    ]  # fmt: skip


def test_wrong_endings_and_lock_files_do_not_matter(put, folder, load):
    put("export.txt", docx(record("One")))
    put("export.csv", docx(record("Two")))
    put("noending", docx(record("Three")))
    put("~$export.docx", b"\x05user")
    put("plain.docx", "Text that is no Word document.")
    articles, ledger = load(folder)
    assert articles["title"].tolist() == ["Two", "One", "Three"]
    assert dict(zip(ledger["source"], ledger["outcome"], strict=True))["plain.docx"] == "rejected"
    assert len(ledger) == 4


def test_the_same_article_in_two_files_is_a_duplicate(put, folder, load):
    put("a.docx", docx(record("One")))
    put("b.docx", docx(record("Two"), record("One")))
    articles, ledger = load(folder)
    assert articles["title"].tolist() == ["One", "Two"]
    assert ledger["outcome"].tolist() == ["read", "read", "duplicate"]
