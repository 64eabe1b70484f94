"""What `toolkit check` says: every record accounted for, and a first corpus.yml."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit as tk
from toolkit.commands.messages import in_shell, say
from toolkit.display.printable import isolated, readable
from toolkit.instruments.lexicon import Lexicon
from toolkit.read.settings import FILE, CorpusSettings

_MOST_SPEAKERS = 5  # of those without an actor, that are listed
_MOST_TERMS = 10  # of those in no article, that are listed


def unregistered_line(attributions: pd.DataFrame) -> str:
    """Return who speaks most of those whom the registry does not have, as a line."""
    table = tk.unregistered(attributions)
    named = table[table["speaker"].notna()].head(_MOST_SPEAKERS)
    pairs = zip(named["speaker"], named["n_tokens"], strict=True)
    listed = ", ".join(f"{isolated(readable(speaker))} ({words:,})" for speaker, words in pairs)
    most = f"; most words: {listed}" if listed else ""
    return f"{table['share'].sum():.0%} of the words that are said have no actor{most}.\n"


def terms_line(articles: pd.DataFrame, lexicon: Lexicon) -> str:
    """Return how many framing terms the articles hold, and which they never do, as a line."""
    found = tk.find_terms(articles, lexicon)
    terms = [term.term_id for term in lexicon.terms()]
    silent = [term for term in terms if term not in set(found["term_id"])]
    listed = ", ".join(isolated(readable(term)) for term in silent[:_MOST_TERMS])
    more = f" and {len(silent) - _MOST_TERMS:,} more" if len(silent) > _MOST_TERMS else ""
    never = f"; in no article: {listed}{more}" if silent else ""
    return (
        f"{len(found):,} places of {len(terms) - len(silent):,} of {len(terms):,} terms{never}.\n"
    )


def check(options: Namespace, given: dict[str, Any]) -> bool:
    """Say what became of each record of a corpus; tell whether all adds up and none is rejected.

    `given` are the arguments of `load_corpus` that the options stand for.
    """
    from toolkit.commands.lacking import lacking_articles, lacking_independence
    from toolkit.read.articles import account_for, read_records
    from toolkit.read.ledger import PASSED_OVER
    from toolkit.read.outlets import ALIKE, alike_outlets
    from toolkit.read.proposal import propose
    from toolkit.read.settings import settings_of

    path = Path(options.corpus)
    settings = settings_of(path, **given)
    raw = read_records(path, settings)
    first = path.is_dir() and settings.path is None
    settings = propose(raw, settings) if first else settings
    articles, ledger = account_for(raw, path, settings)
    flawed = ledger[ledger["reason"].notna()]
    for row in flawed.itertuples():
        reason = in_shell(row.reason, options)
        say("{}, record {}: {}: {}", row.source, row.record, row.outcome, reason)
    for row in tk.missing_fields(articles).fillna("unknown").itertuples():
        counted = row.outlet, row.month, row.n_missing, row.n_docs, row.field
        say("outlet {}, month {}: {:,} of {:,} without {}", *counted)
    for row in tk.missing_days(articles).itertuples():
        begin, end = f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"
        say("no article {}", f"on {begin}" if begin == end else f"from {begin} to {end}")
    cleaned = tk.clean_text(articles) if len(articles) else articles
    for line in (*lacking_articles(articles), *lacking_independence(tk.add_families(cleaned))):
        say("{}", line)
    for name in ledger.attrs[PASSED_OVER]:
        say("{}: passed over: its name says that it is no article", name)
    if alike := ledger.attrs[ALIKE]:
        say("{}", alike_outlets(alike))
    counts = tk.count_records(ledger)
    for row in counts[~counts["adds_up"]].itertuples():
        say("{}: {}: this does not add up", row.item, _fault(row))
    sys.stdout.write(_total(ledger, counts))
    if len(articles):
        _check_texts(cleaned, options)
    if first:
        _keep(settings, path)
    elif settings.path and any(given.values()):
        say(
            "{}: stays as it is; to keep what the options say, write it there, or delete the file "
            "and check again",
            settings.path,
        )
    return bool(counts["adds_up"].all() and not counts["rejected"].any())


def _check_texts(articles: pd.DataFrame, options: Namespace) -> None:
    """Say what the articles, cleaned, hold of the instruments."""
    from toolkit.commands.lacking import lacking_voices

    if options.actors:
        actors = tk.load_actors(options.actors)
        found = tk.find_attributions(articles, tk.find_actors(articles, actors), method="rules")
        for line in lacking_voices(found, actors):
            say("{}", line)
        sys.stdout.write(unregistered_line(found))
    if options.lexicon:
        sys.stdout.write(terms_line(articles, tk.load_lexicon(options.lexicon)))


def _keep(settings: CorpusSettings, folder: Path) -> None:
    """Write a first corpus.yml, if there is anything to say."""
    from toolkit.read.proposal import said_of, write_settings

    said, path = said_of(settings, folder), folder / FILE
    if settings.docvars and "docvars" not in said:
        say("{}: is not in the folder {}, so {} cannot name it", settings.docvars, folder, FILE)
    if not said:
        return
    listed = ", ".join(said)
    try:
        write_settings(folder, said)
    except OSError as error:
        say("{}: not written ({}): {}", path, listed, error.strerror or error)
        return
    say("{}: written ({}); the corpus is read by it from now on; look at it", path, listed)


def _fault(row: Any) -> str:
    """Return in what the count of a file or result set does not add up."""
    n_records = row.read + row.rejected + row.duplicate
    if not pd.isna(row.missing):
        return f"lacks {row.missing}, {n_records} were found"
    if pd.isna(row.declared) or row.declared == n_records:
        return f"may hold more articles than the {n_records} that were found"
    return f"declares {row.declared} records, {n_records} were found"


def _total(ledger: pd.DataFrame, counts: pd.DataFrame) -> str:
    outcomes = ledger["outcome"].value_counts()
    line = (
        f"{len(ledger):,} records = {outcomes['read']:,} read + {outcomes['rejected']:,} rejected "
        f"+ {outcomes['duplicate']:,} duplicate\n"
    )
    declaring = counts[counts["declared"].notna()]
    if declaring.empty:
        return line
    n_records = int(declaring[["read", "rejected", "duplicate"]].sum().sum())
    return (
        f"{len(declaring):,} files declare {int(declaring['declared'].sum()):,} records; "
        f"{n_records:,} were found in them\n{line}"
    )
