"""The rules of the house, checked on the files themselves."""

from __future__ import annotations

import re
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from source_tree import (
    PACKAGES,
    ROOT,
    functions,
    imported,
    module_name,
    modules,
    product_files,
    tracked_files,
)

FILE_CEILING = 300
FUNCTION_CEILING = 40
LONG_FILES: dict[str, str] = {
    "assistant/web/widget.js": "foreign sites load it by one tag, and may allow one address",
}
LONG_FUNCTIONS: dict[str, str] = {}
UPWARD_IMPORTS: dict[tuple[str, str], str] = {}

# Written so that this file does not match itself.
FORBIDDEN = re.compile(
    r"(?:^|[^\w.])/(?:wor[k]|roo[t]|hom[e]/\w|tm[p]/|far[m])(?:/|\b)"
    r"|index-ur[l]|registr[y]=|\bTOD[O]\b|\bFIXM[E]\b",
    re.MULTILINE,
)
PATHS_ALLOWED: dict[str, str] = {}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_go_one_way() -> None:
    rank = {package: level for level, package in enumerate(PACKAGES)}
    upward = [
        f"{relative(path)}:{line} imports {name}"
        for path in product_files()
        for name, line in imported(path)
        if rank.get(name.partition(".")[0], -1) > rank[path.relative_to(ROOT).parts[0]]
        and (relative(path), name) not in UPWARD_IMPORTS
    ]
    assert upward == []


def test_the_product_does_not_import_its_tests_and_imports_by_full_name() -> None:
    ours = set(PACKAGES) | set(sys.stdlib_module_names)
    helpers = {path.stem for path in (ROOT / "tests").rglob("*.py")} - ours
    found = [
        f"{relative(path)}:{line} imports {name!r}"
        for path in product_files()
        for name, line in imported(path)
        if not name or name.partition(".")[0] in helpers | {"tests"}
    ]
    assert found == []


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {
        module_name(path): {
            name for name, _ in imported(path) if name in modules() and name != module_name(path)
        }
        for path in product_files()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_files_are_short() -> None:
    counted = {
        relative(path): path.read_text(encoding="utf-8").count("\n")
        for path in tracked_files()
        if path.suffix in {".py", ".js", ".css"}
    }
    long = {name: lines for name, lines in counted.items() if lines > FILE_CEILING}
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "an exception that is no longer needed"


def test_functions_are_short() -> None:
    long = {
        f"{relative(path)}:{name}": lines
        for path in product_files()
        for name, lines in functions(path)
        if lines > FUNCTION_CEILING
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception that is no longer needed"


def test_every_exception_has_a_reason() -> None:
    reasons = (LONG_FILES, LONG_FUNCTIONS, UPWARD_IMPORTS, PATHS_ALLOWED)
    assert all(len(reason) > 20 for table in reasons for reason in table.values())


def test_no_file_speaks_of_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked_files():
        if relative(path) in PATHS_ALLOWED:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = (text.count("\n", 0, m.start()) + 1 for m in FORBIDDEN.finditer(text))
        found += [f"{relative(path)}:{line}" for line in lines]
    assert found == []


@pytest.mark.parametrize(
    "text", [" /tm" + "p/x", '"/wor' + 'k/main"', "--index-ur" + "l", "TOD" + "O"]
)
def test_a_forbidden_word_is_seen(text: str) -> None:
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize("text", ["assistant/root/x", "../work", "la page /api/homes", "TODOS"])
def test_an_ordinary_word_is_not_forbidden(text: str) -> None:
    assert not FORBIDDEN.search(text)


def test_every_package_is_listed_for_installation() -> None:
    folders = {module_name(path) for path in product_files() if path.name == "__init__.py"}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders
    orphans = {relative(p) for p in product_files() if not (p.parent / "__init__.py").exists()}
    assert orphans == set()


def test_every_library_that_the_product_imports_is_declared_and_pinned() -> None:
    known = packages_distributions()
    ours = set(PACKAGES) | set(sys.stdlib_module_names)
    used = {name.partition(".")[0] for path in product_files() for name, _ in imported(path)}
    declared = {distribution(line) for line in PROJECT["project"]["dependencies"]}
    choices = PROJECT["project"]["optional-dependencies"]
    optional = {distribution(line) for name in ("mcp", "oidc") for line in choices[name]}
    missing = {
        name
        for name in used - ours
        if not {normal(dist) for dist in known.get(name, ())} & (declared | optional)
    }
    assert missing == set()
    assert declared <= pinned("requirements.lock")
    extras = {distribution(line) for line in PROJECT["project"]["optional-dependencies"]["dev"]}
    assert extras | optional <= pinned("requirements-dev.lock")


def test_locks_pin_exactly_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.]+(; .+)?", line), line


def test_the_two_locks_do_not_overlap() -> None:
    assert pinned("requirements.lock") & pinned("requirements-dev.lock") == set()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def distribution(requirement: str) -> str:
    return normal(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])


def pinned(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {distribution(line) for line in lines if line and not line.startswith("#")}
