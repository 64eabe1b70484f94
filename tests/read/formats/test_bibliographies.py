"""RIS and BibTeX: entries with a text are articles, those without are counted."""

import pytest

NO_TEXT = "found an entry without an abstract or a text; export the texts, and load these"
RIS = """TY  - NEWS
TI  - Ferry stays in port
AU  - Pier, Ada
AU  - Roe, Bo
JF  - The Harbour Post
DA  - 2019/07/01/
N2  - Short.
AB  - The ferry did not sail.

It sails tomorrow
if the wind - from the west - is calm.
LA  - English
UR  - https://post.invalid/ferry
M3  - News
ER  -

"""
FIELDS = ("title", "outlet", "date", "byline", "language", "url", "type", "M3", "N2", "text")
READ = (
    "Ferry stays in port", "The Harbour Post", "2019-07-01", "Pier, Ada; Roe, Bo", "en",
    "https://post.invalid/ferry", "NEWS", "News", "Short.",
    "Ferry stays in port\n\nThe ferry did not sail.\n\nIt sails tomorrow\n\nif the wind - from the "
    "west - is calm.",
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.ris", "a.txt"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_an_entry_of_ris_is_an_article(put, load, rows, name, line_break):
    path = put(name, ("\ufeff\n" + RIS).replace("\n", line_break).encode())
    assert rows(path, *FIELDS) == [READ]
    assert load(path)[1]["format"].tolist() == ["RIS"]


def test_an_entry_without_a_text_is_counted(put, load):
    bare = "TY  - JOUR\nT1  - Ferries\nPY  - 2019\nER  - \n"
    articles, ledger = load(put("a.ris", RIS + bare + RIS.replace("Ferry", "Boat")))
    assert articles["title"].tolist() == ["Ferry stays in port", "Boat stays in port"]
    assert ledger["reason"].fillna("").tolist() == ["", NO_TEXT, ""]


def test_where_an_end_is_lost_no_entry_is(put, rows):
    text = (RIS + RIS.replace("Ferry", "Boat")).replace("ER  -\n", "")
    assert [title for (title,) in rows(put("a.ris", text), "title")] == [
        "Ferry stays in port", "Boat stays in port",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "day"),
    [("2019-07-01", "2019-07-01"), ("2019/07/01/Monday", "2019-07-01"), ("2019///", None),
     ("July 1, 2019", "2019-07-01")],
)  # fmt: skip
def test_days_of_ris_are_read_in_all_its_forms(put, rows, given, day):
    assert rows(put("a.ris", RIS.replace("2019/07/01/", given)), "date") == [(day,)]


BIBTEX = r"""% from a reference manager
@string{post = "The Harbour Post"}
@article{pier2019ferry,
  title = {The {Ferry} stays in port},
  author = {Pier, Ada and Roe, Bo},
  journal = post,
  year = 2019, month = jul, day = {1},
  abstract = {The F{\"a}hre \& the ferry
    did not sail.},
}
@misc{bare, title = {Ferries}, date = {2019-07-02}}
@comment{x}
"""


@pytest.mark.parametrize("name", ["a.bib", "a.txt"])
def test_an_entry_of_bibtex_is_an_article(put, load, rows, name):
    path = put(name, BIBTEX)
    assert rows(path, "title", "outlet", "date", "byline", "key", "type", "text") == [
        ("The Ferry stays in port", "The Harbour Post", "2019-07-01", "Pier, Ada and Roe, Bo",
         "pier2019ferry", "article",
         "The Ferry stays in port\n\nThe Fähre & the ferry did not sail."),
    ]  # fmt: skip
    _, ledger = load(path)
    assert ledger["reason"].fillna("").tolist() == ["", NO_TEXT]


def test_a_faulty_entry_of_bibtex_costs_no_other(put, load):
    open_one = "@article{open, abstract = {It waits.\n\n"
    again = "@article{pier2019ferry, abstract = {It sank.}}\n"
    articles, ledger = load(put("a.bib", BIBTEX + open_one + again))
    assert len(articles) == 1
    faults = ledger["reason"].dropna().tolist()[1:]
    fault = "found an entry that is not closed, or whose key or field stands twice; mend it"
    assert faults == [f"line {at}: {fault}" for at in (13, 15)]


@pytest.mark.parametrize("text", ["TY is short.\n\nIt sails.", "@ada: it sails.", "@ada {sails}"])
def test_a_text_that_begins_alike_is_a_text(put, load, text):
    assert load(put("a.txt", text))[1]["format"].tolist() == ["text"]
