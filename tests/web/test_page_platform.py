"""The platform builder, the tour and the help."""

from __future__ import annotations

import pytest
from web_checks import focused, overflow

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}


def proposed(open_page, query: str = "theme=Transport et mobilité&count=6", **options):
    page = open_page(f"/#plateforme?{query}", locale="fr-CA", **options)
    page.wait_for_selector(".proposed")
    return page


def test_the_questionnaire_proposes_measures_and_stands_in_the_address(open_page):
    page = open_page("/#plateforme", locale="fr-CA")
    page.get_by_label("Inclusivité et solidarité").check()
    page.get_by_label("Personnes aînées").check()
    page.get_by_label("Population de votre municipalité").fill("900")
    page.keyboard.press("Enter")
    page.get_by_text("2 mesures proposées.").wait_for()
    assert "population=900" in page.url
    assert page.get_by_role("heading", level=2).first.inner_text().startswith("Inclusivité")
    assert "Source : mesure type" in page.locator(".proposed").first.inner_text()
    page.reload()
    page.get_by_text("2 mesures proposées.").wait_for()
    assert page.get_by_label("Personnes aînées").is_checked()


def test_what_is_kept_and_rewritten_goes_into_the_document(open_page, server):
    page = proposed(open_page)
    page.get_by_label("Garder « Visites de bon voisinage 3 »").uncheck()
    page.get_by_text("1 mesure gardée").wait_for()
    first = page.locator(".proposed").first
    first.locator("summary").click()
    first.get_by_label("Engagement").fill("Nous irons voir nos voisines et voisins")
    page.get_by_label("Premier plan d'action").check()
    page.get_by_label("Introduction").fill("Ensemble.")
    page.reload()
    page.wait_for_selector(".proposed")
    assert page.locator(".proposed h3").first.inner_text().startswith("Nous irons voir")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (Word)").click()
    assert download.value.suggested_filename == "plateforme.docx"
    page.get_by_text("Document téléchargé.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (PDF)").click()
    assert download.value.suggested_filename == "plateforme.pdf"
    body, again = server.composed
    assert (body.pop("file"), again.pop("file")) == ("docx", "pdf")
    assert body == again
    assert (body["form"], body["introduction"]) == ("plan", "Ensemble.")
    [section] = body["sections"]
    [measure] = section["measures"]
    assert (measure["id"], measure["title"]) == ("m-001", "Nous irons voir nos voisines et voisins")


def test_nothing_kept_cannot_be_composed(open_page):
    page = proposed(open_page)
    for box in page.locator(".keep").all():
        box.uncheck()
    page.get_by_text("Gardez au moins une mesure.").wait_for()
    assert page.get_by_role("button", name="Télécharger (Word)").is_disabled()


def test_a_platform_becomes_a_list(open_page, server):
    page = proposed(open_page)
    page.get_by_role("button", name="Enregistrer comme liste").click()
    page.get_by_role("link", name="Voir la liste").click()
    page.get_by_role("heading", level=1, name="Nos engagements").wait_for()
    assert page.locator(".list-item").count() == 2


def test_the_printed_sheet_holds_what_is_kept_with_its_sources(open_page):
    page = proposed(open_page)
    page.get_by_label("Garder « Visites de bon voisinage 3 »").uncheck()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    shown = page.locator("rp-platform").inner_text()
    assert "Visites de bon voisinage 1" in shown
    assert "Source : rapport-2021.pdf, p. 4" in shown
    assert "voisinage 3" not in shown
    assert page.locator("input:visible, button:visible").count() == 0


def test_a_failed_proposal_can_be_tried_again(open_page, server):
    page = open_page("/#plateforme", locale="fr-CA")
    page.route("**/api/platform", lambda route: route.abort())
    page.get_by_role("button", name="Proposer des mesures").click()
    page.get_by_text("Le serveur ne répond pas.").wait_for()
    page.unroute("**/api/platform")
    page.get_by_role("button", name="Réessayer").click()
    page.get_by_text("4 mesures proposées.").wait_for()


def test_the_tour_is_offered_once_walked_with_the_keyboard_and_holds_nobody(open_page):
    page = open_page("/", locale="fr-CA")
    page.get_by_role("button", name="Faire la visite").focus()
    page.keyboard.press("Enter")
    tour = page.get_by_role("dialog", name="Posez une question")
    tour.wait_for()
    assert focused(page) == "tour-title"
    for title in ("Cherchez un mot", "Trouvez des mesures"):
        page.get_by_role("button", name="Suivant").focus()
        page.keyboard.press("Enter")
        page.get_by_role("dialog", name=title).wait_for()
    assert page.locator(".toured").inner_text() == "Mesures"
    page.locator("#question").focus()
    assert focused(page) == "question"
    page.keyboard.press("Escape")
    assert page.locator(".tour, .toured").count() == 0
    page.reload()
    page.wait_for_selector(".start")
    assert page.locator(".invite").is_hidden()


def test_the_tour_is_declined_for_good_and_never_met_by_a_shared_address(open_page, server):
    page = open_page("/#mesures", locale="fr-CA")
    page.wait_for_selector(".entry")
    assert page.locator(".invite").is_hidden()
    page.goto("about:blank")
    page.goto(server.address)
    page.get_by_role("button", name="Non merci").click()
    assert focused(page) == "contenu"
    page.reload()
    page.wait_for_selector(".start")
    assert page.locator(".invite").is_hidden()


def test_the_help_starts_the_tour_again_to_its_end(open_page):
    page = open_page("/", locale="fr-CA", viewport=PHONE)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Aide").click()
    page.get_by_role("dialog", name="Aide").wait_for()
    page.keyboard.press("Escape")
    assert focused(page) == "Aide"
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Faire la visite d'une minute").click()
    for _ in range(5):
        page.get_by_role("button", name="Suivant").click()
    page.get_by_role("dialog", name="Retrouvez cette visite").wait_for()
    assert overflow(page) <= 0
    page.get_by_role("button", name="Terminer").click()
    assert page.locator(".tour").count() == 0
    assert focused(page) == "menu"
