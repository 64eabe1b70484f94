"""Tone is what TextBlob says, and costs no more than it needs."""

import subprocess
import sys

LOADED = """
import sys
from toolkit.annotate.polarity import sentiment

print([name for name in ("textblob", "nltk", "scipy") if name in sys.modules])
from textblob import TextBlob

sentence = "A great and beautiful day."  # 0.8 and 0.85 in its lexicon
print(tuple(TextBlob(sentence).sentiment) == sentiment(sentence), round(sentiment(sentence)[0], 3))
"""


def test_the_analyzer_of_textblob_is_loaded_alone_and_leaves_textblob_as_it_is():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\nTrue 0.825\n", done.stderr
