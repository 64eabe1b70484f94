"""Plain text and its front matter; bibliographies and vertical text."""

BYTE = "byte 3 "
BINARY = "found binary data, expected plain text"
NO_TEXT = "found no text, expected an article"
NO_ENTRY = "found an entry without an abstract or a text; export the texts, and load these"
OPEN = "line 1: found an entry that is not closed, or whose key or field stands twice; mend it"
SEVERAL = "may be several articles: found "
YAML = "the front matter is not valid YAML ("
NESTED = "front matter: a: found nested values, expected a text or a list"


def matter(fields, text="Good."):
    return f"---\n{fields}\n---\n{text}"


def swollen(lines):
    return matter(f"a: &a {'x' * 25_000}\n" + lines)


PLAIN = {
    "nul.txt": (b"One\0two.", BINARY),
    "late-nul.txt": (lambda: b"One. " * 20_000 + b"\0", BINARY),
    "controls.txt": (b"One \x01\x08\x1b[31mtwo\x7f.", "", "One \x01\x08\x1b[31mtwo\x7f."),
    "empty.txt": (b"", NO_TEXT),
    "mark-only.txt": (b"\xef\xbb\xbf", NO_TEXT),
    "mark.txt": (b"\xef\xbb\xbfOne.", "", "One."),
    "two-marks.txt": (b"\xef\xbb\xbf\xef\xbb\xbfOne.", "", "\ufeffOne."),
    "utf-16-le.txt": ("\ufeffÉté.".encode("utf-16-le"), "", "Été."),
    "utf-16-be.txt": ("\ufeffÉté.".encode("utf-16-be"), "", "Été."),
    "utf-16-cut.txt": ("\ufeffÉté.".encode("utf-16-le")[:-1], "byte 8 "),
    "utf-16-half.txt": (b"\xff\xfeA\0\0\xd8B\0", "byte 4 "),
    "utf-16-unmarked.txt": ("One two.".encode("utf-16-le"), BINARY),
    "utf-16-chinese.txt": ("停火协议生效".encode("utf-16-le"), "byte 6 "),
    "utf-32-le.txt": ("\ufeffOne.".encode("utf-32-le"), "", "One."),
    "utf-32-be.txt": ("\ufeffOne.".encode("utf-32-be"), "", "One."),
    "mark-lies.txt": (b"\xff\xfeOne two three", "byte "),
    "latin.txt": ("Une été.".encode("latin-1"), "byte 4 "),
    "overlong.txt": (b"One\xc0\xafx", BYTE),
    "surrogate.txt": (b"One\xed\xa0\x80", BYTE),
    "beyond-unicode.txt": (b"One\xf5\x80\x80\x80", BYTE),
    "cut-character.txt": (b"One\xe2\x82", BYTE),
    "one-line.txt": (
        lambda: "word " * 2_000_000,
        f"{SEVERAL}10,000,000 characters",
        "word " * 2_000_000,
    ),
    "blank-lines.txt": (lambda: "\n" * 100_000, NO_TEXT),
    "blank-lines-within.txt": (
        lambda: "One." + "\n" * 100_000 + "two.",
        "",
        "One." + "\n" * 100_000 + "two.",
    ),
    "no-break-blanks.txt": ("\u00a0\u2003\u3000", NO_TEXT),
    "returns.txt": (b"One.\rTwo.\r\nThree.", "", "One.\nTwo.\nThree."),
    "separators.txt": ("One.\u2028Two.\u0085", "", "One.\u2028Two.\u0085"),
    "override.txt": ("One \u202eowt\u2066.", "", "One \u202eowt\u2066."),
    "marks.txt": (
        lambda: "Z" + "\u0301" * 200_000,
        f"{SEVERAL}200,001 characters",
        "Z" + "\u0301" * 200_000,
    ),
    "no-characters.txt": ("One \ufffe\uffff\U0010ffff.", "", "One \ufffe\uffff\U0010ffff."),
    "program.txt": (b"\x7fELF\x02\x01\x01" + b"\0" * 64, BINARY),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, BINARY),
    "gzip.txt": (b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + b"\xff" * 64, "found a damaged gzip file ("),
    "commands.md": ("$(rm -rf /) `id` {{7*7}} %n%n", "", "$(rm -rf /) `id` {{7*7}} %n%n"),
    "formula.md": ("=cmd|' /C calc'!A0", "", "=cmd|' /C calc'!A0"),
}
MATTER = {
    "unclosed.txt": ("---\ntitle: One\nIt holds.", "the front matter is never closed"),
    "unopened.txt": ("title: One\n---\nIt holds.", "found front matter without a line '---'"),
    "front.txt": (
        lambda: matter("a: b\n" * 1_000_000),
        "found front matter of 5,000,009 characters, expected at most 50,000",
    ),
    "keys.txt": (
        lambda: matter("".join(f"k{at}: v\n" for at in range(4_000))),
        "found front matter of 4,000 keys, expected at most 1,000",
    ),
    "aliases.txt": (
        lambda: swollen("".join(f"k{at}: *a\n" for at in range(999))),
        "found front matter whose aliases swell to 25,000,000 characters, expected at most 50,000",
    ),
    "alias-list.txt": (
        lambda: swollen(f"b: [{'*a,' * 8_000}]"),
        "found front matter whose aliases swell to 200,025,000 characters",
    ),
    "alias-laughs.txt": (
        "---\na: &a0 [x,x]\n"
        + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 10}]\n" for n in range(1, 40))
        + "---\nx",
        "front matter: a1: found nested values",
    ),
    "alias-few.txt": (matter("a: &a One\nb: *a"), "", "Good."),
    "alias-unknown.txt": (matter("a: *b"), f"line 2: {YAML}found undefined alias"),
    "alias-itself.txt": (matter("a: &a [*a]"), f"line 2: {YAML}found unconstructable recursive"),
    "deep.txt": (lambda: matter(f"a: {'[' * 20_000}"), f"{YAML}maximum recursion"),
    "deep-keys.txt": (lambda: matter("? " * 20_000), f"{YAML}maximum recursion"),
    "deep-lists.txt": (lambda: matter("- " * 20_000), f"{YAML}maximum recursion"),
    "nested.txt": (matter("a: {b: c}"), NESTED),
    "merged.txt": (matter("a: &a {x: y}\n<<: *a"), NESTED),
    "key-list.txt": (matter("? [a, b]\n: x"), f"line 2: {YAML}found unhashable key"),
    "directive.txt": (matter("%YAML 9.9\n--- \na: b"), "line 2: "),
    "documents.txt": (matter("a: b\n...\nc: d"), "line 4: "),
    "list.txt": (matter("- a\n- b"), "the front matter is not a list of 'key: value' lines"),
    "scalar.txt": (matter("only words"), "the front matter is not a list of 'key: value' lines"),
    "tabs.txt": (matter("a:\n\tb: c"), "line 3: "),
    "colon.txt": (matter("title: One: two"), f"line 2: {YAML}"),
    "tag.txt": (matter("a: !!python/object/apply:os.abort []"), "", "Good."),
    "control.txt": (matter("a: b\x01"), "the front matter is not valid YAML"),
    "half-value.txt": (matter(r'title: "a\ud800"'), r"title: found '\ud800', half a character"),
    "half-key.txt": (matter(r'"a\ud800": x'), r"found the name 'a\ud800', which holds half"),
    "half-id.txt": (matter(r'doc_id: "\udfff"'), r"doc_id: found '\udfff', half a character"),
    "half-list.txt": (matter(r'a: [x, "\ud800"]'), r"a: found '\ud800', half a character"),
    "nul-value.txt": (matter(r'a: "b\0c"'), "", "Good."),
    "nul-key.txt": (matter(r'"a\0b": c'), "", "Good."),
    "ansi-outlet.txt": (matter(r'outlet: "\e[31mRed\e[2J"'), "", "Good."),
    "ansi-id.txt": (matter(r'doc_id: "\e[31m\n../../x"'), "", "Good."),
    "our-key.txt": (matter('"ledger: source": x\n"ledger: outcome": read'), "", "Good."),
    "our-columns.txt": (matter("n_tokens: x\nbody_start: y\ntext: z"), "", "Good."),
    "year-0.txt": (matter("date: 0000-01-01"), "date: found '0000-01-01', expected", "Good."),
    "year-10000.txt": (matter("date: 10000-01-01"), "date: found '10000-01-01', exp", "Good."),
    "year-minus.txt": (matter("date: -2020-01-01"), "date: found '-2020-01-01', exp", "Good."),
    "year-huge.txt": (matter(f"date: {'9' * 40_000}"), "date: found '9999", "Good."),
    "year-9999.txt": (matter("date: 9999-12-31"), "", "Good."),
    "year-1.txt": (matter("date: 0001-01-01"), "", "Good."),
    "month-13.txt": (matter("date: 2020-13-01"), "date: found '2020-13-01', expected", "Good."),
}
ENTRIES = {
    "many.ris": (lambda: "TY  - NEWS\nER  -\n" * 20_000, NO_ENTRY),
    "fields.ris": (lambda: "TY  - NEWS\n" + "AB  - x\n" * 200_000, SEVERAL, "x\n\nx…"),
    "line.ris": (lambda: "TY  - NEWS\nAB  - " + "x " * 2_000_000, SEVERAL, "x x…"),
    "deep.bib": (lambda: "@a{b, abstract = " + "{" * 100_000, OPEN),
    "deep-whole.bib": (lambda: "@a{b, abstract = {" + "{" * 2_000 + "x" + "}" * 2_002, OPEN),
    "open.bib": (lambda: "@a{b, abstract = {" + "x " * 200_000, OPEN),
    "many.bib": (lambda: "".join(f"@a{{b{at}, x = 1}}\n" for at in range(2_000)), NO_ENTRY),
    "blanks.bib": (lambda: " " * 10_000_000 + "@a{b, abstract={x}}", "found a file of type"),
    "tags.vert": (lambda: "<doc>\nIt\n" + "<s>\n<g/>\n" * 500_000 + "sails\n", "", "Itsails"),
    "attributes.vert": (
        lambda: "<doc>\nIt\nsails\n<doc" + ' a="b"' * 300_000 + ">\nIt\nwaits\n",
        "",
        "It sails",
        "It waits",
    ),
    "open.vert": (
        lambda: "<doc>\nIt\nsails\n<doc" + ' a="b"' * 300_000 + "\n",
        "",
        "It sails…",
    ),
    "documents.vert": (lambda: "<doc>\nIt\n</doc>\n" + "<doc>\n" * 50_000, NO_TEXT, "It"),
}
KINDS = PLAIN | MATTER | ENTRIES
