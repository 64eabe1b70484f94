"""The worked example, as the toolkit hears it, against what was noted by hand."""

import re
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tk

EXAMPLE = Path(__file__).parents[1] / "corpus" / "karabakh-2020"
BODIES = ["osce_minsk_group", "un", "eu"]


@pytest.fixture(scope="module", params=["parser", "rules"])
def tables(request):
    articles = tk.clean_text(tk.load_corpus(EXAMPLE))
    actors = tk.load_actors(EXAMPLE / "actors.yml")
    lexicon = tk.load_lexicon(EXAMPLE / "framing.yml")
    return request.param, tk.annotate(articles, actors, lexicon, method=request.param)


def voice_at(attributions, doc_id, place):
    """Return the actor whose content holds `place`, "" for an unknown speaker, None for none."""
    rows = attributions[attributions["doc_id"] == doc_id]
    holding = rows[(rows["content_start"] <= place) & (place < rows["content_end"])]
    if holding.empty:
        return None
    actor = holding["source_id"].iloc[0]
    return "" if pd.isna(actor) else actor


def heard(tables):
    """Return, for each quotation of quotations.csv, the actor noted and the actor heard."""
    quotations = pd.read_csv(EXAMPLE / "quotations.csv", keep_default_na=False)
    texts = tables.articles.set_index("doc_id")["text"]
    pairs, at = [], {}
    for row in quotations.itertuples():
        doc_id = Path(row.file).stem
        opening = re.compile('[“"]' + re.escape(row.words.split()[0]))
        match = opening.search(texts[doc_id], at.get(doc_id, 0))
        assert match, row
        found, at[doc_id] = match.start() + 1, match.end()
        pairs.append((row.actor, voice_at(tables.attributions, doc_id, found)))
    return pairs


def test_quotations_are_credited_as_often_as_the_page_of_the_method_says(tables):
    """Change the numbers here and in docs/method.md together, and only for the better."""
    method, found = tables
    pairs = heard(found)
    right = sum((noted or None) == actor for noted, actor in pairs)
    wrong = sum(bool(noted) and bool(actor) and noted != actor for noted, actor in pairs)
    expected = {"parser": (86, 5, 96), "rules": (87, 4, 96)}[method]
    assert (right, wrong, len(pairs)) == expected


def test_each_side_speaks_in_at_least_eight_dispatches(tables):
    _, found = tables
    speaking = found.attributions.dropna(subset="source_id")
    by_actor = speaking.groupby("source_id")["doc_id"].agg(set)
    counts = {
        actor: len(by_actor[actor])
        for actor in ("armenia", "azerbaijan", "russia", "turkey", "france")
    }
    counts["bodies"] = len(set().union(*(by_actor[body] for body in BODIES)))
    assert min(counts.values()) >= 8, counts


def test_scare_quotes_have_no_voice(tables):
    _, found = tables
    sister = found.mentions[found.mentions["match"] == "sister state"]
    assert len(sister) == 3
    assert (sister["mode"] == "scare").sum() == 2  # one has "as the phrase goes" for a cue


def test_negation_is_heard(tables):
    _, found = tables
    denied = found.mentions[found.mentions["negated"] & (found.mentions["match"] == "victory")]
    assert "armenia" in set(denied["voice_id"])
