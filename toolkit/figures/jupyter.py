"""nbclient and nbformat, in a second less.

jsonschema, which nbformat imports, makes a parser of international addresses where it finds the
package for it, which JupyterLab brings: that takes longer than to run a small notebook. Notebooks
have no such addresses.
"""

import sys

_PARSER = "rfc3987_syntax"

if _PARSER not in sys.modules:
    sys.modules[_PARSER] = None  # type: ignore[assignment]  # not to be found

import nbclient  # noqa: E402
import nbformat  # noqa: E402

if sys.modules[_PARSER] is None:
    del sys.modules[_PARSER]

__all__ = ["nbclient", "nbformat"]
