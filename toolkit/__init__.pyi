"""The public names, in the order of the pipeline: what `import toolkit as tk` gives, and no more.

At run time lazy-loader reads this file; type checkers read it too, for which a name is public if
it is imported as itself.
"""

__version__: str

# read
from .read.articles import (
    load_corpus as load_corpus,
    load_with_ledger as load_with_ledger,
    load_ledger as load_ledger,
    Corpus as Corpus,
    CorpusWarning as CorpusWarning,
)
from .read.records import CorpusError as CorpusError
from .read.ledger import (
    count_records as count_records,
    missing_fields as missing_fields,
    missing_days as missing_days,
)
from .read.clean import clean_text as clean_text, find_residue as find_residue
from .read.copies import add_families as add_families
from .read.language import add_language as add_language
from .read.statements import load_statements as load_statements
from .read.changes import find_changes as find_changes

# instruments
from .instruments.registry import load_actors as load_actors, ActorRegistry as ActorRegistry
from .instruments.lexicon import load_lexicon as load_lexicon, Lexicon as Lexicon
from .instruments.events import load_events as load_events
from .instruments.codebook import load_codebook as load_codebook, Codebook as Codebook
from .instruments.save import save_lexicon as save_lexicon, save_actors as save_actors
from .instruments.dictionaries.entries import DictionaryWarning as DictionaryWarning
from .instruments.bounds import InstrumentError as InstrumentError

# annotate
from .annotate.terms import find_terms as find_terms, LexiconWarning as LexiconWarning
from .annotate.actors import find_actors as find_actors
from .annotate.attribution.attributions import (
    find_attributions as find_attributions,
    attributions_of as attributions_of,
)
from .annotate.attribution.cues import Statement as Statement
from .annotate.attribution.quality import attribution_quality as attribution_quality
from .annotate.targets.targets import find_targets as find_targets
from .annotate.mentions import link_mentions as link_mentions
from .annotate.tone import add_tone as add_tone
from .annotate.annotate import annotate as annotate, Tables as Tables

# measure
from .measure.periods import add_period as add_period, add_event as add_event
from .measure.daily import add_daily as add_daily
from .measure.concordance import concordance as concordance
from .measure.exposure import exposure as exposure
from .measure.periods import PeriodWarning as PeriodWarning
from .measure.rates import rates as rates
from .measure.composition import composition as composition
from .measure.compare import compare as compare
from .measure.family import correct_together as correct_together
from .measure.pairs import ComparisonWarning as ComparisonWarning
from .measure.clusters import CopiesWarning as CopiesWarning
from .measure.counts import counts as counts
from .measure.models import model_rates as model_rates, ModelWarning as ModelWarning
from .measure.equivalence import add_equivalence as add_equivalence
from .measure.design import detectable_ratio as detectable_ratio
from .measure.event_rates import event_rates as event_rates
from .measure.first_uses import first_uses as first_uses
from .measure.trends import trends as trends
from .measure.words import count_words as count_words, find_words as find_words
from .languages.stop_words import stop_words as stop_words
from .measure.keyness import keyness as keyness
from .measure.collocates import collocates as collocates, find_collocates as find_collocates
from .measure.dispersion import dispersion as dispersion
from .measure.voices import voices as voices
from .measure.unregistered import unregistered as unregistered
from .measure.network import network as network
from .measure.save_network import save_network as save_network
from .measure.affiliations import affiliations as affiliations
from .measure.actor_ties import actor_ties as actor_ties
from .measure.camps import camps as camps, polarisation as polarisation
from .measure.statements import NetworkWarning as NetworkWarning
from .measure.tone import tone as tone
from .measure.coverage import coverage as coverage
from .measure.sensitivity import (
    sensitivity as sensitivity,
    link_specifications as link_specifications,
    SensitivityWarning as SensitivityWarning,
)

# code by hand
from .coding.sample import draw_mentions as draw_mentions, draw_passages as draw_passages
from .coding.sheet import (
    coding_sheet as coding_sheet,
    save_coding_sheet as save_coding_sheet,
    load_codes as load_codes,
    add_codes as add_codes,
)
from .coding.filled import CodingWarning as CodingWarning
from .coding.label import label as label
from .coding.labels import add_labels as add_labels, LabelWarning as LabelWarning
from .explore.coder import code as code, adjudicate as adjudicate, Coder as Coder
from .coding.agreement import agreement as agreement
from .coding.accuracy import (
    accuracy as accuracy,
    confusion as confusion,
    units_to_code as units_to_code,
    AccuracyWarning as AccuracyWarning,
)
from .coding.correct import (
    corrected_shares as corrected_shares,
    corrected_rates as corrected_rates,
    CorrectionWarning as CorrectionWarning,
)
from .coding.corrected_comparison import corrected_comparison as corrected_comparison

# plot
from .plot.journals import use_journal as use_journal
from .plot.rates import plot_rates as plot_rates
from .plot.heatmap import plot_heatmap as plot_heatmap, plot_voices as plot_voices
from .plot.timeline import plot_timeline as plot_timeline
from .plot.comparison import plot_comparison as plot_comparison
from .plot.keyness import plot_keyness as plot_keyness
from .plot.dispersion import plot_dispersion as plot_dispersion
from .plot.network import plot_network as plot_network
from .plot.discourse_network import plot_discourse_network as plot_discourse_network
from .plot.specifications import plot_specifications as plot_specifications
from .plot.collocates import plot_collocates as plot_collocates
from .plot.tone import plot_tone as plot_tone
from .plot.composition import plot_composition as plot_composition
from .plot.models import plot_models as plot_models
from .plot.corrected import plot_corrected as plot_corrected
from .plot.coverage import plot_coverage as plot_coverage
from .plot.concordance import plot_concordance as plot_concordance

# look
from .explore.show import show as show
from .explore.explorer import explore as explore, Explorer as Explorer

# corpora that do not fit into memory
from .partitions.partition import partition as partition
from .partitions.annotate import annotate_parts as annotate_parts
from .partitions.families import add_families_to_parts as add_families_to_parts
from .partitions.load import load_parts as load_parts, open_parts as open_parts
from .tables.parts import Parts as Parts
from .partitions.store import PartsError as PartsError
from .partitions.pool import WorkerError as WorkerError

# figures and their receipts
from .figures.save import save_figure as save_figure
from .figures.table import save_table as save_table
from .figures.methods import methods_text as methods_text, MethodsText as MethodsText
from .figures.verify import check_figures as check_figures
from .figures.pack import pack_figures as pack_figures

# exchange with other programs
from .exchange.annotations import (
    export_annotations as export_annotations,
    import_annotations as import_annotations,
    ExchangeWarning as ExchangeWarning,
)

# tables
from .tables.schema import (
    make_table as make_table,
    check_table as check_table,
    TableError as TableError,
)
