"""nbclient and nbformat, imported in a second less.

jsonschema, which nbformat imports, makes a parser of international addresses where it finds the
package for it, which JupyterLab brings: that takes longer than to run a small notebook. It is
hidden while they are imported. Notebooks have no such addresses; in a process in which jsonschema
was not imported before, it does not check the formats "iri" and "iri-reference".
"""

import sys

_PARSER = "rfc3987_syntax"

_hidden = _PARSER not in sys.modules
if _hidden:
    sys.modules[_PARSER] = None  # type: ignore[assignment]  # what is not to be found
try:
    import nbclient
    import nbformat
finally:
    if _hidden:
        sys.modules.pop(_PARSER, None)

__all__ = ["nbclient", "nbformat"]
