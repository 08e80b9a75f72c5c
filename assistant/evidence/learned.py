"""Weights that past questions taught, read from files beside this one.

``python -m eval.training`` makes them from questions with known evidence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.features import NAMES

_HERE = Path(__file__).parent
STATEMENTS = _HERE / "statements.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, in the order of its names, and what is added to their sum."""

    values: NDArray[np.float64]
    bias: float = 0.0


def read_weights(path: Path, names: Sequence[str]) -> Weights:
    """The weights of a file.

    Raises:
        ValueError: the file does not weigh just these features.
    """
    told = tomllib.loads(path.read_text("utf-8"))
    given: dict[str, float] = told["weights"]
    if set(given) != set(names):
        odd = sorted(set(given) ^ set(names))
        raise ValueError(f"{path.name} weighs other features than the code: {', '.join(odd)}")
    values = np.array([given[name] for name in names], dtype=np.float64)
    return Weights(values, float(told.get("bias", 0.0)))


@cache
def statement_weights() -> Weights:
    """Weights of the features that order statements."""
    return read_weights(STATEMENTS, NAMES)
