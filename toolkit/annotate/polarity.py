"""TextBlob's analyzer of English sentences, without the rest of TextBlob.

The package itself loads all of NLTK, and with it SciPy's statistics: almost half of what a process
that annotates has to load.
"""

from toolkit.text.libraries import alone

with alone("textblob"):
    from textblob.en import sentiment  # what TextBlob(sentence).sentiment asks, in half its time

__all__ = ["sentiment"]
