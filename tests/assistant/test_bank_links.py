"""Links of measures, made when documents are indexed: whole, in step, as worked out alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bank_files import GRANTS, MEASURES

from assistant.bank.model import BankDetail, BankQuery
from assistant.local import LocalService, open_service
from assistant.service import Progress
from assistant.settings import Settings
from index.bank.evidence import Statements, sought, told, weigh
from index.links import linking_fingerprint
from index.store_links import LinkStoreReader
from ingest.entries import Entry
from ingest.records import Statement

REPORT = "# Rapport 2022\n\nLe projet Banc du belvédère de Saint-Urbain a permis 14 bancs."
NEWER = "# Rapport 2024\n\nBanc du belvédère : six bancs de plus en 2024.\n\nRien d'autre."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "mesures.csv").write_text(MEASURES, "utf-8")
    (folder / "subventions.csv").write_text(GRANTS, "utf-8")
    (folder / "rapport-2022.txt").write_text(REPORT, "utf-8")
    return folder


@pytest.fixture
def service(tmp_path: Path, corpus: Path) -> Iterator[LocalService]:
    opened = open_service(Settings(data=tmp_path / "data", corpus=corpus, model="hash"))
    opened.ingest([corpus])
    yield opened
    opened.close()


def details(service: LocalService) -> dict[str, BankDetail]:
    return {
        f"{kind}/{hit.id}": service.bank_entry(kind, hit.id)
        for kind in ("measure", "grant")
        for hit in service.bank(BankQuery(kind, k=50)).hits
    }


def quotes(service: LocalService) -> list[str]:
    return [one.citation.quote for one in service.bank_entry("measure", "m-3").evidence]


def test_links_made_ahead_are_those_worked_out_when_an_entry_is_opened(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = details(service)
    for name in ("evidence_is_whole", "funding_is_whole"):
        monkeypatch.setattr(LinkStoreReader, name, lambda self, code: False)
    assert details(service) == ahead
    assert any(one.evidence for one in ahead.values())
    assert any(one.matches for one in ahead.values())


def test_links_are_read_and_not_worked_out_again(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("worked out again")

    for name in ("matches_of", "weigh", "best_of"):
        monkeypatch.setattr(f"assistant.bank.links.{name}", refuse)
    found = service.bank_entry("measure", "m-3")
    assert "14 bancs" in found.evidence[0].citation.quote
    assert service.bank_entry("measure", "m-2").matches[0].title == "Marchons ensemble"


def test_a_new_report_a_changed_one_and_a_removed_one_are_followed(
    service: LocalService, corpus: Path
) -> None:
    first = quotes(service)
    (corpus / "rapport-2024.txt").write_text(NEWER, "utf-8")
    service.ingest([corpus])
    both = quotes(service)
    assert len(both) == 2
    assert "six bancs" in both[0]  # the newest of equals
    (corpus / "rapport-2024.txt").write_text("# Rapport 2024\n\nTout autre chose.", "utf-8")
    service.ingest([corpus])
    assert quotes(service) == first
    (corpus / "rapport-2022.txt").unlink()
    service.ingest([corpus])
    assert quotes(service) == []


def test_step_by_step_gives_what_all_at_once_gives(
    tmp_path: Path, corpus: Path, service: LocalService
) -> None:
    (corpus / "rapport-2024.txt").write_text(NEWER, "utf-8")
    service.ingest([corpus])
    more = MEASURES + "m-9,Six bancs de plus,Le banc du belvédère de Saint-Urbain\n"
    (corpus / "mesures.csv").write_text(more, "utf-8")
    service.ingest([corpus])
    other = open_service(Settings(data=tmp_path / "neuf", corpus=corpus, model="hash"))
    other.ingest([corpus])
    try:
        assert details(service) == details(other)
    finally:
        other.close()


def test_a_grant_that_goes_leaves_no_match(service: LocalService, corpus: Path) -> None:
    (corpus / "subventions.csv").unlink()
    service.ingest([corpus])
    assert service.bank_entry("measure", "m-3").matches == ()
    store = service._open().store
    assert store.funding_is_whole(linking_fingerprint())
    assert store.link_counts([1]).keys() == {1}


def test_hits_tell_how_many_links_they_have(service: LocalService) -> None:
    hits = {hit.id: hit.linked for hit in service.bank(BankQuery("measure", k=20)).hits}
    assert (hits["m-2"], hits["m-3"]) == ((0, 1), (1, 0))


def test_linking_is_told_and_nothing_new_is_not_linked_again(
    service: LocalService, corpus: Path
) -> None:
    steps: list[Progress] = []
    service.ingest([corpus], steps.append)
    assert not [step for step in steps if step.stage == "link"]
    (corpus / "rapport-2024.txt").write_text(NEWER, "utf-8")
    service.ingest([corpus], steps.append)
    linking = [step for step in steps if step.stage == "link"]
    assert linking
    assert linking[-1].done == linking[-1].total


def test_a_large_bank_is_linked_when_opened(
    tmp_path: Path, corpus: Path, service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.links.MOST", 3)
    other = open_service(Settings(data=tmp_path / "grand", corpus=corpus, model="hash"))
    other.ingest([corpus])
    try:
        assert other.bank(BankQuery("measure")).hits[0].linked is None
        assert details(other) == details(service)
    finally:
        other.close()


TITLES = ("Jardin partagé", "Banc du belvédère", "Fête des voisins de la rue", "Navette", "Le la")
SAID = ("Le jardin", "partagé à Saint-Urbain", "banc et belvédère", "des voisins en fête", "rue")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("place", ["", "Saint-Urbain", "MRC de Charlevoix"])
def test_statements_by_word_miss_none_that_tells(title: str, place: str) -> None:
    entry = Entry("m", "measure", "d", 1, 0, 1, title, "Jardin, banc et fête pour les voisins",
                  (("municipality", place),), 0)  # fmt: skip
    texts = [f"{one} {other} {last}" for one in SAID for other in SAID for last in SAID]
    said = [
        told(Statement(str(n), "p", "d", 1, 0, 1, text, "sentence", (), (), 0, (), n))
        for n, text in enumerate(texts)
    ]
    wanted = sought(entry)
    found = Statements(said, [wanted.place]).telling(wanted)
    every = [one for each in said if (one := weigh(wanted, each)) is not None]
    assert sorted(one.statement.order for one in found) == [one.statement.order for one in every]


@pytest.mark.parametrize(
    ("text", "told_by_place"),
    [
        ("À Saint-Urbain, la navette gratuite du village roule le samedi", True),
        ("Bureau de Saint-Urbain : la navette, place Saint-Urbain", False),
        ("La navette gratuite du village roule le samedi à Laval", False),
    ],
)
def test_the_name_of_the_place_is_not_one_of_the_words_shared(
    text: str, told_by_place: bool
) -> None:
    place = (("municipality", "Saint-Urbain"),)
    said = "Une navette gratuite au village"
    entry = Entry("m", "measure", "d", 1, 0, 1, "Mobilité à Saint-Urbain", said, place, 0)
    statement = Statement("s", "p", "d", 1, 0, 1, text, "sentence", (), (), 0, (), 0)
    found = weigh(sought(entry), told(statement))
    assert (found is not None) is told_by_place
    assert found is None or found.reason == "place"
