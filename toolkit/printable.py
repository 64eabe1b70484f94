"""Text of a corpus, made safe to show: what would act on a terminal or a page is shown instead."""

from __future__ import annotations

# Controls of the terminal become the pictures that Unicode has for them; those that override the
# direction of what follows become their names, as do the controls of the second kind.
_SHOWN = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"}
_SHOWN |= {0x7F: "\u2421"}
_SHOWN |= {
    code: f"‹U+{code:04X}›"
    for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def printable(text: str) -> str:
    """Return `text` with control characters, and overrides of the direction, made visible."""
    return text.translate(_SHOWN)
