"""The style sheet: sizes, colours, typefaces and paragraph styles."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from font_source_sans_pro import font_directory  # type: ignore[import-untyped]
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "SourceSans", "SourceSans-Bold"
_FACES = (
    (REGULAR, "SourceSansPro-Regular.ttf"),
    (BOLD, "SourceSansPro-Bold.ttf"),
    ("SourceSans-Italic", "SourceSansPro-It.ttf"),
    ("SourceSans-BoldItalic", "SourceSansPro-BoldIt.ttf"),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The four colours of a document."""

    main: str
    accent: str
    pale: str
    ink: str

    def colour(self, name: str) -> Color:
        """One of the four, as reportlab wants it."""
        return HexColor(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page format: points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that says how a document looks.

    Attributes:
        page, slide: the two formats.
        gutter: points between two columns.
        palette: colours of this document.
        styles: paragraph styles by name.
    """

    page: Sheet
    slide: Sheet
    gutter: float
    palette: Palette
    styles: dict[str, ParagraphStyle]


def load_theme(path: Path, palette: str) -> Theme:
    """The style sheet with one of its palettes; registers the typefaces once.

    Raises:
        KeyError: the palette or a size is not in the sheet.
    """
    sheet = tomllib.loads(path.read_text(encoding="utf-8"))
    register_faces()
    colours = Palette(**sheet["palettes"][palette])
    page = {key: float(value) for key, value in sheet["page"].items()}
    gutter = page.pop("gutter")
    slide = {key: float(value) for key, value in sheet["slide"].items()}
    return Theme(Sheet(**page), Sheet(**slide), gutter, colours, _styles(sheet, colours))


def register_faces() -> None:
    """Make the four faces known to reportlab."""
    if REGULAR in pdfmetrics.getRegisteredFontNames():
        return
    for name, file in _FACES:
        pdfmetrics.registerFont(TTFont(name, str(Path(font_directory) / file)))
    pdfmetrics.registerFontFamily(
        REGULAR, REGULAR, BOLD, "SourceSans-Italic", "SourceSans-BoldItalic"
    )


def _styles(sheet: dict[str, Any], colours: Palette) -> dict[str, ParagraphStyle]:
    text, number, heading = sheet["text"], sheet["number"], sheet["heading"]
    body = ParagraphStyle(
        "body", fontName=REGULAR, fontSize=text["size"], leading=text["leading"],
        spaceAfter=text["after"], textColor=colours.colour("ink"), alignment=TA_LEFT,
        hyphenationLang="fr_FR", hyphenationMinWordLength=8, embeddedHyphenation=1,
        allowWidows=0, allowOrphans=0,
    )  # fmt: skip
    small = ParagraphStyle(
        "small", body, fontSize=text["small"], leading=text["small_leading"], spaceAfter=2,
        hyphenationLang="",
    )  # fmt: skip
    white = HexColor("#ffffff")
    styles = [
        body,
        small,
        ParagraphStyle("item", body, leftIndent=11, bulletIndent=2, spaceAfter=2),
        ParagraphStyle("subitem", body, leftIndent=22, bulletIndent=13, spaceAfter=2),
        ParagraphStyle("step", body, leftIndent=14, bulletIndent=0, spaceAfter=2),
        ParagraphStyle("label", small, alignment=TA_LEFT),
        ParagraphStyle("name", small, fontName=BOLD, fontSize=8.8, leading=11, spaceAfter=0),
        ParagraphStyle("head", small, fontName=BOLD, textColor=white),
        ParagraphStyle("boxtitle", body, fontName=BOLD, fontSize=10.4, leading=13, spaceAfter=3,
                       textColor=colours.colour("main"), hyphenationLang=""),
        ParagraphStyle("number", body, fontName=BOLD, fontSize=number["size"],
                       leading=number["leading"], spaceAfter=0, hyphenationLang="",
                       textColor=colours.colour("accent")),
        ParagraphStyle("bandtitle", body, fontName=BOLD, fontSize=32, leading=38,
                       textColor=white, hyphenationLang="", spaceAfter=6),
        ParagraphStyle("bandtext", body, fontSize=11.2, leading=15.4, textColor=white,
                       hyphenationLang=""),
        ParagraphStyle("slide", body, fontSize=17, leading=23, spaceAfter=10, hyphenationLang=""),
        ParagraphStyle("slideitem", body, fontSize=17, leading=23, spaceAfter=6, leftIndent=18,
                       bulletIndent=3, hyphenationLang=""),
        ParagraphStyle("toc", body, fontSize=11.5, leading=20, hyphenationLang=""),
        ParagraphStyle("notice", body, fontSize=8.6, leading=11.6),
    ]  # fmt: skip
    for level, (size, leading) in enumerate(
        zip(heading["sizes"], heading["leadings"], strict=True), start=1
    ):
        colour = colours.colour("main" if level < 3 else "accent")
        styles.append(
            ParagraphStyle(
                f"h{level}",
                body,
                fontName=BOLD,
                fontSize=size,
                leading=leading,
                textColor=colour,
                hyphenationLang="",
                spaceBefore=(0, 9, 6)[level - 1],
                spaceAfter=(10, 4, 2)[level - 1],
            )
        )
    return {style.name: style for style in styles}
