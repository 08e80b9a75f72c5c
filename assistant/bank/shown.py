"""An entry of a bank as it is shown: a measure or a grant, and why it is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BankKind = Literal["measure", "grant"]
# Open: may be asked for now. Continuous: at any time. Unknown: no date is stated.
Status = Literal["open", "continuous", "closed", "unknown"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is proposed, or what was read in a query.

    Attributes:
        code: a facet (``audience``, ``theme``…), ``population``, ``words``, ``meaning``,
            ``like``, ``count``, ``before``.
        value: the value matched, as a person reads it.
    """

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class BankHit:
    """One entry of a bank: a measure or a grant, with where it was read.

    Attributes:
        id: the bank's own identifier where it gives one.
        text: its description (measure) or purpose (grant).
        page: page of the file, None where the format has none.
        fields: its other columns, ``(name, value)``, known columns under their API name.
        also: other files that hold the same entry.
        status: of a grant on the day of the search; None for a measure.
        text_page, span: where its row stands: half-open span of that stored page's text.
        linked: numbers of passages that tell of it and of grants or measures that go with
            it; None where links are not made ahead.
    """

    id: str
    title: str
    text: str
    document_id: str
    source: str
    page: int | None
    fields: tuple[tuple[str, str], ...] = ()
    kind: BankKind = "measure"
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    also: tuple[str, ...] = ()
    status: Status | None = None
    url: str = ""
    text_page: int = 1
    span: tuple[int, int] = (0, 0)
    linked: tuple[int, int] | None = None
