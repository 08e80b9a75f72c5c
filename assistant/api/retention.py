"""The journal is kept no longer than its setting says: pruned at the start, then daily."""

from __future__ import annotations

import asyncio
import logging

from assistant.admin.retention import kept_days
from assistant.api.context import Context
from assistant.journal_files import prune
from ingest.errors import StoreError

_LOG = logging.getLogger("repere")
DAY_S = 24 * 3600.0
SERVER = "serveur"


async def prune_daily(context: Context) -> None:
    """A day after the start, and each day after, until cancelled."""
    while True:
        await asyncio.sleep(DAY_S)
        await asyncio.to_thread(prune_once, context)


def prune_once(context: Context) -> int:
    """Take out of the journal what is too old; how many lines went."""
    settings = context.settings
    days = kept_days(settings.data, settings.retention_days)
    try:
        gone = prune(settings.data, days)
    except StoreError as error:
        _LOG.error("%s", error)
        return 0
    if gone:
        context.audit.note(SERVER, "", "retention", f"{days} j", erased=gone)
    return gone
