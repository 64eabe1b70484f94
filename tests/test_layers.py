"""Imports run one way: a folder imports only folders that stand above it in `FLOORS`."""

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import toolkit

PACKAGE = Path(toolkit.__file__).parent
FLOORS = (
    "text",
    "display",
    "tables",
    "plot",
    "plot",
    "languages",
    "statistics",
    "instruments",
    "read",
    "annotate",
    "measure",
    "coding",
    "partitions",
    "figures",
    "exchange",
    "explore",
    "commands",
)
GROUND = FLOORS[:2]  # these import no other folder
ROOT = {"toolkit", "toolkit.provenance"}


def name_of(path):
    parts = ("toolkit", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def folder_of(module):
    return None if module in ROOT else module.split(".")[1]


def may_import(module, imported):
    """Tell whether a module may import another one of ours."""
    here, there = folder_of(module), folder_of(imported)
    if here is None:
        return imported in ROOT
    if here == there:
        return True
    if imported == "toolkit":  # the public names, as a researcher has them
        return FLOORS.index(here) >= FLOORS.index("figures")
    if here == "annotate" and there == "read":
        return False
    return there is None or (here not in GROUND and FLOORS.index(there) < FLOORS.index(here))


def imports_of(source):
    """Return the full names of all that a module imports, in functions too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the layer"
            found |= {
                full if (full := f"{node.module}.{alias.name}") in MODULES else node.module
                for alias in node.names
            }
    return found


@cache
def all_imports():
    return {name: imports_of(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def importers(library):
    return sorted(
        name
        for name, imports in all_imports().items()
        if any(imported.split(".")[0] == library for imported in imports)
    )


def test_imports_are_found_wherever_they_stand():
    source = "import a.b, c\ndef f():\n from toolkit.tables import schema, x\n from d.e import g\n"
    assert imports_of(source) == {"a.b", "c", "toolkit.tables.schema", "toolkit.tables", "d.e"}


def test_the_root_holds_its_modules_and_the_floors_and_nothing_else():
    assert {
        name for name, path in MODULES.items() if name in ROOT or path.parent == PACKAGE
    } == ROOT
    assert {path.name for path in PACKAGE.iterdir() if list(path.glob("*.py"))} == set(FLOORS)


@pytest.mark.parametrize(
    ("module", "imported", "allowed"),
    [
        ("toolkit.measure.rates", "toolkit.tables.schema", True),
        ("toolkit.tables.schema", "toolkit.measure.rates", False),
        ("toolkit.plot.rates", "toolkit.tables.keys", True),
        ("toolkit.plot.rates", "toolkit.measure.rates", False),
        ("toolkit.annotate.terms", "toolkit.read.articles", False),
        ("toolkit.languages.language", "toolkit.instruments.lexicon", False),
        ("toolkit.figures.save", "toolkit.explore.show", False),
        ("toolkit.display.listing", "toolkit.text.sentences", False),
        ("toolkit.measure.rates", "toolkit", False),
        ("toolkit.commands.cli", "toolkit", True),
        ("toolkit.provenance", "toolkit.text.sentences", False),
    ],
)
def test_a_folder_may_import_those_above_it(module, imported, allowed):
    assert may_import(module, imported) is allowed


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_from_its_folder_and_those_above_only(module):
    ours = {name for name in all_imports()[module] if name.split(".")[0] == "toolkit"}
    assert {name for name in ours if not may_import(module, name)} == set()


def test_no_imports_run_in_a_circle():
    graph = {name: imports & set(MODULES) - {"toolkit"} for name, imports in all_imports().items()}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES) - 1


@pytest.mark.parametrize(
    "library",
    [
        "spacy",
        "nltk",
        "sentencex",
        "simplemma",
        "py3langid",
        "textblob",
        "ftfy",
        "datasketch",
        "defusedxml",
        "pooch",
        "anywidget",
        "docx",
    ],
)
def test_a_library_has_one_door_or_two(library):
    assert 1 <= len(importers(library)) <= 2, importers(library)


def test_importing_the_toolkit_loads_nothing_heavy():
    heavy = (
        "spacy",
        "nltk",
        "matplotlib",
        "scipy",
        "textblob",
        "pandas",
        "numpy",
        "sentencex",
        "simplemma",
        "py3langid",
        "anywidget",
        "docx",
    )
    code = f"import sys, toolkit; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_tone_is_told_without_what_textblob_imports_and_textblob_stays_whole():
    sentence = "A victory that is not good."
    code = (
        "import sys\nfrom toolkit.annotate.tone import _sentiment\n"
        f"tone = _sentiment({sentence!r})\n"
        "print([m for m in ('nltk', 'scipy', 'textblob') if m in sys.modules])\n"
        f"import textblob; print(tuple(textblob.TextBlob({sentence!r}).sentiment) == tone, tone)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nTrue (-0.35, 0.6000000000000001)\n"
