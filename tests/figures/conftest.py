"""A small project: articles, two instruments, a script, and the figure that it makes."""

import contextlib
import runpy
import shutil

import pytest

ARTICLES = {
    "one": "Northland calls the truce a victory.\n\n"
    "“A victory,” Southland said. Its envoy repeated: “Our victory is complete.”",
    "two": "Southland said that the provocations had to end. A triumph, said Northland.",
    "three": "The herons stay. Northland said that it was a victory, no more.",
}
ACTORS = "actors:\n  north: {name: Northland}\n  south: {name: Southland}\n"
LEXICON = "frames:\n  winning: {terms: [victor*, triumph]}\n  blame: {terms: [provocat*]}\n"
SCRIPT = """\
import matplotlib
matplotlib.use("agg")
import toolkit as tk

SEED = 1
articles = tk.clean_text(tk.load_corpus("corpus"))
actors, lexicon = tk.load_actors("actors.yml"), tk.load_lexicon("framing.yml")
tables = tk.annotate(articles, actors, lexicon, method="rules")
exposure = tk.exposure(articles, tables.attributions)
rates = tk.rates(tables.mentions, exposure, by="voice", seed=SEED)
ax = tk.plot_rates(rates, hue="voice", labels=lexicon.labels())
tk.save_figure(
    ax.figure,
    "rates",
    data=rates,
    mentions=tables.mentions,
    articles=articles,
    attributions=tables.attributions,
    sources=["corpus", "actors.yml", "framing.yml"],
    made_by="made.py",
    parameters={"chosen": "all frames"},
)
"""


@pytest.fixture(scope="session")
def made_project(tmp_path_factory):
    """The folder of the project, with its figure; not to be changed."""
    folder = write_project(tmp_path_factory.mktemp("made") / "project")
    with contextlib.chdir(folder):
        runpy.run_path("made.py")
    return folder


@pytest.fixture
def project(made_project, tmp_path, monkeypatch):
    """The folder of the project, and the working directory; its figure is made."""
    folder = shutil.copytree(made_project, tmp_path / "project")
    monkeypatch.chdir(folder)
    return folder


def write_project(folder):
    """Write the project into a folder; return it."""
    (folder / "corpus").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / f"corpus/{name}.txt").write_text(text, encoding="utf-8")
    (folder / "actors.yml").write_text(ACTORS, encoding="utf-8")
    (folder / "framing.yml").write_text(LEXICON, encoding="utf-8")
    (folder / "made.py").write_text(SCRIPT, encoding="utf-8")
    return folder


@pytest.fixture
def change(project):
    """Return a function that replaces one piece of one of the project's files by another."""

    def change(file, old, new):
        path = project / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change
