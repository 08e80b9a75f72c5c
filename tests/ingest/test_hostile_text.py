"""Texts that nobody would write: read in time that grows with their length, without error."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from ingest.catalogue import Said
from ingest.pipeline import SourceFile, extract
from ingest.records import Page, RawDocument

SIZE = 200_000
_CHANCE = random.Random(7)
_NOISE = [chr(code) for code in (*range(1, 32), *range(33, 127), *range(0x80, 0x250), 0xFFFD)]

HOSTILE = {
    "one line of prose": "Le club a reçu 12 prix en 2020, dont 3 au Québec. " * (SIZE // 50),
    "no sentence end": "le club nautique municipal " * (SIZE // 27),
    "no space": "a" * SIZE,
    "dots": "a" + "." * SIZE + "b",
    "spaces": "1" + " " * SIZE + "x",
    "addresses": "a@" * (SIZE // 2),
    "digits": "1" * SIZE,
    "groups of digits": "1 " + "000 " * (SIZE // 4),
    "versions": "1.2.3 " * (SIZE // 6),
    "years": "2021 " * (SIZE // 5),
    "numbers": " ".join(str(_CHANCE.randrange(10**6)) for _ in range(SIZE // 7)),
    "ten to the thirty": f"Il y a {10**30} grains de sable. " * 200,
    "hyphens": "Aa-" * (SIZE // 3) + "!",
    "brackets": "(A" * (SIZE // 2),
    "right-to-left digits": "\u202e12\u0660\u0661 \u05d0\u05d1 34 %\n" * (SIZE // 14),
    "noise": "".join(_CHANCE.choices(_NOISE, k=SIZE)),
    "punctuation": "".join(_CHANCE.choices("!?.,;:…«»()[]-–—*#\n ", k=SIZE)),
    "short lines": "\n".join(_CHANCE.choices(["le", "Parc", "12", "BANC", "a b"], k=50_000)),
    "lead-ins": "Voici :\n" * 10_000,
    "titles": "\n\n".join(f"Titre {word}" for word in map(str, range(5_000))),
    "goes on": "\n\n".join(f"suite {n} du" for n in range(10_000)),
    "ambiguous numbers": "\n".join(f"{n} {n} {n}" for n in range(100, 999)) + "\nMots\nChoses",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_read_in_linear_time(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("x", "utf-8")
    raw = RawDocument((Page(1, text),), False)
    begun = time.process_time()
    made = extract(SourceFile(path, tmp_path, "x.txt"), "d", Said(), lambda _: raw)
    assert time.process_time() - begun < 3  # a tenth of it on a quiet machine
    assert all(one.text == text[one.start : one.end] for one in made.passages)
    assert all(len(one.text) <= 5000 for one in made.passages)
