"""Terms, exceptions and names whose patterns could be tried for ever."""

import json

import pytest

# Annotates texts with a lexicon and actors, and says what was found and warned.
FIND = """
import json, sys, time, warnings
sys.path.insert(0, "tests")
from conftest import articles_of
import toolkit as tk

lexicon, actors = tk.load_lexicon(sys.argv[1]), tk.load_actors(sys.argv[2])
articles = articles_of(*json.load(open(sys.argv[3])))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    begun = time.process_time()
    terms, names = tk.find_terms(articles, lexicon), tk.find_actors(articles, actors)
    seconds = time.process_time() - begun
print(json.dumps([
    terms["term_id"].value_counts().to_dict(),
    len(names),
    [str(one.message) for one in caught],
    seconds,
]))
"""
ACTORS = "actors: {north: {name: Northland}}\n"


@pytest.fixture
def find(tmp_path, within):
    """Find terms and actors in texts, in a process within the bounds."""

    def find_in(texts, lexicon, actors=ACTORS):
        given = {"framing.yml": lexicon, "actors.yml": actors, "texts.json": json.dumps(texts)}
        paths = [tmp_path / name for name in given]
        for path, content in zip(paths, given.values(), strict=True):
            path.write_text(content)
        ended = within("-c", FIND, *paths)
        assert ended.code == 0, ended.err
        return json.loads(ended.out)

    return find_in


def lexicon_of(*terms):
    return json.dumps({"frames": {"war": {"terms": list(terms)}}})


def test_expressions_without_end_are_given_up_and_named(find, tmp_path):
    """Each is tried for a second in the article; other terms and articles are read."""
    evil = [
        r"(a+)+$",
        r"(\w+\W?)+[$]",
        r"\w+\s[$]",
        r"(.*)(.*)(.*)(.*)[$]",
    ]
    terms = [{"term": term, "match": "regex"} for term in evil]
    text = "a" * 50_000 + "! " + "ab" * 5_000 + " war"
    counts, _, messages, seconds = find([text, "war aaa"], lexicon_of(*terms, "war"))
    assert counts["war"] == 2
    (message,) = messages
    assert message.startswith(f"{tmp_path / 'framing.yml'}: ")
    assert "regular expression(s) took longer than 1 s of processor time" in message
    assert f"war: {evil[0]!r} in a\n" in message
    assert seconds < 8


def test_stars_cost_no_more_than_the_word_is_long(find):
    """Plain backtracking would try each way to share out the letters among the stars."""
    stars = "*".join("abcdefgh" * 6)
    globs = [f"*{stars}*", f"*{'a*' * 300}b", f"a{'*a' * 300}*c d", f"x {'* ' * 40}y"]
    with_exceptions = {"term": "war", "except": [f"*{'a*' * 300}b", f"war {'* ' * 40}y"]}
    texts = ["abcdefgh" * 6 + " " + "a" * 20_000 + " x" + " " * 5_000 + "z war" + " " * 5_000 + "z"]
    counts, _, _, seconds = find(texts, lexicon_of(*globs, with_exceptions))
    assert counts == {f"*{stars}*": 1, "war": 1}
    assert seconds < 5


def test_many_exceptions_at_many_places_are_looked_up(find):
    pay = {"term": "pay", "except": ["pay heed", "pay no*"]}
    counts, _, _, seconds = find(["pay heed, pay; pay none, pay. " * 8_000], lexicon_of(pay))
    assert counts == {"pay": 16_000}
    assert seconds < 10


@pytest.mark.parametrize("form", ["{n}word*", "*word{n}*", "word {n}"])
def test_fifty_thousand_terms_are_looked_up_in_a_page(find, form):
    terms = [form.format(n=n) for n in range(50_000)]
    text = "The word 7 of word77 and 777word was a word. " * 20
    counts, _, _, seconds = find([text], lexicon_of(*terms))
    assert sum(counts.values()) >= 20
    assert seconds < 5


def test_a_page_is_searched_for_five_thousand_actors(find):
    actors = "actors:\n" + "".join(
        f"  a{n}: {{name: Republic of Land{n}, aliases: [Land{n}, Rep {n}], people: {{p{n}: "
        f"{{name: Jon Doe{n}, roles: [{{title: [president, head of state]}}]}}}}}}\n"
        for n in range(5_000)
    )
    text = "The president of Land7 met Jon Doe12 of the Republic of Land12 and Rep 44. " * 30
    _, n_names, _, seconds = find([text], lexicon_of("war"), actors)
    assert n_names == 120
    assert seconds < 4


def test_long_names_that_do_not_fit_are_read_at_once(tmp_path, within):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for at in range(10):
        (folder / f"{at}{'_' * 240}.txt").write_text("A word.")
    template = "".join(f"{{v{at}}}_" for at in range(12)) + "!{last}"
    load = (
        "import sys, toolkit as tk; print(len(tk.load_corpus(sys.argv[1], filenames=sys.argv[2])))"
    )
    ended = within("-W", "ignore", "-c", load, folder, template)
    assert ended.out == "10\n"
    assert ended.seconds < 10
