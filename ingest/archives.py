"""ZIP archives as folders: each file inside is a document, ``archive.zip/folder/name.pdf``.

An archive is listed when folders are walked; a member is unpacked to a temporary file for
as long as it is read, under a name of ours. What is declared is believed only downwards:
unpacking stops at the declared size, and the sum of these is bounded before anything is
unpacked, archives inside archives included.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ingest.errors import NotFoundError, ReadFailure
from ingest.formats import unknown_format
from ingest.pipeline import SourceFile
from ingest.records import Failure

SUFFIX = ".zip"
MAX_MEMBERS = 10_000  # in an archive and those inside it
MAX_UNPACKED = 2 * 2**30  # bytes, the same
MAX_MEMBER = 500 * 2**20
MAX_RATIO = 500  # unpacked over packed, for what is not small
SMALL = 20 * 2**20
MAX_DEPTH = 3  # archives in archives
_PASSED = (".", "~$", "__MACOSX")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, KeyError)


@dataclass(slots=True)
class _Budget:
    """What is left to list and unpack of one archive."""

    members: int
    unpacked: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Files of an archive, and what of it could not be listed or is of no known format."""

    files: tuple[SourceFile, ...]
    failures: tuple[Failure, ...]


def is_archive(path: PurePosixPath | Path) -> bool:
    """Whether a name is that of an archive."""
    return path.suffix.lower() == SUFFIX


def list_archive(file: SourceFile, known_suffixes: frozenset[str]) -> Listing:
    """Members of known formats, archives inside opened too; one line for each of the rest.

    Hidden files and what a computer adds for itself (``__MACOSX``) are passed over.
    """
    files: dict[str, SourceFile] = {}
    failures: list[Failure] = []
    _list(file, known_suffixes, _Budget(MAX_MEMBERS, MAX_UNPACKED), files, failures)
    return Listing(tuple(files[source] for source in sorted(files)), tuple(failures))


def _list(
    file: SourceFile,
    known_suffixes: frozenset[str],
    budget: _Budget,
    files: dict[str, SourceFile],
    failures: list[Failure],
) -> None:
    try:
        if len(file.inside) > MAX_DEPTH:
            raise ReadFailure(
                "too_large", f"L’archive en contient d’autres sur plus de {MAX_DEPTH} niveaux."
            )
        with at_hand(file) as here:
            members = _members(here.path, budget)
    except ReadFailure as error:
        failures.append(Failure(file.source, error.code, error.message))
        return
    for member in members:
        name = _clean_name(member.filename)
        suffix = PurePosixPath(name).suffix.lower()
        if not name:
            continue
        if suffix not in known_suffixes | {SUFFIX}:
            failures.append(unknown_format(f"{file.source}/{name}"))
            continue
        found = replace(
            file, source=f"{file.source}/{name}", inside=(*file.inside, member.filename)
        )
        if suffix == SUFFIX:
            _list(found, known_suffixes, budget, files, failures)
        else:
            files[found.source] = found


def _members(path: Path, budget: _Budget) -> list[zipfile.ZipInfo]:
    """Members of an archive on the disk, taken off the budget.

    Raises:
        ReadFailure: ``damaged_file``, ``too_large``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
    except (*_BROKEN, NotImplementedError) as error:
        raise ReadFailure(
            "damaged_file", "L’archive est endommagée : elle ne peut pas être ouverte."
        ) from error
    budget.members -= len(members)
    budget.unpacked -= sum(one.file_size for one in members)
    if budget.members < 0 or budget.unpacked < 0:
        raise ReadFailure(
            "too_large",
            f"L’archive contient plus de {MAX_MEMBERS} fichiers, ou plus de "
            f"{MAX_UNPACKED // 2**30} Go une fois décompressée : divisez-la.",
        )
    return members


def _clean_name(name: str) -> str:
    """Path of a member inside its archive; empty for a hidden one."""
    flat = "".join(c if c.isprintable() else "_" for c in name.replace("\\", "/"))
    parts = [part for part in flat.split("/") if part not in ("", ".", "..")]
    return "" if any(part.startswith(_PASSED) for part in parts) else "/".join(parts)


@contextmanager
def at_hand(file: SourceFile) -> Iterator[SourceFile]:
    """The file with a path that can be opened while the context lasts.

    Raises:
        ReadFailure: ``damaged_file``, ``too_large``, ``password_required``, ``unreadable``.
    """
    if not file.inside:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="repere-") as folder:
        path = file.path
        for rank, name in enumerate(file.inside):
            target = Path(folder) / f"{rank}{PurePosixPath(_clean_name(name)).suffix.lower()}"
            unpack(path, name, target)
            path = target
        yield replace(file, path=path, inside=())


def unpack(archive_path: Path, name: str, target: Path) -> None:
    """Write one member of an archive to a file.

    Raises:
        ReadFailure: as :func:`at_hand`.
    """
    try:
        with zipfile.ZipFile(archive_path) as archive:
            member = archive.getinfo(name)
            _check(member)
            with archive.open(member) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
    except (*_BROKEN, NotImplementedError) as error:
        raise ReadFailure(
            "damaged_file",
            "Ce fichier d’une archive est endommagé ou compressé d’une façon inconnue.",
        ) from error


def _check(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise ReadFailure(
            "password_required",
            "L’archive est protégée par un mot de passe. Déposez ses fichiers décompressés.",
        )
    swollen = member.file_size > SMALL and (
        member.file_size > MAX_RATIO * max(1, member.compress_size)
    )
    if member.file_size > MAX_MEMBER or swollen:
        raise ReadFailure(
            "too_large",
            "Ce fichier d’une archive dépasse, une fois décompressé, la taille permise.",
        )


def find_source(root: Path, source: str) -> SourceFile:
    """The file of a source, be it inside an archive.

    Raises:
        NotFoundError: ``file_gone``, it is not there or leads out of the root.
    """
    top = root.resolve()
    parts = PurePosixPath(source).parts
    for rank in range(1, len(parts) + 1):
        path = top.joinpath(*parts[:rank])
        if not path.is_file():
            continue
        if not path.resolve().is_relative_to(top):
            break
        file = SourceFile(path.resolve(), root, "/".join(parts[:rank]))
        if rank == len(parts):
            return file
        if is_archive(path):
            suffix = PurePosixPath(source).suffix.lower()
            for member in list_archive(file, frozenset({suffix})).files:
                if member.source == source:
                    return member
        break
    raise NotFoundError(
        "file_gone", "Le fichier d’origine n’est plus à sa place; son texte reste consultable."
    )
