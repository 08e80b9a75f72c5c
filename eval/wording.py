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
TYPES = {
    "comparison": "comparaison",
    "definition": "définition",
    "figure": "chiffre",
    "followup": "suite",
    "howmany_compare": "combien, comparaison",
    "keyword": "mots-clés",
    "list": "liste",
    "open": "ouverte",
    "recommendation": "recommandation",
    "summary": "résumé",
    "unanswerable": "sans réponse",
    "when": "quand",
    "where": "où",
    "who": "qui",
    "yesno": "oui ou non",
}
DESCRIPTION = "Mesure la recherche et les réponses sur des questions de référence."
TITLE = "Évaluation de Repère"
MEASURES = "Mesures"
BY_TYPE = "Par type de question"
FAILURES = "Questions à revoir"
NO_FAILURE = "Aucune question à revoir."
EXPECTED = "Attendu"
GOT = "Obtenu"
PROOF = "Preuve attendue"
ANY_OF = "un de ces extraits"
JUDGED = "Avis du juge"
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
FALLEN = "{label} : {second}, contre {first} à la référence (p = {p})"
SINCE_BASELINE = "Changé depuis la référence :"
BASELINE_SAVED = "Référence enregistrée dans {path}"
UNWRITABLE = "Impossible d'écrire « {path} » ({reason})."
CONCERNED = "questions concernées : {ids}"
SAVED = "Rapport enregistré dans {folder}"
ASKED = "{done} questions sur {total}"

BENCH_LABELS = {
    "recall@100": "Rappel à 100",
    "map": "MAP",
    "success@1": "Un bon texte en premier",
    "success@5": "Un bon texte dans les 5 premiers",
}
VARIANT = "Variante"
DIFFERENCE = "Écart de nDCG"
P_VALUE = "p"
VARIANTS = {
    "product": "Repère",
    "lexical": "mots seuls",
    "dense": "sens seul",
    "ranks": "fusion par rangs (RRF)",
    "no_headers": "sans en-tête (titre, année)",
    "no_spelling": "sans correction d'orthographe",
    "no_acronyms": "sans développement des sigles",
    "no_statements": "sans l'avis des énoncés",
    "words_75": "passages de 75 mots",
    "words_300": "passages de 300 mots",
}
ABLATION = "Ce que chaque partie de la recherche apporte"
ABLATION_NOTE = (
    "Écart avec Repère, en points; p : test de permutation par paires (moins de 0,05 : le hasard "
    "seul ferait rarement un tel écart)."
)
ROBUSTNESS = "Questions mal tapées"
ROBUST_COLUMNS = (
    "Forme", "Questions", "Rappel à 5", "Écart", "Justes", "Écart des justes", "Cible",
)  # fmt: skip
ROBUST_CHART = "Rappel à 5, par forme"
KINDS = {
    "as_is": "telles quelles",
    "no_accents": "sans accents",
    "one_typo": "une faute de frappe",
    "two_typos": "deux fautes de frappe",
    "keywords": "mots-clés seuls",
    "capitals": "en majuscules",
    "sms": "français texto",
    "english": "en anglais",
    "paraphrase": "dites autrement",
}
HELD, MISSED = "tenue", "manquée"
BENCH = "Jeu public « {name} » : {texts} textes, {queries} questions"
DRAWN = "tirés de {texts} et {queries} (graine {seed})"
BENCH_COLUMNS = ("Mesure", "Valeur", "Intervalle à 95 %")
RUN = "Liste « {name} » : {queries} questions jugées"
EXPORTED = "{texts} passages et {queries} questions qui ont leur preuve dans un passage."
COMPARISON = "Comparaison : {first} → {second}"
COMPARISON_COLUMNS = (
    "Mesure", "Questions", "Avant", "Après", "Écart", "Intervalle à 95 %", "Mieux", "Égal",
    "Moins bien", "p",
)  # fmt: skip
IMPROVED, WORSENED = "mieux : {ids}", "moins bien : {ids}"
INDEXING = "Indexation : {done} textes sur {total}"

INTERVAL_NOTE = (
    "Intervalle : bornes entre lesquelles la mesure tomberait 19 fois sur 20 sur d'autres "
    "questions de même sorte (rééchantillonnage des questions)."
)
ACCURACY_CHART = "Réponses justes, par type"
RISK = "Répondre seulement quand on est sûr"
AREA = "Aire sous la courbe (AURC) : {value}."
RISK_CHART = "Part de réponses fausses, selon la part de questions répondues"
RISK_NOTE = (
    "Les réponses sont rangées de la plus sûre à la moins sûre. Une courbe basse à gauche dit que "
    "les réponses fausses sont aussi les moins sûres."
)
COVERAGE = "part des questions répondues"
CAUSES = "D'où viennent les fautes"
CAUSE_COLUMNS = ("Cause", "Questions")
WHY = "Pourquoi"
CAUSE_ANSWERED = "une réponse est donnée, et les documents n'en ont pas"
CAUSE_WRONG_REFUSAL = "l'abstention dit un chiffre qu'elle ne devrait pas dire"
CAUSE_LONG = "juste, mais trop long"
CAUSE_SEARCH = "la preuve n'est pas dans les 10 premiers passages"
CAUSE_ABSTAINED = "la preuve est trouvée, mais aucune réponse n'est donnée"
CAUSE_FIGURE = "la preuve est trouvée, mais un autre chiffre est donné"
CAUSE_CHOICE = "la preuve est trouvée, mais une autre phrase est choisie, ou une partie manque"
THIS_RUN = "cette mesure"
NO_CHANGE = "Aucune question n'a changé."
BASELINE = "la référence"
CHANGES = "Questions qui ont changé"

CHECKED = "{questions} questions vérifiées, {problems} anomalies."
CUT_IN_TWO = (
    "extrait à cheval sur deux passages, la recherche ne peut pas le trouver : « {evidence} »"
)
PROPOSED = "{count} questions proposées, à relire et à corriger avant de s'en servir."
CANDIDATES = "{count} questions à relire (REPERE_LOG_QUESTIONS=1 les garde au fil de l'eau)."
TO_READ = "proposée par la machine : relire la question, la preuve et la réponse"
COUNTS = frozenset({"wrong_figures"})

JUDGE = "Avis d'un modèle de langage : {name}"
JUDGE_LABELS = {
    "judge_right": "Justes, selon le juge",
    "judge_supported": "Appuyées, selon le juge",
    "judge_agreement": "Accord avec les règles",
}
JUDGE_NOTE = (
    "Le juge lit les réponses données, pas les abstentions. Son avis ne compte dans aucun seuil."
)
JUDGE_SILENT = "Sans avis sur {count} d'entre elles : le modèle n'a pas répondu comme demandé."
DISPUTED_COLUMNS = ("Question", "Règles", "Juge", "Pourquoi, selon le juge")
MARKS = {1.0: "juste", 0.5: "en partie", 0.0: "fausse"}


def value(name: str, number: float | None) -> str:
    """A measure as a French reader writes it: ``93,4 %``, ``12,3 ms``, ``2``, or ``–``."""
    if number is None:
        return "–"
    if name.endswith("_ms"):
        return f"{number:.1f} ms".replace(".", ",")
    if name in COUNTS:
        return f"{number:g}"
    return percent(number)


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal, rounded towards zero, or ``–``.

    Towards zero, so that 100,0 % is only written for all of them.
    """
    if share is None:
        return "–"
    return f"{int(share * 1000 + 1e-9) / 10:.1f} %".replace(".", ",")


def points(difference: float) -> str:
    """A difference of shares in points: ``+1,4``, ``−0,7``, ``0,0``."""
    text = f"{100 * difference:+.1f}".replace(".", ",").replace("-", "−")
    return "0,0" if text.lstrip("+−") == "0,0" else text


def p_value(p: float) -> str:
    """Three decimals, and never zero."""
    return "< 0,001" if p < 0.001 else f"{p:.3f}".replace(".", ",")


def interval(bounds: tuple[float, float] | None) -> str:
    """``91,2 – 97,4``, in percent; ``–`` when unknown."""
    if bounds is None:
        return "–"
    return " – ".join(f"{100 * bound:.1f}".replace(".", ",") for bound in bounds)


def verdict(target: float, held: bool) -> str:
    """Whether a target is met: ``≤ 2 (tenue)``."""
    return f"≤ {100 * target:g} ({HELD if held else MISSED})"


def label(name: str) -> str:
    """A measure in words: of gold questions, of a public set, of a judge."""
    return LABELS.get(name) or BENCH_LABELS.get(name) or JUDGE_LABELS.get(name, name)


def mark(right: float) -> str:
    """A judge's mark in a word."""
    return MARKS[right]
