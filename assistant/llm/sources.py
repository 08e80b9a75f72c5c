"""The numbered statements that a language model may speak from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.compose.draft import Support
from assistant.evidence.register import Entry
from assistant.evidence.statements import Ranked
from assistant.state import Corpus
from ingest.french.dates import contains
from ingest.records import Document, Statement

MOST = 12  # statements sent
MOST_CHARACTERS = 6_000  # of all of them
_LONGEST = 900  # characters of one: a longer one is left out, never cut

StatementsOf = Callable[[Document], Sequence[Statement]]
PageText = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Source:
    """One statement, as numbered in the prompt.

    Attributes:
        n: its number there, from 1.
        quote: verbatim slice of its page.
        entries: figures of the register that it states.
        backed: the extractive answer cites it.
    """

    n: int
    document: Document
    statement: Statement
    quote: str
    entries: tuple[Entry, ...]
    backed: bool

    @property
    def support(self) -> Support:
        """The slice that a sentence of this source cites."""
        return Support.of(self.document, [self.statement])

    @property
    def around(self) -> str:
        """What the citation shows besides its quote: title, year, titles above, lead-ins."""
        parts = (self.document.title, self.document.year or "", self.document.organization or "")
        return "\n".join((*parts, *self.statement.heading, *self.statement.lead))

    @property
    def times(self) -> tuple[str, ...]:
        """Years that it holds for: its own, else those of its document."""
        year = self.document.year
        return self.statement.years or ((year,) if year else ())


def sources_of(
    answer: Answer,
    ranked: Sequence[Ranked],
    years: Sequence[str],
    corpus: Corpus,
    statements_of: StatementsOf,
    page_text: PageText,
) -> tuple[Source, ...]:
    """What the extractive answer cites, then the statements that answer best.

    Args:
        ranked: statements, best first.
        years: years asked; a statement of another year is left out.
    """
    known = {document.id: document for document in corpus.documents}
    made: dict[str, Source] = {}
    size = 0
    for document, statement, backed in _candidates(answer, ranked, known, statements_of):
        quote = page_text(document.id, statement.page)[statement.start : statement.end]
        fits = quote.strip() and len(quote) <= _LONGEST and size + len(quote) <= MOST_CHARACTERS
        if statement.id in made or not fits or len(made) == MOST:
            continue
        entries = tuple(corpus.register.stated_by(statement.id))
        source = Source(len(made) + 1, document, statement, quote, entries, backed)
        if years and not any(contains(held, year) for held in source.times for year in years):
            continue
        made[statement.id] = source
        size += len(quote)
    return tuple(made.values())


def _candidates(
    answer: Answer,
    ranked: Sequence[Ranked],
    known: Mapping[str, Document],
    statements_of: StatementsOf,
) -> Iterator[tuple[Document, Statement, bool]]:
    cited: set[str] = set()
    for citation in answer.citations:
        document = known.get(citation.document_id)
        if document is None:
            continue
        for statement in statements_of(document):
            apart = statement.end <= citation.start or statement.start >= citation.end
            if statement.page == citation.text_page and not apart:
                cited.add(statement.id)
                yield document, statement, True
    for one in ranked:
        statement = one.candidate.statement
        if statement.kind != "heading" and statement.id not in cited:
            yield one.candidate.document, statement, False
