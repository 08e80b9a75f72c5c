"""Quality gate: floors and ceilings that an evaluation must hold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from eval.compare import SIGNIFICANT, Comparison, Rows, compare, saved_rows
from eval.measures import Report, measures
from ingest.errors import InputError

MEASURE_NAMES = tuple(measure.name for measure in measures(()))


@dataclass(frozen=True, slots=True)
class Gate:
    """Limits by measure name, read from a TOML file with tables ``floors`` and ``ceilings``.

    Attributes:
        baseline: values by question that the same measures must not fall significantly
            below; None when the file names none.
    """

    floors: tuple[tuple[str, float], ...]
    ceilings: tuple[tuple[str, float], ...]
    baseline: Rows | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The measures that have a limit."""
        return tuple(name for name, _ in (*self.floors, *self.ceilings))


@dataclass(frozen=True, slots=True)
class Breach:
    """A measure beyond its limit.

    Attributes:
        limit: the floor, or the ceiling when ``above`` is True.
        failing: ids of the questions that cost it something.
    """

    name: str
    value: float
    limit: float
    above: bool
    failing: tuple[str, ...]


def read_gate(path: Path) -> Gate:
    """Read a gate file.

    Raises:
        InputError: unreadable, not TOML, or an unknown table or measure.
    """
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"Impossible de lire le seuil « {path} » ({error.strerror})."
        raise InputError("gate_not_readable", message) from error
    except ValueError as error:
        message = f"« {path} » n'est pas un fichier TOML valide : {error}."
        raise InputError("gate_invalid", message) from error
    unknown = sorted(set(value) - {"floors", "ceilings", "baseline"})
    if unknown:
        message = (
            f"Table inconnue dans « {path} » : {unknown[0]} (attendu : floors, ceilings, baseline)."
        )
        raise InputError("gate_invalid", message)
    return Gate(
        _limits(path, value.get("floors")),
        _limits(path, value.get("ceilings")),
        _baseline(path, value.get("baseline")),
    )


def _baseline(path: Path, name: object) -> Rows | None:
    """Values by question of the file named beside the gate."""
    if name is None:
        return None
    if not isinstance(name, str):
        raise InputError("gate_invalid", f"« {path} » : baseline est un nom de fichier.")
    rows = saved_rows(path.parent / name)
    if rows is None:
        message = f"« {path} » : « {name} » n'est pas une référence écrite par --write-baseline."
        raise InputError("gate_invalid", message)
    return rows


def _limits(path: Path, table: object) -> tuple[tuple[str, float], ...]:
    if table is None:
        return ()
    if not isinstance(table, dict):
        raise InputError("gate_invalid", f"« {path} » : floors et ceilings sont des tables.")
    limits: list[tuple[str, float]] = []
    for name, limit in table.items():
        if name not in MEASURE_NAMES:
            known = ", ".join(MEASURE_NAMES)
            message = f"Mesure inconnue dans « {path} » : {name}. Mesures : {known}."
            raise InputError("gate_invalid", message)
        if not isinstance(limit, int | float) or isinstance(limit, bool):
            raise InputError("gate_invalid", f"« {path} » : {name} demande un nombre.")
        limits.append((name, float(limit)))
    return tuple(limits)


def breaches(report: Report, gate: Gate) -> tuple[Breach, ...]:
    """Measures below their floor or above their ceiling.

    A measure that no question bears on has no value and breaks nothing.
    """
    found: list[Breach] = []
    limits = [(limit, False) for limit in gate.floors] + [(limit, True) for limit in gate.ceilings]
    for (name, limit), above in limits:
        measure = report.measure(name)
        value = measure.value
        if value is not None and (value > limit if above else value < limit):
            found.append(Breach(name, value, limit, above, measure.failing))
    return tuple(found)


def against_baseline(report: Report, gate: Gate) -> tuple[Comparison, ...]:
    """The measures of a gate compared with its baseline; none where nothing is common."""
    if gate.baseline is None:
        return ()
    known = {name: report.rows[name] for name in dict.fromkeys(gate.names) if name in report.rows}
    common = {
        name: rows
        for name, rows in known.items()
        if not rows.keys().isdisjoint(gate.baseline.get(name, {}))
    }
    return compare(gate.baseline, common) if common else ()


def regressions(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Those where chance alone would seldom make the report so much worse."""
    return tuple(one for one in comparisons if one.worse and one.p_worse < SIGNIFICANT)


def baseline_rows(report: Report, names: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """What ``--write-baseline`` keeps: values by question, no text of any document."""
    kept = names or tuple(report.rows)
    return {
        name: {question: round(value, 4) for question, value in report.rows[name].items()}
        for name in dict.fromkeys(kept)
        if name in report.rows
    }
