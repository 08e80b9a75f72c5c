"""What the benchmark found, as Markdown, as charts, and as one last line. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.bench import wording
from eval.bench.chart import log_curves
from eval.bench.growth import exponent
from eval.bench.made import PER_DOCUMENT
from eval.bench.scale import CLIENTS

Measured = Mapping[str, Any]  # one measured part, as its process printed it
_WAITED = ("p50", "p95", "p99", "cpu", "per_second")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it ran: processor, cores, load average before and after."""

    cpu: str
    cores: int
    before: float
    after: float


def markdown(
    machine: Machine,
    embedding: Measured,
    stages: Measured,
    serving: Measured,
    sizes: Sequence[Measured],
) -> str:
    """Every table, and what they were measured on."""
    parts = [
        f"# {wording.TITLE}",
        wording.MADE.format(per=PER_DOCUMENT),
        wording.MACHINE.format(
            cpu=machine.cpu, cores=machine.cores, before=machine.before, after=machine.after
        ),
        wording.NOISE,
        _embedding(embedding),
        _stages(stages),
        _serving(serving),
        _waits(sizes),
        _costs(sizes),
        _bases(sizes),
        _growth(sizes),
        "![](waits.svg)\n\n![](costs.svg)",
    ]
    return "\n\n".join(parts) + "\n"


def charts(sizes: Sequence[Measured]) -> dict[str, str]:
    """SVG text by file name."""
    waits = {
        shown: [(size["passages"], size[name]["cpu"]) for size in sizes]
        for name, shown in wording.ASKED.items()
    }
    columns = {
        "index_s": "indexer s",
        "open_s": "ouvrir s",
        "disk_mb": "disque Mo",
        "peak_mb": "mémoire Mo",
    }
    costs = {
        shown: [(size["passages"], size[name]) for size in sizes] for name, shown in columns.items()
    }
    return {
        "waits.svg": log_curves(wording.CHART_WAITS, waits),
        "costs.svg": log_curves(wording.CHART_COSTS, costs),
    }


def summed(embedding: Measured, sizes: Sequence[Measured]) -> str:
    """The last line: the largest size, and the engine beside its baselines."""
    last = max(sizes, key=lambda size: int(size["passages"]))
    ratios = {name: wall for name, wall, _ in ratios_of(embedding)}
    packaged = [ratio for name, ratio in ratios.items() if "paquet" in name]
    return wording.SUMMED.format(
        passages=_number(last["passages"]), search_p50=last["search"]["p50"],
        search_p95=last["search"]["p95"], ask_p50=last["ask"]["p50"],
        ask_p95=last["ask"]["p95"], memory=last["peak_mb"], plain=ratios["torch fp32"],
        packaged=wording.PACKAGED.format(ratio=packaged[0]) if packaged else "",
    )  # fmt: skip


def ratios_of(embedding: Measured) -> list[tuple[str, float, float]]:
    """Each baseline and how many times faster Repère is, by the wall and by the processor."""
    ours, *others = embedding["engines"]
    return [
        (
            other["name"],
            ours["passages_s"] / other["passages_s"],
            other["passage_cpu_ms"] / ours["passage_cpu_ms"],
        )
        for other in others
    ]


def _embedding(found: Measured) -> str:
    rows = [
        (
            one["name"], _short(one["passages_s"]), _short(one["passage_cpu_ms"]),
            _short(one["query_p50_ms"]), _short(one["query_p95_ms"]),
            _short(one["query_cpu_p50_ms"]), f"{one['cosine']:.5f}".replace(".", ","),
        )
        for one in found["engines"]
    ]  # fmt: skip
    ratios = [
        wording.RATIO.format(name=name, wall=wall, cpu=cpu) for name, wall, cpu in ratios_of(found)
    ]
    title = wording.EMBEDDING.format(tokens=found["tokens"])
    return _table(title, wording.EMBEDDING_COLUMNS, rows) + "\n\n" + " ".join(ratios)


def _stages(found: Measured) -> str:
    rows = [
        (wording.STAGE_NAMES[name], _short(found["seconds"][name]), _short(found["pages_s"][name]))
        for name in wording.STAGE_NAMES
    ]
    title = wording.STAGES.format(**{key: found[key] for key in ("documents", "pages", "passages")})
    end = wording.STAGES_END.format(pages_s=found["whole_pages_s"], embedded_s=found["embedded_s"])
    return _table(title, wording.STAGE_COLUMNS, rows) + "\n\n" + end


def _serving(found: Measured) -> str:
    rows = [
        (
            wording.ASKED[name],
            wording.TURNS[turn],
            *(_short(found[f"{name}_{turn}"][one]) for one in _WAITED),
        )
        for name in ("search", "ask")
        for turn in wording.TURNS
    ]
    title = wording.SERVING.format(
        questions=found["questions"], clients=found["search_first"]["clients"]
    )
    table = _table(title, wording.SERVING_COLUMNS, rows)
    return table + "\n\n" + wording.CROWD.format(**found["crowd"])


def _waits(sizes: Sequence[Measured]) -> str:
    rows = []
    for size in sizes:
        for name, shown in wording.ASKED.items():
            told = [
                _short(size[key][one]) for key in (name, f"{name}_{CLIENTS}") for one in _WAITED
            ]
            rows.append((_number(size["passages"]), shown, *told))
    columns = [column.format(clients=CLIENTS) for column in wording.WAIT_COLUMNS]
    return _table(wording.WAITS.format(clients=CLIENTS), columns, rows)


def _costs(sizes: Sequence[Measured]) -> str:
    names = ("store_s", "index_s", "index_cpu_s", "open_s", "first_ask_s", "disk_mb", "peak_mb")
    rows = [(_number(size["passages"]), *(_short(size[name]) for name in names)) for size in sizes]
    return _table(wording.COSTS, wording.COST_COLUMNS, rows)


def _bases(sizes: Sequence[Measured]) -> str:
    rows = [
        (
            _number(size["passages"]),
            _short(size["words_ms"]),
            _short(size["words_scan_ms"]),
            _short(size["words_scan_ms"] / size["words_ms"]),
            _short(size["vectors_ms"]),
            _short(size["vectors_product_ms"]),
            _short(size["vectors_product_ms"] / size["vectors_ms"]),
        )
        for size in sizes
    ]
    return _table(wording.BASES, wording.BASE_COLUMNS, rows)


def _growth(sizes: Sequence[Measured]) -> str:
    rows = []
    for name, shown in wording.GROWTH_NAMES.items():
        costs = [size[name]["cpu"] if name in wording.ASKED else size[name] for size in sizes]
        b = exponent([size["passages"] for size in sizes], costs)
        rows.append((shown, "–" if b is None else f"{b:.2f}".replace(".", ",")))
    return _table(wording.GROWTH, wording.GROWTH_COLUMNS, rows)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [" | ".join(columns), " | ".join(["---"] * len(columns)), *map(" | ".join, rows)]
    return "\n".join([f"## {title}", "", *(f"| {line} |" for line in lines)])


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")


def _short(value: float) -> str:
    if value >= 100:
        return _number(value)
    return (f"{value:.1f}" if value >= 1 else f"{value:.3f}").replace(".", ",")
