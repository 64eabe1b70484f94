"""What is installed may be used and passed on: permissive licences, the LGPL or the MPL."""

import re
from importlib.metadata import files
from pathlib import Path

import licences
import pytest

LISTED = Path(__file__).parents[1] / "docs/licences.md"
ROW = re.compile(r"^\| ([\w.-]+) \| (\d\S*) \| (.+) \| (.+) \|$", re.MULTILINE)


def test_every_locked_package_is_listed_with_a_licence_that_is_allowed():
    rows = ROW.findall(LISTED.read_text(encoding="utf-8"))
    assert {name: version for name, version, *_ in rows} == licences.locked(), "make licences"
    assert [row for row in rows if not licences.is_allowed(row[2])] == []


def test_the_list_is_what_the_packages_say():
    others = licences.installed_otherwise()
    if others:
        pytest.skip(f"not installed at their locked versions: {', '.join(others)}")
    assert LISTED.read_text(encoding="utf-8") == licences.listing(), "run `make licences`"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 AND CNRI-Python", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_if_one_may_be_chosen_that_is(expression, allowed):
    assert licences.is_allowed(expression) is allowed


def test_the_file_of_docutils_that_is_under_the_gpl_is_not_installed():
    assert [file for file in files("docutils") if file.suffix == ".el"] == []
