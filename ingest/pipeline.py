"""One file to one extract: the table of contents of ingestion.

read → structure → metadata → passages and statements → figures → acronyms
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ingest.acronyms import find_acronyms, initials_of_names
from ingest.bank import Bank, read_bank
from ingest.catalogue import Said
from ingest.errors import ReadFailure
from ingest.figures import find_figures
from ingest.french.folding import fold
from ingest.hidden import flagged
from ingest.metadata import describe
from ingest.passages import cut
from ingest.plan import read_plan
from ingest.readers.ocr_ready import tesseract
from ingest.records import Document, Extract, Page, RawDocument
from ingest.structure import Structure, read_structure
from ingest.territory import places_of, said_places

Read = Callable[[Path], RawDocument]
UNREAD = "+scans"  # after the digest of an extract that lacks pages only OCR could read


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest.

    Attributes:
        path: where it is.
        root: the folder it was found under.
        source: its path inside the root, ``/`` between parts.
        inside: where ``path`` is an archive, the names that lead to the file in it.
        identity: identifier its document already has, when it was moved; else empty.
    """

    path: Path
    root: Path
    source: str
    inside: tuple[str, ...] = ()
    identity: str = ""

    @property
    def document_id(self) -> str:
        """Identifier of the document that this file makes."""
        return self.identity or document_id(str(self.root), self.source)


def document_id(root: str, source: str) -> str:
    """Stable identifier of a document, safe in a URL: a readable part and a hash.

    The same path inside the same folder keeps its identifier when the content changes.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", fold(PurePosixPath(source).stem)).strip("-")[:40]
    digest = hashlib.sha256(f"{root}\n{source}".encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{stem or 'document'}-{digest}"


def file_digest(path: Path) -> str:
    """SHA-256 of a file's content, hexadecimal.

    Raises:
        ReadFailure: ``unreadable``.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ReadFailure(
            "unreadable",
            f"Le fichier ne peut pas être ouvert ({error.strerror}). "
            "Vérifiez ses droits de lecture.",
        ) from error
    return digest.hexdigest()


def is_current(stored: str | None, digest: str) -> bool:
    """Whether an extract stored under a digest is what reading the file now would give.

    One that lacks scanned pages is, as long as this machine still cannot read them.
    """
    return stored == digest or (stored == digest + UNREAD and tesseract() is None)


def name_tells(pages: Sequence[Page], before: str, now: str) -> bool:
    """Whether a document of these pages would be described otherwise under another name.

    Args:
        before, now: file names without extension.
    """
    if before == now:
        return False
    raw = RawDocument(tuple(pages), paged=True)
    structure = read_structure(raw.pages)
    described = (describe(raw, structure.parts, structure.furniture, n) for n in (before, now))
    return len(set(described)) > 1


def extract(file: SourceFile, digest: str, said: Said, read: Read) -> Extract:
    """Everything that is drawn from one file.

    Args:
        file: the file and its place.
        digest: hash of its content (and of what the catalogue says of it).
        said: what the catalogue says of it.
        read: the door to the file readers.

    Raises:
        ReadFailure: the file cannot be read, or holds no text.
    """
    raw = flagged(read(file.path))
    if not any(page.text.strip() for page in raw.pages):
        raise _no_text(raw)
    bank = _bank_of(file, raw, said)
    if bank.entries or bank.refused:
        return _bank_extract(file, digest, said, raw, bank)
    structure = read_structure(raw.pages, raw.outline)
    document = _described(file, digest, said, raw, structure)
    pieces = cut(document.id, raw.pages, structure.parts, language=document.language)
    texts = [part.text for part in structure.parts]
    whole = Extract(
        document=document,
        pages=raw.pages,
        passages=pieces.passages,
        statements=pieces.statements,
        figures=find_figures(document, raw.pages, pieces.statements),
        acronyms=(*find_acronyms(texts), *initials_of_names(texts)),
        entries=read_plan(document, raw.pages, pieces.statements),
    )
    return whole if pieces.passages else _without_passages(whole)


def _described(
    file: SourceFile, digest: str, said: Said, raw: RawDocument, structure: Structure
) -> Document:
    """What a document is: what a person says of it, over what is worked out."""
    stem = PurePosixPath(file.source).stem
    made = describe(raw, structure.parts, structure.furniture, stem)
    return Document(
        id=file.document_id,
        source=file.source,
        root=str(file.root),
        title=said.title or made.title,
        kind=said.kind or made.kind,
        year=said.year or made.year,
        organization=said.organization or made.organization,
        url=said.url,
        language=said.lang or made.language,
        date=said.date or made.date,
        digest=digest + UNREAD if _lacks_scans(raw) else digest,
        size=file.path.stat().st_size,
        paged=raw.paged,
        pages=len(raw.pages),
        warnings=raw.warnings,
        labels=_labels(raw),
        places=said_places(said) or places_of("\n".join(page.text for page in raw.pages)),
        sure=_sure(said, made.sure),
    )


def _bank_of(file: SourceFile, raw: RawDocument, said: Said) -> Bank:
    return read_bank(file.document_id, raw.pages, raw.tables, dict(said.columns), said.kind)


def _bank_extract(
    file: SourceFile, digest: str, said: Said, raw: RawDocument, bank: Bank
) -> Extract:
    """A bank: its rows are entries, and nothing in it counts as said by a document."""
    kinds = [entry.kind for entry in bank.entries]
    grants = kinds.count("grant") * 2 > len(kinds)
    document = Document(
        id=file.document_id,
        source=file.source,
        root=str(file.root),
        title=said.title or _readable(PurePosixPath(file.source).stem),
        kind="subventions" if grants else "mesures",
        year=said.year,
        organization=said.organization,
        url=said.url,
        language=said.lang or "fr",
        date=said.date,
        digest=digest,
        size=file.path.stat().st_size,
        paged=raw.paged,
        pages=len(raw.pages),
        warnings=raw.warnings,
        places=said_places(said),
        sure=_sure(said, ()),
    )
    return Extract(document, raw.pages, (), (), (), (), bank.entries, bank.refused)


def _sure(said: Said, made: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """How sure each field is, what a person said of it over what was worked out."""
    fields = ("title", "kind", "year", "organization", "date")
    given = [name for name in fields if getattr(said, name)] + ["language"] * bool(said.lang)
    return tuple({**dict(made), **dict.fromkeys(given, 1.0)}.items())


def _readable(stem: str) -> str:
    """A file name as a title: « banque_de-mesures » → « Banque de mesures »."""
    words = " ".join(re.sub(r"[_-]+", " ", stem).split())
    return f"{words[:1].upper()}{words[1:]}" or "Document"


def _without_passages(made: Extract) -> Extract:
    """An extract that nothing can be found in says so."""
    said = "Le texte ne compte que des nombres ou des signes épars : rien à chercher ni à citer."
    warnings = (*made.document.warnings, said)
    return replace(made, document=replace(made.document, warnings=warnings))


def _lacks_scans(raw: RawDocument) -> bool:
    return any(page.needs_ocr for page in raw.pages) and tesseract() is None


def _no_text(raw: RawDocument) -> ReadFailure:
    if not any(page.needs_ocr for page in raw.pages):
        return ReadFailure("no_text", "Aucun texte n’a été trouvé dans ce fichier.")
    if tesseract() is not None:
        return ReadFailure(
            "needs_ocr",
            "Le document ne contient que des images, et la reconnaissance de caractères (OCR) "
            "n’y a rien lu de sûr. Fournissez une meilleure numérisation.",
        )
    return ReadFailure(
        "needs_ocr",
        "Le document ne contient que des images de texte : installez tesseract et son français "
        "(tesseract-ocr-fra) pour qu’il soit lu par reconnaissance de caractères (OCR).",
    )


def _labels(raw: RawDocument) -> tuple[str, ...]:
    differ = any(page.label and page.label != str(page.number) for page in raw.pages)
    return tuple(page.label or "" for page in raw.pages) if differ else ()
