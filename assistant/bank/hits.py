"""Entries as they are shown: with their source, their state and why they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from assistant.bank.model import BankHit, BankKind, Reason, Status
from assistant.bank.need import Need, spaced
from assistant.jsonform import document_url
from index.bank.search import BankFound, BankIndex
from index.search import Searcher, highlights
from ingest.entries import Entry
from ingest.places import find_place
from ingest.records import Document


class HitMaker:
    """Makes hits of places of a bank. Safe in threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def entries(self, bank: BankIndex, places: Sequence[int]) -> dict[int, Entry]:
        """Place to entry; one that is gone from the store is left out."""
        rowids = {int(bank.columns.rowids[place]): place for place in places}
        stored = self._searcher.store.entries_by_rowid(rowids)
        return {rowids[rowid]: entry for rowid, entry in stored.items()}

    def found(
        self,
        bank: BankIndex,
        kind: BankKind,
        places: Sequence[int],
        found: BankFound,
        need: Need,
        today: date,
        linked: Mapping[int, tuple[int, int]],
    ) -> tuple[BankHit, ...]:
        """Hits of a search, each with what of the need it meets; ``linked`` is by rowid."""
        scores = dict(zip(found.places.tolist(), found.scores.tolist(), strict=True))
        entries = self.entries(bank, places)
        made = []
        for place in places:
            entry = entries.get(place)
            if entry is not None:
                reasons = need_reasons(entry, need)
                hit = self.hit(bank, kind, place, entry, today, scores[place], reasons)
                counts = linked.get(int(bank.columns.rowids[place]))
                made.append(replace(hit, linked=counts) if counts else hit)
        return tuple(made)

    def plain(
        self, bank: BankIndex, kind: BankKind, places: Sequence[int], today: date
    ) -> tuple[BankHit, ...]:
        """Hits without a search."""
        entries = self.entries(bank, places)
        return tuple(
            self.hit(bank, kind, place, entries[place], today)
            for place in places
            if place in entries
        )

    def hit(
        self,
        bank: BankIndex,
        kind: BankKind,
        place: int,
        entry: Entry,
        today: date,
        score: float = 0.0,
        reasons: tuple[Reason, ...] = (),
    ) -> BankHit:
        """One entry as it is shown."""
        columns = bank.columns
        document = self._document(entry.document_id)
        status = bank.status(place, day_number(today)) if kind == "grant" else None
        return BankHit(
            id=bank.names.get(place, entry.id),
            title=entry.title,
            text=entry.text,
            document_id=entry.document_id,
            source=document.source if document else "",
            page=entry.page if document and document.paged else None,
            fields=entry.fields,
            kind=kind,
            score=score,
            reasons=reasons,
            also=self._also(columns.copies.get(place, ()), entry.document_id),
            status=cast("Status | None", status),
            url=document_url(
                entry.document_id,
                entry.page if document and document.pages > 1 else None,
                start=entry.start, end=entry.end,
            ),
            text_page=entry.page,
            span=(entry.start, entry.end),
        )  # fmt: skip

    def _also(self, rowids: Sequence[int], own: str) -> tuple[str, ...]:
        if not rowids:
            return ()
        stored = self._searcher.store.entries_by_rowid(rowids).values()
        held = (self._document(entry.document_id) for entry in stored if entry.document_id != own)
        return tuple(sorted({document.source for document in held if document is not None}))

    def _document(self, document_id: str) -> Document | None:
        known = self._searcher.documents
        return next((document for document in known if document.id == document_id), None)


def day_number(day: date) -> int:
    """A day as 20260331."""
    return day.year * 10_000 + day.month * 100 + day.day


def need_reasons(entry: Entry, need: Need) -> tuple[Reason, ...]:
    """What of a need an entry meets, in words that can be checked on it."""
    reasons = [
        Reason(facet, value)
        for facet, value in need.prefer
        if value.casefold() in entry.field(facet).casefold()
    ]
    stems = {form.term for forms in need.words for form in forms}
    text = f"{entry.title}. {entry.text}"
    words = dict.fromkeys(text[a:b].lower() for a, b in highlights(text, stems))
    if words:
        reasons.append(Reason("words", ", ".join(list(words)[:5])))
    if need.population is not None:
        place = find_place(entry.field("municipality"), entry.field("mrc"), entry.field("region"))
        if place is not None and 0.25 <= place.population / need.population <= 4:
            reasons.append(Reason("population", spaced(place.population)))
    if not reasons and need.text:
        reasons.append(Reason("meaning", ""))
    return tuple(reasons)
