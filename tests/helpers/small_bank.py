"""A bank of twenty-four measures and five grants, small enough to be known by heart."""

from __future__ import annotations

from assistant.bank.model import BankHit

THEMES = ("Inclusivité", "Habitation", "Mobilité")
AUDIENCES = ("Personnes aînées", "Familles")
BANDS = ("moins de 1 000", "5 000 à 19 999")


def make_measure(number: int, **fields: str) -> BankHit:
    """Measure ``m-01``…: themes, audiences and sizes take turns; each cites its own page."""
    told = {
        "theme": THEMES[number % 3],
        "audience": AUDIENCES[number % 2],
        "population": BANDS[number // 3 % 2],
        "responsible": f"Service {number}",
        "schedule": "2027",
        "indicator": "personnes rejointes",
        "partners": "CLSC; école",
        "source": "rapport.pdf",
        "source_page": str(10 + number),
        **fields,
    }
    kept = tuple((name, text) for name, text in told.items() if text)
    return BankHit(
        f"m-{number:02d}", f"Mesure {number}", f"Ce que fait la mesure {number}.", "mesures",
        "mesures.csv", number + 1, kept, url=f"/documents/rapport#page={10 + number}",
    )  # fmt: skip


def make_grant(number: int, deadline: str, **fields: str) -> BankHit:
    """Grant ``s-1``…"""
    told = {
        "organization": "Fondation des lacs",
        "eligibility": "Municipalités",
        "amount_min": "2700",
        "amount_max": "10000",
        "deadline": deadline,
        "source": "appel.pdf",
        **fields,
    }
    kept = tuple((name, text) for name, text in told.items() if text)
    return BankHit(
        f"s-{number}", f"Subvention {number}", "Pour les milieux de vie.", "subventions",
        "subventions.csv", number, kept, kind="grant",
    )  # fmt: skip


def small_bank() -> list[BankHit]:
    """All of it; ``m-24`` is a type measure and ``s-5`` an example."""
    measures = [make_measure(number) for number in range(1, 24)]
    measures.append(make_measure(24, source="mesure type", source_page=""))
    return [
        *measures,
        make_grant(1, "2031-03-15"),
        make_grant(2, "2021-06-18"),
        make_grant(3, "2032-02"),
        make_grant(4, ""),
        make_grant(5, "2031-05-01", source="exemple : fonds inventé"),
    ]
