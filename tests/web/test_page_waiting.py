"""What the page says when the network is slow or gone, and in which words."""

from __future__ import annotations

import re

import pytest
from fake_repere import WEB
from web_checks import answered, ask

pytestmark = pytest.mark.browser

CATALOGUES = (
    "Promise.all(%s.map((name) => import(`/assets/${name}`)))"
    ".then(() => import('/assets/i18n.js')).then((m) => Object.values(m.CATALOGUES)"
    ".map((words) => Object.fromEntries(Object.entries(words).map(([key, value]) =>"
    " [key, typeof value === 'function' ? '' : value]))))"
)


def test_being_offline_is_told_and_the_question_waits(open_page, server):
    page = open_page(locale="fr-CA")
    page.wait_for_selector(".start")
    page.context.set_offline(True)
    page.get_by_text("Vous êtes hors ligne. Votre conversation est conservée.").wait_for()
    ask(page, "combien de membres")
    page.locator(".answer .error").get_by_text("Vous êtes hors ligne.").wait_for()
    page.context.set_offline(False)
    page.locator("#offline").wait_for(state="hidden")
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(".answer-tools")
    assert len(server.asked) == 1


def test_a_slow_server_is_told_after_a_while(open_page, server):
    page = open_page(locale="fr-CA")
    page.wait_for_selector(".start")
    page.clock.install()
    held = []
    page.route("**/api/ask", lambda route: held.append(route))
    ask(page, "combien de membres")
    page.locator(".status").get_by_text("Recherche dans les documents…").wait_for()
    page.clock.run_for(6_500)
    page.locator(".status").get_by_text("C'est plus long que d'habitude.").wait_for()
    assert page.get_by_role("button", name="Arrêter").is_visible()
    held[0].continue_()
    page.wait_for_selector(".answer-tools")


@pytest.mark.parametrize(
    ("view", "path"),
    [
        ("recherche?q=camps", "search"),
        ("chiffres?q=membres", "figures"),
        ("documents", "documents"),
        ("document/rapport-2021?page=2", "documents/rapport-2021/pages/2"),
    ],
)
def test_a_view_that_cannot_be_read_says_so_and_tries_again(open_page, server, view, path):
    page = open_page(locale="fr-CA")
    page.wait_for_selector(".start")
    page.route(re.compile(rf"/api/{path}(\?|$)"), lambda route: route.abort())
    page.evaluate("(hash) => { location.hash = hash }", view)
    page.locator("main .error").get_by_text("Le serveur ne répond pas.").wait_for()
    page.unroute_all()
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector("main .error", state="detached")


def test_every_sentence_is_in_both_languages_and_none_is_missing(open_page):
    page = open_page()
    files = sorted(path.name for path in WEB.glob("i18n-*.js"))
    assert len(files) >= 5
    french, english = page.evaluate(CATALOGUES % files)
    assert sorted(french) == sorted(english)
    for key, text in french.items():
        named = [re.findall(r"\{(\w+)\}", words) for words in (text, english[key])]
        assert sorted(named[0]) == sorted(named[1]), key
    code = "\n".join(path.read_text("utf-8") for path in WEB.glob("*.js"))
    asked = set(re.findall(r'\bt\("(\w+)"', code)) | set(
        re.findall(r'data-t(?:-label)?="(\w+)"', (WEB / "index.html").read_text("utf-8"))
    )
    assert asked - set(french) == set()


def test_no_sentence_is_left_that_nothing_says(open_page):
    page = open_page()
    files = sorted(path.name for path in WEB.glob("i18n-*.js"))
    french, _ = page.evaluate(CATALOGUES % files)
    code = "\n".join(
        path.read_text("utf-8") for path in WEB.glob("*.*") if not path.name.startswith("i18n")
    )
    made = {key for key in french if "_" in key}  # named by a code: reason_…, stage_…, kind_…
    unsaid = {key for key in set(french) - made if not re.search(rf"\b{key}\b", code)}
    assert {key for key in unsaid if not re.match(r"(tour|help)\w*\d?", key)} == set()


def test_numbers_and_dates_take_the_reader_s_form(open_page):
    forms = (
        "import('/assets/i18n.js').then((m) => [m.number(4120.5), m.money(2700),"
        " m.day('2026-05-01'), m.moment('2026-11-21T19:05:00Z')])"
    )
    french = open_page("/", locale="fr-CA", timezone_id="America/Toronto").evaluate(forms)
    assert [text.replace("\u00a0", " ") for text in french] == [
        "4 120,5", "2 700 $", "1er mai 2026", "21 novembre 2026 à 14 h 05",
    ]  # fmt: skip
    page = open_page("/?lang=en", locale="en-CA", timezone_id="America/Toronto")
    english = [text.replace("\u202f", " ") for text in page.evaluate(forms)]
    assert english == ["4,120.5", "$2,700", "May 1, 2026", "November 21, 2026 at 2:05 p.m."]
    answered(page, "combien")
