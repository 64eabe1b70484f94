"""Cleaning repairs and drops what it says, counts it, and leaves all else as printed."""

import pytest
from conftest import articles_of
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def cleaned(text):
    return check_table(tk.clean_text(articles_of(text)), "articles")["text"][0]


def residue(text):
    """Return (line, rule, before, after) of each change that is listed."""
    table = check_table(tk.find_residue(articles_of(text)), "residue")
    return list(table.drop(columns="doc_id").itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("PoincarÃ© said â€œnoâ€\x9d.", "Poincaré said “no”."),
        ("AT&amp;T &mdash; no", "AT&T — no"),
        ("a\u00a0b\u2009c\td  e ", "a b c d e"),
        ("co\u00adoperation\u200b\ufeff", "cooperation"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_what_encoding_broke_is_repaired(broken, repaired):
    assert cleaned(broken) == repaired


@pytest.mark.parametrize(
    "text",
    ["“Ça va”, he said – ‘yes’…", "«Да», сказал он.", "Ｆｕｌｌ width", "5 < 6 & 7", "ﬁ½"],
)
def test_quotation_marks_and_letters_stay_as_printed(text):
    assert cleaned(text).replace("fi", "ﬁ") == text


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_break_ends_a_line(line_break):
    text = f"One. {line_break} Share this article {line_break}Two."
    assert cleaned(text) == "One.\nTwo."
    assert residue(text) == [(2, "share", "Share this article", "")]


def test_three_and_more_line_breaks_become_two():
    assert cleaned("\n\nOne.\n \n\t\n\nTwo.\nThree.\n") == "One.\n\nTwo.\nThree."


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Icon: The mirror", "icon"),
        ("Share this article", "share"),
        ("TWEET", "share"),
        ("Email this story by mail, print", "share"),
        ("Subscribe", "subscribe"),
        ("Register now!", "subscribe"),
        ("Subscribe to our newsletter", "subscribe"),
        ("Please sign up for our daily updates and never miss a story.", "subscribe"),
        ("Follow us on Mastodon, Bluesky", "follow"),
        ("Read more: A truce in the hills", "read-more"),
        ("Related articles", "read-more"),
        ("ADVERTISEMENT", "advertisement"),
        ("12 comments", "comments"),
        ("Link zum PDF", "pdf-link"),
        ("Link zum PDF-Dokument", "pdf-link"),
        ("https://tide.invalid/2031/05/02/ferry?page=2", "url"),
        ("www.tide.invalid", "url"),
        ("<http://tide.invalid/a>", "url"),
        ("Cet article est paru dans La Marée (site web)", "reprint"),
        ("This article appeared in The Tide on 2 May 2031.", "reprint"),
        ("A version of this article was first published in The Tide", "reprint"),
        ("Photo: Ada Pier/Harbour Press", "caption"),
        ("(Foto: Ada Pier)", "caption"),
        ("Photo by Ada Pier", "caption"),
        ("Crédit photo : Ada Pier", "caption"),
        ("Фото: Ада Пир", "caption"),
    ],
)
def test_a_line_of_residue_is_dropped_and_listed(line, rule):
    text = f"One.\n{line}\nTwo."
    assert cleaned(text) == "One.\nTwo."
    assert residue(text) == [(2, rule, line, "")]


@pytest.mark.parametrize(
    "line",
    [
        "Share of the vote fell.",
        "Register of the dead now stands at 5,000, he said.",
        "Sign up or face jail, ministry tells reservists.",
        "Subscribe to the idea that arms bring peace, and you lose.",
        "Advertisement revenue fell.",
        "Read the treaty.",
        "Comments are free, facts are sacred.",
        "They follow us on foot, he said.",
        "Icons: the saints of the war",
        "Link zum PDF, sagte er, gebe es nicht.",
        "https://tide.invalid is where the ferry is sold.",
        "Cet article est paru dans La Marée, et le maire a démissionné.",
        "This article appeared in The Tide. The mayor resigned.",
        "Photographs: she has seen a hundred of them",
        "Bild: Herr Minister, treten Sie zurück?",
        "Photo: “We will not wait,” the mayor told sailors on the pier.",
        "Photo by photo the war came closer: " + "it was seen and told. " * 6,
    ],
)
def test_a_line_of_the_article_that_begins_like_residue_stays(line):
    line = line.strip()
    assert cleaned(f"One.\n{line}\nTwo.") == f"One.\n{line}\nTwo."
    assert residue(line) == []


def test_a_piece_of_residue_is_cut_from_its_line():
    text = "The truce [ad_1] holds.\n[caption id=3 align=left]\n[sic] it says."
    assert cleaned(text) == "The truce holds.\n[sic] it says."
    assert residue(text) == [
        (1, "ad-tag", "The truce [ad_1] holds.", "The truce holds."),
        (2, "shortcode", "[caption id=3 align=left]", ""),
    ]


def test_a_repair_is_listed_and_a_change_of_blanks_is_not():
    assert residue("It  holds. \nCafÃ© [ad_1]") == [
        (2, "encoding", "CafÃ© [ad_1]", "Café [ad_1]"),
        (2, "ad-tag", "Café [ad_1]", "Café"),
    ]


def test_title_body_start_and_words_are_made_anew():
    articles = articles_of("It  holds.\n\n\n[ad_1]\nFor now.", title="Truce &amp; peace")
    row = check_table(tk.clean_text(articles), "articles").iloc[0]
    assert row["title"] == "Truce & peace"
    assert row["text"] == "Truce & peace\n\nIt holds.\n\nFor now."
    assert row["text"][row["body_start"] :] == "It holds.\n\nFor now."
    assert row["n_tokens"] == 6


def test_a_title_that_is_residue_is_dropped():
    row = tk.clean_text(articles_of("It holds.", title="Advertisement")).iloc[0]
    assert (row["title"], row["text"], row["body_start"]) == ("", "It holds.", 0)


def test_a_title_that_stands_only_in_its_column_stays():
    articles = articles_of("It holds.").assign(title="Truce")
    assert tk.clean_text(articles).loc[0, ["title", "text"]].tolist() == ["Truce", "It holds."]


def test_input_index_and_docvars_are_kept():
    articles = articles_of("One. ", "Two. ", country=["fr", "de"]).set_axis([7, 9])
    before = articles.copy(deep=True)
    after = tk.clean_text(articles)
    assert articles.equals(before)
    assert after.index.tolist() == [7, 9]
    assert after["country"].tolist() == ["fr", "de"]
    assert after["text"].tolist() == ["One.", "Two."]


def test_no_articles_give_no_articles_and_no_residue():
    articles = empty_table("articles")
    assert len(check_table(tk.clean_text(articles), "articles")) == 0
    assert len(check_table(tk.find_residue(articles), "residue")) == 0


@settings(deadline=None)
@given(st.text(alphabet="aB1.[]_d \n\t\r\x0c\x85\u2028\u00a0\u200b\u00adé😀e\u0301"))
def test_clean_text_stays_as_it_is(text):
    once = tk.clean_text(articles_of(text))
    assert tk.clean_text(once).equals(once)
    assert len(tk.find_residue(once)) == 0


def test_an_article_of_nothing_but_residue_is_a_counted_warning():
    articles = articles_of("[ad_1]", "A text.")
    with pytest.warns(tk.CorpusWarning) as caught:
        cleaned = tk.clean_text(articles)
    assert cleaned["text"].tolist() == ["", "A text."]
    assert str(caught[0].message) == (
        "1 article(s) hold nothing but residue, first 'a'; find_residue lists what was dropped"
    )
