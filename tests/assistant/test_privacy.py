"""Personal information is found by its form, and masked in whatever is kept."""

from __future__ import annotations

import json
import logging
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.api.logs import start_logs
from assistant.journal import Journal
from assistant.privacy import SHOWN, find_personal, luhn, mask
from assistant.service import Feedback

# Numbers made up for the tests: valid by their check digit, given to no one.
PERSONAL = [
    ("Mon NAS est 130 692 544.", "nas", "130 692 544"),
    ("nas:130692544", "nas", "130692544"),
    ("130-692-544, merci", "nas", "130-692-544"),
    ("Appelez le 418 555-0123.", "phone", "418 555-0123"),
    ("(514) 555-0199 poste 204", "phone", "(514) 555-0199 poste 204"),
    ("+1 819.555.0142", "phone", "+1 819.555.0142"),
    ("4185550123", "phone", "4185550123"),
    ("Écrire à agathe.tremblay+ville@courriel.example.com svp", "email",
     "agathe.tremblay+ville@courriel.example.com"),
    ("J'habite au 12, rue du Phare", "address", "12, rue du Phare"),
    ("1450-2 boul. René-Lévesque Ouest, app. 12", "address",
     "1450-2 boul. René-Lévesque Ouest, app. 12"),
    ("au 33 chemin de la Côte-des-Neiges", "address", "33 chemin de la Côte-des-Neiges"),
    ("I live at 221 Baker Street", "address", "221 Baker Street"),
    ("G1R 4S9", "postal", "G1R 4S9"),
    ("h2x1y4", "postal", "h2x1y4"),
    ("carte 4111 1111 1111 1111", "card", "4111 1111 1111 1111"),
    ("5500-0000-0000-0004", "card", "5500-0000-0000-0004"),
    ("340000000000009", "card", "340000000000009"),
    ("RAMQ TREA 5512 0318", "health", "TREA 5512 0318"),
]  # fmt: skip
ORDINARY = [
    "Combien de membres en 2021-2022 ?", "Le budget était de 48 500 $ en 2022.",
    "418 500 123 $", "130 692 544 $", "Au 31 mars 2022, 375 membres", "Le taux atteint 37,5 %",
    "130 692 545", "4111 1111 1111 1112", "3 rues et 12 chemins", "2 340 visiteurs", "art. 12.1",
    "Le rapport 2023-2024 compte 60 pages", "130692544 habitants", "1 234 567,89 $",
    "Résolution 2022-05-118", "règlement 1234-5678", "@municipalite", "nom@", "le 14 août 2021",
    "page 4 sur 12", "La rue 12 est fermée", "0 800 000 $", "12 personnes aînées",
]


@pytest.mark.parametrize(("text", "kind", "part"), PERSONAL)
def test_it_is_found_whole(text: str, kind: str, part: str) -> None:
    (found,) = find_personal(text)
    assert (found.kind, text[found.start : found.end].strip()) == (kind, part)
    assert part not in mask(text)
    assert SHOWN[found.kind] in mask(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_what_counts_something_is_left(text: str) -> None:
    assert mask(text) == text


def test_several_in_one_text() -> None:
    text = "Je suis au 12, rue du Phare; 418 555-0123, a@b.example, NAS 130 692 544."
    assert [found.kind for found in find_personal(text)] == ["address", "phone", "email", "nas"]
    assert mask(text) == "Je suis au [adresse]; [téléphone], [courriel], NAS [NAS]."


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    found = find_personal(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    if not found:
        assert mask(text) == text


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**15))
def test_the_check_digit(number: int) -> None:
    """Exactly one last digit is right, whatever comes before it."""
    assert sum(luhn(f"{number}{last}") for last in range(10)) == 1


def test_the_journal_keeps_none_of_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path, questions=True)
    said = "Je suis a@b.example, au 12, rue du Phare"
    journal.asked("c", said, (said,), answered=False)
    journal.feedback(Feedback("c", False, "Rappelez-moi au 418 555-0123"))
    kept = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.jsonl"))
    assert kept.count("[courriel]") == kept.count("[adresse]") == 4
    assert "[téléphone]" in kept
    for part in ("b.example", "Phare", "555-0123"):
        assert part not in kept


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_keeps_none_of_it(form: str) -> None:
    stream, logger = StringIO(), logging.getLogger("repere")
    before = (logger.handlers[:], logger.level, logger.propagate)
    web = logging.getLogger("uvicorn")
    kept = (web.handlers[:], web.level, web.propagate)
    try:
        start_logs(form, stream)  # type: ignore[arg-type]
        logging.getLogger("repere.error").error("refused: %s", "a@b.example")
    finally:
        logger.handlers, logger.propagate = before[0], before[2]
        logger.setLevel(before[1])
        web.handlers, web.propagate = kept[0], kept[2]
        web.setLevel(kept[1])
    assert "refused: [courriel]" in stream.getvalue()
    assert "b.example" not in stream.getvalue()
    if form == "json":
        assert json.loads(stream.getvalue())["level"] == "ERROR"
