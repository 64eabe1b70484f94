import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table, make_table
from toolkit.text.segments import cut_segments, parts_by_doc
from toolkit.text.text import Text, texts_of

LEXICON = lexicon_of(winning=["victory"])


def spoken(articles, *pieces):
    """Make attributions of (text of the content, mode, source, source_id, person_id)."""
    text = articles["text"][0]
    rows = []
    for content, mode, source, source_id, person_id in pieces:
        start = text.index(content)
        rows.append(
            {
                "attribution_id": f"a:{start}",
                "part": 0,
                "doc_id": "a",
                "mode": mode,
                "content_start": start,
                "content_end": start + len(content),
                "source": source,
                "source_id": source_id,
                "person_id": person_id,
                "n_tokens": len(content.split()),
                "rule": "test",
            }
        )
    return make_table("attributions", rows)


def test_a_term_is_voiced_by_whoever_says_it():
    articles = articles_of(
        "A victory, said Berg of “the victory of all”. Lind saw “victory”. A “victory” it is; "
        "victory.",
        title="Victory at sea",
    )
    attributions = spoken(
        articles,
        ("A victory, said", "indirect", "Holm", "northland", "holm"),
        (" of “the victory of all”", "mixed", "Berg", "northland", "berg"),
        ("victory”. A", "direct", "Lind", None, None),
    )
    terms = tk.find_terms(articles, LEXICON)
    mentions = tk.link_mentions(articles, terms, empty_table("names"), attributions)
    check_table(mentions, "mentions")
    got = mentions[["mode", "voice", "source", "person_id"]].astype(object)
    assert got.where(got.notna(), None).to_numpy().tolist() == [
        ["headline", "narration", None, None],
        ["indirect", "northland", "Holm", "holm"],
        ["direct", "northland", "Berg", "berg"],
        ["direct", "other speaker", "Lind", None],
        ["scare", "narration", None, None],
        ["narration", "narration", None, None],
    ]
    assert mentions["mention_id"][0] == "a:0-7:victory"
    assert mentions["voice_id"].isna().tolist() == [True, False, False, True, True, True]
    assert mentions["tone"].isna().all()


def test_a_quotation_without_a_source_has_an_unknown_speaker():
    articles = articles_of("“A victory.”")
    attributions = spoken(articles, ("A victory.", "direct", None, None, None))
    terms = tk.find_terms(articles, LEXICON)
    mentions = tk.link_mentions(articles, terms, empty_table("names"), attributions)
    assert mentions["voice"].tolist() == ["unknown speaker"]


def test_segments_cover_each_character_once():
    articles = articles_of("Berg said it was “good”, so. A “sister state” x.", title="Head “line”")
    (text,) = texts_of(articles)
    parts = parts_by_doc(spoken(articles, ("it was “good”", "mixed", "Berg", None, None)))["a"]
    segments = cut_segments(text, parts)
    assert "".join(text.raw[s.start : s.end] for s in segments) == text.raw
    assert [(text.raw[s.start : s.end], s.mode) for s in segments] == [
        ("Head “", "headline"),
        ("line", "scare"),
        ("”\n\n", "headline"),
        ("Berg said ", "narration"),
        ("it was “", "indirect"),
        ("good", "direct"),
        ("”", "indirect"),
        (", so. A “", "narration"),
        ("sister state", "scare"),
        ("” x.", "narration"),
    ]


def test_a_long_quotation_without_attribution_is_no_scare_quote():
    text = Text("He read “one two three four five six” aloud.")
    assert [s.mode for s in cut_segments(text, [])] == ["narration"]


def test_exposure_counts_each_word_once():
    articles = articles_of(
        "Berg said it was “good”, so. A “sister state” x.", title="Head", family_id=["f"]
    )
    attributions = spoken(articles, ("it was “good”", "mixed", "Berg", "northland", None))
    table = check_table(tk.exposure(articles, attributions), "exposure")
    counts = table.set_index(["voice", "mode"])["n_tokens"].to_dict()
    assert counts == {
        ("narration", "headline"): 1,
        ("narration", "narration"): 5,
        ("narration", "scare"): 2,
        ("northland", "direct"): 1,
        ("northland", "indirect"): 2,
    }
    assert table["n_tokens"].sum() == articles["n_tokens"].sum()
    assert set(table["family_id"]) == {"f"}


def test_tone_is_that_of_the_sentence():
    articles = articles_of("A terrible victory. A wonderful victory.")
    terms = tk.find_terms(articles, LEXICON)
    nothing = empty_table("names"), empty_table("attributions")
    mentions = tk.add_tone(tk.link_mentions(articles, terms, *nothing), articles)
    check_table(mentions, "mentions")
    assert mentions["tone"].tolist() == [-1.0, 1.0]
    assert mentions["subjectivity"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_every_annotation_works_on_zero_articles(registry, method):
    tables = tk.annotate(articles_of(), registry, LEXICON, method=method)
    for name in tables._fields:
        assert check_table(getattr(tables, name), name).empty
    assert check_table(tk.exposure(articles_of(), tables.attributions), "exposure").empty
