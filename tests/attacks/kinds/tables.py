"""Tables as text: separated values, JSON Lines."""

import json

BYTES = "is not utf-8; save the file as UTF-8, or name its encoding"
OTHER = "is not utf-8, nor is any other character beyond ASCII: the file is of another"
CSV = "cannot be read as csv ("
JSON = "line 1 is not valid JSON: "
NO_RECORD = "found no articles, expected a record per article"
NO_TEXT = "found no text, expected an article"
HALF = "half a character, expected text; write it again"


def line(**record):
    return json.dumps(record) + "\n"


ONE, TWO = line(text="One."), line(text="Two.")

SEPARATED = {
    "empty.csv": (b"", f"{CSV}the file is empty)"),
    "blank.csv": (b"\n\n\n", f"{CSV}the file is empty)"),
    "header.csv": (b"text,outlet\n", NO_RECORD),
    "header.tsv": (b"text\toutlet\n", NO_RECORD),
    "open.csv": (lambda: 'text\n"' + "a\n" * 1_000_000, f"{CSV}a quotation mark that opens a"),
    "open.tsv": (b'text\tn\n"One.\t1\nTwo.\t2\n', "cannot be read as tsv (a quotation mark"),
    "open-name.csv": (b'"text\nOne.\n', f"{CSV}a quotation mark that opens a field in line 1"),
    "quote-within.csv": (b'text,n\nOne "two" three,1\n', "", 'One "two" three'),
    "quote-after.csv": (b'text,n\n"One" two,1\n', "", "One two"),
    "nul.csv": (b"text\nOne\0.\nTwo.\n", "found binary data, expected plain text"),
    "late-nul.csv": (lambda: f"text\n{'One. ' * 2_000}\nT\0wo.\n", "", "One. " * 2_000, "T\0wo."),
    "short-row.csv": (b"text,n\nOne.\nTwo.,2\n", "found 1 field(s), expected 2", "One.", "Two."),
    "long-row.csv": (b"text,n\nOne.,1,x\nTwo.,2\n", "found 3 fields, expected 2", "Two."),
    "line.csv": (lambda: "a," * 40_000_000, "found a line of column names of more than 1,000,000"),
    "field.csv": (lambda: "a" * 90_000_000, "found a line of column names of more than 1,000,000"),
    "columns.csv": (lambda: "text" + "," * 20_000, "found 20,001 columns, expected at most 10,000"),
    "columns-fit.csv": (
        lambda: "text" + ",x" * 1_000 + "\nOne." + ",1" * 1_000 + "\n",
        "",
        "One.",
    ),
    "row.csv": (
        lambda: "text,n\n" + "," * 90_000_000,
        "found more than 10,000,000 separators and line breaks",
    ),
    "rows.csv": (lambda: "text\n" + "\n" * 90_000_000, "found more than 10,000,000 separators"),
    "huge-field.csv": (
        lambda: "text,n\n" + "a" * 10_500_000 + ",1\nTwo.,2\n",
        "",
        "a" * 10_500_000,
        "Two.",
    ),
    "twice.csv": (b"text,text,text\nOne.,Two.,Three.\n", "", "One."),
    "unnamed.csv": (b"text,,\nOne.,2,3\n", "", "One."),
    "our-names.csv": (b"text,ledger: outcome,n_tokens\nOne.,rejected,x\n", "", "One."),
    "formula.csv": (b"text,outlet\n=1+1,@SUM(A1)\n", "", "=1+1"),
    "semicolons.csv": (b"text;n\nOne.;1\n", "", "One."),
    "tabs.csv": (b"text\tn\nOne.\t1\n", "", "One."),
    "commas.tsv": (b"text,n\nOne.,1\n", "", "One."),
    "no-text.csv": (b"body,n\nOne.,1\n", NO_TEXT),
    "latin.csv": ("text,n\nUne été.,1\nTwo.,2\n".encode("latin-1"), f"line 2: byte 0xe9 {OTHER}"),
    "latin-line.csv": (
        "text,n\nUne été.,1\n".encode("latin-1") + "Deux étés.,2\n".encode(),
        f"'text' {BYTES}",
        "Deux étés.",
    ),
    "latin-name.csv": ("text,clé\nOne.,1\n".encode("latin-1"), r"the name 'cl\udce9' of a column"),
    "latin-end.csv": (lambda: "text\n" + "One.\n" + "T\xe9.\n", "", "One.", "Té."),
    "surrogate.csv": (b"text\nOne\xed\xa0\x80.\nTwo.\n", f"line 2: byte 0xed {OTHER}"),
    "utf-16.csv": ("\ufefftext\nOne.\n".encode("utf-16-le"), "", "One."),
    "utf-16-cut.csv": ("\ufefftext\nOne.\n".encode("utf-16-le")[:-1], f"{CSV}'utf-16-le' codec"),
    "returns.csv": (b"text,n\rOne.,1\rTwo.,2\r", "", "One.", "Two."),
    "mixed-ends.csv": (b"text,n\r\nOne.,1\nTwo.,2\r", "", "One.", "Two."),
    "year-0.csv": (b"text,date\nOne.,0000-01-01\nTwo.,\n", "date: found", "One.", "Two."),
    "year-10000.csv": (b"text,date\nOne.,10000-01-01\n", "date: found", "One."),
    "ids.csv": (b"text,doc_id\nOne.,1\nTwo.,1\n", "doc_id '1' is taken by", "One."),
    "long-id.csv": (lambda: f"text,doc_id\nOne.,{'i' * 1_000_000}\n", "", "One."),
    "control-id.csv": (b"text,doc_id,outlet\nOne.,\x1b[2J\x07,\x1b]0;x\x07\n", "", "One."),
}
LINES = {
    "empty.jsonl": (b"", NO_RECORD),
    "blank.jsonl": (b"\n \n\n", NO_RECORD),
    "deep.jsonl": (lambda: "[" * 200_000 + "\n" + TWO, JSON, "Two."),
    "deep-text.jsonl": (lambda: f'{{"text": {"[" * 200_000}{"]" * 200_000}}}\n{TWO}', JSON, "Two."),
    "deep-object.jsonl": (lambda: '{"a":' * 100_000 + "\n" + TWO, JSON, "Two."),
    "line.jsonl": (
        lambda: '{"text": "' + "a" * 10_500_000 + f'"}}\n{TWO}',
        "line 1 is longer than 10 MB",
        "Two.",
    ),
    "keys.jsonl": (lambda: "\n".join(f'{{"{at}": 1}}' for at in range(50_000)), "found a table of"),
    "keys-one.jsonl": (lambda: line(**{f"k{at}": 1 for at in range(20_000)}), "found 20,000 col"),
    "rows.jsonl": (lambda: '{"a":1}\n' * 1_000_001, "found more than 1,000,000 records"),
    "array.jsonl": (b'[{"text": "One."}]\n', "line 1: found a JSON list, expected an object"),
    "text.jsonl": (b'"One."\n', "line 1: found a JSON str, expected an object"),
    "null.jsonl": (b"null\n", "line 1: found a JSON NoneType, expected an object"),
    "nothing.jsonl": (b"{}\n", NO_TEXT),
    "whole.jsonl": (b'{\n"text": "One."\n}\n', JSON),
    "cut.jsonl": ((ONE + TWO)[:-5], "line 2 is not valid JSON: ", "One."),
    "twice.jsonl": (b'{"text": "One.", "text": "Two."}\n', "", "Two."),
    "nan.jsonl": (
        b'{"text": "One.", "n": NaN, "m": -Infinity, "date": NaN}\n',
        "date: found",
        "One.",
    ),
    "huge-number.jsonl": (lambda: f'{{"text": "One.", "n": {"9" * 100_000}}}\n{TWO}', JSON, "Two."),
    "huge-power.jsonl": (b'{"text": "One.", "n": 1e999999999}\n', "", "One."),
    "big-number.jsonl": (b'{"text": "One.", "doc_id": 123456789012345678901}\n', "", "One."),
    "text-number.jsonl": (b'{"text": 1.5e300}\n', "", "1.5e+300"),
    "text-list.jsonl": (b'{"text": ["One.", {"a": null}]}\n', "", '["One.", {"a": null}]'),
    "single-quotes.jsonl": (b"{'text': 'One.'}\n", JSON),
    "trailing-comma.jsonl": (b'{"text": "One.",}\n', JSON),
    "comment.jsonl": (b'// x\n{"text": "One."}\n', JSON, "One."),
    "nul.jsonl": (b'{"text": "One\0."}\n', "found binary data, expected plain text"),
    "escaped-nul.jsonl": (rb'{"text": "One\u0000."}', "", "One\0."),
    "half.jsonl": (
        rb'{"text": "\ud800"}' + b"\n" + TWO.encode(),
        rf"line 1: text: found '\ud800', {HALF}",
        "Two.",
    ),
    "half-key.jsonl": (
        rb'{"text": "One.", "a\udc00": 1}',
        r"line 1: found the name 'a\udc00', whi",
    ),
    "half-within.jsonl": (
        rb'{"text": "One.", "a": [{"b": "\ud800"}]}',
        r"line 1: a: found '\ud800'",
    ),
    "pair.jsonl": (rb'{"text": "\ud83d\ude00"}', "", "\U0001f600"),
    "surrogate.jsonl": (b'{"text": "One\xed\xa0\x80"}\n' + TWO.encode(), JSON, "Two."),
    "latin.jsonl": ('{"text": "Été"}\n'.encode("latin-1"), JSON),
    "utf-16.jsonl": ("\ufeff" + ONE, "", "One."),
    "year-0.jsonl": (line(text="One.", date="0000-01-01"), "date: found '0000-01-01'", "One."),
    "year-10000.jsonl": (line(text="One.", date="10000-01-01"), "date: found '10000", "One."),
    "date-number.jsonl": (b'{"text": "One.", "date": 1e300}\n', "date: found '1e+300'", "One."),
    "our-names.jsonl": (
        line(text="One.", **{"ledger: reason": "x", "ledger: source": "y", "outcome": "z"}),
        "",
        "One.",
    ),
}
KINDS = SEPARATED | LINES
