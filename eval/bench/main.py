"""``make bench``: every part in a process of its own, then one report.

python -m eval.bench 1000 10000 100000 --data var --corpus corpus --out eval/bench
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.bench.made import PER_DOCUMENT
from eval.bench.report import Machine, charts, markdown, summed

SIZES = (1_000, 10_000, 100_000)


def main(arguments: Sequence[str]) -> int:
    """Measure; write ``results.json``, ``results.md`` and the charts after each size."""
    asked = _parser().parse_args(arguments)
    data, before = asked.data.absolute(), os.getloadavg()[0]
    sizes: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="repere-bench-", dir=asked.temporary) as made:
        folder = Path(made)
        corpus = str(asked.corpus.absolute())
        stages = _part("stages", corpus, str(folder / "corpus"), str(data))
        serving = _part("serving", str(folder / "corpus"), str(data), str(asked.questions),
                        "1")
        embedding = _part("embedding", str(data))
        for size in asked.sizes:
            place = folder / str(size)
            sizes.append(_part("scale", str(size), str(place), str(data)))
            shutil.rmtree(place, ignore_errors=True)
            machine = Machine(_processor(), os.cpu_count() or 1, before, os.getloadavg()[0])
            text = markdown(machine, embedding, stages, serving, sizes)
            found = {"load": [machine.before, machine.after], "embedding": embedding,
                     "stages": stages, "serving": serving, "sizes": sizes}  # fmt: skip
            _write(asked.out, {
                "results.md": text, "results.json": json.dumps(found, indent=1) + "\n",
                **charts(sizes),
            })  # fmt: skip
    sys.stdout.write(f"{text}\n{summed(embedding, sizes)}\n")
    return 0


def _write(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=_size, default=list(SIZES), help="passages")
    parser.add_argument("--data", type=Path, default=Path("var"), help="holds the model")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="real documents")
    parser.add_argument("--questions", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("eval/bench"))
    parser.add_argument("--temporary", type=Path, default=None, help="room for the indexes")
    return parser


def _size(text: str) -> int:
    """Passages asked: whole documents, one at least."""
    number = int(text)
    if number <= 0 or number % PER_DOCUMENT:
        raise argparse.ArgumentTypeError(f"multiple de {PER_DOCUMENT} attendu : {text}")
    return number


def _part(name: str, *arguments: str) -> dict[str, Any]:
    """What a part printed; its messages go to the error output.

    Raises:
        CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", f"eval.bench.{name}", *arguments]
    sys.stderr.write(f"… {name} {' '.join(arguments[:1])}\n")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 (ours)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "?"
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), "?")
