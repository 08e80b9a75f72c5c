"""The arguments of ``repere eval``, with French help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.french import FrenchParser
from eval import wording

MODES = ("compare", "beir", "propose", "candidates", "register")  # what needs no file of questions


def build_parser(prog: str = "repere eval") -> argparse.ArgumentParser:
    """The arguments, with French help."""
    parser = FrenchParser(prog=prog, description=wording.DESCRIPTION)
    add = parser.add_argument
    add("gold", nargs="*", type=Path, metavar="QUESTIONS.jsonl", help="fichiers de questions")
    add("--json", action="store_true", help="rapport complet en JSON sur la sortie")
    add("--save", type=Path, metavar="DOSSIER", help="enregistre le rapport (HTML, JSON, CSV…)")
    add("--gate", type=Path, metavar="SEUILS.toml", help="échoue sous les seuils de ce fichier")
    add("--write-baseline", type=Path, metavar="FICHIER", help="écrit la référence d'un seuil")
    add("--against", type=Path, metavar="RAPPORT.json", help="compare avec un rapport d'avant")
    add("--type", action="append", dest="types", metavar="TYPE", help="seulement ce type")
    add("--register", type=Path, metavar="DOSSIER", help="compare les chiffres tirés à un registre")
    add("--show-failures", action="store_true", help="montre les questions à revoir")
    add("--check", action="store_true", help="vérifie les questions sur l'index, sans les poser")
    add("--ablate", action="store_true", help="mesure ce que chaque partie de la recherche apporte")
    add("--robust", action="store_true", help="mesure la perte sur des questions mal tapées")
    add("--beir", action="append", type=Path, metavar="DOSSIER", help="jeu public au format BEIR")
    add("--compare", nargs=2, type=Path, metavar=("AVANT", "APRÈS"), help="compare deux mesures")
    add("--qrels", type=Path, metavar="FICHIER", help="jugements, pour comparer des listes")
    add("--propose", type=_positive, metavar="N", help="propose N questions tirées de l'index")
    add("--candidates", action="store_true", help="propose les questions laissées sans réponse")
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments given.

    Raises:
        UsageError: they were not understood, or questions are missing.
    """
    parser = build_parser()
    args = parser.parse_args(list(argv))
    if not args.gold and not any(getattr(args, mode) for mode in MODES):
        parser.error("il manque : QUESTIONS.jsonl")
    return args


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"« {text[:20]} » n'est pas un entier de 1 à 1000")
    return int(text)
