"""``repere keys``: give, show, replace and take away the keys of people and programs."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from assistant.access.keys import Key, KeyRing
from assistant.admin.audit import Audit
from assistant.cli import show
from assistant.cli.output import DONE, note, put_json, put_lines
from assistant.settings import Settings
from ingest.errors import InputError

CONSOLE = "console"
ROLE_NAMES = {"reader": "lecture", "editor": "documents", "admin": "administration"}


def keys(args: argparse.Namespace, settings: Settings) -> int:
    """One act on the keys of the data folder; a running server sees it at once."""
    ring = KeyRing(settings.data)
    if args.act == "list":
        _show_all(ring, args.json)
        return DONE
    if not args.subject:
        raise InputError("usage_keys", "Dites à qui est la clé, ou son identifiant : "
                         "repere keys add NOM, repere keys revoke ID.")  # fmt: skip
    text = None
    if args.act == "add":
        key, text = ring.add(args.subject, args.role, args.days)
    elif args.act == "rotate":
        key, text = ring.rotate(args.subject, args.days if args.days is not None else 7)
    else:
        key = ring.revoke(args.subject)
    Audit(settings.data).note(CONSOLE, "", f"key_{args.act}", key.name, key=key.id, role=key.role)
    _show_one(args.act, key, text, args.json)
    return DONE


def _show_all(ring: KeyRing, as_json: bool) -> None:
    held = ring.all()
    if as_json:
        put_json({"keys": [_public(key) for key in held]})
    elif not held:
        note("Aucune clé. « repere keys add NOM » en fait une.")
    else:
        put_lines(_line(key) for key in held)


def _show_one(act: str, key: Key, text: str | None, as_json: bool) -> None:
    if as_json:
        put_json({"key": _public(key)} | ({"text": text} if text else {}))
    elif text:
        put_lines([text])
        note("Notez cette clé maintenant : elle n'est gardée nulle part et ne sera plus montrée.")
    else:
        put_lines([f"Clé retirée : {_line(key)}"])


def _public(key: Key) -> dict[str, Any]:
    return {name: value for name, value in asdict(key).items() if name != "digest"}


def _line(key: Key) -> str:
    until = f", jusqu'au {key.expires[:10]}" if key.expires else ""
    return f"{key.id}  {show.plain(key.name)}  ({ROLE_NAMES[key.role]}{until})"
