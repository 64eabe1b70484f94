"""The stance of a voice to a term: sentences whose stances were written down before the rules."""

import re

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.registry import Actor, ActorRegistry
from toolkit.tables.schema import make_table

ACTORS = ActorRegistry(
    (
        Actor("norland", "Norland", demonyms=("Norlandic",)),
        Actor("westland", "Westland", demonyms=("Westlandic",)),
        Actor("tarsovia", "Tarsovia", demonyms=("Tarsovian",)),
    )
)
LEXICON = lexicon_of(
    aggression=[
        "aggress*",
        "attack*",
        "invasion",
        "invaded",
        "massacre",
        "genocide",
        "provocation*",
    ],
    war=["war", "occupation"],
    peace=["peace", "ceasefire", "surrender*"],
    winning=["victory", "won", "win", "triumph"],
)
pytestmark = pytest.mark.filterwarnings("ignore::toolkit.annotate.terms.LexiconWarning")
STANCES = {"a": "asserted", "d": "denied", "q": "questioned"}

# A term stands in brackets, with the first letter of its stance.
SENTENCES = [
    # Verbs that deny, with what they take.
    "Norland denied committing [aggression|d].",
    "Norland denied that its troops had [attacked|d] the port.",
    "Norland denies any [aggression|d].",
    "Norland rejected accusations of [aggression|d].",
    "Tarsovia rejected Westland's claim that it had [invaded|d] the valley.",
    "The minister dismissed claims of a [massacre|d].",
    "Westland disputed reports of an [attack|d] on the harbour.",
    "Tarsovia refuted allegations that its army planned an [invasion|d].",
    "Norland has ruled out a [ceasefire|d].",
    "The Norlandic army denied involvement in the [massacre|d].",
    "“We deny every charge of [aggression|d],” the Norlandic minister said.",
    "Denying any [provocation|d], Norland called for talks.",
    "The claims of [genocide|d] were rejected by Norland.",
    "Accusations of [aggression|d] against Westland are baseless, Westland said.",
    # The right word refused.
    "Norland refused to call it a [genocide|d].",
    "Westland declined to describe the killings as [genocide|d].",
    "Nobody called it a [war|d].",
    "Tarsovia has never called the campaign a [war|d].",
    "Westland stopped short of calling the raid an [invasion|d].",
    "“Do not call this a [victory|d],” Tarsovia said.",
    "Norland rejects the term [occupation|d].",
    "Tarsovia does not regard the march as a [provocation|d].",
    "“I don't think that this is [genocide|d],” the Westlandic envoy said.",
    # Said not to be so.
    "There was no [aggression|d].",
    "Westland said that it is not a [war|d].",
    "The outcome is far from a [victory|d].",
    "The talks failed to bring [peace|d].",
    "“Norland has never [attacked|d] its neighbours,” the minister said.",
    "“We do not want [war|d],” Westland said.",
    "“A [victory|d] it was not,” the Tarsovian general said.",
    "The [attack|d] never happened, Norland insisted.",
    "Norland said that there had been no plans for an [attack|d].",
    "There is no evidence of [genocide|d], Tarsovia said.",
    "It was neither a [victory|d] nor a defeat.",
    "Norland will not [surrender|d], the president said.",
    "Westland refused to [surrender|d].",
    "“This is anything but [peace|d],” the envoy said.",
    # Under a negator, yet taken for granted.
    "There is no end to the [provocations|a].",
    "“Norland will not tolerate this [aggression|a],” the minister said.",
    "It was not only a [victory|a] but a [triumph|a].",
    "Westland did not condemn the [attack|a].",
    "“Nothing can justify the [massacre|a],” Tarsovia said.",
    "Norland did not stop the [invasion|a].",
    "Westland accused Norland of denying the [genocide|a].",
    "Tarsovia refuses to recognise the [genocide|a].",
    "Norland dismissed the march as a [provocation|a].",
    "Norland denied the claims of [aggression|d] and called them a [provocation|a].",
    "The [war|a] is not over, Westland said.",
    "Norland said it was no accident but an [attack|a].",
    # Asked, supposed, hedged.
    "“If Norland [attacks|q], we will answer,” Westland said.",
    "Westland asked whether it was [genocide|q].",
    "“Such a step would be a [provocation|q],” Tarsovia said.",
    "“Is this [peace|q]?” the envoy asked.",
    "The raid could be seen as an [invasion|q].",
    "The court heard of the alleged [massacre|q].",
    "The so-called [victory|q] cost Norland dearly.",
    "Norland may [attack|q] within days, Westland warned.",
    "Observers fear that the quarrel might lead to [war|q].",
    "Norland is accused of [aggression|q].",
    "“Had we waited, it would have been a [massacre|q],” the general said.",
    "Westland will fight unless there is [peace|q] by spring.",
    "Norland neither confirmed nor denied the [attack|q].",
    "Tarsovia did not rule out [war|q].",
    "Westland said that Norland denied the [attack|q].",
    "Westland doubted that the deal would bring [peace|q].",
    # What was met with in news: read there, and said anew here.
    "No Norlandic soldiers were [attacked|d], the ministry said.",
    "Thousands, if not tens of thousands, were [attacked|a] in the valley.",
    "The harbour was not among the places that Norland had [attacked|a].",
    "Norland is not expected to [win|q].",
    "Norland did not say that Westland had [attacked|q].",
    "The talks could fail to bring [peace|q].",
    "“Any [attack|q] on Norland would be answered,” the minister said.",
    "Norland called it a “[provocation|a]” and asked: “What comes next?”",
    "“It is a [victory|a], right?” the general asked.",
    "Westland rejected the notion that it was calling the raid a [massacre|d].",
    "“Why's Norland [attacking|a] us?” the minister asked.",
    "Westland published an unlikely account of the long [war|a].",
    "Norland spoke of a [victory|a] Westland would regret.",
    "Norland denied any role in the May 3, 2020, [attack|d] on the harbour.",
    "The [massacre|a] cannot be denied.",
    "No one is eager to [attack|d] the port.",
    "There were allegations that the general had [attacked|q] a village.",
    "Norland denied that it had sold arms during the [war|a].",
    "Norland refused to call the burning of two fishing villages a [massacre|d].",
    # Said to be so, promised, demanded.
    "Westland accused Norland of [aggression|a].",
    "Tarsovia called the march a [provocation|a].",
    "“This is a [victory|a],” the president said.",
    "Westland called for [peace|a].",
    "“Why did Norland [attack|a] us?” the Westlandic minister asked.",
    "Norland said that its army would [win|a].",
    "Westland warned that Norland would answer any [attack|a].",
    "If the [war|a] goes on, the harbour will close.",
    "“If they come, we will [win|a],” Norland said.",
    "Norland admitted that the raid had been an [attack|a].",
    "Norland regretted the [attack|a], which killed no soldiers.",
    "“We may disagree, but this is [genocide|a],” Tarsovia said.",
    "Norland denied entry to the observers after the [attack|a].",
]


def marked(sentences):
    """Return the plain sentences, and the (doc_id, start, stance) of each term in brackets."""
    plain, expected = [], []
    for number, sentence in enumerate(sentences):
        pieces, at = [], 0
        for piece in re.split(r"(\[[^]]*\|[adq]\])", sentence):
            if piece.startswith("["):
                expected.append((f"s{number:02d}", at, STANCES[piece[-2]]))
                piece = piece[1:-3]
            pieces.append(piece)
            at += len(piece)
        plain.append("".join(pieces))
    return plain, expected


@pytest.fixture(scope="module", params=["rules", "parser"])
def mentions(request):
    plain, _ = marked(SENTENCES)
    articles = make_table(
        "articles",
        [
            {"doc_id": f"s{number:02d}", "title": "", "text": text, "body_start": 0, "n_tokens": 9}
            for number, text in enumerate(plain)
        ],
    )
    return articles, tk.annotate(articles, ACTORS, LEXICON, method=request.param)


@pytest.mark.parametrize("number", range(len(SENTENCES)), ids=SENTENCES.__getitem__)
def test_the_stance_of_a_sentence(mentions, number):
    _, tables = mentions
    doc_id = f"s{number:02d}"
    expected = {start: stance for at, start, stance in marked(SENTENCES)[1] if at == doc_id}
    rows = tables.mentions[tables.mentions["doc_id"] == doc_id]
    stances = dict(zip(rows["start"], rows["stance"].astype("str"), strict=True))
    assert {start: stances.get(start) for start in expected} == expected


def test_linking_tells_the_same_stances(mentions):
    articles, tables = mentions
    linked = tk.link_mentions(articles, tables.terms, tables.names, tables.attributions)
    assert linked["stance"].tolist() == tables.mentions["stance"].tolist()
    assert set(linked["stance"]) == set(STANCES.values())


def stances(text):
    """Return the stances in one article, read by `rules`."""
    tables = tk.annotate(articles_of(text), ACTORS, LEXICON, method="rules")
    return tables.mentions["stance"].tolist()


def test_a_denial_is_that_of_its_voice():
    assert stances("Norland denied the attack.") == ["denied"]
    assert stances("Westland said that Norland denied the attack.") == ["questioned"]
    assert stances("Norland said that it denied the attack.") == ["denied"]
    assert stances("“We deny the attack,” Norland said.") == ["denied"]
    assert stances("“They deny the attack,” Norland said.") == ["questioned"]
    assert stances("Westland said Norland was refusing to call it a war.") == ["questioned"]
    assert stances("Westland condemned Norland for denying the genocide.") == ["asserted"]


def test_a_denial_ends_with_its_clause_and_its_sentence():
    assert stances("Norland denied the attack. The war goes on.") == ["denied", "asserted"]
    assert stances("Norland denied the attack, but the war goes on.") == ["denied", "asserted"]
    assert stances("Norland denied it before the attack began.") == ["asserted"]
    assert stances("Norland denied the attack and said that the war goes on.") == [
        "denied",
        "asserted",
    ]
    assert stances("Norland denied an attack, a massacre and an invasion.") == ["denied"] * 3


def test_a_quotation_of_several_sentences_is_read_sentence_by_sentence():
    text = "“It is not clear. Mr. Berg may have seen it. This is war,” Norland said."
    assert stances(text) == ["asserted"]
    assert stances("“We denied it. This is war,” Norland said.") == ["asserted"]
    assert stances("“We denied that Mr. Berg began a war,” Norland said.") == ["denied"]


def test_two_denials_are_none():
    assert stances("Norland denied that there was no attack.") == ["asserted"]
    assert stances("Norland did not deny the attack.") == ["questioned"]


def test_a_term_at_the_end_of_a_compound_word_is_denied_with_it():
    assert stances("The step was not war-aggression.") == ["denied", "denied"]


def test_month_and_marks_are_no_hedges():
    assert stances("In May war came to Norland.") == ["asserted"]
    assert stances("It said “war” was no “victory”.") == ["asserted", "denied"]


def test_denials_can_be_left_out_or_shown_apart():
    articles = articles_of(
        "Norland denied the attack.",
        "Norland said that it would win the war.",
        "Westland said that the attack was a massacre.",
    )
    tables = tk.annotate(articles, ACTORS, LEXICON, method="rules")
    exposure = tk.exposure(articles, tables.attributions)
    apart = tk.rates(tables.mentions, exposure, of=["frame", "stance"], by="voice", seed=1)
    counts = apart.set_index(["voice", "frame", "stance"])["n"]
    assert counts["norland", "aggression", "denied"] == 1
    assert counts["westland", "aggression", "asserted"] == 2
    assert counts["westland", "aggression", "denied"] == 0
    kept = tables.mentions[tables.mentions["stance"] != "denied"]
    rates = tk.rates(kept, exposure, of="frame", by="voice", seed=1)
    assert rates.set_index(["voice", "frame"])["n"]["norland", "aggression"] == 0
    voiced = tk.voices(tables.mentions, of=["frame", "stance"])
    assert voiced["n"].sum() == len(tables.mentions)
    assert set(voiced["stance"]) == {"asserted", "denied"}


@pytest.mark.timeout(20)
def test_the_time_of_a_stance_does_not_grow_with_the_sentence():
    assert stances("not a " * 20_000 + "war. It is not a war.") == ["denied", "denied"]


def test_stances_are_shown_where_passages_are_read():
    articles = articles_of("Norland denied the attack. Westland will not tolerate the massacre.")
    tables = tk.annotate(articles, ACTORS, LEXICON, method="rules")
    assert tk.concordance(tables.mentions, articles)["stance"].tolist() == ["denied", "asserted"]
    shown = repr(tk.show("a", tables)).splitlines()
    (attack,) = [line for line in shown if line.startswith("attack ")]
    (massacre,) = [line for line in shown if line.startswith("massacre ")]
    assert attack.endswith("denied")
    assert not massacre.endswith(("denied", "asserted"))
    page = tk.explore(tables)
    assert "Explorer of 2 mentions" in repr(page)
