"""Journal families: how wide their columns are, how high a page, and which face they are set in."""

from __future__ import annotations

from typing import NamedTuple


class Journal(NamedTuple):
    """What a family of journals asks of a figure.

    Attributes
    ----------
    one_column, two_columns
        Width in mm.
    page
        The height of a figure that leaves room for its caption, in mm.
    font
        A free font that matplotlib brings along, so that each machine draws the same.
    """

    one_column: float
    two_columns: float
    page: float
    font: str


SANS, SERIF = "DejaVu Sans", "STIXGeneral"
# The first two fit most journals; those of publishers are to be compared with their instructions.
JOURNALS = {
    "sans": Journal(88, 180, 230, SANS),
    "serif": Journal(88, 180, 230, SERIF),
    "elsevier": Journal(90, 190, 225, SANS),
    "nature": Journal(89, 183, 225, SANS),
    "plos": Journal(132, 190, 222, SANS),
    "springer": Journal(84, 174, 220, SANS),
}
FONTS = {"sans": SANS, "serif": SERIF}
_chosen = [JOURNALS["sans"]]


def use_journal(name: str, *, font: str | None = None) -> None:
    """Draw all figures that follow for a family of journals.

    Parameters
    ----------
    name
        "sans" or "serif", which fit most journals; or a publisher: "elsevier", "nature", "plos",
        "springer".
    font
        "sans" or "serif", for a journal of the publisher that is set in the other face.

    Notes
    -----
    Serif is STIX, which looks like Times and has the letters of Latin, Greek and Cyrillic; sans is
    DejaVu Sans. Both come with matplotlib. What STIX lacks is drawn in DejaVu Sans, and what that
    lacks in the fonts of ``matplotlib.rcParams["font.family"]``. All text is of 7 to 9 points.
    """
    for argument, value, known in (("name", name, JOURNALS), ("font", font, FONTS)):
        if value not in known and (argument, value) != ("font", None):
            raise ValueError(f"{argument}: found {value!r}, expected one of {', '.join(known)}")
    journal = JOURNALS[name]
    _chosen[0] = journal if font is None else journal._replace(font=FONTS[font])


def journal() -> Journal:
    """Return the family of journals that figures are drawn for."""
    return _chosen[0]
