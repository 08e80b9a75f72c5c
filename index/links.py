"""Linking the entries of the banks when an index is made: only what is new is compared.

A bank larger than ``MOST`` is not linked ahead: its links are worked out when an entry is
opened. The same holds until the linking of a new document is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from index.bank.evidence import (
    Evidence,
    Sought,
    Statements,
    best_of,
    is_own_row,
    sought,
    told,
)
from index.bank.funding import Match, Subject, matches_of, rare_in, subject_of
from index.bank.search import BankIndex
from index.contents import Progress, analysis_fingerprint
from index.store import Store
from ingest.entries import Entry
from ingest.records import Statement

MOST = 20_000  # entries of a bank that are linked ahead
SHOWN = 5  # statements kept of one document for one entry: more are never shown
_BATCH = 5_000  # statements compared at once
_STEP = 250


@lru_cache(maxsize=1)
def linking_fingerprint() -> str:
    """Hash of the code that links: links that other code made are made again."""
    own = Path(__file__).parent
    digest = sha256(analysis_fingerprint().encode())
    for name in ("links.py", "bank/evidence.py", "bank/funding.py", "bank/search.py", "fusion.py",
                 "bank/scoring.py", "bank/picking.py"):
        digest.update((own / name).read_bytes())
    return digest.hexdigest()[:16]


def link_evidence(store: Store, progress: Progress | None = None) -> None:
    """Find, in the documents not linked yet, what tells of entries, and the reverse.

    Args:
        progress: called with comparisons of entries done and in all.
    """
    code = linking_fingerprint()
    if store.meta("evidence") != code:
        store.forget_evidence()
    fresh = store.unlinked_documents()
    if not fresh:
        return
    entries = _entries(store)
    if len(entries) > MOST:
        return
    wanted = {rowid: sought(entry) for rowid, entry in entries.items()}
    new = {rowid for rowid, entry in entries.items() if entry.document_id in fresh}
    places = {one.place for one in wanted.values()}
    told_by = [document.id for document in store.documents()]
    everyone = set(wanted)
    work = [(batch, everyone) for batch in _batches(store, told_by, fresh)]
    if new:
        old = frozenset(told_by) - fresh
        work += [(batch, new) for batch in _batches(store, told_by, old)]
    tell = _teller(progress, sum(len(rowids) for _, rowids in work))
    found: list[tuple[int, Evidence]] = []
    for batch, rowids in work:
        said = Statements([told(statement) for statement in batch], places)
        for rowid in rowids:
            found += ((rowid, one) for one in _found(entries[rowid], wanted[rowid], said))
            tell()
    store.put_evidence(found, fresh, code)


def link_funding(
    store: Store, measures: BankIndex, grants: BankIndex, progress: Progress | None = None
) -> None:
    """Match measures and grants, when the entries of either have changed.

    Args:
        measures, grants: the banks of the store as indexed now.
        progress: called with entries done and in all.
    """
    code = linking_fingerprint()
    if len(measures) + len(grants) > MOST or store.funding_is_whole(code):
        return
    rowids = [*measures.columns.rowids.tolist(), *grants.columns.rowids.tolist()]
    entries = store.entries_by_rowid(rowids)
    subjects = {rowid: subject_of(entry) for rowid, entry in entries.items()}
    rare = lru_cache(maxsize=None)(rare_in(measures, grants))
    tell = _teller(progress, len(rowids))
    found: dict[int, Sequence[Match]] = {}
    for own, other in ((measures, grants), (grants, measures)):
        for place, rowid in enumerate(own.columns.rowids.tolist()):
            if rowid in subjects and len(other):
                found[rowid] = matches_of(
                    subjects[rowid], own, place, other, lambda some: _of(subjects, some), rare,
                    measure=own is measures,
                )  # fmt: skip
            tell()
    store.put_funding(found, code)


def _of(subjects: Mapping[int, Subject], rowids: Iterable[int]) -> Mapping[int, Subject]:
    return {rowid: subjects[rowid] for rowid in rowids if rowid in subjects}


def _entries(store: Store) -> Mapping[int, Entry]:
    """Rowid to entry, of one more than ``MOST`` at most."""
    with store.snapshot():
        found = store.entries_with_vectors()
        return {rowid: entry for (rowid, entry, _), _ in zip(found, range(MOST + 1), strict=False)}


def _batches(
    store: Store, order: Iterable[str], chosen: frozenset[str]
) -> Iterator[Sequence[Statement]]:
    """Statements of whole documents, about so many at a time."""
    batch: list[Statement] = []
    for document_id in order:
        if document_id in chosen:
            batch += store.statements_of_document(document_id)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _found(entry: Entry, wanted: Sought, said: Statements) -> list[Evidence]:
    by_document: dict[str, list[Evidence]] = defaultdict(list)
    for one in said.telling(wanted):
        if not is_own_row(entry, one.statement):
            by_document[one.statement.document_id].append(one)
    return [best for some in by_document.values() for best in best_of(some, SHOWN)]


def _teller(progress: Progress | None, total: int) -> Callable[[], None]:
    """Something to call after each of ``total``, that tells of one in so many."""
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)

    return tell
