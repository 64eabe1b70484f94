import re

import pytest

import toolkit as tk
from toolkit.tables.schema import check_table

METHODS = ["parser", "rules"]


@pytest.mark.parametrize("method", METHODS)
def test_every_rule_has_its_quality(method):
    table = check_table(tk.attribution_quality(method=method), "attribution_quality")
    *rules, last = table["rule"]
    assert last == "all"
    assert table["n"].iloc[:-1].sum() == table["n"].iloc[-1]
    assert (table["precision"] <= table["content_precision"]).all()
    assert table["recall"].iloc[:-1].sum() == pytest.approx(table["recall"].iloc[-1], abs=0.01)
    assert (table["n_docs"] <= table["n_docs"].iloc[-1]).all()
    for share in ("content_precision", "precision", "recall"):
        low, high = table[f"{share}_low"], table[f"{share}_high"]
        assert ((low <= table[share]) & (table[share] <= high)).all(), share
    alone = table[table["n_docs"] == 1]
    assert (
        alone["precision_high"] - alone["precision_low"] > 0.9
    ).all()  # one article tells little
    documented = set(
        re.findall(r"``([a-z-]+)``", tk.find_attributions.__doc__.split("tells why")[1])
    )
    assert set(rules) <= documented


def test_another_method_is_refused():
    with pytest.raises(ValueError, match=r"method: found 'x', expected one of parser, rules"):
        tk.attribution_quality(method="x")
