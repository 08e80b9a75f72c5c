"""A comparison in words: the table, and which questions changed."""

from __future__ import annotations

from collections.abc import Sequence

from eval import wording
from eval.compare import Comparison
from eval.jsonvalue import JsonValue
from eval.tables import Table

_MOST = 40  # ids named; the JSON report has them all


def comparison_table(comparisons: Sequence[Comparison], first: str, second: str) -> Table:
    """One row a measure."""
    return Table(
        wording.COMPARISON.format(first=first, second=second),
        wording.COMPARISON_COLUMNS,
        tuple(_row(one) for one in comparisons),
        wording.ABLATION_NOTE,
    )


def _row(one: Comparison) -> tuple[str, ...]:
    bounds = None if one.interval is None else wording.interval(one.interval)
    return (
        wording.label(one.name),
        str(one.count),
        wording.percent(one.first),
        wording.percent(one.second),
        wording.points(one.difference),
        bounds or "–",
        str(len(one.better)),
        str(one.ties),
        str(len(one.worse)),
        wording.p_value(one.p),
    )


def changed_questions(one: Comparison) -> tuple[str, ...]:
    """What to say of the questions that a measure changed on; nothing when none did."""
    label = wording.label(one.name)
    told = []
    for sentence, ids in ((wording.WORSENED, one.worse), (wording.IMPROVED, one.better)):
        if ids:
            shown = ", ".join(ids[:_MOST]) + (" …" if len(ids) > _MOST else "")
            told.append(f"{label}, {sentence.format(ids=shown)}")
    return tuple(told)


def comparison_json(one: Comparison) -> dict[str, JsonValue]:
    """One measure as a JSON value."""
    return {
        "measure": one.name,
        "questions": one.count,
        "first": one.first,
        "second": one.second,
        "difference": one.difference,
        "interval": list(one.interval) if one.interval else None,
        "better": list(one.better),
        "worse": list(one.worse),
        "ties": one.ties,
        "p": one.p,
        "p_worse": one.p_worse,
    }
