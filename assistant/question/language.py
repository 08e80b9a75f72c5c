"""Is the question in French or in English?"""

from __future__ import annotations

import re
from typing import Literal

from ingest.french.folding import fold

_ENGLISH = frozenset(
    "what who when where which how many much is are was were does did do the of and in to for "
    "with by about can could should has have had there that this it its at on from give list tell "
    "me summary summarize whose why been be will would number hello hi hey "
    "thanks thank help".split()
)
_FRENCH = frozenset(
    "le la les des du de un une et est sont qui que quoi quel quelle quels quelles combien ou "
    "quand comment pourquoi dans pour par avec sur au aux ce cette ces il elle on nous vous y a "
    "ont ete etait se sa son ses leur en d l qu c j n s t pas plus liste resume nb nombre".split()
)


def question_language(text: str) -> Literal["fr", "en"]:
    """Language of a question by its function words; French when in doubt."""
    words = re.findall(r"[a-z]+", fold(text))
    english = sum(word in _ENGLISH for word in words)
    french = sum(word in _FRENCH for word in words)
    accented = bool(re.search(r"[àâäéèêëîïôöùûüçœ]", text.lower()))
    return "en" if english > french + accented else "fr"
