"""Commands that take care of an installation: ingest, remove, backup, restore, doctor."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from assistant import jsonform
from assistant.backup import restore_backup, write_backup
from assistant.cli import show
from assistant.cli.output import DONE, FAILED, NO_INDEX, note, put_json, put_lines
from assistant.cli.progress import ProgressBar
from assistant.reasons import reason
from assistant.service import IngestReport, Progress, Service
from assistant.settings import Settings
from assistant.uploads import discard_upload
from assistant.watch import FolderWatch, follow
from assistant.websources import fetch_sources
from ingest.errors import StoreError
from ingest.records import Failure

WATCH_S = 3.0  # between two looks at the folders followed


def ingest(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Index files, folders and web pages; what does not exist is reported with the rest."""
    paths: list[Path] = list(args.paths)
    lost: list[Failure] = []
    if args.urls or args.sitemap:
        folders, lost = _fetched(settings, args)
        paths += folders
    elif not paths:
        paths = [settings.corpus]
    watch = FolderWatch(lambda: paths) if args.watch else None
    report = run_ingest(service, paths)
    report = dataclasses.replace(report, failed=(*lost, *report.failed))
    _tell(args, report)
    if watch is not None:
        _follow(args, service, paths, watch)
        return DONE
    return FAILED if report.failed else DONE


def _fetched(settings: Settings, args: argparse.Namespace) -> tuple[list[Path], list[Failure]]:
    bar = ProgressBar(sys.stderr)
    try:
        return fetch_sources(settings, args.urls, args.sitemap, bar)
    finally:
        bar.finish()


def _tell(args: argparse.Namespace, report: IngestReport) -> None:
    if args.json:
        put_json(jsonform.ingest_json(report))
    else:
        put_lines(show.report_lines(report))
    sys.stdout.flush()


def _follow(
    args: argparse.Namespace, service: Service, paths: Sequence[Path], watch: FolderWatch
) -> None:
    """Index what changes until Ctrl-C; each time, what was done is told."""
    note("Les dossiers sont suivis (Ctrl-C pour arrêter).")

    def index() -> bool:
        try:
            _tell(args, run_ingest(service, paths))
        except StoreError as error:
            note(error.message)
            return error.code != "locked"
        return True

    with contextlib.suppress(KeyboardInterrupt):
        follow(watch, index, Event().wait, WATCH_S)


def run_ingest(
    service: Service, paths: Sequence[Path], also: Callable[[Progress], None] | None = None
) -> IngestReport:
    """Index what exists among ``paths``, with a progress bar on a terminal; ``also`` is told."""
    refused = {path: failure for path in paths if (failure := _refusal(path)) is not None}
    present = [path for path in paths if path not in refused]
    report = _with_bar(service, present, also) if present else _as_it_is(service)
    return dataclasses.replace(report, failed=(*refused.values(), *report.failed))


def _with_bar(
    service: Service, paths: Sequence[Path], also: Callable[[Progress], None] | None
) -> IngestReport:
    bar = ProgressBar(sys.stderr)

    def step(progress: Progress) -> None:
        bar(progress)
        if also is not None:
            also(progress)

    try:
        return service.ingest(paths, step)
    finally:
        bar.finish()


def _as_it_is(service: Service) -> IngestReport:
    """Report of an ingestion that had nothing to read."""
    state = service.ready()
    return IngestReport(
        documents=state.documents, unchanged=state.documents,
        pages=sum(document.pages for document in service.documents()),
        passages=state.passages, figures=state.figures,
    )  # fmt: skip


def remove(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Take a document out of the index; an uploaded file is deleted too."""
    removed = service.remove(args.document_id)
    deleted = discard_upload(settings, removed)
    if args.json:
        put_json(jsonform.document_json(removed))
        return DONE
    put_lines([f"Retiré de l'index : {show.plain(removed.title)} ({show.plain(removed.source)})"])
    if not deleted:
        note(
            "Le fichier n'est pas effacé : il sera laissé de côté à la prochaine indexation. Pour "
            f"le reprendre : repere readmit {show.plain(removed.id)}"
        )
    return DONE


def readmit(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """List the documents taken out, or take one back."""
    if args.document_id is None:
        out = service.taken_out()
        if args.json:
            put_json([jsonform.exclusion_json(one) for one in out])
        else:
            put_lines([show.exclusion_line(one) for one in out] or ["Aucun document retiré."])
        return DONE
    report = service.readmit(args.document_id, lambda progress: None)
    if args.json:
        put_json(jsonform.ingest_json(report))
    else:
        put_lines(show.report_lines(report))
    return FAILED if report.failed else DONE


def doctor(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Check the installation; status 1 when something needs care, 3 when only an index lacks."""
    checks = service.doctor()
    wrong = [check for check in checks if not check.ok]
    sound = not wrong
    if args.json:
        put_json({"ok": sound, "checks": [dataclasses.asdict(check) for check in checks]})
    else:
        put_lines(show.check_lines(checks))
    if wrong and all(check.code == "no_index" for check in wrong):
        return NO_INDEX
    return DONE if sound else FAILED


def backup(args: argparse.Namespace, settings: Settings) -> int:
    """Write the data into one file, while serving or not."""
    made = write_backup(settings, args.file)
    if args.json:
        put_json({"file": str(args.file), "sha256": made.sha256, "bytes": made.size})
    else:
        put_lines([f"Sauvegarde écrite : {args.file}", f"SHA-256 : {made.sha256}"])
    return DONE


def restore(args: argparse.Namespace, settings: Settings) -> int:
    """Put a backup back in place of the data, after checking it whole."""
    restored = restore_backup(settings, args.file)
    if args.json:
        put_json({"data": str(settings.data), "made": restored.made, "files": restored.files})
    else:
        put_lines([f"Données de la sauvegarde du {restored.made} remises dans {settings.data}"])
    return DONE


def _refusal(path: Path) -> Failure | None:
    """Why a path cannot be indexed at all; None when it can be tried."""
    shown = str(path)
    try:
        if not path.exists():
            return Failure(shown, "path_not_found", f"Ce chemin n'existe pas : « {shown} ».")
    except OSError as error:
        return Failure(shown, "folder_unreadable", f"« {shown} » : {reason(error)}.")
    if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
        told = f"Le dossier « {shown} » ne peut pas être lu : vérifiez ses droits d'accès."
        return Failure(shown, "folder_unreadable", told)
    return None
