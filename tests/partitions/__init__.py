"""Corpora that do not fit into memory."""
