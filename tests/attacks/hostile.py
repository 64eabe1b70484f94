"""A corpus of which every word that its files may choose means harm to whoever shows it."""

import json
import re
from typing import NamedTuple

import toolkit as tk

# Formulas for MathJax and TeX, HTML, Markdown, codes for a terminal, overrides of the direction.
FORMULAS = r"$5bn of $3bn, $$x^2$$, \(y\), \[z\], \input{w}"
MARKUP = '</td></bdi></option></title><script>alert(1)</script><b onclick="alert(2)">&amp;'
MARKDOWN = "**bold** _soft_ [link](http://x.example/) `code` ~~~ | # ```"
CODES = "\x1b[31m\x1b]0;title\x07\x9b2J\x00\x7f"
TURNING = "\u202edrow\u202c \u202dx \u2067y\u2069 \u200fשלום سلام"
HOSTILE = f"{FORMULAS} {MARKUP} {MARKDOWN} {CODES} {TURNING}"
WRITTEN = f"{FORMULAS} {MARKUP} {MARKDOWN} {TURNING}"  # instruments may hold no codes


def words(start):
    """Return hostile words that begin with `start`, by which they can be told apart."""
    return f"{start} {HOSTILE}"


def written(start):
    """Return such words as an instrument may hold them: codes for a terminal are refused there."""
    return f"{start} {WRITTEN}"


def expression(text):
    """Return a regular expression for a text, with escapes in place of codes for a terminal."""
    return re.sub("[\x00-\x1f\x7f-\x9f]", lambda code: rf"\x{ord(code[0]):02x}", re.escape(text))


OUTLETS = words("=outlet()"), words("@another")
FRAMES = written("=win()"), written("-lose()")
NORTH, SOUTH, ROE = written("=north"), written("_south"), written("roe")
NORTHLAND, SOUTHLAND = written("Northland"), written("Southland")
# Its first pattern finds the hostile words themselves, wherever they stand.
TERMS = "victory|" + expression(HOSTILE), "defeat|" + expression(f"no {HOSTILE}")


class Corpus(NamedTuple):
    """The tables that were made from the files, the instruments, and their labels."""

    tables: tk.Tables
    actors: tk.ActorRegistry
    lexicon: tk.Lexicon
    labels: dict


def write_corpus(folder):
    """Write articles.jsonl, actors.yml and framing.yml into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = [
        {
            "doc_id": words(f"=doc{n}()"),
            "title": words(f"+title{n}"),
            "outlet": OUTLETS[n % 2],
            "byline": words("@author"),
            "=genre()": words("=genre()"),
            "date": f"2020-11-{10 + 7 * n}",
            "text": f"{HOSTILE}\nRoe said that the {('victory', 'defeat')[n % 2]} over Southland "
            f"is near. {NORTHLAND} said: “This victory over {SOUTHLAND} is ours.” {HOSTILE}",
        }
        for n in range(3)
    ]
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    roe = {"name": written("Ada Roe"), "surname": "Roe", "aliases": [written("Roe")]}
    actors = {
        NORTH: {
            "name": NORTHLAND,
            "kind": "country",
            "note": written("note"),
            "aliases": ["Northland", written("Norland")],
            "people": {ROE: roe},
        },
        SOUTH: {"name": SOUTHLAND, "kind": "country", "aliases": ["Southland"]},
    }
    frames = {
        frame: {
            "label": frame,
            "note": written("note"),
            "terms": [{"term": term, "match": "regex", "note": written("note")}],
        }
        for frame, term in zip(FRAMES, TERMS, strict=True)
    }
    for name, content in (("actors", {"actors": actors}), ("framing", {"frames": frames})):
        # JSON is YAML; its escapes carry what may not be written out in YAML.
        (folder / f"{name}.yml").write_text(json.dumps(content), encoding="utf-8")


def read_corpus(folder):
    """Write the corpus, read it and annotate it."""
    write_corpus(folder)
    actors = tk.load_actors(folder / "actors.yml")
    lexicon = tk.load_lexicon(folder / "framing.yml")
    tables = tk.annotate(tk.load_corpus(folder / "articles.jsonl"), actors, lexicon, method="rules")
    return Corpus(tables, actors, lexicon, {**actors.labels(), **lexicon.labels()})
