"""Why the system refused something, in French."""

from __future__ import annotations

import errno

REASONS = {
    errno.ENOENT: "ce dossier ou ce fichier n'existe pas",
    errno.EACCES: "les droits sont insuffisants",
    errno.EPERM: "les droits sont insuffisants",
    errno.EROFS: "ce disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "l'espace alloué est épuisé",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOTDIR: "une partie du chemin n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EIO: "le disque ne répond pas bien",
}


def reason(error: OSError) -> str:
    """Why ``error`` happened, as the end of a sentence; its number when it is a rare one."""
    return REASONS.get(error.errno or 0, f"erreur {error.errno} du système")
