"""Why figures go together, and which gainsay one another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.evidence.register import Entry, Register
from assistant.linking import gainsaying, reason_of
from ingest.records import Document, Figure

DOCUMENT = Document(
    "r22", "r22.md", "corpus", "Rapport 2021-2022", "rapport", "2021-2022", "Ville", None, "fr",
    None, "0", 1, False, 1,
)  # fmt: skip


def entry(number: int, label: str = "membres", title: str = "Portrait", **more: object) -> Entry:
    figure = Figure(
        f"f-{number}-{label}", f"s{number}", "r22", 1, 0, 2, 0, 10, str(number), Decimal(number),
        None, None, label, None, "2022", None, (title,), (), 1.0,
    )  # fmt: skip
    return Register([replace(figure, **more)], [DOCUMENT]).entries[0]  # type: ignore[arg-type]


def test_one_label_under_one_title_is_the_reason() -> None:
    said = reason_of([entry(375), entry(426, "Membres")])
    assert said.startswith("Même libellé")
    assert "Même rubrique : « Portrait »" in said


def test_labels_and_titles_that_vary_are_told() -> None:
    said = reason_of([entry(1, "fêtes", "Fête des voisins"), entry(2, "fête", "Fête du voisinage")])
    assert "« fêtes », « fête »" in said
    assert "« Fête des voisins », « Fête du voisinage »" in said


def test_another_number_for_the_same_thing_and_year_gainsays() -> None:
    assert [one.figure.number for one in gainsaying(entry(375), [entry(375), entry(372)])] == [372]


def test_a_rounded_number_and_another_title_do_not() -> None:
    near = entry(400, qualifier="près de")
    assert gainsaying(entry(375), [near, entry(12, title="Jeunes")]) == ()
    assert gainsaying(near, [entry(375)]) == ()
