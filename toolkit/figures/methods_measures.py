"""What a text on methods says of each measure, from the call that made its table.

Works are cited by their keys in references.yml: ``@holm1979``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from toolkit.display.printable import readable
from toolkit.figures.markup import markdown

Call = Mapping[str, Any]

# Columns, where the name alone would not read well.
_NAMES = {
    "doc_id": "article",
    "frame": "each frame",
    "term_id": "each term",
    "voice_id": "voice",
    "target_id": "target",
    "person_id": "person",
    "word": "each word",
}
_CORRECTIONS = {
    "holm": "by Holm's method (@holm1979)",
    "fdr_bh": "to bound the false discovery rate (@benjamini1995)",
}
_BY_SAMPLE = {
    "dsl": "design-based supervised learning (@egami2023)",
    "ppi": "prediction-powered inference (@angelopoulos2023)",
    "ppi++": "prediction-powered inference (@angelopoulos2023) with a weight that is tuned (PPI++)",
    "rogan-gladen": "the estimator of Rogan and Gladen (@rogan1978)",
    "classical": "the mean of the coded units alone",
}


def said_of(table: pd.DataFrame, call: Call) -> str:
    """Return what is said of the rows of a table that a call made."""
    try:
        return _sentences(table, call)
    except (KeyError, TypeError, ValueError) as error:
        known = not isinstance(error, KeyError)
        lack = f"that cannot be told ({error})" if known else f"without {error}"
        raise ValueError(
            f"tables: found a call of {call['measure']!r} in the column 'call' {lack}, expected it "
            "as the function has written it; make the table anew"
        ) from None


def _sentences(table: pd.DataFrame, call: Call) -> str:
    given = call["arguments"]
    said = SENTENCES[call["measure"]](given)
    numbers = sorted(table["n_tests"][table["n_tests"] > 0].unique()) if "n_tests" in table else []
    if numbers:
        tests = listed(f"{n:,}" for n in numbers)
        many = "test" if tests == "1" else "tests"
        together = given.get("tables_together", 1)
        whose = f" of {together} tables together" if together > 1 else ""
        said += f" p was corrected for {tests} {many}{whose} {_CORRECTIONS[given['correction']]}."
    return said


def listed(names: Iterable[Any]) -> str:
    """Return names as text: a, b and c."""
    texts = [str(name) for name in names]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def named(value: Any) -> str:
    """Return values of the corpus, or names of its columns, as they stand in Markdown."""
    values = value if isinstance(value, list) else [value]
    return listed(markdown(_NAMES.get(str(one), readable(one))) for one in values)


def percent(share: float) -> str:
    """Return a share in per cent, as in 95 %."""
    return f"{100 * share:.4g} %"


def _split(given: Call) -> str:
    """Return what was counted, and by what."""
    by = f" by {named(given['by'])}" if given["by"] else ""
    return f"{named(given['of'])}{by}"


def _drawn(given: Call) -> str:
    return f"{given['draws']:,} draws with replacement, seed {given['seed']}"


def _clusters(given: Call) -> str:
    """Return what varies: articles, or clusters of them."""
    columns = given.get("cluster")
    if columns is None:
        return "articles, copies of one dispatch together"
    if isinstance(columns, str):
        return "articles" if columns == "doc_id" else f"clusters of articles by {named(columns)}"
    return f"clusters of articles by {named(columns)}, which cross (@cameron2011)"


def _copies(given: Call) -> str:
    if given["copies"] == "once":
        return " Of each family of copies only the first article was counted."
    return ""


def _rates(given: Call) -> str:
    unit, per = given.get("denominator", "words"), given["per"]
    every = unit.rstrip("s") if per == 1 else f"{per:,} {unit}"
    whose = f" of the same {named(given['by'])}" if given["by"] else ""
    period = f", for each {given['every']}" if "every" in given else ""
    within = f", drawn within each {named(given['within'])}" if given["within"] is not None else ""
    return (
        f"Rates of {_split(given)} are mentions per {every}{whose}{period}. Their "
        f"{percent(given['level'])} intervals take {_clusters(given)}{within}, as the units that "
        f"vary (@lijffijt2016; {_drawn(given)}). They are Student's t intervals of the logarithm "
        "of the rate, with bias-reduced cluster-robust errors (CR2) and Satterthwaite's degrees of "
        "freedom (@pustejovsky2018); where nothing was counted, exact Poisson intervals."
        f"{_copies(given) if 'copies' in given else ''}"
    )


def _compare(given: Call) -> str:
    return (
        f"Rates of {_split(given)} were compared as ratios and differences of rates per "
        f"{given['per']:,} words, with {percent(given['level'])} intervals that take "
        f"{_clusters(given)}, as the units that vary ({_drawn(given)}). A ratio was tested by "
        "Student's t on the square roots of the rates, with cluster-robust errors, and as that of "
        "two Poisson counts given their sum; the larger p and the wider interval were kept."
    )


def _composition(given: Call) -> str:
    return (
        f"Shares of {_split(given)} are those of all mentions of the group. Their "
        f"{percent(given['level'])} intervals are Wilson's (@wilson1927), of the effective number "
        f"of mentions, with {_clusters(given)}, as the units that vary."
    )


def _tone(given: Call) -> str:
    return (
        f"Tone of {_split(given)} is the mean polarity, by TextBlob's list of words, of the "
        f"sentences that hold the mentions, with {percent(given['level'])} intervals (Student's t) "
        f"that take {_clusters(given)}, as the units that vary ({_drawn(given)})."
    )


def _keyness(given: Call) -> str:
    other = "all others" if given["reference"] is None else named(given["reference"])
    on = "words" if given["on"] == "tokens" else "articles that hold the word (@egbert2019)"
    left = "; a list of words was left out" if given["leave_out"] else ""
    said = (
        f"Key words of {named(given['target'])} against {other} compare shares of {on}{left}: by "
        "the conservative log ratio of the shares of articles (@evert2022), the log-odds ratio "
        "with an informative prior (@monroe2008) and the log-likelihood ratio (@dunning1993)."
    )
    if given["articles"] is not None:
        said += (
            f" Log ratios have {percent(given['level'])} intervals that take {_clusters(given)}, "
            f"as the units that vary ({_drawn(given)})."
        )
    return f"{said} p was corrected for all words {_CORRECTIONS[given['correction']]}."


def _collocates(given: Call) -> str:
    window = given["window"]
    near = "in the same sentence" if window == "sentence" else f"up to {window} words to each side"
    return (
        f"Collocates of {named(given['of'])} are words {near}, {given['least']} or more, by the "
        "log-likelihood ratio (@dunning1993) and logDice (@rychly2008)."
    )


def _dispersion(given: Call) -> str:
    parts = "articles" if given["parts"] == "doc_id" else f"parts by {named(given['parts'])}"
    return (
        f"Dispersion of {named(given['of'])} over {parts} is Gries' deviation of proportions "
        "(@gries2008), normalised (@lijffijt2012), beside its value by chance."
    )


def _model(given: Call) -> str:
    family = "Poisson" if given["family"] == "poisson" else "negative binomial"
    return (
        f"Counts were regressed by a {family} model with log link, `{given['formula']}`, the "
        "logarithm of the words as offset (statsmodels, @seabold2010), with bias-reduced errors "
        "(CR2) and Satterthwaite's degrees of freedom (@pustejovsky2018), "
        f"{_clusters(given)}, being the clusters; intervals are of {percent(given['level'])}."
    )


def _event_rates(given: Call) -> str:
    unit = named(given["count"] or "events")
    lag = f", published {given['lag']} day(s) later," if given["lag"] else ""
    return (
        f"Mentions of {_split(given)}{lag} are stated per {given['per']:,} {unit} of the same "
        f"days. Their {percent(given['level'])} intervals are Student's t on the logarithm, with "
        f"each {given['every']} as the unit that varies ({_drawn(given)})."
    )


def _voices(given: Call) -> str:
    who = {None: "their likeliest target"}.get(given["role"], f"the {given['role']} they name")
    return f"Mentions of {named(given['of'])} were counted by voice and by {who}."


def _specifications(given: Call) -> str:
    return (
        f"The rate of {named(given['thing'])} in what {named(given['group'])} says was estimated "
        f"under every combination of choices: method of attribution ({named(given['tables'])}), "
        "headlines, copies, denominator, and each term left out, with "
        f"{percent(given['level'])} intervals."
    )


def _corrected_shares(given: Call) -> str:
    return (
        f"Shares of {named(given['found'])} were corrected by a hand-coded sample, by "
        f"{_BY_SAMPLE[given.get('method', 'dsl')]}, with {percent(given['level'])} intervals "
        f"(Student's t) and {_clusters(given)} as clusters."
    )


def _corrected_rates(given: Call) -> str:
    return _corrected_shares(given).replace("Shares", f"Rates per {given['per']:,} words", 1)


def _corrected_comparison(given: Call) -> str:
    return (
        f"Rates of {named(given['found'])} by {named(given['by'])}, corrected by a hand-coded "
        f"sample by {_BY_SAMPLE['dsl']}, were compared as ratios and differences per "
        f"{given['per']:,} words, with {percent(given['level'])} intervals that hold the error of "
        f"coding a sample, and {_clusters(given)} as clusters; p is that of the difference."
    )


def _agreement(given: Call) -> str:
    return (
        f"Agreement of coders is Krippendorff's alpha ({given['metric']}; @krippendorff2019) with "
        f"{percent(given['level'])} bootstrap intervals (@hayes2007; {_drawn(given)})."
    )


def _counts(given: Call) -> str:
    return f"Mentions of {_split(given)} were counted in each article, zeros included."


def _words(given: Call) -> str:
    runs = "Words" if given.get("size", 1) == 1 else f"Runs of {given['size']} words"
    held = " that hold a term" if given.get("around") else ""
    return f"{runs}{held} were counted in lower case by {named(given['by'])}."


def _first_uses(given: Call) -> str:
    return f"First uses of {_split(given)} are the days of the first mentions in the corpus."


def _coverage(given: Call) -> str:
    return f"Articles and words were counted by {named(given['by'])}, for each {given['every']}."


def _affiliations(given: Call) -> str:
    weight = {
        "ignore": "the number of statements",
        "subtract": "statements that assert less those that deny",
    }[given["stance"]]
    over = {"activity": ", over all of the actor", "prominence": ", over all on the concept"}
    return (
        f"The affiliation of actors ({named(given['by'])}) and concepts ({named(given['of'])}) is "
        f"{weight}{over.get(given['normalise'], '')}{_networks(given)}."
    )


def _actor_ties(given: Call) -> str:
    rule = {"ignore": "statements whatever their stance", "subtract": "congruence less conflict"}
    return (
        f"Ties of actors ({named(given['by'])}) by concepts ({named(given['of'])}) are sums of "
        f"products of their statements (@leifeld2017), by "
        f"{rule.get(given['stance'], given['stance'])}{_over(given)}{_networks(given)}."
    )


def _camps(_given: Call) -> str:
    return "Camps are the parts of highest modularity that greedy joining finds (@clauset2004)."


def _polarisation(given: Call) -> str:
    return (
        "Polarisation is the modularity (@newman2004) and the E-I index (@krackhardt1988) of camps "
        f"in the network of congruence (@leifeld2017){_over(given)}{_networks(given)}; intervals "
        "take the camps for given."
    )


def _over(given: Call) -> str:
    over = {
        "average": ", over the mean number of statements of the two",
        "cosine": ", as cosines",
    }
    return over.get(given["normalise"], "")


def _networks(given: Call) -> str:
    each = f", apart for each {named(given['each'])}" if given["each"] else ""
    return (
        f"{each}, with {percent(given['level'])} percentile intervals over articles "
        f"({_drawn(given)})"
    )


# By the function that made the table. Of accuracy the text tells elsewhere.
SENTENCES: dict[str, Callable[[Call], str]] = {
    "rates": _rates,
    "trends": _rates,
    "compare": _compare,
    "composition": _composition,
    "tone": _tone,
    "keyness": _keyness,
    "collocates": _collocates,
    "dispersion": _dispersion,
    "counts": _counts,
    "model_rates": _model,
    "event_rates": _event_rates,
    "first_uses": _first_uses,
    "voices": _voices,
    "affiliations": _affiliations,
    "actor_ties": _actor_ties,
    "camps": _camps,
    "polarisation": _polarisation,
    "coverage": _coverage,
    "count_words": _words,
    "sensitivity": _specifications,
    "corrected_shares": _corrected_shares,
    "corrected_rates": _corrected_rates,
    "corrected_comparison": _corrected_comparison,
    "agreement": _agreement,
}
