// Sentences of the conversation's windows: export, what is kept, past ones, comparison, correction.

import { extend, many } from "./i18n.js";

const FR = {
  exportHeading: "Exporter avec les sources", export_pdf: "PDF", export_docx: "Word (DOCX)", printIt: "Imprimer",
  exportMaking: "Préparation du fichier…", exportDone: "Le fichier est enregistré.",
  exportNothing: "Il n'y a pas encore de réponse à exporter.",
  keptTitle: "Ce qui est gardé", keptHere: "Votre navigateur garde cette conversation, 30 jours au plus.",
  keptServer: "Le serveur garde aussi vos questions et vos avis.",
  keptServerNot: "Le serveur ne garde pas vos questions, seulement vos avis.",
  keptServerDays: ({ n }) => `Ils sont effacés après ${many(n, "jour", "jours")}.`,
  keptServerAlways: "Ils n'ont pas de date de fin.",
  idLabel: "Identifiant :", copyId: "Copier l'identifiant",
  idHelp: "Avec lui, la personne responsable peut retrouver et effacer cette conversation.",
  eraseTalk: "Effacer cette conversation", eraseSure: "D'ici et du serveur, pour de bon ?", eraseYes: "Oui, effacer",

  pastHelp: "Gardées 30 jours, dans ce navigateur seulement. Sur un poste partagé, effacez-les en partant.",
  pastNone: "Aucune conversation gardée.", pastKeep: "Garder mes conversations dans ce navigateur",
  pastOff: "Rien n'est plus gardé.", pastEraseAll: "Tout effacer", pastErased: "C'est effacé.",
  pastTurns: ({ n }) => many(n, "question", "questions"), pastCurrent: "(celle-ci)",
  eraseOneTalk: "Effacer", eraseNamedTalk: "Effacer « {name} »",

  comparison: "Comparaison", comparisonTable: "D'une année à l'autre", comparisonChart: "Colonnes : {label}",
  comparisonYear: "Année", comparisonValue: "Chiffre", comparisonChange: "Écart",
  comparisonSource: "Source", points: "points",

  understoodWords: "Ma question, autrement", understoodYear: "Année", anyYear: "Toutes les années",
  askAgain: "Demander", cancel: "Annuler",
};

const EN = {
  exportHeading: "Export with sources", export_pdf: "PDF", export_docx: "Word (DOCX)", printIt: "Print",
  exportMaking: "Preparing the file…", exportDone: "The file is saved.",
  exportNothing: "There is no answer to export yet.",
  keptTitle: "What is kept", keptHere: "Your browser keeps this conversation, for 30 days at most.",
  keptServer: "The server keeps your questions and opinions too.",
  keptServerNot: "The server does not keep your questions, only your opinions.",
  keptServerDays: ({ n }) => `They are erased after ${many(n, "day", "days")}.`,
  keptServerAlways: "They have no end date.",
  idLabel: "Identifier:", copyId: "Copy the identifier",
  idHelp: "With it, the person in charge can find and erase this conversation.",
  eraseTalk: "Erase this conversation", eraseSure: "From here and from the server, for good?", eraseYes: "Yes, erase",

  pastHelp: "Kept for 30 days, in this browser only. On a shared computer, erase them when you leave.",
  pastNone: "No conversation is kept.", pastKeep: "Keep my conversations in this browser",
  pastOff: "Nothing is kept any more.", pastEraseAll: "Erase all", pastErased: "Erased.",
  pastTurns: ({ n }) => many(n, "question", "questions"), pastCurrent: "(this one)",
  eraseOneTalk: "Erase", eraseNamedTalk: "Erase “{name}”",

  comparison: "Comparison", comparisonTable: "From year to year", comparisonChart: "Columns: {label}",
  comparisonYear: "Year", comparisonValue: "Figure", comparisonChange: "Change",
  comparisonSource: "Source", points: "points",

  understoodWords: "My question, put otherwise", understoodYear: "Year", anyYear: "All years",
  askAgain: "Ask", cancel: "Cancel",
};

extend({ fr: FR, en: EN });
