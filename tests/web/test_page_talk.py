"""What one does with a conversation: correct, compare, export, print, find again, erase."""

from __future__ import annotations

from typing import Any

import pytest
from fake_answers import HOSTILE, OTHER_QUOTE, QUOTE, TITLE
from web_checks import answered, ask, focused, overflow

pytestmark = pytest.mark.browser

QUESTION = "combien de membres en 2021-2022"
KEPT = "Exporter ou effacer"
PAST = "Conversations passées"


def window(page: Any, name: str) -> Any:
    """Opens one of the windows of the conversation."""
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name=name)
    dialog.wait_for()
    return dialog


def test_what_was_understood_is_corrected_with_its_year(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    page.get_by_role("button", name="Reformuler").click()
    page.get_by_label("Ma question, autrement").fill("combien de municipalités")
    year = page.get_by_label("Année")
    year.locator("option", has_text="2018").wait_for(state="attached")
    assert year.input_value() == "2021-2022"
    year.select_option("2018")
    page.get_by_role("button", name="Demander").press("Enter")
    page.locator(".answer-tools").nth(1).wait_for()
    sent = server.asked[1]
    assert (sent["question"], sent["year"]) == ("combien de municipalités", "2018")
    assert page.locator(".understood").nth(1).inner_text().startswith("Compris : un chiffre · 2018")
    answered(page, "et ensuite")
    assert "year" not in server.asked[2]


def test_a_comparison_is_a_table_and_a_chart_whose_numbers_open_their_source(open_page, server):
    page = open_page()
    answered(page, "compare les membres")
    table = page.get_by_role("table", name="D'une année à l'autre")
    rows = table.locator("tbody tr")
    rows.first.wait_for()
    cells = [row.locator("td").all_inner_texts() for row in rows.all()]
    assert [row[:2] for row in cells] == [["352", "–"], ["375", "+23"]]
    chart = page.get_by_role("img", name="Colonnes : membres")
    assert chart.locator("desc").text_content() == "2020-2021 : 352, 2021-2022 : 375"
    heights = [float(bar.get_attribute("height")) for bar in chart.locator("rect").all()]
    assert heights[0] / heights[1] == pytest.approx(352 / 375, abs=0.02)
    assert page.locator(".figure-card").count() == 0
    rows.nth(1).get_by_role("button", name="Source 1").click()
    page.locator("dialog.source mark").get_by_text(QUOTE).wait_for()


@pytest.mark.parametrize(("label", "form"), [("PDF", "pdf"), ("Word (DOCX)", "docx")])
def test_the_conversation_is_exported_with_its_sources(open_page, server, label, form):
    page = open_page()
    answered(page, QUESTION)
    dialog = window(page, KEPT)
    with page.expect_download() as download:
        dialog.get_by_role("button", name=label).click()
    assert download.value.suggested_filename == f"conversation.{form}"
    dialog.get_by_role("status").get_by_text("Le fichier est enregistré.").wait_for()
    [sent] = server.exported
    assert (sent["form"], sent["lang"]) == (form, "fr")
    [turn] = sent["turns"]
    assert turn["question"] == QUESTION
    assert [one["quote"] for one in turn["citations"]] == [QUOTE, OTHER_QUOTE]
    assert set(turn["citations"][0]) == {
        "n", "document_id", "title", "year", "page", "text_page", "start", "end", "quote",
    }  # fmt: skip
    assert turn["figures"][0] == {"label": "membres", "value": "375", "year": "2021-2022", "n": 1}


def test_an_answer_stopped_is_exported_as_such(open_page, server):
    page = open_page()
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_role("button", name="Réessayer").wait_for()
    with page.expect_download():
        window(page, KEPT).get_by_role("button", name="PDF").click()
    [turn] = server.exported[0]["turns"]
    assert turn["stopped"] is True
    assert turn["answer"].startswith("Au 31 mars 2022,")


def test_an_export_that_fails_says_so(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    dialog = window(page, KEPT)
    page.route("**/export*", lambda route: route.abort())
    dialog.get_by_role("button", name="PDF").click()
    dialog.get_by_role("status").get_by_text("Le serveur ne répond pas.").wait_for()


def test_one_is_told_what_is_kept_and_erases_it_everywhere(open_page, server):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    answered(page, QUESTION)
    dialog = window(page, KEPT)
    dialog.get_by_text("Le serveur garde aussi vos questions et vos avis.").wait_for()
    assert "effacés après 90 jours" in dialog.inner_text()
    assert dialog.locator("code").inner_text() == "c-1"
    dialog.get_by_role("button", name="Copier l'identifiant").click()
    dialog.get_by_role("button", name="Copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "c-1"
    dialog.get_by_role("button", name="Effacer cette conversation").press("Enter")
    assert server.forgotten == []
    assert focused(page) == "Oui, effacer"
    page.keyboard.press("Enter")
    page.wait_for_selector(".start")
    assert server.forgotten == ["c-1"]
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert QUESTION not in stored
    assert QUOTE not in page.evaluate("sessionStorage.getItem('repere.conversation')")


def test_an_erasure_that_the_server_refuses_erases_nothing(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    dialog = window(page, KEPT)
    page.route("**/api/conversations/c-1", lambda route: route.abort())
    dialog.get_by_role("button", name="Effacer cette conversation").click()
    dialog.get_by_role("button", name="Oui, effacer").click()
    dialog.get_by_role("status").get_by_text("Le serveur ne répond pas.").wait_for()
    assert page.locator(".turn").count() == 1


def test_past_conversations_are_opened_again_and_erased(open_page, server):
    page = open_page(locale="fr-CA")
    answered(page, "première question")
    page.get_by_role("button", name="Nouvelle conversation").click()
    answered(page, "deuxième question")
    dialog = window(page, PAST)
    assert dialog.locator(".past li").count() == 2
    assert "(celle-ci)" in dialog.locator(".past li").first.inner_text()
    dialog.get_by_role("button", name="première question", exact=True).click()
    assert page.locator(".question").all_text_contents() == ["Vous : première question"]
    answered(page, "la suite")
    assert server.asked[2]["history"] == ["première question"]
    dialog = window(page, PAST)
    dialog.get_by_role("button", name="Effacer « deuxième question »").click()
    assert dialog.locator(".past li").count() == 1
    dialog.get_by_role("button", name="Tout effacer").click()
    dialog.get_by_text("Aucune conversation gardée.").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".turn").count() == 0
    assert page.evaluate("localStorage.getItem('repere.past')") is None


def test_a_past_conversation_is_there_in_another_tab_and_may_be_kept_no_more(open_page, server):
    page = open_page(locale="fr-CA")
    answered(page, "première question")
    other = page.context.new_page()
    other.goto(server.address)
    dialog = window(other, PAST)
    dialog.get_by_label("Garder mes conversations").uncheck()
    dialog.get_by_role("status").get_by_text("Rien n'est plus gardé.").wait_for()
    other.keyboard.press("Escape")
    answered(other, "seconde")
    assert other.evaluate("localStorage.getItem('repere.past')") is None


@pytest.mark.parametrize("stored", ["{", "[1, null]", '[{"turns": 3}]', '"x"'])
def test_a_damaged_history_is_no_history(open_page, stored):
    page = open_page(locale="fr-CA")
    page.evaluate("(text) => localStorage.setItem('repere.past', text)", stored)
    page.reload()
    page.wait_for_selector(".start")
    answered(page, QUESTION)
    assert window(page, PAST).locator(".past li").count() == 1


def test_an_answer_not_found_offers_ways_on(open_page, server):
    page = open_page("/#document/rapport-2021")
    page.get_by_role("link", name="Interroger ce document").click()
    answered(page, "absent")
    assert (
        page.get_by_role("link", name="Voir les documents").get_attribute("href") == "/#documents"
    )
    page.locator(".ways").get_by_role("button", name="Chercher dans tous les documents").click()
    page.locator(".answer-tools").nth(1).wait_for()
    assert [asked.get("document") for asked in server.asked] == ["rapport-2021", None]


def test_on_paper_the_sources_come_with_their_excerpts_and_the_controls_go(open_page):
    page = open_page()
    answered(page, QUESTION)
    assert not page.locator(".on-paper").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".on-paper").all_inner_texts() == [QUOTE, OTHER_QUOTE]
    assert page.locator(".source-title").first.inner_text() == TITLE
    for hidden in (".bar", ".dock", ".talk-tools", ".chips", ".foot"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_print_is_asked_of_the_browser(open_page):
    page = open_page()
    answered(page, QUESTION)
    page.evaluate("window.print = () => { window.printed = true }")
    window(page, KEPT).get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed") is True
    assert page.get_by_role("dialog").count() == 0


def test_markup_stays_text_in_windows_and_comparison(open_page, server):
    page = open_page("/", bypass_csp=True, locale="fr-CA")
    answered(page, f"piège compare {HOSTILE}")
    page.locator(".comparison table").wait_for()
    dialog = window(page, PAST)
    assert HOSTILE in dialog.inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reformuler").click()
    assert HOSTILE in page.get_by_label("Ma question, autrement").input_value()
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img[onerror], main script").count() == 0


def test_at_320_pixels_the_bar_is_one_row_and_its_menu_works_by_keyboard(open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    page.wait_for_selector(".start")
    assert page.locator(".bar").bounding_box()["height"] <= 64
    menu = page.get_by_role("button", name="Menu")
    link = page.get_by_role("link", name="Documents")
    assert (menu.get_attribute("aria-expanded"), link.count()) == ("false", 0)
    menu.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert focused(page) == "Questions"
    page.keyboard.press("Escape")
    assert focused(page) == "menu"
    assert not page.locator(".menu-panel").is_visible()
    page.keyboard.press("Enter")
    link.press("Enter")
    page.wait_for_selector(".document")
    assert not page.locator(".menu-panel").is_visible()
    assert overflow(page) <= 0


def test_the_menu_closes_when_one_goes_elsewhere(open_page):
    page = open_page(viewport={"width": 320, "height": 640})
    page.wait_for_selector(".start")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Tab")
    assert page.get_by_role("button", name="Menu").get_attribute("aria-expanded") == "false"
    page.get_by_role("button", name="Menu").click()
    page.locator(".welcome").click(position={"x": 5, "y": 5}, force=True)
    assert page.get_by_role("button", name="Menu").get_attribute("aria-expanded") == "false"


def test_the_tour_opens_the_menu_it_shows(open_page):
    page = open_page(viewport={"width": 320, "height": 640}, locale="fr-CA")
    page.get_by_role("button", name="Faire la visite").click()
    page.get_by_role("button", name="Suivant").click()
    assert page.locator(".toured").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu-panel").is_visible()
