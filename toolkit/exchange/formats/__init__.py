"""Formats of other programs for annotations, one module each."""
