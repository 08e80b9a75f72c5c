"""Damaged files, made from sound ones, for the readers to meet.

    python tests/helpers/fuzzing.py SECONDS [DOSSIER [FICHIERS]]

reads damaged files of every format for so many seconds, and writes in DOSSIER each one that
made a reader fail otherwise than by a clear refusal. What is found becomes a test. FICHIERS
is a folder of real files to damage too, each in its turn.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from docx import Document as Docx
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ingest.catalogue import Said  # noqa: E402
from ingest.errors import ReadFailure  # noqa: E402
from ingest.pipeline import SourceFile, extract  # noqa: E402
from ingest.readers.sandbox import Limits, Sandbox  # noqa: E402

TEXT = "Le comité compte 12 membres. Budget : 1 250 $.\nVoir la mesure 3 (p. 4).\n"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = " ".join(f'xmlns:{n}="{_SPACE}{n}:1.0"' for n in ("office", "text", "table"))
LARGEST = 400_000  # bytes of a real file that is damaged
LIMITS = Limits(seconds=8.0, seconds_per_megabyte=1.0, memory=1024 * 2**20)
INTERESTING = [b"\x00", b"\xff\xff\xff\xff", b"-1", b"99999999999", b"<", b"&x;", b"\xed\xa0\x80"]


def seeds() -> dict[str, bytes]:
    """A small sound file of each format, by extension."""
    return {
        ".txt": (TEXT * 3).encode(),
        ".md": f"---\ntitle: T\n---\n# Titre\n\n- a\n\n{TEXT}\n|a|b|\n|-|-|\n|1|2|\n".encode(),
        ".html": f"<!doctype html><html><title>T</title><body><main><h1>A</h1><p>{TEXT}</p>"
        f"<table><tr><th>x</th></tr><tr><td>1</td></tr></table></main></body></html>".encode(),
        ".csv": b"Mesure,Theme,Budget\nJardin,Loisir,12\n\"A, b\",Sante,3\n",
        ".json": b'[{"mesure": "Jardin", "n": 12}, {"mesure": "Parc", "x": [1, {"a": 2}]}]',
        ".rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 \'e9t\'e9.\par{\footnote n} \u233?"
        rb"\trowd a\cell b\cell\row}",
        ".eml": _mail(), ".pdf": _pdf(), ".docx": _docx(), ".pptx": _pptx(), ".xlsx": _xlsx(),
        ".odt": _odf(f"<office:text><text:h>A</text:h><text:p>{TEXT}</text:p></office:text>"),
        ".ods": _odf(
            '<office:spreadsheet><table:table table:name="T"><table:table-row><table:table-cell>'
            "<text:p>Mesure</text:p></table:table-cell><table:table-cell><text:p>Theme</text:p>"
            '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3">'
            '<table:table-cell table:number-columns-repeated="2" office:value-type="float" '
            'office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>'
            "</table:table></office:spreadsheet>"
        ),
    }  # fmt: skip


def _saved(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _docx() -> bytes:
    made = Docx()
    made.add_heading("Titre")
    made.add_paragraph(TEXT)
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "a"
    return _saved(made)


def _pptx() -> bytes:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Titre"
    slide.placeholders[1].text = TEXT
    return _saved(made)


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in (["Mesure", "Theme"], ["Jardin", 12.5], ["Parc", None]):
        book.active.append(row)
    return _saved(book)


def _odf(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        content = f"<office:document-content {ODF}><office:body>{body}</office:body>"
        archive.writestr("content.xml", f"{content}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def _mail() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Réunion", "a@b.example"
    mail["Date"] = "Mon, 3 Nov 2025 10:00 -0500"
    mail.set_content(TEXT)
    mail.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="pv.txt")
    return mail.as_bytes()


def _pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    for page in range(2):
        canvas.bookmarkPage(str(page))
        canvas.addOutlineEntry(f"Titre {page}", str(page))
        for n, line in enumerate(TEXT.split("\n")):
            canvas.drawString(72, 700 - 14 * n, line)
        canvas.drawString(72, 500, "375")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def damaged(data: bytes, chosen: random.Random) -> bytes:
    """The same file with a few things wrong; inside an archive, mostly in one of its parts."""
    if data.startswith(b"PK") and chosen.random() < 0.8:
        return _repacked(data, chosen)
    out = bytearray(data)
    for _ in range(chosen.randint(1, 6)):
        _damage(out, chosen)
    return bytes(out)


def _damage(out: bytearray, chosen: random.Random) -> None:
    at = chosen.randrange(len(out) + 1)
    length = min(chosen.choice((1, 2, 8, 64, 500)), len(out) - at)
    kind = chosen.randrange(7)
    if kind == 0 and at < len(out):
        out[at] ^= 1 << chosen.randrange(8)
    elif kind == 1:
        del out[at : at + length]
    elif kind == 2:
        out[at:at] = out[at : at + length] * chosen.choice((1, 2, 40))
    elif kind == 3:
        out[at:at] = chosen.choice(INTERESTING)
    elif kind == 4:
        del out[at:]
    elif kind == 5:
        source = chosen.randrange(len(out) + 1)
        out[at : at + length] = out[source : source + length]
    else:
        out[at : at + length] = chosen.randbytes(length)


def _repacked(data: bytes, chosen: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        hurt = chosen.choice([n for n in names if n.endswith(".xml")] or names)
        for name in names:
            part = bytearray(source.read(name))
            if name == hurt:
                for _ in range(chosen.randint(1, 4)):
                    _damage(part, chosen)
            target.writestr(name, bytes(part))
    return out.getvalue()


def outcome(sandbox: Sandbox, path: Path) -> str:
    """``read``, the code of a clear refusal, or what went wrong, in capitals."""
    try:
        made = extract(SourceFile(path, path.parent, path.name), "x", Said(), sandbox.read)
    except ReadFailure as error:
        if error.code == "timeout":
            return "TIMEOUT"
        if "fait échouer le lecteur" in error.message:
            return "CRASH"
        if "n’a pas pu être lu (" in error.message:
            return f"UNFORESEEN {error.message.rpartition('(')[2].rstrip(').')}"
        return error.code
    except Exception as error:  # noqa: BLE001 - what is looked for
        return f"EXTRACT {type(error).__name__}: {error}"[:200]
    pages = {page.number: page for page in made.pages}
    sound = all(p.text == pages[p.page].text[p.start : p.end] for p in made.passages)
    return "read" if sound else "SLICE"


def real_files(folder: Path | None) -> list[tuple[str, bytes]]:
    """Real files of the formats read, with their extension; small ones, so that many are read."""
    found = sorted(folder.rglob("*")) if folder is not None else []
    return [
        (path.suffix, path.read_bytes())
        for path in found
        if path.suffix in seeds() and path.is_file() and path.stat().st_size <= LARGEST
    ]


def main(seconds: float, folder: Path, real: Path | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    every = list(seeds().items())
    others = real_files(real)
    counts: Counter[tuple[str, str]] = Counter()
    until = time.monotonic() + seconds
    number = int(time.time())
    with Sandbox(LIMITS) as sandbox:
        while time.monotonic() < until:
            chosen = random.Random(number)
            for suffix, data in (*every, *chosen.sample(others, min(3, len(others)))):
                number += 1
                path = folder / f"try{suffix}"
                path.write_bytes(damaged(data, random.Random(number)))
                found = outcome(sandbox, path)
                if found == "TIMEOUT":  # a hang, or a machine that had no time for us
                    found = outcome(sandbox, path)
                counts[suffix, found] += 1
                if found.isupper() or found.split(" ")[0].isupper():
                    path.rename(folder / f"{found.split(' ')[0].lower()}-{number}{suffix}")
                    (folder / "found.txt").open("a").write(f"{number}{suffix} {found}\n")
    print(sum(counts.values()), "fichiers", flush=True)
    for (suffix, found), count in sorted(counts.items()):
        print(suffix, found, count)


if __name__ == "__main__":
    FOLDERS = [Path(name) for name in sys.argv[2:4]]
    main(float(sys.argv[1]), *(FOLDERS or [Path("build/fuzz")]))
