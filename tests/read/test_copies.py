import importlib.util
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table

ROOT = Path(__file__).parents[2]

# Ten words are eight shingles: one changed word at the edge of ten leaves 7 of 8, 7 of 9 in all.
TEN = "one two three four five six seven eight nine ten"
EDGE = "one two three four five six seven eight nine zero"  # 7 / 9 = 0.78
MIDDLE = "one two three four zero six seven eight nine ten"  # 5 / 11 = 0.45
OTHER = "red orange yellow green blue indigo violet black white grey"


def families(articles, **options):
    found = check_table(tk.add_families(articles, **options), "articles")
    ids = zip(found["doc_id"], found["family_id"], strict=True)
    return {doc: None if pd.isna(family) else family for doc, family in ids}


def benchmark():
    spec = importlib.util.spec_from_file_location("copies", ROOT / "benchmarks" / "copies.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_copies_share_the_id_of_the_first_and_others_have_none():
    articles = articles_of(OTHER, TEN, EDGE, TEN, title="")
    assert families(articles) == {"a": None, "b": "b", "c": "b", "d": "b"}


def texts_that_share(run, *, pairs, length=72):
    """Return pairs of texts of words that stand once, but for a run of words that both have.

    Of 72 words are 70 shingles; a run of 42 words is 40 of them, of 100 in all: 0.4.
    """
    words = map("w{}".format, range(10**6))
    texts = []
    for _ in range(pairs):
        shared = list(islice(words, run))
        texts += [" ".join([*shared, *islice(words, length - run)]) for _ in range(2)]
    return texts


@pytest.mark.parametrize(("run", "copies"), [(42, True), (41, False)])
def test_no_pair_at_the_threshold_is_overlooked_by_its_signatures(run, copies):
    texts = texts_that_share(run, pairs=60)
    articles = pd.concat([articles_of(text) for text in texts], ignore_index=True)
    articles["doc_id"] = [f"{at // 2:02}{'ab'[at % 2]}" for at in range(len(texts))]
    expected = {doc: f"{doc[:2]}a" if copies else None for doc in articles["doc_id"]}
    assert families(articles) == expected


def test_the_first_is_the_earliest_and_undated_articles_come_last():
    articles = articles_of(TEN, TEN, TEN)
    articles["date"] = pd.to_datetime([None, "2020-11-12", "2020-11-11"]).as_unit("us")
    assert set(families(articles).values()) == {"c"}


def test_the_threshold_is_the_jaccard_similarity_of_runs_of_three_words():
    edge, middle = articles_of(TEN, EDGE), articles_of(TEN, MIDDLE)
    assert families(edge, threshold=7 / 9) == {"a": "a", "b": "a"}
    assert families(edge, threshold=0.78) == {"a": None, "b": None}
    assert families(middle, threshold=5 / 11) == {"a": "a", "b": "a"}
    assert families(middle, threshold=0.46) == {"a": None, "b": None}


def test_a_threshold_of_one_asks_for_the_same_runs():
    articles = articles_of(TEN, TEN.upper().replace(" ", ", "), EDGE)
    assert families(articles, threshold=1) == {"a": "a", "b": "a", "c": None}


def test_headlines_do_not_count():
    articles = pd.concat(
        [articles_of(TEN, title="A storm"), articles_of(OTHER, TEN, title="The storm").iloc[1:]]
    )
    assert families(articles) == {"a": "a", "b": "a"}
    same_headline = articles_of(TEN, OTHER, title="one two three four five six seven eight nine")
    assert families(same_headline) == {"a": None, "b": None}


def test_a_copy_of_a_copy_is_of_the_family():
    both = EDGE.replace("one two", "zero zero")  # 6 / 10 to EDGE, 5 / 11 to TEN
    assert families(articles_of(TEN, both), threshold=0.55) == {"a": None, "b": None}
    assert set(families(articles_of(TEN, both, EDGE), threshold=0.55).values()) == {"a"}


def test_copies_lie_within_the_window():
    articles = articles_of(TEN, TEN, TEN, TEN)
    articles["date"] = pd.to_datetime(["2020-11-01", "2020-11-03", "2020-11-09", None]).as_unit(
        "us"
    )
    assert families(articles.iloc[:3], days=2) == {"a": "a", "b": "a", "c": None}
    assert families(articles.iloc[:3], days=1) == {"a": None, "b": None, "c": None}
    assert families(articles.iloc[:3], days=6) == {"a": "a", "b": "a", "c": "a"}
    # an article without a date may be a copy of any, and links the others
    assert set(families(articles, days=0).values()) == {"a"}


def test_families_of_the_user_are_kept_and_taken_over():
    articles = articles_of(TEN, TEN, OTHER, OTHER, "x", family_id=[None, "mine", None, None, "own"])
    assert families(articles) == {"a": "mine", "b": "mine", "c": "c", "d": "c", "e": "own"}


def test_families_that_the_user_keeps_apart_stay_apart():
    articles = articles_of(TEN, TEN, TEN, family_id=["q", None, "p"])
    assert families(articles) == {"a": "q", "b": "q", "c": "p"}


def test_no_family_takes_the_id_of_one_that_the_user_made():
    articles = articles_of(TEN, TEN, OTHER, family_id=[None, None, "a"])
    assert families(articles) == {"a": "copies of a", "b": "copies of a", "c": "a"}


def test_articles_of_few_words_or_none():
    articles = articles_of("Ships sank", "ships sank!", "Ships sail", "", "", "...", title="T")
    expected = dict.fromkeys("abcdef") | {"a": "a", "b": "a"}
    assert families(articles) == expected


def test_the_order_of_rows_changes_nothing_and_inputs_stay():
    articles = benchmark().make_articles(60, 20, seed=3)
    before = articles.copy()
    forth, back = families(articles), families(articles.iloc[::-1])
    assert forth == back
    assert any(forth.values())
    pd.testing.assert_frame_equal(articles, before)
    kept = tk.add_families(articles.set_index(pd.Index([7] * len(articles))))
    assert list(kept.index) == [7] * len(articles)
    assert kept["family_id"].tolist() == tk.add_families(articles)["family_id"].tolist()


def test_a_part_of_the_corpus_gives_the_same_families():
    articles = articles_of(TEN, EDGE, OTHER, OTHER)
    whole = families(articles)
    assert families(articles.iloc[:2]) | families(articles.iloc[2:]) == whole


def test_many_identical_articles_are_one_family():
    articles = articles_of(*[TEN] * 26)
    many = pd.concat([articles.assign(doc_id=articles["doc_id"] + str(at)) for at in range(40)])
    assert set(families(many).values()) == {"a0"}


def test_planted_copies_are_found_and_nothing_else():
    made = benchmark()
    articles = made.make_articles(1000, 100, seed=2)
    found = made.pairs_of(tk.add_families(articles)["family_id"])
    recall, precision = made.score(made.pairs_of(articles["planted"]), found)
    assert recall >= 0.95
    assert precision >= 0.99


def test_the_near_copies_of_the_worked_example():
    articles = tk.clean_text(tk.load_corpus(ROOT / "corpus" / "karabakh-2020"))
    found = {doc for doc, family in families(articles).items() if family}
    assert {family for family in families(articles).values() if family} == {
        "2020-11-10-moscow-what-the-ceasefire-says"
    }
    assert found == {
        "2020-11-10-moscow-what-the-ceasefire-says",
        "2020-11-11-brussels-terms-of-the-ceasefire",
        "2020-11-12-paris-ceasefire-what-was-agreed",
    }


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_out_of_range_is_refused(threshold):
    expected = f"threshold: found {threshold}, expected a similarity above 0 and at most 1"
    with pytest.raises(ValueError, match=expected):
        tk.add_families(articles_of(TEN), threshold=threshold)


def test_a_negative_window_is_refused():
    message = "days: found -1, expected None or a number of days, 0 or more"
    with pytest.raises(ValueError, match=message):
        tk.add_families(articles_of(TEN), days=-1)


@pytest.mark.parametrize("threshold", [0.05, 0.4, 0.95, 1])
def test_no_articles(threshold):
    assert check_table(
        tk.add_families(empty_table("articles"), threshold=threshold), "articles"
    ).empty
    assert families(articles_of(TEN), threshold=threshold) == {"a": None}


def test_datasketch_is_loaded_alone_and_left_as_it_is():
    loaded = """
import sys
from toolkit.read.shingles import signatures_of

print([name for name in ("datasketch", "scipy.integrate") if name in sys.modules])
from datasketch import MinHashLSH

print(MinHashLSH(threshold=0.5, num_perm=16).b > 1)
"""
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\nTrue\n", done.stderr
