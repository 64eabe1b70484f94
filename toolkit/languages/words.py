"""The lists of words of a language: a class for each of its YAML files, with a field for each list.

What a list is for is said in the file, above its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.languages.read import any_of

Words = frozenset[str]
Ordered = tuple[str, ...]  # for regular expressions, and for endings
_SHORTEST_STEM = 2  # letters of a name before an ending


@dataclass(frozen=True, eq=False)  # one value a language, so that it can be a key
class Grammar:
    """The closed classes of words of a language, and the endings of the others."""

    pronouns: Words
    determiners: Words
    articles: Words
    possessives: Words
    genitives: Ordered
    auxiliaries: Words
    finite_auxiliaries: Words
    negated_auxiliaries: Words
    being: Words
    adverbs: Words
    days: Words
    times: Words
    time_determiners: Words
    day_prepositions: Words
    prepositions: Words
    agents: Words
    infinitives: Words
    subordinators: Words
    openers: Words
    declaratives: Words
    complementizers: Words
    abbreviations: Words
    clitics: Ordered
    contractions: Ordered
    adverb_endings: Ordered
    gerund_endings: Ordered
    past_endings: Ordered
    third_person_endings: Ordered
    not_third_person_endings: Ordered
    plural_endings: Ordered
    not_plural_endings: Ordered
    clause_subjects: Words
    plural_subjects: Words
    third_persons: Words
    other_persons: Words
    contracts_after: Words
    contracts_before: Words
    joins_clauses: Words
    phrase_prepositions: Words
    genitive_prepositions: Words
    joins_names: Words
    head_pronouns: Words
    relatives: Words
    personal_relatives: Words
    opens_apposition: Words
    joins_verbs: Words
    coordinators: Words
    opens_clause: Words
    expletives: Words
    existentials: Words
    addressing: Words
    never_inverted: Words
    listeners: Words
    sure_forms: Words
    interrupting_forms: Words
    inverting_forms: Words
    bare_clauses: Words
    noun_prepositions: Words
    gerund_prepositions: Words
    quantities: Words
    singular_quantities: Words
    comments: Words
    ends_source: Words
    fronting: Words
    conditions: Words
    relative_pronouns: Words
    leaves: Words
    leaves_infinitive: Words
    goes_on: Words
    joins_reports: Words
    reasons: Words
    causes: Words
    parsed_new_clauses: Words
    after_object: Words
    themes: Words
    predicatives: Words
    infinitive_marks: Words
    origins: Words
    parsed_relatives: Words

    @cached_property
    def helpers(self) -> Words:
        """The auxiliaries, those with "not" among them."""
        return self.auxiliaries | self.negated_auxiliaries

    @cached_property
    def adverbials(self) -> Words:
        """The adverbs and the days, which may stand between other words."""
        return self.adverbs | self.days

    @cached_property
    def contrasts(self) -> Words:
        """The words that set the report of one against that of another."""
        return self.joins_reports - self.coordinators

    @cached_property
    def persons(self) -> Words:
        """The pronouns that a verb agrees with."""
        return self.third_persons | self.other_persons

    @cached_property
    def small_words(self) -> Words:
        """The words of the closed classes that bound a noun phrase, or join its parts."""
        classes = (self.subordinators, self.helpers, self.openers, self.pronouns, self.genitives)
        return self.prepositions.union(self.joins_names, *classes)

    @cached_property
    def sentence_openers(self) -> Words:
        """Small words that a sentence begins with, and a name does not."""
        return (self.pronouns | self.determiners | self.prepositions) - self.head_pronouns

    @cached_property
    def genitive(self) -> str:
        """A regular expression of what marks a possessor: "Norland's", "the Norlanders'"."""
        tails = any_of(word.removeprefix("'") for word in self.genitives)
        return rf"['’](?:{tails})?"

    def is_third_person(self, word: str) -> bool:
        """Tell whether a word has the ending of a verb after "he"."""
        if not word.endswith(self.third_person_endings):
            return False
        return not word.endswith(self.not_third_person_endings)

    def is_plural(self, word: str) -> bool:
        """Tell whether a noun has the ending of a plural."""
        return word.endswith(self.plural_endings) and not word.endswith(self.not_plural_endings)

    def is_abbreviation(self, word: str) -> bool:
        """Tell whether a full stop after `word` ends no sentence: a title, a month, an initial."""
        word = word.lower()
        initial = len(word) == 1 and word.isalpha() and word not in self.pronouns | self.being
        return initial or word in self.abbreviations


@dataclass(frozen=True, eq=False)
class Names:
    """How names inflect: by the ending of the base form, the endings of all forms.

    The longest ending counts. Before the first word of a name one of `prefixes` may stand.
    """

    endings: dict[str, list[str]]
    prefixes: Ordered

    def forms(self, word: str, is_first: bool = False) -> set[str]:
        """Return the forms of a word of a name, itself among them."""
        ending = max((one for one in self.endings if word.endswith(one)), key=len, default=None)
        forms = {word}
        if ending is not None and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            forms.update(stem + one for one in self.endings[ending])
        if is_first:
            forms.update([prefix + form for prefix in self.prefixes for form in forms])
            small = [form for form in forms if not form[0].isupper()]
            forms.update([form[0].upper() + form[1:] for form in small])  # opens a sentence
        return forms


@dataclass(frozen=True)
class Verbs:
    """Verbs that report nothing, and forms of reporting verbs that are nouns as well."""

    past: Words
    past_or_participle: Words
    present: Words
    third_person: Words
    nouns: Words


@dataclass(frozen=True)
class Speakers:
    """Words by which a speaker is known where no reporting word names him."""

    labels: Words
    title_words: Words
    particles: Ordered
    tags: Words
    tag_pronouns: Words
    tag_determiners: Words
    not_before_verb: Words
    leading_pronouns: Words
    colon_pronouns: Ordered
    may_speak: Words
    answering: Words
    declining: Ordered
    silence: Ordered
    nothing: Ordered
    fighting: Words
    attacked: Words
    seeing: Words
    times: Words
    dates: Ordered


@dataclass(frozen=True)
class Sources:
    """Words by which the actor behind a source is found."""

    offices: Words
    documents: Words
    bodies: Words
    media: Words
    outsiders: Words
    plurals: Words
    ranks: Words
    ages: Ordered
    figures: Words
    people: Words
    person_endings: Ordered
    men: Words
    women: Words
    he: Words
    she: Words
    it: Words
    they: Words
    first_person: Words
    possessives: Words
    definite: Words
    both: Ordered
    two: Words
    each: Words
    collectives: Words
    each_of: Words
    parties: Words
    qualifiers: Ordered
    ties: Ordered
    publishers: Ordered
    joins: Ordered
    joins_actors: Ordered
    elliptic: Ordered
    first_persons: Words
    first_possessives: Words


@dataclass(frozen=True)
class Quoting:
    """Words by which somebody quotes somebody else."""

    quotes: Ordered
    as_saying: Ordered
    saying: Ordered
    words_of: Ordered
    before_owner: Ordered
    own: Ordered
    own_words: Ordered
    put_it: Ordered


@dataclass(frozen=True)
class Transcripts:
    """Words by which a transcript is told from narration."""

    questions: Words
    answers: Words
    directions: Words
    ends: Ordered
    interviews: Ordered
    spoke: Ordered
    speech: Words
    interview: Ordered
    before_interview: Ordered
    asked_by: Ordered
    before_interviewed: Ordered
    perfect: Ordered
    particles: Ordered
    full_texts: Ordered
    full: Ordered
    speeches: Ordered
    in_full: Ordered
    follows: Ordered
    spoken_by: Ordered
    of_speech: Ordered
    ends_speaker: Ordered


@dataclass(frozen=True)
class Negation:
    """Words that negate a framing term which follows them."""

    negators: Words
    endings: Ordered
    clause_ends: Ordered
    unless_followed_by: Words
    reach: int


@dataclass(frozen=True)
class Offices:
    """Words between a country and a title, and those that make it no current office."""

    modifiers: Ordered
    not_the_office: Ordered
    determiners: Ordered


@dataclass(frozen=True)
class Targets:
    """Words that tie a framing term to the actor it is aimed at."""

    after: Ordered
    before_own: Ordered
    before_both: Ordered
    belongings: Ordered
    collectives: Ordered
    before_term: Ordered
    joins: Ordered
    before_joined: Ordered
    accuse: Ordered
    links: Ordered
    name: Ordered
    what: Ordered
    copulas: Ordered
    auxiliaries: Ordered
    homes: Ordered
    several: Ordered
    after_both: Ordered
    sayings: Ordered
    relatives: Ordered
    possessives: Ordered
    not_modifiers: Ordered
    mutual: Ordered
    owner_before: Ordered
    owner_after: Ordered
    postpositions: Ordered
    accuse_after: Ordered


@dataclass(frozen=True, eq=False)  # one value a language, so that it can be a key
class Stance:
    """Words by which a voice denies a framing term or leaves it open; a ``*`` is any letters."""

    deny: Ordered
    withheld: Ordered
    reject: Ordered
    claims: Ordered
    baseless: Ordered
    refuse: Ordered
    stop_naming: Ordered
    name: Ordered
    name_as: Ordered
    names_as: Ordered
    not_naming: Ordered
    believe: Ordered
    carriers: Ordered
    links: Ordered
    of: Ordered
    that: Ordered
    that_which: Ordered
    absent: Ordered
    fillers: Ordered
    opens_noun: Ordered
    being: Ordered
    not_modifiers: Ordered
    happen: Ordered
    impossible: Ordered
    named_term: Ordered
    wrong: Ordered
    joins: Ordered
    indefinites: Ordered
    conditions: Ordered
    supposes_nothing: Ordered
    inverted: Ordered
    possible: Ordered
    able: Ordered
    would: Ordered
    equatives: Ordered
    existentials: Ordered
    doubt: Ordered
    confirm: Ordered
    uncertain: Ordered
    hedges: Ordered
    hedging: Ordered
    accuse: Ordered
    hearsay: Ordered
    presuming: Ordered
    turns: Ordered
    ends: Ordered
    first_persons: Ordered
    third_persons: Ordered
    definites: Ordered
