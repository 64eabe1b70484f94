"""Errors of a regression whose rows lie in clusters, also where these are few."""

from __future__ import annotations

import numpy as np

_ALONE = 1 - 1e-8  # leverage of a cluster without which a coefficient could not be told


def cluster_robust(
    design: np.ndarray, weights: np.ndarray, residuals: np.ndarray, clusters: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the covariance of the coefficients, and the degrees of freedom of each.

    The bias-reduced sandwich CR2 with Satterthwaite's degrees of freedom, under a working model of
    independent rows (Bell and McCaffrey 2002, Survey Methodology 28: 169-181; Pustejovsky and
    Tipton 2018, J Bus Econ Stat 36: 672-683). Of a generalised linear model, these are those of its
    last step of weighted least squares.

    Parameters
    ----------
    design
        Shape (rows, coefficients), of full rank.
    weights
        Shape (rows,): of the last step; the expected counts, of a Poisson model.
    residuals
        Shape (rows,): Pearson's.
    clusters
        Shape (rows,): the number of the cluster of each row, from 0.

    Returns
    -------
    tuple
        Shape (coefficients, coefficients), and (coefficients,). Both nan if one cluster alone tells
        a coefficient.
    """
    scaled = np.sqrt(weights)[:, None] * design
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    root = vectors / np.sqrt(values) @ vectors.T  # of the inverse
    scaled = scaled @ root
    n, p = clusters.max() + 1, design.shape[1]
    leverage, scores = np.zeros((n, p, p)), np.zeros((n, p))
    np.add.at(scores, clusters, scaled * residuals[:, None])
    order = np.argsort(clusters, kind="stable")
    edges = np.searchsorted(clusters[order], np.arange(n + 1))
    for cluster in range(n):
        rows = scaled[order[edges[cluster] : edges[cluster + 1]]]
        leverage[cluster] = rows.T @ rows
    share, axes = np.linalg.eigh(leverage)
    if (share > _ALONE).any():
        return np.full((p, p), np.nan), np.full(p, np.nan)
    adjust = axes / np.sqrt(1 - share)[:, None, :] @ axes.transpose(0, 2, 1)
    adjusted = np.einsum("gij,gj->gi", adjust, scores) @ root
    # of each coefficient, what a cluster's residuals are multiplied with
    a = np.einsum("gij,jk->gik", adjust, root)
    b = np.einsum("gij,gjk->gik", leverage, a)
    own, lost = np.einsum("gik,gik->gk", a, b), np.einsum("gik,gik->gk", b, b)
    cross = np.einsum("gik,gjk->ijk", b, b)
    trace, squares = (own - lost).sum(axis=0), (own**2 - 2 * own * lost).sum(axis=0)
    return adjusted.T @ adjusted, trace**2 / (squares + (cross**2).sum(axis=(0, 1)))
