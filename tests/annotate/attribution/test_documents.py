"""Documents that somebody speaks: each word is the speaker's, but for what others say in it."""

import pandas as pd
import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.explore.pages import Concordance
from toolkit.tables.schema import check_table, empty_table

METHODS = ("rules", "parser")
LEXICON = lexicon_of(war=["war", "wars", "victory", "end"])
SPEECH = (
    "Mr. Speaker: we meet in an hour of war.\n\nWe believe that the war must end. "
    "President Berg of Northland said that the war was over. We know her “victory”. "
    "Our government said that the end was near. "
    "“There will be no war in this land,” Çelo Reyes told us.\n\n"
    "Security: we want victory. I said that the war was a crime. It is said that wars end."
)


class Nobody:
    """A method that finds nothing."""

    name = "nobody"

    def read(self, texts):
        for _ in texts:
            yield []


@pytest.fixture(params=METHODS)
def method(request):
    return request.param


def annotated(registry, *texts, method, **columns):
    articles = articles_of(*texts, **columns)
    tables = tk.annotate(articles, registry, LEXICON, method=method)
    for name in tables._fields:
        check_table(getattr(tables, name), name)
    return tables


def heard(tables):
    """Return the words of each voice in each mode of the first article, as exposure has them."""
    exposure = tk.exposure(tables.articles, tables.attributions)
    counts = exposure.groupby("doc_id")["n_tokens"].sum()
    assert counts.tolist() == tables.articles["n_tokens"].tolist()
    first = exposure[exposure["doc_id"] == "a"]
    return {(row.voice, row.mode): row.n_tokens for row in first.itertuples()}


def test_each_mention_in_a_speech_is_the_speakers_or_of_whom_he_names(registry, method):
    tables = annotated(registry, SPEECH, method=method, speaker=["Foreign Minister Jon Holm"])
    told = tables.mentions.astype(object).where(tables.mentions.notna(), None)
    columns = ["match", "mode", "voice_id", "person_id", "source", "rule"]
    mine = ("northland", "holm", "Foreign Minister Jon Holm", "speaker-document")
    assert [tuple(row) for row in told[columns].to_numpy()] == [
        ("war", "direct", *mine),
        ("war", "direct", "northland", "holm", "We", "cue-verb"),
        ("end", "direct", "northland", "holm", "We", "cue-verb"),
        ("war", "indirect", "northland", "berg", "President Berg of Northland", "cue-verb"),
        ("victory", "direct", "northland", "holm", *told["source"][4:5], *told["rule"][4:5]),
        ("end", "indirect", "northland", None, "Our government", "cue-verb"),
        ("war", "direct", "southland", "reyes", "Çelo Reyes", "cue-verb"),
        ("victory", "direct", *mine),
        ("war", "direct", "northland", "holm", *told["source"][8:9], *told["rule"][8:9]),
        ("wars", "direct", *mine),
        ("end", "direct", *mine),
    ]
    assert set(tables.mentions["voice"]) == {"northland", "southland"}


def test_a_speaker_who_is_not_registered_keeps_his_words(registry, method):
    tables = annotated(registry, "Victory is near. It is ours.", method=method, speaker=["Ada Poe"])
    (row,) = tables.mentions.itertuples()
    assert (row.voice, row.source, row.speaker, row.mode) == (
        "other speaker", "Ada Poe", "Ada Poe", "direct",
    )  # fmt: skip
    assert heard(tables) == {("other speaker", "direct"): 6}
    assert tables.names.empty


def test_the_title_is_the_speakers_too(registry, method):
    tables = annotated(
        registry, "We rest.", method=method, title="Address on victory", speaker=["Ada Berg"]
    )
    assert heard(tables) == {("northland", "direct"): 5}
    said = tables.attributions
    assert said[["part", "content_start", "content_end"]].to_numpy().tolist() == [
        [0, 0, 18], [1, 20, 28],
    ]  # fmt: skip
    assert said["attribution_id"].unique().tolist() == ["a:0-18"]
    assert said["n_tokens"].tolist() == [3, 2]
    assert said[["cue", "source_start", "source_end"]].isna().all(axis=None)


def test_an_article_without_a_speaker_beside_it_stays_an_article(registry, method):
    tables = annotated(
        registry, "We win.", "The war ends.", method=method, speaker=["Ada Berg", None]
    )
    assert tables.mentions["voice"].tolist() == ["narration"]
    without = annotated(registry, "The war ends.", method=method)
    assert without.mentions["voice"].tolist() == ["narration"]


@pytest.mark.parametrize("speaker", [" ", "\n\n", "\x00\x07", "\u200b"])
def test_a_blank_speaker_is_none(registry, method, speaker):
    tables = annotated(registry, "We win.", "The war ends.", method=method,
                       speaker=["Ada Berg", speaker])  # fmt: skip
    assert tables.mentions["voice"].tolist() == ["narration"]


def test_labels_in_a_document_are_turns_of_others(registry, method):
    text = (
        "Question: When will the war end?\n\nAda Berg: I will tell you.\n\n"
        "Question: Is that a victory?\n\nAda Berg: It is our victory."
    )
    tables = annotated(registry, text, method=method, speaker=["Ada Berg"])
    assert tables.mentions["voice"].tolist() == ["other speaker"] * 3 + ["northland"]
    assert set(tables.mentions["mode"]) == {"direct"}


def test_a_question_of_nobody_who_is_named_is_the_speakers(registry, method):
    text = "“How long will this cruel and senseless war go on?” It must end."
    tables = annotated(registry, text, method=method, speaker=["Ada Berg"])
    assert tables.mentions["voice"].tolist() == ["northland", "northland"]
    unsaid = annotated(registry, text, method=method)
    assert unsaid.mentions["voice"].tolist() == ["unknown speaker", "narration"]


def test_joint_speakers_are_both(registry, method):
    tables = annotated(
        registry, "We want victory.", method=method, speaker=["Northland and Southland"]
    )
    assert tables.mentions["voice"].tolist() == ["northland+southland"]


def test_an_object_as_a_method_and_statements_that_are_given_leave_the_rest_too(registry):
    articles = articles_of("We want victory.", speaker=["Ada Berg"])
    tables = tk.annotate(articles, registry, LEXICON, method=Nobody())
    assert tables.mentions["voice"].tolist() == ["northland"]
    given = [[tk.Statement(((8, 15),), (0, 2), None, "read")]]
    said = tk.attributions_of(articles, tables.names, given, method="coder")
    assert said[["content_start", "content_end", "rule"]].to_numpy().tolist() == [
        [0, 7, "speaker-document"],
        [8, 15, "read"],
    ]
    assert said["source"].tolist() == ["Ada Berg", "We"]
    assert said["source_id"].tolist() == ["northland"] * 2


def test_without_names_the_words_of_the_speaker_stay(registry, method):
    articles = articles_of("Victory is ours.", speaker=["Ada Berg"])
    said = tk.find_attributions(articles, empty_table("names"), method=method)
    assert said["source"].tolist() == ["Ada Berg"]
    assert said["source_id"].isna().all()


def test_the_parts_agree_with_the_whole(registry, method):
    articles = articles_of(
        SPEECH, SPEECH, "", title="On war", speaker=["Jon Holm", None, "Southland"]
    )
    whole = tk.annotate(articles, registry, LEXICON, method=method)
    terms, names = tk.find_terms(articles, LEXICON), tk.find_actors(articles, registry)
    said = tk.find_attributions(articles, names, method=method)
    targets = tk.find_targets(articles, terms, names, said)
    mentions = tk.add_tone(tk.link_mentions(articles, terms, names, said), articles)
    parts = tk.Tables(articles, terms, names, said, targets, mentions)
    for table, part in zip(whole, parts, strict=True):
        pd.testing.assert_frame_equal(table, part)


def test_no_one_takes_the_speaker_for_a_name_in_the_text(registry, method):
    tables = annotated(registry, "Southland's war is a war.", method=method,
                       speaker=["Ada Berg"])  # fmt: skip
    assert tables.names["kind"].tolist() == ["speaker", "name"]
    assert tables.names["match"].tolist() == ["", "Southland"]
    assert set(tables.targets["actor_id"]) == {"southland"}
    shown = repr(tk.show("a", tables))
    assert shown.startswith("[1 northland| _Southland_'s **war** is a **war**. |1]")


def test_whom_a_speaker_means_by_our_country_is_marked_nowhere(registry):
    text = "It was a victory for our country."
    tables = annotated(registry, text, method="rules", speaker=["Ada Berg"])
    assert tables.mentions["target_id"].tolist() == ["northland"]
    article = Concordance(tables).article(0)
    assert [tuple(piece) for piece in article["body"]] == [
        ("It was a ", ""), ("victory", "term"), (" for our country.", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("speaker", "label", "voice"),
    [
        ("Ada Berg", "A", "northland"),
        ("President Ada Berg", "The President", "northland"),
        ("Ada Poe", "POE", "other speaker"),
    ],
)
def test_a_label_may_be_the_speakers(registry, method, speaker, label, voice):
    text = (
        f"Q: When will the war end?\n\n{label}: I will tell you.\n\n"
        f"Q: Is that a victory?\n\n{label}: It is our victory."
    )
    tables = annotated(registry, text, method=method, speaker=[speaker])
    told = tables.attributions[tables.attributions["source"] == label]
    assert told["speaker"].tolist() == [speaker] * 2
    assert tables.mentions["voice"].tolist() == ["other speaker"] * 3 + [voice]


@pytest.mark.parametrize(
    ("speaker", "text", "voice"),
    [
        ("Foreign Ministry of Northland", "The ministry said the war was over.", "northland"),
        ("Foreign Ministry of Northland", "The foreign ministry condemned the war.", "northland"),
        ("Northland's Foreign Ministry", "The ministry said the war was over.", "northland"),
        ("Oda Lund", "Mr Lund said the war was over.", "other speaker"),
        ("Oda Lund, Minister of Trade", "The minister said the war was over.", "other speaker"),
    ],
)
def test_who_is_named_as_the_document_names_its_speaker_is_the_speaker(
    registry, method, speaker, text, voice
):
    tables = annotated(registry, text, method=method, speaker=[speaker])
    (row,) = tables.mentions.itertuples()
    assert (row.voice, row.speaker, row.mode) == (voice, speaker, "direct")


def test_the_speaker_may_be_named_in_the_title(registry, method):
    tables = annotated(registry, "We rest.", method=method, title="Ministry condemns war",
                       speaker=["Foreign Ministry of Northland"])  # fmt: skip
    assert tables.mentions["voice"].tolist() == ["northland"]
    assert tables.mentions["speaker"].tolist() == ["Foreign Ministry of Northland"]


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("Foreign Ministry of Northland", "The defence ministry said the war was over."),
        ("Foreign Ministry of Northland", "A ministry said the war was over."),
        ("Oda Lund", "Jens Lund said the war was over."),
        ("Oda Lund, spokeswoman for Minister Moe", "Minister Moe said the war was over."),
        ("Oda Lund's spokesman Per Moe", "Ms Lund said the war was over."),
        ("Oda Lund; Per Moe", "Ms Lund said the war was over."),
        ("Oda Lund and Per Moe", "Ms Lund said the war was over."),
        ("Minister Oda Lund", "Minister Per Moe spoke. The minister said the war was over."),
        (
            "Minister Oda Lund",
            "Minister Per Moe said it rained. The minister said the war was over.",
        ),
        (
            "Foreign Ministry of Northland",
            "Southland's foreign ministry said it rained. The ministry said the war was over.",
        ),
    ],
)
def test_who_may_be_another_is_not_the_speaker(registry, method, speaker, text):
    tables = annotated(registry, text, method=method, speaker=[speaker])
    (row,) = tables.mentions.itertuples()
    assert row.speaker != speaker
    assert row.mode == "indirect"
