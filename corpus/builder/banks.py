"""The bank of measures and the list of grants, from their text sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pypdfium2

from builder.inline import bare
from builder.markup import MarkupError
from builder.tables import write_csv, write_xlsx

MEASURE_COLUMNS = (
    "id", "titre", "description", "politique", "theme", "clientele", "population visée",
    "portée", "responsable", "partenaires", "échéancier", "indicateur", "année",
    "municipalité", "mrc", "région", "source", "page",
)  # fmt: skip
GRANT_COLUMNS = (
    "nom", "organisme", "objet", "admissibilité", "clientele", "theme", "montant_min",
    "montant_max", "taux", "date_limite", "periode", "url", "source",
)  # fmt: skip
TYPE_SOURCE = "mesure type"
_DOCUMENTS = {
    "r21": "rapport-activites-2021-2022.pdf",
    "r23": "rapport-activites-2023-2024.pdf",
    "r24": "rapport-activites-2024-2025.pdf",
    "w": "compte-rendu-webinaire-developpement-social.docx",
}
_SERVICES = {
    "B": "Bibliothèque municipale",
    "C": "Service des communications",
    "CA": "Comité MADA",
    "CF": "Comité famille",
    "CM": "Conseil municipal",
    "D": "Développement social",
    "E": "Service de l'environnement",
    "F": "Greffe",
    "G": "Direction générale",
    "I": "Service de sécurité incendie",
    "L": "Service des loisirs et de la culture",
    "R": "Ressources humaines",
    "T": "Travaux publics",
    "U": "Service de l'urbanisme",
}
_POLICIES = {"PFM": "PFM", "MAE": "MAE", "MADA": "MADA", "Accessibilité": "accessibilité"}
_PREFIX = re.compile(r"\[(\w+)\] ")
_YEAR_OF_PLAN = re.compile(r"an (\d)")
_ORDINALS = {"1": "première", "2": "deuxième", "3": "troisième", "4": "quatrième", "5": "cinquième"}


def build_banks(sources: Path, documents: Path, out: Path) -> tuple[Path, ...]:
    """Write ``mesures.csv``, ``mesures.xlsx`` and ``subventions.csv``.

    Args:
        sources: folder of the text sources.
        documents: folder of the built documents, where pages are looked up.
        out: where to write.
    """
    measures = [MEASURE_COLUMNS, *_numbered(sources, documents)]
    grants = [GRANT_COLUMNS, *_fields(sources / "subventions.psv", len(GRANT_COLUMNS))]
    files = (out / "mesures.csv", out / "mesures.xlsx", out / "subventions.csv")
    write_csv(measures, files[0])
    write_xlsx(measures, "Mesures", files[1])
    write_csv(grants, files[2])
    return files


def _numbered(sources: Path, documents: Path) -> Iterator[tuple[str, ...]]:
    rows = [*_real(sources / "mesures-documents.psv", documents)]
    for path in sorted((sources / "mesures").glob("*.psv")):
        rows += _types(path)
    for number, row in enumerate(rows, start=1):
        yield (f"m-{number:03d}", *row)


def _fields(path: Path, count: int) -> list[tuple[str, ...]]:
    """The rows of a source, comments left out.

    Raises:
        MarkupError: a row has not the number of fields expected.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "@")):
            continue
        row = tuple(bare(field.strip()) for field in line.split("|"))
        if len(row) != count:
            raise MarkupError(f"{path.name}, line {number}: {len(row)} fields, not {count}")
        rows.append(row)
    return rows


def _real(path: Path, documents: Path) -> Iterable[tuple[str, ...]]:
    """Measures that a document tells of, each with the page that holds its words."""
    pages = {code: _pages(documents / name) for code, name in _DOCUMENTS.items() if code != "w"}
    for *values, code, words in _fields(path, 17):
        page = _page_of(words, pages[code], f"{path.name}: {words}") if code in pages else ""
        yield (*values, _DOCUMENTS[code], page)


def _pages(path: Path) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(path) as document:
        texts = (page.get_textpage().get_text_range() for page in document)
        return tuple(_flat(text) for text in texts)


def _page_of(words: str, pages: Sequence[str], place: str) -> str:
    found = [number for number, text in enumerate(pages, start=1) if _flat(words) in text]
    if not found:
        raise MarkupError(f"{place}: on no page")
    return str(found[-1])


def _flat(text: str) -> str:
    """Letters and digits only, so that line ends and hyphens do not matter."""
    opened = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬃ", "ffi").replace("ﬄ", "ffl")
    return "".join(c for c in opened.lower() if c.isalnum())


def _types(path: Path) -> Iterator[tuple[str, ...]]:
    """Type measures, each under the last ``@`` line above it."""
    head: Mapping[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            head = dict(re.findall(r"(\w+)=(.+?)(?= \w+=|$)", line))
        elif line.strip() and not line.startswith("#"):
            yield _type(line, head, path.name)


def _type(line: str, head: Mapping[str, str], name: str) -> tuple[str, ...]:
    mark = _PREFIX.match(line)
    fields = [bare(field.strip()) for field in line[mark.end() if mark else 0 :].split("|")]
    if len(fields) != 7:
        raise MarkupError(f"{name}: {len(fields)} fields in {line[:40]!r}")
    title, description, people, service, partners, due, indicator = fields
    code = mark[1] if mark else head["politique"]
    policy = "développement social" if code == "dev" else _POLICIES.get(code, head["politique"])
    scope = "MRC" if code == "MRC" else head["portee"]
    due = _YEAR_OF_PLAN.sub(lambda m: f"{_ORDINALS[m[1]]} année du plan", due)
    return (
        title, description, _POLICIES.get(policy, policy), head["theme"], head["clientele"],
        people, scope, _SERVICES[service], "" if partners == "aucun" else partners, due,
        indicator, "", "", "", "", TYPE_SOURCE, "",
    )  # fmt: skip
