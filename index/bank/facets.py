"""Filters of a bank as masks over its entries, and live facet counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis import filter_years
from index.bank.build import POPULATION
from index.bank.columns import CONTINUOUS, BankColumns, FacetColumn
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

    def masks(
        self,
        filters: Mapping[str, Sequence[str]],
        population: tuple[int | None, int | None],
        before: int | None,
        today: int,
    ) -> dict[str, Mask]:
        """One mask per filter asked for, by its facet."""
        masks: dict[str, Mask] = {}
        for name, values in filters.items():
            mask = np.zeros(len(self.columns), dtype=np.bool_)
            if name == "status":
                wanted = [STATUSES.index(value) for value in values if value in STATUSES]
                mask = np.isin(statuses(self.columns.deadline, today), wanted)
            else:
                mask[self.holding(name, values)] = True
            masks[name] = mask
        least, most = population
        if least is not None or most is not None:
            sizes = self.columns.population
            within = (sizes >= (least or 0)) & (sizes <= (most if most is not None else 2**31 - 1))
            masks["inhabitants"] = within | (sizes == 0)
        if before is not None:
            dates = self.columns.deadline
            soon = (dates >= today) & (dates <= before)
            masks["before"] = soon | (dates == CONTINUOUS)
        return masks

    def holding(self, name: str, values: Sequence[str]) -> NDArray[np.int32]:
        """Places of the entries that hold one of the values of a facet."""
        facet = self.columns.facets.get(name)
        if facet is None:
            return np.empty(0, dtype=np.int32)
        codes = [code for value in values for code in self._codes_of(name, facet, value)]
        return np.asarray(facet.entries[np.isin(facet.codes, codes)], dtype=np.int32)

    def _codes_of(self, name: str, facet: FacetColumn, value: str) -> list[int]:
        if name == "year":
            return [code for code, one in enumerate(facet.values)
                    if value == one or value in filter_years(one)]  # fmt: skip
        code = self._codes[name].get(fold(value))
        return [] if code is None else [code]

    def count(
        self, masks: Mapping[str, Mask], member: Mask, today: int
    ) -> tuple[tuple[str, tuple[Facet, ...]], ...]:
        """Live counts: of each value, how many entries it would leave, other filters holding.

        Args:
            masks: (n,) of each filter, by its facet.
            member: (n,) entries that answer the query.
        """
        counted = []
        whole = all_of(masks.values(), len(self.columns)) & member
        for name, facet in self.columns.facets.items():
            passing = whole
            if name in masks:
                others = [mask for other, mask in masks.items() if other != name]
                passing = all_of(others, len(self.columns)) & member
            held = np.bincount(facet.codes[passing[facet.entries]], minlength=len(facet.values))
            counted.append((name, _most_frequent(facet.values, held.tolist(), name)))
        if (self.columns.deadline > 0).any():
            others = [mask for other, mask in masks.items() if other != "status"]
            passing = all_of(others, len(self.columns)) & member
            states = statuses(self.columns.deadline[passing], today)
            held = np.bincount(states, minlength=len(STATUSES))
            counted.append(("status", _most_frequent(STATUSES, held.tolist(), "status")))
        return tuple((name, values) for name, values in counted if values)


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
