"""JSON of the administration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.admin.metadata import catalogue_folder
from assistant.admin.report import AskedQuestion, Report
from assistant.admin.retention import kept_days
from assistant.api import admin_shapes as shapes
from assistant.api.context import Context
from assistant.api.jobs import Job
from assistant.jsonform import document_json, exclusion_json, failure_json, ingest_json
from assistant.messages import say, translated
from assistant.service import Language
from assistant.settings import Settings
from assistant.uploads import FORMATS
from index.store_exclusions import Exclusion
from ingest.errors import InputError
from ingest.records import Document, Failure


def admin_json(
    context: Context,
    documents: Sequence[Document],
    failures: Sequence[Failure],
    out: Sequence[Exclusion],
    lang: Language,
) -> shapes.AdminJson:
    """What the administration page shows first."""
    settings = context.settings
    return {
        "documents": [_document(settings, document) for document in documents],
        "failures": [failure_json(failure) for failure in failures if not failure.skipped],
        "job": job_json(context.work.job, lang),
        "log_questions": settings.log_questions,
        "retention_days": kept_days(settings.data, settings.retention_days),
        "retention_most": settings.retention_days,
        "max_upload": settings.max_upload,
        "formats": list(FORMATS),
        "skipped": [failure_json(failure) for failure in failures if failure.skipped],
        "taken_out": [exclusion_json(one) for one in out],
    }


def job_json(job: Job | None, lang: Language) -> shapes.JobJson | None:
    """The work under way or the last one."""
    if job is None:
        return None
    error: shapes.JobErrorJson | None = None
    if job.error is not None:
        code, message = job.error
        internal = code == "internal_error"
        told = say(code, lang) if internal else translated(code, message, lang)
        error = {"code": code, "message": told}
    return {
        "kind": job.kind,
        "started": job.started,
        "running": job.running,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "current": job.current,
        "report": ingest_json(job.report) if job.report is not None else None,
        "error": error,
    }


def questions_json(
    settings: Settings, report: Report, titles: Mapping[str, str]
) -> shapes.QuestionsJson:
    """What the journal tells.

    Args:
        titles: of the documents now indexed, by identifier.
    """
    latency = report.latency
    told: shapes.LatencyJson | None = None
    if latency is not None:
        told = {
            "count": latency.count,
            "median_ms": round(latency.median, 1),
            "p95_ms": round(latency.p95, 1),
        }
    return {
        "enabled": settings.log_questions,
        "retention_days": kept_days(settings.data, settings.retention_days),
        "asked": report.asked,
        "answered": report.answered,
        "useful": report.useful,
        "unanswered": [
            {
                "word": theme.word,
                "count": theme.count,
                "questions": [_asked(one, titles) for one in theme.questions],
            }
            for theme in report.unanswered
        ],
        "most_asked": [_asked(one, titles) for one in report.most_asked],
        "low_rated": [
            {
                "at": one.at,
                "conversation_id": one.conversation,
                "question": one.question,
                "comment": one.comment,
            }
            for one in report.low_rated
        ],
        "latency": told,
    }


def act_json(act: Mapping[str, object]) -> shapes.ActJson:
    """One administrative act."""
    return {
        "at": str(act.get("at", "")),
        "who": str(act.get("who", "")),
        "address": str(act.get("address", "")),
        "act": str(act.get("act", "")),
        "target": str(act.get("target", "")),
    }


def _document(settings: Settings, document: Document) -> shapes.AdminDocumentJson:
    uploaded = Path(document.root).resolve() == settings.uploads.resolve()
    try:
        catalogue_folder(settings, document)
        editable = True
    except InputError:
        editable = False
    return {**document_json(document), "uploaded": uploaded, "editable": editable}


def _asked(one: AskedQuestion, titles: Mapping[str, str]) -> shapes.AskedJson:
    return {
        "question": one.question,
        "count": one.count,
        "last": one.last,
        "conversations": list(one.conversations),
        "closest": [{"id": name, "title": titles[name]} for name in one.closest if name in titles],
    }
