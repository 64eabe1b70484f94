"""ProQuest as TXT and e-mail, written here with their traps."""

import email.message
import email.policy

import pytest

import toolkit as tk

RULE = "_" * 60
BODY = (
    "The ferry did not sail.\n\n\nBUSH: We wait.\n\nLocation: the pier, as ever."
    "\n\nIt sails tomorrow."
)
TEXT = BODY.replace("\n\n\n", "\n\n")
LABELS = {
    "text": "Full text", "outlet": "Publication title", "date": "Publication date",
    "language": "Language of publication", "byline": "Author", "title": "Title",
}  # fmt: skip
GERMAN = LABELS | {
    "text": "Volltext", "outlet": "Titel der Publikation", "date": "Datum der Publikation",
    "language": "Sprache der Publikation", "byline": "Autor", "title": "Titel",
}  # fmt: skip


def record(n, m, title="Ferry stays in port", body=BODY, author="Ada Pier", day="Jul 1, 2019",
           labels=LABELS, language="English"):  # fmt: skip
    parts = [f"Document {n} of {m}", title]
    parts += [f"{labels['byline']}: {author}"] if author else []
    parts += ["ProQuest document link", "Abstract: A ferry.", "Links: none"]
    parts += [f"{labels['text']}: {body}"] if body else []
    parts += [f"{labels['title']}: {title}", "Subject: Ferries; Ports", "Odd new label: x"]
    parts += ["Company / organization: Name: Ferries Inc; NAICS: 1", "Pages: 4"]
    parts += [f"{labels['outlet']}: The Harbour Post", "Publication year: 2019"]
    parts += [f"{labels['date']}: {day}", "Section: News", "Edition: Late", "Word count: 295"]
    parts += [f"{labels['language']}: {language}", "ProQuest document ID: 77"]
    parts += ["Last updated: 2021-05-05", "Database: Papers"]
    return f"{RULE}\n\n" + "\n\n".join(parts) + "\n\n"


def export(*records, rule=RULE):
    head = f"{RULE}\n\nReport Information from ProQuest\nMay 05 2021 10:00\n{RULE}\n\n"
    contents = "Table of contents\n\n1. Ferry stays in port\n\n"
    end = f"{RULE}\n\nBibliography\n\nCitation style: x\n"
    return (head + contents + "".join(records) + end).replace(RULE, rule)


COLUMNS = ("title", "outlet", "date", "byline", "section", "edition", "length", "language", "text")
EXPECTED = ("Ferry stays in port", "The Harbour Post", "2019-07-01", "Ada Pier", "News", "Late",
            "295", "en", f"Ferry stays in port\n\n{TEXT}")  # fmt: skip


@pytest.mark.parametrize("rule", [RULE, "*" * 50])
def test_every_field_of_text_is_read_and_the_text_ends_at_its_labels(put, load, rows, rule):
    path = put("a.txt", export(record(1, 2), record(2, 2, "Second", author=None), rule=rule))
    found = rows(path, *COLUMNS)
    assert found[0] == EXPECTED
    assert (found[1][0], found[1][3]) == ("Second", None)
    _, ledger = load(path)
    assert ledger["declared"].tolist() == [2, 2]
    assert tk.count_records(ledger)["adds_up"].all()


@pytest.mark.parametrize(
    ("day", "language", "code"),
    [
        ("1. Juli 2019", "Deutsch", "de"),
        ("1 juil. 2019", "French", "fr"),
        ("1 июля 2019", "Russian", "ru"),
    ],
)
def test_other_languages(put, rows, day, language, code):
    text = export(record(1, 1, day=day, labels=GERMAN, language=language))
    found = rows(put("a.txt", text), *COLUMNS)
    assert found == [(*EXPECTED[:7], code, EXPECTED[8])]


def test_a_record_without_text_is_rejected_and_a_wrong_count_does_not_add_up(put, load):
    _, ledger = load(put("a.txt", export(record(1, 3), record(2, 3, "B", body=""))))
    assert ledger["outcome"].tolist() == ["read", "rejected"]
    assert ledger["reason"][1] == "found no text, expected an article"
    assert tk.count_records(ledger)["adds_up"].tolist() == [False]


def mail(*documents):
    divisions = "".join(
        f'<div><a name="DocID_MSTAR_{at}"></a><p><strong>{title}</strong></p>'
        "<p><strong>Author: </strong>Ada Pier</p>"
        "<p><strong>Publication title: </strong>The Harbour Post</p>"
        f"<p><strong>Publication date: </strong>{day}</p>"
        "<p><strong>Section: </strong>News</p><p><strong>Edition: </strong>Late</p>"
        "<p><strong>Language of publication: </strong>English</p>"
        f'<p><strong>Full text: </strong></p><body><Text WordCount="295" HTMLContent="true">'
        f"{''.join(f'<p>{line}</p>' for line in body.split(chr(10) * 2))}</Text></body></div>"
        for at, (title, day, body) in enumerate(documents)
    )
    message = email.message.EmailMessage()
    message["Subject"], message["From"] = "Your export", "x@example.invalid"
    message.set_content("See the HTML part.")
    message.add_alternative(
        f"<html><body>{divisions}</body></html>", subtype="html", cte="quoted-printable"
    )
    return message.as_bytes(policy=email.policy.SMTP)


def test_mail_is_read_in_spite_of_its_nested_body_and_spaces_in_dates(put, rows):
    documents = [
        ("Ferry stays in port", "Jul 1, 2 019", TEXT),
        ("Été", "Jul 2, 2019", "Only this."),
    ]
    found = rows(put("a.eml", mail(*documents)), *COLUMNS)
    assert found[0] == EXPECTED
    assert found[1][-1] == "Été\n\nOnly this."


PARTS = ["The ferry did not sail.", "Photo: the pier", "Nobody knew why.", "It sails."]
LONG = "{0}\n\n{1}\n\n{rule}\n\n{2}\n\n{rule}\n\n{3}".format(*PARTS, rule=RULE)
WHOLE = "\n\n".join(PARTS)


@pytest.mark.parametrize("end", ["", f"{RULE}\n\nContact us at: x\n\nCopyright 2021 ProQuest"])
def test_a_rule_within_a_text_does_not_end_the_record(put, load, end):
    text = export(record(1, 3, body=LONG), record(2, 3, "B"), record(3, 3, "C", body=LONG))
    articles, _ = load(put("a.txt", text + end))
    assert articles["title"].tolist() == ["Ferry stays in port", "B", "C"]
    assert articles["outlet"].tolist() == ["The Harbour Post"] * 3
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2019-07-01"] * 3
    assert articles["text"].tolist() == [
        f"Ferry stays in port\n\n{WHOLE}", f"B\n\n{TEXT}", f"C\n\n{WHOLE}",
    ]  # fmt: skip


def test_a_rule_in_the_last_text_of_a_file_without_a_last_block(put, load):
    whole = export(record(1, 1, body=LONG)).partition(f"{RULE}\n\nBibliography")[0]
    articles, _ = load(put("a.txt", whole))
    assert articles["text"].tolist() == [f"Ferry stays in port\n\n{WHOLE}"]
    assert articles["outlet"].tolist() == ["The Harbour Post"]


def test_what_stands_below_the_labels_is_no_text(put, load):
    stray = f"{RULE}\n\nBibliography\n\nPier, A. (2019). Ferry.\n\n"
    articles, _ = load(put("a.txt", export(record(1, 2) + stray, record(2, 2, "B") + stray)))
    assert articles["text"].tolist() == [f"Ferry stays in port\n\n{TEXT}", f"B\n\n{TEXT}"]
    assert articles["outlet"].tolist() == ["The Harbour Post"] * 2


def test_texts_without_labels_keep_what_follows_a_rule_but_for_the_end_of_the_file(put, load):
    first, second = (f"{RULE}\n\nDocument {at} of 2\n\n{at}\n\nFull text: It sank.\n\n{RULE}\n\nIt"
                     " sails.\n\n" for at in (1, 2))  # fmt: skip
    articles, _ = load(put("a.txt", export(first, second)))
    assert articles["text"].tolist() == [f"{at}\n\nIt sank.\n\nIt sails." for at in (1, 2)]


def test_a_label_from_below_the_text_that_comes_first_makes_no_nameless_column(put, load):
    piece = f"{RULE}\n\nDocument 1 of 1\n\nFerry\n\nPages: 4\n\nA line.\n\nFull text: It sails.\n\n"
    articles, _ = load(put("a.txt", piece + "Section: News\n\n"))
    assert "null" not in articles
    assert articles["text"].tolist() == ["Ferry\n\nIt sails."]


SPOKEN = ["The ferry did not sail.", "ADA PIER: Did it sail?", "TOM QUAY: It did not", "So it was."]


def spoken(at, labels=LABELS):
    """Return a record whose text has a line a paragraph, and no number."""
    whole = record(at, 3, f"Ferry {at}", body="\n".join(SPOKEN), labels=labels)
    return whole.replace("ProQuest document link", "Publication info: The Harbour Post ; Lorne.")


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    "end", ["", f"{RULE}\n\nContact us at: x\n\nCopyright 2021 ProQuest LLC\n"]
)
@pytest.mark.parametrize(
    "cover", ["", f"{RULE}\n\nTable of contents\n\n1. Ferry 1\n\n2. Ferry 2\n\n"]
)
def test_a_line_is_a_paragraph_and_records_need_no_number(put, rows, numbered, end, cover):
    text = cover + "".join(map(spoken, (1, 2, 3))) + end
    for at in (1, 2, 3):
        text = text if numbered else text.replace(f"Document {at} of 3\n\n", "")
    found = rows(put("a.txt", text), *COLUMNS)
    paragraphs = "\n\n".join(SPOKEN)
    assert [row[0] for row in found] == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert [row[1:-1] for row in found] == [EXPECTED[1:-1]] * 3
    assert [row[-1] for row in found] == [f"Ferry {at}\n\n{paragraphs}" for at in (1, 2, 3)]


def test_a_label_that_goes_on_below_keeps_no_other_in_the_text(put, rows):
    more = "Subject: Ferries; Ports\n\nHarbours of the north\n\nOdd new label: x"
    text = export(record(1, 1)).replace("Subject: Ferries; Ports\n\nOdd new label: x", more)
    assert more in text
    assert rows(put("a.txt", text), *COLUMNS) == [EXPECTED]


def division(at, body, *, updated="2031-11-07"):
    fields = {"Author": "Ada Pier", "Publication info": "The Harbour Post ; Lorne 1 Jul 2019: 4.",
              "Full text": body, "Subject": "Ferries", "Title": f"Ferry {at}",
              "Publication title": "The Harbour Post", "Publication date": "Jul 1, 2019",
              "Odd new label": "x", "Last updated": updated}  # fmt: skip
    labelled = "".join(f"<p><strong>{k}:  </strong>{v}</p>" for k, v in fields.items())
    return (
        f'<div style="margin-bottom:20px"><a name="DocID_MSTAR_{at}"></a><p></p>'
        f'<p style="font-size:11pt;font-weight:bold;">Ferry {at}</p>{labelled}</div>'
    )


def marked(*paragraphs):
    lines = "".join(f"<p>{line}</p>" for line in paragraphs)
    return (
        '<Text WordCount="14" HTMLContent="true"><html><head><title></title></head><body>'
        f"{lines}</body></html></Text>"
    )


PAGE_COLUMNS = ("title", "outlet", "date", "byline", "text")
PAGE_EXPECTED = [
    (f"Ferry {at}", "The Harbour Post", "2019-07-01", "Ada Pier", f"Ferry {at}\n\nOne.\n\nTwo.")
    for at in (1, 2)
]


@pytest.mark.parametrize(
    "body", [marked("One.", "Two."), "<p>One.</p><p>Two.</p>", "One.</p><p>Two."]
)
def test_a_page_is_dated_by_its_publication_and_titles_are_titles(put, load, rows, body):
    page = f"<html><body>{division(1, body)}{division(2, body)}</body></html>"
    path = put("a.html", page)
    assert rows(path, *PAGE_COLUMNS) == PAGE_EXPECTED
    assert load(path)[1]["format"].unique().tolist() == ["ProQuest HTML"]


def test_so_are_those_of_e_mails(put, rows):
    page = "".join(division(at, marked("One.", "Two.")) for at in (1, 2))
    head = "From: a@b.invalid\nSubject: ProQuest\nMIME-Version: 1.0\n"
    text = f"{head}Content-Type: text/html; charset=utf-8\n\n<html><body>{page}</body></html>"
    assert rows(put("a.eml", text), *PAGE_COLUMNS) == PAGE_EXPECTED
