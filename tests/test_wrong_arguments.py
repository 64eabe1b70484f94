"""Every public function refuses what it cannot take by the name of the argument."""

import inspect
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.codebook import Codebook
from toolkit.instruments.registry import Actor, ActorRegistry
from toolkit.tables.arguments import as_list
from toolkit.tables.schema import TABLES, maker_of

ACTORS = ActorRegistry((Actor("north", "Northland"), Actor("south", "Southland")))
LEXICON = lexicon_of(winning=["victor*"], blame=["provocat*"])
PER_OUTLET = {"outlet": ["The Tide", "The Gull"]}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Return what arguments are called, and a value that serves, of two short articles."""
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "corpus").mkdir()
    (folder / "corpus/one.txt").write_text("Northland won.")
    tk.partition(folder / "corpus", folder / "cut")
    actors, lexicon = folder / "actors.yml", folder / "lexicon.yml"
    tk.save_actors(ACTORS, actors)
    tk.save_lexicon(LEXICON, lexicon)
    won = lexicon_of(won=["won"])
    tk.annotate_parts(folder / "cut", ACTORS, won, method="rules", processes=1)
    statements = folder / "statements.csv"
    statements.write_text("doc_id,organization,concept,agreement\na,north,fishing,yes\n")
    (folder / "events.yml").write_text("events: {2020-11-10: ceasefire}")
    questions = "questions: {a: {text: A, labels: {x: {definition: X}, y: {definition: Y}}}}"
    (folder / "codebook.yml").write_text(questions)
    articles = articles_of(
        "Northland said that the provocations of Southland had to end.",
        "“A victory,” Southland said of Northland. The herons stay.",
        family_id=["a", "a"],
        **PER_OUTLET,
    )
    tables = tk.annotate(articles, ACTORS, LEXICON, method="rules")
    mentions, exposure = tables.mentions, tk.exposure(articles, tables.attributions)
    counts = tk.counts(mentions, exposure.assign(family_id=None))
    words, voices = tk.count_words(articles), tk.voices(mentions)
    sample = tk.draw_mentions(mentions, each=2, seed=1)
    sheet = tk.coding_sheet(sample, articles).assign(frame="winning")
    files = {who: tk.save_coding_sheet(sheet, folder / f"{who}.csv") for who in ("ada", "ben")}
    codes = tk.load_codes(files)
    tk.export_annotations(mentions, articles, folder / "annotations.qdpx")
    coded = mentions.assign(coded=mentions["frame"], probability=1.0)
    rates = tk.rates(mentions, exposure, seed=1)
    days = pd.DataFrame({"date": ["2020-11-10", "2020-11-12"]})
    pairs = {"rules": (mentions, exposure)}
    return {
        **tables._asdict(),
        "tables": tables,
        "pairs": pairs,
        "folder": folder,
        "actors.yml": actors,
        "lexicon.yml": lexicon,
        "ledger": tk.load_ledger(folder / "corpus"),
        "exposure": exposure,
        "rates": rates,
        "trends": tk.trends(mentions, exposure, seed=1),
        "comparison": tk.compare(
            mentions,
            exposure,
            pairs=None,
            reference="narration",
            least_docs=1,
            least_words=1,
            seed=1,
        ),
        "words": words,
        "counts": counts,
        "model": tk.model_rates("n ~ 1", counts),
        "tone": tk.tone(tk.add_tone(mentions, articles), exposure, seed=1),
        "collocates": tk.collocates(mentions, articles),
        "composition": tk.composition(mentions, exposure),
        "event_rates": tk.event_rates(mentions, days, seed=1),
        "first_uses": tk.first_uses(mentions),
        "days": days,
        "keyness": tk.keyness(words, target="The Tide"),
        "voices": voices,
        "coverage": tk.coverage(articles),
        "affiliations": tk.affiliations(mentions, seed=1),
        "ties": (ties := tk.actor_ties(mentions, seed=1)),
        "actor_ties": ties,
        "graph": tk.network(ties),
        "statements.csv": statements,
        "concordance": tk.concordance(mentions, articles),
        "specifications": tk.sensitivity(pairs, group="north", thing="blame"),
        "sample": sample,
        "sheet": sheet,
        "no passages": sheet.head(0),
        "files": files,
        "codes": codes,
        "coded": coded,
        "corrected_shares": tk.corrected_shares(coded, **BY_CODES),
        "figure": tk.plot_rates(rates).figure,
    }


class Known(str):
    """The name of a value in `known`."""


class Within(str):
    """A path in the folder of `known`."""


BY_CODES = {"found": "frame", "truth": "coded"}
QUESTIONS = {"frame": ["winning", "blame"]}
SPECIFIED = {"tables": Known("pairs"), "group": "north", "thing": "blame"}
# How to call each function; a required argument that is not here is what `known` has by its name.
CALLS = {
    **{name: {} for name in tk.__all__ if name[0].islower()},
    "load_corpus": {"path": Within("corpus")},
    "load_with_ledger": {"path": Within("corpus")},
    "load_ledger": {"path": Within("corpus")},
    "partition": {"corpus": Within("corpus"), "folder": Within("parts")},
    "add_families_to_parts": {"folder": Within("cut"), "processes": 1},
    "annotate_parts": {
        "folder": Within("cut"),
        "actors": ACTORS,
        "lexicon": lexicon_of(won=["won"]),
        "method": "rules",
        "processes": 1,
    },
    "load_parts": {"folder": Within("cut"), "table": "articles"},
    "open_parts": {"folder": Within("cut"), "table": "exposure"},
    "load_actors": {"path": Within("actors.yml")},
    "load_lexicon": {"path": Within("lexicon.yml")},
    "load_events": {"path": Within("events.yml")},
    "load_codebook": {"path": Within("codebook.yml")},
    "load_statements": {"path": Within("statements.csv")},
    "affiliations": {"seed": 1, "draws": 9},
    "actor_ties": {"seed": 1, "draws": 9},
    "polarisation": {"camps": {"north": "a", "south": "b"}, "seed": 1, "draws": 9},
    "network": {"table": Known("voices")},
    "save_network": {"path": Within("network.graphml")},
    "plot_discourse_network": {"network": Known("affiliations")},
    "save_lexicon": {"lexicon": LEXICON, "path": Within("saved.yml")},
    "save_actors": {"actors": ACTORS, "path": Within("saved.yml")},
    "annotate": {"actors": ACTORS, "lexicon": LEXICON, "method": "rules"},
    "find_terms": {"lexicon": LEXICON},
    "find_actors": {"actors": ACTORS},
    "find_attributions": {"method": "rules"},
    "attributions_of": {"statements": [[], []], "method": "coder"},
    "make_table": {"name": "mentions", "records": []},
    "show": {"article": "a"},
    "use_journal": {"name": "sans"},
    "add_period": {"table": Known("mentions")},
    "plot_timeline": {"rates": Known("trends")},
    "plot_corrected": {"shares": Known("corrected_shares")},
    "rates": {"seed": 1},
    "compare": {"seed": 1, "pairs": "all", "least_docs": 1, "least_words": 1},
    "correct_together": {"tables": [pd.DataFrame(columns=list(TABLES["comparison"].columns))]},
    "trends": {"seed": 1},
    "tone": {"seed": 1},
    "agreement": {"by": "variable", "seed": 1},
    "add_event": {"table": Known("mentions"), "day": "2020-11-10"},
    "add_daily": {"table": Known("mentions"), "events": Known("days")},
    "event_rates": {"events": Known("days"), "seed": 1},
    "model_rates": {"formula": "n ~ 1"},
    "add_equivalence": {"ratios": Known("comparison"), "smallest": 2},
    "detectable_ratio": {"rate": 2, "words": (10_000, 10_000)},
    "units_to_code": {"width": 0.1},
    "stop_words": {"language": "en"},
    "find_words": {"words": ["victory"]},
    "keyness": {"target": "The Tide", "articles": Known("articles"), "seed": 1},
    "sensitivity": SPECIFIED,
    "link_specifications": SPECIFIED,
    "draw_mentions": {"each": 1, "seed": 1},
    "draw_passages": {"each": 1, "seed": 1},
    "save_coding_sheet": {"path": Within("new.csv")},
    "add_codes": {"coder": "ada"},
    "label": {
        "sheet": Known("no passages"),
        "codebook": Codebook((), "0" * 64),
        "endpoint": "http://127.0.0.1:9/v1",
        "model": "qwen",
        "to": Within("qwen.json"),
        "seed": 1,
    },
    "add_labels": {"mentions": Known("sample"), "coder": "ada"},
    "export_annotations": {"path": Within("annotations.qdpx")},
    "import_annotations": {"path": Within("annotations.qdpx")},
    "code": {"questions": QUESTIONS, "coder": "cy", "folder": Within("coding")},
    "adjudicate": {"questions": QUESTIONS, "folder": Within("coding")},
    "accuracy": BY_CODES,
    "confusion": BY_CODES,
    "corrected_shares": {"mentions": Known("coded"), **BY_CODES},
    "corrected_rates": {"mentions": Known("coded"), **BY_CODES},
    "corrected_comparison": {"mentions": Known("coded"), **BY_CODES, "by": "outlet", "pairs": []},
    "save_figure": {
        "name": "rates",
        "data": Known("rates"),
        "sources": [Path(__file__)],
        "made_by": __file__,
        "folder": Within("figures"),
    },
    "save_table": {
        "data": Known("rates"),
        "name": "printed",
        "mentions": Known("mentions"),
        "columns": ["frame", "rate"],
        "sources": [Path(__file__)],
        "made_by": __file__,
        "folder": Within("figures"),
    },
    "methods_text": {
        "tables": Known("rates"),
        "corpus": "Two dispatches",
        "actors": ACTORS,
        "lexicon": LEXICON,
    },
    "check_figures": {"folder": Within("figures")},
    "pack_figures": {"folder": Within("figures"), "out": Within("pack.zip")},
    "check_table": {"frame": Known("mentions"), "name": "mentions"},
}
ODD = pd.DataFrame({"odd": ["x"]})
KINDS = {  # what annotations hold, and values that are none of it
    r"pd\.DataFrame": ("mentions.csv", Path("mentions.csv"), ODD, ACTORS, [1], 5),
    r"^(Tables|Lexicon|ActorRegistry|Codebook)$": ("a.yml", Path("a.yml"), ODD, [1]),
    r"Mapping": ("text", ODD, ACTORS, [1], 5),
    r"Path": (ODD, ACTORS, 5),
    r"Axes|Figure": ("text", ODD, ACTORS, 5),
    r"(Sequence|Iterable|Pairs)": (ODD, 5, {"a": "b"}),
}
# These take rows of other tables too, and have tests of their own.
OWN_TALE = {("show", "article"), ("make_table", "records")}


def arguments():
    """Yield each argument of each function that takes no plain value: function, name, wrong."""
    for function in CALLS:
        for name, parameter in inspect.signature(getattr(tk, function)).parameters.items():
            if (function, name) in OWN_TALE:
                continue
            wrong = next((v for k, v in KINDS.items() if re.search(k, parameter.annotation)), ())
            if wrong and parameter.default is not None:
                wrong += (None,)
            if name == "seed":
                wrong = (None, "one", -1, 1.5)
            for value in wrong:
                yield pytest.param(function, name, value, id=f"{function}-{name}-{kind(value)}")


def kind(value):
    return repr(value) if value is None or isinstance(value, int) else type(value).__name__


def call(function, known, **changed):
    """Call a public function as `CALLS` says, with some arguments changed."""
    given = dict(CALLS[function])
    for name, parameter in inspect.signature(getattr(tk, function)).parameters.items():
        if parameter.default is inspect.Parameter.empty:
            given.setdefault(name, Known(name))
    for name, value in given.items():
        if isinstance(value, Known):
            given[name] = known[value]
        elif isinstance(value, Within):
            given[name] = known["folder"] / value
    return getattr(tk, function)(**given | changed)


RERUN = {"check_figures", "pack_figures"}  # of whose folder the maker would be run


@pytest.mark.parametrize("function", sorted(set(CALLS) - RERUN))
def test_each_is_called_here_with_arguments_that_serve(known, function):
    for path in (known["folder"] / "new.csv",):
        path.unlink(missing_ok=True)
    call(function, known)


@pytest.mark.parametrize(("function", "argument", "wrong"), list(arguments()))
def test_what_an_argument_cannot_be_is_refused_by_its_name(known, function, argument, wrong):
    with pytest.raises(ValueError, match=rf"^({argument}: found|this is not a valid table) "):
        call(function, known, **{argument: wrong})


def tables():
    """Yield each argument that is a table."""
    for function in CALLS:
        for name, parameter in inspect.signature(getattr(tk, function)).parameters.items():
            if "pd.DataFrame" in parameter.annotation and (function, name) not in OWN_TALE:
                yield function, name


@pytest.mark.parametrize(("function", "argument"), list(tables()))
def test_a_table_of_another_kind_serves_or_is_refused_in_words(known, function, argument):
    others = [name for name in TABLES if name in known]
    assert len(others) > 10
    for name in others:
        (known["folder"] / "new.csv").unlink(missing_ok=True)
        told = refusal(lambda name=name: call(function, known, **{argument: known[name]}))
        assert re.match(r"\w+: found |this is not a valid table|$", told), (name, told)


def refusal(called):
    """Return the message of the ValueError that a call raises, if it raises any."""
    try:
        called()
    except ValueError as error:  # and no KeyError, no AttributeError
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda t: tk.annotate(t["articles"], LEXICON, ACTORS),
            "actors: found a Lexicon, expected what `load_actors` returns",
        ),
        (
            lambda t: tk.concordance(t["articles"], t["mentions"]),
            "mentions: found the table articles, which has no column 'mention_id', 'start', 'end', "
            "'match', 'frame', 'voice', 'source', 'target_id', 'mode', 'stance', expected "
            "the table mentions, which `annotate` returns",
        ),
        (
            lambda t: tk.rates("mentions.csv", t["exposure"], seed=1),
            "mentions: found the text 'mentions.csv', expected the table mentions, which "
            "`annotate` returns",
        ),
        (
            lambda t: tk.rates(t["exposure"], t["mentions"], seed=1),
            "mentions: found the table exposure, which has no column 'mention_id', expected the "
            "table mentions, which `annotate` returns",
        ),
        (
            lambda t: tk.rates(t["tables"], t["exposure"], seed=1),
            "mentions: found a Tables, expected the table mentions, which `annotate` returns: give "
            "its table, .mentions",
        ),
        (
            lambda t: tk.clean_text(ODD),
            "articles: found no column 'doc_id', 'title', 'text', 'body_start', 'n_tokens', only "
            "odd, expected the table articles, which `load_corpus` returns",
        ),
        (
            lambda t: tk.plot_rates(t["rates"], ax=t["figure"]),
            "ax: found a Figure, expected Axes, such as those of plt.subplots()",
        ),
        (
            lambda t: tk.plot_rates(t["rates"], labels=ACTORS),
            "labels: found an ActorRegistry, expected names by id, such as actors.labels()",
        ),
        (
            lambda t: call("save_figure", t, figure=t["figure"].axes[0]),
            "figure: found an Axes, expected a Figure, such as ax.figure",
        ),
        (
            lambda t: tk.load_actors(t["articles"]),
            "path: found the table articles, expected the path of a file or folder",
        ),
        (
            lambda t: tk.sensitivity({"rules": t["mentions"]}, group="north", thing="blame"),
            "tables: found the table mentions for 'rules', expected (mentions, exposure)",
        ),
    ],
)
def test_what_was_found_is_told_and_who_makes_what_is_expected(known, wrong, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        wrong(known)


def test_a_frame_by_hand_with_the_columns_that_are_needed_serves():
    mentions = pd.DataFrame({"doc_id": ["a"], "start": [2], "end": [9], "frame": ["f"]})
    articles = pd.DataFrame({"doc_id": ["a"], "text": ["a victory a day a day"]})
    assert tk.collocates(mentions, articles)["word"].tolist() == ["a", "day"]


@pytest.mark.parametrize("name", TABLES)
def test_who_makes_a_table_is_a_public_function(name):
    assert callable(getattr(tk, maker_of(name)))


# A text where a list is wanted is that one item.
@pytest.mark.parametrize(
    ("one", "several"),
    [
        (lambda t: tk.find_words(t["articles"], "victory"), ["victory"]),
        (lambda t: call("rates", t, by="outlet", of="term_id"), ["victor*", "provocat*"]),
    ],
)
def test_one_word_or_column_is_no_list_of_letters(known, one, several):
    table = one(known)
    assert set(table["word" if "word" in table else "term_id"]) == set(several)


@pytest.mark.parametrize(
    ("function", "argument", "item"),
    [
        ("find_words", "words", "victory"),
        ("counts", "of", "frame"),
        ("counts", "by", "outlet"),
        ("composition", "of", "frame"),
        ("composition", "by", "outlet"),
        ("event_rates", "of", "frame"),
        ("event_rates", "by", "outlet"),
        ("first_uses", "of", "frame"),
        ("keyness", "leave_out", "victory"),
        ("rates", "of", "frame"),
        ("rates", "by", "outlet"),
        ("compare", "of", "frame"),
        ("compare", "pairs", ("north", "narration")),
        ("trends", "of", "frame"),
        ("trends", "by", "outlet"),
        ("tone", "of", "frame"),
        ("tone", "by", "outlet"),
        ("draw_mentions", "by", "frame"),
        ("draw_passages", "by", "outlet"),
        ("coding_sheet", "questions", "claim"),
        ("agreement", "by", "variable"),
        ("accuracy", "by", "outlet"),
        ("confusion", "by", "outlet"),
        ("corrected_shares", "by", "outlet"),
        ("corrected_rates", "by", "outlet"),
        ("load_lexicon", "frames", "blame"),
    ],
)
@pytest.mark.filterwarnings("ignore::toolkit.CorrectionWarning")
def test_one_item_is_a_list_of_one(known, function, argument, item):
    more = {"by": "voice"} if argument == "pairs" else {}
    alone = call(function, known, **more, **{argument: item})
    listed = call(function, known, **more, **{argument: [item]})
    assert len(alone)
    if isinstance(alone, pd.DataFrame):
        pd.testing.assert_frame_equal(alone, listed)
    else:
        assert alone == listed


@pytest.mark.parametrize("source", [__file__, Path(__file__)])
def test_one_source_is_no_list_of_letters(known, source):
    manifest = call("save_figure", known, sources=source)
    assert len(json.loads(manifest.read_text(encoding="utf-8"))["sources"]) == 1


def test_one_column_stands_beside_a_concordance(known):
    ax = tk.plot_concordance(known["concordance"], columns="outlet")
    assert {"The Tide", "The Gull"} <= {text.get_text() for text in ax.texts}


@pytest.mark.parametrize("pairs", ["north", [("north",)], ("north", "nowhere"), [1, 2, 3]])
def test_pairs_that_are_none_are_refused(known, pairs):
    with pytest.raises(ValueError, match=r"^pairs: found .*, expected two groups that have words"):
        call("compare", known, by="voice", pairs=pairs)


def test_the_two_names_of_a_plot_of_key_words_are_two(known):
    with pytest.raises(ValueError, match=r"^names: found 'AB', expected two, of the target"):
        tk.plot_keyness(known["keyness"], names="AB")


def test_columns_of_a_corpus_are_named_by_ours(known):
    with pytest.raises(ValueError, match=r"^columns: found the text 'body', expected our names"):
        call("load_corpus", known, columns="body")


@pytest.mark.parametrize(
    ("given", "listed"),
    [("a", ["a"]), (Path("a"), [Path("a")]), (("a", "b"), ["a", "b"]), (iter("ab"), ["a", "b"])],
)
def test_names_are_a_list(given, listed):
    assert as_list(given, "by") == listed
