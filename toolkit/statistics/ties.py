"""Ties: how far actors agree and disagree on what both speak of, and how far they form camps."""

from __future__ import annotations

import numpy as np

# How near two stances are, in the order asserted, questioned, denied: 1 - |x - y| / 2 for 1, 0, -1.
NEARNESS = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]])


def weigh_ties(counts: np.ndarray, *, stance: str, normalise: str) -> np.ndarray:
    """Return the weight of the tie of each two actors.

    With n(a, j, k) for the statements of actor a on concept j with stance k, and s(k, l) for the
    `NEARNESS` of two stances, the tie of a and b is the sum over j, k and l of
    ``n(a, j, k) * n(b, j, l)``, times s(k, l) for congruence, 1 - s(k, l) for conflict, their
    difference for subtract, and 1 where the stance is ignored: the rule of Discourse Network
    Analyzer for a qualifier that is a number (Leifeld 2017, in: Oxford Handbook of Political
    Networks).

    Parameters
    ----------
    counts
        Shape (..., actors, concepts, 3).
    stance
        "ignore", "congruence", "conflict" or "subtract".
    normalise
        "none"; "average", over the mean number of statements of the two (Leifeld's); or "cosine",
        over the root of the product of what each would have with itself, its stance ignored or
        congruent: no tie is then above 1.

    Returns
    -------
    numpy.ndarray
        Shape (..., actors, actors), the diagonal zero; where an actor says nothing, zero.
    """
    *shape, actors, concepts, stances = counts.shape
    flat = counts.reshape(*shape, actors, concepts * stances)
    other = np.swapaxes(flat, -1, -2)
    same = (counts @ NEARNESS).reshape(flat.shape) @ other
    said = counts.sum(axis=-1)
    any_stance = said @ np.swapaxes(said, -1, -2)
    weights = {
        "ignore": any_stance,
        "congruence": same,
        "conflict": any_stance - same,
        "subtract": 2 * same - any_stance,
    }[stance]
    if normalise != "none":
        if normalise == "average":
            total = said.sum(axis=-1)
            norm = (total[..., :, None] + total[..., None, :]) / 2
        else:
            alone = any_stance if stance == "ignore" else same
            own = np.sqrt(np.diagonal(alone, axis1=-2, axis2=-1))
            norm = own[..., :, None] * own[..., None, :]
        weights = np.divide(weights, norm, out=np.zeros_like(weights), where=norm > 0)
    return weights * (1 - np.eye(actors))


def between_camps(weights: np.ndarray, camps: np.ndarray) -> np.ndarray:
    """Return the sums of the ties between camps, those within one twice.

    Parameters
    ----------
    weights
        Shape (..., actors, actors), symmetric, none below zero.
    camps
        Shape (actors,): the number of the camp of each, from 0 on.

    Returns
    -------
    numpy.ndarray
        Shape (..., camps, camps).
    """
    member = np.eye(camps.max(initial=-1) + 1)[camps]
    return member.T @ weights @ member


def modularity(between: np.ndarray) -> np.ndarray:
    """Return how much more of the weight of ties lies within camps than chance would put there.

    ``sum(w(c, c) / w - (w(c) / w)**2)``, with w(c, c) for the ties within camp c, each counted from
    both ends, w(c) for all ties of its members and w for those of all actors (Newman 2004, Physical
    Review E 70: 056131). Not a number where nobody is tied.

    Parameters
    ----------
    between
        From `between_camps`.
    """
    ends = between.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = ends.sum(axis=-1)
        within = np.trace(between, axis1=-2, axis2=-1) / whole
        return within - (ends**2).sum(axis=-1) / whole**2


def external_internal(between: np.ndarray) -> np.ndarray:
    """Return the E-I index: (external - internal) / (external + internal) weight of ties.

    -1 where all ties lie within camps, 1 where all lie between them (Krackhardt and Stern 1988,
    Social Psychology Quarterly 51: 123-140). Not a number where nobody is tied.

    Parameters
    ----------
    between
        From `between_camps`.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        within = np.trace(between, axis1=-2, axis2=-1) / between.sum(axis=(-2, -1))
    return 1 - 2 * within
