"""What must be said before other machines may reach the server."""

from __future__ import annotations

from assistant.settings import Settings, SettingsError, is_loopback


def check_exposure(settings: Settings) -> None:
    """Refuse to listen to other machines by oversight.

    Raises:
        SettingsError: ``exposed_without_key``, or ``half_trusted`` for a header that
            anyone could send.
    """
    if bool(settings.trusted_header) != bool(settings.trusted_proxies):
        raise SettingsError(
            "half_trusted",
            "REPERE_TRUSTED_HEADER et REPERE_TRUSTED_PROXIES vont ensemble : l'en-tête où le "
            "serveur mandataire nomme la personne, et les adresses de ce serveur (127.0.0.1).",
        )
    guarded = (
        settings.access_key or settings.trusted_header or settings.oidc_issuer
        or settings.private or settings.open
    )  # fmt: skip
    if is_loopback(settings.host) or guarded:
        return
    raise SettingsError(
        "exposed_without_key",
        f"L'adresse « {settings.host} » est joignable par d'autres machines et rien ne dit qui "
        "peut lire. Définissez REPERE_ACCESS_KEY (clé de lecture), ou REPERE_TRUSTED_HEADER et "
        "REPERE_TRUSTED_PROXIES (serveur mandataire qui identifie les personnes), ou "
        "REPERE_OIDC_ISSUER (fournisseur d'identité), ou REPERE_PRIVATE=1 (clés de « repere keys "
        "add »), ou REPERE_OPEN=1 si la lecture peut être ouverte à tout le réseau, ou gardez "
        "127.0.0.1.",
    )
