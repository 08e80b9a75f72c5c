"""Pages of the corpus as a person checked them: text in reading order, and a few boxes.

    python tests/helpers/golden_pages.py DOSSIER            # what changed, to be looked at
    python tests/helpers/golden_pages.py DOSSIER --accept   # once looked at: keep it

For each page that no longer reads as kept, the first command writes in DOSSIER the picture
of the page with the boxes drawn on it and the difference of its text.
"""

from __future__ import annotations

import difflib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ingest.readers.pdf import PdfReader  # noqa: E402
from ingest.records import Page  # noqa: E402
from ingest.rendering import render_page  # noqa: E402

FOLDER = ROOT / "tests" / "golden"
DOCUMENTS = ROOT / "corpus" / "documents"
BOXES = 6  # words of a page whose place is kept
NEAR = 0.6  # points


@dataclass(frozen=True, slots=True)
class Golden:
    """A page as it must be read; ``boxes``: place in the text to the box of the word there."""

    name: str
    number: int
    text: str
    boxes: dict[int, list[float]]

    @property
    def path(self) -> Path:
        return DOCUMENTS / f"{self.name}.pdf"


def all_golden() -> list[Golden]:
    made = []
    for path in sorted(FOLDER.glob("*.json")):
        held = json.loads(path.read_text("utf-8"))
        for number, page in held.items():
            boxes = {int(start): box for start, box in page["boxes"].items()}
            made.append(Golden(path.stem, int(number), page["text"], boxes))
    return made


def written(page: Page) -> str:
    """The text of a page, without what OCR, where it is installed, adds of its pictures."""
    shown = [aside.start for aside in page.asides if aside.kind == "picture"]
    return page.text[: min(shown)].rstrip() if shown else page.text


def golden_of(name: str, page: Page) -> Golden:
    """What a page now reads as, with boxes of words spread over it."""
    text = written(page)
    words = [word for word in page.words if word.end <= len(text)]
    long = [word for word in words if word.end - word.start > 3] or words
    step = max(1, len(long) // BOXES)
    kept = long[step // 2 :: step][:BOXES]
    boxes = {w.start: [round(v, 1) for v in (w.x0, w.y0, w.x1, w.y1)] for w in kept}
    return Golden(name, page.number, text, boxes)


def differences(golden: Golden, page: Page) -> list[str]:
    """What is not as it was kept: lines of the text, and boxes."""
    texts = (golden.text.split("\n"), written(page).split("\n"))
    found = list(difflib.unified_diff(*texts, "gardé", "lu", lineterm="", n=1))
    at = {word.start: word for word in page.words}
    for start, box in golden.boxes.items():
        word = at.get(start)
        said = page.text[start : start + 20]
        if word is None:
            found.append(f"aucun mot à {start} : {said!r}")
            continue
        now = (word.x0, word.y0, word.x1, word.y1)
        if any(abs(a - b) > NEAR for a, b in zip(box, now, strict=True)):
            found.append(f"boîte de {said!r} : {box} gardée")
    return found


def review(out: Path, accept: bool) -> int:
    """Write what changed for a person to look at; how many pages did."""
    out.mkdir(parents=True, exist_ok=True)
    changed = 0
    kept: dict[str, dict[str, object]] = {}
    for golden in all_golden():
        page = PdfReader().read(golden.path).pages[golden.number - 1]
        told = differences(golden, page)
        changed += bool(told)
        now = golden_of(golden.name, page) if told else golden
        held = kept.setdefault(golden.name, {})
        held[str(golden.number)] = {"text": now.text, "boxes": now.boxes}
        if told:
            stem = f"{golden.name}-{golden.number}"
            boxes = [tuple(box) for box in now.boxes.values()]
            (out / f"{stem}.png").write_bytes(render_page(golden.path, golden.number, 90, boxes))
            (out / f"{stem}.txt").write_text("\n".join(told) + "\n", "utf-8")
    if accept:
        for name, pages in kept.items():
            write(name, pages)
    return changed


def write(name: str, pages: dict[str, dict[str, object]]) -> None:
    text = json.dumps(pages, ensure_ascii=False, indent=0)
    (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    count = review(Path(sys.argv[1]), "--accept" in sys.argv)
    print(f"{count} page(s) à regarder dans {sys.argv[1]}")
