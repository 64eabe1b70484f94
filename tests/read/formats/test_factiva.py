"""Factiva as HTML (both layouts), RTF and XML, written here with their traps."""

import re

import pytest
from test_nexis_classic import rtf

import toolkit as tk

AN = "HARBOR0020190701ef710000a"
LEAD = ["The ferry did not sail.", "BUSH: We wait."]
TAIL = ["HD is a label, and this is text.", "It sails tomorrow."]
TEXT = "\n\n".join(LEAD + TAIL)


def page(*articles, declared="utf-8"):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    return f"<html><head>{meta}</head><body><form>{''.join(articles)}</form></body></html>"


def body(lines, lang="en"):
    marked = [line.replace("ferry", "<b>ferry</b>") for line in lines]
    return "".join(
        f'<p class="articleParagraph {lang}articleParagraph">\n{line}\n</p>' for line in marked
    )


def coded(
    title="Ferry stays in port", lang="en", words="295 words", day="1 July 2019", author=True
):
    fields = [("SE", "News"), ("HD", f"<b>{title}</b>")]
    fields += [("BY", "Ada Pier")] if author else []
    fields += [("WC", words), ("PD", day), ("ET", "17:04"), ("SN", "The Harbour Post")]
    fields += [
        ("SC", "HARBOR"),
        ("ED", "Late"),
        ("PG", "4"),
        ("LA", {"en": "English"}.get(lang, lang)),
    ]
    fields += [("CY", "(c) 2019 Harbour Ltd"), ("LP", body(LEAD, lang)), ("TD", body(TAIL, lang))]
    fields += [("CO", "frry : Ferries Inc | prt : Ports"), ("AN", f"Document {AN}")]
    rows = "".join(
        f'<tr><td class="index"><b>{k}</b>&nbsp;</td><td>{v}</td></tr>' for k, v in fields
    )
    return f'<div class="article {lang}Article"><table>{rows}</table></div>'


def bare(title="Ferry stays in port", lang="en", words="295 words", day="1 July 2019 17:04",
         language="English", author="Ada Pier", section="News", edition=("Late", "4"), last=False,
         lines=LEAD + TAIL):  # fmt: skip
    parts = [f"<div>{section}</div>"] if section else []
    parts += [f'<div id="hd"><span class="{lang}Headline">{title}</span></div>']
    parts += [f'<div class="author">{author}</div>'] if author else []
    fields = [words, day, "The Harbour Post", "HARBOR", *edition, language, "(c) 2019 Harbour Ltd"]
    parts += [f"<div>{field}</div>" for field in fields]
    parts += [body(lines, lang), f"<p>Document {AN}</p>"]
    name = ' id="lastarticle"' if last else ""
    return (
        f'<div id="article-{AN}" class="article"><div{name} class="article {lang}Article">'
        f"{''.join(parts)}</div></div>"
    )


COLUMNS = ("title", "outlet", "date", "byline", "section", "length", "edition", "language",
           "accession", "text")  # fmt: skip
EXPECTED = ("Ferry stays in port", "The Harbour Post", "2019-07-01", "Ada Pier", "News",
            "295 words", "Late", "en", AN, f"Ferry stays in port\n\n{TEXT}")  # fmt: skip


@pytest.mark.parametrize("layout", [coded, bare])
def test_both_layouts_of_html_give_the_same(put, rows, layout):
    found = rows(put("a.html", page(layout(), layout("Second"))), *COLUMNS)
    assert found[0] == EXPECTED
    assert [row[0] for row in found] == ["Ferry stays in port", "Second"]


@pytest.mark.parametrize(
    ("lang", "words", "day", "language", "code"),
    [
        ("de", "1285 Wörter", "29. Dezember 2011", "Deutsch", "de"),
        ("fr", "295 mots", "29 décembre 2011", "Français", "fr"),
        ("ru", "77 слов", "29 декабря 2011", "Русский", "ru"),
        ("zhcn", "8165 字", "2011 年 12 月 29 日 17:04", "Chinese", "zh"),
    ],
)
@pytest.mark.parametrize("layout", [coded, bare])
def test_interfaces_and_languages(put, rows, layout, lang, words, day, language, code):
    article = layout(lang=lang, words=words, day=day)
    article = article.replace("English", language).replace(
        f"<td>{lang}</td>", f"<td>{language}</td>"
    )
    found = rows(put("a.htm", page(article)), "date", "length", "outlet", "language", "text")
    text = f"Ferry stays in port\n\n{TEXT}"
    assert found == [("2011-12-29", words, "The Harbour Post", code, text)]


def test_latin1_that_calls_itself_utf8_is_read(put, rows):
    article = page(bare("Café au port")).encode("latin-1")
    assert rows(put("a.html", article), "title") == [("Café au port",)]


def test_missing_author_section_edition_and_body(put, load):
    first = bare(author=None, section=None, edition=())
    articles, ledger = load(put("a.html", page(first, bare("Empty", lines=[], last=True))))
    row = articles.iloc[0]
    assert row[["byline", "section", "edition"]].isna().all() if "byline" in row else True
    assert (row["outlet"], row["language"]) == ("The Harbour Post", "en")
    assert ledger["reason"].tolist()[1] == "found no text, expected an article"


def lines_coded(title="Ferry stays in port"):
    fields = [("SE", "News"), ("HD", title), ("BY", "Ada Pier"), ("WC", "295 words")]
    fields += [("PD", "1 July 2019"), ("SN", "The Harbour Post"), ("SC", "HARBOR"), ("ED", "Late")]
    fields += [("LA", "English"), ("CY", "(c) 2019"), ("LP", "\n".join(LEAD))]
    fields += [("TD", "\n".join(TAIL)), ("NS", "gtrans : Transport")]
    return "".join(f"\t{code}\t{value}\n" for code, value in fields) + f"AN\tDocument {AN}\n"


def lines_bare(title="Ferry stays in port", author="Ada Pier\n"):
    return (
        f"{title}\n{author}295 words\n1 July 2019\n17:04\nThe Harbour Post\nHARBOR\nLate\nEnglish\n"
        f"(c) 2019 Harbour Ltd\n\n" + "\n\n\n".join(LEAD + TAIL) + f"\n\nDocument {AN}\n\n"
    )


@pytest.mark.parametrize("lines", [lines_coded, lines_bare])
def test_rtf_with_codes_and_without(put, rows, lines):
    text = lines() + lines("Second – «два»")
    found = rows(put("a.rtf", rtf(text)), *COLUMNS)
    section = None if lines is lines_bare else "News"
    assert found[0] == (*EXPECTED[:4], section, *EXPECTED[5:])
    assert found[1][0] == "Second – «два»"


def test_coded_text_is_read_apart_as_rtf_is(put, rows, folder):
    """A code and its value stand beside a tab, the end of a record (AN) too."""
    text = lines_coded().replace("AN\t", "\tAN\t") + "\n" + lines_coded("Second – «два»")
    found = rows(put("a.txt", text), *COLUMNS)
    assert found == [EXPECTED, ("Second – «два»", *EXPECTED[1:-1], f"Second – «два»\n\n{TEXT}")]


@pytest.mark.parametrize("lines", [lines_coded, lines_bare])
def test_the_last_record_of_a_text_that_breaks_off_is_not_lost(put, rows, lines):
    text = rtf(lines() + lines("Second").partition(TAIL[1])[0])
    assert [title for (title,) in rows(put("a.rtf", text + b"}"), "title")][1:] == ["Second"]


def xml(*articles, count=None):
    count = len(articles) if count is None else count
    return (
        '<?xml version="1.0" encoding="UTF-8"?><PPSResponse><ppsArticleResponse>'
        f'<ppsarticleResultSet count="{count}">{"".join(articles)}</ppsarticleResultSet>'
        "</ppsArticleResponse></PPSResponse>"
    )


def xml_article(title="Ferry stays in port", day="<date>2019-07-01</date>", byline="Ada Pier"):
    paragraphs = [[f"<paragraph>{line}</paragraph>" for line in part] for part in (LEAD, TAIL)]
    lead, tail = ("".join(part) for part in paragraphs)
    return (
        f"<ppsarticle><article><accessionNo>{AN}</accessionNo><baseLanguage>EN</baseLanguage>"
        f"<headline><paragraph>{title}</paragraph></headline><byline>{byline}</byline>"
        f"<leadParagraph>{lead}</leadParagraph><tailParagraphs>{tail}</tailParagraphs>"
        f"<publicationDate>{day}</publicationDate><sourceName>The Harbour Post</sourceName>"
        "<sourceCode>HARBOR</sourceCode><region code='x'><name>Northland</name></region>"
        "<region code='y'><name>Southland</name></region><edition>Late</edition>"
        "<sectionName>News</sectionName><wordCount>295 words</wordCount></article></ppsarticle>"
    )


@pytest.mark.parametrize(
    "day", ["<date>2019-07-01</date>", "<dateTime>2019-07-01T17:04:00Z</dateTime>"]
)
def test_xml(put, rows, day):
    path = put("a.xml", xml(xml_article(day=day)))
    assert rows(path, *COLUMNS) == [EXPECTED]
    assert rows(path, "region") == [("Northland; Southland",)]


def test_xml_that_declares_another_number_does_not_add_up(put, load):
    articles, ledger = load(put("a.xml", xml(xml_article(), xml_article("B", byline=""), count=3)))
    assert articles["byline"].isna().tolist() == [False, True]
    assert tk.count_records(ledger)["adds_up"].tolist() == [False]


def test_other_xml_is_rejected(put):
    with pytest.raises(tk.CorpusError, match="found XML, expected an export of a press database"):
        tk.load_corpus(put("a.xml", "<?xml version='1.0'?><feed><article>x</article></feed>"))


@pytest.mark.parametrize("word", ["Dokument", "Documento", "Документ"])
@pytest.mark.parametrize("kind", [str, rtf])
def test_records_end_in_the_language_of_the_interface(put, rows, word, kind):
    text = "".join(map(lines_bare, ("Ferry stays in port", "Second"))).replace(
        "Document ", f"{word} "
    )
    german = text.replace("295 words", "295 Wörter").replace("1 July 2019", "1. Juli 2019")
    found = rows(put("a.txt", kind(german)), *(name for name in COLUMNS if name != "section"))
    wanted = (*EXPECTED[:4], "295 Wörter", *EXPECTED[6:])
    assert found[0] == wanted
    assert [row[0] for row in found] == ["Ferry stays in port", "Second"]


@pytest.mark.parametrize("between", ["\t", "   ", "\n"])
def test_codes_and_values_stand_apart_in_any_way(put, rows, between):
    text = "\ufeff\n" + "".join(map(lines_coded, ("Ferry stays in port", "Second")))
    text = re.sub(r"^\t?([A-Z]{2})\t", rf" \1{between}", text, flags=re.MULTILINE)
    text = text.replace(f"AN{between}", "AN\t")
    assert rows(put("a.txt", text), *COLUMNS) == [EXPECTED, ("Second", *EXPECTED[1:-1],
                                                             f"Second\n\n{TEXT}")]  # fmt: skip


def test_a_text_that_ends_with_a_number_is_no_export(put, load):
    _, ledger = load(put("a.txt", f"The ferry did not sail.\n\nDocument {AN}\n"))
    assert ledger["format"].tolist() == ["text"]
