"""``repere``: the outermost edge of the command line.

Reads the settings, opens the service when a command needs it, and turns every error into
a French sentence and an exit status: 0 done, 1 something failed, 2 wrong usage, 3 nothing
indexed yet.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.cli import caring, keyring, reading
from assistant.cli.french import FrenchParser, UsageError
from assistant.cli.output import DONE, FAILED, NO_INDEX, USAGE, note, put_json, put_lines
from assistant.cli.parser import build_parser
from assistant.messages import say
from assistant.service import Service
from assistant.settings import Settings, load_settings
from assistant.version import product_version
from ingest.errors import InputError, NoIndexError, ReadFailure, RepereError

Opener = Callable[[Settings], Service]


def _serve(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    # The web framework is imported by the one command that needs it.
    from assistant.cli import serving

    return serving.serve(args, settings, service)


def _mcp(args: argparse.Namespace, settings: Settings, service: Service) -> int:
    # As above; and its library may not be installed.
    from assistant.cli import tooling

    return tooling.mcp(args, settings, service)


WITH_SERVICE: Mapping[str, Callable[[argparse.Namespace, Settings, Service], int]] = {
    "ask": reading.ask,
    "search": reading.search,
    "figures": reading.figures,
    "measures": reading.measures,
    "grants": reading.grants,
    "documents": reading.documents,
    "ingest": caring.ingest,
    "remove": caring.remove,
    "readmit": caring.readmit,
    "doctor": caring.doctor,
    "serve": _serve,
    "mcp": _mcp,
}
WITHOUT_SERVICE: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "backup": caring.backup,
    "restore": caring.restore,
    "keys": keyring.keys,
}
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, opener: Opener | None = None) -> int:
    """Run one command.

    Args:
        argv: what follows ``repere``; the process's own arguments when None.
        opener: makes the service; the real one when None.

    Returns:
        The exit status.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    debug = os.environ.get("REPERE_DEBUG", "") not in ("", "0")
    try:
        status = _run(words, opener or _open)
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    except KeyboardInterrupt:
        note("Interrompu.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (« | head »): nothing more to say to it.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return DONE
    except Exception as error:  # noqa: BLE001  (the outermost edge)
        if debug:
            traceback.print_exc()
        return _tell(error, as_json)
    return status


def _run(words: list[str], opener: Opener) -> int:
    place = _command_place(words)
    if place is not None and words[place] == "eval":
        return _evaluate(words[:place], words[place + 1 :], opener)
    args = build_parser().parse_args(words)
    settings = _settings(args)
    if args.version:
        put_lines([f"Repère {product_version()}"])
        return DONE
    if args.command is None:
        build_parser().print_help()
        return USAGE
    if args.command in WITHOUT_SERVICE:
        return WITHOUT_SERVICE[args.command](args, settings)
    service = opener(settings)
    try:
        return WITH_SERVICE[args.command](args, settings, service)
    finally:
        service.close()


def _settings(args: argparse.Namespace) -> Settings:
    names = ("data", "host", "port", "corpus", "lang", "processes")
    flags = {name: getattr(args, name, None) for name in names}
    return load_settings(os.environ, flags)


def _open(settings: Settings) -> Service:
    # Imported late: help and wrong usage must not wait for the embedding libraries.
    if settings.processes > 1:
        from assistant.crewed import open_crewed_service

        return open_crewed_service(settings)
    from assistant.local import open_service

    return open_service(settings)


def _command_place(words: Sequence[str]) -> int | None:
    """Where the command stands: the first word that is neither an option nor its value."""
    skip = False
    for place, word in enumerate(words):
        if skip or word.startswith("-"):
            skip = not skip and word == "--data"
            continue
        return place
    return None


def _evaluate(before: list[str], after: list[str], opener: Opener) -> int:
    """``repere eval``: its own options are its own; ours may stand on either side."""
    parser = FrenchParser(prog="repere eval", add_help=False)
    parser.add_argument("--data")
    args, rest = parser.parse_known_args([*before, *after])
    # Gold questions are not those of people: the journal must not take them in.
    settings = replace(load_settings(os.environ, {"data": args.data}), log_questions=False)
    # By name: evaluation stands above the assistant, which must not depend on it.
    run = importlib.import_module("eval.main")
    return int(run.main(rest, lambda: opener(settings), settings))


def _tell(error: Exception, as_json: bool) -> int:
    """Say what went wrong, and return the exit status."""
    code, message, status = _told(error)
    if as_json:
        put_json({"error": {"code": code, "message": message, "details": None}})
        sys.stdout.flush()
    note(f"Erreur ({code}) : {message}")
    return status


def _told(error: Exception) -> tuple[str, str, int]:
    if isinstance(error, UsageError):
        return "usage", error.message, USAGE
    if isinstance(error, NoIndexError):
        return error.code, error.message, NO_INDEX
    if isinstance(error, InputError) and not isinstance(error, ReadFailure):
        return error.code, error.message, USAGE
    if isinstance(error, RepereError):
        return error.code, error.message, FAILED
    message = say("internal_error_cli", "fr", kind=type(error).__name__)
    return "internal_error", message, FAILED


if __name__ == "__main__":
    sys.exit(main())
