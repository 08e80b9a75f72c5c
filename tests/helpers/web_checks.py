"""What the tests of the page and of the widget do alike."""

from __future__ import annotations

from typing import Any

CONTRAST = """
(node) => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = node;
  const clear = (n) => numbers(getComputedStyle(n).backgroundColor)[3] === 0;
  while (clear(behind)) behind = behind.parentElement;
  const ink = light(numbers(getComputedStyle(node).color).slice(0, 3));
  const paper = light(numbers(getComputedStyle(behind).backgroundColor).slice(0, 3));
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}
"""


def ask(page: Any, question: str) -> None:
    """Types a question and sends it with the keyboard."""
    page.fill("#question", question)
    page.keyboard.press("Enter")


def answered(page: Any, question: str) -> None:
    """Asks and waits for the whole answer."""
    before = page.locator(".answer-tools").count()
    ask(page, question)
    page.locator(".answer-tools").nth(before).wait_for()


def contrast(locator: Any) -> float:
    """Contrast of a node's text with what is painted behind it."""
    return float(locator.evaluate(CONTRAST))


def focused(page: Any) -> str:
    """Accessible name, id or tag of what has the focus."""
    return str(
        page.evaluate(
            "(() => { const a = document.activeElement;"
            " return a.getAttribute('aria-label') || a.id || a.textContent || a.localName })()"
        )
    )


def overflow(page: Any) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
