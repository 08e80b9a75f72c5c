"""The door to tesseract: one picture in, its words out.

The program is called directly, with the picture on its standard input and hOCR on its
output: a binding would do the same through temporary files of documents that may be
confidential, and would not let a page be abandoned half-way.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass

from lxml import etree
from PIL import Image

from ingest.readers.ocr_ready import LANGUAGE, tesseract
from ingest.readers.running import RUNNING

PAGE_SECONDS = 60.0  # for one pass over one page
_EM = 0.92  # height from descender to ascender, in font size
_LINES = frozenset({"ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption"})
_BOX = re.compile(r"\bbbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_CONFIDENCE = re.compile(r"\bx_wconf (\d+)")
_SIZE = re.compile(r"\bx_size ([\d.]+)")
_BASELINE = re.compile(r"\bbaseline (-?[\d.]+) (-?[\d.]+)")
_ROTATE = re.compile(rb"^Rotate: (\d+)", re.M)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that was read in a picture.

    Attributes:
        text: never empty, no blank inside.
        box: ``x0, y0, x1, y1`` in pixels from the top left.
        base: baseline at the middle of the word, in pixels.
        size: font size of its line, in pixels.
        confidence: 0 to 1.
        line: number of its line in the picture.
    """

    text: str
    box: Box
    base: float
    size: float
    confidence: float
    line: int


def words_in(picture: Image.Image, dpi: int) -> list[Seen]:
    """Words of an upright picture in grey, in reading order; none when it cannot be read."""
    options = ["-l", LANGUAGE, "--psm", "3", "--dpi", str(dpi)]
    out = _run(picture, [*options, "hocr"])
    return parse_hocr(out) if out else []


def quarter_turns(picture: Image.Image, dpi: int) -> int:
    """Quarter turns, clockwise, that would set the text upright (0 to 3; 0 when unknown)."""
    found = _ROTATE.search(_run(picture, ["-l", "osd", "--psm", "0", "--dpi", str(dpi)]))
    return int(found[1]) // 90 % 4 if found else 0


def _run(picture: Image.Image, options: list[str]) -> bytes:
    """Output of tesseract on a picture; empty when it failed or took too long."""
    program = tesseract()
    if program is None:
        return b""
    width, height = picture.size
    data = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    try:
        # Our own options; the picture goes through the pipe.
        with subprocess.Popen(  # noqa: S603
            [program, "-", "-", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        ) as running:
            return _output(running, data)
    except OSError:
        return b""


def _output(running: subprocess.Popen[bytes], data: bytes) -> bytes:
    RUNNING.add(running)
    _limit(running.pid)
    try:
        out, _ = running.communicate(data, timeout=PAGE_SECONDS)
    except subprocess.TimeoutExpired:
        return b""
    finally:
        running.kill()
        RUNNING.drop(running)
    return out if running.returncode == 0 else b""


def _limit(process: int) -> None:
    """Should we be killed, what we started still ends by itself."""
    if sys.platform == "linux":
        import resource

        try:
            seconds = int(PAGE_SECONDS) + 5
            resource.prlimit(process, resource.RLIMIT_CPU, (seconds, seconds))
        except OSError:  # it is already done
            return


def parse_hocr(data: bytes) -> list[Seen]:
    """Words of an hOCR page, lines in their order."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return []
    out: list[Seen] = []
    lines = (item for item in root.iter("{*}span") if item.get("class") in _LINES)
    for number, line in enumerate(lines):
        out.extend(_line(line, number))
    return out


def _line(line: etree._Element, number: int) -> list[Seen]:
    title = line.get("title") or ""
    box = _box(title)
    if box is None:
        return []
    found = _SIZE.search(title)
    size = float(found[1]) / _EM if found else box[3] - box[1]
    slope = _BASELINE.search(title)
    out = []
    for word in line.iter("{*}span"):
        about = word.get("title") or ""
        place, sure = _box(about), _CONFIDENCE.search(about)
        text = "".join("".join(map(str, word.itertext())).split())
        if word.get("class") != "ocrx_word" or place is None or sure is None or not text:
            continue
        base = box[3]
        if slope is not None:
            middle = (place[0] + place[2]) / 2 - box[0]
            base = box[3] + float(slope[2]) + float(slope[1]) * middle
        out.append(Seen(text, place, base, size, int(sure[1]) / 100, number))
    return out


def _box(title: str) -> Box | None:
    found = _BOX.search(title)
    if found is None:
        return None
    x0, y0, x1, y1 = map(float, found.groups())
    return x0, y0, x1, y1
