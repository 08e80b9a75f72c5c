"""A whole visit with the keyboard alone, on a wide window and on a phone, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from fake_answers import QUOTE
from web_checks import focused, overflow

pytestmark = pytest.mark.browser

WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 860}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
              "color_scheme": "dark"},
}  # fmt: skip
FAR = 60  # presses of Tab before one is said to be lost


class Keys:
    """Someone who has no mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, name: str) -> None:
        """Presses Tab until what is called ``name`` has the focus, and sees it."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if focused(self.page).strip().startswith(name):
                break
        else:
            raise AssertionError(f"{name} is not reached")
        shown = self.page.evaluate(
            "(() => { const a = document.activeElement, s = getComputedStyle(a);"
            " return s.outlineStyle !== 'none' || a.closest(':focus-within')?.matches("
            "'.composer-box, .search-box') || getComputedStyle(a.parentElement).outlineStyle"
            " !== 'none' })()"
        )
        assert shown, f"the focus on {name} is not seen"

    def press(self, name: str) -> None:
        """Goes to a control and presses it."""
        self.to(name)
        self.page.keyboard.press("Enter")

    def view(self, name: str) -> None:
        """Goes to a view from the top of the page, through the menu where there is one."""
        self.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        self.page.locator(".skip").focus()
        if self.page.locator("#menu").is_visible():
            self.press("menu")
        self.press(name)


@pytest.mark.parametrize("window", list(WINDOWS))
def test_one_asks_checks_exports_searches_and_reads_without_a_mouse(open_page, server, window):
    page = open_page("/", locale="fr-CA", **WINDOWS[window])
    page.evaluate("localStorage.setItem('repere.tour', 'seen')")
    page.reload()
    page.wait_for_selector(".start")
    keys = Keys(page)
    keys.to("question")
    page.keyboard.type("combien de membres")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-tools")
    page.evaluate("document.querySelector('.question').setAttribute('tabindex', '-1')")
    page.locator(".question").focus()
    keys.press("Source 1")
    page.locator(".context mark").wait_for()
    assert page.locator(".context mark").inner_text() == QUOTE
    page.keyboard.press("Escape")
    assert focused(page).startswith("Source 1")
    keys.press("Et en 2020-2021 ?")
    page.locator(".answer-tools").nth(1).wait_for()
    page.locator(".talk-tools button").first.focus()
    keys.press("Exporter ou effacer")
    page.get_by_role("dialog").wait_for()
    with page.expect_download():
        keys.press("PDF")
    page.keyboard.press("Escape")
    assert focused(page) == "Exporter ou effacer"
    keys.view("Recherche")
    page.locator("rp-search h1").wait_for()
    keys.to("search-q")
    page.keyboard.type("camps")
    page.locator(".hit").first.wait_for()
    keys.press("Rapport d'activités 2021-2022")
    page.locator(".sheet, .facet[aria-pressed=true]").first.wait_for()
    keys.view("Documents")
    page.locator(".document").first.wait_for()
    keys.press("Rapport d'activités 2021-2022")
    page.locator("rp-reader .sheet").wait_for()
    keys.to("reader-q")
    page.keyboard.type("membres")
    page.keyboard.press("Enter")
    page.locator(".found a").wait_for()
    keys.press("p. 4")
    page.locator(".sheet mark").wait_for()
    assert overflow(page) <= 0
    assert [text for kind, text in page.told if kind == "error"] == []
