"""Discourse networks of seven statements in four articles, with answers by hand.

a asserts peace twice (in 1 and 2) and denies trade (3); b asserts peace (1) and trade (4);
c denies peace (2) and questions trade (3).
"""

import json

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.figures.passages import find_passages, number_marks
from toolkit.statistics.ties import between_camps, external_internal, modularity, weigh_ties
from toolkit.tables.calls import calls_of
from toolkit.tables.schema import check_table

SAID = (
    ("1", "a", "peace", "asserted"),
    ("2", "a", "peace", "asserted"),
    ("3", "a", "trade", "denied"),
    ("1", "b", "peace", "asserted"),
    ("4", "b", "trade", "asserted"),
    ("2", "c", "peace", "denied"),
    ("3", "c", "trade", "questioned"),
)


def statements_of(rows=SAID, **columns):
    frame = pd.DataFrame(rows, columns=["doc_id", "voice_id", "frame", "stance"])
    places = {"start": range(len(rows)), "end": range(1, len(rows) + 1), "match": "x"}
    return frame.assign(mention_id=[str(at) for at in range(len(rows))], **places, **columns)


def weights(table):
    return {tuple(row): w for *row, w in table[[*table.columns[:2], "weight"]].to_numpy()}


def test_affiliations_count_statements_and_subtract_those_that_deny():
    table = check_table(tk.affiliations(statements_of(), seed=1), "affiliations")
    assert weights(table) == {
        ("a", "peace"): 2,
        ("a", "trade"): 1,
        ("b", "peace"): 1,
        ("b", "trade"): 1,
        ("c", "peace"): 1,
        ("c", "trade"): 1,
    }
    assert (table["n"].sum(), table["weight"].sum()) == (7, 7)
    first = table.iloc[0]
    assert [first[f"n_{s}"] for s in ("asserted", "questioned", "denied")] == [2, 0, 0]
    assert (first["n_docs"], first["by"], first["of"]) == (2, "voice_id", "frame")
    signed = weights(tk.affiliations(statements_of(), stance="subtract", seed=1))
    assert list(signed.values()) == [2, -1, 1, 1, -1, 0]


@pytest.mark.parametrize(
    ("normalise", "expected"),
    [
        ("activity", [2 / 3, 1 / 3, 1 / 2, 1 / 2, 1 / 2, 1 / 2]),
        ("prominence", [2 / 4, 1 / 3, 1 / 4, 1 / 3, 1 / 4, 1 / 3]),
    ],
)
def test_affiliations_are_normalised_by_actor_or_by_concept(normalise, expected):
    table = tk.affiliations(statements_of(), normalise=normalise, seed=1)
    assert table["weight"].to_list() == pytest.approx(expected)
    assert 0 <= table["low"][0] < table["weight"][0] <= table["high"][0] <= 1


@pytest.mark.parametrize(
    ("stance", "expected"),
    [  # a-b: peace 2*1 agree, trade 1*1 differ; a-c: peace 2 differ, trade half; b-c likewise
        ("ignore", [2 + 1, 2 + 1, 1 + 1]),
        ("congruence", [2, 0.5, 0.5]),
        ("conflict", [1, 2.5, 1.5]),
        ("subtract", [1, -2, -1]),
    ],
)
def test_ties_multiply_the_statements_of_two_actors_on_a_concept(stance, expected):
    table = check_table(tk.actor_ties(statements_of(), stance=stance, seed=1), "actor_ties")
    assert weights(table) == dict(zip([("a", "b"), ("a", "c"), ("b", "c")], expected, strict=True))
    assert table["n"].to_list() == [3, 3, 2]
    assert table["n_other"].to_list() == [2, 2, 2]
    assert table["n_docs"].to_list() == [4, 3, 4]
    assert table["n_concepts"].to_list() == [2, 2, 2]


def test_ties_are_normalised_by_the_mean_activity_or_as_cosines():
    average = tk.actor_ties(statements_of(), normalise="average", seed=1)
    assert average["weight"].to_list() == pytest.approx([2 / 2.5, 0.5 / 2.5, 0.5 / 2])
    cosine = tk.actor_ties(statements_of(), normalise="cosine", seed=1)
    # with itself a has 2*2 + 1*1 = 5, b and c 1 + 1 = 2
    expected = [2 / 10**0.5, 0.5 / 10**0.5, 0.5 / 2]
    assert cosine["weight"].to_list() == pytest.approx(expected)
    alike = statements_of([("1", "a", "f", "denied"), ("2", "b", "f", "denied")] * 3)
    assert tk.actor_ties(alike, normalise="cosine", seed=1)["weight"].item() == pytest.approx(1)


def test_a_matrix_has_each_tie_twice_as_that_of_discourse_network_analyzer_has():
    counts = np.zeros((3, 2, 3))
    for _, actor, concept, stance in SAID:
        at = "abc".index(actor), ["peace", "trade"].index(concept)
        counts[*at, ["asserted", "questioned", "denied"].index(stance)] += 1
    matrix = weigh_ties(counts, stance="ignore", normalise="none")
    assert (
        matrix.sum() == 2 * tk.actor_ties(statements_of(), stance="ignore", seed=1)["weight"].sum()
    )
    assert (matrix == matrix.T).all()
    assert (np.diagonal(matrix) == 0).all()


def test_each_value_of_a_column_has_a_network_of_its_own():
    dated = statements_of(date=pd.to_datetime(["2020-10-01"] * 3 + ["2020-11-01"] * 4))
    monthly = tk.add_period(dated, every="month")
    affiliated = tk.affiliations(monthly, each="period", seed=1)
    assert affiliated.columns[:3].to_list() == ["period", "voice_id", "frame"]
    assert affiliated.groupby("period")["n"].sum().to_list() == [3, 4]
    ties = tk.actor_ties(monthly, each="period", seed=1)
    assert ties["period"].unique() == [pd.Timestamp("2020-11-01")]  # a is alone in October
    assert ties["weight"].to_list() == [0.5]
    with pytest.raises(
        ValueError, match=r"^table: found 2 networks, expected one; keep .*2020-10-01"
    ):
        tk.network(affiliated)


def test_intervals_are_percentiles_over_articles_drawn_with_replacement():
    table = tk.affiliations(statements_of(), level=0.9, seed=5, draws=4000)
    # each of four articles is drawn with replacement: a's two of peace are Binomial(4, 1/2)
    row = table.iloc[0]
    assert (row["low"], row["high"]) == (0, 4)
    assert (row["n_clusters"], row["level"]) == (2, 0.9)
    alone = table[table["n_clusters"] == 1]
    assert alone[["low", "high"]].isna().all(axis=None)
    assert len(alone) == 5


def test_articles_without_statements_are_drawn_too_and_copies_together():
    docs = pd.DataFrame({"doc_id": [str(at) for at in range(100)]})
    rows = [(str(at), "a", "peace", "asserted") for at in range(4)]
    certain = tk.affiliations(statements_of(rows), seed=1)
    assert certain[["low", "high"]].to_numpy().tolist() == [[4, 4]]  # no other article is known
    wider = tk.affiliations(statements_of(rows), docs, seed=1)
    assert wider["low"].item() < 4 < wider["high"].item()  # Binomial(100, 0.04)
    copies = docs.assign(family_id=["one" if at < 4 else None for at in range(100)])
    assert tk.affiliations(statements_of(rows), copies, seed=1)["low"].isna().all()
    with pytest.raises(ValueError, match=r"^articles: found no article '3', which has statements"):
        tk.affiliations(statements_of(rows), docs.head(3), seed=1)


def test_joint_statements_count_for_each_actor_and_those_of_no_actor_for_none():
    rows = [("1", "a+b", "f", "asserted"), ("2", None, "f", "asserted")]
    table = tk.affiliations(statements_of(rows, voice=["a+b", "narration"]), seed=1)
    assert weights(table) == {("a", "f"): 1, ("b", "f"): 1}
    assert tk.actor_ties(statements_of(rows), seed=1)["weight"].to_list() == [1]


def test_statements_without_a_concept_are_left_out_and_counted():
    rows = [*SAID, ("4", "c", None, "asserted")]
    with pytest.warns(
        tk.NetworkWarning,
        match=r"^mentions: left out 1 of 8 statement\(s\), which have no frame$",
    ) as caught:
        tk.affiliations(statements_of(rows), seed=1)
    assert caught[0].filename == __file__
    with pytest.raises(ValueError, match=r"^mentions: found 'agrees', expected one"):
        tk.affiliations(statements_of([("1", "a", "f", "agrees")]), seed=1)


# Two triangles of weight one, joined by one tie: w = 14, w(c) = 7, w(c, c) = 6.
TRIANGLES = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]


def test_modularity_and_the_e_i_index_are_as_by_hand_and_as_in_networkx():
    matrix = np.zeros((6, 6))
    for one, other in TRIANGLES:
        matrix[one, other] = matrix[other, one] = 1
    between = between_camps(matrix, np.array([0, 0, 0, 1, 1, 1]))
    assert between.tolist() == [[6, 1], [1, 6]]
    assert modularity(between) == pytest.approx(2 * (6 / 14 - 1 / 4))
    assert external_internal(between) == pytest.approx((1 - 6) / (1 + 6))
    rng = np.random.default_rng(3)
    graph = nx.Graph()
    weighted = np.triu(rng.random((9, 9)), 1)
    graph.add_weighted_edges_from((i, j, weighted[i, j]) for i, j in np.argwhere(weighted))
    camps = np.array([0, 1, 2] * 3)
    parts = [set(np.flatnonzero(camps == camp).tolist()) for camp in range(3)]
    ours = modularity(between_camps(weighted + weighted.T, camps))
    assert ours == pytest.approx(nx.community.modularity(graph, parts))
    assert np.isnan(modularity(np.zeros((2, 2))))


def two_camps():
    """Return statements of two camps of three actors, who agree within and nowhere across."""
    rows = [
        (f"{camp}{at}{doc}", f"{camp}{at}", "f", stance)
        for camp, stance in (("p", "asserted"), ("q", "denied"))
        for at in range(3)
        for doc in range(2)
    ]
    return statements_of(rows)


def test_camps_are_the_actors_who_agree():
    ties = tk.actor_ties(two_camps(), seed=1)
    found = check_table(tk.camps(ties), "camps")
    assert found["camp"].to_list() == ["camp 1"] * 3 + ["camp 2"] * 3
    assert found["actor"].to_list() == ["p0", "p1", "p2", "q0", "q1", "q2"]
    (call,) = calls_of(found)
    assert call["measure"] == "camps"
    given = dict(zip(found["actor"], found["camp"], strict=True))
    table = check_table(tk.polarisation(two_camps(), given, seed=1), "polarisation")
    row = table.iloc[0]
    assert (row["modularity"], row["external_internal"]) == (0.5, -1)
    assert row["modularity_low"] <= 0.5 == row["modularity_high"]
    assert (row["n"], row["n_docs"], row["n_actors"], row["n_camps"]) == (12, 12, 6, 2)
    fewer = tk.polarisation(two_camps(), {"p0": "x", "p1": "x", "q0": "y"}, seed=1).iloc[0]
    assert (fewer["n"], fewer["n_actors"], fewer["n_camps"], fewer["modularity"]) == (6, 2, 1, 0)
    with pytest.raises(ValueError, match=r"^ties: found 'subtract', expected one of"):
        tk.camps(tk.actor_ties(two_camps(), stance="subtract", seed=1))


def test_networks_become_graphs_that_carry_their_numbers_and_their_call():
    graph = tk.network(tk.affiliations(statements_of(), stance="subtract", seed=1))
    assert graph["a"]["peace"]["weight"] == 2
    assert graph["a"]["trade"]["n_denied"] == 1
    assert graph.nodes["a"] == {"kind": "actor", "n": 3}
    assert graph.nodes["trade"] == {"kind": "concept", "n": 3}
    assert nx.is_bipartite(graph)
    assert "low" not in graph["a"]["trade"]  # of one article there is no interval
    assert json.loads(graph.graph["call"])[0]["measure"] == "affiliations"
    ties = tk.network(tk.actor_ties(statements_of(), seed=1))
    assert sum(weight for *_, weight in ties.edges(data="weight")) == 3
    assert dict(ties.nodes(data="n")) == {"a": 3, "b": 2, "c": 2}
    named = statements_of([("1", "a", "a", "asserted")])
    with pytest.raises(ValueError, match=r"^table: found 'a' as an actor and as a concept"):
        tk.network(tk.affiliations(named, seed=1))


def test_graphs_are_read_back_from_graphml_and_gexf(tmp_path):
    mentions = statements_of(voice="x", target_id="b")
    mentions.loc[0, "voice_id"] = "a & <\x01"
    graphs = {
        "two-mode": tk.network(tk.affiliations(mentions, seed=1)),
        "ties": tk.network(tk.actor_ties(mentions, seed=1)),
        "voices": tk.network(tk.voices(mentions, of=["frame", "stance"])),
    }
    for name, graph in graphs.items():
        for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
            path = tk.save_network(graph, tmp_path / f"{name}{ending}")
            before = path.read_bytes()
            assert tk.save_network(graph, path).read_bytes() == before
            assert b"lastmodified" not in before
            again = read(path)
            assert again.number_of_edges() == graph.number_of_edges()
            assert set(again.nodes) == {n.replace("\x01", "\u2401") for n in graph.nodes}
            said = "n" if name == "voices" else "weight"
            sums = [sum(n for *_, n in g.edges(data=said)) for g in (graph, again)]
            assert sums[0] == sums[1]
    again = nx.read_graphml(tmp_path / "voices.graphml", force_multigraph=True)
    assert {thing for *_, thing in again.edges(data="thing")} == {
        "peace + asserted", "peace + denied", "trade + asserted", "trade + denied",
        "trade + questioned",
    }  # fmt: skip
    capitals = tk.save_network(graphs["voices"], tmp_path / "again.GEXF")
    assert capitals.read_bytes() == (tmp_path / "voices.gexf").read_bytes()
    assert json.loads(again.graph["call"])[0]["measure"] == "voices"
    with pytest.raises(ValueError, match=r"^path: found .*network.txt', expected one that ends in"):
        tk.save_network(graphs["ties"], tmp_path / "network.txt")


def test_every_edge_leads_to_the_statements_behind_it():
    mentions = statements_of()
    two_mode = number_marks(tk.affiliations(mentions, seed=1))
    behind = find_passages(two_mode, mentions, None)
    assert behind.loc[behind["mark"] == 1, "mention_id"].to_list() == ["0", "1"]
    assert len(behind) == 7
    ties = number_marks(tk.actor_ties(mentions, seed=1))
    behind = find_passages(ties, mentions, None)
    assert behind["side"].unique().tolist() == ["actor", "other"]
    of_first = behind[behind["mark"] == 1].groupby("side")["mention_id"].apply(list).to_dict()
    assert of_first == {"actor": ["0", "1", "2"], "other": ["3", "4"]}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda m: tk.affiliations(m, by=["voice_id"], seed=1),
            r"^by: found \['voice_id'\], expected",
        ),
        (
            lambda m: tk.affiliations(m, each="frame", seed=1),
            "^each: found 'frame', which is in `of`",
        ),
        (lambda m: tk.affiliations(m, draws=0, seed=1), "^draws: found 0, expected a whole number"),
        (lambda m: tk.actor_ties(m, normalise="jaccard", seed=1), "one of none, average, cosine$"),
        (
            lambda m: tk.actor_ties(m, stance=["x"], seed=1),
            "^stance: found a list, expected one of",
        ),
        (
            lambda m: tk.camps(tk.affiliations(m, seed=1)),
            "^ties: found 'affiliations', exp",
        ),
        (
            lambda m: tk.polarisation(m, {"d": "x"}, seed=1),
            "^camps: found the camps of d, expected those of actors with statements, such as 'a'$",
        ),
        (lambda m: tk.polarisation(m, {"a": None}, seed=1), "^camps: found None for 'a', expected"),
    ],
)
def test_arguments_that_cannot_serve_are_refused_by_their_names(call, message):
    with pytest.raises(ValueError, match=message):
        call(statements_of())
