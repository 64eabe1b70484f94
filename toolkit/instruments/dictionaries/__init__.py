"""Dictionaries of other programs: one file a format, each told by its content."""
