"""Kinds of files that mean harm or are odd, by their names: what each holds, what becomes of it.

A kind is a tuple: what is written (bytes, a text, a function that returns either, or one that is
given the folder and makes what it likes in it), what the reason in the ledger begins with ("" if
there is none), and the texts of the articles that are read of it all the same.
"""

import sys
from pathlib import Path

# The builders of exports stand with their formats' tests.
sys.path.append(str(Path(__file__).parents[2] / "read/formats"))
