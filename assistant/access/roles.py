"""What a person or a program may do: read, add and describe documents, or administer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from assistant.settings import Settings

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")  # each may do what those before may


def allows(held: Role, needed: Role) -> bool:
    """Whether who holds a role may do what asks for another."""
    return ROLES.index(held) >= ROLES.index(needed)


def role_of(names: Iterable[str], settings: Settings) -> Role | None:
    """The highest role that the settings give to one of these names.

    Args:
        names: of the person and of their groups; letters' case does not count.

    Returns:
        None when the settings name the readers and none of these is among them.
    """
    known = {name.strip().casefold() for name in names} - {""}
    granted: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("admin", settings.admins), ("editor", settings.editors), ("reader", settings.readers),
    )  # fmt: skip
    for role, among in granted:
        if known & {name.casefold() for name in among}:
            return role
    return None if settings.readers or not known else "reader"
