"""Which code draws what from a file: other code is a reason to read it again, and only it.

The code of a format is found on the files themselves: what the extraction imports, from one
module to the next, and what the reader of that format imports. Nobody has a version to
raise, so nobody can forget to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ingest.readers import base

PACKAGE = Path(__file__).resolve().parent
EXTRACTION = "ingest.pipeline"
# Chooses a reader; who is chosen tells. One that imports it reads files of any format.
CHOICE = "ingest.readers.base"
# Carry what is read from one process to the other, and change nothing of it.
CARRIERS = frozenset({"ingest.readers.wire", "ingest.readers.spool", "ingest.readers.sandbox"})


def code_of(source: str, package: Path = PACKAGE) -> str:
    """Hash of the code that makes the extract of a file, by its name.

    Args:
        source: path of the file; what counts is its extension. One that no reader takes is
            read after its content, so that any reader counts.
        package: folder of the package ``ingest``.
    """
    return _code_of_format(PurePosixPath(source).suffix.lower(), package)


def modules_of(suffix: str, package: Path = PACKAGE) -> frozenset[str]:
    """Modules that have a part in the extract of a file of some extension."""
    starts = readers_of(package).get(suffix)
    if starts is None:
        starts = frozenset().union(*readers_of(package).values())
    return _closure((EXTRACTION, *starts), package)


@lru_cache(maxsize=256)
def _code_of_format(suffix: str, package: Path) -> str:
    digest = sha256()
    for name in sorted(modules_of(suffix, package)):
        digest.update(name.encode())
        digest.update(_file(name, package).read_bytes())
    for data in sorted(package.glob("data/*.csv")):
        digest.update(data.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=8)
def readers_of(package: Path = PACKAGE) -> Mapping[str, frozenset[str]]:
    """Extension to the modules that its reader is made of, before what these import.

    They are those that its maker imports, in the file that chooses readers; one that may
    call on the other readers (a message and its attachments) has them all.
    """
    tree = ast.parse(_file(CHOICE, package).read_bytes())
    makers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    made = {suffix: makers[maker.__name__] for suffix, maker in base.MAKERS.items()}
    own = {suffix: frozenset(_imported(maker, package)) for suffix, maker in made.items()}
    every = frozenset().union(*own.values())
    return {
        suffix: every if _names(maker, base.reader_for.__name__) else own[suffix]
        for suffix, maker in made.items()
    }


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _closure(starts: Iterable[str], package: Path) -> frozenset[str]:
    """Modules of the package that some modules import, and these, and so on."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found and name not in CARRIERS and name != CHOICE:
            found.add(name)
            waiting.extend(_imports(name, package))
    return frozenset(found)


@lru_cache(maxsize=4096)
def _imports(name: str, package: Path) -> tuple[str, ...]:
    return _imported(ast.parse(_file(name, package).read_bytes()), package)


def _imported(tree: ast.AST, package: Path) -> tuple[str, ...]:
    """Modules of the package that a piece of code imports, at its top or in a function."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    ours = (name for name in names if name.startswith("ingest."))
    return tuple(name for name in ours if _file(name, package).is_file())


def _file(name: str, package: Path) -> Path:
    """File of a module of the package."""
    path = package.joinpath(*name.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
