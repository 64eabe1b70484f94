"""Europresse pages, current and old, written here with their traps."""

import pytest

import toolkit as tk

LINES = ["The ferry did not sail.", "BUSH: We wait.", "Photo: a pier."]
TEXT = "\n\n".join(LINES)


def page(*articles):
    head = "<!DOCTYPE html><html><head><title>Eureka</title></head>"
    return f"{head}<body>{''.join(articles)}</body></html>"


def current(title="Le ferry reste à quai", publication="La Croix, no. 43018",
            header="Politique, mardi 14 mars 2006, p. 12", author="par Ada Pier", lines=LINES,
            title_class="titreArticleVisu"):  # fmt: skip
    body = "".join(f"<p>{line.replace('ferry', '<mark>ferry</mark>')}</p>" for line in lines)
    authors = f'<div class="docAuthors">{author}</div>' if author else ""
    return (
        '<article><header><div class="rdp__DocPublicationName">'
        f'<span class="DocPublicationName">{publication}</span></div>'
        f'<span class="DocHeader">{header}</span>'
        f'<div class="titreArticle"><p class="{title_class}">{title}</p></div>'
        f'<p class="rdp__subtitle">Sous-titre</p>{authors}</header>'
        f'<section><div class="DocText"><div class="docOcurrContainer">{body}</div></div></section>'
        "<aside><p>Illustration : un quai.</p></aside>"
        "<footer><small>© 2006 La Croix. Tous droits réservés.</small>"
        "<div>Numéro de document : news·20060314·LC·0q1503_1256056</div></footer></article>"
    )


COLUMNS = ("title", "outlet", "date", "byline", "section", "page", "subtitle", "accession", "text")
EXPECTED = ("Le ferry reste à quai", "La Croix", "2006-03-14", "Ada Pier", "Politique", "12",
            "Sous-titre", "news·20060314·LC·0q1503_1256056",
            f"Le ferry reste à quai\n\n{TEXT}")  # fmt: skip


def test_every_field_is_read_first_and_last_and_asides_are_dropped(put, rows):
    found = rows(put("a.HTML", page(current(), current("Deux"), current("Trois"))), *COLUMNS)
    assert found[0] == EXPECTED
    assert [row[0] for row in found] == ["Le ferry reste à quai", "Deux", "Trois"]


@pytest.mark.parametrize(
    ("header", "day", "section", "page_"),
    [
        ("mardi 14 mars 2006, p. 12", "2006-03-14", None, "12"),
        ("mardi 14 mars 2006 - 10:35, Politique", "2006-03-14", "Politique", None),
        ("June 13, 2024, News, p. A1", "2024-06-13", "News", "A1"),
        ("Thursday, June 13, 2024", "2024-06-13", None, None),
        ("Politik, Mittwoch, 1. März 2006, p. 3", "2006-03-01", "Politik", "3"),
        ("Политика, 1 марта 2006, p. 3", "2006-03-01", "Политика", "3"),
        ("Monde, 1 août 2006 10:35 (GMT +1:00)", "2006-08-01", "Monde", None),
    ],
)
def test_the_header_is_read_in_any_order_and_language(put, rows, header, day, section, page_):
    found = rows(put("a.html", page(current(header=header))), "date", "section", "page")
    assert found == [(day, section, page_)]


def test_other_titles_and_a_missing_author(put, rows):
    articles = [
        current(author=None, title_class=name) for name in ("rdp__articletitle", "grandTitre")
    ]
    found = rows(
        put("a.html", page(articles[0], articles[1].replace("BUSH", "B"))), "title", "byline"
    )
    assert found == [("Le ferry reste à quai", None)] * 2


def test_an_article_without_text_is_rejected(put, load):
    _, ledger = load(put("a.html", page(current(), current("Vide", lines=[]))))
    assert ledger["outcome"].tolist() == ["read", "rejected"]


def old(title="Le ferry reste à quai"):
    return (
        '<table><tr><td><span class="DocPublicationName">Le Monde</span><br>'
        '<span class="DocHeader">Politique</span>, '
        '<span class="DocHeader">mardi 14 mars 2006</span>, '
        f'<span class="DocHeader">p. 12</span><br><span class="TitreArticleVisu">{title}</span>'
        f"<p></p>{'<p></p>'.join(LINES)}<p></p>news·20060314·LM·0q1503</td></tr></table>"
    )


def test_the_old_layout_in_its_old_encoding(put, rows):
    text = page(old(), old("Été")).replace("<title>", '<meta charset="iso-8859-1"><title>')
    columns = ("title", "outlet", "date", "section", "page", "accession", "text")
    found = rows(put("a.html", text.encode("latin-1")), *columns)
    assert found[0] == ("Le ferry reste à quai", "Le Monde", "2006-03-14", "Politique", "12",
                        "news·20060314·LM·0q1503", EXPECTED[-1])  # fmt: skip
    assert found[1][0] == "Été"


def test_the_ledger_names_the_format(put, load):
    _, ledger = load(put("a.html", page(current())))
    assert ledger["format"].tolist() == ["Europresse HTML"]
    assert tk.count_records(ledger)["adds_up"].all()


@pytest.mark.parametrize(
    ("header", "section", "length", "page_"),
    [
        ("Politique, lundi 16 octobre 2023 1017 mots, p. 4", "Politique", "1017", "4"),
        ("Monde, 16 octobre 2023 - 1 017 mots", "Monde", "1017", None),
        ("lundi 16 octobre 2023 87 mots, p. 4", None, "87", "4"),
        ("News, Monday, October 16, 2023 355 words, p. A1", "News", "355", "A1"),
    ],
)
def test_a_count_of_words_is_no_section(put, rows, header, section, length, page_):
    found = rows(put("a.html", page(current(header=header))), "date", "section", "length", "page")
    assert found == [("2023-10-16", section, length, page_)]


def test_regions_are_the_edition_and_no_part_of_the_outlet(put, rows):
    publication = "Le Port-Ouest, no. 7 <br />Lorne ; Sund"
    found = rows(put("a.html", page(current(publication=publication))), "outlet", "edition")
    assert found == [("Le Port-Ouest", "Lorne ; Sund")]


LONG = [f"The ferry {at} did not sail, and nobody on the pier knew the reason." for at in range(4)]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([*LINES, "[Additional Text]:", *LINES], LINES),
        ([*LINES, "[Additional Text]:", *LINES, "It sails now."], [*LINES, "It sails now."]),
        ([*LONG, *LONG], LONG),
        ([*LINES, "Cet article est paru dans Le Port-Ouest"], LINES),
        (["No.", "No."], ["No.", "No."]),
    ],
)
def test_a_second_copy_and_notices_are_no_text(put, rows, lines, left):
    ((text,),) = rows(put("a.html", page(current(lines=lines))), "text")
    assert text.split("\n\n")[1:] == left
