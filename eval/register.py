"""``repere eval --register``: the figures drawn from documents against a hand-checked list.

A register is a folder of JSON lines, one figure a line: ``document`` (file name), ``page``,
``value`` (as written), ``number`` (exact; ``upper`` for a range), ``unit``, ``counts`` (what
it counts, for people), ``words`` (those that its label must hold), ``about`` and
``about_words`` (what its label, lead-ins and titles must hold), ``year``. It lists every
figure of its documents, so that what is drawn and not listed is no figure.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol, runtime_checkable

from assistant.service import FigureHit, FigureResult
from eval.jsonvalue import JsonValue
from eval.metrics import from_docs, ratio
from eval.wording import value as shown
from ingest.errors import InputError
from ingest.french.tokens import terms

MEASURES = {
    "precision": "Chiffres tirés qui en sont",
    "recall": "Chiffres retrouvés",
    "label_right": "Ce qui est compté, juste",
    "unit_right": "Unité juste",
    "year_right": "Année juste",
}
_ALL = 1_000_000  # figures asked for: every one of a document


@dataclass(frozen=True, slots=True)
class Listed:
    """One figure of a register. ``words`` and ``about`` are stems."""

    document: str
    page: int
    value: str
    number: Decimal
    upper: Decimal | None
    unit: str | None
    counts: str
    words: frozenset[str]
    about: frozenset[str]
    year: str | None

    @property
    def name(self) -> str:
        """How a person finds it: « rapport.pdf, p. 4 : 375 membres »."""
        return f"{self.document}, p. {self.page} : {self.value} {self.counts}"


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """Measures by name (None when nothing bears on one), and what was wrong, in French."""

    listed: int
    drawn: int
    measures: Mapping[str, float | None]
    problems: tuple[str, ...]


@runtime_checkable
class Figures(Protocol):
    """A service that lists figures."""

    def figures(
        self, query: str, *, year: str | None, unit: str | None, document: str | None, k: int
    ) -> FigureResult:
        """Figures that answer a query; all of them for an empty one."""
        ...


def read_register(folder: Path) -> tuple[Listed, ...]:
    """Every line of every ``.jsonl`` of a folder.

    Raises:
        InputError: no such folder or file, or a line that cannot be used.
    """
    found: list[Listed] = []
    for path in sorted(folder.glob("*.jsonl")):
        for rank, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                found.append(_listed(json.loads(line)))
            except (ValueError, KeyError, TypeError, InvalidOperation) as error:
                message = f"« {path.name} », ligne {rank} : ligne inutilisable ({error})."
                raise InputError("register_invalid", message) from error
    if not found:
        raise InputError("register_empty", f"Aucun chiffre de référence dans « {folder} ».")
    return tuple(found)


def _listed(value: Mapping[str, object]) -> Listed:
    words, about = value["words"], value.get("about_words", [])
    if not isinstance(words, list) or not isinstance(about, list) or not words:
        raise ValueError("« words » : une liste non vide est attendue")
    upper = value.get("upper")
    unit, year = value.get("unit"), value.get("year")
    return Listed(
        str(value["document"]), int(str(value["page"])), str(value["value"]),
        Decimal(str(value["number"])), Decimal(str(upper)) if upper is not None else None,
        str(unit) if unit is not None else None, str(value["counts"]),
        _stems(words), _stems(about), str(year) if year is not None else None,
    )  # fmt: skip


def _stems(words: Iterable[object]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in terms(str(word)))


def check_register(listed: Sequence[Listed], service: Figures) -> RegisterReport:
    """Compare the figures drawn from the register's documents with the register."""
    names = {one.document for one in listed}
    drawn = [
        hit
        for hit in service.figures("", year=None, unit=None, document=None, k=_ALL).figures
        if any(from_docs(hit.document.source, (name,)) for name in names)
    ]
    drawn.sort(key=lambda hit: (hit.document.source, hit.figure.page, hit.figure.start))
    matched: dict[int, FigureHit] = {}
    strays: list[FigureHit] = []
    again = 0
    for hit in drawn:
        places = [at for at, one in enumerate(listed) if _same(one, hit)]
        free = [at for at in places if at not in matched]
        if free:
            matched[max(free, key=lambda at: _likeness(listed[at], hit))] = hit
        elif any(_likeness(listed[at], hit) >= 1 for at in places):
            again += 1  # the same figure, told twice on the page
        else:
            strays.append(hit)
    return _report(listed, drawn, matched, strays, again)


def _report(
    listed: Sequence[Listed],
    drawn: Sequence[FigureHit],
    matched: Mapping[int, FigureHit],
    strays: Sequence[FigureHit],
    again: int,
) -> RegisterReport:
    pairs = [(listed[at], hit) for at, hit in sorted(matched.items())]
    named = [(one, hit) for one, hit in pairs if _label_right(one, hit)]
    measures = {
        "precision": ratio(len(matched) + again, len(drawn)),
        "recall": ratio(len(matched), len(listed)),
        "label_right": ratio(len(named), len(pairs)),
        "unit_right": ratio(sum(o.unit == h.figure.unit for o, h in pairs), len(pairs)),
        "year_right": ratio(sum(o.year == h.figure.year for o, h in pairs), len(pairs)),
    }
    problems = [f"manque : {one.name}" for at, one in enumerate(listed) if at not in matched]
    problems += [
        f"de trop : {hit.document.source}, p. {hit.figure.page} : {hit.figure.value} "
        f"{hit.figure.label}" for hit in strays
    ]  # fmt: skip
    problems += [
        f"mal nommé : {one.name} ({one.year}) → {hit.figure.label} ({hit.figure.year})"
        for one, hit in pairs
        if not _label_right(one, hit) or one.year != hit.figure.year
    ]
    return RegisterReport(len(listed), len(drawn), measures, tuple(problems))


def _same(one: Listed, hit: FigureHit) -> bool:
    figure = hit.figure
    same = (one.page, one.number, one.upper) == (figure.page, figure.number, figure.upper)
    return same and from_docs(hit.document.source, (one.document,))


def _label_of(hit: FigureHit) -> frozenset[str]:
    return _stems((hit.figure.label, hit.figure.unit or ""))


def _around(hit: FigureHit) -> frozenset[str]:
    return _label_of(hit) | _stems((*hit.figure.heading, *hit.figure.lead))


def _likeness(one: Listed, hit: FigureHit) -> float:
    """Share of the words of the register that the label holds, and a little for its titles."""
    held = len(one.words & _label_of(hit)) / len(one.words)
    about = len(one.about & _around(hit)) / len(one.about) if one.about else 1.0
    return held + 0.1 * about


def _label_right(one: Listed, hit: FigureHit) -> bool:
    return one.words <= _label_of(hit) and one.about <= _around(hit)


def text_register(report: RegisterReport, details: bool) -> str:
    """The measures as a French reader reads them, with what was wrong if asked."""
    lines = [f"Registre : {report.listed} chiffres vérifiés, {report.drawn} tirés des documents"]
    lines += [
        f"  {label:30} {shown(name, report.measures[name]):>10}" for name, label in MEASURES.items()
    ]
    return "\n".join([*lines, *(f"  {one}" for one in report.problems if details)])


def json_register(report: RegisterReport) -> dict[str, JsonValue]:
    """The report as a JSON value."""
    return {
        "listed": report.listed,
        "drawn": report.drawn,
        "measures": dict(report.measures),
        "problems": list(report.problems),
    }


def register_breaches(report: RegisterReport, path: Path) -> tuple[str, ...]:
    """Measures under the floors of a TOML file (table ``register``), as French sentences.

    Raises:
        InputError: the file cannot be read, or names an unknown measure.
    """
    try:
        floors = tomllib.loads(path.read_text(encoding="utf-8")).get("register", {})
    except (OSError, ValueError) as error:
        raise InputError("gate_invalid", f"Seuils illisibles : « {path} ».") from error
    found = []
    for name, floor in floors.items():
        if name not in MEASURES:
            raise InputError("gate_invalid", f"Mesure inconnue dans « {path} » : {name}.")
        value = report.measures[name]
        if value is not None and value < floor:
            found.append(f"{MEASURES[name]} : {shown(name, value)}, plancher {shown(name, floor)}")
    return tuple(found)
