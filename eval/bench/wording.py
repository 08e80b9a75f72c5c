"""Words of the benchmark's report, in French."""

TITLE = "Banc d'essai de Repère"
MADE = (
    "Texte fabriqué : mots français à leur fréquence réelle, tirés d'une même graine. Les vecteurs "
    "des passages sont tirés au hasard (le coût de la recherche n'en dépend pas); ceux des "
    "questions sont calculés par le vrai modèle. Documents de {per} pages, six phrases par page, "
    "un chiffre pour quatre passages."
)
MACHINE = "Machine : {cpu}, {cores} cœurs; charge au début {before:.1f}, à la fin {after:.1f}."
NOISE = (
    "Les durées au mur subissent la charge; les millisecondes de processeur (CPU), tous fils "
    "compris, beaucoup moins. Les moteurs sont comparés par la plus courte de plusieurs passes."
)
EMBEDDING = "Plongements ({tokens} jetons par passage)"
EMBEDDING_COLUMNS = (
    "moteur", "passages/s", "CPU ms/passage", "question p50 ms", "p95 ms", "CPU p50 ms", "cosinus"
)  # fmt: skip
RATIO = "{name} : × {wall:.2f} au mur, × {cpu:.2f} en processeur."
STAGES = "Indexer de vrais documents ({documents} documents, {pages} pages, {passages} passages)"
STAGE_COLUMNS = ("étape", "secondes", "pages/s")
STAGE_NAMES = {
    "read": "lire les fichiers", "draw": "phrases, chiffres, passages", "embed": "plongements",
    "store": "ranger", "index": "index de recherche",
}  # fmt: skip
STAGES_END = "En tout {pages_s:.1f} pages/s; {embedded_s:.1f} textes plongés/s."
SERVING = "Servir par HTTP ({questions} questions de référence, {clients} clients à la fois)"
SERVING_COLUMNS = ("demande", "passage", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "par s")
TURNS = {"first": "première fois", "again": "redemandé"}
CROWD = (
    "{clients} clients à la fois, questions jamais vues : {answered} répondues, {refused} refusées "
    "(503), dont {refused_with_delay} avec un délai (Retry-After)."
)
WAITS = "Attente selon la taille (ms, un client puis {clients})"
WAIT_COLUMNS = (
    "passages", "demande", "p50", "p95", "p99", "CPU", "par s", "p50 à {clients}",
    "p95 à {clients}",
    "p99 à {clients}", "CPU à {clients}", "par s à {clients}",
)  # fmt: skip
ASKED = {"search": "chercher", "search_year": "chercher, une année", "ask": "répondre"}
COSTS = "Construire, ouvrir, tenir"
COST_COLUMNS = (
    "passages", "ranger s", "indexer s", "dont CPU s", "ouvrir s", "première réponse s",
    "disque Mo", "mémoire Mo",
)  # fmt: skip
BASES = "À côté de la lecture complète (CPU ms par requête)"
BASE_COLUMNS = (
    "passages", "mots", "balayage du texte", "×", "vecteurs", "produit complet", "×"
)  # fmt: skip
GROWTH = "Croissance : coût ~ passages^b"
GROWTH_COLUMNS = ("coût", "b")
GROWTH_NAMES = {
    "search": "chercher, CPU", "search_year": "chercher une année, CPU", "ask": "répondre, CPU",
    "index_cpu_s": "indexer, CPU", "open_cpu_s": "ouvrir, CPU", "disk_mb": "disque",
    "peak_mb": "mémoire au plus haut",
}  # fmt: skip
CHART_WAITS = "CPU par demande (ms) selon le nombre de passages"
CHART_COSTS = "Secondes et Mo selon le nombre de passages"
SUMMED = (
    "Repère, {passages} passages : chercher p50 {search_p50:.1f} / p95 {search_p95:.1f} ms, "
    "répondre p50 {ask_p50:.1f} / p95 {ask_p95:.1f} ms, {memory:.0f} Mo; plongements × {plain:.2f} "
    "sentence-transformers fp32{packaged}."
)
PACKAGED = ", × {ratio:.2f} le moteur du paquet"
