"""The service of one machine, over real documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lake_town import FILES
from pdf_making import make_pdf

from assistant.bank.model import BankQuery
from assistant.local import LocalService, open_service
from assistant.service import AskRequest, Feedback, FigureResult
from assistant.settings import Settings
from index.hits import Filters
from ingest.errors import NoIndexError, NotFoundError, StoreError

BOATS = "La pointe Sauvage abrite 64 voiliers."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in FILES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    make_pdf(
        corpus / "havre.pdf",
        [lambda pen: pen.text(72, 72, "Le havre"), lambda pen: pen.text(72, 72, BOATS)],
    )
    return Settings(data=tmp_path / "data", corpus=corpus, model="hash")


@pytest.fixture
def service(settings: Settings) -> Iterator[LocalService]:
    opened = open_service(settings)
    opened.ingest([settings.corpus])
    yield opened
    opened.close()


def series_of(found: FigureResult) -> list[list[tuple[str | None, float]]]:
    return [[(point.year, point.number) for point in one.points] for one in found.series]


def test_a_second_ingestion_does_nothing(service: LocalService, settings: Settings) -> None:
    before = service.ready()
    again = service.ingest([settings.corpus])
    assert (again.added, again.updated, again.removed, again.failed) == (0, 0, 0, ())
    assert again.unchanged == again.documents == len(FILES) + 1
    assert service.ready() == before


def test_a_quote_is_the_slice_that_its_citation_names(service: LocalService) -> None:
    answer = service.ask(AskRequest("Combien d'arbres ont été plantés en 2023-2024 ?"))
    assert "210 arbres" in answer.answer
    for cited in answer.citations:
        text = service.page(cited.document_id, cited.text_page).text
        assert text[cited.start : cited.end] == cited.quote
        span = service.passage_span(cited.document_id, cited.text_page, cited.passage_id)
        assert span is not None
        assert span[0] <= cited.start < cited.end <= span[1]


def test_another_process_s_changes_are_seen_without_reopening(
    service: LocalService, settings: Settings, tmp_path: Path
) -> None:
    request = AskRequest("Combien de pédalos à la base nautique ?")
    assert not service.ask(request).answered
    folder = tmp_path / "ailleurs"
    folder.mkdir()
    (folder / "base.txt").write_text(
        "Base nautique\n\nLa base nautique possède 57 pédalos.\n", encoding="utf-8"
    )
    other = open_service(settings)
    assert other.ingest([folder]).added == 1
    assert "57 pédalos" in service.ask(request).answer
    (folder / "base.txt").unlink()
    assert other.ingest([folder]).removed == 1
    other.close()
    assert not service.ask(request).answered


def test_a_removed_document_answers_no_more(service: LocalService) -> None:
    [havre] = [one for one in service.documents() if one.source == "havre.pdf"]
    assert "64 voiliers" in service.ask(AskRequest("Combien de voiliers ?")).answer
    assert service.remove(havre.id) == havre
    assert not service.ask(AskRequest("Combien de voiliers ?")).answered
    with pytest.raises(NotFoundError):
        service.document(havre.id)


def test_series_follow_one_thing_over_the_years(service: LocalService) -> None:
    found = service.figures("abonnés bibliothèque", year=None, unit=None, document=None, k=50)
    expected = [("2021-2022", 412.0), ("2022-2023", 455.0), ("2023-2024", 503.0)]
    assert series_of(found) == [expected]
    years = [hit.figure.year or "" for hit in found.figures]
    assert years == sorted(years, reverse=True)
    points = [point.figure_id for one in found.series for point in one.points]
    assert len(points) == len(set(points))
    assert {hit.figure.id for hit in found.figures} >= set(points)


def test_figures_keep_to_their_filters(service: LocalService) -> None:
    [found] = service.figures("budget", year="2022-2023", unit="$", document=None, k=50).figures
    assert (found.figure.number, found.document.year) == (51_000, "2022-2023")
    assert "51 000 $" in found.quote
    assert service.figures("budget", year=None, unit="$", document="x", k=9).figures == ()
    assert len(service.figures("", year=None, unit=None, document=None, k=4).figures) == 4


def test_a_series_of_a_repeated_label_keeps_to_its_title(tmp_path: Path) -> None:
    folder = tmp_path / "reseaux"
    folder.mkdir()
    for year, facebook, instagram in (("2022-2023", 310, 64), ("2023-2024", 381, 141)):
        (folder / f"rapport-{year}.md").write_text(
            f"# Rapport d'activités {year} du Club\n\n## Facebook\n- Nouveaux abonnés : {facebook}"
            f"\n\n## Instagram\n- Nouveaux abonnés : {instagram}\n",
            encoding="utf-8",
        )
    opened = open_service(Settings(data=tmp_path / "d", model="hash"))
    opened.ingest([folder])
    found = opened.figures("nouveaux abonnés", year=None, unit=None, document=None, k=50)
    opened.close()
    assert {one.label: [point.number for point in one.points] for one in found.series} == {
        "Facebook : Nouveaux abonnés": [310.0, 381.0],
        "Instagram : Nouveaux abonnés": [64.0, 141.0],
    }


def test_a_series_takes_the_whole_rather_than_a_part_of_another_matter(tmp_path: Path) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    (folder / "rapport-2022-2023.md").write_text(
        "# Rapport d'activités 2022-2023 du Club\n\n## Vie associative\nLe club compte 375 membres."
        "\n\n## Assemblée générale\nL'assemblée a réuni 44 membres.\n",
        encoding="utf-8",
    )
    (folder / "rapport-2023-2024.md").write_text(
        "# Rapport d'activités 2023-2024 du Club\n\n## Services\nLe club compte 426 membres.\n",
        encoding="utf-8",
    )
    opened = open_service(Settings(data=tmp_path / "d", model="hash"))
    opened.ingest([folder])
    found = opened.figures("membres", year=None, unit=None, document=None, k=50)
    opened.close()
    assert series_of(found) == [[("2022-2023", 375.0), ("2023-2024", 426.0)]]
    assert len(found.figures) == 3


def test_a_page_s_picture_changes_with_what_is_marked(service: LocalService) -> None:
    [hit] = service.search("voiliers", k=1, offset=0, filters=Filters()).hits
    assert hit.passage.page == 2
    key = hit.document.id
    span = service.passage_span(key, 2, hit.passage.id)
    assert span == (hit.passage.start, hit.passage.end)
    assert service.passage_span(key, 1, hit.passage.id) is None
    assert service.passage_span(key, 2, "absent") is None
    plain, marked = service.page_png(key, 2, None), service.page_png(key, 2, span)
    assert plain != marked
    assert plain[:4] == marked[:4] == b"\x89PNG"
    [guide] = [one.id for one in service.documents() if one.source == "guide-pret.md"]
    with pytest.raises(NotFoundError, match="image"):
        service.page_png(guide, 1, None)


def test_a_file_that_is_gone_is_told_and_its_text_stays(
    service: LocalService, settings: Settings
) -> None:
    [havre] = [one.id for one in service.documents() if one.source == "havre.pdf"]
    assert service.file_path(havre) == settings.corpus / "havre.pdf"
    (settings.corpus / "havre.pdf").unlink()
    with pytest.raises(NotFoundError) as caught:
        service.file_path(havre)
    assert caught.value.code == "file_gone"
    assert BOATS in service.page(havre, 2).text
    told = {check.name: check for check in service.doctor()}
    assert not told["sources"].ok
    assert "havre.pdf" in told["sources"].message


def test_completions_come_from_the_documents_each_once(service: LocalService) -> None:
    found = service.suggest("abonn", 8)
    assert any("abonnés" in one for one in found)
    assert len({one.casefold() for one in found}) == len(found) <= 8
    for question in service.suggest("", 5):
        assert service.ask(AskRequest(question)).answered


def test_feedback_is_kept_line_by_line(service: LocalService, settings: Settings) -> None:
    service.feedback(Feedback("c-1", useful=True, comment="Bravo\nencore"))
    service.feedback(Feedback("c-2", useful=False))
    kept = (settings.data / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert [("c-1" in line, "c-2" in line) for line in kept] == [(True, False), (False, True)]
    (settings.data / "feedback.jsonl").unlink()
    (settings.data / "feedback.jsonl").mkdir()
    with pytest.raises(StoreError) as caught:
        service.feedback(Feedback("c-3", useful=True))
    assert caught.value.code == "feedback_not_kept"


def test_before_any_ingestion_only_what_asks_for_an_index_refuses(settings: Settings) -> None:
    empty = open_service(settings)
    assert not empty.ready().ready
    assert (empty.documents(), empty.failures(), empty.suggest("", 3)) == ((), (), ())
    assert empty.bank(BankQuery("measure")).total == 0
    assert [check.ok for check in empty.doctor() if check.name == "index"] == [False]
    with pytest.raises(NoIndexError):
        empty.ask(AskRequest("Combien ?"))
    assert not (settings.data / "repere.sqlite3").exists()
    empty.close()
    empty.close()
