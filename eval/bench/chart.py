"""Curves on two logarithmic axes, as a standalone SVG file. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_LEFT, _TOP, _WIDE, _HIGH = 64, 34, 460, 260
_COLORS = ("#0b5cab", "#b3470b", "#1d7a3a", "#7a1d6b", "#6b5b00")
Points = Sequence[tuple[float, float]]


def log_curves(title: str, curves: Mapping[str, Points]) -> str:
    """One line a curve, its name at its end; points of no cost are left out.

    Args:
        curves: name to (size, cost), both over 0.
    """
    kept = {name: [p for p in points if min(p) > 0] for name, points in curves.items()}
    kept = {name: points for name, points in kept.items() if points}
    every = [point for points in kept.values() for point in points]
    if not every:
        return _svg(title, [])
    x_axis = _decades([x for x, _ in every])
    y_axis = _decades([y for _, y in every])
    body = [*_grid(x_axis, vertical=True), *_grid(y_axis, vertical=False)]
    for (name, points), color in zip(kept.items(), _cycle(len(kept)), strict=True):
        places = [(_x(x, x_axis), _y(y, y_axis)) for x, y in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        body.append(f'<polyline fill="none" stroke="{color}" stroke-width="2" points="{path}"/>')
        body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in places]
        x, y = places[-1]
        body.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{color}">{escape(name)}</text>')
    return _svg(title, body)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low = math.floor(math.log10(min(values)))
    return low, max(low + 1, math.ceil(math.log10(max(values))))


def _x(value: float, axis: tuple[int, int]) -> float:
    return _LEFT + (math.log10(value) - axis[0]) / (axis[1] - axis[0]) * _WIDE


def _y(value: float, axis: tuple[int, int]) -> float:
    return _TOP + _HIGH - (math.log10(value) - axis[0]) / (axis[1] - axis[0]) * _HIGH


def _grid(axis: tuple[int, int], *, vertical: bool) -> list[str]:
    lines = []
    for decade in range(axis[0], axis[1] + 1):
        label = f"{10.0**decade:,.10g}".replace(",", " ")
        if vertical:
            x = _x(10.0**decade, axis)
            lines.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_TOP + _HIGH}" stroke="#ccc"/>'
                f'<text x="{x:.1f}" y="{_TOP + _HIGH + 18}" text-anchor="middle">{label}</text>'
            )
        else:
            y = _y(10.0**decade, axis)
            lines.append(
                f'<line x1="{_LEFT}" x2="{_LEFT + _WIDE}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
                f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'
            )
    return lines


def _cycle(count: int) -> list[str]:
    return [_COLORS[place % len(_COLORS)] for place in range(count)]


def _svg(title: str, body: Sequence[str]) -> str:
    wide, high = _LEFT + _WIDE + 180, _TOP + _HIGH + 34
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="20" font-size="14">{escape(title)}</text>{"".join(body)}</svg>\n'
    )
