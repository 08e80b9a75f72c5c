"""English questions over French documents: the field's words, put into French.

The embedding model already meets both languages; this lexicon serves the word side, where
the figure or the name that answers is found. Proper names pass as they are.
"""

from __future__ import annotations

import re

from ingest.french.folding import fold

_PHRASES = {
    "age friendly": "amie des aînés", "child friendly": "amie des enfants",
    "according to": "selon", "annual report": "rapport annuel",
    "activity report": "rapport d'activités",
    "board of directors": "conseil d'administration", "board members": "conseil d'administration",
    "call for projects": "appel de projets", "calls for projects": "appels de projets",
    "call for applications": "appel de candidatures", "general manager": "directrice générale",
    "executive director": "directrice générale", "general meeting": "assemblée générale",
    "annual general meeting": "assemblée générale annuelle", "day camp": "camp de jour",
    "day camps": "camps de jour", "social media": "médias sociaux", "web site": "site web",
    "action plan": "plan d'action", "action plans": "plans d'action",
    "healthy lifestyles": "saines habitudes de vie", "healthy lifestyle": "saines habitudes de vie",
    "family policy": "politique familiale", "community of practice": "communauté de pratique",
    "communities of practice": "communautés de pratique", "work life balance": "conciliation",
    "work family": "famille travail", "neighbours day": "fête des voisins",
    "neighbors day": "fête des voisins", "neighbourhood party": "fête du voisinage",
    "spokesperson": "porte-parole", "service agreements": "ententes de services",
    "service agreement": "entente de services", "special needs": "besoins particuliers",
    "regional county municipalities": "MRC", "regional county municipality": "MRC",
    "elected officials": "personnes élues", "older adults": "personnes aînées",
    "page views": "pages vues", "social development": "développement social",
    "open rate": "taux d'ouverture", "host city": "ville hôtesse", "how many": "combien",
    "people with disabilities": "personnes handicapées", "municipal elections": "élections",
    "childcare services": "services de garde", "daycare": "services de garde",
    "solidarity neighbours": "voisins solidaires", "service offer": "offre de services",
    "opening rate": "taux d'ouverture", "peer mediation": "médiation par les pairs",
    "sign language": "langue des signes", "council chamber": "salle du conseil",
    "hearing loop": "boucle auditive", "youth council": "conseil de jeunes",
    "in charge": "responsable", "public transit": "transport collectif",
}  # fmt: skip
_WORDS = {
    "report": "rapport", "reports": "rapports",
    "members": "membres", "member": "membre", "municipalities": "municipalités",
    "municipality": "municipalité", "mrcs": "MRC", "organizations": "organisations",
    "organisations": "organisations", "organization": "organisation", "budget": "budget",
    "grants": "subventions", "grant": "subvention", "measures": "mesures", "seniors": "aînés",
    "elders": "aînés", "elderly": "aînés", "children": "enfants", "child": "enfant",
    "youth": "jeunes", "young": "jeunes", "families": "familles", "family": "famille",
    "people": "personnes", "person": "personne", "participants": "participants",
    "participant": "participant", "attendees": "participants", "attended": "participants",
    "citizens": "citoyens", "residents": "citoyens", "newsletter": "infolettre",
    "newsletters": "infolettres", "subscribers": "abonnés", "followers": "abonnés",
    "website": "site web", "users": "utilisateurs", "visits": "visites", "views": "vues",
    "webinars": "webinaires", "webinar": "webinaire", "projects": "projets", "project": "projet",
    "meeting": "rencontre", "meetings": "rencontres", "conference": "colloque",
    "symposium": "colloque", "president": "présidente", "chair": "présidente",
    "treasurer": "trésorière", "secretary": "secrétaire", "mayor": "maire",
    "director": "directrice", "tools": "outils", "tool": "outil", "toolkit": "coffre à outils",
    "toolbox": "coffre à outils", "neighbours": "voisins", "neighbors": "voisins",
    "party": "fête", "parties": "fêtes", "festival": "fête", "award": "prix", "awards": "prix",
    "prize": "prix", "winner": "lauréat", "winners": "lauréats", "magazine": "magazine",
    "podcast": "balado", "episodes": "épisodes", "episode": "épisode", "housing": "habitation",
    "support": "accompagnement", "hours": "heures", "agreements": "ententes",
    "agreement": "entente", "signed": "signées", "network": "réseau", "cities": "villes",
    "city": "ville", "town": "ville", "towns": "villes", "region": "région",
    "regions": "régions", "mission": "mission", "vision": "vision", "values": "valeurs",
    "survey": "sondage", "elected": "élues", "officials": "élus", "councillors": "conseillers",
    "health": "santé", "pandemic": "pandémie", "funding": "financement", "funded": "financés",
    "financed": "financés", "amount": "montant", "cost": "coût", "free": "gratuit",
    "partner": "partenaire", "partners": "partenaires", "partnership": "partenariat",
    "charter": "charte", "protection": "protection", "committee": "comité",
    "committees": "comités", "staff": "permanence", "employees": "employés", "team": "équipe",
    "launch": "lancement", "launched": "lancée", "open": "ouvert", "edition": "édition",
    "theme": "thème", "copies": "exemplaires", "printed": "imprimés", "consultations":
    "consultations", "platform": "plateforme", "application": "application", "app": "application",
    "recognition": "reconnaissance", "recognized": "reconnues", "renewed": "renouvelé",
    "renewal": "renouvellement", "workshop": "atelier", "workshops": "ateliers",
    "measure": "mesure", "initiatives": "initiatives", "initiative": "initiative",
    "bank": "banque", "association": "association", "federation": "fédération",
    "union": "union", "ministry": "ministère", "government": "gouvernement", "law": "loi",
    "letter": "lettre", "percentage": "pourcentage", "share": "part", "proportion": "proportion",
    "average": "moyenne", "registrations": "inscriptions", "registered": "inscrits",
    "guide": "guide", "objectives": "objectifs", "goal": "objectif", "goals": "objectifs",
    "results": "résultats", "findings": "constats", "barriers": "barrières",
    "challenges": "défis", "solutions": "solutions", "recommendations": "recommandations",
    "issues": "enjeux", "priorities": "priorités", "roles": "rôles", "role": "rôle",
    "isolation": "isolement", "transportation": "transport", "education": "éducation",
    "food": "alimentaire", "security": "sécurité", "poverty": "pauvreté", "mental": "mentale",
    "inclusion": "inclusion", "accessibility": "accessibilité", "accessible": "accessibles",
    "deadline": "date limite", "date": "date", "year": "année", "sessions": "sessions",
    "listens": "écoutes", "likes": "mentions j'aime", "posts": "publications",
    "impressions": "impressions", "villages": "villages", "village": "village",
    "rural": "ruraux", "urban": "urbains", "accompanied": "accompagnées", "created": "créé",
    "resources": "ressources", "files": "dossiers", "closed": "fermés", "new": "nouvelles",
    "friendly": "amie", "disabilities": "handicap", "disability": "handicap", "work": "travail",
    "jobs": "emploi", "job": "emploi", "employment": "emploi", "political": "politique",
    "policy": "politique", "policies": "politiques", "community": "communauté",
    "communities": "communautés", "development": "développement", "events": "événements",
    "event": "événement", "hosted": "hôtesse", "virtual": "virtuel", "online": "en ligne",
    "person's": "personne", "spokesman": "porte-parole", "spokeswoman": "porte-parole",
    "won": "lauréat remporté", "received": "reçu", "mandate": "mandat", "summer": "été",
    "winter": "hiver", "spring": "printemps", "fall": "automne", "autumn": "automne",
    "january": "janvier", "february": "février", "march": "mars", "april": "avril",
    "may": "mai", "june": "juin", "july": "juillet", "august": "août",
    "september": "septembre", "october": "octobre", "november": "novembre",
    "december": "décembre", "total": "total", "study": "étude", "research": "recherche",
    "camps": "camps", "camp": "camp", "first": "première", "last": "dernière",
    "adopted": "adopté", "active": "actif", "aging": "vieillissement", "ageing": "vieillissement",
    "quebec": "Québec", "quebec's": "Québec",
    "followed": "abonnés", "follow": "abonnés", "subscribed": "abonnés",
    "relaunched": "relance", "approaches": "démarches", "regional": "régionales",
    "hosts": "anime", "host": "anime", "hosting": "anime", "listened": "écoutes", "kids": "enfants",
    "help": "aide", "helps": "aide", "location": "lieu", "address": "adresse",
    "stand": "signifie", "mean": "signifie", "means": "signifie", "meaning": "signifie",
    "mayors": "maires", "councillor": "conseillère", "companies": "entreprises",
    "contact": "contacter", "phone": "téléphone", "published": "publié", "articles": "articles",
    "news": "actualité", "shared": "partages", "comments": "commentaires", "videos": "vidéos",
    "video": "vidéo", "visitors": "visiteurs", "visited": "visité",
    "signatories": "signataires", "exhibitors": "exposants", "speakers": "conférenciers",
    "training": "formation", "tour": "tournée", "election": "élection", "elections": "élections",
    "barrier": "barrière", "obstacles": "barrières", "fees": "tarif", "paid": "payant",
    "volunteers": "bénévoles", "volunteer": "bénévole",
    "countries": "pays", "revenue": "revenus", "revenues": "revenus", "expenses": "dépenses",
    "salary": "salaire", "salaries": "salaires", "deficit": "déficit", "surplus": "surplus",
    "libraries": "bibliothèques", "library": "bibliothèque",
    "increase": "augmenter", "increased": "augmenté",
    "decrease": "diminuer", "decreased": "diminué", "change": "changer", "changed": "changé",
    "grow": "augmenter", "grown": "augmenté", "growth": "hausse", "compare": "comparer",
     "taxes": "taxes", "rate": "taux", "trees": "arbres", "tax": "taxe", "water": "eau",
    # Everyday life of a town: what measures and grants speak of.
    "hearing": "auditive", "deaf": "sourdes", "blind": "aveugles", "wheelchair": "fauteuil",
    "wheelchairs": "fauteuils", "ramp": "rampe", "ramps": "rampes", "autism": "autisme",
    "caregiver": "proches aidantes", "caregivers": "proches aidantes", "respite": "répit",
    "council": "conseil", "councils": "conseils", "teenagers": "adolescents", "teens": "ados",
    "swim": "piscine baignade", "swimming": "piscine", "pool": "piscine", "skating": "patinage",
    "skate": "patin", "skates": "patins", "rink": "patinoire", "gym": "gymnase",
    "school": "école", "schools": "écoles", "student": "étudiant", "students": "étudiants",
    "borrow": "emprunter prêt", "lend": "prêter", "loan": "prêt", "rent": "loyer louer",
    "flood": "inondation", "fire": "incendie", "emergency": "urgence", "disaster": "sinistre",
    "shelter": "refuge", "homeless": "itinérance", "equip": "équiper", "equipping": "équiper",
    "equipment": "équipement", "memories": "souvenirs", "stories": "récits",
    "collect": "recueillir",
    "interpreter": "interprète", "garden": "jardin", "gardens": "jardins", "kitchen": "cuisine",
    "kitchens": "cuisines", "meal": "repas", "meals": "repas", "market": "marché",
    "playground": "aire de jeu", "park": "parc", "parks": "parcs", "trail": "sentier",
    "trails": "sentiers", "sidewalk": "trottoir", "sidewalks": "trottoirs", "street": "rue",
    "streets": "rues", "snow": "neige", "bike": "vélo", "bikes": "vélos", "bus": "autobus",
    "walk": "marche", "walking": "marche", "car": "auto", "cars": "autos", "home": "domicile",
    "homes": "maisons", "house": "maison", "houses": "maisons", "newcomers": "nouveaux arrivants",
    "repair": "réparation", "repairing": "réparer", "tree": "arbre", "waste": "déchets",
    "noise": "bruit", "headphones": "casque écouteurs", "night": "nuit", "evening": "soir",
    "weekend": "fin de semaine", "doctor": "médecin", "nurse": "infirmière", "dog": "chien",
    "dogs": "chiens", "build": "construire", "building": "bâtiment construction", "buy": "achat",
    "lonely": "solitude", "loneliness": "solitude", "money": "argent", "apply": "demander",
    "responsible": "responsable", "schedule": "échéancier", "indicator": "indicateur",
    "maximum": "maximum", "minimum": "minimum", "neighbour": "voisin", "neighbor": "voisin",
    "sign": "signe", "signs": "signes panneaux", "language": "langue", "languages": "langues",
}  # fmt: skip
_DROPPED = frozenset(
    "what who when where which how many much is are was were does did do the of and in to for "
    "with by about can could should has have had there that this it its at on from give list tell "
    "me a an s as be been will would their they them you your our we i or than any all some into "
    "during between after before how's whats please name named called espace-muni take taken place "
    "held so far".split()
)
_ORDER = sorted(_PHRASES, key=len, reverse=True)


def to_french(question: str) -> str:
    """The subject words of an English question in French, names and numbers kept.

    >>> to_french("How many MRCs were members as of March 31, 2025?")
    'combien MRC membres 31 mars 2025'
    """
    text = _GROUP_COUNTED.sub(_head_first, question)
    text = re.sub(r"\b(\d{1,3})(?:st|nd|rd|th)\b", r"\1e", _dates(text), flags=re.IGNORECASE)
    for phrase in _ORDER:
        text = re.sub(rf"\b{phrase}\b", f" {_PHRASES[phrase]} ", text, flags=re.IGNORECASE)
    kept = []
    for word in re.findall(r"[\w’'-]+", text):
        folded = fold(word).strip("'")
        base = re.sub(r"'s$", "", folded)
        if base in _WORDS:
            kept.append(_WORDS[base])
        elif folded not in _DROPPED:
            kept.append(re.sub(r"['’]s$", "", word))
    return " ".join(kept)


# « how many active transport projects were found »: the last word of the group is counted.
_GROUP_COUNTED = re.compile(
    r"\b(how many )((?:[\w'-]+ ){1,6}?)([\w'-]+) (?=(?:were|was|did|does?|have|has|had|are|is|can"
    r"|will|took|attended|joined|participated|got|received)\b)",
    re.IGNORECASE,
)


def _head_first(found: re.Match[str]) -> str:
    """« how many projects active transport »: the counted word right after the cue."""
    return f"{found[1]}{found[3]} {found[2]}"


def _dates(text: str) -> str:
    """« March 31, 2025 » → « 31 march 2025 », the order of French dates."""
    months = "january|february|march|april|may|june|july|august|september|october|november|december"
    return re.sub(
        rf"\b({months})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", r"\2 \1 \3", text,
        flags=re.IGNORECASE,
    )  # fmt: skip
