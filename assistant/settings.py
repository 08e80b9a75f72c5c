"""Every setting of the product: one frozen object, read once at the edge.

A value comes from the command line, else from an environment variable ``REPERE_NAME``,
else from ``repere.toml``, else from the default below. An unknown name is refused.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from ingest.errors import InputError

PREFIX = "REPERE_"
OUTSIDE = frozenset({"CONFIG", "SHARED", "JUDGE_KEY"})
TRUE = frozenset({"1", "true", "yes", "on", "oui", "vrai"})
HIGHEST = {"port": 65_535, "retention_days": 36_500, "processes": 64}
MAY_BE_ZERO = frozenset(
    {"port", "queue", "max_history", "retention_days", "rate_client", "rate_key", "follow"}
)
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}|")
FALSE = frozenset({"", "0", "false", "no", "off", "non", "faux"})


class SettingsError(InputError):
    """A setting is unknown, malformed, or unsafe as it stands."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation works.

    Attributes:
        data: folder of the database, the index and the uploads.
        corpus: folder indexed by default.
        host, port: where the server listens.
        open: let whoever can reach this server read, with no access setting.
        model: folder or name of an embedding model; None for the one that is packaged.
        admin_key: needed to administer over HTTP; None: not possible.
        access_key: needed to read; None: not asked for.
        trusted_header: header in which a proxy names the person it let in.
        trusted_proxies: addresses (``10.0.0.2``, ``10.0.0.0/8``) that header is taken from.
        private: reading needs a key or an account, even with none of the settings above.
        oidc_issuer: provider where people sign in; None: not asked for.
        oidc_client, oidc_secret: how this installation is known there; a secret is optional.
        oidc_claim: where the provider tells a person's groups.
        readers, editors, admins: people and groups of the provider or the proxy, by role;
            without ``readers``, whoever it lets in reads.
        public_url: address of this server as people reach it (``https://repere.example``).
        rate_client, rate_key: requests in a minute from one address, and with one key; 0: any.
        log_questions: keep the questions in the journal (off: never).
        retention_days: days that the journal is kept; 0: no end.
        lang: language of answers when the person states none.
        allowed_sites: origins whose pages may call the API and frame the page.
        max_question: characters of a question.
        max_history: earlier questions that are kept.
        max_body, max_upload: bytes of a JSON body and of one uploaded request.
        max_lists: lists of favourites that one address may make in a day.
        workers, queue: questions worked on at once, and waiting.
        processes: that work questions out for the server; 1: the server itself.
        log_format: of the server's log, ``text`` or ``json`` (one value a line).
        debug: show tracebacks on the command line.
        llm_url: address of a language model that may reword answers; None: none is used.
        llm_model, llm_key: its name there, and the key it asks for.
        llm_timeout: seconds it may take for one question, then it is done without.
        llm_remote: it may be on another machine, which then receives excerpts.
        fetch_private: addresses of private networks may be fetched as documents.
        follow: seconds between two looks of the server at its folders; 0: it does not look.
    """

    data: Path = Path("var")
    corpus: Path = Path("corpus")
    host: str = "127.0.0.1"
    port: int = 8000
    open: bool = False
    model: str | None = None
    admin_key: str | None = field(default=None, repr=False)
    access_key: str | None = field(default=None, repr=False)
    trusted_header: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    private: bool = False
    oidc_issuer: str | None = None
    oidc_client: str | None = None
    oidc_secret: str | None = field(default=None, repr=False)
    oidc_claim: str = "groups"
    readers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    admins: tuple[str, ...] = ()
    public_url: str | None = None
    rate_client: int = 600
    rate_key: int = 1_200
    log_questions: bool = False
    retention_days: int = 365
    lang: Literal["fr", "en"] = "fr"
    allowed_sites: tuple[str, ...] = ()
    max_question: int = 2_000
    max_history: int = 20
    max_body: int = 256 * 1024
    max_upload: int = 100 * 1024 * 1024
    max_lists: int = 100
    workers: int = 2
    queue: int = 32
    processes: int = 1
    log_format: Literal["text", "json"] = "text"
    debug: bool = False
    llm_url: str | None = None
    llm_model: str | None = None
    llm_key: str | None = field(default=None, repr=False)
    llm_timeout: int = 30
    llm_remote: bool = False
    fetch_private: bool = False
    follow: int = 10

    @property
    def uploads(self) -> Path:
        """Folder of the documents added over HTTP; indexed beside the corpus."""
        return self.data / "uploads"

    @property
    def web(self) -> Path:
        """Folder of the copies of web pages, one folder for each list or site."""
        return self.data / "web"

    @property
    def folders(self) -> list[Path]:
        """What the server indexes: its documents, the uploads, the copies of web pages."""
        copies = sorted(path for path in self.web.glob("*") if path.is_dir())
        return [path for path in (self.corpus, self.uploads, *copies) if path.is_dir()]


NAMES = tuple(item.name for item in fields(Settings))


def load_settings(
    environ: Mapping[str, str],
    flags: Mapping[str, object] | None = None,
    folder: Path = Path(),
) -> Settings:
    """Read the settings.

    Args:
        environ: the process's environment.
        flags: values given on the command line; None values are left out.
        folder: where ``repere.toml`` is looked for, unless ``REPERE_CONFIG`` names it.

    Raises:
        SettingsError: unknown name, malformed value or file.
    """
    values = _from_file(environ.get(PREFIX + "CONFIG"), folder)
    values.update(_from_environ(environ))
    values.update({name: value for name, value in (flags or {}).items() if value is not None})
    return replace(Settings(), **{name: _parse(name, value) for name, value in values.items()})


def is_loopback(host: str) -> bool:
    """Whether ``host`` can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _from_file(named: str | None, folder: Path) -> dict[str, object]:
    path = Path(named) if named else folder / "repere.toml"
    if not named and not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "bad_settings_file", f"Le fichier de réglages {path} ne peut pas être lu : {error}."
        ) from error
    for name in values:
        if name not in NAMES:
            raise _unknown(name, f"dans {path.name}", NAMES)
    return dict(values)


def _from_environ(environ: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in environ.items():
        if not key.startswith(PREFIX) or key.removeprefix(PREFIX) in OUTSIDE:
            continue
        name = key.removeprefix(PREFIX).lower()
        if name not in NAMES:
            raise _unknown(key, "dans l'environnement", [PREFIX + n.upper() for n in NAMES])
        values[name] = value
    return values


def _unknown(name: str, where: str, known: Sequence[str]) -> SettingsError:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
    return SettingsError("unknown_setting", f"Réglage inconnu {where} : « {name} ».{hint}")


def _parse(name: str, value: object) -> Any:
    """Value of one setting from what was given for it."""
    default = getattr(Settings(), name)
    if isinstance(default, bool):
        return _flag(name, value)
    if isinstance(default, int):
        return _count(name, value)
    if isinstance(default, Path):
        return Path(_text(name, value)).expanduser()
    if name == "allowed_sites":
        return _origins(value)
    if name == "trusted_proxies":
        return _networks(value)
    if name in ("readers", "editors", "admins"):
        return _people(value)
    if name == "public_url" and value:
        return _origin(name, str(value))
    if name == "trusted_header" and not HEADER.fullmatch(str(value)):
        raise _malformed(name, value, "le nom d'un en-tête comme X-Remote-User")
    text = _text(name, value)
    if name == "lang" and text not in ("fr", "en"):
        raise _malformed(name, value, "« fr » ou « en »")
    if name == "log_format" and text not in ("text", "json"):
        raise _malformed(name, value, "« text » ou « json »")
    return text if text or name == "host" else None


def _text(name: str, value: object) -> str:
    if not isinstance(value, (str, Path)) or "\x00" in str(value):
        raise _malformed(name, value, "du texte")
    return str(value).strip()


def _flag(name: str, value: object) -> bool:
    text = str(value).strip().lower()
    if text in TRUE or text in FALSE:
        return text in TRUE
    raise _malformed(name, value, "1 ou 0")


def _count(name: str, value: object) -> int:
    text = str(value).strip().replace("_", "")
    lowest = 0 if name in MAY_BE_ZERO else 1
    highest = HIGHEST.get(name, 2**40)
    if text.isascii() and text.isdigit() and len(text) < 14 and lowest <= int(text) <= highest:
        return int(text)
    raise _malformed(name, value, f"un entier de {lowest} à {highest}")


def _networks(value: object) -> tuple[str, ...]:
    """Addresses and networks, one by one or comma-separated."""
    items = value if isinstance(value, (list, tuple)) else str(value).replace(",", " ").split()
    try:
        return tuple(str(ipaddress.ip_network(str(item))) for item in items)
    except ValueError:
        raise _malformed("trusted_proxies", value, "des adresses comme 127.0.0.1") from None


def _origins(value: object) -> tuple[str, ...]:
    """Origins such as ``https://ville.example``, one by one or comma-separated."""
    items = value if isinstance(value, (list, tuple)) else str(value).replace(",", " ").split()
    return tuple(_origin("allowed_sites", str(item)) for item in items)


def _people(value: object) -> tuple[str, ...]:
    """Names, one by one or comma-separated: a group's name may hold spaces."""
    items = value if isinstance(value, (list, tuple)) else str(value).split(",")
    return tuple(text for item in items if (text := str(item).strip()))


def _origin(name: str, text: str) -> str:
    try:
        parts = urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        whole = parts.path in ("", "/") and not parts.query and not parts.fragment
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = known = False
    if not (whole and known) or any(c in text for c in ";,'\" \t\r\n*@"):
        raise _malformed(name, text, "une origine comme https://www.ville.example")
    return origin


def _malformed(name: str, value: object, expected: str) -> SettingsError:
    return SettingsError(
        "bad_setting",
        f"Réglage « {name} » : « {str(value)[:80]} » ne convient pas ; il faut {expected}.",
    )
