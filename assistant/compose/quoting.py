"""What a sentence cites: its statement, and the title or lead-in it borrows numbers from."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.compose.draft import Support
from assistant.compose.found import Found
from assistant.compose.phrasing import standing_alone, topic_of
from ingest.french.folding import fold
from ingest.french.numbers import find_numbers
from ingest.records import Document, Statement

_REACH = 900  # characters between a statement and the title quoted with it


def cited(
    found: Found, document: Document, statement: Statement, keep: str | None = None
) -> tuple[str, Support]:
    """A statement as a sentence and the slice that backs all of it.

    A topic that holds a number (« 6 communautés de pratique : ») is quoted with the
    statement; when it stands too far, the sentence goes without it.
    """
    topic = topic_of(statement)
    if topic is None or (not any(char.isdigit() for char in topic) and not find_numbers(topic)):
        return standing_alone(statement, document, keep), Support.of(document, [statement])
    title = introducing(found.section(document), statement, topic)
    if title is None:
        return standing_alone(statement, document, keep, False), Support.of(document, [statement])
    return standing_alone(statement, document, keep), Support.of(document, [statement, title])


def introducing(
    statements: Sequence[Statement], statement: Statement, topic: str
) -> Statement | None:
    """The nearest statement before that says the topic, near enough to be quoted along."""
    wanted = fold(topic).strip(" :")
    for other in reversed(statements[: _place(statements, statement)]):
        if other.page != statement.page or statement.start - other.start > _REACH:
            return None
        if fold(other.text).strip(" :").endswith(wanted):
            return other
    return None


def _place(statements: Sequence[Statement], statement: Statement) -> int:
    return next((at for at, one in enumerate(statements) if one.id == statement.id), 0)
