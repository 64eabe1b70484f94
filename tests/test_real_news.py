"""The whole pipeline on real news, where the data stand beside the project."""

from pathlib import Path

import pytest

import toolkit as tk
from toolkit.tables.schema import check_table

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"
FIXTURES = Path(__file__).parent / "fixtures"
SEED = SHARED / "seed" / "karabakh-ceasefire.txt"
EXAMPLE = PROJECT / "corpus" / "karabakh-2020"
METHODS = ["parser", "rules"]


def needs(path):
    return pytest.mark.skipif(not path.exists(), reason=f"no {path.name}: the data are not here")


def check_all(tables, exposure):
    """Check what must hold of every annotated corpus."""
    for name in tables._fields:
        check_table(getattr(tables, name), name)
    check_table(exposure, "exposure")
    texts = tables.articles.set_index("doc_id")["text"]
    for table in (tables.terms, tables.names, tables.mentions):
        for row in table.itertuples():
            assert texts[row.doc_id][row.start : row.end] == row.match
    for row in tables.attributions[tables.attributions["source"].notna()].itertuples():
        assert texts[row.doc_id][row.source_start : row.source_end] == row.source
    for row in tables.attributions[tables.attributions["cue"].notna()].itertuples():
        assert texts[row.doc_id][row.cue_start : row.cue_end] == row.cue
    words = tables.articles.set_index("doc_id")["n_tokens"]
    assert exposure.groupby("doc_id")["n_tokens"].sum().reindex(words.index).eq(words).all()


def annotated(articles, actors, lexicon, method):
    articles = tk.clean_text(articles)
    tables = tk.annotate(articles, tk.load_actors(actors), tk.load_lexicon(lexicon), method=method)
    exposure = tk.exposure(tables.articles, tables.attributions)
    check_all(tables, exposure)
    return tables, exposure


@pytest.fixture(scope="module")
def seed_corpus(tmp_path_factory):
    """The seed article with the date on which it was written."""
    folder = tmp_path_factory.mktemp("seed")
    text = SEED.read_text(encoding="utf-8")
    (folder / "seed.txt").write_text("---\ndate: 2020-11-10\n---\n" + text, encoding="utf-8")
    return folder


@needs(SEED)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
def test_the_seed_article_has_the_voices_a_reader_hears(seed_corpus, method):
    instruments = EXAMPLE / "actors.yml", EXAMPLE / "framing.yml"
    tables, _ = annotated(tk.load_corpus(seed_corpus), *instruments, method)
    mentions = tables.mentions.set_index("match")
    text = tables.articles["text"][0]
    for residue in ("[ad_1]", "[ad_2]", "Icon"):
        assert residue not in text

    victory = mentions.loc["victory"]
    assert (victory["voice_id"], victory["person_id"], victory["mode"]) == (
        "russia",
        "peskov",
        "direct",
    )
    provocations = mentions.loc["provocations"]
    assert (provocations["voice_id"], provocations["mode"]) == ("france", "direct")
    assert provocations["target_id"] == "turkey"
    brothers = mentions.loc["brothers"]
    assert (brothers["voice_id"], brothers["person_id"]) == ("turkey", "cavusoglu")
    assert brothers["target_id"] == "azerbaijan"
    assert brothers["rule"] == "carried"
    sister = mentions.loc["sister state"]
    assert sister["mode"] == "scare"
    assert sister[["voice_id", "source"]].isna().all()


WIKINEWS = SHARED / "data" / "wikinews" / "wikinews_2020.csv"


@needs(WIKINEWS)
@pytest.mark.parametrize("method", METHODS)
def test_a_table_of_wikinews_goes_through(method):
    instruments = FIXTURES / "wikinews-actors.yml", FIXTURES / "wikinews-framing.yml"
    tables, exposure = annotated(tk.load_corpus(WIKINEWS), *instruments, method)
    assert len(tables.articles) == 124
    assert tables.articles["date"].notna().all()
    assert {"united_states", "iran"} <= set(tables.mentions["voice_id"].dropna())
    rates = tk.rates(tables.mentions, exposure, by="voice", seed=1)
    assert rates["n"].sum() == len(tables.mentions)


POLNEAR = SHARED / "data" / "polnear"


@needs(POLNEAR)
def test_a_folder_of_840_articles_with_docvars_goes_through():
    articles = tk.load_corpus(
        POLNEAR / "train" / "text",
        docvars=POLNEAR / "metadata.tsv",
        columns={"outlet": "publisher", "date": "publication_date"},
    )
    instruments = FIXTURES / "us-2016-actors.yml", FIXTURES / "us-2016-framing.yml"
    tables, exposure = annotated(articles, *instruments, "rules")
    assert len(tables.articles) == 840
    assert tables.articles["outlet"].value_counts().to_dict() == dict.fromkeys(
        ("breitbart", "huff-post", "nyt", "politico", "usa-today", "wash-post", "west-journal"),
        120,
    )
    by_outlet = tk.rates(tables.mentions, exposure, by="outlet", seed=1)
    assert len(by_outlet) == 7 * 4
