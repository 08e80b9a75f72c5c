"""``repere serve``: index what changed, then answer until told to stop."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from assistant.access.oidc import check_oidc
from assistant.api.app import create_app
from assistant.api.context import Context
from assistant.api.follow import Follower, following
from assistant.api.logs import start_logs
from assistant.cli import show
from assistant.cli.caring import run_ingest
from assistant.cli.output import DONE, FAILED, note, put_json
from assistant.crew import Employer
from assistant.exposure import check_exposure
from assistant.service import IngestReport, Progress, Service
from assistant.settings import Settings, SettingsError
from index.hits import Filters
from ingest.errors import NoIndexError, RepereError, StoreError

BACKLOG = 2_048
GRACE_S = 10


def serve(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Listen at the address of ``settings`` at once; ``/ready`` once what changed is indexed.

    Raises:
        SettingsError: other machines could reach a server with no key.
        RepereError: ``address_in_use``.
    """
    check_exposure(settings)
    check_oidc(settings)
    listening = listen(settings)
    with listening:
        start_logs(settings.log_format)
        app = create_app(service, settings)
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, lifespan="on",
                proxy_headers=False,  # the application believes those it is told to
                timeout_graceful_shutdown=GRACE_S, backlog=BACKLOG,
            )
        )  # fmt: skip
        context: Context = app.state.context

        def stop() -> None:
            server.should_exit = True

        # Stopped by Ctrl-C: that is how one stops it.
        with contextlib.suppress(KeyboardInterrupt), following(context) as follower:
            address = _address(listening)
            context.startup.begin(lambda: prepare(args.json, context, follower, address), stop)
            server.run(sockets=[listening])
    if context.startup.error is not None:
        raise context.startup.error
    return DONE if server.started else FAILED


def prepare(as_json: bool, context: Context, follower: Follower, address: str) -> None:
    """Index what changed, load the rest, follow the folders, and say where the server is.

    Raises:
        RepereError: nothing could be indexed and there is nothing to answer from.
    """
    settings, service = context.settings, context.service
    follower.look()
    folders = settings.folders
    if settings.corpus not in folders:
        note(f"Le dossier « {settings.corpus} » n'existe pas ; rien de nouveau à indexer.")
    if folders:
        context.work.begin("rebuild")
        context.work.run(lambda: index_folders(service, folders, context.work.step))
    if isinstance(service, Employer):
        service.employ()
    warm(service)
    follower.begin()
    if as_json:
        put_json({"url": address})
        sys.stdout.flush()
    note(f"Repère répond à {address} (Ctrl-C pour arrêter)")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def index_folders(
    service: Service, folders: Sequence[Path], step: Callable[[Progress], None] | None = None
) -> IngestReport | None:
    """Index what changed; where that cannot be, serve what there is.

    Another process that indexes is followed; a folder that refuses writing is read as it is.

    Raises:
        RepereError: and there is nothing to answer from.
    """
    try:
        report = run_ingest(service, folders, step)
    except StoreError as error:
        if error.code == "locked":
            note(f"{error.message} Ce serveur suivra ses changements.")
            return None
        if not service.ready().ready:
            raise
        note(f"{error.message} Ce serveur répond avec ce qui est déjà indexé.")
        return None
    for line in show.report_lines(report):
        note(line)
    return report


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
