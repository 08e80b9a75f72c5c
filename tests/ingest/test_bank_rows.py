"""Rows of a table become measures and grants; none is dropped without a word."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bank import Bank, read_bank
from ingest.bank_columns import read_columns
from ingest.catalogue import Said, read_catalogue
from ingest.errors import ReadFailure
from ingest.pipeline import SourceFile, extract
from ingest.places import band, find_place, place_key
from ingest.readers.base import reader_for


def bank_of(tmp_path: Path, text: str, columns: dict[str, str] | None = None) -> Bank:
    path = tmp_path / "banque.csv"
    path.write_text(text, encoding="utf-8")
    raw = reader_for(path).read(path)
    return read_bank("d", raw.pages, raw.tables, columns)


@pytest.mark.parametrize(
    ("header", "kind", "names"),
    [
        (["id", "Titre", "Description"], "measure", ("id", "title", "text")),
        (["Mesure", "Responsable(s)", "Échéancier"], "measure",
         ("title", "responsible", "schedule")),
        (["Actions", "Responsables", "Échéance", "Indicateurs"], "measure",
         ("title", "responsible", "schedule", "indicator")),
        (["Measure", "Target audience", "Owner"], "measure", ("title", "audience", "responsible")),
        (["nom", "organisme", "date limite", "montant max"], "grant",
         ("title", "organization", "deadline", "amount_max")),
        (["Subvention", "Objet"], "grant", ("title", "text")),
        (["Program", "Funder", "Deadline", "Amount"], "grant",
         ("title", "organization", "deadline", "amount_max")),
        (["Titre", "Clientelle visée"], "measure", ("title", "audience")),
        (["Titre", "Couleur"], "measure", ("title", None)),
    ],
)  # fmt: skip
def test_headers_are_known_in_both_languages(
    header: list[str], kind: str, names: tuple[str | None, ...]
) -> None:
    columns = read_columns(header)
    assert columns is not None
    assert (columns.kind, columns.names) == (kind, names)


@pytest.mark.parametrize(
    "header", [["lieu", "visites"], ["année", "membres"], ["colonne 1", "Question", "Réponse"], []]
)
def test_other_tables_are_no_bank(header: list[str]) -> None:
    assert read_columns(header) is None


def test_what_a_person_says_of_columns_and_kind_wins() -> None:
    columns = read_columns(["Geste", "Qui", "Titre"], {"Geste": "title", "Qui": "responsible"})
    assert columns is not None
    assert columns.names == ("title", "responsible", None)
    assert read_columns(["mesure", "responsable"], kind="rapport") is None
    grants = read_columns(["titre", "texte"], kind="subventions")
    assert grants is not None
    assert grants.kind == "grant"


def test_an_entry_keeps_its_cells_and_its_place(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, "id,titre,description,couleur\nm-1,Banc,Près du parc,bleu\n")
    entry = bank.entries[0]
    assert (entry.id, entry.title, entry.text) == ("m-1", "Banc", "Près du parc")
    assert entry.fields == (("couleur", "bleu"),)
    raw = reader_for(tmp_path / "banque.csv").read(tmp_path / "banque.csv")
    assert raw.pages[0].text[entry.start : entry.end] == (
        "id : m-1\ntitre : Banc\ndescription : Près du parc\ncouleur : bleu"
    )


def test_rows_that_cannot_be_taken_are_told_with_their_number(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, "titre,description\nBanc,a\n,sans titre\nBanc,a\nBanc,autre\n")
    assert [entry.text for entry in bank.entries] == ["a", "autre"]
    assert [(r.row, r.code) for r in bank.refused] == [
        (3, "row_without_title"), (4, "row_repeated"),
    ]  # fmt: skip
    assert len({entry.id for entry in bank.entries}) == 2


def test_an_identifier_outlives_a_change_of_wording(tmp_path: Path) -> None:
    before = bank_of(tmp_path, "titre,description,municipalité\nBanc,a,Laval\n").entries[0]
    after = bank_of(tmp_path, "titre,description,municipalité\nBanc,mieux dit,Laval\n").entries[0]
    elsewhere = bank_of(tmp_path, "titre,description,municipalité\nBanc,a,Lévis\n").entries[0]
    assert before.id == after.id != elsewhere.id


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "Banc", "Parc", "  ", "Été"]),
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
        ),
        max_size=12,
    )
)
def test_every_row_is_an_entry_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["titre", "description"])
    writer.writerows(rows)
    bank = bank_of(folder, out.getvalue())
    filled = [row for row in rows if row[0].strip() or row[1].strip()]
    assert len(bank.entries) + len(bank.refused) == len(filled)
    assert len({entry.id for entry in bank.entries}) == len(bank.entries)


def test_a_bank_is_a_document_without_passages_or_figures(tmp_path: Path) -> None:
    path = tmp_path / "banque_de-mesures.csv"
    path.write_text("titre,description\nBanc,200 $ par banc\n", "utf-8")
    file = SourceFile(path, tmp_path, path.name)
    made = extract(file, "0" * 64, Said(), lambda one: reader_for(one).read(one))
    assert (made.document.kind, made.document.title) == ("mesures", "Banque de mesures")
    assert (made.passages, made.statements, made.figures) == ((), (), ())
    assert [entry.title for entry in made.entries] == ["Banc"]


def test_the_catalogue_names_columns(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        '["m.csv"]\ntitle = "M"\n["m.csv".columns]\n"Geste" = "title"\n', "utf-8"
    )
    said = read_catalogue(tmp_path)["m.csv"]
    assert said == Said(title="M", columns=(("Geste", "title"),))
    (tmp_path / "corpus.toml").write_text('["m.csv".columns]\n"Geste" = "titre"\n', "utf-8")
    with pytest.raises(ReadFailure, match="titre"):
        read_catalogue(tmp_path)


def test_places_are_found_however_they_are_written() -> None:
    laval = find_place("Ville de Laval")
    assert laval is not None
    assert laval.region == "Laval"
    assert find_place("St-Urbain") == find_place("Saint-Urbain")
    assert find_place("Ville imaginaire") is None
    assert place_key("Municipalité de L’Avenir") == place_key("L'Avenir")


def test_two_places_of_one_name_are_told_apart_or_not_guessed() -> None:
    some = find_place("Saint-Paul", mrc="Joliette")
    assert some is None or some.mrc == "Joliette"


def test_bands_follow_each_other() -> None:
    assert [band(n) for n in (0, 999, 1000, 4999, 5000, 99_999, 100_000)] == [
        "moins de 1 000", "moins de 1 000", "1 000 à 4 999", "1 000 à 4 999", "5 000 à 19 999",
        "20 000 à 99 999", "100 000 et plus",
    ]  # fmt: skip
