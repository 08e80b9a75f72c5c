"""What requests on lists and platforms carry, checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import BaseModel, Field

from assistant.api.fault import ApiError
from assistant.bank.model import BankKind
from assistant.intake import clean_label
from assistant.lists.clean import clean_note
from assistant.lists.desk import Wanted
from assistant.lists.errors import ListError
from assistant.lists.model import MAX_ITEMS

TAG = re.compile(r'(?:W/)?"(\d{1,15})"|(\d{1,15})', re.ASCII)
# Strict: « true » is no number.
Version = Annotated[
    int | None, Field(ge=0, le=10**15, strict=True, description="Version vue; 409 sinon.")
]
Place = Annotated[
    int | None, Field(ge=0, le=MAX_ITEMS, strict=True, description="Place, à partir de 0.")
]


class EntryBody(BaseModel):
    """An entry of a bank, and what one notes about it."""

    kind: BankKind = "measure"
    id: str = Field(description="Identifiant de la fiche dans la banque.")
    note: str | None = None


class CreateBody(BaseModel):
    """A list to be made; both may be left out."""

    name: str | None = None
    items: list[EntryBody] | None = Field(default=None, max_length=MAX_ITEMS)


class ChangeBody(BaseModel):
    """A new name, a new order (identifiers of items), or both."""

    name: str | None = None
    order: list[str] | None = Field(default=None, max_length=MAX_ITEMS)
    version: Version = None


class AddBody(BaseModel):
    """One entry (`id`), or several (`items`)."""

    kind: BankKind = "measure"
    id: str | None = None
    note: str | None = None
    items: list[EntryBody] | None = Field(default=None, max_length=MAX_ITEMS)
    position: Place = None
    version: Version = None

    def entries(self) -> list[EntryBody]:
        """All of them."""
        one = [] if self.id is None else [EntryBody(kind=self.kind, id=self.id, note=self.note)]
        return [*one, *(self.items or ())]


class ItemBody(BaseModel):
    """A new note, a new place, or both."""

    note: str | None = None
    position: Place = None
    version: Version = None


class ShareBody(BaseModel):
    """What a link allows, and what to remember it by."""

    access: Literal["read", "edit"] = "read"
    label: str | None = None


def seen_version(request: Request) -> int | None:
    """The version that the caller saw: `If-Match`, or `version` in the query."""
    asked = request.headers.get("if-match") or request.query_params.get("version")
    if asked is None or asked.strip() in ("", "*"):
        return None
    match = TAG.fullmatch(asked.strip())
    if match is None:
        raise ApiError(422, "bad_version")
    return int(match[1] or match[2])


Seen = Annotated[int | None, Depends(seen_version)]


def caller(request: Request) -> str:
    """The address of whoever calls, as the web server knows it."""
    return request.client.host if request.client else "?"


def wanted_entries(entries: Sequence[EntryBody]) -> list[Wanted]:
    """Entries to be looked up.

    Raises:
        ListError: ``unknown_entry`` for what cannot be an identifier, ``note_too_long``.
    """
    return [Wanted(entry.kind, _named(entry.id), clean_note(entry.note or "")) for entry in entries]


def _named(text: str) -> str:
    named = clean_label(text)
    if named is None:
        raise ListError("unknown_entry")
    return named
