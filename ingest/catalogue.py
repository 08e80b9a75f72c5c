"""``corpus.toml``: what a person says of their files, over what is worked out.

Example::

    ["rapports/2022.pdf"]
    title = "Rapport annuel 2021-2022"
    year = "2021-2022"

    ["banques/mesures.xlsx".columns]
    "Nom du geste" = "title"
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.bank_columns import known_names
from ingest.errors import ReadFailure

NAME = "corpus.toml"
_FIELDS = (
    "title", "kind", "year", "organization", "url", "lang", "date", "municipality", "mrc",
    "region", "columns",
)  # fmt: skip
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_YEAR = re.compile(r"\d{4}(?:-\d{4})?")
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Said:
    """What the catalogue says of one file; None where it says nothing.

    ``columns``: of a bank, header as written and the known name it has (``title``…).
    """

    title: str | None = None
    kind: str | None = None
    year: str | None = None
    organization: str | None = None
    url: str | None = None
    lang: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    date: str | None = None
    municipality: str | None = None
    mrc: str | None = None
    region: str | None = None


def read_catalogue(root: Path) -> Mapping[str, Said]:
    """Path inside ``root`` to what ``corpus.toml`` says of it; empty without one.

    Raises:
        ReadFailure: ``bad_catalogue``, the file is not valid TOML or holds a bad value.
    """
    path = root / NAME
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReadFailure(
            "bad_catalogue", f"{NAME} ne peut pas être lu ({error}). Corrigez-le, puis relancez."
        ) from error
    return {_key(name): _said(name, table) for name, table in content.items()}


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./")


def _said(name: str, table: object) -> Said:
    if not isinstance(table, dict):
        raise _bad(name, 'une section par fichier est attendue, comme ["dossier/fichier.pdf"]')
    values: dict[str, str] = {}
    columns: tuple[tuple[str, str], ...] = ()
    for field, value in table.items():
        if field not in _FIELDS:
            raise _bad(name, f"« {field} » est inconnu; champs acceptés : {', '.join(_FIELDS)}")
        if field == "columns":
            columns = _columns(name, value)
            continue
        value = value.isoformat() if isinstance(value, datetime.date) else value
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise _bad(name, f"« {field} » doit être un texte")
        values[field] = str(value).strip()
    year, url = values.get("year"), values.get("url")
    if year and not _YEAR.fullmatch(year):
        raise _bad(name, f"year = « {year} »; attendu : 2022 ou 2021-2022")
    if url and not _URL.fullmatch(url):
        raise _bad(name, "url doit commencer par http:// ou https://")
    if values.get("date") and not _DATE.fullmatch(values["date"]):
        raise _bad(name, f"date = « {values['date']} »; attendu : 2022-06-30")
    return Said(**values, columns=columns)


def _columns(name: str, value: object) -> tuple[tuple[str, str], ...]:
    known = known_names("measure") | known_names("grant")
    if not isinstance(value, dict):
        raise _bad(name, '« columns » associe des titres de colonnes à des champs connus')
    for header, field in value.items():
        if field not in known:
            raise _bad(
                name,
                f"colonne « {header} » : « {field} » est inconnu; champs acceptés : "
                f"{', '.join(sorted(known))}",
            )
    return tuple((str(header), str(field)) for header, field in value.items())


def _bad(name: str, why: str) -> ReadFailure:
    return ReadFailure("bad_catalogue", f"{NAME}, section « {name} » : {why}.")
