"""What a platform is proposed from, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.bank.model import BankHit

MAX_COUNT = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """The answers of the questionnaire.

    Attributes:
        themes, audiences: as the bank names them; empty: no preference.
        population: inhabitants, None when not told.
        municipality: whose neighbours and peers come first, None when not told.
        count: measures wanted in all.
    """

    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    population: int | None = None
    municipality: str | None = None
    count: int = 12


@dataclass(frozen=True, slots=True)
class Section:
    """Measures proposed for one theme; empty theme: any.

    Attributes:
        measures: best first, each with its reasons.
        available: measures that the bank holds for this theme.
    """

    theme: str
    measures: tuple[BankHit, ...]
    available: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A platform proposed."""

    wish: Wish
    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """Measures proposed in all."""
        return sum(len(section.measures) for section in self.sections)
