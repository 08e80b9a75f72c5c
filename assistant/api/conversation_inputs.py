"""A conversation as the page shows it, sent back to be made into a file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from assistant.api.inputs import YearText
from assistant.office.conversation import SaidFigure, SaidSource, SaidTurn
from assistant.office.wording import word
from assistant.service import Language, Service
from ingest.errors import NoIndexError, NotFoundError
from ingest.records import Document

MAX_TURNS = 60
MAX_SOURCES = 60
Number = Annotated[int, Field(ge=1, le=9_999)]
Place = Annotated[int, Field(ge=0, le=2**31)]
Title = Annotated[str, Field(max_length=1_000)]
Named = Annotated[str, Field(max_length=200)]


class CitedBody(BaseModel):
    """A citation of an answer; what its document says of itself replaces what is sent."""

    n: Number
    document_id: Named = ""
    title: Title
    year: YearText | None = None
    page: Number | None = None
    page_label: Named | None = None
    text_page: Number | None = None
    start: Place | None = None
    end: Place | None = None
    quote: str = Field(max_length=8_000)


class FigureBody(BaseModel):
    """A figure of an answer."""

    label: Title
    value: Named
    year: YearText | None = None
    n: Number


class EntryBody(BaseModel):
    """A measure or a grant of an answer."""

    title: Title


class TurnBody(BaseModel):
    """A question and its answer."""

    question: str = Field(max_length=8_000)
    answer: str = Field(default="", max_length=40_000)
    stopped: bool = False
    citations: list[CitedBody] = Field(default=[], max_length=MAX_SOURCES)
    figures: list[FigureBody] = Field(default=[], max_length=MAX_SOURCES)
    entries: list[EntryBody] = Field(default=[], max_length=MAX_SOURCES)


class ConversationBody(BaseModel):
    """A conversation, oldest question first."""

    form: Literal["pdf", "docx"] = "pdf"
    title: Title | None = None
    turns: list[TurnBody] = Field(min_length=1, max_length=MAX_TURNS)
    lang: Literal["fr", "en"] | None = None


def said_turns(body: ConversationBody, service: Service, lang: Language) -> tuple[SaidTurn, ...]:
    """The turns, their sources checked against the documents as they are now."""
    return tuple(_turn(turn, service, lang) for turn in body.turns)


def _turn(turn: TurnBody, service: Service, lang: Language) -> SaidTurn:
    stopped = f"\n{word('talk_stopped', lang)}" if turn.stopped else ""
    return SaidTurn(
        turn.question,
        turn.answer + stopped,
        tuple(_source(cited, service) for cited in turn.citations),
        tuple(SaidFigure(one.label, one.value, one.year, one.n) for one in turn.figures),
        tuple(entry.title for entry in turn.entries),
    )


def _source(cited: CitedBody, service: Service) -> SaidSource:
    known = _document(cited.document_id, service)
    if known is None:
        page = cited.page_label or (str(cited.page) if cited.page else None)
        return SaidSource(cited.n, cited.title, cited.quote, None, cited.year, page, held=False)
    number = cited.page if known.paged else None
    page = (known.page_label(number) or str(number)) if number else None
    return SaidSource(
        cited.n, known.title, cited.quote, known.organization, known.year, page, known.url,
        _held(cited, known, service),
    )  # fmt: skip


def _document(document_id: str, service: Service) -> Document | None:
    try:
        return service.document(document_id)
    except (NotFoundError, NoIndexError):
        return None


def _held(cited: CitedBody, known: Document, service: Service) -> bool:
    """Whether the quote stands, word for word, on the page that is cited."""
    number = cited.text_page or cited.page or 1
    if not cited.quote.strip() or not 1 <= number <= known.pages:
        return False
    try:
        return cited.quote in service.page(known.id, number).text
    except (NotFoundError, NoIndexError):
        return False
