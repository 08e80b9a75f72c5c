"""The whole API against its own description, by schemathesis: no error of ours, nothing undeclared.

``CASES=20000 python -m pytest tests/attack/test_schema.py`` is the long run (``SEED`` gives
other cases); the suite makes a seeded few of each operation.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from schemathesis.core.failures import Failure
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi
from small_server import ADMIN_KEY, small_app

from assistant.api import tries

CASES = int(os.environ.get("CASES", "500"))
SEED = int(os.environ.get("SEED", "20261121"))
MOST_PASSES = 8
IN_QUERY = re.compile(r"Invalid component: parameters? .* in query")
NAMED = re.compile(r" at /properties/(\w+)")


@schemathesis.check
def wrong_data_are_refused(ctx: Any, response: Any, case: Any) -> bool | None:
    """« negative_data_rejection », but for what is not wrong in the address that is sent.

    A filter which may be repeated may also come once, and an empty list is not sent at all.
    """
    try:
        return openapi.negative_data_rejection(ctx, response, case)
    except Failure as error:
        described = case.operation.definition.raw.get("parameters", ())
        lists = {one["name"] for one in described if "'array'" in str(one.get("schema"))}
        sent = parse_qs(urlsplit(response.request.url).query, keep_blank_values=True)
        wrong = set(NAMED.findall(str(error))) & set(sent)
        if IN_QUERY.search(str(error)) and wrong <= lists:
            return None
        raise


# All that look at one request. Left out: « positive_data_acceptance », since a form does not say
# all of what is right (a question of blanks, a date that has no day: 422); and those that need
# a chain of requests or several people (« use_after_free », « ensure_resource_availability »,
# « object_level_authorization »): the tests of documents, lists and roles do those by hand.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.allow_header_conformance,
    openapi.unsupported_method,
    openapi.missing_required_header,
    openapi.ignored_auth,
    wrong_data_are_refused,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, small_app(
        tmp_path_factory.mktemp("schema")
    ) as app:
        # Requests without a right key are part of it: they must not end in « wait a minute ».
        patch.setattr(tries, "MOST", 10**9)
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_every_operation_keeps_its_word(schema: Any) -> None:
    operations = [result.ok() for result in schema.get_all_operations()]
    counted: Counter[int] = Counter()
    problems: list[str] = []
    # Some operations have few different requests: others then make up the number.
    for one_seed in range(SEED, SEED + MOST_PASSES):
        each = max(1, (CASES - counted.total()) // (len(operations) * len(MODES)))
        for operation, mode in product(operations, MODES):
            try:
                attack(operation, mode, each, counted, one_seed)
            except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001  (all are told)
                problems.append(f"{operation.label} ({mode.value}): {told(error)}")
        if problems or counted.total() >= CASES:
            break
    print(f"{sum(counted.values())} cases, {dict(sorted(counted.items()))}")
    assert not problems, "\n\n".join(problems)
    assert len(operations) > 50
    assert counted.total() >= CASES
    assert counted[200] > counted.total() / 20


def told(error: BaseException) -> str:
    """The failures, without the pages of advice around them."""
    inside = getattr(error, "exceptions", None)
    return " | ".join(map(told, inside)) if inside else f"{error}"[:600]


def attack(
    operation: Any, mode: GenerationMode, count: int, counted: Counter[int], one_seed: int
) -> None:
    """``count`` requests of one kind to one operation; raises what did not hold."""
    try:
        strategy = operation.as_strategy(generation_mode=mode)
    except Exception as error:
        if mode is GenerationMode.NEGATIVE:
            return  # nothing to say wrong in an operation that takes nothing
        raise error

    @seed(one_seed)
    @hypothesis_settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy)
    def ask(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {ADMIN_KEY}"})
        counted[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
