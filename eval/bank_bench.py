"""How a bank grows: import rate, search with facets, memory, at sizes asked.

    python -m eval.bank_bench 4000 100000 1000000

Rows are made of French-like words in a Zipf distribution, from one seed; the model is the
countable fake, so that what is timed is the import and the search, not the embedding.
Processor time is given too: it says what the machine does alone, whatever else it does.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.bank.model import BankQuery
from assistant.local import open_service
from assistant.settings import Settings
from eval.metrics import percentile
from ingest.places import places
from ingest.readers.sandbox import shared_sandbox

SEED = 20261121
WORDS = 30_000
QUERIES = 200
ROWS_PER_FILE = 100_000
HEADER = ("id", "titre", "description", "politique", "theme", "clientele", "responsable",
          "indicateur", "année", "municipalité")  # fmt: skip
_SYLLABLES = (
    "ba be bi bo bu ca ce co da de di do du fa fe fi ga ge la le li lo lu ma me mi mo mu na "
    "ne ni no pa pe pi po ra re ri ro ru sa se si so ta te ti to tu va ve vi vo"
).split()
_AUDIENCES = ("Familles", "Personnes aînées", "Enfants et adolescents", "Personnes handicapées")


def made_words(count: int, chance: random.Random) -> list[str]:
    """Distinct made-up words of two to five syllables."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(found)


def write_banks(folder: Path, rows: int, chance: random.Random) -> list[str]:
    """Banks of ``rows`` measures in all; returns their words, the most frequent first."""
    words = made_words(WORDS, chance)
    for first in range(0, rows, ROWS_PER_FILE):
        path = folder / f"mesures-{first // ROWS_PER_FILE:02}.csv"
        _write_bank(path, range(first, min(first + ROWS_PER_FILE, rows)), words, chance)
    return words


def _write_bank(
    path: Path, numbers: Sequence[int], words: Sequence[str], chance: random.Random
) -> None:
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    towns = sorted(some[0].name for some in places().values())
    text = iter(chance.choices(words, weights, k=len(numbers) * 24))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number in numbers:
            take = [next(text) for _ in range(24)]
            out.writerow((
                f"m-{number}", " ".join(take[:5]), " ".join(take[5:22]),
                chance.choice(("PFM", "MADA", "MAE")), f"Thème {number % 9}",
                chance.choice(_AUDIENCES), f"Service {number % 20}", take[22],
                str(2015 + number % 10), chance.choice(towns) if number % 3 else "",
            ))  # fmt: skip


def measure(rows: int) -> dict[str, float]:
    """Figures of one size: rows/s, milliseconds, megabytes, seconds."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        words = write_banks(corpus, rows, chance)
        settings = Settings(data=Path(folder) / "data", corpus=corpus, model="hash")
        service = open_service(settings)
        started, spent = time.perf_counter(), _processor()
        report = service.ingest([corpus])
        imported = time.perf_counter() - started
        shared_sandbox().close()  # the time of a child process is known when it has ended
        imported_cpu = _processor() - spent
        service.close()
        if report.measures != rows:
            raise RuntimeError(f"{report.measures} measures of {rows}: {report.failed}")
        service = open_service(settings)
        started = time.perf_counter()
        service.bank(BankQuery("measure", words[0]))
        opened = time.perf_counter() - started
        times = [_timed(service.bank, query) for query in _queries(words, chance)]
        wall, processor = ([pair[place] for pair in times] for place in (0, 1))
        service.close()
    return {
        "rows": rows,
        "import_rows_s": rows / imported,
        "import_rows_cpu_s": rows / imported_cpu,
        "first_search_s": opened,
        "search_p50_ms": (percentile(wall, 0.50) or 0.0) * 1000,
        "search_p95_ms": (percentile(wall, 0.95) or 0.0) * 1000,
        "search_cpu_p95_ms": (percentile(processor, 0.95) or 0.0) * 1000,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _queries(words: Sequence[str], chance: random.Random) -> list[BankQuery]:
    """Half plain, half with one or two filters; words from frequent to rare."""
    made = []
    for number in range(QUERIES):
        text = " ".join(words[int(WORDS ** chance.random()) - 1] for _ in range(3))
        filters: tuple[tuple[str, str], ...] = ()
        if number % 2:
            filters = (("theme", f"Thème {number % 9}"), ("audience", _AUDIENCES[number % 4]))
        made.append(BankQuery("measure", text, filters[: 1 + number % 3]))
    return made


def _timed(search: Callable[[BankQuery], object], query: BankQuery) -> tuple[float, float]:
    """Seconds on the wall, and of processor."""
    started, spent = time.perf_counter(), time.process_time()
    search(query)
    return time.perf_counter() - started, time.process_time() - spent


def _processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(sizes: Sequence[str]) -> None:
    """Print a row per size."""
    for size in sizes or ("4000", "100000"):
        found = measure(int(size))
        shown = "  ".join(f"{name} {value:,.1f}" for name, value in found.items())
        sys.stdout.write(f"{shown}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
