"""How much is lost when questions are typed as people type: drop per kind of spoiling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from eval import wording
from eval.gold import GoldQuestion
from eval.measures import Report
from eval.perturb import DRAWN, RULES, perturbed
from eval.run import evaluate
from eval.subject import Subject
from eval.tables import Table

DRAWS = 3  # of each rule that depends on the draw, so that no lucky one decides
# Most that recall@5 may lose, as a share.
TARGETS = {"no_accents": 0.02, "one_typo": 0.02, "two_typos": 0.04}
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Robustness:
    """One kind of spoiling; the drops are over the same questions, unspoilt minus spoilt.

    Attributes:
        count: questions asked, each draw counted.
        recall, accuracy: spoilt ``recall@5`` and ``answer_accuracy``.
        lost: ids of the questions that lost their evidence at 5 in some draw.
    """

    kind: str
    count: int
    recall: float
    recall_drop: float
    accuracy: float
    accuracy_drop: float
    lost: tuple[str, ...]

    @property
    def held(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        target = TARGETS.get(self.kind)
        return None if target is None else self.recall_drop <= target + 1e-9


def robustness(
    subject: Subject, questions: Sequence[GoldQuestion], told: Told
) -> tuple[Robustness, ...]:
    """Every kind over the questions that the documents answer; ``as_is`` first."""
    asked = [question for question in questions if question.answerable]
    told(wording.KINDS["as_is"])
    usual = evaluate(subject, asked)
    found = [_lost("as_is", usual, [usual])]
    for kind in RULES:
        told(wording.KINDS[kind])
        draws = range(DRAWS if kind in DRAWN else 1)
        spoilt = [evaluate(subject, [perturbed(q, kind, d) for q in asked]) for d in draws]
        found.append(_lost(kind, usual, spoilt))
    for kind, given in _given(asked).items():
        told(wording.KINDS[kind])
        spoilt = [evaluate(subject, given)]
        found.append(_lost(kind, usual, spoilt))
    return tuple(found)


def robustness_table(kinds: Sequence[Robustness]) -> Table:
    """One row a kind."""
    return Table(wording.ROBUSTNESS, wording.ROBUST_COLUMNS, tuple(map(_row, kinds)))


def _row(one: Robustness) -> tuple[str, ...]:
    target = TARGETS.get(one.kind)
    verdict = "–" if target is None else wording.verdict(target, bool(one.held))
    drops = ("–", "–") if one.kind == "as_is" else (
        wording.points(-one.recall_drop), wording.points(-one.accuracy_drop))  # fmt: skip
    return (
        wording.KINDS[one.kind], str(one.count), wording.percent(one.recall), drops[0],
        wording.percent(one.accuracy), drops[1], verdict,
    )  # fmt: skip


def _given(questions: Sequence[GoldQuestion]) -> dict[str, list[GoldQuestion]]:
    """Other wordings that the file itself gives: translations and paraphrases."""
    kinds = {
        "english": [replace(q, question=q.english) for q in questions if q.english],
        "paraphrase": [replace(q, question=p) for q in questions for p in q.paraphrases],
    }
    return {kind: given for kind, given in kinds.items() if given}


def _lost(kind: str, usual: Report, spoilt: Sequence[Report]) -> Robustness:
    before = {result.question.id: result for result in usual.results}
    pairs = [(before[result.question.id], result) for report in spoilt for result in report.results]
    count = len(pairs)
    recall = sum(now.recall(5) for _, now in pairs) / count
    accuracy = sum(now.score for _, now in pairs) / count
    lost = [now.question.id for was, now in pairs if now.recall(5) < was.recall(5)]
    return Robustness(
        kind=kind,
        count=count,
        recall=recall,
        recall_drop=sum(was.recall(5) for was, _ in pairs) / count - recall,
        accuracy=accuracy,
        accuracy_drop=sum(was.score for was, _ in pairs) / count - accuracy,
        lost=tuple(dict.fromkeys(lost)),
    )
