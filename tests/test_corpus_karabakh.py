"""The worked example keeps its own rules: sizes, dates, and no quotation but those allowed."""

import csv
import datetime as dt
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parents[1] / "corpus" / "karabakh-2020"
FILES = sorted((CORPUS / "articles").glob("*.md"))
FIRST_DAY, LAST_DAY = dt.date(2020, 9, 27), dt.date(2020, 12, 10)
AUTUMN = FIRST_DAY

# words -> who said them, for which actor, and the first day on which they may be quoted.
FRAGMENTS = {
    "a victory for the people of both countries": ("Peskov", "russia", dt.date(2020, 11, 10)),
    "was not agreed": ("Peskov", "russia", dt.date(2020, 11, 10)),
    "a huge tragedy": ("Putin", "russia", dt.date(2020, 10, 7)),
    "a very close partner": ("Lavrov", "russia", dt.date(2020, 10, 14)),
    "unspeakably painful": ("Pashinyan", "armenia", dt.date(2020, 11, 10)),
    "not a victory": ("Pashinyan", "armenia", dt.date(2020, 11, 10)),
    "capitulation": ("Aliyev", "azerbaijan", dt.date(2020, 11, 10)),
    "Karabakh is Azerbaijan!": ("Aliyev", "azerbaijan", AUTUMN),
    "iron fist": ("Aliyev", "azerbaijan", AUTUMN),
    "one nation, two states": ("Erdogan", "turkey", AUTUMN),
    "brothers": ("Cavusoglu", "turkey", dt.date(2020, 11, 10)),
    "this great success": ("Cavusoglu", "turkey", dt.date(2020, 11, 10)),
    "reckless and dangerous": ("Macron", "france", dt.date(2020, 9, 30)),
    "end its provocations": ("the Élysée", "france", dt.date(2020, 11, 10)),
    "on the side of Armenia": ("the Élysée", "france", dt.date(2020, 11, 10)),
    "extremely concerned": ("Guterres", "un", dt.date(2020, 9, 27)),
    "sister state": ("", "", AUTUMN),
}

RESIDUE = re.compile(r"\[ad_[12]\]|Share this article|Subscribe to our newsletter|Icon: The mirror")
QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
FIRST_PERSON = re.compile(r"\b(I|[Ww]e|[Mm]e|us|[Mm]y|[Oo]ur|[Mm]ine|ours)\b")

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path):
    """Return the metadata, and the body without the lines that are no content."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    lines = [line for line in body.splitlines() if not RESIDUE.fullmatch(line)]
    return yaml.safe_load(head), "\n".join(lines).strip()


def title_and_body(path):
    meta, body = read(path)
    return f"{meta['title']}\n\n{body}"


def quoted(path):
    """Return what stands in double quotation marks, without the comma of English typography."""
    found = (curly or straight for curly, straight in QUOTED.findall(title_and_body(path)))
    return [words.removesuffix(",") for words in found]


def gold(path):
    with (CORPUS / "quotations.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["file"] == path.name]


def plain(words):
    """Drop commas, since the pieces of a split quotation may lose the one between them."""
    return words.replace(",", "")


def join_pieces(strings, rows):
    """Yield (row, pieces): each fragment of the table with the strings that make it up."""
    position = 0
    while position < len(strings):
        row, pieces = rows[position], [strings[position]]
        while (
            plain(row["words"]) != plain(" ".join(pieces))
            and plain(row["words"]).startswith(plain(" ".join(pieces)) + " ")
            and position + len(pieces) < len(strings)
        ):
            pieces.append(strings[position + len(pieces)])
        yield row, pieces
        position += len(pieces)


def test_there_are_40_to_48_dispatches():
    assert 40 <= len(FILES) <= 48, f"found {len(FILES)} dispatches in {CORPUS}"


@each_file
def test_a_body_has_120_to_320_words(path):
    words = len(re.findall(r"\S+", read(path)[1]))
    assert 120 <= words <= 320, f"{path.name}: {words} words"


@each_file
def test_metadata_is_complete_and_in_the_file_name(path):
    meta, body = read(path)
    assert list(meta) == ["title", "date", "dateline", "language"], path.name
    assert FIRST_DAY <= meta["date"] <= LAST_DAY, f"{path.name}: {meta['date']}"
    assert meta["language"] == "en", path.name
    dateline = meta["dateline"].lower().replace(" ", "-")
    assert path.name.startswith(f"{meta['date']}-{dateline}-"), path.name
    assert meta["title"] not in body, f"{path.name}: the title stands in the body"


@each_file
def test_paragraphs_are_single_lines(path):
    body = read(path)[1]
    assert not re.search(r"[^\n]\n[^\n]", body), f"{path.name}: hard-wrapped paragraph"


def test_every_week_has_a_dispatch():
    weeks = {(read(path)[0]["date"] - FIRST_DAY).days // 7 for path in FILES}
    assert weeks == set(range(11)), f"weeks without a dispatch: {set(range(11)) - weeks}"


@each_file
def test_quotation_marks_pair_up(path):
    text = title_and_body(path)
    assert text.count("“") == text.count("”"), path.name
    assert text.count('"') % 2 == 0, path.name
    assert not re.search(r"“[^”]*[“\n]", text), f"{path.name}: a quotation mark stays open"


@each_file
def test_every_quotation_is_a_listed_fragment(path):
    strings, rows = quoted(path), gold(path)
    assert len(strings) == len(rows), f"{path.name}: {strings} against {len(rows)} rows"
    for row, pieces in join_pieces(strings, rows):
        assert row["words"] in FRAGMENTS, f"{path.name}: {row['words']!r} is no listed fragment"
        same = str if len(pieces) == 1 else plain
        assert same(" ".join(pieces)) == same(row["words"]), f"{path.name}: {pieces}"


@each_file
def test_pieces_after_the_first_have_rows_with_their_own_words(path):
    strings, rows = quoted(path), gold(path)
    for (row, pieces), start in zip(
        join_pieces(strings, rows), piece_starts(strings, rows), strict=True
    ):
        for piece, own in zip(pieces[1:], rows[start + 1 :], strict=False):
            assert own["words"] == piece, f"{path.name}: {own['words']!r} against {piece!r}"
            assert (own["speaker"], own["actor"]) == (row["speaker"], row["actor"]), path.name


def piece_starts(strings, rows):
    start = 0
    for _, pieces in join_pieces(strings, rows):
        yield start
        start += len(pieces)


def test_every_row_of_quotations_names_a_dispatch():
    with (CORPUS / "quotations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "words", "speaker", "actor"]
    names = {path.name for path in FILES}
    assert not [row["file"] for row in rows if row["file"] not in names]


@each_file
def test_a_fragment_is_said_by_its_speaker_and_not_before_its_day(path):
    day = read(path)[0]["date"]
    for row, _ in join_pieces(quoted(path), gold(path)):
        speaker, actor, first = FRAGMENTS[row["words"]]
        assert (row["speaker"], row["actor"]) == (speaker, actor), f"{path.name}: {row}"
        assert day >= first, f"{path.name}: {row['words']!r} is quoted before {first}"


def test_every_listed_fragment_is_used():
    used = {row["words"] for path in FILES for row in gold(path)}
    assert not set(FRAGMENTS) - used


@each_file
def test_nobody_speaks_in_the_first_person(path):
    found = FIRST_PERSON.findall(title_and_body(path))
    assert not found, f"{path.name}: {found}"


def test_the_digest_has_turns_with_known_speakers():
    turns = [
        line.split(":")[0]
        for path in FILES
        for line in read(path)[1].splitlines()
        if re.match(r"[A-ZÉ]{3,}: ", line)
    ]
    assert {"PASHINYAN", "ALIYEV", "PUTIN", "ERDOGAN", "MACRON"} <= set(turns)


def words_of(path):
    return re.findall(r"\w+", read(path)[1].lower())


def test_three_dispatches_are_near_copies():
    texts = [set(zip(words, words[1:], words[2:], strict=False)) for words in map(words_of, FILES)]
    near = {
        path.name
        for i, path in enumerate(FILES)
        for j in range(len(FILES))
        if i != j and len(texts[i] & texts[j]) > 0.7 * len(texts[i] | texts[j])
    }
    assert len(near) == 3, sorted(near)


def folded(name):
    plain_letters = unicodedata.normalize("NFD", name.replace("ı", "i"))
    return "".join(c for c in plain_letters if not unicodedata.combining(c))


def actors():
    return yaml.safe_load((CORPUS / "actors.yml").read_text(encoding="utf-8"))["actors"]


def frames():
    return yaml.safe_load((CORPUS / "framing.yml").read_text(encoding="utf-8"))["frames"]


def names_of(actor):
    yield actor["name"]
    for key in ("aliases", "demonyms", "metonyms"):
        yield from actor.get(key, ())
    for person in actor.get("people", {}).values():
        for name in (person["name"], *person.get("aliases", ())):
            yield name
            yield person.get("surname", name.split()[-1])


def test_the_quoted_actors_are_registered():
    assert {actor for _, actor, _ in FRAGMENTS.values()} - {""} <= set(actors())


def test_ids_are_lower_case_and_unique():
    ids = [
        key for actor_id, actor in actors().items() for key in (actor_id, *actor.get("people", {}))
    ]
    assert len(ids) == len(set(ids))
    assert not [key for key in ids if not re.fullmatch(r"[a-z]+(_[a-z]+)*", key)]


def test_no_name_is_claimed_by_two_actors():
    claims = defaultdict(set)
    for actor_id, actor in actors().items():
        for name in names_of(actor):
            claims[folded(name)].add(actor_id)
    assert not {name: owners for name, owners in claims.items() if len(owners) > 1}


@pytest.mark.parametrize(
    ("actor", "person", "until", "start"),
    [
        ("armenia", "mnatsakanyan", dt.date(2020, 11, 16), None),
        ("armenia", "ayvazyan", None, dt.date(2020, 11, 18)),
    ],
)
def test_the_armenian_foreign_ministers_change_office(actor, person, until, start):
    role = actors()[actor]["people"][person]["roles"][0]
    assert until is None or role["until"] == until
    assert start is None or role["from"] == start


def test_titles_are_lower_case_but_for_names():
    for actor in actors().values():
        for person in actor.get("people", {}).values():
            for role in person["roles"]:
                titles = [
                    re.sub(r"\b(UN|EU|Kremlin|United Nations)\b", "", t) for t in role["title"]
                ]
                assert all(t == t.lower() for t in titles), f"{person['name']}: {role['title']}"


def test_there_are_eight_frames_of_6_to_14_terms_each_with_a_note():
    assert list(frames()) == [
        "victory", "defeat", "provocation", "aggression",
        "brotherhood", "restraint", "peace", "suffering",
    ]  # fmt: skip
    for key, frame in frames().items():
        assert frame["label"], key
        assert frame["note"], key
        assert 6 <= len(frame["terms"]) <= 14, key
        assert not [term["term"] for term in frame["terms"] if not term.get("note")], key


def test_no_term_stands_in_two_frames():
    seen = defaultdict(list)
    for key, frame in frames().items():
        for term in frame["terms"]:
            seen[folded(term["term"]).lower()].append(key)
    assert not {term: found for term, found in seen.items() if len(found) > 1}
