"""RTF as plain text, a line for each paragraph."""

from __future__ import annotations

import re

from toolkit.read.formats.export import RecordError

_GROUPS = re.compile(rb"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)  # and what may hold braces as such


def rtf_text(data: bytes) -> str:
    """Return the text of an RTF file; what its groups hide, and the targets of links, are left out.

    Raises
    ------
    RecordError
        If there is no text in it.
    """
    from striprtf.striprtf import rtf_to_text

    # striprtf writes the target of a link into the text; as a hidden group it is left out
    source = data.decode("cp1252", errors="replace").replace("HYPERLINK", "")
    text = rtf_to_text(source, errors="replace").replace("\x00", "")
    if not text.strip():
        raise RecordError("found an RTF file without text; save it again")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def breaks_off(data: bytes) -> bool:
    """Tell whether an RTF file ends before the group that it consists of is closed."""
    depth = at = 0
    while found := _GROUPS.search(data, at):
        at = found.end() + int(found.group(1) or 0)
        depth += {b"{": 1, b"}": -1}.get(found.group(), 0)
        if not depth:
            return False
    return True
