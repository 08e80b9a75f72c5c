"""What an ingestion did, told of the whole installation."""

from __future__ import annotations

from assistant.service import IngestReport
from index.store import Counts
from index.update import Changes


def report_of(changes: Changes, counts: Counts, seconds: float) -> IngestReport:
    """The report of an ingestion.

    Args:
        counts: of the installation afterwards.
        seconds: that it took.
    """
    return IngestReport(
        documents=counts.documents,
        added=changes.added,
        updated=changes.updated,
        unchanged=changes.unchanged,
        removed=changes.removed,
        failed=tuple(changes.failed),
        pages=counts.pages,
        passages=counts.passages,
        figures=counts.figures,
        measures=counts.measures,
        grants=counts.grants,
        seconds=round(seconds, 3),
        skipped=tuple(changes.skipped),
        moved=changes.moved,
    )
