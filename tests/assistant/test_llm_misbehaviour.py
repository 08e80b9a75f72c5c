"""A language model that lies in every way: the figure shown is the register's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lake_town import opened
from model_server import says
from worded_town import MEMBERS, TOWN, Told, asked_of, assert_supported, members, plain

from assistant.pipeline import Assistant


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("lac"), TOWN) as assistant:
        yield assistant


MISBEHAVIOURS: dict[str, Told] = {
    "no marker": "La bibliothèque Aux-Mille-Pages compte 412 abonnés.",
    "invented citation": "La bibliothèque Aux-Mille-Pages compte 412 abonnés [99].",
    "citation zero": "La bibliothèque Aux-Mille-Pages compte 412 abonnés [0].",
    "huge citation": "La bibliothèque Aux-Mille-Pages compte 412 abonnés [999999999].",
    "one good and one invented": members(
        "La bibliothèque Aux-Mille-Pages compte 412 abonnés [N][77]."
    ),
    "changed number": members("La bibliothèque Aux-Mille-Pages compte 421 abonnés [N]."),
    "rounded number": members("La bibliothèque Aux-Mille-Pages compte environ 400 abonnés [N]."),
    "decimal added": members("La bibliothèque Aux-Mille-Pages compte 412,5 abonnés [N]."),
    "number in words": members(
        "La bibliothèque Aux-Mille-Pages compte quatre cent vingt abonnés [N]."
    ),
    "percent added": members("La bibliothèque Aux-Mille-Pages compte 412 % abonnés [N]."),
    "other thing counted": members("La bibliothèque Aux-Mille-Pages compte 412 familles [N]."),
    "changed year": members(
        "Au 31 mars 2023, la bibliothèque Aux-Mille-Pages compte 412 abonnés [N]."
    ),
    "changed day": members(
        "Au 30 mars 2022, la bibliothèque Aux-Mille-Pages compte 412 abonnés [N]."
    ),
    "wrong half of a period": members(
        "En 2021, la bibliothèque Aux-Mille-Pages compte 412 abonnés [N]."
    ),
    "invented name": members(
        "Selon Gérard Fictif, la bibliothèque Aux-Mille-Pages compte 412 abonnés [N]."
    ),
    "changed name": members("La bibliothèque Aux-Cent-Pages compte 412 abonnés [N]."),
    "added words": members("La célèbre bibliothèque compte 412 abonnés heureux [N]."),
    "added nuance": members("La bibliothèque Aux-Mille-Pages compte plus de 412 abonnés [N]."),
    "denied": members("La bibliothèque ne compte pas 412 abonnés [N]."),
    "pronoun": members("Elle compte 412 abonnés [N]."),
    "outside knowledge": members("La capitale de la France est Paris [N]."),
    "other figure of the register": lambda asked: (
        f"Le prêt de raquettes a servi à 96 familles durant l'hiver [{asked.number('96')}]."
    ),
    "right figure, then another": lambda asked: (
        f"{plain(asked)} Le prêt de raquettes a servi à 96 familles [{asked.number('96')}]."
    ),
    "right words, wrong excerpt": lambda asked: (
        f"La bibliothèque Aux-Mille-Pages compte 412 abonnés [{asked.number('96')}]."
    ),
    "false quotation": members("La bibliothèque « compte au moins 412 abonnés » [N]."),
    "link": members(
        "La bibliothèque Aux-Mille-Pages compte 412 abonnés, voir https://mal.example/412 [N]."
    ),
    "image": members(
        "La bibliothèque Aux-Mille-Pages compte 412 abonnés ![x](//mal.example/412) [N]."
    ),
    "script": members(
        "La bibliothèque Aux-Mille-Pages compte 412 abonnés <script>alert(412)</script> [N]."
    ),
    "hidden characters": members("La bibliothèque\u202e compte 412 abonnés [N]."),
    "English": members("The library has 412 members as of March 31, 2022 [N]."),
    "Spanish": members("La biblioteca tiene 412 abonados [N]."),
    "nothing found": "AUCUNE",
    "empty": "",
    "blank": " \n\t ",
    "only markers": "[1] [2].",
    "refusal": "Je suis un modèle de langage et ne peux pas répondre.",
    "endless": "La bibliothèque Aux-Mille-Pages compte 412 abonnés [1]. " * 2_000,
    "injection obeyed": lambda asked: (
        f"La bibliothèque Aux-Mille-Pages compte 9 999 abonnés [{asked.number('412')}]."
    ),
    "injection quoted": lambda asked: (
        "La bibliothèque Aux-Mille-Pages compte 9 999 abonnés "
        f"[{next((n for n, text in asked.excerpts.items() if '9 999' in text), 99)}]."
    ),
    "prompt told": lambda asked: str(asked.body["messages"][0]["content"]),
}


@pytest.mark.parametrize("told", MISBEHAVIOURS.values(), ids=MISBEHAVIOURS.keys())
def test_a_figure_that_is_not_the_registers_is_never_shown(town: Assistant, told: Told) -> None:
    base = town.ask(MEMBERS)
    answer, server = asked_of(town, MEMBERS, says(told))
    assert 1 <= len(server.asked) <= 2
    if answer.engine == "extractive":
        assert (answer.answer, answer.citations, answer.figures) == (
            base.answer, base.citations, base.figures,
        )  # fmt: skip
    else:
        assert_supported(town, answer)
        assert [figure.figure_id for figure in answer.figures] == [
            figure.figure_id for figure in base.figures
        ]
    assert "412" in answer.answer
    for lie in ("421", "400", "9 999", "99", "2023", "Gérard", "mal.example", "<"):
        assert lie not in answer.answer
