"""The conversation, in a real browser: ask, stream, cite, stop, fail, reload."""

from __future__ import annotations

import re

import pytest
from fake_answers import OTHER_QUOTE, QUOTE, TITLE
from web_checks import answered, ask, contrast, focused, overflow

pytestmark = pytest.mark.browser

QUESTION = "combien de menbres en 2021-2022"
PHONE = {"width": 320, "height": 640}


def test_a_question_gets_a_cited_answer_and_the_citation_opens(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    assert "375 membres, dont 310" in page.inner_text(".answer-text")
    assert page.locator(".answer-text .cite").all_inner_texts() == ["1", "2"]
    page.click(".answer-text .cite >> nth=1")
    # The quote is there at once, what surrounds it when its page has come.
    page.locator("dialog.source .context").get_by_text("Nos membres").wait_for()
    assert page.inner_text("dialog.source mark") == OTHER_QUOTE
    assert page.inner_text("dialog.source h2") == TITLE
    assert page.locator("dialog.source img").get_attribute("alt").startswith("Image de la page 4")
    original = page.get_by_role("link", name="Document original").get_attribute("href")
    assert original == "/api/documents/rapport-2021/file#page=4"
    assert server.asked == [{"question": QUESTION, "history": [], "stream": True, "lang": "fr"}]


@pytest.mark.parametrize("question", [QUESTION, "sans étendue"])
def test_the_quote_is_marked_in_its_page_although_an_emoji_comes_before(open_page, question):
    page = open_page()
    answered(page, question)
    page.click(".answer-text .cite >> nth=0")
    page.locator(".context").get_by_text("L'infolettre rejoint").wait_for()
    assert page.inner_text("dialog.source mark") == QUOTE


def test_everything_works_from_the_keyboard(open_page):
    page = open_page()
    page.wait_for_selector(".start")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "question"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("svp")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-tools")
    assert focused(page) == "question"
    page.focus(".answer-text .cite")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.source[open]")
    assert focused(page) == "source-title"
    page.keyboard.press("Tab")
    assert focused(page) == "Lire dans le document"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Fermer la source"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Source suivante"
    page.keyboard.press("Enter")
    assert page.inner_text(".source-top p") == "Source 2 sur 2"
    page.keyboard.press("Escape")
    assert page.locator("dialog.source[open]").count() == 0
    assert focused(page).startswith("Source 1 : Rapport d'activités")


def test_the_skip_link_leads_to_the_content(open_page):
    page = open_page("/#documents")
    page.wait_for_selector(".document")
    page.keyboard.press("Tab")
    assert focused(page) == "Aller au contenu"
    page.keyboard.press("Enter")
    assert focused(page) == "contenu"


def test_a_follow_up_sends_the_earlier_questions(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    page.get_by_role("button", name="Et en 2020-2021 ?").click()
    page.locator(".answer-tools").nth(1).wait_for()
    assert server.asked[1]["question"] == "Et en 2020-2021 ?"
    assert server.asked[1]["history"] == [QUESTION]
    assert server.asked[1]["conversation_id"] == "c-1"


def test_what_was_understood_is_said_and_its_correction_can_be_given_up(open_page):
    page = open_page()
    answered(page, QUESTION)
    said = page.inner_text(".understood")
    assert "un chiffre · 2021-2022" in said
    assert "orthographe corrigée : « combien de membres en 2021-2022 »" in said
    page.get_by_role("button", name="Reformuler").click()
    words = page.get_by_label("Ma question, autrement")
    assert words.input_value() == "combien de membres en 2021-2022"
    assert focused(page).startswith("understood-words")
    page.get_by_role("button", name="Annuler").click()
    assert focused(page) == "Reformuler"


def test_figures_are_cards_and_doubtful_ones_say_so(open_page):
    page = open_page()
    answered(page, QUESTION)
    assert page.locator(".figure-value").all_inner_texts() == ["375", "352", "4 120"]
    assert page.locator(".figure-card", has_text="À vérifier").count() == 1
    drawn = page.locator(".trend svg")
    assert "2020-2021 : 352, 2021-2022 : 375" in drawn.locator("desc").text_content()


def test_on_a_phone_nothing_overflows_and_the_source_covers_the_page(open_page):
    page = open_page(viewport=PHONE, has_touch=True)
    page.wait_for_selector(".start")
    assert overflow(page) <= 0
    answered(page, QUESTION)
    assert overflow(page) <= 0
    page.click(".answer-text .cite >> nth=0")
    box = page.locator("dialog.source").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 640)
    assert page.locator("dialog.source").evaluate("(node) => node.matches(':modal')")
    page.get_by_role("button", name="Fermer la source").click()
    assert focused(page).startswith("Source 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_its_contrast_in_light_and_dark(open_page, scheme):
    page = open_page(color_scheme=scheme)
    answered(page, QUESTION)
    page.click(".answer-text .cite >> nth=0")
    page.wait_for_selector("dialog.source .context mark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", paper))) < 60) == (scheme == "dark")
    parts = (
        ".answer-text p, .cite, .pill, .understood, .doubt, mark, .soft, .views a, .figure-value"
    )
    low = [node.inner_text() for node in page.locator(parts).all() if contrast(node) < 4.5]
    assert low == []


def test_the_theme_button_overrides_the_system_and_is_kept(open_page):
    page = open_page(color_scheme="light")
    page.click("#theme")
    page.click("#theme")
    assert page.get_attribute("#theme", "aria-label") == "Thème : sombre"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_slow_answer_shows_its_words_and_can_be_stopped_then_asked_again(open_page, server):
    page = open_page()
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    assert page.locator(".answer[aria-busy=true]").count() == 1
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_text("Réponse arrêtée.").first.wait_for()
    assert "Au 31 mars 2022," in page.inner_text(".answer-text")
    server.gate.set()
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(".answer-tools")
    assert [body["history"] for body in server.asked] == [[], []]


def test_an_error_in_mid_stream_is_told_and_the_words_received_stay(open_page):
    page = open_page()
    ask(page, "coupe")
    page.wait_for_selector(".answer .error")
    assert page.inner_text(".answer .error") == "La recherche a échoué. Réessayez."
    assert "Au 31 mars 2022," in page.inner_text(".answer-text")
    assert page.get_by_role("button", name="Réessayer").is_visible()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("casse", "La réponse s'est interrompue avant la fin. Réessayez."),
        ("panne", "Aucun document n'est encore indexé."),
    ],
)
def test_a_dropped_or_refused_question_is_told_in_french(open_page, question, said):
    page = open_page()
    ask(page, question)
    page.wait_for_selector(".answer .error")
    assert page.inner_text(".answer .error") == said
    assert page.is_enabled("#question")


def test_a_server_that_is_gone_is_told(open_page):
    page = open_page()
    page.wait_for_selector(".start")
    page.route("**/api/ask", lambda route: route.abort())
    ask(page, QUESTION)
    page.wait_for_selector(".answer .error")
    assert "Le serveur ne répond pas." in page.inner_text(".answer .error")


def test_an_answer_without_stream_is_shown_too(open_page):
    page = open_page()
    answered(page, "sans flux")
    assert page.locator(".answer-text .cite").count() == 2


def test_not_found_shows_the_closest_passages_and_a_search(open_page):
    page = open_page()
    answered(page, "absent des documents")
    assert page.inner_text(".closest blockquote") == OTHER_QUOTE
    link = page.get_by_role("link", name="Chercher ces mots").get_attribute("href")
    assert link == "/#recherche?q=absent%20des%20documents"
    page.click(".closest a")
    page.wait_for_selector("rp-reader mark")
    assert page.inner_text("rp-reader mark") == OTHER_QUOTE
    page.get_by_role("link", name="Questions").click()
    assert page.locator(".cite").count() == 0


def test_a_reload_keeps_the_conversation_and_the_text_being_typed(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    ask(page, "lent")
    page.locator(".answer-text").nth(1).get_by_text("Au 31 mars 2022,").wait_for()
    page.fill("#question", "une question commencée")
    page.reload()
    page.wait_for_selector(".answer-tools")
    assert page.locator(".question").all_text_contents() == [f"Vous : {QUESTION}", "Vous : lent"]
    assert page.get_by_text("Réponse interrompue avant la fin.").is_visible()
    assert page.input_value("#question") == "une question commencée"
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.reload()
    page.wait_for_selector(".start")
    assert page.locator(".turn").count() == 0


def test_an_answer_goes_on_while_another_view_is_open(open_page, server):
    page = open_page()
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    page.get_by_role("link", name="Documents").click()
    page.wait_for_selector(".document")
    server.gate.set()
    page.get_by_role("link", name="Questions").click()
    page.wait_for_selector(".answer-tools")
    assert page.locator(".answer-text .cite").count() == 2


def test_votes_reach_the_server_with_their_reasons(open_page, server):
    page = open_page()
    answered(page, QUESTION)
    page.get_by_role("button", name="Réponse pas utile").click()
    page.get_by_label("Mauvaise source").check()
    page.get_by_label("Commentaire (facultatif)").fill("Mauvaise année")
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.get_by_text("Merci, c'est noté.").wait_for()
    assert server.voted == [
        {"conversation_id": "c-1", "useful": False, "comment": "source : Mauvaise année"}
    ]


def test_the_reference_is_copied_in_french_form(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"], locale="fr-CA")
    answered(page, QUESTION)
    page.click(".answer-text .cite >> nth=0")
    page.get_by_role("button", name="Copier la référence").click()
    page.get_by_role("button", name="Copié").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"RÉSEAU DES VILLAGES ACTIFS. {TITLE}, p. 4, en ligne : https://")
    assert "consulté le " in copied


def test_screen_readers_hear_the_start_and_the_answer_not_every_word(open_page):
    page = open_page()
    page.evaluate(
        "() => { window.heard = []; const live = document.querySelector('.talk > [role=status]');"
        " new MutationObserver(() => window.heard.push(live.textContent))"
        ".observe(live, { childList: true, characterData: true, subtree: true }); }"
    )
    answered(page, QUESTION)
    heard = page.evaluate("window.heard")
    assert len(heard) == 2
    assert heard[1].startswith("Réponse, 2 sources : Au 31 mars 2022, le réseau compte 375")
    assert "[" not in heard[1]
    assert page.locator("[aria-live=assertive]").count() == 0
