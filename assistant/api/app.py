"""The HTTP server: routes, guards and their order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from assistant.access.keys import KeyRing
from assistant.access.oidc import Provider
from assistant.admin.audit import Audit
from assistant.api import (
    admin,
    admin_questions,
    admin_retention,
    ask,
    bank,
    calendar,
    conversations,
    documents,
    list_sharing,
    lists,
    lookup,
    openai,
    platform,
    signin,
    site,
)
from assistant.api.access import Access, Peer
from assistant.api.context import Context
from assistant.api.errors import install_handlers
from assistant.api.guard import Guard
from assistant.api.limits import Limits
from assistant.api.metrics import Metrics
from assistant.api.pool import WorkPool
from assistant.api.retention import prune_daily, prune_once
from assistant.lists.desk import Lists
from assistant.service import Service
from assistant.settings import Settings
from assistant.version import product_version

DESCRIPTION = (
    "Pose des questions à des documents et cite ses sources. Les erreurs ont toutes la forme "
    '`{"error": {"code", "message", "details"}}`. Langue : `lang=fr|en`, ou Accept-Language.'
)
# In the order in which addresses are tried: « {id}.ics » before « {id} ».
PARTS = (
    ask, lookup, calendar, bank, list_sharing, lists, platform, documents, admin,
    admin_questions, admin_retention, conversations, openai, signin, site,
)  # fmt: skip
ADMIN_SCHEME = {
    "admin": {"type": "http", "scheme": "bearer", "description": "Clé d'administration"}
}
STOP_S = 8.0  # for the indexing under way; what it has not done is done at the next start
# What any operation may answer: access, limits and unreadable requests come before it.
ANY_STATUS = ("400", "401", "403", "413", "422", "429", "503")
ANY_ERROR = {
    "description": "Erreur",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorJson"}}},
}
LANGUAGE_PARAMETER = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "`fr` ou `en` ; toute autre valeur, ou aucune : Accept-Language.",
    "schema": {"type": "string"},
}


def create_app(service: Service, settings: Settings) -> FastAPI:
    """The application over ``service``, which is closed when the server stops."""
    pool = WorkPool(max(settings.workers, settings.processes), settings.queue)
    context = Context(
        service, settings, pool, Metrics(),
        Lists(settings.data, service, settings.max_lists), Audit(settings.data),
        KeyRing(settings.data), Provider(settings) if settings.oidc_issuer else None,
    )  # fmt: skip
    app = FastAPI(
        title="Repère",
        version=product_version(),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_name,
        lifespan=_lifespan(context),
    )
    app.state.context = context
    for part in PARTS:
        app.include_router(part.router)
    install_handlers(app)
    app.add_middleware(Access, context=context)
    app.add_middleware(Limits, context=context)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    if settings.allowed_sites:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_sites),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "Accept-Language"],
            max_age=3600,
        )
    app.add_middleware(Guard, context=context)
    app.add_middleware(Peer, settings=settings)
    _describe(app)
    return app


def _lifespan(context: Context) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # Before the first answer: what is too old is never shown.
        await asyncio.to_thread(prune_once, context)
        pruning = asyncio.create_task(prune_daily(context))
        yield
        pruning.cancel()
        await asyncio.to_thread(context.startup.wait, STOP_S)
        await asyncio.to_thread(context.work.wait, STOP_S)
        context.pool.close()
        context.lists.close()
        context.service.close()

    return lifespan


def _operation_name(route: APIRoute) -> str:
    return route.name


def _describe(app: FastAPI) -> None:
    """Complete the OpenAPI description with the admin key and the language."""
    generated = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = generated()
            schema.setdefault("components", {})["securitySchemes"] = ADMIN_SCHEME
            for path, methods in schema["paths"].items():
                for operation in methods.values():
                    operation.setdefault("parameters", []).append(LANGUAGE_PARAMETER)
                    if path.startswith(("/api/", "/v1/")):
                        answers = operation["responses"]
                        operation["responses"] = dict.fromkeys(ANY_STATUS, ANY_ERROR) | {
                            status: told for status, told in answers.items()
                            if "HTTPValidationError" not in str(told)
                        }  # fmt: skip
        return generated()

    app.openapi = openapi  # type: ignore[method-assign]
