"""The words of evaluation reports, and French forms of their numbers."""

from __future__ import annotations

LABELS = {
    "recall@1": "Rappel à 1",
    "recall@5": "Rappel à 5",
    "recall@10": "Rappel à 10",
    "success@5": "Un extrait dans les 5 premiers",
    "mrr@10": "MRR à 10",
    "map@10": "MAP à 10",
    "ndcg@10": "nDCG à 10",
    "answer_accuracy": "Réponses justes",
    "overall_accuracy": "Justes, abstentions comprises",
    "followup_accuracy": "Suites justes",
    "figures_accuracy": "Chiffres justes",
    "wrong_figures": "Chiffres faux",
    "figure_value": "Chiffre : valeur exacte",
    "figure_unit": "Chiffre : unité exacte",
    "figure_year": "Chiffre : année exacte",
    "figure_label": "Chiffre : libellé à propos",
    "citation_recall": "Phrases citées",
    "citation_precision": "Citations à propos",
    "quote_fidelity": "Extraits fidèles",
    "number_fidelity": "Nombres appuyés",
    "abstention_precision": "Abstentions fondées",
    "abstention_recall": "Questions sans réponse reconnues",
    "abstention_f1": "F1 des abstentions",
    "false_abstention": "Abstentions à tort",
    "aurc": "Risque moyen (AURC)",
    "latency_p50_ms": "Délai médian",
    "latency_p95_ms": "Délai, 95e centile",
}
COLUMNS = ("Type", "Questions", "Rappel à 5", "MRR", "Justes", "Répondues")
DESCRIPTION = "Mesure la recherche et les réponses sur des questions de référence."
TITLE = "Évaluation de Repère"
MEASURES = "Mesures"
BY_TYPE = "Par type de question"
FAILURES = "Questions à revoir"
NO_FAILURE = "Aucune question à revoir."
EXPECTED = "Attendu"
GOT = "Obtenu"
PASSAGES = "Passages trouvés"
NO_PASSAGE = "Aucun passage."
HISTORY = "Questions précédentes"
EXPECTED_ABSTENTION = "une abstention : les documents n'ont pas la réponse"
ABSTAINED = "abstention"
EVIDENCE_AT = "preuve au rang {ranks}"
NO_EVIDENCE = "preuve introuvable dans les 10 premiers passages"
UNBACKED = "nombres sans appui : {numbers}"
WRONG_FIGURE = "chiffre faux"
BAD_QUOTE = "extrait qui n'est pas dans sa page"
GATE_HELD = "Seuils respectés."
GATE_BROKEN = "Seuils non respectés :"
BELOW = "{label} : {value}, plancher {limit}"
ABOVE = "{label} : {value}, plafond {limit}"
CONCERNED = "questions concernées : {ids}"
SAVED = "Rapport enregistré dans {folder}"
ASKED = "{done} questions sur {total}"

_COUNTS = frozenset({"wrong_figures"})


def value(name: str, number: float | None) -> str:
    """A measure as a French reader writes it: ``93,4 %``, ``12,3 ms``, ``2``, or ``–``."""
    if number is None:
        return "–"
    if name.endswith("_ms"):
        return f"{number:.1f} ms".replace(".", ",")
    if name in _COUNTS:
        return f"{number:g}"
    return percent(number)


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal, rounded towards zero, or ``–``.

    Towards zero, so that 100,0 % is only written for all of them.
    """
    if share is None:
        return "–"
    return f"{int(share * 1000 + 1e-9) / 10:.1f} %".replace(".", ",")
