import numpy as np
import pytest
from scipy.linalg import sqrtm

from toolkit.statistics.cluster_robust import cluster_robust


def two_groups(*groups):
    """Return a design with a dummy, the residuals, and a cluster for each row."""
    design = np.array([[1.0, side] for side, values in enumerate(groups) for _ in values])
    residuals = np.concatenate([np.array(values) - np.mean(values) for values in groups])
    return design, residuals, np.arange(len(residuals))


def test_rows_that_are_clusters_of_their_own_give_welch_s_error_of_a_difference():
    # variances 1 of three values and 20/3 of four: 1/3 + 5/3 = 2, and 1/3 for the first mean
    design, residuals, clusters = two_groups([1, 2, 3], [4, 6, 8, 10])
    covariance, freedom = cluster_robust(design, np.ones(7), residuals, clusters)
    assert np.diag(covariance) == pytest.approx([1 / 3, 2])
    # of the mean n - 1; of the difference (1/3 + 1/4)**2 / (1/(9*2) + 1/(16*3))
    assert freedom == pytest.approx([2, (7 / 12) ** 2 / (1 / 18 + 1 / 48)])


def test_a_group_of_equal_clusters_has_as_many_degrees_of_freedom_as_clusters_less_one():
    design, rows = np.ones((12, 1)), np.arange(12)
    residuals = np.tile([1.0, -1.0, 2.0, -2.0], 3)
    _, freedom = cluster_robust(design, np.full(12, 2.5), residuals, rows // 3)
    assert freedom == pytest.approx([3])


def test_the_short_way_agrees_with_the_definition():
    generator = np.random.default_rng(3)
    n, p = 40, 3
    design = np.column_stack([np.ones(n), generator.normal(size=(n, p - 1))])
    weights, residuals = generator.uniform(0.5, 3, n), generator.normal(size=n)
    clusters = generator.permutation(np.arange(n) % 7)
    covariance, freedom = cluster_robust(design, weights, residuals, clusters)
    scaled = np.sqrt(weights)[:, None] * design
    bread = np.linalg.inv(scaled.T @ scaled)
    apart = np.eye(n) - scaled @ bread @ scaled.T
    meat, moved = np.zeros((p, p)), []
    for cluster in range(7):
        rows = clusters == cluster
        adjust = np.real(np.linalg.inv(sqrtm(apart[np.ix_(rows, rows)])))
        score = scaled[rows].T @ adjust @ residuals[rows]
        meat += np.outer(score, score)
        moved.append(apart[:, rows] @ adjust @ scaled[rows] @ bread)
    assert covariance == pytest.approx(bread @ meat @ bread)
    for coefficient in range(p):
        vectors = np.array([one[:, coefficient] for one in moved])
        products = vectors @ vectors.T
        expected = np.trace(products) ** 2 / (products**2).sum()
        assert freedom[coefficient] == pytest.approx(expected)


def test_a_coefficient_that_one_cluster_tells_has_no_error():
    design, residuals, _ = two_groups([1, 2, 3], [4, 6, 8, 10])
    covariance, freedom = cluster_robust(
        design, np.ones(7), residuals, np.array([0, 1, 2, 3, 3, 3, 3])
    )
    assert np.isnan(covariance).all()
    assert np.isnan(freedom).all()
