"""Setting the picture of a page upright before it is read, and boxes back afterwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from ingest.readers.ocr_engine import Box, Seen, quarter_turns, words_in

SMALL = 900  # pixels of the longer side when the skew is measured
WIDEST = 7.0  # degrees looked at on each side
COARSE, FINE = 0.5, 0.1
LEAST_SKEW = 0.3  # under it, straightening blurs more than it helps
CLEARER = 1.15  # times as sharp as unturned, for a skew to be believed
SURE = 0.8  # mean confidence of a page that is the right way up
WHITE = 255
QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180,
            3: Image.Transpose.ROTATE_90}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Upright:
    """What was read once the picture was set upright.

    Attributes:
        words: in the frame of the upright picture.
        size: width and height of that frame, in pixels.
        turns: quarter turns clockwise that were needed.
        skew: degrees, counter-clockwise, that were then needed.
    """

    words: list[Seen]
    size: tuple[int, int]
    turns: int
    skew: float

    def as_drawn(self, box: Box) -> Box:
        """A box of the upright picture, in the picture as it was given."""
        width, height = self.size
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        turn = math.radians(self.skew)
        cos, sin = math.cos(turn), math.sin(turn)
        points = []
        for x, y in corners:
            dx, dy = x - width / 2, y - height / 2
            px, py = width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos
            points.append(_unturned(px, py, self.turns, width, height))
        xs, ys = zip(*points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def _unturned(x: float, y: float, turns: int, width: float, height: float) -> tuple[float, float]:
    """Where a point of a picture was before its clockwise quarter turns."""
    if turns == 1:
        return y, width - x
    if turns == 2:
        return width - x, height - y
    if turns == 3:
        return height - y, x
    return x, y


def mean_confidence(words: Iterable[Seen]) -> float:
    """Confidence of the average character; 0 without any."""
    total = letters = 0.0
    for word in words:
        letters += len(word.text)
        total += len(word.text) * word.confidence
    return total / letters if letters else 0.0


def read_upright(picture: Image.Image, dpi: int) -> Upright:
    """Read a picture in grey, whichever way up it is.

    A page that reads well as it is costs one pass; only one that does not is turned.
    """
    first = _read(picture, 0, dpi)
    if _quality(first) >= SURE:
        return first
    turns = quarter_turns(picture, dpi)
    best = first
    if turns:
        best = max(best, _read(picture, turns, dpi), key=_worth)
    if _quality(best) < SURE and first.words:
        half = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))
        others = [n for n in range(4) if n not in (0, turns)]
        tried = [(_worth(_read(half, n, dpi // 2)), n) for n in others]
        worth, turns = max(tried)
        if worth > _worth(best):
            best = max(best, _read(picture, turns, dpi), key=_worth)
    return best


def _read(picture: Image.Image, turns: int, dpi: int) -> Upright:
    turned = picture.transpose(QUARTERS[turns]) if turns else picture
    skew = skew_of(turned)
    if skew:
        turned = turned.rotate(skew, Image.Resampling.BICUBIC, fillcolor=WHITE)
    return Upright(words_in(turned, dpi), turned.size, turns, skew)


def _quality(read: Upright) -> float:
    """Mean confidence; nothing for a page most of whose words stand on end."""
    long = [word for word in read.words if len(word.text) >= 3]
    on_end = sum(word.box[3] - word.box[1] > 1.2 * (word.box[2] - word.box[0]) for word in long)
    return 0.0 if 2 * on_end > len(long) else mean_confidence(read.words)


def _worth(read: Upright) -> float:
    """What there is to gain from a reading: sure characters above all."""
    letters = sum(len(word.text) for word in read.words)
    return max(0.0, _quality(read) - 0.3) * min(letters, 400)


def skew_of(picture: Image.Image) -> float:
    """Degrees, counter-clockwise, that would set the lines level; 0 when unclear."""
    scale = min(1.0, SMALL / max(picture.size))
    size = (max(8, round(picture.width * scale)), max(8, round(picture.height * scale)))
    small = picture.resize(size, Image.Resampling.BOX)
    scores = {0.0: _sharpness(small, 0.0)}
    steps = int(WIDEST / COARSE)
    for step in range(-steps, steps + 1):
        scores[step * COARSE] = _sharpness(small, step * COARSE)
    rough = max(scores, key=lambda angle: scores[angle])
    reach = int(COARSE / FINE)
    for step in range(-reach + 1, reach):
        angle = round(rough + step * FINE, 2)
        scores[angle] = _sharpness(small, angle)
    best = max(scores, key=lambda angle: scores[angle])
    clear = scores[best] >= CLEARER * scores[0.0] and abs(best) < WIDEST
    return best if clear and abs(best) >= LEAST_SKEW else 0.0


def _sharpness(picture: Image.Image, angle: float) -> float:
    """How much the rows of a turned picture differ from their neighbours."""
    turned = picture.rotate(angle, fillcolor=WHITE) if angle else picture
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) * (a - b) for a, b in pairwise(rows)))
