"""Every view in every look: nothing is wider than the window, nothing is told in the console.

A picture of each is kept under ``artifacts/screens`` (``REPERE_SCREENS`` names another folder),
to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_admin import KEY
from fake_repere import FakeServer
from web_checks import answered, ask, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
SCREENS = Path(os.environ.get("REPERE_SCREENS") or ROOT / "artifacts" / "screens")
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 860}},
    "wide-dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 860}, "forced_colors": "active"},
    # What a window of 1,280 pixels becomes at a zoom of 200 %.
    "zoom-200": {"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2},
    "phone-320": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
    "phone-390-dark": {"viewport": {"width": 390, "height": 844}, "has_touch": True,
                       "color_scheme": "dark"},
}  # fmt: skip
VIEWS = {
    "recherche?q=menbres": ".hit",
    "chiffres?q=membres": "rp-figures table",
    "documents": ".failures",
    "document/rapport-2021?page=4&q=membres": "rp-reader .found li",
    "mesures?q=aînés": "rp-measures .entry",
    "subventions": "rp-grants .entry",
    "mesure/m-000": "rp-measure .details",
    "listes": "rp-lists .panel",
    "plateforme?count=6": "rp-platform .proposed",
}
SMALL = """
() => [...document.querySelectorAll('button, select, input, [role=button]')]
  .filter((n) => n.checkVisibility() && !n.closest('.visually-hidden'))
  .map((n) => [n, n.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .filter(([n]) => !(n.matches('input') && n.closest('label')))
  .map(([n, box]) => `${n.className || n.id} ${box.width} x ${box.height}`)
"""


class Album:
    """One page in one look, its pictures and what was wrong in them."""

    def __init__(self, page: Any, look: str) -> None:
        self.page, self.look = page, look
        self.wrong: list[str] = []

    def keep(self, name: str) -> None:
        """Picture of the page as it is, and the checks that hold for any."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{self.look}-{name}.png")
        wide = overflow(self.page)
        if wide > 0:
            self.wrong.append(f"{name}: {wide} pixels too wide")
        self.wrong += [f"{name}: {small}" for small in self.page.evaluate(SMALL)]

    def close(self) -> None:
        """All at once, so that one failure does not hide the others."""
        told = [text for kind, text in self.page.told if kind == "error" and "503" not in text]
        assert self.wrong + told == []


@pytest.fixture(params=list(LOOKS))
def album(request: Any, open_page: Callable[..., Any]) -> Iterator[Album]:
    page = open_page("/", locale="fr-CA", **LOOKS[request.param])
    page.evaluate("localStorage.setItem('repere.tour', 'seen')")
    page.reload()
    page.wait_for_selector(".start")
    made = Album(page, request.param)
    yield made
    made.close()


def test_the_conversation_in_all_its_states(album: Album, server: FakeServer) -> None:
    page = album.page
    album.keep("accueil")
    answered(page, "combien de membres")
    album.keep("reponse")
    page.locator(".answer-text .cite").first.click()
    page.locator(".context mark").wait_for()
    page.wait_for_load_state("networkidle")
    album.keep("source")
    page.keyboard.press("Escape")
    answered(page, "compare les membres")
    page.locator(".comparison table").wait_for()
    album.keep("comparaison")
    page.get_by_role("button", name="Reformuler").last.click()
    page.get_by_label("Ma question, autrement").wait_for()
    album.keep("reformuler")
    page.keyboard.press("Escape")
    answered(page, "mesures absent")
    page.get_by_role("button", name="Réponse pas utile").last.click()
    page.locator(".entry").first.wait_for()
    album.keep("pas-trouve")
    ask(page, "lent")
    page.locator(".answer[aria-busy] .answer-text").get_by_text("Au 31").wait_for()
    album.keep("en-cours")
    server.gate.set()
    page.wait_for_selector(".answer[aria-busy]", state="detached")
    ask(page, "panne")
    page.wait_for_selector(".answer .error")
    album.keep("erreur")
    for name, file in (("Exporter ou effacer", "exporter"), ("Conversations passées", "passees")):
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog").wait_for()
        page.wait_for_load_state("networkidle")
        album.keep(file)
        page.keyboard.press("Escape")
    if page.locator("#menu").is_visible():
        page.locator("#menu").click()
        album.keep("menu")


def test_the_other_views(album: Album) -> None:
    page = album.page
    for view, shown in VIEWS.items():
        page.evaluate("(hash) => { location.hash = hash }", view)
        page.locator(shown).first.wait_for()
        page.wait_for_load_state("networkidle")
        album.keep(view.partition("?")[0].replace("/", "-"))


def test_the_administration(album: Album, server: FakeServer) -> None:
    page = album.page
    page.evaluate("location.hash = 'admin'")
    page.get_by_label("Clé d'administration").fill(KEY)
    album.keep("admin-cle")
    page.keyboard.press("Enter")
    page.locator(".admin .document").first.wait_for()
    album.keep("admin-documents")
    for section, shown in (("questions", ".asked"), ("journal", "td")):
        page.evaluate("(hash) => { location.hash = hash }", f"admin/{section}")
        page.locator(shown).first.wait_for()
        album.keep(f"admin-{section}")


def test_the_widget_and_its_host(album: Album, server: FakeServer) -> None:
    page = album.page
    page.goto(f"{server.address}/demo")
    page.locator("repere-widget .launch").wait_for()
    album.keep("hote")
    page.locator("repere-widget .launch").click()
    page.locator("repere-widget textarea").fill("combien de membres")
    page.keyboard.press("Enter")
    page.locator("repere-widget .vote").wait_for()
    page.locator("repere-widget .cite").first.click()
    album.keep("widget")


def test_motion_is_for_those_who_do_not_refuse_it(open_page: Callable[..., Any]) -> None:
    moving = "getComputedStyle(document.querySelector('.status'), '::before').animationName"
    for motion, name in (("reduce", "none"), ("no-preference", "breathe")):
        page = open_page("/", locale="fr-CA")
        page.emulate_media(reduced_motion=motion)
        page.wait_for_selector(".start")
        ask(page, "lent")
        page.locator(".answer .status").wait_for(state="attached")
        assert page.evaluate(moving) == name
