"""Gives each entry of the reference an example: a statement of a page, which the tests run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from examples import ROOT, find_pages, read_blocks

DOCS = ROOT / "docs"

# What is shown by its command: in the notebook that makes a figure it is refused.
_COMMANDS = {"check_figures": "toolkit verify", "pack_figures": "toolkit pack"}
_LIST = "cheat-sheet.md"  # shows calls without their surroundings


class Example(NamedTuple):
    """Lines of a page that call a function.

    Attributes
    ----------
    code
        The statement.
    language
        "python" or "sh".
    page
        Where it stands.
    """

    code: str
    language: str
    page: Path


def find_examples() -> dict[str, Example]:
    """Return for each public name the shortest statement that calls it, of a page of one task."""
    found: dict[str, list[Example]] = {}
    for page in find_pages():
        if DOCS not in page.parents:  # the README, which is no page of the documentation
            continue
        for block in read_blocks(page.read_text(encoding="utf-8")):
            for name, code in _called(block.kind, block.content):
                found.setdefault(name, []).append(Example(code, block.kind, page))
    return {name: min(examples, key=_rank) for name, examples in found.items()}


def _called(kind: str, content: str) -> Iterator[tuple[str, str]]:
    if kind == "sh":
        for name, command in _COMMANDS.items():
            for line in re.findall(rf"^{command} .*$", content, re.MULTILINE):
                yield name, line
    if kind != "python":
        return
    for statement in ast.parse(content).body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "tk":
                yield node.attr, ast.get_source_segment(content, statement) or ""


def _rank(example: Example) -> tuple[bool, int, str]:
    return example.page.name == _LIST, len(example.code), example.page.as_posix()


def add_example(*event: Any) -> None:
    """Put the example below a docstring; `event` is that of `autodoc-process-docstring`."""
    *_, name, _, _, lines = event
    package, _, public = name.partition(".")
    example = _EXAMPLES.get(public) if package == "toolkit" else None
    if example is None:
        return
    page = example.page.relative_to(DOCS).with_suffix("").as_posix()
    lines += [".. rubric:: Example", "", f".. code-block:: {example.language}", ""]
    lines += [f"   {line}" for line in example.code.splitlines()]
    lines += ["", f"From :doc:`/{page}`, which shows what goes before it, and its output.", ""]


_EXAMPLES = find_examples()


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx, after napoleon, which reads the sections of the docstring."""
    app.connect("autodoc-process-docstring", add_example, priority=600)
    return {"parallel_read_safe": True}
