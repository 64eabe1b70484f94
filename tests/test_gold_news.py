"""Mentions of real news against their gold sets, where the news stand beside the project."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
PAGE = (ROOT / "docs/method.md").read_text(encoding="utf-8").splitlines()
NEWS = {"wikinews": DATA / "wikinews/wikinews_2020.csv", "polnear": DATA / "polnear/train/text"}


@pytest.mark.parametrize("name", NEWS)
def test_accuracy_on_news_is_what_the_page_of_the_method_says(name, monkeypatch):
    if not NEWS[name].exists():
        pytest.skip(f"no {NEWS[name].name}: the news are not here")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    from gold import table

    assert [line for line in table(name, DATA) if line not in PAGE] == []


def test_notebook_5_states_what_that_page_does():
    notebook = json.loads((ROOT / "notebooks/05-voices-and-targets.ipynb").read_text("utf-8"))
    lines = [line.strip() for cell in notebook["cells"] for line in cell["source"]]
    stated = [line.split(" | ") for line in lines if " articles | " in line]
    assert len(stated) == len(NEWS)
    for title, n, voice, n_targets, precision, recall in stated:
        at = next(i for i, line in enumerate(PAGE) if line.startswith(title))
        sizes, parser = PAGE[at + 2].split(" | "), PAGE[at + 3].split(" | ")
        assert [sizes[1], sizes[6], parser[0]] == [n, n_targets, "| `parser`"]
        assert [parser[1], parser[5], f"{parser[6]} |"] == [voice, precision, recall]
