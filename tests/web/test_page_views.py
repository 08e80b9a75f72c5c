"""Search, figures, documents and the reader; language, weight and policy of the page."""

from __future__ import annotations

import pytest
from fake_answers import HOSTILE, PAGE_TEXT, QUOTE
from web_checks import answered, overflow

pytestmark = pytest.mark.browser

FIRST_VIEW = 100_000


def test_search_marks_the_words_and_says_what_was_corrected(open_page):
    page = open_page("/#recherche?q=menbres")
    page.wait_for_selector(".hit")
    assert page.locator(".hit").first.locator("mark").inner_text() == "membres"
    assert page.inner_text(".count").startswith("Résultats pour « membres »")
    assert "12 passages" in page.inner_text(".count")


def test_search_answers_as_one_types_and_the_address_follows(open_page):
    page = open_page("/#recherche")
    page.get_by_text("Tapez un ou plusieurs mots.").wait_for()
    page.get_by_label("Mots à chercher").fill("camps")
    page.wait_for_selector(".hit")
    assert page.url.endswith("#recherche?q=camps")


def test_a_facet_filters_and_can_be_removed(open_page):
    page = open_page("/#recherche?q=camps")
    page.get_by_role("button", name="Compte rendu").click()
    page.wait_for_url("**/#recherche?q=camps&kind=compte_rendu")
    pressed = page.get_by_role("button", name="Compte rendu", pressed=True)
    pressed.wait_for()
    page.get_by_role("button", name="Retirer les filtres").click()
    page.wait_for_url("**/#recherche?q=camps")


def test_results_come_in_pages(open_page):
    page = open_page("/#recherche?q=camps")
    page.get_by_role("link", name="Suivants").click()
    page.get_by_text("11 à 12 sur 12").wait_for()
    assert page.locator(".hit").count() == 2
    page.get_by_role("link", name="Précédents").click()
    page.get_by_text("1 à 10 sur 12").wait_for()


def test_a_hit_opens_the_reader_on_its_passage(open_page):
    page = open_page("/#recherche?q=camps")
    page.locator(".hit a").nth(1).click()
    page.wait_for_selector("rp-reader .sheet")
    assert page.url.endswith("#document/rapport-2021?page=4&passage=p-1")
    assert page.inner_text("rp-reader h1") == "Rapport d'activités 2021-2022"


def test_figures_stand_by_year_with_their_line_and_their_source(open_page):
    page = open_page("/#chiffres?q=membres")
    series = page.get_by_role("table", name="D'une année à l'autre")
    series.wait_for()
    assert series.locator("thead th").all_inner_texts() == [
        "Libellé",
        "2019-2020",
        "2020-2021",
        "2021-2022",
        "Évolution",
    ]
    assert series.locator("tbody td.num").all_inner_texts() == ["340", "352", "375"]
    assert series.get_by_role("img", name="Évolution – membres").count() == 1
    listed = page.get_by_role("table", name="Tous les chiffres trouvés")
    assert listed.locator("tbody tr").count() == 4
    assert listed.locator("tr", has_text="À vérifier").count() == 1
    link = listed.get_by_role("link").first.get_attribute("href")
    assert link == "/#document/rapport-2021?page=4"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_are_downloaded_by_an_address_to_keep(open_page, kind):
    page = open_page("/#chiffres?q=membres")
    link = page.get_by_role("link", name=f"Télécharger ({kind.upper()})")
    link.wait_for()
    assert link.get_attribute("href") == f"/api/figures.{kind}?q=membres"
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == f"chiffres.{kind}"


def test_each_figure_has_its_permanent_link(open_page):
    page = open_page("/#chiffres?q=membres")
    links = page.get_by_role("link", name="Lien permanent vers ce chiffre")
    links.first.wait_for()
    found = links.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(found) == len(set(found)) == 4
    assert all(href.startswith("#chiffres?q=") for href in found)


def test_documents_are_listed_filtered_and_failures_explained(open_page):
    page = open_page("/#documents")
    page.wait_for_selector(".document")
    assert page.locator(".document").count() == 2
    assert "protégé par un mot de passe" in page.inner_text(".failures")
    page.get_by_text("1 fichier laissé de côté").click()
    assert "logo.png" in page.inner_text(".skipped")
    page.get_by_label("Filtrer").fill("AINEES webinaire")
    assert page.locator(".document h2").all_inner_texts() == ["Webinaire sur les aînées et aînés"]


def test_the_reader_turns_pages_and_marks_the_span_of_its_address(open_page):
    start = PAGE_TEXT.index(QUOTE)
    address = f"/#document/rapport-2021?page=4&start={start}&end={start + len(QUOTE)}"
    page = open_page(address)
    page.wait_for_selector("rp-reader mark")
    assert page.inner_text("rp-reader mark") == QUOTE
    assert (
        page.locator("rp-reader .page-picture")
        .get_attribute("alt")
        .startswith("Image de la page 4")
    )
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_text("Texte de la page 5.").wait_for()
    assert page.locator("rp-reader mark").count() == 0


def test_the_address_of_a_citation_opens_the_reader(open_page):
    page = open_page("/documents/rapport-2021#page=4")
    page.get_by_role("heading", name="Page 4").wait_for()
    assert page.get_by_role("link", name="Documents", exact=True).get_attribute("aria-current")


def test_one_document_can_be_asked_alone(open_page, server):
    page = open_page("/#document/rapport-2021")
    page.get_by_role("link", name="Interroger ce document").click()
    page.get_by_text("Seulement dans : Rapport d'activités 2021-2022").wait_for()
    answered(page, "combien")
    assert server.asked[0]["document"] == "rapport-2021"
    page.get_by_role("button", name="Chercher dans tous les documents").click()
    answered(page, "et ailleurs")
    assert "document" not in server.asked[1]


@pytest.mark.parametrize("view", ["recherche?q=camps", "chiffres?q=membres", "documents"])
def test_every_view_fits_a_window_of_320_pixels(open_page, view):
    page = open_page(f"/#{view}", viewport={"width": 320, "height": 600})
    page.wait_for_selector(".hit, table, .document")
    assert overflow(page) <= 0


def test_english_is_complete_and_asked_of_the_server(open_page, server):
    page = open_page("/?lang=en", locale="en-CA")
    page.wait_for_selector(".start")
    keys = "import('/assets/i18n.js').then((m) => Object.values(m.CATALOGUES).map(Object.keys))"
    french, english = page.evaluate(keys)
    assert french == english
    assert page.get_by_role("link", name="Search").count() == 1
    answered(page, "how many")
    assert server.asked[0]["lang"] == "en"
    assert page.get_by_role("button", name="New conversation").is_visible()
    page.get_by_role("button", name="Français").click()
    page.get_by_role("button", name="Nouvelle conversation").wait_for()


def test_the_first_view_is_light_and_breaks_no_rule_of_its_policy(open_page, server):
    page = open_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.reload()
    page.wait_for_selector(".start")
    page.wait_for_load_state("load")
    assert 20_000 < sum(sizes) <= FIRST_VIEW
    answered(page, "combien")
    page.click(".answer-text .cite >> nth=0")
    page.wait_for_selector("dialog.source mark")
    assert [told for told in page.told if told[0] == "error"] == []


def test_markup_in_documents_questions_and_answers_is_only_text(open_page, server):
    server.trapped = True
    page = open_page("/", bypass_csp=True)
    page.on("dialog", lambda dialog: dialog.dismiss())
    answered(page, f"piège {HOSTILE}")
    assert HOSTILE in page.inner_text(".question")
    assert HOSTILE in page.inner_text(".answer-text")
    page.click(".cite >> nth=0")
    page.get_by_text("n'a pas pu être chargé").or_(page.locator(".context mark")).first.wait_for()
    answered(page, f"piège absent {HOSTILE}")
    views = {
        f"recherche?q={HOSTILE}": ".hit",
        "chiffres?q=x": "rp-figures table",
        "documents": ".failures",
        f"document/{HOSTILE.replace('/', '%2F')}?page=4": "rp-reader .sheet",
    }
    for view, shown in views.items():
        page.evaluate("(hash) => { location.hash = hash }", view)
        page.locator(shown).first.wait_for()
        assert HOSTILE in page.inner_text("main")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main script, img[onerror], [href^='javascript']").count() == 0
    assert page.locator("[src^='javascript']").count() == 0
