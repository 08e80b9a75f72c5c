"""Choosing measures for a platform: what fits best first, no measure twice, themes even.

Each theme is asked for with everything that the person told, then with less and less until
its share is full: audience and size, audience, size, theme alone. What is done already comes
last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from assistant.bank.model import BankHit, BankQuery, Reason
from assistant.platform.model import Proposal, Section, Wish
from assistant.service import Service
from ingest.french.folding import fold
from ingest.places import band

Filters = tuple[tuple[str, str], ...]

DONE = re.compile(r"\b(?:realisee?s?|terminee?s?|completee?s?|achevee?s?|done|completed)\b")
USUAL_THEMES = 5
FETCHED = 100  # per question to the bank: room for what other themes took already
# Upper bound (excluded) of each band, as the bank's facet names it.


def propose(service: Service, wish: Wish) -> Proposal:
    """Measures to begin a platform with, each with the reasons why."""
    themes = wish.themes or _usual_themes(service, wish) or ("",)
    sections = {theme: Section(theme, (), _available(service, theme)) for theme in themes}
    taken: set[str] = set()
    left = list(themes)
    while left and (missing := wish.count - _count(sections.values())) > 0:
        # What a poor theme cannot fill is shared between the others.
        for theme, share in zip(tuple(left), _shares(missing, len(left)), strict=True):
            chosen = _chosen(service, wish, theme, share, taken)
            known = sections[theme]
            sections[theme] = replace(known, measures=(*known.measures, *chosen))
            if len(chosen) < share:
                left.remove(theme)
    return Proposal(wish, tuple(section for section in sections.values() if section.measures))


def _usual_themes(service: Service, wish: Wish) -> tuple[str, ...]:
    """The themes that the bank holds most of, for these audiences."""
    filters = tuple(("audience", audience) for audience in wish.audiences)
    facets = dict(service.bank(BankQuery("measure", filters=filters, k=1)).facets)
    values = sorted(facets.get("theme", ()), key=lambda facet: (-facet.count, facet.value))
    return tuple(facet.value for facet in values[:USUAL_THEMES])


def _shares(count: int, themes: int) -> list[int]:
    """``count`` cut in even parts, the first ones larger by one where it does not fall right."""
    whole, rest = divmod(count, themes)
    return [whole + (place < rest) for place in range(themes)]


def _chosen(service: Service, wish: Wish, theme: str, share: int, taken: set[str]) -> list[BankHit]:
    """``share`` measures of a theme, fewer when it has no more; their names go to ``taken``."""
    chosen: list[BankHit] = []
    asked: dict[Filters, tuple[BankHit, ...]] = {}
    for only_to_do, filters in product((True, False), _ladder(wish, theme)):
        if len(chosen) >= share:
            break
        if filters not in asked:
            query = BankQuery("measure", filters=filters, k=FETCHED, like=wish.municipality)
            asked[filters] = service.bank(query).hits
        for hit in asked[filters]:
            fits = is_to_do(hit, wish.municipality) or not only_to_do
            if fits and len(chosen) < share and not _names(hit) & taken:
                taken |= _names(hit)
                chosen.append(replace(hit, reasons=_reasons(hit, filters)))
    return chosen


def is_to_do(measure: BankHit, municipality: str | None) -> bool:
    """Whether a measure can be taken up as it is.

    One that is done already, or whose title names another municipality or MRC, tells of a feat more
    than it proposes: it comes when nothing else is left.
    """
    fields = dict(measure.fields)
    if DONE.search(fold(fields.get("schedule", ""))):
        return False
    title, own = fold(measure.title), fold(municipality or "").strip()
    places = {fold(fields.get(name, "")).strip() for name in ("municipality", "mrc")}
    return not any(place in title for place in places - {"", own})


def _available(service: Service, theme: str) -> int:
    """Measures that the bank holds for a theme."""
    return service.bank(BankQuery("measure", filters=_theme_only(theme), k=1)).total


def _count(sections: Iterable[Section]) -> int:
    return sum(len(section.measures) for section in sections)


def _ladder(wish: Wish, theme: str) -> Iterator[Filters]:
    """Filters from the strictest to the theme alone, none twice."""
    audiences = tuple(("audience", audience) for audience in wish.audiences)
    size = (("population", band(wish.population)),) if wish.population is not None else ()
    own = _theme_only(theme)
    seen = set()
    for extra in ((*audiences, *size), audiences, size, ()):
        filters = (*own, *extra)
        if filters not in seen:
            seen.add(filters)
            yield filters


def _theme_only(theme: str) -> Filters:
    return (("theme", theme),) if theme else ()


def _names(hit: BankHit) -> set[str]:
    """By what a measure is known: its identifier and its title, so that no twin is proposed."""
    return {f"id:{hit.id}", f"title:{fold(hit.title)}"}


def _reasons(hit: BankHit, filters: Filters) -> tuple[Reason, ...]:
    """The bank's own reasons, then the filters that this measure was found with."""
    told = {(reason.code, fold(reason.value)) for reason in hit.reasons}
    fields = {name: fold(text) for name, text in hit.fields}
    added = [
        Reason(name, value)
        for name, value in filters
        if (name, fold(value)) not in told
        and (name == "population" or fold(value) in fields.get(name, ""))
    ]
    return (*hit.reasons, *added)
