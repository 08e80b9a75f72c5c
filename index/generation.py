"""Generations: the indexes on disk, replaced whole or not at all.

An index is a cache of the store. It is written to ``gen-N.tmp``, brought to the disk, renamed
``gen-N``, and only then named in ``CURRENT`` by one atomic replacement. A crash at any point
leaves the old generation or the new one; what does not match the store is made again.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from index.bank.search import BankIndex
from index.contents import (
    Contents,
    Progress,
    analysis_fingerprint,
    assemble,
    read_banks,
    read_contents,
)
from index.store import Store, StoreState
from ingest.errors import StoreError
from ingest.whole import put_in_place, sync

FOLDER, CURRENT, MANIFEST = "index", "CURRENT", "manifest.json"
FORMAT = 2
_NAME = re.compile(r"gen-(\d+)(?:\.tmp)?")
_READ_TRIES = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from.

    Attributes:
        format: of the files of a generation.
        number: of the generation, from 1, never used twice.
        encoder: name of the model of the vectors.
        analysis: fingerprint of the code that made the terms.
        revision, passages, max_rowid, digest: as in StoreState.
        files: path inside the generation and size in bytes, of each file.
    """

    format: int
    number: int
    encoder: str
    analysis: str
    revision: int
    passages: int
    max_rowid: int
    digest: str
    files: tuple[tuple[str, int], ...]

    @property
    def state(self) -> StoreState:
        """The moment of the store that it was built from."""
        return StoreState(self.revision, self.passages, self.max_rowid, self.digest)

    def matches(self, state: StoreState, encoder: str) -> bool:
        """Whether it is current for that store and model (the revision may differ)."""
        mine = (self.passages, self.max_rowid, self.digest, self.encoder)
        theirs = (state.passages, state.max_rowid, state.digest, encoder)
        return mine == theirs and self.usable

    @property
    def usable(self) -> bool:
        """Whether this version of the product can read it."""
        return self.format == FORMAT and self.analysis == analysis_fingerprint()


def current_name(data: Path) -> str | None:
    """Name of the current generation's folder; None when there is none."""
    try:
        name = (data / FOLDER / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return name if re.fullmatch(r"gen-\d+", name) else None


def current_manifest(data: Path) -> Manifest | None:
    """Manifest of the current generation; None when there is none that is whole."""
    name = current_name(data)
    return None if name is None else _read_manifest(data / FOLDER / name)


def load_current(data: Path) -> tuple[Manifest, Contents] | None:
    """The current generation, read; None when there is none that is whole and usable."""
    for _ in range(_READ_TRIES):
        manifest = current_manifest(data)
        if manifest is None or not manifest.usable:
            return None
        folder = data / FOLDER / f"gen-{manifest.number}"
        try:
            return manifest, read_contents(folder, manifest.encoder, manifest.state)
        except StoreError:
            # Damaged; or replaced and removed while we read it: then try the new one.
            if current_name(data) == folder.name:
                return None
    return None


def current_banks(data: Path) -> tuple[BankIndex, BankIndex] | None:
    """Measures and grants of the current generation; None when it is not whole."""
    name = current_name(data)
    if name is None:
        return None
    try:
        return read_banks(data / FOLDER / name)
    except StoreError:
        return None


def write_generation(
    store: Store, data: Path, encoder: str, progress: Progress | None = None
) -> Manifest:
    """Build a generation from the store and make it the current one.

    The caller holds the writer lock of the folder.

    Raises:
        StoreError: ``unwritable_index``, the disk is full or refuses; the former
            generation stays current.
    """
    home = data / FOLDER
    try:
        home.mkdir(parents=True, exist_ok=True)
        number = 1 + max((found for found, _ in _generations(home)), default=0)
        target, partial = home / f"gen-{number}", home / f"gen-{number}.tmp"
        partial.mkdir()
        contents = assemble(store, encoder, partial, progress)
        manifest = _manifest(partial, number, contents)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        (partial / MANIFEST).write_text(text, encoding="utf-8")
        _sync_tree(partial)
        partial.rename(target)
        sync(home)
        _point_to(home, target.name)
    except OSError as error:
        raise StoreError(
            "unwritable_index",
            f"L'index ne peut pas être écrit dans « {home} » ({error.strerror}). Vérifiez "
            "l'espace du disque et les droits du dossier, puis relancez « repere ingest ».",
        ) from error
    remove_others(data, target.name)
    return manifest


def remove_others(data: Path, keep: str) -> None:
    """Remove every generation but ``keep``, unfinished ones too."""
    for _, folder in _generations(data / FOLDER):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


def _generations(home: Path) -> list[tuple[int, Path]]:
    found = ((_NAME.fullmatch(path.name), path) for path in home.iterdir())
    return [(int(match[1]), path) for match, path in found if match is not None]


def _manifest(folder: Path, number: int, contents: Contents) -> Manifest:
    state = contents.state
    return Manifest(
        FORMAT, number, contents.encoder, analysis_fingerprint(), state.revision, state.passages,
        state.max_rowid, state.digest, tuple(_sizes(folder)),
    )  # fmt: skip


def _sizes(folder: Path) -> list[tuple[str, int]]:
    """Files and sizes; lock files of the word index (hidden) come and go."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    kept = (p for p in files if not p.name.endswith(".lock"))
    return sorted((p.relative_to(folder).as_posix(), p.stat().st_size) for p in kept)


def _read_manifest(folder: Path) -> Manifest | None:
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = tuple((str(name), int(size)) for name, size in value.pop("files"))
        manifest = Manifest(**value, files=files)
        if folder.name != f"gen-{manifest.number}" or tuple(_sizes(folder)) != files:
            return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return manifest


def _point_to(home: Path, name: str) -> None:
    partial = home / f"{CURRENT}.tmp"
    partial.write_text(f"{name}\n", encoding="ascii")
    sync(partial)
    put_in_place(partial, home / CURRENT)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
