"""Small files of the kinds that real ones failed on, each held to what a user expects of it.

They stand beside the project, not in it; where they are absent the tests are skipped.
"""

import csv
import re
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.read.articles import load_with_ledger

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/intake"
ACCOUNT = FOLDER / "expected.csv"
LINES = ACCOUNT.read_text(encoding="utf-8").splitlines() if ACCOUNT.is_file() else []
EXPECTED = list(csv.DictReader(LINES))
pytestmark = pytest.mark.skipif(not EXPECTED, reason=f"there is no {FOLDER}")

OPTIONS = {
    "nested.jsonl": {
        "columns": {"date": "meta.date", "outlet": "meta.media", "title": "meta.title"}
    }
}
# What the file holds where the account says "all", "as the file holds", or counts files.
RECORDS = {"integrum-caret.html": 2, "newsapi.json": 1, "proquest.html": 3}
MEMBERS = {"zip-of-texts.zip": 3}  # files, of which one is a table of two articles
TAIL = {"section": "NEWS; Pg. 4"}
FIELDS = {
    "europresse-2023.html": {"section": "Politique", "length": "1017", "outlet": "Le Port-Ouest"},
    "nexis-classic-german-tail.txt": {"section": "NACHRICHTEN; S. 4", "language": "de"},
    "nexis-classic-headline-label.txt": TAIL,
    "nexis-classic-dutch-labels.txt": {"title": "Veerboot blijft in de haven", "language": "nl"},
    "nexis-classic-title-above-date.txt": {
        "title": "LEADALL: Ferry stays in port",
        "outlet": "Harbour Press Agency",
    },
    "nexis-uni-saved-as.txt": TAIL,
    "nexis-uni.rtf": TAIL,
    "nexis-edition-line.docx": {
        "section": "NACIONAL; Pg. 4",
        "length": "27 words",
        "byline": "Ada Pier",
        "edition": "Única Edición",
        "highlight": "Nobody knew why the ferry did not sail.",
    },
    "nexis-unknown-head-label.docx": {
        "section": "A-SECTION; Pg. A10",
        "length": "27 words",
        "byline": "Ada Pier",
        "dateline": "LORNE",
        "distribution": "Every Zone",
    },
    "plain-mail.eml": {"title": "Ferry stays in port"},
    "tei.xml": {"speaker": "ada"},
}
LABEL = re.compile(r"^[^\W\d_][\w-]{2,20}: ", re.MULTILINE)
BODY = (
    "The ferry did not sail, and nobody on the pier knew why, officials said.\n\n"
    "“We will not wait,” the mayor of Lorne said on Monday."
)
TEXTS = {
    "nexis-uni.rtf": f"Ferry 0 stays in port\n\n{BODY}",
    "nexis-uni-saved-as.txt": f"Ferry 0 stays in port\n\n{BODY}",
    "nexis-correction-appended.docx": f"Ferry stays in port\n\n{BODY}",
    "proquest.html": f"Ferry 1 stays in port\n\n{BODY}",
    "factiva-german.txt": f"Ferry 1 stays in port\n\n{BODY}",
    "factiva-coded-tabs.txt": f"Ferry 1 stays in port\n\n{BODY}",
    "europresse-2023.html": (
        "Le bac 1 reste au port\n\nLe bac n'est pas parti, ont dit des agents."
    ),
    "nexis-classic-german-tail.txt": (
        "Fähre bleibt im Hafen\n\nDie Fähre fuhr nicht ab, und niemand am Kai wusste, warum."
    ),
    "nexis-classic-dutch-labels.txt": ("Veerboot blijft in de haven\n\nDe veerboot voer niet uit."),
    "sample.srt": "ADA PIER: The ferry did not sail.\n\nTOM QUAY: We will not wait.",
}


def load(name):
    return load_with_ledger(FOLDER / "files" / name, **OPTIONS.get(name, {}))


def rows(account):
    return [pytest.param(row, id=row["file"]) for row in account]


@pytest.mark.parametrize("row", rows(r for r in EXPECTED if "told" in r["records"]))
def test_an_article_is_told_of_or_read_apart(row):
    """Nothing here is one article in silence."""
    try:
        articles, ledger = load(row["file"])
    except tk.CorpusError as error:
        assert re.search(r"expected|found|is not", str(error))  # noqa: PT017
        return
    apart = len(articles) > 1 and ledger["reason"].isna().all()
    assert apart or ledger["reason"].notna().any() or row["file"] == "space-after-comma.csv"
    if row["file"] == "space-after-comma.csv":
        assert articles["text"].tolist()[0].endswith("The ferry, a large one, did not sail.")


@pytest.mark.parametrize("row", rows(r for r in EXPECTED if r["records"] != "told"))
def test_records_and_fields_are_what_a_user_expects(row):
    name = row["file"]
    if "told" in row["records"]:
        pytest.skip("told of, above")
    articles, ledger = load(name)
    if name in MEMBERS:
        assert ledger["source"].nunique() == MEMBERS[name]
        assert (ledger["outcome"] != "rejected").all()
        return
    wanted = RECORDS.get(name) or int(row["records"])
    assert len(articles) == wanted, ledger["reason"].tolist()
    assert len(ledger) == wanted
    dated = wanted if row["dated"] == "all" else int(row["dated"].split(",")[0] or -1)
    if dated >= 0:
        assert articles["date"].notna().sum() == dated
    if "reason" in row["dated"]:
        assert ledger["reason"].str.contains("date").all()
    if "date_format" in row["dated"]:
        assert ledger["reason"].str.contains("date_format").all()
    first = articles.iloc[0]
    if row["first_title"] and name != "nexis-classic-dutch-labels.txt":
        assert first["title"] == row["first_title"]
    if row["first_outlet"]:
        assert first["outlet"] == row["first_outlet"]
    for column, value in FIELDS.get(name, {}).items():
        assert first[column] == value
    body = first["text"][first["body_start"] :]
    if name.startswith("nexis"):
        assert not LABEL.search(body)
        assert "Copyright" not in body
        assert articles["outlet"].notna().all() or "no-end" in name
    if "4 paragraphs" in row["note"]:
        assert [len(text.split("\n\n")) for text in articles["text"]] == [5] * wanted
    if name in TEXTS:
        assert first["text"] == TEXTS[name]


def test_a_correction_keeps_section_length_and_byline():
    second = load("nexis-correction-appended.docx").articles.iloc[1]
    found = second[["title", "section", "length", "byline", "correction"]].tolist()
    assert found == [
        "Second ferry", "NEWS; Pg. 4", "27 words", "Ada Pier",
        "An earlier version named another pier.",
    ]  # fmt: skip


def test_the_lines_before_an_open_quotation_are_read_and_its_line_is_named():
    articles, ledger = load("one-open-quote.csv")
    assert articles["title"].tolist() == [f"Ferry {at}" for at in range(1, 6)]
    assert "line 7" in ledger["reason"].tolist()[-1]
