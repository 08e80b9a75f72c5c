"""Every sentence of the API, the command line and the server, French and English.

``say(code, lang, **values)`` gives one of them. Codes of errors are part of the public
contract; sentences are not.
"""

from __future__ import annotations

from assistant.admin.messages import ADMIN_MESSAGES
from assistant.lists.messages import LIST_MESSAGES
from assistant.service import Language

MESSAGES: dict[str, tuple[str, str]] = {
    # Questions and queries
    "empty_question": (
        "La question est vide. Écrivez une question, par exemple « Combien de membres en 2022 ? »",
        "The question is empty. Write a question, for example “How many members in 2022?”",
    ),
    "question_too_long": (
        (
            "La question compte {length} caractères ; la limite est de {limit}. "
            "Raccourcissez-la ou posez-la en plusieurs fois."
        ),
        (
            "The question has {length} characters; the limit is {limit}. "
            "Shorten it or ask it in several parts."
        ),
    ),
    "unreadable_question": (
        (
            "La question ne peut pas être lue : elle ne contient pas de mots, ou contient des "
            "caractères qui ne sont pas du texte. Récrivez-la en toutes lettres."
        ),
        (
            "The question cannot be read: it holds no words, or characters that are not text. "
            "Write it again in words."
        ),
    ),
    # Requests
    "invalid_request": (
        "La demande n'a pas la forme attendue : {problems}.",
        "The request does not have the expected form: {problems}.",
    ),
    "bad_year": (
        "« {value} » n'est pas une année ni une période. Écrivez 2022 ou 2021-2022.",
        "“{value}” is neither a year nor a period. Write 2022 or 2021-2022.",
    ),
    "malformed_json": (
        "Le corps de la demande n'est pas du JSON valide, encodé en UTF-8.",
        "The body of the request is not valid JSON encoded in UTF-8.",
    ),
    "unsupported_media_type": (
        "Ce type de contenu n'est pas accepté ici. Envoyez « {expected} ».",
        "This type of content is not accepted here. Send “{expected}”.",
    ),
    "body_too_large": (
        "La demande est trop grosse : la limite est de {limit} octets.",
        "The request is too large: the limit is {limit} bytes.",
    ),
    "not_found": ("Rien ne se trouve à cette adresse.", "There is nothing at this address."),
    "method_not_allowed": (
        "Cette adresse n'accepte pas la méthode {method}.",
        "This address does not accept the method {method}.",
    ),
    "unknown_document": (
        "Aucun document ne porte cet identifiant.",
        "No document has this identifier.",
    ),
    "unknown_page": ("Ce document n'a pas de page {page}.", "This document has no page {page}."),
    "unknown_entry": (
        "La banque ne contient pas cette fiche.",
        "The bank does not hold this entry.",
    ),
    "bad_request": ("La demande ne peut pas être lue.", "The request cannot be read."),
    # Access
    "admin_disabled": (
        (
            "L'administration est désactivée : aucune clé d'administration n'est définie. "
            "Démarrez le serveur avec REPERE_ADMIN_KEY."
        ),
        "Administration is off: no admin key is set. Start the server with REPERE_ADMIN_KEY.",
    ),
    "admin_key_required": (
        "Il faut la clé d'administration (en-tête « Authorization: Bearer … »).",
        "The admin key is needed (header “Authorization: Bearer …”).",
    ),
    "admin_key_wrong": (
        "Cette clé d'administration n'est pas la bonne.",
        "This admin key is not the right one.",
    ),
    # State of the service
    "no_index": (
        "Aucun document n'est indexé pour l'instant. Lancez « repere ingest DOSSIER ».",
        "No document is indexed yet. Run “repere ingest FOLDER”.",
    ),
    "starting": (
        "Le serveur démarre : il indexe ce qui a changé. Réessayez dans un moment.",
        "The server is starting: it is indexing what changed. Try again in a moment.",
    ),
    "busy": (
        "Trop de questions sont en cours. Réessayez dans quelques secondes.",
        "Too many questions are under way. Try again in a few seconds.",
    ),
    "ingest_running": (
        "Une indexation est déjà en cours. Réessayez quand elle sera finie.",
        "Documents are already being indexed. Try again when that is done.",
    ),
    "internal_error": (
        "Une erreur imprévue est survenue. Elle a été notée au journal du serveur.",
        "An unexpected error occurred. It was written to the server's log.",
    ),
    "internal_error_cli": (
        "Une erreur imprévue est survenue ({kind}). Relancez avec REPERE_DEBUG=1 pour le détail.",
        "An unexpected error occurred ({kind}). Run again with REPERE_DEBUG=1 for details.",
    ),
    # Uploads
    "no_file": (
        "Aucun fichier n'a été reçu. Joignez-le dans le champ « file ».",
        "No file was received. Attach it in the field “file”.",
    ),
    "unsupported_format": (
        "« {name} » : ce format n'est pas pris en charge. Formats acceptés : {formats}.",
        "“{name}”: this format is not supported. Accepted formats: {formats}.",
    ),
    "bad_file_name": (
        "Le nom du fichier ne convient pas. Utilisez des lettres, des chiffres et une extension.",
        "The file name is not suitable. Use letters, digits and an extension.",
    ),
    # Banks
    "no_bank": (
        (
            "Aucune banque de mesures n'est indexée. Ajoutez au dossier un tableau (CSV ou Excel) "
            "qui a une colonne « mesure », puis lancez « repere ingest »."
        ),
        (
            "No bank of measures is indexed. Add to the folder a table (CSV or Excel) with a "
            "column “mesure”, then run “repere ingest”."
        ),
    ),
    "no_grants": (
        (
            "Aucune banque de subventions n'est indexée. Ajoutez au dossier un tableau (CSV ou "
            "Excel) qui a une colonne « subvention », puis lancez « repere ingest »."
        ),
        (
            "No bank of grants is indexed. Add to the folder a table (CSV or Excel) with a "
            "column “subvention”, then run “repere ingest”."
        ),
    ),
    "status_open": ("ouverte jusqu'au {date}", "open until {date}"),
    "status_continuous": ("en continu", "at any time"),
    "status_closed": ("échue le {date}", "closed on {date}"),
    "status_unknown": ("date à confirmer", "date to be confirmed"),
    "reason_theme": ("Thème : {value}", "Theme: {value}"),
    "reason_audience": ("Clientèle : {value}", "Audience: {value}"),
    "reason_policy": ("Politique : {value}", "Policy: {value}"),
    "reason_scope": ("Portée : {value}", "Scope: {value}"),
    "reason_region": ("Région : {value}", "Region: {value}"),
    "reason_mrc": ("MRC : {value}", "MRC: {value}"),
    "reason_municipality": ("Municipalité : {value}", "Municipality: {value}"),
    "reason_responsible": ("Responsable : {value}", "In charge: {value}"),
    "reason_year": ("Année : {value}", "Year: {value}"),
    "reason_status": ("État : {value}", "Status: {value}"),
    "reason_population": ("Taille : {value} hab.", "Size: {value} inhab."),
    "reason_like": ("Municipalité semblable à {value}", "Municipality like {value}"),
    "reason_words": ("Mots trouvés : {value}", "Words found: {value}"),
    "reason_meaning": ("Sens proche", "Close in meaning"),
    "reason_count": ("Nombre demandé : {value}", "Number asked for: {value}"),
    "reason_before": ("Date limite avant le {value}", "Deadline before {value}"),
    "reason_within": ("Date limite en {value}", "Deadline in {value}"),
    "reason_deadline": ("Date limite : {value}", "Deadline: {value}"),
    "reason_named": ("Le passage nomme la fiche", "The passage names it"),
    "reason_told_place": (
        "Le passage nomme {value} et reprend plusieurs mots de la fiche",
        "The passage names {value} and holds several of its words",
    ),
    "reason_open": ("Demande possible maintenant", "Can be asked for now"),
    "mark_type_measure": ("mesure type", "type measure"),
    "mark_example": ("exemple", "example"),
    # While answering
    "status_search": ("Recherche dans les documents…", "Searching the documents…"),
    "sources": ("Sources", "Sources"),
    "closest": ("Passages les plus proches", "Closest passages"),
    "page": ("p. {page}", "p. {page}"),
    "printed_page": ("p. {page} (imprimée « {label} »)", "p. {page} (printed “{label}”)"),
}

MESSAGES |= LIST_MESSAGES
MESSAGES |= ADMIN_MESSAGES


def say(code: str, lang: Language, **values: object) -> str:
    """The sentence for ``code``; KeyError for an unknown one."""
    french, english = MESSAGES[code]
    return (english if lang == "en" else french).format(**values)


def translated(code: str, french: str, lang: Language) -> str:
    """An error raised in French elsewhere, in the reader's language when we have it."""
    if lang == "fr" or code not in MESSAGES:
        return french
    english = MESSAGES[code][1]
    return french if "{" in english else english
