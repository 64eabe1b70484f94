"""The tables of a large invented corpus: 30 actors, 15 frames, 60 weeks; drawn from one seed."""

from itertools import product

import numpy as np
import pandas as pd

_SEED = 30
_FIRST, _SECOND = (
    ("Upper", "Lower", "Great", "Old", "New", "West"),
    ("Ruritania", "Velmark", "Ardonia", "Sylvania and the Islands", "Borduria"),
)
ACTORS = {f"a{at}": " ".join(pair) for at, pair in enumerate(product(_FIRST, _SECOND))}
_NAMES = """Victory Defeat Provocation Aggression Brotherhood Restraint Peace Suffering Terrorism
Sovereignty Self-determination Humanitarianism Occupation Law Economy"""
FRAMES = {f"f{at}": name for at, name in enumerate(_NAMES.split())}
LABELS = {**ACTORS, **FRAMES}
WEEKS = pd.date_range("2020-01-06", periods=60, freq="7D")


def _estimated(table, per=1000):
    """Add rate and an interval that is wide where n is low, and absent from single articles."""
    rate = table["n"] / table["exposure"] * per
    error = np.exp(1.96 / np.sqrt(table["n"].clip(lower=0.6)))
    low, high = rate / error, np.where(table["n"] > 0, rate * error, 3.7 / table["exposure"] * per)
    lone = table["n"] == 1
    return table.assign(
        rate=rate, low=low.where(~lone), high=pd.Series(high).where(~lone), level=0.95, per=per
    )


def rates():
    """Return a rates table of 30 voices, of 40 to 60,000 words, by 15 frames."""
    draw = np.random.default_rng(_SEED)
    words = dict(zip(ACTORS, np.geomspace(60_000, 40, len(ACTORS)).astype(int), strict=True))
    rows = pd.DataFrame(list(product(ACTORS, FRAMES)), columns=["voice", "frame"])
    rows["exposure"] = rows["voice"].map(words)
    rows["n"] = draw.poisson(rows["exposure"] / 1000 * draw.gamma(0.8, 5, len(rows)))
    return _estimated(rows).assign(table="rates", by="voice", of="frame")


def trends():
    """Return a trends table of 15 frames in 60 weeks, one of them without words."""
    draw = np.random.default_rng(_SEED + 1)
    rows = pd.DataFrame(list(product(WEEKS, FRAMES)), columns=["period", "frame"])
    words = dict(zip(WEEKS, draw.integers(300, 9000, len(WEEKS)), strict=True))
    rows["exposure"] = rows["period"].map(words)
    rows["n"] = draw.poisson(rows["exposure"] / 1000 * draw.gamma(1.5, 2, len(rows)))
    rows = _estimated(rows).assign(table="trends", by=None, of="frame", event=None)
    return rows[rows["period"] != WEEKS[20]]


def voices():
    """Return a voices table of 30 actors, some of whom speak of themselves or of nobody."""
    draw = np.random.default_rng(_SEED + 2)
    pairs = list(product(ACTORS, [*ACTORS, None], FRAMES))
    rows = pd.DataFrame(pairs, columns=["voice_id", "target_id", "frame"])
    rows["n"] = draw.poisson(draw.gamma(0.05, 12, len(rows)))
    rows = rows[rows["n"] > 0].assign(voice=lambda table: table["voice_id"], role="any", share=0.1)
    return rows.assign(table="voices", by=None, of="frame")
