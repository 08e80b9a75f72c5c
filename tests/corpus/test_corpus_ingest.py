"""The demonstration corpus is read whole: every file a document, every row an entry."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bank.model import BankQuery
from assistant.local import LocalService, open_service
from assistant.settings import Settings
from ingest.readers.base import SUFFIXES

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
BUILT = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in (*CORPUS.glob("*.*"), *(CORPUS / "documents").rglob("*.*"))
    if path.suffix in SUFFIXES
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    data = tmp_path_factory.mktemp("corpus")
    opened = open_service(Settings(data=data, corpus=CORPUS, model="hash"))
    report = opened.ingest([CORPUS])
    assert report.failed == ()
    assert report.added == len(BUILT)
    yield opened
    opened.close()


def rows(name: str) -> int:
    with (CORPUS / name).open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def test_every_file_is_a_document(service: LocalService) -> None:
    assert sorted(document.source for document in service.documents()) == BUILT
    assert service.failures() == ()


def test_every_row_of_the_banks_is_an_entry_and_the_twin_adds_none(service: LocalService) -> None:
    found = service.bank(BankQuery("measure", k=1))
    assert (found.indexed, found.total) == (rows("mesures.csv"), rows("mesures.csv"))
    assert found.hits[0].also == ("mesures.xlsx",)
    assert service.bank(BankQuery("grant", k=1)).indexed == rows("subventions.csv")


def test_the_banks_state_no_figure_and_no_passage(service: LocalService) -> None:
    for document in service.documents():
        if document.kind in ("mesures", "subventions"):
            assert (
                service.figures("", year=None, unit=None, document=document.id, k=5).figures == ()
            )


def test_a_measure_that_names_its_page_is_told_of_there(service: LocalService) -> None:
    """The bank says « page 11 of the report »: most of the time the report is found to say so."""
    hits = service.bank(BankQuery("measure", k=100)).hits
    sourced = [hit for hit in hits if any(name == "source_page" for name, _ in hit.fields)]
    told = 0
    for hit in sourced:
        fields = dict(hit.fields)
        evidence = [one.citation for one in service.bank_entry("measure", hit.id).evidence]
        told += any(
            cited.source.endswith(fields["source"]) and str(cited.page) == fields["source_page"]
            for cited in evidence
        )
    assert len(sourced) >= 40
    assert told >= 0.75 * len(sourced)
