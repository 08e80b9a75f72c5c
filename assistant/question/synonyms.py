"""Words that people use for the same thing, as groups; the documents may use any of them.

General French of municipal life, not the words of one corpus. A line that opens with
``=`` is a group of equals; in the others the first word may be met by the rest, not the
reverse. A word may stand in several groups; meeting another word of the group counts a little less than the word.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.french.tokens import terms

_GROUPS = """
= personne, monde, gens, individu
= participant, participante, inscrit, inscription, présent, assister, participer, participation, prendre part
= abonné, abonnement, suivre
= site web, site internet
= infolettre, bulletin, newsletter
= rencontre, réunion, séance
= colloque, congrès
= accompagnement, accompagner, soutien
= aîné, âgé, personnes aînées, personnes âgées
= jeune, enfant, adolescent
= élu, élue, personnes élues
= président, préside, présidente, présider, présidence
= trésorier, trésorière, trésorerie
= directeur, directrice, dirige, diriger, direction
= employé, personnel, permanence
= conseil d'administration, CA
= subvention, financement, aide financière, fonds
= financer, financement, financé, subventionner
= argent, montant, somme, budget, financement
= coût, prix, tarif
= payant, tarif, gratuit, coûter, payer
= gratuit, gratuitement, payant
= présentiel, présence, sur place, virtuel
= virtuel, en ligne, à distance, présentiel
= ville, municipalité
= village, municipalité
= organisme, organisation
= OBNL, organismes à but non lucratif, OSBL
= lancer, lancement, créer, création, naissance, voir le jour, exister
= but, objectif, viser, finalité
= membre, adhérent, adhérer
= signer, signature, signé
= prix, lauréat, récipiendaire, gagnant, remporter, récompenser
= gagner, remporter, lauréat, gagnant
= porte-parole, ambassadeur
= écoute, écouter, balado
= balado, podcast
= vue, visionnement, visualisation, visionner
= page, pages vues, consultation
= consultation, consulter, visite
= publier, publication, numéro, parution
= logement, habitation
= habitation, logement, maison
= aider, aide, soutenir, appuyer, outiller
= souhaiter, aimer, vouloir, désirer
= difficile, difficulté, barrière, obstacle
= défi, enjeu, problématique
= solution, piste, suggestion
= suggérer, proposer, recommander
= constat, conclusion, résultat, retenir
= partenaire, collaborateur, partenariat, collaboration, collaborer
= équipe, permanence, personnel
= handicap, personnes handicapées, situation de handicap
= isolement, solitude
= santé, mieux-être
= pandémie, covid, situation sanitaire
= transport, mobilité
= déplacement, mobilité
= école, scolaire, éducatif
= garderie, service de garde
= voisin, voisinage
= proportion, pourcentage, part, taux
= augmentation, hausse, augmenter, progression
= diminution, baisse, diminuer
= reconnaissance, accréditation, reconnaître
= renouveler, renouvellement
= rejoindre, joindre
= animer, animation
= thème, thématique, sujet
= numéro, édition
= durée, temps
= capsule, vidéo
= imprimer, exemplaire, tirage
= hôte, hôtesse, accueillir
= région, régions administratives
= rapport, document
= nouveauté, nouveau
= visite, visiteur
= outil, coffre à outils, boîte à outils
= mention j'aime, like
post, publication
déposer, soumettre, soumis
soumettre, déposer
recenser, répertorier
répertorier, recenser
visite, session
session, visite
clientèle, groupe, public
groupe, clientèle
cibler, clientèle, viser
publication, parution
embûche, barrière, obstacle, difficulté, frein
comptabilité, comptable, trésorerie, finances
partir, quitter, départ
quitter, départ, partir
dur, difficile
jongler, concilier, conciliation
concilier, conciliation
job, travail, emploi
travail, emploi
emploi, travail
garderie, service de garde, CPE
copie, exemplaire
papier, imprimé, version papier, exemplaire
boîte, coffre
coffre, boîte
signer, signataire, signature
déclaration, manifeste
rôle, responsabilité, mandat, fonction
argument, convaincre, discours, vocabulaire, susciter
convaincre, vendre, susciter, sensibiliser
vendre, convaincre, promouvoir
planifier, planification, morceler, prévoir
élection, mandat, électoral
forme, fonction, type
accompagner, accompagnement, soutenir
adresse, bureau, boulevard, coordonnées
bureau, adresse, boulevard
téléphone, coordonnées, joindre
contacter, communiquer, personne-ressource, coordonnées, joindre
postal, poste, adresse
siéger, membre, présent
siège, présent, membre
relancer, relance, reprise
apparaître, paraître, voir
parution, publication, numéro
diffuser, diffusion, publier
mission, mandat, raison d'être
valeur, principe
principe, valeur
accueillir, hôtesse, hôte, tenir
gratuit, sans frais
camp, camps de jour
ado, jeune, adolescent
bambin, enfant, tout-petit
petit, enfant
papa, père, paternité
père, paternité
paternité, père
vieux, aîné, âgé
senior, aîné, âgé
auto, voiture, véhicule
appui, soutien, aide
soutien, aide, appui, accompagnement
appuyer, soutenir, aider
instance, organisation, organisme
conférencier, panéliste, expert
exposant, kiosque
kiosque, exposant
chiffre, statistique
clic, consultation, visite
internaute, utilisateur, visiteur
utilisateur, usager, internaute, visiteur
usager, utilisateur
visiteur, utilisateur, visite
réseau social, médias sociaux
like, mention j'aime
commentaire, réaction
partager, partage
vidéo, capsule, visionnement
regarder, visionnement, vue
durer, durée, jour
congrès, colloque
événement, activité
activité, événement
candidature, dossier, appel de candidatures
dossier, candidature
jury, juge
projet, initiative
initiative, projet
bourse, subvention
octroyer, financer, montant
recevoir, obtenir, remettre
obtenir, recevoir
remettre, décerner, remise
décerner, remettre
annuler, annulation
annulation, annuler
reporter, annuler
fusion, fusionner, naître
fusionner, fusion
naissance, naître, fusion, création
naître, naissance, fusion
fonder, fondateur, création
fondateur, fonder
ancien, anciennement, autrefois
anciennement, ancien
devenir, nouveau nom, anciennement
nom, appeler, anciennement
renommer, devenir, anciennement
jumeler, partenariat
collaborer, partenaire
avec, collaboration
responsable, chargé, coordonnateur
chargé, responsable, coordonnateur
coordonnateur, chargé, responsable
coordonner, coordonnateur, coordonnatrice
communication, communications
mairesse, maire
élire, élection
vice-présidente, vice-président
administrateur, conseil d'administration
citoyen, population, résident
résident, citoyen, population
population, citoyen, habitant
habitant, population, individu, personne
itinérance, itinérant, sans-abri
sans-abri, itinérance
immigrant, nouveaux arrivants
immigration, nouveaux arrivants
pauvreté, démuni
démuni, pauvreté
nourriture, alimentaire, alimentation
alimentation, alimentaire
bouffe, alimentaire
internet, web
web, internet, site
application, appli, outil
appli, application
plateforme, site, portail, outil
portail, plateforme
logiciel, application
objectif, but, viser
viser, objectif, but
raison, motif, pourquoi
loi, règlement, projet de loi
projet de loi, loi
plainte, litige
sécurité, sécuritaire
charte, principe
adhérer, adhésion, signature
adhésion, adhérer, membre
sceau, reconnaissance, certification
certification, reconnaissance, sceau
accréditation, reconnaissance
couverture, portée
portée, couverture
taux, moyenne
ouverture, ouvrir
trimestre, saison
tournée, rencontre
sondage, questionnaire, enquête, étude
questionnaire, sondage
enquête, sondage
étude, recherche, enquête
recherche, étude
mémoire, rapport, document
lettre, lettre ouverte
guide, document, outil
fiche, document, outil
formation, atelier, former
atelier, formation
former, formation
tarif, prix, coût
honneur, reconnaissance
merci, remercier
remercier, merci
féliciter, félicitations
retombée, résultat, impact
impact, effet, retombée
effet, impact
conséquence, effet, impact
bénéfice, avantage
avantage, bénéfice, utilité
utilité, avantage, servir
occasion, opportunité
opportunité, occasion
perspective, avenir
avenir, perspective, vision
futur, avenir, perspective
attitude, posture
posture, attitude
priorité, prioritaire
"""


@lru_cache(maxsize=1)
def synonym_stems() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Stem of a word to the stem sequences of its synonyms (a phrase needs all its stems)."""
    table: dict[str, dict[tuple[str, ...], None]] = {}
    for line in _GROUPS.strip().splitlines():
        both = line.startswith("= ")
        phrases = [tuple(dict.fromkeys(terms(one))) for one in line.removeprefix("= ").split(", ")]
        for phrase in phrases if both else phrases[:1]:
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
