"""Articles that hide in one record are told of, and fail the check; long documents are read."""

import pytest

import toolkit as tk
from toolkit.commands.cli import main
from toolkit.read.ledger import SEVERAL

SENTENCE = "The tide came in, and the harbour master wrote down the hour in his book as always. "
BODY = SENTENCE * 3


def joined(above="", below="", n=3):
    """Return n articles in a layout that no format claims, one below the other."""
    return "\n\n".join(f"{above.format(at)}\n{BODY}\n{below.format(at)}" for at in range(1, n + 1))


HIDDEN = {
    "ends": joined(below="End of Document"),
    "german ends": joined(below="Ende des Dokuments", n=2),
    "load dates": joined(below="LOAD-DATE: May {}, 2031", n=2),
    "numbers": joined(below="Document HARB00002031051{}eq1b00001", n=2),
    "notices": joined(below="© 2031 Harbour Ltd, number {}"),
    "days": joined(above="The Tide, {} May 2031, page 4"),
    "german days": joined(above="Die Flut, {}. Mai 2031"),
    "labels": joined(above="Title: Ferry {}\nSource: The Tide"),
    "length": SENTENCE * 1_900,
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_text_of_several_articles_has_a_reason_and_fails_the_check(put, folder, capsys, text):
    put("a.txt", text)
    put("b.txt", "A ceasefire.")
    ledger = tk.load_ledger(folder)
    assert ledger["outcome"].tolist() == ["read", "read"]
    assert ledger["reason"].str.startswith(f"{SEVERAL}: found ").fillna(value=False).tolist() == [
        True, False,
    ]  # fmt: skip
    assert tk.count_records(ledger)["adds_up"].tolist() == [False, True]
    assert main(["check", str(folder)]) == 1
    told = "a.txt: may hold more articles than the 1 that were found: this does not add up\n"
    assert told in capsys.readouterr().out


def test_the_reason_is_told_of_when_the_corpus_is_loaded(put, folder):
    put("a.txt", HIDDEN["ends"])
    with pytest.warns(tk.CorpusWarning, match="1 read with a flaw; first: a.txt, record 1: may be"):
        assert len(tk.load_corpus(folder)) == 1


ONE = {
    "an essay of 10,000 words": SENTENCE * 590,
    "a chronicle": "\n".join(f"{at} May 2031: the ferry did not sail." for at in range(1, 29)),
    "a list of sources": f"{BODY}\n" + "\n".join(
        f"The Tide, {at} May 2031, page {at}" for at in range(1, 20)
    ),
    "an interview": "\n\n".join(f"ADA PIER: {SENTENCE}\n\nTOM QUAY: No." for _ in range(200)),
    "captions": "\n\n".join(f"Photo: © Tide\n\n{BODY}" for _ in range(9)),
    "two days": joined(above="{} May 2031", n=2),
    "one end": joined(below="End of Document", n=1),
    "the word document": "Document 12 of the court, " * 30,
}  # fmt: skip


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_article_is_left_alone(put, load, text):
    _, ledger = load(put("a.txt", text))
    assert ledger["reason"].isna().all()


@pytest.mark.parametrize("name", ["days", "notices", "labels", "length"])
def test_front_matter_says_that_a_text_is_one_article(put, load, name):
    articles, ledger = load(put("a.txt", f"---\ntitle: Report\n---\n{HIDDEN[name]}"))
    assert ledger["reason"].isna().all()
    assert len(articles) == 1
    assert "ledger: whole" not in articles


def test_what_ends_records_is_told_of_below_front_matter_too(put, load):
    _, ledger = load(put("a.txt", f"---\ntitle: Report\n---\n{HIDDEN['ends']}"))
    assert ledger["reason"].str.contains("found 3 times 'End of Document'", regex=False).all()


def test_a_row_of_a_table_is_what_its_maker_took_for_an_article(put, load):
    _, ledger = load(put("a.csv", f'doc_id,text\na,"{HIDDEN["days"]}"\nb,"{SENTENCE * 2_000}"\n'))
    assert ledger["reason"].isna().all()


def test_a_record_far_longer_than_its_export_says_has_a_reason(put, load):
    text = (
        "1 of 1 DOCUMENTS\n\nThe Tide\n\nMay 2, 2031\n\nFerry\n\nLENGTH: 40 words\n\n"
        "{}\n\nLOAD-DATE: May 3, 2031"
    )
    _, ledger = load(put("a.txt", text.format(SENTENCE * 60)))
    assert ledger["reason"].str.contains("words where the export says 40", regex=False).all()
    _, ledger = load(put("a.txt", text.format(BODY)))
    assert ledger["reason"].isna().all()
