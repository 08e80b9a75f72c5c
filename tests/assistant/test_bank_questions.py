"""Questions put to the banks in a person's words: routed, read, bounded, followed, refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from bank_files import GRANTS, MEASURES

from assistant.answer import Answer
from assistant.bank.attributes import asked_attributes
from assistant.bank.bounds import read_bounds
from assistant.bank.likeness import above
from assistant.bank.model import BankHit, BankKind
from assistant.local import LocalService, open_service
from assistant.service import AskRequest
from assistant.settings import Settings

DAY = date(2026, 11, 21)
REPORT = """# Rapport 2021-2022 de la Ville de Test-sur-Lac

## Bibliothèque
La bibliothèque compte 412 abonnés et prête des livres numériques.
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    folder = tmp_path_factory.mktemp("questions")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "mesures.csv").write_text(MEASURES, "utf-8")
    (corpus / "subventions.csv").write_text(GRANTS, "utf-8")
    (corpus / "rapport-2022.txt").write_text(REPORT, "utf-8")
    opened = open_service(Settings(data=folder / "data", corpus=corpus, model="hash"))
    opened.ingest([corpus])
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assistant.local", "assistant.pipeline"):
        monkeypatch.setattr(f"{module}.today", lambda: DAY)


def ask(service: LocalService, question: str, *history: str) -> Answer:
    return service.ask(AskRequest(question, history))


def grant(**fields: str) -> BankHit:
    status = "continuous" if "continu" in fields.get("period", "") else "open"
    return BankHit("g", "Titre", "", "d", "s.csv", None, tuple(fields.items()), "grant",
                   status=status)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "kind", "columns"),
    [
        ("Jusqu'à quand peut-on demander ?", "grant", ("deadline",)),
        ("Quel taux, et combien au plus ?", "grant", ("amount_max", "rate")),
        ("Qui peut la demander ?", "grant", ("eligibility",)),
        ("C'est payé au complet ?", "grant", ("rate",)),
        ("Quel organisme finance ça ?", "grant", ("organization",)),
        ("Qui s'occupe du pédibus ?", "measure", ("responsible",)),
        ("En quel mois a-t-elle lieu ?", "measure", ("schedule",)),
        ("À quels âges s'adresse le camp ?", "measure", ("population",)),
        ("Quelle mesure met en contact des jeunes et des aînés ?", "measure", ()),
        ("Que prévoir quand il neige ?", "measure", ()),
        ("Quel montant total a été versé ?", "grant", ()),
    ],
)
def test_the_columns_a_question_asks_for(
    question: str, kind: BankKind, columns: tuple[str, ...]
) -> None:
    assert asked_attributes(question, kind) == columns


@pytest.mark.parametrize(
    ("question", "within", "beyond"),
    [
        ("Quelles subventions avant mars 2027 ?", {"deadline": "2027-02-15"},
         {"deadline": "2027-03-01"}),
        ("subventions à demander d'ici mars 2027", {"deadline": "2027-03-31"},
         {"deadline": "2027-04-01"}),
        ("Quelles subventions ont leur date limite en mai 2027 ?", {"deadline": "2027-05-20"},
         {"deadline": "2027-06-01"}),
        ("subventions dont l'échéance est après juin 2027", {"deadline": "2027-07-01"},
         {"deadline": "2027-06-30"}),
        ("subventions de plus de 50 000 $", {"amount_max": "60000"}, {"amount_max": "49 999"}),
        ("subventions de moins de 5 000 $", {"amount_max": "4000"}, {"amount_max": "9000"}),
        ("Quelles subventions paient 100 % ?", {"rate": "100 %"}, {"rate": "75 %"}),
        ("Lesquelles paient au moins 75 % ?", {"rate": "80 %"}, {"rate": "60 %"}),
        ("subventions sans date limite", {"period": "en continu"}, {"deadline": "2027-01-01"}),
    ],
)  # fmt: skip
def test_bounds_are_read_and_held(
    question: str, within: dict[str, str], beyond: dict[str, str]
) -> None:
    bounds = read_bounds(question, DAY)
    assert bounds.holds(grant(**within))
    assert not bounds.holds(grant(**beyond))


def test_a_question_without_bounds_has_none() -> None:
    assert not read_bounds("Une subvention pour les aînés de 75 ans en 2021 ?", DAY)


def test_likeness_is_measured_above_what_any_two_entries_share() -> None:
    assert above(0.85, 0.85) == 0
    assert above(1.0, 0.85) == pytest.approx(1.0)
    assert above(0.9, 0.8) == pytest.approx(0.5)


def test_an_entry_answers_without_being_asked_for_by_name(service: LocalService) -> None:
    answer = ask(service, "marcher en groupe vers l'école le matin")
    assert answer.entries[0].id == "m-2"


def test_what_an_entry_leaves_empty_is_said(service: LocalService) -> None:
    answer = ask(service, "Quel est le taux de la subvention Bancs pour tous ?")
    assert not answer.answered
    assert "« Bancs pour tous » ne donne pas de taux" in answer.answer
    assert "Bancs pour tous" in answer.closest[0].text


def test_a_year_that_an_entry_is_not_of_is_said(service: LocalService) -> None:
    answer = ask(
        service, "Quelle était la date limite de la subvention Marchons ensemble en 2023 ?"
    )
    assert not answer.answered
    assert "2027" not in answer.answer


def test_a_name_that_no_entry_bears_is_not_another_one(service: LocalService) -> None:
    answer = ask(service, "Quelle est la date limite du programme Bancs solaires connectés ?")
    assert not answer.answered


def test_a_follow_up_is_read_on_the_rows_before(service: LocalService) -> None:
    before = "Quelle subvention aide à marcher vers l'école en groupe ?"
    assert "15 février 2027" in ask(service, "Et la date limite ?", before).answer
    assert "50 %" in ask(service, "Quel taux ?", before, "Et la date limite ?").answer
    assert "Municipalités" in ask(service, "Qui peut la demander ?", before).answer


def test_all_the_measures_of_a_place_are_listed(service: LocalService) -> None:
    answer = ask(service, "Quelles mesures de Repentigny y a-t-il dans la banque ?")
    assert [entry.id for entry in answer.entries] == ["m-4"]
    region = ask(service, "Quelles mesures existent dans Lanaudière ?")
    assert [entry.id for entry in region.entries] == ["m-4"]


def test_grants_within_bounds_are_all_listed(service: LocalService) -> None:
    answer = ask(service, "Quelles subventions ont leur date limite en février 2027 ?")
    assert [entry.title for entry in answer.entries] == ["Marchons ensemble"]
    assert not ask(service, "Quelles subventions ont leur date limite en avril 2027 ?").entries


def test_the_documents_keep_what_they_hold(service: LocalService) -> None:
    answer = ask(service, "Combien d'abonnés compte la bibliothèque ?")
    assert "412" in answer.answer
    assert not answer.entries


def test_rows_stand_first_among_what_is_read_for_a_question_to_the_banks(
    service: LocalService,
) -> None:
    hits = service.retrieve("Qui est responsable de la mesure Navette des fêtes ?", (), 5).hits
    assert hits[0].document.source == "mesures.csv"
    assert "Navette des fêtes" in hits[0].passage.text
    documents = service.retrieve("Combien d'abonnés compte la bibliothèque ?", (), 5).hits
    assert documents[0].document.source == "rapport-2022.txt"


def test_what_answers_leads_and_the_other_side_follows(service: LocalService) -> None:
    row = service.retrieve("marcher en groupe vers l'école le matin", (), 5).hits
    assert "Pédibus du matin" in row[0].passage.text
    assert "rapport-2022.txt" in {hit.document.source for hit in row}
    ids = [hit.passage.id for hit in row]
    assert len(set(ids)) == len(ids)


def test_an_answer_in_english_names_the_column(service: LocalService) -> None:
    answer = ask(service, "What is the deadline of the grant Marchons ensemble?")
    assert "Deadline of the grant" in answer.answer
    assert "2027-02-15" in answer.answer
