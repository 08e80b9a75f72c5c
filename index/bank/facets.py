"""Filters of a bank as masks over its entries, and live facet counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import filter_years
from index.bank.build import POPULATION
from index.bank.columns import CONTINUOUS, BankColumns, FacetColumn, Ints
from index.hits import Facet
from ingest.french.folding import fold
from ingest.places import BANDS

Mask = NDArray[np.bool_]
STATUSES = ("open", "continuous", "closed", "unknown")


class Facets:
    """The facets of one bank. Read-only, safe in threads."""

    def __init__(self, columns: BankColumns) -> None:
        self.columns = columns
        self._codes = {
            name: {fold(value): code for code, value in enumerate(facet.values)}
            for name, facet in columns.facets.items()
        }
        self._spread = {
            name: Spread.of(facet, len(columns)) for name, facet in columns.facets.items()
        }
        self._dated = bool((columns.deadline > 0).any())
        self._whole: dict[str, tuple[Facet, ...]] = {}

    def masks(
        self,
        filters: Mapping[str, Sequence[str]],
        population: tuple[int | None, int | None],
        deadline: tuple[int | None, int | None],
        today: int,
    ) -> dict[str, Mask]:
        """One mask per filter asked for, by its facet.

        Args:
            deadline: first and last day; without a first one, from today on or at any time.
        """
        masks: dict[str, Mask] = {}
        for name, values in filters.items():
            if name == "status":
                wanted = [STATUSES.index(value) for value in values if value in STATUSES]
                masks[name] = np.isin(statuses(self.columns.deadline, today), wanted)
            else:
                masks[name] = self.holding(name, values)
        least, most = population
        if least is not None or most is not None:
            sizes = self.columns.population
            within = (sizes >= (least or 0)) & (sizes <= (most if most is not None else 2**31 - 1))
            masks["inhabitants"] = within | (sizes == 0)
        after, before = deadline
        if before is not None:
            dates = self.columns.deadline
            soon = (dates >= (today if after is None else after)) & (dates <= before)
            masks["before"] = soon if after is not None else soon | (dates == CONTINUOUS)
        return masks

    def holding(self, name: str, values: Sequence[str]) -> Mask:
        """Which entries (n,) hold one of the values of a facet."""
        facet, spread = self.columns.facets.get(name), self._spread.get(name)
        if facet is None or spread is None:
            return np.zeros(len(self.columns), dtype=np.bool_)
        codes = [code for value in values for code in self._codes_of(name, facet, value)]
        return spread.holding(codes)

    def _codes_of(self, name: str, facet: FacetColumn, value: str) -> list[int]:
        if name == "year":
            return [code for code, one in enumerate(facet.values)
                    if value == one or value in filter_years(one)]  # fmt: skip
        code = self._codes[name].get(fold(value))
        return [] if code is None else [code]

    def count(
        self, masks: Mapping[str, Mask], member: Mask | None, today: int
    ) -> tuple[tuple[str, tuple[Facet, ...]], ...]:
        """Live counts: of each value, how many entries it would leave, other filters holding.

        Args:
            masks: (n,) of each filter, by its facet.
            member: (n,) entries that answer the query; None for all.
        """
        size = len(self.columns)
        whole = _places(masks, member, size)
        counted = []
        for name in self.columns.facets:
            if whole is None and name in self._whole:
                counted.append((name, self._whole[name]))
                continue
            passing = _places(_others(masks, name), member, size) if name in masks else whole
            found = self._count(name, passing)
            if passing is None:
                self._whole[name] = found
            counted.append((name, found))
        if self._dated:
            passing = _places(_others(masks, "status"), member, size)
            dates = self.columns.deadline if passing is None else self.columns.deadline[passing]
            held = np.bincount(statuses(dates, today), minlength=len(STATUSES))
            counted.append(("status", _most_frequent(STATUSES, held.tolist(), "status")))
        return tuple((name, values) for name, values in counted if values)

    def _count(self, name: str, places: NDArray[np.int64] | None) -> tuple[Facet, ...]:
        facet = self.columns.facets[name]
        return _most_frequent(facet.values, self._spread[name].count(places).tolist(), name)


@dataclass(frozen=True, slots=True)
class Spread:
    """A facet spread over the entries, so that a set of them is counted without the others.

    Attributes:
        first: (n,) code of an entry's first value, plus one; 0 without a value.
        rest_entries, rest_codes: (r,) the other values of those that hold several.
        values: number of values.
    """

    first: Ints
    rest_entries: Ints
    rest_codes: Ints
    values: int

    @classmethod
    def of(cls, facet: FacetColumn, size: int) -> Spread:
        """Of a facet over ``size`` entries."""
        fresh = np.ones(len(facet.entries), dtype=np.bool_)
        fresh[1:] = facet.entries[1:] != facet.entries[:-1]
        first = np.zeros(size, dtype=np.int32)
        first[facet.entries[fresh]] = facet.codes[fresh] + 1
        return cls(first, facet.entries[~fresh], facet.codes[~fresh], len(facet.values))

    def holding(self, codes: Sequence[int]) -> Mask:
        """Which entries (n,) hold one of these values."""
        mask = np.zeros(len(self.first), dtype=np.bool_)
        for code in codes:
            mask |= self.first == code + 1
        if len(self.rest_codes):
            mask[self.rest_entries[np.isin(self.rest_codes, codes)]] = True
        return mask

    def count(self, places: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """How many of some entries, or of all, hold each value (values,)."""
        first = self.first if places is None else self.first[places]
        held = np.bincount(first, minlength=self.values + 1)[1:]
        if len(self.rest_codes):
            codes = self.rest_codes
            if places is not None:
                among = np.zeros(len(self.first), dtype=np.bool_)
                among[places] = True
                codes = codes[among[self.rest_entries]]
            held = held + np.bincount(codes, minlength=self.values)
        return held


def _others(masks: Mapping[str, Mask], name: str) -> Mapping[str, Mask]:
    return {other: mask for other, mask in masks.items() if other != name}


def _places(masks: Mapping[str, Mask], member: Mask | None, size: int) -> NDArray[np.int64] | None:
    """Entries that pass every mask and answer the query; None for all."""
    every = [*masks.values(), *([] if member is None else [member])]
    return np.flatnonzero(all_of(every, size)) if every else None


def all_of(masks: Iterable[Mask], size: int) -> Mask:
    """Entries (size,) that pass every mask."""
    whole = np.ones(size, dtype=np.bool_)
    for mask in masks:
        whole &= mask
    return whole


def statuses(deadline: NDArray[np.int32], today: int) -> NDArray[np.int64]:
    """Per grant, the place of its state in ``STATUSES``."""
    states = np.where(deadline >= today, 0, 2)
    states = np.where(deadline == CONTINUOUS, 1, states)
    return np.where(deadline == 0, 3, states).astype(np.int64)


def _most_frequent(values: Sequence[str], counts: Sequence[int], name: str) -> tuple[Facet, ...]:
    pairs = [(value, count) for value, count in zip(values, counts, strict=True) if count]
    if name == POPULATION:  # by size
        order = {label: rank for rank, (_, label) in enumerate(BANDS)}
        return tuple(Facet(*p) for p in sorted(pairs, key=lambda pair: order.get(pair[0], 99)))
    return tuple(Facet(*p) for p in sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
