import sys

import pytest
from conftest import articles_of, lexicon_of

import toolkit as tk
from toolkit.instruments.lexicon import Term
from toolkit.tables.schema import check_table


def found(text, lexicon):
    articles = articles_of(text)
    terms = check_table(tk.find_terms(articles, lexicon), "terms")
    for row in terms.itertuples():
        assert articles["text"][0][row.start : row.end] == row.match
    return list(zip(terms["frame"], terms["match"], strict=True))


def test_a_glob_stands_for_any_letters_and_stops_at_word_ends():
    lexicon = lexicon_of(victory=["victor*"])
    assert found("Victory! The victorious, not victims; a self-victory.", lexicon) == [
        ("victory", "Victory"),
        ("victory", "victorious"),
        ("victory", "victory"),
    ]


def test_several_words_match_over_a_line_break_but_not_over_a_blank_line():
    lexicon = lexicon_of(restraint=["lay down arms"])
    assert found("They lay  down\narms.", lexicon) == [("restraint", "lay  down\narms")]
    with pytest.warns(tk.LexiconWarning):
        assert found("They lay down\n\narms.", lexicon) == []


def test_quotation_marks_apostrophes_and_diacritics_are_folded():
    lexicon = lexicon_of(kin=["brother's keeper"], place=["Élan"])
    assert found("A brother’s keeper with elan.", lexicon) == [
        ("kin", "brother’s keeper"),
        ("place", "elan"),
    ]


def test_a_piece_of_a_contraction_is_no_term():
    lexicon = lexicon_of(victory=["won"])
    assert found("He won't say who won, nor whose 'won' it was; we won’t.", lexicon) == [
        ("victory", "won"),
        ("victory", "won"),
    ]


def test_the_longest_match_wins_whatever_the_order():
    frames = {"peace": ["peace"], "defeat": ["peace of the grave"], "aim": ["grave*"]}
    for order in (list(frames), list(frames)[::-1]):
        lexicon = lexicon_of(**{frame: frames[frame] for frame in order})
        with pytest.warns(tk.LexiconWarning, match="aim, peace|peace, aim"):
            assert found("the peace of the grave", lexicon) == [("defeat", "peace of the grave")]


def test_of_two_terms_in_one_place_the_fixed_then_the_one_with_more_letters_wins():
    lexicon = lexicon_of(a=["provoc*"], b=["provocat*"], c=[Term("provocation", "c", "fixed")])
    with pytest.warns(tk.LexiconWarning, match="1 of 3 frame"):
        assert found("provocation and provocateur", lexicon) == [
            ("c", "provocation"),
            ("b", "provocateur"),
        ]


def test_an_exception_drops_its_own_term_only():
    pay = Term("pay*", "cost", exceptions=("pay attention",))
    lexicon = lexicon_of(cost=[pay], watch=["attention"])
    assert found("They pay attention and pay.", lexicon) == [
        ("watch", "attention"),
        ("cost", "pay"),
    ]


def test_case_counts_where_the_term_says_so():
    lexicon = lexicon_of(order=[Term("Peace", "order", case=True)])
    assert found("peace, Peace, PEACE", lexicon) == [("order", "Peace")]


def test_a_regular_expression_matches_as_written():
    lexicon = lexicon_of(kin=[Term(r"brother(?:ly|hood)\b", "kin", "regex")])
    assert found("Brotherhood, brothers, brotherly", lexicon) == [
        ("kin", "Brotherhood"),
        ("kin", "brotherly"),
    ]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("This is not a victory.", True),
        ("It wasn’t any kind of victory.", True),
        ("There was no “victory” here.", True),
        ("They denied the victory.", True),
        ("They never won any such victory.", True),
        ("They never won any such great victory.", False),
        ("This is not only a victory.", False),
        ("It is no doubt a victory.", False),
        ("Not so, but a victory.", False),
        ("They did not stop. A victory followed.", False),
        ("No one in the whole long valley expected a victory.", False),
    ],
)
def test_negation_is_marked_within_its_clause(text, negated):
    terms = tk.find_terms(articles_of(text), lexicon_of(victory=["victor*"]))
    assert terms["negated"].tolist() == [negated]


def test_a_frame_that_never_matches_is_a_counted_warning():
    with pytest.warns(tk.LexiconWarning) as caught:
        tk.find_terms(articles_of("victory"), lexicon_of(victory=["victor*"], defeat=["rout*"]))
    assert str(caught[0].message) == (
        "1 of 2 frame(s) never match in 1 article(s): defeat; check their terms, or that the "
        "corpus is the right one"
    )


def test_an_expression_that_runs_out_of_time_is_a_counted_warning(monkeypatch):
    """The other terms are found in the article, and the term in others until the third."""
    monkeypatch.setattr(sys.modules["toolkit.annotate.terms"], "SECONDS", 0.02)
    endless = "a" * 2_000 + "! victory"
    texts = ["aaa", endless, "aa", endless, endless, "aa"]
    evil = [Term(r"(a+)+$", "evil", "regex"), Term("!", "evil", "regex")]
    with pytest.warns(tk.LexiconWarning) as caught:
        terms = tk.find_terms(articles_of(*texts), lexicon_of(victory=["victor*"], evil=evil))
    found = [(*row,) for row in terms[["doc_id", "term_id"]].itertuples(index=False)]
    assert found == [
        ("a", "(a+)+$"),
        *[("b", "!"), ("b", "victor*")],
        ("c", "(a+)+$"),
        *[("d", "!"), ("d", "victor*")],
        *[("e", "!"), ("e", "victor*")],
    ]
    assert [str(one.message) for one in caught] == [
        "the lexicon: 1 regular expression(s) took longer than 0.02 s of processor time and were "
        "not looked for:\n"
        "  evil: '(a+)+$' in b, d, e, nor in any article after those\n"
        "write them so that a text fits in one way only: not (a+)+ but a+, not (a|a)* but a*"
    ]


def test_after_ten_attempts_no_expression_is_looked_for(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules["toolkit.annotate.terms"], "SECONDS", 0.01)
    path = tmp_path / "framing.yml"
    terms = "".join(f"      - {{term: '(a+)+[$b{at}]', match: regex}}\n" for at in range(4))
    path.write_text(f"frames:\n  evil:\n    terms:\n{terms}      - {{term: '!', match: regex}}\n")
    texts = ["a" * 2_000 + "!"] * 4
    with pytest.warns(tk.LexiconWarning) as caught:
        found = tk.find_terms(articles_of(*texts), tk.load_lexicon(path))
    assert found["doc_id"].tolist() == ["a", "b"]
    (message,) = [str(one.message) for one in caught]
    assert message.startswith(f"{path}: 4 regular expression(s) took longer than 0.01 s")
    assert "no regular expression in any article after 10 such attempts" in message


def test_many_exceptions_in_one_article_are_looked_up_not_compared():
    """An exception drops each term that it overlaps, and none that stands beside it."""
    pay = Term("pay*", "cost", exceptions=("pay attention", "no pay"))
    text = "no pay attention, paying, pay; pay attention pay"
    assert found(text, lexicon_of(cost=[pay])) == [
        ("cost", "paying"),
        ("cost", "pay"),
        ("cost", "pay"),
    ]


def test_zero_articles_give_zero_terms():
    terms = tk.find_terms(articles_of(), lexicon_of(victory=["victor*"]))
    assert check_table(terms, "terms").empty
