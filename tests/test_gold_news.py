"""Mentions of real news against their gold sets, where the news stand beside the project."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
README = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
NEWS = {"wikinews": DATA / "wikinews/wikinews_2020.csv", "polnear": DATA / "polnear/train/text"}


@pytest.mark.parametrize("name", NEWS)
def test_accuracy_on_news_is_what_the_readme_says(name, monkeypatch):
    if not NEWS[name].exists():
        pytest.skip(f"no {NEWS[name].name}: the news are not here")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    from gold import table

    assert [line for line in table(name, DATA) if line not in README] == []
