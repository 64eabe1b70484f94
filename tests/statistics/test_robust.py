"""The robust error and its degrees of freedom, against the matrices that define them."""

import numpy as np
import pytest
from scipy.sparse import csc_array

from toolkit.statistics.robust import robust_error, satterthwaite

HITS = np.array([3.0, 0, 1, 0, 6, 2])
WORDS = np.array([400.0, 350, 500, 250, 1500, 90])


def columns(*values):
    return csc_array(np.column_stack(values))


def by_matrices(hits, words):
    """Return the error and degrees of freedom of CR2 for hits on words, weighted by 1 / words."""
    total = words.sum()
    hat = np.outer(words, np.ones(len(words))) / total  # words (words' W words)^-1 words' W
    left = np.eye(len(words)) - hat
    adjust = np.diag(1 / np.sqrt(1 - np.diag(hat)))
    apart = adjust @ left @ hits
    # of e = left h, where h varies as words: the covariance of what is squared and summed
    spread = adjust @ left @ np.diag(words) @ left.T @ adjust
    freedom = np.trace(spread) ** 2 / np.trace(spread @ spread)
    return np.sqrt((apart**2).sum()) / total, freedom


def test_the_robust_error_is_that_of_its_definition():
    error, freedom = by_matrices(HITS, WORDS)
    assert robust_error(columns(HITS), columns(WORDS)) == pytest.approx([error])
    assert satterthwaite(columns(WORDS)) == pytest.approx([freedom])
    assert freedom < 3  # of six clusters, one of which has half of the words


def test_of_clusters_of_one_size_it_is_the_linearised_one():
    words = np.full(6, 100.0)
    error = np.sqrt(6 / 5 * ((HITS - HITS.mean()) ** 2).sum()) / 600
    assert robust_error(columns(HITS), columns(words)) == pytest.approx([error])
    assert satterthwaite(columns(words)) == pytest.approx([5.0])


def test_clusters_without_words_are_none():
    more = (np.r_[HITS, 0, 0], np.r_[WORDS, 0, 0])
    assert robust_error(*map(columns, more)) == pytest.approx(by_matrices(HITS, WORDS)[0])
    assert satterthwaite(columns(more[1])) == pytest.approx(by_matrices(HITS, WORDS)[1])


def test_one_cluster_has_no_error():
    one = columns(np.array([5.0, 0])), columns(np.array([100.0, 0]))
    assert np.isnan(robust_error(*one)).all()
    assert satterthwaite(one[1]).tolist() == [0.0]
