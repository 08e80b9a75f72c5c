"""Is a capitalised name a person? Common first names of Québec, and titles before a name."""

from __future__ import annotations

import re

from assistant.question.data import read_lines
from ingest.french.folding import fold

_FIRST_NAMES = frozenset(name for line in read_lines("first_names.txt") for name in line.split())
_PERSON = re.compile(
    r"(?:(?:\bM\.|\bMme|\bMmes|\bDre?|[Mm]onsieur|[Mm]adame)\s+)?"
    r"(?<![\w’'-])([A-ZÀ-Þ][a-zà-ÿ’']+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*)(?: [A-Z]\.)?"
    r"((?: (?:de |d['’]|Le |La )?[A-ZÀ-Þ][\w’'-]+){1,3})"
)
_TITLED = re.compile(r"(?:\bM\.|\bMme|\bMmes|\bDre?|[Mm]onsieur|[Mm]adame)\s+[A-ZÀ-Þ]")
_BODY = re.compile(
    r"\bMRC (?:d(?:e|es|u|e la) |d['’])[A-ZÀ-Þ]"
    r"|\b(?:Association|Ville|Fédération|[Mm]inistère|Centre|Réseau|Office|Université|Union"
    r"|Institut|Société|Laboratoire|Collectif|Comité|Secrétariat|Coalition|Fondation|Conseil"
    r"|gouvernement|Carrefour|municipalité de|dépanneur)\b"
)


def people_in(text: str) -> tuple[str, ...]:
    """Names of persons in a text, by first name or by the title before them."""
    found = []
    for match in _PERSON.finditer(text):
        first = fold(match[1]).split("-")[0]
        if first in _FIRST_NAMES or _TITLED.match(match.group()):
            found.append(f"{match[1]}{match[2]}")
    return tuple(found)


def bodies_in(text: str) -> bool:
    """Whether a text names an organization."""
    return _BODY.search(text) is not None
