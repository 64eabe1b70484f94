"""Builders that the tests share: tiny articles and instruments in a line each."""

import gc
import io
import json
import os
import re
import subprocess
import sys
import warnings
from contextlib import ExitStack, chdir, nullcontext, redirect_stderr, redirect_stdout
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.backends import _backend_pdf_ps

import toolkit as tk
from toolkit.figures.jupyter import nbformat
from toolkit.instruments.lexicon import Frame, Lexicon, Term
from toolkit.instruments.registry import Actor, ActorRegistry, Person, Role
from toolkit.provenance import package_versions
from toolkit.read import files
from toolkit.read.articles import load_with_ledger
from toolkit.read.formats.sandbox import SECONDS, Sandbox
from toolkit.tables.schema import make_table
from toolkit.text.words import count_words

mpl.use("agg")
LONGEST = ("tests/figures/test_notebooks.py", "tests/test_docs.py", "tests/test_gold_news.py")
FIGURE = Path(__file__).parents[1] / "figures/fig1-rates-by-voice.json"


def pytest_make_parametrize_id(val, argname):
    """Name bytes and long texts by their argument: an archive holds the time it was made at."""
    return argname if isinstance(val, bytes) or len(str(val)) > 200 else None


def pytest_collection_modifyitems(items):
    """Begin with the tests that take longest: else one worker is left with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish():
    """Let garbage be looked for a tenth as often, which halves the time for it."""
    gc.set_threshold(10 * gc.get_threshold()[0])


@pytest.fixture(scope="session", autouse=True)
def _find_what_is_left():
    """Look for garbage while a warning of it still fails a test."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


class SharedSandbox(Sandbox):
    """One that outlives a test, which may work in another folder than the last one did."""

    def read(self, path):
        return super().read(path.absolute())

    def unpack(self, path):
        super().unpack(path.absolute())


@pytest.fixture(scope="session", autouse=True)
def _one_sandbox():
    """Let one process read the exports of all tests: to start it takes longer than to read."""
    with ExitStack() as stack:

        @cache
        def shared(*, seconds=SECONDS):
            return nullcontext(stack.enter_context(SharedSandbox(seconds=seconds)))

        with mock.patch.object(files, "Sandbox", shared):
            yield


@pytest.fixture
def sandbox_per_load(monkeypatch):
    """Let each load start its own process to read exports, as it does outside of tests."""
    monkeypatch.setattr(files, "Sandbox", Sandbox)


@pytest.fixture(scope="session", autouse=True)
def _fonts_cut_once():
    """Cut a font to the same characters once: else that is half the time of each figure saved."""
    cut, written = _backend_pdf_ps.get_glyphs_subset, _backend_pdf_ps.font_as_file

    @cache
    def kept(path, glyphs):
        with cut(path, glyphs) as part:
            font = getattr(part, "font", part)  # matplotlib 3.11.0 gives the font alone
            return written(font).getvalue(), getattr(part, "glyph_index_map", {})

    def cut_once(path, glyphs):
        font, numbers = kept(path, frozenset(glyphs))
        return nullcontext(SimpleNamespace(font=font, glyph_index_map=dict(numbers)))

    def written_once(part):
        return io.BytesIO(getattr(part, "font", part))

    with (
        mock.patch.object(_backend_pdf_ps, "get_glyphs_subset", cut_once),
        mock.patch.object(_backend_pdf_ps, "font_as_file", written_once),
    ):
        yield


def articles_of(*texts, title="", date="2020-11-10", **columns):
    """Make the articles table of these bodies; ids are a, b, c ..."""
    head = f"{title}\n\n" if title else ""
    return make_table(
        "articles",
        [
            {
                "doc_id": "abcdefghijklmnopqrstuvwxyz"[at],
                "title": title,
                "text": head + text,
                "body_start": len(head),
                "n_tokens": count_words(head + text),
                "date": date,
                **{name: values[at] for name, values in columns.items()},
            }
            for at, text in enumerate(texts)
        ],
    )


def lexicon_of(**frames):
    """Make a lexicon: lexicon_of(victory=["victor*", Term(...)])."""
    return Lexicon(
        tuple(
            Frame(
                frame,
                frame.capitalize(),
                "",
                tuple(t if isinstance(t, Term) else Term(t, frame) for t in terms),
            )
            for frame, terms in frames.items()
        )
    )


@pytest.fixture
def registry():
    """Three actors, with a person who shares a surname with another."""
    return ActorRegistry(
        (
            Actor(
                "northland",
                "Northland",
                demonyms=("Northlandic", "Northlanders"),
                metonyms=("Norport",),
                exceptions=("Norport Times",),
                people=(
                    Person(
                        "berg",
                        "Ada Berg",
                        pronoun="she",
                        roles=(Role(("president",)),),
                    ),
                    Person("holm", "Jon Holm", roles=(Role(("foreign minister",)),)),
                ),
            ),
            Actor(
                "southland",
                "Southland",
                demonyms=("Southlandic",),
                metonyms=("Sudport",),
                people=(
                    Person("reyes", "Çelo Reyes", roles=(Role(("foreign minister",)),)),
                    Person("holm_s", "Maria Holm", pronoun="she"),
                ),
            ),
            Actor("league", "League of Coasts", kind="body", aliases=("the League",)),
        )
    )


def lines_run(function, *arguments):
    """Return how many lines of the toolkit a call runs: its time, on every machine alike."""
    ours, count, tracing = str(Path(tk.__file__).parent), 0, sys.gettrace()

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.startswith(ours) else None

    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(tracing)
    return count


def assert_proportional(function, make, *, size, ends_at):
    """Assert that what a call of `function(*make(size))` does grows in proportion to the size.

    Four times as much runs some four times as many lines, not sixteen. What a regular expression
    does within a line is not counted: a call of the size `ends_at` would not end if that were
    quadratic. The test should have a timeout.
    """
    few, many = (lines_run(function, *make(length)) for length in (size, 4 * size))
    assert few > 10, "something was done"
    assert many < 6 * few
    function(*make(ends_at))


@pytest.fixture(scope="session")
def built_docs(tmp_path_factory):
    """Build the documentation once, as `make docs` does; a warning is an error."""
    import fcntl

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # of all workers
    built = shared / "built-docs"
    with (shared / "built-docs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            out, docs = tmp_path_factory.mktemp("docs"), Path(__file__).parents[1] / "docs"
            command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", docs, out]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            out.rename(built)
    return built


@pytest.fixture
def at_once(monkeypatch):
    """Run what made a figure in this process: to start one takes longer than to run it.

    For tests of what is said of the figure; that it runs as it does from a shell or in a kernel is
    tested without this.
    """
    from toolkit.figures import rerun

    def run(code, folder, environment, minutes):
        with (
            chdir(folder),
            mock.patch.dict(os.environ, environment),
            mock.patch.object(sys, "path", list(sys.path)),
            mock.patch.dict(vars(tk)),  # of which a pack replaces functions
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
            warnings.catch_warnings(action="ignore"),
        ):
            try:
                exec(code, {"__name__": "__main__"})
            except SystemExit as end:
                if end.code:
                    raise rerun.RerunError(f"ended with {end.code}") from end
            except Exception as error:
                raise rerun.RerunError(f"{type(error).__name__}: {error}") from error

    def run_notebook(path, *, parameters, environment, first, minutes):
        assert not parameters
        cells = nbformat.read(path, as_version=4).cells
        code = [first, *(cell.source for cell in cells if cell.cell_type == "code")]
        run("\n".join(code), path.parent, environment, minutes)

    monkeypatch.setattr(rerun, "_run", run)
    monkeypatch.setattr(rerun, "run_notebook", run_notebook)


def skip_where_pictures_differ():
    """Skip the rest of a test where other versions are installed than the figures were made with.

    A figure has the same bytes with the same versions only (decision 005); that those are the
    versions of requirements.lock is seen to by tests/test_environment.py.
    """
    recorded = json.loads(FIGURE.read_text(encoding="utf-8"))["versions"]
    here = package_versions()
    others = [
        f"{name} {here[name]}, not {recorded[name]}"
        for name in recorded
        if here[name] != recorded[name]
    ]
    if others:
        pytest.skip(
            f"bytes are compared with the versions of the figures only: {', '.join(others)}"
        )


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    return path


def write_below(root):
    """Return a function that writes a file below `root`, with its folders."""

    def write(name, content):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def put(folder):
    return write_below(folder)


@pytest.fixture
def load():
    """Return a function that gives the articles of a path, warned of or not, and its ledger."""

    def load(path):
        articles, ledger = load_with_ledger(path)
        counts = tk.count_records(ledger)
        found = counts[["read", "rejected", "duplicate"]].sum(axis="columns")
        files = counts["kind"] == "file"
        assert found[files].sum() == len(ledger), "every record is accounted for, once"
        return articles, ledger

    return load


@pytest.fixture
def rows(load):
    """Return a function that gives columns of a path's articles, None where one is empty."""

    def rows(path, *columns):
        articles, _ = load(path)
        table = articles.assign(date=articles["date"].dt.strftime("%Y-%m-%d"))
        table = table.reindex(columns=list(columns)).astype(object)
        return [tuple(row) for row in table.where(table.notna(), None).to_numpy()]

    return rows


class Shown(HTMLParser):
    """HTML as a browser would build it: its elements, what has handlers, the text of its cells."""

    VOID = frozenset({"img", "br", "input", "link", "meta"})
    OURS = frozenset(
        "div style p table thead tbody tr th td b bdi span sup details summary".split()  # noqa: SIM905
    )

    def __init__(self, html):
        super().__init__()
        self.elements, self.attributes, self.rows = set(), set(), []
        self.text, self._open = "", []
        self.feed(html)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "style" in self._open:
            return
        self.text += data
        if "td" in self._open or "th" in self._open:
            self.rows[-1][-1] += data

    def assert_inert(self):
        """Assert that nothing in it is an element or an attribute that we do not write."""
        assert self.elements <= self.OURS
        assert self.attributes <= {"class", "style", "title", "dir"}


# What acts on a page or a terminal if it is not escaped.
HOSTILE = (
    "</td></table></div><script>alert(1)</script><img src=x onerror=alert(2)> &amp; \x1b[31m\x9b2J "
    "\u202egnihton \u200fשלום\u2069 \" ' ` \x00\x07 https://example.org/"
)


def assert_harmless(text):
    """Assert that plain text holds nothing that a terminal acts on, but line breaks."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
