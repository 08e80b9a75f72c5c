"""Charts as SVG text, readable in light and dark, with the numbers written beside. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval import wording
from eval.selective import Point

_ROW, _LEFT, _WIDE = 26, 190, 420


def bars(title: str, values: Sequence[tuple[str, float | None]]) -> str:
    """One horizontal bar a share, its percentage at the end."""
    height = _ROW * len(values) + 8
    rows = []
    for place, (label, share) in enumerate(values):
        y = place * _ROW + 6
        wide = 0.0 if share is None else max(0.0, min(1.0, share)) * _WIDE
        rows.append(
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
            f'<rect class="track" x="{_LEFT}" y="{y}" width="{_WIDE}" height="18"/>'
            f'<rect class="bar" x="{_LEFT}" y="{y}" width="{wide:.1f}" height="18"/>'
            f'<text x="{_LEFT + _WIDE + 8}" y="{y + 14}">{wording.percent(share)}</text>'
        )
    return _svg(title, _LEFT + _WIDE + 70, height, "".join(rows))


def curve(title: str, points: Sequence[Point]) -> str:
    """Risk (upwards) against coverage (to the right), both from 0 to 100 %."""
    left, top, wide, high = 60, 14, 420, 200
    ceiling = max([0.1, *(point.risk for point in points)])
    ceiling = min(1.0, ceiling * 1.15)

    def place(coverage: float, risk: float) -> str:
        return f"{left + coverage * wide:.1f},{top + high - risk / ceiling * high:.1f}"

    lines = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = left + share * wide, top + high - share * high
        lines.append(
            f'<line class="grid" x1="{left}" x2="{left + wide}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">'
            f"{wording.percent(share * ceiling)}</text>"
            f'<text x="{x:.1f}" y="{top + high + 18}" text-anchor="middle">{share:.0%}</text>'
        )
    path = " ".join(place(point.coverage, point.risk) for point in points)
    lines.append(f'<polyline class="line" points="{path}"/>')
    lines.append(
        f'<text x="{left + wide / 2}" y="{top + high + 38}" text-anchor="middle">'
        f"{escape(wording.COVERAGE)}</text>"
    )
    return _svg(title, left + wide + 30, top + high + 48, "".join(lines))


def _svg(title: str, width: int, height: int, body: str) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" '
        f'aria-label="{escape(title)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}">{body}</svg></figure>'
    )
