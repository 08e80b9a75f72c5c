"""Every command of ``repere`` and its options."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.cli.french import FrenchParser

DESCRIPTION = "Repère : des réponses citées, tirées de vos documents."
EPILOG = """\
Exemples
  repere ingest rapports/
  repere ask "Combien de membres en 2022 ?"
  repere figures "abonnés Facebook" --csv > chiffres.csv
  repere serve --port 8080

Fin : 0 c'est fait, 1 une partie a échoué, 2 commande mal formée, 3 rien n'est indexé."""
QUIET = argparse.SUPPRESS


def build_parser() -> FrenchParser:
    """The parser of the whole command line; ``args.command`` names the command."""
    parser = FrenchParser(prog="repere", description=DESCRIPTION, epilog=EPILOG)
    _common(parser, default=None)
    parser.add_argument("--version", action="store_true", help="affiche la version")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMANDE", title="Commandes", parser_class=FrenchParser
    )
    _reading(commands)
    _indexing(commands)
    _caring(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[FrenchParser], name: str, about: str
) -> FrenchParser:
    parser = commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
    _common(parser, default=QUIET)
    return parser


def _common(parser: FrenchParser, default: str | None) -> None:
    """Options that stand before or after the command alike."""
    parser.add_argument(
        "--data", metavar="DOSSIER", default=default, help="dossier de données (var/ sinon)"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=QUIET if default == QUIET else False,
        help="une valeur JSON sur la sortie ; le reste sur la sortie d'erreur",
    )


def _reading(commands: argparse._SubParsersAction[FrenchParser]) -> None:
    ask = _command(commands, "ask", "répond à une question, sources citées")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument(
        "--history", metavar="QUESTION", action="append", default=[],
        help="question précédente ; peut revenir, la plus ancienne d'abord",
    )  # fmt: skip
    ask.add_argument("--year", metavar="ANNÉE", help="2022 ou 2021-2022")
    ask.add_argument("--document", metavar="ID", help="seulement ce document")
    ask.add_argument("--lang", choices=("fr", "en"), help="langue de la réponse")

    search = _command(commands, "search", "trouve des passages, les meilleurs d'abord")
    search.add_argument("query", metavar="RECHERCHE")
    _count(search, 10)
    search.add_argument("--year", metavar="ANNÉE", action="append", default=[], help="peut revenir")
    search.add_argument("--kind", metavar="GENRE", action="append", default=[], help="peut revenir")

    figures = _command(commands, "figures", "trouve des chiffres, l'année la plus récente d'abord")
    figures.add_argument("query", metavar="RECHERCHE", nargs="?", default="")
    _count(figures, 50)
    figures.add_argument("--year", metavar="ANNÉE", help="2022 ou 2021-2022")
    figures.add_argument("--unit", metavar="UNITÉ", help="membre, %%, $…")
    figures.add_argument("--document", metavar="ID", help="seulement ce document")
    figures.add_argument("--csv", action="store_true", help="tableau CSV sur la sortie")
    figures.add_argument("--xlsx", type=Path, metavar="FICHIER", help="classeur XLSX à écrire")

    _bank(_command(commands, "measures", "trouve des mesures de la banque"))
    grants = _bank(_command(commands, "grants", "trouve des subventions"))
    grants.add_argument(
        "--status", action="append", default=[],
        choices=("open", "continuous", "closed", "unknown"),
        help="ouverte, en continu, échue, sans date ; peut revenir",
    )  # fmt: skip
    _command(commands, "documents", "dresse la liste des documents indexés")


def _bank(parser: FrenchParser) -> FrenchParser:
    """Options of a search in either bank."""
    parser.add_argument("query", metavar="RECHERCHE", nargs="?", default="")
    _count(parser, 10)
    for name, about in (
        ("theme", "thème"), ("audience", "clientèle"), ("policy", "politique"),
        ("scope", "portée"), ("region", "région"), ("mrc", "MRC"),
        ("municipality", "municipalité"), ("responsible", "responsable"), ("year", "année"),
    ):  # fmt: skip
        parser.add_argument(
            f"--{name}", metavar=about.upper(), action="append", default=[],
            help=f"{about} ; peut revenir",
        )  # fmt: skip
    parser.add_argument(
        "--like", metavar="MUNICIPALITÉ", help="d'abord les municipalités semblables à celle-ci"
    )
    return parser


def _indexing(commands: argparse._SubParsersAction[FrenchParser]) -> None:
    ingest = _command(commands, "ingest", "indexe des fichiers ou des dossiers")
    ingest.add_argument(
        "paths", metavar="CHEMIN", nargs="*", type=Path, help="corpus/ quand rien n'est indiqué"
    )
    ingest.add_argument(
        "--urls", metavar="FICHIER", action="append", type=Path, default=[],
        help="liste d'adresses web, une par ligne ; peut revenir",
    )  # fmt: skip
    ingest.add_argument(
        "--sitemap", metavar="ADRESSE", action="append", default=[],
        help="plan d'un site (sitemap.xml) ; peut revenir",
    )  # fmt: skip
    ingest.add_argument(
        "--watch", action="store_true", help="suit ensuite les dossiers et indexe ce qui y change"
    )
    remove = _command(commands, "remove", "retire un document de l'index")
    remove.add_argument("document_id", metavar="ID", help="voir « repere documents »")
    readmit = _command(commands, "readmit", "reprend un document retiré, ou en dresse la liste")
    readmit.add_argument(
        "document_id", metavar="ID", nargs="?", help="sans lui : les documents retirés"
    )


def _caring(commands: argparse._SubParsersAction[FrenchParser]) -> None:
    serve = _command(commands, "serve", "indexe ce qui a changé, puis sert la page et l'API")
    serve.add_argument("--host", metavar="ADRESSE", help="127.0.0.1 sinon")
    serve.add_argument("--port", metavar="PORT", help="8000 sinon")
    serve.add_argument("--corpus", metavar="DOSSIER", help="corpus/ sinon")
    serve.add_argument("--processes", metavar="N", help="processus de calcul ; 1 sinon")

    mcp = _command(commands, "mcp", "sert les outils d'un modèle de langage (protocole MCP)")
    mcp.add_argument(
        "--http", type=_port, metavar="PORT",
        help="sur http://127.0.0.1:PORT/mcp ; sinon sur l'entrée et la sortie",
    )  # fmt: skip

    keys = _command(commands, "keys", "donne, montre, remplace ou retire des clés")
    keys.add_argument("act", metavar="GESTE", choices=("list", "add", "rotate", "revoke"),
                      help="list, add, rotate ou revoke")  # fmt: skip
    keys.add_argument("subject", metavar="NOM|ID", nargs="?",
                      help="à qui est la clé (add), ou son identifiant")  # fmt: skip
    keys.add_argument("--role", choices=("reader", "editor", "admin"), default="reader",
                      help="lire, gérer les documents, ou administrer ; reader sinon")  # fmt: skip
    keys.add_argument("--days", type=_days, metavar="JOURS",
                      help="durée d'une clé ; avec rotate, sursis de l'ancienne (7)")  # fmt: skip

    backup = _command(commands, "backup", "sauvegarde les données dans un fichier")
    backup.add_argument("file", metavar="FICHIER", type=Path)
    restore = _command(commands, "restore", "remet les données d'une sauvegarde")
    restore.add_argument("file", metavar="FICHIER", type=Path)
    _command(commands, "doctor", "vérifie l'installation et l'index")
    _command(commands, "eval", "mesure la recherche et les réponses sur des questions connues")


def _count(parser: FrenchParser, default: int) -> None:
    parser.add_argument(
        "-k", type=_positive, metavar="N", default=default, help=f"résultats au plus ({default})"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"« {text[:20]} » n'est pas un port de 0 à 65535")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise argparse.ArgumentTypeError(f"« {text[:20]} » n'est pas un nombre de jours")
    return int(text)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= 500):
        raise argparse.ArgumentTypeError(f"« {text[:20]} » n'est pas un entier de 1 à 500")
    return int(text)
