"""Questions as people put them: taken back, paraphrased, about acts, durations, addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from lake_town import ENCODER, opened

from assistant.pipeline import Assistant
from assistant.question.english import to_french
from assistant.question.kinds import question_kind
from assistant.question.lexicon import Lexicon
from assistant.question.spoken import plain_spoken
from assistant.question.times import asked_times
from assistant.question.understand import understand
from index.build import Indexer, sense_of, statement_text
from ingest.french.tokens import terms
from ingest.records import Acronym

REPORT = """# Rapport d'activités 2023-2024 de la Ville de Test-sur-Lac

## Plateforme Grève-info
Lancée en mai, la plateforme a été consultée 6 400 fois.
Adresse de la plateforme : greve-info.example.org.

## Balado du quai
Le balado compte deux épisodes :
- 251 écoutes, Les hérons
- 163 écoutes, Les castors

## Site Web
- 1 min 40 de lecture, en moyenne
- 18 % viennent pour la première fois

## Clientèles du camp
- Tout-petits
- Adolescents
- Personnes aînées

## Gouvernance
La secrétaire Odile Fictive-Roy tient les registres.
Quatre personnes ont quitté le conseil en cours d'année.
Les 58 personnes présentes à l'assemblée ont adopté le budget.

## Défilé des canots
Le 12e Défilé des canots a eu lieu le 8 juin 2023.
Le club de canot réunit les villages de 2 000 personnes et plus.
"""
LEXICON = Lexicon.of(
    dict.fromkeys(terms("abonnés bibliothèque exemplaires membres villes projets transport"), 2.0),
    (Acronym("CRH", "Comité des rives habitées"),),
    (),
)


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with opened(tmp_path_factory.mktemp("quai"), {"rapport-2023-2024.md": REPORT}) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Combien coûte... euh non, combien d'exemplaires ?", "combien d'exemplaires ?"),
        ("Qui préside, non, plutôt qui est secrétaire ?", "qui est secrétaire ?"),
        ("abonnés 2021 2022", "abonnés 2021-2022"),
        ("Non, je parlais du hangar", "Non, je parlais du hangar"),
    ],
)
def test_what_is_taken_back_is_not_asked(said: str, meant: str) -> None:
    assert plain_spoken(said) == meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Donne-moi les clientèles du camp", "list"),
        ("Explique-moi la plateforme Grève-info", "definition"),
        ("Quel âge a la présidente ?", "figure"),
        ("What was the attendance at the meeting?", "figure"),
        ("Qui a été nommée secrétaire ?", "who"),
        ("La plage, c'est bien pour les familles ?", "yesno"),
    ],
)
def test_kinds_of_polite_and_english_questions(text: str, kind: str) -> None:
    assert question_kind(text, False) == kind


def test_the_counted_word_of_an_english_group_comes_first() -> None:
    assert to_french("how many active transport projects were found?").startswith("combien projets")


def test_a_year_before_is_the_period_before() -> None:
    periods = ("2021-2022", "2022-2023", "2023-2024")
    asked = asked_times("Plus d'ateliers en 2023-2024 que l'année d'avant ?", periods)
    assert asked.years == ("2022-2023", "2023-2024")
    assert asked_times("Combien selon le rapport le plus récent ?", periods).years == periods[-1:]


def test_what_a_comparison_takes_for_granted_is_not_its_subject() -> None:
    text = "La bibliothèque comptait 10 abonnés en 2021-2022; combien d'abonnés en 2023-2024 ?"
    asked = understand(text, (), LEXICON, lambda q: q)
    assert "10" not in {term.word for term in asked.terms}
    assert "abonnés" in {term.word for term in asked.counted}


def test_a_short_form_is_said_what_it_is() -> None:
    assert understand("Le CRH, c'est qui ?", (), LEXICON, lambda q: q).kind == "definition"


def test_an_unknown_word_completes_a_name() -> None:
    asked = understand("Combien de villes au Réseau des castors ?", (), LEXICON, lambda q: q)
    assert any(term.word == "castors" and term.name and not term.known for term in asked.terms)


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Combien de consultations pour la plateforme Grève-info ?", "6 400"),
        ("Combien de monde a écouté l'épisode du balado sur les castors ?", "163"),
        ("Combien de temps dure une lecture du site web ?", "1 min 40"),
        ("À quelle adresse web trouver la plateforme Grève-info ?", "greve-info.example.org"),
        ("Combien de personnes ont laissé le conseil ?", "Quatre"),
        ("les clientèles du camp", "Adolescents"),
    ],
)
def test_paraphrases_find_what_is_told_otherwise(
    quay: Assistant, question: str, stated: str
) -> None:
    answer = quay.ask(question)
    assert answer.answered
    assert stated in answer.answer.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que le Défilé des canots du 8 juin 2023 était le 11e ?",
        "Le club de canot réunit-il les villages de 5 000 personnes et plus ?",
    ],
)
def test_another_rank_or_number_is_a_no(quay: Assistant, question: str) -> None:
    assert quay.ask(question).answer.startswith("Non")


@pytest.mark.parametrize(
    "question",
    ["Quelle est la population du quai ?", "Combien de fois l'assemblée a-t-elle été consultée ?"],
)
def test_another_quantity_is_no_answer(quay: Assistant, question: str) -> None:
    assert not quay.ask(question).answered


def test_a_statement_nearer_in_meaning_is_said_so(quay: Assistant) -> None:
    searcher, gatherer = quay._searcher, quay._gatherer
    hits = searcher.search("écoutes des hérons", k=20).hits
    near = gatherer.gather(hits, searcher.query_vector("251 écoutes, Les hérons"))
    best = max(near, key=lambda one: one.sense)
    assert "hérons" in best.statement.text
    assert abs(sum(one.sense for one in near)) < 1e-3 * len(near) + 1e-2
    assert {one.sense for one in gatherer.gather(hits)} == {0.0}


def test_statements_stored_without_vectors_get_theirs(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("ancien")
    with opened(folder, {"rapport-2023-2024.md": REPORT}) as assistant:
        store = assistant._searcher.store
        data = next(folder.rglob("repere.sqlite3")).parent
        (document,) = store.documents()
        statements = store.statements_of_document(document.id)
    with Indexer(data, ENCODER) as indexer:
        with indexer.store.database.write() as db:
            db.execute("UPDATE statements SET vector = NULL")
        assert indexer.store.documents_without_senses() == (document.id,)
        indexer.commit()
        held = indexer.store.senses(one.id for one in statements)
        assert indexer.store.documents_without_senses() == ()
    (vector,) = ENCODER.encode_passages([statement_text(statements[0])])
    assert held[statements[0].id] == sense_of(vector)
    assert np.frombuffer(held[statements[0].id], dtype="<f2").shape == vector.shape


def test_titles_and_lead_are_read_with_a_statement(quay: Assistant) -> None:
    (document,) = quay._searcher.documents
    statements = quay._searcher.store.statements_of_document(document.id)
    one = next(s for s in statements if "251" in s.text)
    assert "Balado du quai" in statement_text(one)
    assert statement_text(replace(one, heading=(), lead=())) == one.text
