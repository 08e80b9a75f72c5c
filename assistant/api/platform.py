"""The platform builder: measures proposed for chosen themes, and the document they make."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.api.context import Context, Ctx, Json, Lang
from assistant.api.fault import ApiError, ErrorJson
from assistant.api.inputs import JsonOnly
from assistant.api.list_sharing import PDF, WORDS, attachment
from assistant.bank.labels import mark_of
from assistant.bank.model import BankHit, BankKind
from assistant.intake import clean_label
from assistant.lists.clean import clean_note, fit_line
from assistant.office.onepage import one_page
from assistant.office.plan import Axis, Planned, action_plan
from assistant.office.portable import action_plan_pdf, one_page_pdf
from assistant.office.wording import word
from assistant.platform.choose import propose
from assistant.platform.form import PlatformJson, platform_json
from assistant.platform.model import MAX_COUNT, Wish
from assistant.service import Language

router = APIRouter(tags=["Plateforme"])

MAX_CHOICES = 20
MAX_TITLE = 200
Choices = Annotated[list[str] | None, Field(max_length=MAX_CHOICES)]
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorJson} for status in (404, 413, 415, 422, 503)
}


class PlatformBody(BaseModel):
    """The answers of the questionnaire; all may be left out."""

    themes: Choices = None
    audiences: Choices = None
    population: int | None = Field(default=None, ge=0, le=100_000_000, strict=True)
    municipality: str | None = None
    count: int = Field(default=12, ge=1, le=MAX_COUNT)


class ChosenBody(BaseModel):
    """A measure kept; its words may have been edited, its source may not."""

    id: str
    kind: BankKind = "measure"
    title: str | None = Field(default=None, max_length=500)
    text: str | None = Field(default=None, max_length=4_000)
    note: str | None = None


class SectionBody(BaseModel):
    """Measures kept under one theme."""

    theme: str = Field(default="", max_length=MAX_TITLE)
    measures: list[ChosenBody] = Field(max_length=MAX_COUNT)


class ExportBody(BaseModel):
    """A platform as it was edited."""

    form: Literal["platform", "plan"] = "platform"
    file: Literal["docx", "pdf"] = "docx"
    title: str | None = Field(default=None, max_length=MAX_TITLE)
    municipality: str | None = Field(default=None, max_length=MAX_TITLE)
    introduction: str | None = None
    sections: list[SectionBody] = Field(max_length=MAX_CHOICES)


@router.post(
    "/api/platform", summary="Propose des mesures pour une plateforme",
    responses={200: {"model": PlatformJson}, **ERRORS}, dependencies=[JsonOnly],
)  # fmt: skip
async def platform(body: PlatformBody, context: Ctx, lang: Lang) -> Response:
    """Measures for each theme, with the reasons why; none twice."""
    wish = Wish(
        _labels(body.themes), _labels(body.audiences), body.population,
        clean_label(body.municipality), body.count,
    )  # fmt: skip
    started = time.perf_counter()
    proposal = await context.pool.run(lambda: propose(context.service, wish))
    return Json(platform_json(proposal, (time.perf_counter() - started) * 1000, lang))


@router.post(
    "/api/platform/export", summary="Compose la plateforme ou le plan d'action (DOCX ou PDF)",
    responses={200: {"content": {WORDS: {}, PDF: {}}}, **ERRORS}, dependencies=[JsonOnly],
)  # fmt: skip
async def export_platform(body: ExportBody, context: Ctx, lang: Lang) -> Response:
    """`platform`: one page; `plan`: an action plan. Every measure keeps its citation."""
    title = fit_line(body.title or "") or _title(body, lang)
    introduction = clean_note(body.introduction or "")

    def compose() -> bytes:
        axes, grants = _axes(context, body, lang)
        if body.form == "plan":
            plan = action_plan_pdf if body.file == "pdf" else action_plan
            return plan(title, introduction, axes, grants, lang)
        page = one_page_pdf if body.file == "pdf" else one_page
        return page(title, introduction, axes, lang)

    content = await context.pool.run(compose)
    kind = PDF if body.file == "pdf" else WORDS
    return Response(content, media_type=kind, headers=attachment(title, body.file))


def _title(body: ExportBody, lang: Language) -> str:
    name = fit_line(body.municipality or "")
    kind = "platform_plan_title" if body.form == "plan" else "platform_title"
    return word(f"{kind}_of", lang, name=name) if name else word(kind, lang)


def _axes(context: Context, body: ExportBody, lang: Language) -> tuple[list[Axis], list[Planned]]:
    """The sections with what the bank says of their measures; grants apart (for a plan).

    Raises:
        ApiError: ``unknown_entry`` or ``empty_platform``.
    """
    chosen = [one for section in body.sections for one in section.measures]
    if not chosen:
        raise ApiError(422, "empty_platform")
    found: dict[tuple[str, str], BankHit] = {}
    kinds: tuple[BankKind, ...] = ("measure", "grant")
    for kind in kinds:
        ids = tuple(dict.fromkeys(one.id for one in chosen if one.kind == kind))
        if ids:
            hits = context.service.bank_entries(kind, ids)
            found |= {(kind, hit.id): hit for hit in hits}
    missing = [one.id[:200] for one in chosen if (one.kind, one.id) not in found]
    if missing:
        raise ApiError(404, "unknown_entry", {"ids": missing})
    apart = body.form == "plan"
    axes = [
        Axis(fit_line(section.theme), _planned(section.measures, found, lang, not apart))
        for section in body.sections
    ]
    grants = [one for one in chosen if one.kind == "grant"] if apart else []
    return [axis for axis in axes if axis.measures], list(_planned(grants, found, lang, True))


def _planned(
    chosen: Sequence[ChosenBody],
    found: dict[tuple[str, str], BankHit],
    lang: Language,
    with_grants: bool,
) -> tuple[Planned, ...]:
    made = []
    for one in chosen:
        if one.kind == "grant" and not with_grants:
            continue
        entry = found[one.kind, one.id]
        mark = mark_of(entry, lang)
        title = fit_line(one.title or "") or entry.title
        text = entry.text if one.text is None else one.text
        named = f"{title} ({mark})" if mark else title
        made.append(Planned(entry, named, text, clean_note(one.note or "")))
    return tuple(made)


def _labels(given: Sequence[str] | None) -> tuple[str, ...]:
    cleaned = (clean_label(text) for text in given or ())
    return tuple(dict.fromkeys(label for label in cleaned if label))
