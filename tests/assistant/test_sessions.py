"""Sessions: random tickets, each of its own person, that end."""

from __future__ import annotations

import pytest

from assistant.access import sessions as sessions_module
from assistant.access.sessions import IDLE_S, SESSION_S, Session, Sessions


def test_sessions_end_by_idleness_age_and_leaving() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    one = Session("Camille", "reader")
    ticket = sessions.open(one)
    for _ in range(20):
        now[0] += IDLE_S - 1
        expected = one if now[0] < SESSION_S else None
        assert sessions.find(ticket) == expected
    other = sessions.open(one)
    now[0] += IDLE_S
    assert sessions.find(other) is None
    third = sessions.open(one)
    sessions.close(third)
    assert sessions.find(third) is None
    assert sessions.find("\ud800") is None


def test_a_ticket_opens_its_own_session_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions_module, "MOST", 3)
    held = Sessions()
    tickets = [held.open(Session(f"p-{n}", "reader")) for n in range(4)]
    assert len({*tickets}) == 4
    assert {len(ticket) for ticket in tickets} == {43}  # 256 bits
    # One too many: the oldest leaves, and no one takes the place of another.
    assert held.find(tickets[0]) is None
    assert [held.find(t) for t in tickets[1:]] == [Session(f"p-{n}", "reader") for n in (1, 2, 3)]
    for other in ("", "x" * 43, tickets[1][:-1], tickets[1].swapcase()):
        assert held.find(other) is None
    # What is held is no ticket: who reads the memory of the server cannot use it.
    assert not {*tickets} & set(held._held)
