"""Titles, lead-ins, cards and lists; passages that are exact slices without furniture."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import is_name, join_lines, looks_like_heading
from ingest.french.folding import comparable
from ingest.passages import Cut, cut
from ingest.records import Page, Statement
from ingest.structure import read_structure

LINES = st.sampled_from(
    [
        "", "", "Le jardin", "LES SENTIERS", "• un banc neuf", "• une fontaine :", "12", "450",
        "arbres plantés", "bancs remis à neuf", "Voici les lieux :", "1. Première étape",
        "Le parc accueille 40 familles chaque été. On y marche, on y joue",
        "et l’on y mange avec les voi-", "sins du quartier.", "Léa Roy, directrice générale",
        "https://exemple.org/parc", "…", "Bilan des sentiers 2020", "  Un retrait",
        "**Fort** et 33^e fois", "# Titre marqué", "TOTALISANT", "a b c", "\tyPuce",
    ]
)  # fmt: skip
PAGES = st.lists(st.lists(LINES, max_size=25).map("\n".join), min_size=1, max_size=3)


def read(*texts: str) -> tuple[list[Page], Cut]:
    pages = [Page(number, text) for number, text in enumerate(texts, 1)]
    return pages, cut("d", pages, read_structure(pages).parts)


def statements(*texts: str) -> tuple[Statement, ...]:
    return read(*texts)[1].statements


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_passages_and_statements_are_slices_of_their_page(texts: list[str]) -> None:
    pages, made = read(*texts)
    by_id = {passage.id: passage for passage in made.passages}
    assert len(by_id) == len(made.passages)
    for passage in made.passages:
        page = pages[passage.page - 1]
        assert passage.text == page.text[passage.start : passage.end] != ""
    for statement in made.statements:
        home = by_id[statement.passage_id]
        assert home.page == statement.page
        assert home.start <= statement.start < statement.end <= home.end


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_a_sentence_has_the_words_of_its_quote(texts: list[str]) -> None:
    pages, made = read(*texts)
    for statement in made.statements:
        if statement.kind != "sentence":
            continue
        quote = pages[statement.page - 1].text[statement.start : statement.end]
        said, source = (re.sub(r"[\W_]+", "", comparable(t)) for t in (statement.text, quote))
        assert said.lower() in source.lower() or source.lower() in said.lower()


def test_running_heads_stay_out_of_passages() -> None:
    texts = [
        f"Revue du parc\n\nLa page {word} parle des arbres et des bancs du parc.\n\nAutre propos."
        for word in ("une", "deux", "trois", "quatre", "cinq")
    ]
    made = read(*texts)[1]
    assert len(made.passages) >= 5
    assert not any("Revue du parc" in passage.text for passage in made.passages)


def test_a_table_of_contents_says_nothing() -> None:
    text = "Accueil .... 3\nBilan .... 7\nProjets .... 9\nMerci .... 12\n\nLe parc est ouvert."
    assert [statement.text for statement in statements(text)] == ["Le parc est ouvert."]


def test_titles_are_a_path_and_the_lead_in_governs_its_list() -> None:
    text = (
        "LES SENTIERS\n\nEntretien\n\nNous avons réparé :\n\n• le pont;\n• la clôture.\n\n"
        "Un autre propos est tenu ici. Il ne dépend de rien."
    )
    found = statements(text)
    items = [one for one in found if one.kind == "item"]
    assert [one.text for one in items] == ["le pont;", "la clôture."]
    assert {one.lead for one in items} == {("Nous avons réparé",)}
    assert {one.heading for one in items} == {("Les sentiers", "Entretien")}
    assert len({one.group for one in items}) == 1
    assert found[-1].lead == ()


def test_titles_in_a_row_share_a_group_by_level() -> None:
    text = (
        "FACTEURS DE RÉUSSITE\n\nÉcoute des familles\n\nBudget stable\n\nAppui du conseil\n\n"
        "Chaque facteur est décrit plus loin.\n\nBudget de fonctionnement\n\nIl est voté en mai."
    )
    heads = [one for one in statements(text) if one.kind == "heading"]
    groups = {one.text: one.group for one in heads}
    row = ["Écoute des familles", "Budget stable", "Appui du conseil"]
    assert len({groups[title] for title in row}) == 1
    assert groups["Facteurs de réussite"] != groups[row[0]]
    assert groups["Budget de fonctionnement"] not in {groups[title] for title in row}


def test_a_person_and_their_role_make_a_card() -> None:
    cards = [one for one in statements("Équipe\n\nLéa Roy\nDirectrice générale\n\nMerci à toutes.")
             if one.kind == "card"]  # fmt: skip
    assert [one.text for one in cards] == ["Léa Roy, Directrice générale"]


def test_a_lead_in_governs_the_cards_right_below_it_and_no_others() -> None:
    text = (
        "Merci aux membres qui partent :\n\nLéa Roy, directrice\n\nAnne Côté, adjointe\n\n"
        "Le comité se réunit en mai. Il prépare le budget de l’année.\n\n"
        "Ont quitté le comité :\n\nUne animatrice et deux bénévoles.\n\nPaul Dubé, trésorier"
    )
    leads = {one.text: one.lead for one in statements(text) if one.kind == "card"}
    assert leads == {
        "Léa Roy, directrice": ("Merci aux membres qui partent",),
        "Anne Côté, adjointe": ("Merci aux membres qui partent",),
        "Paul Dubé, trésorier": (),
    }


def test_a_statement_inherits_the_year_of_its_title() -> None:
    text = "Fête de 2019\n\nElle a attiré du monde.\n\nCelle de 2022 fut plus grande."
    found = {one.text: one.years for one in statements(text)}
    assert found["Elle a attiré du monde."] == ("2019",)
    assert found["Celle de 2022 fut plus grande."] == ("2022",)


def test_a_long_text_is_packed_into_passages_of_readable_size() -> None:
    text = " ".join(f"La phrase numéro {'x' * (n % 7 + 1)} parle du parc." for n in range(300))
    made = read(text)[1]
    assert all(len(passage.text.split()) <= 170 for passage in made.passages)
    assert len(made.passages) > 8


def test_hyphens_at_line_ends() -> None:
    assert join_lines(["une muni-", "cipalité, peut-", "être celle de Saint-", "Roch"]) == (
        "une municipalité, peut-être celle de Saint-Roch"
    )


def test_what_reads_as_a_title() -> None:
    assert looks_like_heading("Bilan des activités")
    assert not looks_like_heading("Le comité est formé de bénévoles")
    assert not looks_like_heading("Nombre de bancs : 12")
    assert not looks_like_heading("4500, rue des Érables")


def test_a_chain_of_hyphens_is_judged_at_once() -> None:
    assert not is_name("Aa" + "-Bb" * 50 + " 5")


def test_a_bookmark_shows_that_a_line_is_a_title() -> None:
    text = "2. Le comité est formé de bénévoles\n\nIl se réunit chaque mois à la mairie."
    pages = (Page(1, text),)
    plain = read_structure(pages).parts
    assert plain[-1].heading == ()
    marked = read_structure(pages, (("2. Le comité est formé de bénévoles", 1),)).parts
    assert marked[-1].heading == ("Le comité est formé de bénévoles",)
    assert read_structure(pages, (("2. Le comité est formé de bénévoles", 2),)).parts == plain
