"""Sentences of lists and platforms, French and English, and the HTTP status of refusals."""

from __future__ import annotations

LIST_MESSAGES: dict[str, tuple[str, str]] = {
    "list_default_name": ("Ma liste", "My list"),
    "unknown_list": (
        (
            "Ce lien ne mène à aucune liste. Il est incomplet, il a été révoqué, ou la liste a "
            "été supprimée."
        ),
        "This link leads to no list. It is incomplete, it was revoked, or the list was deleted.",
    ),
    "unknown_item": (
        "Cet élément n'est pas, ou n'est plus, dans la liste.",
        "This item is not, or is no longer, in the list.",
    ),
    "unknown_share": (
        "Ce partage n'existe pas, ou il a déjà été révoqué.",
        "This share does not exist, or was revoked already.",
    ),
    "unknown_format": (
        "Ce format d'exportation n'existe pas. Formats : {formats}.",
        "There is no such export format. Formats: {formats}.",
    ),
    "list_read_only": (
        "Ce lien permet de lire la liste, pas de la modifier. Demandez un lien de modification.",
        "This link lets you read the list, not change it. Ask for a link that can edit.",
    ),
    "list_owner_only": (
        "Seule la personne qui a créé la liste peut la partager ou la supprimer.",
        "Only the person who made the list can share or delete it.",
    ),
    "version_conflict": (
        (
            "La liste a changé entre-temps (version {current}; vous aviez la version {given}). "
            "Rien n'a été modifié : rechargez-la, puis refaites votre changement."
        ),
        (
            "The list changed in the meantime (version {current}; you had version {given}). "
            "Nothing was modified: load it again, then make your change again."
        ),
    ),
    "list_full": (
        "Une liste contient au plus {limit} éléments. Faites-en une deuxième.",
        "A list holds at most {limit} items. Make a second one.",
    ),
    "list_too_heavy": (
        "Les fiches de cette liste sont trop longues pour tenir ensemble. Faites-en une deuxième.",
        "The entries of this list are too long to be kept together. Make a second one.",
    ),
    "too_many_shares": (
        "Une liste a au plus {limit} liens de partage. Révoquez-en un d'abord.",
        "A list has at most {limit} share links. Revoke one first.",
    ),
    "too_many_lists": (
        (
            "{limit} listes ont été créées aujourd'hui de cette adresse : c'est la limite. "
            "Réessayez demain."
        ),
        "{limit} lists were made today from this address: that is the limit. Try again tomorrow.",
    ),
    "bad_list_name": (
        "Le nom d'une liste compte de 1 à {limit} caractères; celui-ci en compte {length}.",
        "A list's name has 1 to {limit} characters; this one has {length}.",
    ),
    "note_too_long": (
        "Une note compte au plus {limit} caractères; celle-ci en compte {length}.",
        "A note has at most {limit} characters; this one has {length}.",
    ),
    "bad_order": (
        "L'ordre nomme deux fois un élément, ou un élément qui n'est pas dans la liste.",
        "The order names an item twice, or an item that is not in the list.",
    ),
    "bad_version": (
        'Le numéro de version (If-Match) doit être un entier, comme "7".',
        'The version number (If-Match) must be a whole number, such as "7".',
    ),
    "nothing_to_do": (
        "La demande ne contient rien à changer.",
        "The request holds nothing to change.",
    ),
    "bad_import": (
        (
            "Ce fichier ne peut pas être importé. Il faut une liste exportée en JSON, ou un "
            "tableau CSV qui a une colonne « id » ou « titre »."
        ),
        (
            "This file cannot be imported. A list exported as JSON is needed, or a CSV table "
            "with a column “id” or “title”."
        ),
    ),
    "newer_list": (
        "Cette liste vient d'une version plus récente de Repère. Exportez-la en CSV.",
        "This list comes from a newer version of Repère. Export it as CSV.",
    ),
    "import_too_long": (
        "Ce fichier compte {rows} lignes; la limite est de {limit}.",
        "This file has {rows} rows; the limit is {limit}.",
    ),
    "row_malformed": (
        "La ligne ne dit ni la fiche ni son type (mesure ou subvention).",
        "The row names neither the entry nor its type (measure or grant).",
    ),
    "row_without_id": (
        "La ligne n'a ni identifiant ni titre.",
        "The row has neither an identifier nor a title.",
    ),
    "row_note_too_long": ("La note est trop longue.", "The note is too long."),
    "row_unknown": (
        "La fiche « {id} » n'est pas dans la banque, et la ligne n'a pas de titre à garder.",
        "The entry “{id}” is not in the bank, and the row has no title to keep.",
    ),
    "row_twice": (
        "La fiche « {id} » est déjà plus haut dans le fichier.",
        "The entry “{id}” is already higher up in the file.",
    ),
    "no_deadline": (
        "Cette subvention n'a pas de date limite à mettre au calendrier.",
        "This grant has no deadline to put in a calendar.",
    ),
    "empty_platform": (
        "Choisissez au moins une mesure avant de composer le document.",
        "Choose at least one measure before composing the document.",
    ),
}

LIST_STATUS = {
    "unknown_list": 404,
    "unknown_item": 404,
    "unknown_share": 404,
    "unknown_entry": 404,
    "unknown_format": 404,
    "no_deadline": 404,
    "list_read_only": 403,
    "list_owner_only": 403,
    "version_conflict": 409,
    "list_full": 409,
    "list_too_heavy": 409,
    "too_many_shares": 409,
    "too_many_lists": 429,
    "bad_list_name": 422,
    "note_too_long": 422,
    "bad_order": 422,
    "bad_version": 422,
    "nothing_to_do": 422,
    "bad_import": 422,
    "newer_list": 422,
    "import_too_long": 422,
    "empty_platform": 422,
}
