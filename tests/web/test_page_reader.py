"""Inside a document: pages as small pictures, its own search; order of results; when indexed."""

from __future__ import annotations

import pytest
from fake_answers import PAGE_TEXT, QUOTE
from web_checks import overflow

pytestmark = pytest.mark.browser


def test_the_pages_are_small_pictures_that_open_them(open_page):
    page = open_page("/#document/rapport-2021?page=4")
    strip = page.get_by_role("navigation", name="Pages du document")
    strip.wait_for()
    links = strip.get_by_role("link")
    assert links.all_inner_texts() == [f"{n}\nPage {n}" for n in range(1, 7)]
    assert strip.locator("[aria-current=page]").get_attribute("data-page") == "4"
    assert strip.locator("img").nth(1).get_attribute("src").endswith("/pages/2.png?width=110")
    assert strip.locator("img").nth(5).get_attribute("loading") == "lazy"
    links.nth(4).press("Enter")
    page.get_by_text("Texte de la page 5.").wait_for()
    assert strip.locator("[aria-current=page]").get_attribute("data-page") == "5"


def test_a_document_without_pages_has_no_strip_and_a_missing_picture_leaves_its_number(open_page):
    page = open_page("/#document/webinaire")
    page.wait_for_selector("rp-reader .sheet")
    assert page.locator(".thumbs").count() == 0
    page.route("**/*.png*", lambda route: route.fulfill(status=404))
    page.goto(page.url.replace("webinaire", "rapport-2021"))
    page.locator(".thumbs a").first.wait_for()
    page.locator(".thumbs img[src*='/1.png']").wait_for(state="detached")
    assert page.locator(".thumbs a").first.inner_text().startswith("1")


def test_words_are_found_inside_the_document_and_marked_in_its_page(open_page, server):
    page = open_page("/#document/rapport-2021?page=1")
    page.get_by_label("Chercher dans ce document").fill("membres")
    page.keyboard.press("Enter")
    page.get_by_text("1 passage").wait_for()
    assert server.looked[-1]["document"] == "rapport-2021"
    assert page.url.endswith("#document/rapport-2021?page=1&q=membres")
    page.locator(".found a").click()
    page.locator(".sheet mark").wait_for()
    assert page.locator(".sheet mark").all_inner_texts() == ["membres"]
    assert page.locator(".found [aria-current]").count() == 1
    before = PAGE_TEXT[: PAGE_TEXT.index(QUOTE)]
    shown = page.locator(".sheet .page-text").evaluate(
        "(node) => node.textContent.slice(0, node.textContent.indexOf('compte'))"
    )
    assert shown.split() == (before + "Au 31 mars 2022, le réseau ").split()
    # Turning pages keeps the words; emptying the box forgets them.
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_text("Texte de la page 5.").wait_for()
    assert page.url.endswith("page=5&q=membres")
    page.get_by_label("Chercher dans ce document").fill("")
    page.keyboard.press("Enter")
    page.locator(".found li").wait_for(state="detached")


def test_words_that_are_not_there_are_told(open_page, server):
    page = open_page("/")
    nothing = '{"hits": [], "total": 0, "corrected": null, "facets": {}}'
    page.route("**/api/search*", lambda r: r.fulfill(body=nothing, content_type="application/json"))
    page.goto(f"{server.address}/#document/rapport-2021?q=licorne")
    page.get_by_role("status").get_by_text("Ces mots ne sont pas dans ce document.").wait_for()
    assert page.get_by_label("Chercher dans ce document").input_value() == "licorne"


def test_the_reader_fits_320_pixels(open_page):
    page = open_page(
        "/#document/rapport-2021?page=4&q=membres", viewport={"width": 320, "height": 640}
    )
    page.locator(".found li").wait_for()
    page.locator(".sheet").wait_for()
    assert overflow(page) <= 0


def test_results_are_sorted_as_asked_and_the_address_says_so(open_page, server):
    page = open_page("/#recherche?q=camps")
    page.wait_for_selector(".hit")
    order = page.get_by_label("Trier :")
    assert order.input_value() == "relevance"
    order.select_option(label="du plus récent")
    page.wait_for_url("**/#recherche?q=camps&sort=year")
    page.wait_for_selector(".results:not([aria-busy])")
    assert server.looked[-1]["sort"] == "year"
    page.reload()
    page.wait_for_selector(".hit")
    assert page.get_by_label("Trier :").input_value() == "year"
    page.get_by_label("Trier :").select_option(label="par pertinence")
    page.wait_for_url("**/#recherche?q=camps")


def test_a_document_facet_has_its_title(open_page):
    page = open_page("/#recherche?q=camps")
    facet = page.locator(".facet[data-key='document:rapport-2021']")
    facet.get_by_text("Rapport d'activités 2021-2022").wait_for()


def test_one_is_told_when_the_index_was_brought_up_to_date(open_page):
    page = open_page("/#documents", locale="fr-CA", timezone_id="America/Toronto")
    page.get_by_text("2 documents · index mis à jour le 21 novembre 2026 à 14 h 05").wait_for()
