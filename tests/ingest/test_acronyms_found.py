"""Short forms: defined in brackets, spelled by the initials of a name, or only implied."""

from __future__ import annotations

import time

from ingest.acronyms import find_acronyms, initials_of_names


def found(*texts: str) -> dict[str, str]:
    assert all(not one.implied for one in find_acronyms(texts))
    return {one.short: one.long for one in find_acronyms(texts)}


def test_a_definition_in_brackets_either_way() -> None:
    assert found("Le Club nautique de l’Anse (CNA) navigue.") == {"CNA": "Club nautique de l’Anse"}
    assert found("La CNA (Club nautique de l’Anse) navigue.") == {"CNA": "Club nautique de l’Anse"}


def test_brackets_that_are_not_initials_define_nothing() -> None:
    assert found("Le club est ouvert (VOIR) et gai.") == {}


def test_initials_of_a_name_of_the_same_document() -> None:
    texts = ["Le Groupe rimouskois d’entraide et de partage agit.", "Le GREP recrute.", "GREP"]
    assert found(*texts) == {"GREP": "Groupe rimouskois d’entraide et de partage"}


def test_the_most_frequent_name_wins_and_a_tie_gives_none() -> None:
    one, other = "Le Club nautique amical gagne.", "Le Camp nordique alpin ferme."
    assert found("La CNA agit.", one, one, other) == {"CNA": "Club nautique amical"}
    assert found("La CNA agit.", one, other) == {}


def test_names_in_a_row_are_no_body() -> None:
    assert found("La CRT agit.", "Chantal Roy Tremblay préside.") == {}


def test_a_definition_in_brackets_comes_before_initials() -> None:
    name = "Le Club nautique amical."
    texts = ["La Caisse nouvelle active (CNA).", name, "CNA", name]
    assert found(*texts) == {"CNA": "Caisse nouvelle active"}


def test_a_form_that_nobody_wrote_is_implied() -> None:
    (one,) = initials_of_names(["L’Union des jardins du Nord existe."])
    assert (one.short, one.long, one.implied) == ("UJN", "Union des jardins du Nord", True)


def test_time_grows_with_the_text() -> None:
    begun = time.process_time()
    find_acronyms(["A" * 200_000, "mot " * 50_000 + "(ABC)", "Un Deux Trois " * 15_000 + "UDT"])
    assert time.process_time() - begun < 2
