"""What is said of a file whose format no reader takes, so that a person can act."""

from __future__ import annotations

from pathlib import PurePosixPath

from ingest.records import Failure

_OFFICE = "Ouvrez-le et enregistrez-le en {}."
_PICTURE = "C’est une image : si elle porte du texte, enregistrez-la en PDF."
_PACKED = "Refaites-en une archive .zip, ou déposez les fichiers qu’elle contient."
_KEPT = "S’il contient du texte, enregistrez-le en PDF."
# Extensions to the remedy; the longest known one of a name is taken.
_REMEDIES: dict[str, str] = {
    ".doc": _OFFICE.format(".docx"), ".dot": _OFFICE.format(".docx"),
    ".wpd": _OFFICE.format(".docx"), ".wps": _OFFICE.format(".docx"),
    ".pages": _OFFICE.format(".docx"), ".ott": _OFFICE.format(".odt"),
    ".xls": _OFFICE.format(".xlsx"), ".xlsb": _OFFICE.format(".xlsx"),
    ".numbers": _OFFICE.format(".xlsx"), ".fods": _OFFICE.format(".ods"),
    ".ppt": _OFFICE.format(".pptx"), ".pps": _OFFICE.format(".pptx"),
    ".key": _OFFICE.format(".pptx"), ".msg": _OFFICE.format(".eml"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".svg"),
        _PICTURE,
    ),
    **dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"), _PACKED),
}  # fmt: skip
LONGEST = 20  # characters of an extension that are shown


def unknown_format(source: str) -> Failure:
    """The line of a file left aside in a folder or an archive: its format is not read."""
    suffix = PurePosixPath(source).suffix.lower()
    shown = f"« {suffix[:LONGEST]} »" if suffix else "sans extension"
    remedy = _REMEDIES.get(suffix, _KEPT)
    return Failure(
        source, "unsupported_format", f"Laissé de côté : le format {shown} n’est pas lu. {remedy}",
        skipped=True,
    )  # fmt: skip
