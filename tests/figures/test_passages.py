"""Each kind of figure: the passages behind its marks are as many as it says, and can be clicked."""

import re

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.figures import save
from toolkit.figures.passages import find_passages, number_marks
from toolkit.tables.declare import HIGH, LOW, MEASURED, Measure, Table, integer, number
from toolkit.tables.schema import TABLES, finish_measure
from toolkit.tables.spreadsheet import to_csv

TEXTS = (
    "“Our victory is near,” Northland said. Southland called it a provocation by Northland.",
    "“A victory,” Southland said. Northland said that Southland had lost. It was a defeat.",
    "Northland said that the victory of Northland was complete, a triumph over Southland.",
    "No provocation by Northland was seen, said Southland. The herons stay.",
)
FRAMES = {"winning": ["victor*", "triumph", "defeat"], "blame": ["provocat*"]}


ALL = {"pairs": "all", "least_docs": 1, "least_words": 1}


@pytest.fixture
def corpus(registry):
    """Articles of two outlets and two weeks, their tables, and the words of each voice."""
    articles = articles_of(
        *TEXTS,
        title="A heron",
        outlet=["Tribune", "Tribune", "Post", "Post"],
        family_id=["a", None, None, "a"],
    )
    articles["date"] = pd.to_datetime(
        ["2020-11-02", "2020-11-09", "2020-11-09", "2020-11-10"]
    ).astype("datetime64[us]")
    tables = tk.annotate(articles, registry, lexicon_of(**FRAMES), method="rules")
    exposure = tk.exposure(tables.articles, tables.attributions)
    return tables.articles, tables.mentions, exposure


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Return a function that saves a figure; it gives its passages, and the links on its page.

    It is drawn for the page alone: nobody looks at the other kinds, and they take longest.
    """
    monkeypatch.setattr(save, "_METADATA", {"svg": save._METADATA["svg"]})
    source = tmp_path / "source.txt"
    source.write_text("")

    def saved(ax, data, mentions, articles):
        made = {"sources": [source], "made_by": source, "folder": tmp_path / "figures"}
        tk.save_figure(ax.figure, "fig", data=data, mentions=mentions, articles=articles, **made)
        html = (tmp_path / "figures/fig.html").read_text(encoding="utf-8")
        links = re.findall(r'<a href="#mark-([\d-]+)" style', html)
        return pd.read_csv(tmp_path / "figures/fig-passages.csv"), links

    return saved


def per_mark(passages, data):
    counts = passages["mark"].value_counts()
    return counts.reindex(range(1, len(data) + 1), fill_value=0).to_list()


def all_marks(data):
    return {str(at) for at in range(1, len(data) + 1)}


def test_rates(corpus, saved):
    articles, mentions, exposure = corpus
    rates = tk.rates(mentions, exposure, by="voice", seed=1)
    passages, links = saved(tk.plot_rates(rates, hue="voice"), rates, mentions, articles)
    assert per_mark(passages, rates) == rates["n"].to_list()
    assert set(links) == all_marks(rates)
    passages, links = saved(tk.plot_heatmap(rates, y="voice"), rates, mentions, articles)
    assert per_mark(passages, rates) == rates["n"].to_list()
    assert set(links) == all_marks(rates)


@pytest.mark.parametrize("by", [(), "outlet"])
def test_trends(corpus, saved, by):
    articles, mentions, exposure = corpus
    trends = tk.trends(mentions, exposure, by=by, every="week", seed=1)
    trends = trends[trends["frame"] == "winning"].reset_index(drop=True)
    weekly = tk.add_period(mentions, every="week")
    ax = tk.plot_timeline(trends, hue=by or "frame")
    passages, links = saved(ax, trends, weekly, articles)
    assert per_mark(passages, trends) == trends["n"].to_list()
    there = trends.index[trends["rate"].notna()] + 1
    assert set(links) == {str(mark) for mark in there}


@pytest.mark.parametrize("measure", ["ratio", "difference"])
def test_comparisons_have_the_passages_of_both_sides(corpus, saved, measure):
    articles, mentions, exposure = corpus
    compared = tk.compare(mentions, exposure, by="outlet", pairs=[("Post", "Tribune")], seed=1)
    ax = tk.plot_comparison(compared, measure=measure)
    passages, links = saved(ax, compared, mentions, articles)
    for side, n in (("group", "n"), ("reference", "n_reference")):
        own = passages[passages["side"] == side]
        assert per_mark(own, compared) == compared[n].to_list()
        assert set(own["outlet"]) == {"Post" if side == "group" else "Tribune"}
    assert set(links) == all_marks(compared)


@pytest.mark.parametrize("on", ["tokens", "texts"])
def test_key_words(corpus, saved, on):
    articles, *_ = corpus
    keys = tk.keyness(tk.count_words(articles), target="Post", on=on)
    typical = pd.concat([keys.head(3), keys.tail(3)]).reset_index(drop=True)
    places = tk.find_words(articles, typical["word"])
    passages, links = saved(
        tk.plot_keyness(typical, measure="log_odds_z"), typical, places, articles
    )
    counted = passages if on == "tokens" else passages.drop_duplicates(["mark", "doc_id"])
    for side in ("target", "reference"):
        own = counted[counted["side"] == side]
        assert per_mark(own, typical) == typical[f"n_{side}"].to_list()
        assert set(own["outlet"]) == {"Post" if side == "target" else "Tribune"}
    assert set(links) == all_marks(typical)
    message = r"found 0 for mark 1 \(outlet_target=Post, word=.+\), expected n_target=\d"
    with pytest.raises(ValueError, match=message):
        saved(tk.plot_keyness(typical), typical, places[:0], articles)


@pytest.mark.parametrize("window", [3, "sentence"])
def test_collocates(corpus, saved, window):
    articles, mentions, _ = corpus
    near = tk.collocates(mentions, articles, window=window, least=1)
    places = tk.find_collocates(mentions, articles, window=window)
    with pytest.raises(ValueError, match=r"'word'.+: give the places of `find_collocates` as m"):
        find_passages(number_marks(tk.collocates(mentions, articles, least=1)), mentions, articles)
    ax = tk.plot_collocates(near, words=3)
    passages, links = saved(ax, near, places, articles)
    attracted = near[near["n"] > near["expected"]]
    assert set(links) == {str(at + 1) for at in attracted.groupby("frame").head(3).index}
    assert per_mark(passages, near) == near["n"].to_list()
    assert len(places) == near["n"].sum()
    assert (passages["match"].str.lower() == passages["word"]).all()


def test_compositions_and_tones(corpus, saved):
    articles, mentions, exposure = corpus
    shares = tk.composition(mentions, exposure)
    passages, links = saved(tk.plot_composition(shares), shares, mentions, articles)
    assert per_mark(passages, shares) == shares["n"].to_list()
    assert set(links) == all_marks(shares)
    toned = tk.add_tone(mentions, articles)
    means = tk.tone(toned, exposure, seed=1)
    passages, links = saved(tk.plot_tone(means), means, toned[toned["tone"].notna()], articles)
    assert per_mark(passages, means) == means["n"].to_list()
    assert set(links) == all_marks(means)


def test_coefficients_have_all_mentions_of_their_model_once_for_each_who_says_them(corpus, saved):
    articles, mentions, exposure = corpus
    both = "northland+southland"
    mentions, exposure = (
        table.assign(voice=table["voice"].replace("northland", both), family_id=None)
        for table in (mentions, exposure)
    )
    counts = tk.counts(mentions, exposure, by="voice")
    said = counts[counts["voice"].isin(["northland", "southland"]) & (counts["frame"] == "winning")]
    model = tk.model_rates("n ~ voice", said)
    drawn = model[model["term"] != "Intercept"]
    kept = mentions[mentions["voice"].isin([both, "southland"])]
    passages, links = saved(tk.plot_models(drawn), drawn, kept, articles)
    assert drawn["n"].to_list() == [said["n"].sum()]
    assert per_mark(passages, drawn) == drawn["n"].to_list()
    assert links == ["1"]
    assert passages.duplicated(["mention_id"]).any()  # once for each of the two


def test_corrected_shares_have_all_units_of_their_group(corpus, saved):
    articles, mentions, _ = corpus
    coded = mentions.assign(truth=mentions["frame"], probability=1.0)
    coded = coded[coded["voice"] != "narration"]  # which has one mention
    shares = tk.corrected_shares(coded, found="frame", truth="truth", by="voice")
    passages, links = saved(tk.plot_corrected(shares), shares, coded, articles)
    assert per_mark(passages, shares) == shares["n"].to_list()
    assert set(links) == all_marks(shares)


def test_one_model_of_all_things_has_the_passages_of_all(corpus, saved):
    articles, mentions, exposure = corpus
    counts = tk.counts(mentions, exposure.assign(family_id=None), by="voice")
    model = tk.model_rates("n ~ frame", counts)
    drawn = model[model["term"] != "Intercept"]
    passages, _ = saved(tk.plot_models(drawn), drawn, mentions, articles)
    assert len(passages) == len(mentions) == counts["n"].sum()


def test_x_rays_have_those_of_a_row_or_of_an_article(corpus, saved):
    articles, mentions, _ = corpus
    spread = tk.dispersion(mentions, articles, of="frame")
    ax = tk.plot_dispersion(mentions, articles)
    passages, links = saved(ax, spread, mentions, articles)
    assert per_mark(passages, spread) == spread["n"].to_list()
    assert set(links) == all_marks(spread)
    passages, links = saved(ax, mentions, mentions, articles)
    assert passages["mention_id"].to_list() == mentions["mention_id"].to_list()
    groups = [mentions.groupby(keys).indices for keys in (["frame"], ["frame", "doc_id"])]
    expected = {"-".join(str(at + 1) for at in found) for by in groups for found in by.values()}
    assert set(links) == expected


@pytest.mark.parametrize("role", [None, "agent"])
@pytest.mark.parametrize("plot", [tk.plot_voices, tk.plot_network])
def test_voices_and_targets(corpus, saved, plot, role):
    articles, mentions, _ = corpus
    matrix = tk.voices(mentions, role=role)
    passages, links = saved(plot(matrix), matrix, mentions, articles)
    assert per_mark(passages, matrix) == matrix["n"].to_list()
    shown = {mark for link in links for mark in link.split("-")}
    drawn = matrix["voice_id"].notna() | (plot is tk.plot_voices)
    assert {str(at + 1) for at in matrix.index[drawn]} >= shown
    pairs = matrix[matrix["voice_id"].notna() & matrix["target_id"].notna()]
    assert len(pairs)
    assert {str(at + 1) for at in pairs.index} <= shown


def test_specifications(corpus, saved):
    articles, mentions, exposure = corpus
    tables = {"rules": (mentions, exposure)}
    about = {"group": "northland", "thing": "winning"}
    with pytest.warns(tk.SensitivityWarning):
        table = tk.sensitivity(tables, **about)
    counted = tk.link_specifications(tables, **about)
    assert table["n"].max() > table["n"].min() > 0
    drawn = table[table["denominator"] == "all words"].reset_index(drop=True)
    ax = tk.plot_specifications(table, denominator="all words")
    passages, links = saved(ax, drawn, counted, articles)
    assert per_mark(passages, drawn) == drawn["n"].to_list()
    assert set(links) == all_marks(drawn)
    assert set(counted["copies"]) == {"all", "once"}
    assert tk.link_specifications({}, **about).empty


def test_tone_has_the_mentions_that_have_one(corpus, saved):
    articles, mentions, exposure = corpus
    toned = tk.add_tone(mentions, articles)
    toned.loc[toned.index[0], "tone"] = None
    table = tk.tone(toned, exposure, seed=1)
    ax = plt.figure().add_subplot()
    passages, _ = saved(ax, table, toned[toned["tone"].notna()], articles)
    assert per_mark(passages, table) == table["n"].to_list()
    with pytest.raises(ValueError, match="filtered alike"):
        saved(ax, table, toned, articles)


def test_coverage_has_the_titles_of_its_articles(corpus, saved):
    articles, *_ = corpus
    table = tk.coverage(articles, every="week")
    weekly = tk.add_period(articles, every="week")
    passages, links = saved(tk.plot_coverage(table), table, weekly, articles)
    assert per_mark(passages, table) == table["n_docs"].to_list() == [0, 2, 1, 1]
    assert set(passages["match"]) == {"A heron"}
    assert set(links) == all_marks(table)
    with pytest.raises(ValueError, match="expected n_docs=2"):
        saved(tk.plot_coverage(table), table, weekly[1:3], articles)


@pytest.fixture
def joint(registry):
    """Four mentions, of which two are of both actors together; and the words of each voice."""
    articles = articles_of(
        "Northland and Southland said that victory is near. Southland said that victory is far.",
        "Northland and Southland said that victory is here. Northland said that victory is late.",
        outlet=["Tribune", "Post"],
    )
    tables = tk.annotate(articles, registry, lexicon_of(winning=["victor*"]), method="rules")
    voices = ["northland+southland", "southland", "northland+southland", "northland"]
    assert tables.mentions["voice"].to_list() == voices
    return articles, tables.mentions, tk.exposure(articles, tables.attributions)


def test_each_mention_that_is_a_mark_has_its_passage_whoever_says_it(joint, saved):
    articles, mentions, _ = joint
    table = tk.concordance(mentions, articles)
    for ax, data in (
        (tk.plot_concordance(table), pd.DataFrame(table)),
        (tk.plot_dispersion(mentions, articles, y="voice"), mentions.assign(n=[1, 2, 3, 4])),
    ):
        passages, _ = saved(ax, data, mentions, articles)
        assert passages["mark"].to_list() == [1, 2, 3, 4]
        assert passages["mention_id"].to_list() == mentions["mention_id"].to_list()
        with pytest.raises(
            ValueError, match=r"found 0 for mark 2 \(mention_id=a:.+, expected pass.+=1"
        ):
            saved(ax, data, mentions.drop(index=1), articles)


def test_counts_of_speakers_together_have_what_these_say_together(joint, saved):
    articles, mentions, exposure = joint
    by_outlet = tk.rates(mentions, exposure, of="voice", by="outlet", seed=1)
    spread = tk.dispersion(mentions, exposure, of="voice")
    assert spread.set_index("voice")["n"].to_dict() == {
        "northland": 1,
        "northland+southland": 2,
        "southland": 1,
    }
    alone = spread[spread["voice"] == "northland"].reset_index(drop=True)
    for data in (by_outlet, spread, alone):
        passages, _ = saved(plt.figure().add_subplot(), data, mentions, articles)
        assert per_mark(passages, data) == data["n"].to_list()
    compared = tk.compare(mentions, exposure, of="voice", by="outlet", seed=1, **ALL)
    passages, _ = saved(plt.figure().add_subplot(), compared, mentions, articles)
    own = passages[passages["side"] == "reference"]
    assert per_mark(own, compared) == compared["n_reference"].to_list()


def test_counts_by_speaker_have_what_each_says_with_others(joint, saved):
    articles, mentions, exposure = joint
    rates = tk.rates(mentions, exposure, by="voice", seed=1)
    assert rates["n"].to_list() == [0, 3, 3]  # narration, northland, southland
    passages, _ = saved(tk.plot_rates(rates, hue="voice"), rates, mentions, articles)
    assert per_mark(passages, rates) == [0, 3, 3]


def test_the_passage_of_an_article_without_a_title_is_its_beginning(corpus, saved):
    articles = articles_of("A text. " * 40)
    table = tk.coverage(articles)
    passages, _ = saved(
        tk.plot_coverage(table), table, tk.add_period(articles, every="day"), articles
    )
    assert passages["match"].to_list() == [("A text. " * 40)[:120]]


def read_again(table, folder):
    (folder / "table.csv").write_bytes(to_csv(table))
    return pd.read_csv(folder / "table.csv")


# What a researcher may do with a table before it is drawn, and what is lost or added by it.
CHANGED = {
    "index": lambda table, _: (
        table.set_index("n_docs", drop=False, append=True)
        .reset_index(level=0)
        .reset_index(drop=True)
    ),
    "order": lambda table, _: table[table.columns[::-1]].sample(frac=1, random_state=1),
    "docvars": lambda table, _: table.merge(
        pd.DataFrame([{"doc_id": "a", "match": "x", "rule": "x", "genre": "editorial"}]),
        how="cross",
    ),
    "file": read_again,
}


def measured(name, corpus):
    """Return the table of a measure, and what it was counted from."""
    articles, mentions, exposure = corpus
    if name == "coverage":
        return tk.coverage(articles, every="week"), tk.add_period(articles, every="week")
    if name == "trends":
        table = tk.trends(mentions, exposure, by="outlet", every="week", seed=1)
        return table, tk.add_period(mentions, every="week")
    if name == "keyness":
        table = tk.keyness(tk.count_words(articles), target="Post").assign(n_docs=1)
        return table, tk.find_words(articles, table["word"])
    if name == "specifications":
        about = {"group": "northland", "thing": "winning"}
        with pytest.warns(tk.SensitivityWarning):
            table = tk.sensitivity({"rules": (mentions, exposure)}, **about)
        return table, tk.link_specifications({"rules": (mentions, exposure)}, **about)
    made = {
        "rates": lambda: tk.rates(mentions, exposure, by=["voice", "mode"], seed=1),
        "comparison": lambda: tk.compare(mentions, exposure, seed=1, **ALL),
        "voices": lambda: tk.voices(mentions).assign(n_docs=1),
        "dispersion": lambda: tk.dispersion(mentions, articles),
    }
    return made[name](), mentions


@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize(
    "name",
    "rates comparison trends keyness specifications coverage voices dispersion".split(),  # noqa: SIM905
)
def test_a_table_that_was_merged_reordered_or_read_from_a_file_has_the_same_passages(
    corpus, name, change, tmp_path
):
    table, mentions = measured(name, corpus)
    changed = CHANGED[change](table, tmp_path)
    measure = TABLES[name].measure
    ends = list(measure.sides.values())
    found = find_passages(number_marks(changed), mentions, None)
    assert len(found) >= 4
    assert len(found) == sum(changed[measure.count + end].sum() for end in ends)
    if change != "order":
        before = find_passages(number_marks(table), mentions, None)
        assert found[["mark", "mention_id"]].equals(before[["mark", "mention_id"]])


def test_rows_of_two_tables_and_tables_that_lack_a_key_are_refused_by_name(corpus):
    _, mentions, exposure = corpus
    by_voice, by_outlet = (tk.rates(mentions, exposure, by=c, seed=1) for c in ("voice", "outlet"))
    for table, message in (
        (pd.concat([by_voice, by_outlet]), "data: found 'voice', 'outlet' in the column 'by'"),
        (by_voice.drop(columns="voice"), "data: found no column 'voice', which tells the rows"),
        (by_voice.drop(columns="by"), "data: found no column 'by', only mark, voice, frame, n,"),
        (by_voice.drop(columns="n"), "data: found no column 'n', only mark, voice, frame, exp"),
        (by_voice.assign(table="exposure"), "data: found 'exposure' in the column 'table', exp"),
        (by_voice.assign(mark=1), "data: found a column 'mark', where the numbers of the marks go"),
    ):
        with pytest.raises(ValueError, match=message):
            find_passages(number_marks(table), mentions, None)
    with pytest.raises(
        ValueError, match=r"mentions: found .*no column 'outlet', .+ were counted by"
    ):
        find_passages(number_marks(by_outlet), mentions.drop(columns="outlet"), None)


def test_key_words_against_all_others_have_the_places_of_each_other_group(corpus):
    articles, *_ = corpus
    articles = articles.assign(outlet=["Tribune", "Courier", "Post", None])
    keys = tk.keyness(tk.count_words(articles), target="Post")
    assert keys["outlet_reference"].isna().all()
    found = find_passages(number_marks(keys), tk.find_words(articles, keys["word"]), None)
    sides = found.groupby("side")["outlet"].agg(set).to_dict()
    assert sides == {"target": {"Post"}, "reference": {"Tribune", "Courier"}}


def test_a_measure_is_added_by_a_declaration_and_a_table(corpus, saved, monkeypatch):
    articles, mentions, _ = corpus
    declared = Table(
        "one voice and one frame",
        {
            "hits": integer("mentions"),
            "bias": number("hits over all hits of the voice, less a half"),
            "low": LOW,
            "high": HIGH,
            **MEASURED,
        },
        measure=Measure(count="hits", value="bias"),
    )
    monkeypatch.setitem(TABLES, "bias", declared)
    counts = mentions.groupby(["voice", "frame"]).size().rename("hits").reset_index()
    bias = counts["hits"] / counts.groupby("voice")["hits"].transform("sum") - 0.5
    counts = counts.assign(bias=bias, low=bias - 0.2, high=bias + 0.2)
    table = finish_measure("bias", counts, by=["voice"], of=["frame"])
    columns = ["hits", "bias", "low", "high", "table", "by", "of", "call"]
    assert list(table) == ["voice", "frame", *columns]
    ax = tk.plot_rates(table)
    assert ax.figure.get_supxlabel().startswith("hits over all hits of the voice, less a half\n")
    lines = [line for panel in ax.figure.axes for line in panel.lines]
    drawn = sorted(x for line in lines if line.get_marker() in "osD^v" for x in line.get_xdata())
    assert drawn == sorted(bias)
    passages, links = saved(
        ax, table.merge(pd.DataFrame({"genre": ["x"]}), how="cross"), mentions, articles
    )
    assert per_mark(passages, table) == table["hits"].to_list()
    assert set(links) == all_marks(table)
