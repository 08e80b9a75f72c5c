"""``repere mcp``: the tools that a language model's program may call, over stdio or HTTP."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import sys
import threading

import uvicorn

from assistant.cli.output import DONE, FAILED, note, put_json
from assistant.cli.serving import GRACE_S, listen, warm
from assistant.service import Service
from assistant.settings import Settings
from ingest.errors import RepereError

LOOPBACK = "127.0.0.1"


def mcp(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    """Serve the tools until the other side leaves, or Ctrl-C.

    Raises:
        RepereError: ``mcp_missing``, ``address_in_use``.
    """
    try:
        from assistant.tools.server import build_server
    except ImportError as error:
        raise RepereError(
            "mcp_missing",
            "Le serveur MCP demande le paquet « mcp », qui n'est pas installé. Installez-le : "
            "pip install 'repere[mcp]', ou « .venv/bin/python -m pip install mcp » dans le "
            "dossier de Repère.",
        ) from error
    server = build_server(service, settings)
    if args.http is None:
        # Beside, so that the other side may greet us while the model loads.
        warming = threading.Thread(target=warm, args=(service,), daemon=True)
        warming.start()
        with contextlib.suppress(KeyboardInterrupt):
            server.run("stdio")
        warming.join()
        return DONE
    warm(service)
    listening = listen(dataclasses.replace(settings, host=LOOPBACK, port=args.http))
    with listening:
        url = f"http://{LOOPBACK}:{listening.getsockname()[1]}/mcp"
        if args.json:
            put_json({"url": url})
            sys.stdout.flush()
        note(f"Outils de Repère à {url} (Ctrl-C pour arrêter)")
        # Each request stands alone: nothing is kept of a client between two.
        app = server.streamable_http_app(host=LOOPBACK, stateless_http=True)
        running = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, lifespan="on",
                timeout_graceful_shutdown=GRACE_S,
            )
        )  # fmt: skip
        with contextlib.suppress(KeyboardInterrupt):
            running.run(sockets=[listening])
    return DONE if running.started else FAILED
