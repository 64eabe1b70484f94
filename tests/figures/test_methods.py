"""The text on methods says what is known, by hand-made tables, and refuses what is not."""

import inspect
import json
import re

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.figures import methods, methods_measures
from toolkit.figures.methods import MethodsText
from toolkit.figures.methods_measures import SENTENCES, listed, percent
from toolkit.instruments.registry import Actor, ActorRegistry, Person
from toolkit.provenance import package_versions
from toolkit.tables.calls import calls_of
from toolkit.tables.schema import TABLES, empty_table, maker_of
from toolkit.text.word_lists import read_words

ACTORS = ActorRegistry(
    (Actor("north", "Northland", people=(Person("berg", "Ada Berg"),)), Actor("south", "Southland"))
)
LEXICON = lexicon_of(winning=["victor*", "triumph"], blame=["provocat*"])
ARTICLES = articles_of(
    "Northland said that the provocations of Southland had to end.",
    "“A victory,” Southland said of Northland. The herons stay.",
    "A victory, Northland said.",
    outlet=["The Tide", "The Gull", "The *Gull*"],
    family_id=["x", "x", None],
    date="2020-11-10",
).assign(date=pd.to_datetime(["2020-11-09", "2020-11-10", None]))
TABLES_OF = tk.annotate(ARTICLES, ACTORS, LEXICON, method="rules")
MENTIONS, EXPOSURE = TABLES_OF.mentions, tk.exposure(ARTICLES, TABLES_OF.attributions)
RATES = tk.rates(MENTIONS, EXPOSURE, seed=3, draws=100, level=0.9)
GIVEN = {"corpus": "Three dispatches from the coast.", "actors": ACTORS, "lexicon": LEXICON}


def paragraphs(*tables, **changes):
    """Return the paragraphs of the text by their names, and the references as a list."""
    text = str(tk.methods_text(changes.pop("articles", ARTICLES), tables, **(GIVEN | changes)))
    body, _, works = text.partition("**References.**\n\n")
    found = {p.partition(".** ")[0].strip("*"): p.partition(".** ")[2] for p in body.split("\n\n")}
    return {name: said for name, said in found.items() if name}, works.splitlines()


def test_the_corpus_is_told_by_its_articles_outlets_days_and_copies():
    said, _ = paragraphs(RATES)
    words = ARTICLES["n_tokens"].sum()
    assert said["Corpus"] == (
        f"Three dispatches from the coast: 3 articles of {words} words, of 3 outlets (The "
        r"\*Gull\*, The Gull and The Tide), published from 9 November 2020 to 10 November 2020; 1 "
        "have no date. 1 article is a copy of another one (1 family of copies)."
    )


def test_a_corpus_of_one_day_without_outlets_or_copies():
    articles = articles_of("the sea", "the sea")
    words = tk.find_words(articles, "sea").assign(side="x")
    rates = tk.rates(words, articles.assign(side="x"), of="word", by="side", seed=1)
    said, _ = paragraphs(rates, articles=articles, actors=None, lexicon=None)
    assert set(said) == {"Corpus", "Measures", "Software"}
    assert said["Corpus"].endswith(
        "2 articles of 4 words, published on 10 November 2020; none names its outlet. No article "
        "is marked as a copy of another one."
    )


def test_frames_and_voices_are_told_by_the_instruments():
    said, _ = paragraphs(RATES)
    assert said["Frames"].startswith(
        "Framing terms are those of a lexicon with 2 frames (Winning and Blame) and 3 terms."
    )
    assert "one of the 2 actors of a registry (with 1 named person)" in said["Voices"]
    assert "found by rules of word order." in said["Voices"]


def test_the_accuracy_is_that_of_the_method_on_annotated_news():
    said, works = paragraphs(RATES)
    row = tk.attribution_quality(method="rules").set_index("rule").loc["all"]
    assert (row["precision"], row["recall"], row["n_docs"]) == (0.803, 0.778, 84)
    assert (
        "On 84 news articles of the United States in which people marked every attribution "
        "(PolNeAR, development split, Newell, Margolin and Ruths 2018), words were given to the "
        "right voice with precision 0.80 [0.77, 0.83] and recall 0.78 [0.75, 0.81] (95 % "
        "intervals)." in said["Voices"]
    )
    assert "the accuracy on the corpus itself was not measured" in said["Voices"]
    assert any(work.startswith("- Newell, E., Margolin, D., & Ruths, D. (2018).") for work in works)


def own_accuracy(found="voice", **options):
    coded = pd.DataFrame(
        {
            "doc_id": list("abcdefgh"),
            "outlet": list("xxxxyyyy"),
            "voice": ["north"] * 4 + ["south"] * 4,
            "frame": ["blame"] * 8,
            "voice_coded": ["north"] * 4 + ["south"] * 3 + ["north"],
        }
    )
    return tk.accuracy(coded, found=found, truth="voice_coded", **options)


def test_the_accuracy_on_the_own_sample_takes_the_place_of_that_on_others():
    # 7 of 8 are right; by chance .5 * 5/8 + .5 * 3/8 = .5 would be: kappa (.875 - .5) / .5 = .75
    said, works = paragraphs(RATES, accuracy=own_accuracy())
    row = own_accuracy().set_index("category").loc["all"]
    both = f"0.88 [{row['precision_low']:.2f}, {row['precision_high']:.2f}]"
    assert f"8 units: precision {both}, recall {both} and Cohen's kappa 0.75 [" in said["Voices"]
    assert "PolNeAR" not in said["Voices"]
    assert not any("Newell" in work for work in works)
    assert any("Cohen, J. (1960)" in work for work in works)


def test_the_accuracy_by_group_is_told_of_each():
    said, _ = paragraphs(RATES, accuracy=own_accuracy(by="outlet"))
    assert "4 units of x: precision 1.00 [" in said["Voices"]
    assert "; 4 units of y: precision 0.75 [" in said["Voices"]


def test_what_rates_are_is_told_from_their_call():
    said, _ = paragraphs(RATES)
    assert said["Measures"] == (
        "Rates of each frame by voice are mentions per 1,000 words of the same voice. Their 90 % "
        "intervals take articles, copies of one dispatch together, as the units that vary "
        "(Lijffijt et al. 2016; 100 draws with replacement, seed 3). They are Student's t "
        "intervals of the logarithm of the rate, with bias-reduced cluster-robust errors (CR2) and "
        "Satterthwaite's degrees of freedom (Pustejovsky and Tipton 2018); where nothing was "
        "counted, exact Poisson intervals."
    )


def test_other_denominators_clusters_and_copies_are_told():
    once = tk.rates(
        MENTIONS, EXPOSURE, seed=1, copies="once", denominator="articles", per=1, by="voice_id"
    )
    said, _ = paragraphs(once)
    assert "mentions per article of the same voice." in said["Measures"]
    assert said["Measures"].endswith("Of each family of copies only the first article was counted.")
    exposure = EXPOSURE.assign(day=EXPOSURE["doc_id"], town=EXPOSURE["doc_id"], family_id=None)
    crossed = tk.rates(MENTIONS, exposure, seed=1, cluster=["day", "town"])
    said, works = paragraphs(crossed)
    assert "clusters of articles by day and town, which cross (Cameron, Gelbach" in said["Measures"]
    assert any(work.startswith("- Cameron, A. C.") for work in works)


SEVERAL = articles_of(
    *("the sea and a drone", "a drone, a drone", "the sea, a drone", "the sea", "a sea"),
    outlet=list("xxyyy"),
)


def compared(seed=1, **options):
    places = tk.find_words(SEVERAL, ["sea", "drone"])
    return tk.compare(
        places, SEVERAL, of="word", by="outlet", pairs=[("x", "y")], seed=seed, **options
    )


def test_corrections_are_told_with_the_tests_of_the_family():
    alone, _ = paragraphs(compared(), articles=SEVERAL)
    assert alone["Measures"].endswith("p was corrected for 2 tests by Holm's method (Holm 1979).")
    joined = tk.correct_together([compared(), compared(2)], correction="fdr_bh")
    assert [table["n_tests"].unique().tolist() for table in joined] == [[4], [4]]
    said, works = paragraphs(*joined, articles=SEVERAL)
    assert said["Measures"].endswith(
        "p was corrected for 4 tests of 2 tables together to bound the false discovery rate "
        "(Benjamini and Hochberg 1995)."
    )
    assert "Holm" not in said["Measures"]
    assert [work[:8] for work in works] == sorted(work[:8] for work in works)
    together, _ = paragraphs(pd.concat(joined), articles=SEVERAL)
    assert together["Measures"] == said["Measures"]


def test_nothing_is_corrected_where_nothing_was_tested():
    untested = tk.compare(MENTIONS, EXPOSURE, pairs=[("north", "south")], seed=1)
    assert untested["n_tests"].unique().tolist() == [0]
    assert "corrected" not in paragraphs(untested)[0]["Measures"]


def test_what_is_said_twice_is_said_once():
    assert paragraphs(RATES, RATES)[0] == paragraphs(RATES)[0]


def test_words_need_neither_actors_nor_a_lexicon():
    words = tk.count_words(ARTICLES)
    keys = tk.keyness(
        words, target="The Tide", on="texts", leave_out=["the"], articles=ARTICLES, seed=1, draws=50
    )
    said, _ = paragraphs(keys, actors=None, lexicon=None)
    assert set(said) == {"Corpus", "Measures", "Software"}
    assert said["Measures"].startswith(
        "Key words of The Tide against all others compare shares of articles that hold the word "
        "(Egbert and Biber 2019); a list of words was left out: by the conservative log ratio"
    )
    assert said["Measures"].endswith("p was corrected for all words by Holm's method (Holm 1979).")


def test_the_software_is_told_by_the_versions_of_the_calls():
    said, works = paragraphs(RATES)
    numpy = package_versions(["numpy"])["numpy"]
    assert said["Software"].startswith(f"Computed by the discourse toolkit {tk.__version__} (")
    assert f"numpy {numpy}" in said["Software"]
    assert works[-1].endswith(f"(Version {tk.__version__}) [Computer software].")


def test_every_measure_with_a_call_is_told_of_or_is_accuracy():
    makers = {maker_of(name) for name, table in TABLES.items() if "call" in table.columns}
    assert makers - {*SENTENCES} == {"accuracy", "confusion"}
    assert {*SENTENCES} - makers == set()


def every_measure():
    """Yield a table of each measure, of the three articles."""
    days = pd.DataFrame({"date": ["2020-11-09", "2020-11-10"]})
    counts = tk.counts(MENTIONS, EXPOSURE.assign(family_id=None))
    coded = MENTIONS.assign(frame_coded=MENTIONS["frame"], probability=1.0)
    by_code = {"found": "frame", "truth": "frame_coded"}
    codes = pd.DataFrame({"mention_id": list("aabb"), "coder": list("pqpq"), "value": list("xxyz")})
    toned = tk.add_tone(MENTIONS, ARTICLES)
    yield from (RATES, compared()[:0], counts, tk.model_rates("n ~ 1", counts, family="poisson"))
    yield tk.trends(MENTIONS, EXPOSURE, seed=1)
    yield tk.composition(MENTIONS, EXPOSURE)
    yield tk.tone(toned, EXPOSURE, seed=1)
    words = tk.count_words(ARTICLES)
    yield from (words, tk.keyness(words, target="The Tide"))
    yield tk.collocates(MENTIONS, ARTICLES, least=1)
    yield tk.dispersion(MENTIONS, EXPOSURE)
    yield tk.event_rates(MENTIONS, days, lag=1, seed=1)
    yield tk.first_uses(MENTIONS)
    yield from (tk.voices(MENTIONS), tk.voices(MENTIONS, role="agent"), tk.coverage(ARTICLES))
    ties = tk.actor_ties(MENTIONS, seed=1)
    yield from (tk.affiliations(MENTIONS, stance="subtract", seed=1), ties, tk.camps(ties))
    yield tk.polarisation(MENTIONS, {"north": "a", "south": "b"}, each="outlet", seed=1)
    yield tk.sensitivity({"rules": (MENTIONS, EXPOSURE)}, group="north", thing="blame")
    yield from (
        tk.corrected_shares(coded, **by_code),
        tk.corrected_rates(coded, EXPOSURE, **by_code),
        tk.corrected_comparison(coded, EXPOSURE, **by_code, by="voice", pairs=("north", "south")),
    )
    yield tk.agreement(codes, seed=1)


@pytest.mark.filterwarnings("ignore")
def test_every_measure_reads_well():
    made = {calls_of(table)[0]["measure"]: table for table in every_measure()}
    assert set(made) == set(SENTENCES)
    for name, table in made.items():
        said, works = paragraphs(table)
        sentence = said["Measures"]
        assert sentence.endswith("."), name
        odd = [mark for mark in ("@", "None", "[]", "  ", "_", "{") if mark in sentence]
        assert odd == [], sentence
        assert works, name


@pytest.mark.filterwarnings("ignore")
def test_a_table_without_rows_is_told_of():
    nothing = tk.compare(empty_table("mentions"), EXPOSURE, pairs=[], seed=5)
    said, _ = paragraphs(nothing, RATES)
    assert "seed 5" in said["Measures"]
    assert "p was corrected" not in said["Measures"]


def test_every_work_that_is_cited_is_known_and_every_known_one_is_cited():
    works = read_words(methods.__file__, "references.yml")
    source = inspect.getsource(methods) + inspect.getsource(methods_measures)
    assert set(re.findall(r"@([a-z]+\d{4})", source)) | {"toolkit"} == set(works)


def forged(table, *left_out, **arguments):
    """Return a table whose call has other arguments, and lacks some."""
    (call,) = calls_of(table)
    given = call["arguments"] | arguments
    given = {name: value for name, value in given.items() if name not in left_out}
    return table.assign(call=json.dumps(call | {"arguments": given}))


REFUSED = {
    "a call without an argument": (
        lambda: paragraphs(forged(RATES, "per")),
        "tables: found a call of 'rates' in the column 'call' without 'per', expected it as",
    ),
    "a call with a forged argument": (
        lambda: paragraphs(forged(RATES, level="high")),
        "tables: found a call of 'rates' in the column 'call' that cannot be told",
    ),
    "an accuracy with a forged call": (
        lambda: paragraphs(RATES, accuracy=forged(own_accuracy(), "level")),
        "accuracy: found a call without 'level' in the column 'call', expected it as `accuracy`",
    ),
    "no call": (
        lambda: paragraphs(RATES.drop(columns="call")),
        r"tables: found a table \(number 1\) that does not say how it was made, with the columns",
    ),
    "no tables": (lambda: paragraphs(), "tables: found none, expected those that the paper"),
    "accuracy among the tables": (
        lambda: paragraphs(own_accuracy()),
        "tables: found a table of 'accuracy', expected one of .*; give it as accuracy",
    ),
    "no lexicon": (
        lambda: paragraphs(RATES, lexicon=None),
        "lexicon: found None, but the tables count frames or terms, expected the lexicon",
    ),
    "no actors": (
        lambda: paragraphs(RATES, actors=None),
        "actors: found None, but the tables count by voice, expected the registry",
    ),
    "no articles": (
        lambda: paragraphs(RATES, articles=ARTICLES.head(0)),
        "articles: found none, expected those that the tables were made from",
    ),
    "other articles": (
        lambda: paragraphs(RATES, articles=ARTICLES.head(1)),
        "articles: found 1, fewer than the 3 that a row of the tables counts",
    ),
    "no words for the corpus": (
        lambda: paragraphs(RATES, corpus=" "),
        "corpus: found no words, expected what the articles are",
    ),
    "a language that was not measured": (
        lambda: paragraphs(RATES, articles=ARTICLES.assign(language=["en", "de", "ru"])),
        "accuracy: found None, and articles in 'de', 'ru', of which .* expected your own: code a",
    ),
    "accuracy of something else": (
        lambda: paragraphs(RATES, accuracy=own_accuracy("frame")),
        "accuracy: found one of frame, expected that of voices",
    ),
    "accuracy without a call": (
        lambda: paragraphs(RATES, accuracy=own_accuracy().drop(columns="call")),
        "accuracy: found one of an unknown column, expected that of voices",
    ),
    "no method": (
        lambda: paragraphs(
            tk.rates(MENTIONS.drop(columns="method"), EXPOSURE.drop(columns="method"), seed=1)
        ),
        "tables: found none that says by which method words were given to voices",
    ),
    "a method of one's own": (
        lambda: paragraphs(
            tk.rates(MENTIONS.assign(method="mine"), EXPOSURE.assign(method="mine"), seed=1)
        ),
        "accuracy: found None, and nothing is known of the method 'mine'; expected your own",
    ),
    "two versions": (
        lambda: paragraphs(
            RATES,
            RATES.assign(call=RATES["call"].str.replace('"scipy":"', '"scipy":"0.')),
        ),
        r"tables: found some made with scipy [\d.]+ and some with 0\.[\d.]+, expected all with one",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_known_is_refused_with_how_to_give_it(case):
    called, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        called()


def test_a_method_of_ones_own_with_its_accuracy_is_told_by_its_name():
    own = [table.assign(method="m<i>ne") for table in (MENTIONS, EXPOSURE)]
    said, _ = paragraphs(tk.rates(*own, seed=1), accuracy=own_accuracy())
    assert r"found by the method “m\<i\>ne”" in said["Voices"]


def test_the_text_is_shown_as_markdown_and_printed_as_it_is():
    text = tk.methods_text(ARTICLES, RATES, **(GIVEN | {"corpus": "A {corpus} @holm2020"}))
    assert isinstance(text, MethodsText)
    assert str(text) == repr(text) == text.text == text._repr_markdown_()
    assert text.text.startswith("**Corpus.** A {corpus} @holm2020: 3 articles")


def test_lists_and_shares_read_as_text():
    assert [listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == [
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [percent(share) for share in (0.95, 0.999, 0.9)] == ["95 %", "99.9 %", "90 %"]
