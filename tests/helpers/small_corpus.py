"""Hand-made extracts: small yearly reports whose every passage is known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from ingest.records import (
    Acronym,
    Document,
    Extract,
    Figure,
    LabelledNumber,
    Page,
    Passage,
    Statement,
    WordBox,
)

MADA = Acronym("MADA", "Municipalité amie des aînés")
REPORTS = {
    "2021-2022": (
        "Au 31 mars 2022, le réseau compte 375 membres dans toutes les régions.",
        "La démarche Municipalité amie des aînés (MADA) accompagne les communautés.",
        "Le colloque annuel a réuni 210 personnes à Rimouski.",
    ),
    "2023-2024": (
        "Au 31 mars 2024, le réseau compte 426 membres dans toutes les régions.",
        "Dix-sept infolettres ont été envoyées aux abonnés.",
        "Le colloque annuel a réuni 305 personnes à Longueuil.",
    ),
}


def make_document(
    key: str, *, year: str | None = None, kind: str = "rapport", title: str = "", text: str = ""
) -> Document:
    return Document(
        key, f"{key}.txt", "corpus", title or f"Document {key}", kind, year, "Réseau muni", None,
        "fr", None, sha256(text.encode("utf-8", "replace")).hexdigest(), len(text), False, 1,
    )  # fmt: skip


def make_extract(
    key: str,
    texts: Sequence[str],
    *,
    year: str | None = None,
    kind: str = "rapport",
    title: str = "",
    acronyms: tuple[Acronym, ...] = (),
    heading: tuple[str, ...] = ("Faits saillants",),
) -> Extract:
    """One page; one passage, one statement and one figure per text."""
    page_text = "\n".join(texts)
    passages, statements, figures = [], [], []
    start = 0
    for order, text in enumerate(texts):
        end = start + len(text)
        pid = f"{key}-p{order}"
        passages.append(Passage(pid, key, 1, start, end, text, heading, order))
        statements.append(
            Statement(f"{key}-s{order}", pid, key, 1, start, end, text, "sentence", heading,
                      ("Cohorte :",), order, (year,) if year else (), order, 0.9)
        )  # fmt: skip
        figures.append(
            Figure(f"{key}-f{order}", f"{key}-s{order}", key, 1, start, end, start, end,
                   "37,50", Decimal("37.50"), Decimal("1E+3") if order else None, "membre",
                   f"membres {order}", "plus de", year, None, heading, (), 0.6)
        )  # fmt: skip
        start = end + 1
    page = Page(1, page_text, "iv", 612.0, 792.0, (WordBox(0, 2, 72.0, 90.25, 84.5, 102.0, 11.0),),
                (LabelledNumber((0, 2), ((3, 5), (6, 8)), 0.8),))  # fmt: skip
    document = make_document(key, year=year, kind=kind, title=title, text=page_text)
    return Extract(document, (page,), tuple(passages), tuple(statements), tuple(figures), acronyms)


def yearly_reports() -> tuple[Extract, ...]:
    """The two reports of `REPORTS` and one guide without a year."""
    reports = tuple(
        make_extract(f"r{year}", texts, year=year, title=f"Rapport d'activités {year}",
                     acronyms=(MADA,) if year == "2021-2022" else ())
        for year, texts in REPORTS.items()
    )  # fmt: skip
    guide = make_extract(
        "guide", ("Un plan d'action se prépare avec les organismes du milieu.",), kind="guide",
        title="Guide de la planification",
    )  # fmt: skip
    return (*reports, guide)
