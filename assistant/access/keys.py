"""Keys given to people and programs: ``keys.json`` of the data folder holds their digests.

A key is ``rep_ID_SECRET`` with 256 random bits, shown once. SHA-256 is enough to keep it: a
slow digest protects what people choose, not what nobody can guess.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.access.roles import ROLES, Role
from assistant.journal_files import alone
from assistant.reasons import reason
from ingest.errors import NotFoundError, StoreError
from ingest.whole import write_whole

FILE = "keys.json"
FORMAT = 1
PREFIX = "rep_"
LONGEST_KEY = 200  # characters that are looked at
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Key:
    """One key, without its secret.

    Attributes:
        id: eight hexadecimal digits; part of the key, and no secret.
        name: whom or what it is for; kept with their acts.
        digest: SHA-256 of the whole key, hexadecimal.
        created, expires: ISO 8601, UTC; ``expires`` None: never.
    """

    id: str
    name: str
    role: Role
    digest: str
    created: str
    expires: str | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return self.expires is None or now < datetime.fromisoformat(self.expires)


class KeyRing:
    """The keys of a data folder. What another process changes is seen at the next look."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def find(self, text: str, now: datetime | None = None) -> Key | None:
        """The key that ``text`` is; None for any other text, and for a key that expired.

        The time taken does not tell how near the text was.

        Raises:
            StoreError: ``damaged_keys``: no key opens anything then.
        """
        held = self.all()
        given = text[:LONGEST_KEY]
        digest = _digest(given)
        wanted = given.removeprefix(PREFIX).split("_", 1)[0]
        known = next((key for key in held if key.id == wanted), None)
        same = hmac.compare_digest(digest, known.digest if known else _digest(""))
        return known if known and same and known.holds(now or datetime.now(UTC)) else None

    def get(self, key_id: str) -> Key | None:
        """A key by its name in the ring, if it still holds."""
        known = next((key for key in self.all() if key.id == key_id), None)
        return known if known and known.holds(datetime.now(UTC)) else None

    def all(self) -> tuple[Key, ...]:
        """Every key, oldest first.

        Raises:
            StoreError: ``damaged_keys``, or ``newer_format``.
        """
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            self._seen, self._keys = None, ()
            return ()
        except OSError as error:
            raise _unreadable(self._path, reason(error)) from error
        now = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if now != self._seen:
            self._keys = _read(self._path)
            self._seen = now
        return self._keys

    def add(self, name: str, role: Role, days: int | None = None) -> tuple[Key, str]:
        """Make a key.

        Returns:
            The key as it is kept, and its text, which is kept nowhere.

        Raises:
            StoreError: ``keys_not_written``.
        """
        made, text = _made(name, role, days)
        self._change(lambda keys: (*keys, made))
        return made, text

    def revoke(self, key_id: str) -> Key:
        """Take a key away: it opens nothing from now on.

        Raises:
            NotFoundError: ``unknown_key``.
        """
        gone = self._one(key_id)
        self._change(lambda keys: tuple(key for key in keys if key.id != key_id))
        return gone

    def rotate(self, key_id: str, overlap_days: int) -> tuple[Key, str]:
        """A new key of the same name and role; the old one holds ``overlap_days`` more.

        Raises:
            NotFoundError: ``unknown_key``.
        """
        old = self._one(key_id)
        made, text = _made(old.name, old.role, None)
        end = _after(overlap_days)
        last = end if old.expires is None else min(end, old.expires)

        def rotated(keys: tuple[Key, ...]) -> tuple[Key, ...]:
            kept = (replace(key, expires=last) if key.id == key_id else key for key in keys)
            return (*kept, made)

        self._change(rotated)
        return made, text

    def _one(self, key_id: str) -> Key:
        for key in self.all():
            if key.id == key_id:
                return key
        raise NotFoundError(
            "unknown_key",
            f"Aucune clé ne porte l'identifiant « {key_id[:40]} » : voir « repere keys list ».",
        )

    def _change(self, changed: Any) -> None:
        """Write the file again, whole or not at all, alone among processes."""
        folder = self._path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with alone(folder):
                _write(self._path, changed(self.all()))
        except OSError as error:
            raise StoreError(
                "keys_not_written",
                f"Les clés ne peuvent pas être écrites dans « {folder} » : {reason(error)}.",
            ) from error


def _made(name: str, role: Role, days: int | None) -> tuple[Key, str]:
    key_id = secrets.token_hex(4)
    text = f"{PREFIX}{key_id}_{secrets.token_urlsafe(32)}"
    made = datetime.now(UTC).isoformat(timespec="seconds")
    expires = None if days is None else _after(days)
    return Key(key_id, name[:LONGEST_NAME], role, _digest(text), made, expires), text


def _after(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _read(path: Path) -> tuple[Key, ...]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["format"] > FORMAT:
            raise StoreError(
                "newer_format",
                f"« {path} » vient d'une version plus récente de Repère : installez-la.",
            )
        return tuple(_key(one) for one in value["keys"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, type(error).__name__) from error


def _key(value: Mapping[str, Any]) -> Key:
    key = Key(**value)
    texts = (key.id, key.name, key.digest, key.created, key.expires or "")
    if key.role not in ROLES or len(key.digest) != 64 or not all(isinstance(t, str) for t in texts):
        raise ValueError(key.id)
    if key.expires is not None and datetime.fromisoformat(key.expires).tzinfo is None:
        raise ValueError(key.expires)
    return key


def _write(path: Path, keys: Sequence[Key]) -> None:
    text = json.dumps({"format": FORMAT, "keys": [asdict(key) for key in keys]},
                      ensure_ascii=False, indent=1)  # fmt: skip
    write_whole(path, (text.encode(),))  # readable by its owner only


def _unreadable(path: Path, why: str) -> StoreError:
    return StoreError(
        "damaged_keys",
        f"Les clés de « {path} » ne peuvent pas être lues ({why}) : aucune n'est acceptée. "
        "Remettez le fichier, ou effacez-le et refaites les clés.",
    )
