"""How a search is done: what an ablation turns off, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.fusion import DENSE_WEIGHT, Ranking, ranked, reciprocal_rank_fusion, weighted_fusion

Fusion = Literal["scores", "ranks", "lexical", "dense"]


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """The parts of a search. The defaults are the product; the rest is for measuring it.

    Attributes:
        fusion: of standard scores, of ranks (RRF), or one channel alone.
        dense_weight: share of the meaning channel in a fusion of scores, 0 to 1.
        spelling: correct words that the corpus does not hold.
        acronyms: search the long form with the short one, and the other way round.
        headers: search the title, year and headings of a passage with its text. The vectors
            are those that the index was made with: see ``index.build.Indexer``.
    """

    fusion: Fusion = "scores"
    dense_weight: float = DENSE_WEIGHT
    spelling: bool = True
    acronyms: bool = True
    headers: bool = True

    @property
    def indexed_whole(self) -> bool:
        """Whether the word index on disk serves; else one is made in memory."""
        return self.acronyms and self.headers


PRODUCT = SearchOptions()


def fuse(dense: Ranking, lexical: Ranking, options: SearchOptions) -> list[tuple[int, float]]:
    """One ranking from both channels, as the options say."""
    match options.fusion:
        case "lexical":
            return ranked(dict(lexical))
        case "dense":
            return ranked(dict(dense))
        case "ranks":
            return reciprocal_rank_fusion(dense, lexical)
        case "scores":
            return weighted_fusion(dense, lexical, options.dense_weight)
