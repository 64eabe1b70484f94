"""Arguments that no measure can take are refused by their own name, whichever measure it is."""

import numpy as np
import pytest
from conftest import articles_of
from test_rates import HITS, WORDS

import toolkit as tk
from toolkit.tables.schema import empty_table

TONED = HITS.assign(tone=0.5)
CODED = HITS.assign(coded="f", probability=1.0, coder="me", value="f")
BOTH = {"rules": (HITS, WORDS)}
TRUTH = {"found": "frame", "truth": "coded"}
WITH_LEVEL = {
    "rates": lambda **level: tk.rates(HITS, WORDS, seed=1, **level),
    "compare": lambda **level: tk.compare(HITS, WORDS, seed=1, **level),
    "tone": lambda **level: tk.tone(TONED, WORDS, seed=1, **level),
    "trends": lambda **level: tk.trends(HITS, WORDS, seed=1, **level),
    "sensitivity": lambda **level: tk.sensitivity(BOTH, group="x", thing="f", **level),
    "accuracy": lambda **level: tk.accuracy(CODED, **TRUTH, **level),
    "agreement": lambda **level: tk.agreement(CODED, seed=1, **level),
    "corrected_shares": lambda **level: tk.corrected_shares(CODED, **TRUTH, **level),
    "corrected_rates": lambda **level: tk.corrected_rates(CODED, WORDS, **TRUTH, **level),
}


@pytest.mark.parametrize("level", [95, 1, 0, -0.5, np.nan])
@pytest.mark.parametrize("measure", WITH_LEVEL)
def test_a_level_is_between_none_and_all(measure, level):
    with pytest.raises(
        ValueError, match=rf"level: found {level}, expected a share between 0 and 1"
    ):
        WITH_LEVEL[measure](level=level)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tk.rates(HITS, WORDS, by=[], seed=1), "by: found no column, expected the name"),
        (lambda: tk.rates(HITS, WORDS, of=[], seed=1), "of: found no column, expected the name"),
        (
            lambda: tk.rates(HITS, WORDS, by="outlet", of="outlet", seed=1),
            "of: found 'outlet', which is in `by` already",
        ),
        (
            lambda: tk.rates(HITS, WORDS, by=["mode", "mode"], seed=1),
            "by: found 'mode', which is in `by` already",
        ),
        (
            lambda: tk.trends(HITS, WORDS, by="frame", seed=1),
            "of: found 'frame', which is in `by` already",
        ),
        (
            lambda: tk.tone(TONED, WORDS, by="frame", seed=1),
            "of: found 'frame', which is in `by` already",
        ),
        (lambda: tk.tone(TONED, WORDS, by=(), of=(), seed=1), "of: found no column, expected"),
        (
            lambda: tk.compare(HITS, WORDS, pairs=("x", "x"), seed=1),
            r"pairs: found \('x', 'x'\), expected two groups: one does not differ from itself",
        ),
        (
            lambda: tk.compare(HITS, WORDS.assign(n_tokens=0), seed=1),
            "exposure: found no words in any of its rows, in the column 'n_tokens', expected some",
        ),
        (
            lambda: tk.rates(HITS, WORDS.assign(n_tokens=-2), seed=1),
            "exposure: found -2 words in the article 'a', in the column 'n_tokens', expected 0 or",
        ),
        (
            lambda: tk.rates(
                empty_table("mentions").drop(columns="tone"), WORDS, by="docvar", seed=1
            ),
            "mentions: found no column 'docvar', only mention_id",
        ),
        (
            lambda: tk.corrected_rates(CODED, WORDS.iloc[1:], **TRUTH),
            "exposure: found no words for 1 group",
        ),
        (
            lambda: tk.compare(HITS, WORDS, by=["voice"], seed=1),
            r"by: found \['voice'\], expected a column of exposure: doc_id,",
        ),
        (
            lambda: tk.compare(HITS, WORDS, by="voice", of="voice", seed=1),
            "of: found 'voice', which is in `by` already",
        ),
        (lambda: tk.voices(HITS, of="target_id"), "of: found 'target_id', which names a column"),
        (
            lambda: tk.voices(HITS, of=["frames"]),
            "of: found 'frames', expected a column of mentions",
        ),
        (lambda: tk.voices(HITS, of=[]), "of: found no column, expected the name of at least one"),
        (lambda: tk.coverage(articles_of("A text"), by=["outlet"]), r"by: found \['outlet'\], exp"),
        (lambda: tk.count_words(articles_of("A text"), by=["outlet"]), r"by: found \['outlet'\], "),
        (
            lambda: tk.collocates(HITS, articles_of("A text"), of=["frame"]),
            r"of: found \['frame'\]",
        ),
        (
            lambda: tk.dispersion(HITS, WORDS, of=["frame"]),
            r"of: found \['frame'\], expected a col",
        ),
        (
            lambda: tk.dispersion(HITS, WORDS, parts=["mode"]),
            r"parts: found \['mode'\], expected a",
        ),
        (
            lambda: tk.dispersion(HITS, WORDS, of="doc_id"),
            "of: found 'doc_id', which is in `parts`",
        ),
        (
            lambda: tk.sensitivity(BOTH, group="x", thing="f", by=["voice"]),
            r"by: found \['voice'\], expected a column of exposure",
        ),
        (
            lambda: tk.sensitivity(BOTH, group="x", thing="f", of=["frame"]),
            r"of: found \['frame'\], expected a column of mentions",
        ),
    ],
)
def test_columns_that_cannot_be_used_so_are_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_tone_may_be_of_all_voices_together():
    assert tk.tone(TONED, WORDS, by=(), seed=1)[["frame", "n"]].to_numpy().tolist() == [["f", 10]]
