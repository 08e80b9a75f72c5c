"""How many days the journal is kept: the setting is the most, the administration may shorten it.

What was chosen is in ``retention.json`` of the data folder. 0 means no end.
"""

from __future__ import annotations

import json
from pathlib import Path

from assistant.reasons import reason
from ingest.errors import StoreError
from ingest.whole import write_whole

FILE = "retention.json"
LONGEST = 36_500


def kept_days(data: Path, most: int) -> int:
    """The days that hold now: those chosen, ``most`` when none were or when they are more."""
    try:
        chosen = json.loads((data / FILE).read_text(encoding="utf-8"))["days"]
    except (OSError, ValueError, KeyError, TypeError):
        return most
    if not isinstance(chosen, int) or isinstance(chosen, bool) or not 0 <= chosen <= LONGEST:
        return most
    return chosen if allowed(chosen, most) else most


def allowed(days: int, most: int) -> bool:
    """Whether ``days`` keep nothing longer than ``most``."""
    return most == 0 or 0 < days <= most


def choose_days(data: Path, days: int) -> None:
    """Keep a choice, whole or not at all.

    Raises:
        StoreError: ``retention_not_kept``.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        write_whole(data / FILE, (json.dumps({"days": days}).encode(),))
    except OSError as error:
        raise StoreError(
            "retention_not_kept", f"La durée n’a pas pu être enregistrée : {reason(error)}."
        ) from error
