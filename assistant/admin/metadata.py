"""What a person says of one document, written in the ``corpus.toml`` of its folder.

The file is theirs: comments, order and other sections stay as they are. It is written whole
or not at all, and only after what was made reads back as what was meant.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assistant.reasons import reason
from assistant.settings import Settings
from ingest.catalogue import NAME, Said, read_catalogue
from ingest.errors import InputError, ReadFailure, StoreError
from ingest.records import Document
from ingest.whole import put_in_place

FIELDS = (
    "title", "kind", "year", "organization", "url", "lang", "date", "municipality", "mrc", "region",
)  # fmt: skip
MAX_BYTES = 4 * 2**20
_YEAR = re.compile(r"\d{4}(?:-\d{4})?")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_URL = re.compile(r"https?://[^\s]+")


def catalogue_folder(settings: Settings, document: Document) -> Path:
    """The folder whose ``corpus.toml`` speaks of ``document``.

    Raises:
        InputError: ``document_elsewhere``, it is outside the folders of this installation.
    """
    root = Path(document.root).resolve()
    for folder in (settings.corpus, settings.uploads, settings.web):
        if root.is_relative_to(folder.resolve()):
            path = root / NAME
            if not path.is_symlink() or path.resolve().is_relative_to(root):
                return root
    raise InputError(
        "document_elsewhere",
        "Ce document vient d'un dossier qui n'est pas celui de cette installation "
        f"(REPERE_CORPUS). Décrivez-le à la main, dans le fichier {NAME} de son dossier.",
    )


def describe(root: Path, source: str, values: Mapping[str, str | None]) -> bool:
    """Say something of a file; None takes back what was said, and leaves it to the rules.

    Args:
        root: folder of the catalogue; ``source``: path inside it.
        values: among ``FIELDS``, already cleaned.

    Returns:
        Whether the catalogue changed.

    Raises:
        InputError: ``bad_metadata``, a value that the catalogue would refuse.
        ReadFailure: ``bad_catalogue``, what is there is not valid; it is left alone.
        StoreError: ``catalogue_not_written``; it is left alone.
    """
    _check(values)
    before = read_catalogue(root)
    path = root / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
        made = _edited(text, source, values)
        if made == text:
            return False
        if len(made.encode()) > MAX_BYTES:
            raise StoreError("catalogue_not_written", f"{NAME} serait trop gros.")
        _replace(root, made, expected=_expected(before, source, values))
    except (OSError, TOMLKitError, UnicodeError) as error:
        why = reason(error) if isinstance(error, OSError) else type(error).__name__
        raise StoreError(
            "catalogue_not_written",
            f"{NAME} n'a pas pu être écrit : {why}. Vérifiez les droits du dossier.",
        ) from error
    return True


def _check(values: Mapping[str, str | None]) -> None:
    year, url, lang = values.get("year"), values.get("url"), values.get("lang")
    if year and not _YEAR.fullmatch(year):
        raise _bad("année", year, "2022 ou 2021-2022")
    if url and not _URL.fullmatch(url):
        raise _bad("adresse", url, "une adresse qui commence par https:// ou http://")
    date = values.get("date")
    if date and not _DATE.fullmatch(date):
        raise _bad("date", date, "une date comme 2022-06-30")
    if lang and lang not in ("fr", "en"):
        raise _bad("langue", lang, "« fr » ou « en »")


def _bad(what: str, value: str, expected: str) -> InputError:
    return InputError(
        "bad_metadata", f"{what} : « {value[:80]} » ne convient pas ; il faut {expected}."
    )


def _edited(text: str, source: str, values: Mapping[str, str | None]) -> str:
    """The catalogue with what is said of ``source``, the rest untouched."""
    content = tomlkit.parse(text)
    name = next((key for key in content if _key(key) == source), source)
    if name not in content:
        if not any(values.values()):
            return text
        if text and not text.endswith("\n\n"):
            content.add(tomlkit.nl())
        content.add(name, tomlkit.table())
    table = content[name]
    for field, value in values.items():
        if value:
            table[field] = value
        elif field in table:
            del table[field]
    if not table:
        del content[name]
    return tomlkit.dumps(content)


def _expected(
    before: Mapping[str, Said], source: str, values: Mapping[str, str | None]
) -> Mapping[str, Said]:
    """What the catalogue must say afterwards."""
    said = before.get(source, Said())
    kept = {name: getattr(said, name) for name in FIELDS} | {
        name: value or None for name, value in values.items()
    }
    after = {name: one for name, one in before.items() if one != Said()}
    after[source] = Said(**kept, columns=said.columns)
    return {name: one for name, one in after.items() if one != Said()}


def _replace(root: Path, text: str, expected: Mapping[str, Said]) -> None:
    """Write the catalogue once it reads back as ``expected``, with the rights it had."""
    path = (root / NAME).resolve()
    with tempfile.TemporaryDirectory(prefix=".", dir=root) as folder:
        partial = Path(folder) / NAME
        with partial.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        found = {name: one for name, one in read_catalogue(Path(folder)).items() if one != Said()}
        if found != expected:
            raise ReadFailure("bad_catalogue", f"{NAME} n'a pas été modifié : il serait illisible.")
        if path.is_file():
            partial.chmod(path.stat().st_mode & 0o777)
        put_in_place(partial, path)


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./")
