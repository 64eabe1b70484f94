"""The explorer: counts, timeline and concordance of a corpus, linked, in a notebook."""
