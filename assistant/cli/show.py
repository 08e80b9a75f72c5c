"""What people read on a terminal. Text of documents is stripped of control characters."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from assistant.answer import Answer, Citation, Closest
from assistant.bank.json_hit import reason_text
from assistant.bank.model import BankHit, BankKind, BankResult
from assistant.messages import say
from assistant.service import (
    Check,
    FigureHit,
    FigureResult,
    IngestReport,
    Language,
)
from assistant.uploads import FORMATS
from index.hits import Hit, SearchResult
from index.store_exclusions import Exclusion
from ingest.records import Document, Failure

WIDTH = 96
EXCERPT = 320


def plain(text: str) -> str:
    """Text that cannot command a terminal: no control, no direction character."""
    return "".join(
        " " if c in "\n\t\r" else c for c in text if c in "\n\t\r" or not _commands(c)
    ).strip()


def answer_lines(answer: Answer, lang: Language) -> Iterator[str]:
    """An answer, then its sources or the closest passages."""
    for paragraph in answer.answer.splitlines():
        yield from _wrapped(plain(paragraph))
    if answer.citations:
        yield from ("", say("sources", lang))
        for citation in answer.citations:
            yield from _citation(citation, lang)
    if answer.closest:
        yield from ("", say("closest", lang))
        for near in answer.closest:
            yield from _closest(near, lang)
    if answer.follow_ups:
        yield ""
        yield from (f"  → {plain(question)}" for question in answer.follow_ups)


def search_lines(result: SearchResult) -> Iterator[str]:
    """Passages found, best first."""
    if result.corrected:
        yield f"Recherche corrigée : {plain(result.corrected)}"
    if not result.hits:
        yield "Aucun passage trouvé."
        return
    yield _counted(result.total, len(result.hits), "passage")
    for rank, hit in enumerate(result.hits, 1):
        yield from ("", f"{rank:>2}. {_place(hit)}")
        heading = " › ".join(plain(part) for part in hit.passage.heading)
        if heading:
            yield from _wrapped(heading, "    ")
        yield from _wrapped(_excerpt(hit.passage.text), "    ")


def figure_lines(result: FigureResult) -> Iterator[str]:
    """Figures, one to a block: value, what it counts, year, place."""
    if not result.figures:
        yield "Aucun chiffre trouvé."
        return
    for hit in result.figures:
        yield from _figure(hit)


def bank_lines(result: BankResult, kind: BankKind = "measure") -> Iterator[str]:
    """Measures or grants found, or why there are none."""
    noun = "mesure" if kind == "measure" else "subvention"
    if not result.indexed and not result.hits:
        yield from _wrapped(say("no_bank" if kind == "measure" else "no_grants", "fr"))
        return
    if result.corrected:
        yield from _wrapped(f"Résultats pour « {plain(result.corrected)} »")
    if result.understood:
        read = "; ".join(reason_text(reason) for reason in result.understood)
        yield from _wrapped(f"Compris : {plain(read)}")
    hits = result.hits
    if hits:
        yield _counted(result.total, len(hits), noun)
    else:
        yield f"Aucune {noun} ne correspond." + (" Les plus proches :" if result.closest else "")
        hits = result.closest
    for rank, hit in enumerate(hits, 1):
        yield from ("", *_wrapped(f"{rank:>2}. {plain(hit.title)}  ({plain(hit.id)})"))
        yield from _wrapped(_excerpt(hit.text), "    ")
        yield from _wrapped(plain(_bank_place(hit)), "    ")


def _bank_place(hit: BankHit) -> str:
    """Whose an entry is, whether it is real, until when: what decides at a glance."""
    fields = dict(hit.fields)
    said = [fields.get(name, "") for name in ("municipality", "organization", "audience", "source")]
    if hit.status is not None:
        said.append(say(f"status_{hit.status}", "fr", date=fields.get("deadline", "")))
    return " · ".join(filter(None, said))


def document_lines(documents: Iterable[Document], failures: Iterable[Failure]) -> Iterator[str]:
    """Documents indexed, then files that could not be read."""
    for document in documents:
        year = (
            f" ({document.year})" if document.year and document.year not in document.title else ""
        )
        pages = f", {_several(document.pages, 'page')}" if document.paged else ""
        yield f"{document.id}"
        yield from _wrapped(f"{plain(document.title)}{year}", "    ")
        yield f"    {plain(document.source)}{pages}"
        for warning in document.warnings:
            yield from _wrapped(plain(warning), "    ")
    yield from failure_lines(failures)


def exclusion_line(out: Exclusion) -> str:
    """A document that was taken out."""
    return f"{out.id}  {plain(out.title)} ({plain(out.source)}), retiré le {out.day}"


def failure_lines(failures: Iterable[Failure]) -> Iterator[str]:
    """Files that could not be read (« ! ») or were left aside (« - »), and why."""
    for failure in sorted(failures, key=lambda one: one.skipped):
        mark = "-" if failure.skipped else "!"
        yield from _wrapped(
            f"{mark} {plain(failure.source)} : {plain(failure.message)}", hang="  "
        )


def report_lines(report: IngestReport) -> Iterator[str]:
    """What an ingestion did."""
    yield (
        f"{_several(report.documents, 'document')} dans l'index (ajoutés : {report.added} ; mis à "
        f"jour : {report.updated} ; inchangés : {report.unchanged} ; retirés : {report.removed})"
    )
    yield (
        f"{_several(report.pages, 'page')}, {_several(report.passages, 'passage')}, "
        f"{_several(report.figures, 'chiffre')} ({report.seconds:.1f} s)".replace(".", ",")
    )
    if report.moved:
        yield f"Déplacés ou renommés, repris sans relecture : {report.moved}"
    if report.measures or report.grants:
        yield f"{_several(report.measures, 'mesure')}, {_several(report.grants, 'subvention')}"
    if not report.documents and not report.failed and not report.skipped:
        yield f"Aucun document à lire dans ce dossier. Formats lus : {' '.join(FORMATS)}."
    yield from failure_lines((*report.failed, *report.skipped))


def check_lines(checks: Iterable[Check]) -> Iterator[str]:
    """What ``doctor`` found."""
    for check in checks:
        mark = "ok " if check.ok else "!! "
        yield from _wrapped(f"{mark}{plain(check.message)}", hang="   ")


def _citation(citation: Citation, lang: Language) -> Iterator[str]:
    key = "page" if citation.page_label is None else "printed_page"
    said = say(key, lang, page=citation.page, label=plain(citation.page_label or ""))
    page = "" if citation.page is None else f", {said}"
    yield from _wrapped(f" [{citation.n}] {plain(citation.title)}{page}", hang="     ")
    yield from _wrapped(f"« {plain(citation.quote)} »", "     ")


def _closest(near: Closest, lang: Language) -> Iterator[str]:
    page = "" if near.page is None else f", {say('page', lang, page=near.page)}"
    yield from _wrapped(f"  - {plain(near.title)}{page}", hang="    ")
    yield from _wrapped(_excerpt(near.text), "    ")


def _figure(hit: FigureHit) -> Iterator[str]:
    figure, document = hit.figure, hit.document
    doubt = " (à vérifier)" if figure.doubtful else ""
    yield f"{plain(figure.year or 's. d.'):>9}  {plain(figure.value)}  {plain(figure.label)}{doubt}"
    page = f", p. {figure.page}" if document.paged else ""
    yield from _wrapped(f"{plain(document.title)}{page}", " " * 11)
    yield from _wrapped(f"« {plain(hit.quote)} »", " " * 11)


def _place(hit: Hit) -> str:
    page = f", p. {hit.passage.page}" if hit.document.paged else ""
    return f"{plain(hit.document.title)}{page}"


def _excerpt(text: str) -> str:
    return textwrap.shorten(plain(text), EXCERPT, placeholder=" …")


def _counted(total: int, shown: int, noun: str) -> str:
    rest = f" ; voici les {shown} en tête" if shown < total else ""
    return f"{_several(total, noun)}{rest}"


def _several(count: int, noun: str) -> str:
    spaced = f"{count:,}".replace(",", " ")
    return f"{spaced} {noun}{'s' if count > 1 else ''}"


def _wrapped(text: str, indent: str = "", hang: str | None = None) -> list[str]:
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    rest = hang if hang is not None else indent
    lines = textwrap.wrap(
        text.rstrip(), max(width, 40), initial_indent=indent, subsequent_indent=rest,
        break_on_hyphens=False,
    )  # fmt: skip
    return lines or [""]


def _commands(character: str) -> bool:
    kind = unicodedata.category(character)
    direction = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    return kind in ("Cc", "Cs") or direction
