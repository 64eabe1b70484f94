"""How instruments are shown: actors with their people and offices, frames with their terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from toolkit.display.listing import Listing, count_of, html_of, most_rows, note_html, page, shown_of
from toolkit.display.printable import readable

_MOST = 12  # forms or people in one cell


def list_actors(actors: Sequence) -> Listing:
    """Return a registry with a row per actor: its forms, its people, their offices and dates."""
    shown = actors[: most_rows()]
    people = sum(len(actor.people) for actor in actors)
    return Listing(
        ("actor", "name", "kind", "people", "", "forms"),
        [
            (
                actor.actor_id,
                actor.name,
                actor.kind,
                len(actor.people),
                _few(map(_person, actor.people), len(actor.people)),
                list(_forms(actor)),
            )
            for actor in shown
        ],
        f"{count_of(len(actors), 'actor')}, {count_of(people, 'person', 'people')}",
        f"{shown_of(len(shown), len(actors), 'actors')} to_frame() lists every form.".strip(),
    )


def list_frames(frames: Sequence) -> Listing:
    """Return a lexicon with a row per frame: its terms, those with exceptions marked by [...]."""
    shown = frames[: most_rows()]
    return Listing(
        ("frame", "label", "terms", ""),
        [
            (
                frame.frame_id,
                frame.label,
                len(frame.terms),
                ", ".join(_few(map(_term, frame.terms), len(frame.terms))),
            )
            for frame in shown
        ],
        _size(frames),
        f"{shown_of(len(shown), len(frames), 'frames')} to_frame() lists every term.".strip(),
    )


def frames_html(frames: Sequence) -> str:
    """Return a lexicon as HTML: frames that open to terms, exceptions and notes."""
    shown = frames[: most_rows()]
    note = f"{shown_of(len(shown), len(frames), 'frames')} A frame opens to its terms.".strip()
    return page(
        f'<p class="tk-title">{escape(_size(frames))}</p>'
        + "".join(map(_frame_html, shown))
        + note_html(note)
    )


def _size(frames: Sequence) -> str:
    terms = sum(len(frame.terms) for frame in frames)
    return f"{count_of(len(frames), 'frame')}, {count_of(terms, 'term')}"


def _frame_html(frame) -> str:
    name = frame.label if frame.label == frame.frame_id else f"{frame.label} ({frame.frame_id})"
    terms = ", ".join(_few((term.term_id for term in frame.terms), len(frame.terms)))
    inside = html_of(
        Listing(
            ("term", "language", "match", "case", "except", "note"),
            [
                (
                    *(t.term_id, t.language, t.match, "as written" if t.case else "any"),
                    *(list(t.exceptions), t.note),
                )
                for t in frame.terms[: most_rows()]
            ],
            note=shown_of(
                len(frame.terms[: most_rows()]),
                len(frame.terms),
                "terms",
            ),
        )
    )
    return (
        f"<details><summary><b>{_escaped(name)}</b>, {count_of(len(frame.terms), 'term')}: "
        f"{_escaped(terms)}</summary>{note_html(readable(frame.note))}{inside}</details>"
    )


def _escaped(text: str) -> str:
    return f"<bdi>{escape(readable(text))}</bdi>"


def _term(term) -> str:
    return term.term_id + (" [...]" if term.exceptions else "")


def _forms(actor) -> Iterator[str]:
    """Yield what names an actor besides its name, kind by kind, and what does not."""
    kinds = {
        "": actor.aliases,
        "demonyms ": actor.demonyms,
        "metonyms ": actor.metonyms,
        "not ": actor.exceptions,
    }
    for kind, forms in kinds.items():
        if forms:
            yield kind + ", ".join(_few(forms, len(forms)))


def _person(person) -> str:
    names = ", ".join(person.full_names())
    pronoun = f" ({person.pronoun})" if person.pronoun else ""
    roles = "; ".join(map(_role, person.roles))
    return f"{names}{pronoun}{': ' if roles else ''}{roles}"


def _role(role) -> str:
    """Return an office with its days: president, head of state, 2018-04-09 to 2022-02-01."""
    titles = ", ".join(role.titles)
    if role.start and role.end:
        return f"{titles}, {role.start} to {role.end}"
    if role.start or role.end:
        return f"{titles}, {'from' if role.start else 'until'} {role.start or role.end}"
    return titles


def _few(texts: Iterable[str], there: int) -> list[str]:
    """Return the first of some texts, and how many more there are."""
    shown = [text for text, _ in zip(texts, range(_MOST), strict=False)]
    return shown + ([f"and {there - _MOST:,} more"] if there > _MOST else [])
