"""The administration: the key, documents, questions, the journal."""

from __future__ import annotations

from typing import Any

import pytest
from fake_admin import KEY, refused
from web_checks import focused, overflow

pytestmark = pytest.mark.browser

JOB = {"kind": "rebuild", "started": "2026-11-21T14:00:00+00:00", "running": True,
       "stage": "read", "done": 3, "total": 12, "current": "rapport 2025.pdf",
       "report": None, "error": None}  # fmt: skip
DONE = JOB | {"running": False, "report": {
    "documents": 3, "added": 1, "updated": 0, "unchanged": 2, "removed": 1, "failed": [],
}}  # fmt: skip


def entered(open_page: Any, section: str = "", key: str = KEY, **options: Any) -> Any:
    """The administration, the key given with the keyboard."""
    page = open_page(f"/#admin{section}", locale="fr-CA", **options)
    page.get_by_label("Clé d'administration").focus()
    page.keyboard.type(key)
    page.keyboard.press("Enter")
    return page


def test_the_key_is_asked_kept_for_the_tab_and_forgotten(open_page, server):
    page = entered(open_page)
    page.get_by_role("heading", name="Documents indexés").wait_for()
    assert focused(page) == "Administration"
    assert page.evaluate("[localStorage.length, document.cookie]")[1] == ""
    assert KEY not in str(page.evaluate("JSON.stringify(localStorage)"))
    page.reload()
    page.get_by_role("heading", name="Documents indexés").wait_for()
    page.get_by_role("button", name="Oublier la clé").click()
    page.get_by_label("Clé d'administration").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    assert page.get_by_role("heading", name="Documents indexés").count() == 0


def test_a_wrong_key_is_told_and_asked_again(open_page, server):
    page = entered(open_page, key="fausse")
    page.get_by_role("alert").get_by_text("n'est pas la bonne").wait_for()
    assert focused(page) == "admin-key"
    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Documents indexés").wait_for()
    server.admin.disabled = True
    page.get_by_role("link", name="Questions posées").click()
    page.get_by_role("alert").get_by_text("désactivée").wait_for()


def test_several_files_are_added_and_each_says_what_became_of_it(open_page, server):
    page = entered(open_page)
    page.get_by_text("2 Mo au plus").wait_for()
    page.get_by_label("Choisissez des fichiers").set_input_files([
        {"name": "un.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
        {"name": "jeu.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
        {"name": "gros.txt", "mimeType": "text/plain", "buffer": b"a" * (2 * 1024 * 1024 + 1)},
        {"name": "deux.txt", "mimeType": "text/plain", "buffer": b"Bonjour"},
    ])  # fmt: skip
    page.locator(".uploads li", has_text="deux.txt").get_by_text("Ajouté.").wait_for()
    page.locator(".uploads li", has_text="jeu.exe").get_by_text("pas pris en charge").wait_for()
    page.locator(".uploads li", has_text="gros.txt").get_by_text("2 Mo au plus").wait_for()
    assert server.admin.uploads == ["un.pdf", "deux.txt"]
    page.get_by_role("status").get_by_text("2 fichiers ajoutés.").wait_for()


def test_files_are_dropped_too(open_page, server):
    page = entered(open_page)
    page.get_by_text("2 Mo au plus").wait_for()
    data = page.evaluate_handle(
        "() => { const d = new DataTransfer();"
        " d.items.add(new File(['x'], 'lâché.txt')); return d }"
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": data})
    assert "is-over" in page.locator(".drop").get_attribute("class")
    page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.locator(".uploads").get_by_text("Ajouté.").wait_for()
    assert server.admin.uploads == ["lâché.txt"]


def test_a_file_that_is_refused_can_be_tried_again(open_page, server):
    page = entered(open_page)
    page.get_by_text("2 Mo au plus").wait_for()
    server.admin.refuse = refused(409, "ingest_running", "Une indexation est déjà en cours.")
    page.get_by_label("Choisissez des fichiers").set_input_files(
        {"name": "un.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_text("Une indexation est déjà en cours.").wait_for()
    page.get_by_role("button", name="Réessayer d'ajouter un.pdf").click()
    page.locator(".uploads").get_by_text("Ajouté.").wait_for()


def test_indexing_again_shows_how_far_it_is_and_what_it_did(open_page, server):
    page = entered(open_page)
    page.get_by_role("heading", name="Documents indexés").wait_for()
    server.admin.jobs = [JOB, JOB, DONE]
    page.get_by_role("button", name="Relire et indexer").click()
    page.get_by_text("Lecture des fichiers · 3 sur 12 · rapport 2025.pdf").wait_for()
    assert page.get_by_role("progressbar").evaluate("(b) => b.value / b.max") == 0.25
    said = "Indexation terminée. 1 document ajouté, 1 retiré. L'index compte 3 documents."
    page.get_by_role("status").get_by_text(said).wait_for()
    assert page.get_by_role("progressbar").count() == 0


def test_an_indexing_under_way_is_followed_on_arrival_and_its_failure_said(open_page, server):
    failed = {"code": "disk_full", "message": "Le disque est plein."}
    server.admin.jobs = [JOB, JOB | {"running": False, "error": failed}]
    page = entered(open_page)
    page.get_by_role("status").get_by_text("Le disque est plein.").wait_for()


def test_a_failure_says_what_to_do(open_page, server):
    page = entered(open_page)
    page.locator(".failures").get_by_text("protégé.pdf").wait_for()
    page.locator(".failures").get_by_text("Quoi faire :").wait_for()


def test_a_description_is_changed_and_only_what_changed_is_sent(open_page, server):
    page = entered(open_page)
    page.get_by_role("button", name="Modifier la description").first.click()
    assert page.get_by_role("button", name="Modifier la description").count() == 1
    assert focused(page) == "edit-title"
    page.get_by_label("Année").fill("2022")
    page.get_by_label("Organisme").fill("")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("est à jour").wait_for()
    assert server.admin.patched == [("rapport-2021", {"year": "2022", "organization": None})]
    assert focused(page) == "admin-held"


def test_a_description_that_is_refused_stays_open(open_page, server):
    page = entered(open_page)
    page.get_by_role("button", name="Modifier la description").first.click()
    server.admin.refuse = refused(422, "bad_year", "« hier » n'est pas une année.")
    page.get_by_label("Année").fill("hier")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("n'est pas une année").wait_for()
    assert page.get_by_label("Année").input_value() == "hier"


def test_a_document_is_removed_only_once_confirmed(open_page, server):
    page = entered(open_page)
    remove = page.get_by_role("button", name="Retirer « Rapport")
    remove.click()
    page.get_by_role("dialog").get_by_text("reste dans le dossier").wait_for()
    page.keyboard.press("Escape")
    assert server.admin.gone == set()
    assert focused(page).startswith("Retirer")
    remove.click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
    page.get_by_role("status").get_by_text("est retiré").wait_for()
    assert server.admin.gone == {"rapport-2021"}
    assert remove.count() == 0


def test_questions_without_answer_stand_by_theme_with_the_documents_near(open_page, server):
    page = entered(open_page, "/questions")
    page.get_by_text("Quel est le budget de la piscine ?").first.wait_for()
    page.get_by_role("link", name="Webinaire sur les aînées").wait_for()
    themes = page.locator(".theme summary").all_inner_texts()
    assert themes == ["piscine 3 fois", "Autres sujets 1 fois"]
    page.locator(".theme summary").nth(1).press("Enter")
    page.get_by_text("Aucun document n'en parle").wait_for()
    facts = page.locator(".details").inner_text()
    assert all(text in facts for text in ("40", "90 %", "42 ms", "180 ms", "5 utiles, 1 non"))


def test_a_conversation_is_erased_once_confirmed(open_page, server):
    page = entered(open_page, "/questions")
    page.get_by_role("button", name="Effacer : Quel est le budget").click()
    page.get_by_role("dialog").get_by_text("Les 2 conversations").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    page.get_by_role("status").get_by_text("C'est effacé.").wait_for()
    assert server.admin.erased == ["c-1", "c-2"]


def test_where_questions_are_not_kept_it_says_so_and_how_to(open_page, server):
    server.admin.log = False
    page = entered(open_page, "/questions")
    page.get_by_role("heading", name="Les questions ne sont pas gardées").wait_for()
    page.get_by_text("REPERE_LOG_QUESTIONS=1").wait_for()
    page.get_by_text("inexact : mauvaise année").wait_for()
    assert page.get_by_role("button", name="Exporter").count() == 0


def test_the_journal_says_how_long_and_who_did_what(open_page, server):
    page = entered(open_page, "/journal")
    page.get_by_text("effacés après 90 jours").wait_for()
    page.get_by_role("row", name="Ajout").get_by_text("rapport 2025.pdf").wait_for()
    page.get_by_label("Identifiant de la conversation").fill("c-9")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("2 lignes effacées.").wait_for()
    assert server.admin.erased == ["c-9"]


def test_the_time_the_journal_is_kept_is_chosen(open_page, server):
    page = entered(open_page, "/journal")
    days = page.get_by_label("Effacer après (jours)")
    page.get_by_text("effacés après 90 jours").wait_for()
    assert (days.input_value(), days.get_attribute("max")) == ("90", "365")
    days.fill("30")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text(
        "La durée est enregistrée. 4 lignes effacées."
    ).wait_for()
    page.get_by_text("effacés après 30 jours").wait_for()
    assert server.admin.days == 30
    days.fill("400")
    page.keyboard.press("Enter")
    assert days.evaluate("(input) => input.validity.rangeOverflow")
    assert server.admin.days == 30


def test_sections_are_reached_by_keyboard_and_by_address(open_page, server):
    page = entered(open_page)
    page.get_by_role("heading", name="Documents indexés").wait_for()
    page.get_by_role("link", name="Journal et conservation").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Derniers gestes").wait_for()
    assert focused(page) == "Journal et conservation"
    page.go_back()
    page.get_by_role("heading", name="Documents indexés").wait_for()


@pytest.mark.parametrize("section", ["", "/questions", "/journal"])
def test_markup_in_names_and_questions_stays_text(open_page, server, section):
    server.trapped = True
    page = entered(open_page, section)
    page.get_by_text("window.pwned").first.wait_for()
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main script, main iframe").count() == 0
    assert [text for kind, text in page.told if kind == "error"] == []


def test_a_hostile_file_name_is_text_in_its_row(open_page, server):
    page = entered(open_page)
    page.get_by_text("2 Mo au plus").wait_for()
    name = "<img src=x onerror=window.pwned=1>.txt"
    page.get_by_label("Choisissez des fichiers").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": b"x"}
    )
    page.locator(".uploads").get_by_text("Ajouté.").wait_for()
    assert page.locator(".uploads .file").inner_text() == name
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("section", ["", "/questions", "/journal"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_window(open_page, server, section, width):
    page = entered(open_page, section, viewport={"width": width, "height": 700})
    page.locator(".admin-part").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert overflow(page) <= 0


def test_the_administration_speaks_english(open_page, server):
    page = open_page("/?lang=en#admin", locale="en-CA")
    page.get_by_label("Admin key").fill(KEY)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Indexed documents").wait_for()
    page.get_by_role("link", name="Questions asked").click()
    page.get_by_text("Asked 3 times").wait_for()


def test_its_catalogue_is_complete_and_takes_no_name_from_another(open_page, server):
    page = open_page("/")
    names = "import('/assets/i18n.js').then((m) => Object.values(m.CATALOGUES).map(Object.keys))"
    french, english = page.evaluate(f"import('/assets/i18n-admin.js').then(() => {names})")
    assert sorted(french) == sorted(english)
    counts = []
    for loaded in (["admin"], ["bank", "lists"], ["admin", "bank", "lists"], []):
        page = open_page("/")
        files = ", ".join(f"import('/assets/i18n-{name}.js')" for name in loaded)
        counts.append(len(page.evaluate(f"Promise.all([{files}]).then(() => {names})")[0]))
    admin, others, every, none = counts
    assert every == admin + others - none
