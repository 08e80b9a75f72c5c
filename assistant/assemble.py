"""From checked sentences to an answer: citations numbered, figures attached."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote as url_quote

from assistant.answer import Answer, AnswerFigure, Citation, Closest, Understood
from assistant.compose.draft import Draft, Sentence, Support
from assistant.evidence.register import Entry
from assistant.question.model import Question
from assistant.retrieval import Retrieved
from assistant.verify import Checked
from index.hits import Hit
from ingest.records import Document


def understood_of(question: Question) -> Understood:
    """What is shown of how the question was read."""
    return Understood(
        question.standalone,
        question.kind,
        question.asked.years,
        question.language,
        question.corrected,
    )


def document_url(
    document: Document, page: int, passage_id: str = "", span: tuple[int, int] | None = None
) -> str:
    """Address of the reader, open on the cited words, at the page where there are pages."""
    address = f"/documents/{url_quote(document.id, safe='')}"
    marks = [f"passage={url_quote(passage_id, safe='')}"] if passage_id else []
    if span is not None:
        marks.append(f"start={span[0]}&end={span[1]}")
    if marks:
        address += "?" + "&".join(marks)
    return f"{address}#page={page}" if document.paged else address


def _image(document: Document, support: Support) -> str | None:
    if not document.source.lower().endswith(".pdf"):
        return None
    identity = url_quote(document.id, safe="")
    passage = url_quote(support.passage_id, safe="")
    picture = f"/api/documents/{identity}/pages/{support.page}.png"
    return f"{picture}?passage={passage}&start={support.start}&end={support.end}"


def _citation(n: int, support: Support, quote: str) -> Citation:
    document = support.document
    return Citation(
        n=n,
        document_id=document.id,
        title=document.title,
        source=document.source,
        page=support.page if document.paged else None,
        year=document.year,
        heading=" › ".join(support.heading),
        quote=quote,
        passage_id=support.passage_id,
        url=document_url(document, support.page, support.passage_id, (support.start, support.end)),
        image=_image(document, support),
        text_page=support.page,
        start=support.start,
        end=support.end,
        page_label=document.page_label(support.page) if document.paged else None,
    )


def assemble(
    draft: Draft, checked: Checked, question: Question, retrieved: Retrieved, language: str
) -> Answer:
    """The answer of a checked draft; a slice cited twice keeps one number."""
    numbers: dict[tuple[str, int, int, int], int] = {}
    citations: list[Citation] = []
    figures: list[AnswerFigure] = []
    lines: list[str] = []
    for sentence, quotes in zip(checked.sentences, checked.quotes, strict=True):
        marks: list[int] = []
        for support, quote in zip(sentence.support, quotes, strict=True):
            key = (support.document.id, support.page, support.start, support.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], support, quote))
            marks.append(numbers[key])
        lines.append(_marked(sentence, sorted(set(marks))))
        figures.extend(_figures(sentence, marks))
    return Answer(
        answer=_joined(lines, checked.sentences),
        answered=True,
        kind=draft.kind,
        understood=understood_of(question),
        citations=tuple(citations),
        figures=_unique(figures),
    )


def _marked(sentence: Sentence, marks: Sequence[int]) -> str:
    """The sentence with its citation marks before the closing period."""
    mark = "".join(f"[{n}]" for n in marks)
    text = sentence.text.rstrip()
    if sentence.note:
        text = f"{text.rstrip('.')} ({sentence.note})."
    if text.endswith("."):
        return f"{text[:-1].rstrip()} {mark}."
    return f"{text} {mark}"


def _joined(lines: Sequence[str], sentences: Sequence[Sentence]) -> str:
    text = ""
    for line, sentence in zip(lines, sentences, strict=True):
        if not text:
            text = line
        elif sentence.item:
            text = f"{text}\n- {line}"
        else:
            text = f"{text} {line}" if "\n" not in text else f"{text}\n{line}"
    return text


def _figures(sentence: Sentence, marks: Sequence[int]) -> list[AnswerFigure]:
    made: list[AnswerFigure] = []
    for rank, entry in enumerate(sentence.figures):
        n = marks[min(rank, len(marks) - 1)]
        made.append(figure_of(entry, n))
    return made


def figure_of(entry: Entry, n: int) -> AnswerFigure:
    """A figure as the answer shows it."""
    figure = entry.figure
    return AnswerFigure(
        label=figure.label,
        value=figure.value,
        number=float(figure.number),
        unit=figure.unit,
        year=figure.year,
        n=n,
        figure_id=figure.id,
        doubtful=figure.doubtful,
    )


def _unique(figures: Sequence[AnswerFigure]) -> tuple[AnswerFigure, ...]:
    kept: dict[str, AnswerFigure] = {}
    for figure in figures:
        kept.setdefault(figure.figure_id or str(len(kept)), figure)
    return tuple(kept.values())


def closest_of(hits: Sequence[Hit]) -> tuple[Closest, ...]:
    """The nearest passages, whole."""
    return tuple(
        Closest(
            document_id=hit.document.id,
            title=hit.document.title,
            source=hit.document.source,
            page=hit.passage.page if hit.document.paged else None,
            year=hit.document.year,
            heading=" › ".join(hit.passage.heading),
            text=hit.passage.text,
            passage_id=hit.passage.id,
            url=document_url(hit.document, hit.passage.page, hit.passage.id),
        )
        for hit in hits
    )
