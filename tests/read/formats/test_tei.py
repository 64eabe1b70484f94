"""TEI: an article for each utterance, with who speaks it."""

import pytest

HEADER = """<teiHeader><fileDesc><titleStmt><title type="main">Sitting of 3 May</title>
<title type="sub">The bridge</title></titleStmt>
<publicationStmt><date when="2040-01-01"/></publicationStmt>
<sourceDesc><bibl><date when="2031-05-03">3 May 2031</date></bibl></sourceDesc></fileDesc>
<profileDesc><particDesc><listPerson>
<person xml:id="RoeJane"><persName>
<surname>Roe</surname><forename>Jane</forename></persName></person>
<person xml:id="DoeMax"><persName>Max Doe</persName></person>
</listPerson></particDesc></profileDesc>
</teiHeader>"""
BODY = """<u who="#RoeJane" xml:id="s1.u1" ana="#chair"><seg>We <note>(Applause.)</note> hold
the bridge.</seg><note>She pauses.</note><seg>We shall
<vocal><desc>laughter</desc></vocal> stay.</seg></u>
<u who="#DoeMax">Thank <!-- sic -->you.</u><u who="#PoeAda">Thank you.</u><u>Thank you.</u>"""


def tei(body=BODY, header=HEADER, declared='<?xml version="1.0" encoding="UTF-8"?>\n', names=""):
    return (
        f'{declared}<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"{names}>{header}'
        f"<text><body><div><head>Debate</head>{body}</div></body></text></TEI>"
    )


@pytest.mark.parametrize("declared", ['<?xml version="1.0"?>\n', "", "<!-- made by hand -->\n"])
def test_each_utterance_is_an_article(put, rows, declared):
    path = put("sitting.xml", tei(declared=declared, names=' xml:id="s1"'))
    found = rows(path, "doc_id", "speaker", "speaker_role", "date", "language", "debate", "text")
    about = ("2031-05-03", "en", "Sitting of 3 May")
    assert found == [
        ("s1.u1", "Jane Roe", "chair", *about, "We hold the bridge.\n\nWe shall stay."),
        ("s1.u2", "Max Doe", None, *about, "Thank you."),
        ("s1.u3", "PoeAda", None, *about, "Thank you."),
        ("s1.u4", None, None, *about, "Thank you."),
    ]


def test_files_without_ids_have_ids_of_their_content(put, folder, load):
    put("a.xml", tei("<u>Thank you.</u><u>Thank you.</u>"))
    put("b.xml", tei("<u>Thank you. </u><u>Thank you.</u>"))
    articles, ledger = load(folder)
    assert articles["doc_id"].is_unique
    assert len(articles) == 4
    assert set(ledger["format"]) == {"TEI"}


def test_the_day_of_the_setting_goes_before_that_of_the_source(put, rows):
    setting = '<settingDesc><setting><date when="2031-05-02T09:00:00"/></setting></settingDesc>'
    header = HEADER.replace("<profileDesc>", f"<profileDesc>{setting}")
    assert rows(put("a.xml", tei(header=header)), "date")[0] == ("2031-05-02",)


def test_who_may_be_several(put, rows):
    path = put("a.xml", tei('<u who="#RoeJane #DoeMax">We agree.</u>'))
    assert rows(path, "speaker") == [("Jane Roe; Max Doe",)]


def test_tei_without_utterances_is_rejected_and_an_empty_one_is_counted(put, folder, load):
    put("a.xml", tei("<p>A novel.</p>"))
    put("b.xml", tei("<u who='#DoeMax'><note>He nods.</note></u><u who='#DoeMax'>Yes.</u>"))
    articles, ledger = load(folder)
    assert articles["text"].tolist() == ["Yes."]
    assert ledger["outcome"].tolist() == ["rejected", "rejected", "read"]
    assert ledger["reason"].tolist()[0] == (
        "found TEI without utterances (u), expected a transcript; save it as text"
    )


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            "<u>Before the storm.<seg>The peace.</seg>A tail.</u>",
            "Before the storm.\n\nThe peace.\n\nA tail.",
        ),
        ("<u>We hold<lb/>the bridge.</u>", "We hold the bridge."),
        ('<u>We hold the brid<lb break="no"/>ge.</u>', "We hold the bridge."),
        ("<u><seg><p>We hold.</p><p>We stay.</p></seg></u>", "We hold.\n\nWe stay."),
        (
            "<u><div><seg>We hold.</seg><seg>We stay.</seg></div></u>",
            "We hold.\n\nWe stay.",
        ),
        ("<u><seg><s>We hold.</s><s>We stay.</s></seg></u>", "We hold. We stay."),
        ("<u><p><seg>We hold.</seg><seg>We stay</seg>.</p></u>", "We hold. We stay."),
        ("<u>We hold.<vocal/>We stay<note>1</note>.</u>", "We hold. We stay."),
        ("<u><w>We</w><w>hold</w><pc>.</pc><w>We</w><w>stay</w></u>", "We hold. We stay"),
        ('<u><w join="right">We</w><w>\'re</w><w>here</w></u>', "We're here"),
        ("<u><w>We</w> <w>ha</w><w>ve</w></u>", "We have"),
    ],
)
def test_all_that_is_said_is_kept_and_words_stay_apart(put, rows, said, text):
    assert rows(put("a.xml", tei(said)), "text") == [(text,)]


def test_an_utterance_within_another_is_its_own(put, rows):
    said = '<u who="#RoeJane">We hold.<u who="#DoeMax">We do not.</u>We stay.</u>'
    assert rows(put("a.xml", tei(said)), "speaker", "text") == [
        ("Jane Roe", "We hold. We stay."),
        ("Max Doe", "We do not."),
    ]


def test_two_utterances_of_one_id_are_two_articles(put, folder, load):
    put("a.xml", tei('<u xml:id="u1">We hold.</u><u xml:id="u1">We stay.</u>'))
    articles, _ = load(folder)
    assert sorted(articles["text"]) == ["We hold.", "We stay."]
    assert articles["doc_id"].is_unique


def test_each_transcript_of_a_corpus_is_read(put, rows):
    inner = [
        tei('<u who="#RoeJane">We hold.</u>', header="", declared=""),
        tei("<u>We stay.</u>", HEADER.replace("2031-05-03", "2031-05-04"), declared=""),
    ]
    corpus = '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{}{}{}</teiCorpus>'
    path = put("a.xml", corpus.format(HEADER, *inner))
    assert rows(path, "speaker", "date", "debate", "text") == [
        ("Jane Roe", "2031-05-03", "Sitting of 3 May", "We hold."),
        (None, "2031-05-04", "Sitting of 3 May", "We stay."),
    ]


def test_a_document_type_is_refused_with_a_remedy(put, folder, load):
    put("a.xml", tei(declared='<!DOCTYPE TEI SYSTEM "tei.dtd">\n'))
    put("b.xml", tei("<u>We hold.</u>"))
    _, ledger = load(folder)
    assert (
        ledger["reason"]
        .tolist()[0]
        .endswith("; delete <!DOCTYPE ...> if nothing in the file needs it")
    )
