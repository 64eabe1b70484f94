"""Statements from databases in the tables of DNA 2 and 3, and from spreadsheets."""

import sqlite3
from contextlib import closing

import openpyxl
import pandas as pd
import pytest

import toolkit as tk
from toolkit.read import dna
from toolkit.tables.schema import check_table

# Of an invented debate; the wave takes two units of UTF-16, in which DNA counts.
TEXT = "🌊 Tidal power is cheap, says the League. The Guild doubts it."
LEAGUE, GUILD = TEXT.index("Tidal"), TEXT.index("The Guild")
DAY = 1_604_448_000  # 4 November 2020, in seconds
# statement, document, organization, concept, agreement
CODED = (
    (11, 1, "League + Friends", "tidal power", 1),
    (12, 1, "Guild", "tidal power", 0),
    (13, 2, "League + Friends", "fishing", 1),
    (14, 2, "Guild", "fishing", 1),
    (15, 2, "Guild", "tidal power", 0),
)
SHARED = """
CREATE TABLE CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT);
CREATE TABLE DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER,
  Author TEXT, Source TEXT, Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT, Red INTEGER,
  Green INTEGER, Blue INTEGER);
CREATE TABLE VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT, DataType TEXT,
  StatementTypeId INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER,
  DocumentId INTEGER, Start INTEGER, Stop INTEGER, Coder INTEGER);
"""
OWN = {
    2: """
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value INTEGER);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value INTEGER);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value TEXT);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, StatementTypeId INTEGER, Value TEXT);
""",
    3: """
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, Value INTEGER NOT NULL DEFAULT 1);
CREATE TABLE DATAINTEGER(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, Value INTEGER NOT NULL DEFAULT 0);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL,
  Value TEXT NOT NULL DEFAULT '', ChildOf INTEGER, UNIQUE (VariableId, Value));
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, Entity INTEGER NOT NULL);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL,
  VariableId INTEGER NOT NULL, Value TEXT DEFAULT '');
""",
}
ORGANIZATION, CONCEPT, AGREEMENT, NOTE = 1, 2, 3, 4


@pytest.fixture
def database(tmp_path):
    """Return how to make a database; `sql` is run in it last."""

    def make(version=3, sql=""):
        path = tmp_path / f"debate-{version}.dna"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as base:
            base.executescript(SHARED + OWN[version])
            fill(base, version)
            base.executescript(sql)
            base.commit()
        return path

    return make


def fill(base, version):
    zone = -3600 * 1000  # of version 2: midnight in Berlin, in milliseconds of UTC
    dates = [
        DAY * 1000 + zone if version == 2 else DAY,
        (DAY + 86_400) * (1000 if version == 2 else 1),
    ]
    base.execute("INSERT INTO CODERS VALUES (1, 'ada')")
    for number, text, date in ((1, TEXT, dates[0]), (2, "Fishing goes on.", dates[1])):
        base.execute(
            "INSERT INTO DOCUMENTS VALUES (?, 'A debate', ?, 1, '', 'The Tide', '', '', '', ?)",
            (number, text, date),
        )
    base.executemany(
        "INSERT INTO STATEMENTTYPES VALUES (?, ?, 0, 0, 0)", [(1, "DNA Statement"), (2, "Note")]
    )
    base.executemany(
        "INSERT INTO VARIABLES VALUES (?, ?, ?, ?)",
        [
            (ORGANIZATION, "organization", "short text", 1),
            (CONCEPT, "concept", "short text", 1),
            (AGREEMENT, "agreement", "boolean", 1),
            (NOTE, "note", "long text", 2),
        ],
    )
    entities = {}
    for statement, document, *texts, agreement in CODED:
        start = (LEAGUE if statement != 12 else GUILD) + 1 if document == 1 else 0
        stop = start + (11 if document == 1 else 7)
        base.execute(
            "INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)", (statement, document, start, stop)
        )
        own = (1,) if version == 2 else ()
        for variable, text in zip((ORGANIZATION, CONCEPT), texts, strict=True):
            entity = entities.setdefault((variable, text), len(entities) + 1)
            base.execute(
                f"INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, {'?, ' * len(own)}?)",
                (statement, variable, *own, text if version == 2 else entity),
            )
        base.execute(
            f"INSERT INTO DATABOOLEAN VALUES (NULL, ?, ?, {'?, ' * len(own)}?)",
            (statement, AGREEMENT, *own, agreement),
        )
    base.execute("INSERT INTO STATEMENTS VALUES (90, 2, 1, 0, 5, 1)")
    if version == 3:
        base.executemany(
            "INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, ?, ?)",
            [(number, variable, text) for (variable, text), number in entities.items()],
        )


@pytest.mark.parametrize(("version", "timezone"), [(2, "Europe/Berlin"), (3, "UTC")])
def test_a_database_of_dna_is_read_and_makes_its_networks(database, version, timezone):
    path = database(version)
    before = path.read_bytes()
    said = check_table(tk.load_statements(path, timezone=timezone), "statements")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert said["mention_id"][0] == f"1:{LEAGUE}-{LEAGUE + 11}:11"
    assert said["match"].to_list()[:3] == ["Tidal power", "The Guild d", "Fishing"]
    assert said["voice_id"].unique().tolist() == ["League ＋ Friends", "Guild"]
    assert said["organization"][0] == "League + Friends"
    assert said["stance"].to_list() == ["asserted", "denied", "asserted", "asserted", "denied"]
    assert said["date"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2020-11-04", "2020-11-05"]
    assert (said["outlet"].unique(), said["coder"].unique()) == (["The Tide"], ["ada"])
    two_mode = tk.affiliations(said, seed=1)
    assert (two_mode["weight"].sum(), len(two_mode)) == (5, 4)
    # tidal power: 1 statement of the League, 2 of the Guild, against each other; fishing: 1 and 1
    for stance, tie in (("ignore", 3), ("congruence", 1), ("conflict", 2), ("subtract", -1)):
        assert tk.actor_ties(said, stance=stance, seed=1)["weight"].to_list() == [tie]


def test_an_event_list_and_a_workbook_say_the_same_as_the_database(database, tmp_path):
    said = tk.load_statements(database())
    listed = pd.DataFrame(
        {
            "statement ID": [row[0] for row in CODED],
            "time": ["2020-11-04 00:00:00"] * 2 + ["2020-11-05 00:00:00"] * 3,
            "document ID": [row[1] for row in CODED],
            "source": "The Tide",
            "text": said["match"],
            **{name: said[name] for name in ("organization", "concept")},
            "agreement": [row[-1] for row in CODED],
        }
    )
    path = tmp_path / "events.csv"
    listed.to_csv(path, sep=";", index=False)
    book = openpyxl.Workbook()
    book.active.append(list(listed.columns))
    for row in listed.itertuples(index=False):
        book.active.append([bool(row[-1]) if at == len(row) - 1 else v for at, v in enumerate(row)])
    book.save(tmp_path / "events.xlsx")
    same = ["doc_id", "match", "frame", "stance", "voice_id", "outlet", "date"]
    for other in (path, tmp_path / "events.xlsx"):
        table = check_table(tk.load_statements(other), "statements")
        pd.testing.assert_frame_equal(table[same], said[same])
    assert tk.load_statements(path)["mention_id"][0] == "1:-:11"
    assert set(tk.load_statements(path, agreement=None)["stance"]) == {"asserted"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("1,0,-1", ["asserted", "questioned", "denied"]),
        ("yes,no,neutral", ["asserted", "denied", "questioned"]),
        ("True,FALSE,1", ["asserted", "denied", "asserted"]),
    ],
)
def test_agreement_is_yes_or_no_or_neither(tmp_path, values, expected):
    path = tmp_path / "said.csv"
    rows = [f"1,a,f,{value}" for value in values.split(",")]
    path.write_text("\n".join(["doc_id,who,what,agrees", *rows]))
    said = tk.load_statements(path, actor="who", concept="what", agreement="agrees")
    assert said["stance"].to_list() == expected


def test_a_scale_may_be_told_and_a_statement_without_agreement_is_left_out_and_counted(tmp_path):
    path = tmp_path / "said.csv"
    path.write_text("doc_id,organization,concept,agreement\n1,a,f,1\n2,b,f,\n3,c,f,0.0\n4,d,f,-2\n")
    message = (
        r"said\.csv: 1 of 4 statements are left out, for they have nothing in 'agreement'; fill"
    )
    with pytest.warns(tk.CorpusWarning, match=message):
        said = tk.load_statements(path, stances={"0": "questioned", -2: "denied"})
    assert said["doc_id"].to_list() == ["1", "3", "4"]
    assert said["stance"].to_list() == ["asserted", "questioned", "denied"]
    assert len(tk.load_statements(path, agreement=None)) == 4
    with pytest.raises(
        ValueError, match=r"^stances: found 'no' for '0', expected one of asserted, "
    ):
        tk.load_statements(path, stances={"0": "no"})
    with pytest.raises(ValueError, match=r"^stances: found them with agreement=None, expected"):
        tk.load_statements(path, agreement=None, stances={"0": "denied"})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            "doc_id,who\n1,a",
            "found no column 'organization', only doc_id, who; name the columns by",
        ),
        ("organization,concept,agreement\na,f,1", "found no column 'doc_id', only organization, "),
        (
            "doc_id,organization,concept,agreement\n1,a,f,1\n1,a,f,3",
            "statement 2 of 2: found '3' in 'agreement', expected yes or no, 1 or 0, or 1, 0 and -1"
            "; say by stances= what else means, {'3': 'asserted'}",
        ),
        (
            "doc_id,organization,concept,agreement,time\n1,a,f,1,4/5/20",
            "row 1: date: found '4/5/20', expected YYYY-MM-DD, with or without a time",
        ),
        (
            "doc_id,organization,concept,agreement,start\n1,a,f,1,x",
            "row 1: start: found 'x', expected a whole number of characters",
        ),
        (
            "doc_id,organization,concept,agreement,end\n1,a,f,1,99999999999999999999",
            "row 1: end: found '99999999999999999999', expected a whole number of characters",
        ),
        (
            "doc_id,organization,concept,agreement,start\n1,a,f,1,-5",
            "row 1: start: found '-5', expected a whole number of characters",
        ),
        (
            "doc_id,organization,concept,agreement\n1,a,f,1\n,a,f,1",
            "row 2: doc_id: found nothing, expected the document",
        ),
        (
            "doc_id,organization,concept,agreement,statement ID\n1,a,f,1,7\n2,a,f,1,7\n1,b,f,0,7",
            "row 3: found the statement '7' of '1' a second time, expected each once",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_told_by_its_row(tmp_path, table, message):
    path = tmp_path / "said.csv"
    path.write_text(table)
    with pytest.raises(tk.CorpusError) as error:
        tk.load_statements(path)
    assert str(error.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("DROP TABLE ENTITIES", "found the tables CODERS, DATABOOLEAN, "),
        (
            "ALTER TABLE STATEMENTS DROP COLUMN Stop",
            "found no column Stop in its table STATEMENTS, expected those of DNA 2 or 3: ID, ",
        ),
        (
            "UPDATE STATEMENTS SET Start = 'here' WHERE ID = 12",
            "statement 12: found the place 'here' to ",
        ),
        (
            "UPDATE DOCUMENTS SET Date = 9e18",
            "statement 11: found the date 9000000000000000000 of its document",
        ),
        ("DELETE FROM DOCUMENTS", "statement 11: found no document 1, expected the one it stands"),
        ("DELETE FROM DATABOOLEAN", "found nothing in 'agreement' of any statement, expected yes"),
        (
            "UPDATE VARIABLES SET Variable = 'actor' WHERE ID = 1",
            "found the types of statements 'DNA Statement' with actor, concept, agreement; 'Note' "
            "with note, expected one with organization, concept, agreement; name the variables by",
        ),
        (
            "UPDATE DOCUMENTS SET Source = CAST(x'ff' AS TEXT)",
            "cannot be read as a database of DNA (",
        ),
        # a view with the name of a table, which would compute without end
        (
            "DROP TABLE CODERS; CREATE VIEW CODERS AS WITH RECURSIVE n(ID) AS (SELECT 1 UNION ALL "
            "SELECT ID + 1 FROM n) SELECT ID, 'x' AS Name FROM n",
            "found the tables DATABOOLEAN, ",
        ),
    ],
)
def test_a_database_that_cannot_be_read_names_what_was_found(database, sql, message):
    path = database(sql=sql)
    with pytest.raises(tk.CorpusError) as error:
        tk.load_statements(path)
    assert str(error.value).startswith(f"{path}: {message}")


def test_what_is_no_database_or_an_open_or_slow_one_is_refused(database, tmp_path, monkeypatch):
    other = tmp_path / "old.dna"
    other.write_text("<xml/>")
    with pytest.raises(
        tk.CorpusError, match=r"old\.dna: found no SQLite database, expected what DNA"
    ):
        tk.load_statements(other)
    path = database()
    cut = tmp_path / "cut.dna"
    cut.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(tk.CorpusError, match=r"cut\.dna: cannot be read as a database of DNA \("):
        tk.load_statements(cut)
    with pytest.raises(tk.CorpusError, match="expected one called 'Notes'; name the variables by"):
        tk.load_statements(path, statement_type="Notes")
    with pytest.raises(
        tk.CorpusError, match="found no variable 'organization' in the type 'Note',"
    ):
        tk.load_statements(path, statement_type="Note")
    monkeypatch.setattr(dna, "_MOST", 3)
    with pytest.raises(tk.CorpusError, match="found more than 3 rows, expected at most as many"):
        tk.load_statements(path)
    monkeypatch.undo()
    monkeypatch.setattr(dna, "_SECONDS", -1)
    monkeypatch.setattr(dna, "_STEPS", 1)
    with pytest.raises(tk.CorpusError, match="its answer took more than -1 seconds"):
        tk.load_statements(path)
    monkeypatch.undo()
    path.with_name(path.name + "-wal").write_bytes(b"x")
    with pytest.raises(
        tk.CorpusError, match=r"found debate-3\.dna-wal beside it, which holds what"
    ):
        tk.load_statements(path)
    with pytest.raises(ValueError, match=r"^timezone: found 'Mars/North', expected a name such as"):
        tk.load_statements(path, timezone="Mars/North")
