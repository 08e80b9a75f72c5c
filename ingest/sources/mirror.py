"""A folder kept in step with a source: what is new is copied, what is gone leaves.

Each copy is written whole and noted before the next one is asked for, so an interruption
loses nothing. What could not be had is noted too; the walk of the folder tells it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from ingest.catalogue import NAME, read_catalogue
from ingest.errors import ReadFailure
from ingest.records import Failure
from ingest.sources.model import Fetched, Kept, Source
from ingest.sources.web import mark
from ingest.whole import write_whole

STATE = ".repere-source.json"
Told = Callable[[int, str], None]  # items done, the one that comes


@dataclass(slots=True)
class _State:
    """What is kept of a source, by key."""

    kept: dict[str, Kept] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def mirror(source: Source, folder: Path, told: Told = lambda done, key: None) -> Path:
    """Bring the copy of a source up to date.

    Args:
        folder: of all sources; the copy is in a folder of its own there.
        told: called before each item.

    Returns:
        The folder of the copy, to be indexed.

    Raises:
        ReadFailure: the source cannot be listed; the copy stays as it was.
    """
    home = folder / source.name
    keys = list(source.items())
    home.mkdir(parents=True, exist_ok=True)
    state = _read(home)
    state.failures = []
    for done, key in enumerate(keys):
        told(done, key)
        _bring(source, key, home, state)
        write_whole(home / STATE, (_as_json(state),))
    for key in [one for one in state.kept if one not in set(keys)]:
        _drop(key, home, state)
    write_whole(home / STATE, (_as_json(state),))
    return home


def failures_of(folder: Path) -> tuple[Failure, ...]:
    """What the source of a folder could not give; none for a folder that is no copy."""
    return tuple(_read(folder).failures) if (folder / STATE).is_file() else ()


def _bring(source: Source, key: str, home: Path, state: _State) -> None:
    kept = state.kept.get(key)
    if kept is not None and not (home / kept.file).is_file():
        kept = None
    try:
        found = source.fetch(key, kept)
    except ReadFailure as error:
        if error.code == "gone":
            _drop(key, home, state)
        skipped = error.code == "unsupported_format"
        state.failures.append(Failure(key, error.code, error.message, skipped))
        return
    if found is None:
        return
    name = _copy_name(found, key)
    write_whole(home / name, (found.content,))
    if kept is not None and kept.file != name:
        (home / kept.file).unlink(missing_ok=True)
    state.kept[key] = Kept(name, found.etag, found.modified)
    _say_where(home, name, found.url)


def _drop(key: str, home: Path, state: _State) -> None:
    kept = state.kept.pop(key, None)
    if kept is not None:
        (home / kept.file).unlink(missing_ok=True)


def _copy_name(found: Fetched, key: str) -> str:
    path = PurePosixPath(PurePosixPath(found.name).name)
    return f"{path.stem}-{mark(key)}{path.suffix}"


def _say_where(home: Path, name: str, url: str) -> None:
    """Write the address of a new copy in the catalogue, which a person may have edited."""
    if name in read_catalogue(home):
        return
    path = home / NAME
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    said = f"[{json.dumps(name)}]\nurl = {json.dumps(url)}\n"
    write_whole(path, (f"{before}{said}\n".encode(),))


def _read(home: Path) -> _State:
    """What was kept; nothing when it cannot be read, and all is asked for again."""
    try:
        held = json.loads((home / STATE).read_text(encoding="utf-8"))
        kept = {str(key): Kept(**one) for key, one in held["kept"].items()}
        return _State(kept, [Failure(**one) for one in held["failures"]])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _State()


def _as_json(state: _State) -> bytes:
    held = {
        "kept": {key: asdict(one) for key, one in state.kept.items()},
        "failures": [asdict(one) for one in state.failures],
    }
    return json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8", "replace")
