"""Quality gate: floors and ceilings that an evaluation must hold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from eval.measures import Report, measures
from ingest.errors import InputError

MEASURE_NAMES = tuple(measure.name for measure in measures(()))


@dataclass(frozen=True, slots=True)
class Gate:
    """Limits by measure name, read from a TOML file with tables ``floors`` and ``ceilings``."""

    floors: tuple[tuple[str, float], ...]
    ceilings: tuple[tuple[str, float], ...]


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
    unknown = sorted(set(value) - {"floors", "ceilings"})
    if unknown:
        message = f"Table inconnue dans « {path} » : {unknown[0]} (attendu : floors, ceilings)."
        raise InputError("gate_invalid", message)
    return Gate(_limits(path, value.get("floors")), _limits(path, value.get("ceilings")))


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
