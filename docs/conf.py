"""Sphinx: the documentation from docs/ and the docstrings, without anything from the net."""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
sys.path.insert(0, str(ROOT))  # the docstrings of this copy, not of another that is installed

project = "Discourse toolkit"
author = "The discourse-toolkit contributors"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "version"
]

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "reference",  # docs/reference.py
]
exclude_patterns = ["tutorial/articles"]
myst_substitutions = {"notebooks": "*This build has left them out.*"}
if tags.has("notebooks"):  # noqa: F821  defined by Sphinx; `make docs` sets it
    myst_substitutions = {"notebooks": "```{toctree}\n:glob:\n\nnotebooks/*\n```"}
else:
    exclude_patterns.append("notebooks")
myst_enable_extensions = ["colon_fence", "substitution"]
myst_heading_anchors = 3

default_role = "py:obj"  # `rates` in a docstring is a link where there is such a name
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_typehints_format = "short"
autosummary_generate = False
napoleon_google_docstring = False
napoleon_custom_sections = ["Limits"]
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
python_trailing_comma_in_multi_line_signatures = False

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["docs.css"]
html_show_copyright = False
html_show_search_summary = False  # it would fetch pages, which files may not
html_show_sourcelink = False
html_copy_source = False
pygments_style = "friendly"
pygments_dark_style = "github-dark"
