"""A corpus of six mentions in three articles, whose tables are written by hand."""

import json

import pandas as pd
import pytest
from conftest import articles_of

import toolkit as tk
from toolkit.explore.session import Session
from toolkit.tables.schema import empty_table, make_table

LABELS = {"southland": "Southland", "northland": "Northland", "victory": "Victory"}


def ask(session, name, **values):
    """Return the answer to what the page asks."""
    answer = session.answer({"ask": name, **values})
    json.dumps(answer, allow_nan=False)  # all of it can be sent
    return answer


def only(*codes, but=False):
    """Return the choice of these values, as the page sends it."""
    return {"codes": list(codes), "but": but}


def mention_of(articles, doc_id, match, **columns):
    """Make a row of mentions: the first place of `match` in an article."""
    article = articles.set_index("doc_id").loc[doc_id]
    start = article["text"].index(match)
    return {
        "mention_id": f"{doc_id}:{start}-{start + len(match)}:{match}",
        "doc_id": doc_id,
        "start": start,
        "end": start + len(match),
        "term_id": match,
        "match": match,
        "mode": "indirect",
        "negated": False,
        "stance": "asserted",
        "n_targets": 0,
        "outlet": article["outlet"],
        "date": article["date"],
        **columns,
    }


def span_of(articles, doc_id, match, **columns):
    row = mention_of(articles, doc_id, match)
    return {name: row[name] for name in ("doc_id", "start", "end", "match")} | columns


@pytest.fixture
def tables():
    articles = articles_of(
        "Northland said the victory over Southland was a triumph.",
        "Southland: “Their defeat.” Both spoke of a conquest.",
        "It was a win. The losers lost, somebody said.",
        title="Day",
        outlet=["Tribune", "Courier", None],
    ).assign(date=pd.to_datetime(["2020-11-09", "2020-11-20", None]).astype("datetime64[us]"))
    said = {"attribution_id": "a:5-30", "rule": "cue-verb"}
    mentions = [
        mention_of(
            articles, "a", "victory", frame="victory", voice="northland", target_id="southland",
            target_role="patient", source="Northland", **said,
        ),
        mention_of(articles, "a", "triumph", frame="victory", voice="northland"),
        mention_of(articles, "b", "defeat", frame="defeat", voice="southland", mode="direct"),
        mention_of(articles, "b", "conquest", frame="victory", voice="northland+southland"),
        mention_of(articles, "c", "win", frame="victory", voice="narration", mode="narration"),
        mention_of(articles, "c", "lost", frame="defeat", voice="other speaker", stance="denied"),
    ]  # fmt: skip
    source, cue = (span_of(articles, "a", word) for word in ("Northland", "said"))
    attribution = {
        "part": 0, "doc_id": "a", "mode": "indirect", "content_start": 20, "content_end": 61,
        "source": "Northland", "source_start": source["start"], "source_end": source["end"],
        "cue": "said", "cue_start": cue["start"], "cue_end": cue["end"], "n_tokens": 7, **said,
    }  # fmt: skip
    named = {"kind": "name", "actor_kind": "country"}
    names = [
        span_of(articles, "a", "Northland", actor_id="northland", **named),
        span_of(articles, "a", "Southland", actor_id="southland", **named),
        span_of(articles, "b", "Southland", actor_id="southland", **named),
    ]
    return tk.Tables(
        articles,
        empty_table("terms"),
        make_table("names", names),
        make_table("attributions", [attribution]),
        empty_table("targets"),
        make_table("mentions", mentions),
    )


@pytest.fixture
def exposure(tables):
    """Northland has 18 words, Southland 15, 10 of them together; narration 27, all 60."""
    dates = tables.articles.set_index("doc_id")["date"]
    outlets = tables.articles.set_index("doc_id")["outlet"]
    rows = [
        ("a", "northland", "indirect", 8),
        ("a", "narration", "narration", 2),
        ("b", "southland", "direct", 5),
        ("b", "northland+southland", "indirect", 10),
        ("b", "narration", "narration", 5),
        ("c", "narration", "narration", 20),
        ("c", "other speaker", "indirect", 10),
    ]
    return make_table(
        "exposure",
        [
            {
                "doc_id": doc, "voice": voice, "mode": mode, "n_tokens": n, "date": dates[doc],
                "outlet": outlets[doc],
            }
            for doc, voice, mode, n in rows
        ],
    )  # fmt: skip


@pytest.fixture
def session(tables, exposure):
    return Session(tables, labels=LABELS, exposure=exposure, per=1000)
