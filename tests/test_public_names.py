"""The public names are those of __init__.pyi, for Python and for type checkers alike."""

import ast
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

import toolkit

STUB = Path(toolkit.__file__).with_suffix(".pyi")


def test_every_public_name_can_be_had():
    assert len(toolkit.__all__) == len(set(toolkit.__all__))
    assert set(toolkit.__all__) <= set(dir(toolkit))
    for name in toolkit.__all__:
        assert getattr(toolkit, name).__name__ == name


def test_type_checkers_see_the_same_names_and_that_there_are_types():
    tree = ast.parse(STUB.read_text(encoding="ascii"))  # lazy-loader opens it without an encoding
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    names = [(alias.name, alias.asname) for node in imports for alias in node.names]
    assert all(name == public for name, public in names)
    assert sorted(name for name, _ in names) == sorted(toolkit.__all__)
    assert STUB.with_name("py.typed").exists()


@pytest.mark.parametrize("name", ["annotate", "explore"])
@pytest.mark.parametrize("steps", ["import; name", "name; import"])
def test_a_folder_does_not_hide_the_function_of_its_name(name, steps):
    """Python sets `toolkit.annotate` to the folder when a module in it is imported."""
    module = {"annotate": "toolkit.annotate.terms", "explore": "toolkit.explore.show"}[name]
    step = {"import": f"import {module}", "name": f"toolkit.{name}"}
    lines = ["import toolkit", *(step[s] for s in steps.split("; "))]
    lines.append(f"print(callable(toolkit.{name}), toolkit.{name}.__name__)")
    code = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"True {name}\n"


@pytest.mark.skipif(find_spec("rfc3987_syntax") is None, reason="this jsonschema asks for none")
def test_notebooks_are_read_without_a_parser_that_takes_a_second():
    code = """
import sys
import toolkit.commands.new, toolkit.figures.rerun
print(*(name in sys.modules for name in ("nbformat", "lark", "rfc3987_syntax")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True False False\n"


def test_the_version_is_that_of_the_package():
    assert toolkit.__version__ == version("discourse-toolkit")
    with pytest.raises(AttributeError, match="__nothing__"):
        toolkit.__nothing__  # noqa: B018
