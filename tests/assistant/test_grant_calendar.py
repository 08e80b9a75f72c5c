"""Deadlines of grants as calendar files (RFC 5545)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from small_bank import make_grant, small_bank

from assistant.bank.calendar import calendar_file
from assistant.bank.deadlines import deadline_of, is_over, said_deadline
from tests.assistant.fake_service import FakeService

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def read_calendar(content: bytes) -> list[dict[str, str]]:
    """Events by property name, read as the format says: unfolded, then unescaped."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut by a fold
        assert b"\n" not in line
        assert b"\r" not in line
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]
    events: list[dict[str, str]] = []
    open_parts: list[str] = []
    for line in unfolded[:-1]:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)?", name), line
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[1:2]:
            events[-1]["ALARM-" * (open_parts[-1] == "VALARM") + name] = unescaped(value)
    return events


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_an_event_is_a_day_with_a_reminder_two_weeks_before() -> None:
    [event] = read_calendar(calendar_file([make_grant(1, "2031-12-31")], NOW))
    assert event["DTSTART;VALUE=DATE"] == "20311231"
    assert event["DTEND;VALUE=DATE"] == "20320101"
    assert event["DTSTAMP"] == "20261121T120000Z"
    assert event["SUMMARY"] == "Date limite : Subvention 1"
    assert event["ALARM-TRIGGER"] == "-P14D"
    assert event["ALARM-ACTION"] == "DISPLAY"
    assert "Organisme : Fondation des lacs\nAdmissibilité : Municipalités" in event["DESCRIPTION"]


def test_what_is_over_or_has_no_day_is_said_and_the_rest_is_left_out() -> None:
    events = read_calendar(calendar_file(small_bank(), NOW))
    assert [event["SUMMARY"] for event in events] == [
        "[échue] Date limite : Subvention 2",
        "Date limite : Subvention 1",
        "Date limite : Subvention 5 (exemple)",
        "Date limite en février 2032 (jour à confirmer) : Subvention 3",
    ]
    assert "ALARM-TRIGGER" not in events[0]
    assert events[3]["DTSTART;VALUE=DATE"] == "20320201"


def test_the_same_grant_has_the_same_name_in_every_file() -> None:
    one = read_calendar(calendar_file([make_grant(1, "2031-03-15")], NOW))[0]["UID"]
    moved = calendar_file([make_grant(1, "2031-04-15")], datetime(2027, 1, 1, tzinfo=UTC))
    assert read_calendar(moved)[0]["UID"] == one
    assert read_calendar(calendar_file([make_grant(2, "2031-03-15")], NOW))[0]["UID"] != one


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_stays_in_its_own_line(text: str, title: str) -> None:
    grant = make_grant(1, "2031-03-15", organization=text, url=text)
    named = type(grant)("g", title, text, "d", "s", 1, grant.fields, kind="grant")
    [event] = read_calendar(calendar_file([named], NOW, name=title))
    kept = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "",
                  re.sub("\r\n?", "\n", title).replace("\t", " "))  # fmt: skip
    assert event["SUMMARY"] == f"Date limite : {kept}"


@pytest.mark.parametrize(
    "text", ["", "bientôt", "2031-13-01", "2031-02-30", "0000-01-01", "9999-12-31"]
)
def test_what_is_no_date(text: str) -> None:
    grant = make_grant(1, text)
    assert deadline_of(grant) is None
    assert not is_over(grant, date(2026, 1, 1))
    assert said_deadline(grant) == text
    assert read_calendar(calendar_file([grant], NOW)) == []


def test_a_month_lasts_to_its_end() -> None:
    grant = make_grant(1, "2026-02")
    assert not is_over(grant, date(2026, 2, 28))
    assert is_over(grant, date(2026, 3, 1))
    assert not is_over(make_grant(1, "2026-02-28"), date(2026, 2, 28))


def test_calendars_over_http(client: TestClient, service: FakeService) -> None:
    service.entries = small_bank()
    one = client.get("/api/grants/s-1.ics")
    assert one.headers["Content-Type"].startswith("text/calendar")
    assert 'filename="subvention-1.ics"' in one.headers["Content-Disposition"]
    assert len(read_calendar(one.content)) == 1
    for path, code in (("s-4", "no_deadline"), ("absente", "unknown_entry")):
        refused = client.get(f"/api/grants/{path}.ics")
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, code)
    every = client.get("/api/grants.ics", params={"q": "subvention", "k": 1, "theme": ""})
    assert len(read_calendar(every.content)) == 4
    asked = service.banked[-1]
    assert (asked.kind, asked.query) == ("grant", "subvention")
    assert client.get("/api/grants/s-1").json()["id"] == "s-1"
    assert client.get("/api/grants.ics?k=0").status_code == 422
    made = client.post("/api/lists", json={"items": [{"kind": "grant", "id": "s-1"}]}).json()
    listed = client.get(made["links"]["ics"])
    assert [event["SUMMARY"] for event in read_calendar(listed.content)] == [
        "Date limite : Subvention 1"
    ]


def test_a_large_bank_is_read_page_after_page(client: TestClient, service: FakeService) -> None:
    service.entries = [make_grant(number, "2031-03-15") for number in range(250)]
    assert len(read_calendar(client.get("/api/grants.ics").content)) == 250
    assert [query.offset for query in service.banked] == [0, 100, 200]
