"""The banks as the product offers them: a sentence in, entries with reasons out."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import suppress
from datetime import date, datetime

import numpy as np

from assistant.bank.hits import HitMaker, day_number
from assistant.bank.likeness import above, common_cosine
from assistant.bank.links import Linker
from assistant.bank.model import (
    BankDetail,
    BankHit,
    BankKind,
    BankQuery,
    BankResult,
    Reason,
)
from assistant.bank.need import Need, iso_day, read_need, spaced, without_commands
from index.bank.funding import Match
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
MOST_SORTED = 20_000  # entries put in order of title
_KINDS: tuple[BankKind, ...] = ("measure", "grant")
_NEEDS = 64  # queries remembered with what they ask: each is read two or three times in a row
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
        self._needs: tuple[Banks | None, OrderedDict[Hashable, tuple[str, Need]]]
        self._needs = (None, OrderedDict())
        self._correctors: tuple[Banks, dict[BankKind, Corrector]] | None = None

    def find(self, query: BankQuery, today: date) -> BankResult:
        """Entries that answer a query, facets counted, what was read in it told."""
        banks = self._banks()
        if not len(_bank(banks, query.kind)):
            return BankResult()
        with self._searcher.store.snapshot():  # one transaction for some twenty look-ups
            return self._found(banks, query, today)

    def _found(self, banks: Banks, query: BankQuery, today: date) -> BankResult:
        """See ``find``."""
        bank = _bank(banks, query.kind)
        corrected, need = self._need(banks, query, today)
        request = self._request(query, need, today)
        found = bank.search(request)
        places = self._in_order(query, bank, found)
        window = places[query.offset : query.offset + query.k]
        linked = self._linker.counts(int(bank.columns.rowids[place]) for place in window)
        hits = self._maker.found(bank, query.kind, window, found, need, today, linked)
        closest: tuple[BankHit, ...] = ()
        if not found.total and found.closest:
            closest = self._maker.plain(bank, query.kind, found.closest, today)
        return BankResult(
            hits=hits,
            total=found.total,
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
            evidence=self._linker.evidence(entry, int(bank.columns.rowids[place])),
        )

    def entries(self, kind: BankKind, entry_ids: Sequence[str], today: date) -> tuple[BankHit, ...]:
        """Those of these entries that the bank holds, in the order asked."""
        bank = _bank(self._banks(), kind)
        found = (self._place_of(bank, kind, one) for one in entry_ids)
        return self._maker.plain(bank, kind, [one for one in found if one is not None], today)

    def idf(self, stem: str) -> float:
        """Weight of a stem among the passages and the entries of both banks."""
        banks, words = self._banks(), self._searcher.vocabulary
        held = words.stems.get(stem, 0) + banks.measures.frequency(stem)
        held += banks.grants.frequency(stem)
        every = words.passages + len(banks.measures) + len(banks.grants)
        return math.log1p(every / (held + 0.5))

    def near(
        self, text: str, kind: BankKind, hits: Sequence[BankHit]
    ) -> tuple[float | None, ...]:
        """Cosine of each entry and a text; None where an entry has no vector."""
        bank = _bank(self._banks(), kind)
        vector = self._searcher.encoder.encode_queries([text])[0]
        with self._searcher.store.snapshot():
            places = [self._place_of(bank, kind, hit.id) for hit in hits]
        own = (None if place is None else bank.vector_of(place) for place in places)
        return tuple(None if one is None else float(np.dot(one, vector)) for one in own)

    def scaled(self, cosine: float) -> float:
        """A cosine of the model on the scale of ``likeness``."""
        return above(cosine, self._shared(self._banks()))

    def sizes(self) -> tuple[int, int]:
        """Number of measures and of grants."""
        banks = self._banks()
        return len(banks.measures), len(banks.grants)

    def texts(self, query: str, today: date) -> list[str]:
        """What looking for a sentence in both banks searches by its meaning."""
        banks = self._banks()
        kinds: list[BankKind] = [kind for kind in _KINDS if len(_bank(banks, kind))]
        needs = (self._need(banks, BankQuery(kind, query), today)[1] for kind in kinds)
        return list(dict.fromkeys(need.text for need in needs if need.text))

    # Search

    def _need(self, banks: Banks, query: BankQuery, today: date) -> tuple[str, Need]:
        """A query corrected, and what it asks; the last ones are remembered."""
        if self._needs[0] is not banks:
            self._needs = (banks, OrderedDict())
        known, key = self._needs[1], (query.kind, query.query, tuple(query.ignored), today)
        found = known.get(key)
        if found is None:
            corrected, bank = self._corrected(banks, query), _bank(banks, query.kind)
            grants = query.kind == "grant"
            need = read_need(corrected, bank, today, grants=grants, ignored=query.ignored)
            found = known[key] = corrected, need
            while len(known) > _NEEDS:
                with suppress(KeyError):
                    known.popitem(last=False)
        return found

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
            after=need.after,
            before=need.before,
            today=day_number(today),
            sort=query.sort,
            # By title, all those found are read, up to so many.
            most=max(MOST_SORTED if query.sort == "title" else 0, query.offset + query.k),
        )

    def _in_order(self, query: BankQuery, bank: BankIndex, found: BankFound) -> Sequence[int]:
        places: list[int] = found.places.tolist()
        if query.sort != "title" or found.total > MOST_SORTED:
            return places
        entries = self._maker.entries(bank, places)
        return sorted(places, key=lambda place: (entries[place].title.casefold(), place)
                      if place in entries else ("", place))  # fmt: skip

    def _place_of(self, bank: BankIndex, kind: BankKind, entry_id: str) -> int | None:
        if entry_id in bank.columns.renamed:
            return bank.columns.renamed[entry_id]
        rowids = self._searcher.store.entry_rowids(kind, entry_id)
        found = [place for rowid in rowids if (place := bank.columns.place_of(rowid)) is not None]
        return next((place for place in found if place not in bank.names), None)

    # Matching

    def _matches(
        self, banks: Banks, kind: BankKind, place: int, entry: Entry, today: date
    ) -> tuple[BankHit, ...]:
        other: BankKind = "grant" if kind == "measure" else "measure"
        bank = _bank(banks, other)
        found = self._linker.matches(
            entry, _bank(banks, kind), place, bank, measure=kind == "measure"
        )
        places = {one: bank.columns.place_of(one.rowid) for one in found}
        entries = self._maker.entries(bank, [at for at in places.values() if at is not None])
        made: list[BankHit] = []
        for one, at in places.items():
            if at is None or at not in entries:
                continue
            grant = entries[at] if other == "grant" else entry
            status = bank.status(at, day_number(today)) if other == "grant" else None
            reasons = _reasons(one, grant, status)
            made.append(self._maker.hit(bank, other, at, entries[at], today, one.score, reasons))
        # What may be asked for now first; what is over stays, for the next call.
        made.sort(key=lambda hit: _RANKS.get(hit.status or "", 0))
        return tuple(made[:MATCHES])


def _reasons(match: Match, grant: Entry, status: str | None) -> tuple[Reason, ...]:
    """Why a grant can fund a measure: what they share, and when it may be asked for."""
    reasons = [Reason(code, value) for code, value in match.reasons]
    if status in ("open", "continuous"):
        reasons.append(Reason("open", ""))
    if grant.field("deadline"):
        reasons.append(Reason("deadline", grant.field("deadline")))
    return tuple(reasons)


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
    if need.after is not None:
        read.append(Reason("within", iso_day(need.after)[:7]))
    elif need.before is not None:
        read.append(Reason("before", iso_day(need.before)))
    if need.open_only:
        read.append(Reason("open", ""))
    if query.like and find_place(query.like) is not None:
        read.append(Reason("like", query.like))
    return tuple(read)
