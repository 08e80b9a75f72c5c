"""Canned values of the API, all invented, for the tests of the page and the widget."""

from __future__ import annotations

import struct
import zlib
from typing import Any

PAGE_TEXT = (
    "RAPPORT D'ACTIVITÉS 2021-2022 📘\n\n"
    + "Le réseau a poursuivi ses travaux avec ses partenaires de toutes les régions du Québec. " * 9
    + "\n\nNos membres\nAu 31 mars 2022, le réseau compte 375 membres, dont 310 municipalités.\n"
    + "L'infolettre rejoint 4 120 personnes abonnées, une hausse de 12 % en un an.\n\n"
    + "Une équipe de neuf personnes accompagne les milieux dans leurs démarches. " * 9
)
QUOTE = "Au 31 mars 2022, le réseau compte 375 membres, dont 310 municipalités."
OTHER_QUOTE = "L'infolettre rejoint 4 120 personnes abonnées, une hausse de 12 % en un an."
TITLE = "Rapport d'activités 2021-2022"
HOSTILE = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


def citation(n: int, quote: str, **changes: Any) -> dict[str, Any]:
    """A citation of the canned page; spans count characters, not UTF-16 units."""
    start = PAGE_TEXT.index(quote) if quote in PAGE_TEXT else 0
    found = {
        "n": n,
        "document_id": "rapport-2021",
        "title": TITLE,
        "source": "rapport 2021-2022.pdf",
        "page": 4,
        "year": "2021-2022",
        "heading": "Nos membres",
        "quote": quote,
        "passage_id": f"rapport-2021-p{n}",
        "url": "/documents/rapport-2021#page=4",
        "image": "/api/documents/rapport-2021/pages/4.png?passage=rapport-2021-p1",
        "start": start,
        "end": start + len(quote),
        "text_page": 4,
    }
    return found | changes


def answer(question: str) -> dict[str, Any]:
    """A figure, found in two places."""
    return {
        "answer": "Au 31 mars 2022, le réseau compte 375 membres, dont 310 municipalités [1]. "
        "Son infolettre rejoint 4 120 personnes [2].",
        "answered": True,
        "kind": "figure",
        "understood": {
            "standalone": question,
            "kind": "figure",
            "years": ["2021-2022"],
            "language": "fr",
            "corrected": "combien de membres en 2021-2022",
        },
        "citations": [citation(1, QUOTE), citation(2, OTHER_QUOTE, page=4)],
        "figures": [
            figure("375", 375.0, "2021-2022", "membres", 1),
            figure("352", 352.0, "2020-2021", "membres", 1),
            figure("4 120", 4120.0, "2021-2022", "personnes abonnées", 2, doubtful=True),
        ],
        "follow_ups": ["Et en 2020-2021 ?", "Combien de municipalités ?"],
        "closest": [],
        "conversation_id": "c-1",
        "engine": "extractive",
        "timings_ms": {"total": 12.3},
    }


def figure(
    value: str, number: float, year: str, label: str, n: int, *, doubtful: bool = False
) -> dict[str, Any]:
    """A figure of an answer."""
    return {
        "label": label,
        "value": value,
        "number": number,
        "unit": "membre",
        "year": year,
        "n": n,
        "figure_id": f"f-{value}",
        "doubtful": doubtful,
    }


def refusal(question: str) -> dict[str, Any]:
    """The documents do not hold the answer."""
    closest = citation(1, OTHER_QUOTE) | {"text": OTHER_QUOTE}
    for name in ("n", "quote", "image", "start", "end", "text_page"):
        closest.pop(name)
    return answer(question) | {
        "answer": "Je n'ai pas trouvé la réponse dans les documents.",
        "answered": False,
        "kind": "open",
        "citations": [],
        "figures": [],
        "follow_ups": [],
        "closest": [closest],
    }


def search(query: str, offset: int, document: str | None = None) -> dict[str, Any]:
    """Twelve passages, ten a page; the word « menbres » is corrected.

    Inside one document, two passages: one holds the word, the other only its meaning.
    """
    hits = []
    first = QUOTE if document else f"📘 {QUOTE}"
    for index in range(offset, min(offset + 10, 2 if document else 12)):
        text = first if index == 0 else f"Passage {index + 1}. {PAGE_TEXT[-300:]}"
        at = text.find("membres")
        hits.append(
            {
                "passage_id": f"p-{index}",
                "document_id": "rapport-2021",
                "title": TITLE,
                "source": "rapport 2021-2022.pdf",
                "page": 4,
                "year": "2021-2022",
                "kind": "rapport",
                "heading": "Nos membres",
                "text": text,
                "score": 1.0 / (index + 1),
                "highlights": [[at, at + 7]] if at >= 0 else [],
                "url": "/documents/rapport-2021#page=4",
            }
        )
    facets = {
        "year": [{"value": "2021-2022", "count": 9}, {"value": "2020-2021", "count": 3}],
        "kind": [{"value": "rapport", "count": 10}, {"value": "compte_rendu", "count": 2}],
        "document": [{"value": "rapport-2021", "count": 12}],
    }
    corrected = "membres" if query == "menbres" else None
    return {"query": query, "hits": hits, "total": 12, "corrected": corrected, "facets": facets}


def figures() -> dict[str, Any]:
    """Members over three years, and one doubtful figure."""
    rows = (("375", 375.0, "2021-2022"), ("352", 352.0, "2020-2021"), ("340", 340.0, "2019-2020"))
    shared = {"document_id": "rapport-2021", "title": TITLE, "source": "rapport.pdf", "page": 4}
    found = [
        figure(value, number, year, "membres", 1)
        | {**shared, "quote": f"le réseau compte {value} membres", "confidence": 1.0}
        for value, number, year in rows
    ]
    doubtful = figure("4 120", 4120.0, "2021-2022", "abonnés", 1, doubtful=True)
    points = [{"year": y, "number": n, "figure_id": f"f-{v}"} for v, n, y in rows]
    return {
        "figures": [*found, doubtful | {**shared, "quote": "4 120 abonnés", "confidence": 0.5}],
        "series": [{"label": "membres", "points": points}],
    }


def documents() -> dict[str, Any]:
    """Two documents, one without pages, and one file that could not be read."""
    report = {
        "id": "rapport-2021",
        "title": TITLE,
        "source": "rapports/rapport 2021-2022.pdf",
        "kind": "rapport",
        "year": "2021-2022",
        "organization": "Réseau des villages actifs",
        "url": "https://exemple.test/rapport.pdf",
        "language": "fr",
        "paged": True,
        "pages": 6,
    }
    notes = {
        "id": "webinaire",
        "title": "Webinaire sur les aînées et aînés",
        "source": "notes/webinaire.txt",
        "kind": "compte_rendu",
        "year": "2018",
        "organization": None,
        "url": None,
        "language": "fr",
        "paged": False,
        "pages": 1,
    }
    failure = {
        "source": "protégé.pdf",
        "code": "pdf_encrypted",
        "message": "Ce PDF est protégé par un mot de passe. Retirez la protection, puis relancez.",
    }
    skipped = {
        "source": "logo.png",
        "code": "unsupported_format",
        "message": "Laissé de côté : le format « .png » n’est pas lu.",
    }
    return {"documents": [report, notes], "failures": [failure], "skipped": [skipped], "total": 2,
            "indexed_at": "2026-11-21T19:05:00+00:00"}  # fmt: skip


def page(number: int) -> dict[str, Any]:
    """The text of one page."""
    text = PAGE_TEXT if number == 4 else f"Texte de la page {number}."
    return {"document_id": "rapport-2021", "page": number, "label": str(number), "text": text}


def hostile(value: Any) -> Any:
    """The same value with markup in every text that a document or a model could hold."""
    if isinstance(value, dict):
        return {name: _kept(name, item) or hostile(item) for name, item in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return value + HOSTILE if isinstance(value, str) else value


def _kept(name: str, value: Any) -> Any:
    """Addresses are made hostile in their own way; what steers the page is left as it is."""
    if name in ("url", "image"):
        return "javascript:window.pwned=1"
    return value if name in ("kind", "conversation_id", "figure_id") else None


def picture() -> bytes:
    """A small PNG that looks like a page with lines of text."""
    width, height = 300, 390
    rows = b""
    for y in range(height):
        inked = 30 < y < 360 and y % 14 < 5
        rows += b"\0" + b"\xff" * 30 + (b"\xb0" if inked else b"\xff") * 240 + b"\xff" * 30
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    out = b"\x89PNG\r\n\x1a\n"
    for kind, data in parts:
        out += struct.pack(">I", len(data)) + kind + data
        out += struct.pack(">I", zlib.crc32(kind + data))
    return out
