"""axe-core finds nothing to say of any view or state: wide in light, on a phone in the dark.

What axe cannot judge (order of the focus, what is told and when) is tested view by view elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fake_admin import KEY
from web_checks import answered, ask

from assistant.api.signin import sign_in_html
from assistant.settings import Settings

pytestmark = pytest.mark.browser

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
(tags) => axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then((found) =>
  found.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 160) + n.failureSummary)]))
"""
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 320, "height": 640}
RUNNING = {"kind": "rebuild", "started": "", "running": True, "stage": "read", "done": 3,
           "total": 12, "current": "a.pdf", "report": None, "error": None}  # fmt: skip
# View → what shows that it is drawn.
VIEWS = {
    "": ".start",
    "recherche": "rp-search .hint",
    "recherche?q=menbres": ".banks a",
    "chiffres?q=membres": "rp-figures table",
    "documents": ".failures",
    "document/rapport-2021?page=4": "rp-reader .sheet",
    "document/rapport-2021?page=4&q=membres": "rp-reader .found li",
    "mesures?q=aînés&like=Mont-Clair&audience=Personnes aînées": "rp-measures .entry",
    "mesures?q=rien": "rp-measures .hint",
    "mesures?q=panne": "rp-measures .error",
    "subventions?status=open&status=closed": "rp-grants .entry",
    "mesure/m-000": "rp-measure .details",
    "mesure/inconnue": "rp-measure .error",
    "subvention/s-0": "rp-grant .details",
    "listes": "rp-lists .panel",
    "listes/inconnue": "rp-list .error",
    "plateforme": "rp-platform .boxes input",
    "plateforme?count=6": "rp-platform .proposed",
}


def violations(page: Any) -> list[Any]:
    """What axe finds, in each of the looks a page may have."""
    page.evaluate(axe.Axe().axe_script)
    found = []
    for scheme, size in (("light", WIDE), ("dark", PHONE)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [(scheme, size["width"], *item) for item in page.evaluate(RUN, TAGS)]
    return found


def started(open_page: Callable[..., Any], path: str) -> Any:
    return open_page(path, bypass_csp=True, locale="fr-CA")


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_any_view(open_page, view):
    page = started(open_page, f"/#{view}")
    page.locator(VIEWS[view]).first.wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("question", ["combien de membres", "absent", "mesures sur le voisinage"])
def test_axe_finds_nothing_in_an_answer_its_votes_and_its_source(open_page, question):
    page = started(open_page, "/")
    answered(page, question)
    page.get_by_role("button", name="Réponse pas utile").click()
    assert violations(page) == []
    if question == "combien de membres":
        page.set_viewport_size(WIDE)
        page.click(".answer-text .cite >> nth=0")
        page.wait_for_selector("dialog.source .context mark")
        assert violations(page) == []


def test_axe_finds_nothing_in_a_comparison_a_correction_and_the_windows_of_a_conversation(
    open_page,
):
    page = started(open_page, "/")
    answered(page, "compare les membres")
    page.locator(".comparison table").wait_for()
    page.get_by_role("button", name="Reformuler").click()
    page.get_by_label("Ma question, autrement").wait_for()
    assert violations(page) == []
    for name in ("Exporter ou effacer", "Conversations passées"):
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog").wait_for()
        if name.startswith("Exporter"):
            page.get_by_role("button", name="Effacer cette conversation").click()
            page.get_by_text("effacés après").wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")


def test_axe_finds_nothing_in_the_open_menu(open_page):
    page = started(open_page, "/")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Menu").click()
    page.evaluate(axe.Axe().axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(RUN, TAGS) == []


def test_axe_finds_nothing_while_an_answer_comes_nor_when_it_fails(open_page, server):
    page = started(open_page, "/")
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    assert violations(page) == []
    server.gate.set()
    page.wait_for_selector(".answer-tools")
    ask(page, "panne")
    page.wait_for_selector(".answer .error")
    assert violations(page) == []


@pytest.mark.parametrize("access", ["owner", "edit", "read"])
def test_axe_finds_nothing_in_a_list(open_page, server, access):
    key = server.lists.make("Voisins", ["m-000", "s-0", "zz-1"], note="À voir.")
    given = key if access == "owner" else server.lists.share(key, access)
    page = started(open_page, f"/#listes/{given}")
    page.wait_for_selector(".list-item")
    assert violations(page) == []


def test_axe_finds_nothing_in_the_windows_of_lists(open_page, server):
    key = server.lists.make("Voisins", ["m-000"])
    server.lists.share(key, "edit")
    page = started(open_page, f"/#listes/{key}")
    page.get_by_role("button", name="Partager").click()
    page.get_by_role("button", name="Créer un lien").click()
    page.get_by_label("Lien de partage").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Supprimer la liste").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("location.hash = 'mesures'")
    page.locator(".add").first.click()
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_the_tour_and_the_help(open_page):
    page = started(open_page, "/")
    page.get_by_role("button", name="Faire la visite").click()
    page.get_by_role("button", name="Suivant").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="Aide").click()
    page.get_by_role("dialog", name="Aide").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("section", ["", "/questions", "/journal"])
@pytest.mark.parametrize("kept", [True, False])
def test_axe_finds_nothing_in_the_administration(open_page, server, section, kept):
    server.admin.log = kept
    page = started(open_page, f"/#admin{section}")
    page.get_by_label("Clé d'administration").fill(KEY)
    if not section:
        assert violations(page) == []
        server.admin.jobs = [RUNNING]
    page.keyboard.press("Enter")
    page.locator(".admin-part").first.wait_for()
    page.wait_for_function("document.querySelectorAll('.admin .document, .asked, td').length > 0")
    assert violations(page) == []


def test_axe_finds_nothing_in_the_windows_and_refusals_of_the_administration(open_page, server):
    page = started(open_page, "/#admin")
    page.get_by_label("Clé d'administration").fill("fausse")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    page.get_by_label("Clé d'administration").fill(KEY)
    page.keyboard.press("Enter")
    page.get_by_text("2 Mo au plus").wait_for()
    server.admin.refuse = (409, {"error": {"code": "x", "message": "Une indexation court."}})
    page.get_by_label("Choisissez des fichiers").set_input_files([
        {"name": name, "mimeType": "text/plain", "buffer": b"x"} for name in ("a.txt", "b.txt")
    ])  # fmt: skip
    page.get_by_text("Ajouté.").first.wait_for()
    assert violations(page) == []
    for name in ("Modifier la description", "Retirer «"):
        page.get_by_role("button", name=name).first.click()
        page.get_by_role("dialog").wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")


def test_axe_finds_nothing_where_no_bank_is_indexed(open_page, server):
    server.no_bank = True
    for view in ("mesures", "plateforme"):
        page = started(open_page, f"/#{view}")
        page.get_by_text("Aucune banque de mesures").wait_for()
        assert violations(page) == []


def test_axe_finds_nothing_in_the_widget_and_its_host(open_page):
    page = started(open_page, "/demo")
    page.locator("repere-widget .launch").click()
    page.locator("repere-widget textarea").fill("combien de membres")
    page.keyboard.press("Enter")
    page.locator("repere-widget .vote").first.wait_for()
    assert violations(page) == []
    page.locator("repere-widget .cite").first.click()
    page.locator("repere-widget .card").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_in_the_sign_in_page(open_page, server):
    for name, problem in (("entree", ""), ("refus", "Cette clé n'est pas la bonne.")):
        page = sign_in_html("fr", "/", Settings(), problem=problem)
        server.files[f"/{name}"] = ("text/html; charset=utf-8", page, {})
        assert violations(started(open_page, f"/{name}")) == []
