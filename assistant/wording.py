"""Every sentence the assistant itself writes, in French and in English."""

from __future__ import annotations

from typing import Literal

Language = Literal["fr", "en"]

_FR = {
    "doubtful": "lecture à vérifier : dans le document, le nombre et son libellé sont séparés",
    "rise": "Hausse : {first} en {first_year}, {last} en {last_year}, soit {gap} de plus.",
    "fall": "Baisse : {first} en {first_year}, {last} en {last_year}, soit {gap} de moins.",
    "stable": "Stable : {first} en {first_year} et {last} en {last_year}, soit le même nombre.",
    "yes": "Oui",
    "no": "Non",
    "missing_years": "Aucun chiffre correspondant n’a été trouvé pour {years}.",
    "not_found": "Je n’ai pas trouvé cette information dans les documents.",
    "not_found_year": "Aucun document indexé ne porte sur {years}. Années couvertes : {covered}.",
    "not_found_in_year": "Je n’ai pas trouvé cette information dans les documents portant sur "
    "{years}.",
    "not_found_name": "Les documents ne parlent pas de {names}.",
    "other_years": "Il est toutefois donné pour {known}.",
    "nearest_figure": "Le chiffre le plus proche, à vérifier : {figure}.",
    "see_closest": "Voici les passages les plus proches.",
    "greeting": "Bonjour ! Posez-moi une question sur les documents indexés : un chiffre, une "
    "date, un nom, "
    "un programme. Chaque réponse cite sa source.",
    "help": "Je réponds aux questions à partir des documents indexés, et chaque phrase renvoie "
    "au passage qui "
    "l’appuie. Essayez : « Combien de membres en 2022 ? », « C’est quoi MADA ? » ou « Résume le "
    "projet X ». "
    "Quand les documents ne contiennent pas la réponse, je le dis.",
    "follow_year": "Et en {year} ?",
    "follow_history": "Comment ce chiffre a-t-il évolué au fil des ans ?",
    "follow_define": "C’est quoi {name} ?",
    "follow_figures": "Quels chiffres sont donnés sur {topic} ?",
    "follow_summary": "Résume la section « {topic} ».",
    "definition_of": "{short} : {long}.",
    "list_of": "{topic} :",
    "start_members": "Combien de {label} en {year} ?",
    "bank_responsible": "Responsable de la mesure « {title} » : {value}.",
    "bank_partners": "Partenaires de la mesure « {title} » : {value}.",
    "bank_indicator": "Indicateur de la mesure « {title} » : {value}.",
    "bank_schedule": "Échéancier de la mesure « {title} » : {value}.",
    "bank_municipality": "Municipalité de la mesure « {title} » : {value}.",
    "bank_deadline": "Date limite de la subvention « {title} » : {value}.",
    "bank_amount_max": "Montant de la subvention « {title} » : {value}.",
    "bank_eligibility": "Admissibilité à la subvention « {title} » : {value}.",
    "bank_rate": "Taux de la subvention « {title} » : {value}.",
    "bank_organization": "Organisme de la subvention « {title} » : {value}.",
    "bank_population": "Population visée par la mesure « {title} » : {value}.",
    "bank_budget": "Budget de la mesure « {title} » : {value}.",
    "bank_period": "Période de la subvention « {title} » : {value}.",
    "bank_url": "Site web de la fiche « {title} » : {value}.",
    "bank_contact": "Personne-ressource de la fiche « {title} » : {value}.",
    "bank_no_responsible": "La fiche « {title} » ne nomme pas de responsable.",
    "bank_no_partners": "La fiche « {title} » ne nomme pas de partenaires.",
    "bank_no_indicator": "La fiche « {title} » ne donne pas d’indicateur.",
    "bank_no_schedule": "La fiche « {title} » ne donne pas d’échéancier.",
    "bank_no_population": "La fiche « {title} » ne dit pas quelle population est visée.",
    "bank_no_municipality": "La fiche « {title} » n’est rattachée à aucune municipalité.",
    "bank_no_budget": "La fiche « {title} » ne donne pas de budget.",
    "bank_no_deadline": "La fiche « {title} » ne donne pas de date limite.",
    "bank_no_amount_max": "La fiche « {title} » ne donne pas de montant.",
    "bank_no_eligibility": "La fiche « {title} » ne dit pas qui est admissible.",
    "bank_no_rate": "La fiche « {title} » ne donne pas de taux.",
    "bank_no_organization": "La fiche « {title} » ne nomme pas d’organisme.",
    "bank_no_period": "La fiche « {title} » ne donne pas de période.",
    "bank_no_url": "La fiche « {title} » ne donne pas de site web.",
    "bank_no_contact": "La fiche « {title} » ne nomme pas de personne-ressource.",
    "bank_silent_year": "La fiche « {title} » ne dit rien de {years}.",
    "bank_silent_number": "La fiche « {title} » ne donne pas ce chiffre.",
    "bank_range": "de {low} à {high}",
    "bank_deadline_short": "date limite : {value}",
    "bank_closed": "date limite passée",
}
_EN = {
    "doubtful": "to be checked: in the document, the number and its label stand apart",
    "rise": "Increase: {first} in {first_year}, {last} in {last_year}, that is {gap} more.",
    "fall": "Decrease: {first} in {first_year}, {last} in {last_year}, that is {gap} less.",
    "stable": "Unchanged: {first} in {first_year} and {last} in {last_year}, the same number.",
    "yes": "Yes",
    "no": "No",
    "missing_years": "No matching figure was found for {years}.",
    "not_found": "I did not find this information in the documents.",
    "not_found_year": "No indexed document covers {years}. Years covered: {covered}.",
    "not_found_in_year": "I did not find this information in the documents covering {years}.",
    "not_found_name": "The documents do not mention {names}.",
    "other_years": "It is given, however, for {known}.",
    "nearest_figure": "The nearest figure, to be checked: {figure}.",
    "see_closest": "Here are the nearest passages.",
    "greeting": "Hello! Ask me about the indexed documents: a figure, a date, a name, a programme. "
    "Every answer cites its source.",
    "help": "I answer questions from the indexed documents (in French), and every sentence "
    "points to the "
    "passage that supports it. When the documents do not hold the answer, I say so.",
    "follow_year": "And in {year}?",
    "follow_history": "How has this figure changed over the years?",
    "follow_define": "What is {name}?",
    "follow_figures": "Which figures are given about {topic}?",
    "follow_summary": "Summarize the section “{topic}”.",
    "definition_of": "{short}: {long}.",
    "list_of": "{topic}:",
    "start_members": "How many {label} in {year}?",
    "bank_responsible": "In charge of the measure “{title}”: {value}.",
    "bank_partners": "Partners of the measure “{title}”: {value}.",
    "bank_indicator": "Indicator of the measure “{title}”: {value}.",
    "bank_schedule": "Schedule of the measure “{title}”: {value}.",
    "bank_municipality": "Municipality of the measure “{title}”: {value}.",
    "bank_deadline": "Deadline of the grant “{title}”: {value}.",
    "bank_amount_max": "Amount of the grant “{title}”: {value}.",
    "bank_eligibility": "Eligibility for the grant “{title}”: {value}.",
    "bank_rate": "Rate of the grant “{title}”: {value}.",
    "bank_organization": "Funder of the grant “{title}”: {value}.",
    "bank_population": "People aimed at by the measure “{title}”: {value}.",
    "bank_budget": "Budget of the measure “{title}”: {value}.",
    "bank_period": "Period of the grant “{title}”: {value}.",
    "bank_url": "Website of the entry “{title}”: {value}.",
    "bank_contact": "Contact of the entry “{title}”: {value}.",
    "bank_no_responsible": "The entry “{title}” does not name who is in charge.",
    "bank_no_partners": "The entry “{title}” does not name partners.",
    "bank_no_indicator": "The entry “{title}” does not give an indicator.",
    "bank_no_schedule": "The entry “{title}” does not give a schedule.",
    "bank_no_population": "The entry “{title}” does not say whom it is for.",
    "bank_no_municipality": "The entry “{title}” is not tied to a municipality.",
    "bank_no_budget": "The entry “{title}” does not give a budget.",
    "bank_no_deadline": "The entry “{title}” does not give a deadline.",
    "bank_no_amount_max": "The entry “{title}” does not give an amount.",
    "bank_no_eligibility": "The entry “{title}” does not say who is eligible.",
    "bank_no_rate": "The entry “{title}” does not give a rate.",
    "bank_no_organization": "The entry “{title}” does not name a funder.",
    "bank_no_period": "The entry “{title}” does not give a period.",
    "bank_no_url": "The entry “{title}” does not give a website.",
    "bank_no_contact": "The entry “{title}” does not name a contact.",
    "bank_silent_year": "The entry “{title}” says nothing of {years}.",
    "bank_silent_number": "The entry “{title}” does not give this figure.",
    "bank_range": "from {low} to {high}",
    "bank_deadline_short": "deadline: {value}",
    "bank_closed": "deadline passed",
}
CATALOGUES: dict[str, dict[str, str]] = {"fr": _FR, "en": _EN}


def say(key: str, language: str, **values: str) -> str:
    """A sentence of the catalogue in the language asked, French by default."""
    catalogue = CATALOGUES.get(language, _FR)
    return catalogue[key].format(**values)
