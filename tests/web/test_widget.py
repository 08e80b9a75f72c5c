"""The widget on a page of another site, whose style and policy are at their worst."""

from __future__ import annotations

import gzip

import pytest
from fake_answers import HOSTILE, QUOTE
from fake_repere import WEB
from web_checks import contrast

pytestmark = pytest.mark.browser

LIMIT = 60_000
QUESTION = "combien de membres"
WORST_STYLE = """
html { font-size: 3px; }
body * { all: unset !important; opacity: .1 !important; position: static !important;
  font-size: 40px !important; color: #fefefe !important; direction: rtl !important; }
button, textarea, dialog { display: none !important; }
* { letter-spacing: 1em; text-transform: uppercase; line-height: 9; }
"""


@pytest.fixture
def host(server, open_page):
    """``host(tags, **options)``: a page of another origin that holds the widget."""

    def opened(*attributes: str, style: str = "", **options):
        repere = server.address
        elsewhere = repere.replace("127.0.0.1", "localhost")
        policy = (
            f"default-src 'none'; style-src 'self'; img-src 'self'; "
            f"script-src {repere}; connect-src {repere}; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        tags = [f'<script src="{repere}/widget.js" defer {text}></script>' for text in attributes]
        page = (
            '<!doctype html><html lang="fr"><head><title>Hôte</title>'
            '<link rel="stylesheet" href="/hote.css"></head><body><p>Le site hôte</p>'
            f'<a href="/hote" id="lien">Lien</a>{"".join(tags)}</body></html>'
        )
        server.files = {
            "/hote": ("text/html; charset=utf-8", page, {"Content-Security-Policy": policy}),
            "/favicon.ico": ("image/x-icon", "", {}),
            "/hote.css": ("text/css", style or WORST_STYLE, {}),
        }
        return open_page(f"{elsewhere}/hote", **options)

    yield opened
    server.files = {}


def ask(page, question, within="repere-widget"):
    page.locator(f"{within} textarea").fill(question)
    page.keyboard.press("Enter")


def inside(page, expression):
    """What ``expression`` is worth for the shadow root ``r`` of the first widget."""
    return page.evaluate(
        f"(() => {{ const r = document.querySelector('repere-widget').shadowRoot;"
        f" return {expression} }})()"
    )


def test_it_answers_with_sources_on_a_page_at_its_worst(host):
    page = host("")
    launch = page.locator("repere-widget .launch")
    launch.wait_for()
    style = (
        "(n) => { const s = getComputedStyle(n);"
        " return [s.fontSize, s.textTransform, s.direction] }"
    )
    assert launch.evaluate(style) == ["16px", "none", "ltr"]
    outer = page.locator("repere-widget").evaluate(
        "(n) => [getComputedStyle(n).opacity, getComputedStyle(n).position]"
    )
    assert outer == ["1", "fixed"]
    launch.click()
    ask(page, QUESTION)
    page.locator("repere-widget .vote").wait_for()
    page.locator("repere-widget .cite").first.click()
    card = page.locator("repere-widget .card")
    assert card.locator("mark").inner_text() == QUOTE
    link = card.get_by_role("link")
    assert link.get_attribute("target") == "_blank"
    assert "/#document/rapport-2021?page=4&passage=rapport-2021-p1" in link.get_attribute("href")
    assert [told for told in page.told if told[0] in ("error", "warning")] == []


@pytest.mark.parametrize("question", [QUESTION, "sans étendue"])
def test_its_link_opens_the_reader_on_the_quote(host, open_page, question):
    page = host("")
    page.locator("repere-widget .launch").click()
    ask(page, question)
    page.locator("repere-widget .cite").first.click()
    address = page.locator("repere-widget .card a").get_attribute("href")
    reader = open_page(address)
    reader.wait_for_selector("rp-reader mark")
    assert reader.inner_text("rp-reader mark") == QUOTE


def test_it_leaves_nothing_behind_on_the_page(host):
    page = host("")
    page.locator("repere-widget .launch").wait_for()
    added = page.evaluate(
        "(() => { const f = document.createElement('iframe'); document.body.append(f);"
        " const clean = new Set(Object.getOwnPropertyNames(f.contentWindow)); f.remove();"
        " return Object.getOwnPropertyNames(window).filter((n) => !clean.has(n)"
        " && Number.isNaN(Number(n))) })()"
    )
    assert [name for name in added if not name.startswith("__")] in ([], ["lien"])
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("document.querySelectorAll('style, body [style*=color]').length") == 0


def test_it_stays_small():
    assert len(gzip.compress((WEB / "widget.js").read_bytes(), 9)) < LIMIT


def test_escape_closes_the_source_then_the_panel_and_gives_the_focus_back(host):
    page = host("")
    page.locator("repere-widget .launch").focus()
    page.keyboard.press("Enter")
    assert inside(page, "r.activeElement.localName") == "textarea"
    ask(page, QUESTION)
    page.locator("repere-widget .vote").wait_for()
    page.locator("repere-widget .cite").first.press("Enter")
    page.locator("repere-widget .card").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("repere-widget .card").count() == 0
    assert inside(page, "r.activeElement.className") == "cite"
    page.keyboard.press("Escape")
    assert page.locator("repere-widget dialog").is_hidden()
    assert inside(page, "r.activeElement.className") == "launch"


def test_on_a_phone_it_takes_the_whole_page(host):
    page = host("", viewport={"width": 360, "height": 640}, has_touch=True)
    page.locator("repere-widget .launch").click()
    box = page.locator("repere-widget dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 640)
    assert inside(page, "r.querySelector('dialog').matches(':modal')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_colour_stays_readable(host, scheme):
    colours = ("#ffee00", "#777777", "nonsense;}")
    page = host(*(f'data-color="{colour}"' for colour in colours), color_scheme=scheme)
    for index, colour in enumerate(colours):
        widget = page.locator("repere-widget").nth(index)
        widget.locator(".launch").click()
        widget.locator("textarea").fill(QUESTION)
        page.keyboard.press("Enter")
        widget.locator(".vote").wait_for()
        widget.locator(".cite").first.click()
        for part in (".cite", ".card a", ".top h2", ".chip", ".where", ".cite >> nth=1", "mark"):
            assert contrast(widget.locator(part).first) >= 4.5, (colour, part)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")


def test_the_colour_may_come_from_the_style_of_the_page(host):
    page = host("", "data-color='#00f'", style=":root { --repere-color: #7a1f3d }")
    fills = [
        page.locator("repere-widget .launch")
        .nth(n)
        .evaluate("(node) => getComputedStyle(node).backgroundColor")
        for n in range(2)
    ]
    assert fills == ["rgb(122, 31, 61)", "rgb(0, 0, 255)"]


def test_it_works_in_a_frame_and_fills_it_when_it_is_narrow(host, server, open_page):
    host("")
    frame = '<!doctype html><title>Cadre</title><iframe src="/hote" width="380" height="600">'
    server.files["/cadre"] = ("text/html; charset=utf-8", frame, {})
    page = open_page(f"{server.address.replace('127.0.0.1', 'localhost')}/cadre")
    inner = page.frame_locator("iframe")
    inner.locator("repere-widget .launch").click()
    inner.locator("repere-widget textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    inner.locator("repere-widget .vote").wait_for()
    size = inner.locator("repere-widget dialog").evaluate("(n) => [n.clientWidth, n.clientHeight]")
    assert size == [380, 600]
    page.keyboard.press("Escape")
    assert inner.locator("repere-widget dialog").is_hidden()
    assert [told for told in page.told if told[0] in ("error", "warning")] == []


def test_a_low_vote_says_why(host, server):
    page = host("")
    page.locator("repere-widget .launch").click()
    ask(page, QUESTION)
    page.get_by_role("button", name="Réponse pas utile").press("Enter")
    assert server.voted == []
    page.get_by_role("button", name="Mauvaise source").press("Enter")
    page.get_by_text("Merci, c'est noté.").wait_for()
    assert server.voted == [{"conversation_id": "c-1", "useful": False, "comment": "source"}]


def test_a_question_begun_is_there_after_a_reload(host):
    page = host("")
    page.locator("repere-widget .launch").click()
    page.locator("repere-widget textarea").fill("une question commencée")
    page.reload()
    page.locator("repere-widget .launch").click()
    assert page.locator("repere-widget textarea").input_value() == "une question commencée"


def test_several_widgets_each_keep_their_options_and_conversation(host, server):
    page = host('data-title="Premier" data-year="2021-2022"', 'data-lang="en" data-position="left"')
    first, second = (page.locator("repere-widget").nth(n) for n in range(2))
    second.get_by_role("button", name="Ask a question").click()
    second.locator("textarea").fill("how many")
    page.keyboard.press("Enter")
    second.locator(".vote").wait_for()
    assert server.asked[0]["lang"] == "en"
    assert "year" not in server.asked[0]
    page.keyboard.press("Escape")
    first.get_by_role("button", name="Premier").click()
    assert first.locator("article").count() == 0
    first.locator("textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    first.locator(".vote").wait_for()
    assert server.asked[1]["year"] == "2021-2022"
    assert server.asked[1]["history"] == []
    page.reload()
    assert page.locator("repere-widget").nth(0).locator(".q").text_content() == f"Vous : {QUESTION}"
    assert page.locator("repere-widget").nth(1).locator(".q").text_content() == "You: how many"


def test_a_slow_answer_can_be_stopped_and_asked_again(host, server):
    page = host("")
    page.locator("repere-widget .launch").click()
    ask(page, "lent")
    page.get_by_text("Au 31 mars 2022,").wait_for()
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_role("button", name="Réessayer").wait_for()
    server.gate.set()
    page.get_by_role("button", name="Réessayer").click()
    page.locator("repere-widget .vote").wait_for()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("coupe", "La recherche a échoué. Réessayez."),
        ("casse", "La réponse s'est interrompue. Réessayez."),
        ("panne", "Aucun document n'est encore indexé."),
    ],
)
def test_failures_are_told_in_french(host, question, said):
    page = host("")
    page.locator("repere-widget .launch").click()
    ask(page, question)
    page.locator("repere-widget .error").wait_for()
    assert page.locator("repere-widget .error").inner_text() == said


def test_markup_in_an_answer_is_only_text(host):
    page = host("", bypass_csp=True)
    page.locator("repere-widget .launch").click()
    ask(page, f"piège {HOSTILE}")
    page.locator("repere-widget .vote").wait_for()
    page.locator("repere-widget .cite").first.click()
    ask(page, f"piège absent {HOSTILE}")
    page.locator("repere-widget .near").wait_for()
    assert inside(page, "r.textContent.includes('onerror')")
    assert inside(page, "r.querySelectorAll('script, img, [href^=javascript]').length") == 0
    assert page.evaluate("window.pwned") is None


def test_the_demonstration_page_says_what_it_is(open_page):
    page = open_page("/demo")
    assert "Page de démonstration" in page.inner_text("header")
    page.get_by_role("button", name="Une question sur nos documents ?").click()
    ask(page, QUESTION)
    page.locator("repere-widget .vote").wait_for()
    page.get_by_role("button", name="Réponse utile").click()
    page.get_by_text("Merci, c'est noté.").wait_for()
    assert [told for told in page.told if told[0] == "error"] == []
