"""The receipts page of a figure or table: a click on a mark or row shows the passages behind it.

The page needs nothing but itself: no script, no request, no font. What is shown is chosen by the
link that was followed (CSS ``:target``), so that a link to a mark can be sent to a reviewer. All
text of the corpus is escaped, and a content security policy forbids whatever would run.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

import pandas as pd

from toolkit.display.printable import isolated, printable, readable
from toolkit.figures.passages import Piece
from toolkit.figures.printed import Printed
from toolkit.figures.receipts import Receipts, Said
from toolkit.figures.sampled import BEHIND, about_sample
from toolkit.plot.marks import Mark

_BLANK_LINES = re.compile(r"\n\s*\n")
_BEHIND = (
    "to read the passages\nbehind it. A link to this page with its <code>#mark-…</code> leads "
    "others to the same passages."
)
MOST = 300  # passages of one mark that the page shows


def figure_page(
    name: str,
    receipts: Receipts,
    *,
    svg: bytes,
    marks: Iterable[Mark],
    said: Said = Said(),  # noqa: B008  a tuple of two texts
) -> bytes:
    """Return the page of a figure.

    Parameters
    ----------
    name
        The figure's.
    receipts
        Its numbers and their passages.
    svg
        Its drawing.
    marks
        Where its marks stand; those that the data do not hold are ignored.
    said
        Its caption, and what is said in its place.
    """
    spots, together = _spots(marks, receipts.data)
    alt = said.alt or f"The figure {name}"
    shown = (
        f'<div class="drawing"><img alt="{escape(alt)} (its numbers are in the table below)"\n'
        f'src="data:image/svg+xml;base64,{b64encode(svg).decode()}">\n'
        f"{chr(10).join(spots)}</div>"
    )
    if said.caption:
        shown += f'\n<figcaption dir="auto">{escape(said.caption)}</figcaption>'
    how = f"Receipts: click a mark in the figure, or a row of the table, {_BEHIND}"
    return _page(
        name, receipts, shown=shown, how=how, numbers="The plotted numbers", together=together
    )


def table_page(name: str, receipts: Receipts, printed: Printed) -> bytes:
    """Return the page of a table.

    Parameters
    ----------
    name
        The table's.
    receipts
        Its numbers and their passages.
    printed
        How it is printed, a row for each row of the data.
    """
    how = "The rows of this table count no mentions: there are no passages behind them."
    if receipts.passages is not None:
        how = f"Receipts: click a row of the table {_BEHIND}"
    shown = _printed(printed, linked=receipts.passages is not None)
    return _page(name, receipts, shown=shown, how=how, numbers="The numbers in full", together=[])


def _page(
    name: str, receipts: Receipts, *, shown: str, how: str, numbers: str, together: Sequence[str]
) -> bytes:
    data, passages = receipts.data, receipts.passages
    sections, most = [], ""
    if passages is not None:
        readings = receipts.readings
        texts = [_reading(pieces) for pieces in readings] if readings is not None else None
        sections = [_section(row, receipts.keys, passages, texts) for _, row in data.iterrows()]
        if data["mark"].map(passages["mark"].value_counts()).max() > MOST:
            file = f"{escape(name)}-passages.csv"
            most = f"Up to {MOST} passages of a mark are shown; all are in {file}."
        if sample := about_sample(passages):
            most = (
                f"Of {sample['of']:,} passages {sample['drawn']:,} were drawn by chance, of each "
                f"mark as many as there is room for; they are in {escape(name)}-passages.csv, and "
                f"up to {MOST} of a mark are shown."
            )
    page = Template(files("toolkit.figures").joinpath("page.html").read_text(encoding="utf-8"))
    html = page.substitute(
        name=escape(name),
        how=how,
        shown=shown,
        numbers=numbers,
        table=_table(data, linked=passages is not None),
        most=most,
        together="\n".join(together),
        sections="\n".join(sections),
    )
    return html.encode()


def _spots(marks: Iterable[Mark], data: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the links over the figure, and what shows the marks that one link stands for."""
    links, together = [], []
    plain = data.astype(object).where(data.notna(), None)
    for mark in marks:
        known = {c: None if pd.isna(v) else v for c, v in mark.row.items() if c in data}
        matching = pd.Series(bool(known), index=data.index)
        for column, value in known.items():
            matching &= plain[column].isna() if value is None else plain[column] == value
        numbers = data.loc[matching, "mark"].tolist()
        if not numbers:
            continue
        target = "mark-" + "-".join(map(str, numbers))
        if len(numbers) > 1:
            chosen = ", ".join(f"#{target}:target ~ #mark-{number}" for number in numbers)
            together.append(f'<style>{chosen} {{ display: block }}</style><i id="{target}"></i>')
        said = escape(", ".join(isolated(readable(v)) for v in known.values() if v is not None))
        place = "".join(
            f"{side}:{100 * value:.3f}%;"
            for side, value in zip(("left", "top", "width", "height"), mark[1:], strict=True)
        )
        links.append(
            f'<a href="#{target}" style="{place}" title="{said}" aria-label="{said}: passages"></a>'
        )
    return links, together


def _printed(printed: Printed, *, linked: bool) -> str:
    """Return a table as it is printed; each cell of a row leads to its passages."""
    kinds = [' class="number"' if number else "" for number in printed.numeric]
    head = "".join(f"<th{k}>{_cell(c)}</th>" for k, c in zip(kinds, printed.head, strict=True))
    lines = [f"<caption>{_cell(printed.caption)}</caption>", f"<tr>{head}</tr>"]
    for mark, row in enumerate(printed.rows, start=1):
        cells = []
        for at, (kind, text) in enumerate(zip(kinds, row, strict=True)):
            # One stop of the tab key a row is enough.
            link = f'a href="#mark-{mark}"' + (' tabindex="-1"' if at else "")
            tags = (link, "a") if linked else ("span", "span")
            cells.append(f"<td{kind}><{tags[0]}>{_cell(text)}</{tags[1]}></td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="printed"><table>\n{chr(10).join(lines)}\n</table></div>'


def _table(data: pd.DataFrame, *, linked: bool) -> str:
    numeric = [pd.api.types.is_numeric_dtype(data[c]) for c in data]
    kinds = [' class="number"' if number else "" for number in numeric]
    head = "".join(f"<th{kind}>{_cell(c)}</th>" for c, kind in zip(data, kinds, strict=True))
    rows = [f"<tr>{head}</tr>"]
    for row in data.itertuples(index=False):
        mark = f'<a href="#mark-{row[0]}">{row[0]}</a>' if linked else row[0]
        cells = [f"<td>{mark}</td>"]
        cells += [f"<td{kind}>{_cell(v)}</td>" for v, kind in zip(row[1:], kinds[1:], strict=True)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(rows)


def _cell(value: object) -> str:
    return f"<bdi>{escape(readable(value))}</bdi>"


def _section(
    row: pd.Series, keys: Sequence[str], passages: pd.DataFrame, texts: list[str] | None
) -> str:
    said = ", ".join(_cell(row[c]) for c in keys if not pd.isna(row[c]))
    behind = passages.index[passages["mark"] == row["mark"]]
    items = "\n".join(
        _item(passages.loc[at], None if texts is None else texts[at]) for at in behind[:MOST]
    )
    count = f"{len(behind):,} passage{'' if len(behind) == 1 else 's'}"
    if BEHIND in passages:
        total = passages.loc[behind].drop_duplicates("side" if "side" in passages else "mark")
        count += f" drawn by chance of {total[BEHIND].sum():,}"
    if len(behind) > MOST:
        count += f", the first {MOST} in the order of articles"
    return (
        f'<section id="mark-{row["mark"]}"><h3>Mark {row["mark"]}: {said}</h3>'
        f'<p class="note">{count}.</p><ol>{items}</ol></section>'
    )


def _item(passage: pd.Series, text: str | None) -> str:
    facts = {
        "side": passage.get("side"),
        "date": passage["date"],
        "outlet": passage["outlet"],
        "voice": passage.get("voice"),
        "target": passage.get("target_id"),
        "mode": passage.get("mode"),
        "stance": passage.get("stance"),
        "rule": passage.get("rule"),
        "article": passage["doc_id"],
        "characters": f"{passage['start']} to {passage['end']}",
    }
    about = "; ".join(
        f"{key} {_cell(value)}"
        for key, value in facts.items()
        if value is not None and not pd.isna(value)
    )
    read = text or f'<span class="term"><bdi>{escape(printable(passage["match"]))}</bdi></span>'
    return f'<li><div dir="auto">{read}</div><div class="about">{about}</div></li>'


def _reading(pieces: list[Piece]) -> str:
    shown = ((escape(printable(_BLANK_LINES.sub("\n", text))), kind) for text, kind in pieces)
    return "".join(f'<span class="{kind}">{text}</span>' if kind else text for text, kind in shown)
