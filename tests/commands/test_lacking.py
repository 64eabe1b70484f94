"""`toolkit check` says beforehand which figures a corpus cannot bear."""

import pandas as pd
import pytest
from conftest import articles_of

from toolkit.commands.cli import main
from toolkit.commands.lacking import lacking_articles, lacking_independence, lacking_voices
from toolkit.tables.schema import make_table

PERIODS = "(Figures 7 and 8 of the notebooks)"


def dated(*days):
    return articles_of(*["Text."] * len(days)).assign(date=pd.to_datetime(pd.Series(days)))


def test_many_copies_are_said_to_widen_intervals():
    said = list(
        lacking_independence(dated(*["2031-05-01"] * 5).assign(family_id=list("aab") + [None] * 2))
    )
    assert [line.partition(", for")[0] for line in said] == [
        "1 of 5 articles are copies of another, or nearly so: intervals are as wide as those of 4 "
        "articles"
    ]
    few = dated(*["2031-05-01"] * 6).assign(family_id=["a", "a", *[None] * 4])
    assert list(lacking_independence(few)) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], []),
        (["2031-05-01", "2031-05-02"], []),
        (["2031-05-01", "2031-05-02", None], []),
        (
            ["2031-05-01"],
            [
                "one article: there is no difference between articles to make intervals from, and "
                f"no two periods to compare {PERIODS}"
            ],
        ),
        (
            [None, None],
            [
                "no article has a date: nothing can be drawn over time, or compared between two "
                "periods (Figures 3, 7 and 8 of the notebooks)"
            ],
        ),
        (
            ["2031-05-01", "2031-05-01", "2031-05-02"],
            [
                "more than half of the dated articles are of the first day: there are no two "
                f"periods to compare {PERIODS}"
            ],
        ),
    ],
)
def test_articles_that_cannot_bear_a_figure(days, said):
    assert list(lacking_articles(dated(*days))) == said


def spoken(**words):
    """Make the attributions of these actors, with so many words each."""
    rows = [
        {
            "attribution_id": f"a:{at}", "part": 0, "doc_id": "a", "mode": "direct",
            "content_start": 0, "content_end": 1, "source_id": actor.replace("_and_", "+"),
            "n_tokens": n, "rule": "r", "method": "rules",
        }
        for at, (actor, n) in enumerate(words.items())
    ]  # fmt: skip
    return make_table("attributions", rows)


def test_actors_who_never_speak_are_named(registry):
    silent = "never heard to speak: League of Coasts"
    few = "fewer than two actors speak: there are no two to compare (Figure 6 of the notebooks)"
    short = (
        "no actor speaks 250 words: there is no result to try for robustness (Figure 10 of the "
        "notebooks)"
    )
    assert list(lacking_voices(spoken(northland=250, southland=1), registry)) == [silent]
    assert list(lacking_voices(spoken(northland_and_southland=250), registry)) == [silent]
    assert list(lacking_voices(spoken(northland=249, southland=249), registry)) == [silent, short]
    alone = "never heard to speak: Southland, League of Coasts"
    assert list(lacking_voices(spoken(northland=250), registry)) == [alone, few]
    nobody = "never heard to speak: Northland, Southland, League of Coasts"
    assert list(lacking_voices(spoken(), registry)) == [nobody, few, short]


def test_check_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").mkdir()
    for name in "ab":
        (tmp_path / f"corpus/{name}.txt").write_text(f"Northland said that {name} was over.")
    (tmp_path / "actors.yml").write_text("actors: {n: {name: Northland}, s: {name: Southland}}")
    assert main(["check", "corpus", "--actors", "actors.yml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "never heard to speak: Southland" in lines
    assert [line[:29] for line in lines if "Figure" in line] == [
        "no article has a date: nothin",
        "fewer than two actors speak: ",
        "no actor speaks 250 words: th",
    ]
