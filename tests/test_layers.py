"""Imports run one way: base <- read <- annotate, base <- measure and coding; plot stands alone."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import toolkit

PACKAGE = Path(toolkit.__file__).parent
STAGES = ("read", "annotate", "measure", "coding", "plot")
BASE = ("display", "tables")  # folders of the lowest layer, and of the outermost
EDGE = ("explore", "figures")
OUTERMOST = (*EDGE, "show", "run", "notebooks", "fetch", "cli")
MAY_IMPORT = {
    "base": {"base"},
    "read": {"base", "read"},
    "annotate": {"base", "read", "annotate"},
    "measure": {"base", "measure"},
    "coding": {"base", "coding"},
    "plot": {"plot"},
    "outermost": {"base", *STAGES, "outermost", "package"},
}


def name_of(path):
    parts = ("toolkit", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer_of(module):
    if module == "toolkit":
        return "package"
    first = module.split(".")[1]
    if first in STAGES:
        return first
    return "outermost" if first in OUTERMOST else "base"


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


IMPORTS = {name: imports_of(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def importers(library):
    return sorted(
        name
        for name, imports in IMPORTS.items()
        if any(imported.split(".")[0] == library for imported in imports)
    )


def test_imports_are_found_wherever_they_stand():
    source = "import a.b, c\ndef f():\n    from toolkit import schema, x\n    from d.e import g\n"
    assert imports_of(source) == {"a.b", "c", "toolkit.schema", "toolkit", "d.e"}


def test_every_folder_has_its_layer():
    folders = {path.name for path in PACKAGE.iterdir() if list(path.glob("*.py"))}
    assert folders == {*STAGES, *BASE, *EDGE}
    assert {name for name in OUTERMOST if f"toolkit.{name}" in MODULES} == set(OUTERMOST)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "toolkit"])
def test_a_module_imports_from_its_own_layer_and_those_below_only(module):
    ours = {name for name in IMPORTS[module] if name.split(".")[0] == "toolkit"}
    wrong = {name for name in ours if layer_of(name) not in MAY_IMPORT[layer_of(module)]}
    assert wrong == set()


def test_plots_import_their_style_and_their_marks_and_nothing_else_of_ours():
    for module in MODULES:
        if layer_of(module) == "plot":
            ours = {name for name in IMPORTS[module] if name.startswith("toolkit")}
            assert ours <= {"toolkit.plot.style", "toolkit.plot.marks"}


def test_no_imports_run_in_a_circle():
    graph = {name: imports & set(MODULES) - {"toolkit"} for name, imports in IMPORTS.items()}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(MODULES) - 1


@pytest.mark.parametrize(
    "library",
    [
        "spacy",
        "nltk",
        "sentencex",
        "textblob",
        "ftfy",
        "datasketch",
        "defusedxml",
        "pooch",
        "anywidget",
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
        "anywidget",
    )
    code = f"import sys, toolkit; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_public_name_can_be_had():
    assert len(toolkit.__all__) == len(set(toolkit.__all__))
    assert set(toolkit.__all__) <= set(dir(toolkit))
    for name in toolkit.__all__:
        assert getattr(toolkit, name).__name__ == name
