"""Measures and grants on the page: search, filters, entries, and the ways that lead there."""

from __future__ import annotations

import re

import pytest
from web_checks import contrast, focused, overflow

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
SENTENCE = "briser l'isolement des aînés dans un village"


def titles(page) -> list[str]:
    return page.locator(".entry h2").all_inner_texts()


def counted(page, said: str) -> None:
    page.locator(".count:visible", has_text=re.compile(f"^{said}$")).wait_for()


def test_measures_come_as_one_types_and_the_address_follows(open_page):
    page = open_page("/#mesures")
    counted(page, "26 mesures")
    page.get_by_label("Besoin, clientèle").fill(SENTENCE)
    counted(page, "9 mesures")
    assert "#mesures?q=briser" in page.url
    again = open_page(page.url)
    counted(again, "9 mesures")
    assert again.input_value("#measure-q") == SENTENCE
    assert titles(again) == titles(page)


def test_an_answer_that_comes_late_is_dropped(open_page):
    page = open_page("/#mesures")
    counted(page, "26 mesures")
    held = []
    page.route(re.compile(r"/api/measures\?q=a%C3%AEn"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"q=a%C3%AEn")):
        page.fill("#measure-q", "aînés")
    page.fill("#measure-q", "rien")
    page.get_by_text("Aucune mesure ne correspond.").wait_for()
    assert len(held) == 1
    assert held[0].request.failure == "net::ERR_ABORTED"
    assert page.locator(".entry").count() == 0


def test_what_was_understood_can_be_set_aside_and_put_back(open_page):
    page = open_page(f"/#mesures?q={SENTENCE}")
    chip = page.get_by_role("button", name="Ne pas tenir compte de : Clientèle : Personnes aînées")
    assert chip.inner_text() == "Clientèle : Personnes aînées"
    assert page.locator(".entry .tag").first.inner_text() == "Clientèle : Personnes aînées"
    chip.focus()
    page.keyboard.press("Enter")
    counted(page, "26 mesures")
    assert "ignore=audience" in page.url
    page.get_by_role("button", name="Rétablir ce qui avait été compris").click()
    counted(page, "9 mesures")
    assert chip.count() == 1


def test_filters_add_up_count_live_and_keep_the_focus(open_page):
    page = open_page("/#mesures")
    box = page.get_by_role("group", name="Clientèle").get_by_role("checkbox", name="Familles")
    box.focus()
    page.keyboard.press("Space")
    counted(page, "9 mesures")
    assert page.evaluate("document.activeElement.dataset.key") == "audience:Familles"
    assert page.get_by_role("checkbox", name="Inclusivité et solidarité 4 mesures").count() == 1
    page.get_by_role("checkbox", name="Personnes aînées").check()
    counted(page, "18 mesures")
    page.get_by_role("checkbox", name="Inclusivité et solidarité").check()
    counted(page, "9 mesures")
    assert "audience=Familles&audience=Personnes" in page.url
    page.get_by_role("button", name="Retirer le filtre Familles").click()
    counted(page, "5 mesures")
    assert not page.get_by_role("checkbox", name="Familles").is_checked()
    page.get_by_role("button", name="Retirer les filtres").click()
    counted(page, "26 mesures")


def test_a_long_group_of_filters_unfolds(open_page):
    page = open_page("/#mesures")
    page.locator("summary", has_text="Responsable").click()
    group = page.get_by_role("group", name="Responsable")
    assert group.get_by_role("checkbox").count() == 7
    page.get_by_role("button", name="Afficher 3 de plus").click()
    assert group.get_by_role("checkbox").count() == 10
    assert focused(page) == "Afficher moins"


def test_results_are_sorted_and_come_in_pages(open_page):
    page = open_page("/#mesures")
    page.get_by_label("Trier par").select_option(label="Titre")
    page.wait_for_url("**sort=title")
    page.get_by_text("1 à 20 sur 26").wait_for()
    # By title, « 10 » comes before « 2 »: the list in its first order is another one.
    third = page.locator(".entry").nth(2).get_by_text("Visites de bon voisinage 10", exact=True)
    third.wait_for()
    shown = titles(page)
    assert shown == sorted(shown)
    page.get_by_role("link", name="Suivants").click()
    page.get_by_text("21 à 26 sur 26").wait_for()
    assert page.locator(".entry").count() == 6
    assert "sort=title" in page.url


def test_my_municipality_is_asked_remembered_and_kept_out_of_shared_searches(open_page, server):
    page = open_page("/#mesures", locale="fr-CA")
    page.get_by_label("Ma municipalité").fill("Mont-Clair")
    page.get_by_role("button", name="Appliquer").click()
    page.wait_for_url("**like=Mont-Clair")
    page.get_by_role("button", name="Retirer le filtre Comme Mont-Clair").wait_for()
    page.get_by_role("button", name="Retirer le filtre Comme Mont-Clair").click()
    page.wait_for_url("**/#mesures?")
    page.locator(".chip").wait_for(state="detached")
    page.get_by_role("link", name="Subventions").click()
    page.wait_for_url("**#subventions?like=Mont-Clair")
    page.goto("about:blank")
    page.goto(server.address + "/#subventions?q=voisins")
    page.wait_for_selector(".entry")
    assert "like" not in page.url
    assert page.get_by_label("Ma municipalité").input_value() == "Mont-Clair"
    page.get_by_label("Ma municipalité").fill("")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Mesures").click()
    counted(page, "26 mesures")
    assert "like" not in page.url


def test_screen_readers_hear_the_count_not_every_letter(open_page):
    page = open_page("/#mesures")
    counted(page, "26 mesures")
    page.evaluate(
        "() => { window.heard = []; const live = document.querySelector('.count');"
        " new MutationObserver(() => window.heard.push(live.textContent))"
        ".observe(live, { childList: true, characterData: true, subtree: true }); }"
    )
    page.locator("#measure-q").press_sequentially("aînés")
    counted(page, "9 mesures")
    heard = page.evaluate("window.heard")
    assert heard[-1] == "9 mesures"
    assert len(heard) <= 2
    assert page.locator("[aria-live=assertive]").count() == 0


@pytest.mark.parametrize(
    ("view", "said", "help_"),
    [
        ("mesures", "Aucune banque de mesures", "une colonne « mesure »"),
        ("subventions", "Aucune banque de subventions", "une colonne « subvention »"),
    ],
)
def test_without_a_bank_the_page_says_how_to_have_one(open_page, server, view, said, help_):
    server.no_bank = True
    page = open_page(f"/#{view}")
    page.get_by_text(said).wait_for()
    assert help_ in page.inner_text(".hint")
    assert page.get_by_role("link", name="Voir les documents indexés").is_visible()


def test_nothing_found_and_a_failure_say_what_to_do(open_page):
    page = open_page("/#mesures?q=rien")
    page.get_by_text("Aucune mesure ne correspond.").wait_for()
    elsewhere = page.get_by_role("link", name="Chercher ces mots dans les documents")
    assert elsewhere.get_attribute("href") == "/#recherche?q=rien"
    assert page.locator(".entry").count() == 0
    page.fill("#measure-q", "rien de proche")
    near = page.locator("section", has=page.get_by_role("heading", name="Les plus proches"))
    near.locator(".entry").nth(1).wait_for()
    assert near.locator("h3").first.inner_text() == "Jumelage des voisins"
    page.get_by_role("link", name="Tout voir").click()
    counted(page, "26 mesures")
    page.fill("#measure-q", "panne")
    page.get_by_text("La recherche a échoué. Réessayez.").wait_for()
    page.fill("#measure-q", "voisins")
    counted(page, "26 mesures")


def test_a_slow_search_says_so(open_page):
    page = open_page("/#mesures")
    counted(page, "26 mesures")
    held = []
    page.route("**/api/measures?q=lent*", lambda route: held.append(route))
    page.fill("#measure-q", "lent")
    page.get_by_text("Chargement…").wait_for()
    assert page.locator(".results[aria-busy=true]").count() == 1
    held[0].continue_()
    counted(page, "26 mesures")
    assert page.locator("[aria-busy]").count() == 0


def test_demonstration_entries_and_expired_grants_are_marked(open_page, server):
    page = open_page("/#mesures")
    page.wait_for_selector(".entry")
    assert "Mesure type" in page.locator(".entry").first.inner_text()
    assert page.locator(".entry").nth(1).locator(".badge").count() == 0
    page.goto("about:blank")
    page.goto(server.address + "/#subventions")
    page.wait_for_selector("rp-grants .entry")
    cards = page.locator("rp-grants .entry").all()
    badges = [card.locator(".badge").first.inner_text() for card in cards]
    assert badges == ["Ouverte", "En continu", "Date à confirmer", "Échue"]
    assert page.get_by_label("Trier par").input_value() == "deadline"
    statuses = page.get_by_role("group", name="État").locator("label > span:nth-child(2)")
    assert statuses.all_inner_texts() == badges
    first, _, _, past = cards
    assert "Exemple" in first.inner_text()
    assert "De 2 700 $ à 10 000 $ · 80 % · Date limite : 20 mai 2099" in first.inner_text().replace(
        "\u00a0", " "
    )
    assert "Terminée le 18 juin 2021" in past.inner_text()
    calendar = first.get_by_role("link", name="Ajouter au calendrier : Voisins solidaires")
    assert calendar.get_attribute("href") == "/api/grants/s-0.ics"
    assert past.get_by_role("link", name="Ajouter au calendrier").count() == 0


def test_on_a_phone_filters_are_folded_and_nothing_overflows(open_page):
    page = open_page("/#mesures?q=aînés", viewport=PHONE, has_touch=True)
    page.wait_for_selector(".entry")
    assert page.get_by_role("checkbox").count() == 0
    assert page.locator(".entry").first.bounding_box()["y"] < 700
    page.get_by_text("Filtres", exact=True).click()
    assert page.get_by_role("checkbox", name="Familles").is_visible()
    assert page.get_by_label("Trier par").is_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize(
    "view", ["", "mesures", "subventions", "mesure/m-000", "subvention/s-0", "listes", "plateforme"]
)
def test_every_view_fits_320_pixels(open_page, view):
    page = open_page(f"/#{view}", viewport=PHONE)
    page.wait_for_selector(".entry, .panel, .start")
    assert overflow(page) <= 0


def test_text_keeps_its_contrast_in_the_dark(open_page):
    page = open_page("/#subventions?status=open&status=closed", color_scheme="dark")
    page.wait_for_selector(".entry")
    parts = ".badge, .chip, .facts, .facet-box span, .entry h2 a, .chosen, .pill, .entry-text"
    low = [node.inner_text() for node in page.locator(parts).all() if contrast(node) < 4.5]
    assert low == []
