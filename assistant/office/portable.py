"""The platform and the action plan as PDF: the same words and sources as their DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from assistant.bank.deadlines import is_over, said_deadline
from assistant.bank.labels import cited_source, mark_of
from assistant.lists.columns import web_address_of
from assistant.lists.model import ListView
from assistant.office.onepage import STEPS, shortened_axes, source_of
from assistant.office.pdf import Sheet
from assistant.office.plan import (
    Axis,
    Planned,
    axes_of,
    by_deadline,
    by_objective,
    planned,
    said_amount,
    said_today,
)
from assistant.office.wording import word
from assistant.service import Language

TOLD = ("responsible", "schedule", "indicator", "partners")
NARROW = 40.0  # margin of the page, in points


def one_page_pdf(title: str, introduction: str, axes: Sequence[Axis], lang: Language) -> bytes:
    """The platform (PDF), every commitment followed by the number of its source, which it
    leads to. Sizes and wording are reduced until one page holds it all, where one can."""
    content = b""
    for size, most in STEPS:
        shown = shortened_axes(axes, most)
        content, pages = _platform(title, introduction, shown, lang, size)
        if pages == 1:
            break
    return content


def _platform(
    title: str, introduction: str, axes: Sequence[Axis], lang: Language, size: float
) -> tuple[bytes, int]:
    sheet = Sheet(title, lang, size, NARROW)
    sheet.heading(title)
    sheet.paragraph(sheet.plain(introduction or word("platform_intro", lang)))
    number = 0
    for axis in axes:
        sheet.heading(axis.name or word("other_axis", lang), 2)
        for one in axis.measures:
            number += 1
            text = " – ".join(filter(None, (one.text, one.note)))
            said = sheet.plain(f" : {text} " if text else " ")
            sheet.bullet(f"{sheet.bold(one.title)}{said}{sheet.link(f'[{number}]', f'#s{number}')}")
    sheet.heading(word("sources", lang), 2)
    every = [one for axis in axes for one in axis.measures]
    for place, one in enumerate(every, 1):
        said = sheet.plain(f"[{place}] {source_of(one, lang)}")
        sheet.paragraph(f"{sheet.anchor(f's{place}')}{said}{_address(sheet, one)}", scale=0.8)
    note = word("platform_note", lang, day=said_today(lang))
    marked = any(mark_of(one.entry) for one in every)
    note = f"{note} {word('marks', lang)}" if marked else note
    sheet.paragraph(sheet.plain(note), italic=True, scale=0.8)
    return sheet.content()


def action_plan_pdf(
    title: str, introduction: str, axes: Sequence[Axis], grants: Sequence[Planned], lang: Language
) -> bytes:
    """An action plan (PDF): a block a measure, under its axis and objective, then grants."""
    sheet = Sheet(title, lang)
    sheet.heading(title)
    if introduction:
        sheet.paragraph(sheet.plain(introduction))
    sheet.paragraph(sheet.plain(word("plan_intro", lang, day=said_today(lang))), italic=True)
    entries = [*(one.entry for axis in axes for one in axis.measures),
               *(one.entry for one in grants)]  # fmt: skip
    if any(map(mark_of, entries)):
        sheet.paragraph(sheet.plain(word("marks", lang)), italic=True)
    if not entries:
        sheet.paragraph(sheet.plain(word("empty", lang)))
    for number, axis in enumerate(axes, 1):
        name = axis.name or word("other_axis", lang)
        sheet.heading(word("axis", lang, number=number, name=name) if axis.name else name, 2)
        for objective, measures in by_objective(axis).items():
            if objective:
                sheet.heading(word("objective", lang, name=objective), 3)
            for one in measures:
                fields = dict(one.entry.fields)
                _block(sheet, one, [(name, fields.get(name, "")) for name in TOLD], lang)
    if grants:
        sheet.heading(word("grants", lang), 2)
        today = datetime.now(UTC).date()
        for one in by_deadline(grants, today):
            _block(sheet, one, _told_of_grant(one, today, lang), lang)
    return sheet.content()[0]


def list_plan_pdf(view: ListView, lang: Language = "fr") -> bytes:
    """The action plan of a list (PDF)."""
    measures = [planned(shown, lang) for shown in view.of_kind("measure")]
    grants = [planned(shown, lang) for shown in view.of_kind("grant")]
    title = word("plan_title", lang, name=view.stored.name)
    return action_plan_pdf(title, "", axes_of(measures), grants, lang)


def _block(sheet: Sheet, one: Planned, told: Sequence[tuple[str, str]], lang: Language) -> None:
    """A measure or a grant: its name, what it does, what is told of it, its source."""
    gone = "" if one.in_bank else f" [{word('gone', lang)}]"
    text = f" – {one.text}" if one.text else ""
    sheet.bullet(sheet.bold(one.title) + sheet.plain(f"{text}{gone}"))
    source = sheet.plain(cited_source(one.entry, lang)) + _address(sheet, one)
    parts = [
        f"{sheet.bold(word(name, lang))}{sheet.plain(f' : {value}')}"
        for name, value in (*told, ("note", one.note)) if value
    ]  # fmt: skip
    parts.append(f"{sheet.bold(word('source', lang))}{sheet.plain(' : ')}{source}")
    sheet.paragraph("<br/>".join(parts), scale=0.9)


def _told_of_grant(one: Planned, today: date, lang: Language) -> list[tuple[str, str]]:
    fields = dict(one.entry.fields)
    deadline = said_deadline(one.entry, lang) or fields.get("period", "")
    over = f" ({word('over', lang)})" if is_over(one.entry, today) else ""
    rate = word("rate", lang, value=fields["rate"]) if fields.get("rate") else ""
    return [
        ("organization", fields.get("organization", "")),
        ("amount", ", ".join(filter(None, (said_amount(one.entry, lang), rate)))),
        ("deadline", (deadline or word("no_deadline", lang)) + over),
        ("eligibility", fields.get("eligibility", "")),
    ]


def _address(sheet: Sheet, one: Planned) -> str:
    """The web address of an entry, as a link; empty without one."""
    address = web_address_of(one.entry)
    return f"{sheet.plain(' – ')}{sheet.link(address, address)}" if address else ""
