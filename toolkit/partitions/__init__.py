"""Corpora that do not fit into memory: the same verbs over parts of them."""
