"""Title, kind, reporting period, organization and language, worked out from a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.french.dates import PERIOD, find_times
from ingest.french.folding import fold, plain_spaces
from ingest.languages import language_of
from ingest.parts import Part
from ingest.records import RawDocument

_KINDS: tuple[tuple[str, str], ...] = (
    ("rapport", r"rapport (?:annuel |d'activites?|de gestion|d'activite)|bilan annuel"),
    ("compte_rendu", r"proces[- ]verbal|compte[- ]rendu|ordre du jour|webinaire :|atelier 1 :"),
    ("presentation", r"cette presentation|diapositive|presentation powerpoint"),
    ("politique", r"^politique |politique familiale de|cadre de reference"),
    ("plan", r"^plan d'action|plan strategique"),
    ("guide", r"^guide |mode d'emploi|guide d'accompagnement"),
)
_KIND_NAMES = {
    "rapport": "Rapport d’activités",
    "compte_rendu": "Compte rendu",
    "presentation": "Présentation",
    "politique": "Politique",
    "plan": "Plan d’action",
    "guide": "Guide",
}
_REPORT = re.compile(
    r"(rapport(?:annuel|d'?activites?)[a-z]{0,40}?)((?:19|20)\d\d)-?((?:19|20)?\d\d)"
)
_FIRST = 3000  # characters: where a document names itself
_CAPITALS = re.compile(
    r"(?<=[\w,;’'»] )[A-ZÀ-ÖØ-Þ][\w’'-]*[\w](?: (?:de |du |des |d[’'])?[A-ZÀ-ÖØ-Þ][\w’'-]*)+"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. ``year`` is a period or a calendar year."""

    title: str
    kind: str
    year: str | None
    organization: str | None
    language: str
    date: str | None


def describe(
    raw: RawDocument, parts: Sequence[Part], furniture: Sequence[str], name: str
) -> Metadata:
    """Metadata by rules, from the strongest sign to the weakest.

    Args:
        raw: the document as read.
        parts: its parts in order.
        furniture: running heads and ornaments, which often hold the report's name.
        name: file name without extension.
    """
    text = "\n".join(page.text for page in raw.pages)
    opening = plain_spaces(text[:_FIRST])
    ornaments = fold(re.sub(r"\s+", "", "".join(furniture))).replace("’", "'")
    kind = _kind(opening, ornaments, name, text)
    year = _year(text, opening, ornaments, name, kind)
    organization = _organization(text)
    title = _title(raw, parts, kind, year, organization, name)
    return Metadata(
        title, kind, year, organization, raw.language or language_of(text), _date(opening)
    )


def _kind(opening: str, ornaments: str, name: str, text: str) -> str:
    start = fold(opening)
    if _REPORT.search(ornaments) or "rapportd'activite" in ornaments:
        return "rapport"
    named = fold(name).replace("_", " ").replace("-", " ")
    for place in (start[:600], named, start, fold(text)):
        for kind, pattern in _KINDS:
            if re.search(pattern, place, re.MULTILINE):
                return kind
    return "document"


def _period(first: str, last: str) -> str | None:
    full = last if len(last) == 4 else first[:2] + last
    return f"{first}-{full}" if 0 < int(full) - int(first) <= 2 else None


def _year(text: str, opening: str, ornaments: str, name: str, kind: str) -> str | None:
    match = _REPORT.search(ornaments)
    found = _period(match[2], match[3]) if match else None
    if found is None:
        looser = re.search(
            r"rapport (?:annuel|d'activites?|de gestion)\D{0,40}((?:19|20)\d\d)\s*[-/–a ]{1,3}\s*"
            r"((?:19|20)\d\d|\d\d)(?!\d)", fold(opening)
        )  # fmt: skip
        found = _period(looser[1], looser[2]) if looser else None
    if found is None:
        named = PERIOD.search(name.replace("_", " "))
        found = _period(named["first"], named["last"]) if named else None
    if found is None and kind == "rapport":
        counts = Counter(f"{m['first']}-{m['last']}" for m in PERIOD.finditer(text))
        best = counts.most_common(1)
        found = _period(*best[0][0].split("-")) if best and best[0][1] >= 2 else None
    return found or _calendar_year(opening, name, kind)


def _calendar_year(opening: str, name: str, kind: str) -> str | None:
    stated = re.search(r"rapport (?:annuel|d'activites?) ((?:19|20)\d\d)", fold(opening))
    if stated:
        return stated[1]
    times = [when for when in find_times(opening) if when.period and "-" not in when.period]
    dated = [when for when in times if when.precision in ("day", "month")]
    if dated and kind in ("presentation", "compte_rendu", "document"):
        return dated[0].period
    named = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name)
    return named[1] if named else None


def _date(opening: str) -> str | None:
    return next((when.iso for when in find_times(opening) if when.precision == "day"), None)


def _organization(text: str) -> str | None:
    counts = Counter(match.group() for match in _CAPITALS.finditer(plain_spaces(text)))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= 8 else None


def _title(
    raw: RawDocument,
    parts: Sequence[Part],
    kind: str,
    year: str | None,
    organization: str | None,
    name: str,
) -> str:
    if kind == "rapport":
        return " ".join(
            piece
            for piece in (_KIND_NAMES[kind], year, f"— {organization}" if organization else "")
            if piece
        )
    declared = plain_spaces(raw.title or "")
    if 5 < len(declared) <= 150 and not re.search(
        r"\.\w{2,4}$|untitled|sans titre|anonymous|^microsoft (?:word|powerpoint)", declared, re.I
    ):
        return declared
    stated = _stated_title(parts)
    if stated:
        return stated
    return plain_spaces(re.sub(r"[_-]+", " ", name)) or "Document"


def _stated_title(parts: Sequence[Part]) -> str | None:
    """The first title, with the lead-in right above it (« Webinaire : … »)."""
    for at, part in enumerate(parts[:6]):
        words = part.text.split()
        if not 2 <= len(words) <= 30 or part.kind == "item":
            continue
        if part.text.endswith(":") and len(words) <= 3:
            continue
        above = parts[at - 1].text if at else ""
        text = part.text.rstrip(" :")
        below = parts[at + 1].text if at + 1 < len(parts) else ""
        if part.text.endswith(":") and len(words) > 3 and len(below.split()) <= 8:
            text = f"{text} : {below[:1].lower()}{below[1:]}"
        if above.endswith(":") and len(above.split()) <= 3:
            text = f"{above.rstrip(' :').capitalize()} : {text[:1].lower()}{text[1:]}"
        return text[:200]
    return None
