"""Segments: an article cut into stretches of one voice and one mode."""

import pytest

from toolkit.text.segments import cut_segments


@pytest.mark.parametrize(("words", "mode"), [(1, "scare"), (5, "scare"), (6, "narration")])
def test_scare_quotes_are_of_five_words_at_most(words, mode):
    phrase = " ".join(["peace"] * words)
    text = f"It was “{phrase}” at last."
    at = text.index(phrase)
    (found,) = (s for s in cut_segments(text, 0, []) if s.start <= at < s.end)
    assert found.mode == mode
    assert "".join(text[s.start : s.end] for s in cut_segments(text, 0, [])) == text
