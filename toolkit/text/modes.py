"""Modes: how words stand in an article, and what their voice is called."""

from __future__ import annotations

import pandas as pd

MODES = ("narration", "headline", "direct", "indirect", "scare")
SPOKEN = ("direct", "indirect")  # the modes of what somebody says

NARRATION, OTHER_SPEAKER, UNKNOWN_SPEAKER = "narration", "other speaker", "unknown speaker"


def voice_of(voice_id: str | None, source: str | None, mode: str) -> str:
    """Return what the column `voice` says: the actor, or which kind of voice it is."""
    if mode not in SPOKEN:
        return NARRATION
    if isinstance(voice_id, str):
        return voice_id
    return UNKNOWN_SPEAKER if pd.isna(source) else OTHER_SPEAKER
