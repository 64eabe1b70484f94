"""Formats: what the databases of the press export, one file a format, found by content."""
