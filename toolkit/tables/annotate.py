"""Tables of what was found in the articles: spans, attributions and mentions."""

from __future__ import annotations

from toolkit.tables.declare import (
    DATE,
    DOC,
    END,
    FRAME,
    MATCH,
    MENTION,
    OUTLET,
    ROLES,
    START,
    TERM,
    VOICE,
    Column,
    Table,
    integer,
    maybe_integer,
    number,
    one_of,
    string,
)

_SPEAKER = string("the fullest name in the article of who says it", nullable=True, words=True)

TABLES: dict[str, Table] = {
    "terms": Table(
        "one framing term in a text",
        {
            "doc_id": DOC,
            "start": START,
            "end": END,
            "term_id": TERM,
            "frame": FRAME,
            "match": MATCH,
            "negated": Column("bool", "a negator stands before it in the clause"),
        },
        ("doc_id", "start", "end", "term_id"),
        made_by="find_terms",
    ),
    "names": Table(
        "one mention of an actor",
        {
            "doc_id": DOC,
            "start": START,
            "end": END,
            "actor_id": string("the actor"),
            "person_id": string("the person, if it names one", nullable=True),
            "match": MATCH,
            "kind": one_of(
                "how it is named; 'speaker', with an empty match, speaks the whole document",
                "name",
                "alias",
                "role",
                "demonym",
                "metonym",
                "speaker",
            ),
            "pronoun": string("the person's pronoun, if the registry gives it", nullable=True),
            "actor_kind": one_of("what the actor is", "country", "body", "group"),
            "offices": string("the offices that the person holds that day", nullable=True),
        },
        ("doc_id", "start", "end"),
        made_by="find_actors",
    ),
    "attributions": Table(
        "one piece of content that a source is said to have said",
        {
            "attribution_id": string("doc_id:start-end of the first piece"),
            "part": integer("number of the piece, from 0"),
            "doc_id": DOC,
            "mode": one_of(
                "quoted or given word for word, reported, or reported with quoted pieces",
                "direct",
                "indirect",
                "mixed",
            ),
            "content_start": integer("first character of the content"),
            "content_end": integer("one past its last character"),
            "cue": string("the words that say that something is said", nullable=True, words=True),
            "cue_start": maybe_integer("first character of the cue"),
            "cue_end": maybe_integer("one past its last character"),
            "source": string("the words that say who says it", nullable=True, words=True),
            "source_start": maybe_integer("first character of the source"),
            "source_end": maybe_integer("one past its last character"),
            "speaker": _SPEAKER,
            "source_id": string("the actor behind the source", nullable=True),
            "person_id": string("the person behind the source", nullable=True),
            "n_tokens": integer("number of words in the content"),
            "rule": string("the rule that found it"),
            "method": string(
                "method of attribution that gave the words to their voices", nullable=True
            ),
        },
        ("attribution_id", "part"),
        made_by="find_attributions",
    ),
    "attribution_quality": Table(
        "one rule of `find_attributions`, and how often it is right",
        {
            "rule": string("the rule, or 'all'"),
            "n": integer("words that the rule gave to a voice"),
            "n_docs": integer("articles in which it did"),
            **{
                f"{name}{end}": number(meaning if not end else f"{word} end of its interval")
                for name, meaning in (
                    ("content_precision", "share of the words that somebody is said to have said"),
                    ("precision", "share of the words that went to the right source"),
                    ("recall", "share of all voiced words that the rule gave to the right source"),
                )
                for end, word in (("", ""), ("_low", "lower"), ("_high", "upper"))
            },
        },
        ("rule",),
    ),
    "targets": Table(
        "one actor that a mention is aimed at",
        {
            "mention_id": MENTION,
            "actor_id": string("the actor it is aimed at"),
            "role": one_of("does it, suffers it, is asked for it, or is stood by", *ROLES),
            "rank": integer("1 for the likeliest; agents before the others"),
            "rule": string("the rule that found it"),
        },
        ("mention_id", "actor_id", "role"),
        made_by="find_targets",
    ),
    "mentions": Table(
        "one framing term, with who voices it and whom it is aimed at",
        {
            "mention_id": MENTION,
            "doc_id": DOC,
            "start": START,
            "end": END,
            "frame": FRAME,
            "term_id": TERM,
            "match": MATCH,
            "mode": one_of(
                "how the words stand in the article",
                "narration",
                "headline",
                "direct",
                "indirect",
                "scare",
            ),
            "negated": Column("bool", "a negator stands before it in the clause"),
            "stance": one_of(
                "whether the voice says that it is so, denies it, or leaves it open",
                "asserted",
                "denied",
                "questioned",
            ),
            "attribution_id": string("the attribution that holds it", nullable=True),
            "source": string("the words that say who says it", nullable=True, words=True),
            "speaker": _SPEAKER,
            "voice_id": string("the actor who says it", nullable=True),
            "voice": VOICE,
            "person_id": string("the person who says it", nullable=True),
            "target_id": string("the likeliest actor it is aimed at", nullable=True),
            "target_role": string("the role of that actor, as in targets", nullable=True),
            "n_targets": integer("number of actors it is aimed at"),
            "agent_id": string("the likeliest actor who does it, or is blamed", nullable=True),
            "patient_id": string("the likeliest actor who suffers it", nullable=True),
            "addressee_id": string("the likeliest actor who is asked for it", nullable=True),
            "ally_id": string("the likeliest actor who is stood by", nullable=True),
            "tone": number("polarity of the sentence, -1 to 1; see add_tone", nullable=True),
            "rule": string("the rule that found the voice", nullable=True),
            "outlet": OUTLET,
            "date": DATE,
            "method": string(
                "method of attribution that gave the words to their voices", nullable=True
            ),
        },
        ("mention_id",),
        made_by="annotate",
    ),
}
