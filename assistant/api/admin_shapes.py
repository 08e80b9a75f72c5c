"""Shapes of the JSON of the administration; they become the OpenAPI schemas."""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.shapes import DocumentJson, ExclusionJson, FailureJson, IngestJson


class JobErrorJson(TypedDict):
    """Why the last work failed."""

    code: str
    message: str


class JobJson(TypedDict):
    """The work that changes the index, under way or last done.

    ``kind`` is ``upload``, ``remove``, ``readmit``, ``rebuild`` or ``describe``; ``stage`` is
    ``read``, ``ocr``, ``embed`` or ``index``.
    """

    kind: str
    started: str
    running: bool
    stage: str
    done: int
    total: int
    current: str
    report: IngestJson | None
    error: JobErrorJson | None


class JobStateJson(TypedDict):
    """The work, null when there was none since the server started."""

    job: JobJson | None


class AdminDocumentJson(DocumentJson):
    """A document: its file was uploaded, its description can be changed here."""

    uploaded: bool
    editable: bool


class AdminJson(TypedDict):
    """What an installation holds and how it is set."""

    documents: list[AdminDocumentJson]
    failures: list[FailureJson]
    job: JobJson | None
    log_questions: bool
    retention_days: int
    retention_most: int
    max_upload: int
    formats: list[str]
    skipped: list[FailureJson]
    taken_out: list[ExclusionJson]


class NearJson(TypedDict):
    """A document near to a question."""

    id: str
    title: str


class AskedJson(TypedDict):
    """A question, how often it was asked and where."""

    question: str
    count: int
    last: str
    conversations: list[str]
    closest: list[NearJson]


class ThemeJson(TypedDict):
    """Questions that share a word; null: those that share none."""

    word: str | None
    count: int
    questions: list[AskedJson]


class LowRatedJson(TypedDict):
    """An answer judged not useful."""

    at: str
    conversation_id: str
    question: str | None
    comment: str | None


class LatencyJson(TypedDict):
    """Milliseconds of the answers kept in the journal."""

    count: int
    median_ms: float
    p95_ms: float


class QuestionsJson(TypedDict):
    """What the journal tells. ``enabled`` is false where questions are not kept."""

    enabled: bool
    retention_days: int
    asked: int
    answered: int
    useful: int
    unanswered: list[ThemeJson]
    most_asked: list[AskedJson]
    low_rated: list[LowRatedJson]
    latency: LatencyJson | None


class ErasedJson(TypedDict):
    """Lines of the journal that were erased."""

    erased: int


class ActJson(TypedDict):
    """An administrative act."""

    at: str
    who: str
    address: str
    act: str
    target: str


class ActsJson(TypedDict):
    """The latest administrative acts, latest first."""

    acts: list[ActJson]


class CallerJson(TypedDict):
    """Who asks, null for no one; ``role`` is ``reader``, ``editor`` or ``admin``."""

    name: str | None
    role: str | None
