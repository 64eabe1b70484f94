"""Tables of hand-coding, and of what it says of the toolkit's own."""

from __future__ import annotations

from toolkit.tables.declare import (
    CALL,
    DATE,
    DOC,
    END,
    HIGH,
    LEVEL,
    LOW,
    MATCH,
    MEASURED,
    OUTLET,
    START,
    Measure,
    Table,
    integer,
    number,
    one_of,
    string,
)

_CATEGORY = string("the code, or 'all'")
_UNIT = string("doc_id:start-end:term_id, or :none for a sentence without a mention")

TABLES: dict[str, Table] = {
    "sample": Table(
        "one mention, or one sentence without, drawn for hand-coding; further columns are as drawn",
        {
            "mention_id": _UNIT,
            "doc_id": DOC,
            "start": START,
            "end": END,
            "match": MATCH,
            "probability": number("chance with which it was drawn"),
        },
        ("mention_id",),
        made_by="draw_mentions",
    ),
    "coding_sheet": Table(
        "one mention or sentence to code; the columns to fill in come last",
        {
            "mention_id": _UNIT,
            "title": string("headline of the article", words=True),
            "outlet": OUTLET,
            "date": DATE,
            "left": string("the text before", words=True),
            "node": string("the term, or the sentence", words=True),
            "right": string("the text after", words=True),
        },
        ("mention_id",),
    ),
    "codes": Table(
        "one answer of one coder",
        {
            "mention_id": _UNIT,
            "coder": string("who coded"),
            "variable": string("the question: the name of the sheet's column"),
            "value": string("the code; empty if a model's answer was no label", nullable=True),
        },
        ("mention_id", "coder", "variable"),
        made_by="load_codes",
    ),
    "codings": Table(
        "one code that a coder gave a passage, in another program",
        {
            "doc_id": DOC,
            "start": START,
            "end": END,
            "match": MATCH,
            "coder": string("who coded"),
            "variable": string("what the code stands below; 'code' if below none"),
            "value": string("the code"),
        },
        ("doc_id", "start", "end", "coder", "variable", "value"),
        made_by="import_annotations",
    ),
    "not_carried": Table(
        "one thing that an exported file does not hold as it is",
        {
            "item": string("a column, or what else it is of"),
            "n": integer("how many values, passages or texts"),
            "why": string("the reason"),
        },
        ("item", "why"),
        made_by="export_annotations",
    ),
    "agreement": Table(
        "one category against all others, or all; the columns named by `by` come first",
        {
            "category": _CATEGORY,
            "metric": one_of(
                "what counts as disagreement", "nominal", "ordinal", "interval", "ratio"
            ),
            "n_units": integer("units with two values or more; of a category, those with it"),
            "n_coders": integer("coders of such units"),
            "n_codes": integer("values of such units"),
            "observed": number("observed disagreement"),
            "expected": number("disagreement expected by chance"),
            "alpha": number("Krippendorff's alpha; empty if no values differ", nullable=True),
            "low": LOW,
            "high": HIGH,
            "call": CALL,
        },
    ),
    "accuracy": Table(
        "one category, or all; the columns named by `by` come first",
        {
            "category": _CATEGORY,
            "n": integer("units coded"),
            "n_found": integer("units in which it was found"),
            "n_truth": integer("units in which a person saw it"),
            "n_right": integer("units in which both did"),
            **{
                f"{name}{end}": number(meaning if not end else f"its {word} end", nullable=True)
                for name, meaning in (
                    ("precision", "share of those found that are right"),
                    ("recall", "share of those present that were found"),
                    ("f1", "harmonic mean of precision and recall"),
                    ("kappa", "Cohen's kappa: agreement beyond chance"),
                )
                for end, word in (("", ""), ("_low", "lower"), ("_high", "upper"))
            },
            "call": CALL,
        },
    ),
    "confusion": Table(
        "one true and one found category; the columns named by `by` come first",
        {
            "truth": string("what a person coded"),
            "found": string("what was found"),
            "n": integer("units"),
            "share": number(
                "share of all that are truly so, weighted; empty if none are", nullable=True
            ),
            "call": CALL,
        },
    ),
    "corrected_shares": Table(
        "one category of one group; the columns named by `by` come first",
        {
            "category": string("the code"),
            "method": string("of the correction"),
            "n": integer("units of the group"),
            "n_coded": integer("those that a person coded"),
            "n_clusters": integer("articles, or other clusters, with coded units"),
            "observed": number("share of n in which the category was found"),
            "share": number("the corrected share", nullable=True),
            "low": LOW,
            "high": HIGH,
            "se": number("standard error of the corrected share", nullable=True),
            **MEASURED,
        },
        measure=Measure(),
    ),
    "corrected_rates": Table(
        "one category of one group; the columns named by `by` come first",
        {
            "category": string("the code"),
            "n": integer("mentions in which it was found"),
            "n_coded": integer("mentions of the group that a person coded"),
            "n_clusters": integer("articles, or other clusters, with coded mentions"),
            "n_corrected": number("the corrected count", nullable=True),
            "exposure": integer("words"),
            "per": integer("words that the rates are stated per"),
            "observed": number("per * n / exposure"),
            "rate": number("per * n_corrected / exposure", nullable=True),
            "low": LOW,
            "high": HIGH,
            "call": CALL,
        },
    ),
    "corrected_comparison": Table(
        "one category in two groups: the group (`by`) and its reference (`by` + '_reference')",
        {
            "n": integer("mentions of the group in which the category was found"),
            "n_reference": integer("those of the reference"),
            "n_coded": integer("mentions of the group that a person coded"),
            "n_coded_reference": integer("those of the reference"),
            "n_clusters": integer("articles, or other clusters, with coded mentions of the group"),
            "n_clusters_reference": integer("those of the reference"),
            "n_corrected": number("the corrected count of the group", nullable=True),
            "n_corrected_reference": number("that of the reference", nullable=True),
            "exposure": integer("words of the group"),
            "exposure_reference": integer("words of the reference"),
            "per": integer("words that the rates are stated per"),
            "rate": number("per * n_corrected / exposure, not below zero", nullable=True),
            "rate_reference": number("that of the reference", nullable=True),
            "ratio": number("rate / rate_reference; empty if both are zero", nullable=True),
            "ratio_low": LOW,
            "ratio_high": HIGH,
            "difference": number("rate - rate_reference", nullable=True),
            "difference_low": LOW,
            "difference_high": HIGH,
            "level": LEVEL,
            "p": number("of no difference, this row alone; empty if not tested", nullable=True),
            "p_corrected": number("p corrected for all tests of the family", nullable=True),
            "correction": string("the method of that correction"),
            "n_tests": integer("tests of the family, rows without p left out"),
            **MEASURED,
        },
        measure=Measure(sides={"group": "", "reference": "_reference"}),
    ),
}
