"""The roles in which a mention is aimed at an actor, and the tables that count one of them."""

from __future__ import annotations

import pandas as pd

from toolkit.tables.arguments import check_columns
from toolkit.tables.declare import ANY_ROLE, ROLES


def target_column(role: str | None) -> str:
    """Return the column of mentions that holds the targets of a role.

    Raises
    ------
    ValueError
        If there is no such role.
    """
    if role is None or role == ANY_ROLE:
        return "target_id"
    if role not in ROLES:
        raise ValueError(
            f"role: found {role!r}, expected one of {', '.join(ROLES)}, or None for the likeliest "
            "target, whatever his role"
        )
    return f"{role}_id"


def rows_of_role(voices: pd.DataFrame, role: str | None) -> pd.DataFrame:
    """Return the rows of a voices table that count one role; without one, all, if they are alike.

    Raises
    ------
    ValueError
        If the table has no rows of the role, or has several roles and none is named.
    """
    if role is not None:
        target_column(role)
        check_columns(voices, ["role"], "voices", remedy=f"make it with voices(role={role!r})")
        rows = voices[voices["role"] == role]
        if len(voices) and rows.empty:
            raise ValueError(
                f"role: found {role!r}, expected one that voices were counted by: "
                f"{', '.join(voices['role'].unique())}; make them with voices(role={role!r})"
            )
        return rows
    counted = list(voices["role"].unique()) if "role" in voices else []
    if len(counted) > 1:
        raise ValueError(
            f"voices: found the roles {', '.join(counted)}, expected one; a mention may be in "
            f"each, so name the one that is meant: role={counted[0]!r}"
        )
    return voices


def role_of(voices: pd.DataFrame) -> str:
    """Return the one role that a voices table counts."""
    counted = list(voices["role"].unique()) if "role" in voices else []
    return str(counted[0]) if len(counted) else ANY_ROLE
