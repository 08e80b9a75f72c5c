"""What an entry is linked to: passages that tell of it, grants or measures that go with it.

Links are made when documents are indexed (`index.links`) and read here. Until those of a
new document are there, and for a bank too large to be linked ahead, they are worked out
when the entry is opened, by the same rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.bank.model import Reason, Telling
from assistant.jsonform import HEADING, document_url
from index.analysis import weigh as weigh_terms
from index.bank.evidence import best_of, is_own_row, sought, told, weigh
from index.bank.funding import Match, matches_of, rare_in, subject_of
from index.bank.search import BankIndex
from index.hits import Filters
from index.links import SHOWN, linking_fingerprint
from index.search import Searcher
from index.store_links import StoredEvidence
from ingest.entries import Entry
from ingest.french.tokens import subject_stems
from ingest.records import Document, Statement

MOST = 5
DEPTH = 200  # passages looked at when an entry is opened


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement that tells of the entry, and how surely."""

    statement: Statement
    document: Document
    weight: float
    reason: Reason


class Linker:
    """Gives the links of entries. Safe in threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def evidence(self, entry: Entry, rowid: int) -> tuple[Telling, ...]:
        """Statements of the documents that tell of ``entry``, surest first, newest of equals."""
        store = self._searcher.store
        if store.evidence_is_whole(linking_fingerprint()):
            return self._told(entry, store.evidence_of(rowid))
        return self._told(entry, self._worked_out(entry))

    def matches(
        self, entry: Entry, own: BankIndex, place: int, other: BankIndex, *, measure: bool
    ) -> Sequence[Match]:
        """Entries of the other bank that go with the one at ``place`` of its own, best first.

        Args:
            measure: whether the entry is a measure, and the others grants.
        """
        store = self._searcher.store
        if store.funding_is_whole(linking_fingerprint()):
            return store.matches_of(int(own.columns.rowids[place]))
        if not len(other):
            return ()
        rare = rare_in(own, other) if measure else rare_in(other, own)
        return matches_of(
            subject_of(entry), own, place, other,
            lambda rowids: {rowid: subject_of(one)
                            for rowid, one in store.entries_by_rowid(rowids).items()},
            rare, measure=measure,
        )  # fmt: skip

    def counts(self, rowids: Iterable[int]) -> Mapping[int, tuple[int, int]]:
        """Rowid to numbers of passages and of matches; empty while they are not made ahead."""
        store, code = self._searcher.store, linking_fingerprint()
        if not (store.evidence_is_whole(code) and store.funding_is_whole(code)):
            return {}
        found = store.link_counts(rowids)
        return {one: (min(told, MOST), matches) for one, (told, matches) in found.items()}

    def _worked_out(self, entry: Entry) -> list[StoredEvidence]:
        wanted = sought(entry)
        if not wanted.title:
            return []
        place = entry.field("municipality") or entry.field("mrc")
        terms = weigh_terms((*wanted.title, *subject_stems(place)))
        view = self._searcher.refresh()
        ranking = view.search_words(terms, DEPTH, Filters())
        store = self._searcher.store
        passages = store.passages_by_rowid(rowid for rowid, _ in ranking)
        by_document = defaultdict(list)
        for statement in store.statements_of_passages(one.id for one in passages.values()):
            found = weigh(wanted, told(statement))
            if found is not None and not is_own_row(entry, statement):
                by_document[statement.document_id].append(found)
        return [
            StoredEvidence(
                one.statement.document_id, one.statement.id, one.statement.page,
                one.statement.start, one.statement.end, one.weight, one.reason, one.shared,
            )
            for some in by_document.values() for one in best_of(some, SHOWN)
        ]  # fmt: skip

    def _told(self, entry: Entry, stored: Sequence[StoredEvidence]) -> tuple[Telling, ...]:
        documents = {document.id: document for document in self._searcher.store.documents()}
        kept = [one for one in stored if one.document_id in documents]
        kept.sort(key=lambda one: _order(one, documents[one.document_id]))
        chosen = kept[:MOST]
        statements = self._searcher.store.statements_by_id(one.statement_id for one in chosen)
        found = [
            _Found(statements[one.statement_id], documents[one.document_id], one.weight,
                   _reason(entry, one))
            for one in chosen if one.statement_id in statements
        ]  # fmt: skip
        return tuple(
            Telling(self._citation(n, one), one.weight, (one.reason,))
            for n, one in enumerate(found, start=1)
        )

    def _citation(self, n: int, found: _Found) -> Citation:
        statement, document = found.statement, found.document
        text = self._searcher.store.page_text(document.id, statement.page)
        page = statement.page if document.paged else None
        return Citation(
            n=n,
            document_id=document.id,
            title=document.title,
            source=document.source,
            page=page,
            year=document.year,
            heading=HEADING.join(statement.heading),
            quote=text[statement.start : statement.end],
            passage_id=statement.passage_id,
            url=document_url(document.id, page, start=statement.start, end=statement.end),
            image=None,
            text_page=statement.page,
            start=statement.start,
            end=statement.end,
        )


def _reason(entry: Entry, one: StoredEvidence) -> Reason:
    if one.reason == "named":
        return Reason("named", entry.title)
    return Reason("told_place", entry.field("municipality") or entry.field("mrc"))


def _order(one: StoredEvidence, document: Document) -> tuple[float, bool, str, str, int, int]:
    """Surest first; of equals, the newest document, then by place."""
    return (-one.weight, document.year is None, _newest(document), document.id, one.page, one.start)


def _newest(document: Document) -> str:
    """Sorts the newest first."""
    digits = (document.year or "0000")[-4:]
    return "".join(chr(ord("9") - int(d) + ord("0")) if d.isdigit() else d for d in digits)
