"""Run the examples of the pages, and write what they give out below them: `make examples`.

A page's examples run from top to bottom in one folder, a copy of what the project has to work on:

- a block with a caption is a file of that name, and is written;
- a block of ``python`` is run as a cell of a notebook is; all of a page are also kept as the
  notebook that the page names by ``made_by``;
- a block of ``sh`` is run by bash, but for the commands of NOT_RUN;
- a block of ``text`` is what the block before it gives out;
- a picture from ``images/`` below a block is the figure that the block has drawn.
"""

import ast
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap
import warnings
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
NOT_RUN = (
    "git clone",  # needs the network
    "toolkit fetch wikinews",  # needs the network
    "make",  # makes the environment that this runs in
    ". .venv/bin/activate",  # there is no other environment to enter
    "jupyter lab",  # waits for a reader
    "toolkit figures --corpus",  # takes minutes; one of its notebooks is run in its place
    "toolkit figures   #",  # the same
)
_CAPTION = re.compile(r":caption: (\S+)\n+")
_PICTURE = re.compile(r"!\[[^]]*\]\((?:\.\./)?images/([\w-]+\.svg)\)")
_FENCES = re.compile(r"^\s*(`{3,})", re.MULTILINE)
_MADE_BY = re.compile(r'made_by="([\w-]+\.ipynb)"')
_WIDTH = 84  # characters of a line of output, as the pages have room for
_DISPLAY = ("display.width", _WIDTH, "display.max_columns", 12, "display.max_colwidth", 60)


@dataclass(frozen=True)
class Block:
    """A fenced block or a picture of a page, and the lines where it stands."""

    kind: str
    content: str
    first: int
    last: int


def find_pages() -> list[Path]:
    """Return the pages that have examples: README.md, and all below docs/ but the decisions."""
    docs = ROOT / "docs"
    pages = [*docs.glob("*.md"), *docs.glob("howto/*.md"), *docs.glob("api/*.md")]
    return [ROOT / "README.md", *sorted(pages)]


def run_page(path: Path, folder: Path) -> tuple[str, dict[str, bytes]]:
    """Run the examples of a page in a new `folder`.

    Returns
    -------
    tuple
        The page with what its examples gave out, and the pictures that they have drawn, by name.

    Raises
    ------
    Exception
        Whatever an example raises, with the place in the page.
    """
    import matplotlib as mpl
    import pandas as pd

    mpl.use("agg")
    text = path.read_text(encoding="utf-8")
    blocks = read_blocks(text)
    session = _Session([block.content for block in blocks if block.kind == "python"])
    _make_project(folder)
    terminal = patch.dict(os.environ, {"COLUMNS": str(_WIDTH)})
    with chdir(folder), pd.option_context(*_DISPLAY), terminal:
        for block in blocks:
            try:
                session.run(block)
            except Exception as error:
                error.add_note(f"in the example at line {block.first + 1} of {path.name}")
                raise
        session.close()
    return _rewrite(text, session.printed), session.pictures


def read_blocks(text: str) -> list[Block]:
    """Return the fenced blocks and the pictures of a page, in order."""
    from markdown_it import MarkdownIt

    blocks = []
    for token in MarkdownIt().parse(text):
        if token.type == "fence":
            caption = _CAPTION.match(token.content)
            kind = f"file {caption[1]}" if caption else token.info.strip()
            content = token.content[caption.end() :] if caption else token.content
            blocks.append(Block(kind, content, *token.map))
        elif token.type == "inline" and (picture := _PICTURE.fullmatch(token.content)):
            blocks.append(Block("picture", picture[1], *token.map))
    return blocks


def _rewrite(text: str, printed: dict[Block, str]) -> str:
    lines = text.splitlines()
    for block, output in reversed(printed.items()):
        indent = lines[block.first].partition("`")[0]
        fence = max([*_FENCES.findall(output), "``"], key=len) + "`"  # none ends the block early
        lines[block.first : block.last] = [
            f"{indent}{fence}text",
            *(f"{indent}{line}".rstrip() for line in output.strip("\n").splitlines()),
            f"{indent}{fence}",
        ]
    return "\n".join(lines) + "\n"


def _make_project(folder: Path) -> None:
    for name in ("corpus", "notebooks", "docs/tutorial"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "corpus/karabakh-2020", folder / "corpus/mine")


class _Session:
    """The examples of one page: what they have defined, given out and drawn so far."""

    def __init__(self, cells: list[str]) -> None:
        self.printed: dict[Block, str] = {}
        self.pictures: dict[str, bytes] = {}
        self._cells = cells
        self._namespace = {"__name__": "__main__"}
        self._output: str | None = None  # till an example has run
        self._warnings: list[str] = []

    def run(self, block: Block) -> None:
        """Run an example, write a file, or keep what the last example gave out."""
        if block.kind == "text":
            if self._output is None:
                raise RuntimeError(
                    "an output that no example precedes; code that is not run is a ``{code-block}``"
                )
            self.printed[block] = "\n".join([*self._warnings, self._output])
            self._warnings = []
        elif block.kind == "picture":
            self.pictures[block.content] = _draw(block.content)
        elif block.kind.startswith("file "):
            _write(Path(block.kind.removeprefix("file ")), block.content)
        elif block.kind == "sh":
            self._output = _run_shell(block.content)
        elif block.kind == "python":
            self.close()
            self._keep_notebook(block.content)
            self._run_python(block.content)

    def close(self) -> None:
        """Refuse warnings that the page does not show."""
        if self._warnings:
            raise RuntimeError(f"warned of what the page does not show: {self._warnings}")

    def _keep_notebook(self, cell: str) -> None:
        import nbformat

        if named := _MADE_BY.search(cell):
            cells = [nbformat.v4.new_code_cell(cell) for cell in self._cells]
            nbformat.write(nbformat.v4.new_notebook(cells=cells), named[1])

    def _run_python(self, cell: str) -> None:
        *first, last = ast.parse(cell).body
        with redirect_stdout(io.StringIO()) as output, warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            exec(compile(ast.Module(first, []), "page", "exec"), self._namespace)  # noqa: S102
            exec(compile(ast.Interactive([last]), "page", "single"), self._namespace)  # noqa: S102
        self._output = output.getvalue()
        told = [f"{type(w.message).__name__}: {w.message}" for w in seen]
        self._warnings = [textwrap.fill(line, _WIDTH, break_on_hyphens=False) for line in told]


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _run_shell(script: str) -> str:
    """Run the lines of a script but those of NOT_RUN, and stay in the folder that it ends in."""
    lines = [line for line in script.splitlines() if not line.startswith(NOT_RUN)]
    with tempfile.TemporaryDirectory() as temporary:
        where, command = Path(temporary, "where"), Path(temporary, "bin/toolkit")
        _write(
            command, f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m toolkit.commands.cli "$@"\n'
        )
        command.chmod(0o755)
        path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
        python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        done = subprocess.run(  # noqa: S603  the page's own lines
            ["/bin/bash", "-c", "\n".join([f"trap 'pwd > {where}' EXIT", *lines])],
            env=os.environ | {"PATH": path, "PYTHONPATH": python_path, "MPLBACKEND": "agg"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        os.chdir(where.read_text(encoding="utf-8").strip())
    if done.returncode > 1:  # 1 is the answer of a command that has found faults
        raise RuntimeError(f"ended with {done.returncode}: {done.stdout}")
    return done.stdout


def _draw(name: str) -> bytes:
    """Return the figure that was drawn last as SVG, the same bytes each time."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    from toolkit.figures.save import settle

    settle(plt.gcf())
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        plt.gcf().savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close("all")
    return buffer.getvalue()


def main(pages: list[str]) -> None:
    """Run the examples of these pages, or of all, and write the pages and pictures anew."""
    for page in map(Path, pages) if pages else find_pages():
        with tempfile.TemporaryDirectory() as folder:
            text, pictures = run_page(page.resolve(), Path(folder, "project"))
        _write(page, text)
        for name, picture in pictures.items():
            IMAGES.mkdir(exist_ok=True)
            (IMAGES / name).write_bytes(picture)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the toolkit that stands here, not another that is installed
    main(sys.argv[1:])
