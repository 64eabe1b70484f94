"""The licences of the packages of requirements.lock: `make licences` writes docs/licences.md.

What a package says of itself counts: its License-Expression, else its field License where that is
a name and no text, else its classifiers. Where it says nothing, says it in prose or names a licence
of a file that is not installed, `READ` has what we read in its licence file.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC",
    "LGPL-2.1-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "public domain", "Zlib",
}  # fmt: skip
# How packages call licences that have a short name; "BSD" does not tell how many clauses it has.
NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
READ = {
    # Its field is the whole text of the licence.
    "conllu": "MIT",
    # One file for Emacs is under the GPL; it is in the source archive, and is not installed.
    "docutils": "public domain AND BSD-2-Clause AND BSD-3-Clause AND PSF-2.0",
    # Its field adds "dependency licenses": those of what is built into PDFium, all permissive.
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
    # Only on some systems or Pythons.
    "appnope": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    "overrides": "Apache-2.0",
    "pexpect": "ISC",
    "ptyprocess": "ISC",
    "pywinpty": "MIT",
}
HEAD = """\
# Licences of what is installed

Made from `requirements.lock` and what its packages say of themselves, by `make licences`; a test
refuses a licence that is neither permissive nor of the LGPL or MPL. Wheels of NumPy and SciPy also
carry the runtime library of GCC, whose GPL has an exception for programs that use it.

| package | version | licence | said in |
|---|---|---|---|
"""


def locked():
    """Return {name: version} of requirements.lock."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def installed_otherwise():
    """Return the packages that are installed at another version than the locked one."""
    return [name for name, version in locked().items() if _version(name) not in (None, version)]


def licence_of(name):
    """Return the licence of a package, and where it says so."""
    if name in READ:
        return READ[name], "its licence file"
    about = distribution(name).metadata
    field = (about["License"] or "").strip()
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in about.get_all("Classifier", [])
        if text.startswith("License :: OSI Approved :: ")
    ]
    if about["License-Expression"]:
        return about["License-Expression"], "License-Expression"
    if NAMES.get(field, field) in ALLOWED:
        return NAMES.get(field, field), "License"
    if classifiers:
        return " AND ".join(NAMES.get(text, text) for text in classifiers), "classifier"
    return field or "unknown", "License"


def is_allowed(expression):
    """Tell whether one of the licences that may be chosen is allowed in all its parts."""
    return any(
        all(part in ALLOWED for part in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


def listing():
    """Return docs/licences.md."""
    rows = [(name, version, *licence_of(name)) for name, version in locked().items()]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _version(name):
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.stdout.write(listing())
