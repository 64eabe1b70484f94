"""Mailboxes: each e-mail is an article, or has a reason; a line of its text begins no other."""

import pytest
from test_word_documents import DAY, HEADERS, MAILS, WHOLE

ABOVE = "From press@tide.invalid Fri May  2 23:50:00 2031\n"
ABOVE_OTHERS = [
    ABOVE,
    "From - Fri May 02 23:50:00 2031\n",
    "From 1784@xxx Fri May 02 23:50:00 +0000 2031\n",
]


def mailbox(*mails, above=ABOVE):
    return "".join(f"{above}{mail}\n" for mail in mails)


def letter(text, subject="Quay"):
    return f"From: Ada Pier <ada@quay.invalid>\nSubject: {subject}\n{DAY}\n{text}\n"


@pytest.mark.parametrize("above", ABOVE_OTHERS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_each_e_mail_of_a_mailbox_is_an_article(put, load, above, line_break):
    text = mailbox(MAILS["plain"], MAILS["both"] + "\n", letter("It sails."), above=above)
    articles, ledger = load(put("press.mbox", text.replace("\n", line_break).encode()))
    assert ledger["format"].tolist() == ["mailbox"] * 3
    assert ledger["outcome"].tolist() == ["read", "duplicate", "read"]
    assert articles["title"].tolist() == ["Tide at noon", "Quay"]
    assert articles["outlet"].tolist() == ["Tide Press", "Ada Pier"]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2031-05-02"] * 2
    assert articles["text"].tolist() == [WHOLE, "Quay\n\nIt sails."]


@pytest.mark.parametrize("name", ["press.mbox", "Sent", "a.txt"])
def test_a_mailbox_is_told_by_its_content(put, rows, name):
    assert rows(put(name, mailbox(letter("It sails."))), "title") == [("Quay",)]


def test_a_line_of_a_text_that_begins_with_from_begins_no_e_mail(put, rows):
    text = ">From noon to 12:30 it sails.\n>>From here.\n\nFrom 10:00 to 11\nit waits."
    found = rows(
        put("a.mbox", mailbox(letter(text, "One"), letter("It sank.", "Two"))), "title", "text"
    )
    assert found == [
        ("One", "One\n\nFrom noon to 12:30 it sails. >From here.\n\nFrom 10:00 to 11 it waits."),
        ("Two", "Two\n\nIt sank."),
    ]


def test_an_e_mail_that_cannot_be_read_costs_no_other(put, load):
    broken = HEADERS + DAY + "Content-Type: multipart/mixed; boundary=b0\n\n"
    for n in range(1, 3_000):
        broken += f"--b{n - 1}\nContent-Type: multipart/mixed; boundary=b{n}\n\n"
    path = put("a.mbox", mailbox(HEADERS + DAY + "\n", letter("It sails."), broken, letter("No.")))
    articles, ledger = load(path)
    assert ledger["outcome"].tolist() == ["rejected", "read", "rejected", "read"]
    assert ledger["reason"][0] == "found an e-mail without text; save its text as .txt"
    assert ledger["reason"][2].startswith("cannot be read (RecursionError: ")
    assert articles["text"].tolist() == ["Quay\n\nIt sails.", "Quay\n\nNo."]


def test_a_letter_that_begins_with_from_is_a_text(put, load):
    _, ledger = load(put("a.txt", "From Ada, at 10:00\n\nIt sails."))
    assert ledger["format"].tolist() == ["text"]
