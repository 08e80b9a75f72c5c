"""Look-up in a large register: ``repere figures`` and a figure question, by size.

    python -m eval.bench.figures 1000 100000

Figures are made up from one seed: nouns of municipal life, with what tells them apart, over
ten years of reports. The model is the fake one, so that the look-up alone is timed; a question
is timed whole, and without its search.
"""

from __future__ import annotations

import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np

from assistant.lookup import look_up
from assistant.pipeline import Assistant
from eval.metrics import percentile
from index.build import Indexer
from index.encoder import HashEncoder
from index.search import Searcher
from ingest.records import Document, Extract, Figure, Page, Passage, Statement

SEED, FIRST_YEAR, YEARS = 20261121, 2015, 10
PER_PASSAGE, PER_DOCUMENT, ASKED = 10, 500, 100
_NOUNS = (
    "membres abonnés visites ateliers participants bénévoles projets documents heures familles "
    "arbres permis plaintes inscriptions consultations rencontres infolettres outils logements "
    "camps élèves subventions conférences partenaires sorties repas livres véhicules parcs"
).split()
_OF = (
    "bibliothèque piscine patinoire marina école garderie caserne mairie aréna musée théâtre "
    "jardin gare plage montagne ruelle terrasse cuisine ferme verger moulin pont phare quai"
).split()
_WHO = (
    "aînés jeunes nouveaux résidents commerçants citoyens artistes étudiants cyclistes locataires "
    "employés touristes agriculteurs parents pompiers chercheurs"
).split()


def extracts(figures: int) -> Iterator[Extract]:
    """Documents that state ``figures`` figures in all."""
    for number in range(-(-figures // PER_DOCUMENT)):
        yield _extract(number, min(PER_DOCUMENT, figures - number * PER_DOCUMENT))


def _extract(number: int, count: int) -> Extract:
    chance = np.random.default_rng([SEED, number])
    name, year = f"rapport-{number}", str(FIRST_YEAR + number % YEARS)
    pages: list[Page] = []
    passages: list[Passage] = []
    statements: list[Statement] = []
    made: list[Figure] = []
    for page in range(-(-count // PER_PASSAGE)):
        heading = (f"Secteur {_drawn(chance, _OF)} {number // YEARS}",)
        identity = f"{name}-{page}"
        text = ""
        for _ in range(min(PER_PASSAGE, count - page * PER_PASSAGE)):
            value = int(chance.integers(2, 99_999))
            label = f"{_drawn(chance, _NOUNS)} pour les {_drawn(chance, _WHO)}"
            said = f"{value} {label}."
            order, start = len(statements), len(text)
            statements.append(
                Statement(f"{name}-s{order}", identity, name, page + 1, start, start + len(said),
                          said, "key_figure", heading, (), page, (), order)
            )  # fmt: skip
            made.append(_figure(statements[-1], value, label, year))
            text += said + "\n"
        pages.append(Page(page + 1, text))
        passages.append(Passage(identity, name, page + 1, 0, len(text), text, heading, page))
    title = f"Rapport annuel {year} du secteur {number // YEARS}"
    document = Document(
        name, f"{name}.md", "banc", title, "rapport", year, None, None, "fr", None, name, 1, True,
        len(pages),
    )  # fmt: skip
    return Extract(document, tuple(pages), tuple(passages), tuple(statements), tuple(made), ())


def _figure(said: Statement, value: int, label: str, year: str) -> Figure:
    written = str(value)
    return Figure(
        f"f-{zlib.crc32(said.id.encode()):016x}", said.id, said.document_id, said.page,
        said.start, said.start + len(written), said.start, said.end, written, Decimal(value), None,
        label.split()[0].rstrip("s"), label, None, year, None, said.heading, (), 1.0,
    )  # fmt: skip


def _drawn(chance: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(chance.integers(len(words)))]


def queries(count: int) -> list[tuple[str, str]]:
    """What is looked up, and the same as a question; half of them with a year."""
    chance = np.random.default_rng(SEED)
    made = []
    for at in range(count):
        what = f"{_drawn(chance, _NOUNS)} pour les {_drawn(chance, _WHO)}"
        where = _drawn(chance, _OF)
        year = f" en {FIRST_YEAR + int(chance.integers(YEARS))}" if at % 2 else ""
        made.append((f"{what} {where}{year}", f"Combien de {what} au secteur {where}{year} ?"))
    return made


def measure(figures: int) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile, in milliseconds, of each way to look up."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with Indexer(data, HashEncoder(64)) as indexer:
            for extract in extracts(figures):
                indexer.apply(extract)
            indexer.commit()
        searcher = Searcher(data, HashEncoder(64))
        try:
            assistant = Assistant(searcher)
            corpus, asked = assistant.corpus(), queries(ASKED)

            def look(query: str) -> float:
                return _timed(lambda: look_up(
                    corpus, searcher.store, query, years=(), unit=None, document=None, k=50
                ))  # fmt: skip

            def compose(question: str) -> float:
                return dict(assistant.ask(question).timings_ms)["compose"]

            for query, question in asked[:5]:
                look(query), compose(question)
            return {
                "repere figures": _spread([look(query) for query, _ in asked]),
                "question, entière": _spread(
                    [_timed(lambda q=q: assistant.ask(q)) for _, q in asked]  # type: ignore[misc]
                ),
                "question, chiffre choisi": _spread([compose(q) for _, q in asked]),
            }
        finally:
            searcher.close()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def _spread(taken: Sequence[float]) -> tuple[float, float]:
    return percentile(taken, 0.5) or 0.0, percentile(taken, 0.95) or 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size given; 0 when done."""
    sizes = [int(one) for one in (sys.argv[1:] if arguments is None else arguments)] or [100_000]
    for size in sizes:
        for name, (half, most) in measure(size).items():
            sys.stdout.write(f"{size} chiffres, {name} : p50 {half:.1f} ms, p95 {most:.1f} ms\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
