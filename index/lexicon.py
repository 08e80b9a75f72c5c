"""French words that are right though a corpus may not hold them.

Without it, a question on « proportion » in a corpus that only has « promotion » would be
changed into another question. The list is that of the package pyspellchecker (MIT); only its
data file is read.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib import resources

from ingest.french.folding import fold


@lru_cache(maxsize=1)
def french_words() -> frozenset[str]:
    """Folded French words; empty where the package is not installed."""
    try:
        file = resources.files("spellchecker") / "resources" / "fr.json.gz"
        counts: dict[str, int] = json.loads(gzip.decompress(file.read_bytes()))
    except (ModuleNotFoundError, FileNotFoundError):
        return frozenset()
    return frozenset(word if word.isascii() else fold(word) for word in counts)
