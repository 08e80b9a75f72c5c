"""How long the journal is kept, chosen by those in charge."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from typing_extensions import TypedDict

from assistant.admin.retention import LONGEST, allowed, choose_days
from assistant.api.context import Context, Ctx, Json
from assistant.api.credentials import ADMIN_ERRORS, SECURED, keep_act, require_admin
from assistant.api.fault import ApiError
from assistant.api.inputs import JsonOnly
from assistant.api.retention import prune_once

router = APIRouter(tags=["Administration"])


class RetentionBody(BaseModel):
    """Days that the journal is kept; 0: no end."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(ge=0, le=LONGEST, strict=True)


class RetentionJson(TypedDict):
    """The days that hold, the most that the setting allows, and lines erased at once."""

    retention_days: int
    retention_most: int
    erased: int


@router.patch(
    "/api/admin/retention",
    summary="Choisit combien de jours le journal est gardé (clé d'administration)",
    responses={200: {"model": RetentionJson}, **ADMIN_ERRORS},
    openapi_extra=SECURED,
    dependencies=[JsonOnly],
)
async def choose_retention(body: RetentionBody, request: Request, context: Ctx) -> Response:
    """Keep the journal less long than the setting says; what is older goes at once."""
    require_admin(request, context)
    most = context.settings.retention_days
    if not allowed(body.days, most):
        raise ApiError(422, "retention_too_long", {"most": most}, most=most)
    erased = await run_in_threadpool(_choose, context, body.days)
    keep_act(request, context, "retain", f"{body.days} j")
    told = {"retention_days": body.days, "retention_most": most, "erased": erased}
    return Json(told)


def _choose(context: Context, days: int) -> int:
    choose_days(context.settings.data, days)
    return prune_once(context)
