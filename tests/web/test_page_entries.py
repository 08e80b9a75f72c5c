"""Entries of the banks, what leads to them, and the words of every new view."""

from __future__ import annotations

import re

import pytest
from fake_answers import HOSTILE, QUOTE
from web_checks import answered, focused

pytestmark = pytest.mark.browser

TAGS = {
    "mesures": "rp-measures",
    "subventions": "rp-grants",
    "mesure": "rp-measure",
    "subvention": "rp-grant",
    "listes": "rp-lists",
    "plateforme": "rp-platform",
}
SENTENCE = "briser l'isolement des aînés dans un village"


def counted(page, said: str) -> None:
    page.locator(".count:visible", has_text=re.compile(f"^{said}$")).wait_for()


def test_a_measure_shows_its_fields_its_grants_its_evidence_and_leads_back(open_page):
    page = open_page(f"/#mesures?q={SENTENCE}")
    linked = page.locator("[data-id=m-000] .linked").inner_text()
    assert linked.split(" · ") == ["2 passages des documents", "1 subvention possible"]
    page.get_by_role("link", name="Jumelage des voisins").click()
    page.get_by_role("heading", level=1, name="Jumelage des voisins").wait_for()
    assert page.title() == "Jumelage des voisins – Repère"
    details = page.locator(".details").inner_text()
    for said in ("Responsable\nService 0", "Remarque\nune colonne de la banque", "plan-2020.docx"):
        assert said in details
    source = page.get_by_role("link", name="Lire dans le document").get_attribute("href")
    assert source == "/#document/rapport-2021?quote=bon&page=4"
    funding = page.locator("section", has_text="Subventions qui peuvent la financer")
    assert funding.get_by_role("link", name="Voisins solidaires", exact=True).is_visible()
    assert funding.locator(".tag").all_inner_texts() == ["Clientèle : Personnes aînées"]
    page.get_by_role("link", name="Retour aux résultats").click()
    counted(page, "9 mesures")
    assert page.input_value("#measure-q") == SENTENCE


def test_evidence_opens_its_source_and_gives_the_focus_back(open_page):
    page = open_page("/#mesure/m-000")
    page.locator(".evidence button").first.focus()
    why = page.locator(".evidence li").first.locator(".tag")
    assert why.inner_text() == "Le passage nomme la fiche"
    page.keyboard.press("Enter")
    page.locator("dialog.source .context mark").wait_for()
    assert page.inner_text("dialog.source mark") == QUOTE
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.evidence button')")
    page.get_by_role("link", name="Visites de bon voisinage 1", exact=True).click()
    page.get_by_text("Aucun passage des documents n'en parle.").wait_for()
    assert focused(page) == "Visites de bon voisinage 1"


def test_a_grant_links_to_its_site_only_when_the_address_is_one(open_page):
    page = open_page("/#subvention/s-0")
    site = page.get_by_role("link", name="Site du programme")
    assert site.get_attribute("href") == "https://exemple.test/programme"
    assert "noopener" in site.get_attribute("rel")
    page.get_by_text("Mesures qui conviennent").wait_for()
    page.evaluate("location.hash = 'subvention/s-1'")
    page.get_by_role("heading", level=1, name="Aide continue").wait_for()
    assert site.count() == 0
    page.evaluate("location.hash = 'subvention/inconnue'")
    page.get_by_text("Cette fiche n'existe pas ou n'existe plus.").wait_for()
    assert page.get_by_role("link", name="Toutes les subventions").is_visible()


def test_the_search_of_documents_tells_what_the_banks_hold(open_page, server):
    page = open_page("/#recherche?q=aînés")
    line = page.locator(".banks")
    line.get_by_role("link").first.wait_for()
    assert line.inner_text() == "9 mesures et 4 subventions correspondent."
    line.get_by_role("link", name="9 mesures").click()
    counted(page, "9 mesures")
    assert page.input_value("#measure-q") == "aînés"
    server.no_bank = True
    page.goto(server.address + "/#recherche?q=camps")
    page.wait_for_selector(".hit")
    assert line.is_hidden()


def test_measures_of_an_answer_are_cards(open_page):
    page = open_page()
    answered(page, "trouve-moi des mesures")
    cards = page.locator(".answer-entries .entry")
    cards.nth(1).wait_for()
    assert cards.locator("h4").all_inner_texts() == [
        "Visites de bon voisinage 1",
        "Voisins solidaires",
    ]
    page.reload()
    cards.nth(1).get_by_role("button", name="Ajouter à une liste : Voisins solidaires").click()
    page.get_by_role("dialog", name="Ajouter à une liste").wait_for()


def test_the_catalogues_of_every_view_are_complete(open_page):
    page = open_page()
    loaded = ["i18n-bank.js", "i18n-lists.js"]
    page.evaluate("(names) => Promise.all(names.map((n) => import(`/assets/${n}`)))", loaded)
    keys = "import('/assets/i18n.js').then((m) => Object.values(m.CATALOGUES).map(Object.keys))"
    french, english = page.evaluate(keys)
    assert french == english
    assert len(french) > 250


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_view_opens_in_both_languages_without_an_error(open_page, lang):
    page = open_page(f"/?lang={lang}", locale=f"{lang}-CA")
    views = ("mesures", "mesure/m-000", "subventions", "subvention/s-0", "listes", "plateforme")
    for view in views:
        page.evaluate("(view) => { location.hash = view }", view)
        shown = f"{TAGS[view.partition('/')[0]]}:visible :is(.entry, .panel, .details)"
        page.locator(shown).first.wait_for()
    assert [told for told in page.told if told[0] == "error"] == []


def test_markup_in_a_bank_or_a_list_is_only_text(open_page, server):
    key = server.lists.make(HOSTILE, ["m-001", "s-0"], note=HOSTILE)
    server.trapped = True
    page = open_page("/", bypass_csp=True)
    views = {
        f"mesures?q={HOSTILE}&like={HOSTILE}": "rp-measures .entry",
        "subventions": "rp-grants .entry",
        "mesure/m-000": "rp-measure .details",
        "subvention/s-0": "rp-grant .details",
        f"listes/{key}": "rp-list .entry",
        "plateforme?count=6": "rp-platform .entry",
        f"mesure/{HOSTILE.replace('/', '%2F')}": "rp-measure .error",
    }
    for view, shown in views.items():
        page.evaluate("(hash) => { location.hash = hash }", view)
        page.locator(shown).first.wait_for()
        assert view.startswith("mesure/") or HOSTILE in page.inner_text("main")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main script, img[onerror], [href^='javascript']").count() == 0


def test_dates_and_amounts_are_in_the_form_of_the_reader(open_page):
    page = open_page("/", locale="fr-CA")
    asked = "import('/assets/i18n.js').then((m) => [...DATES.map(m.day), m.money(2700)])"
    dates = "['2022-02', '2026-09-01', '2026-12-18', 'à venir', '']"
    said = page.evaluate(asked.replace("DATES", dates))
    plain = [text.replace("\u00a0", " ") for text in said]
    assert plain == [
        "février 2022",
        "1er septembre 2026",
        "18 décembre 2026",
        "à venir",
        "",
        "2 700 $",
    ]
