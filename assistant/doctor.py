"""``repere doctor``: is the installation whole, and does its index equal its sources?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant.leftovers import check_leftovers
from assistant.lists.check import check_lists
from assistant.reasons import reason
from assistant.service import Check
from assistant.settings import Settings
from index.digests import source_digest
from index.encoder import Encoder
from index.generation import current_manifest
from index.store import Store
from ingest.archives import at_hand, find_source
from ingest.catalogue import Said, read_catalogue
from ingest.errors import NoIndexError, NotFoundError, RepereError
from ingest.pipeline import is_current


def checks(settings: Settings, encoder: Encoder) -> tuple[Check, ...]:
    """Everything looked at, in order; each message says what to do."""
    made = [_folder(settings.data), _model(encoder), *check_lists(settings.data)]
    made.extend(check_leftovers(settings))
    try:
        store = Store.open(settings.data)
    except NoIndexError as error:
        message = "Aucun index. Lancez « repere ingest DOSSIER »."
        made.append(Check("index", False, message, error.code))
        return tuple(made)
    except RepereError as error:
        made.append(Check("index", False, error.message))
        return tuple(made)
    try:
        made.extend((_generation(store, settings.data, encoder), _sources(store), _failures(store)))
    except RepereError as error:
        made.append(Check("index", False, error.message))
    finally:
        store.close()
    return tuple(made)


def _folder(data: Path) -> Check:
    existing = next(path for path in (data, *data.absolute().parents) if path.exists())
    try:
        free = shutil.disk_usage(existing).free // 2**20
    except OSError as error:
        return Check("data", False, f"Dossier de données illisible : {reason(error)}.")
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Check(
            "data", False,
            f"Rien ne peut être écrit dans « {data} ». Vérifiez ses droits, ou choisissez un "
            "autre dossier avec --data.",
        )  # fmt: skip
    if free < 500:
        return Check(
            "data", False, f"Il ne reste que {free} Mo sur le disque : libérez de l’espace."
        )
    return Check("data", True, f"Dossier de données utilisable, {free} Mo libres.")


def _model(encoder: Encoder) -> Check:
    try:
        encoder.encode_queries(["essai"])
    except RepereError as error:
        return Check("model", False, error.message)
    return Check("model", True, f"Modèle chargé : {encoder.name}.")


def _generation(store: Store, data: Path, encoder: Encoder) -> Check:
    manifest = current_manifest(data)
    if manifest is None or not manifest.matches(store.state(), encoder.name):
        return Check(
            "index", False,
            "L’index de recherche ne correspond pas à la base. Relancez « repere ingest » : il "
            "sera refait à partir de la base, sans perte.",
        )  # fmt: skip
    counts = store.counts()
    if not counts.documents:
        message = "Aucun document indexé. Lancez « repere ingest DOSSIER »."
        return Check("index", False, message, "no_index")
    sizes = (
        (counts.documents, "document"), (counts.passages, "passage"), (counts.figures, "chiffre"),
        (counts.measures, "mesure"), (counts.grants, "subvention"),
    )  # fmt: skip
    held = ", ".join(f"{size} {noun}{'s' * (size > 1)}" for size, noun in sizes if size)
    return Check("index", True, f"Index à jour : {held}.")


def _sources(store: Store) -> Check:
    changed, gone = [], []
    catalogues: dict[str, Mapping[str, Said]] = {}
    for document in store.documents():
        try:
            file = find_source(Path(document.root), document.source)
        except NotFoundError:
            gone.append(document.source)
            continue
        try:
            if document.root not in catalogues:
                catalogues[document.root] = read_catalogue(Path(document.root))
            said_of_it = catalogues[document.root].get(document.source, Said())
            with at_hand(file) as here:
                same = is_current(document.digest, source_digest(here.path, said_of_it))
        except RepereError:
            same = False
        if not same:
            changed.append(document.source)
    if gone or changed:
        said = ", ".join((gone + changed)[:5])
        return Check(
            "sources", False,
            f"{len(gone)} fichier(s) disparu(s), {len(changed)} modifié(s) depuis l’indexation "
            f"({said}). Relancez « repere ingest ».",
        )  # fmt: skip
    return Check("sources", True, "Chaque document correspond à son fichier.")


def _failures(store: Store) -> Check:
    failed = [one for one in store.failures() if not one.skipped]
    if failed:
        said = "; ".join(f"{one.source} ({one.code})" for one in failed[:5])
        return Check("failures", False, f"{len(failed)} fichier(s) non lu(s) : {said}.")
    return Check("failures", True, "Aucun fichier en échec.")
