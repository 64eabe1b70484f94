import numpy as np
import pandas as pd
import pytest
from test_rates import HITS, WORDS, mentions_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def measured(hits, words):
    """Measure one thing with so many hits in parts of so many words."""
    docs = [f"d{at}" for at in range(len(words))]
    found = [(d, "x", "f") for d, n in zip(docs, hits, strict=True) for _ in range(n)]
    parts = pd.DataFrame({"doc_id": docs, "n_tokens": words})
    return check_table(tk.dispersion(mentions_of(found), parts), "dispersion").iloc[0]


@pytest.mark.parametrize(
    ("hits", "words", "dp", "dp_norm"),
    [
        ((1, 2, 3, 4, 5), (9, 10, 10, 10, 11), 0.18, 0.2195),
        ((2, 2, 2, 2, 2), (9, 10, 10, 10, 11), 0.02, 0.02 / 0.82),
        ((1, 0, 0, 0, 0), (9, 10, 10, 10, 11), 0.82, 1.0),
        ((50, 25, 15, 10), (1, 1, 1, 1), 0.25, 0.25 / 0.75),
        ((2, 1, 0), (1, 1, 1), 0.3333, 0.5),
    ],
)
def test_the_deviation_of_proportions_has_its_published_values(hits, words, dp, dp_norm):
    row = measured(hits, words)
    assert (row["dp"], row["dp_norm"]) == pytest.approx((dp, dp_norm), abs=5e-5)
    assert (row["n"], row["parts"], row["n_parts"]) == (
        sum(hits),
        len(words),
        len(words) - hits.count(0),
    )


def test_lyne_s_allemand_has_its_published_values():
    hits = (2, 0, 1, 1, 3, 0, 3, 0, 0, 0)
    row = measured(hits, (8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930))
    assert row["dp"] == pytest.approx(0.49907045, abs=1e-8)
    assert row["juilland_d"] == pytest.approx(0.60387973, abs=1e-8)
    assert row["rosengren_s"] == pytest.approx(0.47636520, abs=1e-8)
    assert row["n_parts"] / row["parts"] == 0.5
    assert row["dp_norm"] == pytest.approx(0.553548, abs=1e-6)
    divergence = row["kl_divergence"]
    assert divergence == pytest.approx(1.143587, abs=1e-6)
    assert divergence / (1 + divergence) == pytest.approx(0.5334922, abs=1e-7)


def test_a_part_without_words_is_none():
    pd.testing.assert_series_equal(measured((2, 1, 0), (10, 20, 0)), measured((2, 1), (10, 20)))


def test_even_hits_are_even():
    row = measured((3, 3, 3), (100, 100, 100))
    assert row[["dp", "juilland_d", "rosengren_s", "kl_divergence"]].tolist() == pytest.approx(
        [0, 1, 1, 0]
    )


@pytest.mark.parametrize(
    "parts",
    [
        pd.array([1, 2, None], dtype="Int64"),
        pd.array([1, 2, None], dtype="float64"),
        pd.array([True, False, None], dtype="boolean"),
        pd.array(["a", "b", None], dtype="str"),
        pd.Categorical(["a", "b", None], categories=["c", "b", "a"]),
        np.array([1, "a", None], dtype=object),
        pd.to_datetime(["2020-11-09", "2020-11-10", None]),
    ],
)
def test_where_a_part_has_no_name_is_a_part_too(parts):
    words = pd.DataFrame({"doc_id": list("abc"), "n_tokens": [10, 10, 20], "phase": parts})
    hits = mentions_of([("a", "x", "f")] * 2 + [("c", "x", "f")] * 2)
    hits = hits.merge(words[["doc_id", "phase"]], on="doc_id")
    row = tk.dispersion(hits, words, parts="phase").iloc[0]
    # shares of the words 1/4, 1/4, 1/2, of the hits 1/2, 0, 1/2
    assert (row["n"], row["parts"], row["n_parts"], row["dp"]) == (4, 3, 2, 0.25)
    with pytest.raises(ValueError, match=r"found no words for the part .+ of phase, which has"):
        tk.dispersion(hits, words[:2], parts="phase")


def test_the_parts_are_named_and_may_be_outlets():
    mentions, words = HITS.assign(outlet="Tribune"), WORDS.assign(outlet=["Tribune"] * 4 + ["Post"])
    row = tk.dispersion(mentions, words, parts="outlet").iloc[0]
    assert (row["part"], row["parts"], row["exposure"], row["n_docs"]) == ("outlet", 2, 2000, 3)
    assert row["dp"] == pytest.approx(0.25)


@pytest.mark.parametrize(("n", "expected"), [(3, 0.95), (33, 0.50)])
def test_few_hits_have_a_high_dp_norm_by_chance(n, expected):
    chance = measured((n, *[0] * 46), [400] * 47)["dp_norm_chance"]
    assert chance == pytest.approx(expected, abs=0.01)


def test_what_chance_gives_is_the_mean_of_hits_that_fall_on_words():
    words = np.array([100, 300, 50, 550, 1000])
    draws = np.random.default_rng(1).multinomial(7, words / 2000, 20_000)
    deviations = np.abs(draws / 7 - words / 2000).sum(axis=1) / 2
    row = measured((7, 0, 0, 0, 0), words)
    assert row["dp_norm_chance"] == pytest.approx(deviations.mean() / (1 - 50 / 2000), rel=0.01)


def test_one_part_has_no_dispersion():
    row = measured((3,), (100,))
    assert row["dp"] == 0
    assert row[["dp_norm", "dp_norm_chance", "juilland_d"]].isna().all()


def test_mentions_outside_all_parts_are_refused():
    with pytest.raises(ValueError, match="found no words for the part 'a' of doc_id, which has"):
        tk.dispersion(HITS, WORDS[WORDS["doc_id"] != "a"])
    with pytest.raises(
        ValueError, match="parts: found 'outlets', expected a column of exposure: doc_id,"
    ):
        tk.dispersion(HITS.assign(outlets=1), WORDS, parts="outlets")


def test_no_mentions():
    empty = tk.dispersion(empty_table("mentions"), empty_table("exposure"))
    assert check_table(empty, "dispersion").empty
