"""The platform builder: what is proposed, why, and the documents it makes."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from small_bank import make_measure, small_bank

from assistant.bank.model import BankQuery
from assistant.office.onepage import STEPS
from assistant.platform.choose import propose
from assistant.platform.model import Proposal, Wish
from tests.assistant.fake_service import FakeService


@pytest.fixture(autouse=True)
def bank(service: FakeService) -> None:
    service.entries = small_bank()


def ids(proposal: Proposal) -> dict[str, list[str]]:
    return {s.theme: [measure.id for measure in s.measures] for s in proposal.sections}


def reasons(proposal: Proposal) -> dict[str, dict[str, str]]:
    return {
        measure.id: {reason.code: reason.value for reason in measure.reasons}
        for section in proposal.sections
        for measure in section.measures
    }


def test_what_fits_best_comes_first_and_says_why(service: FakeService) -> None:
    wish = Wish(("Mobilité",), ("Personnes aînées",), 900, None, 6)
    made = propose(service, wish)
    # Mobility is 2, 5, 8…; older people are even; the smallest band is where n // 3 is even.
    assert ids(made) == {"Mobilité": ["m-02", "m-08", "m-14", "m-20", "m-05", "m-11"]}
    assert made.sections[0].available == 8
    told = reasons(made)
    assert told["m-02"] == {
        "theme": "Mobilité", "audience": "Personnes aînées", "population": "moins de 1 000",
    }  # fmt: skip
    assert told["m-05"] == {"theme": "Mobilité"}


def test_themes_share_evenly_and_a_poor_one_leaves_its_room(service: FakeService) -> None:
    both = ids(propose(service, Wish(("Mobilité", "Habitation"), count=7)))
    assert [len(found) for found in both.values()] == [4, 3]
    service.entries.append(make_measure(31, theme="Rare"))
    poor = ids(propose(service, Wish(("Rare", "Mobilité", "Habitation"), count=12)))
    assert [len(found) for found in poor.values()] == [1, 6, 5]
    every = [found for section in poor.values() for found in section]
    assert len(every) == len(set(every)) == 12


def test_what_is_done_already_comes_last(service: FakeService) -> None:
    town = {"municipality": "Test-sur-Lac"}
    named = make_measure(5, **town)
    named = type(named)("lac", "Le plan de TEST-SUR-LAC", "", "d", "s.csv", 1, named.fields)
    service.entries = [
        make_measure(2, schedule="Réalisée en 2021"), named, make_measure(8, **town),
        make_measure(11, schedule="réalisation en 2027"), make_measure(20, mrc="Mesure"),
    ]  # fmt: skip
    assert ids(propose(service, Wish(("Mobilité",), ("Personnes aînées",)))) == {
        "Mobilité": ["m-08", "m-11", "m-02", "m-20", "lac"]
    }
    at_home = Wish(("Mobilité",), municipality="Test-sur-Lac", count=2)
    assert ids(propose(service, at_home)) == {"Mobilité": ["lac", "m-08"]}


def test_no_measure_is_proposed_twice_nor_its_twin(service: FakeService) -> None:
    twin = make_measure(2, theme="Habitation")
    twin = type(twin)("autre", "MESURE 2", "", "d", "s.csv", 1, twin.fields)
    service.entries = [make_measure(2, theme="Mobilité; Habitation"), twin, make_measure(4)]
    made = ids(propose(service, Wish(("Mobilité", "Habitation"), count=10)))
    assert made == {"Mobilité": ["m-02"], "Habitation": ["m-04"]}


def test_without_a_theme_the_most_frequent_ones_are_taken(service: FakeService) -> None:
    service.entries = [*small_bank(), make_measure(30), make_measure(33)]
    made = propose(service, Wish(audiences=("Personnes aînées",), count=9))
    assert [section.theme for section in made.sections] == ["Inclusivité", "Habitation", "Mobilité"]
    assert [len(section.measures) for section in made.sections] == [3, 3, 3]
    assert all("audience" in told for told in reasons(made).values())


def test_an_unknown_theme_and_an_empty_bank_propose_nothing(service: FakeService) -> None:
    assert propose(service, Wish(("Aucun",))).sections == ()
    service.entries = []
    assert propose(service, Wish()).sections == ()


def test_the_municipality_reaches_the_bank(service: FakeService) -> None:
    propose(service, Wish(("Mobilité",), municipality="Val-Témoin", count=1))
    assert service.banked[-1] == BankQuery(
        "measure", filters=(("theme", "Mobilité"),), k=100, like="Val-Témoin"
    )


def post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(f"/api/platform{path}", json=body)


def test_the_questionnaire_over_http(client: TestClient) -> None:
    value = post(
        client, "", themes=["Mobilité", " Mobilité "], audiences=["Familles"], population=12_000,
        municipality="Val-Témoin", count=3,
    ).json()  # fmt: skip
    assert value["asked"] == {
        "themes": ["Mobilité"], "audiences": ["Familles"], "population": 12_000,
        "municipality": "Val-Témoin", "count": 3,
    }  # fmt: skip
    [section] = value["sections"]
    assert (section["theme"], value["total"], section["available"]) == ("Mobilité", 3, 8)
    assert [measure["id"] for measure in section["measures"]] == ["m-05", "m-11", "m-17"]
    texts = [reason["text"] for reason in section["measures"][0]["reasons"]]
    assert texts == ["Thème : Mobilité", "Clientèle : Familles", "Taille : 5 000 à 19 999 hab."]


@pytest.mark.parametrize(
    "body",
    [{"count": 0}, {"count": 61}, {"population": -1}, {"population": True},
     {"themes": ["x"] * 21}, {"themes": "x"}],
)
def test_a_bad_questionnaire(client: TestClient, body: dict[str, Any]) -> None:
    refused = client.post("/api/platform", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "invalid_request")


SECTIONS = [
    {"theme": "Mobilité", "measures": [{"id": "m-02"}, {"id": "m-05", "text": "Récrite."}]},
    {"theme": "Vide", "measures": []},
    {"theme": "Habitation", "measures": [{"id": "m-24", "title": "Autrement", "note": "Bientôt"}]},
]


def test_the_page_cites_every_measure(client: TestClient) -> None:
    made = post(client, "/export", municipality="Val-Témoin", sections=SECTIONS)
    assert made.status_code == 200
    assert 'filename="plateforme-electorale-val-temoin.docx"' in made.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(made.content))
    shown = [(p.style.name, p.text) for p in document.paragraphs]
    assert shown[0] == ("Title", "Plateforme électorale – Val-Témoin")
    heads = [text for style, text in shown if style == "Heading 1"]
    assert heads == ["Mobilité", "Habitation", "Sources"]
    bullets = [text for style, text in shown if style == "List Bullet"]
    assert bullets == [
        "Mesure 2 : Ce que fait la mesure 2. [1]",
        "Mesure 5 : Récrite. [2]",
        "Autrement (mesure type) : Ce que fait la mesure 24. – Bientôt [3]",
    ]
    sources = [text for _, text in shown if text.startswith("[")]
    assert sources == [
        "[1] Mesure 2 – rapport.pdf, p. 12",
        "[2] Mesure 5 – rapport.pdf, p. 15",
        "[3] Mesure 24 – mesure type, mesures.csv, p. 25",
    ]
    assert "modèle rédigé pour démonstration" in shown[-1][1]


def test_the_plan_has_the_themes_as_axes(client: TestClient) -> None:
    sections = [*SECTIONS, {"theme": "Aides", "measures": [{"kind": "grant", "id": "s-1"}]}]
    made = post(client, "/export", form="plan", title="Plan 2027", introduction="Un\ndébut",
                sections=sections)  # fmt: skip
    document = docx.Document(io.BytesIO(made.content))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["Axe 1 : Mobilité", "Axe 2 : Habitation", "Subventions à examiner"]
    assert [len(table.rows) for table in document.tables] == [3, 2, 2]
    row = [cell.text for cell in document.tables[0].rows[2].cells]
    assert (row[0], row[5]) == ("Mesure 5\nRécrite.", "rapport.pdf, p. 15")
    assert document.paragraphs[1].text == "Un\ndébut"


def test_a_long_platform_is_set_smaller_and_shortened(client: TestClient) -> None:
    long = "Un engagement raconté longuement, avec ses raisons et ses étapes. " * 12
    sections = [
        {"theme": "T", "measures": [{"id": f"m-{n:02d}", "text": long}]} for n in range(1, 9)
    ]
    document = docx.Document(io.BytesIO(post(client, "/export", sections=sections).content))
    bullet = first_bullet(document)
    assert bullet.runs[-1].font.size.pt < STEPS[0][0]
    assert bullet.text.endswith("… [1]")
    assert len(bullet.text) < 200
    short = docx.Document(io.BytesIO(post(client, "/export", sections=SECTIONS).content))
    assert first_bullet(short).runs[-1].font.size.pt == STEPS[0][0]


def first_bullet(document: docx.document.Document) -> docx.text.paragraph.Paragraph:
    return next(p for p in document.paragraphs if p.style.name == "List Bullet")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"sections": []}, 422, "empty_platform"),
        ({"sections": [{"theme": "x", "measures": []}]}, 422, "empty_platform"),
        ({"sections": [{"measures": [{"id": "absente"}]}]}, 404, "unknown_entry"),
        ({"sections": SECTIONS, "form": "pdf"}, 422, "invalid_request"),
        ({"sections": SECTIONS, "introduction": "x" * 4_001}, 422, "note_too_long"),
        ({}, 422, "invalid_request"),
    ],
)
def test_what_cannot_be_composed(
    client: TestClient, body: dict[str, Any], status: int, code: str
) -> None:
    refused = client.post("/api/platform/export", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    if code == "unknown_entry":
        assert refused.json()["error"]["details"] == {"ids": ["absente"]}
