"""The worked example's mentions against its gold set, coded one by one from the texts."""

from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk
from toolkit.tables.declare import ROLES

CORPUS = Path(__file__).parent.parent / "corpus" / "karabakh-2020"
METHOD_PAGE = (CORPUS.parent.parent / "docs/method.md").read_text(encoding="utf-8")
KEY = ["doc_id", "start", "end", "term_id"]
QUESTIONS = ("voice", "mode", "targets")


@pytest.fixture(scope="module")
def gold():
    return pd.read_csv(CORPUS / "gold" / "mentions.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def instruments():
    articles = tk.clean_text(tk.load_corpus(CORPUS))
    return articles, tk.load_actors(CORPUS / "actors.yml"), tk.load_lexicon(CORPUS / "framing.yml")


def targets_of(cell):
    return frozenset(filter(None, cell.split(";")))


def roles_of(row):
    return dict(zip(filter(None, row.targets.split(";")), row.roles.split(";"), strict=False))


def percent(share):
    return f"{100 * share:.1f}"


def test_the_gold_set_holds_every_mention(gold, instruments):
    articles, actors, lexicon = instruments
    terms = tk.find_terms(articles, lexicon)
    assert set(gold[KEY].itertuples(index=False)) == set(terms[KEY].itertuples(index=False))
    known = {actor.actor_id for actor in actors}
    beside = {"narration", "other speaker", "unknown speaker"}
    for coder in ("", "_a", "_b"):
        voiced = gold["mode" + coder].isin(["direct", "indirect"])
        assert ((gold["voice" + coder] != "narration") == voiced).all()
        named = {part for voice in gold["voice" + coder] for part in voice.split("+")}
        assert named - beside <= known
        assert {target for cell in gold["targets" + coder] for target in targets_of(cell)} <= known


def test_each_target_of_the_gold_set_has_a_role(gold):
    for row in gold.itertuples():
        roles = list(filter(None, row.roles.split(";")))
        assert len(roles) == len(targets_of(row.targets)) == len(roles_of(row))
        assert set(roles) <= set(ROLES)


def test_the_coders_agree_as_the_page_of_the_method_says(gold):
    answers = gold.assign(unit=gold.index).melt(
        "unit", [f"{question}_{coder}" for question in QUESTIONS for coder in "ab"]
    )
    answers[["variable", "coder"]] = answers["variable"].str.rsplit("_", n=1, expand=True)
    targets = answers["variable"] == "targets"
    in_order = answers["value"].map(lambda cell: ";".join(sorted(targets_of(cell))))
    answers["value"] = answers["value"].mask(targets, in_order)
    table = tk.agreement(answers, unit="unit", by="variable", seed=1)
    over_all = table[table["category"] == "all"].set_index("variable")["alpha"]
    voice, mode, targets = (f"{over_all[question]:.2f}" for question in QUESTIONS)
    assert f"{voice} for the voice, {mode} for the mode, {targets} for the targets" in METHOD_PAGE


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_accuracy_is_what_the_readme_says(gold, instruments, method):
    tables = tk.annotate(*instruments, method=method)
    by_mention = tables.targets.groupby("mention_id")
    found = by_mention["actor_id"].agg(frozenset)
    roles = {
        mention: dict(zip(rows["actor_id"], rows["role"], strict=True))
        for mention, rows in by_mention
    }
    coded = gold.merge(tables.mentions, on=KEY, suffixes=("", "_found"), validate="1:1")
    assert len(coded) == len(gold)
    voice = (coded["voice"] == coded["voice_found"]).mean()
    mode = (coded["mode"] == coded["mode_found"].astype("str")).mean()
    theirs = [found.get(mention, frozenset()) for mention in coded["mention_id"]]
    ours = [targets_of(cell) for cell in coded["targets"]]
    right = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
    precision = right / sum(map(len, theirs))
    recall = right / sum(map(len, ours))
    same = sum(
        roles[row.mention_id].get(actor) == role
        for row in coded.itertuples()
        if row.mention_id in roles
        for actor, role in roles_of(row).items()
    )
    cells = " | ".join(map(percent, (voice, mode, precision, recall, same / right)))
    assert f"| `{method}` | {cells} |" in METHOD_PAGE
