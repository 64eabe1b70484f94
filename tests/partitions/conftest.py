"""A corpus of 200 articles from the generator of the scale benchmark."""

import runpy
from pathlib import Path

import pytest

import toolkit as tk

SCALE = Path(__file__).parents[2] / "benchmarks/scale.py"


@pytest.fixture(scope="session")
def scale():
    """The module benchmarks/scale.py."""
    return runpy.run_path(str(SCALE), run_name="imported")


@pytest.fixture(scope="session")
def corpus(scale, tmp_path_factory):
    """The file of 200 articles, with actors.yml and framing.yml beside it."""
    return scale["write_corpus"](tmp_path_factory.mktemp("scale"), 200, seed=3)


@pytest.fixture(scope="session")
def instruments(corpus):
    """Actors and lexicon."""
    return (
        tk.load_actors(corpus.parent / "actors.yml"),
        tk.load_lexicon(corpus.parent / "framing.yml"),
    )


@pytest.fixture(scope="session")
def in_memory(corpus, instruments):
    """Each table of the corpus by its name, made in memory."""
    articles = tk.clean_text(tk.load_corpus(corpus))
    tables = tk.annotate(articles, *instruments, method="rules")
    return tables._asdict() | {"exposure": tk.exposure(articles, tables.attributions)}


@pytest.fixture(scope="session")
def parts(corpus, instruments, tmp_path_factory):
    """The folder of the same corpus in four parts, annotated by two processes."""
    folder = tk.partition(corpus, tmp_path_factory.mktemp("parts"), size=50)
    return tk.annotate_parts(folder, *instruments, method="rules", processes=2)
