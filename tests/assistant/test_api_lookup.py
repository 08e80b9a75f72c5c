"""Search, figures, banks and completions over HTTP."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from index.hits import Channels, Filters, Hit, SearchResult
from tests.assistant.fake_service import PASSAGE, QUOTE, FakeService


def test_search_has_the_contract_s_shape(client: TestClient) -> None:
    value = client.get("/api/search", params={"q": "membres"}).json()
    assert {"hits", "total", "corrected", "facets", "timings_ms"} <= set(value)
    [hit] = value["hits"]
    assert {
        "passage_id", "document_id", "title", "source", "page", "year", "heading", "text",
        "score", "highlights",
    } <= set(hit)  # fmt: skip
    assert hit["text"] == QUOTE
    assert hit["text"][slice(*hit["highlights"][0])] == "Au"
    assert value["facets"] == {"year": [{"value": "2021-2022", "count": 1}]}


@pytest.mark.parametrize(
    ("sort", "years"),
    [
        ("relevance", ["2018", "2024", None, "2021-2022"]),
        ("year", ["2024", "2021-2022", "2018", None]),
        ("title", ["2021-2022", "2024", "2018", None]),
    ],
)
def test_results_are_sorted_as_asked(
    client: TestClient, service: FakeService, monkeypatch: pytest.MonkeyPatch, sort: str,
    years: list[str | None],
) -> None:  # fmt: skip
    said = [("Zone", "2018"), ("érable", "2024"), ("zone bis", None), ("Eau", "2021-2022")]

    def search(query: str, *, k: int, offset: int, filters: Filters) -> SearchResult:
        hits = tuple(
            Hit(PASSAGE, replace(service.known["notes"], title=title, year=year), 1.0,
                Channels(1.0, None))
            for title, year in said
        )  # fmt: skip
        return SearchResult(query, None, hits[offset : offset + k], len(hits))

    monkeypatch.setattr(service, "search", search)
    found = client.get("/api/search", params={"q": "eau", "sort": sort}).json()
    assert [hit["year"] for hit in found["hits"]] == years
    second = client.get("/api/search", params={"q": "eau", "sort": sort, "k": 2, "offset": 2})
    assert [hit["year"] for hit in second.json()["hits"]] == years[2:]
    assert found["total"] == 4


def test_an_unknown_order_is_refused_and_far_pages_keep_their_rank(
    client: TestClient, service: FakeService
) -> None:
    assert client.get("/api/search?q=eau&sort=color").status_code == 422
    assert client.get("/api/search?q=eau&sort=year&offset=195&k=10").status_code == 200
    assert service.searched[-1][1:3] == (10, 195)


def test_search_parameters_reach_the_service(client: TestClient, service: FakeService) -> None:
    query = "q=aînés&k=5&offset=20&year=2021-22&year=2018&kind=rapport&kind=&document=notes"
    assert client.get(f"/api/search?{query}").status_code == 200
    filters = Filters(("2021-2022", "2018"), ("notes",), ("rapport",))
    assert service.searched == [("aînés", 5, 20, filters)]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "empty_question"),
        ("q=", 400, "empty_question"),
        ("q=%00", 400, "unreadable_question"),
        ("q=%ff%fe%fd", 400, "unreadable_question"),
        ("q=" + "a" * 2_001, 400, "question_too_long"),
        ("q=a&k=0", 422, "invalid_request"),
        ("q=a&k=101", 422, "invalid_request"),
        ("q=a&k=" + "9" * 6_000, 422, "invalid_request"),
        ("q=a&k=1e3", 422, "invalid_request"),
        ("q=a&offset=-1", 422, "invalid_request"),
        ("q=a&year=demain", 422, "bad_year"),
        ("q=a&year=%F0%9F%98%80", 422, "bad_year"),
        ("q=a&document=..%2F..%2Fetc", 404, "unknown_document"),
        ("q=a" + "&kind=x" * 30, 422, "invalid_request"),
    ],
)
def test_bad_search_parameters(client: TestClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/api/search?{query}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_a_problem_is_named_in_both_languages(client: TestClient) -> None:
    french = client.get("/api/search?q=a&k=0").json()["error"]
    assert french["details"] == [{"field": "k", "problem": "nombre trop petit"}]
    assert "« k » : nombre trop petit" in french["message"]
    english = client.get("/api/search?q=a&k=0&lang=en").json()["error"]
    assert english["details"] == [{"field": "k", "problem": "number too small"}]


def test_figures_as_json(client: TestClient) -> None:
    value = client.get("/api/figures", params={"q": "membres", "year": "2022"}).json()
    [figure] = value["figures"]
    assert {
        "figure_id", "label", "value", "number", "unit", "year", "date", "document_id",
        "source", "page", "quote",
    } <= set(figure)  # fmt: skip
    assert (figure["number"], figure["year"], figure["page"]) == (375.0, "2022", 1)
    points = [{"year": "2021-2022", "number": 375.0, "figure_id": "f1", "others": []}]
    assert value["series"] == [{"label": "membres", "reason": "", "points": points}]


def test_figures_may_be_listed_without_a_query(client: TestClient) -> None:
    assert client.get("/api/figures").status_code == 200


def test_figures_as_csv_hold_no_formula(client: TestClient, service: FakeService) -> None:
    service.label = '=HYPERLINK("http://x.example";"membres")'
    response = client.get("/api/figures?q=membres", headers={"Accept": "text/csv"})
    assert response.headers["content-type"].startswith("text/csv")
    [row] = csv.DictReader(io.StringIO(response.text))
    assert row["label"] == "'" + service.label
    assert (row["number"], row["quote"]) == ("375", QUOTE)
    assert response.headers["vary"].lower().startswith("accept")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/api/figures?q=membres", XLSX), ("/api/figures.xlsx?q=membres", "*/*")],
)
def test_figures_as_xlsx_hold_numbers_and_text_but_no_formula(
    client: TestClient, service: FakeService, path: str, accept: str
) -> None:
    service.label = '=HYPERLINK("http://x.example";"membres")\x0b'
    response = client.get(path, headers={"Accept": accept})
    assert response.headers["content-type"] == XLSX
    assert 'filename="chiffres.xlsx"' in response.headers["content-disposition"]
    head, row = load_workbook(io.BytesIO(response.content)).active.iter_rows()
    told = {name.value: cell for name, cell in zip(head, row, strict=True)}
    assert told["Ce qui est compté"].value == "'" + service.label.rstrip("\x0b")
    assert {cell.data_type for cell in row} <= {"s", "n"}
    assert told["Nombre"].value == 375
    assert told["Extrait"].value == QUOTE


def test_figures_as_a_csv_file_have_an_address(client: TestClient) -> None:
    response = client.get("/api/figures.csv?q=membres")
    assert response.headers["content-type"].startswith("text/csv")
    assert client.get("/api/figures.pdf?q=membres").status_code in (404, 422)


@pytest.mark.parametrize("bank", ["measures", "grants"])
def test_banks_are_empty_while_none_is_indexed(
    client: TestClient, service: FakeService, bank: str
) -> None:
    query = "q=isolement&theme=transport&theme=&mrc=X&population_max=900&k=3"
    value = client.get(f"/api/{bank}?{query}").json()
    assert (value["hits"], value["total"], value["facets"]) == ([], 0, {})
    [asked] = service.banked
    assert asked.kind == bank.removesuffix("s")
    assert asked.filters == (("theme", "transport"), ("mrc", "X"))
    assert (asked.population_max, asked.k) == (900, 3)
    missing = client.get(f"/api/{bank}/m1")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "unknown_entry")


def test_what_was_read_in_a_query_can_be_set_aside(
    client: TestClient, service: FakeService
) -> None:
    query = "q=x&ignore=audience:Personnes aînées&ignore=words:a:b&ignore=theme&ignore=:x"
    assert client.get(f"/api/measures?{query}").status_code == 200
    [asked] = service.banked
    assert asked.ignored == (("audience", "Personnes aînées"), ("words", "a:b"))


def test_suggestions_tolerate_anything(client: TestClient) -> None:
    assert client.get("/api/suggest?q=mem").json()["suggestions"][0] == "mem 0"
    assert client.get("/api/suggest").status_code == 200
    assert client.get("/api/suggest?q=%00%ff").status_code == 200
