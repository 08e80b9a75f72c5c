"""The columns of a bank of measures or grants, known by their headers.

A header is matched folded, whole, against the names below (French and English), then with
rapidfuzz for a typing error or a plural. What is not recognised stays under its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingest.entries import EntryKind
from ingest.french.folding import fold

NEAR = 90.0  # rapidfuzz ratio from which a header is the known one, badly typed

_SHARED: dict[str, str] = {
    "id": "id, identifiant, identifier, code, no, numero, number, ref, reference, cle, key",
    "theme": "theme, thematique, themes, champ d'intervention, axe thematique, topic, domaine",
    "audience": "clientele, clienteles, clientele visee, clienteles visees, clientele cible, "
    "public, public cible, public vise, audience, target audience, beneficiaires",
    "policy": "politique, politiques, demarche, policy, cadre, volet politique",
    "region": "region, region administrative, regions, administrative region",
    "mrc": "mrc, municipalite regionale de comte, nom de la mrc, regional county municipality",
    "municipality": "municipalite, ville, nom de la municipalite, municipality, city, "
    "milieu, organisation municipale",
    "source": "source, sources, document, origine, provenance",
    "source_page": "page, pages, page source, source page",
    "url": "url, lien, site, site web, hyperlien, adresse web, link, website",
    "notes": "notes, note, commentaire, commentaires, remarque, remarques, comments",
    "year": "annee, annees, year, exercice, periode de realisation",
}
_MEASURE: dict[str, str] = {
    "title": "mesure, mesures, titre, titre de la mesure, nom de la mesure, intitule, action, "
    "actions, moyen, moyens, measure, title, action proposee, mesure proposee, engagement, "
    "initiative, nom, projet",
    "text": "description, description de la mesure, detail, details, resume, precisions, "
    "description detaillee, summary",
    "population": "population visee, population, groupe d'age, age, ages, target population",
    "scope": "portee, portee territoriale, scope, territoire, echelle, rayonnement",
    "responsible": "responsable, responsables, responsable de la mesure, porteur, porteurs, "
    "service responsable, responsible, lead, owner, service",
    "partners": "partenaire, partenaires, collaborateurs, collaboration, partners, "
    "partenaires potentiels",
    "schedule": "echeancier, echeance, calendrier, date, duree, schedule, deadline, timeline, "
    "echeanciers, periode",
    "indicator": "indicateur, indicateurs, indicateur de suivi, indicateurs de resultat, "
    "indicateur de resultat, indicator, cible, resultats attendus, resultat attendu, kpi",
    "axis": "axe, axes, axe d'intervention, orientation, orientations, axis",
    "objective": "objectif, objectifs, objective, goal, but, buts",
    "budget": "budget, cout, couts, ressources financieres, ressources, cost, montant",
    "status": "etat, statut, avancement, etat d'avancement, status",
}
_GRANT: dict[str, str] = {
    "title": "subvention, subventions, programme, nom du programme, nom de la subvention, grant, "
    "programme d'aide, aide financiere, nom, titre, title, program, appel de projets, mesure",
    "text": "objet, objectif, objectifs, description, but, purpose, resume, summary",
    "organization": "organisme, bailleur, bailleur de fonds, ministere, organization, funder, "
    "organisation, organisme subventionnaire, organisme responsable, responsable",
    "eligibility": "admissibilite, organismes admissibles, clienteles admissibles, eligibility, "
    "qui peut demander, demandeurs admissibles, criteres, criteres d'admissibilite",
    "amount_min": "montant min, montant minimal, montant minimum, minimum, amount min",
    "amount_max": "montant max, montant maximal, montant maximum, maximum, montant, amount, "
    "amount max, aide maximale, enveloppe",
    "rate": "taux, taux d'aide, pourcentage, rate, taux de financement, part financee",
    "deadline": "date limite, echeance, date de fin, date limite de depot, deadline, cloture, "
    "date de cloture, fin des demandes",
    "period": "periode, duree, calendrier, period, periode d'appel, duree du projet",
    "contact": "contact, personne ressource, courriel, telephone",
}
# Headers that only a bank of the kind has: two of them tell it from the other one.
_MARKS: dict[EntryKind, frozenset[str]] = {
    "measure": frozenset(
        "scope responsible partners schedule indicator axis policy population objective".split()
    ),
    "grant": frozenset("eligibility amount_min amount_max rate deadline organization".split()),
}
_TITLES: dict[EntryKind, frozenset[str]] = {
    "measure": frozenset(
        "mesure,mesures,titre,titre de la mesure,nom de la mesure,measure,measures,title,"
        "mesure proposee,action proposee,intitule".split(",")
    ),
    "grant": frozenset(
        "subvention,subventions,nom de la subvention,grant,grants,programme d'aide,"
        "nom du programme,aide financiere,appel de projets,programme de subvention".split(",")
    ),
}
_NOT_LETTERS = re.compile(r"[^a-z0-9']+")


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a bank are read.

    Attributes:
        kind: what its rows are.
        names: per column, its known name, or None where it is kept under its own header.
    """

    kind: EntryKind
    names: tuple[str | None, ...]

    def place(self, name: str) -> int | None:
        """Which column has a known name."""
        return self.names.index(name) if name in self.names else None


def read_columns(
    header: Sequence[str], said: Mapping[str, str] | None = None, kind: str | None = None
) -> Columns | None:
    """How to read a table as a bank; None when it is not one.

    Args:
        header: the columns' names as written.
        said: what a person says of columns, header → known name, over what is recognised.
        kind: ``mesures`` or ``subventions`` when a person says what the table is; another
            kind: it is not a bank.
    """
    chosen = _kind(header, said or {}, kind)
    if chosen is None:
        return None
    known = _known(chosen)
    names: list[str | None] = []
    wanted = {_key(column): name for column, name in (said or {}).items()}
    taken = set(wanted.values())
    for column in header:
        name = wanted.get(_key(column)) or _named(column, known)
        if _key(column) not in wanted and name in taken:
            name = None
        if name is not None:
            taken.add(name)
        names.append(name)
    if "title" not in names:
        return None
    return Columns(chosen, tuple(names))


def known_names(kind: EntryKind) -> frozenset[str]:
    """Names that a column of such a bank can be given."""
    return frozenset(_known(kind).values())


def _kind(header: Sequence[str], said: Mapping[str, str], kind: str | None) -> EntryKind | None:
    if kind in ("mesures", "subventions"):
        return "measure" if kind == "mesures" else "grant"
    if kind is not None:
        return None
    keys = {_key(column) for column in header}
    marks = {
        one: len(_MARKS[one] & {_named(column, _known(one)) for column in header}) for one in _MARKS
    }
    if keys & _TITLES["grant"] or (marks["grant"] >= 2 and marks["grant"] > marks["measure"]):
        return "grant"
    if keys & _TITLES["measure"] or marks["measure"] >= 2 or "title" in said.values():
        return "measure"
    return None


@lru_cache(maxsize=2)
def _known(kind: EntryKind) -> Mapping[str, str]:
    """Folded header to known name; what the kind says of a header comes before the rest."""
    own = _MEASURE if kind == "measure" else _GRANT
    return {
        _key(header): name
        for names in (_SHARED, own)
        for name, headers in names.items()
        for header in headers.split(",")
    }


def _named(column: str, known: Mapping[str, str]) -> str | None:
    key = _key(column)
    if key in known:
        return known[key]
    if len(key) < 5:
        return None
    near = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    return known[near[0]] if near else None


def _key(column: str) -> str:
    folded = fold(column).replace("’", "'")
    return _NOT_LETTERS.sub(" ", re.sub(r"\(.*?\)", " ", folded)).strip()
