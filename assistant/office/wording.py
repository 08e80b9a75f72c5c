"""Every sentence of the word-processing documents that we compose, French and English."""

from __future__ import annotations

from assistant.service import Language

WORDS: dict[str, tuple[str, str]] = {
    "plan_title": ("Plan d'action – {name}", "Action plan – {name}"),
    "plan_intro": (
        (
            "Ébauche composée avec Repère le {day}, à partir de mesures de la banque. Chaque "
            "mesure porte sa source; complétez, retranchez et adaptez avant de l'adopter."
        ),
        (
            "Draft composed with Repère on {day} from measures of the bank. Each measure carries "
            "its source; complete it, cut it and adapt it before adopting it."
        ),
    ),
    "marks": (
        (
            "« mesure type » : modèle rédigé pour démonstration; « exemple » : subvention "
            "inventée. Aucun des deux n'est tiré d'un document."
        ),
        (
            "“type measure”: a model written for demonstration; “example”: an invented grant. "
            "Neither comes from a document."
        ),
    ),
    "axis": ("Axe {number} : {name}", "Axis {number}: {name}"),
    "other_axis": ("Autres mesures", "Other measures"),
    "objective": ("Objectif : {name}", "Objective: {name}"),
    "measures_of": ("Mesures – {name}", "Measures – {name}"),
    "grants": ("Subventions à examiner", "Grants to look into"),
    "grants_table": ("Subventions, par date limite", "Grants, by deadline"),
    "empty": ("Cette liste est vide.", "This list is empty."),
    "gone": ("n'est plus dans la banque", "no longer in the bank"),
    "over": ("échue", "over"),
    "no_deadline": ("aucune indiquée", "none stated"),
    "amount_between": ("de {low} à {high} $", "${low} to ${high}"),
    "amount_up_to": ("jusqu'à {high} $", "up to ${high}"),
    "amount_from": ("à partir de {low} $", "from ${low}"),
    "rate": ("taux : {value}", "rate: {value}"),
    "page_of": ("Page ", "Page "),
    # Columns
    "measure": ("Mesure", "Measure"),
    "responsible": ("Responsable", "In charge"),
    "schedule": ("Échéancier", "Schedule"),
    "indicator": ("Indicateur", "Indicator"),
    "partners": ("Partenaires", "Partners"),
    "source": ("Source", "Source"),
    "note": ("Notes", "Notes"),
    "grant": ("Subvention", "Grant"),
    "organization": ("Organisme", "Organization"),
    "amount": ("Montant", "Amount"),
    "deadline": ("Date limite", "Deadline"),
    "eligibility": ("Admissibilité", "Eligibility"),
    # Platform
    "platform_title": ("Plateforme électorale", "Election platform"),
    "platform_title_of": ("Plateforme électorale – {name}", "Election platform – {name}"),
    "platform_intro": ("Nos engagements, thème par thème.", "Our commitments, theme by theme."),
    "platform_plan_title": ("Premier plan d'action", "First action plan"),
    "platform_plan_title_of": ("Premier plan d'action – {name}", "First action plan – {name}"),
    "sources": ("Sources", "Sources"),
    "platform_note": (
        "Composée avec Repère le {day}. Les numéros renvoient aux sources.",
        "Composed with Repère on {day}. Numbers refer to the sources.",
    ),
    # Conversation
    "talk_title": ("Conversation avec Repère", "Conversation with Repère"),
    "talk_intro": (
        (
            "Enregistrée le {day}. Les réponses viennent des documents cités; vérifiez-les avant "
            "de les reprendre."
        ),
        "Saved on {day}. The answers come from the documents cited; check them before quoting.",
    ),
    "talk_changed": (
        "* Cet extrait n'est plus, mot pour mot, dans les documents indexés.",
        "* This excerpt is no longer, word for word, in the indexed documents.",
    ),
    "talk_entries": ("Mesures et subventions", "Measures and grants"),
    "talk_stopped": ("(réponse arrêtée avant la fin)", "(answer stopped before its end)"),
    "figures": ("Chiffres", "Figures"),
    "figure": ("Chiffre", "Figure"),
    "figure_of": ("Ce qui est compté", "What is counted"),
    "figure_year": ("Année", "Year"),
    "page_n": ("p. {page}", "p. {page}"),
    "online": (", en ligne : ", ", online: "),
    "consulted": (", consulté le {day}", ", accessed {day}"),
    "quoted": ("« {text} »", "“{text}”"),
}


def word(name: str, lang: Language, /, **values: object) -> str:
    """The words for ``name``; KeyError for an unknown one."""
    french, english = WORDS[name]
    return (english if lang == "en" else french).format(**values)
