"""Nexis as it is laid out: lines that no label explains, other templates, other languages."""

import re

import pytest
from test_nexis_classic import rtf
from test_nexis_uni import NS, docx, paragraph

import toolkit as tk

TEXT = "The tide came in at noon.\n\n“Nobody was on the quay,” Ada Pier said."
LINES = TEXT.split("\n\n")


def uni(*above, title="Tide at noon", outlet="The Tide", day="May 2, 2031 Friday", body=LINES):
    """Return the lines of a record of Nexis Uni, with some more above its text."""
    return [title, outlet, day, *above, "Body", "", *body, "Load-Date: May 3, 2031", "",
            "End of Document"]  # fmt: skip


def word(*records, headed=True):
    return docx(*(paragraph(line, title=headed and not at) for one in records
                  for at, line in enumerate(one)))  # fmt: skip


LABELS = ("Section: SEA; Pg. 3", "Length: 14 words", "Byline: Ada Pier", "Dateline: LORNE",
          "Highlight: It was high.")  # fmt: skip
COLUMNS = ("title", "outlet", "date", "section", "length", "byline", "dateline", "highlight")
EXPECTED = ("Tide at noon", "The Tide", "2031-05-02", "SEA; Pg. 3", "14 words", "Ada Pier", "LORNE",
            "It was high.")  # fmt: skip


@pytest.mark.parametrize(
    ("above", "more"),
    [
        (("Late Edition - Final", "Copyright 2031 Tide Ltd", *LABELS), {"edition": 1}),
        (("Distribution: Every Zone", *LABELS), {"distribution": "Every Zone"}),
        (("Series: TIDES", *LABELS), {"series": "TIDES"}),
        (("Copyright 2031 Tide Ltd", "Correction Appended", *LABELS), {"other_labels": 1}),
        ((*LABELS[:3], "Tom Quay", *LABELS[3:]), {"other_labels": "Tom Quay"}),
        ((*LABELS[:3], "ada.pier@tide.invalid", *LABELS[3:]), {"other_labels": 1}),
        (("Column: Sea Notes", *LABELS), {"other_labels": "Column: Sea Notes"}),
    ],
)
@pytest.mark.parametrize(
    "kind", [word, lambda one: "\n".join(one), lambda one: rtf("\n".join(one))]
)
def test_a_line_that_no_label_explains_keeps_no_label_from_being_read(
    put, rows, load, above, more, kind
):
    path = put("a.docx", kind(uni(*above)))
    assert rows(path, *COLUMNS, "text") == [(*EXPECTED, f"Tide at noon\n\n{TEXT}")]
    (article,) = load(path)[0].to_dict("records")
    for column, value in more.items():
        assert article[column] in above if value == 1 else article[column] == value


@pytest.mark.parametrize("kind", ["docx", "txt", "rtf"])
def test_records_are_divided_at_the_words_that_end_them(put, load, kind):
    records = [uni(*LABELS, title=f"Tide {at}") for at in range(4)]
    lines = "\n".join("\n".join(one) for one in records)
    content = {"docx": word(*records, headed=False), "txt": lines, "rtf": rtf(lines)}[kind]
    articles, ledger = load(put(f"a.{kind}", content))
    assert articles["title"].tolist() == [f"Tide {at}" for at in range(4)]
    assert articles["text"].tolist() == [f"Tide {at}\n\n{TEXT}" for at in range(4)]
    assert ledger["format"].unique().tolist() == [f"Nexis Uni {kind.upper()}"]
    assert articles["load_date"].tolist() == ["May 3, 2031"] * 4


@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize(
    "title",
    ["March 5, 2031: the day of the tide", "6 January 2021 and after", "Part 1 of May 2031"],
)
def test_a_title_that_begins_with_a_date_is_a_title(put, rows, headed, title):
    records = [uni(*LABELS, title=title), uni("Copyright 2031 Tide Ltd", title=title, body=["So."])]
    found = rows(put("a.docx", word(*records, headed=headed)), "title", "outlet", "date")
    assert found == [(title, "The Tide", "2031-05-02")] * 2


@pytest.mark.parametrize("style", ["Heading1", "berschrift1", "x7"])
def test_headings_are_told_by_their_style(put, rows, style):
    import io
    import zipfile

    names = {"berschrift1": '<w:name w:val="heading 1"/>',
             "x7": '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'}  # fmt: skip
    lines = [line for at in range(2) for line in uni(*LABELS, title=f"Tide {at}")[:-1]]
    text = "".join(map(paragraph, lines))
    for at in range(2):
        plain = paragraph(f"Tide {at}")
        text = text.replace(plain, plain.replace("<w:p>", f'<w:p><w:pPr><w:pStyle w:val="{style}"/>'
                                                 "</w:pPr>", 1))  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        whole = f'<w:document xmlns:w="{NS}"><w:body>{text}</w:body></w:document>'
        archive.writestr("word/document.xml", whole)
        if style in names:
            styles = f'<w:style w:styleId="{style}">{names[style]}</w:style>'
            archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{NS}">{styles}</w:styles>')
    assert rows(put("a.docx", file.getvalue()), "title") == [("Tide 0",), ("Tide 1",)]


def test_a_record_dated_by_nothing_but_its_correction_says_so(put, load):
    lines = uni("Correction Appended", *LABELS, day="", body=[*LINES, "Correction",
                "Correction-Date: May 9, 2031, Friday", "It was another quay."])  # fmt: skip
    articles, ledger = load(put("a.docx", word(lines)))
    row = articles.iloc[0]
    assert (str(row["date"].date()), row["correction"]) == ("2031-05-09", "It was another quay.")
    assert (row["section"], row["text"]) == ("SEA; Pg. 3", f"Tide at noon\n\n{TEXT}")
    assert ledger["reason"].tolist() == [
        "found no date of publication; dated by its correction, which came later"
    ]


def classic(*above, below=(), body=LINES, number="1 of 1 DOCUMENTS"):
    lines = [number.center(78), "", *above, "", *(line for part in body for line in (part, ""))]
    return "\n".join(["", *lines, *(line for part in below for line in (part, ""))])


TOP = ("The Tide".center(78), "", "May 2, 2031 Friday".center(78), "", "Tide at noon", "")
HEAD = ("BYLINE: Ada Pier", "", "SECTION: SEA; Pg. 3", "", "LENGTH: 14 words")
NOTICE = ("Copyright 2031 Tide Ltd".center(78), "All Rights Reserved".center(78))
BASIC = ("title", "outlet", "date", "byline", "section", "length", "text")
PLAIN = (*EXPECTED[:3], "Ada Pier", "SEA; Pg. 3", "14 words", f"Tide at noon\n\n{TEXT}")


@pytest.mark.parametrize(
    "below",
    [
        ("LOAD-DATE: May 3, 2031", "LANGUAGE: ENGLISH", "JOURNAL-SOURCE: Print", *NOTICE),
        ("JOURNAL-SOURCE: Print", "LOAD-DATE: May 3, 2031", "LANGUAGE: ENGLISH"),
        ("UPDATE: 3. Mai 2031", "SPRACHE: ENGLISCH", "ZEITUNGS-KENNZAHL: 7", *NOTICE,
         "DIE FLUT digital"),
        ("GRAPHIC: PHOTOS: The quay.", "The quay at noon, and no one there.",
         "LOAD-DATE: May 3, 2031", "LANGUAGE: ENGLISH", *NOTICE),
        ("LANGUAGE: ENGLISH", *NOTICE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", ["1 of 1 DOCUMENTS", ""])
def test_a_label_that_we_do_not_know_keeps_no_other_in_the_text(put, rows, below, number):
    path = put("a.txt", classic(*TOP, *HEAD, below=below, number=number))
    assert rows(path, *BASIC, "language") == [(*PLAIN, "en")]


def test_a_sentence_below_the_text_is_text_whatever_label_it_seems_to_have(put, rows):
    body = [*LINES, "BUSH: We wait."]
    path = put("a.txt", classic(*TOP, *HEAD, body=body, below=("LOAD-DATE: May 3, 2031",)))
    assert rows(path, "text") == [(f"Tide at noon\n\n{TEXT}\n\nBUSH: We wait.",)]


TAIL = ("LOAD-DATE: May 3, 2031", "LANGUAGE: ENGLISH", *NOTICE)
OUTLET_AND_DAY = TOP[:4]
TEMPLATES = {
    "headline below its labels": (*OUTLET_AND_DAY, *HEAD[2:], "", "HEADLINE: Tide at noon", "",
                                  "BYLINE: Ada Pier", "", "BODY:"),
    "headline on two lines": (*OUTLET_AND_DAY, *HEAD, "", "HEADLINE: Tide", "at noon", "", "BODY:"),
    "an unknown label among them": (*OUTLET_AND_DAY, *HEAD[2:], "", "HEADLINE: Tide at noon", "",
                                    "GUESTS: Tom Quay", "", "BYLINE: Ada Pier", "", "BODY:"),
    "a show above the day": ("The Tide", "", "SHOW: SEA NOTES 8:00 PM", "", *TOP[2:4], *HEAD, "",
                             "HEADLINE: Tide at noon", "", "BODY:"),
    "the day of the week on a line of its own": ("The Tide", "", "May 2, 2031", "  Friday", "",
                                                 *TOP[4:], *HEAD),
}  # fmt: skip


@pytest.mark.parametrize("above", TEMPLATES.values(), ids=TEMPLATES)
def test_other_templates(put, rows, above):
    assert rows(put("a.txt", classic(*above, below=TAIL)), *BASIC, "language") == [(*PLAIN, "en")]


@pytest.mark.parametrize(
    ("words", "day", "language"),
    [
        ({"LENGTH": "LENGTE", "HEADLINE": "KOP", "BYLINE": "AUTEUR", "SECTION": "RUBRIEK",
          "BODY": "TEKST", "LANGUAGE: ENGLISH": "TAAL: Dutch / Nederlands"}, "2 mei 2031", "nl"),
        ({"LENGTH": "LONGUEUR", "HEADLINE": "TITRE", "BYLINE": "AUTEUR", "SECTION": "RUBRIQUE",
          "BODY": "TEXTE", "LANGUAGE: ENGLISH": "LANGUE: FRENCH"}, "2 mai 2031", "fr"),
        ({"LENGTH": "LÆNGDE", "HEADLINE": "OVERSKRIFT", "BYLINE": "FORFATTER", "SECTION": "SEKTION",
          "BODY": "BRØDTEKST", "LANGUAGE: ENGLISH": "SPROG: DANISH"}, "2. maj 2031", "da"),
        ({"LENGTH": "LONGITUD", "HEADLINE": "TITULAR", "BYLINE": "AUTOR", "SECTION": "SECCIÓN",
          "BODY": "CUERPO", "LANGUAGE: ENGLISH": "IDIOMA: SPANISH"}, "2 de mayo de 2031", "es"),
        ({"LENGTH": "LUNGHEZZA", "HEADLINE": "TITOLO", "BYLINE": "AUTORE", "SECTION": "SEZIONE",
          "BODY": "TESTO", "LANGUAGE: ENGLISH": "LINGUA: ITALIAN"}, "2 maggio 2031", "it"),
        ({"LENGTH": "COMPRIMENTO", "BYLINE": "AUTOR", "SECTION": "SEÇÃO", "BODY": "CORPO",
          "LANGUAGE: ENGLISH": "IDIOMA: PORTUGUESE"}, "2 de maio de 2031", "pt"),
        ({"LENGTH": "UZUNLUK", "HEADLINE": "BAŞLIK", "BYLINE": "YAZAR", "SECTION": "BÖLÜM",
          "BODY": "METİN", "LANGUAGE: ENGLISH": "DİL: TURKISH"}, "2 Mayıs 2031", "tr"),
    ],
)  # fmt: skip
def test_labels_in_other_languages(put, rows, words, day, language):
    text = classic(*TEMPLATES["headline below its labels"], below=TAIL)
    for english, other in words.items():
        text = text.replace(english, other)
    text = text.replace("May 2, 2031 Friday", day)
    assert rows(put("a.txt", text), *BASIC, "language") == [(*PLAIN, language)]


def test_agencies_put_the_title_above_the_day_and_labels_below_the_text(put, rows):
    above = ("Tide Press", "", "LEAD: Tide at noon", "", "May 2, 2031, Friday",
             "14:10 Central European Time")  # fmt: skip
    below = ("SECTION: SEA; Pg. 3", "LENGTH: 14 words", "LOAD-DATE: May 3, 2031", *NOTICE)
    found = rows(put("a.txt", classic(*above, below=below)), *BASIC)
    text = f"LEAD: Tide at noon\n\n{TEXT}"
    assert found == [("LEAD: Tide at noon", "Tide Press", "2031-05-02", None, *PLAIN[4:6], text)]


MORE = (("1", "The Tide"), ("2", "Ebb & Flow"), ("3", "The Tide"))


def several(*below, notice=NOTICE):
    """Return articles of classic Nexis in one file, without their numbers."""
    return "\n\n".join(
        classic(
            *TOP, *HEAD, body=[f"Text {at}.", TEXT], below=(*below, *notice), number=""
        ).replace("The Tide", outlet, 1)
        for at, outlet in MORE
    )


@pytest.mark.parametrize("notice", [NOTICE, ()])
@pytest.mark.parametrize(
    "below", [("LOAD-DATE: May 3, 2031",), ("LOAD-DATE: May 3, 2031", "LANGUAGE: ENGLISH")]
)
def test_records_without_numbers_are_read_apart_where_each_is_sure(put, load, below, notice):
    articles, ledger = load(put("a.txt", several(*below, notice=notice)))
    assert articles["outlet"].tolist() == [outlet for _, outlet in MORE]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2031-05-02"] * 3
    assert articles["load_date"].tolist() == ["May 3, 2031"] * 3
    assert articles["text"].tolist() == [f"Tide at noon\n\nText {at}.\n\n{TEXT}" for at, _ in MORE]
    assert ledger["reason"].isna().all()


@pytest.mark.parametrize(
    "change",
    [
        ("LOAD-DATE: May 3, 2031", "LOAD-DATE: May 3, 2031\n\nJOURNAL-SOURCE: Print"),
        ("LOAD-DATE: May 3, 2031", "LOAD-DATE: May 3, 2031\n\nIt went out again."),
        ("May 2, 2031 Friday", "May 2031"),
    ],
)
def test_records_whose_beginning_is_not_sure_are_told_of(put, load, change):
    articles, ledger = load(put("a.txt", several("LOAD-DATE: May 3, 2031").replace(*change)))
    assert len(articles) == 1
    assert re.search(r"may be several articles: found [23] times 'LOAD-DATE:'", ledger["reason"][0])


def test_a_month_is_no_day_and_is_told_of(put, load):
    text = classic(*TOP, *HEAD, below=TAIL).replace("May 2, 2031 Friday", "May 2031")
    articles, ledger = load(put("a.txt", text))
    assert articles[["title", "outlet"]].to_numpy().tolist() == [["Tide at noon", "The Tide"]]
    assert articles["date"].isna().all()
    assert ledger["reason"][0].startswith("date: found 'May 2031', expected YYYY-MM-DD")


def test_words_repeated_by_a_search_are_no_edition(put, rows):
    text = classic(*TOP, *HEAD, below=TAIL).replace("2031 Friday", "2031 2031 2031")
    assert rows(put("a.txt", text), "date", "edition") == [("2031-05-02", None)]


def test_the_ledger_accounts_for_all_of_them(put, folder):
    for at, above in enumerate(TEMPLATES.values()):
        put(f"{at}.txt", classic(*above, below=TAIL, body=[f"Text {at}.", TEXT]))
    assert tk.count_records(tk.load_ledger(folder))["adds_up"].all()
