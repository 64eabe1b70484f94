import pandas as pd
from conftest import articles_of

import toolkit as tk
from toolkit.tables.schema import check_table, empty_table


def changes(*texts, title="", **columns):
    articles = articles_of(*texts, title=title, **{"family_id": ["f"] * len(texts)} | columns)
    found = check_table(tk.find_changes(articles), "changes")
    texts = articles.set_index("doc_id")["text"]
    for row in found.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text
        assert texts[row.first_id][row.first_start : row.first_end] == row.first_text
    return found


def test_words_added_removed_and_changed_with_their_places():
    found = changes("The old town fell on Monday.", "The town was taken on Monday, he said.")
    assert found[["doc_id", "first_id", "kind", "first_text", "text"]].to_numpy().tolist() == [
        ["b", "a", "removed", "old", ""],
        ["b", "a", "changed", "fell", "was taken"],
        ["b", "a", "added", "", "he said"],
    ]
    assert found[["start", "end", "first_start", "first_end"]].to_numpy().tolist() == [
        [3, 3, 4, 7],
        [9, 18, 13, 17],
        [30, 37, 27, 27],
    ]


def test_each_copy_is_compared_with_the_earliest():
    articles = articles_of("Two ships sank.", "Three ships sank.", family_id=["f", "f"])
    articles["date"] = pd.to_datetime(["2020-11-12", "2020-11-11"]).as_unit("us")
    found = tk.find_changes(articles)
    assert found[["doc_id", "first_id", "first_text", "text"]].to_numpy().tolist() == [
        ["a", "b", "Three", "Two"]
    ]


def test_headlines_are_compared_with_headlines():
    articles = articles_of("Ships sank.", "Ships sank.", family_id=["f", "f"])
    articles["text"] = ["Storm\n\nShips sank.", "Ships sank\n\nShips sank."]
    articles["body_start"] = [7, 12]
    found = tk.find_changes(articles)
    assert found[["kind", "first_text", "text"]].to_numpy().tolist() == [
        ["changed", "Storm", "Ships sank"]
    ]


def test_a_copy_that_drops_the_headline_or_the_body():
    articles = articles_of("Ships sank.", "Ships sank.", family_id=["f", "f"])
    articles["text"], articles["body_start"] = ["Storm\n\nShips sank.", "Ships sank."], [7, 0]
    row = tk.find_changes(articles).iloc[0]
    assert (row["kind"], row["first_text"], row["start"], row["end"]) == ("removed", "Storm", 0, 0)


def test_quotation_marks_count_and_their_style_does_not():
    assert changes("He said “it ended”, they say.", 'He said "it ended," they say.').empty
    dropped = changes("A “liberated” town.", "A liberated town.")
    assert dropped[["kind", "first_text", "text"]].to_numpy().tolist() == [
        ["removed", "“", ""],
        ["removed", "”", ""],
    ]


def test_articles_without_copies_have_no_changes():
    assert changes("One text.", "Another text.", family_id=["f", "g"]).empty
    assert changes("One text.", "Another text.", family_id=[None, None]).empty
    assert check_table(tk.find_changes(empty_table("articles")), "changes").empty


def test_the_order_of_rows_changes_nothing():
    articles = articles_of("a b c", "a b d", "a x c", family_id=["f", "f", "f"])
    pd.testing.assert_frame_equal(
        tk.find_changes(articles), tk.find_changes(articles.iloc[[2, 0, 1]])
    )
