"""Is each guard proven? One at a time, guards are taken away, and a test of theirs must fail.

``python tests/attack/guards.py [WORD]`` (of the guards whose line holds the word) tells those that
no test misses. Each is a line of the threat model (``docs/menaces.md``).
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_S = 240
A, T, N, X = "tests/assistant/", "tests/attack/", "tests/ingest/", "tests/index/"


@dataclass(frozen=True)
class Guard:
    """One guard: ``module:name``, what stands in its place, and the tests that must see it.

    A function keeps its name and its defaults: what is put is the code of another, of the same
    arguments, which sees the names of the guard's module.
    """

    target: str
    instead: Any
    tests: tuple[str, ...]


def g(target: str, instead: Any, *tests: str) -> Guard:
    return Guard(target, instead, tests)


GUARDS = (
    g("assistant.exposure:check_exposure", lambda settings: None, A + "test_settings.py"),
    g("assistant.api.access:check_reader", lambda request, context: None,
      A + "test_api_access.py"),
    g("assistant.api.access:_open", lambda path: True, A + "test_api_access.py"),
    g("assistant.api.credentials:require_admin",
      lambda request, context, needed="admin": Caller("x", "admin", shown=True),  # type: ignore[name-defined]  # noqa: F821
      A + "test_api_documents.py"),
    g("assistant.access.roles:allows", lambda role, needed: True, A + "test_access_keys.py"),
    g("assistant.access.keys:Key.holds", lambda self, now: True, A + "test_access_keys.py"),
    g("assistant.access.keys:_digest", lambda text: text.ljust(64, "0")[:64],
      A + "test_access_keys.py"),
    g("assistant.api.tries:Tries.check", lambda self, address: None, A + "test_api_access.py"),
    g("assistant.api.origin:refuse_other_sites",
      lambda request, settings, *, proxied=False, strict=False: None, A + "test_api_access.py"),
    g("assistant.api.credentials:_among", lambda address, networks: True,
      A + "test_api_access.py"),
    g("assistant.access.sessions:Sessions.close", lambda self, ticket: None,
      A + "test_sessions.py"),
    g("assistant.access.oidc:Entry.holds", lambda self, state, of_browser: True,
      A + "test_access_oidc.py"),
    g("assistant.access.oidc:_same", lambda one, other: True, A + "test_access_oidc.py"),
    g("assistant.access.oidc:_private", lambda address: True, A + "test_access_oidc.py"),
    g("assistant.api.limits:Rate.wait", lambda self, client: 0.0, A + "test_access_keys.py"),
    g("assistant.lists.quota:DailyQuota.take", lambda self, address: None,
      A + "test_api_lists.py"),
    g("assistant.api.guard:_limited", lambda receive, limit: receive, A + "test_api_ask.py"),
    g("assistant.api.guard:_announced", lambda scope: 0, A + "test_api_ask.py",
      A + "test_api_documents.py"),
    g("assistant.api.guard:COMMON_HEADERS", {}, A + "test_api_site.py"),
    g("assistant.api.guard:PAGE_POLICY", "default-src *; frame-ancestors {ancestors}",
      A + "test_api_site.py"),
    g("assistant.api.guard:Guard._add_headers", lambda self, message, path: None,
      T + "test_headers.py"),
    g("assistant.api.access:local_path", lambda given: given, A + "test_api_access.py"),
    g("assistant.api.documents:quote", lambda text, **more: text, T + "test_headers.py"),
    g("assistant.api.list_sharing:quote", lambda text, **more: text, T + "test_headers.py"),
    g("assistant.api.documents:INLINE", {".html": "text/html", ".txt": "text/plain"},
      A + "test_api_documents.py"),
    g("assistant.api.documents:is_identifier", lambda text: True, A + "test_api_documents.py"),
    g("assistant.uploads:safe_name", lambda given, lang="fr": given, A + "test_uploads.py"),
    g("ingest.archives:_clean_name", lambda name: name, N + "test_archives.py"),
    g("ingest.archives:_check", lambda member: None, N + "test_archives.py"),
    g("ingest.sources.http:is_public", lambda address: True, N + "test_web_sources.py"),
    g("ingest.sources.http:Web._address", lambda self, host, port: self._resolve(host, port)[0],
      N + "test_web_sources.py"),
    g("ingest.hidden:hidden_characters", lambda texts: (), N + "test_hidden_text.py"),
    g("ingest.hidden:_mixes", lambda word: False, N + "test_hidden_text.py"),
    g("assistant.export:safe_cell", lambda value: str(value), A + "test_export.py",
      A + "test_api_lookup.py"),
    g("assistant.privacy:mask", lambda text: text, A + "test_privacy.py"),
    g("assistant.privacy:luhn", lambda digits: True, A + "test_privacy.py"),
    g("assistant.api.logs:Masked.filter", lambda self, record: True, A + "test_privacy.py",
      A + "test_api_access.py", A + "test_journal.py"),
    g("assistant.journal_files:_older", lambda line, oldest: False, A + "test_journal.py"),
    g("assistant.lists.keys:digest", lambda key: key.encode(), A + "test_lists_store.py"),
    g("assistant.verify:_numbers_supported", lambda sentence, sources: True,
      A + "test_verify.py"),
    g("assistant.verify:_words_supported", lambda text, sources: True, A + "test_verify.py"),
    g("assistant.llm.checks:fault_of", lambda text, source: None,
      A + "test_llm_misbehaviour.py"),
    g("assistant.llm.prompt:one_line", lambda text: text, A + "test_llm_checks.py",
      A + "test_llm_misbehaviour.py", A + "test_llm_answers.py"),
    g("index.writer_lock:_take", lambda handle: None, X + "test_crash.py",
      X + "test_store.py", X + "test_update.py", A + "test_leftovers.py"),
    g("index.schema:check_format", lambda connection, migrations=(): None, A + "test_backup.py",
      T + "test_durability.py"),
    g("assistant.backup:_safe", lambda name: True, A + "test_backup.py"),
    g("ingest.whole:sync", lambda path: None, T + "test_names_on_disk.py"),
    g("ingest.whole:forgotten", lambda folder: [], A + "test_leftovers.py"),
    g("assistant.leftovers:_abandoned", lambda folder: True, A + "test_leftovers.py"),
    g("assistant.restoring:finish_restore", lambda data: False, T + "test_durability.py"),
)  # fmt: skip


def take_away(guard: Guard) -> None:
    """Put what stands instead of a guard in its place."""
    name, _, path = guard.target.partition(":")
    owner: Any = importlib.import_module(name)
    *outer, last = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    held = getattr(owner, last)
    if isinstance(held, FunctionType) and held.__module__ == name:
        held.__code__ = guard.instead.__code__
    elif isinstance(held, dict):
        held.clear()
        held.update(guard.instead)
    else:
        setattr(owner, last, guard.instead)


class Loop:
    """Runs the tests of each guard without it, in a process of its own."""

    def __init__(self, guards: tuple[Guard, ...]) -> None:
        self.guards = guards
        self.missed: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for guard in self.guards:
            items = [item for item in session.items if item.nodeid.startswith(guard.tests)]
            assert items, guard.target
            if self._status(session, items, guard) == 0:
                self.missed.append(guard.target)
                print(f"  no test misses it: {guard.target}", flush=True)
        return True

    def _status(self, session: pytest.Session, items: list[pytest.Item], guard: Guard) -> int:
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1]
        signal.alarm(LONGEST_S)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        take_away(guard)
        for place, item in enumerate(items):
            after = items[place + 1] if place + 1 < len(items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if session.testsfailed:
                os._exit(1)
        os._exit(0)


def main() -> int:
    """Status 1 when a guard may go without any test that fails."""
    words = sys.argv[1:]
    guards = tuple(one for one in GUARDS if all(word in one.target for word in words))
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]
    loop = Loop(guards)
    tests = sorted({test for guard in guards for test in guard.tests})
    pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--no-header", *tests], plugins=[loop])
    print(f"{len(guards) - len(loop.missed)} of {len(guards)} guards are missed by a test")
    return 1 if loop.missed or not guards else 0


if __name__ == "__main__":
    sys.exit(main())
