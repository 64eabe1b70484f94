"""Discourse analysis of conflict news: framing terms, credited to the voice that says them."""

import lazy_loader as _lazy

# Public names in the order of the pipeline. Each module is imported when it is first used, so
# that `import toolkit` stays quick.
__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submod_attrs={
        "read.articles": ["load_corpus", "load_ledger", "CorpusWarning"],
        "read.records": ["CorpusError"],
        "read.ledger": ["count_records", "missing_fields", "missing_days"],
        "read.clean": ["clean_text", "find_residue"],
        "read.registry": ["load_actors", "ActorRegistry"],
        "read.lexicon": ["load_lexicon", "Lexicon"],
        "read.marked_yaml": ["InstrumentError"],
        "annotate.terms": ["find_terms", "LexiconWarning"],
        "annotate.actors": ["find_actors"],
        "annotate.attributions": ["find_attributions"],
        "annotate.targets": ["find_targets"],
        "annotate.mentions": ["link_mentions"],
        "annotate.tone": ["add_tone"],
        "annotate.annotate": ["annotate", "Tables"],
        "measure.periods": ["add_period"],
        "measure.concordance": ["concordance"],
        "measure.exposure": ["exposure"],
        "measure.rates": ["rates"],
        "measure.voices": ["voices"],
        "plot.rates": ["plot_rates"],
        "plot.heatmap": ["plot_heatmap", "plot_voices"],
        "plot.timeline": ["plot_timeline"],
        "figures": ["save_figure", "check_figures"],
        "schema": ["check_table", "TableError"],
    },
)
