"""Lists on the page: kept by the browser, ordered, annotated, shared; changed by two people."""

from __future__ import annotations

import json

import pytest
from web_checks import focused, overflow

pytestmark = pytest.mark.browser

IDS = ["m-001", "m-002", "s-0"]
PHONE = {"width": 320, "height": 640}


def order(page) -> list[str]:
    return page.locator(".list-item h2").all_inner_texts()


def opened(open_page, key: str, **options):
    page = open_page(f"/#listes/{key}", locale="fr-CA", **options)
    page.wait_for_selector(".list-item")
    return page


def known(page) -> list[dict]:
    return json.loads(page.evaluate("localStorage.getItem('repere.lists')") or "[]")


def said(page, text: str) -> None:
    page.locator(".said:visible", has_text=text).first.wait_for()


def test_a_measure_goes_into_a_first_list_then_a_grant_into_the_same(open_page, server):
    page = open_page("/#mesures", locale="fr-CA")
    add = page.get_by_role("button", name="Ajouter à une liste : Jumelage des voisins")
    add.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Ajouter à une liste")
    dialog.wait_for()
    assert focused(page) == "new-list-name"
    assert page.input_value("#new-list-name") == "Mes favoris"
    page.keyboard.press("Enter")
    page.get_by_text("Ajoutée à « Mes favoris »").wait_for()
    assert focused(page).startswith("Ajouter à une liste")
    page.goto(server.address + "/#subvention/s-0")
    page.get_by_role("button", name="Ajouter à une liste : Voisins solidaires").click()
    dialog.get_by_role("button", name="Mes favoris").click()
    page.get_by_text("Ajoutée à « Mes favoris »").locator("visible=true").wait_for()
    page.get_by_role("button", name="Ajouter à une liste : Voisins solidaires").click()
    dialog.get_by_role("button", name="Mes favoris").click()
    page.get_by_text("Déjà dans « Mes favoris »").click()
    page.wait_for_selector(".list-item")
    assert order(page) == ["Jumelage des voisins", "Voisins solidaires"]
    [kept] = known(page)
    assert page.url.endswith(f"#listes/{kept['key']}")


def test_the_window_of_lists_closes_by_escape_and_holds_its_error(open_page, server):
    page = open_page("/#mesures", locale="fr-CA")
    page.locator(".add").first.click()
    page.route("**/api/lists", lambda route: route.abort())
    page.get_by_role("button", name="Créer et ajouter").click()
    page.get_by_role("alert").get_by_text("Le serveur ne répond pas.").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert focused(page).startswith("Ajouter à une liste")


def test_the_order_changes_from_the_keyboard_is_told_and_kept(open_page, server):
    page = opened(open_page, server.lists.make("Voisins", IDS))
    assert page.get_by_role("button", name="Monter « Visites de bon voisinage 1 »").is_disabled()
    down = page.get_by_role("button", name="Descendre « Visites de bon voisinage 1 »")
    down.focus()
    page.keyboard.press("Enter")
    said(page, "« Visites de bon voisinage 1 » est maintenant au rang 2 sur 3.")
    assert focused(page) == "Descendre « Visites de bon voisinage 1 »"
    page.keyboard.press("Enter")
    said(page, "au rang 3 sur 3.")
    page.reload()
    page.wait_for_selector(".list-item")
    assert order(page)[2] == "Visites de bon voisinage 1"


def test_the_order_changes_by_dragging_too(open_page, server):
    tall = {"width": 1280, "height": 1300}
    page = opened(open_page, server.lists.make("Voisins", IDS), viewport=tall)
    handle = page.locator(".rank").first.bounding_box()
    target = page.locator(".list-item").nth(2).bounding_box()
    page.mouse.move(handle["x"] + 9, handle["y"] + 9)
    page.mouse.down()
    page.mouse.move(handle["x"] + 15, handle["y"] + 40, steps=4)
    page.mouse.move(target["x"] + 200, target["y"] + 30, steps=4)
    page.mouse.up()
    said(page, "« Visites de bon voisinage 1 » est maintenant au rang 3 sur 3.")
    assert order(page)[2] == "Visites de bon voisinage 1"


def test_an_edit_on_a_stale_list_is_made_on_the_new_one(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = opened(open_page, key)
    server.lists.answer("POST", f"/api/lists/{key}/items", {"id": "m-005"})
    page.get_by_role("button", name="Descendre « Visites de bon voisinage 1 »").click()
    said(page, "La liste avait changé entre-temps")
    assert order(page) == [
        "Visites de bon voisinage 2",
        "Visites de bon voisinage 1",
        "Voisins solidaires",
        "Visites de bon voisinage 5",
    ]


def test_notes_are_saved_and_two_people_writing_lose_nothing(open_page, server):
    key = server.lists.make("Voisins", IDS, note="Au départ.")
    page = opened(open_page, key)
    note = page.get_by_label("Note : Visites de bon voisinage 1")
    note.fill("Ma note.")
    note.blur()
    page.get_by_text("Note enregistrée.").wait_for()
    item = server.lists.json(key)["items"][0]
    assert item["note"] == "Ma note."
    server.lists.answer("PATCH", f"/api/lists/{key}/items/{item['id']}", {"note": "Sa note."})
    note.fill("Ma note, suite.")
    note.blur()
    page.get_by_text("les deux textes sont réunis").wait_for()
    assert note.input_value() == "Sa note.\nMa note, suite."
    assert server.lists.json(key)["items"][0]["note"] == "Sa note.\nMa note, suite."


def test_a_note_that_cannot_be_saved_stays_and_says_so(open_page, server):
    page = opened(open_page, server.lists.make("Voisins", IDS))
    note = page.get_by_label("Note : Visites de bon voisinage 1")
    page.route("**/items/*", lambda route: route.abort())
    note.fill("Ma note.")
    note.blur()
    page.get_by_text("Note non enregistrée : Le serveur ne répond pas.").wait_for()
    assert note.input_value() == "Ma note."


def test_a_list_is_renamed_and_a_name_given_meanwhile_is_told(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = opened(open_page, key)
    server.lists.answer("PATCH", f"/api/lists/{key}", {"name": "Bon voisinage"})
    page.get_by_role("button", name="Renommer").click()
    page.get_by_label("Nom de la liste").fill("Entraide")
    page.keyboard.press("Enter")
    page.get_by_text("La liste a été renommée « Bon voisinage » entre-temps.").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Entraide").wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert server.lists.json(key)["name"] == "Entraide"


def test_an_item_is_removed_and_put_back_where_it_was(open_page, server):
    page = opened(open_page, server.lists.make("Voisins", IDS, note="À voir."))
    page.get_by_role("button", name="Retirer « Visites de bon voisinage 2 » de la liste").click()
    said(page, "« Visites de bon voisinage 2 » est retirée de la liste.")
    assert len(order(page)) == 2
    assert focused(page) == "Annuler le retrait"
    page.keyboard.press("Enter")
    page.locator(".list-item").nth(2).wait_for()
    assert order(page)[1] == "Visites de bon voisinage 2"
    assert page.get_by_label("Note : Visites de bon voisinage 2").input_value() == "À voir."


def test_an_entry_gone_from_the_bank_is_kept_and_marked(open_page, server):
    page = opened(open_page, server.lists.make("Voisins", ["zz-1"]))
    assert "N'est plus dans la banque" in page.inner_text(".list-item")
    assert page.locator(".list-item h2 a").count() == 0


def test_a_list_is_shared_then_the_link_is_revoked(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = opened(open_page, key)
    page.get_by_role("button", name="Partager").click()
    page.get_by_text("Aucun lien de partage.").wait_for()
    page.get_by_label("Lire et modifier").check()
    page.get_by_label("Pour qui ?").fill("comité des aînés")
    page.get_by_role("button", name="Créer un lien").click()
    page.get_by_text("Copiez-le maintenant").wait_for()
    address = page.get_by_label("Lien de partage").input_value()
    assert focused(page) == "share-address"
    guest = open_page(address, viewport=PHONE)
    guest.get_by_text("vos changements sont visibles de tout le groupe").wait_for()
    assert guest.get_by_role("button", name="Partager").count() == 0
    assert overflow(guest) <= 0
    page.get_by_role("button", name="Révoquer le lien comité").click()
    page.get_by_text("Lien révoqué").wait_for()
    guest.reload()
    guest.get_by_text("Cette liste n'existe plus, ou son lien a été révoqué.").wait_for()
    page.keyboard.press("Escape")
    assert focused(page) == "Partager"


def test_a_list_shared_to_be_read_cannot_be_changed_and_can_be_kept(open_page, server):
    key = server.lists.share(server.lists.make("Voisins", IDS, note="À lire."), "read")
    page = opened(open_page, key)
    page.get_by_text("en lecture seule").first.wait_for()
    for name in ("Monter", "Retirer", "Renommer", "Supprimer", "Partager"):
        assert page.get_by_role("button", name=name).count() == 0
    assert page.locator(".list-item textarea").count() == 0
    assert "Note : À lire." in page.locator(".list-item").first.inner_text()
    assert known(page) == []
    page.get_by_role("button", name="Garder dans mes listes").click()
    said(page, "Gardée dans vos listes.")
    assert known(page) == [{"key": key, "name": "Voisins", "access": "read", "total": 3}]
    page.get_by_role("link", name="Toutes mes listes").click()
    page.get_by_role("button", name="Retirer « Voisins » de mes listes").click()
    page.get_by_text("Vous n'avez pas encore de liste.").wait_for()
    assert known(page) == []


def test_a_list_is_exported_in_every_form_with_its_key_kept_from_referrers(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = opened(open_page, key)
    links = page.get_by_role("list", name="Exporter").get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        f"/api/lists/{key}/export.{form}" for form in ("docx", "pdf", "xlsx", "csv", "json", "ics")
    ]
    assert {link.get_attribute("referrerpolicy") for link in links.all()} == {"no-referrer"}


def test_a_list_is_printed_without_its_buttons_and_with_its_notes(open_page, server):
    page = opened(open_page, server.lists.make("Voisins", IDS, note="À présenter."))
    page.emulate_media(media="print")
    shown = page.locator(".list-item").first.inner_text()
    assert "À présenter." in shown
    assert page.locator("button:visible, textarea:visible").count() == 0


def test_a_list_is_deleted_after_a_question(open_page, server):
    page = open_page("/#listes", locale="fr-CA")
    page.get_by_label("Nom de la liste").fill("Brouillon")
    page.get_by_role("button", name="Créer la liste").click()
    page.get_by_text("Cette liste est vide.").wait_for()
    page.get_by_role("button", name="Supprimer la liste").click()
    page.get_by_role("button", name="Annuler").click()
    assert focused(page) == "Supprimer la liste"
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Supprimer la liste").click()
    page.get_by_text("Vous n'avez pas encore de liste.").wait_for()
    assert known(page) == []
    assert server.lists.kept == {}


def test_a_file_is_imported_and_refused_rows_are_told(open_page, server):
    page = open_page("/#listes", locale="fr-CA")
    page.get_by_role("button", name="Importer", exact=True).click()
    said(page, "Choisissez d'abord un fichier.")
    file = {"name": "ma liste.csv", "mimeType": "text/csv", "buffer": b"id;note\nm-001;oui\n"}
    page.get_by_label("Fichier à importer").set_input_files(file)
    page.get_by_role("button", name="Importer", exact=True).click()
    said(page, "1 fiche importée.")
    said(page, "Ligne 3 : Il manque un identifiant.")
    assert ("POST", "/api/lists/import") in server.lists.calls
    assert page.locator(".list-card").count() == 1


def test_lists_that_are_gone_are_told_and_the_others_brought_up_to_date(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = open_page("/#listes", locale="fr-CA")
    kept = [
        {"key": key, "name": "Vieux nom", "access": "owner", "total": 0},
        {"key": "x" * 32, "name": "Disparue", "access": "edit", "total": 2},
    ]
    page.evaluate("(lists) => localStorage.setItem('repere.lists', lists)", json.dumps(kept))
    page.reload()
    page.get_by_role("link", name="Voisins").wait_for()
    page.get_by_text("Cette liste n'existe plus").wait_for()
    assert "3 fiches · à vous" in page.locator(".list-card").first.inner_text()
    page.get_by_role("button", name="Retirer « Disparue » de mes listes").click()
    assert len(known(page)) == 1


def test_storage_refused_or_spoilt_breaks_nothing(open_page, server):
    key = server.lists.make("Voisins", IDS)
    page = open_page("/", locale="fr-CA")
    page.evaluate("localStorage.setItem('repere.lists', '{oups')")
    page.goto(f"{server.address}/#listes")
    page.get_by_text("Vous n'avez pas encore de liste.").wait_for()
    page.goto(f"{server.address}/#listes/{key}")
    page.wait_for_selector(".list-item")
    assert [told for told in page.told if told[0] == "error"] == []
