"""What `toolkit run` draws."""

import pandas as pd

from toolkit.commands.run import with_enough_words


def test_voices_of_a_few_words_are_not_in_the_figure_of_rates_unless_all_are():
    rates = pd.DataFrame({"voice": ["x", "y"], "exposure": [249, 250]})
    assert with_enough_words(rates)["voice"].tolist() == ["y"]
    assert with_enough_words(rates.head(1))["voice"].tolist() == ["x"]
