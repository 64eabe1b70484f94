"""The pictures of pages in the documentation, taken anew: `make pictures`. No test runs this."""

import re
import shutil

import pytest

from browser.conftest import PROJECT

IMAGES = PROJECT / "docs/images"
PAGE = PROJECT / "docs/howto/explore.md"
CODING = PROJECT / "docs/howto/coding.md"


@pytest.mark.parametrize(("theme", "name"), [("Light", "explorer"), ("Dark", "explorer-dark")])
def test_explorer(lab, lab_notebook, new_page, theme, name):
    """Azerbaijan's victories in the worked example, one ticked and one opened."""
    shutil.copytree(PROJECT / "corpus", lab.root / "corpus", dirs_exist_ok=True)
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    page = new_page(viewport={"width": 1280, "height": 1800})
    lab.open(page, lab_notebook(f"{name}.ipynb", code))
    set_theme(page, theme)
    lab.run_all(page)
    explorer = page.locator(".toolkit-explorer")
    explorer.get_by_role("button", name=re.compile("^Azerbaijan, Victory")).click()
    explorer.get_by_label(re.compile("^Select passage")).nth(1).check()
    explorer.get_by_role("button", name=re.compile("^Article of passage")).nth(2).click()
    page.mouse.move(0, 0)
    explorer.screenshot(path=IMAGES / f"{name}.png")


@pytest.mark.parametrize(("theme", "name"), [("Light", "coder"), ("Dark", "coder-dark")])
def test_coder(lab, lab_notebook, new_page, theme, name):
    """The first passage of the sample of the page on coding."""
    shutil.copytree(PROJECT / "corpus", lab.root / "corpus", dirs_exist_ok=True)
    shutil.rmtree(lab.root / "coding", ignore_errors=True)
    text = CODING.read_text(encoding="utf-8")
    codebook = re.search(r":caption: codebook.yml\n\n(.*?)```", text, re.DOTALL)[1]
    (lab.root / "codebook.yml").write_text(codebook, encoding="utf-8")
    cells = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[:3]
    page = new_page(viewport={"width": 1280, "height": 800})
    lab.open(page, lab_notebook(f"{name}.ipynb", *cells))
    set_theme(page, theme)
    lab.run_all(page)
    coder = page.locator(".toolkit-coder")
    coder.get_by_text("Click here to answer").click()
    page.mouse.move(0, 0)
    coder.screenshot(path=IMAGES / f"{name}.png")


def set_theme(page, theme):
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    for item in ("Theme", f"JupyterLab {theme}"):
        page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}$")).click()


def test_receipts(new_page):
    """Russia's victories in Figure 1."""
    page = new_page(viewport={"width": 1280, "height": 860})
    page.goto((PROJECT / "figures/fig1-rates-by-voice.html").as_uri())
    page.get_by_role("link", name="russia, victory: passages").click()
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=IMAGES / "receipts.png")
