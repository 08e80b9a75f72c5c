"""Deadlines of grants as a calendar file (RFC 5545), written by hand: it is a small format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from assistant.bank.deadlines import deadline_of, is_over, said_deadline
from assistant.bank.labels import label_of
from assistant.bank.model import BankHit
from assistant.service import Language

WARNING = timedelta(days=14)
LINE_OCTETS = 75
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
WORDS: dict[str, tuple[str, str]] = {
    "calendar": ("Repère : dates limites des subventions", "Repère: grant deadlines"),
    "deadline": ("Date limite : {title}", "Deadline: {title}"),
    "month": ("Date limite en {month} (jour à confirmer) : {title}",
              "Deadline in {month} (day to be confirmed): {title}"),
    "over": ("[échue] ", "[over] "),
    "organization": ("Organisme : {value}", "Organization: {value}"),
    "eligibility": ("Admissibilité : {value}", "Eligibility: {value}"),
    "amount": ("Montant : {value}", "Amount: {value}"),
    "rate": ("Taux : {value}", "Rate: {value}"),
    "period": ("Période : {value}", "Period: {value}"),
    "source": ("Source : {value}", "Source: {value}"),
    "alarm": ("Dans deux semaines : {title}", "In two weeks: {title}"),
}  # fmt: skip


def calendar_file(
    grants: Iterable[BankHit], now: datetime, lang: Language = "fr", name: str = ""
) -> bytes:
    """A calendar with one all-day event per grant that states a deadline.

    Args:
        now: the present moment, with its time zone.
        name: of the calendar; a general one when empty.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Repère//Subventions//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name or _say('calendar', lang))}",
    ]
    dated = [(found, grant) for grant in grants if (found := deadline_of(grant)) is not None]
    for (day, exact), grant in sorted(dated, key=lambda pair: (pair[0][0], pair[1].id)):
        lines += _event(grant, day, exact, now, lang)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(grant: BankHit, day: date, exact: bool, now: datetime, lang: Language) -> list[str]:
    title = label_of(grant, lang)
    said = _say("deadline", lang, title=title)
    if not exact:
        said = _say("month", lang, title=title, month=said_deadline(grant, lang))
    over = is_over(grant, now.date())
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_uid(grant)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_day(day)}",
        f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}",
        f"SUMMARY:{_text((_say('over', lang) if over else '') + said)}",
        f"DESCRIPTION:{_text(_description(grant, lang))}",
        "TRANSP:TRANSPARENT",
    ]
    address = _address(grant.url or dict(grant.fields).get("url", ""))
    if address:
        lines.append(f"URL:{address}")
    if not over:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(_say('alarm', lang, title=said))}",
            f"TRIGGER:-P{WARNING.days}D",
            "END:VALARM",
        ]
    lines.append("END:VEVENT")
    return lines


def _description(grant: BankHit, lang: Language) -> str:
    fields = dict(grant.fields)
    amounts = " – ".join(filter(None, (fields.get("amount_min"), fields.get("amount_max"))))
    told = {**fields, "amount": f"{amounts} $" if amounts else "",
            "source": fields.get("source") or grant.source}  # fmt: skip
    names = ("organization", "eligibility", "amount", "rate", "period", "source")
    lines = [_say(name, lang, value=told[name]) for name in names if told.get(name)]
    return "\n".join(filter(None, (grant.text, *lines)))


def _say(name: str, lang: Language, **values: object) -> str:
    french, english = WORDS[name]
    return (english if lang == "en" else french).format(**values)


def _uid(grant: BankHit) -> str:
    """The same for the same grant in every file, so that calendars update and do not double."""
    return f"{hashlib.sha256(f'grant:{grant.id}'.encode()).hexdigest()[:32]}@repere"


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _text(text: str) -> str:
    """A TEXT value: control characters left out, the four special ones escaped."""
    plain = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _address(text: str) -> str:
    """An address of the web that cannot break out of its line; empty otherwise."""
    plain = text.isascii() and text.isprintable() and " " not in text
    return text if plain and text.startswith(("http://", "https://")) else ""


def _folded(line: str) -> bytes:
    """The line and its CRLF, cut in pieces of 75 octets at most, never inside a character."""
    pieces: list[bytes] = []
    current = b""
    for character in line:
        coded = character.encode()
        room = LINE_OCTETS - (1 if pieces else 0)
        if len(current) + len(coded) > room:
            pieces.append(current)
            current = b""
        current += coded
    pieces.append(current)
    return b"\r\n ".join(pieces) + b"\r\n"
