"""Dictionaries of other programs: one module per format, each recognised by its content."""
