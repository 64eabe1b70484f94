"""The documentation builds, names every public name, asks for nothing from the net, and is true."""

import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from conftest import skip_where_pictures_differ
from lxml import html
from sphinx.search.en import SearchEnglish

import toolkit as tk

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
sys.path.insert(0, str(DOCS))

from examples import IMAGES, find_pages, run_page  # noqa: E402
from outputs import write_page  # noqa: E402

WITH_EXAMPLES = [
    page
    for page in find_pages()
    if re.search(r"^ *```(python|sh)$", page.read_text("utf-8"), re.MULTILINE)
]
LOADED = {  # what a browser fetches by itself
    "script": "src",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "object": "data",
    "link": "href",
}


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_the_examples_of_a_page_give_what_stands_below_them(page, tmp_path):
    text, pictures = run_page(page, tmp_path / "project")
    if "**Software.**" in text:
        skip_where_pictures_differ()  # it names the versions
    told = "the page is out of date: run `make examples`, and read what has changed"
    assert text == page.read_text("utf-8"), told
    if pictures:
        skip_where_pictures_differ()
    for name, picture in pictures.items():
        assert picture == (IMAGES / name).read_bytes(), f"{name}: {told}"


def test_an_example_that_fails_is_named_by_its_line(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n```python\n1 / 0\n```\n")
    with pytest.raises(ZeroDivisionError) as error:
        run_page(page, tmp_path / "project")
    assert error.value.__notes__ == ["in the example at line 3 of page.md"]


def test_outputs_are_written_below_their_examples(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "- a list\n\n  ```python\n  x = 2\n  x + 1\n  ```\n\n  ```text\n  stale\n  lines\n  ```\n\n"
        "```{code-block} text\n:caption: a/b.txt\n\nwritten\n```\n\n```sh\ncat a/b.txt\n"
        "git clone nowhere\n```\n\n```text\n```\n"
    )
    text, _ = run_page(page, tmp_path / "project")
    assert "  ```text\n  3\n  ```\n" in text
    assert text.endswith("```text\nwritten\n```\n")


def test_an_output_does_not_end_its_block(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nprint('```\\n# $5$ <b>')\n```\n\n```text\n```\n")
    text, _ = run_page(page, tmp_path / "project")
    assert text.endswith("\n````text\n```\n# $5$ <b>\n````\n")
    page.write_text(text)
    assert run_page(page, tmp_path / "again")[0] == text


def test_a_warning_that_the_page_does_not_show_is_a_fault(tmp_path):
    page = tmp_path / "page.md"
    warns = "```python\nimport warnings\nwarnings.warn('look out')\n```\n"
    page.write_text(warns)
    with pytest.raises(RuntimeError, match="UserWarning: look out"):
        run_page(page, tmp_path / "one")
    page.write_text(f"{warns}\n```text\n```\n")
    assert "```text\nUserWarning: look out\n```" in run_page(page, tmp_path / "two")[0]


def test_every_picture_of_the_pages_is_drawn_by_an_example():
    shown = {
        name
        for page in WITH_EXAMPLES
        for name in re.findall(r"\bimages/([\w.-]+)\)", page.read_text("utf-8"))
    }
    assert {name for name in shown if name.endswith(".svg")} == {
        path.name for path in IMAGES.glob("*.svg")
    }


def test_every_public_name_is_documented_once_and_no_other(built_docs):
    ids = [
        name
        for path in sorted((built_docs / "api").glob("*.html"))
        for name in html.parse(path).xpath("//dt[starts-with(@id, 'toolkit.')]/@id")
    ]
    names = [name.removeprefix("toolkit.") for name in ids if name.count(".") == 1]
    assert sorted(names) == sorted(tk.__all__), "add the new names to docs/api"


def test_each_function_of_the_reference_has_an_example_that_is_run(built_docs):
    lacking = {
        entry.xpath("string(dt/@id)")
        for path in sorted((built_docs / "api").glob("*.html"))
        for entry in html.parse(path).xpath("//dl[contains(@class, 'py function')]")
        if not entry.xpath(".//p[@class='rubric'][.='Example']/following-sibling::div[1]//pre")
    }
    assert lacking == set(), "call them in an example of a page"


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("kwic", "faq"),
        ("concordance", "glossary"),
        ("sentiment", "howto/measures"),
        ("stop words", "faq"),
        ("parliament", "howto/parliaments"),
        ("pip install", "install"),
        ("conda", "install"),
        ("small corpus", "howto/small"),
        ("citation bibtex", "cite"),
        ("heatmap", "gallery"),
        ("encoding", "troubleshooting"),
        ("press releases", "howto/study"),
        ("power", "howto/small"),
    ],
)
def test_the_words_that_people_search_find_their_page(built_docs, words, page):
    """Each word as the search page stems it, in the index that it looks into."""
    index = json.loads(
        (built_docs / "searchindex.js").read_text("utf-8")[len("Search.setIndex(") : -1]
    )
    at, stem = index["docnames"].index(page), SearchEnglish({}).stem
    for word in words.split():
        places = [index[key].get(stem(word), []) for key in ("terms", "titleterms")]
        pages = {n for place in places for n in (place if isinstance(place, list) else [place])}
        assert at in pages, word


def test_a_notebook_becomes_a_page_with_what_its_cells_show(tmp_path):
    cells = [
        nbformat.v4.new_markdown_cell("# Title\n\n[how](../docs/method.md)"),
        nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\n2 * 21"),
        nbformat.v4.new_code_cell("plt.plot([1, 2]);"),
    ]
    notebook = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    page = write_page(notebook, tmp_path / "pages")
    text = page.read_text("utf-8")
    assert "[how](../method.md)" in text
    assert re.search(r"^ *42$", text, re.MULTILINE)
    (picture,) = page.parent.glob("*.png")
    assert f"]({picture.name})" in text


def test_the_accuracy_in_the_readme_is_that_of_the_method():
    method = (DOCS / "method.md").read_text("utf-8").splitlines()
    readme = (PROJECT / "README.md").read_text("utf-8")
    limits = readme[readme.index("## Limits") :]
    rows = re.findall(r"^\|.*\d.*\|$", limits, re.MULTILINE)
    assert len(rows) == 5
    assert [row for row in rows if row not in method] == []


def test_the_intervals_of_the_method_are_those_of_their_decision():
    method = (DOCS / "method.md").read_text("utf-8")
    decision = (DOCS / "decisions/006-intervals.md").read_text("utf-8").splitlines()
    rows = re.findall(r"^\| \d+ \|.*%.*\|$", method, re.MULTILINE)
    assert len(rows) == 7
    assert [row for row in rows if row not in decision] == []


def test_no_page_loads_anything_from_the_net(built_docs):
    pages = list(built_docs.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        tree = html.parse(path)
        for tag, attribute in LOADED.items():
            for address in tree.xpath(f"//{tag}/@{attribute}"):
                parts = urlsplit(address)
                assert not parts.scheme or parts.scheme == "data", (path, address)
                assert not parts.netloc, (path, address)
                assert not parts.path or (path.parent / unquote(parts.path)).exists(), address
    for path in built_docs.rglob("*.css"):
        loaded = re.findall(r"(?:url\(|@import)\s*['\"]?([^'\")\s]+)", path.read_text("utf-8"))
        assert [a for a in loaded if re.match(r"(https?:)?//", a)] == [], path
    for path in built_docs.rglob("*.js"):
        called = r"(?:fetch|import|importScripts|open)\(\s*['\"`](?:https?:)?//"
        assert not re.search(called, path.read_text("utf-8")), path
