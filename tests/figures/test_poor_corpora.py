"""Every notebook runs on a corpus that lacks something, and a figure without data says why."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{warning}")  # of so few articles, and rightly so
    for warning in (
        "toolkit.annotate.terms.LexiconWarning",
        "toolkit.measure.periods.PeriodWarning",
        "toolkit.measure.sensitivity.SensitivityWarning",
    )
]
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ACTORS = """\
actors:
  north: {name: Northland, people: {berg: {name: Ada Berg}}}
  south: {name: Southland, people: {reyes: {name: Maria Reyes}}}
  mute: {name: Mutania}
"""
LEXICON = "frames:\n  winning: {terms: [victor*, triumph]}\n  blame: {terms: [provocat*]}\n"
ONE = (
    "Northland calls the truce a victory over Southland. “A victory,” Ada Berg said, and she spoke "
    "of it at length in the harbour, where boats came and went and nobody thought of fishing.\n\n"
    "Maria Reyes of Southland said that the provocations of Northland had to end, all of them, at "
    "once and for good, before the herons came back to the marshes and the nets were mended, as "
    "they were every year in spring."
)
TWO = "Maria Reyes said that it was a triumph for Southland. No provocation, said Ada Berg."
UNTOLD = (
    "The victory was complete. The provocations ended. The boats of Northland came back in the "
    "evening, with the herons."
)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs notebooks on these articles; it gives what empty figures say."""

    def run(*articles, numbers="0*"):
        corpus = tmp_path / "corpus"
        (corpus / "articles").mkdir(parents=True)
        for at, article in enumerate(articles):
            (corpus / f"articles/{at}.md").write_text(article, encoding="utf-8")
        (corpus / "actors.yml").write_text(ACTORS, encoding="utf-8")
        (corpus / "framing.yml").write_text(LEXICON, encoding="utf-8")
        monkeypatch.chdir(NOTEBOOKS)
        said = {}
        for path in sorted(NOTEBOOKS.glob(f"{numbers}.ipynb")):
            said |= run_cells(path, f"CORPUS, FIGURES = {str(corpus)!r}, {str(tmp_path / 'f')!r}")
        return said

    return run


def run_cells(path, chosen):
    """Run the cells here, where the libraries are loaded, and show what each shows."""
    namespace, said = {}, {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        code = cell.source
        if "parameters" in cell.metadata.get("tags", ()):
            code = f"{code}\n{chosen}\nMETHOD, LEAST = 'rules', 20"
        *first, last = ast.parse(code).body
        exec(compile(ast.Module(first, []), path.name, "exec"), namespace)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), path.name, "eval"), namespace)
            getattr(shown, "_repr_html_", lambda shown=shown: repr(shown))()
        else:
            exec(compile(ast.Module([last], []), path.name, "exec"), namespace)
        for name in re.findall(r'save_figure\(\s*ax\.figure, "(\w+)-', code):
            for text in namespace["ax"].texts:
                if text.get_text().startswith("no data: "):
                    said[name] = text.get_text().removeprefix("no data: ")
    return said


NO_DATE = "no mention has a date"
NO_RATES = "the table of rates has no rows"
NO_PAIR = "there are no two groups to compare, or nothing was counted"
NO_WORDS = "no words were compared"
NO_RESULT = "there is no estimate by own words"
FEW = "no voice aims 3 mentions at one target"


def test_articles_without_date_and_outlet(run):
    said = run(ONE, TWO, TWO.replace("triumph", "victory"))
    assert said == {"fig3": NO_DATE, "fig5": FEW, "fig7": NO_PAIR, "fig8": NO_WORDS}


def test_one_article(run):
    said = run(f"---\ndate: 2031-05-05\noutlet: Post\n---\n{ONE}")
    assert said == {"fig5": FEW, "fig7": NO_PAIR, "fig8": NO_WORDS}


def test_nobody_speaks(run):
    said = run(*(f"---\ndate: 2031-05-{day}\n---\n{UNTOLD}" for day in (10, 20)))
    assert said == {
        "fig4": "the table of voices has no rows",
        "fig5": FEW,
        "fig6": NO_PAIR,
        "fig8": "no word differs beyond chance",
        "fig10": NO_RESULT,
        "fig11": NO_PAIR,
    }


def test_no_term_is_found(run):
    articles = (f"---\ndate: 2031-05-{day}\n---\nBoats came, said Ada Berg." for day in (10, 20))
    said = run(*articles, numbers="0[3468]*")
    nothing = {"fig1": NO_RATES, "fig2": NO_RATES, "fig3": NO_DATE}
    assert said == nothing | {"fig6": NO_PAIR, "fig7": NO_PAIR, "fig10": NO_RESULT}
