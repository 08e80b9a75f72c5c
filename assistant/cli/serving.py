"""``repere serve``: index what changed, then answer until told to stop."""

from __future__ import annotations

import argparse
import contextlib
import logging
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from assistant.api.app import create_app
from assistant.api.follow import following
from assistant.cli import show
from assistant.cli.caring import run_ingest
from assistant.cli.output import DONE, FAILED, note, put_json
from assistant.service import Service
from assistant.settings import Settings, SettingsError, check_exposure
from index.hits import Filters
from ingest.errors import NoIndexError, RepereError, StoreError

BACKLOG = 2_048
GRACE_S = 10


def serve(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Listen at the address of ``settings``; the port is taken before the indexing.

    Raises:
        SettingsError: other machines could reach a server with no key.
        RepereError: ``address_in_use``.
    """
    check_exposure(settings)
    listening = listen(settings)
    with listening:
        folders = settings.folders
        if settings.corpus not in folders:
            note(f"Le dossier « {settings.corpus} » n'existe pas ; rien de nouveau à indexer.")
        if folders:
            index_folders(service, folders)
        warm(service)
        _start_logs()
        host, port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if args.json:
            put_json({"url": address})
            sys.stdout.flush()
        note(f"Repère répond à {address} (Ctrl-C pour arrêter)")
        app = create_app(service, settings)
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, lifespan="on",
                proxy_headers=False,  # the application believes those it is told to
                timeout_graceful_shutdown=GRACE_S, backlog=BACKLOG,
            )
        )  # fmt: skip
        # Stopped by Ctrl-C: that is how one stops it.
        with contextlib.suppress(KeyboardInterrupt), following(app.state.context):
            server.run(sockets=[listening])
    return DONE if server.started else FAILED


def index_folders(service: Service, folders: Sequence[Path]) -> None:
    """Index what changed; while another process does so, serve what there is and follow it."""
    try:
        report = run_ingest(service, folders)
    except StoreError as error:
        if error.code != "locked":
            raise
        note(f"{error.message} Ce serveur suivra ses changements.")
        return
    for line in show.report_lines(report):
        note(line)


def warm(service: Service) -> None:
    """Load the model and the index now, so that the first question does not wait for them."""
    with contextlib.suppress(NoIndexError):
        service.search("bonjour", k=1, offset=0, filters=Filters())


def listen(settings: Settings) -> socket.socket:
    """Take the address of ``settings``.

    Raises:
        SettingsError: ``bad_address``.
        RepereError: ``address_in_use``.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Said to be TCP, so that answers leave at once: see _set_nodelay in asyncio.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host.strip("[]"), settings.port))
        # Taken now, so that a second server on this port is refused at once.
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        where = f"{settings.host}:{settings.port}"
        if isinstance(error, socket.gaierror):
            raise SettingsError("bad_address", f"L'adresse « {where} » est inconnue.") from error
        raise RepereError(
            "address_in_use",
            f"Impossible d'écouter à « {where} » : l'adresse est prise ou interdite. "
            "Arrêtez l'autre programme ou choisissez un autre port avec --port.",
        ) from error
    return listening


def _start_logs() -> None:
    """Our logs on the error output; the web server's own, from warnings up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name, level in (("repere", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
