"""argparse in French: its headings, its help option and its error messages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

# What argparse says in English, and how we say it. The first that matches is used.
SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), french)
    for pattern, french in (
        (r"the following arguments are required: (.*)", r"il manque : \1"),
        (r"unrecognized arguments: (.*)", r"arguments inconnus : \1"),
        (r"argument (.*?): (.*)", r"\1 : \2"),
        (r"invalid choice: (.*?) \(choose from (.*?)\)", r"choix inconnu : \1 (au choix : \2)"),
        (
            r"invalid choice: (.*?), maybe you meant (.*?)\? \(choose from (.*?)\)",
            r"choix inconnu : \1 ; vouliez-vous dire \2 ? (au choix : \3)",
        ),
        (r"invalid (?:\S+ )?value: (.*)", r"valeur qui ne convient pas : \1"),
        (r"expected one argument", "il faut une valeur"),
        (r"expected at least one argument", "il faut au moins une valeur"),
        (r"expected at most one argument", "une seule valeur au plus"),
        (r"expected (\d+) arguments?", r"il faut \1 valeurs"),
        (r"ignored explicit argument (.*)", r"cette option ne prend pas de valeur : \1"),
        (r"not allowed with argument (.*)", r"incompatible avec \1"),
        (r"one of the arguments (.*) is required", r"il faut une de ces options : \1"),
        (r"ambiguous option: (.*?) could match (.*)", r"option ambiguë : \1 (\2)"),
    )
)


def in_french(message: str) -> str:
    """An error message of argparse in French; as it is when it is not one of theirs."""
    for pattern, french in SENTENCES:
        match = pattern.fullmatch(message)
        if match is None:
            continue
        if pattern.pattern.startswith("argument"):
            return f"{match[1]} : {in_french(match[2])}"
        return match.expand(french)
    return message


class FrenchFormatter(argparse.RawDescriptionHelpFormatter):
    """Help whose usage line begins in French."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """See the parent class."""
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """See the parent class; French puts a space before the colon."""
        super().start_section(heading and f"{heading} ")


class FrenchParser(argparse.ArgumentParser):
    """An argument parser whose every word is French."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", FrenchFormatter)
        helped = options.pop("add_help", True)
        super().__init__(**options, add_help=False, allow_abbrev=False)
        # The names by which argparse itself calls its two default groups.
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"
        if helped:
            self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, how to get help, and leave with status 2.

        Raises:
            UsageError: always; the command line's edge tells it.
        """
        raise UsageError(in_french(message), self.prog)


class UsageError(Exception):
    """The command line was not understood."""

    def __init__(self, message: str, prog: str) -> None:
        super().__init__(message)
        self.message = f"{message[:1].upper()}{message[1:]}. Aide : « {prog} --help »."
