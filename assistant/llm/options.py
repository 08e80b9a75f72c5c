"""Where the language model is, from the settings; none unless an address is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from assistant.settings import Settings, SettingsError, is_loopback


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """A language model that speaks the chat-completions protocol.

    Attributes:
        host, port, path: of its address; ``path`` ends before ``/chat/completions``.
        tls: whether the connection is encrypted.
        name: of the model, as the server knows it.
        key: sent as a bearer token; None for none.
        timeout_s: seconds that one question may take in all, repair included.
    """

    host: str
    port: int
    path: str
    tls: bool
    name: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0


def model_options(settings: Settings) -> ModelOptions | None:
    """The model of an installation, None when none is set: nothing is then ever sent.

    Raises:
        SettingsError: an address without a model, malformed, off this machine without the
            setting that allows it, or a key that would travel in clear.
    """
    if settings.llm_url is None:
        if settings.llm_model or settings.llm_key:
            raise _refused("REPERE_LLM_URL manque : indiquez l'adresse du modèle de langage.")
        return None
    if settings.llm_model is None:
        raise _refused("REPERE_LLM_MODEL manque : indiquez le nom du modèle à employer.")
    parts = _parts(settings.llm_url)
    host = parts.hostname or ""
    tls = parts.scheme == "https"
    _check_reach(settings, host, tls=tls)
    return ModelOptions(
        host=host,
        port=parts.port or (443 if tls else 80),
        path=parts.path.rstrip("/").removesuffix("/chat/completions"),
        tls=tls,
        name=settings.llm_model,
        key=settings.llm_key,
        timeout_s=float(settings.llm_timeout),
    )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    plain = url.isascii() and url.isprintable() and not set(url) & set(" @?#\"'<>\\")
    if not (known and plain):
        raise _refused(
            f"REPERE_LLM_URL : « {url[:80]} » ne convient pas ; il faut une adresse comme "
            "http://127.0.0.1:11434/v1, sans nom d'utilisateur ni paramètres."
        )
    return parts


def _check_reach(settings: Settings, host: str, *, tls: bool) -> None:
    if is_loopback(host):
        return
    if not settings.llm_remote:
        raise _refused(
            f"Le modèle de langage « {host} » est sur une autre machine : les questions et les "
            "extraits des documents y seraient envoyés. Définissez REPERE_LLM_REMOTE=1 si c'est "
            "voulu."
        )
    if settings.llm_key and not tls:
        raise _refused(
            "La clé du modèle de langage serait envoyée en clair à une autre machine. Employez "
            "une adresse https, ou retirez REPERE_LLM_KEY."
        )


def _refused(message: str) -> SettingsError:
    return SettingsError("bad_language_model", message)
