"""Segments: an article cut into stretches of one voice and one mode."""

import pytest

from toolkit.text.segments import cut_segments
from toolkit.text.text import Text


@pytest.mark.parametrize(("words", "mode"), [(1, "scare"), (5, "scare"), (6, "narration")])
def test_scare_quotes_are_of_five_words_at_most(words, mode):
    phrase = " ".join(["peace"] * words)
    text = f"It was “{phrase}” at last."
    at, segments = text.index(phrase), cut_segments(Text(text), [])
    (found,) = (s for s in segments if s.start <= at < s.end)
    assert found.mode == mode
    assert "".join(text[s.start : s.end] for s in segments) == text
