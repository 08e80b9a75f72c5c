"""Title, kind, reporting period, organization and language, worked out from a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.french.dates import PERIOD, find_times
from ingest.french.folding import fold, plain_spaces
from ingest.languages import language_of
from ingest.parts import Part
from ingest.records import Page, RawDocument

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
    """What a document says of itself. ``year`` is a period or a calendar year.

    ``sure``: how sure each field that was found is, 0 to 1, by the rule that gave it.
    """

    title: str
    kind: str
    year: str | None
    organization: str | None
    language: str
    date: str | None
    sure: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A value, and how sure the rule that gave it is."""

    value: str | None
    sure: float


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
    kind = _kind(opening, ornaments, name, raw.pages)
    genre = kind.value or "document"
    year = _year(text, opening, ornaments, name, genre)
    organization = _organization(raw.pages)
    title = _title(raw, parts, genre, year.value, organization.value, name)
    language = _Found(raw.language or language_of(text), 0.9 if raw.language else 0.8)
    date = _Found(_date(opening), 0.5)
    found = {
        "title": title, "kind": kind, "year": year, "organization": organization,
        "language": language, "date": date,
    }  # fmt: skip
    sure = tuple((field, one.sure) for field, one in found.items() if one.value)
    return Metadata(
        title.value or "Document", genre, year.value, organization.value,
        language.value or "fr", date.value, sure,
    )  # fmt: skip


def _kind(opening: str, ornaments: str, name: str, pages: Iterable[Page]) -> _Found:
    start = fold(opening)
    if _REPORT.search(ornaments) or "rapportd'activite" in ornaments:
        return _Found("rapport", 0.95)
    named = fold(name).replace("_", " ").replace("-", " ")
    for place, sure in ((start[:600], 0.9), (named, 0.7), (start, 0.6)):
        found = _kinds_in(place)
        if found:
            return _Found(found[0], sure)
    anywhere = {kind for page in pages for kind in _kinds_in(fold(page.text))}
    told = [kind for kind, _ in _KINDS if kind in anywhere]
    return _Found(told[0], 0.4) if told else _Found("document", 0.3)


def _kinds_in(folded: str) -> list[str]:
    """Kinds that a text names, the most telling first."""
    return [kind for kind, pattern in _KINDS if re.search(pattern, folded, re.MULTILINE)]


def _period(first: str, last: str) -> str | None:
    full = last if len(last) == 4 else first[:2] + last
    return f"{first}-{full}" if 0 < int(full) - int(first) <= 2 else None


def _year(text: str, opening: str, ornaments: str, name: str, kind: str) -> _Found:
    match = _REPORT.search(ornaments)
    found = _Found(_period(match[2], match[3]) if match else None, 0.95)
    if found.value is None:
        looser = re.search(
            r"(?:rapport (?:annuel|d'activites?|de gestion)|bilan)\D{0,40}"
            r"((?:19|20)\d\d)\s*[-/–a ]{1,3}\s*((?:19|20)\d\d|\d\d)(?!\d)", fold(opening)
        )  # fmt: skip
        found = _Found(_period(looser[1], looser[2]) if looser else None, 0.9)
    if found.value is None:
        named = PERIOD.search(name.replace("_", " "))
        found = _Found(_period(named["first"], named["last"]) if named else None, 0.7)
    if found.value is None and kind == "rapport":
        counts = Counter(f"{m['first']}-{m['last']}" for m in PERIOD.finditer(text))
        best = counts.most_common(1)
        often = bool(best) and best[0][1] >= 2
        found = _Found(_period(*best[0][0].split("-")) if often else None, 0.6)
    return found if found.value else _calendar_year(opening, name, kind)


def _calendar_year(opening: str, name: str, kind: str) -> _Found:
    stated = re.search(r"rapport (?:annuel|d'activites?) ((?:19|20)\d\d)", fold(opening))
    if stated:
        return _Found(stated[1], 0.9)
    times = [when for when in find_times(opening) if when.period and "-" not in when.period]
    dated = [when for when in times if when.precision in ("day", "month")]
    if dated and kind in ("presentation", "compte_rendu", "document"):
        return _Found(dated[0].period, 0.5)
    named = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name)
    return _Found(named[1] if named else None, 0.5)


def _date(opening: str) -> str | None:
    return next((when.iso for when in find_times(opening) if when.precision == "day"), None)


def _organization(pages: Iterable[Page]) -> _Found:
    counts = Counter(
        match.group() for page in pages for match in _CAPITALS.finditer(plain_spaces(page.text))
    )
    best = counts.most_common(1)
    if not best or best[0][1] < 8:
        return _Found(None, 0.0)
    return _Found(best[0][0], round(best[0][1] / (best[0][1] + 8), 2))


def _title(
    raw: RawDocument,
    parts: Sequence[Part],
    kind: str,
    year: str | None,
    organization: str | None,
    name: str,
) -> _Found:
    if kind == "rapport":
        pieces = (_KIND_NAMES[kind], year, f"— {organization}" if organization else "")
        return _Found(" ".join(filter(None, pieces)), 0.9 if year else 0.6)
    declared = plain_spaces(raw.title or "")
    if 5 < len(declared) <= 150 and not re.search(
        r"\.\w{2,4}$|untitled|sans titre|anonymous|^microsoft (?:word|powerpoint)", declared, re.I
    ):
        return _Found(declared, 0.8)
    stated = _stated_title(parts)
    if stated:
        return _Found(stated, 0.7)
    return _Found(plain_spaces(re.sub(r"[_-]+", " ", name)) or "Document", 0.4)


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
