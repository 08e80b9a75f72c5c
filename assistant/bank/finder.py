"""The banks as the product offers them: a sentence in, entries with reasons out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from assistant.bank.hits import HitMaker, day_number
from assistant.bank.likeness import above, common_cosine, cosines
from assistant.bank.links import Linker
from assistant.bank.matching import match_reasons, matching_request
from assistant.bank.model import (
    BankDetail,
    BankHit,
    BankKind,
    BankQuery,
    BankResult,
    Reason,
)
from assistant.bank.need import Need, iso_day, read_need, spaced, without_commands
from index.bank.search import BankFound, BankIndex, BankRequest, Like
from index.contents import Banks
from index.lexicon import french_words
from index.search import Searcher
from index.spelling import Corrector
from ingest.entries import Entry
from ingest.errors import NotFoundError
from ingest.places import Place, find_place

SIMILAR = 5
MATCHES = 8
_RANKS = {"open": 0, "continuous": 0, "unknown": 1, "closed": 2}
NEAR = 0.85  # cosine from which an entry is called similar


def today() -> date:
    """The day where the server stands: deadlines are days, not instants."""
    return datetime.now().astimezone().date()


class BankFinder:
    """Searches both banks over one index. Safe in threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._linker = Linker(searcher)
        self._maker = HitMaker(searcher)
        self._common: tuple[Banks, float] | None = None
        self._correctors: tuple[Banks, dict[BankKind, Corrector]] | None = None

    def find(self, query: BankQuery, today: date) -> BankResult:
        """Entries that answer a query, facets counted, what was read in it told."""
        banks = self._banks()
        bank = _bank(banks, query.kind)
        if not len(bank):
            return BankResult()
        corrected = self._corrected(banks, query)
        grants = query.kind == "grant"
        need = read_need(corrected, bank, today, grants=grants, ignored=query.ignored)
        request = self._request(query, need, today)
        found = bank.search(request)
        places = self._in_order(query, bank, found)
        window = places[query.offset : query.offset + query.k]
        hits = self._maker.found(bank, query.kind, window, found, need, today)
        closest: tuple[BankHit, ...] = ()
        if not places and found.closest:
            closest = self._maker.plain(bank, query.kind, found.closest, today)
        return BankResult(
            hits=hits,
            total=len(places),
            indexed=len(bank),
            facets=found.facets,
            understood=_understood(need, query),
            corrected=corrected if corrected != query.query else None,
            closest=closest,
        )

    def entry(self, kind: BankKind, entry_id: str, today: date) -> BankDetail:
        """One entry and what it is linked to.

        Raises:
            NotFoundError: ``unknown_entry``.
        """
        banks = self._banks()
        bank = _bank(banks, kind)
        place = self._place_of(bank, kind, entry_id)
        entry = None if place is None else self._maker.entries(bank, [place]).get(place)
        if place is None or entry is None:
            raise NotFoundError("unknown_entry", "Cette fiche n’est pas dans la banque.")
        near = [one for one, cosine in bank.nearest(place, SIMILAR) if cosine >= NEAR]
        similar = self._maker.plain(bank, kind, near, today)
        return BankDetail(
            entry=self._maker.plain(bank, kind, [place], today)[0],
            similar=similar,
            matches=self._matches(banks, kind, place, entry, today),
            evidence=self._linker.evidence(entry),
        )

    def entries(self, kind: BankKind, entry_ids: Sequence[str], today: date) -> tuple[BankHit, ...]:
        """Those of these entries that the bank holds, in the order asked."""
        bank = _bank(self._banks(), kind)
        found = (self._place_of(bank, kind, one) for one in entry_ids)
        return self._maker.plain(bank, kind, [one for one in found if one is not None], today)

    def near(self, text: str, kind: BankKind, hits: Sequence[BankHit]) -> tuple[float, ...]:
        """How close entries are in meaning to a text, on the scale of ``likeness``."""
        banks = self._banks()
        bank = _bank(banks, kind)
        vector = self._searcher.encoder.encode_queries([text])[0]
        found = cosines(bank, [self._place_of(bank, kind, hit.id) for hit in hits], vector)
        return tuple(0.0 if one is None else above(one, self._shared(banks)) for one in found)

    def scaled(self, cosine: float) -> float:
        """A cosine of the model on the scale of ``near``."""
        return above(cosine, self._shared(self._banks()))

    def sizes(self) -> tuple[int, int]:
        """Number of measures and of grants."""
        banks = self._banks()
        return len(banks.measures), len(banks.grants)

    # Search

    def _banks(self) -> Banks:
        return self._searcher.refresh().contents.bank

    def _shared(self, banks: Banks) -> float:
        if self._common is None or self._common[0] is not banks:
            self._common = (banks, common_cosine(banks))
        return self._common[1]

    def _corrected(self, banks: Banks, query: BankQuery) -> str:
        if not query.query.strip():
            return query.query
        if self._correctors is None or self._correctors[0] is not banks:
            words = french_words()
            self._correctors = (
                banks,
                {
                    "measure": Corrector(banks.measure_words, words),
                    "grant": Corrector(banks.grant_words, words),
                },
            )
        corrected = query.query
        found = self._correctors[1][query.kind].correct(without_commands(query.query))
        for typed, meant in found.replaced:
            corrected = re.sub(rf"\b{re.escape(typed)}\b", meant, corrected, count=1)
        return corrected

    def _request(self, query: BankQuery, need: Need, today: date) -> BankRequest:
        filters: dict[str, tuple[str, ...]] = {}
        for name, value in query.filters:
            filters[name] = (*filters.get(name, ()), value)
        if need.open_only and "status" not in filters:
            filters["status"] = ("open", "continuous")
        vector = None
        if need.text and not query.by_words:
            vector = self._searcher.encoder.encode_queries([need.text])[0]
        return BankRequest(
            words=need.words,
            vector=vector,
            filters=filters,
            population=(query.population_min, query.population_max),
            prefer=need.prefer,
            like=_like(query, need),
            before=need.before,
            today=day_number(today),
            sort=query.sort,
        )

    def _in_order(self, query: BankQuery, bank: BankIndex, found: BankFound) -> Sequence[int]:
        places: list[int] = found.places.tolist()
        if query.sort != "title" or len(places) > 20_000:
            return places
        entries = self._maker.entries(bank, places)
        return sorted(places, key=lambda place: (entries[place].title.casefold(), place)
                      if place in entries else ("", place))  # fmt: skip

    def _place_of(self, bank: BankIndex, kind: BankKind, entry_id: str) -> int | None:
        if entry_id in bank.columns.renamed:
            return bank.columns.renamed[entry_id]
        rowids = self._searcher.store.entry_rowids(kind, entry_id)
        found = [place for rowid in rowids if (place := bank.columns.place_of(rowid)) is not None]
        renamed = set(bank.columns.renamed.values())
        return next((place for place in found if place not in renamed), None)

    # Matching

    def _matches(
        self, banks: Banks, kind: BankKind, place: int, entry: Entry, today: date
    ) -> tuple[BankHit, ...]:
        other: BankKind = "grant" if kind == "measure" else "measure"
        bank = _bank(banks, other)
        if not len(bank):
            return ()
        own = _bank(banks, kind)
        found = bank.search(matching_request(entry, own, place, day_number(today)))
        # More than are shown: those that share nothing that can be said are left out.
        places = found.places[: 4 * MATCHES].tolist()
        scores = dict(zip(places, found.scores.tolist(), strict=False))
        entries = self._maker.entries(bank, places)
        rare = _rare(banks)
        made: list[BankHit] = []
        for one in places:
            if one not in entries:
                continue
            measure, grant = (entry, entries[one]) if kind == "measure" else (entries[one], entry)
            status = bank.status(one, day_number(today)) if other == "grant" else None
            reasons = match_reasons(measure, grant, status, rare)
            if reasons:
                made.append(self._maker.hit(bank, other, one, entries[one], today,
                                            scores[one], reasons))  # fmt: skip
        # What may be asked for now first; what is over stays, for the next call.
        made.sort(key=lambda hit: _RANKS.get(hit.status or "", 0))
        return tuple(made[:MATCHES])


def _rare(banks: Banks) -> Callable[[str], bool]:
    """Whether a stem is in few entries of both banks: one of twenty, at most."""
    most = max(2, (len(banks.measures) + len(banks.grants)) // 20)
    return lambda stem: banks.measures.frequency(stem) + banks.grants.frequency(stem) <= most


def _bank(banks: Banks, kind: BankKind) -> BankIndex:
    return banks.measures if kind == "measure" else banks.grants


def _like(query: BankQuery, need: Need) -> Like | None:
    place: Place | None = find_place(query.like) if query.like else need.place
    if place is not None:
        return Like(need.population or place.population, place.region, place.mrc)
    return Like(need.population, "", "") if need.population else None


def _understood(need: Need, query: BankQuery) -> tuple[Reason, ...]:
    read = [Reason(facet, value) for facet, value in need.prefer]
    if need.population is not None:
        read.append(Reason("population", spaced(need.population)))
    if need.count is not None:
        read.append(Reason("count", str(need.count)))
    if need.before is not None:
        read.append(Reason("before", iso_day(need.before)))
    if need.open_only:
        read.append(Reason("open", ""))
    if query.like and find_place(query.like) is not None:
        read.append(Reason("like", query.like))
    return tuple(read)
