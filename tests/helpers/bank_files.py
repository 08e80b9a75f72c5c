# ruff: noqa: E501 — a row of a CSV file is one line
"""A bank of measures and one of grants, made up for the tests; the towns are real places of
the gazetteer, the measures are « mesure type » or of invented projects."""

from __future__ import annotations

MEASURES = """id,titre,description,politique,theme,clientele,portée,responsable,indicateur,année,municipalité,mrc,région,source,page
m-1,Appels du mercredi,Téléphoner aux personnes seules chaque semaine,MADA,Inclusivité et solidarité,Personnes aînées,locale,Bibliothèque,appels,,,,,mesure type,
m-2,Pédibus du matin,Marcher en groupe vers l'école,PFM,Transport et mobilité,Enfants et adolescents; Familles,locale,Loisirs,trajets,,,,,mesure type,
m-3,Banc du belvédère,Poser un banc tous les deux cents mètres,MADA,Espaces publics,Personnes aînées,locale,Travaux publics,bancs,2022,Saint-Urbain,Charlevoix,Capitale-Nationale,rapport-2022.txt,1
m-4,Navette des fêtes,Transporter sans frais les soirs de fête,PFM,Transport et mobilité,Familles,locale,Loisirs,passagers,2021-2022,Repentigny,L'Assomption,Lanaudière,mesure type,
m-5,Jardin partagé,Cultiver des légumes entre voisins,PFM,Espaces publics,Familles,locale,Environnement,parcelles,2023,Laval,,Laval,mesure type,
"""
GRANTS = """nom,organisme,objet,admissibilité,clientele,theme,montant_min,montant_max,taux,date_limite,periode,source
Marchons ensemble,Fonds fictif du trottoir,Aider à marcher vers l'école en groupe,Municipalités,Enfants et adolescents,Transport et mobilité,1500,12000,50 %,2027-02-15,12 mois,exemple
Bancs pour tous,Fonds fictif du repos,Acheter des bancs,Municipalités,Personnes aînées,Espaces publics,500,4000,,2024-05-01,,exemple
Voisinage en fête,Fonds fictif du quartier,Soutenir les fêtes de voisins,OBNL,Familles,Inclusivité et solidarité,200,2500,,,en continu,exemple
"""
