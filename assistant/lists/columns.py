"""The columns of an exported list, and the headers that an import understands."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.bank.model import BankHit, BankKind
from assistant.lists.model import ListView, ShownItem
from assistant.service import Language
from ingest.french.folding import fold

# Name in our code, header in French, header in English.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("kind", "type", "type"),
    ("id", "id", "id"),
    ("title", "titre", "title"),
    ("text", "description", "description"),
    ("note", "note", "note"),
    ("axis", "axe", "axis"),
    ("theme", "thème", "theme"),
    ("objective", "objectif", "objective"),
    ("policy", "politique", "policy"),
    ("audience", "clientèle", "audience"),
    ("population", "population visée", "population"),
    ("scope", "portée", "scope"),
    ("responsible", "responsable", "in charge"),
    ("partners", "partenaires", "partners"),
    ("schedule", "échéancier", "schedule"),
    ("indicator", "indicateur", "indicator"),
    ("budget", "budget", "budget"),
    ("year", "année", "year"),
    ("municipality", "municipalité", "municipality"),
    ("mrc", "MRC", "MRC"),
    ("region", "région", "region"),
    ("organization", "organisme", "organization"),
    ("eligibility", "admissibilité", "eligibility"),
    ("amount_min", "montant minimal", "minimum amount"),
    ("amount_max", "montant maximal", "maximum amount"),
    ("rate", "taux", "rate"),
    ("deadline", "date limite", "deadline"),
    ("period", "période", "period"),
    ("source", "source", "source"),
    ("source_page", "page", "page"),
    ("url", "adresse", "address"),
    ("file", "fichier de la banque", "file of the bank"),
    ("page", "page du fichier", "page of the file"),
    ("in_bank", "dans la banque", "in the bank"),
)
# Of the item itself; every other column is a field of its entry.
OWN = frozenset({"kind", "id", "title", "text", "note", "url", "file", "page", "in_bank"})
KIND_NAMES: dict[BankKind, tuple[str, str]] = {
    "measure": ("mesure", "measure"),
    "grant": ("subvention", "grant"),
}
KINDS: dict[str, BankKind] = {
    fold(word): kind for kind, words in KIND_NAMES.items() for word in words
}
OTHER_HEADERS = {
    "nom": "title", "mesure": "title", "subvention": "title", "name": "title", "action": "title",
    "identifiant": "id", "entry_id": "id", "kind": "kind", "notes": "note", "objet": "text",
    "text": "text", "montant_min": "amount_min", "montant_max": "amount_max",
    "date_limite": "deadline", "url": "url", "lien": "url", "responsible": "responsible",
}  # fmt: skip
HEADERS: dict[str, str] = {
    **{fold(header): name for name, *headers in COLUMNS for header in (name, *headers)},
    **{fold(header): name for header, name in OTHER_HEADERS.items()},
    # « page » is the page of the cited source, not of the file of the bank.
    "page": "source_page",
}


def field_of(header: str) -> str:
    """Our name of a column; a header that we do not know names itself."""
    plain = " ".join(header.split())
    return HEADERS.get(fold(plain), plain)


def columns_of(view: ListView) -> tuple[str, ...]:
    """Columns that a list fills: the known ones, then those of the bank's own."""
    filled = {name for shown in view.items for name, text in shown.entry.fields if text}
    known = [name for name, *_ in COLUMNS]
    kept = (name for name in known if name in OWN or name in filled)
    return (*kept, *sorted(filled - set(known)))


def headers(names: Iterable[str], lang: Language) -> list[str]:
    """What a person reads above each column."""
    told = {name: french if lang == "fr" else english for name, french, english in COLUMNS}
    return [told.get(name, name) for name in names]


def cell(shown: ShownItem, name: str, lang: Language) -> str:
    """One cell, as text; empty where nothing is known."""
    entry = shown.entry
    english = lang == "en"
    own = {
        "kind": KIND_NAMES[entry.kind][english],
        "id": entry.id,
        "title": entry.title,
        "text": entry.text,
        "note": shown.item.note,
        "url": address_of(entry),
        "file": entry.source,
        "page": "" if entry.page is None else str(entry.page),
        "in_bank": (("oui", "non"), ("yes", "no"))[english][not shown.in_bank],
    }
    return own[name] if name in own else dict(entry.fields).get(name, "")


def address_of(entry: BankHit) -> str:
    """Where the entry can be read; empty when it is nowhere."""
    return entry.url or dict(entry.fields).get("url", "")


def web_address_of(entry: BankHit) -> str:
    """Where the entry can be read by whoever has no access to this installation."""
    found = (entry.url, dict(entry.fields).get("url", ""))
    return next((one for one in found if one.startswith(("https://", "http://"))), "")
