"""The arguments of ``repere eval``, with French help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.cli.french import FrenchParser
from eval import wording
from eval.statistics import SEED

MODES = (
    "compare",
    "beir",
    "run",
    "propose",
    "candidates",
    "register",
)  # what needs no file of questions
UNANSWERED = ("check", "ablate", "robust", "export")  # what makes no report of answers


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
    add("--queries", type=_positive, metavar="N", help="tire N questions d'un jeu public")
    add("--texts", type=_positive, metavar="N", help="tire N textes d'un jeu public")
    add("--seed", type=_whole, default=SEED, metavar="N", help="graine de ces tirages (13)")
    add("--compare", nargs=2, type=Path, metavar=("AVANT", "APRÈS"), help="compare deux mesures")
    add("--run", type=Path, metavar="FICHIER", help="mesure une liste de résultats, avec --qrels")
    add("--qrels", type=Path, metavar="FICHIER", help="jugements de ces listes")
    add("--export", type=Path, metavar="DOSSIER", help="écrit les questions au format BEIR")
    add("--propose", type=_proposals, metavar="N", help="propose N questions tirées de l'index")
    add("--judge", metavar="ADRESSE", help="demande aussi l'avis d'un modèle de langage")
    add("--judge-model", metavar="NOM", help="nom de ce modèle")
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
    if (args.queries or args.texts) and not args.beir:
        parser.error("--queries et --texts vont avec --beir")
    if args.run and not args.qrels:
        parser.error("--run demande aussi --qrels")
    if bool(args.judge) != bool(args.judge_model):
        parser.error("--judge et --judge-model vont ensemble")
    if args.judge and any(getattr(args, mode) for mode in (*MODES, *UNANSWERED)):
        parser.error("--judge ne juge que des réponses")
    return args


def _proposals(text: str) -> int:
    return _between(text, 1, 1_000)


def _positive(text: str) -> int:
    return _between(text, 1, 10_000_000)


def _whole(text: str) -> int:
    return _between(text, 0, 10_000_000)


def _between(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and low <= int(text) <= high):
        raise argparse.ArgumentTypeError(f"« {text[:20]} » n'est pas un entier de {low} à {high}")
    return int(text)
