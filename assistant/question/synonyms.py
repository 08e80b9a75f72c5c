"""Words that people use for the same thing, as groups; the documents may use any of them.

General French of municipal life, not the words of one corpus. A word may stand in
several groups; meeting another word of the group counts a little less than the word.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.french.tokens import terms

_GROUPS = """
personne, monde, gens, individu
participant, participante, inscrit, inscription, présent, assister, participer, participation, prendre part
abonné, abonnement, suivre
site web, site internet
infolettre, bulletin, newsletter
rencontre, réunion, séance
colloque, congrès
accompagnement, accompagner, soutien
aîné, âgé, personnes aînées, personnes âgées
jeune, enfant, adolescent
élu, élue, personnes élues
président, préside, présidente, présider, présidence
trésorier, trésorière, trésorerie
directeur, directrice, dirige, diriger, direction
employé, personnel, permanence
conseil d'administration, CA
subvention, financement, aide financière, fonds
financer, financement, financé, subventionner
argent, montant, somme, budget, financement
coût, prix, tarif
payant, tarif, gratuit, coûter, payer
gratuit, gratuitement, payant
présentiel, présence, sur place, virtuel
virtuel, en ligne, à distance, présentiel
ville, municipalité
village, municipalité
organisme, organisation
OBNL, organismes à but non lucratif, OSBL
lancer, lancement, créer, création, naissance, voir le jour, exister
but, objectif, viser, finalité
membre, adhérent, adhérer
signer, signature, signé
prix, lauréat, récipiendaire, gagnant, remporter, récompenser
gagner, remporter, lauréat, gagnant
porte-parole, ambassadeur
écoute, écouter, balado
balado, podcast
vue, visionnement, visualisation, visionner
page, pages vues, consultation
consultation, consulter, visite
publier, publication, numéro, parution
logement, habitation
habitation, logement, maison
aider, aide, soutenir, appuyer, outiller
souhaiter, aimer, vouloir, désirer
difficile, difficulté, barrière, obstacle
défi, enjeu, problématique
solution, piste, suggestion
suggérer, proposer, recommander
constat, conclusion, résultat, retenir
partenaire, collaborateur, partenariat, collaboration, collaborer
équipe, permanence, personnel
handicap, personnes handicapées, situation de handicap
isolement, solitude
santé, mieux-être
pandémie, covid, situation sanitaire
transport, mobilité
déplacement, mobilité
école, scolaire, éducatif
garderie, service de garde
voisin, voisinage
proportion, pourcentage, part, taux
augmentation, hausse, augmenter, progression
diminution, baisse, diminuer
reconnaissance, accréditation, reconnaître
renouveler, renouvellement
rejoindre, joindre
animer, animation
thème, thématique, sujet
numéro, édition
durée, temps
capsule, vidéo
imprimer, exemplaire, tirage
hôte, hôtesse, accueillir
région, régions administratives
rapport, document
nouveauté, nouveau
visite, visiteur
outil, coffre à outils, boîte à outils
mention j'aime, like
"""


@lru_cache(maxsize=1)
def synonym_stems() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Stem of a word to the stem sequences of its synonyms (a phrase needs all its stems)."""
    table: dict[str, dict[tuple[str, ...], None]] = {}
    for line in _GROUPS.strip().splitlines():
        phrases = [tuple(dict.fromkeys(terms(phrase))) for phrase in line.split(", ")]
        for phrase in phrases:
            if len(phrase) != 1:
                continue
            others = table.setdefault(phrase[0], {})
            others.update(dict.fromkeys(p for p in phrases if p and p != phrase))
    return {stem: tuple(others) for stem, others in table.items()}


ANTONYMS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(terms(left)), tuple(terms(right)))
    for left, right in (
        ("présentiel présence", "virtuel virtuelle"),
        ("payant payer coûter", "gratuit gratuite gratuitement"),
        ("obligatoire", "facultatif volontaire"),
        ("augmenter augmentation hausse", "diminuer diminution baisse"),
        ("ouvert", "fermé"),
        ("accepter", "refuser"),
        ("maintenu tenu lieu", "annulé annulation reporté"),
        ("public", "privé"),
        ("individuel", "collectif"),
    )
)
