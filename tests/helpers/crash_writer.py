"""A writer to be killed: stores numbered versions of documents until it dies.

Run as ``python crash_writer.py DATA FIRST``. Prints ``stored KEY VERSION`` once a document is
acknowledged, ``committing`` before each commit and ``committed`` after it.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from small_corpus import make_extract

from index.build import Indexer
from index.encoder import HashEncoder
from ingest.records import Extract

ENCODER = HashEncoder(64)
KEYS = 12
PER_COMMIT = 4


def version_of(number: int) -> Extract:
    """The document that the ``number``-th write stores: 1 to 5 passages that name it."""
    key = f"d{number % KEYS}"
    texts = [f"réseau {key} version {number} passage {i}" for i in range(1 + number % 5)]
    return make_extract(key, texts, year="2022", title=f"Titre {number}")


def write_until_killed(data: Path, first: int) -> None:
    with Indexer(data, ENCODER, code="1") as indexer:
        print("ready", flush=True)
        for number in itertools.count(first):
            if number % (3 * KEYS) == 0:
                indexer.remove(f"d{number % KEYS}")
            indexer.apply(version_of(number))
            print("stored", number, flush=True)
            if number % PER_COMMIT == 0:
                print("committing", flush=True)
                indexer.commit()
                print("committed", flush=True)


if __name__ == "__main__":
    write_until_killed(Path(sys.argv[1]), int(sys.argv[2]))
