"""Sentences of the administration and of access, French and English."""

from __future__ import annotations

ADMIN_MESSAGES: dict[str, tuple[str, str]] = {
    "too_many_tries": (
        "Trop d'essais avec une mauvaise clé. Attendez une minute, puis réessayez.",
        "Too many tries with a wrong key. Wait a minute, then try again.",
    ),
    "questions_not_kept": (
        (
            "Les questions ne sont pas gardées. Pour les garder, démarrez le serveur avec "
            "REPERE_LOG_QUESTIONS=1, après avoir prévenu les personnes."
        ),
        (
            "Questions are not kept. To keep them, start the server with REPERE_LOG_QUESTIONS=1, "
            "once people have been told."
        ),
    ),
    "retention_too_long": (
        "Le réglage REPERE_RETENTION_DAYS ne permet pas de garder le journal plus de {most} jours.",
        "The setting REPERE_RETENTION_DAYS does not allow the journal to be kept over {most} days.",
    ),
    "nothing_to_index": (
        "Il n'y a rien à indexer : ni dossier de documents (REPERE_CORPUS), ni fichier ajouté.",
        "There is nothing to index: no folder of documents (REPERE_CORPUS), no added file.",
    ),
    "document_elsewhere": (
        (
            "Ce document vient d'un dossier qui n'est pas celui de cette installation "
            "(REPERE_CORPUS). Décrivez-le à la main, dans le fichier corpus.toml de son dossier."
        ),
        (
            "This document comes from a folder that is not this installation's (REPERE_CORPUS). "
            "Describe it by hand, in the file corpus.toml of its folder."
        ),
    ),
    "access_key_required": (
        "Il faut une clé d'accès pour lire ces documents. Entrez-la à la page de connexion.",
        "An access key is needed to read these documents. Enter it on the sign-in page.",
    ),
    "access_key_wrong": (
        "Cette clé d'accès n'est pas la bonne. Vérifiez-la auprès de qui vous l'a donnée.",
        "This access key is not the right one. Check it with whoever gave it to you.",
    ),
    "proxy_only": (
        "Passez par l'adresse de votre organisme : c'est elle qui vous identifie.",
        "Use your organization's address: it is what identifies you.",
    ),
    "other_site": (
        "Cette demande vient d'un autre site et a été refusée.",
        "This request comes from another site and was refused.",
    ),
    "role_too_low": (
        "Votre clé ou votre compte ne permet pas de faire cela.",
        "Your key or your account does not allow this.",
    ),
    "no_role": (
        "Votre compte est reconnu, mais rien ne lui est permis ici. Demandez à votre organisme.",
        "Your account is known, but is allowed nothing here. Ask your organization.",
    ),
    "too_many_requests": (
        "Trop de demandes en peu de temps. Réessayez un peu plus tard.",
        "Too many requests in a short time. Try again a little later.",
    ),
    "stale_entry": (
        "La connexion a trop tardé, ou a commencé dans un autre navigateur. Recommencez.",
        "Signing in took too long, or began in another browser. Start again.",
    ),
    "provider_failed": (
        "La connexion avec votre compte a échoué. Réessayez; le journal du serveur dit pourquoi.",
        "Signing in with your account did not succeed. Try again; the server's log says why.",
    ),
}
