"""Canned measures and grants, all invented, and the search the fake server makes in them.

The search steers by its words: « rien » finds nothing (« rien de proche »: but what is near),
« panne » fails, « menbres » is corrected, « aînés » is understood as an audience unless that is
ignored. Every filter is applied.
"""

from __future__ import annotations

import re
from typing import Any

from fake_answers import OTHER_QUOTE, QUOTE, citation

SIZE = 20
AUDIENCES = ("Personnes aînées", "Familles", "Enfants et adolescents")
ORDER = ("open", "continuous", "unknown", "closed")
THEMES = ("Inclusivité et solidarité", "Transport et mobilité")
TOWNS = ("Lac-aux-Sables", "Rivière-Douce", "Mont-Clair", "Val-Serein")
NAMED = {"code": "named", "value": "", "text": "Le passage nomme la fiche"}
READ = {"code": "audience", "value": "Personnes aînées", "text": "Clientèle : Personnes aînées"}
FAILED = {"error": {"code": "search_failed", "message": "La recherche a échoué. Réessayez."}}
MISSING = {"error": {"code": "unknown_entry", "message": "Cette fiche n'existe pas."}}


def measure(n: int) -> dict[str, Any]:
    """Measure ``n``; every third is a type measure, the others were read in a report."""
    typed = n % 3 == 0
    fields = {
        "policy": "MADA",
        "theme": THEMES[n % 2],
        "audience": AUDIENCES[n % 3],
        "scope": "locale",
        "responsible": f"Service {n % 10}",
        "schedule": "première année du plan",
        "indicator": "nombre de visites",
        "source": "mesure type" if typed else "rapport-2021.pdf",
        "Remarque": "une colonne de la banque",
    }
    if not typed:
        fields |= {"municipality": TOWNS[n % 4], "region": "Lanaudière", "year": "2021-2022"}
    return {
        "id": f"m-{n:03}",
        "kind": "measure",
        "title": f"Visites de bon voisinage {n}" if n else "Jumelage des voisins",
        "text": "Des bénévoles rendent visite aux personnes seules, une fois la semaine, et "
        "signalent aux services de la municipalité ce qui les inquiète. " * 2,
        "document_id": "mesures",
        "source": "mesures.csv",
        "page": None if typed else 4,
        "fields": fields,
        "score": 1.0 / (n + 1),
        "reasons": [],
        "also": ["plan-2020.docx"] if n == 0 else [],
        "status": None,
        "url": "/documents/rapport-2021?quote=bon#page=4",
    }


def grant(n: int) -> dict[str, Any]:
    """A grant: open, continuous, closed, without a date."""
    status = ("open", "continuous", "closed", "unknown")[n]
    fields = {
        "organization": "Fonds des bons voisins",
        "eligibility": "Municipalités de moins de 5 000 habitants",
        "theme": THEMES[0],
        "audience": AUDIENCES[0],
        "amount_min": "2700",
        "amount_max": "10000",
        "rate": "80 %",
        "url": "https://exemple.test/programme" if n == 0 else "javascript:alert(1)",
        "source": "exemple" if n == 0 else "rapport-2021.pdf",
    }
    if status in ("open", "closed"):
        fields["deadline"] = "2099-05-20" if status == "open" else "2021-06-18"
    return {
        "id": f"s-{n}",
        "kind": "grant",
        "title": ("Voisins solidaires", "Aide continue", "Élan des aînés", "Fonds à venir")[n],
        "text": "Tisser des liens et briser l'isolement.",
        "document_id": "subventions",
        "source": "subventions.csv",
        "page": None,
        "fields": fields,
        "score": 1.0,
        "reasons": [],
        "also": [],
        "status": status,
        "url": "/documents/subventions#page=1",
    }


MEASURES = [measure(n) for n in range(26)]
GRANTS = [grant(n) for n in range(4)]
BANKS = {"measures": MEASURES, "grants": GRANTS}
FACETS = ("status", "audience", "theme", "policy", "scope", "region", "municipality",
          "responsible", "year")  # fmt: skip


def _valued(entry: dict[str, Any], name: str) -> str | None:
    return entry["status"] if name == "status" else entry["fields"].get(name)


def _chosen(entries: list[dict[str, Any]], asked: dict[str, list[str]], but: str | None = None):
    return [
        entry
        for entry in entries
        if all(
            _valued(entry, name) in values
            for name, values in asked.items()
            if name in FACETS and name != but
        )
    ]


def _facet(entries: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    values = [value for entry in entries if (value := _valued(entry, name))]
    counted = sorted({(-values.count(value), value) for value in values})
    return [{"value": value, "count": -count} for count, value in counted]


def search(bank: str, asked: dict[str, list[str]], empty: bool = False) -> dict[str, Any]:
    """What the server answers to a search of ``bank``."""
    query = asked.get("q", [""])[0]
    every = [] if empty else BANKS[bank]
    filters = dict(asked)
    ignored = "audience:Personnes aînées" in asked.get("ignore", [])
    read = [READ] if "aînés" in query and not ignored else []
    if read:
        filters["audience"] = ["Personnes aînées"]
    found = [] if "rien" in query else _chosen(every, filters)
    if asked.get("like"):
        reason = {"code": "like", "value": asked["like"][0], "text": "Municipalité semblable"}
        read = [*read, reason]
    if asked.get("sort") == ["title"]:
        found = sorted(found, key=lambda entry: entry["title"])
    if asked.get("sort") == ["deadline"]:
        found = sorted(found, key=lambda entry: ORDER.index(entry["status"]))
    start, size = int(asked.get("offset", ["0"])[0]), int(asked.get("k", ["10"])[0])
    links = {"evidence": 2, "matches": 1}
    hits = [entry | {"reasons": read, "links": links} for entry in found[start : start + size]]
    facets = {name: _facet(_chosen(every, filters, name), name) for name in FACETS}
    return {
        "hits": hits,
        "total": len(found),
        "indexed": len(every),
        "facets": {name: values for name, values in facets.items() if values},
        "understood": read,
        "closest": every[:2] if "proche" in query else [],
        "corrected": "membres" if query == "menbres" else None,
        "timings_ms": {"total": 1.0},
    }


def entry(bank: str, entry_id: str) -> dict[str, Any] | None:
    """One entry and what it is linked to, or None."""
    found = next((item for item in BANKS[bank] if item["id"] == entry_id), None)
    if found is None:
        return None
    other = GRANTS[0] if bank == "measures" else MEASURES[1]
    evidence = [
        told | {"score": 2.0, "reasons": [NAMED]}
        for told in (citation(1, QUOTE), citation(2, OTHER_QUOTE))
    ]
    return found | {
        "similar": BANKS[bank][1:3],
        "matches": [other | {"reasons": [READ]}],
        "evidence": evidence if entry_id != "m-001" else [],
    }


def get(path: str, asked: dict[str, list[str]], empty: bool) -> tuple[int, Any] | None:
    """Status and value of an address of the banks; None when it is not one of theirs."""
    found = re.fullmatch(r"/api/(measures|grants)(?:/(.+))?", path)
    if not found:
        return None
    if found[2] is None:
        failing = "panne" in asked.get("q", [""])[0]
        return (500, FAILED) if failing else (200, search(found[1], asked, empty))
    value = entry(found[1], found[2])
    return (200, value) if value else (404, MISSING)


def platform(body: dict[str, Any]) -> dict[str, Any]:
    """Measures proposed for a questionnaire: two a theme."""
    themes = body.get("themes") or list(THEMES)
    wanted = body.get("audiences") or list(AUDIENCES)
    sections = []
    for theme in themes:
        fitting = [
            item | {"reasons": [READ]}
            for item in MEASURES
            if item["fields"]["theme"] == theme and item["fields"]["audience"] in wanted
        ]
        section = {"theme": theme, "measures": fitting[:2], "available": len(fitting)}
        sections.append(section)
    total = sum(len(section["measures"]) for section in sections)
    return {"sections": sections, "total": total, "asked": body, "timings_ms": {"total": 1.0}}
