"""The real product over the documents of Test-sur-Lac and two small banks, in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bank_files import GRANTS, MEASURES
from fastapi import FastAPI
from lake_town import FILES

from assistant.api.app import create_app
from assistant.local import LocalService
from assistant.settings import Settings

ADMIN_KEY = "cle-d-administration-de-test"


@contextmanager
def small_app(root: Path, **more: object) -> Iterator[FastAPI]:
    """An application with an index, an admin key, no limit of rate, and a model we can explain."""
    corpus = root / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    files = {**FILES, "mesures.csv": MEASURES, "subventions.csv": GRANTS}
    for name, text in files.items():
        (corpus / name).write_text(text, encoding="utf-8")
    chosen = {"admin_key": ADMIN_KEY, "rate_client": 0, "rate_key": 0, **more}
    settings = Settings(data=root / "var", corpus=corpus, model="hash", **chosen)  # type: ignore[arg-type]
    service = LocalService(settings)
    report = service.ingest([corpus])
    assert report.failed == ()
    yield create_app(service, settings)
    service.close()
