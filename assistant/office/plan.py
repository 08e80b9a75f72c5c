"""An action plan as a word-processing document: axes, objectives, measures, then grants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from docx.document import Document as Word

from assistant.bank.deadlines import MONTHS, deadline_of, is_over, said_deadline
from assistant.bank.labels import cited_source, label_of, mark_of
from assistant.bank.model import BankHit
from assistant.lists.clean import fit_line
from assistant.lists.columns import web_address_of
from assistant.lists.model import ListView, ShownItem
from assistant.office.word import (
    add_paragraph,
    add_row,
    add_table,
    content_of,
    new_document,
    number_pages,
)
from assistant.office.wording import word
from assistant.service import Language

MEASURE_COLUMNS = (
    ("measure", 2.6), ("responsible", 1.1), ("schedule", 1.0), ("indicator", 1.2),
    ("partners", 1.2), ("source", 1.2), ("note", 1.1),
)  # fmt: skip
GRANT_COLUMNS = (
    ("grant", 2.4), ("organization", 1.3), ("amount", 1.1), ("deadline", 1.1),
    ("eligibility", 1.5), ("source", 1.0), ("note", 1.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of the plan, in the words that its reader chose.

    Attributes:
        in_bank: whether the bank still holds it.
    """

    entry: BankHit
    title: str
    text: str
    note: str = ""
    in_bank: bool = True


@dataclass(frozen=True, slots=True)
class Axis:
    """Measures under one heading; the name is empty for those that have none."""

    name: str
    measures: tuple[Planned, ...]


def list_plan(view: ListView, lang: Language = "fr") -> bytes:
    """The action plan of a list (DOCX)."""
    measures = [planned(shown, lang) for shown in view.of_kind("measure")]
    grants = [planned(shown, lang) for shown in view.of_kind("grant")]
    title = word("plan_title", lang, name=view.stored.name)
    return action_plan(title, "", axes_of(measures), grants, lang)


def action_plan(
    title: str, introduction: str, axes: Sequence[Axis], grants: Sequence[Planned], lang: Language
) -> bytes:
    """An action plan (DOCX), in landscape, with headings and repeated header rows."""
    document = new_document(title, lang, wide=True)
    document.add_heading(fit_line(title), 0)
    if introduction:
        add_paragraph(document, introduction)
    add_paragraph(document, word("plan_intro", lang, day=said_today(lang)), italic=True)
    entries = [one.entry for axis in axes for one in axis.measures]
    if any(mark_of(entry) for entry in (*entries, *(grant.entry for grant in grants))):
        add_paragraph(document, word("marks", lang), italic=True)
    if not entries and not grants:
        add_paragraph(document, word("empty", lang))
    for number, axis in enumerate(axes, 1):
        _add_axis(document, number, axis, lang)
    if grants:
        _add_grants(document, grants, lang)
    number_pages(document, lang)
    return content_of(document)


def planned(shown: ShownItem, lang: Language) -> Planned:
    """An item of a list as the plan shows it."""
    entry = shown.entry
    return Planned(entry, label_of(entry, lang), entry.text, shown.item.note, shown.in_bank)


def axes_of(measures: Iterable[Planned]) -> list[Axis]:
    """Measures by axis, else by their first theme, in order of appearance; the rest last."""
    grouped: dict[str, list[Planned]] = {}
    for one in measures:
        fields = dict(one.entry.fields)
        name = fields.get("axis") or fields.get("theme", "").split(";")[0]
        grouped.setdefault(fit_line(name), []).append(one)
    rest = grouped.pop("", [])
    axes = [Axis(name, tuple(ones)) for name, ones in grouped.items()]
    return [*axes, Axis("", tuple(rest))] if rest else axes


def said_today(lang: Language) -> str:
    """The present day, as one says it."""
    today = datetime.now(UTC).date()
    month = MONTHS[lang][today.month - 1]
    if lang == "en":
        return f"{month} {today.day}, {today.year}"
    return f"{'1er' if today.day == 1 else today.day} {month} {today.year}"


def _add_axis(document: Word, number: int, axis: Axis, lang: Language) -> None:
    name = axis.name or word("other_axis", lang)
    document.add_heading(word("axis", lang, number=number, name=name) if axis.name else name, 1)
    for objective, measures in by_objective(axis).items():
        if objective:
            document.add_heading(word("objective", lang, name=objective), 2)
        caption = word("measures_of", lang, name=objective or name)
        heads = [word(column, lang) for column, _ in MEASURE_COLUMNS]
        table = add_table(document, caption, heads, [width for _, width in MEASURE_COLUMNS])
        for one in measures:
            add_row(table, _measure_row(one, lang))
        document.add_paragraph()


def by_objective(axis: Axis) -> dict[str, list[Planned]]:
    """Measures of an axis by objective, in order of appearance; empty: those without one."""
    objectives: dict[str, list[Planned]] = {}
    for one in axis.measures:
        objective = fit_line(dict(one.entry.fields).get("objective", ""))
        objectives.setdefault(objective, []).append(one)
    return objectives


def _measure_row(one: Planned, lang: Language) -> list[list[tuple[str, bool]]]:
    fields = dict(one.entry.fields)
    known = [fields.get(name, "") for name in ("responsible", "schedule", "indicator", "partners")]
    return [
        _named(one, lang),
        *([(text, False)] for text in known),
        [(cited_source(one.entry, lang), False), (web_address_of(one.entry), False)],
        [(one.note, False)],
    ]


def _add_grants(document: Word, grants: Sequence[Planned], lang: Language) -> None:
    document.add_heading(word("grants", lang), 1)
    heads = [word(column, lang) for column, _ in GRANT_COLUMNS]
    widths = [width for _, width in GRANT_COLUMNS]
    table = add_table(document, word("grants_table", lang), heads, widths)
    today = datetime.now(UTC).date()
    for one in by_deadline(grants, today):
        add_row(table, _grant_row(one, today, lang))


def by_deadline(grants: Sequence[Planned], today: date) -> list[Planned]:
    """Grants in the order in which they have to be asked for."""
    return sorted(grants, key=lambda grant: _when(grant.entry, today))


def _grant_row(one: Planned, today: date, lang: Language) -> list[list[tuple[str, bool]]]:
    fields = dict(one.entry.fields)
    deadline = said_deadline(one.entry, lang) or fields.get("period", "")
    over = f" ({word('over', lang)})" if is_over(one.entry, today) else ""
    rate = word("rate", lang, value=fields["rate"]) if fields.get("rate") else ""
    return [
        _named(one, lang),
        [(fields.get("organization", ""), False)],
        [(said_amount(one.entry, lang), False), (rate, False)],
        [((deadline or word("no_deadline", lang)) + over, bool(over))],
        [(fields.get("eligibility", ""), False)],
        [(cited_source(one.entry, lang), False), (web_address_of(one.entry), False)],
        [(one.note, False)],
    ]


def said_amount(grant: BankHit, lang: Language) -> str:
    """« de 2 700 à 10 000 $ »; empty when no amount is stated."""
    fields = dict(grant.fields)
    low, high = (_spaced(fields.get(name, ""), lang) for name in ("amount_min", "amount_max"))
    if low and high:
        return word("amount_between", lang, low=low, high=high)
    if high:
        return word("amount_up_to", lang, high=high)
    return word("amount_from", lang, low=low) if low else ""


def _named(one: Planned, lang: Language) -> list[tuple[str, bool]]:
    gone = "" if one.in_bank else f"[{word('gone', lang)}]"
    return [(one.title, True), (one.text, False), (gone, False)]


def _when(grant: BankHit, today: date) -> tuple[int, date, str]:
    """Coming deadlines first, then grants without one, then those that are over."""
    found = deadline_of(grant)
    day = found[0] if found else date.max
    return (2 if is_over(grant, today) else 0 if found else 1, day, grant.title)


def _spaced(digits: str, lang: Language) -> str:
    if not (digits.isascii() and digits.isdigit()):
        return digits
    return f"{int(digits):,}".replace(",", "," if lang == "en" else "\u00a0")
