"""How fast files are read and cut, and what it takes of memory: no index, no embedding.

    python -m eval.reading_bench [PAGES]

PDFs of the corpus are repeated up to so many pages (1500 by default) and read as ``ingest``
reads them: in a child process, then structured and cut here.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

from pypdf import PdfReader, PdfWriter

from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.readers.sandbox import Sandbox
from ingest.readers.worker import peak_memory
from ingest.records import Extract, RawDocument

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "documents"
SHORT = 150  # pages, against which the long file is compared
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Measure:
    """What reading one file took.

    Attributes:
        seconds: wall-clock time, the start of the child process left out.
        busy: seconds of processor, of both processes; what the load of the machine leaves.
        child, parent: most megabytes that each process has held.
    """

    pages: int
    seconds: float
    busy: float
    child: int
    parent: int

    @property
    def rate(self) -> float:
        """Pages for a second of processor: one core; the two processes work in turn."""
        return self.pages / self.busy if self.busy else 0.0


def long_pdf(path: Path, pages: int) -> Path:
    """A PDF of so many pages, those of the corpus one after the other, again and again."""
    writer = PdfWriter()
    sources = sorted(CORPUS.glob("*.pdf"))
    while (left := pages - len(writer.pages)) > 0:
        for source in sources:
            count = len(PdfReader(source).pages)
            writer.append(source, pages=(0, max(0, min(count, left))))
            left -= count
    writer.write(path)
    return path


def read_once(path: Path) -> tuple[Extract, Measure]:
    """Read and cut a file in a fresh child process."""
    before = _busy()
    with Sandbox() as sandbox:
        sandbox.read(sorted(CORPUS.glob("*.md"))[0])  # the child is started, and warm
        held = 0

        def read(one: Path) -> RawDocument:
            nonlocal held
            raw = sandbox.read(one)
            held = sandbox.peak_memory()
            return raw

        started = time.perf_counter()
        made = extract(SourceFile(path, path.parent, path.name), "x", Said(), read)
        seconds = time.perf_counter() - started
    busy = _busy() - before
    peak = peak_memory()
    return made, Measure(len(made.pages), seconds, busy, held // MEGABYTE, peak // MEGABYTE)


def read_together(paths: Sequence[Path]) -> float:
    """Pages for a second of the clock, several files read at once, each in its own child."""

    def one(path: Path) -> int:
        with Sandbox() as sandbox:
            sandbox.read(sorted(CORPUS.glob("*.md"))[0])
            ready.wait()
            made = extract(SourceFile(path, path.parent, path.name), "x", Said(), sandbox.read)
        return len(made.pages)

    ready = Barrier(len(paths) + 1)
    with ThreadPoolExecutor(len(paths)) as pool:
        reading = [pool.submit(one, path) for path in paths]
        ready.wait()
        started = time.perf_counter()
        pages = sum(done.result() for done in reading)
        return pages / (time.perf_counter() - started)


def _busy() -> float:
    """Seconds of processor of this process and of the ended ones that it started."""
    return sum(os.times()[:4])


def lines(pages: int) -> Iterator[str]:
    """The report, line by line."""
    yield f"{os.cpu_count()} cœurs; charge {os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as folder:
        for count in (SHORT, pages):
            path = Path(folder) / f"{count}.pdf"
            # Made elsewhere: writing it takes more memory than reading it.
            making = get_context("spawn").Process(target=long_pdf, args=(path, count))
            making.start()
            making.join()
            _, found = read_once(path)
            yield (
                f"{found.pages} pages : {found.rate:.0f} pages par seconde de processeur "
                f"({found.busy:.1f} s), {found.pages / found.seconds:.0f} à l'horloge; mémoire : "
                f"lecteur {found.child} Mo, processus principal {found.parent} Mo"
            )
        short = Path(folder) / f"{SHORT}.pdf"
        rate = read_together([short, short])
        yield f"deux fichiers de {SHORT} pages à la fois : {rate:.0f} pages par seconde à l'horloge"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 1500):
        sys.stdout.write(f"{line}\n")
