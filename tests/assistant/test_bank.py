"""The banks from files to answers: found, filtered, counted, matched, linked, cited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from bank_files import GRANTS, MEASURES

from assistant.bank.attributes import day_in_words, money
from assistant.bank.model import BankHit, BankQuery
from assistant.bank.need import read_need
from assistant.cli.main import main
from assistant.local import LocalService, open_service
from assistant.service import AskRequest
from assistant.settings import Settings
from index.bank.search import BankIndex
from ingest.errors import NotFoundError

DAY = date(2026, 11, 21)
REPORT = """# Rapport 2021-2022 de la Ville de Test-sur-Lac

## Espaces publics
Le projet Banc du belvédère de Saint-Urbain a permis de poser 14 bancs en 2022.
La bibliothèque compte 412 abonnés.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("banque")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "mesures.csv").write_text(MEASURES, "utf-8")
    (corpus / "subventions.csv").write_text(GRANTS, "utf-8")
    (corpus / "rapport-2022.txt").write_text(REPORT, "utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in MEASURES.splitlines()[:3]:
        book.active.append(line.split(","))
    book.save(corpus / "mesures.xlsx")
    return Settings(data=folder / "data", corpus=corpus, model="hash")


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[LocalService]:
    opened = open_service(settings)
    report = opened.ingest([settings.corpus])
    assert (report.measures, report.grants, report.failed) == (5, 3, ())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def measures(service: LocalService) -> BankIndex:
    return service._finder()._banks().measures


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assistant.local", "assistant.pipeline"):
        monkeypatch.setattr(f"{module}.today", lambda: DAY)


def ids(hits: tuple[BankHit, ...]) -> list[str]:
    return [hit.id for hit in hits]


def test_an_empty_query_lists_the_bank_and_counts_it(service: LocalService) -> None:
    found = service.bank(BankQuery("measure"))
    assert (found.total, found.indexed) == (5, 5)
    facets = {name: {f.value: f.count for f in values} for name, values in found.facets}
    assert facets["audience"] == {
        "Familles": 3, "Personnes aînées": 2, "Enfants et adolescents": 1,
    }  # fmt: skip
    assert facets["population"] == {"1 000 à 4 999": 1, "20 000 à 99 999": 1, "100 000 et plus": 1}


def test_an_entry_of_two_files_is_shown_once_and_told(service: LocalService) -> None:
    hits = {hit.id: hit for hit in service.bank(BankQuery("measure", k=10)).hits}
    assert len(hits) == 5
    assert hits["m-1"].also == ("mesures.xlsx",)
    assert hits["m-5"].also == ()


def test_filters_add_up_and_a_facet_counts_without_its_own_filter(service: LocalService) -> None:
    asked = BankQuery("measure", filters=(("theme", "transport et mobilite"),))
    found = service.bank(asked)
    assert sorted(ids(found.hits)) == ["m-2", "m-4"]
    facets = {name: {f.value: f.count for f in values} for name, values in found.facets}
    assert facets["theme"]["Espaces publics"] == 2  # what choosing it instead would give
    assert "Personnes aînées" not in facets["audience"]
    both = BankQuery("measure", filters=(*asked.filters, ("audience", "Enfants et adolescents")))
    assert ids(service.bank(both).hits) == ["m-2"]


def test_a_year_finds_the_periods_that_hold_it(service: LocalService) -> None:
    assert sorted(ids(service.bank(BankQuery("measure", filters=(("year", "2022"),))).hits)) == [
        "m-3", "m-4",
    ]  # fmt: skip


def test_size_filters_keep_what_fits_any_size(service: LocalService) -> None:
    found = service.bank(BankQuery("measure", population_max=5_000))
    assert sorted(ids(found.hits)) == ["m-1", "m-2", "m-3"]  # the first two have no town


def test_towns_like_mine_come_first(service: LocalService) -> None:
    found = service.bank(BankQuery("measure", like="Baie-Saint-Paul"))  # Charlevoix
    assert found.hits[0].id == "m-3"
    assert ("like", "Baie-Saint-Paul") in [(r.code, r.value) for r in found.understood]


def test_a_sentence_is_understood_and_its_reasons_shown(service: LocalService) -> None:
    query = "une mesure pour les personnes seules, des aînés, dans un village de 900 personnes"
    found = service.bank(BankQuery("measure", query))
    read = {reason.code: reason.value for reason in found.understood}
    assert (read["audience"], read["population"]) == ("Personnes aînées", "900")
    assert found.hits[0].id == "m-1"
    assert {r.code for r in found.hits[0].reasons} >= {"audience", "words"}


def test_what_was_read_can_be_set_aside(service: LocalService) -> None:
    query = "jardin partagé des aînés"
    read = [(r.code, r.value) for r in service.bank(BankQuery("measure", query)).understood]
    assert read == [("audience", "Personnes aînées")]
    again = service.bank(BankQuery("measure", query, ignored=tuple(read)))
    assert again.understood == ()
    assert again.hits[0].id == "m-5"


def test_a_typing_error_is_mended_and_said(service: LocalService) -> None:
    found = service.bank(BankQuery("measure", "jardn partage"))
    assert found.hits[0].id == "m-5"
    assert (found.corrected or "").lower() == "jardin partage"


@pytest.mark.parametrize(
    "query", ["' OR 1=1 --", "\x00", "*" * 500, "((((", "<script>", "NEAR(a b)", "\ud800"]
)
def test_hostile_queries_only_find_nothing_or_something(service: LocalService, query: str) -> None:
    assert service.bank(BankQuery("measure", query)).total <= 5


def test_an_unknown_entry_is_not_found(service: LocalService) -> None:
    with pytest.raises(NotFoundError):
        service.bank_entry("measure", "m-999")
    with pytest.raises(NotFoundError):
        service.bank_entry("grant", "m-1")


def test_grants_have_a_state_and_deadlines_are_sorted(service: LocalService) -> None:
    found = service.bank(BankQuery("grant", sort="deadline"))
    assert [(hit.title, hit.status) for hit in found.hits] == [
        ("Marchons ensemble", "open"), ("Voisinage en fête", "continuous"),
        ("Bancs pour tous", "closed"),
    ]  # fmt: skip
    opened = service.bank(BankQuery("grant", filters=(("status", "open"),)))
    assert [hit.title for hit in opened.hits] == ["Marchons ensemble"]


def test_a_measure_is_matched_with_grants_and_says_why(service: LocalService) -> None:
    detail = service.bank_entry("measure", "m-2")
    assert next(hit.title for hit in detail.matches) == "Marchons ensemble"
    reasons = {reason.code for reason in detail.matches[0].reasons}
    assert {"theme", "audience", "open", "deadline"} <= reasons
    assert "Bancs pour tous" not in [hit.title for hit in detail.matches]


def test_a_grant_is_matched_with_measures(service: LocalService) -> None:
    grant = next(h for h in service.bank(BankQuery("grant")).hits if h.title == "Bancs pour tous")
    assert ids(service.bank_entry("grant", grant.id).matches)[0] == "m-3"


def test_what_became_of_a_measure_is_shown_with_its_words(service: LocalService) -> None:
    evidence = service.bank_entry("measure", "m-3").evidence
    cited = evidence[0].citation
    assert "14 bancs en 2022" in cited.quote
    page = service.page(cited.document_id, cited.text_page).text
    assert page[cited.start : cited.end] == cited.quote
    assert evidence[0].score > 1
    assert evidence[0].reasons[0].code == "named"
    assert service.bank_entry("measure", "m-5").evidence == ()


def test_the_chat_gives_measures_with_their_rows(service: LocalService) -> None:
    answer = service.ask(AskRequest("trouve-moi une mesure pour marcher vers l'école"))
    assert (answer.kind, answer.entries[0].id) == ("measures", "m-2")
    assert "Pédibus du matin" in answer.answer
    assert "mesure type" in answer.answer
    cited = answer.citations[0]
    page = service.page(cited.document_id, cited.text_page).text
    assert page[cited.start : cited.end] == cited.quote
    assert "Pédibus du matin" in cited.quote


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Qui est responsable de la mesure Navette des fêtes ?", "Loisirs"),
        ("Quelle est la date limite de la subvention Marchons ensemble ?", "15 février 2027"),
        (
            "Combien donne la subvention Marchons ensemble ?",
            "de 1\u00a0500\u00a0$ à 12\u00a0000\u00a0$",
        ),
        ("Qui peut demander la subvention Voisinage en fête ?", "OBNL"),
    ],
)
def test_a_named_entry_says_what_is_asked_of_it(
    service: LocalService, question: str, said: str
) -> None:
    answer = service.ask(AskRequest(question))
    assert said in answer.answer
    assert len(answer.citations) == 1


def test_the_measures_of_another_town_are_no_answer(service: LocalService) -> None:
    answer = service.ask(AskRequest("Quelles mesures de Gatineau aident les familles ?"))
    assert not answer.entries


def test_a_figure_of_the_reports_is_not_taken_from_the_bank(service: LocalService) -> None:
    answer = service.ask(AskRequest("Combien d'abonnés compte la bibliothèque en 2022 ?"))
    assert "412" in answer.answer
    assert not answer.entries


def test_a_bank_that_changes_is_updated_by_identifier(tmp_path: Path) -> None:
    path = tmp_path / "mesures.csv"
    path.write_text(MEASURES, "utf-8")
    service = open_service(Settings(data=tmp_path / "data", corpus=tmp_path, model="hash"))
    service.ingest([path])
    changed = MEASURES.replace("Cultiver des légumes", "Cultiver des fleurs").splitlines()
    path.write_text("\n".join([*changed[:3], *changed[4:], "m-9,,sans titre"]) + "\n", "utf-8")
    report = service.ingest([path])
    assert (report.updated, report.measures) == (1, 4)
    assert [(f.source, f.code) for f in report.failed] == [
        ("mesures.csv, ligne 6", "row_without_title")
    ]
    assert service.failures() == report.failed
    assert "fleurs" in service.bank_entry("measure", "m-5").entry.text
    with pytest.raises(NotFoundError):
        service.bank_entry("measure", "m-3")
    service.close()


@pytest.mark.parametrize(
    ("query", "population", "count"),
    [
        ("trois mesures pour un village de 900 personnes", 900, 3),
        ("une idée pour une municipalité de 12 000 habitants", 12_000, None),
        ("petite municipalité", 3_000, None),
        ("mesures de 2022", None, None),
        ("5 idées", None, 5),
    ],
)
def test_numbers_of_a_sentence(
    measures: BankIndex, query: str, population: int | None, count: int | None
) -> None:
    need = read_need(query, measures, DAY)
    assert (need.population, need.count) == (population, count)


@pytest.mark.parametrize(
    ("query", "before"),
    [("avant mars", 20270301), ("d'ici le 15 décembre", 20261215), ("avant juin 2028", 20280601),
     ("before March", 20270301), ("en mars", None)],
)  # fmt: skip
def test_deadlines_of_a_sentence_are_the_next_ones(
    measures: BankIndex, query: str, before: int | None
) -> None:
    assert read_need(f"subventions {query}", measures, DAY, grants=True).before == before


def test_money_and_days_as_people_write_them() -> None:
    assert money("2700") == "2\u00a0700\u00a0$"
    assert money("selon le projet") == "selon le projet"
    written = ("2021-06-18", "2026-03-01", "2022-02", "en continu", "2026-02-31")
    assert [day_in_words(value) for value in written] == [
        "18 juin 2021", "1er mars 2026", "février 2022", "en continu", "2026-02-31",
    ]  # fmt: skip


def test_the_command_line_finds_both_banks(
    settings: Settings, service: LocalService, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> str:
        assert main(words, lambda _settings: open_service(settings)) == 0
        return capsys.readouterr().out

    shown = run("measures", "marcher vers l'école", "-k", "1")
    assert "Pédibus du matin" in shown
    assert "mesure type" in shown
    found = json.loads(run("grants", "--status", "closed", "--json"))
    assert [hit["title"] for hit in found["hits"]] == ["Bancs pour tous"]
    assert "échue le 2024-05-01" in run("grants", "--status", "closed")
