"""What assistive technology is told: the accessibility tree of the main views and states."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import expect
from web_checks import answered, ask

pytestmark = pytest.mark.browser


def test_the_frame_has_its_landmarks_in_order(open_page):
    page = open_page(locale="fr-CA")
    page.evaluate("localStorage.setItem('repere.tour', 'seen')")
    page.reload()
    page.wait_for_selector(".start")
    expect(page.locator("body")).to_match_aria_snapshot("""
        - link "Aller au contenu"
        - banner:
          - link "Repère"
          - navigation "Navigation principale":
            - link "Questions"
            - link "Recherche"
            - link "Mesures"
            - link "Subventions"
            - link "Mes listes"
            - link "Chiffres"
            - link "Documents"
          - button "Aide"
          - 'button "Thème : automatique"'
          - button "English"
        - main:
          - heading "Que cherchez-vous dans vos documents ?" [level=1]
          - paragraph
          - status
          - text: Votre question
          - textbox "Votre question"
          - button "Envoyer"
          - paragraph
          - heading "Pour commencer" [level=2]
          - list:
            - listitem:
              - button "Combien de membres en 2021-2022 ?"
        - contentinfo
    """)
    current = page.locator("[aria-current=page]").all_inner_texts()
    assert current == ["Questions"]


def test_an_answer_reads_in_order(open_page):
    page = open_page(locale="fr-CA")
    answered(page, "combien de membres")
    expect(page.locator(".turn")).to_match_aria_snapshot("""
        - article:
          - 'heading "Vous : combien de membres" [level=2]'
          - paragraph:
            - text: Au 31 mars 2022, le réseau compte 375 membres, dont 310 municipalités
            - 'button "Source 1 : Rapport d''activités 2021-2022, page 4"'
            - text: . Son infolettre rejoint 4 120 personnes
            - 'button "Source 2 : Rapport d''activités 2021-2022, page 4"'
          - heading "Chiffres" [level=3]
          - list
          - figure
          - heading "Sources" [level=3]
          - list:
            - listitem:
              - button /Rapport d'activités 2021-2022/
            - listitem:
              - button /Rapport d'activités 2021-2022/
          - heading "Pour continuer" [level=3]
          - list:
            - listitem:
              - button "Et en 2020-2021 ?"
          - button "Copier la réponse"
          - button "Réponse utile"
          - button "Réponse pas utile"
          - status
          - paragraph:
            - button "Reformuler"
    """)


def test_the_state_of_a_citation_is_told_and_its_source_is_a_named_window(open_page):
    page = open_page(locale="fr-CA")
    answered(page, "combien de membres")
    cite = page.locator(".answer-text .cite").first
    assert cite.get_attribute("aria-expanded") == "false"
    cite.click()
    assert cite.get_attribute("aria-expanded") == "true"
    page.locator(".context mark").wait_for()
    expect(page.get_by_role("dialog")).to_match_aria_snapshot("""
        - dialog "Rapport d'activités 2021-2022":
          - paragraph: Source 1 sur 2
          - button "Source précédente" [disabled]
          - button "Source suivante"
          - button "Fermer la source"
          - heading "Rapport d'activités 2021-2022" [level=2]
          - paragraph: p. 4 · Nos membres
          - paragraph:
            - link "Lire dans le document"
            - link "Document original"
            - button "Copier la référence"
          - region "Texte autour de l'extrait":
            - blockquote:
              - mark
          - img "Image de la page 4 de « Rapport d'activités 2021-2022 », passage surligné"
    """)


def test_waiting_and_failing_are_told(open_page, server):
    page = open_page(locale="fr-CA")
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    assert page.locator(".talk > [role=status]").text_content() == "Recherche dans les documents…"
    assert page.get_by_role("button", name="Arrêter").is_visible()
    assert page.get_by_role("button", name="Envoyer").count() == 0
    server.gate.set()
    page.wait_for_selector(".answer-tools")
    ask(page, "panne")
    page.wait_for_selector(".answer .error")
    told = page.locator(".talk > [role=status]").text_content()
    assert told == "Erreur : Aucun document n'est encore indexé."


def test_charts_have_a_table_and_a_text(open_page):
    page = open_page(locale="fr-CA")
    answered(page, "compare")
    expect(page.locator(".comparison")).to_match_aria_snapshot("""
        - heading "Comparaison" [level=3]
        - 'img "Colonnes : membres"'
        - region "D'une année à l'autre":
          - table "D'une année à l'autre":
            - caption
            - rowgroup:
              - row "Année Chiffre Écart Source"
            - rowgroup:
              - row /2020-2021 membres 352/
              - row /2021-2022 membres 375 \\+23/
    """)


def test_search_results_and_their_filters_are_named(open_page):
    page = open_page("/#recherche?q=menbres", locale="fr-CA")
    page.wait_for_selector(".hit")
    expect(page.get_by_role("main")).to_match_aria_snapshot("""
        - main:
          - heading "Recherche" [level=1]
          - search:
            - searchbox "Mots à chercher dans les documents": menbres
            - button "Chercher"
          - complementary "Filtres":
            - group:
              - heading "Année" [level=2]
              - list:
                - listitem:
                  - button "2021-2022 9 passages"
          - status:
            - strong: Résultats pour « membres »
          - paragraph:
            - combobox "Trier :"
    """)


def test_the_language_of_parts_is_said(open_page):
    page = open_page("/?lang=en", locale="en-CA")
    answered(page, "how many members")
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_attribute(".answer-text", "lang") == "fr"
    assert page.get_attribute("#language", "lang") == "fr"


@pytest.mark.parametrize("view", ["", "recherche?q=camps", "documents", "chiffres?q=membres",
                                  "mesures", "subventions", "listes", "plateforme",
                                  "document/rapport-2021?page=4", "admin"])  # fmt: skip
def test_every_view_has_one_first_heading_and_no_level_is_skipped(open_page, view):
    page = open_page(f"/#{view}", locale="fr-CA")
    page.locator("main h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    levels = page.evaluate(
        "[...document.querySelectorAll('main :is(h1, h2, h3, h4)')]"
        ".filter((h) => h.checkVisibility()).map((h) => Number(h.localName[1]))"
    )
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(levels))
