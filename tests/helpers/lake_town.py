"""Documents of a town that does not exist, Test-sur-Lac, read by the real pipeline.

Every figure, name and date was made up for the tests, so that each can be wrong in one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import Assistant
from index.build import Indexer
from index.encoder import HashEncoder
from index.search import Searcher
from index.update import update
from ingest.readers.base import SUFFIXES, reader_for

REPORT_2022 = """# Rapport d'activités 2021-2022 de la Ville de Test-sur-Lac

## Bibliothèque
Au 31 mars 2022, la bibliothèque Aux-Mille-Pages compte 412 abonnés.
Le prêt de raquettes a servi à 96 familles durant l'hiver.
Le budget de la bibliothèque était de 48 500 $.

## Loisirs
Le service des loisirs a tenu 18 ateliers de poterie.
La patinoire du quai a accueilli 2 340 visiteurs.
La Grande Traversée en canot a eu lieu le 14 août 2021 à la plage Bellerive.
Le festival des cerfs-volants n'a pas eu lieu en raison des grands vents.

## Environnement
Les bénévoles ont planté 150 arbres le long du ruisseau.
Le taux de compostage atteint 37 %.
"""

REPORT_2023 = """# Rapport d'activités 2022-2023 de la Ville de Test-sur-Lac

## Bibliothèque
Au 31 mars 2023, la bibliothèque Aux-Mille-Pages compte 455 abonnés.
Le budget de la bibliothèque était de 51 000 $.

## Loisirs
Le service des loisirs a tenu 24 ateliers de poterie.
La patinoire du quai a accueilli 2 105 visiteurs.
La Grande Traversée en canot a eu lieu le 13 août 2022 à la plage Bellerive.

## Environnement
Les bénévoles ont planté 150 arbres le long du ruisseau.
Le taux de compostage atteint 41 %.
"""

REPORT_2024 = """# Rapport d'activités 2023-2024 de la Ville de Test-sur-Lac

## Conseil municipal
- Rosalie Tremblay-Fictif, mairesse
- Hubert Lavigne-Fictif, trésorier
- Odette Grandpré-Fictif, conseillère du quartier du Phare

## Bibliothèque
Au 31 mars 2024, la bibliothèque Aux-Mille-Pages compte 503 abonnés.
Le budget de la bibliothèque était de 55 250 $.

## Loisirs
La patinoire du quai a accueilli 2 890 visiteurs.
La Grande Traversée en canot a eu lieu le 17 août 2023 à la plage Bellerive.
Le marché de Noël a été organisé par Gaston Beaupré-Fictif.

## Environnement
Les bénévoles ont planté 210 arbres le long du ruisseau.
Le taux de compostage atteint 46 %.
"""

GUIDE = """# Guide du prêt d'équipement

## Le Coffre partagé
Le Coffre partagé est un service de prêt d'outils entre voisins.
Le Comité des rives habitées (CRH) veille sur le Coffre partagé.

## Équipement offert
Les objets suivants peuvent être empruntés :
- des raquettes;
- une tente de fête;
- un presse-pommes;
- une remorque à vélo.

## Recommandations
Le comité recommande :
- d'étiqueter chaque outil;
- d'inspecter les cordes au printemps;
- de former deux gardiens du hangar.

## Conditions
Le prêt est réservé exclusivement aux résidents.
Les animaux sont interdits dans le hangar.
Le hangar se trouve au 12, rue du Phare.
"""

FILES = {
    "rapport-2021-2022.md": REPORT_2022,
    "rapport-2022-2023.md": REPORT_2023,
    "rapport-2023-2024.md": REPORT_2024,
    "guide-pret.md": GUIDE,
}
ENCODER = HashEncoder(256)


@contextmanager
def opened(root: Path, files: Mapping[str, str]) -> Iterator[Assistant]:
    """An assistant over files written under ``root``, read and indexed as in the product."""
    corpus, data = root / "corpus", root / "data"
    for name, text in files.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Indexer(data, ENCODER) as indexer:
        changes = update(indexer, [corpus], lambda p: reader_for(p).read(p), SUFFIXES)
    assert changes.failed == []
    searcher = Searcher(data, ENCODER)
    try:
        yield Assistant(searcher)
    finally:
        searcher.close()
