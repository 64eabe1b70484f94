"""Tables and measures by parts are those of memory; only what changed is made again."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from conftest import lexicon_of

import toolkit as tk
from toolkit.annotate.attribution.methods import METHODS
from toolkit.partitions import annotate as annotating

TABLES = ("articles", "terms", "names", "attributions", "targets", "mentions", "exposure")
OF_MENTIONS = ["doc_id", "mention_id", "frame", "voice", "voice_id", "outlet", "date", "method"]
OF_EXPOSURE = ["doc_id", "n_tokens", "voice", "voice_id", "outlet", "date", "family_id", "method"]


@pytest.fixture(scope="module")
def copied(scale, instruments, tmp_path_factory):
    """The folder of 60 articles in four parts; of every third there is a copy in another part."""
    folder = tmp_path_factory.mktemp("copied")
    records = list(scale["articles"](60, seed=5))
    for at in range(0, 30, 3):
        copy = {"text": records[at]["text"], "title": records[at]["title"]}
        records[at + 30] = records[at + 30] | copy
    for record in records[45:]:
        del record["section"]
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    parts = tk.partition(path, folder / "parts", size=15)
    tk.add_families_to_parts(parts, processes=1)
    return tk.annotate_parts(parts, *instruments, method="rules", processes=1)


@pytest.fixture(scope="module")
def in_memory_copied(copied, instruments):
    """Mentions and exposure of the same articles, made in memory."""
    path = copied.parent / "corpus.jsonl"
    articles = tk.add_families(tk.clean_text(tk.load_corpus(path)))
    tables = tk.annotate(articles, *instruments, method="rules")
    return tables.mentions, tk.exposure(articles, tables.attributions)


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_those_of_memory(table, parts, in_memory):
    pd.testing.assert_frame_equal(tk.load_parts(parts, table), in_memory[table])
    assert len(in_memory[table]) > 50


@pytest.mark.parametrize(
    "measure",
    [
        lambda m, e: tk.rates(m, e, seed=7),
        lambda m, e: tk.rates(m, e, by="outlet", seed=7, cluster="date", copies="once"),
        lambda m, e: tk.compare(m, e, seed=7, pairs="all", least_docs=1, least_words=1),
        lambda m, e: tk.trends(m, e, seed=7),
        lambda m, e: tk.counts(m, e),
        lambda m, e: tk.composition(m, e),
    ],
    ids=["rates", "clustered", "compare", "trends", "counts", "composition"],
)
def test_measures_of_a_few_columns_are_byte_for_byte_those_of_memory(measure, parts, in_memory):
    mentions = tk.load_parts(parts, "mentions", columns=OF_MENTIONS)
    exposure = tk.load_parts(parts, "exposure", columns=OF_EXPOSURE)
    narrow = measure(mentions, exposure)
    wide = measure(in_memory["mentions"][OF_MENTIONS], in_memory["exposure"][OF_EXPOSURE])
    assert narrow.to_csv() == wide.to_csv()
    assert (narrow["low"].notna().any() if "low" in narrow else len(narrow)) > 0


@pytest.mark.parametrize(
    "measure",
    [
        lambda m, e: tk.rates(m, e, seed=7),
        lambda m, e: tk.rates(m, e, by=["outlet", "mode"], of="term_id", seed=7),
        lambda m, e: tk.rates(m, e, by="section", seed=7, cluster=["family_id", "date"]),
        lambda m, e: tk.rates(m, e, by="outlet", seed=7, within="outlet", copies="once"),
        lambda m, e: tk.rates(m, e, seed=7, denominator="articles", per=1),
        lambda m, e: tk.rates(m, e, by="mode", seed=7, denominator="sentences", draws=99),
        lambda m, e: tk.compare(m, e, seed=7, pairs="all", least_docs=1, least_words=1),
        lambda m, e: tk.compare(
            m, e, by="section", seed=7, cluster="family_id", pairs=("world", "politics")
        ),
        lambda m, e: tk.trends(m, e, seed=7, every="month", draws=99),
        lambda m, e: tk.trends(
            m, e, by="voice", of="term_id", seed=7, draws=99, events={"2020-10-10": "truce"}
        ),
        lambda m, e: tk.rates(m, e, within="voice", seed=7, draws=99),
        lambda m, e: tk.trends(m, e, of="doc_id", every="month", seed=7, draws=99),
        lambda m, e: tk.voices(m),
        lambda m, e: tk.voices(m, of=["frame", "stance"], role="agent"),
    ],
    ids=[
        "voice",
        "two",
        "crossed",
        "once",
        "articles",
        "sentences",
        "compare",
        "section",
        "months",
        "weeks",
        "stratified",
        "articles by month",
        "voices",
        "agents",
    ],
)
def test_measures_that_read_part_by_part_are_byte_for_byte_those_of_memory(
    measure, copied, in_memory_copied, monkeypatch
):
    monkeypatch.setattr("toolkit.measure.cells._FRAMES", 2)  # counts are added up as they come
    opened = [tk.open_parts(copied, name) for name in ("mentions", "exposure")]
    table = measure(*opened)
    whole = measure(*in_memory_copied)
    pd.testing.assert_frame_equal(table, whole)  # the call that they tell of, too
    assert table.to_csv() == whole.to_csv()
    told = [name for name in ("low", "ratio_low", "share") if name in table]
    assert table[told[0]].notna().any()


def test_parts_of_two_methods_or_beside_a_whole_table_are_not_counted_together(copied):
    mentions, exposure = (tk.open_parts(copied, name) for name in ("mentions", "exposure"))
    with pytest.raises(ValueError, match="exposure: found words attributed by different methods"):
        tk.rates(mentions, replace(exposure, method="parser"), seed=1)
    with pytest.raises(ValueError, match="exposure: found one table in parts and one that is"):
        tk.rates(mentions, tk.load_parts(copied, "exposure"), seed=1)


def stamps(folder):
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.suffix in (".parquet", ".json") and path.name != "annotation.json"
    }


@pytest.fixture
def small(tmp_path):
    """Twelve articles in three parts."""
    path = tmp_path / "corpus.jsonl"
    rows = [
        {"doc_id": f"d{at:02}", "text": f"Northland won a victory over Southland on day {at}. "
         "“We want peace,” Berg said."}
        for at in range(12)
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tk.partition(path, tmp_path / "parts", size=4)


def changed_folders(before, folder):
    now = stamps(folder)
    return {name.rpartition("/")[0] for name in now if before.get(name) != now[name]}


def read_nothing(texts):
    """Stand for a method that nobody may ask to read a text."""
    for text in texts:
        raise AssertionError(text.doc_id)
    yield


def test_a_run_that_is_done_does_nothing(small, registry):
    lexicon = lexicon_of(victory=["victor*"])
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    before = stamps(small)
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    assert changed_folders(before, small) == set()


def test_a_new_term_redoes_neither_the_reading_nor_the_counting_of_words(
    small, registry, monkeypatch
):
    tk.annotate_parts(small, registry, lexicon_of(v=["victor*"]), method="rules", processes=1)
    before = stamps(small)
    monkeypatch.setattr(METHODS["rules"], "read", read_nothing)
    lexicon = lexicon_of(v=["victor*", "won"])
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    changed = changed_folders(before, small)
    assert changed == {"annotated", "terms", "names", "attributions", "targets", "mentions"}
    assert len(tk.load_parts(small, "mentions")) == 24


def test_a_new_actor_does_not_redo_the_reading(small, registry, monkeypatch):
    lexicon, few = lexicon_of(v=["victor*"]), type(registry)(registry.actors[:1])
    tk.annotate_parts(small, few, lexicon, method="rules", processes=1)
    assert set(tk.load_parts(small, "targets")["actor_id"]) == {"northland"}
    before = stamps(small)
    monkeypatch.setattr(METHODS["rules"], "read", read_nothing)
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    assert "statements/rules" not in changed_folders(before, small)
    assert set(tk.load_parts(small, "targets")["actor_id"]) == {"southland"}


def test_a_part_that_is_damaged_is_made_again_and_no_other(small, registry):
    lexicon = lexicon_of(v=["victor*"])
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    damaged, expected = small / "terms/00002.parquet", (small / "terms/00002.parquet").read_bytes()
    damaged.write_bytes(expected[:100])
    before = stamps(small)
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    assert damaged.read_bytes() == expected
    now = stamps(small)
    assert {name[-13:] for name in now if now[name] != before[name]} == {
        "00002.parquet",
        "ed/00002.json",
    }


def test_other_articles_redo_their_part_only(tmp_path, small, registry):
    lexicon = lexicon_of(v=["victor*"])
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    before = stamps(small)
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(corpus.read_text().replace("on day 11", "on no day"))
    tk.partition(corpus, small, size=4)
    with pytest.raises(tk.PartsError, match=r"cut anew since.*run `annotate_parts` again"):
        tk.load_parts(small, "mentions")
    tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    now = stamps(small)
    made = {name for name in now if now[name] != before.get(name) and "terms" in name}
    assert made == {"terms/00003.parquet"}


def test_each_frame_that_no_part_has_is_warned_of_once(small, registry):
    lexicon = lexicon_of(v=["victor*"], none=["zebra"], last=["11"])
    with pytest.warns(tk.LexiconWarning) as caught:
        tk.annotate_parts(small, registry, lexicon, method="rules", processes=1)
    assert {one.filename for one in caught} == {__file__}
    assert [str(one.message).partition(";")[0] for one in caught] == [
        "1 of 3 frame(s) never match in 12 article(s): none"
    ]


class Failing:
    """A method that reads none of the first texts, or none at all."""

    def __init__(self, name, *, most):
        self.name, self._most = name, most

    def read(self, texts):
        for text in texts:
            number = int(text.doc_id[1:])
            yield OSError("no model") if number < self._most else []


def test_a_part_of_which_nothing_can_be_read_has_no_attributions(small, registry):
    method = Failing("half", most=5)
    with pytest.warns(UserWarning, match=r"4 of 4 article\(s\) without attributions.* 1 other"):
        tk.annotate_parts(small, registry, lexicon_of(v=["victor*"]), method=method, processes=1)
    assert tk.load_parts(small, "mentions")["method"].isna().all()  # as in memory


def test_a_part_without_attributions_has_the_method_of_the_others(tmp_path, registry):
    path = tmp_path / "corpus.csv"
    path.write_text("doc_id,text\na,A victory.\nb,A victory. Berg said the war was over.\n")
    folder = tk.partition(path, tmp_path / "parts", size=1)
    lexicon = lexicon_of(v=["victor*"])
    tk.annotate_parts(folder, registry, lexicon, method="rules", processes=1)
    assert tk.load_parts(folder, "attributions")["doc_id"].tolist() == ["b"]
    assert tk.load_parts(folder, "mentions")["method"].tolist() == ["rules", "rules"]
    assert set(tk.load_parts(folder, "exposure", columns="method")["method"]) == {"rules"}


def test_the_name_of_a_method_is_no_path(small, registry):
    method = Failing("../../elsewhere", most=0)
    tk.annotate_parts(small, registry, lexicon_of(v=["victor*"]), method=method, processes=1)
    (folder,) = (small / "statements").iterdir()
    assert len(list(folder.iterdir())) == 3


def test_a_method_that_reads_nothing_is_refused(small, registry):
    method = Failing("none", most=99)
    with pytest.raises(RuntimeError, match="method: found no article that it could read"):
        tk.annotate_parts(small, registry, lexicon_of(v=["victor*"]), method=method, processes=1)
    with pytest.raises(tk.PartsError, match="has not come to its end"):
        tk.load_parts(small, "mentions")


def test_tables_can_be_written_elsewhere_for_each_method(small, registry, tmp_path):
    lexicon = lexicon_of(v=["victor*"])
    out = tk.annotate_parts(
        small, registry, lexicon, out=tmp_path / "rules", method="rules", processes=1
    )
    assert out == tmp_path / "rules"
    assert len(tk.load_parts(out, "mentions")) == 12
    with pytest.raises(ValueError, match=r"folder: found no annotation.json in .*parts"):
        tk.load_parts(small, "mentions")


def test_a_part_can_be_made_by_anybody_and_twice(small, registry, tmp_path):
    lexicon = lexicon_of(v=["victor*"])
    plan = annotating._plan_of(small, registry, lexicon, out=None, method="rules")
    number, state = annotating.annotate_part(plan, 2)
    assert annotating.annotate_part(plan, 2) == (number, state)
    assert set(state["files"]) == {f"{name}/00002.parquet" for name in TABLES if name != "articles"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"processes": 0}, "processes: found 0, expected a number, 1 or more"),
        ({"method": "guess"}, "method: found 'guess'"),
        ({"folder": "nowhere"}, "folder: found no partition.json in nowhere, expected what `part"),
        ({"actors": None}, "actors: found None"),
    ],
)
def test_what_cannot_be_annotated_is_refused(options, message, small, registry):
    given = {"folder": small, "actors": registry, "lexicon": lexicon_of(v=["x"])} | options
    with pytest.raises(ValueError, match=message):
        tk.annotate_parts(**given)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("mention",), "table: found 'mention', expected one of articles, ledger, terms"),
        (("articles", ["words"]), "columns: found 'words', expected columns of articles: body_st"),
    ],
)
def test_what_parts_do_not_hold_is_refused(arguments, message, small):
    table, *columns = arguments
    with pytest.raises(ValueError, match=message):
        tk.load_parts(small, table, columns=columns[0] if columns else None)


def test_an_object_whose_class_only_the_script_has_is_refused(small, registry):
    class Here:
        name = "here"

        def read(self, texts):
            return ([] for _ in texts)

    with pytest.raises(ValueError, match="method: found an object that other processes cannot be"):
        tk.annotate_parts(small, registry, lexicon_of(v=["x"]), method=Here(), processes=2)
